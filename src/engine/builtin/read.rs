//! `read` (XCU 3).

use super::{BuiltinError, BuiltinResult, done, shown};
use crate::engine::Divert;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::separators::{Separator, Separators};
use crate::engine::shell::variables::is_name;
use crate::sys::signal;
use crate::trace::ExitStatus;
use nix::errno::Errno;
use std::ops::ControlFlow::Break;
use std::ops::Range;

/// `read [-r] [-d delim] name…`
pub fn read(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (how, names) = options(fields)?;
    if names.is_empty() {
        return Err(BuiltinError::Missing("a variable's name"));
    }
    if let Some(name) = names.iter().find(|name| !is_name(name)) {
        return Err(BuiltinError::NotAName(shown(name)));
    }
    let mut line = Line::default();
    match logical_line(shell, how, &mut line) {
        // What came before a signal with a trap is kept; the trap runs once `read` has returned.
        Err(Errno::EINTR) if signal::is_caught() => {}
        Err(Errno::EINTR) => return Ok(Break(Divert::Interrupt(crate::engine::INTERRUPTED))),
        Err(errno) => {
            return Err(BuiltinError::System {
                path: "standard input".to_string(),
                errno,
            });
        }
        Ok(()) => {}
    }
    assign(shell, &line, &names)?;
    done(if line.ended {
        ExitStatus::SUCCESS
    } else {
        ExitStatus::FAILURE
    })
}

/// What the options ask for.
#[derive(Clone, Copy)]
struct How {
    /// Backslashes are like any other character.
    raw: bool,
    /// What ends a line.
    delimiter: u8,
}

/// The options, and the operands behind them.
fn options(fields: &Fields) -> Result<(How, Vec<&[u8]>), BuiltinError> {
    let mut how = How {
        raw: false,
        delimiter: b'\n',
    };
    let mut words = fields.iter().skip(1).peekable();
    while let Some(word) = words.next_if(|word| word.len() > 1 && word[0] == b'-') {
        if word == b"--" {
            break;
        }
        for (index, letter) in word.iter().enumerate().skip(1) {
            match letter {
                b'r' => how.raw = true,
                b'd' => {
                    let own = Some(&word[index + 1..]).filter(|own| !own.is_empty());
                    let delimiter = own.or_else(|| words.next());
                    let delimiter = delimiter.ok_or(BuiltinError::Missing("a delimiter"))?;
                    how.delimiter = delimiter.first().copied().unwrap_or(0);
                    break;
                }
                letter => return Err(BuiltinError::BadOption(char::from(*letter))),
            }
        }
    }
    Ok((how, words.collect()))
}

/// A line without its delimiter; which of its bytes a backslash protected.
#[derive(Default)]
struct Line {
    text: Vec<u8>,
    escaped: Vec<bool>,
    /// Whether the delimiter ended it.
    ended: bool,
}

fn logical_line(shell: &mut Shell, how: How, line: &mut Line) -> Result<(), Errno> {
    let mut physical = Vec::new();
    loop {
        physical.clear();
        let result = read_through(shell, how.delimiter, &mut physical);
        line.ended = result == Ok(true);
        if line.ended {
            physical.pop();
        }
        if !push(line, &physical, how.raw) || !line.ended {
            return result.map(drop);
        }
        if how.delimiter != b'\n' {
            line.push(how.delimiter, true);
        }
    }
}

/// Reads up to the delimiter; whether there was one. EINTR says that a trap or a person at the terminal ends it before.
fn read_through(shell: &mut Shell, delimiter: u8, line: &mut Vec<u8>) -> Result<bool, Errno> {
    loop {
        match shell.input.read_through(delimiter, line) {
            Err(Errno::EINTR)
                if !(signal::is_caught() || shell.interactive && signal::take_interrupt()) => {}
            result => return result,
        }
    }
}

/// Adds what was read up to a delimiter; whether that was escaped, so that what follows it belongs to the line.
fn push(line: &mut Line, body: &[u8], raw: bool) -> bool {
    let mut bytes = body.iter().filter(|byte| **byte != 0);
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if !raw => match bytes.next() {
                Some(b'\n') => {}
                Some(next) => line.push(*next, true),
                None => return true,
            },
            byte => line.push(*byte, false),
        }
    }
    false
}

impl Line {
    fn push(&mut self, byte: u8, escaped: bool) {
        self.text.push(byte);
        self.escaped.push(escaped);
    }
}

/// Splits the line as XCU 2.6.5 does; the last variable takes all that is left.
fn assign(shell: &mut Shell, line: &Line, names: &[&[u8]]) -> Result<(), BuiltinError> {
    let walk = Walk {
        line,
        separators: shell.variables.separators(),
    };
    let values = walk.values(names.len());
    for (name, value) in names.iter().zip(values) {
        shell.variables.assign(name, &line.text[value])?;
    }
    Ok(())
}

/// A line and what separates its fields.
struct Walk<'a> {
    line: &'a Line,
    separators: &'a Separators,
}

impl Walk<'_> {
    /// Where the values of `count` variables stand.
    fn values(&self, count: usize) -> Vec<Range<usize>> {
        let length = self.line.text.len();
        let mut at = self.skip_space(0);
        let mut values = Vec::with_capacity(count);
        for number in 1..=count {
            let (start, mut end) = (at, self.field_end(at));
            at = self.skip_space(end);
            if let (Separator::Other, length) = self.at(at) {
                at = self.skip_space(at + length);
            }
            if number == count && at < length {
                // More fields than variables: the rest, its separators included, without the white space at its end.
                end = length;
                while end > start && self.at(end - 1).0 == Separator::Space {
                    end -= 1;
                }
            }
            values.push(start..end);
        }
        values
    }

    /// What stands at `at`, and its length. At the end nothing does, and nothing separates.
    fn at(&self, at: usize) -> (Separator, usize) {
        match self.line.escaped.get(at) {
            Some(false) => self.separators.at(&self.line.text[at..]),
            Some(true) | None => (Separator::None, 1),
        }
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while self.at(at).0 == Separator::Space {
            at += 1;
        }
        at
    }

    /// Where the field that begins at `at` ends.
    fn field_end(&self, mut at: usize) -> usize {
        while at < self.line.text.len() {
            match self.at(at) {
                (Separator::None, length) => at += length,
                _ => break,
            }
        }
        at
    }
}
