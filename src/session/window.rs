//! The terminal we are on ourselves while it is a session's: raw, no other size than the session's, in order again afterwards.

use super::Screen;
use super::leftovers::Leftovers;
use crate::sys::terminal::{self, Raw, Size};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};

/// The way to the person, until it is dropped. Without a terminal there is only standard output.
#[derive(Debug)]
pub struct Window<'t> {
    is_terminal: bool,
    raw: Option<Raw<'t>>,
    size: Option<Size>,
    leftovers: Leftovers,
}

impl<'t> Window<'t> {
    /// Keys come from `keyboard`, if the session's screen is a terminal.
    pub fn open(screen: Screen, keyboard: BorrowedFd<'t>) -> Window<'t> {
        let window = Window::without_keyboard(screen);
        let raw = window.is_terminal.then(|| Raw::enter(keyboard).ok());
        Window {
            raw: raw.flatten(),
            ..window
        }
    }

    /// The same where the keyboard stays somebody else's.
    pub fn without_keyboard(screen: Screen) -> Window<'t> {
        Window {
            is_terminal: screen == Screen::Terminal,
            raw: None,
            size: None,
            leftovers: Leftovers::default(),
        }
    }

    /// Tells the session's terminal `tty` our size if that has changed. If we were stopped, the terminal has been another's, and is
    /// made raw again.
    pub fn keep_up(&mut self, tty: impl AsFd) {
        if !self.is_terminal {
            return;
        }
        let size = terminal::size(io::stdout().as_fd());
        if let Some(size) = size.filter(|_| size != self.size) {
            // A terminal that nobody holds any more needs no size.
            let _ = terminal::set_size(tty.as_fd(), size);
        }
        self.size = size;
        if let Some(raw) = &self.raw {
            raw.renew();
        }
    }

    /// Shows `bytes` at once. If nobody can see them any more, the line still runs to its end.
    pub fn show(&mut self, bytes: &[u8]) {
        if self.is_terminal {
            self.leftovers.watch(bytes);
            terminal::restore::shows_other_screen(self.leftovers.shows_other_screen());
        }
        print(bytes);
    }

    /// Puts the terminal in order, the cursor at the beginning of a line.
    pub fn clean_up(&mut self) {
        if self.is_terminal {
            let size = terminal::size(io::stdout().as_fd());
            print(&self.leftovers.repair(size.map_or(0, |size| size.rows)));
            terminal::restore::shows_other_screen(false);
        }
    }
}

fn print(bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        match nix::unistd::write(io::stdout(), rest) {
            Ok(length) => rest = &rest[length..],
            Err(nix::Error::EINTR) => {}
            Err(_) => return,
        }
    }
}
