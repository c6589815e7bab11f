//! Where a session's output comes out, and waiting for it together with its messages and the keyboard.

use super::marker::{Nonce, Stripper};
use super::protocol::Socket;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

/// One stream of output from the session.
#[derive(Debug)]
pub struct Stream {
    /// The pseudo-terminal's master, or the reading end of a pipe; does not block.
    pub file: File,
    /// Takes our marks out.
    pub stripper: Stripper,
    /// Whether more may come.
    pub open: bool,
}

impl Stream {
    /// What comes out of `file`, with marks that carry `nonce`.
    pub fn new(file: File, nonce: &Nonce) -> Stream {
        Stream {
            file,
            stripper: Stripper::new(nonce),
            open: true,
        }
    }
}

/// What there is to be read.
#[derive(Debug)]
pub struct Ready {
    /// A message, or the end of all messages.
    pub message: bool,
    /// A key.
    pub key: bool,
    /// Output, of each stream.
    pub output: Vec<bool>,
}

/// Waits for `timeout` at most, for keys if there is a `keyboard`, and to write to the streams if `has_typed`.
///
/// # Errors
/// Those of poll(2); a signal ends the wait with nothing ready.
pub fn wait(
    socket: &Socket,
    streams: &[Stream],
    keyboard: Option<BorrowedFd<'_>>,
    has_typed: bool,
    timeout: Duration,
) -> io::Result<Ready> {
    let mut fds = vec![PollFd::new(socket.as_fd(), PollFlags::POLLIN)];
    let open = || streams.iter().filter(|stream| stream.open);
    let mut flags = PollFlags::POLLIN;
    flags.set(PollFlags::POLLOUT, has_typed);
    fds.extend(open().map(|stream| PollFd::new(stream.file.as_fd(), flags)));
    fds.extend(keyboard.map(|keyboard| PollFd::new(keyboard, PollFlags::POLLIN)));
    match poll(
        &mut fds,
        PollTimeout::try_from(timeout).unwrap_or(PollTimeout::MAX),
    ) {
        // After a signal no event has been filled in.
        Ok(_) | Err(nix::Error::EINTR) => {}
        Err(error) => return Err(error.into()),
    }
    let mut came = fds.iter().map(|fd| {
        fd.revents()
            .is_some_and(|events| events.intersects(!PollFlags::POLLOUT))
    });
    let mut next = || came.next().unwrap_or(false);
    Ok(Ready {
        message: next(),
        output: streams.iter().map(|stream| stream.open && next()).collect(),
        key: keyboard.is_some() && next(),
    })
}
