//! Ideas about several questions in one test: a range, and questions that no operator joins.

use super::answers::is_closing;
use super::evidence::{Evidence, Text};
use super::operands::wants_a_name;
use super::signs;
use super::status::shorten;
use super::testing::{find_test, is_variable, level, quoted};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::Word;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "range-in-one-test",
    "`[ 3 -lt $x -lt 10 ]` tests a range.",
    "`[` takes one question. Join two: `[ \"$x\" -gt 3 ] && [ \"$x\" -lt 10 ]`.",
)
.at(Level::Static)
.ranked(2)
.by(range)];

fn range(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        // What gave an answer was understood.
        if evidence
            .status_of(text, test.span)
            .is_some_and(|status| status.0 < 2)
        {
            return None;
        }
        let (meant, said) = if let Some(meant) = with_two_operators(text, test) {
            let said = "A comparison has one operator, between its two sides";
            (meant, said)
        } else if let Some(meant) = without_left_side(text, test) {
            let said =
                "The second comparison has no left side: each one needs both. Join two tests";
            (meant, said)
        } else if let Some(meant) = chained(text, test) {
            (meant, "A test takes one comparison. Join two")
        } else if let Some(meant) = alternatives(text, test) {
            (meant, "A test compares with one text. Join two tests")
        } else if let Some(meant) = without_name(text, test) {
            let said = "Each question has an operator and a name of its own. Join two tests";
            (meant, said)
        } else {
            let said =
                "A test asks one question. Several are joined behind its end, by `&&` or `||`";
            (in_a_row(text, test)?, said)
        };
        Some(
            Spot::of(index, test.span)
                .at(level(evidence, text, test.span))
                .instead(text.with(test.span, &meant))
                .saying(format!("{said}: `{}`.", excerpt(&meant))),
        )
    })
}

/// As much of a line as a sentence bears.
pub(super) fn excerpt(line: &str) -> String {
    const LONGEST: usize = 70;
    match line.chars().count() <= LONGEST {
        true => line.to_owned(),
        false => shorten(line),
    }
}

/// The operator that compares numbers, if the word is one.
fn numeric(word: &Word<'_>) -> Option<String> {
    signs::of_numbers(word)
}

/// A word as it should stand in a test: between quotes if something is expanded in it.
fn value_of(text: &Text<'_>, word: &Word<'_>) -> String {
    match words::has_unquoted_expansion(word) {
        true => quoted(&text.at(word.span)),
        false => text.at(word.span),
    }
}

/// `[ $x -ge 1 -a -le 9 ]` as two tests of the same value.
fn without_left_side(text: &Text<'_>, test: &Test<'_>) -> Option<String> {
    let [value, first, low, joint, second, high] = test.operands else {
        return None;
    };
    let operator = match words::bare(joint)?.as_str() {
        "-a" | "and" => "&&",
        "-o" | "or" => "||",
        _ => return None,
    };
    let (first, second) = (numeric(first)?, numeric(second)?);
    let value = value_of(text, value);
    let one = |sign: &str, bound: &Word<'_>| {
        test.asking(&format!("{value} {sign} {}", text.at(bound.span)))
    };
    Some(format!(
        "{} {operator} {}",
        one(&first, low),
        one(&second, high)
    ))
}

/// `-n $x = y` as the comparison alone.
fn with_two_operators(text: &Text<'_>, test: &Test<'_>) -> Option<String> {
    let (bang, [asks, left, sign, right]) = test.turned() else {
        return None;
    };
    let is_question = words::is_text(asks, "-n") && signs::of(sign).is_some();
    is_question.then(|| {
        let (left, sign, right) = (
            value_of(text, left),
            text.at(sign.span),
            value_of(text, right),
        );
        test.asking(&format!("{bang}{left} {sign} {right}"))
    })
}

/// `$branch = main or hotfix` as two tests of the same value.
fn alternatives(text: &Text<'_>, test: &Test<'_>) -> Option<String> {
    let [value, sign, first, joint, second] = test.operands else {
        return None;
    };
    let written = words::bare(sign).filter(|sign| sign == "=")?;
    let joint = words::bare(joint)?;
    let operator = match joint.as_str() {
        "-o" => " || ",
        joint => joined_by(joint).filter(|sign| *sign == " || ")?,
    };
    let value = value_of(text, value);
    let one = |word: &Word<'_>| test.asking(&format!("{value} {written} {}", value_of(text, word)));
    Some(format!("{}{operator}{}", one(first), one(second)))
}

/// `3 -lt $x -lt 10` and `$x -gt 3 -lt 10` as two tests.
fn chained(text: &Text<'_>, test: &Test<'_>) -> Option<String> {
    let [left, first, middle, second, right] = test.operands else {
        return None;
    };
    let (first, second) = (numeric(first)?, numeric(second)?);
    // What both compare is the variable.
    let shared = match is_variable(middle) || !is_variable(left) {
        true => middle,
        false => left,
    };
    let value = |word: &Word<'_>| value_of(text, word);
    let one = test.asking(&format!("{} {first} {}", value(left), value(middle)));
    let other = test.asking(&format!("{} {second} {}", value(shared), value(right)));
    Some(format!("{one} && {other}"))
}

/// `-e log ! -s log`, and the same with `and` or `or` between the two, as several tests.
fn in_a_row(text: &Text<'_>, test: &Test<'_>) -> Option<String> {
    let mut rest = test.operands;
    let mut line = String::new();
    let mut count = 0;
    while !rest.is_empty() {
        let joint = rest.first().and_then(words::bare);
        let joint = joint
            .filter(|_| count > 0)
            .and_then(|word| joined_by(&word));
        if let Some(sign) = joint {
            rest = &rest[1..];
            line.push_str(sign);
        } else if count > 0 {
            line.push_str(" && ");
        }
        let length = question(rest)?;
        let (asked, behind) = rest.split_at(length);
        let span = Span::new(asked.first()?.span.start, asked.last()?.span.end);
        // A `,` at the end of a value was to part it from the next question.
        let asked = text.at(span);
        let asked = match rest.len() > length {
            true => asked.strip_suffix(',').unwrap_or(&asked),
            false => &asked,
        };
        line.push_str(&test.asking(asked));
        rest = behind;
        count += 1;
    }
    (count > 1).then_some(line)
}

/// `-e -s log` and `-e ! -s log` as two questions about the same name.
fn without_name(text: &Text<'_>, test: &Test<'_>) -> Option<String> {
    let (first, rest) = test.operands.split_first()?;
    if let ([name], Some([one, other])) = (rest, two_letters(first)) {
        let name = value_of(text, name);
        let ask = |letter: char| test.asking(&format!("-{letter} {name}"));
        return Some(format!("{} && {}", ask(one), ask(other)));
    }
    let (bang, second) = words::turned(rest);
    let [sign, name] = second else { return None };
    let named = !wants_a_name(name) && !is_closing(name);
    if !wants_a_name(first) || !wants_a_name(sign) || !named {
        return None;
    }
    let name = value_of(text, name);
    let one = |asked: String| test.asking(&asked);
    Some(format!(
        "{} && {}",
        one(format!("{} {name}", text.at(first.span))),
        one(format!("{bang}{} {name}", text.at(sign.span)))
    ))
}

/// The letters of `-es`, two questions in one word.
fn two_letters(word: &Word<'_>) -> Option<[char; 2]> {
    let written = words::bare(word)?;
    let letters: Vec<char> = written.strip_prefix('-')?.chars().collect();
    let [one, other] = letters[..] else {
        return None;
    };
    let asks = |letter: char| "efdsrwx".contains(letter);
    (asks(one) && asks(other) && !signs::compares(&written)).then_some([one, other])
}

/// The operator for a word of another language.
fn joined_by(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "and" | "," => Some(" && "),
        "or" => Some(" || "),
        _ => None,
    }
}

/// Of how many words the question is made that `words` begins with.
fn question(words: &[Word<'_>]) -> Option<usize> {
    let (_, rest) = words::turned(words);
    let bang = words.len() - rest.len();
    let compares = |sign: &Word<'_>| signs::of(sign).is_some();
    match rest {
        [left, sign, _, ..] if compares(sign) && !is_closing(left) => Some(bang + 3),
        [sign, name, ..] if wants_a_name(sign) && !words::is_text(name, "!") => Some(bang + 2),
        _ => None,
    }
}
