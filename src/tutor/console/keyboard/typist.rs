//! The thread that passes on keys to the editor, and how keys come to it.

use super::super::CTRL_C;
use super::super::waiting::Waiting;
use super::Happened;
use crate::sys::signal;
use crate::sys::terminal::Unechoed;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd;
use std::collections::VecDeque;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

/// Between two looks at what a prompt waits for beside keys.
const GLANCE: Duration = Duration::from_millis(200);
/// How long the editor may take to end its line. After that the key has had another meaning, as it has behind Ctrl-V.
const ENDING: Duration = Duration::from_secs(1);

const CTRL_D: u8 = 4;
const CTRL_Z: u8 = 26;
const CTRL_BACKSLASH: u8 = 28;

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
        let mut polled = [
            PollFd::new(self.stopped.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.terminal.as_fd(), PollFlags::POLLIN),
        ];
        match poll(&mut polled, timeout(patience)) {
            Ok(0) => return Next::Nothing,
            Ok(_) => {}
            Err(nix::Error::EINTR) => return Next::Nothing,
            Err(_) => return Next::Gone,
        }
        if polled[0].any().unwrap_or(true) {
            return Next::Stopped;
        }
        let mut key = [0];
        match unistd::read(self.terminal, &mut key) {
            Ok(1..) => Next::Key(key[0]),
            Err(nix::Error::EINTR | nix::Error::EAGAIN) => Next::Nothing,
            Ok(0) | Err(_) => Next::Gone,
        }
    }

    fn are_stopped(&self, within: Duration) -> bool {
        let mut polled = [PollFd::new(self.stopped.as_fd(), PollFlags::POLLIN)];
        matches!(poll(&mut polled, timeout(Some(within))), Ok(1..))
    }
}

fn timeout(patience: Option<Duration>) -> PollTimeout {
    patience.map_or(PollTimeout::NONE, |patience| {
        PollTimeout::try_from(patience).unwrap_or(PollTimeout::MAX)
    })
}

/// Who passes on the keys.
pub(super) struct Typist<'k> {
    pub(super) keys: Keys<'k>,
    pub(super) unechoed: &'k mut Unechoed<OwnedFd>,
    pub(super) hand: &'k mut Option<OwnedFd>,
    /// What goes before the keys that come.
    pub(super) typed: &'k mut VecDeque<u8>,
    pub(super) waiting: &'k Waiting,
    pub(super) pasting: Pasting,
}

impl Typist<'_> {
    /// Passes on keys until the line is ended, or `happened` says that something has while nothing is typed.
    pub(super) fn work(mut self, mut happened: Option<&mut Happened<'_>>) {
        let patience = happened.as_ref().map(|_| GLANCE);
        loop {
            match self.next(patience) {
                Next::Stopped => return,
                // The editor finds the end of its input.
                Next::Gone => return *self.hand = None,
                Next::Nothing => {
                    let has_happened = happened.as_mut().is_some_and(|happened| happened());
                    if has_happened && self.waiting.interrupt() {
                        return self.pass(CTRL_C);
                    }
                }
                Next::Key(key) => {
                    if key == CTRL_Z {
                        self.suspend();
                    }
                    self.pass(key);
                    if self.may_end_line(key) && self.keys.are_stopped(ENDING) {
                        return;
                    }
                }
            }
        }
    }

    fn next(&mut self, patience: Option<Duration>) -> Next {
        match self.typed.pop_front() {
            Some(key) => Next::Key(key),
            None => self.keys.next(patience),
        }
    }

    fn pass(&mut self, key: u8) {
        self.pasting.see(key);
        if let Some(hand) = &self.hand {
            // The other end is ours and open, and takes far more than the editor lets come together.
            let _ = unistd::write(hand, &[key]);
        }
    }

    /// Whether the editor may read no further than `key`.
    fn may_end_line(&self, key: u8) -> bool {
        match key {
            b'\r' | b'\n' => !self.pasting.now,
            CTRL_C | CTRL_BACKSLASH => true,
            CTRL_D => !self.waiting.is_typed(),
            _ => false,
        }
    }

    /// Stops the program, as Ctrl-Z does elsewhere. The editor then draws its line anew.
    fn suspend(&self) {
        // Where nobody could continue it the system does not stop it either.
        self.unechoed.lend(signal::stop_own_group);
    }
}

/// Whether what is typed is pasted: then Enter is part of the text, up to the sequence by which the terminal ends it.
#[derive(Debug, Default)]
pub(super) struct Pasting {
    now: bool,
    /// The last bytes that may begin such a sequence.
    seen: Vec<u8>,
}

impl Pasting {
    const BEGIN: &[u8] = b"\x1b[200~";
    const END: &[u8] = b"\x1b[201~";

    fn see(&mut self, key: u8) {
        if key == 0x1b {
            self.seen.clear();
        }
        self.seen.push(key);
        match &self.seen[..] {
            Self::BEGIN => self.now = true,
            Self::END => self.now = false,
            seen if Self::BEGIN.starts_with(seen) || Self::END.starts_with(seen) => return,
            _ => {}
        }
        self.seen.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_known_by_its_beginning_and_its_end() {
        let mut pasting = Pasting::default();
        let mut at_enter = Vec::new();
        for key in *b"a\r\x1b[A\x1b[200~b\rc\x1b\x1b[201~\r\x1b[201\r" {
            pasting.see(key);
            if key == b'\r' {
                at_enter.push(pasting.now);
            }
        }
        assert_eq!(at_enter, [false, true, false, false]);
    }
}
