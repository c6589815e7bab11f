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
    let text = std::io::Error::from(errno).to_string();
    // What the standard library adds for programmers.
    text.split(" (os error")
        .next()
        .unwrap_or_default()
        .to_string()
}
