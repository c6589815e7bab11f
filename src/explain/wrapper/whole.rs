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

/// The lines, those that a backslash continues as one.
pub(super) fn joined(text: &str) -> Vec<(usize, &str)> {
    let mut all: Vec<(usize, &str)> = Vec::new();
    let mut goes_on = false;
    for (start, line) in lines(text) {
        match all.last_mut().filter(|_| goes_on) {
            Some((from, whole)) => *whole = &text[*from..start + line.len()],
            None => all.push((start, line)),
        }
        goes_on = line.ends_with('\\');
    }
    all
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

/// Puts what is said of `line`, which starts at `start` of `text` and is for the shell, behind what is said of those before it.
pub(super) fn add(whole: &mut Explanation, wrapper: Wrapper, text: &str, start: usize, line: &str) {
    // With all that stands before it, so that lines are numbered as they are.
    let said = moved(wrapper, start as u32).explain(&text[..start + line.len()]);
    whole.notes.extend(said.notes);
    if whole.error.is_none() {
        whole.error = said.error;
    }
}

fn moved(wrapper: Wrapper, by: u32) -> Wrapper {
    let later = |span: Span| Span::new(span.start + by, span.end + by);
    let notes = wrapper.notes.into_iter();
    let replaced = wrapper.replaced.into_iter();
    Wrapper {
        notes: notes.map(|(span, said)| (later(span), said)).collect(),
        from: wrapper.from + by,
        options: wrapper.options,
        replaced: replaced.map(|(span, what)| (later(span), what)).collect(),
    }
}
