//! Ideas about what happens in a copy of the shell and stays there.

use super::evidence::Evidence;
use super::status::shorten;
use super::words;
use super::{Idea, Spot};
use crate::observation::Observation;
use crate::source::Span;
use crate::syntax::ast::CompoundKind;
use crate::trace::{ExpansionStep, ForkReason, TraceEvent, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "pipeline-variable-lost",
        "A variable set in a pipeline is still set afterwards.",
        "Each command of a pipeline runs in a copy of the shell, and the copy's variables die with it. Feed the loop with `< file`, or capture output with `$( )`.",
    )
    .by(variable_lost),
    Idea::later(
        "subshell-variable-lost",
        "A variable set in `( )` is still set afterwards.",
        "`( )` runs its commands in a copy of the shell, and the copy's variables die with it. `{ ...; }` groups without a copy.",
    )
    .by(set_in_subshell),
    Idea::later(
        "exit-in-pipeline",
        "`exit` in a pipeline ends the script.",
        "Each command of a pipeline runs in a copy of the shell; `exit` ended only that one, and the script goes on.",
    )
    .by(exit_in_pipeline),
];

/// A variable that a process other than the line's own shell was given, and when.
struct Given {
    at: usize,
    pid: i32,
    name: Vec<u8>,
    /// What it was given; `None` if only the reader knows.
    value: Option<Vec<u8>>,
}

/// Variables set in processes forked as `reason` says.
fn given(seen: &Observation, forked: &dyn Fn(i32) -> bool) -> Vec<Given> {
    let mut found = Vec::new();
    for (at, event) in seen
        .trace
        .iter()
        .enumerate()
        .filter(|(_, event)| forked(event.pid))
    {
        match &event.kind {
            TraceKind::Assigned { name, value } => found.push(Given {
                at,
                pid: event.pid,
                name: name.clone(),
                value: Some(value.clone()),
            }),
            TraceKind::Started { argv, .. } if argv.first().is_some_and(|name| name == b"read") => {
                let names = argv.iter().skip(1).filter(|word| !word.starts_with(b"-"));
                found.extend(names.map(|name| Given {
                    at,
                    pid: event.pid,
                    name: name.clone(),
                    value: None,
                }));
            }
            _ => {}
        }
    }
    found
}

/// A variable that a shell expands and that has another value than a process which it forked was given.
pub(super) struct Lost {
    /// The index of the text that expands it.
    pub text: usize,
    /// The parameter.
    pub span: Span,
    /// Its name.
    pub name: String,
}

/// The first variable that is lost in that way, in the line or in a script that it runs. Looks into the lines before as well.
pub(super) fn lost_variable(
    evidence: &Evidence<'_>,
    wanted: impl Fn(ForkReason) -> bool + Copy,
) -> Option<Lost> {
    let earlier = given_earlier(evidence, wanted);
    let own = given(evidence.seen, &|pid| evidence.forked_as(pid, wanted));
    let events = evidence.seen.trace.iter().enumerate();
    events.into_iter().find_map(|(at, event)| {
        let TraceKind::Expanded { steps, .. } = &event.kind else {
            return None;
        };
        let (text, _) = evidence.text_of(event.source)?;
        let at_prompt = event.pid == evidence.seen.shell_pid && text == 0;
        steps.iter().find_map(|step| {
            let ExpansionStep::Parameter {
                span, name, values, ..
            } = step
            else {
                return None;
            };
            let before = earlier.iter().filter(|_| at_prompt);
            let own = own
                .iter()
                .filter(|given| given.at < at && is_copy(evidence, given.pid, event.pid, wanted));
            let last = before.chain(own).rfind(|given| given.name == *name)?;
            let since = evidence.seen.trace[last.at..at]
                .iter()
                .any(|between| between.pid == event.pid && gives(between, name));
            let differs = last
                .value
                .as_ref()
                .is_none_or(|given| *given != values.concat());
            (!since && differs).then(|| Lost {
                text,
                span: *span,
                name: String::from_utf8_lossy(name).into_owned(),
            })
        })
    })
}

/// Variables that processes of the lines before were given, and their shell was not since.
fn given_earlier(
    evidence: &Evidence<'_>,
    wanted: impl Fn(ForkReason) -> bool + Copy,
) -> Vec<Given> {
    const PROMPTS: usize = 3;
    let recent = evidence.earlier.iter().rev().take(PROMPTS).rev();
    let mut lost: Vec<Given> = Vec::new();
    for line in recent {
        let forks: Vec<(i32, i32, ForkReason)> = forks(line);
        lost.retain(|given| !sets(line, &given.name));
        lost.extend(
            given(line, &|pid| is_forked(&forks, pid, wanted))
                .into_iter()
                .map(|given| Given { at: 0, ..given }),
        );
    }
    lost
}

/// Whether `pid` was forked by `shell`, or by what `shell` forked, somewhere between as `wanted` says.
fn is_copy(
    evidence: &Evidence<'_>,
    pid: i32,
    shell: i32,
    wanted: impl Fn(ForkReason) -> bool,
) -> bool {
    let (mut at, mut found) = (pid, false);
    while let Some((parent, reason)) = evidence.fork_of(at) {
        found |= wanted(reason);
        if parent == shell {
            return found;
        }
        at = parent;
    }
    false
}

fn forks(seen: &Observation) -> Vec<(i32, i32, ForkReason)> {
    let forks = seen.trace.iter().filter_map(|event| match event.kind {
        TraceKind::Forked { child, reason } => Some((child, event.pid, reason)),
        _ => None,
    });
    forks.collect()
}

fn is_forked(
    forks: &[(i32, i32, ForkReason)],
    pid: i32,
    wanted: impl Fn(ForkReason) -> bool,
) -> bool {
    let mut at = pid;
    while let Some((_, parent, reason)) = forks.iter().find(|(child, ..)| *child == at) {
        if wanted(*reason) {
            return true;
        }
        at = *parent;
    }
    false
}

fn gives(event: &TraceEvent, wanted: &[u8]) -> bool {
    matches!(&event.kind, TraceKind::Assigned { name, .. } if name == wanted)
}

/// Whether the shell of a line itself gave the variable a value.
fn sets(line: &Observation, name: &[u8]) -> bool {
    line.trace
        .iter()
        .any(|event| event.pid == line.shell_pid && gives(event, name))
}

fn is_stage(reason: ForkReason) -> bool {
    matches!(reason, ForkReason::PipelineStage { .. })
}

/// A variable that the step wants, and that only a process forked as `reason` says was given: where that ran, and its name.
fn wanted_there(
    evidence: &Evidence<'_>,
    reason: impl Fn(ForkReason) -> bool + Copy,
) -> Option<(Span, String)> {
    let own = given(evidence.seen, &|pid| evidence.forked_as(pid, reason));
    own.into_iter().find_map(|given| {
        let event = &evidence.seen.trace[given.at];
        let span = event.span.filter(|_| event.source == 0)?;
        evidence
            .lacks(&given.name)
            .then(|| (span, String::from_utf8_lossy(&given.name).into_owned()))
    })
}

fn set_in_subshell(evidence: &Evidence<'_>) -> Option<Spot> {
    let is_subshell = |reason: ForkReason| reason == ForkReason::Subshell;
    let read = lost_variable(evidence, is_subshell);
    let read = read.map(|lost| (Spot::of(lost.text, lost.span), lost.name));
    let wanted =
        || wanted_there(evidence, is_subshell).map(|(span, name)| (Spot::line(span), name));
    let (spot, name) = read.or_else(wanted)?;
    Some(spot.saying(format!(
        "`{name}` was set between `(` and `)`, in a copy of the shell, and the copy's variables die with it. Without the `( )` it is set in this shell; `{{ ...; }}` groups without a copy."
    )))
}

fn variable_lost(evidence: &Evidence<'_>) -> Option<Spot> {
    if let Some(spot) = status_kept_in_stage(evidence) {
        return Some(spot);
    }
    let Some(Lost { text, span, name }) = lost_variable(evidence, is_stage) else {
        let (span, name) = wanted_there(evidence, is_stage)?;
        return Some(Spot::line(span).saying(format!(
            "`{name}` was set in a pipeline. Each command of one runs in a copy of the shell, and the copy's variables die with it. What a command prints is stored by `{name}=$( )`."
        )));
    };
    let way = match has_loop_as_stage(evidence, text) {
        true => "Feed the loop with `< file`, or capture output with `$( )`.".to_owned(),
        false => format!(
            "Capture the output, `{name}=$( )`, or put what uses `{name}` behind the same `|`: `| {{ ...; }}`."
        ),
    };
    Some(Spot::of(text, span).saying(format!(
        "`{name}` was set in a pipeline. Each command of one runs in a copy of the shell, and the copy's variables die with it. {way}"
    )))
}

/// `exits 3 | rc=$?`: a stage that is to keep the status of the one before it.
fn status_kept_in_stage(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.simples().find_map(|simple| {
        let stage = text.tree.commands[simple.index].stage;
        let ([given], []) = (simple.command.assignments, simple.command.words) else {
            return None;
        };
        let ran = evidence.did_run(text, simple.command.span);
        let before = text.tree.pipeline_of(simple.index).pipeline.commands;
        let before = before.get(stage.checked_sub(1)?)?.span();
        let bar = Span::new(before.end, simple.command.span.start);
        let name = String::from_utf8_lossy(given.name).into_owned();
        (words::is_status(&given.value) && ran).then(|| {
            Spot::line(given.span).instead(text.with(bar, "; ")).saying(format!(
                "`|` starts both commands at once, so the `$?` here is that of before the pipeline; and `{name}` is set in a copy of the shell, which ends with that command. `;` waits for the command before it: `{}; {}`.",
                shorten(&text.at(before)),
                text.at(given.span)
            ))
        })
    })
}

/// Whether a loop is a stage of a pipeline, in a text or in the lines before it.
fn has_loop_as_stage(evidence: &Evidence<'_>, text: usize) -> bool {
    let tree = &evidence.texts[text].tree;
    let loops = tree.compounds().any(|(index, compound)| {
        let is_loop = matches!(compound.kind, CompoundKind::Loop(_) | CompoundKind::For(_));
        is_loop && tree.pipeline_of(index).pipeline.commands.len() > 1
    });
    let earlier = evidence.earlier.iter().filter(|_| text == 0);
    loops || earlier.rev().take(2).any(|line| line.line.contains("done"))
}

fn exit_in_pipeline(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    evidence.exits().find_map(|(_, event, status)| {
        let span = event.span.filter(|_| event.source == 0)?;
        let staged = evidence.forked_as(event.pid, |reason| matches!(reason, ForkReason::PipelineStage { .. }));
        let index = text.tree.commands.iter().position(|node| node.command.span() == span)?;
        let mut outer = index;
        while text.tree.pipeline_of(outer).pipeline.commands.len() < 2 {
            outer = text.tree.list_of(outer).parent?;
        }
        let next = text.tree.next_item(outer)?;
        (staged && evidence.did_run(text, next.and_or.span())).then(|| {
            Spot::line(span).saying(format!(
                "Each command of a pipeline runs in a copy of the shell; `exit` ended only that one, with {status}, and `{}` ran all the same.",
                shorten(&text.at(next.and_or.span()))
            ))
        })
    })
}
