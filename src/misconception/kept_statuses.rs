//! A status that a script keeps, and then nobody reads.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::trace::TraceKind;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "kept-and-not-used",
    "Once `rc=$?` is written, the script ends with that.",
    "`rc=$?` keeps the number in a variable. A script leaves it only by `exit \"$rc\"`.",
)
.at(Level::Ask)
.by(not_used)];

/// `rc=$?` in a script that failed there, reads `rc` nowhere and ends with another status.
fn not_used(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let runner = text.runner?;
        let ([assignment], []) = (simple.command.assignments, simple.command.words) else {
            return None;
        };
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        let kept = kept(evidence, text, &name).filter(|kept| kept != "0")?;
        let ended = evidence
            .runs_at(evidence.line(), runner)
            .last()?
            .run
            .status()?;
        let other = ended.0.to_string() != kept;
        let is_read =
            is_mentioned(text.bytes, &name, 2) || is_mentioned(evidence.line().bytes, &name, 1);
        (words::is_status(&assignment.value) && other && !is_read).then(|| {
            Spot::of(index, assignment.span).asking(format!(
                "Is the script to end with {kept}? `{}` keeps that number, and nothing reads `{name}`. `exit \"${name}\"` leaves it.",
                text.at(assignment.span)
            ))
        })
    })
}

/// The value that the variable was given last in `text`.
fn kept(evidence: &Evidence<'_>, text: &Text<'_>, name: &str) -> Option<String> {
    let mut events = evidence.seen.trace.iter().rev();
    events.find_map(|event| match &event.kind {
        TraceKind::Assigned { name: set, value }
            if Some(event.source) == text.source && set == name.as_bytes() =>
        {
            Some(String::from_utf8_lossy(value).into_owned())
        }
        _ => None,
    })
}

/// Whether the name stands in the text as a word of its own, so many times or more.
fn is_mentioned(text: &[u8], name: &str, least: usize) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let words = text.split(|byte| !is_part(byte));
    words.filter(|word| *word == name.as_bytes()).count() >= least
}
