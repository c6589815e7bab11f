//! The folder and the shell of a step: prepared, run in, brought back.

use crate::judging;
use crate::judging::folder::{furnish_interactive, network, open};
use crate::lesson::{Judge, Setup};
use crate::observation::{JobFact, Observation, ShellState};
use crate::progress::resume::Begun;
use crate::session::unseen::{self, Lookout};
use crate::session::{Network, Screen, Session};
use crate::sys::scratch;
use crate::tutor::TutorError;
use crate::tutor::undo::{Before, Refusal, TakenBack, Undo};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a line may take where nobody can press Ctrl-C.
const PLAIN: Duration = Duration::from_secs(60);
/// How long it may take where nobody waits for it.
const UNSEEN: Duration = Duration::from_secs(10);

/// How long a verdict waits for jobs on which it hangs.
const JOBS: Duration = Duration::from_secs(1);

/// A step's folder and the shell in it.
pub struct Room {
    folder: PathBuf,
    network: Network,
    screen: Screen,
    session: Option<Session>,
    /// What of the shell outlives it.
    pub state: Option<ShellState>,
    /// Every line run since the step began.
    pub seen: Vec<Observation>,
    /// Typed while the last line ran, and read by nothing: it belongs to the next prompt.
    pub ahead: Vec<u8>,
    /// What the system does not enforce here, in words.
    pub loose: Option<String>,
    undo: Undo,
}

impl Room {
    /// Empties `folder` and prepares it as `setup` says.
    ///
    /// # Errors
    /// The folder cannot be written, or no shell can be started in it.
    pub fn prepare(folder: &Path, setup: &Setup, screen: Screen) -> Result<Room, TutorError> {
        Room::prepare_behind(None, folder, setup, screen)
    }

    /// The same where `text` has run in it since, if there is some.
    ///
    /// # Errors
    /// As for [`Room::prepare`].
    pub fn prepare_behind(
        text: Option<&str>,
        folder: &Path,
        setup: &Setup,
        screen: Screen,
    ) -> Result<Room, TutorError> {
        clear(folder).map_err(TutorError::Folder)?;
        let state = furnish_interactive(folder, setup, text)?;
        let network = network(setup);
        Ok(Room::with(
            folder.to_path_buf(),
            network,
            screen,
            state,
            Vec::new(),
        ))
    }

    /// The room that `setup` prepared, as it was left; `None` if its folder is gone.
    pub fn reopen(begun: Begun, setup: &Setup, screen: Screen) -> Option<Room> {
        let Begun {
            folder,
            state,
            seen,
            ..
        } = begun;
        folder
            .is_dir()
            .then(|| Room::with(folder, network(setup), screen, state, seen))
    }

    fn with(
        folder: PathBuf,
        network: Network,
        screen: Screen,
        state: Option<ShellState>,
        seen: Vec<Observation>,
    ) -> Room {
        Room {
            undo: Undo::new(&folder),
            folder,
            network,
            screen,
            session: None,
            state,
            seen,
            ahead: Vec::new(),
            loose: None,
        }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs `text` in the shell, which is started if there is none. What was `typed` behind it is the commands' to read.
    ///
    /// # Errors
    /// The shell cannot be started, or was lost.
    pub fn run(&mut self, text: &str, typed: Vec<u8>) -> Result<&Observation, TutorError> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => self.start()?,
        };
        self.remember(text);
        session.type_ahead(typed);
        let mut observation = session.run(text)?;
        if observation.asks_who_set_the_status() {
            observation.status_from = self.seen.last().and_then(Observation::status_setter);
        }
        self.ahead = session.take_typed_ahead();
        let enforcement = session.enforcement();
        self.loose = (!enforcement.is_full()).then(|| enforcement.to_string());
        if observation.ended.is_none() {
            self.session = Some(session);
        }
        self.state = observation.state.clone().or_else(|| self.state.take());
        if observation.ended.is_some() {
            let state = self.state.take();
            self.state = state.map(|state| state.after_its_end(observation.status));
        }
        // A session counts its lines from 1, and the room may have had another before.
        let of = |late: u32| self.seen.iter().rposition(|line| line.number == late);
        let late = observation.late.iter();
        let late: BTreeSet<usize> = late.filter_map(|late| of(late.line)).collect();
        for index in late {
            self.seen[index].add_late(&observation);
        }
        self.seen.push(observation);
        Ok(&self.seen[self.seen.len() - 1])
    }

    /// Whether what the last line has started with `&` may still bring what `judge` lacks.
    pub fn hangs_on_jobs(&self, judge: &Judge) -> bool {
        self.session.is_some() && judging::hangs_on_jobs(judge, &self.seen)
    }

    /// Waits a little for the end of what the last line has started with `&`.
    ///
    /// # Errors
    /// The shell was lost.
    pub fn follow_jobs(&mut self) -> Result<(), TutorError> {
        if let (Some(session), Some(last)) = (&mut self.session, self.seen.last_mut()) {
            session.follow(last, JOBS)?;
            if last.ended.is_some() {
                self.session = None;
            }
        }
        Ok(())
    }

    /// What would end with the shell.
    pub fn jobs(&self) -> Vec<JobFact> {
        let (Some(_), Some(last)) = (&self.session, self.seen.last()) else {
            return Vec::new();
        };
        let jobs = last.jobs.iter();
        jobs.filter(|job| Session::is_running(job))
            .cloned()
            .collect()
    }

    /// Tells another thread whether a job has printed something since the last line.
    pub fn lookout(&self) -> Option<Lookout> {
        self.session.as_ref().and_then(Lookout::of)
    }

    /// Shows what jobs have printed since the last line, and says whether there was something.
    pub fn show_unseen(&mut self) -> bool {
        self.session.as_mut().is_some_and(unseen::show)
    }

    /// Remembers everything as it is before `line`, for [`Room::take_back`].
    pub fn remember(&mut self, line: &str) {
        self.undo.remember(Before {
            line: line.to_owned(),
            state: self.state.clone(),
            seen: self.seen.len(),
        });
    }

    /// Makes folder and shell what they were before the last `count` lines, which are then as if they had not been typed.
    ///
    /// # Errors
    /// They cannot be taken back, or not wholly.
    pub fn take_back(&mut self, count: usize) -> Result<TakenBack, Refusal> {
        self.undo.check(count)?;
        let running = self.session.take();
        let ended = running.as_ref().map(Session::commands).unwrap_or_default();
        // With it ends what it started: nothing writes to the folder any more.
        drop(running);
        let (before, differed) = self.undo.take_back(count, self.state.as_ref());
        let before = before.ok_or(Refusal::Nothing)?;
        self.state.clone_from(&before.state);
        self.seen.truncate(before.seen);
        Ok(TakenBack {
            before,
            count,
            differed: differed?,
            ended,
            left: self.undo.reach(),
        })
    }

    /// Whether the last line changed files, or the shell.
    pub fn has_changed(&self) -> bool {
        let (Some(last), Some(before)) = (self.seen.last(), self.undo.last()) else {
            return false;
        };
        let shells = before.state.as_ref().zip(self.state.as_ref());
        last.files_before != last.files || shells.is_some_and(|(was, now)| !was.is_like(now))
    }

    /// Forgets all but the last `count` lines.
    pub fn forget_all_but(&mut self, count: usize) {
        let forgotten = self.seen.len().saturating_sub(count);
        self.seen.drain(..forgotten);
        self.undo.forget_seen(forgotten);
    }

    fn start(&self) -> Result<Session, TutorError> {
        let wall = match self.screen {
            Screen::Terminal => None,
            Screen::Plain => Some(PLAIN),
            Screen::Unseen | Screen::Headless => Some(UNSEEN),
        };
        let state = self.state.clone();
        Ok(open(&self.folder, state, self.network, self.screen, wall)?)
    }
}

/// An empty folder at `folder`, whatever stood there.
fn clear(folder: &Path) -> std::io::Result<()> {
    if folder.symlink_metadata().is_ok() {
        scratch::remove(folder)?;
    }
    fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_is_cleared_even_of_what_was_locked() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("step");
        fs::create_dir_all(folder.join("a/b")).unwrap();
        fs::set_permissions(folder.join("a"), fs::Permissions::from_mode(0o000)).unwrap();
        clear(&folder).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}
