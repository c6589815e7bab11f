//! Subshell environments (XCU 2.13): a copy of this shell in a process of its own.

use crate::engine::shell::Shell;
use crate::engine::{Flow, leave};
use crate::source::Span;
use crate::sys::{describe, process, signal};
use crate::trace::{ExitStatus, ForkReason, Termination, TraceKind};
use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::Signal;

/// Starts a process that runs `body` in a copy of this environment and ends with its status.
///
/// # Errors
/// Those of fork(2).
pub fn start(
    shell: &mut Shell,
    span: Span,
    reason: ForkReason,
    body: impl FnOnce(&mut Shell) -> Flow,
) -> Result<i32, Errno> {
    shell.output.flush_quietly();
    let mask = shell.interactive.then(signal::block);
    let started = process::fork(|| {
        enter(shell);
        mask.iter().for_each(signal::unblock);
        let flow = body(shell);
        leave(shell, flow)
    });
    mask.iter().for_each(signal::unblock);
    let child = started?;
    if shell.interactive {
        process::pass_on_interrupt(child);
    }
    shell
        .tracer
        .emit(Some(span), || TraceKind::Forked { child, reason });
    Ok(child)
}

/// What is different in the copy.
fn enter(shell: &mut Shell) {
    shell.tracer.set_pid(process::pid());
    shell.jobs.enter_subshell();
    shell.traps.enter_subshell();
    shell.frames.subshell = true;
    shell.frames.loops = 0;
    shell.frames.before_trap = None;
    if shell.interactive {
        signal::set_non_interactive();
        shell.interactive = false;
        // What was noted before the fork was meant for this command too.
        if signal::is_interrupted() {
            process::die_by(Signal::SIGINT);
        }
    }
}

/// Reports that no process could be started.
pub fn not_started(shell: &mut Shell, errno: Errno, span: Span) -> ExitStatus {
    shell.complain(&format!("cannot start a process: {}", describe(errno)));
    shell.set_status(ExitStatus::MISUSE, span)
}

/// Waits for a child that runs in the foreground, and says so if a signal ended it.
pub fn wait(shell: &mut Shell, child: i32) -> Termination {
    let how = loop {
        match process::wait_for(child) {
            Ok(how) => break how,
            // Nothing but the end of the child ends the waiting.
            Err(Errno::EINTR) => {}
            Err(_) => break Termination::Exited(ExitStatus::NOT_FOUND),
        }
    };
    shell.tracer.emit(None, || TraceKind::Waited { child, how });
    if shell.interactive && !was_interrupted(how) {
        // The interrupt was the child's to deal with, and it did.
        signal::take_interrupt();
    }
    how
}

/// Says that a signal ended a foreground command, except for those that need no words.
pub fn report(shell: &mut Shell, how: Termination) {
    if let Termination::Signaled(signal) = how
        && !matches!(signal, libc::SIGINT | libc::SIGPIPE)
        && !shell.frames.subshell
    {
        let name = nix::sys::signal::Signal::try_from(signal).map_or("unknown signal", sentence);
        shell.output.flush_quietly();
        let _ = crate::sys::fd::write_all(crate::sys::fd::STDERR, format!("{name}\n").as_bytes());
    }
}

/// Whether the keyboard ended it.
pub fn was_interrupted(how: Termination) -> bool {
    how == Termination::Signaled(libc::SIGINT)
}

fn sentence(signal: nix::sys::signal::Signal) -> &'static str {
    use nix::sys::signal::Signal::*;
    match signal {
        SIGHUP => "Hangup",
        SIGQUIT => "Quit",
        SIGILL => "Illegal instruction",
        SIGABRT => "Aborted",
        SIGBUS => "Bus error",
        SIGFPE => "Arithmetic exception",
        SIGKILL => "Killed",
        SIGSEGV => "Segmentation fault",
        SIGALRM => "Alarm clock",
        SIGTERM => "Terminated",
        SIGXFSZ => "File size limit exceeded",
        SIGXCPU => "CPU time limit exceeded",
        other => other.as_str(),
    }
}
