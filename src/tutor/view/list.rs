//! The first screen and the list of lessons.

use super::{Page, prose, table};

/// A lesson as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// The line behind its name.
    pub title: String,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub steps: usize,
    /// Steps missed. What was skipped is not done yet, and there is nothing to do again.
    pub left: usize,
}

/// The line above everything.
pub fn welcome(page: Page) -> String {
    prose::plain(
        "shtutor - learn the shell by running it. Your own files are never touched.",
        0,
        page,
    )
}

/// The lessons, numbered.
pub fn lessons(rows: &[Row], page: Page) -> String {
    let digits = rows.len().to_string().len();
    let cells = |row: (usize, &Row)| {
        let number = format!("{:>digits$}", row.0 + 1);
        let name = format!("{number}  {}", row.1.id);
        vec![name, row.1.title.replace('`', ""), count(row.1)]
    };
    let table: Vec<Vec<String>> = rows.iter().enumerate().map(cells).collect();
    if let Some(text) = table::aligned(&table, 2, page) {
        return text;
    }
    let short: Vec<Vec<String>> = table.iter().map(|row| without(row, 1)).collect();
    if let Some(text) = table::aligned(&short, 2, page) {
        return text;
    }
    let lines = table.iter().map(|row| {
        let name = prose::code("", &row[0], page);
        format!("{name}\n   {}", row[2])
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Places and what is said of each: number, name, how it stands.
pub fn found(rows: &[[String; 3]], page: Page) -> String {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.to_vec()).collect();
    if let Some(text) = table::aligned(&cells, 2, page) {
        return text;
    }
    let lines = rows.iter().map(|[number, name, standing]| {
        let name = prose::hanging(&format!("  {number}  "), name, page);
        format!("{name}\n      {standing}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What the keys of the first screen do. `enter` says what Enter alone does.
pub fn keys(enter: &str, page: Page) -> String {
    let keys = [
        format!("Enter: {enter}"),
        "number: open".into(),
        "?: keys".into(),
        "q: leave".into(),
    ];
    offer(&keys, 0, page)
}

/// Keys or commands, four blanks between two, over as many lines as it takes.
pub fn offer(keys: &[String], indent: usize, page: Page) -> String {
    let margin = " ".repeat(indent);
    let mut lines: Vec<String> = Vec::new();
    for key in keys {
        match lines.last_mut() {
            Some(line) if table::width(line) + 4 + table::width(key) <= page.width => {
                line.push_str("    ");
                line.push_str(key);
            }
            _ => lines.push(format!("{margin}{key}")),
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| page.theme.quiet(line)).collect();
    lines.join("\n")
}

fn count(row: &Row) -> String {
    let left = if row.left > 0 {
        format!(", redo {}", row.left)
    } else {
        String::new()
    };
    format!("{} of {}{left}", row.done, row.steps)
}

fn without(row: &[String], column: usize) -> Vec<String> {
    let kept = row.iter().enumerate().filter(|(index, _)| *index != column);
    kept.map(|(_, cell)| cell.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tutor::theme::Theme;

    fn rows() -> Vec<Row> {
        let row = |id: &str, title: &str, done, left| Row {
            id: id.into(),
            title: title.into(),
            done,
            steps: 6,
            left,
        };
        vec![
            row("exit-status", "every command leaves a number behind", 0, 0),
            row(
                "status-is-fragile",
                "`$?` belongs to the very last command",
                4,
                1,
            ),
        ]
    }

    #[test]
    fn columns_are_aligned() {
        let text = lessons(&rows(), Page::plain());
        let at: Vec<Option<usize>> = text.lines().map(|line| line.find(" of 6")).collect();
        assert_eq!(at[0], at[1]);
        assert!(text.starts_with("  1  exit-status         every command"));
        assert!(text.lines().all(|line| line.len() <= 80));
    }

    #[test]
    fn twenty_columns_are_enough() {
        let page = Page::new(20, Theme::default());
        let text = lessons(&rows()[..1], page);
        assert!(text.lines().all(|line| line.len() <= 20), "{text}");
    }
}
