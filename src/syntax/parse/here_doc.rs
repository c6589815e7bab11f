//! Here-documents (XCU 2.7.4): the newline after a line that asks for some reads their bodies, in order.

use super::context::{Cx, Input, PResult};
use super::error::{Construct, Expected};
use crate::source::{Span, line_end};
use crate::syntax::ast::{HereDoc, Word, WordPart, WordPartKind};
use std::cell::OnceCell;

/// A here-document whose operator has been read and whose body has not.
#[derive(Clone, Copy)]
pub(super) struct Pending<'a> {
    /// The `<<` or `<<-`.
    pub operator: Span,
    /// The delimiter as written.
    pub delimiter: Word<'a>,
    /// `<<-`: leading tabs of body and delimiter are taken off.
    pub strip_tabs: bool,
    /// Where the body goes.
    pub body: &'a OnceCell<HereDoc<'a>>,
}

impl<'a> Cx<'a, '_> {
    /// A word as a delimiter: expansions are not performed on it, so that what looks like one is text.
    pub fn delimiter(&self, word: Word<'a>) -> Word<'a> {
        let parts = self.delimiter_parts(word.parts);
        Word { parts, ..word }
    }

    fn delimiter_parts(&self, parts: &'a [WordPart<'a>]) -> &'a [WordPart<'a>] {
        use WordPartKind::*;
        let is_text = |part: &WordPart<'_>| {
            matches!(
                part.kind,
                Literal(_) | Escaped(_) | SingleQuoted(_) | DollarSingleQuoted(_)
            )
        };
        if parts.iter().all(is_text) {
            return parts;
        }
        self.bump.alloc_slice_fill_iter(parts.iter().map(|part| {
            let kind = match part.kind {
                _ if is_text(part) => part.kind,
                DoubleQuoted(inner) => DoubleQuoted(self.delimiter_parts(inner)),
                _ => {
                    let (start, end) = (part.span.start as usize, part.span.end as usize);
                    Literal(self.text.get(start..end).unwrap_or_default())
                }
            };
            WordPart { kind, ..*part }
        }))
    }

    /// The line that ends the here-document with this `operator`: its delimiter without the quotes.
    pub fn delimiter_behind(&self, operator: Span) -> Option<Vec<u8>> {
        let at = self.blanks_before_word(self.text.get(operator.end as usize..)?);
        let (_, word) = self.expect_word("the here-document's delimiter", at).ok()?;
        Some(delimiter_text(&self.delimiter(word)).0)
    }

    /// A newline, and the bodies of the here-documents that wait for it.
    pub fn newline(&self, input: Input<'a>) -> PResult<'a, ()> {
        let mut rest = &input[1..];
        for pending in self.pending.take() {
            let (after, here_doc) =
                self.within(Construct::HereDoc, pending.operator, rest, |rest| {
                    self.here_doc(&pending, rest)
                })?;
            // Each operator has a cell of its own, so it is empty; were it not, the first body would stay.
            let _ = pending.body.set(here_doc);
            rest = after;
        }
        self.line_ended.set(rest.is_empty());
        Ok((rest, ()))
    }

    /// The text ends where a newline could have stood: bodies that are still wanted are empty, or yet to come.
    pub fn here_docs_at_end(&self, input: Input<'a>) -> PResult<'a, ()> {
        for pending in self.pending.take() {
            let (_, here_doc) =
                self.within(Construct::HereDoc, pending.operator, input, |rest| {
                    self.here_doc(&pending, rest)
                })?;
            let _ = pending.body.set(here_doc);
        }
        Ok((input, ()))
    }

    /// A substitution ends in a line that asks for here-documents: there are no lines for them, so they are empty.
    pub fn here_docs_without_lines(&self, at: Input<'a>) {
        for pending in self.pending.take() {
            let (_, quoted) = delimiter_text(&pending.delimiter);
            if let Ok((_, body)) = self.here_doc_word(b"", quoted, Span::at(self.offset(at)), None)
            {
                let _ = pending.body.set(HereDoc { body, quoted });
            }
        }
    }

    fn here_doc(&self, pending: &Pending<'a>, start: Input<'a>) -> PResult<'a, HereDoc<'a>> {
        let (delimiter, quoted) = delimiter_text(&pending.delimiter);
        let mut rest = start;
        let mut copy = Copied::default();
        // Without tabs to strip the body is a stretch of the source; otherwise it is copied line by line.
        loop {
            let (line, after) = self.here_doc_line(rest, quoted);
            let text = if pending.strip_tabs {
                strip_tabs(&line)
            } else {
                &line
            };
            if rest.is_empty() || text == delimiter.as_slice() {
                if self.is_end_of_text(rest) && self.more_may_come {
                    return self.fail(rest, Expected::Delimiter);
                }
                let end = self.offset(rest);
                let begin = self.offset(start).min(end);
                let (raw, places) = self.here_doc_body(pending, start, rest, copy);
                let span = Span::new(begin, end);
                let (_, body) = self.here_doc_word(raw, quoted, span, places)?;
                return Ok((after, HereDoc { body, quoted }));
            }
            if pending.strip_tabs {
                // Several lines that are continued are one, and only its own leading tabs go.
                let lines = &rest[..rest.len() - after.len()];
                let kept = strip_indent(lines, quoted);
                let dropped = lines.len() - kept.len();
                let places = (dropped..lines.len()).map(|at| self.offset(&rest[at..]));
                copy.text.extend_from_slice(kept);
                copy.places.extend(places);
            }
            rest = after;
        }
    }

    /// One line to compare with the delimiter: in an unquoted here-document a continued line is one line.
    fn here_doc_line(
        &self,
        rest: Input<'a>,
        quoted: bool,
    ) -> (std::borrow::Cow<'a, [u8]>, Input<'a>) {
        let mut end = line_end(rest);
        let after = |end: usize| &rest[(end + 1).min(rest.len())..];
        if quoted || !ends_in_continuation(&rest[..end]) || end == rest.len() {
            return ((&rest[..end]).into(), after(end));
        }
        let mut joined = rest[..end - 1].to_vec();
        loop {
            let next = end + 1;
            end = next + line_end(&rest[next..]);
            let line = &rest[next..end];
            if !ends_in_continuation(line) || end == rest.len() {
                joined.extend_from_slice(line);
                return (joined.into(), after(end));
            }
            joined.extend_from_slice(&line[..line.len() - 1]);
        }
    }

    fn here_doc_body(
        &self,
        pending: &Pending<'a>,
        start: Input<'a>,
        rest: Input<'a>,
        mut copy: Copied,
    ) -> (&'a [u8], Option<&'a [u32]>) {
        if pending.strip_tabs || self.is_copied() {
            if !pending.strip_tabs {
                let length = start.len() - rest.len();
                copy.text = start[..length].to_vec();
                copy.places = (0..length).map(|at| self.offset(&start[at..])).collect();
            }
            copy.places.push(self.offset(rest));
            let text = self.bump.alloc_slice_copy(&copy.text);
            (text, Some(self.bump.alloc_slice_copy(&copy.places)))
        } else {
            (&start[..start.len() - rest.len()], None)
        }
    }

    /// The body as a word: one literal if the delimiter was quoted, else expanded like double-quoted text.
    fn here_doc_word(
        &self,
        raw: &'a [u8],
        quoted: bool,
        span: Span,
        places: Option<&'a [u32]>,
    ) -> PResult<'a, Word<'a>> {
        if quoted {
            let part = WordPart {
                kind: WordPartKind::SingleQuoted(raw),
                span,
            };
            return Ok((
                &[],
                Word {
                    parts: self.bump.alloc_slice_copy(&[part]),
                    span,
                },
            ));
        }
        let parts = self
            .detached(span.end, places, || self.here_doc_parts(raw))?
            .1;
        Ok((&[], Word { parts, span }))
    }
}

/// A body that is copied, and where each of its bytes stood.
#[derive(Default)]
struct Copied {
    text: Vec<u8>,
    places: Vec<u32>,
}

pub(super) fn ends_in_continuation(line: &[u8]) -> bool {
    line.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn strip_tabs(line: &[u8]) -> &[u8] {
    let tabs = line.iter().take_while(|byte| **byte == b'\t').count();
    &line[tabs..]
}

/// Lines that are continued, joined before their leading tabs are looked at, or a line in which nothing is continued.
fn strip_indent(lines: &[u8], quoted: bool) -> &[u8] {
    let mut rest = strip_tabs(lines);
    while !quoted && let Some(continued) = rest.strip_prefix(b"\\\n") {
        rest = strip_tabs(continued);
    }
    rest
}

/// The delimiter after quote removal, and whether any of it was quoted.
fn delimiter_text(word: &Word<'_>) -> (Vec<u8>, bool) {
    let mut text = Vec::new();
    let mut quoted = false;
    for part in word.parts {
        match part.kind {
            WordPartKind::Literal(bytes) => text.extend_from_slice(bytes),
            WordPartKind::Escaped(bytes)
            | WordPartKind::SingleQuoted(bytes)
            | WordPartKind::DollarSingleQuoted(bytes) => {
                quoted = true;
                text.extend_from_slice(bytes);
            }
            WordPartKind::DoubleQuoted(parts) => {
                quoted = true;
                let inner = Word {
                    parts,
                    span: part.span,
                };
                let (inner, _) = delimiter_text(&inner);
                text.extend_from_slice(&inner);
            }
            // `delimiter` has made text of them.
            WordPartKind::Parameter(_)
            | WordPartKind::BadSubstitution(_)
            | WordPartKind::Command(_)
            | WordPartKind::Arithmetic(_) => {}
        }
    }
    (text, quoted)
}
