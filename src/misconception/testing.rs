//! What a word alone means to `[` and `test`; and how detectors look for tests and speak of them.

use super::evidence::{Evidence, Ran, Text, is_number, is_test, operands};
use super::find::find_simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::{Parameter, Word};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "bracket-false-is-true",
        "`true` and `false` are values, so `[ false ]` is false.",
        "With one operand, `[` only asks \"is this text non-empty?\" and the word `false` is not empty. `false` is a command: write `if false` or `[ \"$x\" = true ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(false_is_true),
    Idea::core(
        "bracket-zero-is-true",
        "`[ 0 ]` is false and `[ 1 ]` is true, as in C.",
        "`[ 0 ]` is true because `0` is a non-empty text. Compare explicitly: `[ \"$n\" -ne 0 ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(zero_is_true),
];

/// The first test of any text for which `spot` has something to say.
pub(super) fn find_test(
    evidence: &Evidence<'_>,
    spot: impl Fn(usize, &Text<'_>, &Test<'_>) -> Option<Spot>,
) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        spot(index, text, &Test::of(&simple)?)
    })
}

/// The first run of a test in any text, with the test as written. What `spot` says is about that text.
pub(super) fn find_test_run(
    evidence: &Evidence<'_>,
    spot: impl Fn(&Text<'_>, &Ran, &Test<'_>) -> Option<Spot>,
) -> Option<Spot> {
    evidence.runs.iter().find_map(|ran| {
        if !is_test(&ran.run) {
            return None;
        }
        let (index, text) = evidence.text_of(ran.run.source)?;
        let mut simples = text.tree.simples();
        let simple = simples.find(|simple| simple.command.span == ran.run.span)?;
        let found = spot(text, ran, &Test::of(&simple)?)?;
        Some(Spot {
            text: index,
            ..found
        })
    })
}

/// The level of something that is written in a text: certain once it ran.
pub(super) fn level(evidence: &Evidence<'_>, text: &Text<'_>, span: crate::source::Span) -> Level {
    match evidence.runs_at(text, span).next() {
        Some(ran) if ran.run.how.is_some() => Level::Certain,
        _ => Level::Static,
    }
}

const TRUTH_WORDS: [&str; 4] = ["true", "false", "yes", "no"];

fn false_is_true(evidence: &Evidence<'_>) -> Option<Spot> {
    let written = find_test(evidence, |index, text, test| {
        let [only] = test.whole()?.operands else {
            return None;
        };
        let word = words::literal(only).filter(|word| TRUTH_WORDS.contains(&word.as_str()))?;
        Some(Spot::of(index, only.span).at(level(evidence, text, test.span)).saying(format!(
            "With one operand, `{}` only asks \"is this text non-empty?\" and the word `{word}` is not empty, so this is true. `{word}` as a condition is a command: `if true`; to compare text: `{}`.",
            test.name(),
            test.asking(&format!("\"$x\" = {word}"))
        )))
    });
    written.or_else(|| {
        find_test_run(evidence, |text, ran, test| {
            let [only] = test.whole()?.operands else { return None };
            let found = operands(&ran.run);
            let [word] = found.as_slice() else { return None };
            let says_no = word == "false" || word == "no";
            says_no.then(|| Spot::line(only.span).at(Level::Certain).saying(format!(
                "`{}` is the word `{word}`, and with one operand `{}` only asks \"is this text non-empty?\": true. Compare it: `{}`.",
                text.at(only.span),
                test.name(),
                test.asking(&format!("{} = true", quoted(&text.at(only.span))))
            )))
        })
    })
}

fn zero_is_true(evidence: &Evidence<'_>) -> Option<Spot> {
    let written = find_simple(evidence, |index, text, simple| {
        let test = Test::of(&simple)?;
        let [only] = test.whole()?.operands else {
            return None;
        };
        if words::is_status(only) {
            return Some(
                Spot::of(index, only.span)
                    .at(level(evidence, text, test.span))
                    .instead(text.with(only.span, "$? -eq 0"))
                    .saying("`$?` is a number, so as a text it is never empty, and with one operand that is all that is asked: this is always true. Compare it: `[ $? -eq 0 ]`.".to_owned()),
            );
        }
        let number = words::literal(only).filter(|word| is_number(word))?;
        let endless = matches!(
            text.tree.list_of(simple.index).role,
            super::tree::Role::LoopCondition { .. }
        );
        if endless && number != "0" {
            return None;
        }
        Some(Spot::of(index, only.span).at(level(evidence, text, test.span)).saying(format!(
            "`{}` is true because `{number}` is a non-empty text. Compare explicitly: `{}`.",
            test.asking(&number),
            test.asking("\"$n\" -ne 0")
        )))
    });
    let turned = || find_test_run(evidence, turned_zero);
    written.or_else(turned).or_else(|| {
        find_test_run(evidence, |text, ran, test| {
            let [only] = test.whole()?.operands else {
                return None;
            };
            let is_zero = operands(&ran.run) == ["0"];
            is_zero.then(|| {
                Spot::line(only.span).at(Level::Certain).saying(format!(
                    "`{}` is `0`, a non-empty text, so the test is true. Compare explicitly: `{}`.",
                    text.at(only.span),
                    test.asking(&format!("{} -ne 0", quoted(&text.at(only.span))))
                ))
            })
        })
    })
}

/// `[ ! $n ]`, where n is 0.
fn turned_zero(text: &Text<'_>, ran: &Ran, test: &Test<'_>) -> Option<Spot> {
    let [_, only] = test.operands else {
        return None;
    };
    let written = text.at(only.span);
    (operands(&ran.run) == ["!", "0"]).then(|| {
        Spot::line(only.span).at(Level::Certain).saying(format!(
            "`{}` is `0`, a text that is not empty, and `!` makes a no of that. Compare explicitly: `{}`.",
            written,
            test.asking(&format!("{} -eq 0", quoted(&written)))
        ))
    })
}

/// A word between double quotes, if it is not already.
pub(super) fn quoted(word: &str) -> String {
    match word.starts_with('"') {
        true => word.to_owned(),
        false => format!("\"{word}\""),
    }
}

/// Whether a word is a variable's value, quoted or not.
pub(super) fn is_variable(word: &Word<'_>) -> bool {
    matches!(words::parameter(word), Some(Parameter::Variable(_)))
}
