//! Assignments that hold for one command, where the shell itself was to have the variable, or the command was the value.

use super::Spot;
use super::assignments::holds_status;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::tree::Simple;
use super::words;
use crate::source::Span;
use crate::syntax::ast::Assignment;
use crate::trace::{ExpansionStep, How, TraceKind};

pub(super) fn prefix(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        if command.words.is_empty() || command.assignments.is_empty() {
            return None;
        }
        let ran = evidence.runs_at(text, command.span).last()?;
        if ran.run.how == Some(How::SpecialBuiltin) {
            return None;
        }
        if ran.run.how == Some(How::NotFound) {
            return command_as_value(index, text, simple);
        }
        if let Some(spot) = wanted_for_good(evidence, index, text, simple) {
            return Some(spot);
        }
        command.assignments.iter().find_map(|assignment| {
            let unset = evidence.seen.trace.iter().find_map(|event| match &event.kind {
                TraceKind::Expanded { steps, .. } if event.source == ran.run.source => steps.iter().find_map(|step| match step {
                    ExpansionStep::Parameter { span, name, is_set: false, .. }
                        if name == assignment.name && span.start > assignment.span.end => Some(*span),
                    _ => None,
                }),
                _ => None,
            })?;
            let name = String::from_utf8_lossy(assignment.name).into_owned();
            let own = command.span.contains(unset);
            Some(Spot::of(index, unset).saying(match own {
                true => format!(
                    "`{name}` is set for the command alone, and the words of that command are expanded before: here it was not set yet."
                ),
                false => for_one_command(text, simple, assignment),
            }))
        })
    })
}

/// `port=9090 true`, where the step wants the variable and nothing else has given it a value.
fn wanted_for_good(
    evidence: &Evidence<'_>,
    index: usize,
    text: &Text<'_>,
    simple: Simple<'_, '_>,
) -> Option<Spot> {
    let mut assignments = simple.command.assignments.iter();
    let assignment = assignments.find(|assignment| evidence.lacks(assignment.name))?;
    Some(Spot::of(index, assignment.span).saying(for_one_command(text, simple, assignment)))
}

/// What is said of a variable that is read after the one command it was set for.
fn for_one_command(text: &Text<'_>, simple: Simple<'_, '_>, assignment: &Assignment<'_>) -> String {
    let name = String::from_utf8_lossy(assignment.name);
    let whole = shorten(&text.at(simple.command.span));
    let value = words::bare(&assignment.value);
    let runs = value.is_some_and(|value| words::is_known_command(&value));
    let written = text.at(assignment.span);
    let called = simple
        .name()
        .filter(|called| words::is_known_command(called));
    // `version= cat VERSION`
    if let Some(called) = called
        .as_ref()
        .filter(|_| assignment.value.parts.is_empty())
    {
        let command = words_of(text, simple);
        let meant = match prints(called) {
            true => format!(
                "What `{0}` prints is stored by `{name}=$({0})`.",
                shorten(&command)
            ),
            false => "The value stands straight behind the `=`.".to_owned(),
        };
        return format!(
            "`{written}` gives `{name}` an empty value, and that only for the `{called}` behind it. {meant}"
        );
    }
    let sign = written
        .chars()
        .last()
        .filter(|last| matches!(last, ',' | ':' | '.'));
    if let Some((sign, called)) = sign.zip(called) {
        let value = &written[..written.len() - 1];
        return format!(
            "`{sign}` ends no command: here it belongs to the value, and `{name}` was set only for the `{called}` behind it. A `;` ends the assignment: `{value}; {called} ...`."
        );
    }
    match simple
        .name()
        .filter(|name| words::is_known_command(name) && !runs)
    {
        // A script sees what is exported alone.
        Some(command) if command == "sh" => format!(
            "`{whole}` set `{name}` only for that one `sh`. `export {0}; sh ...` keeps it in this shell, and gives it to `sh` as well.",
            text.at(assignment.span)
        ),
        Some(command) => format!(
            "`{whole}` set `{name}` only for that one `{command}`. A `;` ends the assignment: `{}; {command} ...`.",
            text.at(assignment.span)
        ),
        None => format!(
            "`{whole}` set `{name}` only for that one command. To store text use quotes, to store output use `$( )`."
        ),
    }
}

/// The words of a command without its assignments.
fn words_of(text: &Text<'_>, simple: Simple<'_, '_>) -> String {
    let words = simple.command.words;
    let whole = words.first().zip(words.last());
    whole.map_or(String::new(), |(first, last)| {
        text.at(first.span.to(last.span))
    })
}

/// Whether a command of this name is there to print something.
fn prints(name: &str) -> bool {
    const PRINTS: [&str; 15] = [
        "awk", "basename", "cat", "curl", "cut", "date", "echo", "grep", "head", "hostname", "ls",
        "sed", "tail", "tr", "wc",
    ];
    PRINTS.contains(&name)
}

/// `version=cat VERSION`: the value is a command, and what was meant for its argument was looked for as one.
fn command_as_value(index: usize, text: &Text<'_>, simple: Simple<'_, '_>) -> Option<Spot> {
    let command = simple.command;
    let [.., last] = command.assignments else {
        return None;
    };
    let name = String::from_utf8_lossy(last.name).into_owned();
    let (value, looked) = (text.at(last.value.span), text.at(command.words[0].span));
    // `$cat` stands for a variable, and `cat` may have been meant all the same.
    let runs = value.strip_prefix(['$', '{']).unwrap_or(&value);
    if !words::is_known_command(runs) {
        return None;
    }
    let end = command.words.last()?.span.end;
    let behind = Span::new(last.value.span.start, end);
    let arguments = text.at(Span::new(last.value.span.end, end));
    let arguments = match value.starts_with('{') {
        true => arguments.trim_end_matches('}').trim_end(),
        false => &arguments,
    };
    let line = format!("{runs} {arguments}");
    let stands = match value.starts_with('$') {
        true => format!(
            "`{value}` is the value of a variable called `{runs}`, and nothing runs {runs}. "
        ),
        false if value.starts_with('{') => "Braces run nothing here. ".to_owned(),
        false => String::new(),
    };
    // What is there to print something is run for what it prints.
    const PRINTS: [&str; 9] = [
        "curl", "wget", "cat", "wc", "head", "tail", "date", "sed", "awk",
    ];
    let (wanted, instead) = match holds_status(&name) {
        true if PRINTS.contains(&runs) => (
            format!(
                "What that prints is kept by `{name}=$({line})`; its status, by `{line}; {name}=$?`."
            ),
            None,
        ),
        true => (
            format!("To keep the status of `{line}`, run it first: `{line}; {name}=$?`."),
            text.with(
                Span::new(last.span.start, end),
                &format!("{line}; {name}=$?"),
            ),
        ),
        false => (
            format!("To store what `{line}` prints, use `$( )`."),
            text.with(behind, &format!("$({line})")),
        ),
    };
    Some(Spot::of(index, command.span).instead(instead).saying(format!(
        "{stands}`{name}={value}` holds for the one command after it, and that is `{looked}`, which was not found. {wanted}"
    )))
}
