//! *trace*: which command set `$?`, how each command ended, or where it ran. The key is read off the run itself.

use super::asked::{self, Came, Posed};
use super::{Desk, Turn};
use crate::diagnosis::{leading_to, prepared};
use crate::judging::folder::elsewhere;
use crate::lesson::answer::AnswerError;
use crate::lesson::label::{self, Labelled};
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
        Ok(Some(seen)) => not_yet(desk, snippet, label, typed, &seen).map(|()| false),
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

/// Says what was seen, and the ways of thinking by which the commands would end as the learner says.
fn not_yet(
    desk: &mut Desk,
    snippet: &Snippet,
    label: Label,
    typed: &str,
    seen: &str,
) -> Result<(), TutorError> {
    let page = desk.page();
    desk.say(&prose::plain(&format!("Not yet. {seen}"), 2, page))?;
    let question = Question::whole(&snippet.source);
    let material = prepared(&desk.step.first_setup(), &question);
    let alike = |seen: &Observation| matches!(judge(seen, label, typed), Ok(None));
    // Without a laboratory the lesson goes on as if there were none.
    let ideas = leading_to(&material, alike).unwrap_or_default();
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
        Label::Statuses => Ok(first_missed(
            &label::judge_statuses(observation, typed)?,
            "ends otherwise",
        )),
        Label::Places => Ok(first_missed(
            &label::judge_places(observation, typed)?,
            "is otherwise",
        )),
    }
}

fn first_missed(right: &[bool], how: &str) -> Option<String> {
    let first = right.iter().position(|right| !right)?;
    Some(format!("The first that {how} is number {}.", first + 1))
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
