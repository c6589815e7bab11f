//! Bounds what a session's folder may hold in all; the kernel bounds single files only.
//!
//! Counted are the blocks and entries of the folder, and files that have lost their last name while a process holds them
//! open. Folders and processes that are locked against us count as whatever the file system has lost meanwhile; so does what a
//! shell of ours holds open, which is locked as well and tells.

use super::held::{BLOCK, is_hidden, nameless};
use super::processes::{Below, work};
use crate::observation::Excess;
use nix::dir::Dir;
use nix::fcntl::{AtFlags, OFlag};
use nix::sys::stat::{FileStat, Mode, SFlag, fstatat, stat};
use nix::sys::statvfs::statvfs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Bytes the folder may hold.
pub const BYTES: u64 = 256 << 20;
/// Entries the folder may hold: files of no bytes fill a disk as well.
pub const ENTRIES: u64 = 10_000;
/// The folder is looked through once the file system has lost this part of a limit.
const PART: u64 = 8;
/// What was lost so long before something was found to be locked may be in it.
const MOMENT: Duration = Duration::from_secs(2);
/// Folders within folders that are looked through.
const DEPTH: usize = 200;

/// Bytes and entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Amount {
    bytes: u64,
    entries: u64,
}

const LIMIT: Amount = Amount {
    bytes: BYTES,
    entries: ENTRIES,
};

/// What may be lost on top of what is too much already.
const SLACK: Amount = Amount {
    bytes: BYTES / PART,
    entries: ENTRIES / PART,
};

impl Amount {
    fn or_more(self, other: Amount) -> Amount {
        Amount {
            bytes: self.bytes.max(other.bytes),
            entries: self.entries.max(other.entries),
        }
    }

    fn and(self, other: Amount) -> Amount {
        Amount {
            bytes: self.bytes + other.bytes,
            entries: self.entries + other.entries,
        }
    }

    fn less(self, other: Amount) -> Amount {
        Amount {
            bytes: self.bytes.saturating_sub(other.bytes),
            entries: self.entries.saturating_sub(other.entries),
        }
    }
}

/// The folder and what is known of it.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    device: u64,
    /// The most that was free since the folder was last looked through.
    free: Amount,
    /// The limit, or what is there already: a folder that is too full must not stop a line that empties it.
    allowed: Amount,
    /// What the file system lost while something was locked against us.
    unseen: Amount,
    /// What was free, and what was seen, when the folder was last looked through, or a moment ago if nothing was locked then:
    /// whoever locks something may have filled it just before.
    left: Amount,
    seen: Amount,
    since: Instant,
    /// What the processes had done by then; known only if something was locked.
    work: Option<u64>,
}

impl Disk {
    /// `None` if there is no telling how full the file system is.
    pub fn watch(folder: &Path) -> Option<Disk> {
        let (left, seen) = (free(folder)?, Usage::of(folder).amount);
        Some(Disk {
            folder: folder.to_owned(),
            device: stat(folder).ok()?.st_dev,
            free: left,
            left,
            seen,
            since: Instant::now(),
            allowed: seen.or_more(LIMIT),
            unseen: Amount::default(),
            work: None,
        })
    }

    /// Whether the folder, in which the processes `below` the guardian work, holds too much. It is looked through if that `is_due`
    /// or the file system has lost much.
    pub fn look(&mut self, below: &Below, is_due: bool) -> Option<Excess> {
        let now = free(&self.folder)?;
        self.free = self.free.or_more(now);
        let lost = self.free.less(now);
        if !is_due && lost.bytes < BYTES / PART && lost.entries < ENTRIES / PART {
            return None;
        }
        let allowed = self.allowed;
        let used = self.measure(below, now);
        match () {
            () if used.bytes > allowed.bytes => Some(Excess::Space),
            () if used.entries > allowed.entries => Some(Excess::Files),
            () => None,
        }
    }

    /// Whether there was too much when the folder was last looked through.
    pub fn is_over(&self) -> bool {
        self.allowed != LIMIT
    }

    /// What is there now is not to be stopped for.
    pub fn settle(&mut self, below: &Below) {
        if let Some(now) = free(&self.folder) {
            self.measure(below, now);
        }
    }

    /// Nothing of the session has run since the last look: what the file system has lost meanwhile is somebody else's.
    pub fn begin(&mut self) {
        if let Some(now) = free(&self.folder) {
            (self.left, self.free, self.since) = (now, now, Instant::now());
        }
    }

    fn measure(&mut self, below: &Below, now: Amount) -> Amount {
        let Usage { mut amount, hidden } = Usage::of(&self.folder);
        amount.bytes += nameless(below, |device| device == self.device);
        let before = self.work.take();
        let hides = hidden || is_hidden(below, &self.folder);
        self.unseen = match hides {
            true => {
                self.work = work(below.pids());
                match before.is_some() && before == self.work {
                    // Whoever wrote, it was none of ours: they all sleep.
                    true => self.unseen,
                    // What was lost, less what is seen of it. What was seen before and is locked by now is lost for longer.
                    false => self
                        .unseen
                        .and(self.left)
                        .and(self.seen)
                        .less(now.and(amount)),
                }
            }
            false => Amount::default(),
        };
        let used = amount.and(self.unseen);
        if hides || self.since.elapsed() > MOMENT {
            (self.left, self.seen, self.since) = (now, amount, Instant::now());
        }
        self.free = now;
        self.allowed = match self.unseen {
            // Of what is not seen some may be others', who go on.
            unseen if unseen != Amount::default() && used.or_more(LIMIT) != LIMIT => {
                used.and(SLACK).or_more(LIMIT)
            }
            _ => used.or_more(LIMIT),
        };
        used
    }
}

/// What the file system of `folder` has left.
fn free(folder: &Path) -> Option<Amount> {
    let system = statvfs(folder).ok()?;
    Some(Amount {
        bytes: system.blocks_free() * system.fragment_size(),
        entries: system.files_free(),
    })
}

/// What a folder holds.
#[derive(Debug, Default)]
struct Usage {
    amount: Amount,
    /// Whether part of it could not be opened.
    hidden: bool,
}

impl Usage {
    /// A look through `folder` that follows no link and ends once there is more than enough.
    fn of(folder: &Path) -> Usage {
        let mut usage = Usage::default();
        match Dir::open(folder, directory(), Mode::empty()) {
            Ok(dir) => usage.add(dir, 0),
            Err(_) => usage.hidden = true,
        }
        usage
    }

    fn add(&mut self, mut dir: Dir, depth: usize) {
        let mut below = Vec::new();
        let names = dir
            .iter()
            .filter_map(|entry| Some(entry.ok()?.file_name().to_owned()))
            .filter(|name| !matches!(name.as_bytes(), b"." | b".."))
            .take(2 * ENTRIES as usize)
            .collect::<Vec<_>>();
        for name in names {
            let Ok(status) = fstatat(&dir, name.as_c_str(), AtFlags::AT_SYMLINK_NOFOLLOW) else {
                continue;
            };
            self.amount.entries += 1;
            // A file of several names is met as often, and no link leads out of the folder.
            self.amount.bytes += status.st_blocks as u64 * BLOCK / names_of(&status);
            if kind(&status) == SFlag::S_IFDIR {
                below.push(name);
            }
        }
        for name in below {
            if self.amount.entries > 2 * ENTRIES {
                return;
            }
            match Dir::openat(&dir, name.as_c_str(), directory(), Mode::empty()) {
                Ok(below) if depth < DEPTH => self.add(below, depth + 1),
                Ok(_) | Err(_) => self.hidden = true,
            }
        }
    }
}

fn directory() -> OFlag {
    OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC
}

fn kind(status: &FileStat) -> SFlag {
    SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT
}

/// A folder counts its `..` below it as well, which are no names for the same blocks.
fn names_of(status: &FileStat) -> u64 {
    match kind(status) {
        SFlag::S_IFDIR => 1,
        _ => wide(status.st_nlink).max(1),
    }
}

/// The kernel's own type for it differs from machine to machine.
fn wide(number: impl Into<u64>) -> u64 {
    number.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn blocks_and_entries_are_counted_once_and_no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("sub/file"), vec![1; 1 << 20]).unwrap();
        let one = Usage::of(folder.path()).amount;
        assert_eq!(one.entries, 2);
        assert!((1 << 20..2 << 20).contains(&one.bytes), "{one:?}");
        fs::hard_link(at("sub/file"), at("again")).unwrap();
        symlink("/usr", at("system")).unwrap();
        let more = Usage::of(folder.path()).amount;
        assert_eq!(more.entries, 4);
        assert!(more.bytes < one.bytes + (64 << 10), "{more:?}");
    }

    #[test]
    fn a_file_with_a_hole_counts_as_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let file = fs::File::create(folder.path().join("hole")).unwrap();
        file.set_len(1 << 30).unwrap();
        assert!(Usage::of(folder.path()).amount.bytes < 1 << 20);
    }

    #[test]
    fn the_look_ends_when_there_is_more_than_enough() {
        let folder = tempfile::tempdir().unwrap();
        let mut path = folder.path().to_owned();
        for _ in 0..DEPTH + 5 {
            path.push("d");
        }
        fs::create_dir_all(&path).unwrap();
        let usage = Usage::of(folder.path());
        assert!(usage.hidden);
        assert_eq!(usage.amount.entries, DEPTH as u64 + 1);
    }
}
