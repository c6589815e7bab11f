//! The text before an error, cut into tokens: roughly as the parser reads them.

use super::super::lex::{ends_word, token_at};
use crate::source::{Span, line_end};

/// Whether commands follow right behind `word`.
pub(super) fn opens_part(word: &[u8]) -> bool {
    matches!(
        word,
        b"then"
            | b"else"
            | b"do"
            | b"{"
            | b"("
            | b"if"
            | b"elif"
            | b"while"
            | b"until"
            | b"!"
            | b"$("
    )
}

/// Where the line with offset `at` begins; a line that goes on from the one before counts with it.
pub(super) fn line_start(text: &[u8], at: usize) -> usize {
    let mut start = at;
    while start > 0 {
        let before = &text[..start];
        if before.ends_with(b"\n") && !before.ends_with(b"\\\n") {
            return start;
        }
        start -= 1;
    }
    0
}

/// The tokens of `text` from `start` to `end`: roughly as the parser reads them.
pub(super) fn tokens(text: &[u8], start: usize, end: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        match &text[at..end] {
            [b' ' | b'\t', ..] => at += 1,
            [b'\\', b'\n', ..] => at += 2,
            [b'#', ..] => at += line_end(&text[at..end]),
            [first, ..] if ends_word(*first) => {
                let token = token_at(&text[..end], at as u32);
                found.push(token);
                at = (token.end as usize).max(at + 1);
            }
            rest => {
                let length = word_length(rest);
                found.push(Span::new(at as u32, (at + length) as u32));
                at += length;
            }
        }
    }
    found
}

fn word_length(rest: &[u8]) -> usize {
    let mut at = 0;
    let mut quote = None;
    while at < rest.len() {
        let byte = rest[at];
        match quote {
            Some(open) if byte == open => quote = None,
            Some(b'"') if byte == b'\\' => at += 1,
            Some(_) => {}
            None if byte == b'\\' => at += 1,
            None if byte == b'\'' || byte == b'"' => quote = Some(byte),
            None if byte == b'$' && rest.get(at + 1) == Some(&b'(') => {
                return (at + 2).min(rest.len());
            }
            None if ends_word(byte) => break,
            None => {}
        }
        at += 1;
    }
    at.clamp(1, rest.len())
}
