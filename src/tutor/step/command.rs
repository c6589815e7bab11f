//! What a line that starts with `:` does in a step.

use super::{Desk, PATIENCE, Turn, editing, file};
use crate::judging;
use crate::lesson::{StepKind, hint};
use crate::misconception::{self, Finding};
use crate::observation::Observation;
use crate::progress::entry::Outcome;
use crate::progress::record::Standing;
use crate::tutor::command::{self, Command, Scope};
use crate::tutor::listing;
use crate::tutor::undo;
use crate::tutor::view::explained::{explained, of_operand};
use crate::tutor::view::{self, Page, feedback, finding, prose, reasons};
use crate::tutor::{Left, TutorError};

/// What is said of the last line where there is none.
const NOTHING: &str = "  Nothing has run yet.";
/// What is said to somebody who wants help before an attempt.
const TRY_FIRST: &str =
    "Try something first, even a guess; then there are hints, and behind them the solution.";
/// What is said to somebody who wants a hint for a question that tells ways of thinking apart.
const NO_HINTS: &str = "This question has no hints: it asks what you believe. :solution shows what it prints, :skip goes on \
                        without it.";

impl Desk<'_> {
    /// Does what a line that starts with `:` asks for.
    pub(super) fn command(&mut self, line: &str) -> Result<Option<Turn>, TutorError> {
        let page = self.page();
        self.store.catch_up();
        let command = match command::parse(line) {
            Ok(command) => command,
            Err(message) => {
                // What :help does not list is not there.
                let message = if self.edits() {
                    message
                } else {
                    message.replace(" :edit", "")
                };
                self.say(&prose::plain(&message, 2, page))?;
                return Ok(None);
            }
        };
        match command {
            Command::Quit => return self.quit(),
            Command::List => match command::operand(line) {
                None => return Ok(Some(Turn::List)),
                Some(words) => {
                    let within = Page {
                        width: page.width.saturating_sub(2),
                        ..page
                    };
                    let text = listing::about(self.course, self.store, words, within);
                    let text = text
                        .lines()
                        .map(|line| format!("  {line}").trim_end().to_owned());
                    self.say(&text.collect::<Vec<_>>().join("\n"))?;
                }
            },
            Command::Skip => return self.skip().map(Some),
            Command::Next if self.begun.settled => return Ok(Some(Turn::Next)),
            Command::Next if self.tells_apart => {
                self.remark("This question is still open. :skip goes on without it.")?
            }
            Command::Next => {
                self.remark("This step is still open. :skip leaves it open and goes on.")?
            }
            Command::Reset(scope) => return self.reset(scope),
            Command::Task => self.task(page)?,
            Command::Help => self.say(&self.help(page))?,
            Command::Hint => self.hint()?,
            Command::Solution => self.solution()?,
            Command::Undo(count) => self.undo(count)?,
            Command::Why => self.why()?,
            Command::Trace(pids) => self.tell(|last, page| reasons::trace(last, pids, page))?,
            Command::Explain => match command::operand(line) {
                Some(text) => {
                    let folder = self.room.as_ref().map(|room| room.folder().to_owned());
                    self.say(&of_operand(text, folder.as_deref(), page))?;
                }
                None if self.last.is_none() && self.is_to_be_predicted() => {
                    self.remark("First say what it prints; then  :explain  takes it apart.")?;
                }
                None => {
                    // It is about what stands there, wherever that ran.
                    let last = self.last.as_ref().map(|last| last.line.as_str());
                    let text = match last.or(self.given()) {
                        Some(text) => explained(text, page),
                        None => NOTHING.to_owned(),
                    };
                    self.say(&text)?;
                }
            },
            Command::Edit => editing::edit(self)?,
        }
        Ok(None)
    }

    /// Asks only if a job would be lost.
    fn quit(&mut self) -> Result<Option<Turn>, TutorError> {
        let jobs = self
            .room
            .as_ref()
            .and_then(|room| view::ending::ended_by_leaving(&room.jobs()));
        let leave = match jobs.filter(|_| self.console.is_terminal()) {
            Some(jobs) => self.console.confirm(&format!("{jobs} Leave?"))?,
            None => true,
        };
        Ok(leave.then_some(Turn::Leave(Left::Asked)))
    }

    fn task(&mut self, page: Page) -> Result<(), TutorError> {
        // The file may have been changed since it was shown.
        let text = match self.step.kind {
            StepKind::Fix { file: Some(_), .. } => view::step::task(self.step, page),
            _ => self.asked_again(page),
        };
        Ok(self.say(&text)?)
    }

    fn skip(&mut self) -> Result<Turn, TutorError> {
        // What the question was asked for is recorded already.
        if self.tells_apart {
            return Ok(Turn::Next);
        }
        if !self.begun.settled {
            self.record("", Outcome::Skipped, None)?;
            let standing = self.store.standing(&self.lesson.id, &self.step.id);
            let said = match self.aside || standing != Standing::Skipped {
                true => "Skipped.",
                false => "Skipped; it stays open in the list.",
            };
            let page = self.page();
            self.say(&prose::plain(said, 2, page))?;
        }
        Ok(Turn::Next)
    }

    fn reset(&mut self, scope: Scope) -> Result<Option<Turn>, TutorError> {
        match scope {
            Scope::Step => Ok(Some(Turn::Again)),
            Scope::Lesson => {
                if !self
                    .console
                    .confirm("Set back every step of this lesson?")?
                {
                    return Ok(None);
                }
                self.store.reset(Some(self.lesson.id.clone()));
                Ok(Some(Turn::First))
            }
            Scope::All => {
                if !self.console.confirm("Set back every lesson?")? {
                    return Ok(None);
                }
                self.store.reset(None);
                Ok(Some(Turn::Anew))
            }
        }
    }

    /// Whether the step has a file to edit, and there is a terminal to do it on.
    fn edits(&self) -> bool {
        self.step.kind.file().is_some() && self.console.is_terminal()
    }

    fn help(&self, page: Page) -> String {
        let edits = self.edits();
        let names = command::NAMES
            .iter()
            .filter(|(name, _)| edits || *name != "edit");
        let lines =
            names.map(|(name, about)| prose::labelled(&format!("  :{name:<10}"), about, page));
        lines.collect::<Vec<_>>().join("\n")
    }

    pub(super) fn hints_left(&self) -> usize {
        let hints = self.hints();
        hints
            .iter()
            .filter(|(index, _)| *index >= self.begun.hints)
            .count()
    }

    /// The hints for the session that is asked about now, each with its index among the step's.
    fn hints(&self) -> Vec<(usize, &String)> {
        let (hints, part) = (self.step.hints.iter().enumerate(), self.begun.part);
        let sources = match &self.step.kind {
            StepKind::Predict { snippets } => snippets.as_slice(),
            _ => &[],
        };
        let sources: Vec<&str> = sources
            .iter()
            .map(|snippet| snippet.source.as_str())
            .collect();
        hints
            .filter(|(_, hint)| hint::fits(hint, part, &sources))
            .collect()
    }

    /// Whether there may be hints: after a first attempt, or where the first attempt is the only one.
    fn tried(&self) -> bool {
        let once = matches!(
            self.step.kind,
            StepKind::Predict { .. } | StepKind::Drawn { .. }
        );
        once || self.begun.misses > 0
            || self.room.as_ref().is_some_and(|room| !room.seen.is_empty())
    }

    fn hint(&mut self) -> Result<(), TutorError> {
        let page = self.page();
        if self.tells_apart {
            return Ok(self.say(&prose::plain(NO_HINTS, 2, page))?);
        }
        if !self.tried() && !self.begun.settled {
            return Ok(self.say(&prose::plain(TRY_FIRST, 2, page))?);
        }
        let hints = self.hints();
        let next = hints
            .iter()
            .position(|(index, _)| *index >= self.begun.hints);
        let Some((place, (index, hint))) = next.map(|place| (place, hints[place])) else {
            let solution = match self.step.kind {
                StepKind::Predict { .. } | StepKind::Drawn { .. } if !self.begun.settled => {
                    "runs the session for real"
                }
                _ if self.step.answer.is_some() => "shows one way",
                _ if self.begun.settled => "tells why it is so",
                _ => "tells the answer",
            };
            let text = format!("There are no more hints. :solution {solution}.");
            return Ok(self.say(&prose::plain(&text, 2, page))?);
        };
        let label = format!("  Hint {} of {}: ", place + 1, hints.len());
        let text = prose::labelled(&label, hint, page);
        self.begun.hints = index + 1;
        self.say(&text)?;
        if self.begun.hints == self.step.hints.len() && !self.begun.settled {
            self.record("", Outcome::Hinted, None)?;
        }
        self.save()
    }

    fn solution(&mut self) -> Result<(), TutorError> {
        let page = self.page();
        if !self.tried() && !self.begun.settled {
            return Ok(self.say(&prose::plain(TRY_FIRST, 2, page))?);
        }
        let left = self.hints_left();
        if !self.begun.settled && left > 0 && self.begun.misses < PATIENCE {
            let text = match left {
                1 => "1 hint comes first: :hint".to_owned(),
                left => format!("{left} hints come first: :hint"),
            };
            self.say(&prose::plain(&text, 2, page))?;
            return Ok(());
        }
        match self.step.answer.as_deref() {
            Some(answer) => {
                self.record("", Outcome::Shown, None)?;
                let shown = feedback::shell("One way:", answer, page);
                // Where it is typed, nothing goes on by itself.
                let next = match self.step.kind.file() {
                    _ if self.begun.settled => String::new(),
                    Some(name) => {
                        format!("Write {name} so, or in a way of your own. :skip goes on without.")
                    }
                    None => "Type that, or a line of your own. :skip goes on without.".to_owned(),
                };
                let next = prose::plain(&next, 2, page);
                self.say(format!("{shown}\n{next}").trim_end())?;
            }
            None => self.say(&prose::prose(&self.step.because, 2, page))?,
        }
        Ok(())
    }

    fn undo(&mut self, count: usize) -> Result<(), TutorError> {
        let page = self.page();
        let taken = match &mut self.room {
            Some(room) => room.take_back(count),
            None => Err(undo::Refusal::Nothing),
        };
        match taken {
            Ok(taken) => self.say(&undo::told(&taken, page))?,
            Err(why) => self.say(&prose::plain(&why.to_string(), 2, page))?,
        }
        let seen = self.room.as_ref().and_then(|room| room.seen.last());
        self.last = seen.cloned();
        self.elsewhere = None;
        self.quiet = 0;
        file::forget_judged(self);
        self.save()
    }

    fn why(&mut self) -> Result<(), TutorError> {
        let page = self.page();
        let seen = self.room.as_ref().map_or(&[][..], |room| &room.seen);
        let with_line = self.begun.settled;
        // Whoever has answered right has not expected anything else.
        let knew = self.shows(self.last.as_ref())
            && self.store.standing(&self.lesson.id, &self.step.id) == Standing::Done;
        let text = match &self.last {
            Some(last) => {
                let typed = seen.last() == Some(last);
                // Of a line that the tutor gave nobody has meant anything else.
                let given = !typed && self.step.kind.judge().is_none();
                // What is played with behind the answer is none.
                let step = Some(self.step).filter(|_| !self.begun.settled);
                let wanted = step
                    .and_then(|step| judging::wanted(step, last, self.elsewhere.as_deref(), typed));
                // What was named when the file was judged.
                let text = self.judged.as_deref().filter(|_| !typed);
                let file = step.and_then(|step| step.kind.file()).zip(text);
                let writing =
                    file.and_then(|(name, text)| misconception::of_writing(seen, name, text));
                let found = writing
                    .or_else(|| finding::of_line(last, seen, wanted.as_ref(), !knew && !given));
                let found = found.map(|found| Finding {
                    instead: found.instead.filter(|_| with_line && !given),
                    ..found
                });
                finding::why(last, found, Some(self.reader()), page)
            }
            None => NOTHING.to_owned(),
        };
        self.say_of_last(&text)
    }

    /// Whether what the step shows has still to be foretold, so that nothing may give it away.
    fn is_to_be_predicted(&self) -> bool {
        let shows = !self.step.kind.snippets().is_empty();
        !self.begun.settled && (shows || matches!(self.step.kind, StepKind::Drawn { .. }))
    }

    /// Whether a line is the session that the step asks about, and so typed by nobody.
    fn shows(&self, line: Option<&Observation>) -> bool {
        let asks = !matches!(self.step.kind, StepKind::Fix { .. });
        let session = self.given().filter(|_| asks).map(str::trim);
        session.is_some() && session == line.map(|line| line.line.trim())
    }

    /// The shell text that the step is about, if it shows one.
    fn given(&self) -> Option<&str> {
        let snippets = self.step.kind.snippets();
        let snippet = match &self.step.kind {
            StepKind::Fix { broken, .. } => return Some(broken),
            StepKind::Predict { .. } => snippets.get(self.begun.part),
            _ => snippets.first(),
        };
        Some(&snippet?.source)
    }

    /// What `told` says of the last line.
    fn tell(&mut self, told: impl FnOnce(&Observation, Page) -> String) -> Result<(), TutorError> {
        let page = self.page();
        let text = match &self.last {
            Some(last) => told(last, page),
            None => NOTHING.to_owned(),
        };
        self.say_of_last(&text)
    }

    /// Says something of the last run, and where that was if the learner's own folder and shell differ from it.
    fn say_of_last(&mut self, text: &str) -> Result<(), TutorError> {
        let page = self.page();
        if let Some(with) = self.elsewhere.as_ref().filter(|_| self.last.is_some()) {
            let head = prose::plain(&format!("This is the run with {with}."), 2, page);
            return Ok(self.say(&format!("{head}\n\n{text}"))?);
        }
        Ok(self.say(text)?)
    }
}
