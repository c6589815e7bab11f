//! One step: what it has at hand, and how it is entered and left. The kinds of step are modules of their own, and so is what
//! a line that starts with `:` does.

mod answering;
mod asked;
mod beside;
pub mod choose;
mod command;
pub mod computed;
pub mod drawn;
mod editing;
mod file;
mod ideas;
mod keeping;
mod lost;
pub mod matching;
mod offers;
pub mod order;
pub mod predict;
mod presenting;
mod reveal;
pub mod trace;
pub mod typing;
pub mod worked;

use super::command::{Command, is_command, parse, without_colon};
use super::console::{Console, Typed};
use super::room::Room;
use super::view::{self, Page};
use super::{At, Left, TutorError};
use crate::lesson::ahead::Reader;
use crate::lesson::{Course, Lesson, Step, StepKind};
use crate::misreading::Misreading;
use crate::observation::Observation;
use crate::progress::Store;
use crate::progress::entry::Drawn;
use crate::progress::resume::Begun;
use crate::session::Screen;
use crate::session::programs;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

/// Attempts after which the solution and a fresh start are offered unasked.
const PATIENCE: usize = 3;

/// Where to go from a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// On.
    Next,
    /// The same step from its beginning.
    Again,
    /// The lesson's first step.
    First,
    /// The list of lessons.
    List,
    /// The list of lessons, everything set back.
    Anew,
    /// Out.
    Leave(Left),
}

/// What came of a question.
pub enum Asked {
    /// An answer.
    Answer(String),
    /// The learner wants to be told.
    Solution,
    /// The step is left.
    Turn(Turn),
}

/// What an answer that is not right comes of, as far as that is known: ids.
#[derive(Debug, Default)]
struct Origin {
    /// Of misconceptions.
    ideas: Vec<String>,
    /// Of misreadings.
    misreadings: Vec<String>,
    /// The question, if it stands in no lesson.
    drawn: Option<Drawn>,
}

/// A step that stands in no lesson.
pub struct Aside {
    /// What it asks.
    pub step: Step,
    /// What it asks about.
    pub about: Vec<Misreading>,
}

/// What a step has at hand.
pub struct Desk<'t> {
    console: &'t mut Console,
    store: &'t mut Store,
    course: &'t Course,
    lesson: &'t Lesson,
    step: &'t Step,
    number: usize,
    /// Whether it stands in no lesson: it is asked once more, and the place that is saved stays that of the step before it.
    aside: bool,
    /// What a question is drawn about, if that is known.
    about: Vec<Misreading>,
    room: Option<Room>,
    /// The session that is asked about: the learner's shell stands where that has run.
    session: Option<String>,
    /// What `:why` explains.
    last: Option<Observation>,
    /// Where that ran, in words, if it was in another folder than the learner sees: `with another name`.
    elsewhere: Option<String>,
    /// Hints, misses, part, settled: what a resumed step goes on with. The rest is the room's.
    begun: Begun,
    /// Lines in a row that moved something and were not answered.
    quiet: usize,
    /// What was asked and how it is answered, as `:task` shows it again.
    asked: String,
    /// How it is answered, where that is said.
    how: Option<String>,
    /// For which page that is wrapped.
    asked_on: Option<Page>,
    /// The text of a *fix* step's file when it was judged last.
    judged: Option<String>,
    /// When that was written.
    written: Option<SystemTime>,
    /// Whether it was said how a line for the tutor begins.
    told_of_colon: bool,
    /// Whether the question is asked that tells ways of thinking apart: it is none of the step's own.
    tells_apart: bool,
}

impl<'t> Desk<'t> {
    /// Sits down at the step at `at`, where it was left if it is the one that was left; or at `aside`, which stands in no
    /// lesson and asks once more for what that one asks for.
    ///
    /// # Errors
    /// The place cannot be saved.
    pub fn open(
        console: &'t mut Console,
        store: &'t mut Store,
        course: &'t Course,
        at: At,
        aside: Option<&'t Aside>,
    ) -> Result<Desk<'t>, TutorError> {
        store.catch_up();
        let lesson = &course.lessons[at.lesson];
        let step = aside.map_or(&lesson.steps[at.step], |aside| &aside.step);
        let left = store
            .resume()
            .filter(|resume| resume.lesson == lesson.id && resume.step == step.id);
        let begun = left
            .and_then(|resume| resume.begun.clone())
            .unwrap_or_default();
        let screen = if console.is_terminal() {
            Screen::Terminal
        } else {
            Screen::Plain
        };
        let resumed = !begun.folder.as_os_str().is_empty();
        let last = begun.seen.last().cloned();
        let room = if resumed {
            Room::reopen(begun.clone(), &step.setup, screen)
        } else {
            None
        };
        let begun = if resumed && room.is_none() {
            Begun::default()
        } else {
            Begun {
                seen: Vec::new(),
                ..begun
            }
        };
        Ok(Desk {
            console,
            store,
            course,
            lesson,
            step,
            number: at.step + 1,
            aside: aside.is_some(),
            about: aside.map_or(Vec::new(), |aside| aside.about.clone()),
            room,
            session: None,
            last,
            elsewhere: None,
            begun,
            quiet: 0,
            asked: String::new(),
            how: None,
            asked_on: None,
            judged: None,
            written: None,
            told_of_colon: false,
            tells_apart: false,
        })
    }

    /// Presents the step and stays until the learner leaves it.
    ///
    /// # Errors
    /// The terminal, the saved work or the shell cannot be used.
    pub fn sit(mut self) -> Result<Turn, TutorError> {
        let page = self.page();
        self.say("")?;
        if self.aside {
            self.say(&view::step::header_aside(self.lesson, self.number, page))?;
        } else if self.number == 1 && self.room.is_none() && self.begun == Begun::default() {
            let opening = view::step::opening(self.lesson, page);
            let header = view::step::header(self.lesson, self.number, page);
            self.say(&format!("{header}\n{opening}\n"))?;
        } else {
            self.say(&view::step::header(self.lesson, self.number, page))?;
        }
        self.save()?;
        let turn = self.ask_or_show()?;
        self.rest(turn)?;
        Ok(turn)
    }

    /// The step as its kind asks it; as a worked example where the program it needs is missing.
    fn ask_or_show(&mut self) -> Result<Turn, TutorError> {
        if let Some(needs) = &self.step.needs_program
            && let Some(missing) = programs::missing(&needs.names)
        {
            return worked::run(self, missing, &needs.worked);
        }
        match &self.step.kind {
            StepKind::Try { .. } | StepKind::Fix { .. } => typing::run(self),
            StepKind::Predict { snippets } => predict::run(self, snippets),
            StepKind::Choose { options, several } => choose::run(self, options, *several),
            StepKind::Computed {
                snippet,
                misreadings,
            } => computed::run(self, snippet, misreadings),
            StepKind::Match { items, options } => matching::run(self, items, options),
            StepKind::Drawn { templates, count } => drawn::run(self, templates, *count),
            StepKind::Trace { snippet, label } => trace::run(self, snippet, *label),
            StepKind::Order {
                pieces,
                model,
                judge,
            } => order::run(self, pieces, model, judge.as_ref()),
        }
    }

    /// Whom the lesson teaches.
    fn reader(&self) -> Reader<'t> {
        Reader {
            course: self.course,
            lesson: self.lesson,
        }
    }

    fn page(&mut self) -> Page {
        self.console.page()
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.console.say(text)
    }

    /// Says a sentence of its own.
    fn remark(&mut self, text: &str) -> io::Result<()> {
        self.console.remark(text)
    }

    /// The step's folder and shell, prepared when first asked for.
    fn room(&mut self) -> Result<&mut Room, TutorError> {
        let room = match self.room.take() {
            Some(room) => room,
            None => {
                let folder = self.store.step_folder(&self.lesson.id, &self.step.id);
                let screen = if self.console.is_terminal() {
                    Screen::Terminal
                } else {
                    Screen::Plain
                };
                let setup = self.step.first_setup();
                Room::prepare_behind(self.session.as_deref(), &folder, &setup, screen)?
            }
        };
        Ok(self.room.insert(room))
    }

    /// Where the file `name` of the step is.
    fn step_file(&self, name: &str) -> Option<PathBuf> {
        Some(self.room.as_ref()?.folder().join(name))
    }

    /// Asks at an answer prompt; `:` lines and the end of the input are dealt with here.
    fn ask(&mut self, prompt: &str) -> Result<Asked, TutorError> {
        loop {
            if let Some(asked) = self.ask_part(prompt)? {
                return Ok(asked);
            }
        }
    }

    /// The same for one line of an answer; `None` if Ctrl-C took it back.
    fn ask_part(&mut self, prompt: &str) -> Result<Option<Asked>, TutorError> {
        loop {
            match self.console.ask_plain(prompt)? {
                Typed::Interrupted => return Ok(None),
                Typed::End => {
                    if let Some(turn) = self.at_end()? {
                        return Ok(Some(Asked::Turn(turn)));
                    }
                }
                Typed::Line(line) if is_command(&line) => match parse(line.trim()) {
                    Ok(Command::Solution)
                        if self.tells_apart
                            || self.hints_left() == 0
                            || self.begun.misses >= PATIENCE =>
                    {
                        return Ok(Some(Asked::Solution));
                    }
                    _ => {
                        if let Some(turn) = self.command(line.trim())? {
                            return Ok(Some(Asked::Turn(turn)));
                        }
                    }
                },
                Typed::Line(line) => match without_colon(&line) {
                    // It may be an answer all the same.
                    Some(name) if !std::mem::replace(&mut self.told_of_colon, true) => self
                        .remark(&format!(
                            "For the tutor: :{name}    As an answer: type it once more."
                        ))?,
                    _ => return Ok(Some(Asked::Answer(line))),
                },
            }
        }
    }

    /// Shows what jobs have printed since the last line, and says whether there was something.
    fn show_unseen(&mut self) -> bool {
        self.room.as_mut().is_some_and(Room::show_unseen)
    }

    /// The end of the input: out, or on a terminal out if the learner says so.
    fn at_end(&mut self) -> Result<Option<Turn>, TutorError> {
        if !self.console.is_terminal() {
            return Ok(Some(Turn::Leave(Left::InputEnded)));
        }
        let room = self.room.as_ref();
        let jobs = room.and_then(|room| view::ending::ended_by_leaving(&room.jobs()));
        let question = format!("{} Leave? Your place is saved.", jobs.unwrap_or_default());
        let leave = self.console.confirm(question.trim_start())?;
        Ok(leave.then_some(Turn::Leave(Left::Asked)))
    }
}
