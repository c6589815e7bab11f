//! Compound commands (XCU 2.9.4): groups, choice and repetition, each with its redirections.

use super::{Execute, foreground, pipeline, redirect::Redirects, subshell};
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::{Ground, Group};
use crate::engine::{Divert, Flow, expansion_failed};
use crate::syntax::ast::{
    CaseClause, CompoundCommand, CompoundKind, ForClause, IfClause, List, LoopClause,
};
use crate::trace::expansion::excerpt;
use crate::trace::{ExitStatus, ForkReason, How, Termination, TraceKind};
use std::num::NonZeroUsize;
use std::ops::ControlFlow::{Break, Continue};

impl Execute for CompoundCommand<'_> {
    fn execute(&self, shell: &mut Shell) -> Flow {
        let span = self.span;
        shell.tracer.emit(Some(span), || TraceKind::Started {
            argv: Vec::new(),
            how: How::Compound,
        });
        if !self.redirects.is_empty() {
            // What fails is complained of where this begins, not at the command that ran last.
            shell.frames.span = Some(span);
        }
        // A subshell makes its redirections itself, so that they cost nothing to undo.
        let flow = match self.kind {
            CompoundKind::Subshell(list) => self.execute_subshell(shell, &list),
            _ if self.redirects.is_empty() => self.execute_here(shell),
            _ => match Redirects::apply(shell, self.redirects, span) {
                Ok(redirects) => {
                    shell.frames.tail = false;
                    let flow = self.execute_here(shell);
                    shell.output.flush_quietly();
                    redirects.undo(shell);
                    flow
                }
                Err(flow) => match flow {
                    // Nothing ran, so nothing in it has looked at the failure yet.
                    Continue(_) => pipeline::errexit(shell),
                    flow => flow,
                },
            },
        };
        let flow = match (flow, self.kind) {
            (Break(Divert::Exit(status)), CompoundKind::BraceGroup(_))
                if shell.rules.exit_is_local =>
            {
                Continue(shell.set_status(status, span))
            }
            (flow, _) => flow,
        };
        let left_with = match &flow {
            Break(divert) => divert.status(),
            Continue(_) => None,
        };
        // The process of a subshell may have been stopped, or ended by a signal.
        let of_process = match self.kind {
            CompoundKind::Subshell(_) => shell.frames.ended.take(),
            _ => None,
        };
        let how = of_process.unwrap_or(Termination::Exited(left_with.unwrap_or(shell.status)));
        shell.tracer.emit(Some(span), || TraceKind::Ended { how });
        flow
    }
}

impl CompoundCommand<'_> {
    fn execute_here(&self, shell: &mut Shell) -> Flow {
        match &self.kind {
            CompoundKind::BraceGroup(list) | CompoundKind::Subshell(list) => list.execute(shell),
            CompoundKind::If(clause) => self.execute_if(shell, clause),
            CompoundKind::Loop(clause) => self.execute_loop(shell, clause),
            CompoundKind::For(clause) => self.execute_for(shell, clause),
            CompoundKind::Case(clause) => self.execute_case(shell, clause),
        }
    }

    fn execute_subshell(&self, shell: &mut Shell, list: &List<'_>) -> Flow {
        let body = |shell: &mut Shell| {
            match Redirects::apply(shell, self.redirects, self.span) {
                Ok(redirects) => redirects.keep(),
                Err(flow) => return flow,
            }
            shell.frames.tail = true;
            list.execute(shell)
        };
        if subshell::is_one_already(shell) {
            subshell::begin_anew(shell);
            return body(shell);
        }
        let group = Group::New(Ground::Fore);
        match subshell::start(shell, self.span, ForkReason::Subshell, group, body) {
            Ok(child) => {
                let flow = foreground::wait_for_one(shell, child, self.span);
                shell.remember(b"(");
                flow
            }
            Err(errno) => Continue(subshell::not_started(shell, errno, self.span)),
        }
    }

    fn execute_if(&self, shell: &mut Shell, clause: &IfClause<'_>) -> Flow {
        let tail = std::mem::take(&mut shell.frames.tail);
        let (mut ran, mut silent, mut asked) = (false, false, shell.status);
        for (index, branch) in clause.branches.iter().enumerate() {
            let holds = condition(shell, &branch.condition)?;
            asked = shell.status;
            if holds == Some(true) {
                let taken = Some(index as u32);
                shell.tracer.emit(Some(self.span), || TraceKind::Branched {
                    taken,
                    otherwise: false,
                });
                shell.frames.tail = tail && !shell.rules.looks_back();
                branch.body.execute(shell)?;
                ran = true;
                if !shell.rules.tries_all_branches {
                    break;
                }
            } else if holds.is_none() {
                silent = true;
                break;
            }
        }
        if ran {
            return self.choose_status(shell, asked);
        }
        let otherwise = clause.otherwise.filter(|_| !silent);
        let is_otherwise = otherwise.is_some();
        shell.tracer.emit(Some(self.span), || TraceKind::Branched {
            taken: None,
            otherwise: is_otherwise,
        });
        match otherwise {
            Some(list) => {
                shell.frames.tail = tail && !shell.rules.looks_back();
                list.execute(shell)?;
            }
            None => self.nothing_ran(shell),
        }
        self.choose_status(shell, asked)
    }

    /// Sets the status of a choice none of whose bodies ran.
    fn nothing_ran(&self, shell: &mut Shell) {
        let status = shell.rules.nothing_ran;
        shell.set_status(status, self.span);
        shell.remember(b"if");
    }

    /// The status of a choice or a loop whose last condition ended with `asked`, and that has come to `$?` as it is now.
    fn choose_status(&self, shell: &mut Shell, asked: ExitStatus) -> Flow {
        if let Some(choose) = shell.rules.choice_status {
            let status = choose(asked, shell.status);
            shell.set_status(status, self.span);
        }
        Continue(shell.status)
    }

    fn execute_loop(&self, shell: &mut Shell, clause: &LoopClause<'_>) -> Flow {
        shell.frames.tail = false;
        let mut status = shell.rules.nothing_ran;
        let mut turns = 0;
        let mut asked;
        shell.frames.loops += 1;
        let flow = loop {
            let answer = condition(shell, &clause.condition);
            asked = shell.status;
            match turn(answer, shell) {
                Turn::Done(Some(holds)) if (shell.rules.repeats)(clause.until, holds) => {}
                Turn::Done(_) => break Continue(status),
                Turn::Next => continue,
                Turn::Leave => break Continue(shell.status),
                Turn::Divert(divert) => break Break(divert),
            }
            self.tell_turn(shell, &mut turns, None);
            match turn(clause.body.execute(shell), shell) {
                Turn::Done(_) | Turn::Next => status = shell.status,
                Turn::Leave => break Continue(shell.status),
                Turn::Divert(divert) => break Break(divert),
            }
        };
        shell.frames.loops -= 1;
        let status = flow?;
        shell.set_status(status, self.span);
        // The last that ran was a condition, whose status is not the loop's.
        shell.remember(b"while");
        self.choose_status(shell, asked)
    }

    fn execute_for(&self, shell: &mut Shell, clause: &ForClause<'_>) -> Flow {
        shell.frames.tail = false;
        let mut values = shell.take_fields();
        match clause.words {
            None => shell.positional.iter().for_each(|value| values.push(value)),
            Some(words) => {
                if let Err(error) = crate::engine::expand::fields(shell, words, &mut values) {
                    shell.give_back(values);
                    return expansion_failed(shell, &error, self.span);
                }
            }
        }
        let mut status = shell.rules.nothing_ran;
        shell.frames.loops += 1;
        let mut flow = Continue(());
        let mut turns = 0;
        for value in values.iter() {
            if let Err(error) = shell.variables.assign(clause.name, value) {
                flow = expansion_failed(shell, &error.into(), self.span).map_continue(drop);
                break;
            }
            self.tell_turn(shell, &mut turns, Some(value));
            match turn(clause.body.execute(shell), shell) {
                Turn::Done(_) | Turn::Next => status = shell.status,
                Turn::Leave => {
                    status = shell.status;
                    break;
                }
                Turn::Divert(divert) => {
                    flow = Break(divert);
                    break;
                }
            }
        }
        shell.frames.loops -= 1;
        shell.give_back(values);
        flow?;
        Continue(shell.set_status(status, self.span))
    }

    fn tell_turn(&self, shell: &mut Shell, turns: &mut u32, value: Option<&[u8]>) {
        shell
            .tracer
            .emit(Some(self.span), || TraceKind::LoopTurned {
                turns: *turns,
                value: value.map(excerpt),
            });
        *turns = turns.wrapping_add(1);
    }

    fn execute_case(&self, shell: &mut Shell, clause: &CaseClause<'_>) -> Flow {
        let tail = std::mem::take(&mut shell.frames.tail);
        shell.substitution_status = None;
        let subject = match crate::engine::expand::text(shell, &clause.word) {
            Ok(subject) => subject,
            Err(error) => return expansion_failed(shell, &error, self.span),
        };
        let mut matched = false;
        let mut ran = false;
        for (index, item) in clause.items.iter().enumerate() {
            if matched {
                let through = item.body.span().or(Some(self.span));
                shell.tracer.emit(through, || TraceKind::FellThrough);
            }
            for pattern in item.patterns {
                if matched {
                    break;
                }
                matched = match crate::engine::expand::matches(shell, pattern, &subject) {
                    Ok(matches) => matches,
                    Err(error) => return expansion_failed(shell, &error, self.span),
                };
                if matched {
                    let taken = Some((index as u32, pattern.span));
                    let chosen = || TraceKind::CaseChosen { taken };
                    shell.tracer.emit(Some(self.span), chosen);
                }
            }
            if matched {
                shell.frames.tail = tail && !item.falls_through;
                ran = !item.body.items.is_empty();
                item.body.execute(shell)?;
                if !item.falls_through {
                    break;
                }
            }
        }
        if !matched {
            let nothing = || TraceKind::CaseChosen { taken: None };
            shell.tracer.emit(Some(self.span), nothing);
        }
        if !ran {
            self.nothing_ran(shell);
        }
        Continue(shell.status)
    }
}

/// Runs a condition; whether it holds, if it answers that at all.
fn condition(shell: &mut Shell, list: &List<'_>) -> std::ops::ControlFlow<Divert, Option<bool>> {
    shell.frames.conditions += 1;
    let flow = list.execute(shell);
    shell.frames.conditions -= 1;
    let status = flow?;
    let answer = (shell.rules.holds)(status);
    let holds = answer == Some(true);
    shell
        .tracer
        .emit(list.span(), || TraceKind::ConditionEnded { status, holds });
    Continue(answer)
}

/// How a part of a loop ended, as that loop sees it.
enum Turn<T> {
    /// Normally.
    Done(T),
    /// The next turn begins.
    Next,
    /// The loop is left.
    Leave,
    /// Something further out is meant.
    Divert(Divert),
}

fn turn<T>(flow: std::ops::ControlFlow<Divert, T>, shell: &mut Shell) -> Turn<T> {
    let outer = |depth: NonZeroUsize| NonZeroUsize::new(depth.get() - 1);
    let divert = match flow {
        Continue(value) if crate::sys::signal::take_interrupt() && shell.interactive => {
            drop(value);
            Divert::Interrupt(crate::engine::INTERRUPTED)
        }
        Continue(value) => return Turn::Done(value),
        Break(divert) => divert,
    };
    match divert {
        Divert::Break(depth) => {
            outer(depth).map_or(Turn::Leave, |depth| Turn::Divert(Divert::Break(depth)))
        }
        Divert::Continue(depth) => match outer(depth) {
            Some(depth) => Turn::Divert(Divert::Continue(depth)),
            // Signals come in a loop too that does nothing but this.
            None => match super::list::between(shell) {
                Continue(_) => Turn::Next,
                Break(divert) => Turn::Divert(divert),
            },
        },
        divert => Turn::Divert(divert),
    }
}
