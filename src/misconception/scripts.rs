//! Ideas about scripts: what they see and can change, quoting, assignments, here-documents.

use super::documents::Reads;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::tree::Simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::visit::Visitor;
use crate::trace::{ExpansionStep, How, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "spaces-around-assignment",
        "`x = 5` assigns.",
        "With spaces, `x` is a command with arguments `=` and `5`. Write `x=5`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(spaces),
    Idea::later(
        "dollar-on-the-left",
        "`$x=5` assigns to x.",
        "`$x` is replaced first, so the shell looks for a command of that name. The left side of an assignment has no `$`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(dollar_left),
    Idea::later(
        "assignment-prefix",
        "`var=echo hello` stores \"echo hello\" (or the output of echo).",
        "`var=value command` sets var only for that one command. To store text use quotes, to store output use `$( )`.",
    )
    .ranked(2)
    .by(prefix),
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

fn spaces(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let ran = evidence.runs_at(text, command.span).last();
        if ran.is_some_and(|ran| ran.run.how != Some(How::NotFound)) {
            return None;
        }
        let level = if ran.is_some() {
            Level::Certain
        } else {
            Level::Static
        };
        let spot = |instead: String, say: String| {
            Some(
                Spot::of(index, command.span)
                    .at(level)
                    .instead(text.with(command.span, &instead))
                    .saying(say),
            )
        };
        // `x= 5`
        if let ([.., last], [value, ..]) = (command.assignments, command.words) {
            let name = String::from_utf8_lossy(last.name).into_owned();
            let value = text.at(value.span);
            let missing =
                last.value.parts.is_empty() && (ran.is_some() || words::is_integer(&value));
            let called = ran.map_or(value.clone(), |ran| ran.run.words()[..1].concat());
            return missing.then(|| spot(
                format!("{name}={value}"),
                format!("With a space behind `=`, `{name}` is set to nothing for a command called `{called}`. Write `{name}={value}`."),
            ))?;
        }
        let [name, second, rest @ ..] = command.words else {
            return None;
        };
        let name = words::bare(name)
            .filter(|name| words::is_name(name) && !words::is_known_command(name))?;
        let second = text.at(second.span);
        let value = match (second.as_str(), rest) {
            ("=", [value, ..]) => text.at(value.span),
            (joined, _)
                if joined.starts_with('=') && joined.len() > 1 && !joined.starts_with("==") =>
            {
                joined[1..].to_owned()
            }
            _ => return None,
        };
        spot(
            format!("{name}={value}"),
            format!(
                "With spaces, `{name}` is a command, and `=` and what follows are its arguments. Write `{name}={value}`."
            ),
        )
    })
}

fn dollar_left(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let parts = command.words.first()?.parts;
        let WordPartKind::Parameter(ParameterExpansion {
            parameter: Parameter::Variable(name),
            operation: ParameterOperation::Value,
            ..
        }) = parts.first()?.kind
        else {
            return None;
        };
        let name = String::from_utf8_lossy(name).into_owned();
        let ran = evidence.runs_at(text, command.span).last();
        let joined = parts.get(1).is_some_and(
            |rest| matches!(rest.kind, WordPartKind::Literal(text) if text.starts_with(b"=")),
        );
        let (written, rule) = if joined {
            (parts[0].span, "The left side of an assignment has no `$`.")
        } else {
            // A condition like this was meant to compare.
            let missing = ran.is_some_and(|ran| ran.run.how == Some(How::NotFound));
            let [_, sign, value, ..] = command.words else {
                return None;
            };
            let assigns = parts.len() == 1 && words::is_text(sign, "=");
            if !assigns || !missing || simple.tree.is_checked(simple.index) {
                return None;
            }
            let written = Span::new(command.words[0].span.start, value.span.start);
            (
                written,
                "The left side of an assignment has no `$`, and there are no blanks around the `=`.",
            )
        };
        let instead = if joined {
            name.clone()
        } else {
            format!("{name}=")
        };
        let looked = match ran {
            Some(ran) => format!(
                "the shell looked for a command named `{}`",
                ran.run.words()[..1].concat()
            ),
            None => "the shell looks for a command of that name".to_owned(),
        };
        Some(
            Spot::of(index, command.words[0].span)
                .at(if ran.is_some() {
                    Level::Certain
                } else {
                    Level::Static
                })
                .instead(text.with(written, &instead))
                .saying(format!("`${name}` is replaced first, so {looked}. {rule}")),
        )
    })
}

fn prefix(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.simples().find_map(|simple| {
        let command = simple.command;
        if command.words.is_empty() || command.assignments.is_empty() {
            return None;
        }
        let ran = evidence.runs_at(text, command.span).last()?;
        if ran.run.how == Some(How::SpecialBuiltin) {
            return None;
        }
        if ran.run.how == Some(How::NotFound) {
            return command_as_value(text, simple);
        }
        command.assignments.iter().find_map(|assignment| {
            let unset = evidence.seen.trace.iter().find_map(|event| match &event.kind {
                TraceKind::Expanded { steps, .. } if event.source == 0 => steps.iter().find_map(|step| match step {
                    ExpansionStep::Parameter { span, name, is_set: false, .. }
                        if name == assignment.name && span.start > assignment.span.end => Some(*span),
                    _ => None,
                }),
                _ => None,
            })?;
            let name = String::from_utf8_lossy(assignment.name).into_owned();
            let own = command.span.contains(unset);
            Some(Spot::line(unset).saying(match own {
                true => format!(
                    "`{name}` is set for the command alone, and the words of that command are expanded before: here it was not set yet."
                ),
                false => format!(
                    "`{}` set `{name}` only for that one command. To store text use quotes, to store output use `$( )`.",
                    shorten(&text.at(command.span))
                ),
            }))
        })
    })
}

/// `version=cat VERSION`: the value is a command, and what was meant for its argument was looked for as one.
fn command_as_value(text: &Text<'_>, simple: Simple<'_, '_>) -> Option<Spot> {
    let command = simple.command;
    let [.., last] = command.assignments else {
        return None;
    };
    words::bare(&last.value).filter(|value| words::is_known_command(value))?;
    let name = String::from_utf8_lossy(last.name).into_owned();
    let (value, looked) = (text.at(last.value.span), text.at(command.words[0].span));
    let behind = Span::new(last.value.span.start, command.words.last()?.span.end);
    let line = text.at(behind);
    Some(
        Spot::line(command.span)
            .instead(text.with(behind, &format!("$({line})")))
            .saying(format!(
                "`{name}={value}` holds for the one command behind it, and that is `{looked}`, which was not found. To store what `{line}` prints, use `$( )`."
            )),
    )
}

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
