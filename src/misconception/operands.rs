//! Ideas about what stands between the brackets of a test: a name where a question about the file was meant, an operator
//! with nothing behind it, a quote that runs on over the `]`.

use super::broken::Broken;
use super::evidence::{Evidence, Fault, Text};
use super::exits::is_variable;
use super::signs;
use super::status::shorten;
use super::testing::{find_test, level};
use super::values::ANSWERS;
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::VariableState;
use crate::syntax::ast::{Word, WordPartKind};
use crate::syntax::parse::Construct;

pub(super) static IDEAS: &[Idea] = &[
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
        "operator-is-a-word",
        "`[ -estop ]`, `[ -e=stop ]` and `[ stop -e ]` ask for a file stop.",
        "The operator of a question is a word of its own and stands before the name: `[ -e stop ]`.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(operator_as_word),
    Idea::later(
        "quote-left-open",
        "A quote ends where the word ends.",
        "From a quote to the next of its kind blanks, operators and new lines are text like any other.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(left_open),
];

/// Operators of `test` that ask of one operand, without their dash.
pub(super) const QUESTIONS: [&str; 9] = ["e", "f", "d", "s", "r", "w", "x", "n", "z"];

/// The text of a word of a test that may well be meant as the name of a file.
fn file_name(evidence: &Evidence<'_>, text: &Text<'_>, word: &Word<'_>) -> Option<String> {
    // Quotes change nothing about what it names.
    let name = words::literal(word).filter(|_| word.parts.len() == 1)?;
    // A `!` glued on is told in words of its own.
    let turned = name.starts_with('!') && evidence.file(name.as_bytes()).is_none();
    (is_file_name(evidence, text, &name) && !turned).then_some(name)
}

/// Whether a text may well be meant as the name of a file.
pub(super) fn is_file_name(evidence: &Evidence<'_>, text: &Text<'_>, name: &str) -> bool {
    const SHORTEST: usize = 2;
    let stands_for_itself = name.len() < SHORTEST
        || name.starts_with('-')
        || name.contains(['=', '*', '?', '[', '`', '“', '‘'])
        || name.contains(char::is_whitespace)
        || words::is_integer(name)
        || ANSWERS.contains(&name);
    !stands_for_itself && !is_variable(evidence, text, name)
}

/// Whether a text has to do with something else than a file: it is the value of a variable, or may be one where there is a variable
/// of the learner's; or a line that is to be printed.
fn is_no_file(evidence: &Evidence<'_>, name: &str) -> bool {
    let states = [Some(evidence.seen), evidence.earlier.last()];
    let states = states
        .into_iter()
        .flatten()
        .filter_map(|line| line.state.as_ref());
    let mut held = states.flat_map(|state| &state.variables);
    // What the environment holds is exported, and the shell's own names have capitals.
    let own = |known: &VariableState| {
        !known.exported && known.name.first().is_some_and(u8::is_ascii_lowercase)
    };
    let is_value = held.any(|known| own(known) || known.value.as_deref() == Some(name.as_bytes()));
    let output = evidence.wanted.and_then(|wanted| wanted.output.as_ref());
    let mut lines = output
        .into_iter()
        .flat_map(|output| output.split(|byte| *byte == b'\n'));
    let is_printed = lines.any(|line| line == name.as_bytes());
    evidence.file(name.as_bytes()).is_none() && (is_value || is_printed)
}

fn name_for_file(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        if test.bracket != test.closed {
            return None;
        }
        let (bang, [only]) = test.turned() else {
            return None;
        };
        let name = file_name(evidence, text, only).filter(|name| !is_no_file(evidence, name))?;
        let meant = test.asking(&format!("{bang}-e {name}"));
        let one = if bang.is_empty() { "one" } else { "none" };
        let meant = text.turned_as(test.span, &meant);
        Some(
            Spot::of(index, only.span)
                .instead(text.with(only.span, &format!("-e {name}")))
                .asking(format!(
                    "Is the file `{name}` meant? With one operand, `test` and `[` only ask \"is this text non-empty?\", and it is, whatever files there are. Whether {one} of that name is there: `{meant}`."
                )),
        )
    })
}

fn text_for_file(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let (bang, [operator, word]) = test.turned() else {
            return None;
        };
        if test.bracket != test.closed {
            return None;
        }
        let sign = words::bare(operator).filter(|sign| matches!(sign.as_str(), "-z" | "-n"))?;
        let name = file_name(evidence, text, word).filter(|name| !is_no_file(evidence, name))?;
        let empty = (sign == "-z") == bang.is_empty();
        // Of what is not there the question is whether it is.
        let asked = match (empty, evidence.file(name.as_bytes()).is_some()) {
            (true, false) => format!("Whether there is no such file: `! -e {name}`"),
            (false, false) => format!("Whether there is such a file: `-e {name}`"),
            (true, true) => format!(
                "Whether it has no content: `! -s {name}`; whether it is not there: `! -e {name}`"
            ),
            (false, true) => format!(
                "Whether it has some content: `-s {name}`; whether it is there: `-e {name}`"
            ),
        };
        Some(Spot::of(index, operator.span.to(word.span)).asking(format!(
            "Is the file `{name}` meant? `{sign}` looks at the letters `{name}` alone, whatever files there are. {asked}."
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
        let (bang, [only]) = test.turned() else {
            return None;
        };
        let sign = words::bare(only).filter(|sign| WANT_A_NAME.contains(&sign.as_str()))?;
        let answer = match bang {
            "" => "yes, always",
            _ => "no, always",
        };
        Some(
            Spot::of(index, only.span)
                .at(level(evidence, text, test.span))
                .saying(format!(
                    "Nothing stands behind `{sign}`, so it is no question about anything: it is a text, and all that is asked of a text alone is whether it is non-empty. The answer is {answer}."
                )),
        )
    })
}

/// An operator that is glued to its name, cut in two, followed by a `=`, or that stands behind its name.
fn operator_as_word(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let (bang, operands) = test.turned();
        let span = operands.first()?.span.to(operands.last()?.span);
        let shown = |meant: &str| test.asking(&format!("{bang}{meant}"));
        let spot = Spot::of(index, span).at(level(evidence, text, test.span));
        if let [only] = operands {
            let written = text.at(only.span);
            let meant = unglued(only, &written)?;
            let answer = if bang.is_empty() { "yes" } else { "no" };
            let said = format!(
                "`{written}` is one word, and of a word alone all that is asked is whether it is non-empty: {answer}, always. The operator is a word of its own: `{}`.",
                shown(&meant)
            );
            let spot = spot.instead(text.with(span, &meant));
            let name = meant.get(3..)?;
            // `-ready` may be a word like any other, `-e=y` and `-e"$x"` are none.
            let sure = !written[2..].starts_with(name) || name.starts_with(['$', '"']);
            return Some(match sure || evidence.file(name.as_bytes()).is_some() {
                true => spot.saying(said),
                false => spot.asking(format!("Is the file `{name}` meant? {said}")),
            });
        }
        let (meant, said) = apart(text, operands)?;
        Some(
            spot.instead(text.with(span, &meant))
                .saying(format!("{said}: `{}`.", shown(&meant))),
        )
    })
}

/// The operator and the name of a question that was given in other words, and what is said of these.
fn apart(text: &Text<'_>, operands: &[Word<'_>]) -> Option<(String, String)> {
    match operands {
        [name, exists] if is_existence(exists) && words::bare(name).is_some() => Some((
            format!("-e {}", text.at(name.span)),
            "Whether there is a file is asked by an operator before its name".to_owned(),
        )),
        // `[ -e -f ]` asks for a file of that name.
        [name, sign] if wants_a_name(sign) && !text.at(name.span).starts_with('-') => Some((
            format!("{} {}", text.at(sign.span), text.at(name.span)),
            "The operator stands before the name".to_owned(),
        )),
        [dash, letter, name] if words::bare(dash).is_some_and(|dash| dash == "-") => {
            let letter = words::bare(letter).filter(|word| QUESTIONS.contains(&word.as_str()))?;
            Some((
                format!("-{letter} {}", text.at(name.span)),
                format!("`-{letter}` is one word, without a blank in it"),
            ))
        }
        [sign, equals, name] if wants_a_name(sign) && words::is_text(equals, "=") => {
            let asked = words::bare(name).filter(|name| !name.starts_with('-'))?;
            let sign = text.at(sign.span);
            Some((
                format!("{sign} {asked}"),
                format!(
                    "This compares the text `{sign}` with the text `{asked}`. To ask about `{asked}`, the name follows the operator"
                ),
            ))
        }
        _ => None,
    }
}

/// Whether a word says of what stands before it that it is there.
fn is_existence(word: &Word<'_>) -> bool {
    matches!(words::bare(word).as_deref(), Some("exist" | "exists"))
}

/// Whether a word is an operator of `test` that wants an operand.
pub(super) fn wants_a_name(word: &Word<'_>) -> bool {
    words::bare(word).is_some_and(|sign| WANT_A_NAME.contains(&sign.as_str()))
}

/// `-estop`, `-e=stop` and `-e"$stop"` as the two words they were meant to be.
pub(super) fn unglued(word: &Word<'_>, written: &str) -> Option<String> {
    const SHORTEST: usize = 2;
    let WordPartKind::Literal(first) = word.parts.first()?.kind else {
        return None;
    };
    let [b'-', letter, ..] = *first else {
        return None;
    };
    let sign = format!("-{}", char::from(letter));
    let rest = written.strip_prefix(sign.as_str())?;
    let name = rest.strip_prefix('=').unwrap_or(rest);
    let asks = WANT_A_NAME.contains(&sign.as_str());
    let apart = rest.starts_with(['=', '$', '"']);
    let of_files = QUESTIONS[..7].contains(&&sign[1..]);
    let named = of_files
        && name.len() >= SHORTEST
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte))
        && !signs::compares(written);
    (asks && !name.is_empty() && !name.starts_with('=') && (apart || named))
        .then(|| format!("{sign} {name}"))
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
                "The `{sign}`{place} is still open: up to the next `{sign}` {}.",
                text_within(sign)
            )),
    )
}

/// What the characters between two of these quotes are, as the end of a sentence.
fn text_within(sign: char) -> &'static str {
    match sign {
        '"' => {
            "blanks, operators and new lines are text, and only `$`, `\\` and the backquote still work"
        }
        _ => "everything is text, blanks, operators and new lines as well",
    }
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
                    "The `]` stands between two `{sign}`, so it is a part of a word and closes nothing. Look where a `{sign}` is missing, or one too many: from each to the next {}.",
                    text_within(sign)
                )),
        )
    })
}
