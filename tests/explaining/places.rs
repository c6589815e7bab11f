//! What is shown stands where it is said to stand: what a note quotes at its mark, carets and dashes under what they mean,
//! however wide the characters before it are.

use super::{BROKEN, HANDED, each_script};
use shtutor::diagnostic::Diagnostic;
use shtutor::explain::{Note, Programs, explain};
use shtutor::source::shown::spelt;
use shtutor::source::{LineIndex, Span};
use unicode_width::UnicodeWidthStr;

#[test]
fn what_a_note_quotes_stands_at_its_mark() {
    each_script(|text, explanation| {
        let misplaced = |note: &Note| misplaced(text, note);
        explanation.notes.iter().find_map(misplaced)
    });
}

/// A complaint about `note`, or about one in it.
fn misplaced(text: &[u8], note: &Note) -> Option<String> {
    let marked = note.mark.of(text);
    let stands = match note.quote.as_str() {
        "(newline)" => marked == b"\n",
        quote => {
            let lossy = String::from_utf8_lossy(marked);
            match quote.strip_suffix("...") {
                Some(begin) => {
                    let begin = one_line(begin.trim_end_matches('\\'));
                    let first = lossy.trim_start().split('\n').next().unwrap_or_default();
                    one_line(&lossy).starts_with(&begin) || one_line(first).starts_with(&begin)
                }
                None => one_line(&lossy) == one_line(quote),
            }
        }
    };
    if !stands {
        let marked = String::from_utf8_lossy(marked).into_owned();
        return Some(format!("{:?} is said to be {marked:?}", note.quote));
    }
    note.inner.iter().find_map(|inner| misplaced(text, inner))
}

/// `text` without what makes a difference between quotes alone: how many blanks there are, and of which kind.
fn one_line(text: &str) -> String {
    let joined = text
        .replace("\\\n", " ")
        .replace("\\n", " ")
        .replace("\\t", " ");
    let words: Vec<&str> = joined
        .split([' ', '\t', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    words
        .join(" ")
        .chars()
        .map(|character| spelt(character).unwrap_or_else(|| character.to_string()))
        .collect()
}

/// Put before the place that is wrong: wide, of no width, spelt.
const BEFORE: [&str; 6] = ["", "あい ", "e\u{301} ", "x\u{a0}y ", "\u{200b} ", "\t"];

#[test]
fn carets_stand_under_what_is_wrong() {
    let broken = BROKEN.iter().copied();
    let cut = HANDED.iter().flat_map(|(_, text)| {
        let ends = (0..text.len()).filter(|end| text.is_char_boundary(*end));
        ends.map(|end| &text[..end])
    });
    let mut carets = 0;
    for text in broken.chain(cut) {
        for before in BEFORE {
            let text = format!("echo {before}; {text}");
            let Some(error) = explain(text.as_bytes(), Programs::Installed).error else {
                continue;
            };
            carets += check(&text, &error);
        }
    }
    assert!(carets > 1000, "{carets}");
}

/// Looks at every row of carets or dashes in what is said of `error`; counts them.
#[track_caller]
fn check(text: &str, error: &Diagnostic) -> usize {
    let page = error.explained(text.as_bytes(), None);
    let lines: Vec<&str> = page.lines().collect();
    let mut spans: Vec<Span> = error.labels.iter().map(|label| label.span).collect();
    spans.push(error.span);
    let mut marked: Vec<String> = spans.iter().map(|span| shown(text, *span)).collect();
    let mut rows = 0;
    let mut source = "";
    let mut alone = false;
    for line in &lines[1..] {
        let Some((column, width)) = marks(line, error) else {
            // What is said of dashes may stand in a line of its own.
            let is_said = std::mem::take(&mut alone);
            source = if is_said { source } else { line };
            continue;
        };
        rows += 1;
        alone = line.ends_with('-');
        let under = columns(source, column, width);
        // Long lines are cut; the end of the text is behind it.
        let found = marked.iter().position(|what| {
            *what == under.trim_end() || !under.is_empty() && what.starts_with(under.trim_end())
        });
        let Some(found) = found else {
            panic!("{text:?}: {under:?} is marked, not one of {marked:?}:\n{page}");
        };
        marked.remove(found);
    }
    rows
}

/// The column and width of a row of carets or dashes.
fn marks(line: &str, error: &Diagnostic) -> Option<(usize, usize)> {
    let rest = line.trim_start();
    let sign = rest.chars().next().filter(|sign| "^-".contains(*sign))?;
    let width = rest.chars().take_while(|one| *one == sign).count();
    let said = rest[width..].trim_start();
    let column = line.len() - rest.len();
    // A line of the text may begin with a dash as well.
    let is_label = error.labels.iter().any(|label| label.text == said);
    (said.is_empty() || is_label).then_some((column, width))
}

/// What stands in these columns of a line.
fn columns(line: &str, column: usize, width: usize) -> String {
    let mut at = 0;
    let mut found = String::new();
    for character in line.chars() {
        let wide = character.to_string().width();
        if at >= column && at < column + width && !(wide == 0 && found.is_empty()) {
            found.push(character);
        }
        at += wide;
    }
    found
}

/// What is shown of a span: of its first line.
fn shown(text: &str, span: Span) -> String {
    let index = LineIndex::new(text.as_bytes());
    let line = index.line_of(span.start);
    let start = span.start as usize;
    let rest = String::from_utf8_lossy(span.of(text.as_bytes())).into_owned();
    let first = rest.split('\n').next().unwrap_or_default();
    assert!(line > 0 && start <= text.len());
    let cells = first.chars().map(|character| match character {
        '\t' => " ".to_owned(),
        other => spelt(other).unwrap_or_else(|| other.to_string()),
    });
    cells.collect::<String>().trim_end().to_owned()
}
