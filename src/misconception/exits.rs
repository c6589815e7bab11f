//! Ideas about the numbers and texts that `exit` and `return` are given.

use super::evidence::{Evidence, Text};
use super::find::{self, find_simple};
use super::testing::level;
use super::tree::{self, Role, Simple};
use super::{Idea, Level, Spot, words};

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
    Idea::later(
        "exits-for-exit",
        "`exits 1` ends the script.",
        "`exits` is a command that ends with the number it is given, and the script goes on behind it. `exit` ends the script.",
    )
    .at(Level::Ask)
    .by(exits_for_exit),
    Idea::later(
        "exit-with-the-message",
        "`|| { echo failed; exit; }` ends with a failure.",
        "`exit` without a number ends with the status of the command before it, and a message that was printed leaves 0. A failure is `exit 1`.",
    )
    .ranked(2)
    .by(exit_with_message),
];

/// `|| { echo failed; exit; }`, where a failure is wanted.
fn exit_with_message(evidence: &Evidence<'_>) -> Option<Spot> {
    let fails = evidence
        .wanted
        .is_some_and(|wanted| wanted.success == Some(false));
    find_simple(evidence, |index, text, simple| {
        let alone = simple.is(&["exit"]) && simple.arguments().is_empty();
        let node = text.tree.and_or_of(simple.index);
        let before = node.item.checked_sub(1).filter(|_| alone && fails)?;
        let before = tree::sole_command(text.tree.lists[node.list].list.items.get(before)?)?;
        let name = before.words.first().and_then(words::literal)?;
        let mut exits = evidence.exits();
        let left_0 = exits.any(|(_, event, status)| {
            let here = Some(event.source) == text.source && event.span == Some(simple.command.span);
            here && status.is_success()
        });
        let says = matches!(name.as_str(), "echo" | "printf");
        (says && left_0).then(|| {
            Spot::of(index, simple.command.span)
                .instead(text.with(simple.command.span, "exit 1"))
                .saying(format!(
                    "`exit` without a number ends with the status of the command before it: `{name}` worked, and that is 0. A failure is `exit 1`."
                ))
        })
    })
}

/// `test -e f || exits 1` in a script that went on behind it.
fn exits_for_exit(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        text.runner?;
        let [number] = simple.arguments() else {
            return None;
        };
        let number = words::literal(number).filter(|number| words::is_integer(number))?;
        let first = simple.command.words.first()?;
        let depends = depends(text, simple.index);
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        let mut runs = evidence.runs.iter();
        let goes_on = runs.any(|other| {
            Some(other.run.source) == text.source
                && other.run.pid == ran.run.pid
                && other.began > ran.began
                && other.run.how.is_some()
        });
        let is_used = text.tree.is_checked(simple.index) || find::is_used(evidence, ran);
        (simple.is(&["exits"]) && depends && goes_on && !is_used).then(|| {
            Spot::of(index, simple.command.span)
                .instead(text.with(first.span, "exit"))
                .asking(format!(
                    "Is the script to end there? `exits {number}` is a command that ends with {number}, and the script goes on behind it. `exit {number}` ends the script."
                ))
        })
    })
}

/// Whether it hangs on something else if the command at `index` runs, or a group that it stands in.
fn depends(text: &Text<'_>, index: usize) -> bool {
    let list = text.tree.list_of(index);
    let here = text.tree.pipeline_of(index).part > 0 || list.role == Role::Branch;
    let around = list
        .parent
        .filter(|_| matches!(list.role, Role::Group | Role::Subshell));
    here || around.is_some_and(|parent| depends(text, parent))
}

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
        if let Some(spot) = switched_off(evidence, (index, text), &simple) {
            return Some(spot);
        }
        let plain = !operand.is_empty() && operand.bytes().all(|byte| byte.is_ascii_digit());
        let spot = Spot::of(index, simple.command.span);
        (!plain).then(|| match is_variable(evidence, text, &operand) {
            true => spot.saying(without_dollar(&operand)),
            false if words::is_integer(&operand) => spot,
            false => spot.saying(format!(
                "`{}` takes a number from 0 to 255, and {} is none: the status would be 2. Put words on stderr and leave with a number, `{0} 1`.",
                simple.name().unwrap_or_default(),
                shown(&operand)
            )),
        })
    })
}

/// `exit '$rc'`: a value that single quotes keep from being one.
fn switched_off(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let [only] = simple.arguments() else {
        return None;
    };
    let written = text.at(only.span);
    let value = written.strip_prefix('\'')?.strip_suffix('\'')?;
    let name = value.strip_prefix('$')?;
    let meant = format!("{} \"{value}\"", simple.name()?);
    (name == "?" || is_variable(evidence, text, name)).then(|| {
        Spot::of(index, simple.command.span)
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(simple.command.span, &meant))
            .saying(format!(
                "Single quotes switch every `$` off, so `{written}` is the text {value} and no number. Double quotes keep `$` working: `{meant}`."
            ))
    })
}

/// How an operand is spoken of.
fn shown(operand: &str) -> String {
    match operand.trim() {
        "" => "an empty text".to_owned(),
        text => format!("`{text}`"),
    }
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
