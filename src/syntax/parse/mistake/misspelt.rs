//! Words of the shell that are written otherwise than it knows them, and braces that are no words of it.

use super::super::error::{Construct, SyntaxError};
use super::super::lex::ends_word;
use super::Mistake;
use super::tokens::{line_start, opens_part, tokens};
use crate::source::Span;

/// Words that open, part or end something.
const RESERVED: [&str; 14] = [
    "if", "then", "elif", "else", "fi", "while", "until", "for", "do", "done", "case", "esac", "{",
    "}",
];

/// What is typed for a reserved word, and is another word or none.
const SLIPS: [(&str, &str); 6] = [
    ("than", "then"),
    ("thne", "then"),
    ("tehn", "then"),
    ("hten", "then"),
    ("thn", "then"),
    ("theb", "then"),
];

/// The reserved word that `written` is meant for: it has capitals, other letters, or a sign behind it that is none of the shell's.
pub fn reserved(written: &str) -> Option<&'static str> {
    let small = written.to_ascii_lowercase();
    let plain = small.trim_end_matches([':', ',', '.']);
    let slip = SLIPS.iter().find(|(slip, _)| *slip == plain);
    let plain = slip.map_or(plain, |(_, meant)| *meant);
    let known = RESERVED.iter().find(|known| **known == plain);
    known.copied().filter(|known| *known != written)
}

/// Whether the word is meant for `elif`.
pub fn is_else_if(word: &str) -> bool {
    const WORDS: [&str; 8] = [
        "elseif", "elsif", "elseIf", "eif", "elf", "elfi", "ellif", "eilf",
    ];
    WORDS.contains(&word)
}

/// Whether the word is meant for an `else`, where an `if` follows it.
pub fn is_else(word: &str) -> bool {
    matches!(word, "el" | "els" | "eles" | "esle" | "elsee")
}

impl SyntaxError {
    /// A reserved word where a command begins, written otherwise.
    pub(super) fn misspelt(&self, text: &[u8]) -> Option<Span> {
        let end = (self.span.end as usize).min(text.len());
        let start = self
            .tokens(text)
            .first()
            .map_or(end, |first| first.start as usize);
        let tokens = tokens(text, start, end);
        let mut places = tokens.iter().enumerate();
        let found = places.find(|(at, token)| {
            let written = std::str::from_utf8(token.of(text));
            begins_command(&tokens, *at, text) && written.is_ok_and(|word| reserved(word).is_some())
        });
        found.map(|(_, token)| *token)
    }

    /// The `function` that begins the line, before the `}` or `(` at which its definition turns out to be none.
    pub(super) fn function_word(&self, text: &[u8], found: &[u8]) -> Option<Span> {
        let tokens = self.of_line(text);
        let at = (0..tokens.len())
            .find(|at| tokens[*at].of(text) == b"function" && begins_command(&tokens, *at, text))?;
        let named = tokens.get(at + 1).is_some_and(|name| {
            let name = name.of(text);
            !name.is_empty() && !name.iter().any(|byte| ends_word(*byte))
        });
        let defines = match found {
            b"(" => tokens.len() == at + 2,
            b"}" => tokens
                .get(at + 2)
                .is_some_and(|brace| brace.of(text) == b"{"),
            _ => false,
        };
        (named && defines).then_some(tokens[at])
    }

    /// Before a `}` that ends no group: the `{` of the same line that opened none.
    pub(super) fn brace_as_word(&self, text: &[u8]) -> Option<Mistake> {
        let tokens = self.of_line(text);
        let word = |at: usize| tokens[at].of(text);
        let is_arrow = |at: usize| {
            word(at)
                .iter()
                .all(|byte| matches!(byte, b'<' | b'>' | b'|'))
        };
        let at = (1..tokens.len())
            .rev()
            .find(|at| word(*at) == b"{" && !begins_command(&tokens, *at, text))?;
        // Between the two stands what the redirection is to.
        let redirected = at >= 2 && is_arrow(at - 2) && word(at - 2) != b"|";
        Some(match redirected {
            true => Mistake::BraceBehindRedirection(tokens[at]),
            false => Mistake::BraceIsWord(tokens[at]),
        })
    }

    /// The braces in one word with which an open group was to end.
    pub(super) fn doubled_brace(&self, text: &[u8]) -> Option<Span> {
        let open = self
            .open
            .last()
            .filter(|open| open.construct == Construct::BraceGroup)?;
        let tokens = tokens(text, open.opener.end as usize, text.len());
        let is_doubled = |word: &[u8]| word.len() > 1 && word.iter().all(|byte| *byte == b'}');
        tokens.into_iter().rfind(|token| is_doubled(token.of(text)))
    }

    /// The tokens of the line before the error, whatever is open.
    fn of_line(&self, text: &[u8]) -> Vec<Span> {
        let end = (self.span.start as usize).min(text.len());
        tokens(text, line_start(text, end), end)
    }
}

/// Whether a command begins with token `at`.
fn begins_command(tokens: &[Span], at: usize, text: &[u8]) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| tokens[before].of(text)) else {
        return true;
    };
    let ends = before.iter().all(|byte| ends_word(*byte));
    let arrow = before.iter().any(|byte| matches!(byte, b'<' | b'>'));
    ends && !arrow || opens_part(before)
}
