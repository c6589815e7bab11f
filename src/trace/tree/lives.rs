//! Events sorted by who did them. The number of a process may be given again to another: each has a life of its own.

use crate::trace::{TraceEvent, TraceKind};
use std::collections::{HashMap, HashSet};

/// The events of one process, in its own order.
pub type Life<'e> = Vec<&'e TraceEvent>;

/// The lives of all processes.
pub struct Lives<'e> {
    /// By number, each number's lives in the order in which they were lived.
    by_pid: HashMap<i32, Vec<Life<'e>>>,
    /// How many lives of a number have been taken out.
    taken: HashMap<i32, usize>,
    /// Processes that somebody waited for.
    waited: HashSet<i32>,
    settled: bool,
}

impl<'e> Lives<'e> {
    /// Sorts `events`; `settled` as in [`Events`](super::Events).
    pub fn of(events: &'e [TraceEvent], settled: bool) -> Lives<'e> {
        let mut by_pid: HashMap<i32, Vec<Life<'e>>> = HashMap::new();
        let mut waited = HashSet::new();
        for event in events {
            if let TraceKind::Waited { child, .. } = event.kind {
                waited.insert(child);
            }
            let lives = by_pid.entry(event.pid).or_default();
            match lives.last_mut() {
                Some(life) if goes_on(life, event) => life.push(event),
                _ => lives.push(vec![event]),
            }
        }
        Lives {
            by_pid,
            taken: HashMap::new(),
            waited,
            settled,
        }
    }

    /// The next life of number `pid`.
    pub fn take(&mut self, pid: i32) -> Life<'e> {
        let taken = self.taken.entry(pid).or_default();
        let life = self
            .by_pid
            .get_mut(&pid)
            .and_then(|lives| lives.get_mut(*taken));
        *taken += 1;
        life.map(std::mem::take).unwrap_or_default()
    }

    /// Whether what `life`, of number `pid`, did is told to its end: otherwise how much of it is known is a matter of time.
    pub fn is_whole(&self, pid: i32, life: &[&TraceEvent]) -> bool {
        // One that became a program may as well have been ended before it could.
        let ends = |event: &&&TraceEvent| matches!(event.kind, TraceKind::ShellExited { .. });
        self.waited.contains(&pid) || self.settled && life.last().as_ref().is_some_and(ends)
    }
}

/// Whether `event` belongs to the process that did what is in `life`, and not to a later one of the same number.
fn goes_on(life: &Life<'_>, event: &TraceEvent) -> bool {
    life.last().is_none_or(|last| event.seq > last.seq)
}
