//! Bounds the number of a session's processes, threads counted as such, where the kernel does not: it sets no such limit to root.
//!
//! For anybody else `confine` sets a limit that no process can exceed for a moment.

use super::confine::PROCESSES;
use super::processes::{self, Below};
use crate::observation::Excess;
use crate::sys::limit;

/// As many are stopped for: between two looks, and while they are killed, some more appear, which must not exceed the bound.
pub const MANY: usize = PROCESSES as usize * 3 / 4;

/// What there was before the session began.
#[derive(Debug)]
pub struct Crowd {
    tasks_before: usize,
}

impl Crowd {
    /// `None` where the kernel keeps the limit.
    pub fn watch() -> Option<Crowd> {
        let tasks_before = tasks()?;
        limit::is_exempt_from_processes().then_some(Crowd { tasks_before })
    }

    /// Whether there are too many processes `below` the guardian.
    pub fn look(&self, below: &Below) -> Option<Excess> {
        // Reading one number is cheap; only if the whole system has grown it may be because of us.
        if tasks()? < self.tasks_before + MANY {
            return None;
        }
        // One of them is the shell.
        let are_many = processes::threads(below.pids()) > MANY + 1;
        are_many.then_some(Excess::Processes)
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
