//! Ideas about lines of scripts: the delimiter of a here-document among them, a `#` for `$#`, all arguments as one word.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot, signs};
use crate::source::Span;
use crate::syntax::ast::{Parameter, Word, WordPartKind};
use crate::trace::{ExitStatus, How};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "delimiter-in-file",
        "`  EOF` ends a here-document, whatever stands before it.",
        "A line ends a here-document only if it holds nothing but the delimiter, without a blank before or behind it.",
    )
    .ranked(3)
    .by(delimiter_in_file),
    Idea::later(
        "hash-for-count",
        "`[ # -eq 0 ]` asks for the number of arguments.",
        "A `#` at the beginning of a word begins a comment. The number of arguments is `$#`: `[ \"$#\" -eq 0 ]`.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(hash_for_count),
    Idea::later(
        "arguments-in-one-word",
        "`\"$*\"` runs the command that the arguments are.",
        "`\"$*\"` puts all arguments into one word, and no command has such a name. `\"$@\"` passes each on as a word of its own.",
    )
    .ranked(3)
    .by(in_one_word),
];

/// A line `EOF` that a script runs as a command.
fn delimiter_in_file(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        const SHORTEST: usize = 3;
        text.runner?;
        let [only] = simple.command.words else {
            return None;
        };
        let name = words::bare(only)?;
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        let capitals = name.len() >= SHORTEST && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let alone = line_at(text, only.span).trim() == name;
        (capitals && alone && ran.run.how == Some(How::NotFound)).then(|| {
            Spot::of(index, only.span).saying(format!(
                "The file holds a line `{name}`, which is run like any other. A line ends a here-document only if it holds nothing but the delimiter, without a blank before or behind it."
            ))
        })
    })
}

/// The physical line at `span`.
fn line_at(text: &Text<'_>, span: Span) -> String {
    let (before, behind) = text.bytes.split_at(span.start as usize);
    let start = before.iter().rposition(|byte| *byte == b'\n');
    let end = behind.iter().position(|byte| *byte == b'\n');
    let line = Span::new(
        start.map_or(0, |newline| newline as u32 + 1),
        end.map_or(text.bytes.len() as u32, |newline| {
            span.start + newline as u32
        }),
    );
    text.at(line)
}

/// `[ # -eq 0 ]`. What follows is a comment, so that the rest may be readable or not.
fn hash_for_count(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let source = std::str::from_utf8(text.bytes).ok()?;
        let at = ["[ # ", "test # "].iter().find_map(|begins| {
            let at = source.find(begins)?;
            let behind = source[at + begins.len()..].split([' ', '\n']).next()?;
            (begins_test(text, source, at) && signs::compares(behind))
                .then_some(at + begins.len() - 2)
        })?;
        let place = Span::new(at as u32, at as u32 + 1);
        let level = match (text.fault.is_some(), evidence.has_run()) {
            (true, _) => Level::SyntaxError,
            (false, true) => Level::Certain,
            (false, false) => Level::Static,
        };
        Some(
            Spot::of(index, place)
                .at(level)
                .instead(text.with(place, "\"$#\"")),
        )
    })
}

/// Whether a test begins at `at`. In a text that cannot be read nothing but what stands before it can tell.
fn begins_test(text: &Text<'_>, source: &str, at: usize) -> bool {
    if text.fault.is_none() {
        let mut simples = text.tree.simples();
        return simples.any(|simple| simple.command.span.start as usize == at);
    }
    let before = source[..at].trim_end_matches([' ', '!']);
    let signs = before.is_empty() || before.ends_with(['\n', ';', '&', '|']);
    signs
        || ["if", "while", "until"]
            .iter()
            .any(|word| before.ends_with(word))
}

/// `exec "$*"`, and `"$*"` where a command begins.
fn in_one_word(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let place = usize::from(simple.is(&["exec"]));
        let word = simple
            .command
            .words
            .get(place)
            .filter(|word| is_star(word))?;
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        let called = ran.run.words().get(place)?.clone();
        let missing = ran.run.how == Some(How::NotFound)
            || evidence
                .exits()
                .any(|(_, _, status)| status == ExitStatus::NOT_FOUND)
            || ran.run.status() == Some(ExitStatus::NOT_FOUND);
        (missing && called.contains(' ') && !called.contains('`')).then(|| {
            Spot::of(index, word.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(word.span, "\"$@\""))
                .saying(format!(
                    "`\"$*\"` puts all arguments into one word, here `{called}`, and that is looked for as the name of a command. `\"$@\"` passes each on as a word of its own."
                ))
        })
    })
}

/// Whether a word is exactly `"$*"`.
fn is_star(word: &Word<'_>) -> bool {
    let quoted = matches!(
        word.parts,
        [part] if matches!(part.kind, WordPartKind::DoubleQuoted(_))
    );
    quoted && words::parameter(word) == Some(Parameter::Special(b'*'))
}
