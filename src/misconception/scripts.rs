//! Ideas about scripts: what they see and can change, their arguments, here-documents.

use super::documents::Reads;
use super::evidence::{Evidence, Text};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::visit::Visitor;
use crate::trace::{ExpansionStep, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "heredoc-quoting",
        "`<<EOF` copies the lines literally (or: `<<'EOF'` fills in variables).",
        "With a bare `EOF` the current shell fills in the variables while writing; quote the delimiter (`<<'EOF'`) to store the text itself.",
    )
    .at(Level::Static)
    .by(super::documents::filled_in),
    Idea::core(
        "child-sees-all-variables",
        "A script sees the variables of the shell that runs it.",
        "Only exported variables are passed to programs. `export x`, or `x=value sh ...` for one command.",
    )
    .by(child_sees),
    Idea::core(
        "child-changes-parent",
        "A script can set variables or `cd` for the shell that ran it.",
        "A child process cannot change its parent; the only thing that comes back is the exit status (and its output).",
    )
    .by(child_changes),
    Idea::core(
        "unquoted-at",
        "`$@` and `\"$@\"` are the same.",
        "Unquoted, the arguments are cut at blanks again. `\"$@\"` passes on exactly the arguments you were given.",
    )
    .ranked(2)
    .by(unquoted_at),
];

/// The variables that a text reads and those it sets.
fn variables(text: &Text<'_>) -> (Vec<String>, Vec<String>) {
    let mut reads = Reads::default();
    if let Some(list) = text.tree.lists.first() {
        reads.list(&list.list);
    }
    let reads = reads.variables();
    let mut sets: Vec<String> = Vec::new();
    for simple in text.tree.simples() {
        if simple.command.words.is_empty() || simple.is(&["export", "readonly"]) {
            let names = simple
                .command
                .assignments
                .iter()
                .map(|assignment| String::from_utf8_lossy(assignment.name).into_owned());
            sets.extend(names);
        }
        if simple.is(&["read", "export", "readonly"]) {
            let names = simple.literals().into_iter().flatten();
            sets.extend(names.map(|name| name.split('=').next().unwrap_or_default().to_owned()));
        }
    }
    for (_, compound) in text.tree.compounds() {
        if let CompoundKind::For(clause) = compound.kind {
            sets.push(String::from_utf8_lossy(clause.name).into_owned());
        }
    }
    (reads, sets)
}

/// The texts that the line ran in processes of their own, and the commands that did.
fn child<'t, 'e>(evidence: &'t Evidence<'e>) -> impl Iterator<Item = (&'t Text<'e>, Span)> {
    let texts = evidence.texts.iter();
    texts
        .filter_map(|text| Some((text, text.runner?)))
        .filter(|(_, runner)| {
            let mut runs = evidence.runs_at(evidence.line(), *runner);
            runs.any(|ran| ran.run.how.is_some() && ran.run.name() != b".")
        })
}

fn child_sees(evidence: &Evidence<'_>) -> Option<Spot> {
    let state = evidence.seen.state.as_ref()?;
    child(evidence).find_map(|(text, runner)| {
        let (reads, sets) = variables(text);
        let name = reads.into_iter().find(|name| {
            let known = state.variables.iter().find(|known| known.name == name.as_bytes());
            let here = known.is_some_and(|known| known.value.is_some() && !known.exported);
            here && !sets.contains(name) && was_set_before(evidence, name, runner)
        })?;
        let given = evidence.line().tree.simples().any(|simple| {
            simple.command.span == runner
                && simple.command.assignments.iter().any(|assignment| assignment.name == name.as_bytes())
        });
        (!given).then(|| {
            Spot::line(runner).saying(format!(
                "`{name}` is not exported, so the program did not get it: only exported variables are passed on. `export {name}`, or `{name}=... sh ...` for one command."
            ))
        })
    })
}

/// Whether the variable had its value when the command at `runner` ran: from an earlier line, or from before it in this one.
fn was_set_before(evidence: &Evidence<'_>, name: &str, runner: Span) -> bool {
    let assigned = evidence.seen.trace.iter().any(|event| {
        matches!(&event.kind, TraceKind::Assigned { name: found, .. } if found == name.as_bytes())
            && event.span.is_some_and(|span| span.end <= runner.start)
    });
    let carried = evidence
        .earlier
        .last()
        .and_then(|line| line.state.as_ref())
        .is_some_and(|state| {
            state
                .variables
                .iter()
                .any(|known| known.name == name.as_bytes() && known.value.is_some())
        });
    assigned || carried
}

fn child_changes(evidence: &Evidence<'_>) -> Option<Spot> {
    child(evidence).find_map(|(text, runner)| {
        let (_, sets) = variables(text);
        if let Some(name) = sets.iter().find(|name| evidence.lacks(name.as_bytes())) {
            return Some(Spot::line(runner).saying(format!(
                "`{name}` is set in a program that this shell started. A child process cannot change its parent; the only thing that comes back is the exit status (and its output)."
            )));
        }
        let read = evidence.seen.trace.iter().find_map(|event| match &event.kind {
            TraceKind::Expanded { steps, .. } if event.source == 0 && event.pid == evidence.seen.shell_pid => {
                steps.iter().find_map(|step| match step {
                    ExpansionStep::Parameter { span, name, is_set: false, .. } if span.start > runner.end => {
                        let name = String::from_utf8_lossy(name).into_owned();
                        sets.contains(&name).then_some((*span, name))
                    }
                    _ => None,
                })
            }
            _ => None,
        });
        let (span, name) = read?;
        Some(Spot::line(span).saying(format!(
            "`{name}` was set by a program that this shell started. A child process cannot change its parent; the only thing that comes back is the exit status (and its output)."
        )))
    })
}

fn unquoted_at(evidence: &Evidence<'_>) -> Option<Spot> {
    // In the line, and in the scripts and functions that it ran.
    let ran = evidence.runs.iter().find_map(|ran| {
        let (index, text) = evidence.text_of(ran.run.source)?;
        let simple = text
            .tree
            .simples()
            .find(|simple| simple.command.span == ran.run.span)?;
        if Test::of(&simple).is_some() {
            return None;
        }
        simple
            .command
            .words
            .iter()
            .find_map(|word| split_arguments(evidence, index, word))
    });
    ran.or_else(|| {
        evidence.texts.iter().enumerate().find_map(|(index, text)| {
            let mut compounds = text.tree.compounds();
            compounds.find_map(|(_, compound)| match compound.kind {
                CompoundKind::For(clause) => clause
                    .words?
                    .iter()
                    .find_map(|word| split_arguments(evidence, index, word)),
                _ => None,
            })
        })
    })
}

fn split_arguments(evidence: &Evidence<'_>, index: usize, word: &Word<'_>) -> Option<Spot> {
    let text = &evidence.texts[index];
    if !words::has_unquoted_expansion(word) {
        return None;
    }
    let (fields, steps) = evidence.expansions(text, word).last()?;
    let count = steps.iter().find_map(|step| match step {
        ExpansionStep::Parameter { name, values, .. } if name == b"@" || name == b"*" => {
            Some(values.len())
        }
        _ => None,
    })?;
    let source = text.at(word.span);
    (fields.len() > count).then(|| {
        Spot::of(index, word.span).instead(text.with(word.span, "\"$@\"")).saying(format!(
            "Unquoted `{source}` was cut at blanks again: {count} argument{} became {} words. `\"$@\"` passes on exactly the arguments you were given.",
            if count == 1 { "" } else { "s" },
            fields.len()
        ))
    })
}
