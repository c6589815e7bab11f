//! What is likely a slip in a text: where a wrong idea about the shell shows in what is written, that is said beside what the
//! text does, or in place of the general hint if it cannot be read.

use super::{Explanation, Note, Piece};
use crate::misconception::{self, Finding, Level};
use crate::source::Span;

/// Bytes of a text that is looked through: a longer one is no line to learn from.
const LONGEST: usize = 1 << 16;

/// Ideas that say more of a text that cannot be read than what the parser expected.
const BETTER: [&str; 4] = [
    "call-with-parentheses",
    "function-as-in-bash",
    "if-parens",
    "redirect-to-number",
];

/// Adds to `explanation` what is wrong in `text` although it may do something.
pub(super) fn add(explanation: &mut Explanation, text: &[u8]) {
    let Some(text) = std::str::from_utf8(text)
        .ok()
        .filter(|text| text.len() <= LONGEST)
    else {
        return;
    };
    if text.contains("\r\n") {
        return carriage_returns(explanation);
    }
    let own = misconception::static_findings(text).into_iter();
    let own = own.filter(|finding| finding.text.is_none() && finding.level != Level::Ask);
    let mut told: Vec<Span> = Vec::new();
    for finding in own {
        match (&mut explanation.error, finding.level) {
            (Some(error), Level::SyntaxError) if BETTER.contains(&finding.idea.id) => {
                error.help = Some(said(&finding));
                return;
            }
            (None, Level::Certain | Level::Static) => {
                // The most telling of those about one place is the first.
                if told.iter().any(|span| overlap(*span, finding.span)) {
                    continue;
                }
                told.push(finding.span);
                let piece = Piece::Here(format!("careful: {}", said(&finding)));
                place(&mut explanation.notes, finding.span, piece);
            }
            _ => {}
        }
    }
}

/// What is said of a text in which lines end as Windows writes them: whatever else is wrong comes of it.
fn carriage_returns(explanation: &mut Explanation) {
    const SAID: &str = "the lines end with a carriage return (\\x0d), as Windows writes them, and it belongs to the last word of each; tr -d '\\r' < FILE > NEW takes them out";
    match (&mut explanation.error, explanation.notes.first_mut()) {
        (Some(error), _) => error.help = Some(SAID.to_owned()),
        (None, Some(first)) => first.pieces.push(Piece::Here(format!("careful: {SAID}"))),
        (None, None) => {}
    }
}

/// What is said of it, as the end of a sentence.
fn said(finding: &Finding) -> String {
    let said = finding.say.trim_end_matches('.');
    let mut characters = said.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            let rest = &said[first.len_utf8()..];
            format!("{}{rest}", first.to_lowercase())
        }
        _ => said.to_owned(),
    }
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// Adds `piece` to the innermost of the notes that `span` begins in.
fn place(notes: &mut [Note], span: Span, piece: Piece) {
    let begins = |note: &&mut Note| note.span.start <= span.start && span.start < note.span.end;
    let Some(note) = notes.iter_mut().rfind(begins) else {
        return;
    };
    let inner = note
        .inner
        .iter()
        .any(|note| note.span.start <= span.start && span.start < note.span.end);
    match inner {
        true => place(&mut note.inner, span, piece),
        false => note.pieces.push(piece),
    }
}
