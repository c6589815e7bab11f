//! Why a redirection could not be made, and what follows (XCU 2.8.1).

use crate::engine::expand::ExpandError;
use crate::engine::shell::Shell;
use crate::engine::{Divert, Flow, INTERRUPTED, expansion_failed};
use crate::source::Span;
use crate::sys::{describe, signal};
use crate::trace::ExitStatus;
use nix::errno::Errno;
use nix::libc;
use std::ops::ControlFlow::{Break, Continue};

/// Why a redirection could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RedirectError {
    /// Its word could not be expanded.
    #[error(transparent)]
    Expand(#[from] ExpandError),
    /// The file could not be opened.
    #[error("cannot {} {}: {}", if *.create { "create" } else { "open" }, String::from_utf8_lossy(.path), describe(*.errno))]
    Open {
        /// Which file.
        path: Vec<u8>,
        /// Whether it was to be written.
        create: bool,
        /// Why not.
        errno: Errno,
    },
    /// The descriptor to copy is not open.
    #[error("{0}: is not an open descriptor")]
    NotOpen(u32),
    /// What stands behind `<&` or `>&` is neither a number nor `-`.
    #[error("{}: is not a descriptor number", String::from_utf8_lossy(.0))]
    NotADescriptor(Vec<u8>),
    /// A descriptor could not be made.
    #[error("cannot redirect descriptor {fd}: {}", describe(*.errno))]
    System {
        /// Which one.
        fd: u32,
        /// Why not.
        errno: Errno,
    },
}

impl RedirectError {
    /// Prints the message and sets `$?`. An expansion error leaves as such; what else follows depends on the command
    /// (XCU 2.8.1).
    pub fn report(&self, shell: &mut Shell, span: Span) -> Flow {
        if let RedirectError::Expand(error) = self {
            return expansion_failed(shell, error, span);
        }
        if self.errno() == Some(libc::EINTR) && shell.interactive && signal::take_interrupt() {
            return Break(Divert::Interrupt(INTERRUPTED));
        }
        shell.complain(&self.to_string());
        Continue(shell.set_status(ExitStatus::MISUSE, span))
    }

    /// The errno value, if a system call failed or a descriptor is not there.
    pub fn errno(&self) -> Option<i32> {
        match self {
            RedirectError::Open { errno, .. } | RedirectError::System { errno, .. } => {
                Some(*errno as i32)
            }
            RedirectError::NotOpen(_) | RedirectError::NotADescriptor(_) => Some(libc::EBADF),
            RedirectError::Expand(_) => None,
        }
    }

    /// What was to be opened or copied.
    pub fn path(&self) -> Vec<u8> {
        match self {
            RedirectError::Open { path, .. } | RedirectError::NotADescriptor(path) => path.clone(),
            RedirectError::NotOpen(fd) => fd.to_string().into_bytes(),
            RedirectError::Expand(_) | RedirectError::System { .. } => Vec::new(),
        }
    }
}
