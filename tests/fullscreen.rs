//! Programs that take the whole terminal, and jobs: in the sandbox and in bash side by side, each on a terminal of `tmux`, the
//! screens compared.
//!
//! Nothing waits for a fixed time: both screens must come to show the same, and among it what is waited for. A test whose program
//! is not installed prints `skipped`.
#![expect(clippy::print_stdout, reason = "a test that cannot run says so")]

#[path = "fullscreen/jobs.rs"]
mod jobs;
#[path = "fullscreen/programs.rs"]
mod programs;
#[path = "fullscreen/stage.rs"]
mod stage;
#[path = "fullscreen/typing.rs"]
mod typing;
