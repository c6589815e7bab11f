//! Lines that hold a command for the shell and are none themselves: of a crontab, a Dockerfile, a Makefile, a CI step. One is
//! taken for such a line only where it can hardly be anything else.

use super::{Explanation, Note, Piece, explain_from};
use crate::source::Span;

/// What stands before the shell's part of a line.
pub(super) struct Wrapper {
    notes: Vec<(Span, String)>,
    /// Where the shell's part begins.
    from: u32,
}

/// What `text` is wrapped in, if it is one line of such a file.
pub(super) fn find(_text: &[u8]) -> Option<Wrapper> {
    None
}

impl Wrapper {
    /// Explains the line: first what it is wrapped in.
    pub fn explain(&self, text: &[u8]) -> Explanation {
        let notes = self.notes.iter().map(|(mark, said)| Note {
            span: *mark,
            mark: *mark,
            quote: super::walk::one_line(&String::from_utf8_lossy(mark.of(text))),
            pieces: vec![Piece::Here(said.clone())],
            inner: Vec::new(),
        });
        let before = Explanation {
            notes: notes.collect(),
            ..Explanation::default()
        };
        explain_from(text, self.from, &before)
    }
}
