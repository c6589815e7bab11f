//! Tokens: blanks, comments, operators, reserved words, names, and line continuation, which may stand anywhere between
//! the characters of a token (XCU 2.2.1, 2.3).

use super::context::{Cx, Input, PResult, skip_continuations};
use super::error::Expected;
use crate::source::{Span, line_end};
use nom::Parser;
use nom::bytes::complete::take_while;

/// What a byte can mean to the tokenizer; bits of [`CLASS`].
const ORDINARY: u8 = 1;
const NAME: u8 = 2;
const DIGIT: u8 = 4;
const PLAIN_IN_DOUBLE_QUOTES: u8 = 8;

/// The class of every byte.
static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let this = byte as u8;
        let mut class = 0;
        if !matches!(
            this,
            b' ' | b'\t'
                | b'\n'
                | b';'
                | b'&'
                | b'|'
                | b'<'
                | b'>'
                | b'('
                | b')'
                | b'\''
                | b'"'
                | b'\\'
                | b'$'
                | b'`'
        ) {
            class |= ORDINARY;
        }
        if this.is_ascii_alphanumeric() || this == b'_' {
            class |= NAME;
        }
        if this.is_ascii_digit() {
            class |= DIGIT;
        }
        if !matches!(this, b'"' | b'\\' | b'$' | b'`') {
            class |= PLAIN_IN_DOUBLE_QUOTES;
        }
        table[byte] = class;
        byte += 1;
    }
    table
}

fn take_class<'a>(class: u8, input: Input<'a>) -> (Input<'a>, Input<'a>) {
    let result: PResult<'a, Input<'a>> =
        take_while(|byte: u8| CLASS[byte as usize] & class != 0).parse(input);
    result.unwrap_or((input, &[]))
}

/// Bytes of a word that stand for themselves outside quotes.
pub(super) fn take_ordinary(input: Input<'_>) -> (Input<'_>, Input<'_>) {
    take_class(ORDINARY, input)
}

/// Bytes that stand for themselves inside double quotes.
pub(super) fn take_plain_in_double_quotes(input: Input<'_>) -> (Input<'_>, Input<'_>) {
    take_class(PLAIN_IN_DOUBLE_QUOTES, input)
}

/// Whether a word ends before this byte when it is not quoted.
pub(super) fn ends_word(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')'
    )
}

/// Whether a name (XCU 3.216) can begin with this byte.
pub(super) fn begins_name(byte: u8) -> bool {
    CLASS[byte as usize] & (NAME | DIGIT) == NAME
}

impl<'a> Cx<'a, '_> {
    /// Skips blanks, line continuations and a comment, not the newline behind it, up to a token where a reserved word may
    /// stand; the token may be an alias, as XCU 2.3.1 has the one behind an alias that ends in a blank.
    pub fn blanks(&self, input: Input<'a>) -> Input<'a> {
        let input = skip_blanks(input);
        match input.len() < self.watch.get() {
            true => self.substitute_next_word(input, true),
            false => input,
        }
    }

    /// As [`Cx::blanks`], up to a token where no reserved word is recognized.
    pub fn blanks_before_word(&self, input: Input<'a>) -> Input<'a> {
        let input = skip_blanks(input);
        match input.len() < self.watch.get() {
            true => self.substitute_next_word(input, false),
            false => input,
        }
    }

    /// `operator` at the start of `input`, with line continuations between its characters; `None` if it is not there.
    pub fn opt_operator(&self, operator: &[u8], mut input: Input<'a>) -> Option<Input<'a>> {
        for byte in operator {
            input = skip_continuations(input);
            input = input.strip_prefix(&[*byte])?;
        }
        Some(input)
    }

    /// The bare word at the start of `input`, if it is a reserved word (XCU 2.4): unquoted and delimited.
    pub fn reserved_word(&self, input: Input<'a>) -> Option<(Input<'a>, &'static str)> {
        if !matches!(
            input.first(),
            Some(b'!' | b'{' | b'}' | b'a'..=b'w' | b'\\')
        ) {
            return None;
        }
        let (rest, word) = take_ordinary(input);
        match rest.first() {
            None => {}
            Some(b'\\') if rest.get(1) == Some(&b'\n') => {
                return self.continued_reserved_word(input);
            }
            Some(byte) if ends_word(*byte) => {}
            Some(_) => return None,
        }
        Some((rest, reserved(word)?))
    }

    #[cold]
    fn continued_reserved_word(&self, mut input: Input<'a>) -> Option<(Input<'a>, &'static str)> {
        let mut word = Vec::new();
        loop {
            let (rest, piece) = take_ordinary(skip_continuations(input));
            word.extend_from_slice(piece);
            match rest {
                [b'\\', b'\n', ..] => input = rest,
                [byte, ..] if !ends_word(*byte) => return None,
                _ => return Some((rest, reserved(&word)?)),
            }
        }
    }

    /// The reserved word `wanted`, after blanks.
    pub fn expect_reserved(&self, wanted: &'static str, input: Input<'a>) -> PResult<'a, Span> {
        let start = self.blanks(input);
        match self.reserved_word(start) {
            Some((rest, word)) if word == wanted => Ok((rest, self.span(start, rest))),
            _ => self.fail(start, Expected::Token(wanted)),
        }
    }

    /// The operator `wanted`, after blanks.
    pub fn expect_operator(&self, wanted: &'static str, input: Input<'a>) -> PResult<'a, Span> {
        let start = self.blanks(input);
        match self.opt_operator(wanted.as_bytes(), start) {
            Some(rest) => Ok((rest, self.span(start, rest))),
            None => self.fail(start, Expected::Token(wanted)),
        }
    }

    /// A name at the start of `input`; line continuations within are taken out.
    pub fn opt_name(&self, input: Input<'a>) -> Option<(Input<'a>, &'a [u8])> {
        let input = skip_continuations(input);
        if !begins_name(*input.first()?) {
            return None;
        }
        Some(self.take_continued(NAME, input))
    }

    /// Decimal digits at the start of `input`, perhaps none; line continuations within are taken out.
    pub fn digits(&self, input: Input<'a>) -> (Input<'a>, &'a [u8]) {
        self.take_continued(DIGIT, skip_continuations(input))
    }

    fn take_continued(&self, class: u8, input: Input<'a>) -> (Input<'a>, &'a [u8]) {
        let (mut rest, first) = take_class(class, input);
        if !rest.starts_with(b"\\\n") {
            return (rest, first);
        }
        let mut joined = first.to_vec();
        while rest.starts_with(b"\\\n") {
            let (next, piece) = take_class(class, skip_continuations(rest));
            if piece.is_empty() {
                break;
            }
            joined.extend_from_slice(piece);
            rest = next;
        }
        (rest, self.bump.alloc_slice_copy(&joined))
    }
}

/// Skips blanks, line continuations and a comment, not the newline behind it.
pub(super) fn skip_blanks(mut input: &[u8]) -> &[u8] {
    loop {
        match input {
            [b' ' | b'\t', rest @ ..] => input = rest,
            [b'\\', b'\n', rest @ ..] => input = rest,
            [b'#', ..] => return &input[line_end(input)..],
            _ => return input,
        }
    }
}

fn reserved(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"if" => "if",
        b"then" => "then",
        b"else" => "else",
        b"elif" => "elif",
        b"fi" => "fi",
        b"do" => "do",
        b"done" => "done",
        b"case" => "case",
        b"esac" => "esac",
        b"while" => "while",
        b"until" => "until",
        b"for" => "for",
        b"in" => "in",
        b"{" => "{",
        b"}" => "}",
        b"!" => "!",
        _ => return None,
    })
}

/// Whether `word` is a reserved word.
pub(super) fn is_reserved(word: &[u8]) -> bool {
    reserved(word).is_some()
}

/// The token at `at`, for an error message: an operator, a word, a newline, or nothing at the end.
pub(super) fn token_at(text: &[u8], at: u32) -> Span {
    let start = (at as usize).min(text.len());
    let rest = &text[start..];
    let length = match rest {
        [] => 0,
        [b';', b';' | b'&', ..] | [b'&', b'&', ..] | [b'|', b'|', ..] => 2,
        [b'<', b'<', b'-', ..] => 3,
        [b'<', b'<' | b'&' | b'>', ..] | [b'>', b'>' | b'&' | b'|', ..] => 2,
        [byte, ..] if ends_word(*byte) => 1,
        _ => rest
            .iter()
            .take(40)
            .position(|byte| ends_word(*byte))
            .unwrap_or(rest.len().min(40)),
    };
    Span::new(start as u32, (start + length) as u32)
}
