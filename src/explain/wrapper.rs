//! Lines that hold a command for the shell and are none themselves: of a crontab, a Dockerfile, a Makefile, a CI step, a systemd
//! unit, a package.json. One, or a whole file of them, is taken for such only where it can hardly be anything else.

mod cron;
mod crontab;
mod docker;
mod dockerfile;
mod json;
mod make;
mod makefile;
mod plain;
mod unit;
mod whole;
mod yaml;

use super::settings::Options;
use super::walk::one_line;
use super::{Around, Explanation, Note, Piece, explain_from};
use crate::source::Span;

/// What stands before the shell's part of a line, and what the shell is given.
#[derive(Default)]
struct Wrapper {
    /// Parts of the line that are not for the shell.
    notes: Vec<(Span, String)>,
    /// Where the shell's part begins; the end of the text if there is none.
    from: u32,
    /// What is put in before the shell reads the line: where in the line, and what the shell gets instead of it.
    replaced: Vec<(Span, Replacement)>,
    /// What is on in the shell.
    options: Options,
}

/// What the shell gets.
#[derive(Clone, Copy)]
pub(super) enum Replacement {
    /// This text.
    Text(&'static str),
    /// A value that is not known here.
    Value,
}

/// Explains `text` if it is one line of such a file, a step of several, or a whole file.
pub(super) fn explain(text: &[u8]) -> Option<Explanation> {
    let lines = text.trim_ascii_end();
    let is_one_line = lines
        .split(|byte| *byte == b'\n')
        .rev()
        .skip(1)
        .all(|line| line.ends_with(b"\\"));
    if text.len() > u32::MAX as usize / 8 {
        return None;
    }
    let line = std::str::from_utf8(text).ok()?;
    if !is_one_line {
        let block = make::ci_block(line).map(|block| block.explain(line));
        return block
            .or_else(|| crontab::explain(line))
            .or_else(|| dockerfile::explain(line))
            .or_else(|| makefile::explain(line))
            .or_else(|| unit::explain(line))
            .or_else(|| json::explain(line))
            .or_else(|| yaml::explain(line));
    }
    let wrapper = cron::find(line)
        .or_else(|| docker::find(line))
        .or_else(|| make::recipe(line))
        .or_else(|| make::ci_step(line))
        .or_else(|| unit::find(line))
        .or_else(|| unit::shown(line));
    match wrapper {
        Some(wrapper) => Some(wrapper.explain(line)),
        None if line.trim_start().starts_with("- ") => yaml::explain(line),
        None => json::explain(line),
    }
}

impl Wrapper {
    /// With what is replaced in the order of the line; of what overlaps, the first.
    fn in_order(mut self) -> Wrapper {
        self.replaced.sort_by_key(|(span, _)| span.start);
        let mut end = 0;
        self.replaced.retain(|(span, _)| {
            let is_behind = span.start >= end;
            end = end.max(span.end);
            is_behind
        });
        self
    }

    fn explain(&self, line: &str) -> Explanation {
        let mut notes: Vec<Note> = Vec::new();
        for (mark, said) in &self.notes {
            notes.push(Note {
                span: *mark,
                mark: *mark,
                quote: match &line[mark.start as usize..mark.end as usize] {
                    "\t" => "(tab)".to_owned(),
                    text => one_line(text),
                },
                pieces: vec![Piece::Once(said.clone())],
                inner: Vec::new(),
            });
        }
        let around = Around {
            options: self.options,
            ..Around::default()
        };
        let shell = explain_given(line, self.from, &self.replaced, around);
        notes.extend(shell.notes);
        // What is put in stands among the words of the shell's part.
        notes.sort_by_key(|note| note.mark.start);
        Explanation { notes, ..shell }
    }
}

/// Explains what of `line` stands behind `from` as the shell reads it: with what is put in first.
pub(super) fn explain_given(
    line: &str,
    from: u32,
    replaced: &[(Span, Replacement)],
    around: Around,
) -> Explanation {
    let given = Given::of(line, replaced);
    let from = given.offset(from);
    let mut shell = explain_from(given.text.as_bytes(), from, around);
    for note in &mut shell.notes {
        given.restore(note);
    }
    if let Some(error) = &mut shell.error {
        error.span = given.original(error.span);
        for label in &mut error.labels {
            label.span = given.original(label.span);
        }
    }
    shell.status = shell.status.map(|status| given.spell(&status));
    shell
}

/// The line as the shell is given it.
struct Given {
    text: String,
    /// For each byte of `text`, and its end, the offset in the line.
    offsets: Vec<u32>,
    /// What the characters of the private range stand for, in order.
    values: Vec<String>,
}

/// The first character that stands for a value.
const FIRST_VALUE: u32 = 0xF0000;

/// Whether something that is not known here stands in `text`.
pub(super) fn holds_value(text: &str) -> bool {
    text.chars()
        .any(|character| u32::from(character) >= FIRST_VALUE)
}

impl Given {
    fn of(line: &str, replaced: &[(Span, Replacement)]) -> Given {
        let mut given = Given {
            text: String::new(),
            offsets: Vec::new(),
            values: Vec::new(),
        };
        let mut at = 0;
        for (span, replacement) in replaced {
            given.push(&line[at..span.start as usize], at, true);
            let original = &line[span.start as usize..span.end as usize];
            match replacement {
                Replacement::Text(text) => given.push(text, span.start as usize, false),
                Replacement::Value => {
                    let number = FIRST_VALUE + given.values.len() as u32;
                    given.values.push(original.to_owned());
                    let character = char::from_u32(number).unwrap_or('x');
                    given.push(&character.to_string(), span.start as usize, false);
                }
            }
            at = span.end as usize;
        }
        given.push(&line[at..], at, true);
        given.offsets.push(line.len() as u32);
        given
    }

    /// Adds `text`, which stands at `from` in the line: byte for byte, or as a whole.
    fn push(&mut self, text: &str, from: usize, exact: bool) {
        let offsets = (0..text.len()).map(|index| (from + if exact { index } else { 0 }) as u32);
        self.offsets.extend(offsets);
        self.text.push_str(text);
    }

    /// The offset in the shell's text of an offset in the line.
    fn offset(&self, at: u32) -> u32 {
        self.offsets.partition_point(|original| *original < at) as u32
    }

    fn original(&self, span: Span) -> Span {
        let last = self.offsets.len() - 1;
        let at = |offset: u32| self.offsets[(offset as usize).min(last)];
        Span::new(at(span.start), at(span.end).max(at(span.start)))
    }

    /// Puts the places and words of the line back into a note.
    fn restore(&self, note: &mut Note) {
        note.span = self.original(note.span);
        note.mark = self.original(note.mark);
        note.quote = self.spell(&note.quote);
        for piece in &mut note.pieces {
            if let Piece::Here(text) | Piece::Once(text) = piece {
                *text = self.spell(text);
            }
        }
        note.inner.iter_mut().for_each(|inner| self.restore(inner));
    }

    fn spell(&self, text: &str) -> String {
        let mut spelt = String::new();
        for character in text.chars() {
            let number = u32::from(character).checked_sub(FIRST_VALUE);
            let value = number.and_then(|number| self.values.get(number as usize));
            match value {
                Some(value) => spelt.push_str(value),
                None => spelt.push(character),
            }
        }
        spelt
    }
}

/// Words of `line` separated by blanks, with their places.
fn words(line: &str) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in line.split([' ', '\t', '\n']) {
        if !word.is_empty() && word != "\\" {
            let span = Span::new(at as u32, (at + word.len()) as u32);
            found.push((span, word));
        }
        at += word.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_shell_is_given_keeps_its_places() {
        let line = "a $$x $(CC) b";
        let replaced = [
            (Span::new(2, 4), Replacement::Text("$")),
            (Span::new(6, 11), Replacement::Value),
        ];
        let given = Given::of(line, &replaced);
        assert!(given.text.starts_with("a $x "));
        let b = given.text.find('b').unwrap() as u32;
        assert_eq!(given.original(Span::new(b, b + 1)), Span::new(12, 13));
        assert_eq!(given.spell(&given.text), "a $x $(CC) b");
    }

    #[test]
    fn a_command_is_no_such_line() {
        for line in [
            "echo hi",
            "* * *",
            "1 2 3 4",
            "run",
            "RUN=1 cmd",
            "CMD",
            "5 4 3 2 x",
            "run:",
            "  echo indented",
            "run: |\necho not indented",
            "run: |",
            "run: x |\n  wc -l",
        ] {
            assert!(explain(line.as_bytes()).is_none(), "{line}");
        }
    }
}
