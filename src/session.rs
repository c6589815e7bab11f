//! A shell in a child process, kept between lines: run a line, get an [`Observation`](crate::observation::Observation).
//!
//! ```text
//!  tutor ── Session (host) ══ socket, terminal ══ guardian ── shell (confined) ── the learner's programs
//! ```
//!
//! The host starts this same binary again: the [`guardian`]. It forks the shell ([`child`]), which takes the terminal,
//! confines itself and runs the engine; the guardian, outside that confinement, waits for it and ends whatever it left
//! behind. Calls that the kernel cannot confine by itself it decides as the [`mediator`]. What happened travels up a socket as [`protocol`] messages; where in the *output* it happened is told by
//! [`marker`]s inside the output itself, so that the two are never out of step.

pub mod activity;
pub mod belongings;
pub mod bounds;
pub mod calls;
pub mod checkpoint;
pub mod child;
pub mod confine;
pub mod crowd;
pub mod disk;
pub mod echo;
pub mod experiment;
pub mod files;
pub mod guardian;
pub mod held;
pub mod holdings;
pub mod host;
pub mod interrupt;
pub mod keys;
pub mod leftovers;
pub mod listener;
pub mod marker;
pub mod mediator;
pub mod memory;
pub mod patience;
pub mod private;
pub mod processes;
pub mod programs;
pub mod protocol;
pub mod public;
pub mod pump;
pub mod record;
pub mod relay;
pub mod sequences;
pub mod sink;
pub mod speakers;
pub mod stream;
pub mod traced;
pub mod unseen;
pub mod window;

pub use calls::Network;
pub use confine::Enforcement;
pub use host::Session;

use crate::observation::ShellState;
use nix::errno::Errno;
use serde::{Deserialize, Serialize};
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
    /// Whom its processes may speak to.
    pub network: Network,
}

/// Where a session's output goes and its input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screen {
    /// A pseudo-terminal, relayed both ways to this process's own terminal, which is raw while a line runs.
    Terminal,
    /// A pseudo-terminal whose output is copied to our standard output; commands read nothing.
    Plain,
    /// A pseudo-terminal that nobody sees; commands read nothing.
    Unseen,
    /// Pipes; nothing is shown, commands read nothing.
    Headless,
}

/// What a line may use up before it is stopped.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Wall-clock time; `None` for a line that a person can stop with Ctrl-C.
    pub wall: Option<Duration>,
    /// Bytes of output kept for judging, of each stream.
    pub output: usize,
}

/// Why a session could not go on. A failing command is not an error.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// A system call failed.
    #[error("{0}")]
    System(&'static str, #[source] std::io::Error),
    /// The child could not make itself ready.
    #[error("the session could not start: {0}")]
    NotReady(String),
    /// The shell ended with an earlier line.
    #[error("the session is over")]
    Over,
}

impl SessionError {
    /// Whether it may be otherwise in a moment: the system had no process to give.
    fn passes(&self) -> bool {
        let busy = Errno::EAGAIN;
        match self {
            SessionError::System(_, error) => error.raw_os_error() == Some(busy as i32),
            SessionError::NotReady(why) => why.contains(&std::io::Error::from(busy).to_string()),
            SessionError::Over => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_system_without_processes_is_asked_again() {
        let busy = || std::io::Error::from(Errno::EAGAIN);
        assert!(SessionError::System("fork", busy()).passes());
        assert!(SessionError::NotReady(busy().to_string()).passes());
        let missing = std::io::Error::from(Errno::ENOENT);
        assert!(!SessionError::System("open", missing).passes());
        assert!(!SessionError::Over.passes());
    }
}
