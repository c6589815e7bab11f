//! Safe wrappers of system calls; the crate's only `unsafe`.

pub mod fd;
pub mod process;
pub mod sandbox;
pub mod signal;
pub mod terminal;
