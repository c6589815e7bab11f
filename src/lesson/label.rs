//! Answers to *trace* steps: which command set `$?`, or how each command of a line ended.
//!
//! The key is never stored; it is read off the run itself. [`commands`] lists what to ask about, numbered in the order
//! written, and the two `judge_` functions compare an answer with what happened.

use super::answer::{AnswerError, words};
use crate::observation::{Observation, Run};
use crate::source::Span;
use crate::trace::{ExitStatus, How, TraceKind};

/// A command of the line that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// As written.
    pub text: String,
    /// How it ended; `None` if it was skipped.
    pub status: Option<ExitStatus>,
    /// Where it stands.
    pub span: Span,
}

/// The simple commands of a run in the order written, those that were skipped included.
pub fn commands(observation: &Observation) -> Vec<Labelled> {
    let mut commands: Vec<Labelled> = Vec::new();
    for run in observation.runs() {
        let asked = run.source == 0 && run.how != Some(How::Compound);
        if asked && commands.iter().all(|known| known.span != run.span) {
            commands.push(labelled(observation, &run));
        }
    }
    commands.sort_by_key(|command| command.span);
    commands
}

fn labelled(observation: &Observation, run: &Run) -> Labelled {
    let text = String::from_utf8_lossy(run.span.of(observation.line.as_bytes())).into_owned();
    Labelled {
        text,
        status: run.ended.map(|ended| ended.status()),
        span: run.span,
    }
}

/// Index into [`commands`] of the one that set the `$?` read last; `None` if none was read.
pub fn producer(observation: &Observation) -> Option<usize> {
    let read = observation
        .trace
        .iter()
        .rev()
        .find_map(|event| match event.kind {
            TraceKind::StatusRead { producer, .. } => Some(producer),
            _ => None,
        });
    let span = read??;
    // A pipeline or a group sets `$?` through the last command in it.
    commands(observation)
        .iter()
        .rposition(|command| span.contains(command.span))
}

/// Whether `answer`, a command's number or its text, names the [`producer`].
///
/// # Errors
/// The answer names no command of the line.
pub fn judge_producer(observation: &Observation, answer: &str) -> Result<bool, AnswerError> {
    let commands = commands(observation);
    let answer = answer.trim();
    let named = |index: &usize| {
        commands
            .get(*index)
            .is_some_and(|command| command.text.trim() == answer)
    };
    let found = match answer.parse::<usize>() {
        Ok(number) => number
            .checked_sub(1)
            .filter(|index| *index < commands.len()),
        Err(_) => (0..commands.len()).rfind(named),
    };
    match (found, answer) {
        (Some(index), _) => Ok(producer(observation) == Some(index)),
        (None, "") => Err(AnswerError::Empty {
            count: commands.len(),
        }),
        (None, _) => Err(AnswerError::NoSuch {
            found: answer.to_owned(),
            count: commands.len(),
        }),
    }
}

/// For each of [`commands`], whether `answer` (`1 - 0 skipped`) says how it ended.
///
/// # Errors
/// A word of the answer is no status, or there are not as many as commands.
pub fn judge_statuses(observation: &Observation, answer: &str) -> Result<Vec<bool>, AnswerError> {
    let commands = commands(observation);
    let answers: Vec<Option<ExitStatus>> =
        words(answer).map(parse_status).collect::<Result<_, _>>()?;
    if answers.len() != commands.len() {
        return Err(AnswerError::Count {
            found: answers.len(),
            count: commands.len(),
        });
    }
    Ok(commands
        .iter()
        .zip(answers)
        .map(|(command, answer)| command.status == answer)
        .collect())
}

fn parse_status(word: &str) -> Result<Option<ExitStatus>, AnswerError> {
    match word {
        "-" | "s" | "skip" | "skipped" => Ok(None),
        _ => match word.parse::<u8>() {
            Ok(number) => Ok(Some(ExitStatus::from(number))),
            Err(_) => Err(AnswerError::NoStatus {
                found: word.to_owned(),
            }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::check::testing::Line;

    #[test]
    fn the_producer_is_read_off_the_run() {
        let line = Line::new("exits 3; echo done; echo $?")
            .ran("exits 3", 3)
            .ran("echo done", 0);
        let line = line.read("echo done", 0).ran("echo $?", 0).done();
        assert_eq!(producer(&line), Some(1));
        assert_eq!(judge_producer(&line, "2"), Ok(true));
        assert_eq!(judge_producer(&line, "echo done"), Ok(true));
        assert_eq!(judge_producer(&line, " exits 3 "), Ok(false));
        assert_eq!(
            judge_producer(&line, "4"),
            Err(AnswerError::NoSuch {
                found: "4".to_owned(),
                count: 3
            })
        );
    }

    #[test]
    fn every_command_has_a_status_or_was_skipped() {
        let line = Line::new("false && echo a || echo b")
            .ran("false", 1)
            .skipped("echo a", "&&", 1);
        let line = line.ran("echo b", 0).done();
        assert_eq!(judge_statuses(&line, "1 - 0"), Ok(vec![true, true, true]));
        assert_eq!(
            judge_statuses(&line, "1, 1, skipped"),
            Ok(vec![true, false, false])
        );
        assert_eq!(
            judge_statuses(&line, "1 0"),
            Err(AnswerError::Count { found: 2, count: 3 })
        );
        assert_eq!(
            judge_statuses(&line, "1 x 0"),
            Err(AnswerError::NoStatus {
                found: "x".to_owned()
            })
        );
    }
}
