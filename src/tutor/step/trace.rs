//! *trace*: which command set `$?`, how each command ended, or where it ran. The key is read off the run itself.

use super::asked::{self, Came, Posed};
use super::{Desk, Turn};
use crate::diagnosis::{leading_to, prepared, works_by};
use crate::judging::folder::elsewhere;
use crate::lesson::answer::{AnswerError, words as answers};
use crate::lesson::label::{self, Labelled, Place};
use crate::lesson::{Label, Snippet};
use crate::observation::Observation;
use crate::quiz::Question;
use crate::trace::words;
use crate::tutor::TutorError;
use crate::tutor::view::{self, Page, ideas, prose, runs};

/// The snippet until its commands are labelled rightly.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, snippet: &Snippet, label: Label) -> Result<Turn, TutorError> {
    let page = desk.page();
    let observation = elsewhere(&desk.step.first_setup(), &snippet.source)?;
    let source = &snippet.source;
    desk.session = Some(source.clone());
    let how = match label {
        Label::Producer => "its number",
        Label::Statuses => {
            "for each in order: its status, or - if it is skipped; for instance: 0 - 1"
        }
        Label::Places => {
            "for each in order: s if your shell runs it and waits, b if it runs in the background, \
             - if it is skipped; for instance: s - b"
        }
    };
    let posed = Posed {
        material: Some(view::step::numbered(source, page)),
        how: how.to_owned(),
        below: listed(&label::commands(&observation), page),
        pieces: 0,
    };
    if desk.begun.settled {
        desk.last = Some(observation.clone());
    }
    let judge = |desk: &mut Desk, typed: &str| match judge(&observation, label, typed) {
        Err(error) => desk.unreadable(&error),
        Ok(None) => desk.right(typed).map(|()| true),
        Ok(Some(seen)) => {
            not_yet(desk, (snippet, label), &observation, typed, &seen).map(|()| false)
        }
    };
    asked::run(desk, &posed, judge, |desk, came| {
        let page = desk.page();
        desk.say(&format!("\n{}", runs::commands(&observation, true, page)))?;
        desk.last = Some(observation.clone());
        match came {
            Came::Right => Ok(()),
            Came::Solution => {
                desk.say("")?;
                desk.because()
            }
        }
    })
}

/// Says what was seen, and the ways of thinking by which the commands would end as the learner says: none where the answer says
/// too little of why.
fn not_yet(
    desk: &mut Desk,
    (snippet, label): (&Snippet, Label),
    observation: &Observation,
    typed: &str,
    seen: &str,
) -> Result<(), TutorError> {
    let page = desk.page();
    let question = Question::whole(&snippet.source);
    let material = prepared(&desk.step.first_setup(), &question);
    let asked = label::commands(observation);
    let alike = |seen: &Observation| match label {
        Label::Producer => label::judge_producer(seen, typed) == Ok(true),
        Label::Statuses | Label::Places => {
            let right = each(&label::as_in(&asked, seen), label, typed);
            right.is_ok_and(|right| !right.contains(&false))
        }
    };
    // Without a laboratory the lesson goes on as if there were none.
    let mut laboratory = super::ideas::laboratory();
    let mut ideas = match is_too_little(&asked, label, typed) {
        true => Vec::new(),
        false => desk
            .console
            .work(|| leading_to(&mut laboratory, &material, alike))?
            .unwrap_or_default(),
    };
    let taught = super::ideas::taught(desk);
    ideas.retain(|idea| works_by(*idea, &taught));
    let misreadings = ideas.iter().map(|idea| idea.id().to_owned());
    desk.missed_by(typed, misreadings.collect())?;
    desk.say(&prose::plain(&format!("Not yet. {seen}"), 2, page))?;
    if (1..=super::ideas::MOST).contains(&ideas.len()) {
        let text = ideas::ways(&ideas, "this", false, page);
        desk.say(&format!("\n{text}"))?;
    }
    desk.offer_help()
}

/// What was seen instead, if the answer is not right.
fn judge(
    observation: &Observation,
    label: Label,
    typed: &str,
) -> Result<Option<String>, AnswerError> {
    match label {
        Label::Producer if label::judge_producer(observation, typed)? => Ok(None),
        Label::Producer => {
            let ran = "Another command ended after that one, before the last $? was read.";
            let later = "The last $? was filled in before that command ended.";
            let named = label::named(observation, typed)?;
            let before = label::producer(observation).is_some_and(|producer| named < producer);
            Ok(Some(if before { ran } else { later }.to_owned()))
        }
        Label::Statuses | Label::Places => {
            let commands = label::commands(observation);
            let right = each(&commands, label, typed)?;
            Ok(missed(&commands, &right, label, typed))
        }
    }
}

/// For each command, whether the answer is right; none where that is not asked.
fn each(commands: &[Labelled], label: Label, typed: &str) -> Result<Vec<bool>, AnswerError> {
    match label {
        Label::Producer => Ok(Vec::new()),
        Label::Statuses => label::judge_statuses(commands, typed),
        Label::Places => label::judge_places(commands, typed),
    }
}

/// Whether all that is not right says too little of why: something runs that is skipped, or a failure is always a 1.
fn is_too_little(commands: &[Labelled], label: Label, typed: &str) -> bool {
    let Ok(right) = each(commands, label, typed) else {
        return false;
    };
    let each = right.iter().zip(commands.iter().zip(answers(typed)));
    let mut missed = each.filter(|(right, _)| !**right).map(|(_, pair)| pair);
    !right.is_empty()
        && missed.all(|(command, answer)| {
            let is_one = answer == "1" && Why::of(command, label, answer) == Some(Why::Fails);
            command.place == Place::Nowhere || is_one
        })
}

/// What a label that is not right leaves to be asked about its command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// It is skipped, and was said to run.
    Skipped,
    /// It runs, and was said to be skipped.
    Runs,
    /// It fails as was said, with another number.
    Fails,
}

impl Why {
    /// Of a command whose label `answer` is not right; `None` if there is nothing to ask.
    fn of(command: &Labelled, label: Label, answer: &str) -> Option<Why> {
        let is_skip = match label {
            Label::Places => answer == "-" || answer.to_lowercase().starts_with("skip"),
            _ => answer.parse::<u8>().is_err(),
        };
        let fails = command.status.is_some_and(|status| !status.is_success());
        match command.place {
            Place::Nowhere => Some(Why::Skipped),
            _ if is_skip => Some(Why::Runs),
            _ if label == Label::Statuses && fails && answer != "0" => Some(Why::Fails),
            _ => None,
        }
    }

    /// What is said of the commands with these numbers; of `all` that are not right, or of some of them.
    fn said(self, numbers: &[String], all: bool, label: Label) -> String {
        let one = numbers.len() == 1;
        let who = match (all, one) {
            (true, true) => "it".to_owned(),
            (true, false) => "they".to_owned(),
            (false, true) => format!("number {}", numbers[0]),
            (false, false) => format!("numbers {}", words::listed(numbers)),
        };
        let does = if one { "does" } else { "do" };
        let sentence = match (self, label) {
            (Why::Skipped, Label::Places) => {
                format!("{does} {who} run at all? What is skipped has a -.")
            }
            (Why::Skipped, _) => {
                format!("{does} {who} run at all? What is skipped has a - and no status.")
            }
            (Why::Runs, Label::Places) => format!("{who} {does} run; where?"),
            (Why::Runs, _) if one => format!("{who} does run, and so it has a status."),
            (Why::Runs, _) => format!("{who} do run, and so each has a status."),
            (Why::Fails, _) if one => format!("{who} does fail; with which number?"),
            (Why::Fails, _) => format!("{who} do fail; with which numbers?"),
        };
        let (first, rest) = sentence.split_at(1);
        first.to_uppercase() + rest
    }
}

/// All that are otherwise, by their numbers. What is taken for a command that runs, and is skipped, is asked about; so is one
/// that was said to be skipped, and the number of a failure.
fn missed(commands: &[Labelled], right: &[bool], label: Label, typed: &str) -> Option<String> {
    let each = commands.iter().zip(answers(typed)).enumerate();
    let missed = each.filter(|(index, _)| right.get(*index) == Some(&false));
    let missed: Vec<(String, Option<Why>)> = missed
        .map(|(index, (command, answer))| {
            ((index + 1).to_string(), Why::of(command, label, answer))
        })
        .collect();
    let numbers: Vec<String> = missed.iter().map(|(number, _)| number.clone()).collect();
    let head = match numbers.as_slice() {
        [] => return None,
        [one] => format!("Number {one} is not right."),
        several => format!("Numbers {} are not right.", words::listed(several)),
    };
    let whys = [Why::Fails, Why::Runs, Why::Skipped]
        .into_iter()
        .filter_map(|why| {
            let of = missed.iter().filter(|(_, own)| *own == Some(why));
            let of: Vec<String> = of.map(|(number, _)| number.clone()).collect();
            let all = of.len() == missed.len();
            (!of.is_empty()).then(|| why.said(&of, all, label))
        });
    let said: Vec<String> = std::iter::once(head).chain(whys).collect();
    Some(said.join(" "))
}

fn listed(commands: &[Labelled], page: Page) -> String {
    let line = |(index, command): (usize, &Labelled)| {
        prose::code(&format!("  {}  ", index + 1), command.text.trim(), page)
    };
    commands
        .iter()
        .enumerate()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use crate::trace::ExitStatus;

    fn command(status: Option<u8>) -> Labelled {
        Labelled {
            text: String::new(),
            status: status.map(ExitStatus::from),
            span: Span::at(0),
            place: match status {
                Some(_) => Place::Shell,
                None => Place::Nowhere,
            },
        }
    }

    fn said(statuses: &[Option<u8>], typed: &str) -> String {
        let commands: Vec<Labelled> = statuses.iter().copied().map(command).collect();
        let right = label::judge_statuses(&commands, typed).unwrap();
        missed(&commands, &right, Label::Statuses, typed).unwrap()
    }

    #[test]
    fn all_that_are_not_right_are_named() {
        let truth = [Some(1), Some(0), Some(2), None];
        assert_eq!(
            said(&truth, "1 - - -"),
            "Numbers 2 and 3 are not right. They do run, and so each has a status."
        );
        assert_eq!(
            said(&truth, "1 0 127 -"),
            "Number 3 is not right. It does fail; with which number?"
        );
        assert_eq!(
            said(&truth, "0 0 1 0"),
            "Numbers 1, 3 and 4 are not right. Number 3 does fail; with which number? Does number 4 run at all? What is skipped has a - and no status."
        );
    }
}
