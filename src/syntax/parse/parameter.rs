//! Parameter expansions as they are written (XCU 2.6.2): `$name`, `${name}` and `${name…}` with its operators.

use super::context::{Cx, Input, PResult, skip_continuations};
use super::error::{Construct, Expected};
use super::word::Context;
use crate::syntax::ast::{
    Conditional, Parameter, ParameterExpansion, ParameterOperation, Side, Word, WordPartKind,
};

impl<'a> Cx<'a, '_> {
    pub fn parameter(&self, parameter: Parameter<'a>) -> WordPartKind<'a> {
        let operation = ParameterOperation::Value;
        WordPartKind::Parameter(self.bump.alloc(ParameterExpansion {
            parameter,
            operation,
            braced: false,
        }))
    }

    /// `${…}` (XCU 2.6.2)
    pub fn braced_parameter(
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
                let body = skip_continuations(body);
                if let Some((rest, parameter)) = self.opt_length(body) {
                    let operation = ParameterOperation::Length;
                    return Ok((rest, self.braced(parameter, operation)));
                }
                // Is it a length, or an operator without a word? `dash` and `bash` refuse to guess.
                if matches!(body, [b'#', b'+' | b'=' | b'%', b'}', ..]) {
                    return self.bad_substitution(body, quoted);
                }
                let Some((rest, parameter)) = self.opt_parameter_name(body) else {
                    return self.bad_substitution(body, quoted);
                };
                let Some(found) = self.opt_parameter_operation(rest, quoted) else {
                    return self.bad_substitution(body, quoted);
                };
                let (rest, operation) = found?;
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

    /// What is no form of XCU 2.6.2, up to the `}`. Scripts have such forms of other shells where they never run, so it is
    /// an error only when it is expanded (XCU 2.8.1).
    fn bad_substitution(&self, body: Input<'a>, quoted: bool) -> PResult<'a, WordPartKind<'a>> {
        let (rest, _) = self.braced_word(body, Context::braced(quoted))?;
        match rest.first() {
            Some(b'}') => {
                let text = &body[..body.len() - rest.len()];
                Ok((&rest[1..], WordPartKind::BadSubstitution(text)))
            }
            _ => self.fail(rest, Expected::Closing(Construct::ParameterExpansion)),
        }
    }

    /// `#parameter}`, if that is what stands here; `#` alone is the parameter `#`.
    fn opt_length(&self, body: Input<'a>) -> Option<(Input<'a>, Parameter<'a>)> {
        let after = skip_continuations(body.strip_prefix(b"#")?);
        let (rest, parameter) = self.opt_parameter_name(after)?;
        let rest = skip_continuations(rest);
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

    /// The operator behind a parameter's name and its word, up to the `}`; `None` if there is no such operator.
    fn opt_parameter_operation(
        &self,
        input: Input<'a>,
        quoted: bool,
    ) -> Option<PResult<'a, ParameterOperation<'a>>> {
        let input = skip_continuations(input);
        let (colon, at) = match input.strip_prefix(b":") {
            Some(rest) => (true, skip_continuations(rest)),
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
            let word = self.braced_word(&at[1..], Context::braced(quoted));
            return Some(word.map(|(rest, word)| {
                let operation = ParameterOperation::Conditional {
                    operator,
                    colon,
                    word,
                };
                (rest, operation)
            }));
        }
        let side = match at.first() {
            Some(b'}') if !colon => return Some(Ok((at, ParameterOperation::Value))),
            Some(b'#') if !colon => Side::Prefix,
            Some(b'%') if !colon => Side::Suffix,
            _ => return None,
        };
        let sign = [at[0]];
        let once = &at[1..];
        let (longest, rest) = match self.opt_operator(&sign, once) {
            Some(rest) => (true, rest),
            None => (false, once),
        };
        let pattern = self.braced_word(rest, Context::Braced);
        Some(pattern.map(|(rest, pattern)| {
            let operation = ParameterOperation::Remove {
                side,
                longest,
                pattern,
            };
            (rest, operation)
        }))
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
}

pub(super) fn special_or_digit(byte: u8) -> Option<Parameter<'static>> {
    match byte {
        b'1'..=b'9' => Some(Parameter::Positional(u32::from(byte - b'0'))),
        b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0' => Some(Parameter::Special(byte)),
        _ => None,
    }
}
