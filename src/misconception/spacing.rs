//! Ideas about the blanks between the words of a test: those that are missing, and those that quotes keep.

use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::signs;
use super::testing::{find_test, level, quoted};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::{Word, WordPart, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "bracket-no-space",
        "`[` is punctuation, so spaces do not matter.",
        "`[` is the name of a command. Glued to the next word it is a different name, and no such command exists (127). Put spaces round every part: `[ a = b ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(super::glued_brackets::no_space),
    Idea::core(
        "operator-no-spaces",
        "`[ a=b ]` compares a with b.",
        "Without spaces `a=b` is one non-empty word, so the test is always true. `=` must be its own argument: `[ a = b ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(operator_no_spaces),
];

/// What stands as a whole between one pair of quotes, as it should stand: a comparison, or a question about a file.
fn quoted_whole(only: &Word<'_>, source: &str) -> Option<String> {
    let [part] = only.parts else { return None };
    let inner = match part.kind {
        WordPartKind::DoubleQuoted(_) => source.strip_prefix('"')?.strip_suffix('"')?,
        WordPartKind::SingleQuoted(_) if !source.contains('$') => source.trim_matches('\''),
        _ => return None,
    };
    let own = |word: &str| match word.starts_with('$') {
        true => quoted(word),
        false => word.to_owned(),
    };
    let pieces: Vec<&str> = inner.split(' ').collect();
    match pieces.as_slice() {
        ["!", asks, name] if asks_of_file(asks) && !name.is_empty() => {
            Some(format!("! {asks} {}", own(name)))
        }
        [left, sign, right] if !left.is_empty() && !right.is_empty() => {
            let of_numbers = [left, right]
                .into_iter()
                .any(|value| words::is_integer(value));
            let sign = match signs::compares(sign) {
                true => signs::portable(sign),
                false => signs::for_numbers(sign).filter(|_| of_numbers)?,
            };
            Some(format!("{} {sign} {}", own(left), own(right)))
        }
        [asks, name] if asks_of_file(asks) && !name.is_empty() => {
            Some(format!("{asks} {}", own(name)))
        }
        // Without a blank only a variable shows that something was to be compared.
        [one] => glued_variable(one),
        _ => None,
    }
}

/// `$branch=main` as the comparison it was meant to be.
fn glued_variable(text: &str) -> Option<String> {
    let (at, sign) = signs::all()
        .filter(|sign| signs::compares_texts(sign))
        .find_map(|sign| Some((text.find(sign)?, sign)))?;
    let (left, right) = (&text[..at], &text[at + sign.len()..]);
    let name = left.strip_prefix('$')?.trim_matches(['{', '}']);
    let right = match right.starts_with('$') {
        true => quoted(right),
        false => right.to_owned(),
    };
    let plain = words::is_name(name) && !right.is_empty() && !right.contains(['=', '&', '`']);
    plain.then(|| format!("\"{left}\" {} {right}", signs::portable(sign)))
}

/// Whether it is an operator of `test` that asks about a file.
pub(super) fn asks_of_file(sign: &str) -> bool {
    matches!(sign, "-e" | "-f" | "-d" | "-s" | "-r" | "-w" | "-x")
}

/// `[ "$x = y" ]`, `[ "-e lock" ]`, and both behind a `!`: quotes round more than a value.
fn whole_in_quotes(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    test: &Test<'_>,
) -> Option<Spot> {
    let (bang, [only]) = test.turned() else {
        return None;
    };
    if test.bracket != test.closed {
        return None;
    }
    let meant = quoted_whole(only, &text.at(only.span))?;
    let asks = meant.starts_with(['-', '!']);
    let whole = if asks { "question" } else { "comparison" };
    let answer = match bang {
        "" => "is true",
        _ => "is true, which `!` makes false",
    };
    let remedy = match (asks, meant.contains('"')) {
        (true, false) => "Without them",
        _ => "They belong round the value alone",
    };
    let shown = test.asking(&format!("{bang}{meant}"));
    // A sign of other languages is replaced as well.
    let written = text.at(only.span);
    let sign = written.split(' ').nth(1).zip(meant.split(' ').nth(1));
    let sign = sign.filter(|(sign, own)| sign != own && signs::for_numbers(sign) == Some(*own));
    let sign = sign.map_or(String::new(), |(sign, own)| {
        format!(", and of numbers `{sign}` is spelled `{own}`")
    });
    Some(
        Spot::of(index, only.span)
            .at(level(evidence, text, test.span))
            .instead(text.with(only.span, &meant))
            .saying(format!(
                "The quotes make one word of the whole {whole}, and a word that is not empty {answer}. {remedy}{sign}: `{shown}`."
            )),
    )
}

fn operator_no_spaces(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        if let Some(spot) = whole_in_quotes(evidence, (index, text), test) {
            return Some(spot);
        }
        if let [left, right] = test.operands {
            return half_spaced(evidence, (index, text), test, [left, right]);
        }
        let [only] = test.operands else { return None };
        // `-e=notes` was to ask for a file.
        if super::operands::unglued(only, &text.at(only.span)).is_some() {
            return None;
        }
        let operator = only
            .parts
            .iter()
            .enumerate()
            .find_map(|(place, part)| glued(place, part, only))?;
        let source = text.at(only.span);
        let own = signs::portable(operator);
        let spaced = source.replacen(operator, &format!(" {own} "), 1);
        let spaced = without_edges(&spaced, own);
        let spaced = with_value(evidence, text, spaced);
        let spelled = match own == operator {
            true => String::new(),
            false => format!(", and is spelled `{own}`"),
        };
        Some(
            Spot::of(index, only.span)
                .at(level(evidence, text, test.span))
                .instead(text.with(only.span, &spaced))
                .saying(format!(
                    "Without spaces `{source}` is one non-empty word, so the test is always true. The operator must be its own argument{spelled}: `{}`.",
                    test.asking(&spaced)
                )),
        )
    })
}

/// A comparison by `sign` whose values have no blanks at the edges within their quotes: those were to stand round the sign.
fn without_edges(comparison: &str, sign: &str) -> String {
    let trimmed = |value: &str| {
        let inner = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        let inner = inner.map(|inner| (inner.trim(), inner.trim() != inner));
        match inner {
            Some((inner, true)) if !inner.is_empty() => format!("\"{inner}\""),
            _ => value.to_owned(),
        }
    };
    match comparison.split_once(&format!(" {sign} ")) {
        Some((left, right)) => format!("{} {sign} {}", trimmed(left), trimmed(right)),
        None => comparison.to_owned(),
    }
}

/// A comparison whose left side is the name of a variable, with the value of that.
fn with_value(evidence: &Evidence<'_>, text: &Text<'_>, comparison: String) -> String {
    match comparison.split_once(' ') {
        Some((name, rest)) if is_variable(evidence, text, name) => format!("\"${name}\" {rest}"),
        _ => comparison,
    }
}

/// An operator with a blank on one side only: `[ "$x"= y ]`, `[ "$x" -gt3 ]`.
fn half_spaced(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    test: &Test<'_>,
    operands: [&Word<'_>; 2],
) -> Option<Spot> {
    let [left, right] = operands.map(|word| text.at(word.span));
    // `-gt3`, but no name that begins like that.
    let is_value = |sign: &str, value: &str| match sign.starts_with('-') {
        true => value.starts_with(|c: char| c.is_ascii_digit() || "$\"".contains(c)),
        false => !value.is_empty(),
    };
    let behind = signs::all().find_map(|sign| {
        let value = left.strip_suffix(sign).filter(|value| !value.is_empty());
        Some((
            left.as_str(),
            format!("{} {} {right}", value?, signs::portable(sign)),
        ))
    });
    let before = || {
        signs::all().find_map(|sign| {
            let value = right
                .strip_prefix(sign)
                .filter(|value| is_value(sign, value));
            Some((
                right.as_str(),
                format!("{left} {} {}", signs::portable(sign), value?),
            ))
        })
    };
    let asks = left.starts_with('-') || left == "!";
    // `"-gt 3"`
    let unquoted = words::literal(operands[1]).filter(|value| *value != right);
    if let Some((sign, value)) = unquoted.as_ref().and_then(|value| value.split_once(' '))
        && signs::compares(sign)
        && !value.is_empty()
        && !asks
    {
        let meant = format!("{left} {} {value}", signs::portable(sign));
        let span = operands[0].span.to(operands[1].span);
        return Some(
            Spot::of(index, span)
                .at(level(evidence, text, test.span))
                .instead(text.with(span, &meant))
                .saying(format!(
                    "The quotes make one word of `{sign} {value}`, so `{}` finds no operator. They belong round values alone: `{}`.",
                    test.name(),
                    test.asking(&meant)
                )),
        );
    }
    let (glued, meant) = behind.or_else(before).filter(|_| !asks)?;
    let span = operands[0].span.to(operands[1].span);
    Some(
        Spot::of(index, span)
            .at(level(evidence, text, test.span))
            .instead(text.with(span, &meant))
            .saying(format!(
                "`{glued}` is one word, so `{}` finds no operator. Blanks belong on both sides of it: `{}`.",
                test.name(),
                test.asking(&meant)
            )),
    )
}

/// The operator in an unquoted part of a word that has something on at least one of its sides.
fn glued<'a>(place: usize, part: &WordPart<'a>, word: &Word<'a>) -> Option<&'static str> {
    let WordPartKind::Literal(text) = part.kind else {
        return None;
    };
    let text = String::from_utf8_lossy(text);
    signs::all().find(|sign| {
        let Some(at) = text.find(*sign) else {
            return false;
        };
        let before = at > 0 || place > 0;
        let after = at + sign.len() < text.len() || place + 1 < word.parts.len();
        let numeric = sign.starts_with('-');
        // `-eq` is found in ordinary names as well: only between numbers or variables it is meant.
        let digits = text[..at].bytes().all(|byte| byte.is_ascii_digit())
            && text[at + sign.len()..]
                .bytes()
                .all(|byte| byte.is_ascii_digit());
        before && after && (!numeric || digits)
    })
}
