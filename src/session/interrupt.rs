//! Ctrl-C on its way to a line: seen to arrive, and seen to help.
//!
//! The terminal sends SIGINT to its foreground process group. While one job ends and the next begins that group may hold
//! nothing but what is ending, and then the signal reaches nobody: so somebody looks, and sends it once more. And a program may
//! ignore it; whoever presses the key again and again without an answer wants the line to end, whatever it takes.

use super::processes;
use crate::sys::terminal;
use crate::trace::{TraceEvent, TraceKind};
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
const ANSWERED: usize = 8;
/// How soon one after the other keys are pressed by someone who wants out.
const URGENT: Duration = Duration::from_secs(8);
/// How long the signal has to end what it reaches.
pub const GRACE: Duration = Duration::from_millis(30);
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
#[derive(Clone, Debug)]
pub struct Press {
    /// The foreground process group, if the key is a signal.
    group: Option<i32>,
    /// Whether that may end by itself because of it.
    is_dealt_with: bool,
    /// What the line had done before it.
    done: usize,
}

impl Press {
    /// What to look after, if `keys` hold the key; to be asked before they are passed on to a line of the shell `shell`, which has
    /// `done` so many things.
    pub fn among(keys: &[u8], tty: BorrowedFd<'_>, shell: i32, done: usize) -> Option<Press> {
        let key = terminal::interrupt_key(tty);
        let group = key.and_then(|_| terminal::foreground_of(tty));
        keys.contains(&key.unwrap_or(CTRL_C)).then(|| Press {
            group,
            is_dealt_with: group
                .is_some_and(|group| group != shell && processes::deals_with_interrupts(group)),
            done,
        })
    }

    /// Whether the line, of which `trace` is known, has done something since because of it: then it goes on because a trap is there
    /// for it, and what it runs by now is not what the key was for.
    pub fn is_heeded(&self, trace: &[TraceEvent]) -> bool {
        let since = trace.get(self.done..).unwrap_or_default();
        since.iter().any(|event| match event.kind {
            TraceKind::TrapRun { condition } => condition == Signal::SIGINT as i32,
            TraceKind::Waited { how, .. } => how.signal() == Some(Signal::SIGINT as i32),
            _ => false,
        })
    }

    /// Sees to it that somebody gets the signal, once the terminal has sent it: the shell `shell`, if the group was about to end when
    /// it came.
    pub fn look_after(&self, shell: i32) {
        let group = self.group.filter(|group| *group != shell);
        if !self.is_dealt_with && group.is_some_and(processes::is_ending) {
            processes::signal(&[shell], Signal::SIGINT);
        }
    }

    /// The same, [`GRACE`] later, of a line that still runs: of what came to the foreground of `tty` since the key was pressed, whom
    /// the signal reached it has ended, or they catch it.
    pub fn look_again(&self, shell: i32, tty: BorrowedFd<'_>) {
        let Some(now) = self.group.and_then(|_| terminal::foreground_of(tty)) else {
            return;
        };
        if self.is_dealt_with || now == shell || Some(now) == self.group {
            return;
        }
        processes::signal(&[shell], Signal::SIGINT);
        if processes::has_not_got_interrupt(now) {
            // A group that is gone by now has nothing to be ended.
            let _ = nix::sys::signal::killpg(nix::unistd::Pid::from_raw(now), Signal::SIGINT);
        }
    }
}

impl Interrupts {
    /// Whether the key was pressed at all.
    pub fn is_pressed(&self) -> bool {
        !self.pressed.is_empty()
    }

    /// Notes that `press` has been passed on to the line, which had `said` so many bytes.
    pub fn note(&mut self, press: &Press, said: u64) {
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
            let press = Press {
                group,
                is_dealt_with: false,
                done: 0,
            };
            interrupts.note(&press, *said);
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
