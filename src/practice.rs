//! Practice programs: this binary under another name, for lessons that need a program with a known outcome.
//!
//! They know nothing of lessons, and nothing of a network: `nc` and `curl` talk to files of the current folder. A session puts
//! a folder with a link for each of [`NAMES`] first on its `PATH`. Each is a function of its words and that folder.

mod curl;
mod exits;
mod flaky;
mod nc;
mod options;

use crate::sys::signal::{self, Signal};
use crate::trace::ExitStatus;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// What they are called.
pub const NAMES: &[&str] = &["exits", "flaky", "nc", "curl"];

/// Runs the program that `args`, the whole command line, names by its first word; `None` if that is none of them.
pub fn run(args: &[OsString]) -> Option<ExitStatus> {
    let (name, operands) = args.split_first()?;
    let program: fn(&Path, &[OsString]) -> Ending = match last_component(name) {
        b"exits" => |_, operands| exits::run(operands),
        b"flaky" => flaky::run,
        b"nc" => nc::run,
        b"curl" => curl::run,
        _ => return None,
    };
    // What nobody reads is told by the error of writing.
    signal::ignore(Signal::SIGPIPE);
    Some(program(Path::new("."), operands).tell())
}

/// Whether a shell with this `PATH` finds the practice programs: a folder of it holds links to one file under all their names.
pub fn are_found_in(path: &OsStr) -> bool {
    let target = |folder: &Path, name: &str| fs::read_link(folder.join(name)).ok();
    std::env::split_paths(path).any(|folder| {
        let first = target(&folder, NAMES[0]);
        first.is_some() && NAMES.iter().all(|name| target(&folder, name) == first)
    })
}

/// What stands behind the last slash of `path`: the name that a program goes by.
pub fn last_component(path: &OsStr) -> &[u8] {
    let path = path.as_bytes();
    let slash = path.iter().rposition(|byte| *byte == b'/');
    &path[slash.map_or(0, |slash| slash + 1)..]
}

/// How a program ends, and what it says on the way.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ending {
    status: u8,
    /// For standard output.
    output: Vec<u8>,
    /// A line for standard error.
    complaint: Option<String>,
    /// The status instead if nobody takes the output.
    unheard: Option<u8>,
}

impl Ending {
    fn status(status: u8) -> Ending {
        Ending {
            status,
            ..Ending::default()
        }
    }

    /// For words that the program cannot read.
    fn misuse(complaint: impl Into<String>) -> Ending {
        Ending {
            complaint: Some(complaint.into()),
            ..Ending::status(2)
        }
    }

    /// Writes what is to be written, and gives the status.
    fn tell(self) -> ExitStatus {
        let mut stdout = io::stdout();
        // The last line may have no newline, and nobody flushes later.
        let heard = stdout.write_all(&self.output).and_then(|()| stdout.flush());
        if let Some(complaint) = &self.complaint {
            // Without anybody to complain to, the status is what counts.
            let _ = writeln!(io::stderr(), "{complaint}");
        }
        match self.unheard {
            Some(status) if heard.is_err() => ExitStatus::from(status),
            _ => ExitStatus::from(self.status),
        }
    }
}

/// The number that `text` is, if it is written with digits alone.
fn number<N: std::str::FromStr>(text: &[u8]) -> Option<N> {
    let digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(text).ok()?;
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_that_fit_are_a_number() {
        let check =
            |text: &str, expected: Option<u8>| assert_eq!(number(text.as_bytes()), expected);
        check("0", Some(0));
        check("255", Some(255));
        check("256", None);
        check("+1", None);
        check("", None);
        check("x", None);
    }

    #[test]
    fn other_names_are_not_ours() {
        assert!(run(&["/bin/shtutor".into(), "3".into()]).is_none());
        assert!(run(&[]).is_none());
    }
}
