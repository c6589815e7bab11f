//! Rows of a tree on the lines of a page: in columns as far as there is room for them, else below each other.

use super::sentence;
use crate::trace::words::shortened;
use unicode_width::UnicodeWidthStr;

/// A line of the tree, and what hangs below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// What its descriptors are connected to.
    pub cells: Vec<String>,
    /// What became of it.
    pub fate: String,
    /// What else is to be said of it.
    pub notes: Vec<String>,
    /// What it did.
    pub children: Vec<Row>,
}

/// Blanks between two columns.
const GAP: usize = 3;
/// Columns of a label that are worth showing.
const LEAST: usize = 12;

/// `root` and everything below it.
pub fn laid_out(root: &Row, width: usize) -> String {
    let mut lines = Vec::new();
    let columns = Columns::of(std::slice::from_ref(root), width.saturating_sub(2));
    row(root, &columns, ["  ", "  "], width, &mut lines);
    lines.join("\n")
}

/// Where the columns of rows that stand below each other begin.
struct Columns {
    label: usize,
    cells: Vec<usize>,
}

impl Columns {
    fn of(rows: &[Row], width: usize) -> Columns {
        let most = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let cells: Vec<usize> = (0..most)
            .map(|index| {
                let cell = |row: &Row| row.cells.get(index).map_or(0, |cell| cell.width());
                rows.iter().map(cell).max().unwrap_or(0)
            })
            .collect();
        let columns = Columns { label: 0, cells };
        let labels = rows.iter().filter_map(|row| {
            let label = row.label.width();
            (label + columns.behind(row) <= width).then_some(label)
        });
        // One long label must not push all others' fates to the edge.
        let label = labels.max().unwrap_or(0);
        Columns { label, ..columns }
    }

    /// What stands behind the label of `row`, in columns.
    fn behind(&self, row: &Row) -> usize {
        let cells: usize = match row.cells.is_empty() {
            true => 0,
            false => self.cells.iter().map(|cell| cell + GAP).sum(),
        };
        let fate = match row.fate.is_empty() {
            true => 0,
            false => row.fate.width() + GAP,
        };
        cells + fate
    }

    /// `row` on one line, if it fits into `width`.
    fn line(&self, row: &Row, width: usize) -> Option<String> {
        let behind = self.behind(row);
        let room = width.checked_sub(behind)?;
        let label = match row.label.width() {
            label if label <= room => row.label.clone(),
            _ => return None,
        };
        let mut line = label;
        let mut column = self.label.min(room);
        if !row.cells.is_empty() {
            for (cell, width) in row.cells.iter().zip(&self.cells) {
                pad(&mut line, column + GAP);
                line.push_str(cell);
                column += GAP + width;
            }
        }
        if !row.fate.is_empty() {
            pad(&mut line, column + GAP);
            line.push_str(&row.fate);
        }
        (line.width() <= width).then_some(line)
    }
}

fn pad(line: &mut String, column: usize) {
    let missing = column.saturating_sub(line.width()).max(1);
    line.push_str(&" ".repeat(missing));
}

/// Adds `row` behind `own`; what is below it stands behind `below`.
fn row(
    row: &Row,
    columns: &Columns,
    [own, below]: [&str; 2],
    width: usize,
    lines: &mut Vec<String>,
) {
    let room = width.saturating_sub(own.width());
    let hanging = match row.children.is_empty() {
        true => format!("{below}     "),
        false => format!("{below}|    "),
    };
    match columns.line(row, room) {
        Some(line) => lines.push(format!("{own}{line}")),
        None => broken(row, own, &hanging, width, lines),
    }
    for note in &row.notes {
        lines.extend(hung(note, &hanging, width));
    }
    children(&row.children, below, width, lines);
}

/// A row for which one line is not enough.
fn broken(row: &Row, own: &str, hanging: &str, width: usize, lines: &mut Vec<String>) {
    let room = width.saturating_sub(own.width());
    let beside = match row.fate.is_empty() {
        true => 0,
        false => row.fate.width() + GAP,
    };
    let is_beside = room >= LEAST + beside;
    let label = shortened(&row.label, if is_beside { room - beside } else { room });
    match is_beside && beside > 0 {
        true => lines.push(format!("{own}{label}{}{}", " ".repeat(GAP), row.fate)),
        false => {
            lines.push(format!("{own}{label}"));
            lines.extend(hung(&row.fate, hanging, width));
        }
    }
    let cells = row.cells.join(&" ".repeat(GAP));
    match hanging.width() + cells.width() <= width {
        true if cells.is_empty() => {}
        true => lines.push(format!("{hanging}{cells}")),
        false => row
            .cells
            .iter()
            .for_each(|cell| lines.extend(hung(cell, hanging, width))),
    }
}

fn hung(text: &str, hanging: &str, width: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let hanging = shallow(hanging, width);
    let wrapped = sentence(text, 0, 2, width.saturating_sub(hanging.width()));
    wrapped
        .lines()
        .map(|line| format!("{hanging}{line}"))
        .collect()
}

/// What stands before a text that hangs: less of it where a deep tree leaves no room behind it.
fn shallow(hanging: &str, width: usize) -> &str {
    let most = width.saturating_sub(LEAST).min(hanging.len());
    hanging.get(..most).unwrap_or(hanging)
}

fn children(rows: &[Row], below: &str, width: usize, lines: &mut Vec<String>) {
    let room = width.saturating_sub(below.width() + 3);
    let columns = Columns::of(rows, room);
    for (index, child) in rows.iter().enumerate() {
        let (own, next) = match index + 1 == rows.len() {
            true => (format!("{below}`- "), format!("{below}   ")),
            false => (format!("{below}|- "), format!("{below}|  ")),
        };
        row(child, &columns, [&own, &next], width, lines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(label: &str, cells: &[&str], fate: &str) -> Row {
        Row {
            label: label.to_owned(),
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            fate: fate.to_owned(),
            ..Row::default()
        }
    }

    #[test]
    fn columns_are_kept_while_there_is_room() {
        let root = Row {
            label: "shell".to_owned(),
            children: vec![
                leaf("p1  cat f", &["0: terminal", "1: pipe A"], "exit 0"),
                leaf("p2  wc", &["0: pipe A", "1: terminal"], "exit 0"),
            ],
            ..Row::default()
        };
        let wide = "  shell\n  \
            |- p1  cat f   0: terminal   1: pipe A     exit 0\n  \
            `- p2  wc      0: pipe A     1: terminal   exit 0";
        assert_eq!(laid_out(&root, 80), wide);
        let narrow = "  shell\n  \
            |- p1  cat f   exit 0\n  \
            |       0: terminal   1: pipe A\n  \
            `- p2  wc   exit 0\n  \
            \x20       0: pipe A   1: terminal";
        assert_eq!(laid_out(&root, 40), narrow);
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        let mut root = leaf(&"x".repeat(100), &["0: file with-a-long-name"], "exit 0");
        root.notes.push("word ".repeat(20));
        root.children.push(root.clone());
        for width in [20, 33, 60] {
            let text = laid_out(&root, width);
            assert!(text.lines().all(|line| line.width() <= width), "{text}");
        }
    }
}
