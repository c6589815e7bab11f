//! A backslash between double quotes before a character that needs none there.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::{Idea, Spot};
use crate::source::Span;
use crate::syntax::ast::{WordPart, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "backslash-between-quotes",
    "Between double quotes `\\&` is a `&`.",
    "Between double quotes a backslash is kept, but before `$`, `\"`, another backslash and the backquote. Quotes or a backslash are enough, not both.",
)
.ranked(2)
.by(kept)];

/// `echo "a\&b"`, where the backslash was printed and is not wanted.
fn kept(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = evidence.wanted?.output.as_ref()?;
    if wanted.contains(&b'\\') || !evidence.seen.screen.contains(&b'\\') {
        return None;
    }
    find_simple(evidence, |index, text, simple| {
        if !simple.is(&["echo"]) || evidence.status_of(text, simple.command.span).is_none() {
            return None;
        }
        let mut parts = simple.arguments().iter().flat_map(|word| word.parts);
        let (span, sign) = parts.find_map(|part| backslash(text, part))?;
        Some(Spot::of(index, span).instead(text.with(span, &sign)).saying(format!(
            "Between double quotes `\\{sign}` keeps its backslash, for `{sign}` stands for itself there already. Quotes or a backslash are enough, not both."
        )))
    })
}

/// A backslash and the sign behind it, of those that only outside quotes are more than themselves.
fn backslash(text: &Text<'_>, part: &WordPart<'_>) -> Option<(Span, String)> {
    if !matches!(part.kind, WordPartKind::DoubleQuoted(_)) {
        return None;
    }
    let written = String::from_utf8_lossy(part.span.of(text.bytes)).into_owned();
    written.match_indices('\\').find_map(|(at, _)| {
        let escaped = written[..at].ends_with('\\');
        let sign = written[at + 1..].chars().next()?;
        let start = part.span.start + at as u32;
        (!escaped && "&;|<>() ?*#".contains(sign))
            .then(|| (Span::new(start, start + 2), sign.to_string()))
    })
}
