//! Calls that change the mode, the owner or the times of a file: what each one's arguments say.

use super::target::{Subject, Target};
use crate::session::calls::FCHMODAT2;
use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags};
use nix::libc::{self, AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW, c_long};
use nix::sys::stat::{FchmodatFlags, Mode, UtimensatFlags, fchmodat, utimensat};
use nix::sys::time::TimeSpec;
use nix::unistd::{Gid, Uid, fchownat};
use std::os::fd::{AsRawFd, OwnedFd};

/// What is to be changed, and to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Permission bits.
    Mode(u32),
    /// Owner and group; `u32::MAX` leaves one as it is.
    Owner(u32, u32),
    /// Times of last access and last modification.
    Times([TimeSpec; 2]),
}

/// What the call asks for; `None` if it is none of these.
///
/// # Errors
/// Those of a call whose arguments make no sense.
pub fn read(
    target: Target,
    call: c_long,
    arguments: [u64; 6],
) -> Option<Result<(Subject, Change), Errno>> {
    let asked = Asked { target, arguments };
    Some(match call {
        libc::SYS_fchmod => Ok((asked.descriptor(), Change::Mode(asked.number(1)))),
        libc::SYS_fchown => Ok((asked.descriptor(), asked.owner(1))),
        libc::SYS_fchmodat => asked
            .path_at(0)
            .map(|path| (path, Change::Mode(asked.number(2)))),
        FCHMODAT2 => asked
            .path_at(asked.number(3))
            .map(|path| (path, Change::Mode(asked.number(2)))),
        libc::SYS_fchownat => asked
            .path_at(asked.number(4))
            .map(|path| (path, asked.owner(2))),
        libc::SYS_utimensat => asked.utimensat(),
        #[cfg(target_arch = "x86_64")]
        call => return asked.older(call),
        #[cfg(not(target_arch = "x86_64"))]
        _ => return None,
    })
}

/// A call's arguments, and whose memory they point into.
#[derive(Clone, Copy)]
struct Asked {
    target: Target,
    arguments: [u64; 6],
}

impl Asked {
    /// The kernel looks at the low half of what is an `int`.
    fn number(self, index: usize) -> u32 {
        self.arguments[index] as u32
    }

    fn owner(self, index: usize) -> Change {
        Change::Owner(self.number(index), self.number(index + 1))
    }

    fn descriptor(self) -> Subject {
        // AT_FDCWD is no descriptor to calls that take one alone, and no number of any.
        Subject::Descriptor(self.number(0) as i32)
    }

    /// Of a call whose first two arguments are a directory's descriptor and a path.
    fn path_at(self, flags: u32) -> Result<Subject, Errno> {
        let flags = flags as i32;
        if flags & !(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) != 0 {
            return Err(Errno::EINVAL);
        }
        let directory = self.number(0) as i32;
        let path = self.target.read_path(self.arguments[1])?;
        match path.is_empty() {
            true if flags & AT_EMPTY_PATH != 0 => Ok(Subject::Descriptor(directory)),
            true => Err(Errno::ENOENT),
            false => Ok(Subject::Path {
                directory,
                path,
                follow: flags & AT_SYMLINK_NOFOLLOW == 0,
            }),
        }
    }

    fn utimensat(self) -> Result<(Subject, Change), Errno> {
        let times = self.times(self.arguments[2], |fraction| fraction)?;
        let subject = match self.arguments[1] {
            0 => self.descriptor(),
            _ => self.path_at(self.number(3))?,
        };
        Ok((subject, times))
    }

    /// Two pairs of seconds and a fraction; none at all is now.
    fn times(self, address: u64, nanoseconds: fn(i64) -> i64) -> Result<Change, Errno> {
        if address == 0 {
            return Ok(Change::Times([TimeSpec::UTIME_NOW; 2]));
        }
        let mut bytes = [0; 32];
        self.target.read(address, &mut bytes)?;
        let word = |index: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&bytes[8 * index..8 * index + 8]);
            i64::from_ne_bytes(word)
        };
        let time = |index| TimeSpec::new(word(index), nanoseconds(word(index + 1)));
        Ok(Change::Times([time(0), time(2)]))
    }
}

/// Calls that newer machines were made without.
#[cfg(target_arch = "x86_64")]
impl Asked {
    fn older(self, call: c_long) -> Option<Result<(Subject, Change), Errno>> {
        Some(match call {
            libc::SYS_chmod => self
                .path(true)
                .map(|path| (path, Change::Mode(self.number(1)))),
            libc::SYS_chown => self.path(true).map(|path| (path, self.owner(1))),
            libc::SYS_lchown => self.path(false).map(|path| (path, self.owner(1))),
            libc::SYS_utime => self.seconds(self.arguments[1]).and_then(|times| {
                let path = self.path(true)?;
                Ok((path, times))
            }),
            libc::SYS_utimes => self.microseconds(self.arguments[1]).and_then(|times| {
                let path = self.path(true)?;
                Ok((path, times))
            }),
            libc::SYS_futimesat => self.microseconds(self.arguments[2]).and_then(|times| {
                let subject = match self.arguments[1] {
                    0 => self.descriptor(),
                    _ => self.path_at(0)?,
                };
                Ok((subject, times))
            }),
            _ => return None,
        })
    }

    /// Of a call whose first argument is a path.
    fn path(self, follow: bool) -> Result<Subject, Errno> {
        let [path, ..] = self.arguments;
        let flags = if follow { 0 } else { AT_SYMLINK_NOFOLLOW };
        let arguments = [libc::AT_FDCWD as u64, path, 0, 0, 0, 0];
        Asked { arguments, ..self }.path_at(flags as u32)
    }

    fn microseconds(self, address: u64) -> Result<Change, Errno> {
        // What is no fraction of a second must not become one.
        self.times(address, |micro| match micro {
            0..1_000_000 => micro * 1000,
            _ => -1,
        })
    }

    fn seconds(self, address: u64) -> Result<Change, Errno> {
        if address == 0 {
            return self.times(0, |fraction| fraction);
        }
        let mut bytes = [0; 16];
        self.target.read(address, &mut bytes)?;
        let (access, modification) = bytes.split_at(8);
        let time = |bytes: &[u8]| {
            let mut word = [0; 8];
            word.copy_from_slice(bytes);
            TimeSpec::new(i64::from_ne_bytes(word), 0)
        };
        Ok(Change::Times([time(access), time(modification)]))
    }
}

impl Change {
    /// Makes the change, with no more rights than ours.
    ///
    /// # Errors
    /// Those of the call.
    pub fn make(self, file: &OwnedFd) -> Result<(), Errno> {
        // The link leads to this very file, a symbolic link included, whatever its name leads to by now.
        let path = format!("/proc/self/fd/{}", file.as_raw_fd());
        let path = path.as_str();
        match self {
            Change::Mode(mode) => {
                let mode = Mode::from_bits_truncate(mode & 0o7777);
                fchmodat(AT_FDCWD, path, mode, FchmodatFlags::FollowSymlink)
            }
            Change::Owner(user, group) => {
                let user = (user != u32::MAX).then(|| Uid::from_raw(user));
                let group = (group != u32::MAX).then(|| Gid::from_raw(group));
                fchownat(AT_FDCWD, path, user, group, AtFlags::empty())
            }
            Change::Times([access, modification]) => {
                let flags = UtimensatFlags::FollowSymlink;
                utimensat(AT_FDCWD, path, &access, &modification, flags)
            }
        }
    }
}
