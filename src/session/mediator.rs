//! The guardian's answers to calls that the filter hands over: allowed inside the session's folder, refused outside.
//!
//! A call names a file by memory and descriptors that its process can change at any moment. So what is judged is never the
//! name: the guardian opens the file, looks where *that* is, and then changes that very file itself. It has given up its
//! privileges before and is the same user, so it can do nothing the process could not, were it not confined.
//!
//! It never waits here: the file is only named by what it opens (`O_PATH`), neither read nor written.

mod change;
mod target;

use super::calls::Guardian;
use super::processes;
use crate::sys::passing;
use crate::sys::seccomp::{Listener, Question};
use change::Change;
use nix::errno::Errno;
use nix::fcntl::readlink;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use target::Target;

/// Calls answered before the guardian looks after its other duties.
const AT_A_TIME: usize = 64;

/// What the guardian is asked through, and what it answers by.
#[derive(Debug)]
pub struct Mediator {
    listener: Listener,
    /// The process whose descendants may be given other limits and priorities.
    root: i32,
    places: Own,
    /// Whether it can see what a call names.
    can_look: bool,
}

/// What belongs to the session.
#[derive(Clone, Debug)]
pub struct Own {
    /// Canonical.
    pub folder: PathBuf,
    /// The pseudo-terminal, if there is one.
    pub terminal: Option<PathBuf>,
}

/// The shell's side: gives the `listener` of its filter to the guardian at the other end of `socket`, and says whether that
/// can answer. With `None` it says that there is none.
///
/// # Errors
/// The guardian is gone.
pub fn hand_over(socket: &OwnedFd, listener: Option<OwnedFd>) -> io::Result<Guardian> {
    // A word for the guardian to find in our memory, where it must be able to read what calls point to.
    let word = PROOF;
    let place = &raw const word as u64;
    let fd = listener.as_ref().map(AsFd::as_fd);
    passing::send(socket, &place.to_ne_bytes(), fd)?;
    let mut reply = [0];
    match passing::receive(socket, &mut reply)? {
        (1, _) if reply == [1] => Ok(Guardian::Answers),
        _ => Ok(Guardian::IsSilent),
    }
}

/// Any word that is not in memory by chance.
const PROOF: u64 = 0x5A17_7E57_ED0C_A11E;

impl Mediator {
    /// The guardian's side of [`hand_over`]. `None` if the shell has no such filter, or is gone already.
    pub fn take_over(socket: &OwnedFd, shell: i32, root: i32, own: Own) -> Option<Mediator> {
        let mut place = [0; 8];
        let (_, listener) = passing::receive(socket, &mut place).ok()?;
        let mut word = [0; 8];
        let read = Target { thread: shell }.read(u64::from_ne_bytes(place), &mut word);
        let can_look = read.is_ok() && word == PROOF.to_ne_bytes();
        let answers = listener.is_some() && can_look;
        passing::send(socket, &[u8::from(answers)], None).ok()?;
        Some(Mediator {
            listener: Listener::new(listener?),
            root,
            places: own,
            can_look,
        })
    }

    /// Answers what waits.
    pub fn serve(&self) {
        for _ in 0..AT_A_TIME {
            let mut fds = [PollFd::new(self.as_fd(), PollFlags::POLLIN)];
            let polled = poll(&mut fds, PollTimeout::ZERO);
            let waits = fds[0]
                .revents()
                .is_some_and(|seen| seen.contains(PollFlags::POLLIN));
            if polled.is_err() || !waits {
                return;
            }
            // It was killed meanwhile, or we were interrupted.
            let Ok(question) = self.listener.receive() else {
                continue;
            };
            self.decide(question);
        }
    }

    fn decide(&self, question: Question) {
        let target = Target {
            thread: question.thread,
        };
        let asked = change::read(target, question.call, question.arguments);
        match asked {
            Some(_) if !self.can_look => self.listener.allow(question.id),
            Some(asked) => {
                let result = asked.and_then(|(subject, change)| {
                    let file = target.find(&subject)?;
                    self.change(question.id, &file, change)
                });
                self.listener.answer(question.id, result.map(|()| 0));
            }
            None if self.is_own_process(question) => self.listener.allow(question.id),
            None => self.listener.answer(question.id, Err(Errno::EPERM)),
        }
    }

    fn change(&self, id: u64, file: &OwnedFd, change: Change) -> Result<(), Errno> {
        // Only now is it certain that what was read and opened was the caller's.
        if !self.listener.still_waits(id) {
            return Err(Errno::ENOENT);
        }
        match self.is_own(file, change) {
            true => change.make(file),
            false => Err(Errno::EPERM),
        }
    }

    /// Whether what was opened is the session's to change.
    fn is_own(&self, file: &OwnedFd, change: Change) -> bool {
        let link = format!("/proc/self/fd/{}", file.as_raw_fd());
        let Ok(path) = readlink(link.as_str()) else {
            return false;
        };
        self.places.holds(path.as_bytes(), change)
    }

    /// Whether the call is about a process of the session: all calls without a file that are asked about name one.
    fn is_own_process(&self, question: Question) -> bool {
        use nix::libc;
        let [first, second, ..] = question.arguments;
        let pid = match question.call {
            libc::SYS_setpriority | libc::SYS_ioprio_set => second as i32,
            _ => first as i32,
        };
        processes::is_below(pid, self.root)
    }
}

impl Own {
    /// Whether the file that the kernel calls `path` may be changed so.
    fn holds(&self, path: &[u8], change: Change) -> bool {
        // What was never in a folder says what it is: `pipe:[7]`. Its mode is the host's to set: who could read what the
        // shell writes into its output would learn how to forge it.
        if !path.starts_with(b"/") {
            return matches!(change, Change::Times(_));
        }
        let below = path.strip_prefix(self.folder.as_os_str().as_bytes());
        let in_folder = below.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"));
        let is_terminal = self
            .terminal
            .as_ref()
            .is_some_and(|name| name.as_os_str().as_bytes() == path);
        in_folder || is_terminal || path.starts_with(b"/memfd:")
    }
}

impl AsFd for Mediator {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_the_folder_is_the_sessions() {
        let own = Own {
            folder: PathBuf::from("/tmp/s"),
            terminal: Some(PathBuf::from("/dev/pts/3")),
        };
        let check = |path: &str, change, expected| {
            assert_eq!(own.holds(path.as_bytes(), change), expected, "{path}")
        };
        let mode = Change::Mode(0o600);
        check("/tmp/s", mode, true);
        check("/tmp/s/a/b (deleted)", mode, true);
        check("/dev/pts/3", mode, true);
        check("/memfd:x (deleted)", mode, true);
        check("/tmp/s2", mode, false);
        check("/tmp", mode, false);
        check("/dev/pts/30", mode, false);
        check("pipe:[12]", mode, false);
        check(
            "pipe:[12]",
            Change::Times([nix::sys::time::TimeSpec::UTIME_NOW; 2]),
            true,
        );
    }
}
