//! The page: each line of the text, and below it what its parts do. Plain ASCII of our own; what is the text's is shown as it is.
//!
//! What was said before is not said again: a rule is stated where it is met first, a utility described once.

use super::{Explanation, Note, Piece};
use crate::source::shown::spelt;
use crate::source::{LineIndex, Span};
use crate::trace::words::KEPT;
use std::collections::BTreeMap;
use textwrap::{Options, WordSplitter};
use unicode_width::UnicodeWidthStr;

impl Explanation {
    /// The explanation of `text` as a page of `width` columns.
    pub fn render(&self, text: &[u8], width: usize) -> String {
        let mut page = Page::new(text, width);
        let mut flat = Vec::new();
        for note in &self.notes {
            flatten(note, 0, &mut flat);
        }
        page.show(&flat);
        if let Some(status) = &self.status {
            page.blank();
            page.entry(page.margin, "status", std::slice::from_ref(status));
        }
        page.out
    }
}

/// A note and how deep it lies.
fn flatten<'n>(note: &'n Note, depth: usize, into: &mut Vec<(usize, &'n Note)>) {
    into.push((depth, note));
    for inner in &note.inner {
        flatten(inner, depth + 1, into);
    }
}

struct Page<'t> {
    out: String,
    width: usize,
    /// Columns left of every note.
    margin: usize,
    /// Where sentences begin.
    column: usize,
    lines: LineIndex<'t>,
    /// Lines of the text shown so far.
    shown: usize,
    numbered: bool,
    /// What has been said, and in which line.
    said: BTreeMap<String, usize>,
}

impl<'t> Page<'t> {
    fn new(text: &'t [u8], width: usize) -> Page<'t> {
        let width = width.max(10);
        let numbered = text.trim_ascii_end().contains(&b'\n');
        let margin = if numbered { 6 } else { 2 };
        let margin = margin.min(width / 6);
        Page {
            out: String::new(),
            width,
            margin,
            column: margin + (width * 3 / 10).min(24),
            lines: LineIndex::new(text),
            shown: 0,
            numbered,
            said: BTreeMap::new(),
        }
    }

    fn show(&mut self, notes: &[(usize, &Note)]) {
        let mut rest = notes;
        while let Some((_, first)) = rest.first() {
            let line = self.line(first.mark).max(self.shown).max(1);
            let end = rest
                .iter()
                .position(|(_, note)| self.line(note.mark) > line)
                .unwrap_or(rest.len());
            let (group, after) = rest.split_at(end);
            rest = after;
            let entries = self.entries(group);
            self.source_up_to(line);
            if !entries.is_empty() && !self.numbered {
                self.blank();
            }
            for (indent, quote, sentences) in entries {
                self.entry(indent, &quote, &sentences);
            }
        }
    }

    /// What is to be shown of the notes of one line: indentation, the part of the text, the sentences.
    fn entries(&mut self, group: &[(usize, &Note)]) -> Vec<(usize, String, Vec<String>)> {
        let base = group.iter().map(|(depth, _)| *depth).min().unwrap_or(0);
        let mut entries = Vec::new();
        // Whether nothing new is said of the notes that the next one lies in.
        let mut parents: Vec<bool> = Vec::new();
        for (depth, note) in group {
            let line = self.line(note.mark);
            let mut fresh = Vec::new();
            let mut first_said = None;
            for piece in &note.pieces {
                match piece {
                    Piece::Here(text) => fresh.push(text.clone()),
                    Piece::Again => {}
                    Piece::Rule(_) | Piece::Once(_) => match self.said.get(piece.text()) {
                        None => {
                            self.said.insert(piece.text().to_owned(), line);
                            fresh.push(piece.text().to_owned());
                        }
                        Some(said) => {
                            first_said.get_or_insert(*said);
                        }
                    },
                }
            }
            parents.truncate(*depth);
            let repeats = parents.len() == *depth && parents.last().is_none_or(|stale| *stale);
            parents.resize(*depth, true);
            parents.push(fresh.is_empty());
            if fresh.is_empty()
                && let Some(said) = first_said
            {
                let again = note.pieces.contains(&Piece::Again);
                let shown = !self.numbered || again || !(repeats || separates(&note.quote));
                if shown {
                    fresh.push(match said == line {
                        true => "as above".to_owned(),
                        false => format!("as in line {said}"),
                    });
                }
            }
            let indent = (self.margin + 2 * (depth - base)).min(self.width / 2);
            entries.push((indent, note.quote.clone(), fresh));
        }
        let mut below = 0;
        let mut kept: Vec<_> = Vec::new();
        for entry in entries.into_iter().rev() {
            if !entry.2.is_empty() || below > entry.0 {
                below = entry.0;
                kept.push(entry);
            }
        }
        kept.reverse();
        kept
    }

    /// A part of the text and what is said of it.
    fn entry(&mut self, indent: usize, quote: &str, sentences: &[String]) {
        let room = self.width.saturating_sub(indent).max(8);
        let quote = fitted(quote, room);
        let column = self.column.max(indent + 2);
        let pad = " ".repeat(indent);
        let head = format!("{pad}{quote}");
        let fits = head.width() + 2 <= column;
        let hang = " ".repeat(column);
        if !fits || sentences.is_empty() {
            self.push_line(&head);
        }
        for (number, sentence) in sentences.iter().enumerate() {
            let first = match fits && number == 0 {
                true => format!("{head}{}", " ".repeat(column - head.width())),
                false => hang.clone(),
            };
            let options = Options::new(self.width)
                .initial_indent(&first)
                .subsequent_indent(&hang)
                .word_splitter(WordSplitter::NoHyphenation)
                .break_words(false);
            let sentence = kept_together(sentence, self.width.saturating_sub(column));
            for line in textwrap::wrap(&sentence, options) {
                self.push_line(&line.replace(KEPT, " "));
            }
        }
    }

    /// Shows the lines of the text that have not been shown, up to `line`.
    fn source_up_to(&mut self, line: usize) {
        while self.shown < line {
            self.shown += 1;
            let bytes = self.lines.line(self.shown);
            let text = visible(&String::from_utf8_lossy(bytes));
            if self.numbered {
                if text.trim().is_empty() {
                    continue;
                }
                self.blank();
                let number = format!("{:>3}  ", self.shown);
                self.source_line(&number, &text);
            } else {
                self.source_line("  ", &text);
            }
        }
    }

    /// A line of the text, cut into as many lines of the page as it takes.
    fn source_line(&mut self, label: &str, text: &str) {
        let room = self.width.saturating_sub(label.len()).max(8);
        let mut label = label.to_owned();
        let mut rest = text;
        loop {
            let end = cut(rest, room);
            self.push_line(&format!("{label}{}", &rest[..end]));
            rest = &rest[end..];
            if rest.is_empty() {
                return;
            }
            label = " ".repeat(label.len());
        }
    }

    fn push_line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn line(&self, span: Span) -> usize {
        self.lines.line_of(span.start)
    }
}

/// A sentence whose pieces of code are not broken at their blanks, as far as they have room in one line.
fn kept_together(sentence: &str, room: usize) -> String {
    let pieces: Vec<&str> = sentence.split('`').collect();
    let last = pieces.len() - 1;
    let kept = pieces.iter().enumerate().map(|(index, piece)| {
        match index % 2 == 1 && index < last && piece.width() + 2 <= room {
            true => piece.replace(' ', &KEPT.to_string()),
            false => (*piece).to_owned(),
        }
    });
    let kept = kept.collect::<Vec<_>>().join("`");
    // What stands next to code is on its line; and where code holds a backquote, what is code is not known.
    match kept.split(' ').all(|unbroken| unbroken.width() <= room) {
        true => kept,
        false => sentence.to_owned(),
    }
}

/// Whether `quote` only stands between other parts, so that nothing need be said of it again.
fn separates(quote: &str) -> bool {
    quote.starts_with('#')
        || matches!(
            quote,
            ";" | "(newline)" | "|" | "in" | "(" | ")" | ";;" | "\\"
        )
}

/// Bytes of `text` that fit into `room` columns, at least one character.
fn cut(text: &str, room: usize) -> usize {
    let mut columns = 0;
    for (at, character) in text.char_indices() {
        columns += character.to_string().width();
        if columns > room && at > 0 {
            // Behind a blank, unless the line would be short.
            let blank = text[..at].rfind(' ').map(|blank| blank + 1);
            return blank.filter(|blank| *blank > at / 2).unwrap_or(at);
        }
    }
    text.len()
}

/// `quote` in at most `room` columns.
fn fitted(quote: &str, room: usize) -> String {
    if quote.width() <= room {
        return quote.to_owned();
    }
    let mut most = room;
    loop {
        let short = super::walk::shortened(quote, most);
        if short.width() <= room || most <= 4 {
            return short;
        }
        most -= 1;
    }
}

/// A line of the text as it is shown: tabs as blanks, what cannot be seen spelt.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match (character, spelt(character)) {
            ('\t', _) => shown.push_str("    "),
            (_, Some(spelt)) => shown.push_str(&spelt),
            (other, None) => shown.push(other),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_not_broken_where_it_has_room() {
        let kept = |text: &str, room| kept_together(text, room).replace(KEPT, "_");
        let sentence = "runs `[ $errors ]`, then `a b";
        assert_eq!(kept(sentence, 40), "runs `[_$errors_]`, then `a b");
        assert_eq!(kept(sentence, 13), "runs `[ $errors ]`, then `a b");
        assert_eq!(kept("is`a b`c", 7), "is`a b`c");
        assert_eq!(kept("no code", 40), "no code");
    }
}
