//! `fc` (XCU 3): commands of the history listed, edited and run again, or run again at once.

use super::{BuiltinError, BuiltinResult, done, quoted, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::invocation::{command_end, read_file};
use crate::engine::shell::Shell;
use crate::engine::shell::history::History;
use crate::engine::{Flow, run_text};
use crate::sys::fd::{self, STDERR};
use crate::trace::ExitStatus;
use nix::errno::Errno;
use std::io::Write;
use std::ops::ControlFlow::Continue;
use std::os::unix::ffi::OsStrExt;

/// The editor when neither `-e` nor `FCEDIT` names one.
const DEFAULT_EDITOR: &[u8] = b"ed";
/// How many commands `fc -l` shows.
const LISTED: usize = 16;

/// What the words ask for.
#[derive(Default)]
struct Request<'f> {
    list: bool,
    without_numbers: bool,
    reversed: bool,
    at_once: bool,
    editor: Option<&'f [u8]>,
    operands: Vec<&'f [u8]>,
}

/// `fc [-r] [-e editor] [first [last]]`, `fc -l [-nr] [first [last]]`, `fc -s [old=new] [first]`
pub fn fc(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let request = parse(fields)?;
    let Some(history) = &shell.history else {
        return Err(BuiltinError::NoHistory);
    };
    if request.at_once {
        let command = substituted(history, &request.operands)?;
        retract(shell);
        return Ok(run_again(shell, &command));
    }
    let (first, last) = range(history, &request)?;
    let mut chosen: Vec<(usize, Vec<u8>)> = (first.min(last)..=first.max(last))
        .filter_map(|index| history.get(index))
        .map(|(number, command)| (number, command.to_vec()))
        .collect();
    if request.reversed != (first > last) {
        chosen.reverse();
    }
    if !request.list {
        let commands = chosen
            .iter()
            .flat_map(|(_, command)| [command, b"\n".as_slice()]);
        let text = commands.collect::<Vec<_>>().concat();
        return edit(shell, request.editor, &text);
    }
    for (number, command) in chosen {
        let mut line = match request.without_numbers {
            true => Vec::new(),
            false => number.to_string().into_bytes(),
        };
        // The later lines of a command stand below its first one.
        for part in command.split(|byte| *byte == b'\n') {
            line.push(b'\t');
            line.extend_from_slice(part);
            line.push(b'\n');
        }
        shell.output.push(&line)?;
    }
    done(ExitStatus::SUCCESS)
}

fn parse(fields: &Fields) -> Result<Request<'_>, BuiltinError> {
    let mut request = Request::default();
    let mut words = fields.iter().skip(1).peekable();
    // `-5` is a number from the end, not an option.
    let is_option = |word: &[u8]| word.len() > 1 && word[0] == b'-' && !word[1].is_ascii_digit();
    while let Some(word) = words.next_if(|word| is_option(word)) {
        if word == b"--" {
            break;
        }
        for (at, letter) in word.iter().enumerate().skip(1) {
            match letter {
                b'l' => request.list = true,
                b'n' => request.without_numbers = true,
                b'r' => request.reversed = true,
                b's' => request.at_once = true,
                b'e' => {
                    let attached = &word[at + 1..];
                    let editor = match attached {
                        b"" => words.next().ok_or(BuiltinError::Missing("an editor"))?,
                        attached => attached,
                    };
                    request.editor = Some(editor);
                    break;
                }
                letter => return Err(BuiltinError::BadOption(char::from(*letter))),
            }
        }
    }
    request.operands = words.collect();
    // The older way to write `-s`.
    request.at_once |= request.editor == Some(b"-");
    match request.operands.len() > 2 {
        true => Err(BuiltinError::TooMany),
        false => Ok(request),
    }
}

/// Where the first and the last command meant are. The command that runs `fc` is the newest, and never meant.
fn range(history: &History, request: &Request<'_>) -> Result<(usize, usize), BuiltinError> {
    let count = history.len().saturating_sub(1);
    if count == 0 {
        return Err(BuiltinError::NoHistory);
    }
    let find = |operand: &[u8]| find(history, count, operand, request.list);
    let newest = count - 1;
    Ok(match (request.operands.as_slice(), request.list) {
        ([], true) => (count.saturating_sub(LISTED), newest),
        ([], false) => (newest, newest),
        ([first], true) => (find(first)?, newest),
        ([first], false) => {
            let first = find(first)?;
            (first, first)
        }
        ([first, last, ..], _) => (find(first)?, find(last)?),
    })
}

/// The command that `operand` means: a number, a number from the end, or how it begins. `nearest` if one out of range will do.
fn find(
    history: &History,
    count: usize,
    operand: &[u8],
    nearest: bool,
) -> Result<usize, BuiltinError> {
    let unknown = || BuiltinError::NoSuchCommand(shown(operand));
    let number = std::str::from_utf8(operand)
        .ok()
        .and_then(|text| text.parse::<i64>().ok());
    let Some(number) = number else {
        let begins = |index: &usize| {
            let command = history.get(*index);
            command.is_some_and(|(_, command)| command.starts_with(operand))
        };
        return (0..count).rev().find(begins).ok_or_else(unknown);
    };
    let back = usize::try_from(number.unsigned_abs())
        .unwrap_or(usize::MAX)
        .max(1);
    let index = match number > 0 {
        true => history.index_of(back).filter(|index| *index < count),
        false => count.checked_sub(back),
    };
    let oldest = history.get(0).map_or(0, |(number, _)| number);
    match index {
        Some(index) => Ok(index),
        None if nearest && number > 0 && back > oldest => Ok(count - 1),
        None if nearest => Ok(0),
        None => Err(unknown()),
    }
}

/// The command that `fc -s` runs: with the first `old` replaced by `new`.
fn substituted(history: &History, operands: &[&[u8]]) -> Result<Vec<u8>, BuiltinError> {
    let count = history.len().saturating_sub(1);
    let (replacement, operand) = match operands {
        [first, rest @ ..] if first.contains(&b'=') => (Some(*first), rest.first()),
        operands => (None, operands.first()),
    };
    let index = match operand {
        Some(operand) => find(history, count, operand, false)?,
        None => count.checked_sub(1).ok_or(BuiltinError::NoHistory)?,
    };
    let command = history
        .get(index)
        .map_or(b"".as_slice(), |(_, command)| command);
    let Some(equals) = replacement.and_then(|text| text.iter().position(|byte| *byte == b'='))
    else {
        return Ok(command.to_vec());
    };
    let (old, new) = replacement.unwrap_or_default().split_at(equals);
    let at = command
        .windows(old.len().max(1))
        .position(|part| part == old);
    Ok(match at {
        Some(at) => [&command[..at], &new[1..], &command[at + old.len()..]].concat(),
        None => command.to_vec(),
    })
}

/// Lets an editor change `text`, and runs what came of it.
fn edit(shell: &mut Shell, editor: Option<&[u8]>, text: &[u8]) -> BuiltinResult {
    let refused = |error: std::io::Error| BuiltinError::System {
        path: "a temporary file".to_string(),
        errno: Errno::from_raw(error.raw_os_error().unwrap_or(0)),
    };
    let mut file = tempfile::NamedTempFile::new().map_err(refused)?;
    file.write_all(text).map_err(refused)?;
    let path = file.path().as_os_str().as_bytes().to_vec();
    let named = editor.or(shell
        .variables
        .get(b"FCEDIT")
        .filter(|name| !name.is_empty()));
    let editor = named.unwrap_or(DEFAULT_EDITOR).to_vec();
    let flow = run_text(shell, [editor.as_slice(), b" ", &quoted(&path)].concat());
    match flow {
        Continue(status) if status.is_success() => {}
        flow => return Ok(flow),
    }
    let edited = read_file(&path).map_err(|errno| BuiltinError::System {
        path: shown(&path),
        errno,
    })?;
    retract(shell);
    Ok(run_again(shell, &edited))
}

/// What `fc` runs takes the place of the command that ran `fc`.
fn retract(shell: &mut Shell) {
    if let Some(history) = &mut shell.history {
        history.retract();
    }
}

/// Enters the commands of `text` into the history, shows and runs them one after the other.
fn run_again(shell: &mut Shell, text: &[u8]) -> Flow {
    let mut rest = [text.trim_ascii_end(), b"\n"].concat();
    let mut flow = Continue(ExitStatus::SUCCESS);
    while !rest.is_empty() && flow.is_continue() {
        let end = command_end(&rest, &shell.aliases).unwrap_or(rest.len());
        let command: Vec<u8> = rest.drain(..end).collect();
        if let Some(history) = &mut shell.history {
            history.add(&command);
        }
        shell.output.flush_quietly();
        let _ = fd::write_all(STDERR, &command);
        flow = run_text(shell, command);
    }
    flow
}
