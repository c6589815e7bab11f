//! Ctrl-C on its way to a line: seen to arrive, and seen to help.
//!
//! The terminal sends SIGINT to its foreground process group. While one job ends and the next begins that group may hold
//! nothing but what is ending, and then the signal reaches nobody: so somebody looks, and tells the shell. And a program may
//! ignore it; whoever presses the key again and again without an answer wants the line to end, whatever it takes.

use super::processes;
use crate::sys::terminal;
use nix::sys::signal::Signal;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

/// What Ctrl-C is as a byte where a program reads keys as they are.
const CTRL_C: u8 = 3;
/// Times the key is pressed without an answer before it is taken to mean any means.
const UNANSWERED: u32 = 3;
/// As many where the key is no signal but a byte: most programs that want it so answer it.
const UNANSWERED_BYTES: u32 = 6;
/// Times it is pressed within [`URGENT`] while the line goes on talking.
const ANSWERED: usize = 10;
/// How soon one after the other keys are pressed by someone who wants out.
const URGENT: Duration = Duration::from_secs(5);
/// Bytes of output for each press that are no answer: the terminal itself shows `^C`.
const ECHO: u64 = 4;

/// What the keys of one line have come to.
#[derive(Debug, Default)]
pub struct Interrupts {
    pressed: Vec<Instant>,
    /// Presses since the line said something last, and how much it had said before the first of them.
    unanswered: u32,
    said_before: u64,
    /// Whether the line is to end now.
    pub insist: Option<Instant>,
}

/// Keys on their way through `tty`, in which there is a Ctrl-C.
#[derive(Debug)]
pub struct Press {
    /// The foreground process group, if the key is a signal.
    group: Option<i32>,
}

impl Press {
    /// What to look after, if `keys` hold the key; to be asked before they are passed on.
    pub fn among(keys: &[u8], tty: BorrowedFd<'_>) -> Option<Press> {
        let key = terminal::interrupt_key(tty);
        let group = key.and_then(|_| terminal::foreground_of(tty));
        keys.contains(&key.unwrap_or(CTRL_C))
            .then_some(Press { group })
    }
}

impl Interrupts {
    /// Notes that `press` has been passed on to the line of the shell `shell`, which had `said` so many bytes.
    pub fn note(&mut self, press: &Press, shell: i32, said: u64) {
        if let Some(group) = press.group
            && group != shell
            && processes::is_ending(group)
        {
            processes::signal(&[shell], Signal::SIGINT);
        }
        let silent = said <= self.said_before + ECHO * u64::from(self.unanswered + 1);
        if self.unanswered == 0 || !silent {
            (self.unanswered, self.said_before) = (0, said);
        }
        self.unanswered += 1;
        let now = Instant::now();
        self.pressed
            .retain(|before| now.duration_since(*before) < URGENT);
        self.pressed.push(now);
        let unanswered = if press.group.is_some() {
            UNANSWERED
        } else {
            UNANSWERED_BYTES
        };
        let enough = self.unanswered >= unanswered
            || press.group.is_some() && self.pressed.len() >= ANSWERED;
        if enough && self.insist.is_none() {
            self.insist = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses the key at each amount of output in `said`; whether it then insists.
    fn check(group: Option<i32>, said: &[u64], expected: bool) {
        let mut interrupts = Interrupts::default();
        for said in said {
            interrupts.note(&Press { group }, 1, *said);
        }
        assert_eq!(interrupts.insist.is_some(), expected, "{said:?}");
    }

    #[test]
    fn a_key_without_an_answer_insists_and_one_with_an_answer_does_not() {
        check(Some(1), &[0, 2], false);
        check(Some(1), &[0, 2, 4], true);
        check(Some(1), &[100, 102, 200, 202, 300, 302], false);
        check(
            Some(1),
            &[0, 50, 100, 150, 200, 250, 300, 350, 400, 450],
            true,
        );
        check(None, &[0, 2, 4, 6, 8], false);
        check(None, &[0, 2, 4, 6, 8, 10], true);
        check(
            None,
            &[0, 50, 100, 150, 200, 250, 300, 350, 400, 450],
            false,
        );
    }
}
