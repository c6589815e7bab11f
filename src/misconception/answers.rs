//! Ideas about the answer of a test: it is a status, and no value that anything is compared with.

use super::evidence::{Evidence, Text};
use super::operands::wants_a_name;
use super::signs;
use super::status::shorten;
use super::testing::{find_test, level};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::Word;

pub(super) static IDEAS: &[Idea] = &[Idea::core(
    "answer-compared",
    "`[ -e stop ] = 0` asks whether the answer is yes.",
    "The answer of a test is its status, and `if`, `&&` and `||` look at that by themselves: nothing is compared with it.",
)
.at(Level::Static)
.ranked(5)
.by(answer_compared)];

/// A test whose answer is compared with something: `[ -e stop ] = 0`, `[ -e stop = false ]`.
pub(super) struct Compared<'a> {
    /// The words of the question alone.
    question: &'a [Word<'a>],
    sign: &'a Word<'a>,
    value: &'a Word<'a>,
}

impl<'a> Compared<'a> {
    /// What is compared in a test, if it is the answer.
    pub(super) fn of(test: &Test<'a>) -> Option<Compared<'a>> {
        let closing = test.operands.iter().position(is_closing);
        let (question, behind) = match closing {
            Some(end) => (&test.operands[..end], &test.operands[end + 1..]),
            None => test
                .operands
                .split_at_checked(test.operands.len().checked_sub(2)?)?,
        };
        let [sign, value] = behind else { return None };
        // Blanks alone stand between the two, and no redirection as in `=> echo`.
        const BLANKS: u32 = 2;
        if value.span.start > sign.span.end + BLANKS {
            return None;
        }
        let outside = closing.is_some() && test.bracket && !test.closed;
        // An order of numbers makes a chain of two comparisons.
        let equates = words::bare(sign)
            .is_some_and(|sign| sign.ends_with('=') || sign == "-eq" || sign == "-ne");
        let within = closing.is_none() && answer(value).is_some() && equates;
        (is_sign(sign) && is_question(question) && (outside || within)).then_some(Compared {
            question,
            sign,
            value,
        })
    }

    /// Whether the question is to be answered by yes; `None` where nobody can tell.
    fn wants_yes(&self) -> Option<bool> {
        let value = answer(self.value)?;
        match words::bare(self.sign)?.as_str() {
            "=" | "==" | "-eq" => Some(value),
            // What is no yes may be a no or an error, and the other way round.
            "!=" | "-ne" | "-gt" if value => Some(false),
            _ => None,
        }
    }

    /// For `[ -s f ] = 0`, where 0 may be a size: the test whether nothing is in the file.
    fn size(&self, text: &Text<'_>, test: &Test<'_>) -> Option<String> {
        let [sign, path] = self.question else {
            return None;
        };
        let equals = matches!(words::bare(self.sign)?.as_str(), "=" | "==" | "-eq");
        let is_size = words::is_text(sign, "-s") && words::is_text(self.value, "0") && equals;
        is_size.then(|| test.asking(&format!("! -s {}", text.at(path.span))))
    }

    /// The whole test without the comparison.
    fn meant(&self, text: &Text<'_>, test: &Test<'_>) -> Option<String> {
        let (first, last) = (self.question.first()?, self.question.last()?);
        let question = text.at(first.span.to(last.span));
        let turned = question.strip_prefix("! ");
        Some(match (self.wants_yes(), turned) {
            (Some(false), Some(plain)) => test.asking(plain),
            (Some(false), None) => test.asking(&format!("! {question}")),
            _ => test.asking(&question),
        })
    }
}

fn answer_compared(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let compared = Compared::of(test)?;
        // What gave an answer was understood.
        let status = evidence.status_of(text, test.span);
        if status.is_some_and(|status| status.0 < 2) {
            return None;
        }
        let meant = compared.meant(text, test)?;
        let too_much = compared.sign.span.to(compared.value.span);
        if let Some(empty) = compared.size(text, test) {
            return Some(
                Spot::of(index, too_much)
                    .at(level(evidence, text, test.span))
                    .instead(text.with(test.span, &empty))
                    .saying(format!(
                        "`-s` gives no size to compare with: it asks whether anything is in the file. Whether nothing is in it is asked by `{}`.",
                        shorten(&empty)
                    )),
            );
        }
        let remedy = match compared.wants_yes() {
            Some(false) => format!("Whether it is not so is asked by `{}`", shorten(&meant)),
            _ => format!(
                "`{}` is too much: `{}`",
                text.at(too_much),
                shorten(&text.turned_as(test.span, &meant))
            ),
        };
        // In other languages 1 is a yes.
        let is_one = words::is_text(compared.value, "1");
        let instead = text.with(test.span, &meant).filter(|_| !is_one);
        Some(
            Spot::of(index, too_much)
                .at(level(evidence, text, test.span))
                .instead(instead)
                .saying(format!(
                    "The answer of a test is its status: `if`, `&&` and `||` look at that by themselves, and nothing is compared with it. {remedy}."
                )),
        )
    })
}

/// The sign and the redirection of `[ ... ] => echo`, an arrow of another language, and the command it points to.
pub(super) fn arrow<'a>(
    text: &Text<'_>,
    test: &Test<'a>,
    redirects: &[crate::syntax::ast::IoRedirect<'a>],
) -> Option<(Span, String)> {
    let end = test.operands.iter().position(is_closing)?;
    let sign = test.operands.get(end + 1)?;
    let stem = words::bare(sign).filter(|sign| sign == "=" || sign == "-")?;
    let redirect = redirects
        .iter()
        .find(|redirect| redirect.span.start == sign.span.end && redirect.fd.is_none())?;
    let called = words::bare(&redirect.target).filter(|name| words::is_known_command(name))?;
    let arrow = format!("{stem}{}", redirect.operator.as_str());
    let between = Span::new(sign.span.start, redirect.target.span.start);
    (arrow.ends_with('>') && text.at(between) == arrow).then_some((between, called))
}

/// Whether a word is a `]` without quotes.
pub(super) fn is_closing(word: &Word<'_>) -> bool {
    words::bare(word).is_some_and(|text| text == "]")
}

/// Whether a word is a sign that compares, without quotes.
pub(super) fn is_sign(word: &Word<'_>) -> bool {
    words::bare(word).is_some_and(|sign| signs::compares(&sign))
}

/// Whether words ask something as a whole: about a file, about a text, or by a comparison.
fn is_question(question: &[Word<'_>]) -> bool {
    let (_, asked) = words::turned(question);
    let of_text = |sign: &Word<'_>| words::is_text(sign, "-n") || words::is_text(sign, "-z");
    match asked {
        [sign, _] => wants_a_name(sign) || of_text(sign),
        [_, sign, _] => is_sign(sign),
        _ => false,
    }
}

/// Whether a value stands for yes or for no, as a status or as a word.
fn answer(value: &Word<'_>) -> Option<bool> {
    match words::literal(value)?.to_ascii_lowercase().as_str() {
        "0" | "true" | "yes" => Some(true),
        "1" | "false" | "no" => Some(false),
        _ => None,
    }
}
