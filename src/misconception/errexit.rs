//! Ideas about `set -e`.

use super::evidence::{Evidence, Text};
use super::status::shorten;
use super::tree;
use super::{Idea, Spot};
use crate::source::Span;
use crate::syntax::ast::{Command, List};
use crate::trace::{ExitStatus, ExpansionStep, How, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "errexit-in-condition",
        "Under `set -e` a failing command always stops the script.",
        "Anything called as a condition, or on the left of `&&` or `||`, is exempt from `set -e`, including everything inside the function.",
    )
    .ranked(2)
    .by(in_condition),
    Idea::later(
        "errexit-and-list",
        "`set -e` stops at `false && x`.",
        "The left side of `&&` is being checked, so it does not stop the script; yet as the last line of a function it makes the call fail.",
    )
    .by(and_list),
    Idea::later(
        "errexit-pipeline",
        "`set -e` sees failures inside pipelines and arguments.",
        "`set -e` looks only at the status a command ends up with; the commands of a pipeline before its last one and a `$(...)` in arguments never count.",
    )
    .by(pipeline),
];

fn in_condition(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.runs.iter().find_map(|ran| {
        if ran.run.how != Some(How::Function) || !evidence.errexit_at(ran.began) {
            return None;
        }
        let (index, text) = evidence.text_of(ran.run.source)?;
        let call = text
            .tree
            .commands
            .iter()
            .position(|node| node.command.span() == ran.run.span)?;
        if !text.tree.is_checked(call) {
            return None;
        }
        let mut texts = evidence.texts.iter();
        let (defined_in, list) = texts.find_map(|text| Some((text, body(text, ran.run.name())?)))?;
        let within = evidence.within(ran);
        let status = |span: Span| {
            within.iter().rev().find_map(|event| match event.kind {
                TraceKind::Ended { how }
                    if event.span == Some(span) && Some(event.source) == defined_in.source =>
                {
                    Some(how.status())
                }
                _ => None,
            })
        };
        let failed = list.items.windows(2).find_map(|pair| {
            let command = tree::sole_command(&pair[0])?;
            let ended = status(command.span)?;
            let went_on = evidence.did_run(defined_in, pair[1].and_or.span());
            (!ended.is_success() && went_on).then_some((command.span, ended))
        })?;
        Some(Spot::of(index, ran.run.span).saying(format!(
            "`{}` failed with {} and `set -e` did not stop there: what is called as a condition, or on the left of `&&` or `||`, is exempt, including everything inside the function.",
            shorten(&defined_in.at(failed.0)),
            failed.1
        )))
    })
}

/// The commands of the function `name`, if `text` defines it with braces.
fn body<'e>(text: &Text<'e>, name: &[u8]) -> Option<List<'e>> {
    let defines = |command: &Command<'_>| matches!(command, Command::Function(definition) if definition.name == name);
    let mut commands = text.tree.commands.iter();
    let definition = commands.position(|node| defines(&node.command))?;
    let mut lists = text.tree.lists.iter();
    let list = lists.find(|list| list.parent == Some(definition))?;
    Some(list.list)
}

/// Whether the shell that the event at `at` belongs to did more afterwards.
fn went_on(evidence: &Evidence<'_>, at: usize) -> bool {
    let pid = evidence.seen.trace[at].pid;
    evidence.seen.trace[at + 1..]
        .iter()
        .any(|event| event.pid == pid && matches!(event.kind, TraceKind::Started { .. }))
}

fn and_list(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.seen.trace.iter().enumerate().find_map(|(at, event)| {
        let TraceKind::Skipped { because, operator, .. } = event.kind else {
            return None;
        };
        let span = event.span?;
        let (index, text) = evidence.text_of(event.source)?;
        let node = text.tree.and_ors.iter().find(|node| {
            node.and_or.rest.last().is_some_and(|part| part.pipeline.span == span)
        })?;
        let failed = !because.is_success() && operator == crate::syntax::ast::AndOr::And;
        (failed && evidence.errexit_at(at) && went_on(evidence, at)).then(|| {
            Spot::of(index, node.and_or.span()).saying(format!(
                "`{}` ended with {because} and `set -e` did not stop there: the left side of `&&` is being checked. As the last line of a function it would make the call fail.",
                shorten(&text.at(node.and_or.first.span))
            ))
        })
    })
}

fn pipeline(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.seen.trace.iter().enumerate().find_map(|(at, event)| {
        let failed: ExitStatus = match &event.kind {
            TraceKind::PipelineEnded { statuses, status, negated: false } if status.is_success() => {
                statuses.iter().copied().find(|status| !status.is_success())?
            }
            TraceKind::Expanded { steps, .. } => steps.iter().find_map(|step| match step {
                ExpansionStep::CommandSubstitution { status, .. } if !status.is_success() => Some(*status),
                _ => None,
            })?,
            _ => return None,
        };
        let span = event.span?;
        let (index, text) = evidence.text_of(event.source)?;
        // The word of an assignment gives its status to the command.
        let counts = matches!(event.kind, TraceKind::Expanded { .. }) && !is_argument(text, span);
        (!counts && evidence.errexit_at(at) && went_on(evidence, at)).then(|| {
            Spot::of(index, span).saying(format!(
                "A failure with {failed} in `{}` did not stop the script: `set -e` looks only at the status a command ends up with. The commands of a pipeline before its last one and a `$(...)` in arguments never count.",
                shorten(&text.at(span))
            ))
        })
    })
}

/// Whether the word at `span` is an argument of a simple command.
fn is_argument(text: &Text<'_>, span: Span) -> bool {
    let mut simples = text.tree.simples();
    simples.any(|simple| simple.arguments().iter().any(|word| word.span == span))
}
