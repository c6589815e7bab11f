//! The folder and the shell of a step: prepared, run in, brought back, and judged in other folders.

use crate::lesson::Setup;
use crate::observation::{Observation, ShellState};
use crate::progress::place;
use crate::progress::resume::Begun;
use crate::session::{self, Limits, Screen, Session};
use crate::sys::scratch;
use crate::tutor::TutorError;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Output kept of a line for judging, in bytes.
const OUTPUT: usize = 256 * 1024;
/// How long a run nobody watches may take.
const HEADLESS: Duration = Duration::from_secs(20);
/// How long a line may take where nobody can press Ctrl-C.
const PLAIN: Duration = Duration::from_secs(60);

/// A step's folder and the shell in it.
pub struct Room {
    folder: PathBuf,
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
}

impl Room {
    /// Empties `folder` and prepares it as `setup` says.
    ///
    /// # Errors
    /// The folder cannot be written, or no shell can be started in it.
    pub fn prepare(folder: &Path, setup: &Setup, screen: Screen) -> Result<Room, TutorError> {
        clear(folder).map_err(TutorError::Folder)?;
        let state = furnish(folder, setup)?;
        Ok(Room {
            folder: folder.to_path_buf(),
            screen,
            session: None,
            state,
            seen: Vec::new(),
            ahead: Vec::new(),
            loose: None,
        })
    }

    /// The room as it was left; `None` if its folder is gone.
    pub fn reopen(begun: Begun, screen: Screen) -> Option<Room> {
        let Begun {
            folder,
            state,
            seen,
            ..
        } = begun;
        folder.is_dir().then_some(Room {
            folder,
            screen,
            session: None,
            state,
            seen,
            ahead: Vec::new(),
            loose: None,
        })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs `text` in the shell, which is started if there is none.
    ///
    /// # Errors
    /// The shell cannot be started, or was lost.
    pub fn run(&mut self, text: &str) -> Result<&Observation, TutorError> {
        let mut session = match self.session.take() {
            Some(session) => session,
            None => self.start()?,
        };
        let observation = session.run(text)?;
        self.ahead = session.take_typed_ahead();
        let enforcement = session.enforcement();
        self.loose = (!enforcement.is_full()).then(|| enforcement.to_string());
        if observation.ended.is_none() {
            self.session = Some(session);
        }
        self.state = observation.state.clone().or_else(|| self.state.take());
        if observation.ended.is_some() {
            self.state = self.state.take().map(|state| reopened(state, &observation));
        }
        self.seen.push(observation);
        Ok(&self.seen[self.seen.len() - 1])
    }

    fn start(&self) -> Result<Session, TutorError> {
        let wall = (self.screen == Screen::Plain).then_some(PLAIN);
        let state = self.state.clone();
        open(&self.folder, state, self.screen, wall)
    }
}

/// Runs `text` in a fresh folder prepared as `setup` says; nothing of it is shown.
///
/// # Errors
/// There is no folder to be had, or no shell can be started in it.
pub fn elsewhere(setup: &Setup, text: &str) -> Result<Observation, TutorError> {
    let scratch = place::scratch()?;
    let folder = scratch.path().join("work");
    fs::create_dir(&folder).map_err(TutorError::Folder)?;
    let state = furnish(&folder, setup)?;
    Ok(open(&folder, state, Screen::Headless, Some(HEADLESS))?.run(text)?)
}

/// How far commands are confined on this system, on one line.
///
/// # Errors
/// As for [`elsewhere`].
pub fn confinement() -> Result<String, TutorError> {
    let scratch = place::scratch()?;
    let session = open(scratch.path(), None, Screen::Headless, Some(HEADLESS))?;
    Ok(session.enforcement().to_string())
}

fn open(
    folder: &Path,
    state: Option<ShellState>,
    screen: Screen,
    wall: Option<Duration>,
) -> Result<Session, TutorError> {
    let limits = Limits {
        wall,
        output: OUTPUT,
    };
    let folder = folder.to_path_buf();
    Ok(Session::start(session::Setup {
        folder,
        state,
        screen,
        limits,
    })?)
}

/// Writes the files and runs the preparation; what the shell then knows is what the step starts with.
fn furnish(folder: &Path, setup: &Setup) -> Result<Option<ShellState>, TutorError> {
    for (path, content) in &setup.files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, content))
            .map_err(TutorError::Folder)?;
    }
    if setup.run.trim().is_empty() {
        return Ok(None);
    }
    let mut session = open(folder, None, Screen::Headless, Some(HEADLESS))?;
    Ok(session.run(&setup.run)?.state)
}

/// A new shell must not end at once for the reason the last one did.
fn reopened(state: ShellState, observation: &Observation) -> ShellState {
    let options = state
        .options
        .into_iter()
        .filter(|name| !matches!(name.as_str(), "errexit" | "noexec"))
        .collect();
    ShellState {
        options,
        status: observation.status,
        ..state
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
