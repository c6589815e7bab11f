//! Redirections: `io_redirect`, `io_file` and `io_here` (XCU 2.7, 2.10.2).

use super::context::{Cx, Input, PResult, skip_continuations};
use super::error::Expected;
use super::here_doc::Pending;
use crate::syntax::ast::{IoRedirect, RedirectOperator};
use std::cell::OnceCell;

impl<'a> Cx<'a, '_> {
    /// `io_redirect` with its io number, if one begins here.
    pub fn opt_io_redirect(&self, start: Input<'a>) -> Option<PResult<'a, IoRedirect<'a>>> {
        match start.first()? {
            b'<' | b'>' => Some(self.io_redirect(start, None, start)),
            _ => {
                let (rest, number) = self.opt_io_number(start)?;
                Some(self.io_redirect(start, Some(number), rest))
            }
        }
    }

    /// `IO_NUMBER`: digits right before `<` or `>` (XCU 2.10.1), wherever they stand.
    fn opt_io_number(&self, at: Input<'a>) -> Option<(Input<'a>, u32)> {
        if !at.first()?.is_ascii_digit() {
            return None;
        }
        let (rest, digits) = self.digits(at);
        let rest = skip_continuations(rest);
        if !matches!(rest.first(), Some(b'<' | b'>')) {
            return None;
        }
        let number = std::str::from_utf8(digits).ok()?;
        Some((rest, number.parse().unwrap_or(u32::MAX)))
    }

    fn io_redirect(
        &self,
        start: Input<'a>,
        fd: Option<u32>,
        at: Input<'a>,
    ) -> PResult<'a, IoRedirect<'a>> {
        use RedirectOperator::*;
        const OPERATORS: [(&[u8], RedirectOperator); 9] = [
            (b"<<-", HereDocTabs),
            (b"<<", HereDoc),
            (b"<&", DuplicateInput),
            (b"<>", ReadWrite),
            (b"<", Input),
            (b">>", Append),
            (b">&", DuplicateOutput),
            (b">|", Clobber),
            (b">", Output),
        ];
        let found = OPERATORS
            .iter()
            .find_map(|(text, operator)| self.opt_operator(text, at).map(|rest| (rest, *operator)));
        // The caller saw `<` or `>`, so one of them matches.
        let (rest, operator) = found.unwrap_or((at, Input));
        let operator_span = self.span(at, rest);
        let what = match operator {
            HereDoc | HereDocTabs => "the here-document's delimiter",
            DuplicateInput | DuplicateOutput => "a descriptor number or -",
            _ => "a file name",
        };
        let at = self.blanks_before_word(rest);
        if self.opt_io_number(at).is_some() {
            return self.fail(at, Expected::Word(what));
        }
        let (rest, target) = self.expect_word(what, at)?;
        let is_here_doc = matches!(operator, HereDoc | HereDocTabs);
        let target = match is_here_doc {
            true => self.delimiter(target),
            false => target,
        };
        let here_doc = is_here_doc.then(|| {
            let body: &'a OnceCell<_> = self.bump.alloc(OnceCell::new());
            let strip_tabs = operator == HereDocTabs;
            self.pending.borrow_mut().push(Pending {
                operator: operator_span,
                delimiter: target,
                strip_tabs,
                body,
            });
            body
        });
        Ok((
            rest,
            IoRedirect {
                fd,
                operator,
                target,
                here_doc,
                span: self.span(start, rest),
            },
        ))
    }
}
