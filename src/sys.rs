//! System calls made safe: the only modules of the crate with `unsafe` in them.
//!
//! [`process`] makes processes and waits for them, [`fd`] handles descriptors by number as a shell must, [`signal`] handles
//! dispositions, [`terminal`] opens and sets terminals, [`sandbox`] gives up privileges. Everything here works in a single-threaded process: that is what makes ordinary Rust sound after a fork.

pub mod fd;
pub mod process;
pub mod sandbox;
pub mod signal;
pub mod terminal;
