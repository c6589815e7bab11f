//! Reserved words in the wrong place, glued to another, or missing.

use super::super::error::{Construct, SyntaxError};
use super::super::lex::ends_word;
use super::Mistake;
use super::misspelt::{is_else, is_else_if};
use super::tokens::{line_start, opens_part, tokens};
use crate::source::Span;

impl SyntaxError {
    /// A reserved word in the wrong place, or one that is missing.
    pub(super) fn word_mistake(&self, text: &[u8], found: &[u8]) -> Option<Mistake> {
        let closes = matches!(
            found,
            b"fi"
                | b"done"
                | b"esac"
                | b"then"
                | b"do"
                | b"else"
                | b"elif"
                | b"}"
                | b""
                | b"end"
                | b"endif"
        );
        if !closes {
            return self.brace_at_start(text).map(Mistake::GluedBrace);
        }
        if let Some(span) = self.swallowed(text) {
            return Some(match span.of(text) {
                b"}" => Mistake::BraceIsArgument(span),
                _ => Mistake::SwallowedWord(span),
            });
        }
        if let Some(span) = self.glued_bracket(text) {
            return Some(Mistake::GluedBracket(span));
        }
        if let Some(span) = self.misspelt(text) {
            return Some(Mistake::MisspeltWord(span));
        }
        if let Some(span) = self.doubled_brace(text).filter(|_| found.is_empty()) {
            return Some(Mistake::DoubledBrace(span));
        }
        if (found == b"}" || found.is_empty())
            && let Some(span) = self.brace_at_start(text)
        {
            return Some(Mistake::GluedBrace(span));
        }
        if let Some(mistake) = self.brace_as_word(text).filter(|_| found == b"}") {
            return Some(mistake);
        }
        if found.is_empty() {
            return self.else_if(text).map(Mistake::ElseIf);
        }
        if found == b"then"
            && let Some(mistake) = self.condition_of_else(text)
        {
            return Some(mistake);
        }
        if let (b"elif" | b"else", Some(Construct::Else)) = (found, self.innermost()) {
            return Some(Mistake::AfterElse(self.span));
        }
        if let (b"do", Some(span)) = (found, self.select(text)) {
            return Some(Mistake::Select(span));
        }
        let words = self.tokens(text).into_iter().map(|span| span.of(text));
        if words
            .rev()
            .find(|word| *word != b"\n")
            .is_some_and(opens_part)
        {
            return Some(Mistake::EmptyPart(self.span));
        }
        match self.innermost() {
            Some(
                Construct::If
                | Construct::Then
                | Construct::Else
                | Construct::While
                | Construct::Until
                | Construct::For
                | Construct::Do
                | Construct::Case
                | Construct::BraceGroup,
            ) => Some(Mistake::WrongCloser(self.span)),
            None => Some(Mistake::StrayCloser(self.span)),
            _ => None,
        }
    }

    /// A `select` where a command begins, before a `do` that nothing else has opened.
    fn select(&self, text: &[u8]) -> Option<Span> {
        let mut begins = true;
        let mut found = None;
        for token in self.tokens(text) {
            let word = token.of(text);
            if begins && word == b"select" {
                found = Some(token);
            }
            begins = word.iter().all(|byte| ends_word(*byte)) || opens_part(word);
        }
        found
    }

    /// An `else`, or what was meant for an `elif`, whose condition a `then` follows.
    fn condition_of_else(&self, text: &[u8]) -> Option<Mistake> {
        let tokens = self.tokens(text);
        match self.innermost()? {
            Construct::Else => tokens.first().copied().map(Mistake::ElseCondition),
            Construct::Then => {
                let begins = |at: usize| {
                    let before = tokens[at - 1].of(text);
                    before.iter().all(|byte| ends_word(*byte)) || opens_part(before)
                };
                let word = |at: usize| {
                    tokens
                        .get(at)
                        .and_then(|at| std::str::from_utf8(at.of(text)).ok())
                };
                let at = (1..tokens.len()).rev().find(|at| {
                    begins(*at)
                        && (word(*at).is_some_and(is_else_if)
                            || word(*at).is_some_and(is_else) && word(at + 1) == Some("if"))
                })?;
                Some(Mistake::ElseIfWord(tokens[at]))
            }
            _ => None,
        }
    }

    /// The reserved word that was expected, among the arguments of a command. Before a second `then` it is the word that takes
    /// one.
    fn swallowed(&self, text: &[u8]) -> Option<Span> {
        let wanted: &[&[u8]] = match self.innermost()? {
            Construct::If => &[b"then"],
            Construct::While | Construct::Until | Construct::For => &[b"do"],
            Construct::Then if self.found(text) == b"then" => &[b"elif", b"else"],
            Construct::Then | Construct::Else => &[b"fi"],
            Construct::Do => &[b"done"],
            Construct::Case => &[b"esac"],
            Construct::BraceGroup => &[b"}"],
            _ => return None,
        };
        let tokens = self.tokens(text);
        let mut previous: Option<Span> = None;
        let mut last = None;
        for token in tokens.into_iter().skip(1) {
            let is_argument = previous.is_some_and(|before| {
                let before = before.of(text);
                !before.iter().all(|byte| ends_word(*byte)) && !opens_part(before)
            });
            let word = token.of(text);
            let is_wanted = |wanted: &&[u8]| wanted.eq_ignore_ascii_case(word);
            if wanted.iter().any(is_wanted) && is_argument {
                last = Some(token);
            }
            previous = Some(token);
        }
        last
    }

    /// `if[` and the like, as the name of a command on a line up to the error.
    fn glued_bracket(&self, text: &[u8]) -> Option<Span> {
        let end = (self.span.start as usize).min(text.len());
        let tokens = tokens(text, line_start(text, end), end);
        let glued = |span: &Span| {
            let word = span.of(text);
            [&b"if["[..], b"elif[", b"while[", b"until["]
                .iter()
                .any(|start| word.starts_with(start))
        };
        tokens.into_iter().rev().find(glued)
    }

    /// `{word` where a command begins.
    fn brace_at_start(&self, text: &[u8]) -> Option<Span> {
        let end = (self.span.start as usize).min(text.len());
        let tokens = tokens(text, line_start(text, end), end);
        let mut begins = true;
        let mut found = None;
        for token in tokens {
            let word = token.of(text);
            if begins && word.len() > 1 && word.starts_with(b"{") {
                found = Some(token);
            }
            begins = word.iter().all(|byte| ends_word(*byte)) || opens_part(word);
        }
        found
    }

    /// The `if` behind an `else` that is still open at the end of the text.
    fn else_if(&self, text: &[u8]) -> Option<Span> {
        let open = self.open.iter().rev();
        let opener = open.take_while(|open| open.construct != Construct::Subshell);
        let opener = opener
            .filter(|open| open.construct == Construct::Else)
            .last()?;
        let tokens = tokens(text, opener.opener.end as usize, text.len());
        let first = tokens.into_iter().next()?;
        (first.of(text) == b"if").then(|| opener.opener.to(first))
    }
}
