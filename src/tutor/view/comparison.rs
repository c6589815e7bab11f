//! A prediction beside what was printed, line by line.

use super::fit::Forms;
use super::{Page, prose, table};
use crate::lesson::predict::{Comparison, Row};
use crate::lesson::visible::visible_line;

/// A prediction beside what was printed, the first difference marked. Of lines that are alike only a few are shown.
pub fn side_by_side(comparison: &Comparison, page: Page) -> String {
    beside(comparison, page.rows / 2, page)
}

/// The same in forms from long to short.
pub fn side_by_side_in_forms(comparison: &Comparison, page: Page) -> Forms {
    let forms = [page.rows / 2, 6, 4];
    forms.map(|most| beside(comparison, most, page)).to_vec()
}

fn beside(comparison: &Comparison, most: usize, page: Page) -> String {
    let entries = entries(comparison, most);
    let mut rows = vec![vec![
        String::new(),
        "you said".to_owned(),
        "it prints".to_owned(),
    ]];
    for entry in &entries {
        rows.push(match entry {
            Entry::Row(index) => {
                let is_first = comparison.first_difference == Some(*index);
                let mark = if is_first { "first difference >" } else { "" };
                let [answered, expected] = sides(&comparison.rows[*index], page);
                vec![mark.to_owned(), answered, expected]
            }
            other => vec![String::new(), other.left_out(), String::new()],
        });
    }
    match table::aligned(&rows, 2, page) {
        Some(text) => text,
        None => narrow(&entries, comparison, page),
    }
}

/// What is shown of a comparison on one line.
#[derive(Debug, PartialEq, Eq)]
enum Entry {
    /// The row with this index.
    Row(usize),
    /// That so many are alike on both sides.
    Alike(usize),
    /// That there are so many more.
    More(usize),
}

impl Entry {
    fn left_out(&self) -> String {
        match self {
            Entry::Row(_) => String::new(),
            Entry::Alike(count) => format!("... {count} lines alike"),
            Entry::More(count) => format!("... {count} more lines"),
        }
    }
}

/// `most` entries at most: rows, except that several which are alike are one entry, and so are those at the end for which
/// there is no room.
fn entries(comparison: &Comparison, most: usize) -> Vec<Entry> {
    let differ = |index: usize| comparison.rows[index].expected != comparison.rows[index].answered;
    let (mut entries, mut at) = (Vec::new(), 0);
    while at < comparison.rows.len() {
        let alike = (at..comparison.rows.len()).take_while(|index| !differ(*index));
        let (alike, left) = (alike.count(), comparison.rows.len() - at);
        if entries.len() + 1 == most && left > 1 && alike < left {
            entries.push(Entry::More(left));
            break;
        }
        match alike {
            0 | 1 => entries.push(Entry::Row(at)),
            more => entries.push(Entry::Alike(more)),
        }
        at += alike.max(1);
    }
    entries
}

/// What was answered and what was printed. Where they differ in nothing but blanks, these are marked.
fn sides(row: &Row, page: Page) -> [String; 2] {
    let solid = |line: &Option<String>| -> Option<String> {
        let line = line.as_ref()?;
        Some(line.chars().filter(|c| !c.is_whitespace()).collect())
    };
    let both = [&row.answered, &row.expected];
    let blanks_only = row.answered != row.expected && solid(both[0]) == solid(both[1]);
    let blank = if page.theme.unicode {
        "\u{b7}"
    } else {
        "<blank>"
    };
    both.map(|line| {
        let text = side(line, page);
        if blanks_only && line.as_ref().is_some_and(|line| !line.is_empty()) {
            text.replace(' ', blank)
        } else {
            text
        }
    })
}

fn side(line: &Option<String>, page: Page) -> String {
    match line {
        None => "(no line)".to_owned(),
        Some(line) if line.is_empty() => "(empty line)".to_owned(),
        Some(line) => visible_line(line.as_bytes(), page.theme.marks()),
    }
}

fn narrow(entries: &[Entry], comparison: &Comparison, page: Page) -> String {
    let mut lines = Vec::new();
    for entry in entries {
        let Entry::Row(index) = entry else {
            lines.push(format!("    {}", entry.left_out()));
            continue;
        };
        let is_first = comparison.first_difference == Some(*index);
        let mark = if is_first { "> " } else { "  " };
        let [answered, expected] = sides(&comparison.rows[*index], page);
        lines.push(format!("  {mark}line {}", index + 1));
        lines.push(prose::entry("      you said   ", &[answered], page));
        lines.push(prose::entry("      it prints  ", &[expected], page));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::predict::compare;

    #[test]
    fn the_first_difference_is_marked() {
        let text = side_by_side(&compare("1\n0\n", "1\n1\n"), Page::plain());
        let last = text.lines().last();
        assert_eq!(last, Some("  first difference >   1          0"));
        assert_eq!(text.matches("first difference").count(), 1);
    }

    #[test]
    fn lines_that_are_alike_are_counted() {
        let entries = |most| {
            let comparison = compare("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\ny\nz\n");
            super::entries(&comparison, most)
        };
        let rows = |from, to| (from..=to).map(Entry::Row);
        let all: Vec<Entry> = [Entry::Alike(3)].into_iter().chain(rows(3, 6)).collect();
        assert_eq!(entries(5), all);
        assert_eq!(
            entries(4),
            [
                Entry::Alike(3),
                Entry::Row(3),
                Entry::Row(4),
                Entry::More(2)
            ]
        );
        assert_eq!(entries(2), [Entry::Alike(3), Entry::More(4)]);
    }

    #[test]
    fn a_difference_in_blanks_is_seen() {
        let text = side_by_side(&compare("status: 1\n", "status:  1"), Page::plain());
        assert!(
            text.contains("status:<blank><blank>1   status:<blank>1"),
            "{text}"
        );
        let text = side_by_side(&compare("a b\n", "a c"), Page::plain());
        assert!(!text.contains("<blank>"), "{text}");
    }
}
