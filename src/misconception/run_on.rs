//! An assignment among the arguments of the command before it.

use super::Spot;
use super::evidence::{Evidence, Text};
use super::status::shorten;
use super::testing::level;
use super::tree::Simple;
use super::words;
use crate::source::Span;
use crate::syntax::ast::{Word, WordPartKind};

/// Commands to which an assignment is an argument like any other that they know.
const TAKE_ASSIGNMENTS: [&str; 14] = [
    "alias", "awk", "declare", "dd", "echo", "env", "export", "let", "local", "make", "printf",
    "readonly", "set", "typeset",
];

/// `exits 3, rc=$?` and `exits 3 rc=$?`: the status of a command, kept among the arguments of that command.
pub(super) fn status_among_arguments(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let name = simple
        .name()
        .filter(|name| !TAKE_ASSIGNMENTS.contains(&name.as_str()))?;
    let at = simple.arguments().iter().position(keeps_status)?;
    let kept = &simple.arguments()[at];
    let before = &simple.command.words[at];
    let written = text.at(kept.span);
    // Where nobody reads it, it may be meant for the command.
    let (given, _) = written.split_once('=')?;
    let line = String::from_utf8_lossy(text.bytes);
    if !line.contains(&format!("${given}")) && !line.contains(&format!("${{{given}")) {
        return None;
    }
    let comma = words::bare(before).is_some_and(|word| word.ends_with(','));
    let spot = Spot::of(index, kept.span).at(level(evidence, text, simple.command.span));
    let between = match comma {
        true => Span::new(before.span.end - 1, kept.span.start),
        false => Span::new(before.span.end, kept.span.start),
    };
    let rule = match comma {
        true => format!("`,` ends no command, and a `;` belongs before `{written}`"),
        false => format!("a `;` is missing before `{written}`"),
    };
    Some(spot.instead(text.with(between, "; ")).saying(format!(
        "`{written}` is an argument of `{}` here, and keeps nothing: {rule}.",
        shorten(&name)
    )))
}

/// Whether a word would keep the status, if it stood where an assignment can.
fn keeps_status(word: &Word<'_>) -> bool {
    let [first, rest @ ..] = word.parts else {
        return false;
    };
    let WordPartKind::Literal(name) = first.kind else {
        return false;
    };
    let value = Word {
        parts: rest,
        ..*word
    };
    let name = std::str::from_utf8(name)
        .ok()
        .and_then(|text| text.strip_suffix('='));
    name.is_some_and(words::is_name) && words::is_status(&value)
}
