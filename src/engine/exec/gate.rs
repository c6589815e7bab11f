//! Holds the processes of a job back until a person has been told its number: what they print comes below that.

use crate::sys::fd::{self, Fd};
use nix::errno::Errno;

/// A pipe that nobody writes to. Whoever reads from it goes on when its writing end is gone.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    reader: Fd,
    writer: Fd,
}

impl Gate {
    /// A gate that is closed; `None` if there are no descriptors for it, and then nobody is held back.
    pub fn closed() -> Option<Gate> {
        let (reader, writer) = fd::pipe().ok()?;
        Some(Gate { reader, writer })
    }

    /// In the shell: lets all through.
    pub fn open(self) {
        fd::close(self.writer);
        fd::close(self.reader);
    }

    /// In a process of the job: waits until it is open.
    pub fn pass(self) {
        fd::close(self.writer);
        while fd::read(self.reader, &mut [0]) == Err(Errno::EINTR) {}
        fd::close(self.reader);
    }
}
