//! `sh` called by its name, where that is this very program: its process is a copy of this shell that begins anew, instead of
//! one that executes the file. So what happens in it is told like everything else, and follows the same rules.
//!
//! Nothing else is different: what execve(2) would take away from the process is taken away here.

use super::{foreground, homecoming, subshell};
use crate::engine::Flow;
use crate::engine::invocation::{self, Invocation};
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::{Ground, Group};
use crate::engine::shell::variables::Variables;
use crate::source::Span;
use crate::sys::process::{self, Environment, Program};
use crate::sys::{fd, stack, words};
use crate::trace::{ForkReason, TraceKind};
use std::ops::ControlFlow::Continue;

/// Runs `program` for the command at `span`, if it is this shell and nobody types at it; with `tail` in this process, which
/// would end next. `None` if it has to be executed.
pub fn run(
    shell: &mut Shell,
    program: &Program,
    environment: &Environment,
    tail: bool,
    span: Span,
) -> Option<Flow> {
    let own = shell.own_shell.as_ref()?;
    if program.paths.first() != Some(own) {
        return None;
    }
    let words = program.arguments().iter();
    let words: Vec<Vec<u8>> = words.map(|word| word.to_bytes().to_vec()).collect();
    let invocation = invocation::parse(&words).ok()?;
    if invocation.interactive {
        return None;
    }
    let execed = TraceKind::Execed {
        path: own.to_bytes().to_vec(),
        argv: words.clone(),
        again: true,
    };
    let begin = |shell: &mut Shell| -> ! {
        shell.tracer.emit(Some(span), || execed);
        words::rename(&words);
        become_it(shell, invocation, environment)
    };
    if tail && !shell.traps.has_commands() {
        begin(shell)
    }
    let group = Group::New(Ground::Fore);
    let started = subshell::start(shell, span, ForkReason::OwnShell, group, |shell| {
        begin(shell)
    });
    Some(match started {
        Ok(child) => foreground::wait_for_one(shell, child, span),
        Err(errno) => Continue(subshell::not_started(shell, errno, span)),
    })
}

/// Makes this process that shell.
fn become_it(outer: &mut Shell, invocation: Invocation, environment: &Environment) -> ! {
    let home = std::mem::take(&mut outer.home);
    let private = outer.reserved_fds.clone().map(u32::cast_signed).map(fd::Fd);
    let kept: Vec<fd::Fd> = private
        .chain(homecoming::descriptor(&home))
        .chain(outer.visible)
        .collect();
    fd::close_as_exec(&kept);
    let variables = Variables::from_other(environment);
    let name = invocation.name.clone();
    let mut shell = Shell::with_variables(name, invocation.positional.clone(), variables);
    shell.tracer = std::mem::take(&mut outer.tracer);
    shell.frames.texts = outer.frames.texts;
    shell.rules = outer.rules;
    shell.own_shell = outer.own_shell.take();
    shell.visible = outer.visible;
    shell.reserved_fds = outer.reserved_fds.clone();
    homecoming::begin_anew(&mut shell, home);
    process::exit_now(stack::on_large(|| invocation::run(shell, invocation)))
}
