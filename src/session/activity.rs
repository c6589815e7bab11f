//! Whether the shell runs a line: told to the guardian, which need not look at anything while the shell waits for one. And
//! whether a shell holds what the guardian cannot see: nobody can look into our shells.
//!
//! If the shell's end is gone the guardian looks always: what fails, fails towards looking.

use super::private;
use crate::sys::fd;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

const BEGINS: u8 = b'+';
const ENDS: u8 = b'-';
const HIDES: u8 = b'?';

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
    /// A shell holds files that only it can see.
    Hides,
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
    let private = fd::duplicate_above(&teller, private::first())?;
    Ok((Listener(listener), Teller(UnixStream::from(private))))
}

impl Teller {
    /// A line begins; whether the shell `hides` something is told at once, so that it is never thought not to.
    pub fn begins(&self, hides: bool) {
        self.tell(if hides { &[BEGINS, HIDES] } else { &[BEGINS] });
    }

    /// The line has ended.
    pub fn ends(&self) {
        self.tell(&[ENDS]);
    }

    /// Files that only this shell can see are held by it.
    pub fn hides(&self) {
        self.tell(&[HIDES]);
    }

    fn tell(&self, what: &[u8]) {
        // If nobody listens, nobody keeps limits, and soon there is no session.
        let _ = (&self.0).write(what);
    }
}

impl Listener {
    /// Takes all that has been told, in its order.
    pub fn hear(&self) -> Vec<Heard> {
        let mut told = [0; 64];
        let mut heard = Vec::new();
        loop {
            match (&self.0).read(&mut told) {
                Ok(0) => heard.push(Heard::Silence),
                Ok(length) => {
                    heard.extend(told[..length].iter().map(|what| meant_by(*what)));
                    continue;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => {}
            }
            return heard;
        }
    }
}

fn meant_by(told: u8) -> Heard {
    match told {
        BEGINS => Heard::Begins,
        HIDES => Heard::Hides,
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
    fn what_was_told_is_heard_in_its_order() {
        let (listener, teller) = channel().unwrap();
        assert_eq!(listener.hear(), []);
        teller.begins(false);
        assert_eq!(listener.hear(), [Heard::Begins]);
        teller.hides();
        teller.ends();
        teller.begins(true);
        let all = [Heard::Hides, Heard::Ends, Heard::Begins, Heard::Hides];
        assert_eq!(listener.hear(), all);
        drop(teller);
        assert_eq!(listener.hear(), [Heard::Silence]);
    }
}
