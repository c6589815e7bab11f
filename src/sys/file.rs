//! Files by their paths: what the system says of them, what a directory holds, where this process stands.
//!
//! Paths are bytes; one that holds a NUL names nothing (EINVAL). Knows nothing of open files: see [`super::fd`].

use crate::sys::fault::{self, Call};
use nix::dir::{Dir, Type};
use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag};
use nix::libc;
use nix::sys::stat::Mode;
use nix::unistd::{Uid, User};
use std::os::unix::ffi::OsStringExt;

pub use nix::sys::stat::FileStat;
pub use nix::unistd::AccessFlags;

/// What `path` refers to, symbolic links followed.
///
/// # Errors
/// Those of stat(2).
pub fn stat(path: &[u8]) -> Result<FileStat, Errno> {
    fault::check(Call::Ask)?;
    nix::sys::stat::stat(path)
}

/// What `path` is itself, be it a symbolic link.
///
/// # Errors
/// Those of lstat(2).
pub fn lstat(path: &[u8]) -> Result<FileStat, Errno> {
    fault::check(Call::Ask)?;
    nix::sys::stat::lstat(path)
}

/// Whether the file that `stat` tells of is of `kind`: `libc::S_IFREG` and so on.
pub fn is_kind(stat: &FileStat, kind: u32) -> bool {
    stat.st_mode & libc::S_IFMT == kind
}

/// Whether `path` is a directory.
pub fn is_directory(path: &[u8]) -> bool {
    stat(path).is_ok_and(|stat| is_kind(&stat, libc::S_IFDIR))
}

/// Whether this process, as the user it acts for, may do `what` with `path`.
pub fn may(path: &[u8], what: AccessFlags) -> bool {
    fault::check(Call::Ask).is_ok()
        && nix::unistd::faccessat(AT_FDCWD, path, what, AtFlags::AT_EACCESS).is_ok()
}

/// Whether this process may execute the file at `path`, which is not a directory.
pub fn is_executable(path: &[u8]) -> bool {
    stat(path).is_ok_and(|stat| {
        is_kind(&stat, libc::S_IFREG)
            // What everybody may do need not be asked about.
            && (stat.st_mode & 0o111 == 0o111 || may(path, AccessFlags::X_OK))
    })
}

/// What a directory says of one of its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// It is no directory, nor a symbolic link to one.
    NoDirectory,
    /// It may be one.
    Any,
}

/// Calls `each` with the name of every entry of the directory at `path`, `.` and `..` included, in no order.
///
/// # Errors
/// Those of open(2) and getdents(2); names that were found before have been told.
pub fn list(path: &[u8], mut each: impl FnMut(&[u8], Entry)) -> Result<(), Errno> {
    let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
    fault::check(Call::List)?;
    let mut directory = Dir::open(path, flags, Mode::empty())?;
    for entry in directory.iter() {
        fault::check(Call::List)?;
        let entry = entry?;
        let kind = match entry.file_type() {
            None | Some(Type::Directory | Type::Symlink) => Entry::Any,
            Some(_) => Entry::NoDirectory,
        };
        each(entry.file_name().to_bytes(), kind);
    }
    Ok(())
}

/// The absolute path of the working directory, without symbolic links.
///
/// # Errors
/// Those of getcwd(3): ENOENT if it was removed.
pub fn working_directory() -> Result<Vec<u8>, Errno> {
    fault::check(Call::Ask)?;
    Ok(nix::unistd::getcwd()?.into_os_string().into_vec())
}

/// Makes `path` the working directory.
///
/// # Errors
/// Those of chdir(2).
pub fn change_directory(path: &[u8]) -> Result<(), Errno> {
    fault::check(Call::ChangeDirectory)?;
    nix::unistd::chdir(path)
}

/// The file mode creation mask of this process.
pub fn mode_mask() -> u32 {
    // There is no call that only reads it.
    let mask = nix::sys::stat::umask(Mode::empty());
    nix::sys::stat::umask(mask);
    mask.bits()
}

/// Sets the file mode creation mask of this process.
pub fn set_mode_mask(mask: u32) {
    nix::sys::stat::umask(Mode::from_bits_truncate(mask));
}

/// The home directory of the user called `login`, if there is one and the system can tell.
pub fn home_of(login: &str) -> Option<Vec<u8>> {
    let user = User::from_name(login).ok()??;
    Some(user.dir.into_os_string().into_vec())
}

/// Whether the file that `stat` tells of belongs to the user this process acts for.
pub fn is_own(stat: &FileStat) -> bool {
    stat.st_uid == Uid::effective().as_raw()
}

/// Whether the file that `stat` tells of belongs to the group this process acts for.
pub fn is_own_group(stat: &FileStat) -> bool {
    stat.st_gid == nix::unistd::Gid::effective().as_raw()
}
