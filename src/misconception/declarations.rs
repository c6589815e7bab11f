//! Ideas about commands that seem to give a variable its value, and take operands of their own: `set`, `let`, `export`.

use super::evidence::{Evidence, Ran, Text};
use super::find::find_simple;
use super::testing::level;
use super::tree::Simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::syntax::ast::CompoundKind;
use crate::trace::{ExpansionStep, How, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "set-assigns",
        "`set x=5` or `let x=5` sets the variable x.",
        "`set` with operands sets `$1`, `$2` and so on, and no variable. An assignment is a command by itself: `x=5`.",
    )
    .ranked(2)
    .by(set_assigns),
    Idea::later(
        "local-outside-function",
        "`local x=5` sets x anywhere.",
        "`local` makes a variable that ends with its function, and fails where there is none. There an assignment is enough: `x=5`.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(local_outside),
];

fn local_outside(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if !simple.is(&["local"]) || text.tree.function_of(simple.index).is_some() {
            return None;
        }
        // What is read by a function's `.` or `eval` is in it all the same.
        let ended = evidence.status_of(text, simple.command.span);
        if ended.is_some_and(|status| status.is_success()) || ended.is_none() && index > 0 {
            return None;
        }
        let [only] = simple.arguments() else {
            return None;
        };
        let meant = text.at(only.span);
        let (name, _) = meant.split_once('=')?;
        let plain = words::is_name(name) && !meant.contains('`');
        plain.then(|| {
            Spot::of(index, simple.command.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(simple.command.span, &meant))
                .saying(format!(
                    "`local` makes a variable that ends with its function, and this one stands in none: it fails, and `{name}` gets no value. Here an assignment is enough: `{meant}`."
                ))
        })
    })
}

/// `export port = 8080`, as the idea that blanks may stand round the `=` has it.
pub(super) fn spaced_out(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let declares = simple
        .name()
        .filter(|_| simple.is(&["export", "readonly", "local"]))?;
    let [name, sign, rest @ ..] = simple.arguments() else {
        return None;
    };
    let name = words::bare(name)?;
    let variable = name.strip_suffix('=').unwrap_or(&name).to_owned();
    let sign = text.at(sign.span);
    let value = match (name.ends_with('='), sign.as_str(), rest) {
        (true, value, []) => value.to_owned(),
        (false, "=", [value]) => text.at(value.span),
        (false, joined, []) if joined.starts_with('=') && joined.len() > 1 => {
            joined[1..].to_owned()
        }
        (false, value, []) if words::is_integer(value) => value.to_owned(),
        _ => return None,
    };
    let line = format!("{declares} {variable}={value}");
    // Behind `export port=` a name may stand that is to be exported as well.
    let is_another = name.ends_with('=') && words::is_name(&value);
    let plain = !value.contains('`') && !is_another;
    (words::is_name(&variable) && plain).then(|| {
        Spot::of(index, simple.command.span)
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(simple.command.span, &line))
            .saying(format!(
                "With spaces, the name and the value are not one operand of `{declares}`, but several. Write `{line}`."
            ))
    })
}

fn set_assigns(evidence: &Evidence<'_>) -> Option<Spot> {
    const FOREIGN: [&str; 5] = ["let", "declare", "typeset", "var", "const"];
    find_simple(evidence, |index, text, simple| {
        let name = simple.name()?;
        let (variable, value) = given(text, &simple)?;
        let line = format!("{variable}={value}");
        let spot =
            Spot::of(index, simple.command.span).instead(text.with(simple.command.span, &line));
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        if FOREIGN.contains(&name.as_str()) && ran.run.how == Some(How::NotFound) {
            return Some(spot.saying(format!(
                "`sh` has no `{name}`. An assignment is a command by itself: `{line}`."
            )));
        }
        let sets = name == "set" && !reads_positional(evidence, text, ran);
        sets.then(|| {
            spot.asking(format!(
                "Is `{variable}` to get the value `{value}`? `set` with operands sets `$1`, `$2` and so on, and no variable. An assignment is a command by itself: `{line}`."
            ))
        })
    })
}

/// The variable and the value of `let x=5` or `let x 5`, as written.
fn given(text: &Text<'_>, simple: &Simple<'_, '_>) -> Option<(String, String)> {
    let as_written: Vec<String> = simple
        .arguments()
        .iter()
        .map(|word| text.at(word.span))
        .collect();
    let (name, value) = match as_written.as_slice() {
        [one] => one.split_once('=')?,
        [name, sign, value] if sign == "=" => (name.as_str(), value.as_str()),
        [name, value] => (name.as_str(), value.as_str()),
        _ => return None,
    };
    let is_value = !value.is_empty() && value != "=";
    (words::is_name(name) && is_value).then(|| (name.to_owned(), value.to_owned()))
}

/// Whether anything behind a run looks at the positional parameters.
fn reads_positional(evidence: &Evidence<'_>, text: &Text<'_>, ran: &Ran) -> bool {
    let mut compounds = text.tree.compounds();
    let goes_through = compounds.any(|(_, compound)| {
        matches!(compound.kind, CompoundKind::For(clause) if clause.words.is_none())
    });
    let positional =
        |name: &[u8]| matches!(name, b"@" | b"*" | b"#") || name.iter().all(u8::is_ascii_digit);
    let behind = evidence.seen.trace[ran.began..].iter();
    let mut steps = behind.filter_map(|event| match &event.kind {
        TraceKind::Expanded { steps, .. } => Some(steps),
        _ => None,
    });
    let looks = steps.any(|steps| {
        steps
            .iter()
            .any(|step| matches!(step, ExpansionStep::Parameter { name, .. } if positional(name)))
    });
    goes_through || looks
}
