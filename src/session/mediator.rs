//! The guardian's answers to calls that the filter hands over: allowed inside the session's folder, refused outside.
//!
//! A call names a file by memory and descriptors that its process can change at any moment. So what is judged is never the
//! name: the guardian opens the file, looks where *that* is, and then changes that very file itself. It has given up its
//! privileges before and is the same user, so it can do nothing the process could not, were it not confined.
//!
//! It never waits here: the file is only named by what it opens (`O_PATH`), neither read nor written.

mod change;
mod loopback;
pub mod own;
mod target;
mod watch;

use super::calls::Guardian;
use super::processes;
use crate::sys::seccomp::{Listener, Question};
use crate::sys::{passing, process};
use crate::trace::ExitStatus;
use change::Change;
use loopback::Call;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use own::{Own, Seen};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use target::Target;

/// Calls answered before the guardian looks after its other duties.
const AT_A_TIME: usize = 64;

/// What the guardian is asked through, and what it answers by.
#[derive(Debug)]
pub struct Mediator {
    listener: Listener,
    /// The process whose descendants may be given other limits and priorities.
    root: i32,
    own: Own,
    /// Whether it can see what a call names.
    can_look: bool,
    /// Processes that connect for a caller each, and whose question it was.
    connecting: Vec<(i32, u64)>,
}

/// Callers that may wait for a connection at a time.
const CONNECTING: usize = 32;

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
            own,
            can_look,
            connecting: Vec::new(),
        })
    }

    /// Answers what waits.
    pub fn serve(&mut self) {
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

    fn decide(&mut self, question: Question) {
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
            None if loopback::is_asked(&question) => self.answer_loopback(target, question),
            None if watch::is_asked(&question) => self.answer_watch(target, question),
            None if self.is_own_process(question) => self.listener.allow(question.id),
            None => self.listener.answer(question.id, Err(Errno::EPERM)),
        }
    }

    fn answer_watch(&mut self, target: Target, question: Question) {
        let watch = match self.can_look {
            true => watch::read(target, &question),
            false => return self.listener.allow(question.id),
        };
        // As for a change: only now is it certain whose they were.
        if !self.listener.still_waits(question.id) {
            return;
        }
        let result = watch.and_then(|watch| watch.make(&self.own));
        self.listener.answer(question.id, result);
    }

    fn answer_loopback(&mut self, target: Target, question: Question) {
        let call = match self.can_look {
            true => loopback::read(target, &question),
            false => Err(Errno::EACCES),
        };
        let result = match call {
            Ok(_) if !self.listener.still_waits(question.id) => return,
            Ok(call @ Call::Connect(..)) => match self.connect_apart(question.id, &call) {
                Ok(()) => return,
                Err(errno) => Err(errno),
            },
            Ok(call) => call.make(),
            Err(errno) => Err(errno),
        };
        self.listener.answer(question.id, result.map(|()| 0));
    }

    /// Connects in a process of its own, which may wait and answers by itself.
    fn connect_apart(&mut self, id: u64, call: &Call) -> Result<(), Errno> {
        if self.connecting.len() >= CONNECTING {
            return Err(Errno::EAGAIN);
        }
        let listener = &self.listener;
        let pid = process::fork(|| {
            listener.answer(id, call.make().map(|()| 0));
            process::exit_now(ExitStatus::SUCCESS)
        })?;
        self.connecting.push((pid, id));
        Ok(())
    }

    /// A child of the guardian has ended. If it was to answer and did not, nobody else would.
    pub fn ended(&mut self, pid: i32) {
        let listener = &self.listener;
        self.connecting.retain(|(connecting, id)| {
            if *connecting == pid {
                listener.answer(*id, Err(Errno::ETIMEDOUT));
            }
            *connecting != pid
        });
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
        Seen::of(file).is_ok_and(|seen| self.own.holds(&seen, change))
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

impl AsFd for Mediator {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }
}
