//! External utilities (XCU 2.9.1.6): a program in a process of its own, or in the place of one that has nothing else to do.

use super::search::{self, Found};
use super::{foreground, own_shell, subshell};
use crate::engine::Flow;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::{Ground, Group};
use crate::source::Span;
use crate::sys::process::{self, ChildStep, Environment, Program};
use crate::sys::{describe, file, signal};
use crate::trace::{ExitStatus, ForkReason, TraceKind};
use nix::errno::Errno;
use std::ffi::CString;
use std::ops::ControlFlow::Continue;

/// Runs the file at `path` with `fields`, for the command at `span`, and waits for it. With `tail` this process, which would
/// end next, becomes the program instead.
pub fn run(shell: &mut Shell, path: &CString, fields: &Fields, tail: bool, span: Span) -> Flow {
    let program = Program::new(vec![path.clone()], arguments(fields));
    let environment = shell.variables.environment();
    shell.before_fork();
    if let Some(flow) = own_shell::run(shell, &program, &environment, tail, span) {
        return flow;
    }
    if tail && !shell.traps.has_commands() && shell.rules.brings_back.is_none() {
        return Continue(become_program(shell, path, &program, &environment, span));
    }
    let result = if shell.interactive || shell.jobs.control.is_some() {
        fork(shell, path, &program, &environment, span)
    } else {
        spawn(shell, path, &program, &environment, span)
    };
    match result {
        Ok(child) => foreground::wait_for_one(shell, child, span),
        Err(errno @ (Errno::ENOENT | Errno::ENOTDIR | Errno::EACCES)) => {
            run_elsewhere(shell, path, fields, tail, span)
                .unwrap_or_else(|| Continue(cannot_execute(shell, path.to_bytes(), errno, span)))
        }
        Err(Errno::ENOEXEC) => run_as_script(shell, path, &program, &environment, span),
        Err(errno) => Continue(cannot_execute(shell, path.to_bytes(), errno, span)),
    }
}

/// Replaces this process by the program; returns only if that failed, and then has said why.
fn become_program(
    shell: &mut Shell,
    path: &CString,
    program: &Program,
    environment: &Environment,
    span: Span,
) -> ExitStatus {
    shell.tracer.emit(Some(span), || execed(path, program));
    let mut errno = process::exec(program, environment);
    if errno == Errno::ENOEXEC && !crate::engine::looks_binary(path) {
        errno = process::exec(&as_script(path, program), environment);
    }
    cannot_execute(shell, path.to_bytes(), errno, span)
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

/// What the trace says of a process that becomes `program`, which was found at `path`.
pub fn execed(path: &CString, program: &Program) -> TraceKind {
    let bytes = |text: &CString| text.to_bytes().to_vec();
    TraceKind::Execed {
        path: bytes(path),
        argv: program.arguments().iter().map(bytes).collect(),
        again: false,
    }
}

/// Starts `program`, found at `path`, in a child, and tells of it.
///
/// # Errors
/// Those of [`process::spawn`], the outer and the inner ones.
fn spawn(
    shell: &mut Shell,
    path: &CString,
    program: &Program,
    environment: &Environment,
    span: Span,
) -> Result<i32, Errno> {
    // A program may signal this shell at once, and would then be one that nobody told of.
    let mask = shell.tracer.is_on().then(signal::block);
    let step = mask.map(ChildStep::Unblock);
    let started = process::spawn(program, environment, step.as_slice()).and_then(|child| child);
    if let Ok(child) = started {
        let reason = ForkReason::External;
        let tracer = &mut shell.tracer;
        tracer.emit(Some(span), || TraceKind::Forked { child, reason });
        tracer.emit_for(child, 0, Some(span), || execed(path, program));
    }
    mask.iter().for_each(signal::unblock);
    started
}

/// As [`spawn`], in a process group of its own, or where an interrupt must reach either the shell or the program. A child that
/// shares the shell's memory will not do: stopped before it execs, it would stop the shell too.
fn fork(
    shell: &mut Shell,
    path: &CString,
    program: &Program,
    environment: &Environment,
    span: Span,
) -> Result<i32, Errno> {
    // What the child finds out comes too late for another search.
    if !file::is_executable(path.to_bytes()) {
        return Err(Errno::ENOENT);
    }
    let group = Group::New(Ground::Fore);
    subshell::start(shell, span, ForkReason::External, group, |shell| {
        let status = become_program(shell, path, program, environment, span);
        // It was to be a program, and has nothing of a shell to end.
        process::exit_now(status)
    })
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
    let script = as_script(path, program);
    match spawn(shell, path, &script, environment, span) {
        Ok(child) => foreground::wait_for_one(shell, child, span),
        Err(errno) => Continue(cannot_execute(shell, path.to_bytes(), errno, span)),
    }
}

fn as_script(path: &CString, program: &Program) -> Program {
    let mut arguments = vec![c"sh".to_owned(), path.clone()];
    arguments.extend_from_slice(&program.arguments()[1..]);
    Program::new(vec![c"/proc/self/exe".to_owned()], arguments)
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
