//! `wait` (XCU 3).

use super::jobs::find;
use super::{BuiltinError, BuiltinResult, done, operands, shown};
use crate::engine::exec::homecoming;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::jobs::JobState;
use crate::engine::{Divert, INTERRUPTED};
use crate::sys::{process, signal};
use crate::trace::{ExitStatus, Termination, TraceKind};
use nix::errno::Errno;
use std::ops::ControlFlow::Break;

/// `wait [pid|id…]`: all jobs, or these; then the status is that of the last.
pub fn wait(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let operands = operands(fields);
    if operands.is_empty() && shell.rules.waits_for_background {
        return done(shell.jobs.waited_at_once);
    }
    if operands.is_empty() {
        shell.jobs.forget_remembered();
        let unwaited = shell.jobs.waitable().iter().filter(|job| !job.waited);
        let numbers: Vec<u32> = unwaited.map(|job| job.number).collect();
        for number in numbers {
            if let Waited::Signal(status) = wait_for(shell, number) {
                return interrupted(shell, status);
            }
        }
        return done(ExitStatus::SUCCESS);
    }
    let mut status = ExitStatus::SUCCESS;
    for operand in operands {
        let job = if operand.starts_with(b"%") {
            by_id(shell, operand)
        } else {
            let number = std::str::from_utf8(operand)
                .ok()
                .and_then(|text| text.parse().ok());
            let pid = number.ok_or_else(|| BuiltinError::NotANumber(shown(operand)))?;
            shell.jobs.of_process(pid).map(|job| job.number).ok_or(pid)
        };
        status = match job {
            Ok(number) => match wait_for(shell, number) {
                Waited::Job(ended) => ended,
                Waited::Signal(status) => return interrupted(shell, status),
            },
            Err(pid) => told_before(shell, pid),
        };
    }
    done(status)
}

/// Waits for job `number` as soon as it has started, and keeps its status for a later `wait`.
pub fn wait_at_once(shell: &mut Shell, number: u32) -> ExitStatus {
    let job = shell
        .jobs
        .list()
        .iter()
        .find(|job| job.number == number)
        .cloned();
    let status = match wait_for(shell, number) {
        Waited::Job(status) | Waited::Signal(status) => status,
    };
    if let Some(mut job) = job {
        job.end_with(status);
        shell.jobs.remember(&job);
    }
    shell.jobs.waited_at_once = status;
    status
}

/// The number of the job that `id` names; 0, which is no process, if there is none.
fn by_id(shell: &mut Shell, id: &[u8]) -> Result<u32, i32> {
    match find(&shell.jobs, id) {
        Ok(job) if !job.waited => Ok(job.number),
        Ok(_) => Err(0),
        Err(error) => {
            shell.complain(&format!("wait: {error}"));
            Err(0)
        }
    }
}

/// The status of a process whose end has been told of already; 127 for one that is not ours, or no longer known.
fn told_before(shell: &mut Shell, child: i32) -> ExitStatus {
    let Some(how) = shell.jobs.recall(child) else {
        return ExitStatus::NOT_FOUND;
    };
    shell.tracer.emit(None, || TraceKind::Waited { child, how });
    how.status()
}

/// How waiting for a job ended.
enum Waited {
    /// The job ended, or was stopped.
    Job(ExitStatus),
    /// A signal came first.
    Signal(ExitStatus),
}

/// A trap runs once `wait` has returned; a Ctrl-C ends the line.
fn interrupted(shell: &Shell, status: ExitStatus) -> BuiltinResult {
    if shell.interactive && status == INTERRUPTED && !signal::is_caught() {
        return Ok(Break(Divert::Interrupt(status)));
    }
    done(status)
}

/// Waits until job `number` does not run any more. One that ended is forgotten.
fn wait_for(shell: &mut Shell, number: u32) -> Waited {
    loop {
        let Some(job) = shell.jobs.get_mut(number) else {
            return Waited::Job(ExitStatus::NOT_FOUND);
        };
        match job.state() {
            JobState::Running => {}
            state @ JobState::Stopped(_) => {
                return Waited::Job(state.status().unwrap_or_default());
            }
            JobState::Ended(how) => {
                let mut ends: Vec<(i32, Option<Termination>)> = job
                    .processes
                    .iter()
                    .map(|process| (process.pid, process.how))
                    .collect();
                job.waited = true;
                // Where a notice will be given it is forgotten then.
                if !shell.interactive || shell.jobs.control.is_none() {
                    shell.jobs.remove(number);
                }
                let child = ends.last().map_or(0, |(child, _)| *child);
                let how = homecoming::receive(shell, child, how);
                if let Some(last) = ends.last_mut() {
                    last.1 = Some(how);
                }
                for (child, how) in ends {
                    let how = how.unwrap_or(Termination::Exited(ExitStatus::NOT_FOUND));
                    shell.tracer.emit(None, || TraceKind::Waited { child, how });
                }
                return Waited::Job(how.status());
            }
        }
        if signal::is_caught() {
            return Waited::Signal(signal::caught_status());
        }
        if signal::take_interrupt() {
            return Waited::Signal(INTERRUPTED);
        }
        wait_for_change(shell, number);
    }
}

/// Waits until something became of a child, or a caught signal came.
fn wait_for_change(shell: &mut Shell, number: u32) {
    if !shell.interactive && shell.traps.caught().next().is_none() {
        // No trap can come between; any other error says that nobody is left to wait for.
        match process::wait_any() {
            Ok(change) => shell.jobs.note(change),
            Err(Errno::EINTR) => {}
            Err(_) => shell.jobs.get_mut(number).map_or((), |job| job.lose()),
        }
        return;
    }
    if shell.traps.action(nix::libc::SIGCHLD).is_none() {
        signal::catch_child();
    }
    let mut lost = false;
    signal::pause_unless(|| {
        let before = shell.jobs.get_mut(number).map(|job| job.state());
        while let Some(change) = process::poll_any() {
            shell.jobs.note(change);
        }
        lost = !process::has_children();
        before != shell.jobs.get_mut(number).map(|job| job.state())
            || lost
            || signal::is_caught()
            || signal::is_interrupted()
    });
    if lost && let Some(job) = shell.jobs.get_mut(number) {
        job.lose();
    }
}
