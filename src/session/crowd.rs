//! Bounds the number of a session's processes where the kernel does not: it sets no such limit to root.
//!
//! The guardian looks now and then. For anybody else `confine` sets a limit that no process can exceed for a moment.

use super::confine::PROCESSES;
use super::processes;
use nix::sys::signal::Signal;
use std::time::{Duration, Instant};

/// The number of processes is looked at this often.
pub const GLANCE: Duration = Duration::from_millis(50);
/// How long processes are hunted that keep making new ones.
const HUNT: Duration = Duration::from_secs(2);

/// What there was before the session began.
#[derive(Debug)]
pub struct Crowd {
    tasks_before: usize,
}

impl Crowd {
    /// `None` where the kernel keeps the limit.
    pub fn watch() -> Option<Crowd> {
        let tasks_before = tasks()?;
        let exempt = nix::unistd::getuid().is_root();
        exempt.then_some(Crowd { tasks_before })
    }

    /// If there are too many processes below `guardian`, interrupts its `shell` and kills all others.
    pub fn disperse(&self, guardian: i32, shell: i32) {
        // Reading one number is cheap; only if the whole system has grown it may be because of us.
        if tasks().is_none_or(|tasks| tasks < self.tasks_before + PROCESSES as usize) {
            return;
        }
        let others = || {
            let mut below = processes::descendants(guardian);
            below.retain(|pid| *pid != shell);
            below
        };
        let mut alive = others();
        if alive.len() <= PROCESSES as usize {
            return;
        }
        // The shell first, so that its line goes no further.
        processes::signal(&[shell], Signal::SIGINT);
        let until = Instant::now() + HUNT;
        while !alive.is_empty() && Instant::now() < until {
            processes::kill_all(&alive);
            alive = others();
        }
    }
}

/// Threads on this system.
fn tasks() -> Option<usize> {
    total(&std::fs::read_to_string("/proc/loadavg").ok()?)
}

/// The number after the slash in `0.20 0.18 0.12 1/80 11206`.
fn total(loadavg: &str) -> Option<usize> {
    loadavg.split_once('/')?.1.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_all_tasks_is_found() {
        assert_eq!(total("0.20 0.18 0.12 1/80 11206\n"), Some(80));
        assert_eq!(total(""), None);
    }
}
