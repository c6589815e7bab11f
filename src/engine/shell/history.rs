//! The history list of an interactive shell (XCU 3 `fc`): its commands, numbered, and the file they are kept in.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{Seek, Write};
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
    /// How many bytes of the file are the command that was entered last.
    written: u64,
}

impl History {
    /// A list of at most `size` commands that begins with what `path` holds, and adds to it.
    pub fn open(path: Option<&[u8]>, size: usize) -> History {
        let mut history = History {
            commands: VecDeque::new(),
            next: 1,
            size: size.max(1),
            file: None,
            written: 0,
        };
        let Some(path) = path.filter(|path| !path.is_empty()) else {
            return history;
        };
        let path = PathBuf::from(OsString::from_vec(path.to_vec()));
        // A file that cannot be read or written leaves a list that lasts as long as the shell.
        let text = std::fs::read(&path).unwrap_or_default();
        commands_of(&text).for_each(|command| history.push(&command));
        history.file = OpenOptions::new()
            .create(true)
            .read(true)
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
        let line = [as_lines(command).as_slice(), b"\n"].concat();
        self.written = 0;
        // One write: a shell that is killed leaves a whole command behind or none.
        if let Some(file) = &mut self.file
            && file.write_all(&line).is_ok()
        {
            self.written = line.len() as u64;
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
        let written = std::mem::take(&mut self.written);
        if let Some(file) = &mut self.file {
            // A file that cannot be shortened keeps a command more.
            let _ = cut(file, written);
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

/// Takes the last `length` bytes off `file`, if they are still what this shell wrote last: another may have added to it since.
fn cut(file: &File, length: u64) -> std::io::Result<()> {
    file.lock()?;
    let end = file.metadata()?.len();
    let ours = (&*file).stream_position()?;
    let result = match length > 0 && end == ours {
        true => file.set_len(end - length),
        false => Ok(()),
    };
    file.unlock()?;
    result
}

/// A command as the file holds it: a backslash at the end of a line says that the command goes on.
fn as_lines(command: &[u8]) -> Vec<u8> {
    let mut lines = Vec::with_capacity(command.len());
    for byte in command {
        if *byte == b'\n' {
            lines.push(b'\\');
        }
        lines.push(*byte);
    }
    if command.ends_with(b"\\") {
        // Not to be taken for one of those.
        lines.push(b' ');
    }
    lines
}

/// The commands that a file holds.
fn commands_of(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut lines = text.split(|byte| *byte == b'\n');
    std::iter::from_fn(move || {
        let mut command = lines.next()?.to_vec();
        while command.ends_with(b"\\")
            && let Some(line) = lines.next()
        {
            command.pop();
            command.push(b'\n');
            command.extend_from_slice(line);
        }
        Some(command)
    })
    .filter(|command| !command.is_empty())
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

    #[test]
    fn a_file_keeps_commands_of_several_lines_whole() {
        let commands: [&[u8]; 4] = [
            b"echo one",
            b"for i in 1 2\ndo echo $i\ndone",
            b"echo a \\\nb",
            b"cat <<'E'\n\\\nE",
        ];
        let text = commands.map(|command| [&as_lines(command), b"\n".as_slice()].concat());
        let read: Vec<Vec<u8>> = commands_of(&text.concat()).collect();
        assert_eq!(read, commands);
    }

    #[test]
    fn what_is_retracted_leaves_the_file_unless_somebody_added_to_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("history");
        let name = path.to_str().expect("a name").as_bytes();
        let mut history = History::open(Some(name), 10);
        history.add(b"one\n");
        history.add(b"fc -s one\n");
        history.retract();
        history.add(b"one\n");
        let read = || std::fs::read_to_string(&path).expect("a file");
        assert_eq!(read(), "one\none\n");
        let mut other = History::open(Some(name), 10);
        history.add(b"fc\n");
        other.add(b"two\n");
        history.retract();
        assert_eq!(read(), "one\none\nfc\ntwo\n");
    }
}
