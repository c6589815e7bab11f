//! Field splitting (XCU 2.6.5): what unquoted expansions produced is cut at the characters of `IFS`.

use super::gather::{Expansion, Piece};
use crate::engine::shell::separators::{Separator, Separators};
use std::ops::Range;

/// Calls `field` with the byte range of each field of `expansion`, in order.
pub fn split(separators: &Separators, expansion: &Expansion, field: impl FnMut(Range<usize>)) {
    let mut splitting = Splitting {
        start: None,
        after_space: false,
        field,
    };
    for (at, piece) in expansion.pieces() {
        match piece {
            Piece::Whole => splitting.text(at),
            Piece::Break => splitting.end(at),
            Piece::Split(text) => splitting.split(separators, at, text),
        }
    }
    splitting.end(expansion.bytes.len());
}

/// A walk along an expansion.
struct Splitting<F> {
    /// Where the field that is open began.
    start: Option<usize>,
    /// Whether white space of IFS ended the last field: a separator that is no white space then belongs to the same delimiter.
    after_space: bool,
    field: F,
}

impl<F: FnMut(Range<usize>)> Splitting<F> {
    /// Something at `at` belongs to a field.
    fn text(&mut self, at: usize) {
        self.start.get_or_insert(at);
        self.after_space = false;
    }

    /// The field that is open ends before `at`.
    fn end(&mut self, at: usize) {
        if let Some(start) = self.start.take() {
            (self.field)(start..at);
        }
        self.after_space = false;
    }

    /// `text` begins at `at`.
    fn split(&mut self, separators: &Separators, at: usize, text: &[u8]) {
        let mut index = 0;
        while index < text.len() {
            let (separator, length) = separators.at(&text[index..]);
            let place = at + index;
            index += length;
            let is_space = match separator {
                Separator::None => {
                    self.text(place);
                    continue;
                }
                Separator::Space => true,
                Separator::Other => false,
            };
            if self.start.is_some() {
                self.end(place);
                self.after_space = is_space;
            } else if !is_space {
                if !self.after_space {
                    (self.field)(place..place);
                }
                self.after_space = false;
            }
        }
    }
}
