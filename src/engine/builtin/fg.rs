//! `fg` and `bg` (XCU 3): a job that was stopped, or is in the background, goes on in the foreground or in the background.

use super::jobs::find;
use super::{BuiltinError, BuiltinResult, done, operands};
use crate::engine::exec::foreground;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::Ground;
use crate::engine::shell::jobs::JobState;
use crate::trace::ExitStatus;
use std::ops::ControlFlow::Continue;

/// `fg [id]`: several are brought one after the other. A job id in the place of its name is one too.
pub fn fg(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let mut flow = Continue(ExitStatus::SUCCESS);
    for number in chosen(shell, fields)? {
        flow = bring(shell, number);
        if flow.is_break() {
            break;
        }
    }
    Ok(flow)
}

fn bring(shell: &mut Shell, number: u32) -> crate::engine::Flow {
    let Some(mut job) = shell.jobs.remove(number) else {
        return Continue(ExitStatus::FAILURE);
    };
    let line = [&job.command, b"\n".as_slice()].concat();
    // Written before the job runs, which may write too; that it cannot be written keeps no job from running.
    let _ = shell.output.push(&line);
    shell.output.flush_quietly();
    if let (Some(control), false) = (&shell.jobs.control, has_ended(job.state())) {
        control.resume(&mut job, Ground::Fore);
    }
    let ends = foreground::wait_in_foreground(shell, job, |_| Vec::new());
    let status = ends.last().map_or(ExitStatus::SUCCESS, |how| how.status());
    shell.status = status;
    foreground::go_on(shell, &ends, status)
}

/// `bg [id…]`
pub fn bg(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    for number in chosen(shell, fields)? {
        let Some(job) = shell.jobs.get_mut(number) else {
            continue;
        };
        let line = [format!("[{number}] ").as_bytes(), &job.command, b"\n"].concat();
        let ended = has_ended(job.state());
        let pid = job.processes.last().map(|process| process.pid);
        shell.output.push(&line)?;
        if ended {
            continue;
        }
        if let Some(mut job) = shell.jobs.remove(number) {
            if let Some(control) = &shell.jobs.control {
                control.resume(&mut job, Ground::Back);
            }
            shell.jobs.add(job);
            // XCU `bg`: as if it had been started as an asynchronous list.
            shell.jobs.last_pid = pid;
        }
    }
    done(ExitStatus::SUCCESS)
}

/// The numbers of the jobs that the operands name: the current job without any.
fn chosen(shell: &mut Shell, fields: &Fields) -> Result<Vec<u32>, BuiltinError> {
    if shell.jobs.control.is_none() {
        return Err(BuiltinError::NoJobControl);
    }
    shell.jobs.poll();
    let is_id = fields.get(0).is_some_and(|name| name.starts_with(b"%"));
    let ids = match operands(fields) {
        _ if is_id => fields.get(0).into_iter().collect(),
        ids if ids.is_empty() => vec![b"%%".as_slice()],
        ids => ids,
    };
    let mut numbers = Vec::new();
    for id in ids {
        let job = find(&shell.jobs, id)?;
        if job.group.is_none() {
            return Err(BuiltinError::NotUnderJobControl(job.number));
        }
        numbers.push(job.number);
    }
    Ok(numbers)
}

fn has_ended(state: JobState) -> bool {
    matches!(state, JobState::Ended(_))
}
