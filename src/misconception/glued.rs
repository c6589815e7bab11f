//! Ideas about the blank behind the name of a command: without it the name is another.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{Word, WordPartKind};
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[Idea::core(
    "blank-behind-name",
    "`echo\"hi\"` runs echo: the quote ends the name.",
    "Only a blank ends the name of a command. What touches the name is a part of it, and no command has that name: `echo \"hi\"`.",
)
.at(Level::Static)
.ranked(3)
.by(blank_behind_name)];

/// A name with something behind it that no blank parts from it.
struct Glued {
    /// The two, with a blank between them.
    parted: String,
    /// Whether nothing else can have been meant.
    sure: bool,
}

fn blank_behind_name(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let first = simple.command.words.first()?;
        let ran = evidence.runs_at(text, simple.command.span).last();
        let missing = ran.is_some_and(|ran| {
            let status = ran.run.status().map(|status| status.0);
            ran.run.how == Some(How::NotFound) && status == Some(127)
        });
        let quoted = before_quote(text, first);
        // A value may make the name of a command complete, as long as nobody has looked for it.
        let glued = match missing {
            true => quoted
                .or_else(|| before_value(text, first))
                .or_else(|| before_letters(first))?,
            false if ran.is_none_or(|ran| ran.run.how.is_none()) => quoted?,
            false => return None,
        };
        let (written, parted) = (text.at(first.span), &glued.parted);
        let spot = Spot::of(index, first.span)
            .at(if missing {
                Level::Certain
            } else {
                Level::Static
            })
            .instead(text.with(first.span, parted));
        Some(match glued.sure {
            true => spot.saying(format!(
                "`{written}` is one word, and so the name of a command that is not there. A blank ends the name: `{parted}`."
            )),
            false => spot.asking(format!(
                "127: no command `{written}` was found. Is `{parted}` meant? Only a blank ends the name of a command."
            )),
        })
    })
}

/// The name of a known command that the first part of a word is, and all that follows it.
fn name_and_rest(text: &Text<'_>, word: &Word<'_>) -> Option<Glued> {
    let [first, _, ..] = word.parts else {
        return None;
    };
    let WordPartKind::Literal(name) = first.kind else {
        return None;
    };
    let name = String::from_utf8_lossy(name).into_owned();
    let rest = text.at(Span::new(first.span.end, word.span.end));
    // What a `[` touches is told in words of its own.
    (words::is_known_command(&name) && name != "[").then(|| Glued {
        parted: format!("{name} {rest}"),
        sure: true,
    })
}

/// `echo"hi"`
fn before_quote(text: &Text<'_>, word: &Word<'_>) -> Option<Glued> {
    let quotes = matches!(
        word.parts.get(1)?.kind,
        WordPartKind::SingleQuoted(_) | WordPartKind::DoubleQuoted(_)
    );
    name_and_rest(text, word).filter(|_| quotes)
}

/// `echo$?`
fn before_value(text: &Text<'_>, word: &Word<'_>) -> Option<Glued> {
    let value = matches!(
        word.parts.get(1)?.kind,
        WordPartKind::Parameter(_) | WordPartKind::Command(_) | WordPartKind::Arithmetic(_)
    );
    name_and_rest(text, word).filter(|_| value)
}

/// `exit3`, `test-e` and `cd..`: letters that no command's name has there.
fn before_letters(word: &Word<'_>) -> Option<Glued> {
    const TAKE_NUMBERS: [&str; 4] = ["exit", "exits", "return", "sleep"];
    let written = words::bare(word)?;
    let start = written.find(|c: char| !c.is_ascii_lowercase())?;
    let (name, rest) = written.split_at(start);
    let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
    let is_option = rest.strip_prefix('-').is_some_and(|letters| {
        (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let is_path = rest.starts_with("..") || rest.starts_with('~') || rest.starts_with('/');
    let parted = format!("{name} {rest}");
    let glued = |sure| Some(Glued { parted, sure });
    match name {
        name if TAKE_NUMBERS.contains(&name) && is_number => glued(true),
        "cd" if is_path => glued(true),
        name if is_option && words::is_known_command(name) => glued(false),
        _ => None,
    }
}
