//! System calls made safe: the only modules of the crate with `unsafe` in them.
//!
//! [`process`] makes processes and waits for them, [`fd`] handles descriptors by number as a shell must,
//! [`passing`] hands them to another process, [`mod@file`] asks about paths, [`beneath`] reads in a folder that
//! others fill, [`fault`] makes calls fail for tests, [`signal`]
//! handles dispositions, [`terminal`] opens and sets terminals, [`sandbox`] gives up privileges, [`seccomp`] filters system
//! calls, [`scratch`] are temporary folders, [`mod@socket`] has those of other processes, [`stack`] makes room for deep nesting, [`watch`] watches files for them, `memory` is the allocator. Everything
//! here works in a single-threaded process: that is what makes ordinary Rust sound after a fork.

use nix::errno::Errno;

pub mod beneath;
pub mod fault;
pub mod fd;
pub mod file;
pub mod limit;
mod memory;
pub mod passing;
pub mod process;
pub mod sandbox;
pub mod scratch;
pub mod seccomp;
pub mod signal;
pub mod socket;
pub mod stack;
pub mod terminal;
pub mod watch;
pub mod words;

/// The system's own sentence for an error, as every other program words it.
pub fn describe(errno: Errno) -> String {
    for_a_person(&std::io::Error::from(errno).to_string())
}

/// A message about errors without what libraries add for programmers: an error's number, and where a temporary file was to be.
pub fn for_a_person(message: &str) -> String {
    let mut parts = message.split(" (os error ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let behind = part.split_once(')').map_or("", |(_, behind)| behind);
        let path = behind.strip_prefix(" at path \"");
        let behind_path = path.and_then(|path| path.split_once('"'));
        text.push_str(behind_path.map_or(behind, |(_, behind)| behind));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_for_a_person_has_no_numbers_of_errors() {
        let check = |message, expected| assert_eq!(for_a_person(message), expected);
        check("a: no (os error 2)", "a: no");
        check("a: no (os error 2); b: no (os error 13)", "a: no; b: no");
        check(
            "in t: no (os error 13) at path \"t/x-1\"; nothing was run",
            "in t: no; nothing was run",
        );
        check("plain", "plain");
    }
}
