//! Columns of text that stay aligned, and fall apart in an orderly way where the page is too narrow for them.

use super::Page;
use unicode_width::UnicodeWidthStr;

/// Blanks between two columns.
const GAP: usize = 3;

/// Rows of cells with the columns aligned, each line indented by `indent`; `None` if the page is too narrow. A row's last
/// cell may reach over the columns behind it.
pub fn aligned(rows: &[Vec<String>], indent: usize, page: Page) -> Option<String> {
    let columns = rows.iter().map(Vec::len).max()?;
    let widths: Vec<usize> = (0..columns).map(|column| width_of(rows, column)).collect();
    let lines: Vec<String> = rows.iter().map(|row| line(row, &widths, indent)).collect();
    let fits = lines.iter().all(|line| line.width() <= page.width);
    fits.then(|| lines.join("\n"))
}

/// As [`aligned`], except that a row's last cell moves to the left where it would reach over the edge of the page.
pub fn yielding(rows: &[Vec<String>], indent: usize, page: Page) -> Option<String> {
    let columns = rows.iter().map(Vec::len).max()?;
    let widths: Vec<usize> = (0..columns).map(|column| width_of(rows, column)).collect();
    let one = |row: &Vec<String>| {
        let whole = line(row, &widths, indent);
        let over = whole.width().saturating_sub(page.width);
        if over == 0 {
            return Some(whole);
        }
        let last = row.iter().rposition(|cell| !cell.is_empty())?;
        let before = line(&row[..last], &widths, indent);
        let start = whole.width() - row[last].width();
        let free = start.checked_sub(before.width() + over)?;
        (last > 0 && free >= GAP).then(|| format!("{before}{}{}", " ".repeat(free), row[last]))
    };
    let lines: Option<Vec<String>> = rows.iter().map(one).collect();
    lines.map(|lines| lines.join("\n"))
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

/// The width of a column: that of the widest cell with another behind it.
fn width_of(rows: &[Vec<String>], column: usize) -> usize {
    let filled = |row: &&Vec<String>| row.iter().skip(column + 1).any(|cell| !cell.is_empty());
    rows.iter()
        .filter(filled)
        .map(|row| row[column].width())
        .max()
        .unwrap_or(0)
}

fn line(row: &[String], widths: &[usize], indent: usize) -> String {
    let mut line = " ".repeat(indent);
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + GAP));
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
    fn a_long_last_cell_widens_no_column() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [
            row(["a", "skipped: a long reason", ""]),
            row(["b", "exit 0", "prints 1"]),
        ];
        let page = Page {
            width: 30,
            ..Page::plain()
        };
        assert_eq!(
            aligned(&rows, 2, page).unwrap(),
            "  a   skipped: a long reason\n  b   exit 0   prints 1"
        );
    }

    #[test]
    fn a_last_cell_yields_at_the_edge() {
        let rows = [
            vec!["a long one".to_owned(), "x".to_owned()],
            vec!["b".to_owned(), "a reason".to_owned()],
        ];
        let page = |width| Page {
            width,
            ..Page::plain()
        };
        assert_eq!(
            yielding(&rows, 0, page(19)).unwrap(),
            "a long one   x\nb          a reason"
        );
        assert_eq!(yielding(&rows, 0, page(11)), None);
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
