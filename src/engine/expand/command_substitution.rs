//! Command substitution (XCU 2.6.3): the standard output of a subshell environment, without its last newlines.

use super::ExpandError;
use crate::engine::exec::{Execute, direct, foreground, subshell};
use crate::engine::exit_with;
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::Group;
use crate::source::Span;
use crate::syntax::ast::CommandSubstitution;
use crate::sys::fd::{self, STDOUT};
use crate::sys::process::ChildStep;
use crate::trace::{ExitStatus, ForkReason};
use nix::errno::Errno;
use std::ops::ControlFlow::Continue;

/// Runs `substitution`, written at `span`, and returns what it printed, without its last newlines, and how many
/// those were. Its status becomes the shell's `substitution_status`.
///
/// # Errors
/// No pipe or process could be had.
pub fn run(
    shell: &mut Shell,
    substitution: &CommandSubstitution<'_>,
    span: Span,
) -> Result<(Vec<u8>, u32), ExpandError> {
    let (reader, writer) = fd::pipe().map_err(ExpandError::Substitution)?;
    let list = substitution.script.list;
    let reason = ForkReason::CommandSubstitution;
    let direct = direct::start_only(shell, &list, &[ChildStep::Duplicate(writer, STDOUT)]);
    let started = direct.ok_or(()).or_else(|()| {
        subshell::start(shell, span, reason, Group::Shell, |shell| {
            fd::close(reader);
            if let Err(errno) = fd::duplicate_onto(writer, STDOUT) {
                return exit_with(subshell::not_started(shell, errno, span));
            }
            fd::close(writer);
            // What surrounds the word does not look at the commands in it: `errexit` is as at the top, as in `dash` and `bash`.
            shell.frames.conditions = 0;
            shell.frames.tail = true;
            if list.items.is_empty() {
                // It succeeds, whatever ran before it.
                return Continue(shell.set_status(ExitStatus::SUCCESS, span));
            }
            list.execute(shell)
        })
    });
    fd::close(writer);
    let child = match started {
        Ok(child) => child,
        Err(errno) => {
            fd::close(reader);
            return Err(ExpandError::Substitution(errno));
        }
    };
    let output = read_all(reader);
    fd::close(reader);
    let how = subshell::wait(shell, child);
    shell.substitution_status = Some(how.status());
    if shell.interactive && foreground::ends_line(how) {
        return Err(ExpandError::Interrupted);
    }
    let mut output = output.map_err(ExpandError::Substitution)?;
    let length = output.len();
    while output.last() == Some(&b'\n') {
        output.pop();
    }
    let newlines = u32::try_from(length - output.len()).unwrap_or(u32::MAX);
    // A string of the shell cannot hold a NUL.
    output.retain(|byte| *byte != 0);
    Ok((output, newlines))
}

fn read_all(reader: fd::Fd) -> Result<Vec<u8>, Errno> {
    let mut output = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match fd::read(reader, &mut buffer) {
            Ok(0) => return Ok(output),
            Ok(count) => {
                // It may have no end, and a shell that is out of memory can say so.
                output.try_reserve(count).map_err(|_| Errno::ENOMEM)?;
                output.extend_from_slice(&buffer[..count]);
            }
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}
