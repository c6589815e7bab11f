//! A pipeline as somebody may believe it runs: one stage after the other, each with the whole output of the one before.

use super::{Execute, foreground, subshell};
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::{Ground, Group};
use crate::engine::{Divert, exit_with};
use crate::syntax::ast::Pipeline;
use crate::sys::fd::{self, Fd, STDIN, STDOUT};
use crate::trace::{ExitStatus, ForkReason, TraceKind};
use nix::errno::Errno;
use std::ops::ControlFlow::{self, Continue};

/// Runs the stages of `pipeline` as long as `goes_on` says so of the one before. Returns the statuses of those that ran.
pub fn run(
    shell: &mut Shell,
    pipeline: &Pipeline<'_>,
    goes_on: fn(ExitStatus) -> bool,
) -> ControlFlow<Divert, Vec<ExitStatus>> {
    let mut statuses = Vec::new();
    let mut input = None;
    for index in 0..pipeline.commands.len() {
        if index + 1 < pipeline.commands.len() {
            // There is one to whoever believes this.
            let pipe = TraceKind::PipeOpened {
                from_stage: index as u32,
                watched: None,
            };
            shell.tracer.emit(Some(pipeline.span), || pipe);
        }
        let output = (index + 1 < pipeline.commands.len()).then(|| fd::memory_file(b""));
        let stage = match output.transpose() {
            Ok(output) => run_stage(shell, pipeline, index, (input.take(), output)),
            Err(errno) => Err(errno),
        };
        match stage {
            Ok((status, output)) => {
                statuses.push(status);
                input = output;
            }
            Err(errno) => {
                statuses.push(subshell::not_started(shell, errno, pipeline.span));
                break;
            }
        }
        if statuses.last().is_none_or(|status| !goes_on(*status)) {
            for command in &pipeline.commands[index + 1..] {
                let span = Some(command.span());
                shell.tracer.emit(span, || TraceKind::LeftOut);
            }
            break;
        }
    }
    input.into_iter().for_each(fd::close);
    Continue(statuses)
}

/// Runs stage `index` from `input` into `output` and waits for it. Returns its status, and the output to be read.
fn run_stage(
    shell: &mut Shell,
    pipeline: &Pipeline<'_>,
    index: usize,
    (input, output): (Option<Fd>, Option<Fd>),
) -> Result<(ExitStatus, Option<Fd>), Errno> {
    let command = &pipeline.commands[index];
    let reason = ForkReason::PipelineStage {
        index: index as u32,
        of: pipeline.commands.len() as u32,
    };
    let group = Group::New(Ground::Fore);
    let child = subshell::start(shell, command.span(), reason, group, |shell| {
        let onto = |from: Option<Fd>, to| from.map_or(Ok(()), |from| fd::duplicate_onto(from, to));
        if let Err(errno) = onto(input, STDIN).and_then(|()| onto(output, STDOUT)) {
            return exit_with(subshell::not_started(shell, errno, command.span()));
        }
        shell.frames.tail = true;
        command.execute(shell)
    });
    input.into_iter().for_each(fd::close);
    let ends = foreground::wait_for_all(shell, &[child?], pipeline.span);
    if let Some(output) = output {
        fd::seek_to(output, 0)?;
    }
    let status = ends.first().map_or(shell.status, |how| how.status());
    Ok((status, output))
}
