//! What built-ins print: one buffer, flushed at the end of each command and before every fork.

use crate::sys::fd::{self, Fd};
use nix::errno::Errno;
use std::io::Write;

/// The buffer in front of standard output.
#[derive(Default)]
pub struct Output {
    buffer: Vec<u8>,
    /// Where it leads, if that is not descriptor 1.
    file: Option<Fd>,
}

/// More than this is written out in between, so that memory stays bounded. Bytes.
const LIMIT: usize = 64 * 1024;

impl Output {
    /// Leads to `file` from now on, to standard output if there is none. Returns where it led; the buffer is empty.
    pub fn lead_to(&mut self, file: Option<Fd>) -> Option<Fd> {
        std::mem::replace(&mut self.file, file)
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// Those of write(2), if the buffer was full.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= LIMIT {
            self.flush()
        } else {
            Ok(())
        }
    }

    /// Writes everything out. What cannot be written is dropped.
    ///
    /// # Errors
    /// Those of write(2).
    pub fn flush(&mut self) -> Result<(), Errno> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let result = fd::write_all(self.file.unwrap_or(fd::STDOUT), &self.buffer);
        self.buffer.clear();
        result
    }

    /// What has not been written yet.
    pub fn pending(&self) -> &[u8] {
        &self.buffer
    }

    /// Writes everything out where nobody could act on a failure.
    pub fn flush_quietly(&mut self) {
        let _ = self.flush();
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.push(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(Output::flush(self)?)
    }
}
