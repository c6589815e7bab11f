//! Ideas about pipelines: whose status counts, what flows, and what stays behind.

use super::and_or::is_output;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::piped::written;
use super::status::shorten;
use super::tree::{self, PipelineNode, Role};
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::Observation;
use crate::source::Span;
use crate::syntax::ast::{Command, CompoundKind, SimpleCommand};
use crate::trace::{ExitStatus, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "single-pipe-for-or",
        "`|` works like `||`.",
        "One bar is a pipe: both commands always run, connected. Two bars mean \"only if the first fails\".",
    )
    .at(Level::Static)
    .ranked(2)
    .by(single_pipe),
    Idea::core(
        "pipe-any-failure",
        "A pipeline fails if any part fails.",
        "Only the last command's status counts.",
    )
    .by(any_failure),
    Idea::core(
        "pipe-stops-on-failure",
        "If the first command fails the second does not run.",
        "All commands of a pipeline are started at once, so a failure on the left cannot prevent the right side from running.",
    )
    .ranked(2)
    .by(stops_on_failure),
    Idea::core(
        "count-as-condition",
        "`if grep x f | wc -l` is false when the count is 0.",
        "The condition is the last command of the pipeline, and counting to 0 is a success. Ask `grep` itself: `if grep -q x f`.",
    )
    .ranked(3)
    .by(count_as_condition),
    Idea::core(
        "tee-hides-failure",
        "Logging through `tee` keeps the command's status.",
        "What is looked at is the status of `tee`, which worked. Redirect to the file instead, or check the status on the left of the `|`.",
    )
    .ranked(3)
    .by(tee_hides),
    Idea::later(
        "pipefail-is-portable",
        "`set -o pipefail` works in every `sh`, and makes pipelines \"correct\".",
        "pipefail joined POSIX in 2024; dash 0.5.12 does not have it (busybox 1.35 does). With it, `yes | head -n 1` \"fails\" with 141 because `head` stopped reading.",
    )
    .at(Level::Static)
    .by(pipefail),
];

/// What a stage leaves whose reader went away before it had written all: no failure of its own.
const BROKEN_PIPE: u32 = 141;

/// Whether a stage failed by itself.
pub(super) fn failed(status: &ExitStatus) -> bool {
    !status.is_success() && status.0 != BROKEN_PIPE
}

pub(super) fn simple<'a>(command: &Command<'a>) -> Option<&'a SimpleCommand<'a>> {
    match command {
        Command::Simple(simple) => Some(simple),
        _ => None,
    }
}

pub(super) fn name(command: &Command<'_>) -> Option<String> {
    words::literal(simple(command)?.words.first()?)
}

/// Commands that answer by their status and print nothing.
pub(super) fn is_silent(command: &Command<'_>) -> bool {
    let Some(name) = name(command) else {
        return false;
    };
    let option = |wanted: &str| {
        simple(command)
            .is_some_and(|simple| simple.words.iter().any(|word| words::is_text(word, wanted)))
    };
    match name.as_str() {
        "true" | "false" | "test" | "[" | "cd" | "mkdir" | "touch" | "cp" | "mv" | "rm" | ":" => {
            true
        }
        "grep" => option("-q"),
        "cmp" | "diff" => option("-s") || option("-q"),
        _ => false,
    }
}

/// Whether what a command prints goes to a file.
fn is_sent_away(command: &Command<'_>) -> bool {
    simple(command).is_some_and(|simple| simple.redirects.iter().any(is_output))
}

/// The first pipeline of more than one stage, in any text, for which `spot` has something to say.
pub(super) fn find_pipeline<'e>(
    evidence: &Evidence<'e>,
    spot: impl Fn(usize, &Text<'e>, &PipelineNode<'e>) -> Option<Spot>,
) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let pipelines = text.tree.pipelines.iter();
        let mut joined = pipelines.filter(|node| node.pipeline.commands.len() > 1);
        joined.find_map(|node| spot(index, text, node))
    })
}

/// How a pipeline ended, the latest time it ran.
struct Ended<'e> {
    /// The index of the event.
    at: usize,
    /// What each stage ended with.
    statuses: &'e [ExitStatus],
    /// Whether it was a success, before a `!` turned that round. With `pipefail` the last stage alone does not say so.
    is_success: bool,
}

fn ended<'e>(evidence: &Evidence<'e>, text: &Text<'_>, span: Span) -> Option<Ended<'e>> {
    let seen: &'e Observation = evidence.seen;
    let mut events = seen.trace.iter().enumerate().rev();
    events.find_map(|(at, event)| match &event.kind {
        TraceKind::PipelineEnded {
            statuses,
            status,
            negated,
        } if Some(event.source) == text.source && event.span == Some(span) => Some(Ended {
            at,
            statuses,
            is_success: status.is_success() != *negated,
        }),
        _ => None,
    })
}

/// What the stages of a pipeline of the line ended with, the latest time it ran.
pub(super) fn statuses<'e>(
    evidence: &Evidence<'e>,
    text: &Text<'_>,
    span: Span,
) -> Option<&'e [ExitStatus]> {
    ended(evidence, text, span).map(|ended| ended.statuses)
}

fn single_pipe(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let commands = node.pipeline.commands;
        let (last, rest) = commands.split_last()?;
        let before = rest.last()?;
        let called = name(last).or_else(|| first_of_group(last))?;
        let says = matches!(called.as_str(), "echo" | "printf");
        let leaves = matches!(called.as_str(), "exit" | "return");
        let acts = matches!(
            called.as_str(),
            "touch" | "mkdir" | "rm" | "mv" | "cp" | "ln"
        );
        let nothing_flows = is_silent(before) || is_sent_away(before);
        if !(leaves || (says || acts) && nothing_flows) {
            return None;
        }
        let ran = evidence.did_run(text, last.span());
        let bar = Span::new(before.span().end, last.span().start);
        let spot =
            Spot::of(index, last.span()).at(if ran { Level::Certain } else { Level::Static });
        let always = format!(
            "One bar is a pipe: both commands always run, so `{}` runs whatever `{}` ends with.",
            shorten(&text.at(last.span())),
            shorten(&text.at(before.span()))
        );
        Some(match leaves {
            false => spot.saying(format!(
                "{always} `&&` runs it only after a success, `||` only after a failure."
            )),
            true => spot.instead(text.with(bar, " || ")).saying(format!(
                "{always} Two bars mean \"only if the first fails\"."
            )),
        })
    })
}

/// The name of the command that a group begins with.
fn first_of_group(command: &Command<'_>) -> Option<String> {
    let Command::Compound(compound) = command else {
        return None;
    };
    let (CompoundKind::BraceGroup(list) | CompoundKind::Subshell(list)) = &compound.kind else {
        return None;
    };
    let first = tree::first_command(list.items.first()?)?;
    words::literal(first.words.first()?)
}

/// Whether what a pipeline of the line ended with is looked at: by an operator, a condition or a `$?`.
fn is_looked_at(evidence: &Evidence<'_>, text: &Text<'_>, node: &PipelineNode<'_>) -> bool {
    let first = text
        .tree
        .commands
        .iter()
        .position(|command| command.command.span() == node.pipeline.commands[0].span());
    let read = evidence
        .reads
        .iter()
        .filter_map(|read| read.setter.as_ref())
        .any(|setter| {
            std::ptr::eq(setter.seen, evidence.seen)
                && setter
                    .latest()
                    .is_some_and(|event| event.span == Some(node.pipeline.span))
        });
    read || first.is_some_and(|index| text.tree.decides(index))
}

/// A pipeline of the line that was a success although a stage before the last failed: the stage and its status.
fn hidden<'e>(
    evidence: &Evidence<'e>,
    text: &Text<'e>,
    node: &PipelineNode<'e>,
) -> Option<(Command<'e>, ExitStatus)> {
    let ended = ended(evidence, text, node.pipeline.span)?;
    let (_, rest) = ended.statuses.split_last()?;
    let stage = rest.iter().position(failed)?;
    let command = node.pipeline.commands.get(stage)?;
    ended.is_success.then_some((*command, rest[stage]))
}

/// What a `!` before a pipeline makes of the success of its last command.
fn turned_round(node: &PipelineNode<'_>) -> &'static str {
    match node.pipeline.bang {
        Some(_) => ", which `!` turns into 1",
        None => "",
    }
}

fn any_failure(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let last = text.at(node.pipeline.commands.last()?.span());
        let said = match hidden(evidence, text, node) {
            Some((stage, status)) => format!(
                "Only the last command's status counts, and `{}` ended with 0{}. `{}` failed with {status} and nobody looked.",
                shorten(&last),
                turned_round(node),
                shorten(&text.at(stage.span()))
            ),
            None => {
                let (stage, status) = taken_for_no(evidence, text, node)?;
                format!(
                    "`{}` failed with {status}, and nobody looked: `{}` found nothing in an empty input, and its 1 is all that counts.",
                    shorten(&text.at(stage.span())),
                    shorten(&last)
                )
            }
        };
        is_looked_at(evidence, text, node).then(|| Spot::of(index, node.pipeline.span).saying(said))
    })
}

/// A stage that failed and wrote nothing to a `grep` behind it, which then had nothing to find: that stage and its status.
fn taken_for_no<'e>(
    evidence: &Evidence<'e>,
    text: &Text<'e>,
    node: &PipelineNode<'e>,
) -> Option<(Command<'e>, ExitStatus)> {
    let ended = ended(evidence, text, node.pipeline.span)?;
    let ([.., before, last], [.., stage, grep]) = (ended.statuses, node.pipeline.commands) else {
        return None;
    };
    // There the stage before it would have been looked at as well.
    if evidence.pipefail_at(ended.at) {
        return None;
    }
    let asks = name(grep).is_some_and(|name| name == "grep");
    let number = node.pipeline.commands.len() - 2;
    let nothing = match written(evidence, text, node.pipeline.span, number) {
        Some(bytes) => bytes == 0,
        // Of a pipe that nobody looked into: what could not open its only file wrote nothing.
        None => simple(stage).is_some_and(|stage| {
            let reads = stage.words.first().and_then(words::literal);
            reads.is_some_and(|name| name == "cat") && stage.words.len() == 2
        }),
    };
    let lost = failed(before) && *last == ExitStatus::FAILURE && nothing;
    (asks && lost).then_some((*stage, *before))
}

/// The `tee` that a stage is or, in a group, begins with; and whether the group looks at what that ends with.
fn tee_in(stage: &Command<'_>) -> Option<(Span, bool)> {
    if name(stage).is_some_and(|name| name == "tee") {
        return Some((stage.span(), false));
    }
    let Command::Compound(group) = stage else {
        return None;
    };
    let (CompoundKind::BraceGroup(list) | CompoundKind::Subshell(list)) = group.kind else {
        return None;
    };
    let [item] = list.items else { return None };
    let [only] = item.and_or.first.commands else {
        return None;
    };
    name(only).filter(|name| name == "tee")?;
    Some((only.span(), !item.and_or.rest.is_empty()))
}

fn tee_hides(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let (stage, status) = hidden(evidence, text, node)?;
        let (tee, within) = tee_in(node.pipeline.commands.last()?)?;
        (within || is_looked_at(evidence, text, node)).then(|| {
            Spot::of(index, tee).saying(format!(
                "`{}` failed with {status}, but what is looked at is the status of `tee`: 0{}. Redirect to the file instead, or check the status on the left of the `|`.",
                shorten(&text.at(stage.span())),
                turned_round(node)
            ))
        })
    })
}

fn count_as_condition(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let (stage, status) = hidden(evidence, text, node)?;
        let last = node.pipeline.commands.last()?;
        let counts = name(last)
            .filter(|name| ["wc", "cat", "head", "tail", "sort"].contains(&name.as_str()))?;
        let list = text.tree.lists[text.tree.and_ors[node.and_or].list];
        let decides = list.role.is_condition() || is_looked_at(evidence, text, node);
        (decides && list.role != Role::Substitution && list.role.is_condition()).then(|| {
            Spot::of(index, last.span()).saying(format!(
                "The condition is `{counts}`, which worked, whatever it counted or passed on. `{}` ended with {status}: make that the condition.",
                shorten(&text.at(stage.span()))
            ))
        })
    })
}

fn stops_on_failure(evidence: &Evidence<'_>) -> Option<Spot> {
    const DEAF: [&str; 8] = ["echo", "printf", "touch", "mkdir", "rm", "ls", "mv", "cp"];
    find_pipeline(evidence, |index, text, node| {
        let statuses = statuses(evidence, text, node.pipeline.span)?;
        let [first, .., last] = node.pipeline.commands else {
            return None;
        };
        let deaf = name(last).is_some_and(|name| DEAF.contains(&name.as_str()));
        let status = statuses.first().filter(|status| failed(status))?;
        // One that says nothing but its status was meant as a condition, and the name of a file is no command.
        let is_file = name(first).is_some_and(|name| evidence.file(name.as_bytes()).is_some());
        (deaf && !is_silent(first) && !is_file).then(|| {
            Spot::of(index, node.pipeline.span).saying(format!(
                "`{}` failed with {status}, and `{}` ran all the same: all commands of a pipeline are started at once, so a failure on the left cannot prevent the right side from running.",
                shorten(&text.at(first.span())),
                shorten(&text.at(last.span()))
            ))
        })
    })
}

fn pipefail(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, _, simple| {
        let is = simple.is(&["set"])
            && simple
                .literals()
                .iter()
                .flatten()
                .any(|word| word == "pipefail");
        is.then(|| Spot::of(index, simple.command.span))
    })
}
