//! The first screen and the list of lessons.

use super::{Page, prose, table};
use crate::progress::record::Standing;

/// A lesson as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// The line behind its name.
    pub title: String,
    /// How its steps stand, in order.
    pub standings: Vec<Standing>,
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

/// The steps that were skipped, those that were missed and those whose answer was only shown, on one line, each as it can be
/// opened: `Skipped: 1:2, 3:1`.
pub fn left(rows: &[Row], page: Page) -> Option<String> {
    /// Places of one kind that are named at the most.
    const MOST: usize = 12;
    let kinds = [
        ("Skipped", Standing::Skipped),
        ("Missed", Standing::Missed),
        ("Shown", Standing::Shown),
    ];
    let kinds = kinds.map(|(word, standing)| (word, places(rows, standing)));
    let told = |most: usize| {
        let kinds = kinds.iter().filter(|(_, places)| !places.is_empty());
        let told = kinds.map(|(word, places)| {
            let more = places.len().saturating_sub(most);
            let some = places[..places.len() - more].join(", ");
            match more {
                0 => format!("{word}: {some}"),
                more => format!("{word}: {some} and {more} more"),
            }
        });
        told.collect::<Vec<_>>().join("    ")
    };
    let fits = |text: &String| 2 + table::width(text) <= page.width;
    let text = (1..=MOST)
        .rev()
        .map(told)
        .find(fits)
        .unwrap_or_else(|| told(1));
    (!text.is_empty()).then(|| prose::plain(&text, 2, page))
}

/// The places whose steps stand so, as they are typed.
fn places(rows: &[Row], standing: Standing) -> Vec<String> {
    let of_row = |(lesson, row): (usize, &Row)| {
        let steps = row.standings.iter().enumerate();
        let steps = steps.filter(|(_, step)| **step == standing);
        steps
            .map(|(step, _)| format!("{}:{}", lesson + 1, step + 1))
            .collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(of_row).collect()
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
    let mut lines: Vec<String> = Vec::new();
    for key in keys {
        match lines.last_mut() {
            Some(line) if table::width(line) + 4 + table::width(key) <= page.width => {
                line.push_str("    ");
                line.push_str(key);
            }
            _ => {
                let key = prose::plain(key, indent, page);
                lines.extend(key.lines().map(str::to_owned));
            }
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| page.theme.quiet(line)).collect();
    lines.join("\n")
}

fn count(row: &Row) -> String {
    let done = row.standings.iter().filter(|one| **one == Standing::Done);
    format!("{} of {}", done.count(), row.standings.len())
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
        let row = |id: &str, title: &str, standings: [Standing; 6]| Row {
            id: id.into(),
            title: title.into(),
            standings: standings.to_vec(),
        };
        let mut some = [Standing::Done; 6];
        some[0] = Standing::Missed;
        some[3] = Standing::Skipped;
        some[4] = Standing::Skipped;
        vec![
            row(
                "exit-status",
                "every command leaves a number behind",
                [Standing::Open; 6],
            ),
            row(
                "status-is-fragile",
                "`$?` belongs to the very last command",
                some,
            ),
        ]
    }

    #[test]
    fn what_is_left_is_told_on_one_line() {
        let text = left(&rows(), Page::plain());
        assert_eq!(text.as_deref(), Some("  Skipped: 2:4, 2:5    Missed: 2:1"));
        let text = left(&rows(), Page::new(40, Theme::default())).unwrap_or_default();
        assert_eq!(text.lines().count(), 1, "{text}");
        let key = ["Enter: go on with 14, step 3".to_owned()];
        let offered = offer(&key, 2, Page::new(20, Theme::default()));
        assert_eq!(offered, "  Enter: go on with\n  14, step 3");
        let twenty = left(&rows(), Page::new(20, Theme::default())).unwrap_or_default();
        assert!(twenty.lines().all(|line| line.len() <= 20), "{twenty}");
        assert_eq!(left(&rows()[..1], Page::plain()), None);
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
