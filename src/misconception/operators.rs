//! Ideas about how an operator of a test is spelt.

use super::evidence::Evidence;
use super::look_alikes::DASHES;
use super::operands::{QUESTIONS, wants_a_name};
use super::signs;
use super::testing::{find_test, level};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::Word;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "operator-without-dash",
        "`gt` compares, `not` negates, `f` asks for a file.",
        "The operators of `test` that are made of letters begin with a dash, as in `-gt` and `-f`; \"not\" is `!`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(without_dash),
];

fn without_dash(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let (span, sign) = misspelt(test)?;
        // What gave an answer was understood.
        let answered = |status: crate::trace::ExitStatus| status.0 < 2;
        if evidence.status_of(text, test.span).is_some_and(answered) {
            return None;
        }
        let written = text.at(span);
        // Nobody sees the difference.
        let dash = match written.strip_prefix(DASHES) {
            Some(_) => " What it begins with is a dash of print, and no `-`.",
            None => "",
        };
        Some(
            Spot::of(index, span)
                .at(level(evidence, text, test.span))
                .instead(text.with(span, &sign))
                .saying(format!(
                    "To `{}`, `{written}` is a text like any other.{dash} The operator is `{sign}`.",
                    test.name()
                )),
        )
    })
}

/// The operator of a comparison for a word of another language, a letter too many, or capitals: `-geq`, `is`, `-GE`.
fn of_comparison(written: &str, right: &Word<'_>) -> Option<String> {
    let number = words::literal(right).is_some_and(|right| words::is_integer(&right));
    let lower = written.to_lowercase();
    let plain = lower.strip_prefix('-').or(lower.strip_prefix(DASHES));
    let plain = plain.unwrap_or(&lower);
    let sign = match plain {
        "geq" | "gte" => "-ge",
        "leq" | "lte" => "-le",
        "neq" => "-ne",
        "is" | "equals" | "equal" if number => "-eq",
        "is" | "equals" | "equal" => "=",
        "===" | "=~" => "=",
        "!==" => "!=",
        "isnt" | "isnot" | "≠" | "<>" if number => "-ne",
        "isnt" | "isnot" | "≠" | "<>" => "!=",
        _ => {
            let sign = format!("-{plain}");
            let differs = written != sign && signs::compares_numbers(&sign);
            return differs.then_some(sign);
        }
    };
    Some(sign.to_owned())
}

/// The operator of a question for its letter as a capital, or for a word: `-D`, `-exists`.
fn of_question(written: &str) -> Option<&'static str> {
    let small = written.to_ascii_lowercase();
    Some(match small.as_str() {
        "-e" | "-exist" | "-exists" => "-e",
        "-f" | "-file" => "-f",
        "-d" | "-dir" | "-directory" => "-d",
        "-r" | "-readable" => "-r",
        "-w" | "-writable" => "-w",
        "-x" | "-executable" => "-x",
        "-z" | "-empty" => "-z",
        _ => return None,
    })
    .filter(|sign| *sign != written)
}

/// The words of a test that stand in the place of an operator, and that operator.
fn misspelt(test: &Test<'_>) -> Option<(Span, String)> {
    let (_, operands) = test.turned();
    match operands {
        [not, second, rest @ ..] if words::bare(not).is_some_and(|word| word == "not") => {
            let asks = words::bare(second).is_some_and(|word| word.starts_with('-'));
            (asks && rest.len() == 1 || rest.len() == 2).then(|| (not.span, "!".to_owned()))
        }
        [_, operator, right] => {
            let sign = of_comparison(&words::bare(operator)?, right)?;
            // What is no number is compared as a text.
            let text = words::literal(right).is_some_and(|right| !words::is_integer(&right));
            let sign = match sign.as_str() {
                "-eq" if text => "=".to_owned(),
                "-ne" if text => "!=".to_owned(),
                _ => sign,
            };
            Some((operator.span, sign))
        }
        [_, is, not, right] if words::is_text(is, "is") && words::is_text(not, "not") => {
            let sign = of_comparison("isnot", right)?;
            Some((is.span.to(not.span), sign))
        }
        [_, dash, letters, _] if words::bare(dash).is_some_and(|dash| dash == "-") => {
            let sign = format!("-{}", words::bare(letters)?);
            let compares = signs::compares_numbers(&sign);
            compares.then(|| (dash.span.to(letters.span), sign))
        }
        [letter, name] if !wants_a_name(name) => {
            let word = words::bare(letter)?;
            let plain = word.strip_prefix(DASHES).unwrap_or(&word);
            let sign = match QUESTIONS.contains(&plain) {
                true => format!("-{plain}"),
                false => of_question(&word)?.to_owned(),
            };
            Some((letter.span, sign))
        }
        _ => None,
    }
}
