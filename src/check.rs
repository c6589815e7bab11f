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
use std::collections::VecDeque;
use std::fmt;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Tasks at the same time for each processor: fewer leave one idle while they wait, and each session looks at the processes of all.
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
    let mut tasks: Vec<Task<'_>> = shelf.steps().map(Task::Step).collect();
    // What waits for the clock stands in the later lessons: begun first, nothing is left waiting for it alone. Those of the
    // earlier ones are worked off beside it.
    tasks.reverse();
    findings.extend(at_once(tasks)?);
    let place = |file: &str| shelf.wanted().position(|volume| volume.file == file);
    findings.sort_by_cached_key(|finding| (place(&finding.file), finding.clone()));
    findings.dedup();
    Ok(findings)
}

/// Something to be looked at by itself.
enum Task<'l> {
    /// A step, but for its answers.
    Step((&'l Volume, &'l Lesson, &'l Step)),
    /// One of its answers.
    Answer(Listed<'l>),
}

impl<'l> Task<'l> {
    /// The findings, and what is to be looked at because of it.
    fn perform(
        self,
        references: &mut References,
    ) -> Result<(Vec<Finding>, Vec<Task<'l>>), CheckError> {
        match self {
            Task::Step(step) => {
                let (findings, answers) = one(references, step)?;
                Ok((findings, answers.into_iter().map(Task::Answer).collect()))
            }
            Task::Answer(answer) => Ok((answer.findings()?, Vec::new())),
        }
    }
}

/// What is yet to be looked at.
struct Queue<'l> {
    waiting: VecDeque<Task<'l>>,
    /// Whether the next one is taken from the end.
    from_end: bool,
    /// How many are being looked at, each of which may bring more.
    under_way: usize,
}

/// What is found by all of `tasks` and what they bring, several at a time: much of it is waiting for processes.
fn at_once(tasks: Vec<Task<'_>>) -> Result<Vec<Finding>, CheckError> {
    let threads = AT_ONCE * thread::available_parallelism().map_or(2, NonZeroUsize::get);
    let queue = Mutex::new(Queue {
        waiting: tasks.into(),
        from_end: false,
        under_way: 0,
    });
    let more = Condvar::new();
    let worker = || -> Result<Vec<Finding>, CheckError> {
        let mut references = References::find();
        let mut findings = Vec::new();
        while let Some(task) = next(&queue, &more) {
            let _under_way = UnderWay {
                queue: &queue,
                more: &more,
            };
            let performed = match &mut references {
                Ok(references) => task.perform(references),
                Err(_) => Ok((Vec::new(), Vec::new())),
            };
            let mut queue = lock(&queue);
            match performed {
                Ok((found, tasks)) => {
                    findings.extend(found);
                    queue.waiting.extend(tasks);
                }
                Err(error) => {
                    queue.waiting.clear();
                    return Err(error);
                }
            }
        }
        references.map(|_| findings)
    };
    thread::scope(|scope| {
        // Where no more threads are to be had, those there are do it, and be it this one.
        let start = |_| thread::Builder::new().spawn_scoped(scope, worker).ok();
        let workers: Vec<_> = (0..threads).map_while(start).collect();
        if workers.is_empty() {
            return worker();
        }
        let mut findings = Vec::new();
        for worker in workers {
            let worked = worker.join();
            findings.extend(worked.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(findings)
    })
}

/// A task that is being looked at; when this is dropped, however that comes about, the others hear of it.
struct UnderWay<'q, 'l> {
    queue: &'q Mutex<Queue<'l>>,
    more: &'q Condvar,
}

impl Drop for UnderWay<'_, '_> {
    fn drop(&mut self) {
        lock(self.queue).under_way -= 1;
        self.more.notify_all();
    }
}

fn lock<'q, 'l>(queue: &'q Mutex<Queue<'l>>) -> MutexGuard<'q, Queue<'l>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next task, waited for as long as one under way may bring more; `None` if all is done.
fn next<'l>(queue: &Mutex<Queue<'l>>, more: &Condvar) -> Option<Task<'l>> {
    let mut queue = lock(queue);
    loop {
        let task = match queue.from_end {
            true => queue.waiting.pop_back(),
            false => queue.waiting.pop_front(),
        };
        if let Some(task) = task {
            queue.from_end = !queue.from_end;
            queue.under_way += 1;
            return Some(task);
        }
        if queue.under_way == 0 {
            return None;
        }
        queue = more.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
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
