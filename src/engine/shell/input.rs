//! [`Input`]: standard input as `read`, and a shell whose commands come from it, see it: never read further than they ask.
//!
//! Bytes are looked at in blocks and taken one by one. What was looked at and not taken is still there for whoever reads next,
//! because [`Input::settle`] puts the descriptor exactly behind what was taken: a file's offset goes back; a pipe is only
//! looked at through tee(2), and what was taken is read out of it. It is called before anybody else could look; while nobody
//! else has the open file, several commands share one block.

use crate::sys::fd::{self, Fd, Kind, STDIN};
use nix::errno::Errno;

/// Standard input, and what has been seen of it.
#[derive(Debug, Default)]
pub struct Input {
    /// What it is; `None` until somebody asks.
    kind: Option<Kind>,
    access: Access,
    /// What was seen last.
    seen: Vec<u8>,
    /// How much of that was taken.
    taken: usize,
    /// Whether it is a text of the shell's own, all of which has been seen.
    is_text: bool,
    /// Whether a terminal may give more than one line a time: what was typed while it passed every key at once.
    by_bytes: bool,
    /// A pipe of our own, empty between two looks, through which another pipe is looked at.
    mirror: Option<(Fd, Fd)>,
}

/// Who else may read from the open file behind standard input, and so may see how far it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Whoever had it before this process, or shares it since.
    #[default]
    Shared,
    /// Nobody, except that a pipe with a name may have been opened by others too.
    Opened,
    /// Nobody.
    Private,
}

/// Bytes looked at in one go when others may look too: what was not taken is looked at again.
const SHARED_BLOCK: usize = 1024;
/// Bytes looked at in one go when it pays to keep them. A pipe that is full stays full as long, so it is not much.
const PRIVATE_BLOCK: usize = 4096;
/// A pipe holds no more, so nobody sees more of one. Bytes.
const PIPE_BLOCK: usize = 65536;

impl Input {
    /// A text that is read as if standard input held it.
    pub fn text(text: Vec<u8>) -> Input {
        Input {
            access: Access::Private,
            seen: text,
            is_text: true,
            ..Input::default()
        }
    }

    /// Appends the bytes up to and including the next `delimiter` to `line`; whether there was one before the end.
    ///
    /// # Errors
    /// Those of read(2), EINTR included; `line` then holds what was taken until then.
    pub fn read_through(&mut self, delimiter: u8, line: &mut Vec<u8>) -> Result<bool, Errno> {
        loop {
            let block = self.look(delimiter, 0)?;
            if block.is_empty() {
                return Ok(false);
            }
            let end = block.iter().position(|byte| *byte == delimiter);
            let count = end.map_or(block.len(), |end| end + 1);
            line.extend_from_slice(&block[..count]);
            self.take(count)?;
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// What comes next, at least `wanted` bytes of it if they are there at once; empty at the end. Where nothing can be given
    /// back it reaches to the next `delimiter` at most, and all of it must be taken.
    ///
    /// # Errors
    /// Those of read(2), EINTR included: nothing is lost then.
    pub fn look(&mut self, delimiter: u8, wanted: usize) -> Result<&[u8], Errno> {
        if self.taken == self.seen.len() && !self.is_text {
            self.settle()?;
            self.kind()?;
            let block = if self.is_private() {
                PRIVATE_BLOCK
            } else {
                SHARED_BLOCK
            };
            self.fill(delimiter, block.max(wanted))?;
        }
        Ok(&self.seen[self.taken..])
    }

    /// Takes `count` of the bytes looked at. Others see it at once, if there may be others.
    ///
    /// # Errors
    /// Those of lseek(2) and read(2).
    pub fn take(&mut self, count: usize) -> Result<(), Errno> {
        self.taken += count;
        if self.is_private() {
            Ok(())
        } else {
            self.settle()
        }
    }

    /// Puts the descriptor exactly behind what was taken.
    ///
    /// # Errors
    /// Those of lseek(2) and read(2).
    pub fn settle(&mut self) -> Result<(), Errno> {
        let (taken, seen) = (std::mem::take(&mut self.taken), self.seen.len());
        match self.kind {
            Some(Kind::Regular) if taken < seen => {
                fd::seek_by(STDIN, taken as i64 - seen as i64)?;
            }
            Some(Kind::Pipe) if taken > 0 => {
                self.seen.truncate(taken);
                read_exactly(STDIN, &mut self.seen)?;
            }
            _ => {}
        }
        self.seen.clear();
        Ok(())
    }

    /// What the shell does before another process comes to be: from now on others may look.
    pub fn share(&mut self) {
        // The descriptor was good when it was looked at.
        let _ = self.settle();
        self.access = Access::Shared;
    }

    /// In a new process: what was settled before the fork is not seen here, and the mirror is the parent's.
    pub fn enter_subshell(&mut self) {
        self.change(Access::Shared);
        self.close();
    }

    /// Closes what the shell opened to look at a pipe; it is opened again if need be.
    pub fn close(&mut self) {
        if let Some((reader, writer)) = self.mirror.take() {
            fd::close(reader);
            fd::close(writer);
        }
    }

    /// Standard input is now another open file, to which there is this `access`; returns that to the one before. If that one
    /// is still open somewhere, it has been settled.
    pub fn change(&mut self, access: Access) -> Access {
        self.kind = None;
        self.seen.clear();
        self.taken = 0;
        std::mem::replace(&mut self.access, access)
    }

    /// From now on no more than a byte at a time is read from a terminal: the lines behind may be for programs.
    pub fn read_by_bytes(&mut self) {
        self.by_bytes = true;
    }

    /// Whether something was looked at that has not been taken.
    pub fn is_looking(&self) -> bool {
        self.taken < self.seen.len()
    }

    /// Whether it can be looked at without being taken.
    pub fn is_peekable(&mut self) -> bool {
        matches!(self.kind(), Ok(Kind::Regular | Kind::Pipe))
    }

    fn is_private(&self) -> bool {
        match self.access {
            Access::Shared => false,
            Access::Opened => self.kind == Some(Kind::Regular),
            Access::Private => true,
        }
    }

    fn kind(&mut self) -> Result<Kind, Errno> {
        match self.kind {
            Some(kind) => Ok(kind),
            None => {
                let kind = fd::kind(STDIN)?;
                self.kind = Some(kind);
                Ok(kind)
            }
        }
    }

    /// Looks at up to `block` bytes.
    fn fill(&mut self, delimiter: u8, block: usize) -> Result<(), Errno> {
        let count = match self.kind()? {
            Kind::Regular => block,
            Kind::Pipe => match self.mirror() {
                Some(mirror) => return self.reflect(mirror, block),
                None => 1,
            },
            // A terminal gives one line a time.
            Kind::Terminal if !self.by_bytes && delimiter == b'\n' && fd::reads_lines(STDIN) => {
                PRIVATE_BLOCK
            }
            Kind::Terminal | Kind::Other => 1,
        };
        self.seen.resize(count, 0);
        let result = fd::read(STDIN, &mut self.seen);
        self.seen.truncate(*result.as_ref().unwrap_or(&0));
        if self.kind == Some(Kind::Pipe) {
            // Read byte by byte, and so settled.
            return result.map(|_| self.kind = Some(Kind::Other));
        }
        result.map(drop)
    }

    /// Looks at up to `block` bytes of a pipe, or waits until there are any.
    fn reflect(&mut self, (reader, writer): (Fd, Fd), block: usize) -> Result<(), Errno> {
        let count = fd::tee(STDIN, writer, block.min(PIPE_BLOCK))?;
        self.seen.resize(count, 0);
        let result = read_exactly(reader, &mut self.seen);
        if result.is_err() {
            self.seen.clear();
        }
        result
    }

    fn mirror(&mut self) -> Option<(Fd, Fd)> {
        if self.mirror.is_none() {
            let (reader, writer) = fd::pipe().ok()?;
            let ends = [reader, writer].map(fd::move_internal);
            self.mirror = match ends {
                [Ok(reader), Ok(writer)] => Some((reader, writer)),
                ends => {
                    ends.into_iter().flatten().for_each(fd::close);
                    None
                }
            };
        }
        self.mirror
    }
}

/// Fills `buffer` with what is known to be there.
fn read_exactly(from: Fd, buffer: &mut [u8]) -> Result<(), Errno> {
    let mut done = 0;
    while done < buffer.len() {
        match fd::read(from, &mut buffer[done..]) {
            // Somebody was faster: there is no telling what was lost.
            Ok(0) => return Err(Errno::EIO),
            Ok(count) => done += count,
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}
