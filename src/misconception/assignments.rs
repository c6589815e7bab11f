//! Ideas about assignments: blanks round the `=`, a `$` on the left, a value of several words, comparisons that are none.

use super::declarations::spaced_out;
use super::documents::Reads;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::testing::quoted;
use super::tree::Simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::visit::Visitor;
use crate::trace::How;

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
    .by(super::for_one_command::prefix),
    Idea::later(
        "assignment-compares",
        "`if branch=main` asks whether branch is main.",
        "`name=text` sets the variable and succeeds. A comparison is a command of its own: `[ \"$name\" = text ]`.",
    )
    .at(Level::Ask)
    .ranked(2)
    .by(assignment_compares),
];

fn spaces(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        if let Some(spot) = spaced_out(evidence, (index, text), &simple) {
            return Some(spot);
        }
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
                format!("With a space after `=`, `{name}` is set to nothing for a command called `{called}`. Write `{name}={value}`."),
            ))?;
        }
        let [name, second, rest @ ..] = command.words else {
            return None;
        };
        let called = words::bare(name)?;
        let name = called.strip_suffix(':').unwrap_or(&called).to_owned();
        if !words::is_name(&name) || words::is_known_command(&name) {
            return None;
        }
        // With a blank on both sides a condition compares.
        let sign = words::bare(second).is_some_and(|sign| sign == "=");
        if sign && rest.len() == 1 && asks_about(text, &simple, &name) {
            return None;
        }
        let second = text.at(second.span);
        let (sign, value) = match (second.as_str(), rest) {
            // A condition like this was meant to compare.
            ("==" | ":=", [value]) if !simple.tree.is_checked(simple.index) => {
                (second.clone(), text.at(value.span))
            }
            ("=", rest) => ("=".to_owned(), whole_value(text, rest)?),
            (joined, _)
                if joined.starts_with('=') && joined.len() > 1 && !joined.starts_with("==") =>
            {
                ("=".to_owned(), joined[1..].to_owned())
            }
            _ => return None,
        };
        spot(
            format!("{name}={value}"),
            format!(
                "With spaces, `{called}` is a command, and `{sign}` and what follows are its arguments. Write `{name}={value}`."
            ),
        )
    })
}

/// What the words behind an `=` are as one value: what a command prints, a text between quotes, or a number without a `$`.
fn whole_value(text: &Text<'_>, words: &[Word<'_>]) -> Option<String> {
    let (first, last) = (words.first()?, words.last()?);
    let whole = text.at(first.span.to(last.span));
    if words.len() == 1 {
        let digits = whole.strip_prefix('$').filter(|digits| digits.len() > 1);
        let number = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        return Some(number.map_or(whole.clone(), str::to_owned));
    }
    let runs = words::bare(first).is_some_and(|name| words::is_known_command(&name));
    let plain = words.iter().all(|word| words::bare(word).is_some());
    Some(match (runs, plain) {
        (true, _) => format!("$({whole})"),
        (false, true) => format!("\"{whole}\""),
        (false, false) => text.at(first.span),
    })
}

/// The variable that a word begins with, quoted or not.
fn leading_variable<'a>(word: &Word<'a>) -> Option<&'a [u8]> {
    let kind = match word.parts.first()?.kind {
        WordPartKind::DoubleQuoted([inner]) => inner.kind,
        kind => kind,
    };
    match kind {
        WordPartKind::Parameter(ParameterExpansion {
            parameter: Parameter::Variable(name),
            operation: ParameterOperation::Value,
            ..
        }) => Some(name),
        _ => None,
    }
}

/// Where, in the words behind a variable, the value of an assignment begins: `= 5`, `=5`.
fn value_behind(words: &[Word<'_>]) -> Option<u32> {
    let sign = words.first()?;
    match words::bare(sign)?.as_str() {
        "=" => Some(words.get(1)?.span.start),
        "==" => None,
        joined => joined.starts_with('=').then_some(sign.span.start + 1),
    }
}

/// `"$port=9090"` and `{port}=9090`: signs on the left side that belong to no name.
fn other_left(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let [only] = simple.command.words else {
        return None;
    };
    let written = text.at(only.span);
    let plain = written
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let whole = plain.filter(|plain| plain.starts_with('$') && !plain.contains('"'));
    let braces = written.starts_with('{').then_some(written.as_str());
    let (left, value) = whole.or(braces)?.split_once('=')?;
    let name = left.trim_matches(['$', '{', '}']);
    let missing = evidence.status_of(text, simple.command.span)?.0 == 127;
    let meant = format!("{name}={value}");
    (words::is_name(name) && missing && !value.is_empty()).then(|| {
        Spot::of(index, only.span)
            .at(Level::Certain)
            .instead(text.with(only.span, &meant))
            .saying(format!(
                "This is no assignment, so the shell looked for a command of that name. The left side of one is the name alone: `{meant}`."
            ))
    })
}

fn dollar_left(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if let Some(spot) = other_left(evidence, (index, text), &simple) {
            return Some(spot);
        }
        let command = simple.command;
        let (first, rest) = command.words.split_first()?;
        let name = String::from_utf8_lossy(leading_variable(first)?).into_owned();
        let ran = evidence.runs_at(text, command.span).last();
        let joined = first.parts.get(1).is_some_and(
            |rest| matches!(rest.kind, WordPartKind::Literal(text) if text.starts_with(b"=")),
        );
        let (written, rule) = if joined {
            (
                first.parts[0].span,
                "The left side of an assignment has no `$`.",
            )
        } else {
            // A condition like this was meant to compare.
            let missing = ran.is_some_and(|ran| ran.run.how == Some(How::NotFound));
            let value = value_behind(rest).filter(|_| first.parts.len() == 1)?;
            if !missing || simple.tree.is_checked(simple.index) {
                return None;
            }
            (
                Span::new(first.span.start, value),
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

/// Whether a variable of this name is there to hold a status.
pub(super) fn holds_status(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "rc", "ret", "code", "status", "result", "err", "res", "exit",
    ];
    let name = name.to_ascii_lowercase();
    let mut words = name.split('_');
    words.any(|word| NAMES.contains(&word))
}

/// Whether a command that names a variable first is there to ask about it: it decides on what comes next, and no later word
/// looks at the value.
pub(super) fn asks_about(text: &Text<'_>, simple: &Simple<'_, '_>, name: &str) -> bool {
    let pipeline = text.tree.pipeline_of(simple.index);
    let rest = text.tree.and_or_of(simple.index).and_or.rest;
    if pipeline.part != 0 || pipeline.pipeline.commands.len() != 1 {
        return false;
    }
    let Some(next) = rest.first() else {
        let is_condition = text.tree.list_of(simple.index).role.is_condition();
        return is_condition && text.tree.is_checked(simple.index);
    };
    // A row of assignments is one of values.
    let sets = match next.pipeline.commands {
        [Command::Simple(next)] => next.words.is_empty(),
        _ => false,
    };
    let mut reads = Reads::default();
    if let Some(program) = text.tree.lists.first() {
        reads.list(&program.list);
    }
    !sets && !reads.variables().iter().any(|read| read == name)
}

/// `"$name" = value`, with what was written for the value as it stands in a test.
fn comparison(name: &str, sign: &str, value: &str) -> String {
    let value = match value.starts_with('$') {
        true => quoted(value),
        false => value.to_owned(),
    };
    format!("\"${name}\" {sign} {value}")
}

fn assignment_compares(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let ([only], [], []) = (command.assignments, command.words, command.redirects) else {
            return None;
        };
        let name = String::from_utf8_lossy(only.name).into_owned();
        let written = text.at(only.value.span);
        let value = written.trim_start_matches('=');
        let plain =
            !value.is_empty() && !written.contains('`') && !words::has_substitution(&only.value);
        if !plain || !asks_about(text, &simple, &name) {
            return None;
        }
        let meant = format!("[ {} ]", comparison(&name, "=", value));
        Some(
            Spot::of(index, command.span)
                .instead(text.with(command.span, &meant))
                .asking(format!(
                    "Is `{name}` to be compared with `{}`? `{}` sets the variable and succeeds, whatever was in it before. A comparison is `{meant}`.",
                    shorten(value),
                    shorten(&text.at(only.span))
                )),
        )
    })
}
