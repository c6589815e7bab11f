//! The history list of an interactive shell (XCU 3 `fc`): its commands, numbered, and the file they are kept in.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// How many commands are kept unless `HISTSIZE` says so.
pub const DEFAULT_SIZE: usize = 500;
/// Numbers begin again after this one; the standard asks for 32767 at least.
const MOST: usize = 999_999_999;

/// The commands that were entered, oldest first.
#[derive(Debug)]
pub struct History {
    commands: VecDeque<Vec<u8>>,
    /// The number of the command that is entered next.
    next: usize,
    size: usize,
    file: Option<File>,
}

impl History {
    /// A list of at most `size` commands that begins with what `path` holds, and adds to it.
    pub fn open(path: Option<&[u8]>, size: usize) -> History {
        let mut history = History {
            commands: VecDeque::new(),
            next: 1,
            size: size.max(1),
            file: None,
        };
        let Some(path) = path.filter(|path| !path.is_empty()) else {
            return history;
        };
        let path = PathBuf::from(OsString::from_vec(path.to_vec()));
        // A file that cannot be read or written leaves a list that lasts as long as the shell.
        let text = std::fs::read(&path).unwrap_or_default();
        text.split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .for_each(|line| history.push(line));
        history.file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .ok();
        history
    }

    /// Adds a command that was entered.
    pub fn add(&mut self, command: &[u8]) {
        let command = command.strip_suffix(b"\n").unwrap_or(command);
        if command.trim_ascii().is_empty() {
            return;
        }
        self.push(command);
        if let Some(file) = &mut self.file {
            let _ = file.write_all(&[command, b"\n"].concat());
        }
    }

    fn push(&mut self, command: &[u8]) {
        self.commands.push_back(command.to_vec());
        if self.commands.len() > self.size {
            self.commands.pop_front();
        }
        self.next = if self.next >= MOST { 1 } else { self.next + 1 };
    }

    /// Forgets the command that was entered last: `fc` takes its own place with what it runs.
    pub fn retract(&mut self) {
        if self.commands.pop_back().is_some() {
            self.next = if self.next == 1 { MOST } else { self.next - 1 };
        }
    }

    /// The number that the command entered next will have.
    pub fn next(&self) -> usize {
        self.next
    }

    /// How many commands there are.
    pub fn len(&self) -> usize {
        self.commands.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// The command at `index`, 0 being the oldest, and its number.
    pub fn get(&self, index: usize) -> Option<(usize, &[u8])> {
        let command = self.commands.get(index)?;
        Some((self.number(index), command))
    }

    fn number(&self, index: usize) -> usize {
        let back = self.commands.len() - index;
        match self.next > back {
            true => self.next - back,
            false => MOST + self.next - back,
        }
    }

    /// Where the command `number` is, if it is still there.
    pub fn index_of(&self, number: usize) -> Option<usize> {
        (0..self.commands.len()).find(|index| self.number(*index) == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_commands_go_and_numbers_stay() {
        let mut history = History::open(None, 2);
        for command in ["one\n", "two\n", "\n", "three\n"] {
            history.add(command.as_bytes());
        }
        assert_eq!(history.get(0), Some((2, b"two".as_slice())));
        assert_eq!(history.index_of(3), Some(1));
        assert_eq!(history.index_of(1), None);
        history.retract();
        assert_eq!((history.next(), history.len()), (3, 1));
    }
}
