//! Bounds the memory of a session's processes in all; the kernel bounds the private memory of single ones only.
//!
//! `RLIMIT_DATA` counts no mapping that is shared with other processes or with a file. `RLIMIT_AS` would count it, but it
//! counts as well what programs reserve and never use, which for several language runtimes is many times what there is. So
//! what is shared is counted here: pages of shared mappings, and files in memory that a process holds open; and what is the
//! kernel's, on behalf of a process: tables of pages, and what waits in sockets. What lies in pipes the kernel bounds for each
//! user (pipe-user-pages-soft). Files in memory of a process that is locked against us count as whatever the system has more
//! of meanwhile.

use super::held::{is_hidden, nameless, waiting};
use super::processes::Below;
use crate::observation::Excess;
use std::fs::read_to_string;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Bytes that all processes may hold, where there is that much.
pub const BYTES: u64 = 2 << 30;
/// The processes are looked at once the system has lost this part of the limit.
const PART: u64 = 8;
const KIBIBYTE: u64 = 1024;

/// What the system had and may lose.
#[derive(Debug)]
pub struct Memory {
    limit: u64,
    /// The most that was free since the processes were last looked at.
    free: u64,
    /// The limit, or what is held already: a shell that holds too much must not lose line after line.
    allowed: u64,
    /// Where the session's folder is: what it holds is counted as files.
    device: u64,
    folder: PathBuf,
    /// Files in memory that somebody may hide.
    unseen: u64,
    /// All of the system's when the processes were last looked at, and those of it that were seen.
    in_memory: u64,
    seen: u64,
}

impl Memory {
    /// `None` if there is no telling how much memory is free.
    pub fn watch(folder: &Path) -> Option<Memory> {
        let free = free()?;
        let limit = BYTES.min(free / 2);
        Some(Memory {
            limit,
            free,
            allowed: limit,
            device: folder.metadata().ok()?.dev(),
            folder: folder.to_owned(),
            unseen: 0,
            in_memory: in_memory()?,
            seen: 0,
        })
    }

    /// Whether the processes `below` the guardian hold too much. They are looked at if that `is_due` or the system has lost much.
    pub fn look(&mut self, below: &Below, is_due: bool) -> Option<Excess> {
        let now = free()?;
        self.free = self.free.max(now);
        if !is_due && self.free - now < self.limit / PART {
            return None;
        }
        let allowed = self.allowed;
        (self.measure(below, now) > allowed).then_some(Excess::Memory)
    }

    /// Whether there was too much when the processes were last looked at.
    pub fn is_over(&self) -> bool {
        self.allowed != self.limit
    }

    /// What is held now is not to be stopped for.
    pub fn settle(&mut self, below: &Below) {
        if let Some(now) = free() {
            self.measure(below, now);
        }
    }

    fn measure(&mut self, below: &Below, now: u64) -> u64 {
        let held = self.held(below);
        self.free = now;
        self.allowed = held.max(self.limit);
        held
    }

    fn held(&mut self, below: &Below) -> u64 {
        let mut all = Held::default();
        for pid in below.pids().iter().copied() {
            let Some(status) = read(pid, "status") else {
                continue;
            };
            // Forks share pages until they write to them. Who may not see their shares counts them in full.
            let shares = read(pid, "smaps_rollup")
                .map(|text| Held::parse(&text, ["Pss_Anon:", "SwapPss:", "Pss_Shmem:"]));
            let full = || Held::parse(&status, ["RssAnon:", "VmSwap:", "RssShmem:"]);
            let held = shares.unwrap_or_else(full);
            let tables = field(&status, "VmPTE:").unwrap_or(0);
            all.private += held.private + tables;
            all.shared += held.shared;
        }
        // What is mapped may be held open too, and counts once.
        let open = nameless(below, |device| device != self.device);
        let shared = all.shared.max(open);
        all.private + waiting(below) + shared + self.hidden(below, shared)
    }

    /// Files in memory that are the system's since something is locked against us, and are not among those `seen`.
    fn hidden(&mut self, below: &Below, seen: u64) -> u64 {
        let now = in_memory().unwrap_or(self.in_memory);
        self.unseen = match is_hidden(below, &self.folder) {
            true => (self.unseen + now + self.seen).saturating_sub(self.in_memory + seen),
            false => 0,
        };
        (self.in_memory, self.seen) = (now, seen);
        self.unseen
    }
}

/// Bytes of memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Held {
    private: u64,
    shared: u64,
}

impl Held {
    /// The fields of these `names`: private pages, those paged out, pages of shared memory.
    fn parse(text: &str, names: [&str; 3]) -> Held {
        let [private, swapped, shared] = names.map(|name| field(text, name).unwrap_or(0));
        Held {
            private: private + swapped,
            shared,
        }
    }
}

fn read(pid: i32, name: &str) -> Option<String> {
    read_to_string(format!("/proc/{pid}/{name}"))
        .ok()
        .filter(|text| !text.is_empty())
}

/// Bytes of files in memory, of the whole system.
fn in_memory() -> Option<u64> {
    field(&read_to_string("/proc/meminfo").ok()?, "Shmem:")
}

/// Bytes that can be had without anything being ended.
fn free() -> Option<u64> {
    let text = read_to_string("/proc/meminfo").ok()?;
    let swap = field(&text, "SwapFree:").unwrap_or(0);
    Some(field(&text, "MemAvailable:")? + swap)
}

/// The bytes that a line `NAME   123 kB` of `text` tells.
fn field(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let number: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(number * KIBIBYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let text =
            "Pss:    9 kB\nPss_Anon:      12 kB\nSwap:  3 kB\nSwapPss:   1 kB\nPss_Shmem: 4 kB\n";
        let held = Held::parse(text, ["Pss_Anon:", "SwapPss:", "Pss_Shmem:"]);
        let expected = Held {
            private: 13 << 10,
            shared: 4 << 10,
        };
        assert_eq!(held, expected);
        assert_eq!(field("VmRSS:\t 7 kB\n", "VmRSS:"), Some(7 << 10));
        assert_eq!(field("", "VmRSS:"), None);
    }
}
