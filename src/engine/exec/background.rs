//! What is different in the processes of an asynchronous list (XCU 2.9.3.1).

use super::gate::Gate;
use crate::engine::shell::Shell;
use crate::sys::fd::{self, STDIN};
use crate::sys::{describe, signal};
use crate::trace::TraceKind;
use nix::libc;
use nix::sys::signal::Signal;

/// Where such a process reads, and whether the keyboard's signals are for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// It is a job: the keyboard is for it when it is in the foreground.
    Job,
    /// It has a pipe to read from.
    Pipe,
    /// It reads nothing (XCU 2.9.3.1).
    Null,
}

impl Input {
    /// That of the process that is forked next, which `reads_input` of the shell's, or else a pipe.
    pub fn of(shell: &mut Shell, reads_input: bool) -> Input {
        match (shell.jobs.control.is_some(), reads_input) {
            (true, _) => Input::Job,
            (false, false) => Input::Pipe,
            (false, true) => {
                shell.tracer.emit(None, || TraceKind::AsyncInput);
                Input::Null
            }
        }
    }
}

/// Makes this process one of an asynchronous list.
pub fn enter(shell: &mut Shell, input: Input) {
    shell.jobs.gate.take().into_iter().for_each(Gate::pass);
    // Nobody looks at its status here: `errexit` is as at the top, as in `dash` and `bash`.
    shell.frames.conditions = 0;
    if input == Input::Job {
        return;
    }
    signal::ignore(Signal::SIGINT);
    signal::ignore(Signal::SIGQUIT);
    if input == Input::Null {
        read_nothing(shell);
    }
}

fn read_nothing(shell: &mut Shell) {
    let null = fd::open(c"/dev/null", libc::O_RDONLY, 0);
    let Err(errno) = null.and_then(|null| fd::duplicate_onto(null, STDIN)) else {
        return;
    };
    let why = describe(errno);
    shell.complain(&format!("cannot redirect to /dev/null: {why}"));
}
