//! The idea that `$( )` stands for how many lines a command prints, where it stands for the lines themselves.

use super::evidence::{Evidence, Text};
use super::status::shorten;
use super::testing::find_test_run;
use super::words::{self, Test};
use super::{Idea, Spot, signs};
use crate::source::Span;
use crate::syntax::ast::{Command, Parameter, SimpleCommand, Word};

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
    /// The word that it is.
    place: Span,
    /// What stands for its lines in the test.
    stands: String,
}

impl Listed {
    /// Of an operand: it is one, or a variable that was given one.
    fn of(text: &Text<'_>, word: &Word<'_>) -> Option<Listed> {
        let Some(Parameter::Variable(name)) = words::parameter(word) else {
            return Listed::written(text, word, "$( )".to_owned());
        };
        let simples = text
            .tree
            .simples()
            .flat_map(|simple| simple.command.assignments);
        let before = simples.filter(|assignment| assignment.span.end <= word.span.start);
        let given = before.filter(|assignment| assignment.name == name).last()?;
        let name = format!("${}", String::from_utf8_lossy(name));
        Listed::written(text, &given.value, name)
    }

    /// Of a word that is one, if its only pipeline ends in a command that prints lines.
    fn written(text: &Text<'_>, word: &Word<'_>, stands: String) -> Option<Listed> {
        let list = words::substitution(word)?.script.list;
        let [item] = list.items else { return None };
        let ([], Some(Command::Simple(command))) =
            (item.and_or.rest, item.and_or.first.commands.last())
        else {
            return None;
        };
        let whole = list.span()?;
        let of_grep = match words::literal(command.words.first()?)?.as_str() {
            "grep" => Some(with_options(text, whole, command)?),
            name => LISTING.contains(&name).then_some(None)?,
        };
        Some(Listed {
            command: text.at(whole),
            of_grep,
            place: word.span,
            stands,
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
        let (word, listed, other) = match Listed::of(text, left) {
            Some(listed) => (left, listed, words::literal(right)),
            None => (right, Listed::of(text, right)?, None),
        };
        let is_number = evidence.expansions(text, word).last().is_some_and(|(fields, _)| {
            matches!(fields, [only] if words::is_integer(&String::from_utf8_lossy(only)))
        });
        if is_number || listed.command.contains('`') {
            return None;
        }
        let asked = other
            .as_deref()
            .and_then(|number| asks_for_any(&sign, number));
        let asked = asked.filter(|_| bang.is_empty());
        let any = listed.of_grep.as_ref().zip(asked);
        let any = any.map(|([_, quiet], any)| match any {
            true => quiet.clone(),
            false => format!("! {quiet}"),
        });
        Some(told(text, test, &listed, any))
    })
}

/// What is said of what is `listed`, where `any` would answer the whole question.
fn told(text: &Text<'_>, test: &Test<'_>, listed: &Listed, any: Option<String>) -> Spot {
    let counted = listed.counted();
    let lines = format!(
        "`{}` stands for what `{}` prints, not for how many lines that is: `{}` prints their number.",
        listed.stands,
        shorten(&listed.command),
        shorten(&counted)
    );
    match any {
        Some(any) => Spot::line(listed.place)
            .instead(
                text.with(test.span, &any)
                    .filter(|_| listed.stands == "$( )"),
            )
            .saying(format!(
                "{lines} Whether there is any, the command answers by itself: `{}`.",
                shorten(&any)
            )),
        None => Spot::line(listed.place)
            .instead(text.with(listed.place, &format!("\"$({counted})\"")))
            .saying(lines),
    }
}
