//! The way through a text: a cursor that leaves nothing out, and the notes made on the way.
//!
//! The tree says nothing of `then`, `;` and comments; [`gap`](super::gap) reads them where they stand between its nodes.

use super::settings::{Options, Settings, ShellOption};
use super::survey::Survey;
use super::{Around, Lines, Note, Piece, Programs};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::quoting::Quoting;
use crate::source::shown::spelt;
use crate::source::{LineIndex, Span};
use crate::syntax::ast::{Command, FunctionDefinition, HereDoc, List, Word};
use crate::syntax::visit::{self, Visitor};
use std::collections::BTreeMap;

/// A walk through one text.
pub(super) struct Walk<'a> {
    pub text: &'a [u8],
    /// How much of it is the text's own, and was not put behind it to complete it.
    pub own: u32,
    /// Everything before this offset has been explained.
    pub at: u32,
    pub notes: Vec<Note>,
    /// Here-documents whose lines have not come yet.
    pub waiting: Vec<Waiting<'a>>,
    pub scope: Scope,
    pub settings: Settings,
    pub programs: Programs,
    /// Variables that are set for the command alone whose words are met.
    pub prefixed: Vec<&'a [u8]>,
    /// What has ended the shell before the next command of the text.
    pub ended: Option<Span>,
    /// What in one place of the text matters in another.
    pub survey: Survey,
    lines: LineIndex<'a>,
    /// Functions of the text, and the lines they are defined in.
    functions: Lines,
    /// Where those begin that were unknown before the text.
    begins: BTreeMap<&'a [u8], u32>,
    /// A here-document that the end of the text ends.
    unclosed: Option<Waiting<'a>>,
}

/// Bytes of a stretch of text that is quoted as a whole within a sentence.
const LONG: usize = 512;

/// Characters of what is quoted within a sentence.
pub(super) const BRIEF: usize = 36;

/// What makes a stage of a pipeline a subshell.
pub(super) const PIPELINE: &str = "a pipeline";

/// What holds where the walk is.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope {
    /// What makes this a subshell, in words: `( )`, a pipeline, `&` or a substitution.
    pub subshell: Option<&'static str>,
    /// The shell's options.
    pub options: Options,
    /// Whether a function is being defined.
    pub function: bool,
    /// Whether this is in a loop.
    pub repeated: bool,
}

/// A here-document whose operator has been met.
#[derive(Clone, Copy)]
pub(super) struct Waiting<'a> {
    pub operator: Span,
    pub delimiter: Word<'a>,
    pub document: HereDoc<'a>,
    /// Who reads it.
    pub reader: Option<Span>,
    /// Whether a redirection behind it takes its place.
    pub replaced: bool,
    /// The shell's options when its words are expanded.
    pub options: Options,
}

impl<'a> Walk<'a> {
    /// A walk through what of `text` stands behind its first `from` bytes, with the options of `settings`.
    pub fn new(text: &'a [u8], from: u32, settings: Settings, around: Around) -> Walk<'a> {
        Walk {
            text,
            own: text.len() as u32,
            at: from,
            notes: Vec::new(),
            waiting: Vec::new(),
            scope: Scope::default(),
            settings,
            prefixed: Vec::new(),
            ended: None,
            survey: Survey::default(),
            lines: LineIndex::new(text),
            functions: around.functions,
            begins: BTreeMap::new(),
            programs: around.programs,
            unclosed: None,
        }
    }

    /// Takes note of a function of the text: it may be called before the text comes to it.
    pub fn learn(&mut self, definition: &FunctionDefinition<'a>) {
        let line = self.line(definition.span);
        let name = definition.name.to_vec();
        if !self.functions.contains_key(&name) {
            self.begins.insert(definition.name, definition.span.start);
        }
        let lines = self.functions.entry(name).or_default();
        if !lines.contains(&line) {
            lines.push(line);
        }
    }

    /// The functions of the text, and the lines they are defined in.
    pub fn functions(&self) -> &Lines {
        &self.functions
    }

    /// The line in which the function `name` is defined, or the lines.
    pub fn function(&self, name: &[u8]) -> Option<String> {
        let lines = self.functions.get(name)?.iter();
        let lines: Vec<String> = lines.map(usize::to_string).collect();
        Some(lines.join(" or "))
    }

    /// Whether a command at `offset`, outside of functions and loops, comes before the first definition of the function `name`.
    pub fn comes_too_early(&self, name: &[u8], offset: u32) -> bool {
        let runs_once = !self.scope.function && !self.scope.repeated;
        let begins = self.begins.get(name);
        runs_once && begins.is_some_and(|begins| offset < *begins)
    }

    /// The line of the text in which `span` begins, 1-based.
    pub fn line(&self, span: Span) -> usize {
        self.lines.line_of(span.start)
    }

    /// A note on `mark`.
    pub fn note(&mut self, mark: Span, pieces: Vec<Piece>) {
        let quote = self.quote(mark);
        self.quoted(mark, quote, pieces);
    }

    /// A note on `mark`, which is shown as `quote`.
    pub fn quoted(&mut self, mark: Span, quote: String, pieces: Vec<Piece>) {
        self.notes.push(Note {
            span: mark,
            mark,
            quote,
            pieces,
            inner: Vec::new(),
        });
    }

    /// The notes that `walk` makes become the inner ones of the newest note.
    pub fn nest(&mut self, walk: impl FnOnce(&mut Walk<'a>)) {
        let outer = std::mem::take(&mut self.notes);
        walk(self);
        let inner = std::mem::replace(&mut self.notes, outer);
        let Some(last) = self.notes.last_mut() else {
            self.notes = inner;
            return;
        };
        for note in &inner {
            last.span = last.span.to(note.span);
        }
        last.inner.extend(inner);
    }

    /// Runs `walk` in a part of the text where `change` holds.
    pub fn scoped(&mut self, change: impl FnOnce(&mut Scope), walk: impl FnOnce(&mut Walk<'a>)) {
        let scope = self.scope;
        change(&mut self.scope);
        walk(self);
        self.scope = scope;
    }

    /// Whether `option` of the shell is on here, for certain or perhaps.
    pub fn may(&self, option: ShellOption) -> bool {
        self.scope.options.may(option)
    }

    /// What `span` covers, on one line.
    pub fn quote(&self, span: Span) -> String {
        let lossy = String::from_utf8_lossy(span.of(self.text)).into_owned();
        if let Some(first) = quoted_over_lines(&lossy) {
            let continued = first.strip_suffix('\\').filter(|_| !first.contains('\''));
            if let Some(first) = continued.filter(|first| !first.ends_with('\\')) {
                return format!("{} ...", one_line(first).trim_end());
            }
            return format!("{}\\n ...", one_line(first));
        }
        one_line(&lossy).trim().to_owned()
    }

    /// What `span` covers, shortened, between quotes of prose.
    pub fn named(&self, span: Span) -> String {
        named(&self.brief(span, usize::MAX))
    }

    /// What `span` covers, in at most so many characters.
    pub fn brief(&self, span: Span, most: usize) -> String {
        let bytes = span.of(self.text);
        if bytes.len() <= LONG {
            return shortened(&self.quote(span), most);
        }
        // Its two ends are all that is shown.
        let ends = [&bytes[..LONG / 2], &bytes[bytes.len() - LONG / 2..]].concat();
        shortened(one_line(&String::from_utf8_lossy(&ends)).trim(), most)
    }

    /// Remembers that the text ends before the delimiter of a here-document.
    pub fn note_unclosed(&mut self, waiting: Waiting<'a>) {
        self.unclosed.get_or_insert(waiting);
    }

    /// What is wrong with a here-document that the end of the text ends.
    pub fn unclosed_document(&self) -> Option<Diagnostic> {
        let waiting = self.unclosed?;
        let delimiter = delimiter(&waiting.delimiter);
        let body = waiting.document.body.span;
        let mut diagnostic = Diagnostic::error(
            format!("the text ends in a here-document: no line is `{delimiter}` and nothing else"),
            Span::at(self.text.len() as u32),
        );
        diagnostic.labels.push(Label {
            span: waiting.operator,
            text: "the here-document begins with the line after this one".to_owned(),
        });
        let near = near_delimiter(body.of(self.text), delimiter.as_bytes());
        diagnostic.help = Some(match near {
            Some((at, length, why)) => {
                let start = body.start + at as u32;
                diagnostic.labels.push(Label {
                    span: Span::new(start, start + length as u32),
                    text: format!("not the delimiter: {why}"),
                });
                format!("the line that ends it must be `{delimiter}` and nothing else")
            }
            None => format!("end it with a line that is `{delimiter}` and nothing else"),
        });
        Some(diagnostic)
    }

    /// All notes.
    pub fn finish(self) -> Vec<Note> {
        self.notes
    }
}

/// The first line of a text in which quotes are open at its end: the newline is text there, and not where a command ends.
fn quoted_over_lines(text: &str) -> Option<&str> {
    let (first, _) = text.split_once('\n')?;
    let mut open = None;
    let mut characters = first.chars();
    while let Some(character) = characters.next() {
        match (open, character) {
            (None | Some('"'), '\\') => {
                characters.next();
            }
            (None, '"' | '\'') => open = Some(character),
            (Some(quote), character) if quote == character => open = None,
            _ => {}
        }
    }
    open.map(|_| first)
}

/// The delimiter of a here-document, its quotes taken away.
pub(super) fn delimiter(word: &Word<'_>) -> String {
    one_line(&super::word::plain_text(word.parts).unwrap_or_default())
}

/// A line of `body` that looks like the delimiter: where, how long, and why it is none.
fn near_delimiter(body: &[u8], delimiter: &[u8]) -> Option<(usize, usize, &'static str)> {
    let mut at = 0;
    for line in body.split(|byte| *byte == b'\n') {
        let trimmed = line.trim_ascii();
        if !delimiter.is_empty() && trimmed == delimiter && line != delimiter {
            let why = match line {
                _ if line.ends_with(b"\r") => "a carriage return follows it",
                _ if line.trim_ascii_start() != line => "blanks stand before it",
                _ => "blanks follow it",
            };
            return Some((at, line.len(), why));
        }
        at += line.len() + 1;
    }
    None
}

/// `text` on one line, what is invisible in it made visible. Blanks are as they were between quotes, where they count.
pub(super) fn one_line(text: &str) -> String {
    let mut shown = String::new();
    let mut quoting = Quoting::default();
    let mut rest = text;
    while !rest.is_empty() {
        let is_quoted = quoting.is_quoted();
        let length = quoting.step(rest.as_bytes());
        let length = (length..).find(|end| rest.is_char_boundary(*end));
        let (piece, behind) = rest.split_at(length.unwrap_or(rest.len()));
        rest = behind;
        if piece == "\\\n" {
            push_blank(&mut shown);
            continue;
        }
        for character in piece.chars() {
            match character {
                ' ' if is_quoted => shown.push(' '),
                '\n' if is_quoted => shown.push_str("\\n"),
                '\t' if is_quoted => shown.push_str("\\t"),
                '\n' | '\t' | ' ' => push_blank(&mut shown),
                other => match spelt(other) {
                    Some(spelt) => shown.push_str(&spelt),
                    None => shown.push(other),
                },
            }
        }
    }
    shown
}

fn push_blank(shown: &mut String) {
    if !shown.ends_with(' ') {
        shown.push(' ');
    }
}

/// `text` within a sentence: shortened, and set apart; a blank, which could not be seen, by its name.
pub(super) fn named(text: &str) -> String {
    match text {
        " " => "a blank".to_owned(),
        "\t" => "a tab".to_owned(),
        "\n" => "a newline".to_owned(),
        text => format!("`{}`", shortened(one_line(text).trim(), BRIEF)),
    }
}

/// The same for text whose blanks count, at its ends as well.
pub(super) fn verbatim(text: &str) -> String {
    match text.chars().count() {
        1 if text.trim().is_empty() => named(text),
        blanks if blanks > 1 && text.trim_matches(' ').is_empty() => format!("{blanks} blanks"),
        _ => format!("`{}`", shortened(&exact(text), BRIEF)),
    }
}

/// `text` on one line, each of its blanks kept.
fn exact(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match (character, spelt(character)) {
            ('\n', _) => shown.push_str("\\n"),
            ('\t', _) => shown.push_str("\\t"),
            (_, Some(spelt)) => shown.push_str(&spelt),
            (other, None) => shown.push(other),
        }
    }
    shown
}

/// `text`, with its middle left out if it is longer than `most` characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let tail = most / 4;
    let head: String = text.chars().take(most.saturating_sub(tail + 3)).collect();
    let tail: String = text.chars().skip(length - tail).collect();
    // Between words, so that the dots belong to none of them.
    match (head.trim_end().rfind(' '), tail.find(' ')) {
        (Some(end), Some(start)) if end * 2 > head.len() => {
            format!("{} ...{}", head[..end].trim_end(), &tail[start..])
        }
        (Some(end), _) if end * 2 > head.len() => format!("{} ...", head[..end].trim_end()),
        _ => format!("{head}...{tail}"),
    }
}

/// The functions that `list` defines, in order.
pub(super) fn definitions<'a>(list: &List<'a>) -> Vec<&'a FunctionDefinition<'a>> {
    let mut finder = Definitions(Vec::new());
    finder.list(list);
    finder.0
}

struct Definitions<'a>(Vec<&'a FunctionDefinition<'a>>);

impl<'a> Visitor<'a> for Definitions<'a> {
    fn command(&mut self, command: &Command<'a>) {
        if let Command::Function(definition) = command {
            self.0.push(definition);
        }
        visit::walk_command(self, command);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_loses_its_middle() {
        assert_eq!(shortened("short", 10), "short");
        assert_eq!(shortened("0123456789abcdef", 12), "012345...def");
        assert_eq!(
            shortened("grep -q ERROR app.log | wc -l", 20),
            "grep -q ... -l"
        );
    }

    #[test]
    fn what_cannot_be_seen_is_named() {
        assert_eq!(named(" "), "a blank");
        assert_eq!(named("\t"), "a tab");
        assert_eq!(named("a\u{a0}b "), "`a\\u00a0b`");
    }

    #[test]
    fn a_quote_is_one_line() {
        assert_eq!(one_line("a \\\n  b\n\tc\u{7}"), "a b c\\x07");
    }
}
