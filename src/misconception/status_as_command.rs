//! `$?` at the place of a command, where it is the name of one.

use super::evidence::{Evidence, Ran, Text};
use super::find::find_simple;
use super::run_numbers;
use super::signs;
use super::tree::{Role, Simple};
use super::words;
use super::{Idea, Level, Spot};
use crate::syntax::ast::Command;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "run-dollar-question",
        "`if $?; then` asks whether it was all right.",
        "`$?` in command position runs a command named after the number. Put the command itself after `if`, or compare: `[ \"$?\" -eq 0 ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(run_status),
];

/// `$?` compared with `value` by what `[` has for `sign`.
fn compared(sign: &str, value: &str) -> String {
    let sign = match (signs::portable(sign), words::is_integer(value)) {
        ("=", true) => "-eq",
        ("!=", true) => "-ne",
        (sign, _) => sign,
    };
    format!("\"$?\" {sign} {value}")
}

fn run_status(evidence: &Evidence<'_>) -> Option<Spot> {
    run_question(evidence).or_else(|| run_numbers::run_value(evidence))
}

/// `test -e f; $?` and `rc=$($?)`: a status that was to be printed or to be kept, where nothing asks how it ends.
fn status_alone(
    index: usize,
    text: &Text<'_>,
    simple: &Simple<'_, '_>,
    ran: Option<&Ran>,
) -> Option<Spot> {
    let first = simple.command.words.first()?;
    if !simple.arguments().is_empty() || text.tree.decides(simple.index) {
        return None;
    }
    let called = ran.map_or(String::new(), |ran| {
        format!(", here `{}`", ran.run.words().concat())
    });
    let spot = Spot::of(index, first.span).at(match ran {
        Some(_) => Level::Certain,
        None => Level::Static,
    });
    let list = text.tree.list_of(simple.index);
    if list.role != Role::Substitution {
        // A function is to end with it, more often than to print it.
        if text.tree.function_of(simple.index).is_some() {
            return None;
        }
        let meant = format!("echo {}", text.at(first.span));
        return Some(spot.instead(text.with(first.span, &meant)).saying(format!(
            "`$?` in command position is the name of a command{called}. `{meant}` prints it."
        )));
    }
    let outer = list.parent.map(|parent| text.tree.commands[parent].command);
    let Some(Command::Simple(outer)) = outer else {
        return None;
    };
    let given = outer
        .assignments
        .iter()
        .find(|given| given.span.contains(first.span));
    let kept = given.filter(|given| words::substitution(&given.value).is_some());
    let (instead, remedy) = match kept {
        Some(given) => {
            let meant = format!("{}=$?", String::from_utf8_lossy(given.name));
            (text.with(given.span, &meant), format!("`{meant}` keeps it"))
        }
        None => (
            None,
            "Without the `$( )` it stands for the number itself".to_owned(),
        ),
    };
    Some(spot.instead(instead).saying(format!(
        "`$( )` runs a command, and `$?` is the name of one there{called}. {remedy}."
    )))
}

/// `$?=1`, with no blank: a comparison where something depends on it, and else an assignment.
fn status_assigned(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let [only] = simple.command.words else {
        return None;
    };
    let written = text.at(only.span);
    let value = written.strip_prefix("$?=")?.trim_start_matches('=');
    if !words::is_integer(value) {
        return None;
    }
    let ran = evidence.runs_at(text, simple.command.span).next();
    let spot = Spot::of(index, only.span).at(match ran {
        Some(_) => Level::Certain,
        None => Level::Static,
    });
    Some(match text.tree.decides(simple.index) {
        true => {
            let meant = format!("[ {} ]", compared("=", value));
            spot.instead(text.with(only.span, &meant)).saying(format!(
                "`{written}` is the name of a command here. What compares is `[`: `{meant}`."
            ))
        }
        false => spot.saying(format!(
            "`{written}` is the name of a command here: nobody assigns to `$?`, each command sets it. A script ends with a status by `exit {value}`."
        )),
    })
}

fn run_question(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let first = simple.command.words.first()?;
        let compares = match simple.arguments() {
            [] => true,
            [sign, _] => signs::of(sign).is_some(),
            _ => false,
        };
        // A blank behind the `=` of an assignment is another matter.
        let assigned = simple.command.assignments.last();
        let assigns = assigned.is_some_and(|assignment| assignment.value.parts.is_empty());
        if !words::is_status(first) || !compares || assigns {
            return status_assigned(evidence, (index, text), &simple);
        }
        let ran = evidence.runs_at(text, simple.command.span).next();
        if let ([sign, value], Some(ran)) = (simple.arguments(), ran) {
            let quoted = compared(&text.at(sign.span), &text.at(value.span));
            return Some(
                Spot::of(index, first.span)
                    .at(Level::Certain)
                    .instead(text.with(simple.command.span, &format!("[ {quoted} ]")))
                    .saying(format!(
                        "`$?` in command position is the name of a command, here `{}`. What compares is `[`: `[ {quoted} ]`.",
                        ran.run.words()[..1].concat()
                    )),
            );
        }
        if let Some(spot) = status_alone(index, text, &simple, ran) {
            return Some(spot);
        }
        let spot = Spot::of(index, first.span).instead(text.with(first.span, "[ \"$?\" -eq 0 ]"));
        Some(match ran {
            Some(ran) => spot.at(Level::Certain).saying(format!(
                "`$?` in command position is the name of a command, here `{}`. To ask whether something worked, put that command itself there, or compare: `[ \"$?\" -eq 0 ]`.",
                ran.run.words().concat()
            )),
            None => spot,
        })
    })
}
