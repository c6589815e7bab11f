//! What stands between the nodes of the tree: separators, reserved words, newlines, comments, continued lines, and the lines of
//! here-documents.

use super::Piece::{self, Here, Once};
use super::settings::{Options, ShellOption};
use super::walk::{Waiting, Walk, delimiter, one_line};
use crate::rule::Rule;
use crate::source::{Span, line_end};
use crate::syntax::ast::WordPartKind;

/// A token between two nodes.
#[derive(Clone, Copy)]
struct Token {
    span: Span,
    is_newline: bool,
}

impl<'a> Walk<'a> {
    /// Explains everything up to `end`, which lies between two nodes.
    pub fn gap(&mut self, end: u32) {
        while let Some(token) = self.token(end) {
            if token.is_newline {
                self.newline(true);
            } else {
                let pieces = match token.span.of(self.text) {
                    b";" => vec![self.sequence()],
                    text => usual(text),
                };
                self.note(token.span, pieces);
                self.at = token.span.end;
            }
        }
    }

    /// As [`Walk::gap`], where a newline ends nothing.
    pub fn quiet_gap(&mut self, end: u32) {
        while let Some(token) = self.token(end) {
            if token.is_newline {
                self.newline(false);
            } else {
                let pieces = usual(token.span.of(self.text));
                self.note(token.span, pieces);
                self.at = token.span.end;
            }
        }
    }

    /// Explains everything up to `end` and the token `wanted` in it, of which `pieces` are said.
    pub fn reserved(&mut self, end: u32, wanted: &[u8], pieces: Vec<Piece>) -> bool {
        while let Some(token) = self.token(end) {
            let text = token.span.of(self.text);
            if token.is_newline {
                self.newline(false);
            } else if is_token(text, wanted) {
                self.note(token.span, pieces);
                self.at = token.span.end;
                return true;
            } else {
                // What stands before the word wanted goes on with no matter what only by chance.
                let pieces = match text {
                    b";" => vec![Once("ends what stands before it".to_owned())],
                    _ => usual(text),
                };
                self.note(token.span, pieces);
                self.at = token.span.end;
            }
        }
        false
    }

    /// What is said of a `;` or a newline between two commands.
    fn sequence(&self) -> Piece {
        match self.settings.may_ever(ShellOption::ErrExit) {
            true => Once("ends a command; where set -e is on, the next one runs only if the shell does not end here".to_owned()),
            false => Piece::Rule(Rule::SequentialList),
        }
    }

    /// The next token before `end`; comments and continued lines on the way are explained, blanks skipped.
    fn token(&mut self, end: u32) -> Option<Token> {
        let end = end.min(self.text.len() as u32);
        loop {
            if self.at >= end {
                return None;
            }
            let rest = &self.text[self.at as usize..];
            match rest {
                [b' ' | b'\t', ..] => self.at += 1,
                [b'\\', b'\n', ..] => {
                    let mark = Span::new(self.at, self.at + 1);
                    self.note(mark, vec![Piece::Rule(Rule::LineContinuation)]);
                    self.at += 2;
                }
                [b'#', ..] => self.comment(rest),
                [b'\n', ..] => {
                    let span = Span::new(self.at, self.at + 1);
                    return Some(Token {
                        span,
                        is_newline: true,
                    });
                }
                _ => {
                    let length = token_length(rest) as u32;
                    let span = Span::new(self.at, (self.at + length).min(end));
                    return Some(Token {
                        span,
                        is_newline: false,
                    });
                }
            }
        }
    }

    fn comment(&mut self, rest: &[u8]) {
        let length = line_end(rest) as u32;
        let mark = Span::new(self.at, self.at + length);
        let pieces = match rest.strip_prefix(b"#!") {
            Some(program) if self.at == 0 => {
                let line = program.split(|byte| *byte == b'\n').next();
                let program = String::from_utf8_lossy(line.unwrap_or_default());
                let ends_badly = line.is_some_and(|line| line.ends_with(b"\r"));
                let mut pieces = vec![Here(format!(
                    "run as a program, this file is given to {} to read; for the shell the line is a comment",
                    super::walk::named(program.trim())
                ))];
                pieces.extend(ends_badly.then(|| {
                    Here("the carriage return at its end belongs to the name: run as a program, the file is \"not found\", 127".to_owned())
                }));
                pieces.extend(other_reader(&program).map(Here));
                pieces
            }
            _ => vec![Piece::Rule(Rule::Comment)],
        };
        self.note(mark, pieces);
        self.at += length;
    }

    /// A newline, and the here-documents that begin behind it.
    pub fn newline(&mut self, ends_command: bool) {
        let mark = Span::new(self.at, self.at + 1);
        // The last newline of a text separates nothing.
        let behind = &self.text[mark.end as usize..];
        if ends_command && self.has_command_before() && !behind.trim_ascii().is_empty() {
            let pieces = vec![self.sequence()];
            self.quoted(mark, "(newline)".to_owned(), pieces);
        }
        self.at += 1;
        for waiting in std::mem::take(&mut self.waiting) {
            self.document(waiting);
        }
    }

    /// Whether more than blanks and a comment stands in the line so far.
    fn has_command_before(&self) -> bool {
        let before = &self.text[..self.at as usize];
        let line = before.rsplit(|byte| *byte == b'\n').next();
        let line = line.unwrap_or_default().trim_ascii();
        !line.is_empty() && !line.starts_with(b"#")
    }

    fn document(&mut self, waiting: Waiting<'a>) {
        let start = self.at;
        let length = self.text.len() as u32;
        let end = waiting.document.body.span.end.clamp(start, length);
        let rest = &self.text[end as usize..];
        let mut stop = end + line_end(rest) as u32;
        // The delimiter itself may be continued.
        while !waiting.document.quoted && stop < length && ends_in_backslash(rest, stop - end) {
            let behind = &rest[(stop - end) as usize + 1..];
            stop += 1 + line_end(behind) as u32;
        }
        if end == length {
            self.note_unclosed(waiting);
        }
        let body = Span::new(start, end);
        let reader = match waiting.reader {
            _ if waiting.replaced => {
                "read by nobody: a redirection behind it takes its place".to_owned()
            }
            Some(reader) => format!("the standard input of {}", self.named(reader)),
            None => "the here-document".to_owned(),
        };
        if !body.of(self.text).is_empty() {
            let mut pieces = vec![Here(format!("this text is {reader}"))];
            let expands = has_expansion(waiting.document.body.parts);
            let has_quotes = body.of(self.text).iter().any(|byte| b"'\"".contains(byte));
            pieces.push(match waiting.document.quoted {
                true => Once("it is handed on exactly as it stands".to_owned()),
                false if expands => {
                    Here("its $ and ` are expanded first; nothing in it is split".to_owned())
                }
                false => Once("$ and ` would be expanded in it".to_owned()),
            });
            if has_quotes && !waiting.document.quoted {
                pieces.push(Once("quotes in it are ordinary characters".to_owned()));
            }
            let lines = body.of(self.text).trim_ascii_end();
            let first = lines.split(|byte| *byte == b'\n').next();
            let first = String::from_utf8_lossy(first.unwrap_or_default());
            let mut quote = one_line(&first).trim().to_owned();
            if lines.contains(&b'\n') {
                quote.push_str(" ...");
            }
            self.quoted(body, quote, pieces);
            let parts = waiting.document.body.parts;
            self.nest(|walk| {
                walk.scoped(
                    |scope| scope.options = waiting.options,
                    |walk| walk.document_parts(parts),
                );
            });
        }
        self.at = stop;
        if stop > end {
            let mark = Span::new(end, stop);
            let line = self.line(waiting.operator);
            let delimiter = delimiter(&waiting.delimiter);
            let pieces = vec![Here(format!(
                "this line ends the here-document: it is `{delimiter}`, as line {line} says"
            ))];
            self.note(mark, pieces);
        }
        if self.at < length {
            self.at += 1;
        }
    }

    /// Explains what is left of the text, up to `end`.
    pub fn rest(&mut self, end: u32) {
        self.gap(end);
    }
}

/// What is said if the program that a first line names is not `sh`.
fn other_reader(program: &str) -> Option<String> {
    let base = |word: &str| word.rsplit('/').next().unwrap_or_default().to_owned();
    let mut words = program.split_ascii_whitespace().map(base);
    let reader = words.find(|word| word != "env" && !word.starts_with('-'))?;
    match reader.as_str() {
        "sh" | "dash" | "ash" => None,
        shell if Options::is_shell(shell) => Some(format!(
            "{shell} knows more than sh; what is said here is what sh does"
        )),
        other => Some(format!(
            "{other} is no shell; what is said here is what sh would do"
        )),
    }
}

fn ends_in_backslash(rest: &[u8], length: u32) -> bool {
    rest[..length as usize].ends_with(b"\\")
}

fn has_expansion(parts: &[crate::syntax::ast::WordPart<'_>]) -> bool {
    parts.iter().any(|part| {
        matches!(
            part.kind,
            WordPartKind::Parameter(_)
                | WordPartKind::Command(_)
                | WordPartKind::Arithmetic(_)
                | WordPartKind::BadSubstitution(_)
        )
    })
}

/// Whether `text` is the token `wanted`, continued lines left out.
fn is_token(text: &[u8], wanted: &[u8]) -> bool {
    if text == wanted {
        return true;
    }
    let mut plain = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        match rest.strip_prefix(b"\\\n") {
            Some(after) => rest = after,
            None => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain == wanted
}

fn token_length(rest: &[u8]) -> usize {
    match rest {
        [b';', b';' | b'&', ..] | [b'&', b'&', ..] | [b'|', b'|', ..] => 2,
        [b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>', ..] => 1,
        _ => {
            let mut length = 0;
            while length < rest.len() {
                match &rest[length..] {
                    [b'\\', b'\n', ..] => length += 2,
                    [byte, ..] if b" \t\n;&|()<>".contains(byte) => break,
                    _ => length += 1,
                }
            }
            length.max(1)
        }
    }
}

/// What is said of a token wherever it stands.
fn usual(token: &[u8]) -> Vec<Piece> {
    match token {
        b"|" => vec![Once("or: another pattern".to_owned())],
        b"(" => vec![Once("a ( may stand before a pattern".to_owned())],
        _ => Vec::new(),
    }
}
