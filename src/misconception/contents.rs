//! Ideas about how what stands in a file comes to a command, or into a variable.

use super::assignments::holds_status;
use super::evidence::Evidence;
use super::exits::is_variable;
use super::find::find_simple;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::FileKind;
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator, Word};
use crate::trace::{ExpansionStep, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "input-to-non-reader",
        "`rm < list` works on the names in list.",
        "`<` feeds standard input, and not every command reads that. What a file says becomes arguments by `$(cat FILE)`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(non_reader),
    Idea::later(
        "value-from-redirect",
        "`x=<file` stores what stands in the file.",
        "An assignment reads no file: `x=` gives it an empty value. What a file says is stored by `x=$(cat FILE)`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(value_from_redirect),
    Idea::later(
        "variable-for-file",
        "`$NAME` is what stands in the file NAME.",
        "`$NAME` is the value of a variable. What stands in a file is printed by `cat NAME`: `$(cat NAME)`.",
    )
    .ranked(2)
    .by(variable_for_file),
    Idea::later(
        "status-never-kept",
        "`$rc` is the status of the last command.",
        "The status of the last command is in `$?`. A variable has it only once it was given it: `rc=$?`.",
    )
    .at(Level::Ask)
    .by(never_kept),
];

/// The redirection that gives a command a file as its standard input.
fn input<'a>(redirects: &'a [IoRedirect<'a>]) -> Option<&'a IoRedirect<'a>> {
    redirects.iter().find(|redirect| {
        redirect.operator == RedirectOperator::Input && matches!(redirect.fd, None | Some(0))
    })
}

fn non_reader(evidence: &Evidence<'_>) -> Option<Spot> {
    const DEAF: [&str; 6] = ["rm", "rmdir", "mkdir", "touch", "kill", "echo"];
    find_simple(evidence, |index, text, simple| {
        let name = simple.name().filter(|name| DEAF.contains(&name.as_str()))?;
        let redirect = input(simple.command.redirects)?;
        let path = words::bare(&redirect.target)?;
        let option = |word: &Word<'_>| words::bare(word).is_some_and(|word| word.starts_with('-'));
        if !simple.arguments().iter().all(option) || path.starts_with("/dev/") {
            return None;
        }
        let command: Vec<String> = simple
            .command
            .words
            .iter()
            .map(|word| text.at(word.span))
            .collect();
        let line = match name.as_str() {
            "echo" => format!("cat {path}"),
            _ => format!("{} $(cat {path})", command.join(" ")),
        };
        let does = match name.as_str() {
            "echo" => "it prints its arguments. What stands in the file is printed by",
            _ => "its operands are arguments. Each word of the file becomes one by",
        };
        Some(
            Spot::of(index, redirect.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(simple.command.span, &line))
                .saying(format!(
                    "`{}` feeds standard input, and `{name}` does not read that: {does} `{line}`.",
                    text.at(redirect.span)
                )),
        )
    })
}

fn value_from_redirect(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let (Some(assignment), []) = (command.assignments.last(), command.words) else {
            return None;
        };
        let redirect = input(command.redirects)?;
        let path = words::bare(&redirect.target).filter(|path| !path.starts_with("/dev/"))?;
        if !assignment.value.parts.is_empty() || redirect.span.start < assignment.span.end {
            return None;
        }
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        let meant = format!("{name}=$(cat {path})");
        Some(
            Spot::of(index, command.span)
                .at(level(evidence, text, command.span))
                .instead(text.with(command.span, &meant))
                .saying(format!(
                    "`{name}=` gives it an empty value, and `{}` opens the file, which nobody reads. What stands in it is stored by `{meant}`.",
                    text.at(redirect.span)
                )),
        )
    })
}

/// The parameters that were expanded and had no value: the index of the text, the place and the name.
fn unset<'e>(evidence: &'e Evidence<'_>) -> impl Iterator<Item = (usize, Span, String)> + 'e {
    let expanded = evidence
        .seen
        .trace
        .iter()
        .filter_map(|event| match &event.kind {
            TraceKind::Expanded { steps, .. } => Some((evidence.text_of(event.source)?.0, steps)),
            _ => None,
        });
    let parameters = expanded.flat_map(|(index, steps)| {
        steps.iter().filter_map(move |step| match step {
            ExpansionStep::Parameter {
                span,
                name,
                is_set: false,
                ..
            } => Some((index, *span, String::from_utf8_lossy(name).into_owned())),
            _ => None,
        })
    });
    // What says itself what to do without a value reckons with that.
    parameters.filter(|(index, span, name)| {
        let written = evidence.texts[*index].at(*span);
        words::is_name(name) && (written == format!("${name}") || written == format!("${{{name}}}"))
    })
}

fn variable_for_file(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let text = &evidence.texts[index];
        let before = &evidence.seen.files_before;
        let is_it = |fact: &crate::observation::FileFact| {
            fact.kind == FileKind::File && fact.path.to_str() == Some(name.as_str())
        };
        let there = before.iter().any(is_it) && !is_variable(evidence, text, &name);
        there.then(|| {
            let meant = format!("$(cat {name})");
            Spot::of(index, span)
                .instead(text.with(span, &meant))
                .saying(format!(
                    "There is no variable `{name}`, so `{}` stands for nothing. What stands in the file `{name}` is printed by `cat {name}`: `{meant}`.",
                    text.at(span)
                ))
        })
    })
}

fn never_kept(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let text = &evidence.texts[index];
        let given = evidence.texts.iter().any(|text| is_variable(evidence, text, &name));
        (holds_status(&name) && !given).then(|| {
            Spot::of(index, span).asking(format!(
                "Is `{0}` to be a status? Nothing has given `{name}` a value here, so `{0}` stands for nothing. The status of the command before is in `$?`.",
                text.at(span)
            ))
        })
    })
}
