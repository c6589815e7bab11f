//! Hears what comes between two lines: a background job that reports must not have to wait until there is a next one.
//!
//! A thread of the host's own process, which never forks. It keeps what it hears and judges nothing.

use super::protocol::{Received, Report, Socket};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::SigSet;
use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::AsFd;
use std::thread::{Builder, JoinHandle};

/// Reports kept; later ones are taken off the socket and dropped.
const KEPT: usize = 10_000;

/// A thread that listens until [`Listener::finish`].
#[derive(Debug)]
pub struct Listener {
    /// Closed to end the thread.
    stop: PipeWriter,
    thread: JoinHandle<Vec<(i32, Report)>>,
}

impl Listener {
    /// Begins to listen on a copy of `socket`, of which nobody else reads until the end.
    ///
    /// # Errors
    /// No descriptor or thread could be had.
    pub fn start(socket: &Socket) -> io::Result<Listener> {
        let socket = Socket::from(socket.as_fd().try_clone_to_owned()?);
        let (stopped, stop) = io::pipe()?;
        // Signals are for the thread that waits for a person.
        let listen = move || {
            let _ = SigSet::all().thread_block();
            listen(socket, &stopped)
        };
        let thread = Builder::new().name("listener".into()).spawn(listen)?;
        Ok(Listener { stop, thread })
    }

    /// Ends the listening. Returns what was heard, each with its sender.
    pub fn finish(self) -> Vec<(i32, Report)> {
        drop(self.stop);
        self.thread.join().unwrap_or_default()
    }
}

fn listen(mut socket: Socket, stopped: &PipeReader) -> Vec<(i32, Report)> {
    let mut heard = Vec::new();
    loop {
        let mut fds = [
            PollFd::new(stopped.as_fd(), PollFlags::POLLIN),
            PollFd::new(socket.as_fd(), PollFlags::POLLIN),
        ];
        let waited = poll(&mut fds, PollTimeout::NONE);
        let is_stopped = fds[0].any().unwrap_or(true);
        if is_stopped || waited.is_err_and(|error| error != nix::Error::EINTR) {
            return heard;
        }
        match socket.poll() {
            Ok(Received::Message(sender, report)) if heard.len() < KEPT => {
                heard.push((sender, report));
            }
            Ok(Received::Message(..) | Received::Unusable | Received::Nothing) => {}
            // The next line finds the same.
            Ok(Received::End) | Err(_) => return heard,
        }
    }
}
