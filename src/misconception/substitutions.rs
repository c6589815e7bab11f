//! Ideas about the status of a `$( )`: where it is kept, and where it is lost.

use super::evidence::{Evidence, Text};
use super::find::{find_simple, is_used};
use super::status::shorten;
use super::tree::Simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::syntax::ast::{Command, WordPartKind};
use crate::trace::ExpansionStep;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "declaration-hides-status",
        "`local x=$(cmd)` and `export x=$(cmd)` keep the status of `cmd`.",
        "`$?` is the status of `local` or `export`, which worked. Assign on a line of its own.",
    )
    .by(declaration_hides),
    Idea::later(
        "argument-status-lost",
        "A failing `$(...)` in the arguments of a command is noticed.",
        "Only the outer command's status counts. Assign the substitution to a variable first and check that.",
    )
    .by(argument_status),
];

/// The status of the command substitution in one of the words of `simple` that failed in the last run.
fn failed_substitution(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    simple: &Simple<'_, '_>,
) -> Option<crate::trace::ExitStatus> {
    simple.arguments().iter().find_map(|word| {
        let (_, steps) = evidence.expansions(text, word).last()?;
        steps.iter().find_map(|step| match step {
            ExpansionStep::CommandSubstitution { status, .. } if !status.is_success() => {
                Some(*status)
            }
            _ => None,
        })
    })
}

fn declaration_hides(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let name = simple.name().filter(|name| {
            ["export", "readonly", "local", "declare", "typeset"].contains(&name.as_str())
        })?;
        let assigns = simple.arguments().iter().find(|word| {
            let begins = matches!(word.parts.first().map(|part| part.kind), Some(WordPartKind::Literal(text)) if text.contains(&b'='));
            begins && words::has_substitution(word)
        })?;
        let spot = Spot::of(index, simple.command.span);
        // What is read-only already takes no value any more.
        let remedy = match name.as_str() {
            "export" | "readonly" => "Assign on a line of its own first.",
            _ => "Declare first, then assign on a line of its own.",
        };
        if let Some(ran) = evidence.runs_at(text, simple.command.span).last() {
            let status = failed_substitution(evidence, text, &simple)?;
            let ended = ran.run.status()?;
            return ended.is_success().then(|| spot.saying(format!(
                "The command in `$( )` ended with {status}, but `$?` is {ended}, the status of `{name}`, which worked. {remedy}"
            )));
        }
        let checked = text.tree.is_checked(simple.index) && !is_made_success(text, &simple);
        checked.then(|| spot.at(Level::Static).saying(format!(
            "What is checked here is the status of `{name}`, which works whatever the command in `{}` does. {remedy}",
            shorten(&text.at(assigns.span))
        )))
    })
}

/// Whether `|| true` or `|| :` stands behind a command, so that nobody relies on its status.
fn is_made_success(text: &Text<'_>, simple: &Simple<'_, '_>) -> bool {
    let pipeline = text.tree.pipeline_of(simple.index);
    let and_or = text.tree.and_ors[pipeline.and_or].and_or;
    let next = and_or
        .rest
        .get(pipeline.part)
        .map(|part| part.pipeline.commands);
    match next {
        Some([Command::Simple(next)]) => {
            matches!(next.words, [only] if words::is_text(only, "true") || words::is_text(only, ":"))
        }
        _ => false,
    }
}

fn argument_status(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.simples().find_map(|simple| {
        if simple.is(&["export", "readonly", "local", "[", "test", "exit", "return"]) {
            return None;
        }
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        let status = failed_substitution(evidence, text, &simple)?;
        let fine = ran.run.status()?.is_success() && is_used(evidence, ran);
        let name = simple.name()?;
        fine.then(|| Spot::line(simple.command.span).saying(format!(
            "The command in `$( )` failed with {status}, but only the status of `{name}` counts, and that is 0. Assign the substitution to a variable first and check that."
        )))
    })
}
