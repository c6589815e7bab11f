//! What the session's folder held before each of the last lines, so that it can be brought back exactly.
//!
//! A checkpoint is a tree of everything in the folder; the bytes of its files are in a store, one file without a name that
//! nobody else can open and that is gone with this process, however that ends. A file that has not changed since the last
//! checkpoint shares its copy. Knows nothing of shells and lines.

mod owner;
mod restore;
mod store;
mod take;
mod tree;

use nix::errno::Errno;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use store::Store;
use take::Known;
use tree::Directory;

/// How many are kept.
pub const LEVELS: usize = 10;
/// Entries of a folder that are looked at.
pub const ENTRIES: usize = 10_000;
/// Directories within directories.
pub const DEPTH: usize = 200;
/// Bytes of all copies together.
pub const BYTES: u64 = 256 << 20;

/// Why a folder was not remembered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untaken {
    /// It holds more than [`ENTRIES`], or directories deeper than [`DEPTH`].
    #[error("the folder held more than {ENTRIES} files, or very deep folders")]
    TooMany,
    /// There is no room for so many bytes.
    #[error("what the folder held, line after line, came to more than {} MiB", BYTES >> 20)]
    TooLarge,
    /// Something could not be read.
    #[error("not everything in the folder could be read: {}", crate::sys::describe(*.0))]
    Unreadable(Errno),
}

/// The checkpoints of one folder, oldest first.
#[derive(Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    store: Store,
    levels: VecDeque<Result<Directory, Untaken>>,
    /// The files of the last checkpoint.
    known: Known,
}

impl Checkpoints {
    /// Those of `folder`; copies lie in the file system of the directory `near`.
    pub fn new(folder: &Path, near: &Path) -> Checkpoints {
        Checkpoints {
            folder: folder.to_owned(),
            store: Store::new(near),
            levels: VecDeque::new(),
            known: Known::default(),
        }
    }

    /// Remembers what the folder holds now, and forgets what was [`LEVELS`] ago. If there is no room, the oldest give way.
    pub fn remember(&mut self) {
        if self.levels.len() == LEVELS {
            self.levels.pop_front();
        }
        let levels = &mut self.levels;
        let make_room = || {
            let oldest = levels.iter_mut().find(|level| level.is_ok());
            oldest.is_some_and(|level| {
                *level = Err(Untaken::TooLarge);
                true
            })
        };
        let known = std::mem::take(&mut self.known);
        let taken = take::take(&self.folder, known, &self.store, make_room);
        let level = taken.map(|(tree, known)| {
            self.known = known;
            tree
        });
        self.levels.push_back(level);
    }

    /// How many checkpoints back the folder can be brought at most.
    pub fn reach(&self) -> usize {
        let first = self.levels.iter().position(Result::is_ok);
        first.map_or(0, |first| self.levels.len() - first)
    }

    /// Why the folder as it was `back` checkpoints ago (1 is the last) cannot be brought back.
    pub fn obstacle(&self, back: usize) -> Option<&Untaken> {
        let level = self.levels.len().checked_sub(back)?;
        self.levels.get(level)?.as_ref().err()
    }

    /// Brings the folder back to what it was `back` checkpoints ago, and forgets that one and all later ones. Says whether
    /// anything was different. No other process may be writing to the folder.
    ///
    /// # Errors
    /// It was not remembered, or the system refused something: the folder may then be half one thing and half the other.
    pub fn restore(&mut self, back: usize) -> Result<bool, Untaken> {
        let level = self.levels.len().saturating_sub(back);
        let mut later = self.levels.split_off(level);
        match later.pop_front() {
            Some(Ok(tree)) => {
                restore::restore(&self.folder, &tree, &self.store).map_err(Untaken::Unreadable)
            }
            Some(Err(why)) => Err(why),
            None => Ok(false),
        }
    }
}
