//! The words and operators of a text that could not be parsed: as much as is needed to say why not.

use crate::source::Span;

/// A word, an operator or a newline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// As written.
    pub text: &'t str,
    /// Where.
    pub span: Span,
    /// Whether it is an operator or a newline.
    pub operator: bool,
}

const OPERATORS: [&str; 19] = [
    "<<-", "&&", "||", ";;", ";&", ">>", "<<", "<&", ">&", ">|", "<>", "&", "|", ";", "<", ">",
    "(", ")", "\n",
];

/// The tokens of `text` in order. Quotes, escapes and `$( … )` stay within their word; comments are left out.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, operator) = match next {
            ' ' | '\t' | '\r' => {
                at += 1;
                continue;
            }
            '#' => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            _ => match OPERATORS.iter().find(|known| rest.starts_with(**known)) {
                Some(known) => (known.len(), true),
                None => (word(rest), false),
            },
        };
        found.push(Token {
            text: &rest[..length],
            span: Span::new(at as u32, (at + length) as u32),
            operator,
        });
        at += length;
    }
    found
}

/// Length in bytes of the word that `text` begins with.
fn word(text: &str) -> usize {
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        at += match next {
            ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '<' | '>' | '(' | ')' => break,
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            '\'' => closed(rest, 1, '\''),
            '"' => closed(rest, 1, '"'),
            '`' => closed(rest, 1, '`'),
            '$' if rest.starts_with("$(") => closed(rest, 2, ')'),
            '$' if rest.starts_with("${") => closed(rest, 2, '}'),
            _ => next.len_utf8(),
        };
    }
    at.max(text.chars().next().map_or(0, char::len_utf8))
}

/// Length of what is opened by the first `opener` bytes of `text`, up to `end` or the end.
fn closed(text: &str, opener: usize, end: char) -> usize {
    let inner = &text[opener.min(text.len())..];
    let mut escaped = false;
    let found = inner.char_indices().find(|(_, next)| {
        let ends = *next == end && !escaped;
        escaped = *next == '\\' && !escaped && end != '\'';
        ends
    });
    found.map_or(text.len(), |(at, next)| opener + at + next.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = tokens(text).iter().map(|token| token.text).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_and_operators_are_told_apart() {
        check("a && b||c;d &", &["a", "&&", "b", "||", "c", ";", "d", "&"]);
        check(
            "if [ x ]; then\necho",
            &["if", "[", "x", "]", ";", "then", "\n", "echo"],
        );
    }

    #[test]
    fn quotes_hide_operators_and_comments_are_left_out() {
        check(
            "echo 'a; b' \"c & d\" e\\;f # g; h",
            &["echo", "'a; b'", "\"c & d\"", "e\\;f"],
        );
        check("echo $(a; b) \"open", &["echo", "$(a; b)", "\"open"]);
    }
}
