//! What a whole file of such lines is put together from: its lines, what is said of each, and where that stands.

use super::super::{Explanation, Note, Piece};
use super::Wrapper;
use crate::source::Span;

/// The lines of `text`, with where they start.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let own = start;
        start += line.len() + 1;
        (own, line)
    })
}

/// What is said of a line, or a part of it, that no shell reads.
pub(super) fn note(span: Span, line: &str, piece: Piece) -> Note {
    Note {
        span,
        mark: span,
        quote: line.trim().to_owned(),
        pieces: vec![piece],
        inner: Vec::new(),
    }
}

/// Puts what is said of a line for the shell, which starts at `start`, behind what is said of those before it.
pub(super) fn add(whole: &mut Explanation, wrapper: &Wrapper, line: &str, start: u32) {
    let mut said = wrapper.explain(line);
    said.notes.iter_mut().for_each(|note| shift(note, start));
    whole.notes.extend(said.notes);
    if let (None, Some(mut error)) = (&whole.error, said.error) {
        error.span = shifted(error.span, start);
        for label in &mut error.labels {
            label.span = shifted(label.span, start);
        }
        whole.error = Some(error);
    }
}

fn shift(note: &mut Note, by: u32) {
    note.span = shifted(note.span, by);
    note.mark = shifted(note.mark, by);
    note.inner.iter_mut().for_each(|inner| shift(inner, by));
}

fn shifted(span: Span, by: u32) -> Span {
    Span::new(span.start + by, span.end + by)
}
