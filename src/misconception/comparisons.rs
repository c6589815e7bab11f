//! Ideas about a comparison without the command that compares: two words and a sign, alone or in parentheses.

use super::assignments::asks_about;
use super::broken::Broken;
use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::find::find_simple;
use super::several_questions::excerpt;
use super::signs;
use super::status::shorten;
use super::tested_commands::{asks_failure, prints_number, reads_behind};
use super::testing::{self, level, quoted};
use super::tree::{self, Simple};
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{CompoundKind, RedirectOperator, SimpleCommand, Word, WordPartKind};
use crate::syntax::parse::Construct;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "if-parens",
        "Conditions go in ( ) as in C or Java.",
        "`( )` runs commands in a subshell. A comparison is a command of its own: `[ 1 = 1 ]`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(parens),
    Idea::later(
        "comparing-bare-words",
        "`if true == false` compares.",
        "That runs the first word as a command and gives it the others as arguments, which it ignores. A comparison needs `[ \"$a\" = \"$b\" ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(bare_words),
];

/// `if (x == 1) {`, where no `then` comes.
fn braces_after_parens(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == "{")?;
    broken.previous().filter(|token| token.text == ")")?;
    let of_if = broken.is_open(Construct::If) || broken.is_open(Construct::While);
    of_if.then(|| {
        broken.spot(found.span).at(Level::SyntaxError).saying(
            "`( )` and `{ }` are not what an `if` or a `while` is made of: `if [ \"$x\" -eq 1 ]; then ...; fi`, `while [ ... ]; do ...; done`.".to_owned(),
        )
    })
}

fn parens(evidence: &Evidence<'_>) -> Option<Spot> {
    if let Some(spot) = braces_after_parens(evidence) {
        return Some(spot);
    }
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.compounds().find_map(|(at, compound)| {
            let CompoundKind::Subshell(list) = compound.kind else {
                return None;
            };
            let decides = text.tree.list_of(at).role.is_condition() || text.tree.is_checked(at);
            let [item] = list.items else { return None };
            let command = tree::sole_command(item).filter(|_| decides)?;
            let (first, meant) = in_parentheses(evidence, text, command)?;
            let bang = item.and_or.first.bang.is_some();
            let meant = match bang {
                true => meant.replacen("[ ", "[ ! ", 1),
                false => meant,
            };
            let ran = evidence.did_run(text, command.span);
            Some(
                Spot::of(index, compound.span)
                    .at(if ran { Level::Certain } else { Level::Static })
                    .instead(text.with(compound.span, &meant))
                    .saying(format!(
                        "`( )` runs commands in a subshell; here that is a command called `{first}`. Use `{}`.",
                        shorten(&meant)
                    )),
            )
        })
    })
}

/// What a command in parentheses is called, and the test that was meant by it.
fn in_parentheses(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    command: &SimpleCommand<'_>,
) -> Option<(String, String)> {
    let first = command.words.first()?;
    let called = text.at(first.span);
    // Not so where a command of that name takes such operands.
    if words::bare(first).is_some_and(|name| words::is_known_command(&name)) {
        return None;
    }
    let meant = match command.words {
        [left, sign, right] if signs::of(sign).is_some() => {
            compared(evidence, text, [left, sign, right])
        }
        [asks, _] if called.len() == 2 && called.starts_with('-') => {
            let operand = &command.words[1];
            format!("[ {} {} ]", text.at(asks.span), text.at(operand.span))
        }
        _ => return None,
    };
    Some((called, meant))
}

/// `if grep -q x f == 0`: a command whose status was to be compared, and which got the comparison as arguments.
fn status_compared(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let [.., before, sign, value] = simple.command.words else {
        return None;
    };
    let (sign_text, value_text) = (signs::of(sign)?, words::literal(value)?);
    let status = words::is_integer(&value_text) || matches!(value_text.as_str(), "true" | "false");
    let other = simple.is(&[
        "[", "test", "expr", "echo", "printf", "[[", "((", "let", "true", "false", ":",
    ]);
    let name = simple.name().filter(|name| words::is_known_command(name))?;
    if !status || other || !text.tree.is_checked(simple.index) {
        return None;
    }
    let pipeline = text.tree.pipeline_of(simple.index).pipeline;
    let first = pipeline.commands.first()?.span();
    let last = pipeline.commands.last()?.span() == simple.command.span;
    let whole = Span::new(first.start, value.span.end);
    let command = text.at(Span::new(first.start, before.span.end));
    let own = Span::new(simple.command.span.start, before.span.end);
    let own = text.at(own);
    let words: Vec<String> = own.split_whitespace().map(str::to_owned).collect();
    let counts = prints_number(&words) && words::is_integer(&value_text) && last;
    let (remedy, instead) = match asks_failure(&sign_text, &value_text) {
        _ if counts => {
            let sign = signs::of_number(&sign_text);
            let meant = format!("[ \"$({command})\" {sign} {value_text} ]");
            let said = format!(
                "What a command prints is compared by `{}`.",
                excerpt(&meant)
            );
            (said, text.with(whole, &meant))
        }
        Some(false) => (
            "Nothing needs to be: a condition looks at the status by itself, and takes 0 for yes."
                .to_owned(),
            text.with(whole, &command),
        ),
        Some(true) if pipeline.bang.is_none() => {
            let meant = format!("! {command}");
            let reads = reads_behind(text, simple.command.span);
            let instead = text.with(whole, &meant).filter(|_| !reads);
            (failed(&meant, reads), instead)
        }
        _ => (
            "A condition looks at the status by itself, and takes 0 for yes.".to_owned(),
            None,
        ),
    };
    Some(
        Spot::of(index, Span::new(sign.span.start, value.span.end))
            .at(level(evidence, text, simple.command.span))
            .instead(instead)
            .saying(format!(
                "`{sign_text}` and `{value_text}` are arguments of `{name}` here, and nothing is compared. {remedy}"
            )),
    )
}

/// What is said of a command of which the failure is asked for. Where its status is read later, a `!` would replace that.
fn failed(meant: &str, is_read: bool) -> String {
    let start = "A condition looks at the status by itself, and takes 0 for yes";
    match is_read {
        true => format!(
            "{start}. What is to run after another has its place behind `else`, where `$?` is still that status."
        ),
        false => format!(
            "{start}; whether it is another is asked by `{}`.",
            shorten(meant)
        ),
    }
}

/// `state = up` where something depends on it: the name of a variable as that of a command.
fn name_compared(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let [first, sign, value] = simple.command.words else {
        return None;
    };
    let (name, sign) = (words::bare(first)?, signs::of(sign)?);
    let is_variable = words::is_name(&name) && !words::is_known_command(&name);
    let ran = evidence.runs_at(text, simple.command.span).last();
    let missing = ran.is_none_or(|ran| ran.run.how == Some(How::NotFound));
    if !is_variable || !missing || !asks_about(text, simple, &name) {
        return None;
    }
    let sign = signs::portable(&sign);
    let meant = format!("[ \"${name}\" {sign} {} ]", text.at(value.span));
    Some(
        Spot::of(index, simple.command.span)
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(simple.command.span, &meant))
            .saying(format!(
                "That runs a command called `{name}` and gives it the other words as arguments. A comparison is a command of its own: `{meant}`."
            )),
    )
}

/// A part of a comparison of which the shell made words and redirections.
enum Part {
    Value(String),
    Sign(&'static str),
}

/// The values and signs of `$errors > 3` and `1024 <= $port <= 65535`, in their order; `None` if anything else is among them.
fn parts(text: &Text<'_>, command: &SimpleCommand<'_>) -> Option<Vec<Part>> {
    let value = |word: &Word<'_>| {
        let written = text.at(word.span);
        match words::has_unquoted_expansion(word) {
            true => quoted(&written),
            false => written,
        }
    };
    let is_value =
        |word: &Word<'_>| words::is_integer(&text.at(word.span)) || testing::is_variable(word);
    let mut placed = Vec::new();
    for word in command.words {
        is_value(word).then_some(())?;
        placed.push((word.span.start, Part::Value(value(word))));
    }
    // Where messages go is no part of it.
    let arrows = command.redirects.iter().filter(|arrow| arrow.fd != Some(2));
    for arrow in arrows {
        let (plain, equal) = match arrow.operator {
            RedirectOperator::Output => ("-gt", "-ge"),
            RedirectOperator::Input => ("-lt", "-le"),
            _ => return None,
        };
        let (start, target) = (arrow.span.start, &arrow.target);
        let joined = text.at(arrow.span);
        if arrow.fd.is_some() {
            return None;
        } else if joined == ">=" || joined == "<=" {
            placed.push((start, Part::Sign(equal)));
        } else {
            is_value(target).then_some(())?;
            placed.push((start, Part::Sign(plain)));
            placed.push((target.span.start, Part::Value(value(target))));
        }
    }
    placed.sort_by_key(|(start, _)| *start);
    Some(placed.into_iter().map(|(_, part)| part).collect())
}

/// The tests that were meant by values with a sign between each two of them.
fn tests(parts: &[Part]) -> Option<String> {
    let mut tests = Vec::new();
    let mut rest = parts;
    while let [Part::Value(left), Part::Sign(sign), Part::Value(right), ..] = rest {
        tests.push(format!("[ {left} {sign} {right} ]"));
        rest = &rest[2..];
    }
    let whole = matches!(rest, [Part::Value(_)]) && !tests.is_empty();
    let asks = tests.iter().all(|test| test.contains('$'));
    (whole && asks).then(|| tests.join(" && "))
}

/// `$errors > 3` where something depends on it: a value as a command, and an arrow that redirects.
fn value_and_arrow(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let command = simple.command;
    let mut arrows = command.redirects.iter();
    let (first, arrow) = (
        command.words.first()?,
        arrows.find(|arrow| arrow.fd.is_none())?,
    );
    let plain = command.redirects.iter().all(|arrow| arrow.fd.is_none());
    let ran = evidence.runs_at(text, command.span).last();
    // A command in a variable may have its output sent to a file.
    let runs = ran.is_some_and(|ran| {
        let how = ran.run.how;
        how.is_some_and(|how| how != How::NotFound && how != How::NoCommand)
    });
    if !command.assignments.is_empty() || !text.tree.is_checked(simple.index) || runs {
        return None;
    }
    // A command and a file may both be in variables; a number is neither.
    let is_number =
        |word: &Word<'_>| words::bare(word).is_some_and(|word| words::is_integer(&word));
    let mut words = command.words.iter();
    let own = command.redirects.iter().filter(|arrow| arrow.fd.is_none());
    let mut targets = own.map(|arrow| &arrow.target);
    if !words.any(is_number) && !targets.any(is_number) {
        return None;
    }
    let meant = tests(&parts(text, command)?)?;
    Some(
        Spot::of(index, command.span)
            .at(level(evidence, text, command.span))
            .instead(text.with(command.span, &meant).filter(|_| plain))
            .saying(format!(
                "`{}` stands where a command does, and `{}` is a redirection. A comparison is a command of its own: `{meant}`.",
                text.at(first.span),
                text.at(arrow.span)
            )),
    )
}

/// `[ "$x" = y ]` of the words of a comparison: a variable between quotes, by its name as well, and a single `=`.
fn compared(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    [left, sign, right]: [&Word<'_>; 3],
) -> String {
    let value = |word: &Word<'_>| {
        let written = text.at(word.span);
        let is_name = words::bare(word).is_some_and(|name| is_variable(evidence, text, &name));
        match is_name || words::has_unquoted_expansion(word) {
            true if is_name => format!("\"${written}\""),
            true => quoted(&written),
            false => written,
        }
    };
    let written = text.at(sign.span);
    let sign = signs::portable(&written);
    format!("[ {} {sign} {} ]", value(left), value(right))
}

fn bare_words(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let found = status_compared(evidence, (index, text), &simple)
            .or_else(|| name_compared(evidence, (index, text), &simple))
            .or_else(|| value_and_arrow(evidence, (index, text), &simple));
        if found.is_some() {
            return found;
        }
        let first = simple.command.words.first()?;
        let compares = simple.arguments().first().and_then(signs::of).is_some();
        let ignores = simple.is(&["true", "false", ":"]);
        let variable = first.parts.iter().any(|part| {
            matches!(
                part.kind,
                WordPartKind::Parameter(_) | WordPartKind::DoubleQuoted(_)
            )
        }) && testing::is_variable(first);
        let number = words::bare(first).is_some_and(|first| words::is_integer(&first));
        let [_, sign, value, ..] = simple.command.words else {
            return None;
        };
        let meant = compared(evidence, text, [first, sign, value]);
        let both = first.span.to(value.span);
        let ran = evidence.runs_at(text, simple.command.span).last();
        let missing = ran.is_some_and(|ran| ran.run.how == Some(How::NotFound));
        let skipped = ran.is_some_and(|ran| ran.run.how.is_none());
        let named = shorten(&text.at(first.span));
        let does = match skipped {
            true => format!(
                "`{named}` stands where a command does, and the other words would be its arguments; it was skipped"
            ),
            false => format!(
                "That runs `{named}` as a command and gives it the other words as arguments"
            ),
        };
        (compares && (ignores || variable || number)).then(|| {
            Spot::of(index, simple.command.span)
                .at(if missing {
                    Level::Certain
                } else {
                    Level::Static
                })
                .instead(text.with(both, &meant))
                .saying(format!(
                    "{does}. A comparison is a command of its own: `{}`.",
                    shorten(&meant)
                ))
        })
    })
}
