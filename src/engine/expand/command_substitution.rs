//! Command substitution (XCU 2.6.3): the standard output of a subshell environment, without its last newlines.

use super::ExpandError;
use crate::engine::exec::{Execute, subshell};
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::Group;
use crate::engine::shell::jobs::was_interrupted;
use crate::source::Span;
use crate::syntax::ast::CommandSubstitution;
use crate::sys::fd::{self, STDOUT};
use crate::trace::ForkReason;
use nix::errno::Errno;

/// Runs `substitution`, written at `span`, and returns what it printed. Its status becomes the shell's
/// `substitution_status`.
///
/// # Errors
/// No pipe or process could be had.
pub fn run(
    shell: &mut Shell,
    substitution: &CommandSubstitution<'_>,
    span: Span,
) -> Result<Vec<u8>, ExpandError> {
    let (reader, writer) = fd::pipe().map_err(ExpandError::Substitution)?;
    let list = substitution.script.list;
    let reason = ForkReason::CommandSubstitution;
    let started = subshell::start(shell, span, reason, Group::Shell, |shell| {
        fd::close(reader);
        if fd::duplicate_onto(writer, STDOUT).is_err() {
            return crate::engine::exit_with(crate::trace::ExitStatus::MISUSE);
        }
        fd::close(writer);
        // What surrounds the word does not look at the commands in it: `errexit` is as at the top, as in `dash` and `bash`.
        shell.frames.conditions = 0;
        shell.frames.tail = true;
        list.execute(shell)
    });
    fd::close(writer);
    let child = match started {
        Ok(child) => child,
        Err(errno) => {
            fd::close(reader);
            return Err(ExpandError::Substitution(errno));
        }
    };
    let mut output = read_all(reader);
    fd::close(reader);
    let how = subshell::wait(shell, child);
    shell.substitution_status = Some(how.status());
    if shell.interactive && was_interrupted(how) {
        return Err(ExpandError::Interrupted);
    }
    while output.last() == Some(&b'\n') {
        output.pop();
    }
    // A string of the shell cannot hold a NUL.
    output.retain(|byte| *byte != 0);
    Ok(output)
}

fn read_all(reader: fd::Fd) -> Vec<u8> {
    let mut output = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match fd::read(reader, &mut buffer) {
            Ok(0) => return output,
            Ok(count) => output.extend_from_slice(&buffer[..count]),
            Err(Errno::EINTR) => {}
            Err(_) => return output,
        }
    }
}
