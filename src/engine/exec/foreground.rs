//! Foreground jobs (XCU 2.11): what the shell waits for before it goes on, and what it says of how that ended.

use super::{homecoming, subshell};
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::JobControl;
use crate::engine::shell::jobs::{Job, JobState, was_interrupted};
use crate::engine::{Divert, Flow, INTERRUPTED};
use crate::source::Span;
use crate::sys::fd::{self, STDERR};
use crate::sys::{process, signal};
use crate::trace::{ExitStatus, Termination, TraceKind};
use nix::errno::Errno;
use nix::libc;
use std::ops::ControlFlow::{Break, Continue};

/// Waits for `child`, the only process of the command at `span`, and sets `$?`.
pub fn wait_for_one(shell: &mut Shell, child: i32, span: Span) -> Flow {
    let how = if shell.jobs.control.is_some() {
        wait_for_job(shell, &[child], span)[0]
    } else {
        let how = subshell::wait(shell, child);
        report(shell, how);
        how
    };
    shell.frames.ended = Some(how);
    let status = shell.set_status(how.status(), span);
    go_on(shell, &[how], status)
}

/// Waits for `children`, the processes of the pipeline at `span`.
pub fn wait_for_all(shell: &mut Shell, children: &[i32], span: Span) -> Vec<Termination> {
    if shell.jobs.control.is_some() && !children.is_empty() {
        return wait_for_job(shell, children, span);
    }
    let mut ends = Vec::with_capacity(children.len());
    for child in children {
        let how = subshell::wait(shell, *child);
        report(shell, how);
        ends.push(how);
    }
    ends
}

/// What comes after a foreground job that ended so, with `status`: the rest of the line, unless the keyboard ended or stopped
/// it (XCU 2.11: what was to run after a job that was stopped is discarded). A trap on SIGINT, or that it is ignored, is there for
/// the line to go on.
pub fn go_on(shell: &mut Shell, ends: &[Termination], status: ExitStatus) -> Flow {
    homecoming::follow(shell)?;
    if shell.interactive {
        if ends.iter().any(|how| ends_line(*how)) {
            return Break(Divert::Interrupt(INTERRUPTED));
        }
        if ends
            .iter()
            .any(|how| matches!(how, Termination::Stopped(_)))
        {
            return Break(Divert::Interrupt(status));
        }
    }
    Continue(status)
}

/// Whether a shell that a person types at ends its line because the keyboard ended a process so. From the terminal the signal may
/// have come to that alone; if the shell has a trap for it, that is to run.
pub fn ends_line(how: Termination) -> bool {
    if was_interrupted(how) {
        signal::raise_interrupt();
    }
    was_interrupted(how) && signal::take_interrupt()
}

/// With job control: a process group of its own, which may be stopped, and then stays as a job.
fn wait_for_job(shell: &mut Shell, children: &[i32], span: Span) -> Vec<Termination> {
    let job = Job::new(children, Some(children[0]), Vec::new());
    wait_in_foreground(shell, job, |shell| shell.text_at(span))
}

/// Waits until `job`, which has the terminal, ends or is stopped. Returns what became of each of its processes.
pub fn wait_in_foreground(
    shell: &mut Shell,
    mut job: Job,
    text: impl FnOnce(&Shell) -> Vec<u8>,
) -> Vec<Termination> {
    while job.state() == JobState::Running {
        match process::wait_any() {
            Ok(change) => note(shell, &mut job, change),
            // Nothing but the job ends the waiting.
            Err(Errno::EINTR) => {}
            Err(_) => job.lose(),
        }
    }
    if let Some(control) = &mut shell.jobs.control {
        control.reclaim(&mut job);
    }
    let ends: Vec<Termination> = job
        .processes
        .iter()
        .filter_map(|process| process.how)
        .collect();
    let has_terminal = shell
        .jobs
        .control
        .as_ref()
        .is_some_and(JobControl::has_terminal);
    if shell.interactive && !has_terminal && !ends.iter().any(|how| was_interrupted(*how)) {
        // The interrupt was the job's to deal with, and it did. From the terminal it would have come to the job alone: what the
        // shell noted came between two jobs, and is its own.
        signal::take_interrupt();
    }
    if let JobState::Stopped(_) = job.state() {
        if job.command.is_empty() {
            job.command = text(shell);
        }
        job.changed = true;
        shell.jobs.add(job);
        if shell.interactive {
            // The cursor stands behind what the terminal echoed of the key.
            shell.tell(b"\n");
        }
    }
    ends
}

fn note(shell: &mut Shell, job: &mut Job, change: process::Change) {
    if !job.note(change) {
        shell.jobs.note(change);
        return;
    }
    let (child, Some(how)) = change else {
        return;
    };
    shell.tracer.emit(None, || TraceKind::Waited { child, how });
    report(shell, how);
}

/// Says that a signal ended a foreground command, except for those that need no words.
fn report(shell: &mut Shell, how: Termination) {
    let silent = match how {
        Termination::Exited(_) | Termination::Stopped(_) => true,
        Termination::Signaled(number) => matches!(number, libc::SIGINT | libc::SIGPIPE),
        Termination::Dumped(_) => false,
    };
    if !silent {
        shell.output.flush_quietly();
        let line = JobState::Ended(how).sentence() + "\n";
        let _ = fd::write_all(STDERR, line.as_bytes());
    }
}
