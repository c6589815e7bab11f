//! The processes below one of ours, found in `/proc`, and how to end them.

use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;

/// Every living descendant of `root`, itself not included.
pub fn descendants(root: i32) -> Vec<i32> {
    found_below(root, |_| true)
}

/// Those of `pids` that are living descendants of `root`, and their own.
pub fn below(root: i32, pids: &HashSet<i32>) -> Vec<i32> {
    found_below(root, |pid| pids.contains(&pid))
}

/// The living descendants of `root` that `counts` names, and their own.
fn found_below(root: i32, counts: impl Fn(i32) -> bool) -> Vec<i32> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for (pid, parent) in all() {
        children.entry(parent).or_default().push(pid);
    }
    let mut found = Vec::new();
    let mut open = vec![(root, false)];
    while let Some((parent, is_found)) = open.pop() {
        for child in children.remove(&parent).unwrap_or_default() {
            let is_found = is_found || counts(child);
            open.push((child, is_found));
            found.extend(is_found.then_some(child));
        }
    }
    found
}

/// The living descendants of one process, looked for at most once: to read the whole of `/proc` takes milliseconds.
#[derive(Debug)]
pub struct Below {
    root: i32,
    /// Whether shells among them hold files that only they can see.
    pub hide: bool,
    found: OnceCell<Vec<i32>>,
}

impl Below {
    /// Those of `root`, which are not looked for yet. Shells among them may say that they `hide` files.
    pub fn new(root: i32, hide: bool) -> Below {
        Below {
            root,
            hide,
            found: OnceCell::new(),
        }
    }

    /// Their ids, as when they were first asked for.
    pub fn pids(&self) -> &[i32] {
        self.found.get_or_init(|| descendants(self.root))
    }
}

/// The threads of all of `pids` that are alive.
pub fn threads(pids: &[i32]) -> usize {
    let threads = |pid: &i32| field::<usize>(&stat_of(*pid)?, THREADS);
    pids.iter().filter_map(threads).sum()
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

/// Kills what is below `root`, but for `spared`. A process group ends at one blow, so that none of it can fork while others
/// are killed; of the group of `spared` each is stopped first.
///
/// Where processes come and go by the thousand their numbers are soon given to others: so each is looked at again at the
/// moment of the blow, and one that is not below `root` then is left alone.
pub fn kill_below(root: i32, pids: &[i32], spared: Option<i32>) {
    let kept = [root, spared.unwrap_or(root)].map(group_of);
    let mut done = Vec::new();
    for pid in pids.iter().copied().filter(|pid| Some(*pid) != spared) {
        let Some(group) = group_of(pid).filter(|group| !done.contains(group)) else {
            continue;
        };
        if !is_below(pid, root) {
            continue;
        }
        if kept.contains(&Some(group)) {
            signal(&[pid], Signal::SIGSTOP);
            signal(&[pid], Signal::SIGKILL);
        } else if group > 1 {
            let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
            done.push(group);
        }
    }
}

/// The process group of `pid`, as long as that is not waiting to be reaped.
fn group_of(pid: i32) -> Option<i32> {
    let stat = stat_of(pid)?;
    parent(&stat)?;
    field(&stat, GROUP)
}

/// Whether all of the process group `group` has ended or is about to: no signal reaches it any more.
pub fn is_ending(group: i32) -> bool {
    !members(group).any(|(_, stat)| is_alive(&stat))
}

/// Whether the process of that line of `/proc/PID/stat` has neither ended nor is about to.
fn is_alive(stat: &str) -> bool {
    let flags: u32 = field(stat, FLAGS).unwrap_or(0);
    parent(stat).is_some() && flags & EXITING == 0
}

/// Whether a process of the group `group` catches or ignores SIGINT, so that it may end after it as if by itself.
pub fn deals_with_interrupts(group: i32) -> bool {
    members(group).any(|(pid, _)| interrupts_of(pid) == Some(Interrupts::Handled))
}

/// Whether a process of the group `group` is alive though SIGINT would have ended it.
pub fn has_not_got_interrupt(group: i32) -> bool {
    members(group)
        .any(|(pid, stat)| is_alive(&stat) && interrupts_of(pid) == Some(Interrupts::Deadly))
}

/// Whether the process `pid` is there, and is not about to end.
pub fn goes_on(pid: i32) -> bool {
    stat_of(pid).is_some_and(|stat| is_alive(&stat))
}

/// Whether `pid` has become no other program since it was forked.
pub fn is_copy(pid: i32) -> bool {
    let flags: Option<u32> = stat_of(pid).and_then(|stat| field(&stat, FLAGS));
    flags.is_some_and(|flags| flags & NOT_EXECED != 0)
}

/// A number that is another one as soon as one of `pids`, or a thread of theirs, has run, come or gone. None while one of them
/// runs.
pub fn work(pids: &[i32]) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for pid in pids {
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task"));
        for task in tasks.into_iter().flatten().flatten() {
            let Ok(status) = std::fs::read_to_string(task.path().join("status")) else {
                continue;
            };
            for line in status.lines() {
                match line.split_once(":\t") {
                    Some(("State", state)) if state.starts_with(['R', 'D']) => return None,
                    Some(("Pid", number)) => number.hash(&mut hasher),
                    Some((name, times)) if name.ends_with("ctxt_switches") => {
                        times.hash(&mut hasher);
                    }
                    _ => {}
                }
            }
        }
    }
    Some(hasher.finish())
}

/// How long `pids`, and those of their children that have ended, have worked, in clock ticks.
pub fn ticks(pids: &[i32]) -> u64 {
    let stats = pids.iter().filter_map(|pid| stat_of(*pid));
    let ticks =
        |stat: String| -> u64 { TICKS.filter_map(|number| field::<u64>(&stat, number)).sum() };
    stats.map(ticks).sum()
}

/// What SIGINT is to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interrupts {
    /// It holds them back, as a shell's child does until it has become another program.
    Blocked,
    /// It catches or ignores them.
    Handled,
    /// They end it.
    Deadly,
}

fn interrupts_of(pid: i32) -> Option<Interrupts> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let is_in = |name: &str| {
        let mut lines = status.lines();
        let mask = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.unwrap_or(0) & (1 << (Signal::SIGINT as u32 - 1)) != 0
    };
    Some(match () {
        () if is_in("SigBlk") => Interrupts::Blocked,
        () if is_in("SigCgt") || is_in("SigIgn") => Interrupts::Handled,
        () => Interrupts::Deadly,
    })
}

/// The processes of a group, each with its line of `/proc/PID/stat`.
fn members(group: i32) -> impl Iterator<Item = (i32, String)> {
    stats().filter(move |(_, stat)| field(stat, GROUP) == Some(group))
}

/// Process and parent of everything that is alive.
fn all() -> Vec<(i32, i32)> {
    stats()
        .filter_map(|(pid, stat)| Some((pid, parent(&stat)?)))
        .collect()
}

/// Every process with its line of `/proc/PID/stat`.
fn stats() -> impl Iterator<Item = (i32, String)> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten();
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter_map(|pid: i32| Some((pid, stat_of(pid)?)))
}

fn stat_of(pid: i32) -> Option<String> {
    // One read gives all of it: 52 numbers and a short name.
    let mut stat = [0; STAT];
    let mut file = File::open(format!("/proc/{pid}/stat")).ok()?;
    let length = file.read(&mut stat).ok()?;
    Some(String::from_utf8_lossy(&stat[..length]).into_owned())
}

/// Bytes that `/proc/PID/stat` has at most.
const STAT: usize = 2048;
/// Fields of `/proc/PID/stat`, counted behind the name.
const STATE: usize = 0;
const PARENT: usize = 1;
const GROUP: usize = 2;
const FLAGS: usize = 6;
const TICKS: std::ops::Range<usize> = 11..15;
const THREADS: usize = 17;
/// The kernel's `PF_EXITING`.
const EXITING: u32 = 4;
/// The kernel's `PF_FORKNOEXEC`.
const NOT_EXECED: u32 = 0x40;

/// The parent in a line of `/proc/PID/stat`; `None` for a process that only waits to be reaped.
fn parent(stat: &str) -> Option<i32> {
    let state: char = field(stat, STATE)?;
    let parent = field(stat, PARENT)?;
    (state != 'Z').then_some(parent)
}

fn field<T: std::str::FromStr>(stat: &str, number: usize) -> Option<T> {
    // The name stands in parentheses and may hold anything, parentheses too.
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(number)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_counted() {
        let stat = "12 (a) b) S 7 12 12 0 -1 4194304 92 0 0 0 1 0 0 0 20 0 9 0 133";
        assert_eq!(field(stat, THREADS), Some(9));
    }

    #[test]
    fn parents_are_found_behind_any_name() {
        assert_eq!(parent("12 (a) b)) S 7 12 12"), Some(7));
        assert_eq!(parent("12 (sh) Z 7 12 12"), None);
        assert_eq!(parent(""), None);
    }
}
