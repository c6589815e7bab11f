//! Ideas that other languages bring along: words in the place of operators, a `!` where it would stand there, questions
//! without the command that asks them.

use super::broken::Broken;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::testing::level;
use super::tree::{Role, Simple};
use super::words::{self, Test};
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
    Idea::later(
        "call-with-parentheses",
        "`exit(1)` calls exit with the argument 1.",
        "A command's arguments follow its name after a blank, without `( )`: `exit 1`.",
    )
    .at(Level::SyntaxError)
    .ranked(3)
    .by(call),
    Idea::later(
        "colon-behind-word",
        "`then` and `else` end in a colon, as in Python.",
        "`then`, `else` and `do` are words without a colon. With one they are names of commands, and no such command exists.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(colon_behind),
];

/// Commands to which a text is a text, whatever it says.
const SPEAKERS: [&str; 3] = ["echo", "printf", ":"];

/// Operators of `test` that ask of one operand.
const QUESTIONS: [&str; 13] = [
    "-e", "-f", "-d", "-s", "-r", "-w", "-x", "-h", "-L", "-n", "-z", "-p", "-t",
];

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
        // Of other words nobody knows whether they are there to be said.
        let turns = simple.arguments().first().and_then(words::bare);
        let turns = turns.is_some_and(|next| {
            words::is_known_command(&next)
                || words::is_known_elsewhere(&next)
                || next.starts_with(['-', '['])
        });
        if name.eq_ignore_ascii_case("not") && missing && turns {
            let word = simple.command.words[0].span;
            return Some(spot(word, "!").saying(format!(
                "There is no command `{name}`. The shell writes `!`, with a blank after it."
            )));
        }
        if SPEAKERS.contains(&name.as_str()) {
            return None;
        }
        let mut places = simple.arguments().iter().enumerate();
        places.find_map(|(at, word)| {
            let mut behind = simple.arguments()[at + 1..].iter().peekable();
            // "or else", "and then"
            let second = behind.next_if(|next| {
                words::bare(next).is_some_and(|next| matches!(next.as_str(), "else" | "then"))
            });
            let sign = match words::bare(word)?.to_ascii_lowercase().as_str() {
                "and" => "&&",
                "or" => "||",
                _ => return None,
            };
            let next = behind.next().and_then(words::bare);
            let next = next.filter(|next| words::is_known_command(next))?;
            let whole = second.map_or(word.span, |second| word.span.to(second.span));
            let word_text = text.at(whole);
            Some(spot(whole, sign).saying(format!(
                "`{word_text}`, `{next}` and what follows are arguments of `{name}` here. The shell writes `{sign}`."
            )))
        })
    })
}

fn bang_behind(evidence: &Evidence<'_>) -> Option<Spot> {
    // To these a `!` is an operand of their own.
    const OWN: [&str; 6] = ["[", "test", "[[", "find", "expr", "set"];
    find_simple(evidence, |index, text, simple| {
        let name = simple.name()?;
        let first = simple.command.words.get(1)?;
        let is_bang = words::is_text(first, "!");
        let takes_it = OWN.contains(&name.as_str()) || SPEAKERS.contains(&name.as_str());
        // What is no command here is none with a `!` before it either.
        let ran = evidence.runs_at(text, simple.command.span).last();
        let missing = ran.is_some_and(|ran| ran.run.how == Some(How::NotFound));
        if !is_bang
            || takes_it
            || missing
            || simple.arguments().len() < 2
            || !simple.tree.is_checked(simple.index)
        {
            return bang_in_question(evidence, index, text, &simple);
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

/// `[ -e ! lock ]`: a `!` between the operator of a question and its operand.
fn bang_in_question(
    evidence: &Evidence<'_>,
    index: usize,
    text: &Text<'_>,
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let test = Test::of(simple)?;
    let [operator, bang, operand] = test.operands else {
        return None;
    };
    let asks = words::bare(operator).is_some_and(|word| QUESTIONS.contains(&word.as_str()));
    let is_bang = words::is_text(bang, "!");
    let both = Span::new(operator.span.start, operand.span.end);
    let turned = format!("! {} {}", text.at(operator.span), text.at(operand.span));
    (asks && is_bang).then(|| {
        Spot::of(index, bang.span)
            .at(level(evidence, text, test.span))
            .instead(text.with(both, &turned))
            .saying(format!(
                "`!` stands before the whole question: `{turned}`. Between the operator and its operand it is one word too many."
            ))
    })
}

fn without_command(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.runs.iter().find_map(|ran| {
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let asks = QUESTIONS.contains(&name.as_str()) && ran.run.how == Some(How::NotFound);
        let (index, text) = evidence.text_of(ran.run.source)?;
        let written = text.at(ran.run.span);
        let question = format!("test {written}");
        (asks && ran.run.words().len() == 2).then(|| {
            Spot::of(index, ran.run.span)
                .instead(text.with(ran.run.span, &question))
                .saying(format!(
                    "`{name}` is a question for `test` and no command: `{question}`, or `[ {written} ]`."
                ))
        })
    })
}

/// Words behind which a `(` opens a subshell.
const RESERVED: [&str; 8] = ["if", "elif", "while", "until", "then", "else", "do", "case"];

/// `exit(1)` and `version=cat(VERSION)`, where the `(` or what follows it cannot be read.
fn call(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let is_open = |at: &usize| {
        broken
            .tokens
            .get(*at)
            .is_some_and(|token| token.text == "(")
    };
    let open = [broken.at, broken.at.wrapping_sub(1)]
        .into_iter()
        .find(is_open)?;
    let name = broken.tokens.get(open.checked_sub(1)?)?;
    let close = broken.tokens[open..]
        .iter()
        .find(|token| token.text == ")")?;
    let inside = Span::new(broken.tokens[open].span.end, close.span.start);
    let inside = broken.text[inside.start as usize..inside.end as usize].trim();
    // Between quotes a comma is text.
    let arguments = match inside.contains(['"', '\'']) {
        true => inside.to_owned(),
        false => inside.replace(',', " "),
    };
    let arguments = arguments
        .split_ascii_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let (variable, called) = match name.text.split_once('=') {
        Some((variable, called)) => (Some(variable), called),
        None => (None, name.text),
    };
    let touches = name.span.end == broken.tokens[open].span.start;
    let plain = !arguments.is_empty() && !arguments.contains(['`', '(', ';']);
    let is_command = words::is_name(called) && !RESERVED.contains(&called);
    if !touches || !plain || !is_command || !broken.begins_command(open - 1) {
        return None;
    }
    let line = format!("{called} {arguments}");
    let meant = match variable {
        Some(variable) => format!("{variable}=$({line})"),
        None => line,
    };
    let whole = Span::new(name.span.start, close.span.end);
    Some(broken.spot(whole).instead(broken.with(whole, &meant)).saying(format!(
        "`{called}( )` is how other languages call. In the shell the arguments follow the name after a blank: `{meant}`."
    )))
}

fn colon_behind(evidence: &Evidence<'_>) -> Option<Spot> {
    let said = |written: &str| {
        let word = written.trim_end_matches(':');
        format!(
            "`{written}` is one word, the name of a command that is not there. The word of the shell has no colon: `{word}`."
        )
    };
    let is_one = |word: &str| matches!(word, "then:" | "else:" | "do:");
    if let Some(broken) = Broken::of(evidence) {
        let mut tokens = broken.tokens.iter().enumerate();
        // `else:` keeps no text from being read, and is good Python.
        let (_, token) = tokens.find(|(at, token)| {
            matches!(token.text, "then:" | "do:") && broken.begins_command(*at)
        })?;
        let spot = broken.spot(token.span).at(Level::SyntaxError);
        let plain = token.text.trim_end_matches(':');
        return Some(
            spot.instead(broken.with(token.span, plain))
                .saying(said(token.text)),
        );
    }
    find_simple(evidence, |index, text, simple| {
        let written = simple.name().filter(|name| is_one(name))?;
        let first = simple.command.words.first()?;
        let list = text.tree.list_of(simple.index);
        if list.role != Role::Branch {
            return None;
        }
        let whole = text.tree.commands[list.parent?].command.span();
        let ran = evidence
            .runs_at(text, whole)
            .any(|ran| ran.run.how.is_some());
        let plain = written.trim_end_matches(':');
        Some(
            Spot::of(index, first.span)
                .at(if ran { Level::Certain } else { Level::Static })
                .instead(text.with(first.span, plain))
                .saying(said(&written)),
        )
    })
}
