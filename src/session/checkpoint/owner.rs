//! What an owner may do that the permission bits forbid: lend itself permission, and give it back.
//!
//! Each file is first held by a descriptor that allows nothing (`O_PATH`), so that nothing done to its name can put another in
//! its place. For root the bits forbid nothing.

use super::tree::Status;
use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, OFlag, openat};
use nix::sys::stat::{FchmodatFlags, Mode, fchmodat, fstat};
use std::ffi::CStr;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};

/// A file or directory that is open for reading, whatever its permissions.
#[derive(Debug)]
pub struct Opened {
    pub fd: OwnedFd,
    lent: Option<Lent>,
}

/// Permission to be given back.
#[derive(Debug)]
struct Lent {
    held: OwnedFd,
    permissions: u32,
}

impl Opened {
    /// Whether permission had to be lent, and so the file's time of last change is new.
    pub fn is_lent(&self) -> bool {
        self.lent.is_some()
    }

    /// The permission stays.
    pub fn keep(mut self) -> OwnedFd {
        if let Some(lent) = &mut self.lent {
            lent.permissions = u32::MAX;
        }
        self.lent = None;
        self.fd
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.permissions != u32::MAX {
            // It was ours a moment ago, so it can be set.
            let _ = set_permissions(&self.held, self.permissions);
        }
    }
}

/// Opens `name` in `directory` with `flags`, for an owner with the permission bits `needed`; links are not followed.
pub fn open(directory: impl AsFd, name: &CStr, flags: OFlag, needed: u32) -> Result<Opened, Errno> {
    let safe = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC | OFlag::O_NOCTTY;
    let path = OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let first = openat(&directory, name, flags | safe, Mode::empty());
    match first {
        Ok(fd) if nix::unistd::geteuid().is_root() => return Ok(Opened { fd, lent: None }),
        Ok(fd) if Status::of(&fstat(&fd)?).mode & needed == needed => {
            return Ok(Opened { fd, lent: None });
        }
        Ok(_) | Err(Errno::EACCES) => {}
        Err(errno) => return Err(errno),
    }
    let held = openat(&directory, name, path, Mode::empty())?;
    let permissions = Status::of(&fstat(&held)?).permissions();
    set_permissions(&held, permissions | needed)?;
    let lent = Lent { held, permissions };
    let fd = openat(
        AT_FDCWD,
        by_number(&lent.held).as_str(),
        flags | OFlag::O_CLOEXEC | OFlag::O_NONBLOCK,
        Mode::empty(),
    )?;
    Ok(Opened {
        fd,
        lent: Some(lent),
    })
}

/// Sets the permissions of what `held` refers to, be it a descriptor that allows nothing.
pub fn set_permissions(held: &OwnedFd, permissions: u32) -> Result<(), Errno> {
    let mode = Mode::from_bits_truncate(permissions);
    fchmodat(
        AT_FDCWD,
        by_number(held).as_str(),
        mode,
        FchmodatFlags::FollowSymlink,
    )
}

/// The path by which the kernel names an open file.
pub fn by_number(fd: &OwnedFd) -> String {
    format!("/proc/self/fd/{}", fd.as_raw_fd())
}
