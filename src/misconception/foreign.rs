//! Ideas that other languages bring along: words in the place of operators, a `!` where it would stand there, questions
//! without the command that asks them.

use super::evidence::Evidence;
use super::find::{find_run, find_simple};
use super::testing::level;
use super::tree::Role;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "operator-as-word",
        "`and`, `or` and `not` join commands, as in Python.",
        "`and`, `or` and `not` are words like any other. The shell writes `&&`, `||` and `!`.",
    )
    .at(Level::Static)
    .ranked(5)
    .by(operator_as_word),
    Idea::later(
        "bang-behind-command",
        "`!` may stand after the command's name.",
        "`!` stands before the command that it turns round; after its name it is an argument.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(bang_behind),
    Idea::later(
        "test-without-command",
        "`-e FILE` asks by itself.",
        "`-e` and the others like it are operands of `test`: `test -e FILE`, or `[ -e FILE ]`.",
    )
    .ranked(2)
    .by(without_command),
];

/// Commands to which a text is a text, whatever it says.
const SPEAKERS: [&str; 3] = ["echo", "printf", ":"];

fn operator_as_word(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let name = simple.name()?;
        let ran = evidence.runs_at(text, simple.command.span).last();
        let spot = |word: Span, sign: &str| {
            Spot::of(index, word)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(word, sign))
        };
        let missing = ran.is_none_or(|ran| ran.run.how == Some(How::NotFound));
        if name == "not" && missing && !simple.arguments().is_empty() {
            let word = simple.command.words[0].span;
            return Some(
                spot(word, "!").saying(
                    "There is no command `not`. The shell writes `!`, with a blank after it."
                        .to_owned(),
                ),
            );
        }
        if SPEAKERS.contains(&name.as_str()) {
            return None;
        }
        simple.arguments().windows(2).find_map(|pair| {
            let [word, next] = pair else { return None };
            let sign = match words::bare(word)?.as_str() {
                "and" => "&&",
                "or" => "||",
                _ => return None,
            };
            let next = words::bare(next).filter(|next| words::is_known_command(next))?;
            let word_text = text.at(word.span);
            Some(spot(word.span, sign).saying(format!(
                "`{word_text}`, `{next}` and what follows are arguments of `{name}` here. The shell writes `{sign}`."
            )))
        })
    })
}

fn bang_behind(evidence: &Evidence<'_>) -> Option<Spot> {
    // To these a `!` is an operand of their own.
    const OWN: [&str; 5] = ["[", "test", "find", "expr", "set"];
    find_simple(evidence, |index, text, simple| {
        let name = simple.name()?;
        let first = simple.command.words.get(1)?;
        let is_bang = words::bare(first).is_some_and(|word| word == "!");
        let takes_it = OWN.contains(&name.as_str()) || SPEAKERS.contains(&name.as_str());
        if !is_bang
            || takes_it
            || simple.arguments().len() < 2
            || !simple.tree.is_checked(simple.index)
        {
            return None;
        }
        let rest = Span::new(simple.command.words[2].span.start, simple.command.span.end);
        let turned = format!("! {name} {}", text.at(rest));
        Some(
            Spot::of(index, first.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(simple.command.span, &turned))
                .saying(format!(
                    "`!` stands before the command that it turns round: `{turned}`. After `{name}` it is an argument of `{name}`."
                )),
        )
    })
}

fn without_command(evidence: &Evidence<'_>) -> Option<Spot> {
    const QUESTIONS: [&str; 13] = [
        "-e", "-f", "-d", "-s", "-r", "-w", "-x", "-h", "-L", "-n", "-z", "-p", "-t",
    ];
    find_run(evidence, |ran| {
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let asks = QUESTIONS.contains(&name.as_str()) && ran.run.how == Some(How::NotFound);
        let text = evidence.line();
        let mut simples = text.tree.simples();
        let simple = simples.find(|simple| simple.command.span == ran.run.span)?;
        // In parentheses a whole condition was meant.
        if text.tree.list_of(simple.index).role == Role::Subshell {
            return None;
        }
        let written = text.at(ran.run.span);
        let question = format!("test {written}");
        (asks && ran.run.words().len() == 2).then(|| {
            Spot::line(ran.run.span)
                .instead(text.with(ran.run.span, &question))
                .saying(format!(
                    "`{name}` is a question for `test` and no command: `{question}`, or `[ {written} ]`."
                ))
        })
    })
}
