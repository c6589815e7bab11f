//! `getopts` (XCU 3): one option of the arguments a call.

use super::{BuiltinError, BuiltinResult, done, operands, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::variables::is_name;
use crate::trace::ExitStatus;

/// Where the last call stopped: `OPTIND` as it left it, and how many letters of that argument have been taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Position {
    index: usize,
    letters: usize,
}

impl Position {
    /// `OPTIND` as it was left, and the letters taken.
    pub fn parts(self) -> (usize, usize) {
        (self.index, self.letters)
    }
}

impl From<(usize, usize)> for Position {
    fn from((index, letters): (usize, usize)) -> Position {
        Position { index, letters }
    }
}

/// What a call found.
struct Found {
    /// The new value of the variable.
    name: u8,
    /// The new value of `OPTARG`; `None` unsets it.
    argument: Option<Vec<u8>>,
    /// What to say on standard error.
    complaint: Option<String>,
}

/// `getopts optstring name [argument…]`
pub fn getopts(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let operands = operands(fields);
    let [letters, name, arguments @ ..] = operands.as_slice() else {
        return Err(BuiltinError::Missing("an option string and a name"));
    };
    if !is_name(name) {
        return Err(BuiltinError::NotAName(shown(name)));
    }
    let given: Vec<Vec<u8>> = match arguments {
        [] => shell.positional.clone(),
        arguments => arguments.iter().map(|argument| argument.to_vec()).collect(),
    };
    let mut position = current(shell);
    let found = next(letters, &given, &mut position);
    shell.getopts = position;
    let index = position.index.to_string().into_bytes();
    shell.variables.assign(b"OPTIND", index)?;
    let Some(found) = found else {
        shell.variables.assign(name, b"?")?;
        shell.variables.unset(b"OPTARG")?;
        return done(ExitStatus::FAILURE);
    };
    shell.variables.assign(name, vec![found.name])?;
    match found.argument {
        Some(argument) => shell.variables.assign(b"OPTARG", argument)?,
        None => shell.variables.unset(b"OPTARG")?,
    }
    if let Some(complaint) = found.complaint {
        shell.complain(&complaint);
    }
    done(ExitStatus::SUCCESS)
}

/// Where to go on: at `OPTIND`, within the argument if nobody has assigned it since.
fn current(shell: &Shell) -> Position {
    let text = shell.variables.get(b"OPTIND").unwrap_or(b"1");
    let index = std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
        .max(1);
    match shell.getopts.index == index {
        true => shell.getopts,
        false => Position { index, letters: 0 },
    }
}

/// Takes the next option; `None` at the end of the options.
fn next(letters: &[u8], arguments: &[Vec<u8>], position: &mut Position) -> Option<Found> {
    let quiet = letters.first() == Some(&b':');
    let word = arguments.get(position.index - 1)?;
    if position.letters == 0 {
        if word.len() < 2 || word[0] != b'-' {
            return None;
        }
        if word == b"--" {
            position.index += 1;
            return None;
        }
        position.letters = 1;
    }
    let letter = *word.get(position.letters)?;
    let rest = &word[position.letters + 1..];
    let known = letters
        .iter()
        .position(|known| *known == letter && letter != b':');
    let takes_argument = known.is_some_and(|at| letters.get(at + 1) == Some(&b':'));
    if rest.is_empty() || takes_argument {
        *position = Position {
            index: position.index + 1,
            letters: 0,
        };
    } else {
        position.letters += 1;
    }
    if known.is_none() {
        let complaint = (!quiet).then(|| format!("Illegal option -{}", char::from(letter)));
        return Some(Found {
            name: b'?',
            argument: quiet.then(|| vec![letter]),
            complaint,
        });
    }
    if !takes_argument {
        return Some(Found {
            name: letter,
            argument: None,
            complaint: None,
        });
    }
    if !rest.is_empty() {
        return Some(Found {
            name: letter,
            argument: Some(rest.to_vec()),
            complaint: None,
        });
    }
    match arguments.get(position.index - 1) {
        Some(argument) => {
            position.index += 1;
            Some(Found {
                name: letter,
                argument: Some(argument.clone()),
                complaint: None,
            })
        }
        None if quiet => Some(Found {
            name: b':',
            argument: Some(vec![letter]),
            complaint: None,
        }),
        None => {
            let complaint = Some(format!("No arg for -{} option", char::from(letter)));
            Some(Found {
                name: b'?',
                argument: None,
                complaint,
            })
        }
    }
}
