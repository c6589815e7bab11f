//! Subshell environments (XCU 2.13): a copy of this shell in a process of its own.

use super::homecoming;
use crate::engine::shell::Shell;
use crate::engine::shell::frames::Frames;
use crate::engine::shell::job_control::Group;
use crate::engine::shell::jobs::was_interrupted;
use crate::engine::{Flow, leave};
use crate::source::Span;
use crate::sys::{describe, fd, process, signal};
use crate::trace::{ExitStatus, ForkReason, Termination, TraceKind};
use nix::errno::Errno;
use nix::sys::signal::Signal;

/// Starts a process that runs `body` in a copy of this environment, as part of `group` if there is job control, and ends with
/// its status.
///
/// # Errors
/// Those of fork(2).
pub fn start(
    shell: &mut Shell,
    span: Span,
    reason: ForkReason,
    group: Group,
    body: impl FnOnce(&mut Shell) -> Flow,
) -> Result<i32, Errno> {
    shell.before_fork();
    // Traced as well: the child may signal this shell at once, and would then be a process that nobody told of.
    let keeps_signals = shell.interactive
        || shell.jobs.control.is_some()
        || shell.traps.has_commands()
        || shell.tracer.is_on();
    let mask = keeps_signals.then(signal::block);
    let home = homecoming::prepare(shell);
    let started = process::fork(|| {
        enter(shell, group, reason == ForkReason::CommandSubstitution);
        homecoming::set_out(shell, home);
        mask.iter().for_each(signal::unblock);
        let flow = body(shell);
        leave(shell, flow)
    });
    if let (Ok(child), Some(control)) = (started, &shell.jobs.control) {
        control.place_child(child, group);
    }
    if let Ok(child) = started {
        shell
            .tracer
            .emit(Some(span), || TraceKind::Forked { child, reason });
    }
    mask.iter().for_each(signal::unblock);
    let child = started.inspect_err(|_| home.into_iter().for_each(fd::close))?;
    homecoming::expect(shell, child, home);
    if shell.interactive {
        process::pass_on_interrupt(child);
    }
    Ok(child)
}

/// What is different in the copy.
fn enter(shell: &mut Shell, group: Group, is_substitution: bool) {
    shell.tracer.set_pid(process::pid());
    shell.input.enter_subshell();
    shell.traps.enter_subshell();
    if let Some(control) = &shell.jobs.control {
        control.place_self(group, &shell.traps);
    }
    shell.jobs.enter_subshell(is_substitution);
    shell.frames.subshell = true;
    if !is_substitution {
        shell.frames.before_trap = None;
    }
    if shell.interactive {
        shell.give_up_signals();
        shell.interactive = false;
        // What was noted before the fork was meant for this command too.
        if signal::is_interrupted() {
            process::die_by(Signal::SIGINT);
        }
    }
}

/// Whether this process is a subshell that ends next, so that a subshell at its end needs no other: `( ... ) &` is one process,
/// and `kill $!` reaches what runs in it.
pub fn is_one_already(shell: &Shell) -> bool {
    let Frames { tail, subshell, .. } = shell.frames;
    tail && subshell && !shell.traps.has_commands() && shell.rules.brings_back.is_none()
}

/// What is different in a subshell that takes the place of the one around it.
pub fn begin_anew(shell: &mut Shell) {
    shell.traps.enter_subshell();
    shell.jobs.enter_subshell(false);
    shell.frames.before_trap = None;
}

/// Reports that no process could be started.
pub fn not_started(shell: &mut Shell, errno: Errno, span: Span) -> ExitStatus {
    shell.complain(&format!("cannot start a process: {}", describe(errno)));
    shell.set_status(ExitStatus::MISUSE, span)
}

/// Waits for a child that is not a job of its own.
pub fn wait(shell: &mut Shell, child: i32) -> Termination {
    let how = loop {
        match process::wait_for(child) {
            Ok(how) => break how,
            // Nothing but the end of the child ends the waiting.
            Err(Errno::EINTR) => {}
            Err(_) => break Termination::Exited(ExitStatus::NOT_FOUND),
        }
    };
    let how = homecoming::receive(shell, child, how);
    shell.tracer.emit(None, || TraceKind::Waited { child, how });
    if shell.interactive && !was_interrupted(how) {
        // The interrupt was the child's to deal with, and it did.
        signal::take_interrupt();
    }
    how
}
