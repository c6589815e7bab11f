//! What is said when a lesson ends: what was done, what is still open, what comes next.

use super::fit::fitted;
use super::visible;
use super::{Page, prose};
use crate::lesson::{Lesson, StepKind};
use crate::observation::JobFact;
use crate::progress::due::Why;
use crate::progress::record::Standing;
use crate::trace::words::{count, listed};

/// What leaving would end, as a sentence; `None` if nothing is left running or stopped.
pub fn ended_by_leaving(jobs: &[JobFact]) -> Option<String> {
    Some(match jobs {
        [] => return None,
        [job] => {
            let does = match job.stopped_by {
                Some(_) => "is stopped",
                None => "still runs",
            };
            let command = String::from_utf8_lossy(&job.command);
            format!("{} {does} and will be ended.", visible(&command))
        }
        jobs => format!(
            "{} jobs still run or are stopped and will be ended.",
            jobs.len()
        ),
    })
}

/// A step of the lesson that is due again.
pub struct Again {
    /// 0-based.
    pub index: usize,
    /// Why.
    pub why: Why,
    /// The rules that were believed otherwise.
    pub rules: Vec<String>,
}

/// Steps that are named each, the fewer the less room there is; of the others the numbers are told.
const NAMED: [usize; 5] = [usize::MAX, 4, 3, 2, 1];
/// Lines round it: an empty one on either side, and what can be done next.
const BESIDE: usize = 3;

/// The words behind the last step: what was learned, what is due again, what is still open, and what comes next. `standings`
/// are those of the lesson's steps, in order; `next` is the lesson after it.
pub fn ending(
    lesson: &Lesson,
    standings: &[Standing],
    due: &[Again],
    next: Option<&Lesson>,
    page: Page,
) -> String {
    let heading = prose::plain(&format!("{}: the end", lesson.id.0), 0, page);
    let next = next.map_or(String::new(), |next| {
        let next = format!("Next: {}, {}.", next.id.0, next.title.trim_end_matches('.'));
        prose::prose(&next, 0, page)
    });
    let closing = match lesson.closing.trim() {
        "" => String::new(),
        closing => prose::prose(closing, 0, page),
    };
    let forms = |form: &dyn Fn(usize) -> String| NAMED.map(form).to_vec();
    let parts = vec![
        vec![page.theme.heading(&heading)],
        vec![closing],
        vec![prose::plain(&tally(standings), 0, page)],
        forms(&|named| again(lesson, due, named, page)),
        forms(&|named| still_open(lesson, standings, named, page)),
        vec![next],
    ];
    fitted(parts, &[4, 3], BESIDE, page)
}

fn tally(standings: &[Standing]) -> String {
    let count_of = |is: fn(&Standing) -> bool| standings.iter().filter(|one| is(one)).count();
    let answered = count_of(|one| matches!(one, Standing::Done | Standing::Missed));
    let shown = count_of(|one| *one == Standing::Shown);
    let are = if answered == 1 { "is" } else { "are" };
    let told = match shown {
        0 => String::new(),
        1 => ", 1 was shown".to_owned(),
        more => format!(", {more} were shown"),
    };
    match standings.len() - answered {
        0 if answered > 1 => format!("All {answered} steps are answered."),
        _ => format!(
            "{answered} of {} {are} answered{told}.",
            count(standings.len() as u64, "step")
        ),
    }
}

/// What comes back in review, and how it can be had at once.
fn again(lesson: &Lesson, due: &[Again], most: usize, page: Page) -> String {
    let Some(first) = due.first() else {
        return String::new();
    };
    let mut told: Vec<&String> = Vec::new();
    let mut lines = vec![prose::plain("To be looked at once more:", 0, page)];
    for again in due.iter().take(most) {
        let why = match again.why {
            Why::Missed => "missed",
            Why::Shown => "the answer was shown",
            Why::Hinted => "right, with all hints",
            Why::Confused => "not right at first",
            Why::Guessed => "right, and a guess",
        };
        // One rule may be behind several of them.
        let rule = again.rules.iter().find(|rule| !told.contains(rule));
        told.extend(rule);
        let rule = rule.map_or(String::new(), |rule| {
            match rule.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
                true => format!(" {rule}"),
                // Behind a full stop an operator or a small letter looks like a slip of the pen.
                false => format!(" The rule: {rule}"),
            }
        });
        let named = named(lesson, again.index);
        lines.push(prose::hanging(
            "- ",
            &format!("{named}: {why}.{rule}"),
            page,
        ));
    }
    let others = due.iter().skip(most).map(|again| again.index);
    lines.extend(more(others, page));
    let place = format!("{}:{}", lesson.id.0, first.index + 1);
    let is_drawn = matches!(lesson.steps[first.index].kind, StepKind::Drawn { .. });
    let what = if due.len() == 1 {
        "it"
    } else {
        "the first of them"
    };
    let how = match is_drawn {
        true => format!("`shtutor learn {place}` asks {what}, with another example."),
        false => format!("`shtutor learn {place}` asks {what} again."),
    };
    lines.push(prose::prose(&how, 0, page));
    lines.join("\n")
}

fn still_open(lesson: &Lesson, standings: &[Standing], most: usize, page: Page) -> String {
    let open = standings
        .iter()
        .enumerate()
        .filter_map(|(index, standing)| {
            let word = match standing {
                Standing::Open => "not answered",
                Standing::Skipped => "skipped",
                Standing::Done | Standing::Missed | Standing::Shown => return None,
            };
            Some((index, word))
        });
    let open: Vec<(usize, &str)> = open.collect();
    let Some((first, _)) = open.first() else {
        return String::new();
    };
    let item = |(index, word): &(usize, &str)| {
        let text = format!("{}, {word}", named(lesson, *index));
        prose::hanging("- ", &text, page)
    };
    let mut lines = vec!["Still open:".to_owned()];
    lines.extend(open.iter().take(most).map(item));
    let others = open.iter().skip(most).map(|(index, _)| *index);
    lines.extend(more(others, page));
    let place = format!("{}:{}", lesson.id.0, first + 1);
    lines.push(prose::prose(
        &format!("`shtutor learn {place}` goes back there."),
        0,
        page,
    ));
    lines.join("\n")
}

/// The numbers of steps, 0-based here, that are not named.
fn more(steps: impl Iterator<Item = usize>, page: Page) -> Option<String> {
    let mut numbers: Vec<usize> = steps.map(|index| index + 1).collect();
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    let text = match numbers.as_slice() {
        [] => return None,
        [one] => format!("and step {one}"),
        several => format!("and steps {}", listed(several)),
    };
    Some(prose::hanging("- ", &text, page))
}

/// `step 3, Chains from left to right`.
fn named(lesson: &Lesson, index: usize) -> String {
    let heading = lesson.steps.get(index).map_or("", |step| &step.heading);
    format!("step {}, {}", index + 1, heading.replace('`', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::load::parse_lesson;

    const LESSON: &str = "+++\nid = 'a'\ntitle = 't'\n+++\n\n# A\n\n## `ls` first\n\n```toml\nid = 'one'\nkind = 'choose'\ntask = 'What?'\nhints = ['a', 'b', 'c']\nbecause = 'so'\n[[option]]\ntext = 'x'\nsay = 'x'\nright = true\n[[option]]\ntext = 'y'\nsay = 'y'\n```\n\n## Two\n\n```toml\nid = 'two'\nkind = 'choose'\ntask = 'What?'\nhints = ['a', 'b', 'c']\nbecause = 'so'\n[[option]]\ntext = 'x'\nsay = 'x'\nright = true\n[[option]]\ntext = 'y'\nsay = 'y'\n```\n\n## The end\n\nYou know it.\n";

    #[test]
    fn an_ending_says_what_was_learned_what_is_due_and_what_is_open() {
        let lesson = parse_lesson("a.md", LESSON, &[]).unwrap();
        let due = [Again {
            index: 0,
            why: Why::Missed,
            rules: vec!["0 is success.".to_owned()],
        }];
        let standings = [Standing::Missed, Standing::Skipped];
        let text = ending(&lesson, &standings, &due, None, Page::plain());
        let expected = "a: the end\n\nYou know it.\n\n1 of 2 steps is answered.\n\n\
            To be looked at once more:\n\
            - step 1, ls first: missed. 0 is success.\n\
            shtutor learn a:1  asks it again.\n\n\
            Still open:\n- step 2, Two, skipped\nshtutor learn a:2  goes back there.";
        assert_eq!(text, expected);
        let text = ending(&lesson, &[Standing::Done; 2], &[], None, Page::plain());
        assert!(text.ends_with("All 2 steps are answered."), "{text}");
        let text = ending(
            &lesson,
            &[Standing::Done, Standing::Shown],
            &[],
            None,
            Page::plain(),
        );
        assert!(
            text.ends_with("1 of 2 steps is answered, 1 was shown."),
            "{text}"
        );
    }

    #[test]
    fn steps_that_are_not_named_are_counted_out() {
        let more = |steps: &[usize]| more(steps.iter().copied(), Page::plain());
        assert_eq!(more(&[]), None);
        assert_eq!(more(&[6]).as_deref(), Some("- and step 7"));
        assert_eq!(more(&[6, 1, 3]).as_deref(), Some("- and steps 2, 4 and 7"));
    }
}
