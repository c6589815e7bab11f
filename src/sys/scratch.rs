//! Temporary folders that nobody keeps: removed when they are let go of, or by the next process that makes one.
//!
//! A folder is locked for as long as its owner lives, and the kernel lets go of the lock however that ends. So whoever can
//! lock one that stands around knows that it was left behind.

use nix::dir::Dir;
use nix::fcntl::{AT_FDCWD, Flock, FlockArg, OFlag, openat};
use nix::sys::stat::Mode;
use std::ffi::CString;
use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Once;
use tempfile::TempDir;

/// What the names of all these folders begin with.
const PREFIX: &str = "shtutor-";
/// Their mode. Others may be called alike, such as a user's copy of this program; nobody sets the sticky bit where there is
/// nobody to keep out.
const MODE: u32 = 0o1700;
/// Times another process may take a new folder for one left behind, in the moment before it is locked.
const TRIES: usize = 8;

/// A folder that nobody else can read, removed with all it holds when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    _lock: Flock<File>,
}

impl Scratch {
    /// An empty one in the system's folder for temporary files.
    ///
    /// # Errors
    /// That folder cannot be written.
    pub fn new() -> io::Result<Scratch> {
        sweep();
        let parent = parent();
        let mut failure = io::Error::from(io::ErrorKind::AlreadyExists);
        for _ in 0..TRIES {
            let folder = tempfile::Builder::new()
                .prefix(PREFIX)
                // Whatever the mask is: it may be empty.
                .permissions(Permissions::from_mode(MODE))
                .tempdir_in(&parent)?;
            match locked(folder) {
                Ok(scratch) => return Ok(scratch),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The system's folder for temporary files.
pub fn parent() -> PathBuf {
    match std::env::temp_dir() {
        // Set to nothing is as if it were not set.
        nothing if nothing.as_os_str().is_empty() => PathBuf::from("/tmp"),
        parent => parent,
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now, the next process may remove.
        let _ = remove(&self.path);
    }
}

fn locked(folder: TempDir) -> io::Result<Scratch> {
    let lock = lock(folder.path())?;
    // Somebody may have removed it, and then this is the lock of a folder without a name.
    let named = fs::symlink_metadata(folder.path())?;
    if named.ino() != lock.metadata()?.ino() {
        return Err(io::Error::from(io::ErrorKind::NotFound));
    }
    Ok(Scratch {
        path: folder.keep(),
        _lock: lock,
    })
}

fn lock(folder: &Path) -> io::Result<Flock<File>> {
    let flags = OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW;
    let opened = File::options()
        .read(true)
        .custom_flags(flags.bits())
        .open(folder)?;
    Flock::lock(opened, FlockArg::LockExclusiveNonblock).map_err(|(_, error)| error.into())
}

/// Removes what processes of this user left behind when they were killed. Once is enough in a process's life.
pub fn sweep() {
    static DONE: Once = Once::new();
    DONE.call_once(|| sweep_in(&parent()));
}

/// As [`sweep`], in `parent`, which need not be this process's folder for temporary files; as often as it is called.
pub fn sweep_in(parent: &Path) {
    let user = nix::unistd::geteuid().as_raw();
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_called_so = entry.file_name().as_bytes().starts_with(PREFIX.as_bytes());
        let is_ours = is_called_so
            && entry.metadata().is_ok_and(|found| {
                found.is_dir() && found.uid() == user && found.mode() & 0o7777 == MODE
            });
        if is_ours && let Ok(_lock) = lock(&entry.path()) {
            // One that cannot be removed is tried again by the next process.
            let _ = remove(&entry.path());
        }
    }
}

/// Removes `folder` and all it holds, even what its owner has no permission to.
///
/// # Errors
/// Something in it cannot be removed all the same.
pub fn remove(folder: &Path) -> io::Result<()> {
    fs::remove_dir_all(folder).or_else(|_| {
        if let Ok(name) = CString::new(folder.as_os_str().as_bytes()) {
            permit(AT_FDCWD, &name);
        }
        fs::remove_dir_all(folder)
    })
}

/// Gives the owner of the directory `name` in `parent`, and of all directories below it, every permission. Whoever trades one
/// for a link meanwhile gains nothing: no link is followed.
fn permit(parent: BorrowedFd<'_>, name: &CString) {
    let flags = OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let Ok(directory) = openat(
        parent,
        name.as_c_str(),
        flags | OFlag::O_PATH,
        Mode::empty(),
    ) else {
        return;
    };
    let itself = format!("/proc/self/fd/{}", directory.as_raw_fd());
    // If that is refused, so is its removal, which says why.
    let _ = fs::set_permissions(itself, Permissions::from_mode(0o700));
    let Ok(mut entries) = Dir::openat(&directory, c".", flags, Mode::empty()) else {
        return;
    };
    let names: Vec<CString> = entries
        .iter()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_owned()))
        .filter(|name| !matches!(name.as_bytes(), b"." | b".."))
        .collect();
    for name in names {
        permit(directory.as_fd(), &name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_when_it_is_let_go_of_even_what_was_locked_up() {
        let scratch = Scratch::new().unwrap();
        let path = scratch.path().to_owned();
        fs::create_dir_all(path.join("a/b")).unwrap();
        fs::set_permissions(path.join("a"), Permissions::from_mode(0o000)).unwrap();
        drop(scratch);
        assert!(!path.exists());
    }

    #[test]
    fn nobody_else_may_look_into_a_folder() {
        let scratch = Scratch::new().unwrap();
        assert_eq!(scratch.path().metadata().unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn links_are_removed_and_not_followed() {
        let elsewhere = tempfile::tempdir().unwrap();
        fs::set_permissions(elsewhere.path(), Permissions::from_mode(0o750)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("link")).unwrap();
        let name = CString::new(folder.path().as_os_str().as_bytes()).unwrap();
        permit(AT_FDCWD, &name);
        remove(folder.path()).unwrap();
        assert_eq!(elsewhere.path().metadata().unwrap().mode() & 0o777, 0o750);
    }

    #[test]
    fn what_was_left_behind_is_swept_away_and_what_is_in_use_is_not() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(name);
        for (name, mode) in [
            ("shtutor-left", MODE),
            ("shtutor-used", MODE),
            ("shtutor-lessons", 0o700),
            ("other", MODE),
        ] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("file"), "").unwrap();
            fs::set_permissions(at(name), Permissions::from_mode(mode)).unwrap();
        }
        let _used = lock(&at("shtutor-used")).unwrap();
        sweep_in(parent.path());
        let there = |name: &str| at(name).exists();
        assert!(!there("shtutor-left"));
        assert!(there("shtutor-used") && there("shtutor-lessons") && there("other"));
    }
}
