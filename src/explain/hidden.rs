//! Characters of a text that cannot be seen, or look like a blank and are none: where the first of each kind stands that does
//! something, that is said.

use super::{Explanation, Note, Piece};
use crate::source::shown::{hidden, spelt};
use crate::source::{LineIndex, Span};
use std::collections::BTreeSet;

/// Adds to `explanation` what is hidden in `text`.
pub(super) fn add(explanation: &mut Explanation, text: &[u8]) {
    let mut told = BTreeSet::new();
    let mut at = 0;
    for chunk in text.utf8_chunks() {
        for (offset, character) in chunk.valid().char_indices() {
            let Some(said) = said(character, at + offset == 0) else {
                continue;
            };
            let start = (at + offset) as u32;
            if is_in_error(explanation, text, start) {
                let error = explanation.error.as_mut();
                error
                    .into_iter()
                    .for_each(|error| error.help = Some(said.clone()));
                return;
            }
            if !told.contains(&character)
                && let Some(note) = innermost(&mut explanation.notes, start)
                && !note.quote.starts_with('#')
            {
                told.insert(character);
                note.pieces.push(Piece::Here(format!("careful: {said}")));
            }
        }
        at += chunk.valid().len() + chunk.invalid().len();
    }
}

/// What is said of a character, if it hides. `first` says that the text begins with it.
fn said(character: char, first: bool) -> Option<String> {
    let found = hidden(character)?;
    let name = found.name;
    let spelt = spelt(character)?;
    Some(match (found.like_blank, first) {
        (true, _) => format!(
            "`{spelt}` is {name}: it looks like a blank, and is a character of a word like any other"
        ),
        (_, true) => format!(
            "`{spelt}` is {name}, which some editors put at the start of a file: it cannot be seen, and becomes part of the first word"
        ),
        _ => format!(
            "`{spelt}` is {name}: it cannot be seen, and is a character of a word like any other"
        ),
    })
}

/// Whether what stands at `start` is in the line of what is wrong.
fn is_in_error(explanation: &Explanation, text: &[u8], start: u32) -> bool {
    let Some(error) = &explanation.error else {
        return false;
    };
    let index = LineIndex::new(text);
    let labels = error.labels.iter().map(|label| label.span);
    let mut spans = labels.chain([error.span]);
    spans.any(|span| index.line_of(span.start) == index.line_of(start))
}

/// The innermost of the notes on a part of the text that `at` lies in.
fn innermost(notes: &mut [Note], at: u32) -> Option<&mut Note> {
    let within = |span: Span| span.start <= at && at < span.end;
    let note = notes.iter_mut().find(|note| within(note.span))?;
    let deeper = note.inner.iter().any(|inner| within(inner.span));
    match deeper {
        true => innermost(&mut note.inner, at),
        false => Some(note),
    }
}
