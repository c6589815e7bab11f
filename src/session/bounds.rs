//! What a session may use in all, and what happens when it uses more: everything but the shell is killed, the line is
//! interrupted, and the host is told why.
//!
//! The guardian looks now and then while something runs, and not at all while the shell waits alone. Each look begins with what is cheap for the whole system: only if
//! that has shrunk by a part of a limit it may be because of us, and our own share is counted. What others give back may
//! hide that, so it is counted now and then in any case.

use super::activity::{Heard, Listener};
use super::crowd::Crowd;
use super::disk::Disk;
use super::memory::Memory;
use super::processes::{self, Below};
use crate::observation::Excess;
use nix::poll::{PollFd, PollFlags, PollTimeout};
use nix::sys::signal::Signal;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

/// What is used is looked at this often.
const GLANCE: Duration = Duration::from_millis(50);
/// The number of processes is looked at this often where only we bound it: nothing else grows as fast.
const COUNT: Duration = Duration::from_millis(4);
/// After so many looks with no line it is found out whether earlier ones have left anything running.
const GLANCES: u32 = 20;
/// The part of the time that may be spent on counting in any case,
const SHARE: u32 = 200;
/// and how long after a count there is another one, though counting be slow.
const LATEST: Duration = Duration::from_secs(5);
/// How often a line is interrupted before its shell is killed.
const PATIENCE: u32 = 20;
/// How long processes are hunted that keep making new ones.
const HUNT: Duration = Duration::from_secs(2);

/// The bounds this system can tell anything about.
#[derive(Debug)]
pub struct Bounds {
    crowd: Option<Crowd>,
    disk: Option<Disk>,
    memory: Option<Memory>,
    guardian: i32,
    shell: i32,
    /// How often the line has been interrupted for an excess, if it still runs.
    chase: Option<u32>,
    /// `None` once the shell cannot tell any more.
    activity: Option<Listener>,
    /// Whether a shell has told that it holds files that only it can see.
    shells_hide: bool,
    attention: Attention,
    last_look: Instant,
    last_count: Instant,
    count_took: Duration,
}

/// What there is to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attention {
    /// A line runs, or so it must be assumed.
    Line,
    /// A line has ended, so many looks ago.
    Leftovers(u32),
    /// Nothing but a shell that waits.
    Rest,
}

impl Bounds {
    /// Those of a session in `folder`, whose processes are below `guardian` and among them the `shell`, which tells of its
    /// `activity`.
    pub fn watch(folder: &Path, guardian: i32, shell: i32, activity: Listener) -> Bounds {
        Bounds {
            crowd: Crowd::watch(),
            disk: Disk::watch(folder),
            memory: Memory::watch(folder),
            guardian,
            shell,
            chase: None,
            activity: Some(activity),
            shells_hide: false,
            attention: Attention::Rest,
            last_look: Instant::now(),
            last_count: Instant::now(),
            count_took: Duration::ZERO,
        }
    }

    /// What becomes readable when the shell tells something.
    pub fn poll_fd(&self) -> Option<PollFd<'_>> {
        let activity = self.activity.as_ref()?;
        Some(PollFd::new(activity.as_fd(), PollFlags::POLLIN))
    }

    /// When to look next if nothing else happens.
    pub fn timeout(&self) -> PollTimeout {
        match self.attention {
            Attention::Rest => PollTimeout::NONE,
            Attention::Line | Attention::Leftovers(_) => {
                let next = if self.crowd.is_some() { COUNT } else { GLANCE };
                PollTimeout::try_from(next).unwrap_or(PollTimeout::ZERO)
            }
        }
    }

    /// Looks if it is time to, and ends what uses too much; `tell` is called when all but the shell is gone, which waits.
    pub fn keep(&mut self, tell: impl FnOnce(Excess)) {
        self.hear();
        if self.attention == Attention::Rest {
            return;
        }
        let is_time = self.last_look.elapsed() >= GLANCE;
        let excess = match self.chase {
            Some(_) => None,
            None if is_time => self.exceeded(),
            None => self.crowded(&Below::new(self.guardian, self.shells_hide)),
        };
        if let Some(excess) = excess {
            self.stop(|| tell(excess));
        } else if let (true, Some(times)) = (is_time, self.chase) {
            self.interrupt(times);
        }
        if !is_time {
            return;
        }
        self.last_look = Instant::now();
        self.attention = match self.attention {
            Attention::Leftovers(GLANCES..) if self.others().is_empty() => Attention::Rest,
            Attention::Leftovers(GLANCES..) => Attention::Leftovers(0),
            Attention::Leftovers(looks) => Attention::Leftovers(looks + 1),
            Attention::Line | Attention::Rest => self.attention,
        };
    }

    fn hear(&mut self) {
        let heard = self.activity.as_ref().map(Listener::hear);
        for what in heard.into_iter().flatten() {
            match what {
                Heard::Begins => {
                    self.chase = None;
                    if self.attention == Attention::Rest {
                        self.disk.iter_mut().for_each(Disk::begin);
                    }
                    self.attention = Attention::Line;
                    // A line may have emptied what was too full.
                    self.settle();
                    // The shell tells anew. A copy of it that waits says nothing.
                    self.shells_hide = self.shells_hide && !self.others().is_empty();
                }
                Heard::Ends => {
                    self.chase = None;
                    self.attention = Attention::Leftovers(0);
                }
                Heard::Hides => self.shells_hide = true,
                Heard::Silence => {
                    self.activity = None;
                    self.attention = Attention::Line;
                }
            }
        }
    }

    fn exceeded(&mut self) -> Option<Excess> {
        let below = Below::new(self.guardian, self.shells_hide);
        let begun = Instant::now();
        let is_due = begun - self.last_count > LATEST.min(self.count_took * SHARE);
        let crowded = self.crowded(&below);
        let excess = crowded
            .or_else(|| self.disk.as_mut()?.look(&below, is_due))
            .or_else(|| self.memory.as_mut()?.look(&below, is_due));
        if is_due {
            self.last_count = Instant::now();
            self.count_took = self.last_count - begun;
        }
        excess
    }

    fn crowded(&self, below: &Below) -> Option<Excess> {
        self.crowd.as_ref()?.look(below)
    }

    fn stop(&mut self, tell: impl FnOnce()) {
        // The shell first, so that its line goes no further, nor ends before it is told why.
        processes::signal(&[self.shell], Signal::SIGSTOP);
        let until = Instant::now() + HUNT;
        loop {
            let others = self.others();
            if others.is_empty() || Instant::now() > until {
                break;
            }
            processes::kill_below(self.guardian, &others, Some(self.shell));
        }
        self.settle();
        tell();
        if self.attention == Attention::Line {
            self.interrupt(0);
        }
        processes::signal(&[self.shell], Signal::SIGCONT);
    }

    /// Asks the shell to end its line. One that waits for a program takes that as meant for the program, unless that heeds it
    /// too; one that was asked often enough does not listen.
    fn interrupt(&mut self, times: u32) {
        let to_shell = match times {
            PATIENCE.. => Signal::SIGKILL,
            _ => Signal::SIGINT,
        };
        let to_others = match times % 2 {
            0 => Signal::SIGKILL,
            _ => Signal::SIGINT,
        };
        processes::signal(&[self.shell], to_shell);
        processes::signal(&self.others(), to_others);
        self.chase = Some(times + 1);
    }

    /// What is there already is not to be stopped for again.
    fn settle(&mut self) {
        let below = Below::new(self.guardian, self.shells_hide);
        if let Some(disk) = self.disk.as_mut().filter(|disk| disk.is_over()) {
            disk.settle(&below);
        }
        if let Some(memory) = self.memory.as_mut().filter(|memory| memory.is_over()) {
            memory.settle(&below);
        }
    }

    /// Whatever is alive but the shell.
    fn others(&self) -> Vec<i32> {
        let mut others = processes::descendants(self.guardian);
        others.retain(|pid| *pid != self.shell);
        others
    }
}
