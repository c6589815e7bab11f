//! Lists and AND-OR lists (XCU 2.9.3).

use super::background::{self, Input};
use super::gate::Gate;
use super::redirect::Redirects;
use super::{Execute, homecoming, subshell};
use crate::engine::Flow;
use crate::engine::builtin::trap;
use crate::engine::rules::{Connection, Part, Separation, Separator};
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::{Ground, Group};
use crate::engine::shell::jobs::Job;
use crate::engine::shell::options::ShellOption;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{AndOr, AndOrList, AndOrPart, Command, List, ListItem};
use crate::sys::signal;
use crate::trace::{ForkReason, TraceKind};
use nix::errno::Errno;
use std::ops::ControlFlow::{Break, Continue};

/// Statuses of background processes that nobody waited for are kept up to this many.
const REMEMBERED_JOBS: usize = 1000;

impl Execute for List<'_> {
    fn execute(&self, shell: &mut Shell) -> Flow {
        let tail = std::mem::take(&mut shell.frames.tail);
        let last = self.items.len().wrapping_sub(1);
        for (index, item) in self.items.iter().enumerate() {
            // `set -n` holds from the next command on, on the same line too.
            if shell.options.is_on(ShellOption::NoExec) && !shell.interactive {
                break;
            }
            match item.background {
                None => {
                    shell.frames.tail = tail && index == last;
                    item.and_or.execute(shell)?
                }
                Some(ampersand) => start(shell, &item.and_or, ampersand)?,
            };
            between(shell)?;
            if let Some(goes_on) = shell.rules.goes_on
                && let Some(next) = self.items.get(index + 1)
                && !goes_on(separation(shell, item, next))
            {
                for item in &self.items[index + 1..] {
                    let span = Some(item.and_or.span());
                    shell.tracer.emit(span, || TraceKind::LeftOut);
                }
                break;
            }
        }
        Continue(shell.status)
    }
}

/// What stands between two items of a list.
fn separation(shell: &Shell, item: &ListItem<'_>, next: &ListItem<'_>) -> Separation {
    let between = Span::new(item.and_or.span().end, next.and_or.span().start);
    let separator = match item.background {
        _ if shell.text_of(between).contains(&b'\n') => Separator::Newline,
        Some(_) => Separator::Ampersand,
        None => Separator::Semicolon,
    };
    Separation {
        separator,
        status: shell.status,
        skipped: shell.frames.skipped,
    }
}

/// What may come between two commands: traps of signals that have come.
pub fn between(shell: &mut Shell) -> Flow {
    homecoming::follow(shell)?;
    run_traps(shell)
}

/// Runs the traps of signals that have come.
pub fn run_traps(shell: &mut Shell) -> Flow {
    match signal::is_caught() {
        true => trap::run_pending(shell),
        false => Continue(shell.status),
    }
}

impl Execute for AndOrList<'_> {
    fn execute(&self, shell: &mut Shell) -> Flow {
        if self.rest.is_empty() {
            let flow = self.first.execute(shell);
            shell.frames.skipped = None;
            return flow;
        }
        let tail = std::mem::take(&mut shell.frames.tail);
        // Only the last pipeline counts for `errexit`.
        shell.frames.conditions += 1;
        let first = self.first.execute(shell);
        shell.frames.conditions -= 1;
        first?;
        let mut before = Part::First;
        for (index, part) in self.rest.iter().enumerate() {
            run_traps(shell)?;
            let is_last = index + 1 == self.rest.len();
            let connection = Connection {
                operator: part.operator,
                status: shell.status,
                before,
            };
            if !(shell.rules.takes_turn)(connection) {
                before = match before {
                    Part::Skipped(operator) => Part::Skipped(operator),
                    Part::First | Part::Ran(_) => Part::Skipped(part.operator),
                };
                skip(shell, part)?;
                continue;
            }
            before = Part::Ran(part.operator);
            let (operator, because) = (part.operator, shell.status);
            shell
                .tracer
                .emit(Some(part.pipeline.span), || TraceKind::RightSideRan {
                    operator,
                    because,
                    rule: rule_of(operator),
                });
            shell.frames.tail = tail && is_last;
            shell.frames.conditions += u32::from(!is_last);
            let flow = part.pipeline.execute(shell);
            shell.frames.conditions -= u32::from(!is_last);
            flow?;
        }
        shell.frames.skipped = match before {
            Part::Skipped(operator) => Some(operator),
            Part::First | Part::Ran(_) => None,
        };
        Continue(shell.status)
    }
}

fn skip(shell: &mut Shell, part: &AndOrPart<'_>) -> Flow {
    let because = shell.status;
    let (operator, operator_span) = (part.operator, part.operator_span);
    let rule = rule_of(operator);
    let skipped = part.pipeline.span;
    shell.tracer.emit(Some(skipped), || TraceKind::Skipped {
        operator,
        operator_span,
        because,
        rule,
    });
    if shell.rules.skipped_redirects {
        for command in part.pipeline.commands {
            if let Command::Simple(command) = command {
                match Redirects::apply(shell, command.redirects, command.span) {
                    Ok(redirects) => redirects.undo(shell),
                    Err(Break(divert)) => return Break(divert),
                    Err(Continue(_)) => {}
                }
            }
        }
    }
    shell.status = (shell.rules.skipped)(because);
    Continue(shell.status)
}

fn rule_of(operator: AndOr) -> Rule {
    match operator {
        AndOr::And => Rule::AndList,
        AndOr::Or => Rule::OrList,
    }
}

/// Starts an asynchronous list (XCU 2.9.3.1).
fn start(shell: &mut Shell, and_or: &AndOrList<'_>, ampersand: Span) -> Flow {
    let span = and_or.span();
    let is_job = shell.jobs.control.is_some();
    let is_told = shell.interactive && is_job;
    shell.jobs.gate = is_told.then(Gate::closed).flatten();
    let first = &and_or.first;
    let is_pipeline = and_or.rest.is_empty() && first.bang.is_none() && first.commands.len() > 1;
    let started = match is_pipeline.then_some(first) {
        Some(pipeline) => pipeline.start_in_background(shell),
        None => start_subshell(shell, and_or, span).map(|child| vec![child]),
    };
    let children = match started {
        Ok(children) => children,
        Err(errno) => {
            shell.jobs.gate.take().into_iter().for_each(Gate::open);
            return Continue(subshell::not_started(shell, errno, span));
        }
    };
    let text = shell.text_at(span);
    let mut job = Job::new(&children, is_job.then_some(children[0]), text);
    job.any_failure_counts = shell.options.is_on(ShellOption::PipeFail);
    let child = job.last_pid();
    let number = shell.jobs.add(job);
    shell.jobs.last_pid = Some(child);
    // Added before: the child may have ended already, and only known jobs keep their status.
    shell.jobs.poll();
    shell.jobs.bound_ended(REMEMBERED_JOBS);
    if is_told {
        shell.tell(format!("[{number}] {child}\n").as_bytes());
    }
    shell.jobs.gate.take().into_iter().for_each(Gate::open);
    shell
        .tracer
        .emit(Some(span), || TraceKind::JobStarted { number, pid: child });
    let mut status = shell.rules.started_in_background;
    if shell.rules.waits_for_background {
        status = crate::engine::builtin::wait::wait_at_once(shell, number);
    }
    let status = shell.set_status(status, span.to(ampersand));
    shell.remember(b"&");
    Continue(status)
}

/// Starts one process that runs the list.
fn start_subshell(shell: &mut Shell, and_or: &AndOrList<'_>, span: Span) -> Result<i32, Errno> {
    let group = Group::New(Ground::Back);
    let input = Input::of(shell, true);
    subshell::start(shell, span, ForkReason::AsyncList, group, |shell| {
        background::enter(shell, input);
        shell.frames.tail = true;
        and_or.execute(shell)
    })
}
