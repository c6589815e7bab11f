//! `jobs` and `wait` (XCU 3).

use super::{BuiltinError, BuiltinResult, done, operands, options, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::jobs::Job;
use crate::sys::signal;
use crate::trace::{ExitStatus, Termination, TraceKind};
use nix::errno::Errno;

/// `jobs [-l|-p] [id…]`
pub fn jobs(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, operands) = options(fields, "lp")?;
    shell.jobs.poll();
    let all = shell.jobs.list();
    let chosen: Vec<&Job> = match operands.as_slice() {
        [] => all.iter().collect(),
        ids => ids
            .iter()
            .map(|id| {
                shell
                    .jobs
                    .find(id)
                    .ok_or_else(|| BuiltinError::NoSuchJob(shown(id)))
            })
            .collect::<Result<_, _>>()?,
    };
    let mut text = Vec::new();
    for job in chosen {
        let age = all.len()
            - all
                .iter()
                .position(|other| other.number == job.number)
                .unwrap_or(0);
        describe(job, age, options.last().copied(), &mut text);
    }
    shell.output.push(&text)?;
    shell.jobs.forget_ended();
    done(ExitStatus::SUCCESS)
}

/// `age` is 1 for the latest job.
fn describe(job: &Job, age: usize, option: Option<char>, into: &mut Vec<u8>) {
    if option == Some('p') {
        into.extend_from_slice(format!("{}\n", job.pid).as_bytes());
        return;
    }
    let mark = match age {
        1 => '+',
        2 => '-',
        _ => ' ',
    };
    let state = match job.ended {
        None => "Running".to_string(),
        Some(Termination::Exited(ExitStatus(0))) => "Done".to_string(),
        Some(Termination::Exited(status)) => format!("Done({status})"),
        Some(Termination::Signaled(number) | Termination::Stopped(number)) => {
            signal::name(number).map_or_else(|| number.to_string(), |name| format!("SIG{name}"))
        }
    };
    let pid = if option == Some('l') {
        format!("{} ", job.pid)
    } else {
        String::new()
    };
    into.extend_from_slice(format!("[{}] {mark} {pid}{state:<26} ", job.number).as_bytes());
    into.extend_from_slice(&job.command);
    into.push(b'\n');
}

/// `wait [pid|id…]`: all jobs, or these; then the status is that of the last.
pub fn wait(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let operands = operands(fields);
    if operands.is_empty() {
        let pids: Vec<i32> = shell.jobs.list().iter().map(|job| job.pid).collect();
        for pid in pids {
            if let Some(interrupted) = wait_for(shell, pid).1 {
                return done(interrupted);
            }
        }
        return done(ExitStatus::SUCCESS);
    }
    let mut status = ExitStatus::SUCCESS;
    for operand in operands {
        let pid = if operand.starts_with(b"%") {
            shell.jobs.find(operand).map(|job| job.pid)
        } else {
            let number = std::str::from_utf8(operand)
                .ok()
                .and_then(|text| text.parse().ok());
            Some(number.ok_or_else(|| BuiltinError::NotANumber(shown(operand)))?)
        };
        let (ended, interrupted) = pid.map_or((None, None), |pid| wait_for(shell, pid));
        if let Some(interrupted) = interrupted {
            return done(interrupted);
        }
        // A process that is not ours, or no longer known.
        status = ended.unwrap_or(ExitStatus::NOT_FOUND);
    }
    done(status)
}

/// The status of a job, and the status to return with if a signal came first.
fn wait_for(shell: &mut Shell, pid: i32) -> (Option<ExitStatus>, Option<ExitStatus>) {
    loop {
        match shell.jobs.wait(pid) {
            Ok(Some(how)) => {
                shell
                    .tracer
                    .emit(None, || TraceKind::Waited { child: pid, how });
                return (Some(how.status()), None);
            }
            Ok(None) => return (None, None),
            // The trap itself runs once `wait` has returned.
            Err(Errno::EINTR) if signal::is_caught() => {
                return (None, Some(signal::caught_status()));
            }
            Err(Errno::EINTR) if signal::take_interrupt() => {
                return (None, Some(crate::engine::INTERRUPTED));
            }
            Err(_) => {}
        }
    }
}
