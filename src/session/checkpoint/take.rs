//! Looks at a whole folder and copies what is new in it.
//!
//! The learner's background processes may change the folder meanwhile, even trade a directory for a link out of it; so every
//! step opens relative to the directory above, and refuses links.

use super::store::{Content, Store};
use super::tree::{Directory, File, Identity, Node, Status};
use super::{DEPTH, ENTRIES, Untaken, owner};
use crate::sys::signal;
use nix::dir::Dir;
use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag, readlinkat};
use nix::libc;
use nix::sys::signal::Signal;
use nix::sys::stat::{fstat, fstatat};
use std::collections::HashMap;
use std::ffi::{CStr, CString};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that changed less than this before it was copied may change again without its times telling: clocks of file systems
/// advance in steps.
const STEP: Duration = Duration::from_millis(100);

/// The files of a checkpoint whose copies may serve the next.
pub type Known = HashMap<Identity, (Status, Rc<Content>)>;

/// All that `folder` holds, and its files for next time. `known` are those of last time; `make_room` see [`Store::copy`].
pub fn take(
    folder: &Path,
    known: Known,
    store: &Store,
    mut make_room: impl FnMut() -> bool,
) -> Result<(Directory, Known), Untaken> {
    let name = CString::new(folder.as_os_str().as_bytes())
        .map_err(|_| Untaken::Unreadable(Errno::EINVAL))?;
    let mut look = Look {
        known,
        seen: HashMap::new(),
        store,
        make_room: &mut make_room,
        left: ENTRIES,
    };
    // Where files may not grow so far, an error is enough.
    let tree = signal::ignoring(Signal::SIGXFSZ, || look.directory(AT_FDCWD, &name, 0))?;
    let certain = look.seen.into_iter().filter(|(_, seen)| seen.is_certain);
    let known = certain.map(|(identity, seen)| (identity, (seen.status, seen.content)));
    Ok((tree, known.collect()))
}

struct Look<'l> {
    known: Known,
    /// The files of this look: one may have several names.
    seen: HashMap<Identity, File>,
    store: &'l Store,
    make_room: &'l mut dyn FnMut() -> bool,
    left: usize,
}

impl Look<'_> {
    fn directory(
        &mut self,
        above: impl AsFd,
        name: &CStr,
        depth: usize,
    ) -> Result<Directory, Untaken> {
        if depth > DEPTH {
            return Err(Untaken::TooMany);
        }
        let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY;
        // As it was before anything was lent.
        let status =
            fstatat(&above, name, AtFlags::AT_SYMLINK_NOFOLLOW).map_err(Untaken::Unreadable)?;
        let opened = owner::open(&above, name, flags, 0o500).map_err(Untaken::Unreadable)?;
        let names = names(&opened.fd, self.left)?;
        self.left -= names.len();
        let mut entries = Vec::with_capacity(names.len());
        for name in names {
            if let Some(node) = self.node(&opened, &name, depth)? {
                entries.push((name, node));
            }
        }
        Ok(Directory {
            status: Status::of(&status),
            entries,
        })
    }

    /// What `name` is; `None` if it is gone.
    fn node(
        &mut self,
        above: &owner::Opened,
        name: &CStr,
        depth: usize,
    ) -> Result<Option<Node>, Untaken> {
        match self.present(above, name, depth) {
            Err(Untaken::Unreadable(Errno::ENOENT)) => Ok(None),
            result => result.map(Some),
        }
    }

    fn present(
        &mut self,
        above: &owner::Opened,
        name: &CStr,
        depth: usize,
    ) -> Result<Node, Untaken> {
        let above = above.fd.as_fd();
        let stat =
            fstatat(above, name, AtFlags::AT_SYMLINK_NOFOLLOW).map_err(Untaken::Unreadable)?;
        let status = Status::of(&stat);
        Ok(match status.mode & libc::S_IFMT {
            libc::S_IFDIR => Node::Directory(self.directory(above, name, depth + 1)?),
            libc::S_IFREG => Node::File(self.file(above, name, status)?),
            libc::S_IFLNK => {
                let target = readlinkat(above, name).map_err(Untaken::Unreadable)?;
                let target = CString::new(target.into_vec())
                    .map_err(|_| Untaken::Unreadable(Errno::EINVAL))?;
                Node::Link { status, target }
            }
            libc::S_IFIFO => Node::Fifo(status),
            _ => Node::Other(status),
        })
    }

    fn file(&mut self, above: impl AsFd, name: &CStr, status: Status) -> Result<File, Untaken> {
        if let Some(seen) = self.seen.get(&status.identity)
            && status.is_untouched_since(&seen.status)
        {
            return Ok(again(seen));
        }
        let known = self.known.get(&status.identity);
        let file = match known.filter(|(before, _)| status.is_untouched_since(before)) {
            Some((_, content)) => File {
                status,
                content: Rc::clone(content),
                is_certain: true,
            },
            None => self.copy(above, name)?,
        };
        self.seen.insert(file.status.identity, again(&file));
        Ok(file)
    }

    fn copy(&mut self, above: impl AsFd, name: &CStr) -> Result<File, Untaken> {
        let opened =
            owner::open(above, name, OFlag::O_RDONLY, 0o400).map_err(Untaken::Unreadable)?;
        let is_lent = opened.is_lent();
        let handle = opened
            .fd
            .try_clone()
            .map_err(|_| Untaken::Unreadable(Errno::EMFILE))?;
        let file = std::fs::File::from(handle);
        let look = |file: &std::fs::File| {
            fstat(file)
                .map(|stat| Status::of(&stat))
                .map_err(Untaken::Unreadable)
        };
        let before = look(&file)?;
        if !before.is_kind(libc::S_IFREG) {
            // Something else has taken its place since, and may be looked at the next time.
            return Err(Untaken::Unreadable(Errno::ENOENT));
        }
        let is_old = is_older_than_a_step(&before);
        let mut copied = self.store.copy(&file, &before, self.make_room);
        if copied.as_ref().err() == Some(&Untaken::TooLarge) {
            // Copies of what is gone from the folder may be in the way.
            self.known.clear();
            copied = self.store.copy(&file, &before, self.make_room);
        }
        let content = copied?;
        drop(opened);
        // Giving back what was lent was a change, too.
        let status = if is_lent { look(&file)? } else { before };
        Ok(File {
            status,
            content: Rc::new(content),
            is_certain: is_old || is_lent,
        })
    }
}

fn again(file: &File) -> File {
    File {
        content: Rc::clone(&file.content),
        ..*file
    }
}

/// The names in `directory`, which nobody has read yet, sorted; no more than `most`.
pub fn names(directory: &OwnedFd, most: usize) -> Result<Vec<CString>, Untaken> {
    let fd = directory
        .try_clone()
        .map_err(|_| Untaken::Unreadable(Errno::EMFILE))?;
    let mut dir = Dir::from_fd(fd).map_err(Untaken::Unreadable)?;
    let mut names = Vec::new();
    for entry in dir.iter() {
        let entry = entry.map_err(Untaken::Unreadable)?;
        if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
            names.push(entry.file_name().to_owned());
        }
        if names.len() > most {
            return Err(Untaken::TooMany);
        }
    }
    names.sort();
    Ok(names)
}

/// Whether `status` changed last so long ago that any later change shows.
fn is_older_than_a_step(status: &Status) -> bool {
    let (seconds, nanoseconds) = status.changed;
    let since = Duration::new(seconds.max(0).unsigned_abs(), nanoseconds as u32);
    let changed = UNIX_EPOCH + since;
    SystemTime::now()
        .duration_since(changed)
        .is_ok_and(|age| age > STEP)
}
