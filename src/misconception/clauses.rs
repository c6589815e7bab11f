//! Ideas about the words of `if` and of loops that leave a text the shell cannot read.

use super::broken::Broken;
use super::evidence::Evidence;
use super::find::find_simple;
use super::testing::level;
use super::tokens::Token;
use super::tree::{Role, Simple};
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::syntax::parse::Construct;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "if-without-separator",
        "`then` can follow the condition on the same line.",
        "`then` was swallowed as an argument of the command before it. Put `;` or a newline before it: `if [ 1 = 1 ]; then`.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(without_separator),
    Idea::core(
        "if-glued-bracket",
        "`if[ ... ]` is fine.",
        "`if[` is one word, so the shell never saw an `if`. Write `if [`.",
    )
    .at(Level::SyntaxError)
    .ranked(3)
    .by(glued_bracket),
    Idea::core(
        "then-semicolon",
        "Every keyword gets a `;`.",
        "`then` already separates; a `;` right after it is an empty command, which is not allowed.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(then_semicolon),
    Idea::later(
        "capital-word",
        "`IF` and `Then` are the same as `if` and `then`.",
        "Words of the shell are written in small letters. In capitals they are names of commands like any other.",
    )
    .at(Level::SyntaxError)
    .ranked(4)
    .by(capital),
    Idea::later(
        "empty-branch",
        "A branch may be empty or hold only a comment.",
        "A branch needs at least one command. `:` is the do-nothing command.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(empty_branch),
    Idea::core(
        "wrong-closing-word",
        "`end`, `endif`, `done` or `}` closes an `if`.",
        "`if` pairs with `then` and `fi`; `while`/`for` pair with `do` and `done`.",
    )
    .at(Level::SyntaxError)
    .by(wrong_closing),
];

fn without_separator(evidence: &Evidence<'_>) -> Option<Spot> {
    let Some(broken) = Broken::of(evidence) else {
        return swallowed_else(evidence);
    };
    if let Some(spot) = swallowed_if(&broken) {
        return Some(spot);
    }
    let (word, head) = match broken.open.last()?.construct {
        Construct::If => ("then", "if"),
        Construct::While => ("do", "while"),
        Construct::Until => ("do", "until"),
        Construct::For => ("do", "for"),
        Construct::Then | Construct::Else => return swallowed_end(&broken, "fi"),
        Construct::Do => return swallowed_end(&broken, "done"),
        Construct::Case => return swallowed_end(&broken, "esac"),
        _ => return None,
    };
    let opener = broken.open.last()?.opener;
    let swallowed = broken.tokens[..broken.at]
        .iter()
        .enumerate()
        .find(|(at, token)| {
            token.text.eq_ignore_ascii_case(word)
                && token.span.start > opener.start
                && !broken.begins_command(*at)
        });
    let (at, token) = swallowed?;
    let before = broken.tokens[at - 1];
    let joined = Span::new(before.span.end, token.span.end);
    let command = broken.tokens[..at]
        .iter()
        .rposition(|token| token.span.end <= opener.end);
    let mut words = broken.tokens[command.map_or(0, |at| at + 1)..at].iter();
    let name = words.find(|token| token.text != "!")?.text;
    // What stands behind the `]` was to end the condition.
    if let Some(sign) = before
        .text
        .strip_prefix(']')
        .filter(|sign| matches!(*sign, ":" | "," | "."))
    {
        let sign_span = Span::new(before.span.end - 1, token.span.end);
        return Some(broken.spot(before.span).instead(broken.with(sign_span, &format!("; {word}"))).saying(format!(
            "`{sign}` ends no command: `]{sign}` is one word, and `{word}` was swallowed as an argument of `{name}`. What ends the condition is `;` or a newline: `{head} ... ]; {word}`."
        )));
    }
    let written = token.text;
    let taken = match head {
        "for" => format!("`{written}` is one of the words that `{name}` stands for in turn"),
        _ => format!("`{written}` was swallowed as an argument of `{name}`"),
    };
    let small = match written == word {
        true => "",
        false => ", in small letters",
    };
    Some(
        broken
            .spot(token.span)
            .instead(broken.with(joined, &format!("; {word}")))
            .saying(format!(
                "{taken}. Put `;` or a newline before it{small}: `{head} ...; {word}`."
            )),
    )
}

/// `n=5 if [ ... ]; then`: an `if` behind other words of its command, so that nothing is open where the `then` comes.
fn swallowed_if(broken: &Broken<'_>) -> Option<Spot> {
    let (word, head): (_, &[&str]) = match broken.found()?.text {
        "then" => ("then", &["if", "elif"]),
        "do" => ("do", &["while", "until", "for"]),
        _ => return None,
    };
    if !broken.open.is_empty() {
        return None;
    }
    let at = (1..broken.at).rfind(|at| {
        let before = broken.tokens[at - 1];
        let is_head = head.contains(&broken.tokens[*at].text);
        // What stands behind a `:` was to be left out.
        let behind = !before.operator && before.text != ":";
        is_head && !broken.begins_command(*at) && behind
    })?;
    let (before, token) = (broken.tokens[at - 1], broken.tokens[at]);
    let between = Span::new(before.span.end, token.span.start);
    let written = token.text;
    Some(
        broken
            .spot(token.span)
            .instead(broken.with(between, "; "))
            .saying(format!(
                "`{written}` stands behind other words here, so it begins nothing, and the `{word}` has nothing to belong to. Put `;` or a newline before the `{written}`."
            )),
    )
}

/// The word that was to end what is still open when the text ends, among the arguments of a command.
fn swallowed_end(broken: &Broken<'_>, word: &str) -> Option<Spot> {
    if broken.found().is_some() {
        return None;
    }
    let at = (1..broken.at).rfind(|at| {
        broken.tokens[*at].text == word
            && !broken.begins_command(*at)
            && !broken.tokens[at - 1].operator
    })?;
    let command = (0..at).rfind(|at| broken.begins_command(*at))?;
    let (name, token) = (broken.tokens[command].text, broken.tokens[at]);
    let joined = Span::new(broken.tokens[at - 1].span.end, token.span.start);
    Some(
        broken
            .spot(token.span)
            .instead(broken.with(joined, "; "))
            .saying(format!(
                "`{word}` was taken as an argument of `{name}`, so nothing has ended here. Put `;` or a newline before it: `...; {word}`."
            )),
    )
}

/// Words of the shell that open, part or end something.
const WORDS: [&str; 11] = [
    "if", "then", "elif", "else", "fi", "while", "until", "for", "do", "done", "case",
];

/// `IF`, `Then`: a word of the shell with a capital, where a command begins.
fn capital(evidence: &Evidence<'_>) -> Option<Spot> {
    let Some(broken) = Broken::of(evidence) else {
        return capital_name(evidence);
    };
    let end = (broken.at + 1).min(broken.tokens.len());
    let at = (0..end).find(|at| {
        let written = broken.tokens[*at].text;
        let small = written.to_ascii_lowercase();
        small != written && WORDS.contains(&small.as_str()) && broken.begins_command(*at)
    })?;
    let token = broken.tokens[at];
    let small = token.text.to_ascii_lowercase();
    Some(
        broken
            .spot(token.span)
            .instead(broken.with(token.span, &small))
            .saying(format!(
                "Words of the shell are written in small letters. `{}` is taken for the name of a command; the word is `{small}`.",
                token.text
            )),
    )
}

/// The same in a text that can be read, as no word of the shell is left in it: `IF true; THEN echo a; FI`.
fn capital_name(evidence: &Evidence<'_>) -> Option<Spot> {
    let small = |simple: &Simple<'_, '_>| {
        let written = words::bare(simple.command.words.first()?)?;
        let small = written.to_ascii_lowercase();
        (small != written && WORDS.contains(&small.as_str())).then_some(small)
    };
    find_simple(evidence, |index, text, simple| {
        let first = simple.command.words.first()?;
        let (written, small_word) = (text.at(first.span), small(&simple)?);
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        let missing = ran.run.how == Some(How::NotFound);
        // One alone may be anything.
        let several = text
            .tree
            .simples()
            .filter(|other| small(other).is_some())
            .count()
            > 1;
        (several && missing).then(|| {
            Spot::of(index, first.span).at(Level::Certain).instead(text.with(first.span, &small_word)).saying(format!(
                "Words of the shell are written in small letters. `{written}` is taken for the name of a command; the word is `{small_word}`."
            ))
        })
    })
}

/// An `else` among the arguments of a command of the branch before it, in a text that can be read all the same.
fn swallowed_else(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if text.tree.list_of(simple.index).role != Role::Branch {
            return None;
        }
        let is_else = |word: &&Word<'_>| {
            words::bare(word).is_some_and(|word| word == "else" || word == "elif")
        };
        let word = simple.arguments().iter().find(is_else)?;
        let (written, name) = (text.at(word.span), simple.name()?);
        let before = Span::new(word.span.start, word.span.start);
        let instead = text
            .with(before, "; ")
            .map(|line| line.replacen(" ; ", "; ", 1));
        Some(
            Spot::of(index, word.span)
                .at(level(evidence, text, simple.command.span))
                .instead(instead)
                .saying(format!(
                    "`{written}` was taken as an argument of `{name}`. Put `;` or a newline before it: `...; {written}`."
                )),
        )
    })
}

fn glued_bracket(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let (at, token) = broken
        .tokens
        .iter()
        .enumerate()
        .take(broken.at)
        .rev()
        .find(|(at, token)| {
            let word = token.text.split_once('[').map(|(word, _)| word);
            matches!(word, Some("if" | "elif" | "while" | "until")) && broken.begins_command(*at)
        })?;
    let (word, rest) = token.text.split_once('[')?;
    let spaced = format!("{word} [ {rest}").trim_end().to_owned();
    let mismatch = matches!(
        broken.found().map(|token| token.text),
        Some("then" | "do" | "fi" | "done" | "else")
    );
    let _ = at;
    (mismatch || broken.found().is_none()).then(|| {
        broken
            .spot(token.span)
            .instead(broken.with(token.span, &spaced))
            .saying(format!(
                "`{word}[` is one word, so the shell never saw `{word}`. Write `{word} [`."
            ))
    })
}

/// The reserved word that stands directly before the token that was not expected.
fn opened_by<'e>(broken: &Broken<'e>, token: Option<Token<'e>>) -> Option<Token<'e>> {
    let token = token?;
    let at = broken
        .tokens
        .iter()
        .position(|found| found.span == token.span)?;
    let opens = matches!(token.text, "then" | "else" | "do" | "{") && broken.begins_command(at);
    opens.then_some(token)
}

fn then_semicolon(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == ";")?;
    let word = opened_by(&broken, broken.previous())?;
    let word_text = word.text;
    Some(broken.spot(found.span).instead(broken.with(found.span, "")).saying(format!(
        "`{word_text}` already separates; a `;` right after it is an empty command, which is not allowed. Write the command straight after `{word_text}`."
    )))
}

fn empty_branch(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken
        .found()
        .filter(|token| matches!(token.text, "fi" | "else" | "elif" | "done" | "}"))?;
    let word = opened_by(&broken, broken.previous_word())?;
    Some(broken.spot(found.span).saying(format!(
        "Between `{}` and `{}` there has to be at least one command. `:` is the do-nothing command.",
        word.text, found.text
    )))
}

/// `if ...; then ...; if`: an `if` at the end of the text, where another one is open.
fn opened_again(broken: &Broken<'_>) -> Option<Spot> {
    let last = broken.previous_word().filter(|token| token.text == "if")?;
    let [.., outer, inner] = broken.open else {
        return None;
    };
    let within = matches!(outer.construct, Construct::Then | Construct::Else);
    let ends = broken.found().is_none() && inner.construct == Construct::If;
    (within && ends).then(|| {
        broken
            .spot(last.span)
            .instead(broken.with(last.span, "fi"))
            .saying("`if` opens another one here. What ends an `if` is `fi`.".to_owned())
    })
}

fn wrong_closing(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    if let Some(spot) = opened_again(&broken) {
        return Some(spot);
    }
    let construct = broken.open.last()?.construct;
    let (opened, pairs) = match construct {
        Construct::If | Construct::Then | Construct::Else => ("if", "`then` and `fi`"),
        Construct::While => ("while", "`do` and `done`"),
        Construct::Until => ("until", "`do` and `done`"),
        Construct::For | Construct::Do => ("loop", "`do` and `done`"),
        _ => return None,
    };
    let ends = |token: &Token<'_>| {
        matches!(
            token.text,
            "end" | "endif" | "end_if" | "endfor" | "endwhile"
        )
    };
    let found = match broken.found() {
        Some(token) => {
            let fits = match opened {
                "if" => matches!(token.text, "do" | "done" | "}" | "esac"),
                _ => matches!(token.text, "then" | "fi" | "}" | "esac"),
            };
            Some(token).filter(|_| fits)
        }
        None => broken
            .tokens
            .iter()
            .enumerate()
            .rev()
            .find(|(at, token)| ends(token) && broken.begins_command(*at))
            .map(|(_, token)| *token),
    }?;
    let what = match opened {
        "loop" => "A loop".to_owned(),
        word => format!("`{word}`"),
    };
    Some(broken.spot(found.span).saying(format!(
        "`{}` does not belong here. {what} pairs with {pairs}.",
        found.text
    )))
}
