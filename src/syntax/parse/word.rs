//! Words: quoting (XCU 2.2) and the expansions written in them (XCU 2.6).

use super::context::{Cx, Input, PResult};
use super::error::{Construct, Expected};
use super::lex::{begins_name, take_ordinary, take_plain_in_double_quotes};
use crate::syntax::ast::*;

/// Where the text of a word ends, and what its quotes mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
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

    fn parts(&self, mut input: Input<'a>, context: Context) -> PResult<'a, &'a [WordPart<'a>]> {
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

    fn parameter(&self, parameter: Parameter<'a>) -> WordPartKind<'a> {
        let operation = ParameterOperation::Value;
        WordPartKind::Parameter(self.bump.alloc(ParameterExpansion {
            parameter,
            operation,
            braced: false,
        }))
    }

    /// `$(…)` or `$((…))` (XCU 2.6.3, 2.6.4)
    fn parenthesised(&self, start: Input<'a>, at: Input<'a>) -> PResult<'a, WordPartKind<'a>> {
        if let Some(body) = self.opt_operator(b"((", at) {
            let parts = self.scratch.parts.mark();
            if let Some(result) = self.attempt(|| self.arithmetic(start, body)) {
                return result;
            }
            // It did not end in `))`: a command substitution that begins with a subshell.
            self.scratch.parts.truncate(parts);
        }
        self.command_substitution(start, &at[1..])
    }

    fn arithmetic(&self, start: Input<'a>, body: Input<'a>) -> PResult<'a, WordPartKind<'a>> {
        self.within(
            Construct::Arithmetic,
            self.span(start, body),
            body,
            |body| {
                let (rest, parts) = self.parts(body, Context::Arithmetic)?;
                match self.opt_operator(b"))", rest) {
                    Some(rest) => Ok((rest, WordPartKind::Arithmetic(parts))),
                    None => {
                    // Half of the `))`: the other half may be yet to come.
                    let after = self.opt_operator(b")", rest).unwrap_or(rest);
                    self.fail(after, Expected::Closing(Construct::Arithmetic))
                }
                }
            },
        )
    }

    fn command_substitution(
        &self,
        start: Input<'a>,
        body: Input<'a>,
    ) -> PResult<'a, WordPartKind<'a>> {
        let opener = self.span(start, body);
        let pending = self.pending.take();
        let (rest, script) = self.within(Construct::CommandSubstitution, opener, body, |body| {
            let (rest, script) = self.substituted_script(body)?;
            let (rest, _) = self.expect_operator(")", rest)?;
            Ok((rest, script))
        })?;
        self.pending.replace(pending);
        let substitution = CommandSubstitution {
            script,
            backquoted: false,
        };
        Ok((rest, WordPartKind::Command(self.bump.alloc(substitution))))
    }

    /// `` `…` ``: its text, a level of backslashes removed, is parsed on its own (XCU 2.6.3).
    fn backquoted(
        &self,
        start: Input<'a>,
        in_double_quotes: bool,
    ) -> PResult<'a, WordPartKind<'a>> {
        let body = &start[1..];
        let opener = self.span(start, body);
        self.within(Construct::Backquotes, opener, body, |body| {
            let Some(length) = closing_backquote(body) else {
                return self.fail(
                    &body[body.len()..],
                    Expected::Closing(Construct::Backquotes),
                );
            };
            let rest = &body[length + 1..];
            let end = self.offset(&body[length..]);
            let inner = self.unescape_backquoted(&body[..length], in_double_quotes);
            let (_, script) = self.detached(end, || {
                let (rest, script) = self.substituted_script(inner)?;
                if rest.is_empty() {
                    Ok((rest, script))
                } else {
                    self.fail(rest, Expected::Command)
                }
            })?;
            let substitution = CommandSubstitution {
                script,
                backquoted: true,
            };
            Ok((rest, WordPartKind::Command(self.bump.alloc(substitution))))
        })
    }

    fn unescape_backquoted(&self, text: &'a [u8], in_double_quotes: bool) -> &'a [u8] {
        if !text.contains(&b'\\') {
            return text;
        }
        let mut plain = Vec::with_capacity(text.len());
        let mut bytes = text.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            let drops = byte == b'\\'
                && bytes.peek().is_some_and(|next| {
                    matches!(next, b'$' | b'`' | b'\\') || (in_double_quotes && *next == b'"')
                });
            match bytes.peek() {
                Some(next) if drops => {
                    plain.push(*next);
                    bytes.next();
                }
                _ => plain.push(byte),
            }
        }
        self.bump.alloc_slice_copy(&plain)
    }

    /// `${…}` (XCU 2.6.2)
    fn braced_parameter(
        &self,
        start: Input<'a>,
        at: Input<'a>,
        quoted: bool,
    ) -> PResult<'a, WordPartKind<'a>> {
        let body = &at[1..];
        self.within(
            Construct::ParameterExpansion,
            self.span(start, body),
            body,
            |body| {
                let body = super::context::skip_continuations(body);
                if let Some((rest, parameter)) = self.opt_length(body) {
                    let operation = ParameterOperation::Length;
                    return Ok((rest, self.braced(parameter, operation)));
                }
                let Some((rest, parameter)) = self.opt_parameter_name(body) else {
                    return self.fail(body, Expected::Parameter);
                };
                let (rest, operation) = self.parameter_operation(rest, quoted)?;
                match rest.first() {
                    Some(b'}') => Ok((&rest[1..], self.braced(parameter, operation))),
                    _ => self.fail(rest, Expected::Closing(Construct::ParameterExpansion)),
                }
            },
        )
    }

    fn braced(
        &self,
        parameter: Parameter<'a>,
        operation: ParameterOperation<'a>,
    ) -> WordPartKind<'a> {
        WordPartKind::Parameter(self.bump.alloc(ParameterExpansion {
            parameter,
            operation,
            braced: true,
        }))
    }

    /// `#parameter}`, if that is what stands here; `#` alone is the parameter `#`.
    fn opt_length(&self, body: Input<'a>) -> Option<(Input<'a>, Parameter<'a>)> {
        let after = super::context::skip_continuations(body.strip_prefix(b"#")?);
        let (rest, parameter) = self.opt_parameter_name(after)?;
        let rest = super::context::skip_continuations(rest);
        Some((rest.strip_prefix(b"}")?, parameter))
    }

    fn opt_parameter_name(&self, input: Input<'a>) -> Option<(Input<'a>, Parameter<'a>)> {
        let first = *input.first()?;
        if first.is_ascii_digit() {
            let (rest, digits) = self.digits(input);
            let number = std::str::from_utf8(digits)
                .ok()?
                .parse()
                .unwrap_or(u32::MAX);
            return Some((
                rest,
                if number == 0 {
                    Parameter::Special(b'0')
                } else {
                    Parameter::Positional(number)
                },
            ));
        }
        if let Some((rest, name)) = self.opt_name(input) {
            return Some((rest, Parameter::Variable(name)));
        }
        Some((&input[1..], special_or_digit(first)?))
    }

    /// The operator behind a parameter's name and its word, up to the `}`.
    fn parameter_operation(
        &self,
        input: Input<'a>,
        quoted: bool,
    ) -> PResult<'a, ParameterOperation<'a>> {
        let input = super::context::skip_continuations(input);
        let (colon, at) = match input.strip_prefix(b":") {
            Some(rest) => (true, super::context::skip_continuations(rest)),
            None => (false, input),
        };
        let conditional = match at.first() {
            Some(b'-') => Some(Conditional::Default),
            Some(b'=') => Some(Conditional::Assign),
            Some(b'?') => Some(Conditional::Error),
            Some(b'+') => Some(Conditional::Alternative),
            _ => None,
        };
        if let Some(operator) = conditional {
            let context = if quoted {
                Context::BracedInDoubleQuotes
            } else {
                Context::Braced
            };
            let (rest, word) = self.braced_word(&at[1..], context)?;
            return Ok((
                rest,
                ParameterOperation::Conditional {
                    operator,
                    colon,
                    word,
                },
            ));
        }
        let side = match at.first() {
            Some(b'}') if !colon => return Ok((at, ParameterOperation::Value)),
            Some(b'#') if !colon => Side::Prefix,
            Some(b'%') if !colon => Side::Suffix,
            _ => return self.fail(at, Expected::ParameterOperation),
        };
        let sign = [at[0]];
        let once = &at[1..];
        let (longest, rest) = match self.opt_operator(&sign, once) {
            Some(rest) => (true, rest),
            None => (false, once),
        };
        let (rest, pattern) = self.braced_word(rest, Context::Braced)?;
        Ok((
            rest,
            ParameterOperation::Remove {
                side,
                longest,
                pattern,
            },
        ))
    }

    fn braced_word(&self, start: Input<'a>, context: Context) -> PResult<'a, Word<'a>> {
        let (rest, parts) = self.parts(start, context)?;
        Ok((
            rest,
            Word {
                parts,
                span: self.span(start, rest),
            },
        ))
    }

    /// `$'…'` (XCU 2.2.4)
    fn dollar_single_quoted(
        &self,
        start: Input<'a>,
        at: Input<'a>,
    ) -> PResult<'a, WordPartKind<'a>> {
        let body = &at[1..];
        self.within(
            Construct::DollarSingleQuotes,
            self.span(start, body),
            body,
            |body| {
                let mut end = 0;
                while let Some(byte) = body.get(end) {
                    match byte {
                        b'\'' => {
                            let text = self
                                .bump
                                .alloc_slice_copy(&dollar_single_quote_escapes(&body[..end]));
                            return Ok((&body[end + 1..], WordPartKind::DollarSingleQuoted(text)));
                        }
                        b'\\' => end += 2,
                        _ => end += 1,
                    }
                }
                self.fail(
                    &body[body.len()..],
                    Expected::Closing(Construct::DollarSingleQuotes),
                )
            },
        )
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

fn special_or_digit(byte: u8) -> Option<Parameter<'static>> {
    match byte {
        b'1'..=b'9' => Some(Parameter::Positional(u32::from(byte - b'0'))),
        b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0' => Some(Parameter::Special(byte)),
        _ => None,
    }
}

/// Length of the text before the backquote that is not escaped.
fn closing_backquote(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < body.len() {
        match body[at] {
            b'`' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The escapes of `$'…'` (XCU 2.2.4).
fn dollar_single_quote_escapes(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let escape = if *byte == b'\\' {
            rest.split_first()
        } else {
            None
        };
        let Some((escape, after)) = escape else {
            plain.push(*byte);
            continue;
        };
        rest = after;
        match escape {
            b'a' => plain.push(7),
            b'b' => plain.push(8),
            b'e' => plain.push(27),
            b'f' => plain.push(12),
            b'n' => plain.push(b'\n'),
            b'r' => plain.push(b'\r'),
            b't' => plain.push(b'\t'),
            b'v' => plain.push(11),
            b'c' => {
                if let Some((control, after)) = rest.split_first() {
                    plain.push(control & 0x1f);
                    rest = after;
                }
            }
            b'x' => {
                let digits = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| byte.is_ascii_hexdigit())
                    .count();
                plain.push(number(&rest[..digits], 16));
                rest = &rest[digits..];
            }
            b'0'..=b'7' => {
                let digits = rest
                    .iter()
                    .take(2)
                    .take_while(|byte| matches!(byte, b'0'..=b'7'))
                    .count();
                let all: Vec<u8> = std::iter::once(*escape)
                    .chain(rest[..digits].iter().copied())
                    .collect();
                plain.push(number(&all, 8));
                rest = &rest[digits..];
            }
            b'\\' | b'\'' | b'"' => plain.push(*escape),
            other => plain.extend_from_slice(&[b'\\', *other]),
        }
    }
    plain
}

fn number(digits: &[u8], radix: u32) -> u8 {
    digits.iter().fold(0u32, |sum, digit| {
        sum * radix + (*digit as char).to_digit(radix).unwrap_or(0)
    }) as u8
}
