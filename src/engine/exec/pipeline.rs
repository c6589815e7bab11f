//! Pipelines (XCU 2.9.2): all stages start, then all are waited for.

use super::background::{self, Input};
use super::gate::Gate;
use super::{Execute, direct, foreground, one_by_one, subshell};
use crate::engine::builtin::trap;
use crate::engine::rules::Numbering;
use crate::engine::shell::Shell;
use crate::engine::shell::input::Access;
use crate::engine::shell::job_control::{Ground, Group};
use crate::engine::shell::options::ShellOption;
use crate::engine::{Divert, Flow, exit_with};
use crate::syntax::ast::{Command, CompoundKind, Pipeline, WordPart, WordPartKind};
use crate::sys::fd::{self, Fd, STDERR, STDIN, STDOUT};
use crate::sys::process::{self, ChildStep};
use crate::sys::signal;
use crate::trace::{ExitStatus, ForkReason, Termination, TraceKind};
use nix::errno::Errno;
use nix::libc;
use std::ops::ControlFlow::{Break, Continue};

impl Execute for Pipeline<'_> {
    fn execute(&self, shell: &mut Shell) -> Flow {
        if let Some(printed) = shell.rules.printed {
            let before = shell.printed();
            shell.frames.tail = false;
            self.execute_by_status(shell)?;
            let mut status = printed(shell.printed() > before);
            if self.bang.is_some() {
                status = (shell.rules.negated)(status);
            }
            return Continue(shell.set_status(status, self.span));
        }
        match shell.rules.number {
            Some(number) => self.execute_by_number(shell, number),
            None => self.execute_by_status(shell),
        }
    }
}

impl Pipeline<'_> {
    /// Runs it where `number` makes of what it printed what `$?` gives after it.
    fn execute_by_number(&self, shell: &mut Shell, number: Numbering) -> Flow {
        let before = shell.believed.unwrap_or(shell.status);
        let from = shell.printed();
        shell.frames.tail = false;
        self.execute_by_status(shell)?;
        // What ran within a compound command of this shell has been looked at there.
        let is_seen_within = match self.commands {
            [Command::Compound(command)] => !matches!(command.kind, CompoundKind::Subshell(_)),
            _ => false,
        };
        if !is_seen_within {
            let given = number(&shell.printed_since(from));
            // `echo $?` shows the number of another.
            let shows = |given: &ExitStatus| *given == before && self.prints_what_it_is_told();
            shell.believed = given.filter(|given| !shows(given));
        }
        Continue(shell.status)
    }

    /// Whether it is an `echo` or a `printf`.
    fn prints_what_it_is_told(&self) -> bool {
        let [Command::Simple(command)] = self.commands else {
            return false;
        };
        let name = command.words.first().map(|word| word.parts);
        matches!(
            name,
            Some([WordPart {
                kind: WordPartKind::Literal(b"echo" | b"printf"),
                ..
            }])
        )
    }

    fn execute_by_status(&self, shell: &mut Shell) -> Flow {
        if let ([command], None) = (self.commands, self.bang) {
            command.execute(shell)?;
            return self.check_errexit(shell);
        }
        shell.frames.tail = false;
        let status_of = match shell.options.is_on(ShellOption::PipeFail) {
            true => shell.rules.pipefail_status,
            false => shell.rules.pipeline_status,
        };
        shell.frames.conditions += u32::from(self.bang.is_some());
        let flow = match self.commands {
            [command] => command.execute(shell).map_continue(|status| vec![status]),
            _ => self.run_stages(shell),
        };
        shell.frames.conditions -= u32::from(self.bang.is_some());
        let statuses = flow?;
        if !shell.rules.errexit_overlooks {
            let failed = statuses.iter().find(|status| !status.is_success());
            errexit_for(shell, failed.copied().unwrap_or_default())?;
        }
        let plain = status_of(&statuses);
        let negated = self.bang.is_some();
        let status = if negated {
            (shell.rules.negated)(plain)
        } else {
            plain
        };
        shell
            .tracer
            .emit(Some(self.span), || TraceKind::PipelineEnded {
                statuses,
                status,
                negated,
            });
        shell.set_status(status, self.span);
        shell.remember(b"|");
        self.check_errexit(shell)
    }

    /// Ends the shell if `set -e` says so.
    fn check_errexit(&self, shell: &mut Shell) -> Flow {
        // What failed within a compound command has been looked at there.
        let looked_at = match self.commands {
            [Command::Compound(command)] => !matches!(command.kind, CompoundKind::Subshell(_)),
            [Command::Function(_)] => true,
            _ => false,
        };
        match (self.bang.is_some() || looked_at) && shell.rules.errexit_overlooks {
            true => Continue(shell.status),
            false => errexit(shell),
        }
    }

    fn run_stages(&self, shell: &mut Shell) -> std::ops::ControlFlow<Divert, Vec<ExitStatus>> {
        if let Some(goes_on) = shell.rules.next_stage {
            return one_by_one::run(shell, self, goes_on);
        }
        let (children, failure) = self.start_stages(shell, Ground::Fore);
        let ends = foreground::wait_for_all(shell, &children, self.span);
        if let Some(errno) = failure {
            return Continue(vec![subshell::not_started(shell, errno, self.span)]);
        }
        let status = ends.last().map_or(shell.status, |how| how.status());
        if let Break(divert) = foreground::go_on(shell, &ends, status) {
            if let Divert::Interrupt(status) = divert {
                shell.set_status(status, self.span);
            }
            return Break(divert);
        }
        Continue(ends.into_iter().map(Termination::status).collect())
    }

    /// Starts all stages in the background; nobody waits for them here. At least one could be started.
    ///
    /// # Errors
    /// Those of pipe(2) and fork(2).
    pub fn start_in_background(&self, shell: &mut Shell) -> Result<Vec<i32>, Errno> {
        match self.start_stages(shell, Ground::Back) {
            (children, None) => Ok(children),
            (children, Some(errno)) => {
                shell.jobs.gate.take().into_iter().for_each(Gate::open);
                for child in children {
                    // They would wait for a stage that never comes.
                    let _ = process::send(child, libc::SIGTERM);
                    subshell::wait(shell, child);
                }
                Err(errno)
            }
        }
    }

    /// Starts the stages one after the other. Returns their processes, and why the next one could not be started.
    fn start_stages(&self, shell: &mut Shell, ground: Ground) -> (Vec<i32>, Option<Errno>) {
        let mut children = Vec::with_capacity(self.commands.len());
        let mut input = None;
        for index in 0..self.commands.len() {
            let group = children
                .first()
                .map_or(Group::New(ground), |leader| Group::Of(*leader, ground));
            match self.start_stage(shell, index, (group, ground), input.take()) {
                Ok((child, next)) => {
                    children.push(child);
                    input = next;
                }
                Err(errno) => return (children, Some(errno)),
            }
        }
        (children, None)
    }

    /// A pipe from stage `index` to the next: one that is looked into, if somebody does.
    fn open_pipe(&self, shell: &mut Shell, index: usize) -> Result<(Fd, Fd), Errno> {
        let watched = shell.tracer.pipe();
        let pipe = match &watched {
            Some(pipe) => (Fd(pipe.reader), Fd(pipe.writer)),
            None => fd::pipe()?,
        };
        let opened = || TraceKind::PipeOpened {
            from_stage: index as u32,
            watched: watched.map(|pipe| pipe.number),
        };
        shell.tracer.emit(Some(self.span), opened);
        Ok(pipe)
    }

    /// Starts stage `index`, which reads from `input`, in a process group and on a side of the terminal. Returns its process and
    /// the pipe that the next stage reads from.
    fn start_stage(
        &self,
        shell: &mut Shell,
        index: usize,
        (group, ground): (Group, Ground),
        input: Option<Fd>,
    ) -> Result<(i32, Option<Fd>), Errno> {
        let command = &self.commands[index];
        let is_last = index + 1 == self.commands.len();
        let pipe = match is_last {
            true => None,
            // The stage before would write for ever to a pipe that somebody might still read.
            false => Some(
                self.open_pipe(shell, index)
                    .inspect_err(|_| input.into_iter().for_each(fd::close))?,
            ),
        };
        let reason = match ground {
            Ground::Back => ForkReason::AsyncList,
            Ground::Fore => ForkReason::PipelineStage {
                index: index as u32,
                of: self.commands.len() as u32,
            },
        };
        let both = shell.rules.pipes_errors;
        let ends = [
            input.map(|input| ChildStep::Duplicate(input, STDIN)),
            pipe.map(|(_, writer)| ChildStep::Duplicate(writer, STDOUT)),
            pipe.filter(|_| both)
                .map(|_| ChildStep::Duplicate(STDOUT, STDERR)),
        ];
        let steps: Vec<ChildStep> = ends.into_iter().flatten().collect();
        let direct = match ground {
            Ground::Fore => direct::start(shell, command, &steps),
            Ground::Back => None,
        };
        let started = direct.ok_or(()).or_else(|()| {
            let background = match ground {
                Ground::Back => Some(Input::of(shell, input.is_none())),
                Ground::Fore => None,
            };
            subshell::start(shell, command.span(), reason, group, |shell| {
                if let Err(errno) = connect(input, pipe) {
                    return exit_with(subshell::not_started(shell, errno, command.span()));
                }
                if both && pipe.is_some() {
                    // A stage without standard error complains to nobody.
                    let _ = fd::duplicate_onto(STDOUT, STDERR);
                }
                if input.is_some() {
                    // The stage before it and the parent had it for a moment, and did not read.
                    shell.input.change(Access::Private);
                }
                if let Some(background) = background {
                    background::enter(shell, background);
                }
                shell.frames.tail = true;
                command.execute(shell)
            })
        });
        if let Some(input) = input {
            fd::close(input);
        }
        if let Some((_, writer)) = pipe {
            fd::close(writer);
        }
        match started {
            Ok(child) => Ok((child, pipe.map(|(reader, _)| reader))),
            Err(errno) => {
                if let Some((reader, _)) = pipe {
                    fd::close(reader);
                }
                Err(errno)
            }
        }
    }
}

/// Ends the shell if the last command failed, `set -e` is on, and no condition surrounds it (XCU 2.15 `set`).
pub fn errexit(shell: &mut Shell) -> Flow {
    errexit_for(shell, shell.status)
}

/// Ends the shell for a command substitution that failed in the words of a command, where that is believed to count.
pub fn look_at_substitution(shell: &mut Shell) -> Flow {
    match shell.substitution_status {
        Some(status) if !shell.rules.errexit_overlooks => errexit_for(shell, status),
        _ => Continue(shell.status),
    }
}

/// As [`errexit`], for something that ended with `status`.
pub fn errexit_for(shell: &mut Shell, status: ExitStatus) -> Flow {
    if status.is_success() || !shell.options.is_on(ShellOption::ErrExit) {
        return Continue(shell.status);
    }
    if shell.frames.conditions > 0 && shell.rules.errexit_overlooks {
        shell
            .tracer
            .emit(None, || TraceKind::ErrExitExempt { status });
        return Continue(shell.status);
    }
    // A signal that came while the command ran has its trap before the shell ends.
    if signal::is_caught() {
        trap::run_pending(shell)?;
    }
    shell.tracer.emit(None, || TraceKind::ErrExit { status });
    Break(Divert::Exit(status))
}

/// In a stage's process: standard input from the pipe before it, standard output into the one behind it.
fn connect(input: Option<Fd>, output: Option<(Fd, Fd)>) -> Result<(), Errno> {
    if let Some(input) = input {
        fd::duplicate_onto(input, STDIN)?;
        fd::close(input);
    }
    if let Some((reader, writer)) = output {
        fd::close(reader);
        fd::duplicate_onto(writer, STDOUT)?;
        fd::close(writer);
    }
    Ok(())
}
