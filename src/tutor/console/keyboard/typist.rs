//! The thread that passes on keys to the editor, and how keys come to it.

use super::super::CTRL_C;
use super::super::arranging::{Arranging, BEHIND};
use super::super::waiting::Waiting;
use super::Happened;
use super::place::Place;
use super::text::Text;
use crate::sys::signal;
use crate::sys::terminal::Unechoed;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd;
use std::collections::VecDeque;
use std::io::{self, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

/// Between two looks at what a prompt waits for beside keys.
const GLANCE: Duration = Duration::from_millis(200);
/// How long the editor may take to end its line. After that the key has had another meaning, as it has behind Ctrl-V; and if it
/// was only slow, what it has been given meanwhile is taken back.
const ENDING: Duration = Duration::from_millis(100);

const CTRL_D: u8 = 4;
const CTRL_Z: u8 = 26;
const CTRL_BACKSLASH: u8 = 28;
/// What shows and hides how a terminal marks pasted text.
const MARKS_PASTES: &[u8] = b"\x1b[?2004h";
const MARKS_NO_PASTES: &[u8] = b"\x1b[?2004l";

/// What is there for who waits for keys.
pub(super) enum Next {
    Key(u8),
    /// No key is wanted any more.
    Stopped,
    /// For a while there was nothing.
    Nothing,
    /// The terminal has hung up.
    Gone,
}

/// The keys of a terminal, one by one, for as long as they are wanted.
pub(super) struct Keys<'k> {
    terminal: &'k OwnedFd,
    /// Hangs up when no key is wanted any more.
    stopped: OwnedFd,
}

impl<'k> Keys<'k> {
    /// Those of `terminal` until `stopped` hangs up.
    pub(super) fn new(terminal: &'k OwnedFd, stopped: OwnedFd) -> Keys<'k> {
        Keys { terminal, stopped }
    }

    /// Waits for the next, with `patience` no longer than that. No key behind it is read.
    pub(super) fn next(&self, patience: Option<Duration>) -> Next {
        let until = patience.map(|patience| Instant::now() + patience);
        loop {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            match self.wait(self.terminal.as_fd(), PollFlags::POLLIN, left) {
                Ok(Waited::Stopped) => return Next::Stopped,
                Ok(Waited::Nothing) => return Next::Nothing,
                Ok(Waited::Ready) => {}
                // A signal is neither a key nor time gone by.
                Err(nix::Error::EINTR) => continue,
                Err(_) => return Next::Gone,
            }
            let mut key = [0];
            match unistd::read(self.terminal, &mut key) {
                Ok(1..) => return Next::Key(key[0]),
                Err(nix::Error::EINTR | nix::Error::EAGAIN) => {}
                Ok(0) | Err(_) => return Next::Gone,
            }
        }
    }

    /// Waits until `fd` is ready.
    fn wait(
        &self,
        fd: BorrowedFd<'_>,
        flags: PollFlags,
        patience: Option<Duration>,
    ) -> nix::Result<Waited> {
        let mut polled = [
            PollFd::new(self.stopped.as_fd(), PollFlags::POLLIN),
            PollFd::new(fd, flags),
        ];
        let ready = poll(&mut polled, timeout(patience))?;
        Ok(match polled[0].any().unwrap_or(true) {
            true => Waited::Stopped,
            false if ready == 0 => Waited::Nothing,
            false => Waited::Ready,
        })
    }

    fn are_stopped(&self, within: Duration) -> bool {
        let mut polled = [PollFd::new(self.stopped.as_fd(), PollFlags::POLLIN)];
        matches!(poll(&mut polled, timeout(Some(within))), Ok(1..))
    }
}

/// What came of waiting for a descriptor.
enum Waited {
    Ready,
    Nothing,
    Stopped,
}

fn timeout(patience: Option<Duration>) -> PollTimeout {
    patience.map_or(PollTimeout::NONE, |patience| {
        // Rounded up: it would not wait at all for the last part of a millisecond.
        let patience = patience.saturating_add(Duration::from_micros(999));
        PollTimeout::try_from(patience).unwrap_or(PollTimeout::MAX)
    })
}

/// Who passes on the keys.
pub(super) struct Typist<'k> {
    pub(super) keys: Keys<'k>,
    pub(super) unechoed: &'k mut Unechoed<OwnedFd>,
    /// Writing to it does not wait.
    pub(super) hand: &'k mut Option<OwnedFd>,
    /// What goes before the keys that come.
    pub(super) typed: &'k mut VecDeque<u8>,
    pub(super) waiting: &'k Waiting,
    pub(super) arranging: &'k Arranging,
    /// The bytes of the key that is not whole yet.
    pub(super) key: Vec<u8>,
    pub(super) place: Place,
    pub(super) text: Text,
}

impl Typist<'_> {
    /// Passes on keys until the line is ended, or `happened` says that something has while nothing is typed. Returns how many of
    /// the last keys were passed on only to make sure of a Ctrl-C.
    pub(super) fn work(mut self, mut happened: Option<&mut Happened<'_>>) -> usize {
        let patience = happened.as_ref().map(|_| GLANCE);
        loop {
            match self.next(patience) {
                Next::Stopped => return 0,
                // The editor finds the end of its input.
                Next::Gone => {
                    *self.hand = None;
                    return 0;
                }
                Next::Nothing => {
                    self.unechoed.renew();
                    let has_happened = happened.as_mut().is_some_and(|happened| happened());
                    if has_happened && self.waiting.interrupt() {
                        self.pass(CTRL_C);
                        return 0;
                    }
                }
                Next::Key(CTRL_C) if !self.place.is_quoted() => {
                    if let Some(surplus) = self.give_up_line() {
                        return surplus;
                    }
                }
                Next::Key(key) => {
                    if key == CTRL_Z {
                        self.suspend();
                    }
                    if !self.pass(key) {
                        self.typed.push_front(key);
                        return 0;
                    }
                    if self.may_end_line(key) && self.keys.are_stopped(ENDING) {
                        return 0;
                    }
                    if self.may_change_line(key) {
                        BEHIND.iter().all(|key| self.pass(*key));
                    }
                }
            }
        }
    }

    fn next(&mut self, patience: Option<Duration>) -> Next {
        if self.typed.is_empty() {
            return self.keys.next(patience);
        }
        // The editor may be gone although there are more: behind a key that ends a line in a way of the editor's own.
        match self.keys.are_stopped(Duration::ZERO) {
            true => Next::Stopped,
            false => self.typed.pop_front().map_or(Next::Nothing, Next::Key),
        }
    }

    /// Passes on Ctrl-C so that it ends the line wherever in it the editor is: the first may only end a sequence of keys that
    /// another began. Returns how many were passed on beside that, once the line has ended.
    fn give_up_line(&mut self) -> Option<usize> {
        if self.place.is_paste() {
            Place::END_OF_PASTE.iter().all(|key| self.pass(*key));
        }
        (0..2).find(|_| !self.pass(CTRL_C) || self.keys.are_stopped(ENDING))
    }

    /// Hands `key` to the editor, unless no key is wanted any more; whether it did.
    fn pass(&mut self, key: u8) -> bool {
        self.place.see(key);
        let bytes = self.text.take(key);
        let Some(hand) = &*self.hand else {
            return true;
        };
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            match unistd::write(hand, rest) {
                Ok(written) => rest = &rest[written..],
                Err(nix::Error::EAGAIN) => {
                    let waited = self.keys.wait(hand.as_fd(), PollFlags::POLLOUT, None);
                    if matches!(waited, Ok(Waited::Stopped)) {
                        return false;
                    }
                }
                Err(nix::Error::EINTR) => {}
                // The other end is ours and open: this does not happen.
                Err(_) => return true,
            }
        }
        true
    }

    /// Whether the editor may read no further than `key`.
    fn may_end_line(&self, key: u8) -> bool {
        match key {
            b'\r' | b'\n' => !self.place.is_paste(),
            CTRL_C | CTRL_BACKSLASH => true,
            CTRL_D => !self.waiting.is_typed(),
            _ => false,
        }
    }

    /// Whether `byte` ends a key that may put pieces in order.
    fn may_change_line(&mut self, byte: u8) -> bool {
        self.key.push(byte);
        if self.place.is_in_sequence() {
            return false;
        }
        let key = std::mem::take(&mut self.key);
        !self.place.is_paste() && self.arranging.may_change(&key)
    }

    /// Stops the program, as Ctrl-Z does elsewhere. The editor then draws its line anew.
    fn suspend(&self) {
        // To a terminal that is gone it makes no difference.
        let show = |marks: &[u8]| drop(io::stdout().write_all(marks));
        show(MARKS_NO_PASTES);
        let _ = io::stdout().flush();
        // Where nobody could continue it the system does not stop it either.
        self.unechoed.lend(signal::stop_own_group);
        show(MARKS_PASTES);
        let _ = io::stdout().flush();
    }
}
