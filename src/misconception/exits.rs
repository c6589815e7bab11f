//! Ideas about how statuses are made: `exit` and `return`, functions and scripts.

use super::evidence::{Evidence, Text};
use super::find::{find_run, find_simple, is_used};
use super::status::shorten;
use super::tree::{self, Role, Simple};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::{AndOr, Command, List};
use crate::trace::{How, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "exit-over-255",
        "`exit 404` gives status 404; any number but 0 is a failure.",
        "Only the low 8 bits of the number survive: 404 becomes 148 and 256 becomes 0, which is success. Stay within 0-125 for your own codes.",
    )
    .at(Level::Static)
    .by(over_255),
    Idea::later(
        "exit-negative-or-text",
        "`exit -1` or `exit failed` is a way to say \"error\" everywhere.",
        "`exit` takes a number from 0 to 255. `-1` is 255 in bash but an error (status 2) in dash; put words on stderr and use `exit 1`.",
    )
    .at(Level::Static)
    .by(negative_or_text),
    Idea::later(
        "return-text",
        "`return` hands a text to the caller.",
        "Text travels by standard output and is caught with `$( )`; `return` can only carry a number from 0 to 255.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(return_text),
    Idea::core(
        "cleanup-hides-failure",
        "A function or script fails if any command in it failed.",
        "A function's (or script's) status is that of the last command it ran. Save the status that matters and `return \"$rc\"`.",
    )
    .by(cleanup_hides),
    Idea::core(
        "trailing-and-list",
        "`[ test ] && command` as the last line is a harmless `if`.",
        "When the test is false, the list's status is the test's 1, so the whole \"fails\" although nothing is wrong. An `if` with no branch taken ends with 0.",
    )
    .by(trailing_and_list),
];

/// The operand of an `exit` or `return`, if it is text.
fn operand(simple: &Simple<'_, '_>, names: &[&str]) -> Option<String> {
    match simple.arguments() {
        [only] if simple.is(names) => words::literal(only),
        _ => None,
    }
}

/// The one argument that a command of one of these names was given when it ran, where that shows only then.
fn ran_with(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    simple: &Simple<'_, '_>,
    names: &[&str],
) -> Option<String> {
    let ran = evidence.runs_at(text, simple.command.span).last()?;
    match ran.run.argv.as_slice() {
        [_, only] if simple.is(names) => String::from_utf8(only.clone()).ok(),
        _ => None,
    }
}

fn over_255(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let names = ["exit", "return"];
        let written = operand(&simple, &names);
        let number: u64 = written
            .or_else(|| ran_with(evidence, text, &simple, &names))?
            .parse()
            .ok()?;
        let left = number % 256;
        let success = if left == 0 { ", which is success" } else { "" };
        let name = simple.name()?;
        // What `return` does with it differs between shells.
        (number > 255).then(|| {
            let level = match evidence.runs_at(text, simple.command.span).next() {
                Some(_) => Level::Certain,
                None => Level::Static,
            };
            Spot::of(index, simple.command.span).at(level).saying(format!(
                "A status is one byte, so only the low 8 bits of {number} survive: `{name} {number}` leaves {left}{success}. Stay within 0-125 for your own codes."
            ))
        })
    })
}

fn negative_or_text(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let operand = operand(&simple, &["exit", "return"])?;
        // A carriage return is told in words of its own.
        if operand.ends_with('\r') {
            return None;
        }
        let plain = !operand.is_empty() && operand.bytes().all(|byte| byte.is_ascii_digit());
        let spot = Spot::of(index, simple.command.span);
        (!plain).then(|| match is_variable(evidence, text, &operand) {
            true => spot.saying(without_dollar(&operand)),
            false if words::is_integer(&operand) => spot,
            false => spot.saying(format!(
                "`{}` takes a number from 0 to 255, and `{operand}` is none: the status would be 2. Put words on stderr and leave with a number, `{0} 1`.",
                simple.name().unwrap_or_default()
            )),
        })
    })
}

fn return_text(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let operand = operand(&simple, &["return"])?;
        let is_text = !operand.is_empty() && !words::is_integer(&operand);
        if is_variable(evidence, text, &operand) {
            return Some(Spot::of(index, simple.command.span).saying(without_dollar(&operand)));
        }
        is_text.then(|| {
            Spot::of(index, simple.command.span).saying(format!(
                "Text travels by standard output and is caught with `$( )`; `return` can only carry a number from 0 to 255, and \"{operand}\" is none."
            ))
        })
    })
}

/// Whether a variable of this name is set: by the text itself, or in the session.
pub(super) fn is_variable(evidence: &Evidence<'_>, text: &Text<'_>, name: &str) -> bool {
    let assigned = text.tree.simples().any(|simple| {
        let mut assignments = simple.command.assignments.iter();
        assignments.any(|assignment| assignment.name == name.as_bytes())
    });
    let states = [Some(evidence.seen), evidence.earlier.last()];
    let mut states = states
        .into_iter()
        .flatten()
        .filter_map(|line| line.state.as_ref());
    let is_it = |known: &crate::observation::VariableState| {
        known.name == name.as_bytes() && known.value.is_some()
    };
    assigned || states.any(|state| state.variables.iter().any(is_it))
}

fn without_dollar(name: &str) -> String {
    format!("`{name}` is a word here and no number; the value of the variable is `\"${name}\"`.")
}

/// Function bodies of the line: the name, the list, and the text.
fn function_bodies<'e>(text: &Text<'e>) -> Vec<(String, List<'e>)> {
    let bodies = text
        .tree
        .commands
        .iter()
        .enumerate()
        .filter_map(|(index, node)| {
            let Command::Function(definition) = node.command else {
                return None;
            };
            let body = text
                .tree
                .lists
                .iter()
                .find(|list| list.parent == Some(index))?;
            let name = String::from_utf8_lossy(definition.name).into_owned();
            (body.role == Role::Group).then_some((name, body.list))
        });
    bodies.collect()
}

fn cleanup_hides(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    let bodies = function_bodies(text);
    find_run(evidence, |ran| {
        if ran.run.how != Some(How::Function) || !ran.run.status()?.is_success() || !is_used(evidence, ran) {
            return None;
        }
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let (_, body) = bodies.iter().find(|(of, _)| *of == name)?;
        let (last, rest) = body.items.split_last()?;
        let last = tree::sole_command(last)?;
        let within = evidence.within(ran);
        let reads = within.iter().any(|event| matches!(event.kind, TraceKind::StatusRead { .. }));
        let failed = rest.iter().find_map(|item| {
            let span = tree::sole_span(item)?;
            let ended = within.iter().find_map(|event| match event.kind {
                TraceKind::Ended { how } if event.span == Some(span) => Some(how.status()),
                _ => None,
            })?;
            (!ended.is_success()).then(|| (text.at(span), ended))
        });
        let (command, status) = failed.filter(|_| !reads)?;
        Some(Spot::line(ran.run.span).saying(format!(
            "In `{name}` the command `{}` failed with {status}, but a function's status is that of the last command it ran, here `{}`. Save the status that matters and `return \"$rc\"`.",
            shorten(&command),
            shorten(&text.at(last.span))
        )))
    })
    .or_else(|| script_cleanup(evidence))
}

/// The same for a script whose own events are known.
fn script_cleanup(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().find_map(|text| {
        let runner = text.runner?;
        let ran = evidence.runs_at(evidence.line(), runner).last()?;
        if !ran.run.status()?.is_success() || !is_used(evidence, ran) {
            return None;
        }
        let list = text.tree.lists.first()?.list;
        let (last, rest) = list.items.split_last()?;
        let last = tree::sole_command(last)?;
        let failed = rest.iter().find_map(|item| {
            let span = tree::sole_span(item)?;
            let status = evidence.status_of(text, span)?;
            (!status.is_success()).then(|| (text.at(span), status))
        })?;
        let reads = evidence.reads.iter().any(|read| Some(read.source) == text.source);
        (!reads).then(|| {
            Spot::line(runner).saying(format!(
                "In the script `{}` failed with {}, but a script's status is that of the last command it ran, here `{}`. Save the status that matters and end with `exit \"$rc\"`.",
                shorten(&failed.0),
                failed.1,
                shorten(&text.at(last.span))
            ))
        })
    })
}

/// The last item of a list, if it is `test && command`.
fn trailing<'e>(list: &List<'e>) -> Option<(crate::source::Span, crate::source::Span)> {
    let last = list.items.last()?;
    let [part] = last.and_or.rest else {
        return None;
    };
    let first = tree::first_command(last)?;
    (part.operator == AndOr::And && Test::of_command(first).is_some())
        .then_some((first.span, part.pipeline.span))
}

fn trailing_and_list(evidence: &Evidence<'_>) -> Option<Spot> {
    let say = |what: &str, test: &str, status| {
        format!(
            "`{}` is false, and the list ends with that {status}: so does {what}, although nothing is wrong. An `if` with no branch taken ends with 0.",
            shorten(test)
        )
    };
    let text = evidence.line();
    let bodies = function_bodies(text);
    let of_function = find_run(evidence, |ran| {
        let status = ran.run.status()?;
        if ran.run.how != Some(How::Function) || status.is_success() {
            return None;
        }
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let (_, body) = bodies.iter().find(|(of, _)| *of == name)?;
        let (test, right) = trailing(body)?;
        // Nothing ran after it but the ends of what was open.
        let last = evidence.within(ran).iter().rev().find(|event| {
            matches!(
                event.kind,
                TraceKind::Skipped { .. } | TraceKind::Started { .. }
            )
        })?;
        let skipped = matches!(last.kind, TraceKind::Skipped { .. }) && last.span == Some(right);
        skipped.then(|| {
            Spot::line(ran.run.span).saying(say(
                &format!("the function `{name}`"),
                &text.at(test),
                status,
            ))
        })
    });
    let of_script = || {
        evidence.texts.iter().find_map(|text| {
            let ran = evidence.runs_at(evidence.line(), text.runner?).last()?;
            let status = ran.run.status()?;
            let (test, right) = trailing(&text.tree.lists.first()?.list)?;
            let leaves = text
                .tree
                .simples()
                .any(|simple| simple.is(&["exit", "set"]));
            // Where its own events are known, they say whether it was skipped.
            let traced = text.source.is_some();
            let skipped = evidence
                .runs_at(text, right)
                .any(|ran| ran.run.skipped.is_some());
            let is = if traced { skipped } else { !leaves };
            (status.0 == 1 && is).then(|| {
                let level = if traced {
                    Level::Certain
                } else {
                    Level::Static
                };
                Spot::line(ran.run.span)
                    .at(level)
                    .saying(say("the script", &text.at(test), status))
            })
        })
    };
    of_function.or_else(of_script)
}
