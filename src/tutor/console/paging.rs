//! How much of what is said is seen at once: nothing scrolls away on a terminal before somebody has said that they read it.
//!
//! Counts rows since the last line was typed. What a learner's own commands print is theirs, and is not counted.

use unicode_width::UnicodeWidthStr;

/// What asks for the next screen.
pub(super) const MORE: &str = "Enter: more> ";

/// The rows that have been used since the last line was typed.
#[derive(Debug, Default)]
pub(super) struct Paging {
    shown: usize,
    /// Whether the rest may run through.
    let_through: bool,
}

/// A terminal's columns and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Paging {
    /// Begins anew: a line was typed.
    pub(super) fn begin(&mut self) {
        *self = Paging::default();
    }

    /// Lets all through until a line is typed.
    pub(super) fn let_through(&mut self) {
        self.let_through = true;
    }

    /// The beginning of `lines` that fits on what is left of the screen, and how many lines that is; the row of a prompt below
    /// it stays free. Lines between two empty ones are kept together where a screen has room for them.
    pub(super) fn fitting(&mut self, lines: &[&str], size: Size) -> usize {
        let room = size.rows.saturating_sub(1);
        if self.let_through || room == 0 {
            return lines.len();
        }
        let mut taken = 0;
        while taken < lines.len() {
            let blank = lines[taken..].iter().take_while(|line| line.is_empty());
            let blank = blank.count();
            let text = lines[taken + blank..]
                .iter()
                .take_while(|line| !line.is_empty());
            let block = &lines[taken..taken + blank + text.count()];
            let height: usize = block.iter().map(|line| height(line, size)).sum();
            if self.shown + height <= room {
                self.shown += height;
                taken += block.len();
                continue;
            }
            // A block that no screen holds begins where it stands.
            if height > room {
                for line in block {
                    let height = height_of(line, size, room);
                    if self.shown + height > room {
                        break;
                    }
                    self.shown += height;
                    taken += 1;
                }
            }
            break;
        }
        taken
    }

    /// A new screen: what was shown has been read.
    pub(super) fn turn(&mut self) {
        self.shown = 0;
    }
}

/// The rows that a line takes.
fn height(line: &str, size: Size) -> usize {
    plain_width(line).div_ceil(size.columns.max(1)).max(1)
}

/// The same, and no more than a whole screen: else it would never be shown.
fn height_of(line: &str, size: Size, room: usize) -> usize {
    height(line, size).min(room)
}

/// The columns of `line` without the sequences that colour it.
fn plain_width(line: &str) -> usize {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().width();
    let rest = parts.map(|part| part.split_once('m').map_or(0, |(_, text)| text.width()));
    first + rest.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size {
        columns: 10,
        rows: 6,
    };

    fn pages(text: &str) -> Vec<usize> {
        let lines: Vec<&str> = text.lines().collect();
        let (mut paging, mut at, mut pages) = (Paging::default(), 0, Vec::new());
        while at < lines.len() {
            let taken = paging.fitting(&lines[at..], SIZE);
            assert!(taken > 0 || paging.shown > 0, "{at} of {lines:?}");
            pages.push(taken);
            at += taken;
            paging.turn();
        }
        pages
    }

    #[test]
    fn what_fits_is_one_page() {
        assert_eq!(pages("a\nb\nc\nd\ne"), [5]);
        assert_eq!(pages("a\nb\n\nd\ne"), [5]);
    }

    #[test]
    fn a_page_ends_where_a_paragraph_does() {
        assert_eq!(pages("a\nb\nc\n\nd\ne\nf"), [3, 4]);
        assert_eq!(pages("1\n2\n3\n4\n5\n6\n7"), [5, 2]);
    }

    #[test]
    fn a_line_takes_the_rows_it_wraps_to() {
        assert_eq!(pages("12345678901\n2\n3\n4\n5"), [4, 1]);
        assert_eq!(pages("\u{1b}[1m1234567890\u{1b}[0m\n2\n3\n4\n5"), [5]);
        assert_eq!(pages(&"x".repeat(900)), [1]);
    }

    #[test]
    fn once_let_through_nothing_stops_until_a_line_is_typed() {
        let lines = ["a"; 20];
        let mut paging = Paging::default();
        paging.let_through();
        assert_eq!(paging.fitting(&lines, SIZE), 20);
        paging.begin();
        assert_eq!(paging.fitting(&lines, SIZE), 5);
    }
}
