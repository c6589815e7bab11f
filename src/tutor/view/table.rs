//! Columns of text that stay aligned, and fall apart in an orderly way where the page is too narrow for them.

use super::Page;
use unicode_width::UnicodeWidthStr;

/// Blanks between two columns.
const GAP: usize = 3;

/// Rows of cells with the columns aligned, each line indented by `indent`; `None` if the page is too narrow.
pub fn aligned(rows: &[Vec<String>], indent: usize, page: Page) -> Option<String> {
    let columns = rows.iter().map(Vec::len).max()?;
    let widths: Vec<usize> = (0..columns).map(|column| width_of(rows, column)).collect();
    let total = indent + widths.iter().sum::<usize>() + GAP * (columns - 1);
    if total > page.width {
        return None;
    }
    let lines: Vec<String> = rows.iter().map(|row| line(row, &widths, indent)).collect();
    Some(lines.join("\n"))
}

/// The columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `left` and `right` at the two edges of the page; below each other if they do not fit.
pub fn edges(left: &str, right: &str, page: Page) -> String {
    let free = page.width.saturating_sub(left.width() + right.width());
    if free < 2 {
        return format!("{left}\n{right}");
    }
    format!("{left}{}{right}", " ".repeat(free))
}

fn width_of(rows: &[Vec<String>], column: usize) -> usize {
    rows.iter()
        .filter_map(|row| row.get(column))
        .map(|cell| cell.width())
        .max()
        .unwrap_or(0)
}

fn line(row: &[String], widths: &[usize], indent: usize) -> String {
    let mut line = " ".repeat(indent);
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(width - cell.width() + GAP));
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<String>> {
        vec![
            vec!["a".into(), "wanted".into()],
            vec!["file x".into(), "no".into()],
        ]
    }

    #[test]
    fn columns_are_aligned() {
        assert_eq!(
            aligned(&rows(), 2, Page::plain()).unwrap(),
            "  a        wanted\n  file x   no"
        );
    }

    #[test]
    fn a_narrow_page_has_no_table() {
        let page = Page {
            width: 10,
            ..Page::plain()
        };
        assert_eq!(aligned(&rows(), 2, page), None);
        assert_eq!(
            edges("exit-status", "step 1 of 6", page),
            "exit-status\nstep 1 of 6"
        );
    }
}
