//! *trace*: which command set `$?`, how each command ended, or where it ran. The key is read off the run itself.

use super::asked::{self, Came, Posed};
use super::{Desk, Turn};
use crate::diagnosis::{leading_to, prepared, works_by};
use crate::judging::folder::elsewhere;
use crate::lesson::answer::AnswerError;
use crate::lesson::label::{self, Labelled, Place};
use crate::lesson::{Label, Snippet};
use crate::observation::Observation;
use crate::quiz::Question;
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
            let too_little = is_too_little(&observation, label, typed);
            not_yet(desk, (snippet, label), typed, (&seen, too_little)).map(|()| false)
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
    typed: &str,
    (seen, too_little): (&str, bool),
) -> Result<(), TutorError> {
    let page = desk.page();
    desk.say(&prose::plain(&format!("Not yet. {seen}"), 2, page))?;
    let question = Question::whole(&snippet.source);
    let material = prepared(&desk.step.first_setup(), &question);
    let alike = |seen: &Observation| matches!(judge(seen, label, typed), Ok(None));
    // Without a laboratory the lesson goes on as if there were none.
    let mut ideas = match too_little {
        true => Vec::new(),
        false => leading_to(&material, alike).unwrap_or_default(),
    };
    let taught = super::ideas::taught(desk);
    ideas.retain(|idea| works_by(*idea, &taught));
    if (1..=super::ideas::MOST).contains(&ideas.len()) {
        let text = ideas::ways(&ideas, "this", false, page);
        desk.say(&format!("\n{text}"))?;
    }
    let misreadings = ideas.iter().map(|idea| idea.id().to_owned());
    desk.missed_by(typed, misreadings.collect())?;
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
            let right = each(observation, label, typed)?;
            Ok(first_missed(observation, &right, typed))
        }
    }
}

/// For each command, whether the answer is right; none where that is not asked.
fn each(observation: &Observation, label: Label, typed: &str) -> Result<Vec<bool>, AnswerError> {
    match label {
        Label::Producer => Ok(Vec::new()),
        Label::Statuses => label::judge_statuses(observation, typed),
        Label::Places => label::judge_places(observation, typed),
    }
}

/// Whether all that is not right says too little of why: something runs that is skipped, or a failure is always a 1.
fn is_too_little(observation: &Observation, label: Label, typed: &str) -> bool {
    let Ok(right) = each(observation, label, typed) else {
        return false;
    };
    let commands = label::commands(observation);
    let answers = typed
        .split_whitespace()
        .map(Some)
        .chain(std::iter::repeat(None));
    let each = right.iter().zip(commands.iter().zip(answers));
    let mut missed = each.filter(|(right, _)| !**right).map(|(_, pair)| pair);
    !right.is_empty()
        && missed.all(|(command, answer)| {
            command.place == Place::Nowhere || fails_otherwise(command, answer)
        })
}

/// Which is the first that is otherwise. What is taken for a command that runs, and is skipped, is asked about; so is the number
/// of a failure.
fn first_missed(observation: &Observation, right: &[bool], typed: &str) -> Option<String> {
    let first = right.iter().position(|right| !right)?;
    let said = format!("Number {} is not right.", first + 1);
    let command = &label::commands(observation)[first];
    Some(match command.place {
        Place::Nowhere => {
            format!("{said} Does it run at all? What is skipped has a - and no status.")
        }
        _ if fails_otherwise(command, typed.split_whitespace().nth(first)) => {
            format!("{said} It does fail; with which number?")
        }
        _ => said,
    })
}

/// Whether a command fails as `answer` says, and only with another number than 1.
fn fails_otherwise(command: &Labelled, answer: Option<&str>) -> bool {
    answer == Some("1") && command.status.is_some_and(|status| status.0 > 1)
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
