//! Something wrong with a text, and how we say it: where it is, what was found, what to try.
//!
//! Pure: it renders to a string. Start with [`Diagnostic::render`].

use crate::source::{LineIndex, Span};

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

/// Columns of source shown at most; a longer line is cut round the place.
const MAX_WIDTH: usize = 72;

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

    /// The message, the line it is about with a caret under the place, and the labels. `name` is the file or shell that
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
        if let Some(help) = &self.help {
            out.push_str(&format!("  hint: {help}\n"));
        }
        out
    }
}

/// The line with the place, and a line of carets under it.
fn excerpt(index: &LineIndex<'_>, span: Span) -> String {
    let position = index.position(span.start);
    let line: Vec<char> = String::from_utf8_lossy(index.line(position.line))
        .chars()
        .map(printable)
        .collect();
    let column = (position.column - 1).min(line.len());
    let start = column.saturating_sub(MAX_WIDTH - 12);
    let shown: String = line.iter().skip(start).take(MAX_WIDTH).collect();
    let width = (span.end - span.start).max(1) as usize;
    let width = width.min(
        (line.len().max(column + 1) - column)
            .min(MAX_WIDTH - (column - start))
            .max(1),
    );
    format!(
        "    {}\n    {}{}\n",
        shown.trim_end(),
        " ".repeat(column - start),
        "^".repeat(width)
    )
}

/// Tabs and control characters take one column, so that carets stand right.
fn printable(character: char) -> char {
    match character {
        '\t' => ' ',
        control if control.is_control() => '\u{fffd}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
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
