//! External utilities (XCU 2.9.1.6): a program in a process of its own, or in the place of one that has nothing else to do.

use super::search::{self, Found};
use super::subshell;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::{Divert, Flow, INTERRUPTED};
use crate::source::Span;
use crate::sys::describe;
use crate::sys::process::{self, Environment, Program};
use crate::trace::{ExitStatus, ForkReason, TraceKind};
use nix::errno::Errno;
use std::ffi::CString;
use std::ops::ControlFlow::{Break, Continue};

/// Runs the file at `path` with `fields`, for the command at `span`, and waits for it. With `tail` this process, which would
/// end next, becomes the program instead.
pub fn run(shell: &mut Shell, path: &CString, fields: &Fields, tail: bool, span: Span) -> Flow {
    let program = Program::new(vec![path.clone()], arguments(fields));
    let environment = shell.variables.environment();
    shell.before_fork();
    let result = if tail && !shell.traps.has_commands() {
        shell.tracer.emit(Some(span), || execed(path));
        Err(process::exec(&program, &environment))
    } else {
        spawn(shell, &program, &environment, span)
    };
    match result {
        Ok(child) => wait(shell, child, span),
        Err(Errno::EINTR) => Break(Divert::Interrupt(INTERRUPTED)),
        Err(errno @ (Errno::ENOENT | Errno::ENOTDIR | Errno::EACCES)) => {
            run_elsewhere(shell, path, fields, tail, span)
                .unwrap_or_else(|| Continue(cannot_execute(shell, path.to_bytes(), errno, span)))
        }
        Err(Errno::ENOEXEC) => run_as_script(shell, path, &program, &environment, span),
        Err(errno) => Continue(cannot_execute(shell, path.to_bytes(), errno, span)),
    }
}

/// Searches again for a utility that is no longer where it was found before (XCU 2.9.1.4). `None` if it is not that.
fn run_elsewhere(
    shell: &mut Shell,
    path: &CString,
    fields: &Fields,
    tail: bool,
    span: Span,
) -> Option<Flow> {
    let name = fields.get(0)?;
    if !shell.locations.forget(name) {
        return None;
    }
    match search::find(shell, name) {
        Found::External(file) if file == *path => None,
        Found::External(file) => Some(run(shell, &file, fields, tail, span)),
        Found::Nothing => Some(not_found(shell, name, span)),
        _ => None,
    }
}

/// Says that there is no utility `name`.
pub fn not_found(shell: &mut Shell, name: &[u8], span: Span) -> Flow {
    shell.complain(&format!("{}: not found", String::from_utf8_lossy(name)));
    Continue(shell.set_status(ExitStatus::NOT_FOUND, span))
}

fn execed(path: &CString) -> TraceKind {
    TraceKind::Execed {
        path: path.to_bytes().to_vec(),
    }
}

fn spawn(
    shell: &mut Shell,
    program: &Program,
    environment: &Environment,
    span: Span,
) -> Result<i32, Errno> {
    let child = match shell.interactive {
        true => process::spawn_interruptible(program, environment)??,
        false => process::spawn(program, environment, &[])??,
    };
    let reason = ForkReason::External;
    shell
        .tracer
        .emit(Some(span), || TraceKind::Forked { child, reason });
    shell
        .tracer
        .emit_for(child, 0, Some(span), || execed(&program.paths[0]));
    Ok(child)
}

fn wait(shell: &mut Shell, child: i32, span: Span) -> Flow {
    let how = subshell::wait(shell, child);
    subshell::report(shell, how);
    shell.frames.ended = Some(how);
    let status = shell.set_status(how.status(), span);
    if shell.interactive && subshell::was_interrupted(how) {
        return Break(Divert::Interrupt(status));
    }
    Continue(status)
}

/// An executable file that the kernel does not know is a script for this shell, unless it is binary.
fn run_as_script(
    shell: &mut Shell,
    path: &CString,
    program: &Program,
    environment: &Environment,
    span: Span,
) -> Flow {
    if crate::engine::looks_binary(path) {
        return Continue(cannot_execute(shell, path.to_bytes(), Errno::ENOEXEC, span));
    }
    let mut arguments = vec![c"sh".to_owned(), path.clone()];
    arguments.extend_from_slice(&program.arguments()[1..]);
    let script = Program::new(vec![c"/proc/self/exe".to_owned()], arguments);
    let child = subshell::start(shell, span, ForkReason::External, |shell| {
        let errno = process::exec(&script, environment);
        Continue(cannot_execute(shell, path.to_bytes(), errno, span))
    });
    match child {
        Ok(child) => wait(shell, child, span),
        Err(errno) => Continue(cannot_execute(shell, path.to_bytes(), errno, span)),
    }
}

/// Prints why `path` cannot be executed: 127 if it is not there after all, else 126 (XCU 2.8.2).
pub fn cannot_execute(shell: &mut Shell, path: &[u8], errno: Errno, span: Span) -> ExitStatus {
    let reason = match errno {
        // The file exists, so what is missing is the interpreter that its first line names.
        Errno::ENOENT => "its interpreter was not found".to_string(),
        Errno::ENOEXEC => "cannot execute a binary file of this kind".to_string(),
        errno => describe(errno),
    };
    shell.complain(&format!("{}: {reason}", String::from_utf8_lossy(path)));
    let missing = matches!(errno, Errno::ENOENT | Errno::ENOTDIR);
    shell.set_status(
        if missing {
            ExitStatus::NOT_FOUND
        } else {
            ExitStatus::NOT_EXECUTABLE
        },
        span,
    )
}

/// The fields as arguments of a program. A field cannot hold a NUL: nothing that makes one lets it through.
pub fn arguments(fields: &Fields) -> Vec<CString> {
    fields
        .iter()
        .map(|field| CString::new(field).unwrap_or_default())
        .collect()
}
