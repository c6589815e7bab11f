//! Tells code, comments and string literals of a Rust file apart, well enough to look for words in one of them.
//!
//! Not a parser: it knows quotes, comments and lifetimes, nothing of grammar.

/// A text and the line it begins on, 1-based.
pub struct Piece {
    /// Without its quotes or comment marks.
    pub text: String,
    /// Where it begins.
    pub line: usize,
}

/// A file taken apart.
#[derive(Default)]
pub struct RustSource {
    /// The file with comments and string contents blanked, line for line.
    pub code: String,
    /// String literals, in order.
    pub strings: Vec<Piece>,
    /// Documentation comments (`///`, `//!`), one entry a line.
    pub docs: Vec<Piece>,
}

impl RustSource {
    /// Takes a file apart.
    pub fn read(text: &str) -> RustSource {
        let mut reader = Reader {
            rest: text,
            line: 1,
            out: RustSource::default(),
        };
        while !reader.rest.is_empty() {
            reader.piece();
        }
        reader.out
    }

    /// The same without what follows `#[cfg(test)]` at the left margin: our tests come last in a file.
    pub fn read_without_tests(text: &str) -> RustSource {
        let end = text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len());
        RustSource::read(&text[..end])
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    out: RustSource,
}

impl Reader<'_> {
    fn piece(&mut self) {
        let rest = self.rest;
        if rest.starts_with("//") {
            self.line_comment();
        } else if rest.starts_with("/*") {
            self.skip(rest.find("*/").map_or(rest.len(), |end| end + 2));
        } else if let Some((open, close)) = string_marks(rest, self.out.code.chars().next_back()) {
            self.string(open, &close);
        } else if rest.starts_with('\'') {
            self.skip(char_literal(rest));
        } else {
            self.keep();
        }
    }

    fn line_comment(&mut self) {
        let comment = self.rest.lines().next().unwrap_or_default();
        if comment.starts_with("///") || comment.starts_with("//!") {
            self.out.docs.push(Piece {
                text: comment[3..].into(),
                line: self.line,
            });
        }
        self.skip(comment.len());
    }

    fn string(&mut self, open: usize, close: &str) {
        let raw = self.rest[..open].contains('r');
        let end = string_end(&self.rest[open..], close, raw);
        let text = self.rest[open..open + end].to_string();
        self.out.strings.push(Piece {
            text,
            line: self.line,
        });
        self.skip((open + end + close.len()).min(self.rest.len()));
    }

    /// Passes `length` bytes that are not code.
    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at(length);
        let newlines = skipped.matches('\n').count();
        self.out.code.extend(std::iter::repeat_n('\n', newlines));
        self.out.code.push(' ');
        self.line += newlines;
        self.rest = rest;
    }

    fn keep(&mut self) {
        let mut chars = self.rest.chars();
        let Some(c) = chars.next() else { return };
        self.out.code.push(c);
        self.line += usize::from(c == '\n');
        self.rest = chars.as_str();
    }
}

/// If a string literal begins here: the length of its opening (`"`, `b"`, `r#"` …) and its closing.
fn string_marks(rest: &str, before: Option<char>) -> Option<(usize, String)> {
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return rest.starts_with('"').then(|| (1, "\"".into()));
    }
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let after = rest.strip_prefix(prefix).unwrap_or_default();
        after.starts_with('"') || (prefix.ends_with('r') && after.starts_with("#"))
    })?;
    let after = &rest[prefix.len()..];
    let hashes = after.len() - after.trim_start_matches('#').len();
    let quote = after[hashes..].starts_with('"');
    quote.then(|| {
        (
            prefix.len() + hashes + 1,
            format!("\"{}", "#".repeat(hashes)),
        )
    })
}

/// How many bytes a string's contents have.
fn string_end(text: &str, close: &str, raw: bool) -> usize {
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(close) {
            return at;
        }
        let escape = !raw && text[at..].starts_with('\\');
        let step = |from: usize| text[from..].chars().next().map_or(0, char::len_utf8);
        at += step(at);
        if escape {
            at += step(at);
        }
    }
    text.len()
}

/// The length of the character literal that begins here, or 1 if it is a lifetime.
fn char_literal(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(1, |end| 3 + end + 1),
        Some((at, c)) if rest[at + c.len_utf8()..].starts_with('\'') => at + c.len_utf8() + 1,
        _ => 1,
    }
}
