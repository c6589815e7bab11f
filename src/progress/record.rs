//! The record of attempts: one JSON object a line, appended and never rewritten.
//!
//! Each line is written by a single `write` to a file opened with `O_APPEND`, so two tutors may write at once. A line that
//! cannot be read is counted and left where it is.

use super::due::{self, Due};
use super::entry::{Attempt, Entry, Line, Outcome, Sure, ToldApart};
use super::{ProgressError, VERSION, append, failed};
use crate::lesson::{LessonId, StepId};
use serde::Deserialize;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not answered yet.
    Open,
    /// Answered.
    Done,
    /// A prediction that was not right; the answer was shown.
    Missed,
    /// The answer was asked for, and shown.
    Shown,
    /// Left out for now.
    Skipped,
}

/// What the question is to be about that is asked once more for a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// The ids of the misreadings that showed in answers to the step.
    pub misreadings: Vec<String>,
    /// The ids of the templates of the questions in it that were not known.
    pub templates: Vec<String>,
    /// Whether somebody was sure of a wrong answer to it.
    pub surely_wrong: bool,
}

/// The record, read.
#[derive(Debug, Default)]
pub struct Record {
    standings: HashMap<(LessonId, StepId), Standing>,
    /// The sessions that a step has asked about, oldest first; one set back keeps them.
    drawn: HashMap<(LessonId, StepId), Vec<String>>,
    /// All the sessions that steps, or the questions between them, have asked about, oldest first.
    asked: Vec<String>,
    /// Steps that were not known at once.
    due: HashMap<(LessonId, StepId), Due>,
    /// Steps of which one more of the same kind is to be asked.
    owed: HashMap<(LessonId, StepId), Owed>,
    /// Whether it was ever said how sure an answer is.
    rated: bool,
    damaged: Vec<usize>,
    path: PathBuf,
    /// Bytes of the file that are taken in.
    length: u64,
    /// Lines that could not be written yet.
    waiting: Vec<Line>,
}

impl Record {
    /// Reads `path`; a missing file is an empty record.
    ///
    /// # Errors
    /// It cannot be read, or a newer shtutor wrote one of its lines.
    pub fn read(path: &Path) -> Result<Record, ProgressError> {
        let mut record = Record {
            path: path.to_path_buf(),
            ..Record::default()
        };
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(record),
            Err(error) => return Err(failed("read", path)(error)),
        };
        record.length = bytes.len() as u64;
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            refuse_newer(line, path)?;
            match serde_json::from_slice::<Line>(line) {
                Ok(line) => record.take(&line.entry),
                Err(_) => record.damaged.push(index + 1),
            }
        }
        Ok(record)
    }

    /// Takes in what other tutors have appended since it was read; whether there is more damage now. What cannot be read leaves
    /// it as it is.
    pub fn catch_up(&mut self) -> bool {
        let length = self.path.metadata().map(|found| found.len());
        if length.is_err() || length.is_ok_and(|length| length == self.length) {
            return false;
        }
        let Ok(mut now) = Record::read(&self.path) else {
            return false;
        };
        now.waiting = std::mem::take(&mut self.waiting);
        let waiting: Vec<Entry> = now.waiting.iter().map(|line| line.entry.clone()).collect();
        waiting.iter().for_each(|entry| now.take(entry));
        let before = std::mem::replace(self, now);
        self.damaged.len() > before.damaged.len()
    }

    /// What to tell about lines that could not be read.
    pub fn damage_note(&self) -> Option<String> {
        let first = self.damaged.first()?;
        let lines = match self.damaged.len() {
            1 => format!("line {first} is damaged and was"),
            count => format!("{count} lines are damaged, the first is line {first}; they were"),
        };
        Some(format!(
            "{}: {lines} left out; the rest is read",
            self.path.display()
        ))
    }

    /// Whether it was ever said how sure an answer is, so that the question is known.
    pub fn has_rated(&self) -> bool {
        self.rated
    }

    /// How a step stands.
    pub fn standing(&self, lesson: &LessonId, step: &StepId) -> Standing {
        self.standings
            .get(&(lesson.clone(), step.clone()))
            .copied()
            .unwrap_or(Standing::Open)
    }

    /// The sessions that a *drawn* step has asked about, oldest first.
    pub fn drawn(&self, lesson: &LessonId, step: &StepId) -> &[String] {
        let asked = self.drawn.get(&(lesson.clone(), step.clone()));
        asked.map_or(&[], Vec::as_slice)
    }

    /// Everything that was asked about and stands in no lesson, oldest first.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// Why a step is due again, if it is.
    pub fn due(&self, lesson: &LessonId, step: &StepId) -> Option<&Due> {
        self.due.get(&(lesson.clone(), step.clone()))
    }

    /// Whether one more of the same kind as this step is to be asked, and about what.
    pub fn owed(&self, lesson: &LessonId, step: &StepId) -> Option<&Owed> {
        self.owed.get(&(lesson.clone(), step.clone()))
    }

    /// Takes `entry` in, and writes it to `path` if there is one, behind what could not be written before.
    ///
    /// # Errors
    /// The file cannot be written; what was to be is kept for the next time.
    pub fn append(&mut self, path: Option<&Path>, entry: Entry) -> Result<(), ProgressError> {
        self.take(&entry);
        let Some(path) = path else { return Ok(()) };
        let at = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        self.waiting.push(Line {
            version: VERSION,
            at,
            entry,
        });
        self.write_waiting(path)
    }

    /// Writes to `path` what could not be written before.
    ///
    /// # Errors
    /// As those of [`Record::append`].
    pub fn write_waiting(&mut self, path: &Path) -> Result<(), ProgressError> {
        if self.is_waiting() {
            let lines = self.waiting.iter().map(serde_json::to_string);
            let lines = lines.collect::<Result<Vec<String>, _>>();
            let written = lines
                .map_err(std::io::Error::other)
                .and_then(|lines| append::append(path, &lines));
            // If others have written meanwhile, the file is longer than that, and read again.
            self.length += written.map_err(failed("write", path))?;
            self.waiting.clear();
        }
        Ok(())
    }

    /// Whether there are lines that could not be written yet.
    pub fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn take(&mut self, entry: &Entry) {
        match entry {
            Entry::Reset { lesson: None } => {
                self.standings.clear();
                self.owed.clear();
                self.due.clear();
            }
            Entry::Reset {
                lesson: Some(lesson),
            } => {
                self.standings.retain(|(of, _), _| of != lesson);
                self.owed.retain(|(of, _), _| of != lesson);
                self.due.retain(|(of, _), _| of != lesson);
            }
            Entry::ToldApart(told) => {
                self.asked.push(told.asked.clone());
                self.rule_out(told);
            }
            Entry::Attempt(attempt) => {
                let key = (attempt.lesson.clone(), attempt.step.clone());
                if let Some(drawn) = &attempt.drawn {
                    let asked = self.drawn.entry(key.clone()).or_default();
                    asked.push(drawn.session.clone());
                    self.asked.push(drawn.session.clone());
                }
                self.rated |= attempt.sure.is_some();
                self.owe(attempt);
                let is_done = self.standing(&attempt.lesson, &attempt.step) == Standing::Done;
                if let Some(due) = due::after(self.due.remove(&key), attempt, is_done) {
                    self.due.insert(key.clone(), due);
                }
                let standing = self.standings.entry(key).or_insert(Standing::Open);
                *standing = after(*standing, attempt);
            }
        }
    }
}

impl Record {
    /// Forgets the misreadings that an answer spoke against.
    fn rule_out(&mut self, told: &ToldApart) {
        let key = (told.lesson.clone(), told.step.clone());
        let is_left = |id: &String| !told.ruled_out.contains(id);
        if let Some(due) = self.due.get_mut(&key) {
            due.misreadings.retain(is_left);
        }
        if let Some(owed) = self.owed.get_mut(&key) {
            owed.misreadings.retain(is_left);
        }
    }

    /// Notes what an attempt asks for to be asked once more, and what has been.
    fn owe(&mut self, attempt: &Attempt) {
        if let Some(step) = first_of(&attempt.step.0) {
            let key = (attempt.lesson.clone(), StepId(step.to_owned()));
            self.owed.remove(&key);
            return;
        }
        // Who is done with a step may look at the solution.
        let open = self.standing(&attempt.lesson, &attempt.step) != Standing::Done;
        let shown = match attempt.outcome {
            Outcome::Shown | Outcome::Hinted => true,
            // Without a word on how sure somebody was, the solution was asked for.
            Outcome::Missed => attempt.sure.is_none_or(|sure| sure == Sure::Sure),
            Outcome::Right
            | Outcome::Partly
            | Outcome::Wrong
            | Outcome::Skipped
            | Outcome::Worked => false,
        };
        if open && shown {
            let key = (attempt.lesson.clone(), attempt.step.clone());
            let owed = self.owed.entry(key).or_default();
            owed.misreadings.extend(attempt.misreadings.iter().cloned());
            owed.surely_wrong |= attempt.sure == Some(Sure::Sure);
            let drawn = attempt.drawn.as_ref();
            owed.templates
                .extend(drawn.map(|drawn| drawn.template.clone()));
        }
    }
}

/// What stands behind the id of a step in that of the question that asks for the same once more; no id of a step has it.
const AGAIN: &str = ".again";

/// The id of the question that asks once more for what the step with this id asks for.
pub fn again_of(step: &str) -> String {
    format!("{step}{AGAIN}")
}

/// The id of the step for which the question with this id asks once more, if it does.
pub fn first_of(step: &str) -> Option<&str> {
    step.strip_suffix(AGAIN)
}

fn after(before: Standing, attempt: &Attempt) -> Standing {
    match (before, attempt.outcome) {
        (Standing::Done, _) | (_, Outcome::Right | Outcome::Worked) => Standing::Done,
        (Standing::Open | Standing::Shown | Standing::Skipped, Outcome::Missed)
            if attempt.asked_to_be_told() =>
        {
            Standing::Shown
        }
        // Who goes on behind an answer that was shown has not left it open.
        (Standing::Missed | Standing::Shown, Outcome::Skipped) => before,
        (_, Outcome::Missed) => Standing::Missed,
        (_, Outcome::Skipped) => Standing::Skipped,
        (_, Outcome::Partly | Outcome::Wrong | Outcome::Shown | Outcome::Hinted) => before,
    }
}

/// # Errors
/// `text` has a version this shtutor does not know.
pub(super) fn refuse_newer(text: &[u8], path: &Path) -> Result<(), ProgressError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    match serde_json::from_slice::<Versioned>(text) {
        Ok(Versioned { version }) if version > VERSION => Err(ProgressError::Newer {
            path: path.to_path_buf(),
            found: version,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::Drawn;
    use super::*;

    fn attempt(step: &str, outcome: Outcome, sure: Option<Sure>) -> Entry {
        Entry::Attempt(Attempt {
            lesson: LessonId("pipes".to_owned()),
            step: StepId(step.to_owned()),
            typed: String::new(),
            outcome,
            sure,
            ideas: Vec::new(),
            misreadings: vec!["sticky-status".to_owned()],
            drawn: None,
            part: None,
            hints: 0,
        })
    }

    fn owed(entries: &[Entry]) -> Option<Owed> {
        let mut record = Record::default();
        entries.iter().for_each(|entry| record.take(entry));
        let (lesson, step) = (LessonId("pipes".to_owned()), StepId("one".to_owned()));
        record.owed(&lesson, &step).cloned()
    }

    #[test]
    fn an_answer_that_was_only_asked_for_is_shown_and_not_missed() {
        let standing = |outcomes: &[(Outcome, Option<Sure>)]| {
            let mut record = Record::default();
            for (outcome, sure) in outcomes {
                record.take(&attempt("one", *outcome, *sure));
            }
            record.standing(&LessonId("pipes".to_owned()), &StepId("one".to_owned()))
        };
        let asked_for = (Outcome::Missed, None);
        let missed = (Outcome::Missed, Some(Sure::Unsure));
        assert_eq!(standing(&[asked_for]), Standing::Shown);
        assert_eq!(
            standing(&[asked_for, (Outcome::Skipped, None)]),
            Standing::Shown
        );
        // Of several sessions one was predicted wrong.
        assert_eq!(standing(&[missed, asked_for]), Standing::Missed);
        assert_eq!(standing(&[asked_for, missed]), Standing::Missed);
        assert_eq!(
            standing(&[asked_for, (Outcome::Right, None)]),
            Standing::Done
        );
    }

    #[test]
    fn a_step_whose_answer_was_shown_is_owed_once_more() {
        let shown = || attempt("one", Outcome::Shown, None);
        let some = Some(Owed {
            misreadings: vec!["sticky-status".to_owned()],
            templates: Vec::new(),
            surely_wrong: false,
        });
        assert_eq!(owed(&[shown()]), some);
        assert_eq!(owed(&[attempt("one", Outcome::Hinted, None)]), some);
        assert_eq!(owed(&[attempt("one", Outcome::Missed, None)]), some);
        let surely = owed(&[attempt("one", Outcome::Missed, Some(Sure::Sure))]);
        assert!(surely.is_some_and(|owed| owed.surely_wrong));
        assert_eq!(
            owed(&[attempt("one", Outcome::Missed, Some(Sure::Guess))]),
            None
        );
        assert_eq!(owed(&[attempt("one", Outcome::Wrong, None)]), None);
        assert_eq!(owed(&[attempt("one", Outcome::Right, None), shown()]), None);
    }

    #[test]
    fn the_question_that_was_not_known_is_what_is_owed() {
        let mut missed = attempt("one", Outcome::Missed, Some(Sure::Sure));
        if let Entry::Attempt(attempt) = &mut missed {
            attempt.drawn = Some(Drawn {
                template: "T15".to_owned(),
                session: "[ 5 > 5 ]".to_owned(),
            });
        }
        let templates = owed(&[missed]).map(|owed| owed.templates);
        assert_eq!(templates, Some(vec!["T15".to_owned()]));
    }

    #[test]
    fn what_an_answer_speaks_against_is_neither_due_nor_owed() {
        let mut missed = attempt("one", Outcome::Missed, Some(Sure::Sure));
        if let Entry::Attempt(attempt) = &mut missed {
            attempt.misreadings.push("zero-false".to_owned());
        }
        let told = Entry::ToldApart(ToldApart {
            lesson: LessonId("pipes".to_owned()),
            step: StepId("one".to_owned()),
            asked: "false; echo; echo $?".to_owned(),
            typed: String::new(),
            misreadings: vec!["zero-false".to_owned()],
            ruled_out: vec!["sticky-status".to_owned()],
        });
        let mut record = Record::default();
        [missed, told].iter().for_each(|entry| record.take(entry));
        let (lesson, step) = (LessonId("pipes".to_owned()), StepId("one".to_owned()));
        let left = ["zero-false".to_owned()];
        let due = record.due(&lesson, &step).map(|due| &due.misreadings[..]);
        let owed = record
            .owed(&lesson, &step)
            .map(|owed| &owed.misreadings[..]);
        assert_eq!((due, owed), (Some(&left[..]), Some(&left[..])));
    }

    #[test]
    fn what_was_asked_once_more_is_not_owed_any_longer() {
        let shown = || attempt("one", Outcome::Shown, None);
        let again = |outcome| attempt(&again_of("one"), outcome, None);
        assert_eq!(owed(&[shown(), again(Outcome::Right)]), None);
        assert_eq!(owed(&[shown(), again(Outcome::Skipped)]), None);
        assert_eq!(owed(&[shown(), Entry::Reset { lesson: None }]), None);
    }
}
