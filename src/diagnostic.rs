//! Something wrong with a text, and how we say it: where it is, what was found, what to try.
//!
//! Pure: it renders to a string. Start with [`Diagnostic::render`].

mod window;

use crate::source::{LineIndex, Span};
use textwrap::{Options, WordSplitter};
use window::Window;

/// Columns that a hint is kept within.
const COLUMNS: usize = 80;

/// A message about a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found and what was expected; lower-case, no full stop.
    pub message: String,
    /// The place it is about.
    pub span: Span,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to try.
    pub help: Option<String>,
}

/// A note at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is said of it.
    pub text: String,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(message: String, span: Span) -> Diagnostic {
        Diagnostic {
            message,
            span,
            labels: Vec::new(),
            help: None,
        }
    }

    /// At one glance: the message, the line it is about with a caret under the place, and where the labels are. `name` is the file or shell that
    /// speaks; `lines_before` counts the lines of the file that stand before `text`.
    pub fn render(&self, text: &[u8], name: Option<&str>, lines_before: usize) -> String {
        let index = LineIndex::new(text);
        let position = index.position(self.span.start);
        let mut out = match name {
            Some(name) => format!(
                "{name}: line {}: {}\n",
                position.line + lines_before,
                self.message
            ),
            None => format!("{}\n", self.message),
        };
        out.push_str(&excerpt(&index, self.span));
        for label in &self.labels {
            let opener = String::from_utf8_lossy(label.span.of(text)).into_owned();
            let place = index.position(label.span.start);
            let line = place.line + lines_before;
            out.push_str(&format!(
                "  `{opener}` {}: line {line}, column {}\n",
                label.text, place.column
            ));
        }
        out
    }

    /// The message with every line it is about, carets under what is wrong, dashes under what matters beside it, and what to
    /// try: for a person who has time to read. `name` is the file that is spoken of.
    pub fn explained(&self, text: &[u8], name: Option<&str>) -> String {
        let index = LineIndex::new(text);
        let line = |span: Span| index.position(span.start).line;
        let mut out = match name {
            Some(name) => format!("{name}: line {}: {}\n", line(self.span), self.message),
            None => format!("{}\n", self.message),
        };
        // Where the text ends is shown behind its last character, not in an empty line.
        let end = text.trim_ascii_end().len() as u32;
        let primary = match self.span.start > end {
            true => Span::at(end),
            false => self.span,
        };
        let mut marks = vec![(primary, "")];
        marks.extend(
            self.labels
                .iter()
                .map(|label| (label.span, label.text.as_str())),
        );
        let mut numbers: Vec<usize> = marks.iter().map(|(span, _)| line(*span)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let numbered = text.trim_ascii_end().contains(&b'\n');
        for number in numbers {
            let margin = match numbered {
                true => format!("{number:>4}  "),
                false => "    ".to_owned(),
            };
            let here = marks.iter().filter(|(span, _)| line(*span) == number);
            let here: Vec<(Span, &str)> = here.copied().collect();
            let spans: Vec<Span> = here.iter().map(|(span, _)| *span).collect();
            for window in Window::of(&index, number, &spans) {
                out.push_str(&format!("{margin}{}\n", window.text));
                // What is said of the last place stands next to its mark, with nothing of the others in its way.
                for mark in window.marks.iter().rev() {
                    let pad = margin.len() + mark.column;
                    out.push_str(&marked(pad, mark.width, here[mark.index].1));
                }
            }
        }
        if let Some(help) = &self.help {
            let hint = format!("  hint: {help}");
            let options = Options::new(COLUMNS)
                .subsequent_indent("        ")
                .word_splitter(WordSplitter::NoHyphenation)
                .break_words(false);
            for line in textwrap::wrap(&hint, options) {
                out.push_str(&format!("{line}\n"));
            }
        }
        out
    }
}

/// The line below one of source: what is marked there, and what is `said` of it; nothing is of what is wrong.
fn marked(pad: usize, width: usize, said: &str) -> String {
    let sign = if said.is_empty() { "^" } else { "-" };
    let marked = format!("{}{}", " ".repeat(pad), sign.repeat(width));
    match marked.len() + 1 + said.len() <= COLUMNS {
        _ if said.is_empty() => format!("{marked}\n"),
        true => format!("{marked} {said}\n"),
        false => {
            let back = COLUMNS.saturating_sub(said.len()).min(pad);
            format!("{marked}\n{}{said}\n", " ".repeat(back))
        }
    }
}

/// The line with the place, and a line of carets under it.
fn excerpt(index: &LineIndex<'_>, span: Span) -> String {
    let number = index.position(span.start).line;
    let mut out = String::new();
    for window in Window::of(index, number, &[span]) {
        out.push_str(&format!("    {}\n", window.text));
        for mark in &window.marks {
            out.push_str(&marked(4 + mark.column, mark.width, ""));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::window::MAX_WIDTH;
    use super::*;

    #[test]
    fn a_caret_stands_under_the_place() {
        let diagnostic =
            Diagnostic::error("`fi` found, expected `then`".to_string(), Span::new(9, 11));
        let rendered = diagnostic.render(b"if true; fi", Some("sh"), 0);
        assert_eq!(
            rendered,
            "sh: line 1: `fi` found, expected `then`\n    if true; fi\n             ^^\n"
        );
    }

    #[test]
    fn carets_stand_under_what_is_wide_or_spelt() {
        for (text, at, excerpt) in [
            ("echo あい )", 12, "    echo あい )\n              ^\n"),
            ("a\u{a0}b )", 5, "    a\\u00a0b )\n             ^\n"),
            ("e\u{301} )", 4, "    e\u{301} )\n      ^\n"),
            ("x あい", 2, "    x あい\n      ^^^^\n"),
        ] {
            let end = text.len() as u32;
            let span = Span::new(at, end);
            let rendered = Diagnostic::error("m".to_owned(), span).render(text.as_bytes(), None, 0);
            assert_eq!(rendered, format!("m\n{excerpt}"));
        }
    }

    #[test]
    fn what_matters_is_marked_in_its_own_line() {
        let text = b"if true\nthen echo a\ndone";
        let mut diagnostic = Diagnostic::error("`done` found".to_string(), Span::new(20, 24));
        diagnostic.labels.push(Label {
            span: Span::new(8, 12),
            text: "opened here".to_string(),
        });
        diagnostic.help = Some("an if ends with fi".to_string());
        assert_eq!(
            diagnostic.explained(text, None),
            "`done` found\n   2  then echo a\n      ---- opened here\n   3  done\n      ^^^^\n  \
             hint: an if ends with fi\n"
        );
    }

    #[test]
    fn a_long_line_is_cut_round_the_place() {
        let text = format!("{}|", "x".repeat(500));
        let diagnostic = Diagnostic::error("the text ends".to_string(), Span::at(501));
        let rendered = diagnostic.render(text.as_bytes(), None, 0);
        assert!(
            rendered.lines().all(|line| line.len() <= MAX_WIDTH + 6),
            "{rendered}"
        );
    }
}
