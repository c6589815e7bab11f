//! Words: quoting (XCU 2.2) and the expansions written in them (XCU 2.6).

use super::context::{Cx, Input, PResult};
use super::error::{Construct, Expected};
use super::lex::{begins_name, take_ordinary, take_plain_in_double_quotes};
use super::parameter::special_or_digit;
use crate::syntax::ast::*;

/// Where the text of a word ends, and what its quotes mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// A word of a command: ends at a blank or operator.
    Word,
    /// Inside `"…"`.
    DoubleQuotes,
    /// A here-document's body: as in double quotes, but `"` is ordinary.
    HereDoc,
    /// `$((…))`: as in a here-document, and parentheses are counted.
    Arithmetic,
    /// The word of `${name-word}`: ends at `}`.
    Braced,
    /// The same inside double quotes.
    BracedInDoubleQuotes,
}

impl Context {
    /// The word of `${name-word}`.
    pub fn braced(quoted: bool) -> Context {
        match quoted {
            true => Context::BracedInDoubleQuotes,
            false => Context::Braced,
        }
    }
}

impl<'a> Cx<'a, '_> {
    /// A word; the caller has seen that one begins here.
    pub fn word(&self, start: Input<'a>) -> PResult<'a, Word<'a>> {
        // Most words are one plain stretch.
        let (rest, plain) = take_ordinary(start);
        let ends = !matches!(rest.first(), Some(b'\'' | b'"' | b'\\' | b'$' | b'`'));
        if ends && !plain.is_empty() {
            let span = self.span(start, rest);
            let part = WordPart {
                kind: WordPartKind::Literal(plain),
                span,
            };
            return Ok((
                rest,
                Word {
                    parts: self.bump.alloc_slice_copy(&[part]),
                    span,
                },
            ));
        }
        self.opt_word(start)
    }

    /// A word that may be empty, as right of the `=` of an assignment.
    pub fn opt_word(&self, start: Input<'a>) -> PResult<'a, Word<'a>> {
        let (rest, parts) = self.parts(start, Context::Word)?;
        Ok((
            rest,
            Word {
                parts,
                span: self.span(start, rest),
            },
        ))
    }

    /// The parts of an unquoted here-document's body.
    pub fn here_doc_parts(&self, body: Input<'a>) -> PResult<'a, &'a [WordPart<'a>]> {
        self.parts(body, Context::HereDoc)
    }

    pub(super) fn parts(
        &self,
        mut input: Input<'a>,
        context: Context,
    ) -> PResult<'a, &'a [WordPart<'a>]> {
        let mark = self.scratch.parts.mark();
        let mut parentheses = 0;
        loop {
            let (rest, text) = literal(input, context, &mut parentheses);
            if !text.is_empty() {
                let span = self.span(input, rest);
                self.scratch.parts.push(WordPart {
                    kind: WordPartKind::Literal(text),
                    span,
                });
            }
            if rest.starts_with(b"\\\n") {
                input = &rest[2..];
                continue;
            }
            match self.opt_part(rest, context) {
                Some(found) => {
                    let (after, kind) = found?;
                    self.scratch.parts.push(WordPart {
                        kind,
                        span: self.span(rest, after),
                    });
                    input = after;
                }
                None => return Ok((rest, self.scratch.parts.cut(self.bump, mark))),
            }
        }
    }

    /// A quote or an expansion, if one begins here; a `$` that begins nothing is literal.
    fn opt_part(
        &self,
        input: Input<'a>,
        context: Context,
    ) -> Option<PResult<'a, WordPartKind<'a>>> {
        let quoted = !matches!(context, Context::Word | Context::Braced);
        match input.first()? {
            b'\\' => Some(Ok(escaped(input, context))),
            b'\'' if !quoted => Some(self.single_quoted(input)),
            b'"' if !matches!(
                context,
                Context::DoubleQuotes | Context::HereDoc | Context::Arithmetic
            ) =>
            {
                Some(self.double_quoted(input))
            }
            b'$' => Some(self.dollar(input, context)),
            b'`' => Some(self.backquoted(input, quoted)),
            _ => None,
        }
    }

    /// `'…'` (XCU 2.2.2)
    fn single_quoted(&self, start: Input<'a>) -> PResult<'a, WordPartKind<'a>> {
        let body = &start[1..];
        let opener = self.span(start, body);
        self.within(Construct::SingleQuotes, opener, body, |body| {
            match body.iter().position(|byte| *byte == b'\'') {
                Some(end) => Ok((&body[end + 1..], WordPartKind::SingleQuoted(&body[..end]))),
                None => self.fail(
                    &body[body.len()..],
                    Expected::Closing(Construct::SingleQuotes),
                ),
            }
        })
    }

    /// `"…"` (XCU 2.2.3)
    fn double_quoted(&self, start: Input<'a>) -> PResult<'a, WordPartKind<'a>> {
        let body = &start[1..];
        let opener = self.span(start, body);
        self.within(Construct::DoubleQuotes, opener, body, |body| {
            let (rest, parts) = self.parts(body, Context::DoubleQuotes)?;
            match rest.first() {
                Some(b'"') => Ok((&rest[1..], WordPartKind::DoubleQuoted(parts))),
                _ => self.fail(rest, Expected::Closing(Construct::DoubleQuotes)),
            }
        })
    }

    /// What a `$` begins (XCU 2.6).
    fn dollar(&self, start: Input<'a>, context: Context) -> PResult<'a, WordPartKind<'a>> {
        let after = super::context::skip_continuations(&start[1..]);
        let quoted = !matches!(context, Context::Word | Context::Braced);
        match after.first() {
            Some(b'(') => self.parenthesised(start, after),
            Some(b'{') => self.braced_parameter(start, after, quoted),
            Some(b'\'') if !quoted => self.dollar_single_quoted(start, after),
            Some(byte) if begins_name(*byte) => {
                // `begins_name` holds, so there is a name.
                let (rest, name) = self.opt_name(after).unwrap_or((after, &[]));
                Ok((rest, self.parameter(Parameter::Variable(name))))
            }
            Some(byte) => match special_or_digit(*byte) {
                Some(parameter) => Ok((&after[1..], self.parameter(parameter))),
                None => Ok((&start[1..], WordPartKind::Literal(&start[..1]))),
            },
            None => Ok((&start[1..], WordPartKind::Literal(&start[..1]))),
        }
    }
}

/// The longest stretch of literal text in `context`.
fn literal<'a>(
    input: Input<'a>,
    context: Context,
    parentheses: &mut u32,
) -> (Input<'a>, Input<'a>) {
    match context {
        Context::Word => take_ordinary(input),
        Context::DoubleQuotes => take_plain_in_double_quotes(input),
        Context::HereDoc => split_at_first(input, |byte| matches!(byte, b'\\' | b'$' | b'`')),
        Context::Braced => split_at_first(input, |byte| {
            matches!(byte, b'}' | b'\\' | b'$' | b'`' | b'\'' | b'"')
        }),
        Context::BracedInDoubleQuotes => split_at_first(input, |byte| {
            matches!(byte, b'}' | b'\\' | b'$' | b'`' | b'"')
        }),
        Context::Arithmetic => split_at_first(input, |byte| match byte {
            b'(' => {
                *parentheses += 1;
                false
            }
            b')' if *parentheses == 0 => true,
            b')' => {
                *parentheses -= 1;
                false
            }
            _ => matches!(byte, b'\\' | b'$' | b'`'),
        }),
    }
}

fn split_at_first(input: &[u8], mut stop: impl FnMut(u8) -> bool) -> (&[u8], &[u8]) {
    let end = input
        .iter()
        .position(|byte| stop(*byte))
        .unwrap_or(input.len());
    (&input[end..], &input[..end])
}

/// A backslash and what it quotes (XCU 2.2.1); inside double quotes it quotes few characters and is literal before others.
fn escaped<'a>(input: Input<'a>, context: Context) -> (Input<'a>, WordPartKind<'a>) {
    let Some(next) = input.get(1) else {
        return (&input[1..], WordPartKind::Escaped(input));
    };
    let quotes = match context {
        Context::Word | Context::Braced => true,
        Context::DoubleQuotes => matches!(next, b'$' | b'`' | b'"' | b'\\'),
        Context::BracedInDoubleQuotes => matches!(next, b'$' | b'`' | b'"' | b'\\' | b'}'),
        Context::HereDoc | Context::Arithmetic => matches!(next, b'$' | b'`' | b'\\'),
    };
    if quotes {
        (&input[2..], WordPartKind::Escaped(&input[1..2]))
    } else {
        (&input[1..], WordPartKind::Literal(&input[..1]))
    }
}
