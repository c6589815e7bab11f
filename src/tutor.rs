//! The conversation with the learner: first screen, steps, what comes between them.
//!
//! Joins what the layers below do: a [`room`] runs lines, `lesson` judges what happened, [`view`] puts it into words, the
//! [`console`] carries both directions, and `progress` keeps it. Start with [`Tutor::learn`]; one step is [`step`].

pub mod again;
pub mod command;
pub mod console;
mod front;
pub mod listing;
pub mod repl;
pub mod room;
pub mod sandbox;
pub mod seed;
pub mod step;
pub mod theme;
pub mod undo;
pub mod view;

use crate::judging::JudgingError;
use crate::lesson::{Course, Lesson};
use crate::progress::record::Standing;
use crate::progress::resume::Resume;
use crate::progress::{Keeping, ProgressError, Store};
use crate::session::SessionError;
use console::{Console, Typed};
use std::io;
use step::{Desk, Turn};
use view::{ending, list, prose};

/// Why the conversation could not go on.
#[derive(Debug, thiserror::Error)]
pub enum TutorError {
    /// The terminal, or what stands for it, is gone.
    #[error("the terminal cannot be used")]
    Console(#[from] io::Error),
    /// A step's folder cannot be used.
    #[error("the step's folder cannot be used")]
    Folder(#[source] io::Error),
    /// An answer cannot be run.
    #[error(transparent)]
    Judging(#[from] JudgingError),
    /// Work cannot be saved.
    #[error(transparent)]
    Progress(#[from] ProgressError),
    /// There is no shell to run lines.
    #[error("no shell could be started")]
    Session(#[from] SessionError),
}

/// How a sitting came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The learner asked to leave.
    Asked,
    /// The input ended before that.
    InputEnded,
}

/// A place in the course: lesson and step, 0-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Index of the lesson.
    pub lesson: usize,
    /// Index of the step within it.
    pub step: usize,
}

/// One sitting.
pub struct Tutor {
    /// Both directions of the conversation.
    pub console: Console,
    /// What is saved.
    pub store: Store,
    /// What is taught.
    pub course: Course,
}

impl Tutor {
    /// Teaches, from `target` if one is given and else from the first screen, until the learner leaves.
    ///
    /// # Errors
    /// The terminal, the saved work or the shell cannot be used.
    pub fn learn(&mut self, target: Option<At>) -> Result<Left, TutorError> {
        if let Some(file) = self.store.history_file() {
            self.console.remember_in(&file);
        }
        self.tell_notes()?;
        let mut next = match target {
            Some(at) => Ok(at),
            None => self.front()?,
        };
        loop {
            let at = match next {
                Ok(at) => at,
                Err(left) => {
                    self.farewell()?;
                    return Ok(left);
                }
            };
            next = match self.step(at)? {
                Turn::Again => Ok(at),
                Turn::First => Ok(At { step: 0, ..at }),
                Turn::List => self.front()?,
                Turn::Anew => {
                    let first = &self.course.lessons[0];
                    let place = Resume::at(&first.id, &first.steps[0].id);
                    self.store.save(place);
                    self.front()?
                }
                Turn::Leave(left) => Err(left),
                Turn::Next if at.step + 1 < self.course.lessons[at.lesson].steps.len() => Ok(At {
                    step: at.step + 1,
                    ..at
                }),
                Turn::Next => self.end_of(at.lesson)?,
            };
        }
    }

    /// The course as a list, with what is done, and below it what is left.
    pub fn overview(&mut self) -> String {
        self.store.catch_up();
        let page = self.console.page();
        let row = |lesson: &Lesson| list::Row {
            id: lesson.id.0.clone(),
            title: lesson.title.clone(),
            standings: self.standings(lesson),
        };
        let rows: Vec<list::Row> = self.course.lessons.iter().map(row).collect();
        let left = list::left(&rows, page);
        let lessons = list::lessons(&rows, page);
        [Some(lessons), left]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Says what there is to say of what is saved, and what is not.
    ///
    /// # Errors
    /// The output is closed.
    pub fn tell_notes(&mut self) -> io::Result<()> {
        let page = self.console.page();
        for note in std::mem::take(&mut self.store.notes) {
            self.console
                .say(&prose::plain(&format!("Note: {note}."), 0, page))?;
        }
        Ok(())
    }

    /// Where the learner stopped, or the first step that is open.
    fn onward(&self) -> At {
        let resumed = self.store.resume().and_then(|resume| {
            let lesson = self
                .course
                .lessons
                .iter()
                .position(|lesson| lesson.id == resume.lesson)?;
            let step = self.course.lessons[lesson]
                .steps
                .iter()
                .position(|step| step.id == resume.step)?;
            Some(At { lesson, step })
        });
        resumed.unwrap_or_else(|| self.first_left())
    }

    /// The first step that is not done; the very first if all are.
    fn first_left(&self) -> At {
        for (lesson, taught) in self.course.lessons.iter().enumerate() {
            let standings = self.standings(taught);
            let left = standings
                .iter()
                .position(|standing| *standing != Standing::Done);
            if let Some(step) = left {
                return At { lesson, step };
            }
        }
        At { lesson: 0, step: 0 }
    }

    fn standings(&self, lesson: &Lesson) -> Vec<Standing> {
        listing::standings(&self.store, lesson)
    }

    fn step(&mut self, at: At) -> Result<Turn, TutorError> {
        let Tutor {
            console,
            store,
            course,
        } = self;
        let turn = Desk::open(console, store, course, at, None)?.sit()?;
        let last = at.step + 1 >= course.lessons[at.lesson].steps.len();
        if turn == Turn::Next && last {
            return again::ask(console, store, course, at.lesson);
        }
        Ok(turn)
    }

    /// What is said behind a lesson's last step, and where to go from there.
    fn end_of(&mut self, lesson: usize) -> Result<Result<At, Left>, TutorError> {
        let page = self.console.page();
        self.store.catch_up();
        let ended = &self.course.lessons[lesson];
        let next = self.course.lessons.get(lesson + 1);
        self.console.say(&format!(
            "\n{}\n",
            ending::ending(
                ended,
                &self.standings(ended),
                &again::due(&self.store, ended),
                next,
                page
            )
        ))?;
        let Some(next) = next else {
            let At { lesson, step } = self.first_left();
            let lesson = &self.course.lessons[lesson];
            self.store
                .save(Resume::at(&lesson.id, &lesson.steps[step].id));
            let last = "That was the last lesson. Enter: all lessons    q: leave";
            self.console.say(&prose::plain(last, 0, page))?;
            return self.after_the_end(None);
        };
        self.store.save(Resume::at(&next.id, &next.steps[0].id));
        self.console.say(&list::offer(
            &[
                "Enter: next".into(),
                "l: all lessons".into(),
                "q: leave".into(),
            ],
            0,
            page,
        ))?;
        self.after_the_end(Some(At {
            lesson: lesson + 1,
            step: 0,
        }))
    }

    fn after_the_end(&mut self, next: Option<At>) -> Result<Result<At, Left>, TutorError> {
        loop {
            let line = match self.console.ask_plain("> ")? {
                Typed::Line(line) => line,
                Typed::Interrupted => continue,
                Typed::End => return Ok(Err(self.end_of_input())),
            };
            match (line.trim().trim_start_matches(':'), next) {
                ("" | "n" | "next", Some(at)) => return Ok(Ok(at)),
                ("", None) | ("l" | "li" | "list", _) => return self.front(),
                ("q" | "quit" | "exit", _) => return Ok(Err(Left::Asked)),
                _ => self.console.say("Enter, l or q")?,
            }
        }
    }

    fn end_of_input(&self) -> Left {
        if self.console.is_terminal() {
            Left::Asked
        } else {
            Left::InputEnded
        }
    }

    /// Where the learner stands, in words: `exit-status, step 2`.
    pub fn place(&self) -> String {
        let at = self.onward();
        format!(
            "{}, step {}",
            self.course.lessons[at.lesson].id.0,
            at.step + 1
        )
    }

    fn farewell(&mut self) -> io::Result<()> {
        let page = self.console.page();
        let text = match self.store.keeping {
            _ if self.store.is_behind() => "Not all of this sitting could be saved.".to_owned(),
            Keeping::All => format!("Saved. Next time shtutor goes on at {}.", self.place()),
            Keeping::RecordOnly => "What you did is recorded.".to_owned(),
            Keeping::Nothing => "Nothing of this sitting is saved.".to_owned(),
        };
        self.console.say(&prose::plain(&text, 0, page))
    }
}

/// The place `word` names: `2`, `exit-status`, the beginning of a name, each perhaps with `:STEP`.
///
/// # Errors
/// There is none: the message names those there are.
pub fn find(course: &Course, word: &str) -> Result<At, String> {
    let (name, step) = word.split_once(':').unwrap_or((word, ""));
    let lessons = &course.lessons;
    let number = name
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1))
        .filter(|index| *index < lessons.len());
    let exact = || lessons.iter().position(|lesson| lesson.id.0 == name);
    let begins = || {
        let mut fitting = lessons
            .iter()
            .enumerate()
            .filter(|(_, lesson)| !name.is_empty() && lesson.id.0.starts_with(name));
        let first = fitting.next();
        if fitting.next().is_none() {
            first.map(|(index, _)| index)
        } else {
            None
        }
    };
    let Some(lesson) = number.or_else(exact).or_else(begins) else {
        let names: Vec<&str> = lessons.iter().map(|lesson| lesson.id.0.as_str()).collect();
        return Err(format!(
            "there is no lesson \"{name}\"; there are {}",
            names.join(", ")
        ));
    };
    let steps = &lessons[lesson].steps;
    let by_number = step
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1))
        .filter(|index| *index < steps.len());
    let found = by_number.or_else(|| steps.iter().position(|candidate| candidate.id.0 == step));
    match found {
        Some(step) => Ok(At { lesson, step }),
        None if step.is_empty() => Ok(At { lesson, step: 0 }),
        None => Err(format!(
            "{} has no step \"{step}\"; its steps are 1 to {}",
            lessons[lesson].id.0,
            steps.len()
        )),
    }
}
