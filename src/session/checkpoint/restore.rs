//! Makes a folder what it was: takes away what is new, makes again what is gone or different, and leaves alone what is the same.
//!
//! Nothing of the session runs meanwhile; still every step opens relative to the directory above, and refuses links. First
//! every directory gets what is in it, with permission lent where it takes that; permissions and times come last, from below.

use super::owner::{self, set_permissions};
use super::store::Store;
use super::tree::{Directory, File, Identity, Node, Status, Time};
use super::{Untaken, take};
use crate::sys::signal;
use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag, openat, readlinkat};
use nix::libc;
use nix::sys::signal::Signal;
use nix::sys::stat::{Mode, UtimensatFlags, fstat, fstatat, futimens, mkdirat, utimensat};
use nix::sys::time::TimeSpec;
use nix::unistd::{Gid, LinkatFlags, UnlinkatFlags, fchown, linkat, mkfifoat, symlinkat, unlinkat};
use std::collections::HashMap;
use std::ffi::{CStr, CString, OsString};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Makes `folder` what `tree` says, with bytes from `store`. Says whether anything was different.
pub fn restore(folder: &Path, tree: &Directory, store: &Store) -> Result<bool, Errno> {
    let name = CString::new(folder.as_os_str().as_bytes()).map_err(|_| Errno::EINVAL)?;
    let before = Status::of(&fstatat(
        AT_FDCWD,
        name.as_c_str(),
        AtFlags::AT_SYMLINK_NOFOLLOW,
    )?);
    let mut work = Work {
        store,
        made: HashMap::new(),
        path: Vec::new(),
        root: open_directory(AT_FDCWD, &name)?,
        differed: before.permissions() != tree.status.permissions(),
    };
    signal::ignoring(Signal::SIGXFSZ, || -> Result<(), Errno> {
        let root = work.root.try_clone().map_err(|_| Errno::EMFILE)?;
        work.fill(&root, tree)?;
        finish(&root, tree)
    })?;
    Ok(work.differed)
}

struct Work<'w> {
    store: &'w Store,
    /// Of what has several names: the first one that is right, and what it is now.
    made: HashMap<Identity, (Vec<CString>, Identity)>,
    /// The names of the directories that lead to the one in work.
    path: Vec<CString>,
    root: OwnedFd,
    differed: bool,
}

impl Work<'_> {
    /// Everything below `directory`, but for permissions and times of directories.
    fn fill(&mut self, directory: &OwnedFd, wanted: &Directory) -> Result<(), Errno> {
        for name in names(directory)? {
            let known = wanted
                .entries
                .binary_search_by(|(known, _)| known.cmp(&name));
            if known.is_err() {
                self.differed = true;
                remove(directory.as_fd(), &name)?;
            }
        }
        for (name, node) in &wanted.entries {
            let there = look(directory.as_fd(), name)?;
            match node {
                Node::Other(_) => {}
                Node::Directory(below) => self.directory(directory, name, below, there)?,
                Node::File(_) | Node::Link { .. } | Node::Fifo(_) => {
                    self.named(directory, name, node, there)?;
                }
            }
        }
        Ok(())
    }

    fn directory(
        &mut self,
        above: &OwnedFd,
        name: &CString,
        wanted: &Directory,
        there: Option<Status>,
    ) -> Result<(), Errno> {
        if !there.is_some_and(|there| there.is_kind_of(&wanted.status)) {
            self.clear(above, name, there)?;
            mkdirat(above, name.as_c_str(), Mode::S_IRWXU)?;
        }
        self.differed |= there.is_some_and(|there| there.mode != wanted.status.mode);
        let opened = open_directory(above.as_fd(), name)?;
        self.path.push(name.clone());
        self.fill(&opened, wanted)?;
        self.path.pop();
        Ok(())
    }

    /// What may have several names: only with the first of them it is made.
    fn named(
        &mut self,
        directory: &OwnedFd,
        name: &CString,
        wanted: &Node,
        there: Option<Status>,
    ) -> Result<(), Errno> {
        let status = wanted.status();
        if let Some((path, now)) = self.made.get(&status.identity) {
            if there.is_some_and(|there| there.identity == *now) {
                return Ok(());
            }
            let path = path.clone();
            self.clear(directory, name, there)?;
            return self.link(&path, directory, name);
        }
        let now = match there.filter(|there| is_right(directory, name, wanted, there)) {
            Some(there) => there.identity,
            None => {
                self.differed |= !there.is_some_and(|there| there.is_untouched_since(status));
                if there.is_some() {
                    remove(directory.as_fd(), name)?;
                }
                self.make(directory, name, wanted)?
            }
        };
        if status.has_other_names {
            let path = self.path.iter().chain([name]).cloned().collect();
            self.made.insert(status.identity, (path, now));
        }
        Ok(())
    }

    fn make(&self, directory: &OwnedFd, name: &CStr, wanted: &Node) -> Result<Identity, Errno> {
        match wanted {
            Node::File(file) => return self.create(directory, name, file),
            Node::Link { target, .. } => symlinkat(target.as_c_str(), directory, name)?,
            Node::Fifo(status) => {
                mkfifoat(directory, name, Mode::S_IRUSR | Mode::S_IWUSR)?;
                let flags = OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
                let held = openat(directory, name, flags, Mode::empty())?;
                set_permissions(&held, status.permissions())?;
            }
            Node::Directory(_) | Node::Other(_) => return Err(Errno::EINVAL),
        }
        let modified = time(wanted.status().modified);
        let follow = UtimensatFlags::NoFollowSymlink;
        utimensat(directory, name, &unchanged(), &modified, follow)?;
        look(directory.as_fd(), name)?
            .map(|made| made.identity)
            .ok_or(Errno::ENOENT)
    }

    fn create(&self, directory: &OwnedFd, name: &CStr, wanted: &File) -> Result<Identity, Errno> {
        let flags =
            OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        let file = openat(directory, name, flags, Mode::S_IRUSR | Mode::S_IWUSR)?;
        let file = std::fs::File::from(file);
        let written = self.store.write(&wanted.content, &file, wanted.status.size);
        written.map_err(|error| error.raw_os_error().map_or(Errno::EIO, Errno::from_raw))?;
        let fd = OwnedFd::from(file);
        give_attributes(&fd, &wanted.status)?;
        Ok(Status::of(&fstat(&fd)?).identity)
    }

    /// Gives the file at `path` below the root one more name.
    fn link(&self, path: &[CString], directory: &OwnedFd, name: &CStr) -> Result<(), Errno> {
        let Some((file, above)) = path.split_last() else {
            return Err(Errno::ENOENT);
        };
        let mut from = self.root.try_clone().map_err(|_| Errno::EMFILE)?;
        for step in above {
            from = open_directory(from.as_fd(), step)?;
        }
        linkat(
            &from,
            file.as_c_str(),
            directory,
            name,
            LinkatFlags::empty(),
        )
    }

    fn clear(
        &mut self,
        directory: &OwnedFd,
        name: &CStr,
        there: Option<Status>,
    ) -> Result<(), Errno> {
        self.differed = true;
        match there {
            Some(_) => remove(directory.as_fd(), name),
            None => Ok(()),
        }
    }
}

/// Permissions and times of all directories, from below: nothing is entered any more that was finished.
fn finish(directory: &OwnedFd, wanted: &Directory) -> Result<(), Errno> {
    for (name, node) in &wanted.entries {
        if let Node::Directory(below) = node {
            let opened = open_directory(directory.as_fd(), name)?;
            finish(&opened, below)?;
        }
    }
    give_attributes(directory, &wanted.status)
}

impl Node {
    fn status(&self) -> &Status {
        match self {
            Node::Directory(directory) => &directory.status,
            Node::File(file) => &file.status,
            Node::Link { status, .. } | Node::Fifo(status) | Node::Other(status) => status,
        }
    }
}

/// What `name` is now.
fn look(directory: BorrowedFd<'_>, name: &CStr) -> Result<Option<Status>, Errno> {
    match fstatat(directory, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
        Ok(stat) => Ok(Some(Status::of(&stat))),
        Err(Errno::ENOENT) => Ok(None),
        Err(errno) => Err(errno),
    }
}

/// Whether `name`, which by now is `there`, is still what is `wanted`.
fn is_right(directory: &OwnedFd, name: &CStr, wanted: &Node, there: &Status) -> bool {
    match wanted {
        Node::File(file) => file.is_certain && there.is_untouched_since(&file.status),
        Node::Link { status, target } => {
            let leads = |to: OsString| to.as_bytes() == target.as_bytes();
            same(there, status) && readlinkat(directory, name).is_ok_and(leads)
        }
        Node::Fifo(status) => same(there, status),
        Node::Directory(_) | Node::Other(_) => false,
    }
}

/// Whether what has no content is as it was.
fn same(one: &Status, other: &Status) -> bool {
    let told = |status: &Status| (status.identity, status.mode, status.modified, status.group);
    told(one) == told(other)
}

/// Opens a directory that its owner may enter, read and write from now on.
fn open_directory(above: impl AsFd, name: &CStr) -> Result<OwnedFd, Errno> {
    owner::open(above, name, OFlag::O_RDONLY | OFlag::O_DIRECTORY, 0o700).map(owner::Opened::keep)
}

fn names(directory: &OwnedFd) -> Result<Vec<CString>, Errno> {
    take::names(directory, usize::MAX).map_err(|why| match why {
        Untaken::Unreadable(errno) => errno,
        Untaken::TooMany | Untaken::TooLarge => Errno::EMLINK,
    })
}

/// Removes `name`, be it a directory with all that is in it.
fn remove(directory: BorrowedFd<'_>, name: &CStr) -> Result<(), Errno> {
    match unlinkat(directory, name, UnlinkatFlags::NoRemoveDir) {
        Err(Errno::EISDIR | Errno::EPERM) => {}
        result => return result,
    }
    let below = open_directory(directory, name)?;
    for name in names(&below)? {
        remove(below.as_fd(), &name)?;
    }
    unlinkat(directory, name, UnlinkatFlags::RemoveDir)
}

fn give_attributes(fd: &OwnedFd, wanted: &Status) -> Result<(), Errno> {
    let now = Status::of(&fstat(fd)?);
    if now.group != wanted.group {
        // A group that is not one's own cannot be given.
        let _ = fchown(fd, None, Some(Gid::from_raw(wanted.group)));
    }
    if now.permissions() != wanted.permissions() || now.group != wanted.group {
        set_permissions(fd, wanted.permissions())?;
    }
    if now.modified != wanted.modified {
        futimens(fd, &unchanged(), &time(wanted.modified))?;
    }
    Ok(())
}

fn time((seconds, nanoseconds): Time) -> TimeSpec {
    TimeSpec::new(seconds, nanoseconds)
}

/// A time that stays what it is.
fn unchanged() -> TimeSpec {
    TimeSpec::new(0, libc::UTIME_OMIT)
}
