//! The thread whose call is answered: its memory, its descriptors, its folder, as the kernel would use them for the call.

use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag, open, openat};
use nix::sys::stat::{Mode, fstatat, stat};
use nix::sys::uio::{RemoteIoVec, process_vm_readv};
use nix::unistd::Pid;
use std::io::IoSliceMut;
use std::os::fd::OwnedFd;

/// Bytes of the longest path, with the NUL at its end.
const PATH_MAX: usize = 4096;
/// Memory is mapped in pieces no smaller than this.
const PAGE: usize = 4096;

/// A thread that waits for an answer.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its number.
    pub thread: i32,
}

/// What a call names a file by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An open descriptor, or the working directory (`AT_FDCWD`).
    Descriptor(i32),
    /// A path, from the directory behind a descriptor on.
    Path {
        /// Matters only if the path is relative.
        directory: i32,
        /// Not empty, without NUL.
        path: Vec<u8>,
        /// Whether a symbolic link at the end stands for what it names.
        follow: bool,
    },
}

impl Target {
    /// The process it is a thread of.
    ///
    /// # Errors
    /// ESRCH if it is gone.
    pub fn process(self) -> Result<i32, Errno> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.thread));
        let status = status.map_err(|_| Errno::ESRCH)?;
        let line = status.lines().find_map(|line| line.strip_prefix("Tgid:"));
        line.and_then(|group| group.trim().parse().ok())
            .ok_or(Errno::ESRCH)
    }

    /// Fills `bytes` from `address` on.
    ///
    /// # Errors
    /// EFAULT, or EPERM if the thread's memory is closed to us.
    pub fn read(self, address: u64, bytes: &mut [u8]) -> Result<(), Errno> {
        let wanted = bytes.len();
        let remote = RemoteIoVec {
            base: usize::try_from(address).map_err(|_| Errno::EFAULT)?,
            len: wanted,
        };
        let local = &mut [IoSliceMut::new(bytes)];
        match process_vm_readv(Pid::from_raw(self.thread), local, &[remote])? {
            count if count == wanted => Ok(()),
            _ => Err(Errno::EFAULT),
        }
    }

    /// The path at `address`, without its NUL.
    ///
    /// # Errors
    /// ENAMETOOLONG, and those of [`Target::read`].
    pub fn read_path(self, address: u64) -> Result<Vec<u8>, Errno> {
        let mut path = Vec::new();
        while path.len() < PATH_MAX {
            let begun = path.len();
            let at = address.wrapping_add(begun as u64);
            // What comes after the page may not be there, nor needed.
            let rest_of_page = PAGE - at as usize % PAGE;
            path.resize(PATH_MAX.min(begun + rest_of_page), 0);
            self.read(at, &mut path[begun..])?;
            if let Some(end) = path[begun..].iter().position(|byte| *byte == 0) {
                path.truncate(begun + end);
                return Ok(path);
            }
        }
        Err(Errno::ENAMETOOLONG)
    }

    /// The file itself, opened for nothing but to know which it is: that neither waits nor reads.
    ///
    /// # Errors
    /// Those the thread would have got.
    pub fn find(self, subject: &Subject) -> Result<OwnedFd, Errno> {
        let nowhere = OFlag::O_PATH | OFlag::O_CLOEXEC;
        match subject {
            Subject::Descriptor(fd) => self.descriptor(*fd),
            Subject::Path {
                directory,
                path,
                follow,
            } => {
                let flags = match follow {
                    true => nowhere,
                    false => nowhere | OFlag::O_NOFOLLOW,
                };
                if path.starts_with(b"/") {
                    self.has_our_root()?;
                    let path = self.own_names(path);
                    return openat(AT_FDCWD, path.as_slice(), flags, Mode::empty());
                }
                let directory = self.descriptor(*directory)?;
                openat(&directory, path.as_slice(), flags, Mode::empty())
            }
        }
    }

    /// What is behind a descriptor of the thread.
    fn descriptor(self, fd: i32) -> Result<OwnedFd, Errno> {
        let thread = self.thread;
        let link = match fd {
            nix::libc::AT_FDCWD => format!("/proc/{thread}/cwd"),
            fd => format!("/proc/{thread}/fd/{fd}"),
        };
        open(
            link.as_str(),
            OFlag::O_PATH | OFlag::O_CLOEXEC,
            Mode::empty(),
        )
        .map_err(|errno| {
            if errno == Errno::ENOENT {
                Errno::EBADF
            } else {
                errno
            }
        })
    }

    /// A path is ours to walk only from the same root.
    fn has_our_root(self) -> Result<(), Errno> {
        let theirs = format!("/proc/{}/root", self.thread);
        let theirs = fstatat(AT_FDCWD, theirs.as_str(), AtFlags::empty())?;
        let ours = stat("/")?;
        match (theirs.st_dev, theirs.st_ino) == (ours.st_dev, ours.st_ino) {
            true => Ok(()),
            false => Err(Errno::EPERM),
        }
    }

    /// `path`, with the names that mean something else to each process made those of the thread. A link to such a name is
    /// not seen through: what it leads to is ours, and refused as any file elsewhere.
    fn own_names(self, path: &[u8]) -> Vec<u8> {
        let thread = self.thread;
        let names: [(&[u8], String); 6] = [
            (b"/proc/self", format!("/proc/{thread}")),
            (b"/proc/thread-self", format!("/proc/{thread}")),
            (b"/dev/fd", format!("/proc/{thread}/fd")),
            (b"/dev/stdin", format!("/proc/{thread}/fd/0")),
            (b"/dev/stdout", format!("/proc/{thread}/fd/1")),
            (b"/dev/stderr", format!("/proc/{thread}/fd/2")),
        ];
        for (name, own) in names {
            if let Some(rest) = path.strip_prefix(name)
                && (rest.is_empty() || rest.starts_with(b"/"))
            {
                return [own.as_bytes(), rest].concat();
            }
        }
        path.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_process_itself_become_the_threads() {
        let target = Target { thread: 7 };
        let check = |path: &str, expected: &str| {
            assert_eq!(target.own_names(path.as_bytes()), expected.as_bytes());
        };
        check("/proc/self/fd/3", "/proc/7/fd/3");
        check("/dev/stdin", "/proc/7/fd/0");
        check("/dev/fd/9", "/proc/7/fd/9");
        check("/proc/selfish", "/proc/selfish");
        check("/etc/passwd", "/etc/passwd");
    }
}
