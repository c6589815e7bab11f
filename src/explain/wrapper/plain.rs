//! A command that another program than a shell cuts into words: what would be an operator or a pattern is text there.

use super::Replacement;
use crate::source::Span;

/// Who cuts the command into words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Systemd,
    Compose,
}

/// What is said of parts of a line, and what the parser is given in their place.
#[derive(Default)]
pub(super) struct Read {
    pub notes: Vec<(Span, String)>,
    pub replaced: Vec<(Span, Replacement)>,
}

/// Reads `line` from `from` to `end` as `reader` does.
pub(super) fn read(line: &str, from: u32, end: u32, reader: Reader) -> Read {
    let mut read = Read::default();
    let bytes = line.as_bytes();
    let mut at = from as usize;
    let end = end as usize;
    while at < end {
        at = match bytes[at] {
            b'\\' => at + 2,
            b'\'' | b'"' => read.quoted(line, at, end, reader),
            b'$' => read.dollar(line, at, end, reader, None),
            _ => read.sign(line, at, end, reader),
        };
    }
    read
}

impl Read {
    /// A sign that would be more than text for a shell; where what follows begins.
    fn sign(&mut self, line: &str, at: usize, end: usize, reader: Reader) -> usize {
        const OPERATORS: &[u8] = b"<>|&;()`";
        const PATTERNS: &[u8] = b"*?[]~";
        let bytes = &line.as_bytes()[..end];
        let run = |signs: &[u8]| {
            bytes[at..]
                .iter()
                .take_while(|byte| signs.contains(byte))
                .count()
        };
        let (operators, patterns) = (run(OPERATORS), run(PATTERNS));
        let ends_command =
            reader == Reader::Systemd && bytes[at] == b';' && is_alone(bytes, at, at + 1);
        let said = match (operators, patterns) {
            (0, 0) if bytes[at] == b'#' => None,
            (0, 0) => return at + 1,
            _ if ends_command => {
                Some("as a word of its own it ends a command for systemd: the next one follows")
            }
            (0, _) => Some("no shell reads it: it stays as it is, and names no other files"),
            _ => {
                Some("no shell reads it, and so it is no operator: an argument like any other text")
            }
        };
        let length = operators.max(patterns).max(1);
        let span = Span::new(at as u32, (at + length) as u32);
        self.replaced.push((span, Replacement::Value));
        self.notes.extend(said.map(|said| (span, said.to_owned())));
        at + length
    }

    /// A `$`, perhaps between quotes; where what follows begins.
    fn dollar(
        &mut self,
        line: &str,
        at: usize,
        end: usize,
        reader: Reader,
        quote: Option<u8>,
    ) -> usize {
        let rest = &line[at..end];
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = rest[1..].chars().take_while(|c| is_name(*c)).count();
        let braced = rest
            .starts_with("${")
            .then(|| rest.find('}').map_or(rest.len(), |at| at + 1));
        let whole = quote.is_none() && is_alone(line.as_bytes(), at, at + 1 + name);
        let put_in = match reader {
            Reader::Systemd => name > 0 && whole,
            Reader::Compose => name > 0,
        };
        let span = |length: usize| Span::new(at as u32, (at + length) as u32);
        if rest.starts_with("$$") {
            // Between quotes it may be for a shell that is named before them.
            self.replaced.push((
                span(2),
                match quote {
                    Some(_) => Replacement::Text("$"),
                    None => Replacement::Value,
                },
            ));
            let who = reader.name();
            self.notes
                .push((span(2), format!("{who} makes one $ of it")));
            return at + 2;
        }
        let length = braced.unwrap_or(1 + name);
        if braced.is_some() || put_in {
            self.replaced.push((span(length), Replacement::Value));
            self.notes
                .push((span(length), reader.value(braced.is_some())));
            return at + length;
        }
        if quote.is_none() {
            self.replaced.push((span(1), Replacement::Value));
        }
        at + 1
    }

    /// A part in quotes, which begin at `at`; where what follows begins.
    fn quoted(&mut self, line: &str, at: usize, end: usize, reader: Reader) -> usize {
        let bytes = line.as_bytes();
        let quote = bytes[at];
        let mut close = at + 1;
        while close < end && bytes[close] != quote {
            close += if bytes[close] == b'\\' && quote == b'"' {
                2
            } else {
                1
            };
        }
        let close = close.min(end);
        // For these readers " quotes as ' does; for the parser a $ in it would be expanded.
        let strong = quote == b'"' && close < end && !bytes[at..close].contains(&b'\'');
        let mark = |at: usize| (Span::new(at as u32, at as u32 + 1), Replacement::Text("'"));
        if strong {
            self.replaced.push(mark(at));
        }
        let mut inside = at + 1;
        while inside < close {
            inside = match bytes[inside] {
                b'$' => self.dollar(line, inside, close, reader, Some(quote)),
                b'\\'
                    if strong
                        && bytes
                            .get(inside + 1)
                            .is_some_and(|next| b"\"\\".contains(next)) =>
                {
                    let given = if bytes[inside + 1] == b'"' {
                        "\""
                    } else {
                        "\\"
                    };
                    let span = Span::new(inside as u32, inside as u32 + 2);
                    self.replaced.push((span, Replacement::Text(given)));
                    inside + 2
                }
                _ => inside + 1,
            };
        }
        if strong {
            self.replaced.push(mark(close));
        }
        close + 1
    }
}

impl Reader {
    fn name(self) -> &'static str {
        match self {
            Reader::Systemd => "systemd",
            Reader::Compose => "docker compose",
        }
    }

    fn value(self, braced: bool) -> String {
        match (self, braced) {
            (Reader::Systemd, true) => "systemd puts the value in, as it is",
            (Reader::Systemd, false) => "systemd puts the value in, cut into words at blanks",
            (Reader::Compose, _) => {
                "docker compose puts the value in when it reads the file, from its own environment"
            }
        }
        .to_owned()
    }
}

/// Whether what stands from `start` to `end` is a word of its own.
fn is_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    (is_blank(before) || before == Some(&b'=')) && is_blank(bytes.get(end))
}

/// The `$` of a text that docker compose hands to a shell.
pub(super) fn dollars(line: &str, from: u32, end: u32) -> Read {
    let mut read = Read::default();
    let mut at = from as usize;
    while let Some(found) = line[at..end as usize].find('$') {
        at = read.dollar(line, at + found, end as usize, Reader::Compose, Some(b'"'));
    }
    read
}
