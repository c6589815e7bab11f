//! Practice programs: this binary under another name, for lessons that need a program with a known outcome.
//!
//! They know nothing of lessons. A session puts a folder with a link for each of [`NAMES`] first on its `PATH`.

use crate::sys::signal::{self, Signal};
use crate::trace::ExitStatus;
use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;

/// What they are called.
pub const NAMES: [&str; 1] = ["exits"];

/// Runs the program that `args`, the whole command line, names by its first word; `None` if that is none of them.
pub fn run(args: &[OsString]) -> Option<ExitStatus> {
    let (name, operands) = args.split_first()?;
    match last_component(name) {
        b"exits" => Some(exits(operands)),
        _ => None,
    }
}

/// What stands behind the last slash of `path`: the name that a program goes by.
pub fn last_component(path: &OsStr) -> &[u8] {
    let path = path.as_bytes();
    let slash = path.iter().rposition(|byte| *byte == b'/');
    &path[slash.map_or(0, |slash| slash + 1)..]
}

/// `exits STATUS [TEXT]`: prints the text, if any, and ends with the status.
fn exits(operands: &[OsString]) -> ExitStatus {
    signal::ignore(Signal::SIGPIPE);
    let (status, text) = match operands {
        [status] => (status, None),
        [status, text] => (status, Some(text)),
        _ => return misuse("usage: exits STATUS [TEXT]"),
    };
    let Some(status) = number(status) else {
        return misuse("exits: STATUS is a number from 0 to 255");
    };
    if let Some(text) = text {
        let line = [text.as_bytes(), b"\n"].concat();
        // Nobody to print for: the status is what counts.
        let _ = std::io::stdout().write_all(&line);
    }
    ExitStatus(status)
}

fn number(text: &OsStr) -> Option<u8> {
    let text = text.to_str()?;
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn misuse(message: &str) -> ExitStatus {
    let _ = writeln!(std::io::stderr(), "{message}");
    ExitStatus(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_up_to_255_are_a_status() {
        let check = |text: &str, expected| assert_eq!(number(OsStr::new(text)), expected, "{text}");
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
