//! A shell in a child process, kept between lines: run a line, get an [`Observation`].
//!
//! The child is this same binary, re-executed; it takes a pseudo-terminal, confines itself and runs the engine. This side
//! relays the terminal and collects what happened.

use crate::observation::{Observation, ShellState};
use std::path::PathBuf;
use std::time::Duration;

/// How a session is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The scratch folder: its shell's `HOME`, `TMPDIR` and first working directory.
    pub folder: PathBuf,
    /// Variables and so on to begin with.
    pub state: Option<ShellState>,
    /// Where output goes and input comes from.
    pub screen: Screen,
    /// What a line may use up.
    pub limits: Limits,
}

/// Where a session's output goes and its input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A pseudo-terminal, relayed both ways to this process's own terminal, which is raw while a line runs.
    Terminal,
    /// A pseudo-terminal whose output is copied to our standard output; commands read nothing.
    Plain,
    /// Pipes; nothing is shown, commands read nothing.
    Headless,
}

/// What a line may use up before it is stopped.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Wall-clock time; `None` for a line that a person can stop with Ctrl-C.
    pub wall: Option<Duration>,
    /// Bytes of output kept for judging.
    pub output: usize,
}

/// Why a session could not go on. A failing command is not an error.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// A system call failed.
    #[error("{0}: {1}")]
    System(&'static str, #[source] std::io::Error),
}

/// A shell kept between lines.
pub struct Session {}

impl Session {
    /// Starts the child and waits until it is ready.
    pub fn start(_setup: Setup) -> Result<Session, SessionError> {
        Ok(Session {})
    }

    /// Runs one line (perhaps of several physical lines) to its end. If `Observation::ended` is some, this session is over.
    pub fn run(&mut self, _line: &str) -> Result<Observation, SessionError> {
        Ok(Observation::default())
    }
}
