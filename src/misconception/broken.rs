//! A text that cannot be read, as its detectors look at it: its tokens, and how far it was read.

use super::Spot;
use super::evidence::{Evidence, Fault};
use super::tokens::{Token, tokens};
use crate::source::Span;
use crate::syntax::parse::{Construct, Unclosed};

/// A text that could not be read: its tokens, and how far it was read.
pub(super) struct Broken<'e> {
    pub(super) index: usize,
    pub(super) text: &'e str,
    pub(super) tokens: Vec<Token<'e>>,
    /// Which token was not expected; the number of tokens at the end of the text.
    pub(super) at: usize,
    pub(super) open: &'e [Unclosed],
}

impl<'e> Broken<'e> {
    pub(super) fn of(evidence: &'e Evidence<'_>) -> Option<Broken<'e>> {
        let (index, text) = evidence
            .texts
            .iter()
            .enumerate()
            .find(|(_, text)| text.fault.is_some())?;
        let source = std::str::from_utf8(text.bytes).ok()?;
        let tokens = tokens(source);
        let (at, open) = match text.fault.as_ref()? {
            Fault::Incomplete(open) => (tokens.len(), open.as_slice()),
            Fault::Invalid(error) => {
                let at = tokens
                    .iter()
                    .position(|token| token.span.end > error.span.start);
                (at.unwrap_or(tokens.len()), error.open.as_slice())
            }
        };
        Some(Broken {
            index,
            text: source,
            tokens,
            at,
            open,
        })
    }

    /// The token that was not expected.
    pub(super) fn found(&self) -> Option<Token<'e>> {
        self.tokens.get(self.at).copied()
    }

    /// The token before it.
    pub(super) fn previous(&self) -> Option<Token<'e>> {
        self.at.checked_sub(1).map(|at| self.tokens[at])
    }

    /// The last token before it that is no newline.
    pub(super) fn previous_word(&self) -> Option<Token<'e>> {
        self.tokens[..self.at]
            .iter()
            .rev()
            .find(|token| token.text != "\n")
            .copied()
    }

    pub(super) fn is_open(&self, construct: Construct) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.construct == construct)
    }

    /// Whether a command begins with token `at`.
    pub(super) fn begins_command(&self, at: usize) -> bool {
        match at.checked_sub(1).map(|before| self.tokens[before]) {
            None => true,
            Some(before) if before.operator => !matches!(
                before.text,
                "<" | ">" | ">>" | "<&" | ">&" | "<>" | ">|" | "<<" | "<<-"
            ),
            Some(before) => matches!(
                before.text,
                "then" | "else" | "do" | "if" | "elif" | "while" | "until" | "{" | "!"
            ),
        }
    }

    pub(super) fn spot(&self, span: Span) -> Spot {
        Spot::of(self.index, span)
    }

    /// The line at `span`, that replaced by `new`.
    pub(super) fn with(&self, span: Span, new: &str) -> Option<String> {
        let (before, after) = (
            &self.text[..span.start as usize],
            &self.text[span.end as usize..],
        );
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').unwrap_or(after.len());
        let whole = format!("{}{new}{}", &before[start..], &after[..end]);
        (whole.chars().count() <= 70).then(|| whole.trim().to_owned())
    }
}
