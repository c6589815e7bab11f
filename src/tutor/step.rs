//! One step: what it has at hand, and how it is entered and left. The kinds of step are modules of their own, and so is what
//! a line that starts with `:` does.

mod asked;
mod beside;
pub mod choose;
mod command;
pub mod computed;
pub mod drawn;
mod editing;
mod ideas;
mod lost;
pub mod matching;
mod offers;
pub mod order;
pub mod predict;
mod reveal;
pub mod trace;
pub mod typing;
pub mod worked;

use super::command::{Command, is_command, parse, without_colon};
use super::console::{Console, Typed};
use super::room::Room;
use super::view::{self, Page, prose};
use super::{At, Left, TutorError};
use crate::lesson::{Course, Lesson, Step, StepId, StepKind};
use crate::misreading::Misreading;
use crate::observation::Observation;
use crate::progress::Store;
use crate::progress::record::{Attempt, Drawn, Outcome, Sure};
use crate::progress::resume::{Begun, Resume};
use crate::session::Screen;
use crate::session::programs;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

/// Attempts after which the solution and a fresh start are offered unasked.
const PATIENCE: usize = 3;
/// Characters of what was typed that are recorded.
const TYPED: usize = 4000;

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

    /// Shows prose, `material` and task, and `how` to answer it.
    fn present(&mut self, material: Option<&str>, how: Option<&str>) -> io::Result<()> {
        let page = self.page();
        let mut text = view::step::body(self.step, material, page);
        if let Some(how) = how {
            let how = prose::plain(&format!("({how})"), 2, page);
            text = format!("{text}\n{how}");
        }
        self.asks(material, how, page);
        self.say(&format!("{text}\n"))
    }

    /// Notes what is asked, as `:task` shows it again.
    fn asks(&mut self, material: Option<&str>, how: Option<&str>, page: Page) {
        self.how = how.map(str::to_owned);
        self.asked_on = Some(page);
        let task = self.task_on(page);
        self.asked = match material {
            Some(material) => format!("{material}\n\n{task}"),
            None => task,
        };
    }

    /// The task and how it is answered, wrapped for `page`.
    fn task_on(&self, page: Page) -> String {
        let task = view::step::task(self.step, page);
        match &self.how {
            Some(how) => {
                let how = prose::plain(&format!("({how})"), 2, page);
                format!("{task}\n{how}")
            }
            None => task,
        }
    }

    /// What was asked, as it looks on `page`, which may be of another width by now.
    fn asked_again(&self, page: Page) -> String {
        match self.asked_on.filter(|before| *before != page) {
            Some(before) => {
                let (before, now) = (self.task_on(before), self.task_on(page));
                self.asked.replacen(&before, &now, 1)
            }
            None => self.asked.clone(),
        }
    }

    /// Shows what there is to answer with, below the task.
    fn enclose(&mut self, text: &str) -> io::Result<()> {
        self.asked = format!("{}\n\n{text}", self.asked);
        self.say(&format!("{text}\n"))
    }

    /// Notes that `:task` shows `now` where it showed `before`.
    fn shows_instead(&mut self, before: &str, now: &str) {
        self.asked = self.asked.replacen(before, now, 1);
    }

    /// Saves what the turn leaves behind.
    fn rest(&mut self, turn: Turn) -> Result<(), TutorError> {
        match turn {
            Turn::Again | Turn::Next if self.aside => Ok(()),
            Turn::Leave(_) | Turn::List => self.save(),
            // The course's first step is not known here.
            Turn::Anew => Ok(()),
            Turn::Again => self.save_at(&self.step.id.clone()),
            Turn::First => self.save_at(&self.lesson.steps[0].id),
            Turn::Next => match self.lesson.steps.get(self.number) {
                Some(next) => self.save_at(&next.id),
                None => Ok(()),
            },
        }
    }

    fn page(&mut self) -> Page {
        self.console.page()
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.console.say(text)
    }

    /// Saves the place: lesson, step, and what the room knows.
    fn save(&mut self) -> Result<(), TutorError> {
        if self.aside {
            return Ok(());
        }
        let mut begun = self.begun.clone();
        if let Some(room) = &self.room {
            begun.folder = room.folder().to_path_buf();
            begun.state = room.state.clone();
            begun.seen = room.seen.clone();
        }
        let mut resume = Resume::at(&self.lesson.id, &self.step.id);
        resume.begun = (begun != Begun::default()).then_some(begun);
        self.store.save(resume);
        self.tell_notes()
    }

    /// Saves that the step with this id begins.
    fn save_at(&mut self, step: &StepId) -> Result<(), TutorError> {
        self.store.save(Resume::at(&self.lesson.id, step));
        self.tell_notes()
    }

    /// Says what there is to say of what is saved, and what is not.
    fn tell_notes(&mut self) -> Result<(), TutorError> {
        let page = self.page();
        for note in std::mem::take(&mut self.store.notes) {
            self.say(&prose::plain(&format!("Note: {note}."), 2, page))?;
        }
        Ok(())
    }

    fn record(
        &mut self,
        typed: &str,
        outcome: Outcome,
        sure: Option<Sure>,
    ) -> Result<(), TutorError> {
        self.record_with(typed, outcome, sure, Origin::default())
    }

    /// Records an attempt together with what its answer comes of.
    fn record_with(
        &mut self,
        typed: &str,
        outcome: Outcome,
        sure: Option<Sure>,
        origin: Origin,
    ) -> Result<(), TutorError> {
        let typed = typed.chars().take(TYPED).collect();
        let (lesson, step) = (self.lesson.id.clone(), self.step.id.clone());
        let part = (self.parts() > 1).then_some(self.begun.part + 1);
        self.store.add(Attempt {
            lesson,
            step,
            typed,
            outcome,
            sure,
            ideas: origin.ideas,
            misreadings: origin.misreadings,
            drawn: origin.drawn,
            part,
            hints: self.begun.hints,
        });
        self.tell_notes()
    }

    /// How many sessions the step asks about, one after the other.
    fn parts(&self) -> usize {
        match &self.step.kind {
            StepKind::Predict { snippets } => snippets.len(),
            StepKind::Drawn { count, .. } => *count,
            _ => 1,
        }
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
                Room::prepare(&folder, &self.step.first_setup(), screen)?
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
                    Some(name) if !std::mem::replace(&mut self.told_of_colon, true) => self.say(
                        &format!("  For the tutor: :{name}    As an answer: type it once more."),
                    )?,
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
