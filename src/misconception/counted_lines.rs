//! The idea that `$( )` stands for how many lines a command prints, where it stands for the lines themselves.

use super::evidence::{Evidence, Text};
use super::status::shorten;
use super::testing::find_test_run;
use super::words::{self, Test};
use super::{Idea, Spot, signs};
use crate::source::Span;
use crate::syntax::ast::{Command, SimpleCommand, Word};

pub(super) static IDEAS: &[Idea] = &[Idea::core(
    "lines-for-a-count",
    "`[ $(grep x f) -gt 0 ]` asks how many lines match.",
    "`$( )` stands for the lines themselves, not for how many there are. `grep -c x f` prints their number; whether there is any, `grep -q x f` answers by itself.",
)
.ranked(4)
.by(lines_compared)];

/// Commands that print lines which nobody takes for a number.
const LISTING: [&str; 6] = ["ls", "find", "jobs", "ps", "git", "diff"];

/// A command substitution whose lines were compared.
struct Listed {
    /// What runs in it.
    command: String,
    /// How its last command would say how many lines there are, and whether there is any; `None` if it cannot.
    of_grep: Option<[String; 2]>,
}

impl Listed {
    /// Of an operand, if its last command is one that prints lines.
    fn of(text: &Text<'_>, word: &Word<'_>) -> Option<Listed> {
        let list = words::substitution(word)?.script.list;
        let last = list.items.last()?.and_or;
        let pipeline = last.rest.last().map_or(last.first, |part| part.pipeline);
        let Command::Simple(command) = pipeline.commands.last()? else {
            return None;
        };
        let name = words::literal(command.words.first()?)?;
        let whole = list.span()?;
        let of_grep = match name.as_str() {
            "grep" => Some(with_options(text, whole, command)?),
            name => LISTING.contains(&name).then_some(None)?,
        };
        Some(Listed {
            command: text.at(whole),
            of_grep: of_grep.filter(|_| list.items.len() == 1),
        })
    }

    /// What would be a number in its place.
    fn counted(&self) -> String {
        match &self.of_grep {
            Some([count, _]) => count.clone(),
            None => format!("{} | wc -l", self.command),
        }
    }
}

/// What stands at `whole` with `-c`, and with `-q`, for the `grep` at its end; `None` if that prints something else than lines
/// already, or reads so many files that it counts each by itself.
fn with_options(text: &Text<'_>, whole: Span, command: &SimpleCommand<'_>) -> Option<[String; 2]> {
    let (first, rest) = command.words.split_first()?;
    let mut operands = 0;
    for word in rest {
        match words::literal(word) {
            Some(option) if option.starts_with('-') && option.len() > 1 => {
                let plain = option[1..]
                    .chars()
                    .all(|letter| "iEFvwxhsn".contains(letter));
                plain.then_some(())?;
            }
            _ => operands += 1,
        }
    }
    let name = Span::new(first.span.end, whole.end);
    let before = text.at(Span::new(whole.start, first.span.end));
    let with = |option: &str| format!("{before} {option} {}", text.at(name));
    (operands <= 2).then(|| [with("-c"), with("-q")])
}

/// Whether a comparison of a number asks if there is any, or none.
fn asks_for_any(sign: &str, number: &str) -> Option<bool> {
    match (sign, number) {
        ("-gt" | "-ne", "0") | ("-ge", "1") => Some(true),
        ("-eq" | "-le", "0") | ("-lt", "1") => Some(false),
        _ => None,
    }
}

fn lines_compared(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test_run(evidence, |text, ran, test| {
        let (bang, [left, sign, right]) = test.turned() else {
            return None;
        };
        let sign = signs::of_numbers(sign)?;
        // Lines that are a number are compared as one.
        if ran.run.status()?.0 < 2 {
            return None;
        }
        let (word, other) = match words::substitution(left) {
            Some(_) => (left, words::literal(right)),
            None => (right, None),
        };
        let listed = Listed::of(text, word)?;
        if listed.command.contains('`') {
            return None;
        }
        let asked = other
            .as_deref()
            .and_then(|number| asks_for_any(&sign, number));
        let any = listed
            .of_grep
            .as_ref()
            .zip(asked.filter(|_| bang.is_empty()));
        let any = any.map(|([_, quiet], any)| match any {
            true => quiet.clone(),
            false => format!("! {quiet}"),
        });
        let joined = listed.command.contains(['|', ';', '&']);
        Some(told(text, test, word, &listed, any.filter(|_| !joined)))
    })
}

/// What is said of `word`, which is `listed`, where `any` would answer the whole question.
fn told(
    text: &Text<'_>,
    test: &Test<'_>,
    word: &Word<'_>,
    listed: &Listed,
    any: Option<String>,
) -> Spot {
    let counted = listed.counted();
    let lines = format!(
        "`$( )` stands for what `{}` prints, not for how many lines that is: `{}` prints their number.",
        shorten(&listed.command),
        shorten(&counted)
    );
    let spot = Spot::line(word.span);
    match any {
        Some(any) => spot.instead(text.with(test.span, &any)).saying(format!(
            "{lines} Whether there is any, the command answers by itself: `{}`.",
            shorten(&any)
        )),
        None => spot
            .instead(text.with(word.span, &format!("\"$({counted})\"")))
            .saying(lines),
    }
}
