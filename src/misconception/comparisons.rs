//! Ideas about a comparison without the command that compares: two words and a sign, alone or in parentheses.

use super::assignments::asks_about;
use super::broken::Broken;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::testing::level;
use super::tree::{self, Simple};
use super::words::{self, NUMERIC};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{CompoundKind, WordPartKind};
use crate::syntax::parse::Construct;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "if-parens",
        "Conditions go in ( ) as in C or Java.",
        "`( )` runs commands in a subshell. A comparison is a command of its own: `[ 1 = 1 ]`.",
    )
    .at(Level::Static)
    .ranked(2)
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
            let [item] = list.items else { return None };
            let command = tree::sole_command(item)?;
            let first = command.words.first().map(|word| text.at(word.span))?;
            let second = command.words.get(1).and_then(words::literal).unwrap_or_default();
            let compares = matches!(second.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&second.as_str());
            let asks = first.len() == 2 && first.starts_with('-');
            (text.tree.list_of(at).role.is_condition() && (compares || asks)).then(|| {
                let inner = text.at(command.span);
                Spot::of(index, compound.span)
                    .instead(text.with(compound.span, &format!("[ {inner} ]")))
                    .saying(format!(
                        "`( )` runs commands in a subshell; here that is a command called `{first}`. Use `[ {} ]`.",
                        shorten(&inner)
                    ))
            })
        })
    })
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
    let (sign_text, value_text) = (words::literal(sign)?, words::literal(value)?);
    let compares =
        matches!(sign_text.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&sign_text.as_str());
    let status = words::is_integer(&value_text) || matches!(value_text.as_str(), "true" | "false");
    let other = simple.is(&[
        "[", "test", "expr", "echo", "printf", "[[", "((", "let", "true", "false", ":",
    ]);
    let name = simple.name().filter(|name| words::is_known_command(name))?;
    if !compares || !status || other || !text.tree.is_checked(simple.index) {
        return None;
    }
    let behind = Span::new(before.span.end, value.span.end);
    let asks_for_success = matches!(sign_text.as_str(), "=" | "==" | "-eq")
        && matches!(value_text.as_str(), "0" | "true");
    Some(
        Spot::of(index, Span::new(sign.span.start, value.span.end))
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(behind, "").filter(|_| asks_for_success))
            .saying(format!(
                "`{sign_text}` and `{value_text}` are arguments of `{name}` here, and nothing is compared. Nothing needs to be: a condition looks at the status by itself, and takes 0 for yes."
            )),
    )
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
    let (name, sign) = (words::bare(first)?, words::bare(sign)?);
    let compares = matches!(sign.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&sign.as_str());
    let is_variable = words::is_name(&name) && !words::is_known_command(&name);
    let ran = evidence.runs_at(text, simple.command.span).last();
    let missing = ran.is_none_or(|ran| ran.run.how == Some(How::NotFound));
    if !compares || !is_variable || !missing || !asks_about(text, simple, &name) {
        return None;
    }
    let sign = if sign == "==" { "=" } else { &sign };
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

fn bare_words(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let compared = status_compared(evidence, (index, text), &simple)
            .or_else(|| name_compared(evidence, (index, text), &simple));
        if compared.is_some() {
            return compared;
        }
        let first = simple.command.words.first()?;
        let compares = simple.arguments().first().and_then(words::literal)?;
        let operator =
            matches!(compares.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&compares.as_str());
        let ignores = simple.is(&["true", "false", ":"]);
        let variable = first.parts.iter().any(|part| {
            matches!(
                part.kind,
                WordPartKind::Parameter(_) | WordPartKind::DoubleQuoted(_)
            )
        }) && super::testing::is_variable(first);
        let source = text.at(simple.command.span);
        let sign = match compares.as_str() {
            "==" => "=",
            sign => sign,
        };
        (operator && (ignores || variable)).then(|| {
            Spot::of(index, simple.command.span)
                .instead(text.with(simple.command.span, &format!("[ {source} ]").replace("==", "=")))
                .saying(format!(
                    "That runs {} as a command and gives it the other words as arguments. A comparison needs `[ \"$a\" {sign} \"$b\" ]`.",
                    text.at(first.span)
                ))
        })
    })
}
