//! A folder as data: names, kinds, attributes, and where the bytes are.

use super::store::Content;
use nix::libc;
use nix::sys::stat::FileStat;
use std::ffi::CString;
use std::rc::Rc;

/// A directory and all that is in it.
#[derive(Debug)]
pub struct Directory {
    pub status: Status,
    /// Sorted by name.
    pub entries: Vec<(CString, Node)>,
}

/// One entry of a directory.
#[derive(Debug)]
pub enum Node {
    Directory(Directory),
    File(File),
    Link {
        status: Status,
        target: CString,
    },
    Fifo(Status),
    /// A socket or device, which nobody in a session can make.
    Other(Status),
}

/// A regular file.
#[derive(Debug)]
pub struct File {
    pub status: Status,
    pub content: Rc<Content>,
    /// Whether a change after the copy was made is certain to show in `status`.
    pub is_certain: bool,
}

/// What the system says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    pub identity: Identity,
    /// Of the file type, and the permission bits.
    pub mode: u32,
    pub user: u32,
    pub group: u32,
    pub has_other_names: bool,
    /// In bytes.
    pub size: u64,
    /// Bytes it takes up on the disk.
    pub taken: u64,
    pub modified: Time,
    pub changed: Time,
}

/// Seconds and nanoseconds.
pub type Time = (i64, i64);
/// Device and inode.
pub type Identity = (u64, u64);

impl Status {
    pub fn of(stat: &FileStat) -> Status {
        Status {
            identity: (stat.st_dev, stat.st_ino),
            mode: stat.st_mode,
            user: stat.st_uid,
            group: stat.st_gid,
            has_other_names: stat.st_nlink > 1,
            size: stat.st_size.unsigned_abs(),
            taken: stat.st_blocks.unsigned_abs() * 512,
            modified: (stat.st_mtime, stat.st_mtime_nsec),
            changed: (stat.st_ctime, stat.st_ctime_nsec),
        }
    }

    pub fn is_kind(&self, kind: u32) -> bool {
        self.mode & libc::S_IFMT == kind
    }

    /// Of the type the other has.
    pub fn is_kind_of(&self, other: &Status) -> bool {
        self.is_kind(other.mode & libc::S_IFMT)
    }

    pub fn permissions(&self) -> u32 {
        self.mode & 0o7777
    }

    /// Whether nothing has happened to the file between the two looks, as far as its status tells.
    pub fn is_untouched_since(&self, before: &Status) -> bool {
        let told = |status: &Status| {
            (
                status.identity,
                status.mode,
                status.size,
                status.modified,
                status.changed,
            )
        };
        told(self) == told(before)
    }
}
