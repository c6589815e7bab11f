//! Whether the shell runs a line: told to the guardian, which need not look at anything while the shell waits for one.
//!
//! If the shell's end is gone the guardian looks always: what fails, fails towards looking.

use super::child::FIRST_PRIVATE;
use crate::sys::fd;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

const BEGINS: u8 = b'+';
const ENDS: u8 = b'-';

/// The shell's end.
#[derive(Debug)]
pub struct Teller(UnixStream);

/// The guardian's end; it does not block.
#[derive(Debug)]
pub struct Listener(UnixStream);

/// What the guardian has heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A line begins, and perhaps has ended already.
    Begins,
    /// The shell waits for a line.
    Ends,
    /// Nothing new.
    Nothing,
    /// Nobody will tell any more.
    Silence,
}

/// Two connected ends, both closed on exec. They are sockets: a pipe could be opened by its name in `/proc/self/fd`, and a
/// learner's line could tell that it has ended.
///
/// # Errors
/// Those of socketpair(2).
pub fn channel() -> io::Result<(Listener, Teller)> {
    let (listener, teller) = UnixStream::pair()?;
    listener.set_nonblocking(true)?;
    let private = fd::duplicate_above(&teller, FIRST_PRIVATE)?;
    Ok((Listener(listener), Teller(UnixStream::from(private))))
}

impl Teller {
    /// A line begins.
    pub fn begins(&self) {
        self.tell(BEGINS);
    }

    /// The line has ended.
    pub fn ends(&self) {
        self.tell(ENDS);
    }

    fn tell(&self, what: u8) {
        // If nobody listens, nobody keeps limits, and soon there is no session.
        let _ = (&self.0).write(&[what]);
    }
}

impl Listener {
    /// Takes all that has been told and returns the last of it; a line that begins is never missed for its end.
    pub fn hear(&self) -> Heard {
        let mut told = [0; 64];
        let mut heard = Heard::Nothing;
        loop {
            match (&self.0).read(&mut told) {
                Ok(0) => return Heard::Silence,
                Ok(length) => heard = last(&told[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return heard,
            }
        }
    }
}

fn last(told: &[u8]) -> Heard {
    match told.last() {
        Some(&BEGINS) => Heard::Begins,
        _ => Heard::Ends,
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_that_was_told_is_heard() {
        let (listener, teller) = channel().unwrap();
        assert_eq!(listener.hear(), Heard::Nothing);
        teller.begins();
        assert_eq!(listener.hear(), Heard::Begins);
        teller.ends();
        teller.begins();
        teller.ends();
        assert_eq!(listener.hear(), Heard::Ends);
        drop(teller);
        assert_eq!(listener.hear(), Heard::Silence);
    }
}
