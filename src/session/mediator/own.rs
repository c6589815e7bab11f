//! Which files are the session's: judged by where the kernel says that an open file is, not by what somebody called it.

use super::change::Change;
use nix::errno::Errno;
use nix::fcntl::{OFlag, open, readlink};
use nix::sys::stat::Mode;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

/// What belongs to the session.
#[derive(Clone, Debug)]
pub struct Own {
    folder: Seen,
    /// The pseudo-terminal, if there is one.
    terminal: Option<Seen>,
}

/// Where an open file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// From the root, or what the kernel calls a file that was never in a folder.
    path: Vec<u8>,
    /// The mount it is on: who has mounts of their own, as every user may, can give any path to any file.
    mount: u64,
}

impl Seen {
    /// Where `file` is now.
    ///
    /// # Errors
    /// The path is too long, or there is no `/proc`.
    pub fn of(file: &OwnedFd) -> Result<Seen, Errno> {
        let fd = file.as_raw_fd();
        let path = readlink(format!("/proc/self/fd/{fd}").as_str())?;
        let about = std::fs::read_to_string(format!("/proc/self/fdinfo/{fd}"));
        let mount = about.ok().as_deref().and_then(mount).ok_or(Errno::EPERM)?;
        Ok(Seen {
            path: path.into_vec(),
            mount,
        })
    }

    fn at(path: &Path) -> Result<Seen, Errno> {
        let flags = OFlag::O_PATH | OFlag::O_CLOEXEC;
        let file = open(path, flags, Mode::empty())?;
        let seen = Seen::of(&file)?;
        match seen.path == path.as_os_str().as_bytes() {
            true => Ok(seen),
            false => Err(Errno::ENOTDIR),
        }
    }

    fn is_below(&self, folder: &Seen) -> bool {
        let rest = self.path.strip_prefix(folder.path.as_slice());
        let below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"));
        below && self.mount == folder.mount
    }
}

/// The mount in what `/proc/PID/fdinfo` says of a descriptor.
fn mount(about: &str) -> Option<u64> {
    let line = about.lines().find_map(|line| line.strip_prefix("mnt_id:"));
    line?.trim().parse().ok()
}

impl Own {
    /// Of a session in `folder`, canonical, at `terminal`.
    ///
    /// # Errors
    /// The folder is not there.
    pub fn new(folder: &Path, terminal: Option<&Path>) -> Result<Own, Errno> {
        Ok(Own {
            folder: Seen::at(folder)?,
            terminal: terminal.map(Seen::at).transpose()?,
        })
    }

    /// Whether the file that was seen so is in the session's folder, or that itself.
    pub fn has_in_folder(&self, seen: &Seen) -> bool {
        seen.is_below(&self.folder)
    }

    /// Whether the file that was seen so may be changed so.
    pub fn holds(&self, seen: &Seen, change: Change) -> bool {
        // What was never in a folder says what it is: `pipe:[7]`. Its mode is the host's to set: who could read what the
        // shell writes into its output would learn how to forge it.
        if !seen.path.starts_with(b"/") {
            return matches!(change, Change::Times(_));
        }
        let is_terminal = self.terminal.as_ref() == Some(seen);
        self.has_in_folder(seen) || is_terminal || seen.path.starts_with(b"/memfd:")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::sys::time::TimeSpec;

    fn seen(path: &str, mount: u64) -> Seen {
        let path = path.as_bytes().to_vec();
        Seen { path, mount }
    }

    #[test]
    fn only_what_is_in_the_folder_is_the_sessions() {
        let own = Own {
            folder: seen("/tmp/s", 5),
            terminal: Some(seen("/dev/pts/3", 6)),
        };
        let check = |path, mount, expected| {
            let holds = own.holds(&seen(path, mount), Change::Mode(0o600));
            assert_eq!(holds, expected, "{path}");
        };
        check("/tmp/s", 5, true);
        check("/tmp/s/a/b (deleted)", 5, true);
        check("/dev/pts/3", 6, true);
        check("/memfd:x (deleted)", 1, true);
        check("/tmp/s/a", 6, false);
        check("/tmp/s2", 5, false);
        check("/tmp", 5, false);
        check("/dev/pts/30", 6, false);
        check("pipe:[12]", 9, false);
        let now = Change::Times([TimeSpec::UTIME_NOW; 2]);
        assert!(own.holds(&seen("pipe:[12]", 9), now));
    }

    #[test]
    fn the_mount_is_found() {
        assert_eq!(
            mount("pos:\t0\nflags:\t02\nmnt_id:\t31\nino:\t7\n"),
            Some(31)
        );
        assert_eq!(mount(""), None);
    }
}
