//! What is said when a lesson ends: what was done, what is still open, what comes next.

use super::visible;
use super::{Page, prose};
use crate::lesson::Lesson;
use crate::observation::JobFact;
use crate::progress::due::Why;
use crate::progress::record::Standing;
use crate::trace::words::count;

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

/// Steps that are named each; how many more there are is told.
const NAMED: usize = 4;

/// The words behind the last step: what was learned, what is due again, what is still open, and what comes next. `standings`
/// are those of the lesson's steps, in order; `next` is the lesson after it.
pub fn ending(
    lesson: &Lesson,
    standings: &[Standing],
    due: &[Again],
    next: Option<&Lesson>,
    page: Page,
) -> String {
    let mut parts = vec![page.theme.heading(&format!("{}: the end", lesson.id.0))];
    if !lesson.closing.trim().is_empty() {
        parts.push(prose::prose(&lesson.closing, 0, page));
    }
    parts.push(prose::plain(&tally(standings), 0, page));
    parts.extend(again(lesson, due, page));
    parts.extend(still_open(lesson, standings, page));
    if let Some(next) = next {
        parts.push(prose::prose(
            &format!("Next: {}, {}.", next.id.0, next.title.trim_end_matches('.')),
            0,
            page,
        ));
    }
    parts.join("\n\n")
}

fn tally(standings: &[Standing]) -> String {
    let answered = |standing: &&Standing| matches!(standing, Standing::Done | Standing::Missed);
    let answered = standings.iter().filter(answered).count();
    match standings.len() - answered {
        0 => format!("All {answered} steps are answered."),
        _ => format!("{answered} of {} steps are answered.", standings.len()),
    }
}

/// What comes back in review, and how it can be had at once.
fn again(lesson: &Lesson, due: &[Again], page: Page) -> Option<String> {
    let first = due.first()?;
    let item = |again: &Again| {
        let why = match again.why {
            Why::Missed => "the prediction was another",
            Why::Shown => "the answer was shown",
            Why::Confused => "not right at first",
            Why::Guessed => "right, and a guess",
        };
        let rules = again.rules.iter().take(1);
        let rules: String = rules.map(|rule| format!(" {rule}")).collect();
        let named = named(lesson, again.index);
        prose::hanging("- ", &format!("{named}: {why}.{rules}"), page)
    };
    let mut lines = vec![prose::plain(
        "To be reviewed, with other examples:",
        0,
        page,
    )];
    lines.extend(due.iter().take(NAMED).map(item));
    if due.len() > NAMED {
        let more = count((due.len() - NAMED) as u64, "more step");
        lines.push(format!("- {more}"));
    }
    let place = format!("{}:{}", lesson.id.0, first.index + 1);
    let how = format!("`shtutor learn {place}` asks the first of them again.");
    lines.push(prose::prose(&how, 0, page));
    Some(lines.join("\n"))
}

fn still_open(lesson: &Lesson, standings: &[Standing], page: Page) -> Option<String> {
    let open = standings
        .iter()
        .enumerate()
        .filter_map(|(index, standing)| {
            let word = match standing {
                Standing::Open => "not answered",
                Standing::Skipped => "skipped",
                Standing::Done | Standing::Missed => return None,
            };
            Some((index, word))
        });
    let open: Vec<(usize, &str)> = open.collect();
    let (first, _) = *open.first()?;
    let item = |(index, word): &(usize, &str)| {
        let text = format!("{}, {word}", named(lesson, *index));
        prose::hanging("- ", &text, page)
    };
    let mut lines = vec!["Still open:".to_owned()];
    lines.extend(open.iter().take(NAMED).map(item));
    if open.len() > NAMED {
        let more = count((open.len() - NAMED) as u64, "more step");
        lines.push(format!("- {more}"));
    }
    let place = format!("{}:{}", lesson.id.0, first + 1);
    lines.push(prose::prose(
        &format!("`shtutor learn {place}` goes back there."),
        0,
        page,
    ));
    Some(lines.join("\n"))
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

    const LESSON: &str = "+++\nid = 'a'\ntitle = 't'\n+++\n\n# A\n\n## `ls` first\n\n```toml\nid = 'one'\nkind = 'choose'\ntask = 'What?'\nhints = ['a', 'b', 'c']\nbecause = 'so'\n[[option]]\ntext = 'x'\nright = true\n[[option]]\ntext = 'y'\n```\n\n## Two\n\n```toml\nid = 'two'\nkind = 'choose'\ntask = 'What?'\nhints = ['a', 'b', 'c']\nbecause = 'so'\n[[option]]\ntext = 'x'\nright = true\n[[option]]\ntext = 'y'\n```\n\n## The end\n\nYou know it.\n";

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
        let expected = "a: the end\n\nYou know it.\n\n1 of 2 steps are answered.\n\n\
            To be reviewed, with other examples:\n\
            - step 1, ls first: the prediction was another. 0 is success.\n\
            shtutor learn a:1  asks the first of them again.\n\n\
            Still open:\n- step 2, Two, skipped\nshtutor learn a:2  goes back there.";
        assert_eq!(text, expected);
        let text = ending(&lesson, &[Standing::Done; 2], &[], None, Page::plain());
        assert!(text.ends_with("All 2 steps are answered."), "{text}");
    }
}
