//! Command substitution and arithmetic expansion as they are written (XCU 2.6.3, 2.6.4): `$(…)`, backquotes, `$((…))`.

use super::context::{Cx, Input, PResult};
use super::error::{Construct, Expected};
use super::word::Context;
use crate::syntax::ast::{CommandSubstitution, WordPartKind};

impl<'a> Cx<'a, '_> {
    /// `$(…)` or `$((…))` (XCU 2.6.3, 2.6.4)
    pub fn parenthesised(&self, start: Input<'a>, at: Input<'a>) -> PResult<'a, WordPartKind<'a>> {
        let Some(body) = self.opt_operator(b"((", at) else {
            return self.command_substitution(start, &at[1..]);
        };
        if let Some(known) = self.known_substitution(body) {
            return known;
        }
        if let Some(result) = self.attempt(|| self.arithmetic(start, body)) {
            return result;
        }
        // It did not end in `))`: a command substitution that begins with a subshell.
        let result = self.command_substitution(start, &at[1..]);
        self.remember_substitution(body, &result);
        result
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
    pub fn backquoted(
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
            let (inner, places) = self.unescape_backquoted(body, length, in_double_quotes);
            let (_, script) = self.detached(end, places, || {
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

    /// The first `length` bytes of `body` without a level of backslashes, and where each byte that is left stood, with the end;
    /// no places if that can be told without.
    fn unescape_backquoted(
        &self,
        body: Input<'a>,
        length: usize,
        in_double_quotes: bool,
    ) -> (&'a [u8], Option<&'a [u32]>) {
        let text = &body[..length];
        if !text.contains(&b'\\') && !self.is_copied() {
            return (text, None);
        }
        let mut plain = Vec::with_capacity(length);
        let mut places = Vec::with_capacity(length + 1);
        let mut at = 0;
        while at < length {
            let next = text.get(at + 1).filter(|_| text[at] == b'\\');
            let drops = match next {
                Some(b'$' | b'`' | b'\\') => true,
                Some(b'"') => in_double_quotes,
                // A continued line, even within single quotes: it is joined before the text is looked at.
                Some(b'\n') => {
                    at += 2;
                    continue;
                }
                _ => false,
            };
            places.push(self.offset(&body[at..]));
            at += usize::from(drops);
            plain.push(text[at]);
            at += 1;
        }
        places.push(self.offset(&body[length..]));
        let plain = self.bump.alloc_slice_copy(&plain);
        (plain, Some(self.bump.alloc_slice_copy(&places)))
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
