//! The utilities inside the shell: their names, whether they are special (XCU 2.15), and what they run.

mod alias;
mod control;
mod directory;
mod echo;
mod environment;
mod fc;
mod fg;
pub mod getopts;
mod hash;
pub mod jobs;
mod kill;
mod lookup;
pub mod positional;
mod printf;
mod read;
mod source;
mod test;
pub mod trap;
pub mod ulimit;
mod umask;
mod unset;
pub mod wait;

use crate::engine::Flow;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::jobs::NotAJob;
use crate::engine::shell::variables::ReadOnly;
use crate::sys::describe;
use crate::trace::ExitStatus;
use nix::errno::Errno;
use std::ops::ControlFlow::Continue;

/// A built-in utility.
pub struct Builtin {
    /// Its name.
    pub name: &'static str,
    /// Whether it is special: its errors end the shell, assignments before it stay, no function hides it.
    pub special: bool,
    /// Runs it; the first field is its name.
    pub run: fn(&mut Shell, &Fields) -> BuiltinResult,
}

/// How a built-in ended, or what it could not do.
pub type BuiltinResult = Result<Flow, BuiltinError>;

/// What a built-in could not do.
#[derive(Debug, thiserror::Error)]
pub enum BuiltinError {
    /// An option it does not have.
    #[error("-{0}: no such option")]
    BadOption(char),
    /// An option of `set -o` that does not exist.
    #[error("{0}: no such option")]
    BadOptionName(String),
    /// An operand is missing; what it would be.
    #[error("{0} expected")]
    Missing(&'static str),
    /// More operands than it takes.
    #[error("too many arguments")]
    TooMany,
    /// An operand that should be a number.
    #[error("{0}: a number expected")]
    NotANumber(String),
    /// An operand that should be a name.
    #[error("{0}: not a valid name")]
    NotAName(String),
    /// A read-only variable.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    /// A file or directory that the system refused.
    #[error("{path}: {}", describe(*.errno))]
    System {
        /// What it was asked about.
        path: String,
        /// Why it refused.
        errno: Errno,
    },
    /// A file that is not there.
    #[error("{0}: not found")]
    NotFound(String),
    /// A job id that names no job.
    #[error("{id}: {why}")]
    NoSuchJob {
        /// What was asked for.
        id: String,
        /// Why it names none.
        why: NotAJob,
    },
    /// What needs job control where there is none.
    #[error("no job control")]
    NoJobControl,
    /// A job without a process group of its own.
    #[error("job {0} was not started under job control")]
    NotUnderJobControl(u32),
    /// No such signal.
    #[error("{0}: no such signal")]
    NoSuchSignal(String),
    /// A variable that is needed has no value.
    #[error("{0} is not set")]
    NotSet(&'static str),
    /// A conversion that `printf` does not have.
    #[error("%{0}: not a conversion")]
    BadConversion(String),
    /// A width or precision that is larger than any field can be.
    #[error("{0}: too large for a field")]
    TooWide(String),
    /// `fc` where there is nothing to choose from.
    #[error("no commands in the history")]
    NoHistory,
    /// `fc` of a command that is not there.
    #[error("{0}: no such command in the history")]
    NoSuchCommand(String),
    /// `local` outside of all functions.
    #[error("not in a function")]
    NotInFunction,
    /// An expression of `test` that does not follow the rules.
    #[error("{0}")]
    Test(#[from] test::TestError),
    /// Standard output could not be written.
    #[error("cannot write: {}", describe(*.0))]
    Write(Errno),
    /// A file mode mask that is none.
    #[error("{0}: not a file mode mask")]
    NotAMask(String),
}

impl BuiltinError {
    /// The exit status that goes with it.
    pub fn status(&self) -> ExitStatus {
        match self {
            BuiltinError::Write(_)
            | BuiltinError::System { .. }
            | BuiltinError::NoSuchJob { .. }
            | BuiltinError::NoJobControl
            | BuiltinError::NotUnderJobControl(_)
            | BuiltinError::TooWide(_)
            | BuiltinError::NoHistory
            | BuiltinError::NoSuchCommand(_)
            | BuiltinError::NotSet(_) => ExitStatus::FAILURE,
            BuiltinError::NotFound(_) => ExitStatus::MISUSE,
            _ => ExitStatus::MISUSE,
        }
    }

    /// Whether it ends a shell that is not interactive, coming from a special built-in (XCU 2.8.1).
    pub fn is_fatal(&self) -> bool {
        !matches!(self, BuiltinError::Write(_))
    }
}

impl From<Errno> for BuiltinError {
    fn from(errno: Errno) -> BuiltinError {
        BuiltinError::Write(errno)
    }
}

const fn special(name: &'static str, run: fn(&mut Shell, &Fields) -> BuiltinResult) -> Builtin {
    Builtin {
        name,
        special: true,
        run,
    }
}

const fn regular(name: &'static str, run: fn(&mut Shell, &Fields) -> BuiltinResult) -> Builtin {
    Builtin {
        name,
        special: false,
        run,
    }
}

/// All of them, sorted by name.
static BUILTINS: [Builtin; 39] = [
    special(".", source::dot),
    special(":", succeed),
    regular("[", test::bracket),
    regular("alias", alias::alias),
    regular("bg", fg::bg),
    special("break", control::break_),
    regular("cd", directory::cd),
    regular("command", lookup::command),
    special("continue", control::continue_),
    regular("echo", echo::echo),
    special("eval", source::eval),
    special("exec", lookup::exec),
    special("exit", control::exit),
    special("export", environment::export),
    regular("false", fail),
    regular("fc", fc::fc),
    regular("fg", fg::fg),
    regular("getopts", getopts::getopts),
    regular("hash", hash::hash),
    regular("jobs", jobs::jobs),
    regular("kill", kill::kill),
    regular("local", environment::local),
    regular("printf", printf::printf),
    regular("pwd", directory::pwd),
    regular("read", read::read),
    special("readonly", environment::readonly),
    special("return", control::return_),
    special("set", positional::set),
    special("shift", positional::shift),
    regular("test", test::test),
    special("times", environment::times),
    special("trap", trap::trap),
    regular("true", succeed),
    regular("type", lookup::type_),
    regular("ulimit", ulimit::ulimit),
    regular("umask", umask::umask),
    regular("unalias", alias::unalias),
    special("unset", unset::unset),
    regular("wait", wait::wait),
];

/// Places of [`INDEX`]; a power of two, more than twice the built-ins.
const PLACES: usize = 128;
/// No built-in is at this place.
const EMPTY: u8 = u8::MAX;

/// Where in [`BUILTINS`] a name is: at the place its [`hash_of`] says, or the next one, up to an empty place. Every command name
/// is looked for here, so it must cost next to nothing.
static INDEX: [u8; PLACES] = {
    let mut index = [EMPTY; PLACES];
    let mut number = 0;
    while number < BUILTINS.len() {
        let mut place = hash_of(BUILTINS[number].name.as_bytes());
        while index[place] != EMPTY {
            place = (place + 1) % PLACES;
        }
        index[place] = number as u8;
        number += 1;
    }
    index
};

const fn hash_of(name: &[u8]) -> usize {
    match name {
        [] => 0,
        [first, .., last] => (*first as usize * 5 + *last as usize * 3 + name.len()) % PLACES,
        [only] => *only as usize % PLACES,
    }
}

/// All built-ins, sorted by name.
pub fn all() -> &'static [Builtin] {
    &BUILTINS
}

/// The built-in called `name`.
pub fn find(name: &[u8]) -> Option<&'static Builtin> {
    let mut place = hash_of(name);
    while INDEX[place] != EMPTY {
        let builtin = &BUILTINS[usize::from(INDEX[place])];
        if builtin.name.as_bytes() == name {
            return Some(builtin);
        }
        place = (place + 1) % PLACES;
    }
    None
}

/// The result of a built-in that ended with `status`.
fn done(status: ExitStatus) -> BuiltinResult {
    Ok(Continue(status))
}

/// `:` and `true`: XCU 2.15, XCU 3.
fn succeed(_: &mut Shell, _: &Fields) -> BuiltinResult {
    done(ExitStatus::SUCCESS)
}

/// `false`: XCU 3.
fn fail(_: &mut Shell, _: &Fields) -> BuiltinResult {
    done(ExitStatus::FAILURE)
}

/// The operands behind the name and an optional `--`.
fn operands(fields: &Fields) -> Vec<&[u8]> {
    let skip = if fields.get(1) == Some(b"--") { 2 } else { 1 };
    fields.iter().skip(skip).collect()
}

/// Splits leading single-letter options, all among `allowed`, from the operands (XBD 12.2).
///
/// # Errors
/// An option that is not allowed.
fn options<'f>(
    fields: &'f Fields,
    allowed: &str,
) -> Result<(Vec<char>, Vec<&'f [u8]>), BuiltinError> {
    let mut found = Vec::new();
    let mut rest = fields.iter().skip(1).peekable();
    while let Some(word) = rest.next_if(|word| word.len() > 1 && word[0] == b'-') {
        if word == b"--" {
            break;
        }
        for letter in &word[1..] {
            let letter = char::from(*letter);
            if !allowed.contains(letter) {
                return Err(BuiltinError::BadOption(letter));
            }
            found.push(letter);
        }
    }
    Ok((found, rest.collect()))
}

/// Text for a message.
fn shown(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// `text` as a word that the shell reads back unchanged.
pub fn quoted(text: &[u8]) -> Vec<u8> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-./:=,+@%^".contains(byte);
    if !text.is_empty() && text.iter().all(plain) {
        return text.to_vec();
    }
    quoted_always(text)
}

/// As [`quoted`], in quotes even where none are needed, as `set`, `export -p` and `trap` print values.
pub fn quoted_always(text: &[u8]) -> Vec<u8> {
    let mut out = vec![b'\''];
    for byte in text {
        match byte {
            b'\'' => out.extend_from_slice(b"'\\''"),
            byte => out.push(*byte),
        }
    }
    out.push(b'\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(BUILTINS.is_sorted_by(|one, other| one.name < other.name));
        assert!(find(b"grep").is_none() && find(b"").is_none());
        for builtin in &BUILTINS {
            assert!(find(builtin.name.as_bytes()).is_some_and(|found| found.name == builtin.name));
        }
    }

    #[test]
    fn quoting_is_read_back() {
        assert_eq!(quoted(b"a b"), b"'a b'");
        assert_eq!(quoted(b"it's"), b"'it'\\''s'");
        assert_eq!(quoted(b""), b"''");
        assert_eq!(quoted(b"plain"), b"plain");
    }
}
