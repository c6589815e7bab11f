//! Answers to *trace* steps: which command set `$?`, how each command of a line ended, or where it ran.
//!
//! The key is never stored; it is read off the run itself. [`commands`] lists what to ask about, numbered in the order
//! written, and the `judge_` functions compare an answer with what happened.

use super::answer::{AnswerError, words};
use crate::observation::{Observation, Run};
use crate::source::Span;
use crate::trace::{ExitStatus, ForkReason, How, TraceKind};

/// A command of the line that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// As written.
    pub text: String,
    /// How it ended; `None` if it was skipped.
    pub status: Option<ExitStatus>,
    /// Where it stands.
    pub span: Span,
    /// Where it ran.
    pub place: Place,
}

/// Where a command of a line ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the session's own shell, which waited for it.
    Shell,
    /// In what a `&` had started.
    Background,
    /// Nowhere: it was skipped.
    Nowhere,
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
        place: match run.skipped {
            Some(_) => Place::Nowhere,
            None if is_in_background(observation, run.pid) => Place::Background,
            None => Place::Shell,
        },
    }
}

/// Whether a process, or one that it came from, was started by a `&`.
fn is_in_background(observation: &Observation, pid: i32) -> bool {
    let birth = |pid| {
        let mut events = observation.trace.iter();
        events.find_map(|event| match event.kind {
            TraceKind::Forked { child, reason } if child == pid => Some((event.pid, reason)),
            _ => None,
        })
    };
    let (mut pid, mut known) = (pid, Vec::new());
    // A process number that is given out again must lead round no circle.
    while let Some((parent, reason)) = birth(pid)
        && !known.contains(&pid)
    {
        if reason == ForkReason::AsyncList {
            return true;
        }
        known.push(pid);
        pid = parent;
    }
    false
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

/// Whether `answer`, a command's text or its number, names the [`producer`].
///
/// # Errors
/// The answer names no command of the line.
pub fn judge_producer(observation: &Observation, answer: &str) -> Result<bool, AnswerError> {
    named(observation, answer).map(|index| producer(observation) == Some(index))
}

/// Index into [`commands`] of the one that `answer`, its text or its number, names.
///
/// # Errors
/// The answer names no command of the line.
pub fn named(observation: &Observation, answer: &str) -> Result<usize, AnswerError> {
    let commands = commands(observation);
    let answer = answer.trim();
    let says = |command: &Labelled| command.text.trim() == answer.trim_matches('`').trim();
    let number = || {
        let number = answer.parse::<usize>().ok()?;
        number
            .checked_sub(1)
            .filter(|index| *index < commands.len())
    };
    let found = commands.iter().rposition(says).or_else(number);
    match (found, answer) {
        (Some(index), _) => Ok(index),
        (None, "") => Err(AnswerError::Empty {
            count: commands.len(),
        }),
        (None, _) => Err(AnswerError::NoSuch {
            found: answer.to_owned(),
            count: commands.len(),
        }),
    }
}

/// The commands of `asked` as they were in `seen`, another run of the same text: what is not there did not run.
pub fn as_in(asked: &[Labelled], seen: &Observation) -> Vec<Labelled> {
    let seen = commands(seen);
    let same = |command: &Labelled| {
        let there = seen.iter().find(|other| other.span == command.span);
        let nowhere = || Labelled {
            status: None,
            place: Place::Nowhere,
            ..command.clone()
        };
        there.cloned().unwrap_or_else(nowhere)
    };
    asked.iter().map(same).collect()
}

/// For each of `commands`, whether `answer` (`1 - 0 skipped`) says how it ended.
///
/// # Errors
/// A word of the answer is no status, or there are not as many as commands.
pub fn judge_statuses(commands: &[Labelled], answer: &str) -> Result<Vec<bool>, AnswerError> {
    judge_each(commands, answer, parse_status, |command| command.status)
}

/// For each of `commands`, whether `answer` (`s b -`) says where it ran.
///
/// # Errors
/// A word of the answer is no place, or there are not as many as commands.
pub fn judge_places(commands: &[Labelled], answer: &str) -> Result<Vec<bool>, AnswerError> {
    judge_each(commands, answer, parse_place, |command| command.place)
}

fn judge_each<T: PartialEq>(
    commands: &[Labelled],
    answer: &str,
    parse: impl Fn(&str) -> Result<T, AnswerError>,
    truth: impl Fn(&Labelled) -> T,
) -> Result<Vec<bool>, AnswerError> {
    let answers: Vec<T> = words(answer).map(parse).collect::<Result<_, _>>()?;
    if answers.len() != commands.len() {
        return Err(AnswerError::Count {
            found: answers.len(),
            count: commands.len(),
        });
    }
    let pairs = commands.iter().zip(answers);
    Ok(pairs
        .map(|(command, answer)| truth(command) == answer)
        .collect())
}

fn parse_place(word: &str) -> Result<Place, AnswerError> {
    match word.to_lowercase().as_str() {
        "s" | "shell" => Ok(Place::Shell),
        "b" | "&" | "background" => Ok(Place::Background),
        "-" | "skip" | "skipped" => Ok(Place::Nowhere),
        _ => Err(AnswerError::NoPlace {
            found: word.to_owned(),
        }),
    }
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
        assert_eq!(
            judge_statuses(&commands(&line), "1 - 0"),
            Ok(vec![true, true, true])
        );
        assert_eq!(
            judge_statuses(&commands(&line), "1, 1, skipped"),
            Ok(vec![true, false, false])
        );
        assert_eq!(
            judge_statuses(&commands(&line), "1 0"),
            Err(AnswerError::Count { found: 2, count: 3 })
        );
        assert_eq!(
            judge_statuses(&commands(&line), "1 x 0"),
            Err(AnswerError::NoStatus {
                found: "x".to_owned()
            })
        );
    }

    #[test]
    fn what_another_run_does_not_come_to_did_not_run_there() {
        let line = Line::new("cat nofile | grep x").ran("cat nofile", 1);
        let asked = commands(&line.ran("grep x", 1).done());
        let other = Line::new("cat nofile | grep x").ran("cat nofile", 1).done();
        let other = as_in(&asked, &other);
        assert_eq!(judge_statuses(&other, "1 -"), Ok(vec![true, true]));
        assert_eq!(judge_places(&other, "s -"), Ok(vec![true, true]));
    }

    #[test]
    fn what_a_job_starts_runs_in_the_background_too() {
        let line = Line::new("echo a; false && echo b & wait").ran("echo a", 0);
        let ampersand = |reason| TraceKind::Forked { child: 20, reason };
        let copy = TraceKind::Forked {
            child: 21,
            reason: ForkReason::Subshell,
        };
        let started = TraceKind::Started {
            argv: vec![b"false".to_vec()],
            how: How::Builtin,
        };
        let shell = 1;
        let line = line
            .event(shell, "false && echo b", ampersand(ForkReason::AsyncList))
            .event(20, "false", copy)
            .event(21, "false", started)
            .skipped("echo b", "&&", 1)
            .ran("wait", 0)
            .done();
        let right = vec![true; 4];
        assert_eq!(judge_places(&commands(&line), "s b - s"), Ok(right.clone()));
        assert_eq!(
            judge_places(&commands(&line), "shell, &, skipped, S"),
            Ok(right)
        );
        assert_eq!(
            judge_places(&commands(&line), "s s b b"),
            Ok(vec![true, false, false, false])
        );
        assert_eq!(
            judge_places(&commands(&line), "s 0 - s"),
            Err(AnswerError::NoPlace {
                found: "0".to_owned()
            })
        );
    }

    #[test]
    fn a_process_number_that_is_given_out_again_leads_round_no_circle() {
        let copy = |child| TraceKind::Forked {
            child,
            reason: ForkReason::Subshell,
        };
        let started = || TraceKind::Started {
            argv: vec![b"true".to_vec()],
            how: How::Builtin,
        };
        let line = Line::new("true")
            .event(20, "", copy(21))
            .event(21, "", copy(20))
            .event(20, "", copy(20))
            .event(20, "true", started())
            .done();
        assert_eq!(judge_places(&commands(&line), "s"), Ok(vec![true]));
    }
}
