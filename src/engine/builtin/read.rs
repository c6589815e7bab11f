//! `read` (XCU 3).

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::Divert;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::variables::is_name;
use crate::sys::signal;
use crate::trace::ExitStatus;
use nix::errno::Errno;
use std::ops::ControlFlow::Break;

/// `read [-r] name…`
pub fn read(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, names) = options(fields, "r")?;
    let raw = options.contains(&'r');
    if names.is_empty() {
        return Err(BuiltinError::Missing("a variable's name"));
    }
    if let Some(name) = names.iter().find(|name| !is_name(name)) {
        return Err(BuiltinError::NotAName(shown(name)));
    }
    let mut line = Line::default();
    match logical_line(shell, raw, &mut line) {
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

/// A line without its newline; which of its bytes a backslash protected.
#[derive(Default)]
struct Line {
    text: Vec<u8>,
    escaped: Vec<bool>,
    /// Whether a newline ended it.
    ended: bool,
}

fn logical_line(shell: &mut Shell, raw: bool, line: &mut Line) -> Result<(), Errno> {
    let mut physical = Vec::new();
    loop {
        physical.clear();
        let result = read_through(shell, &mut physical);
        line.ended = result == Ok(true);
        let body = physical.strip_suffix(b"\n").unwrap_or(&physical);
        if !push(line, body, raw) || !line.ended {
            return result.map(drop);
        }
    }
}

/// Reads up to a newline; whether there was one. EINTR says that a trap or a person at the terminal ends it before.
fn read_through(shell: &mut Shell, line: &mut Vec<u8>) -> Result<bool, Errno> {
    loop {
        match shell.input.read_through(b'\n', line) {
            Err(Errno::EINTR)
                if !(signal::is_caught() || shell.interactive && signal::take_interrupt()) => {}
            result => return result,
        }
    }
}

/// Adds a physical line; whether its end was escaped, so that the next one belongs to it.
fn push(line: &mut Line, body: &[u8], raw: bool) -> bool {
    let mut bytes = body.iter().filter(|byte| **byte != 0);
    while let Some(byte) = bytes.next() {
        let (byte, escaped) = match byte {
            b'\\' if !raw => match bytes.next() {
                Some(next) => (next, true),
                None => return true,
            },
            byte => (byte, false),
        };
        line.text.push(*byte);
        line.escaped.push(escaped);
    }
    false
}

/// Splits the line as XCU 2.6.5 does; the last variable takes all that is left.
fn assign(shell: &mut Shell, line: &Line, names: &[&[u8]]) -> Result<(), BuiltinError> {
    let ifs = shell.variables.get(b"IFS").unwrap_or(b" \t\n").to_vec();
    let separates = |at: usize| ifs.contains(&line.text[at]) && !line.escaped[at];
    let is_space = |at: usize| separates(at) && matches!(line.text[at], b' ' | b'\t' | b'\n');
    let length = line.text.len();
    let skip_space = |mut at: usize| {
        while at < length && is_space(at) {
            at += 1;
        }
        at
    };
    let mut at = skip_space(0);
    for (index, name) in names.iter().enumerate() {
        let start = at;
        let mut end = start;
        while end < length && !separates(end) {
            end += 1;
        }
        let mut next = skip_space(end);
        if next < length && separates(next) && !is_space(next) {
            next = skip_space(next + 1);
        }
        if index + 1 == names.len() && next < length {
            // More fields than variables: the rest, its separators included, without the white space at its end.
            end = length;
            while end > start && is_space(end - 1) {
                end -= 1;
            }
        }
        at = next;
        shell.variables.assign(name, &line.text[start..end])?;
    }
    Ok(())
}
