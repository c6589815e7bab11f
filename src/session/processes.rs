//! The processes below one of ours, found in `/proc`, and how to end them.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::collections::HashMap;

/// Every living descendant of `root`, itself not included.
pub fn descendants(root: i32) -> Vec<i32> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for (pid, parent) in all() {
        children.entry(parent).or_default().push(pid);
    }
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(parent) = open.pop() {
        let below = children.remove(&parent).unwrap_or_default();
        open.extend(&below);
        found.extend(below);
    }
    found
}

/// Whether `pid`, a process or a thread, descends from `root`, itself not included.
pub fn is_below(mut pid: i32, root: i32) -> bool {
    while pid > 1 && pid != root {
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else {
            return false;
        };
        match parent(&stat) {
            Some(above) if above == root => return true,
            Some(above) => pid = above,
            None => return false,
        }
    }
    false
}

/// How `pid` was called; `None` if it is gone.
pub fn command(pid: i32) -> Option<String> {
    let arguments = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words: Vec<_> = arguments
        .split(|byte| *byte == 0)
        .map(String::from_utf8_lossy)
        .collect();
    let command = words.join(" ").trim().to_owned();
    (!command.is_empty()).then_some(command)
}

/// Sends `signal` to all of `pids`; one that is gone already is no error.
pub fn signal(pids: &[i32], signal: Signal) {
    for pid in pids {
        let _ = kill(Pid::from_raw(*pid), signal);
    }
}

/// Kills all of `pids`. First none may run, so that none can fork while others are killed.
pub fn kill_all(pids: &[i32]) {
    signal(pids, Signal::SIGSTOP);
    signal(pids, Signal::SIGKILL);
}

/// Process and parent of everything that is alive.
fn all() -> Vec<(i32, i32)> {
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter_map(|pid: i32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        Some((pid, parent(&stat)?))
    })
    .collect()
}

/// The parent in a line of `/proc/PID/stat`; `None` for a process that only waits to be reaped.
fn parent(stat: &str) -> Option<i32> {
    // The name stands in parentheses and may hold anything, parentheses too.
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace();
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    (state != "Z").then_some(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_are_found_behind_any_name() {
        assert_eq!(parent("12 (a) b)) S 7 12 12"), Some(7));
        assert_eq!(parent("12 (sh) Z 7 12 12"), None);
        assert_eq!(parent(""), None);
    }
}
