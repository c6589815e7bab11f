//! Ideas about what stands between the brackets of a test: an operator without its dash, a name where a question about the
//! file was meant, an operator with nothing behind it, a quote that runs on over the `]`.

use super::broken::Broken;
use super::evidence::{Evidence, Fault, Text};
use super::exits::is_variable;
use super::status::shorten;
use super::testing::{find_test, level};
use super::words::{self, NUMERIC, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::{Word, WordPartKind};
use crate::syntax::parse::Construct;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "operator-without-dash",
        "`gt` compares, `not` negates, `f` asks for a file.",
        "The operators of `test` that are made of letters begin with a dash, as in `-gt` and `-f`; \"not\" is `!`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(without_dash),
    Idea::later(
        "name-for-file",
        "`[ NAME ]` asks whether there is a file of that name.",
        "With one operand, `[` only asks \"is this text non-empty?\". Whether a file of that name is there: `[ -e NAME ]`.",
    )
    .at(Level::Ask)
    .by(name_for_file),
    Idea::later(
        "text-for-file",
        "`[ -z FILE ]` asks whether the file is empty.",
        "`-z` and `-n` look at the text that stands there, not into a file. Whether a file has content: `[ -s FILE ]`.",
    )
    .at(Level::Ask)
    .by(text_for_file),
    Idea::later(
        "operator-alone",
        "`[ -f ]` answers no, for there is no file.",
        "With one operand, `[` only asks \"is this text non-empty?\", and `-f` is such a text. The name belongs behind it.",
    )
    .at(Level::Static)
    .by(operator_alone),
    Idea::later(
        "quote-left-open",
        "A quote ends where the word ends.",
        "From a quote to the next of its kind everything is text, blanks, operators and new lines as well.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(left_open),
];

/// Operators of `test` that ask of one operand, without their dash.
const QUESTIONS: [&str; 9] = ["e", "f", "d", "s", "r", "w", "x", "n", "z"];

fn without_dash(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let (word, sign) = misspelt(test)?;
        // What gave an answer was understood.
        let answered = |status: crate::trace::ExitStatus| status.0 < 2;
        if evidence.status_of(text, test.span).is_some_and(answered) {
            return None;
        }
        let name = if test.bracket { "[" } else { "test" };
        Some(
            Spot::of(index, word.span)
                .at(level(evidence, text, test.span))
                .instead(text.with(word.span, &sign))
                .saying(format!(
                    "To `{name}`, `{}` is a text like any other. The operator is `{sign}`.",
                    text.at(word.span)
                )),
        )
    })
}

/// The word of a test that stands in the place of an operator, and that operator.
fn misspelt<'a>(test: &Test<'a>) -> Option<(&'a Word<'a>, String)> {
    let operands = match test.operands {
        [bang, rest @ ..] if words::is_text(bang, "!") => rest,
        all => all,
    };
    match operands {
        [not, second, rest @ ..] if words::bare(not).is_some_and(|word| word == "not") => {
            let asks = words::bare(second).is_some_and(|word| word.starts_with('-'));
            (asks && rest.len() == 1 || rest.len() == 2).then(|| (not, "!".to_owned()))
        }
        [_, operator, _] => {
            let sign = format!("-{}", words::bare(operator)?);
            NUMERIC.contains(&sign.as_str()).then_some((operator, sign))
        }
        [letter, _] => {
            let word = words::bare(letter)?;
            let asks = QUESTIONS.contains(&word.as_str());
            asks.then(|| (letter, format!("-{word}")))
        }
        _ => None,
    }
}

/// Words that somebody may well test for themselves.
const ANSWERS: [&str; 4] = ["true", "false", "yes", "no"];

/// The text of a word of a test that may well be meant as the name of a file.
fn file_name(evidence: &Evidence<'_>, text: &Text<'_>, word: &Word<'_>) -> Option<String> {
    const SHORTEST: usize = 2;
    let name = words::bare(word)?;
    let stands_for_itself = name.len() < SHORTEST
        || name.starts_with('-')
        || name.contains(['=', '*', '?', '['])
        || words::is_integer(&name)
        || ANSWERS.contains(&name.as_str());
    (!stands_for_itself && !is_variable(evidence, text, &name)).then_some(name)
}

fn name_for_file(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        if test.bracket != test.closed {
            return None;
        }
        let (bang, only) = match test.operands {
            [only] => ("", only),
            [bang, only] if words::is_text(bang, "!") => ("! ", only),
            _ => return None,
        };
        let name = file_name(evidence, text, only)?;
        let meant = match test.bracket {
            true => format!("[ {bang}-e {name} ]"),
            false => format!("test {bang}-e {name}"),
        };
        Some(
            Spot::of(index, only.span)
                .instead(text.with(only.span, &format!("-e {name}")))
                .asking(format!(
                    "Is there to be a file `{name}`? With one operand, `test` and `[` only ask \"is this text non-empty?\", and it is, whatever files there are. Whether one of that name is there: `{meant}`."
                )),
        )
    })
}

fn text_for_file(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let ([operator, word] | [_, operator, word]) = test.operands else {
            return None;
        };
        let negated = test.operands.len() == 3;
        if test.bracket != test.closed || negated && !words::is_text(&test.operands[0], "!") {
            return None;
        }
        let sign = words::bare(operator).filter(|sign| matches!(sign.as_str(), "-z" | "-n"))?;
        let name = file_name(evidence, text, word)?;
        let empty = (sign == "-z") != negated;
        let meant = match empty {
            true => format!("`-s` says yes if it has content, `! -s {name}` if not"),
            false => format!("`-s {name}`"),
        };
        Some(Spot::of(index, operator.span.to(word.span)).asking(format!(
            "Is the file `{name}` meant? `{sign}` looks at the letters `{name}` alone, whatever is in a file. Whether a file has content: {meant}."
        )))
    })
}

/// Operators of `test` that want an operand (XCU test).
const WANT_A_NAME: [&str; 17] = [
    "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-L", "-n", "-p", "-r", "-S", "-s", "-u", "-w", "-x",
    "-z",
];

fn operator_alone(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        if test.bracket != test.closed {
            return None;
        }
        let (negated, only) = match test.operands {
            [only] => (false, only),
            [bang, only] if words::is_text(bang, "!") => (true, only),
            _ => return None,
        };
        let sign = words::bare(only).filter(|sign| WANT_A_NAME.contains(&sign.as_str()))?;
        let answer = if negated { "no, always" } else { "yes, always" };
        Some(
            Spot::of(index, only.span)
                .at(level(evidence, text, test.span))
                .saying(format!(
                    "Nothing stands behind `{sign}`, so it is no question about anything: it is a text, and all that is asked of a text alone is whether it is non-empty. The answer is {answer}."
                )),
        )
    })
}

fn left_open(evidence: &Evidence<'_>) -> Option<Spot> {
    never_closed(evidence).or_else(|| over_the_bracket(evidence))
}

/// A quote that no other has closed when the text was given up.
fn never_closed(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let fault = evidence.texts[broken.index].fault.as_ref()?;
    let Fault::Incomplete(open) = fault else {
        return None;
    };
    let opener = open.last().filter(|open| {
        matches!(
            open.construct,
            Construct::SingleQuotes | Construct::DoubleQuotes
        )
    })?;
    let sign = match opener.construct {
        Construct::SingleQuotes => '\'',
        _ => '"',
    };
    let behind = broken.text.get(opener.opener.end as usize..)?.trim();
    let place = match behind.lines().next().filter(|line| !line.contains('`')) {
        Some(line) if !line.is_empty() => format!(" before `{}`", shorten(line)),
        _ => String::new(),
    };
    Some(
        broken
            .spot(opener.opener)
            .at(Level::SyntaxError)
            .saying(format!(
                "The `{sign}`{place} is still open: up to the next `{sign}` everything is text, blanks, operators and new lines as well."
            )),
    )
}

/// A quoted part of a test that holds the `]` which the test lacks.
fn over_the_bracket(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        if !test.bracket || test.closed {
            return None;
        }
        let mut parts = test.operands.iter().flat_map(|word| word.parts);
        let part = parts.find(|part| {
            let is_quoted = matches!(
                part.kind,
                WordPartKind::DoubleQuoted(_) | WordPartKind::SingleQuoted(_)
            );
            is_quoted && text.at(part.span).contains(" ]")
        })?;
        let sign = text.at(part.span).chars().next()?;
        Some(
            Spot::of(index, part.span)
                .at(level(evidence, text, test.span))
                .saying(format!(
                    "The `]` stands between two `{sign}`, so it is a part of a word and closes nothing. Look where a `{sign}` is missing, or one too many: from each to the next everything is text."
                )),
        )
    })
}
