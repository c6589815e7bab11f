//! The keyboard, in front of the editor.
//!
//! The editor takes as much as it can get, and what is typed behind Enter would be the next prompt's, though it may be meant for
//! the command that Enter starts. So its standard input is a pseudo-terminal of our own, and a thread passes on what is
//! typed, key by key, up to the one that ends the line.

mod place;
mod text;
mod typist;

use super::CTRL_C;
use super::arranging::Arranging;
use super::waiting::Waiting;
use crate::sys::signal;
use crate::sys::terminal::{self, Pty, Unechoed};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd;
use place::Place;
use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::thread;
use std::time::Duration;
use text::Text;
use typist::{Keys, Next, Typist};

/// Bytes typed ahead that are kept.
const TYPED: usize = 64 * 1024;

/// A terminal's keys, and what of them nobody has had yet.
pub(super) struct Keyboard {
    terminal: OwnedFd,
    /// Whoever reads a key also shows it, and knows what it is for: it would stand there twice, or Ctrl-C would reach nobody, if
    /// it came while nobody reads.
    unechoed: Unechoed<OwnedFd>,
    /// What the editor's terminal is to be given; `None` once the terminal is gone.
    hand: Option<OwnedFd>,
    editors: OwnedFd,
    typed: VecDeque<u8>,
}

/// What a prompt waits for beside keys.
pub type Happened<'h> = dyn FnMut() -> bool + Send + 'h;

impl Keyboard {
    /// That of standard input; `None` if it is no terminal, or there is no pseudo-terminal to be had.
    pub(super) fn open() -> Option<Keyboard> {
        let duplicate = || io::stdin().as_fd().try_clone_to_owned().ok();
        let Pty { master, slave } = Pty::open().ok()?;
        terminal::make_raw(slave.as_fd()).ok()?;
        // A master has no flag of its own yet.
        fcntl(
            &master,
            FcntlArg::F_SETFL(OFlag::O_RDWR | OFlag::O_NONBLOCK),
        )
        .ok()?;
        // The editor sees to that.
        terminal::restore::marks_pastes();
        Some(Keyboard {
            terminal: duplicate()?,
            unechoed: Unechoed::new(duplicate()?)?,
            hand: Some(master),
            editors: slave,
            typed: VecDeque::new(),
        })
    }

    /// Runs `edit`, which reads one line of what is typed from standard input, or Ctrl-C when `happened` says that something
    /// has while `waiting` knows of nothing typed. Where no thread is to be had it reads from the terminal itself.
    ///
    /// # Errors
    /// Standard input cannot be exchanged.
    pub(super) fn type_for<T>(
        &mut self,
        (waiting, arranging): (&Waiting, &Arranging),
        happened: Option<&mut Happened<'_>>,
        edit: impl FnOnce() -> T,
    ) -> io::Result<T> {
        self.unechoed.renew();
        let (stopped, stop) = unistd::pipe2(OFlag::O_CLOEXEC)?;
        let typist = Typist {
            keys: Keys::new(&self.terminal, stopped),
            unechoed: &mut self.unechoed,
            hand: &mut self.hand,
            typed: &mut self.typed,
            waiting,
            arranging,
            key: Vec::new(),
            place: Place::default(),
            text: Text::default(),
        };
        unistd::dup2_stdin(&self.editors)?;
        let edited: io::Result<_> = thread::scope(|scope| {
            let typing = thread::Builder::new().spawn_scoped(scope, move || typist.work(happened));
            let Ok(typing) = typing else {
                // The learner's jobs may have used up what processes the user may have.
                unistd::dup2_stdin(&self.terminal)?;
                return Ok((edit(), 0));
            };
            let edited = edit();
            drop(stop);
            Ok((edited, typing.join().unwrap_or_default()))
        });
        unistd::dup2_stdin(&self.terminal)?;
        // What came behind the end of the line, because the editor was slow to end it.
        let mut unread = terminal::take_unread(self.editors.as_fd(), TYPED).unwrap_or_default();
        let (edited, surplus) = edited?;
        let repeated = unread.iter().take_while(|key| **key == CTRL_C).count();
        unread.drain(..repeated.min(surplus));
        self.put_back(&unread);
        Ok(edited)
    }

    /// Runs `body`, which reads no key: they are kept for the next line, but for Ctrl-C, which is noted as SIGINT is and gives up what
    /// was typed before it. After `patience` says that it has not ended, once. Where no thread is to be had nobody watches.
    ///
    /// # Errors
    /// There are no more descriptors to be had.
    pub(super) fn watch<T>(
        &mut self,
        patience: Duration,
        say: impl FnOnce() + Send,
        body: impl FnOnce() -> T,
    ) -> io::Result<T> {
        self.unechoed.renew();
        let (stopped, stop) = unistd::pipe2(OFlag::O_CLOEXEC)?;
        let keys = Keys::new(&self.terminal, stopped);
        let typed = &mut self.typed;
        thread::scope(|scope| {
            let mut say = Some(say);
            let watch = move || {
                loop {
                    match keys.next(say.as_ref().map(|_| patience)) {
                        Next::Stopped | Next::Gone => return,
                        Next::Nothing => {
                            if let Some(say) = say.take() {
                                say();
                            }
                        }
                        Next::Key(CTRL_C) => {
                            typed.clear();
                            signal::interrupt();
                        }
                        Next::Key(key) if typed.len() < TYPED => typed.push_back(key),
                        Next::Key(_) => {}
                    }
                }
            };
            // Without it `body` does the same, and Ctrl-C is a key that comes after it.
            let watching = thread::Builder::new().spawn_scoped(scope, watch);
            let value = body();
            drop((stop, watching));
            Ok(value)
        })
    }

    /// Lets `body` use the terminal as it was when the program started.
    pub(super) fn lend<T>(&self, body: impl FnOnce() -> T) -> T {
        self.unechoed.lend(body)
    }

    /// Takes what was typed and nobody has had yet.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.typed.drain(..).collect()
    }

    /// Types `keys` before what nobody has had yet.
    pub(super) fn put_back(&mut self, keys: &[u8]) {
        for key in keys.iter().rev() {
            self.typed.push_front(*key);
        }
    }

    /// Whether something was typed that nobody has had yet.
    pub(super) fn is_ahead(&self) -> bool {
        !self.typed.is_empty()
    }
}
