//! A folder prepared as a lesson says, and sessions in it.

use super::JudgingError;
use crate::lesson::Setup;
use crate::observation::{Excess, Observation, ShellState};
use crate::session::{self, Limits, Network, Screen, Session};
use crate::sys::scratch::Scratch;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Output kept of a line for judging, in bytes.
const OUTPUT: usize = 256 * 1024;
/// How long a run nobody watches may take: a learner waits for it.
pub(super) const HEADLESS: Duration = Duration::from_secs(8);

/// How long jobs are waited for that outlive such a run.
const JOBS: Duration = Duration::from_secs(2);

/// Runs `text` in a fresh folder prepared as `setup` says; nothing of it is shown.
///
/// # Errors
/// There is no folder to be had, or no shell can be started in it; somebody interrupts it.
pub fn elsewhere(setup: &Setup, text: &str) -> Result<Observation, JudgingError> {
    run(HEADLESS, Duration::ZERO, setup, text)
}

/// The same, stopped after so much time.
///
/// # Errors
/// As for [`elsewhere`].
pub fn elsewhere_within(
    wall: Duration,
    setup: &Setup,
    text: &str,
) -> Result<Observation, JudgingError> {
    run(wall, Duration::ZERO, setup, text)
}

/// The same with what `text` leaves running in the background: what that does counts too.
///
/// # Errors
/// As for [`elsewhere`].
pub fn to_the_end(setup: &Setup, text: &str) -> Result<Observation, JudgingError> {
    run(HEADLESS, JOBS, setup, text)
}

fn run(
    wall: Duration,
    jobs: Duration,
    setup: &Setup,
    text: &str,
) -> Result<Observation, JudgingError> {
    let scratch = Scratch::new().map_err(JudgingError::Scratch)?;
    let folder = scratch.path().join("work");
    fs::create_dir(&folder).map_err(JudgingError::Folder)?;
    let state = furnish(&folder, setup)?;
    let network = network(setup);
    let mut session = open(&folder, state, network, Screen::Headless, Some(wall))?;
    let mut seen = uninterrupted(session.run(text)?)?;
    if !jobs.is_zero() {
        session.follow(&mut seen, jobs)?;
    }
    Ok(seen)
}

fn uninterrupted(seen: Observation) -> Result<Observation, JudgingError> {
    match seen.stopped {
        Some(Excess::Interrupts) => Err(JudgingError::Interrupted(Box::new(seen))),
        _ => Ok(seen),
    }
}

/// How far commands are confined on this system, on one line.
///
/// # Errors
/// As for [`elsewhere`].
pub fn confinement() -> Result<String, JudgingError> {
    let scratch = Scratch::new().map_err(JudgingError::Scratch)?;
    let session = open(
        scratch.path(),
        None,
        Network::None,
        Screen::Headless,
        Some(HEADLESS),
    )?;
    Ok(session.enforcement().to_string())
}

/// A shell in `folder` that begins with `state`.
///
/// # Errors
/// It cannot be started.
pub fn open(
    folder: &Path,
    state: Option<ShellState>,
    network: Network,
    screen: Screen,
    wall: Option<Duration>,
) -> Result<Session, JudgingError> {
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
        network,
    })?)
}

/// Whom commands may speak to.
pub fn network(setup: &Setup) -> Network {
    match setup.loopback {
        true => Network::Loopback,
        false => Network::None,
    }
}

/// Prepares `folder` for a shell at a terminal, in which `text` has run before, if there is some; what that shell begins with.
///
/// # Errors
/// As for [`furnish`].
pub fn furnish_interactive(
    folder: &Path,
    setup: &Setup,
    text: Option<&str>,
) -> Result<Option<ShellState>, JudgingError> {
    let mut state = furnish(folder, setup)?;
    if let Some(text) = text {
        let (began, network) = (state.clone(), network(setup));
        let mut session = open(folder, began, network, Screen::Headless, Some(HEADLESS))?;
        // A shell that has ended has left nothing but files.
        state = uninterrupted(session.run(text)?)?.state.or(state);
    }
    if let Some(state) = &mut state {
        // The preparation had no terminal; the learner's shell controls jobs as any shell at one does.
        state.options.push("monitor".to_owned());
    }
    Ok(state)
}

/// Writes the files and runs the preparation; what the shell then knows is what the step starts with.
///
/// # Errors
/// The folder cannot be written, or no shell can be started in it.
pub fn furnish(folder: &Path, setup: &Setup) -> Result<Option<ShellState>, JudgingError> {
    Ok(prepare(folder, setup)?.and_then(|seen| seen.state))
}

/// What the preparation does in a folder of its own; `None` if there is nothing to run.
///
/// # Errors
/// As for [`elsewhere`].
pub fn rehearsed(setup: &Setup) -> Result<Option<Observation>, JudgingError> {
    if setup.run.trim().is_empty() {
        return Ok(None);
    }
    let scratch = Scratch::new().map_err(JudgingError::Scratch)?;
    let folder = scratch.path().join("work");
    fs::create_dir(&folder).map_err(JudgingError::Folder)?;
    prepare(&folder, setup)
}

fn prepare(folder: &Path, setup: &Setup) -> Result<Option<Observation>, JudgingError> {
    for (path, content) in &setup.files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, content))
            .map_err(JudgingError::Folder)?;
    }
    if setup.run.trim().is_empty() {
        return Ok(None);
    }
    let network = network(setup);
    let mut session = open(folder, None, network, Screen::Headless, Some(HEADLESS))?;
    uninterrupted(session.run(&setup.run)?).map(Some)
}
