//! Where something stands in a text: byte spans, and lines and columns derived from them.
//!
//! Knows nothing of what the text means. Start with [`Span`]; everything the parser builds carries one.

pub mod quoting;
pub mod shown;

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets, 0-based, into one source text.
///
/// Lines and columns are derived with [`LineIndex`] when something is shown to a person.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// The empty span at `offset`.
    pub const fn at(offset: u32) -> Span {
        Span::new(offset, offset)
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `other` lies wholly within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The bytes of `text` this span covers; what lies outside `text` is left out.
    pub fn of(self, text: &[u8]) -> &[u8] {
        let end = (self.end as usize).min(text.len());
        let start = (self.start as usize).min(end);
        &text[start..end]
    }
}

/// A place in a text as a person counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counted in characters; a byte that is not UTF-8 counts as one.
    pub column: usize,
}

/// Offset of the first newline of `text`, or its length.
pub fn line_end(text: &[u8]) -> usize {
    text.iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(text.len())
}

/// Turns byte offsets of one text into lines and columns.
#[derive(Clone, Debug)]
pub struct LineIndex<'t> {
    text: &'t [u8],
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Reads `text` once for its newlines.
    pub fn new(text: &'t [u8]) -> LineIndex<'t> {
        let newlines = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(0)
            .chain(newlines.map(|(at, _)| at + 1))
            .collect();
        LineIndex { text, starts }
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let line = self.line_of(offset as u32);
        let before = &self.text[self.starts[line - 1]..offset];
        Position {
            line,
            column: String::from_utf8_lossy(before).chars().count() + 1,
        }
    }

    /// The 1-based line of a byte offset; an offset past the end is the end.
    pub fn line_of(&self, offset: u32) -> usize {
        let offset = (offset as usize).min(self.text.len());
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The bytes of a 1-based line, without its newline; empty past the last line.
    pub fn line(&self, line: usize) -> &'t [u8] {
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return &[];
        };
        let end = self
            .starts
            .get(line)
            .map_or(self.text.len(), |next| next - 1);
        &self.text[*start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let index = LineIndex::new("é x\n\nlast".as_bytes());
        assert_eq!(index.position(0), Position { line: 1, column: 1 });
        assert_eq!(index.position(3), Position { line: 1, column: 3 });
        assert_eq!(index.position(5), Position { line: 2, column: 1 });
        assert_eq!(index.position(99), Position { line: 3, column: 5 });
    }

    #[test]
    fn lines_come_without_their_newline() {
        let index = LineIndex::new(b"one\n\nthree");
        assert_eq!(index.line(1), b"one");
        assert_eq!(index.line(2), b"");
        assert_eq!(index.line(3), b"three");
        assert_eq!(index.line(4), b"");
    }
}
