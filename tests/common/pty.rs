//! A program on a pseudo-terminal: what it shows, as text, and a way to type.
//!
//! Needs its sibling `shell` in the crate that includes it. Nothing here sleeps for a fixed time: a caller says what it waits for, and how long at most. The terminal itself is the
//! `vt100` crate, with all its scrollback.

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use shtutor::sys::terminal;
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// Lines kept above the screen.
const SCROLLBACK: usize = 20_000;
/// How long the last words of a program that has ended may take to arrive.
const LAST_WORDS: Duration = Duration::from_millis(60);
/// How long to wait for more before looking again whether time is over.
const GLANCE: Duration = Duration::from_millis(50);
/// Asks a terminal where its cursor is.
const CURSOR_REQUEST: &[u8] = b"\x1b[6n";

/// A running program and its screen.
pub struct Pty {
    child: Child,
    terminal: File,
    screen: vt100::Parser,
    received: Vec<u8>,
    open: bool,
}

/// Why a wait ended without what was waited for.
#[derive(Debug)]
pub enum Missed {
    /// Time was over.
    TimedOut,
    /// The program closed its terminal.
    Ended,
}

impl Pty {
    /// Starts `command` as the leader of a session whose terminal has `columns` and `rows`.
    ///
    /// `setsid --ctty` makes the terminal its controlling one and then becomes the program, under the same process id.
    pub fn start(command: &Command, columns: u16, rows: u16) -> Pty {
        // Closed on exec from the first moment: another thread may be starting a program just now, and whoever else holds a
        // side of it keeps the terminal alive after we hang up.
        let terminal::Pty { master, slave } = terminal::Pty::open().expect("a pseudo-terminal");
        let size = terminal::Size { rows, columns };
        terminal::set_size(master.as_fd(), size).expect("a terminal has a size");
        let mut leader = Command::new("setsid");
        leader
            .arg("--ctty")
            .arg(command.get_program())
            .args(command.get_args());
        leader
            .current_dir(command.get_current_dir().expect("a command has a folder"))
            .env_clear();
        leader.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        leader
            .stdin(copy(&slave))
            .stdout(copy(&slave))
            .stderr(slave);
        let child = leader
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {leader:?}: {error}"));
        let [rows, columns] =
            [rows, columns].map(|length| NonZeroU16::new(length).expect("a terminal has a size"));
        let screen = vt100::Parser::new(rows, columns, SCROLLBACK);
        Pty {
            child,
            terminal: master.into(),
            screen,
            received: Vec::new(),
            open: true,
        }
    }

    /// Types `bytes`.
    pub fn type_bytes(&mut self, bytes: &[u8]) {
        // A program that has ended reads nothing; what is waited for next will say so.
        let _ = self.terminal.write_all(bytes);
    }

    /// Waits until `ready` holds of this terminal, all that has arrived taken in.
    ///
    /// # Errors
    ///
    /// Time was over, or the program ended first.
    pub fn wait_until(
        &mut self,
        limit: Duration,
        ready: impl Fn(&Pty) -> bool,
    ) -> Result<(), Missed> {
        let start = Instant::now();
        while self.open && start.elapsed() < limit {
            // A program that never pauses is looked at all the same.
            while start.elapsed() < limit && self.receive(Duration::ZERO) {}
            if ready(self) {
                return Ok(());
            }
            self.receive(GLANCE);
        }
        match (ready(self), self.open) {
            (true, _) => Ok(()),
            (false, true) => Err(Missed::TimedOut),
            (false, false) => Err(Missed::Ended),
        }
    }

    /// Waits until the program has closed its terminal and ended.
    pub fn wait_for_end(&mut self, limit: Duration) -> Option<ExitStatus> {
        let start = Instant::now();
        while start.elapsed() < limit {
            self.receive(Duration::from_millis(10));
            if let Some(status) = self
                .child
                .try_wait()
                .expect("a child of ours can be waited for")
            {
                while self.open && self.receive(LAST_WORDS) {}
                return Some(status);
            }
        }
        None
    }

    /// Closes the terminal, as a lost connection does; `None` if the program goes on without it.
    pub fn hang_up(&mut self, limit: Duration) -> Option<ExitStatus> {
        self.terminal = File::open("/dev/null").expect("the null device is there");
        self.open = false;
        super::shell::wait(&mut self.child, limit)
    }

    /// Ends the program as `kill -9` does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// The program's process id.
    pub fn pid(&self) -> i32 {
        i32::try_from(self.child.id()).expect("a process id fits")
    }

    /// The process group in the foreground of the terminal, if there is one.
    pub fn foreground(&self) -> Option<i32> {
        let group = nix::unistd::tcgetpgrp(&self.terminal).ok()?;
        Some(group.as_raw())
    }

    /// Whether the program still has its terminal.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// The line the cursor is on, up to the cursor.
    pub fn cursor_line(&self) -> String {
        let (row, column) = self.screen.screen().cursor_position();
        let text = self
            .screen
            .screen()
            .rows(0, column)
            .nth(row.into())
            .unwrap_or_default();
        // Blanks that were never written are not part of a row; a prompt's last blank may be one of them.
        format!("{text:<width$}", width = column.into())
    }

    /// The line the cursor is on, with `|` at the cursor.
    pub fn line_with_cursor(&self) -> String {
        let screen = self.screen.screen();
        let (row, column) = screen.cursor_position();
        let behind = screen.size().1.get() - column;
        let part = |start, width| {
            let line = screen.rows(start, width).nth(row.into());
            line.unwrap_or_default()
        };
        let (before, behind) = (part(0, column), part(column, behind));
        let unwritten = usize::from(column).saturating_sub(before.width());
        let blanks = " ".repeat(unwritten);
        format!("{before}{blanks}|{}", behind.trim_end())
    }

    /// Makes the terminal `columns` wide, and tells the programs in its foreground.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let [height, width] =
            [rows, columns].map(|length| NonZeroU16::new(length).expect("a terminal has a size"));
        self.screen.screen_mut().set_size(height, width);
        let size = terminal::Size { rows, columns };
        terminal::set_size(self.terminal.as_fd(), size).expect("a terminal has a size");
    }

    /// How many lines are above the cursor's, those scrolled away included.
    pub fn cursor_row(&self) -> usize {
        let screen = self.screen.screen();
        screen.scrollback_len() + usize::from(screen.cursor_position().0)
    }

    /// How many cells are above and before the cursor.
    pub fn cursor_cell(&self) -> usize {
        let screen = self.screen.screen();
        let column = usize::from(screen.cursor_position().1);
        self.cursor_row() * usize::from(screen.size().1.get()) + column
    }

    /// The lines on the screen; none of those scrolled away.
    pub fn rows(&self) -> impl Iterator<Item = String> {
        let screen = self.screen.screen();
        screen.rows(0, screen.size().1.get())
    }

    /// All that was ever shown, scrolled away or not, without blanks at the ends of lines.
    pub fn text(&mut self) -> String {
        let screen = self.screen.screen_mut();
        let above = screen.scrollback_len();
        let (rows, columns) = screen.size();
        let mut lines = Vec::new();
        for offset in (1..=above).rev() {
            screen.set_scrollback(offset);
            lines.extend(screen.rows(0, columns.get()).next());
        }
        screen.set_scrollback(0);
        lines.extend(screen.rows(0, columns.get()).take(rows.get().into()));
        let text: String = lines
            .iter()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect();
        text.trim_end().to_string() + "\n"
    }

    /// All bytes that came.
    pub fn received(&self) -> &[u8] {
        &self.received
    }

    /// Takes in what arrives within `limit`; whether anything did.
    fn receive(&mut self, limit: Duration) -> bool {
        let timeout = PollTimeout::try_from(limit).expect("a short time");
        let mut fds = [PollFd::new(self.terminal.as_fd(), PollFlags::POLLIN)];
        if !self.open || poll(&mut fds, timeout).unwrap_or(0) == 0 {
            return false;
        }
        let mut buffer = [0; 4096];
        match self.terminal.read(&mut buffer) {
            Ok(length) if length > 0 => self.show(&buffer[..length]),
            // EIO: nobody has the other side open any more.
            _ => self.open = false,
        }
        true
    }

    fn show(&mut self, bytes: &[u8]) {
        self.received.extend_from_slice(bytes);
        self.screen.process(bytes);
        if bytes
            .windows(CURSOR_REQUEST.len())
            .any(|part| part == CURSOR_REQUEST)
        {
            let (row, column) = self.screen.screen().cursor_position();
            self.type_bytes(format!("\x1b[{};{}R", row + 1, column + 1).as_bytes());
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.kill();
    }
}

fn copy(fd: &OwnedFd) -> OwnedFd {
    fd.try_clone().expect("a descriptor can be duplicated")
}
