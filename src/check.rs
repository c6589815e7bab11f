//! An author's proof that lessons are right: what they say is printed is printed, what they say is right passes, what they say
//! is wrong is refused with the idea they name, and their text fits the screen and uses nothing before it is taught.
//!
//! It says nothing of a lesson that is right. Everything is run as a learner would run it, confined, and judged by
//! [`judging`](crate::judging) as the tutor judges it. Start with [`check`]; what is read is a [`Shelf`].

mod answers;
mod outputs;
mod preparation;
mod reference;
mod shelf;
mod sitting;
mod taught;
mod text;

pub use shelf::{Shelf, ShelfError, Volume};

use crate::judging::JudgingError;
use crate::laboratory::LaboratoryError;
use crate::lesson::visible::{Marks, visible_line};
use crate::lesson::{Lesson, Step};
use crate::quiz::template::BankError;
use crate::session::programs;
use crate::tutor::TutorError;
use answers::Listed;
use reference::References;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::thread;

/// Tasks at the same time for each processor.
const AT_ONCE: usize = 6;

/// Something that is wrong with a lesson. Shown as `FILE:LINE: what is wrong; what to do`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, as messages name it.
    pub file: String,
    /// 1-based line.
    pub line: u32,
    /// What is wrong, and what to do; on one line.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Why a proof could not be made. It says nothing of the lesson.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Nothing can be run here.
    #[error(transparent)]
    Judging(#[from] JudgingError),
    /// No room can be made.
    #[error(transparent)]
    Tutor(#[from] TutorError),
    /// Nothing can be run here.
    #[error(transparent)]
    Laboratory(#[from] LaboratoryError),
    /// The bank of questions is faulty.
    #[error("the bank of questions cannot be used")]
    Bank(#[from] BankError),
}

/// A lesson being looked at, and what is found in it.
struct Notes<'l> {
    lesson: &'l Lesson,
    findings: Vec<Finding>,
}

impl Notes<'_> {
    fn of(lesson: &Lesson) -> Notes<'_> {
        Notes {
            lesson,
            findings: Vec::new(),
        }
    }

    fn add(&mut self, line: u32, message: impl AsRef<str>) {
        self.findings.push(Finding {
            file: self.lesson.file.clone(),
            line,
            message: on_one_line(message.as_ref()),
        });
    }
}

/// A message as one line in which nothing is invisible.
fn on_one_line(message: &str) -> String {
    let lines = message
        .lines()
        .map(|line| visible_line(line.as_bytes(), Marks::Ascii));
    lines.collect::<Vec<_>>().join(" ")
}

/// The steps of `shelf` that cannot be proved here, since a program that they need is missing.
pub fn unproved(shelf: &Shelf) -> Vec<Finding> {
    let note = |(volume, _, step): (&Volume, &Lesson, &Step)| {
        let program = missing_program(step)?;
        Some(Finding {
            file: volume.file.clone(),
            line: step.line,
            message: format!("not proved, since there is no {program} here; only its text was"),
        })
    };
    shelf.steps().filter_map(note).collect()
}

/// A program that a step needs, if it is missing.
fn missing_program(step: &Step) -> Option<&str> {
    programs::missing(&step.needs_program.as_ref()?.names)
}

/// Everything that is wrong with the lessons of `shelf`, in the order of its files and their lines.
///
/// # Errors
/// Nothing can be run here.
pub fn check(shelf: &Shelf) -> Result<Vec<Finding>, CheckError> {
    let faults = shelf.wanted().flat_map(|volume| &volume.faults);
    let mut findings: Vec<Finding> = faults.cloned().collect();
    for (volume, lesson) in shelf.whole() {
        findings.extend(text::lesson(lesson, &volume.text));
    }
    let tasks = shelf.steps().collect();
    let mut listed = Vec::new();
    for (found, answers) in at_once(tasks, References::find, one)? {
        findings.extend(found);
        listed.extend(answers);
    }
    let nothing = || Ok(());
    // What waits for the clock stands in the later lessons: begun first, nothing is left waiting for it alone.
    listed.reverse();
    let found = at_once(listed, nothing, |(), answer| answer.findings())?;
    findings.extend(found.into_iter().flatten());
    let place = |file: &str| shelf.wanted().position(|volume| volume.file == file);
    findings.sort_by_cached_key(|finding| (place(&finding.file), finding.clone()));
    findings.dedup();
    Ok(findings)
}

/// What `work` makes of each task, several at a time: much of it is waiting for processes. Each worker has what `tools` makes.
fn at_once<T: Send, S, R: Send>(
    tasks: Vec<T>,
    tools: impl Fn() -> Result<S, CheckError> + Sync,
    work: impl Fn(&mut S, T) -> Result<R, CheckError> + Sync,
) -> Result<Vec<R>, CheckError> {
    let threads = thread::available_parallelism().map_or(2, NonZeroUsize::get);
    let threads = (AT_ONCE * threads).min(tasks.len());
    let queue = Mutex::new(tasks.into_iter());
    let worker = || -> Result<Vec<R>, CheckError> {
        let mut tools = tools()?;
        let mut done = Vec::new();
        loop {
            let next = queue.lock().ok().and_then(|mut queue| queue.next());
            let Some(task) = next else {
                return Ok(done);
            };
            done.push(work(&mut tools, task)?);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let mut done = Vec::new();
        for worker in workers {
            let worked = worker.join();
            done.extend(worked.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(done)
    })
}

/// The findings in a step, and the answers of it that are yet to be tried.
fn one<'l>(
    references: &mut References,
    (volume, lesson, step): (&'l Volume, &'l Lesson, &'l Step),
) -> Result<(Vec<Finding>, Vec<Listed<'l>>), CheckError> {
    let mut notes = Notes::of(lesson);
    text::step(&mut notes, step, volume.begins_with(step));
    if !volume.is_behind_gap {
        taught::step(&mut notes, step);
    }
    let mut listed = Vec::new();
    if missing_program(step).is_none() && preparation::step(&mut notes, step)? {
        outputs::step(&mut notes, step, references)?;
        listed = answers::step(&mut notes, step)?;
    }
    Ok((notes.findings, listed))
}
