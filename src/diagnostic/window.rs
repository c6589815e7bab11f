//! The stretch of a line that is shown round the places that matter in it.

use crate::source::shown::spelt;
use crate::source::{LineIndex, Span};
use std::cmp::Reverse;
use unicode_width::UnicodeWidthStr;

/// Columns of source shown at most; a longer line is cut round the places.
pub(super) const MAX_WIDTH: usize = 72;
/// Columns kept free behind the places, so that what follows them is seen.
const BEHIND: usize = 12;
/// Stands where a line is cut.
const CUT: &str = "...";

/// A stretch of a line.
pub(super) struct Window {
    /// As it is shown.
    pub(super) text: String,
    /// What is marked in it.
    pub(super) marks: Vec<Mark>,
}

/// A place as it is marked below its line.
pub(super) struct Mark {
    /// Which of the spans it is.
    pub(super) index: usize,
    /// Its column in the window, 0-based.
    pub(super) column: usize,
    /// How many columns it takes.
    pub(super) width: usize,
}

/// A place in a line, in characters.
struct Place {
    index: usize,
    from: usize,
    to: usize,
}

impl Window {
    /// The stretches of line `number` round `spans`, which begin there: one if they have room in it, and from left to right.
    pub(super) fn of(index: &LineIndex<'_>, number: usize, spans: &[Span]) -> Vec<Window> {
        let line: Vec<String> = String::from_utf8_lossy(index.line(number))
            .chars()
            .map(printable)
            .collect();
        let mut places: Vec<Place> = spans
            .iter()
            .enumerate()
            .map(|(at, span)| {
                let from = (index.position(span.start).column - 1).min(line.len());
                let end = index.position(span.end);
                let to = match end.line == number {
                    true => (end.column - 1).clamp(from, line.len()),
                    false => line.len(),
                };
                let index = at;
                Place { index, from, to }
            })
            .collect();
        // Of those that begin together the first named is the last here: it is told of next to the line.
        places.sort_by_key(|place| (place.from, Reverse(place.index)));
        let mut groups: Vec<Vec<Place>> = Vec::new();
        for place in places {
            match groups.last_mut() {
                Some(group) if fits(&line, group, &place) => group.push(place),
                _ => groups.push(vec![place]),
            }
        }
        groups
            .iter()
            .map(|group| Window::round(&line, group))
            .collect()
    }

    fn round(line: &[String], places: &[Place]) -> Window {
        let from = places.iter().map(|place| place.from).min().unwrap_or(0);
        let to = places.iter().map(|place| place.to).max().unwrap_or(0);
        let start = start(line, from, to);
        let mut text = if start > 0 { CUT } else { "" }.to_owned();
        let left = text.len();
        let rest = &line[start..];
        let room = MAX_WIDTH - left;
        let is_cut = columns(rest) > room;
        let mut room = if is_cut { room - CUT.len() } else { room };
        let shown = rest.iter().take_while(|cell| {
            let fits = cell.width() <= room;
            room = room.saturating_sub(cell.width());
            fits
        });
        text.extend(shown.map(String::as_str));
        let mut text = text.trim_end().to_owned();
        if is_cut {
            text.push_str(CUT);
        }
        let mark = |place: &Place| {
            let column = left + columns(&line[start..place.from]);
            let room = MAX_WIDTH.saturating_sub(column).max(1);
            Mark {
                index: place.index,
                column,
                width: columns(&line[place.from..place.to]).clamp(1, room),
            }
        };
        let marks = places.iter().map(mark).collect();
        Window { text, marks }
    }
}

/// Where the stretch begins that shows what stands from `from` to `to`: as far before it as there is room for.
fn start(line: &[String], from: usize, to: usize) -> usize {
    if columns(line) <= MAX_WIDTH {
        return 0;
    }
    let room = (MAX_WIDTH - BEHIND).saturating_sub(columns(&line[from..to]));
    if columns(&line[..from]) <= room {
        return 0;
    }
    let mut room = room.saturating_sub(CUT.len());
    let before = line[..from].iter().rev().take_while(|cell| {
        let fits = cell.width() <= room;
        room = room.saturating_sub(cell.width());
        fits
    });
    from - before.count()
}

/// Whether `place` is seen in one stretch of `line` with those of `group`, which stand before it.
fn fits(line: &[String], group: &[Place], place: &Place) -> bool {
    let from = group.first().map_or(place.from, |first| first.from);
    let to = group.iter().map(|place| place.to).max().unwrap_or(0);
    let all = columns(&line[from..place.to.max(to)]);
    columns(line) <= MAX_WIDTH || all + CUT.len() <= MAX_WIDTH - BEHIND
}

/// The columns that these take.
fn columns(cells: &[String]) -> usize {
    cells.iter().map(|cell| cell.width()).sum()
}

/// A character as it is shown: a tab as one blank, what cannot be seen spelt.
fn printable(character: char) -> String {
    match character {
        '\t' => " ".to_owned(),
        other => spelt(other).unwrap_or_else(|| other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, marked: &[&str]) -> Vec<String> {
        let index = LineIndex::new(line.as_bytes());
        let span = |word: &&str| {
            let at = line.find(word).unwrap() as u32;
            Span::new(at, at + word.len() as u32)
        };
        let spans: Vec<Span> = marked.iter().map(span).collect();
        let windows = Window::of(&index, 1, &spans);
        windows
            .iter()
            .flat_map(|window| {
                let marks = window.marks.iter();
                let marks = marks.map(|mark| {
                    let text = &window.text[mark.column..];
                    format!("{}: {}", marked[mark.index], &text[..mark.width])
                });
                std::iter::once(window.text.clone()).chain(marks)
            })
            .collect()
    }

    #[test]
    fn what_is_cut_off_is_seen() {
        let line = format!("{} here {}", "a ".repeat(50), "b ".repeat(50));
        let seen = shown(&line, &["here"]);
        assert!(seen[0].starts_with("...") && seen[0].ends_with("..."));
        assert!(seen[0].len() <= MAX_WIDTH, "{}", seen[0]);
        assert_eq!(seen[1], "here: here");
        let seen = shown(&format!("here {}", "b ".repeat(50)), &["here"]);
        assert!(seen[0].starts_with("here") && seen[0].ends_with("..."));
    }

    #[test]
    fn several_places_share_a_stretch_or_stand_in_order() {
        let line = format!("if one; {}then", "x ".repeat(20));
        assert_eq!(
            shown(&line, &["then", "if"]),
            [line.as_str(), "if: if", "then: then"]
        );
        let line = format!("if one; {}then", "x ".repeat(60));
        let seen = shown(&line, &["then", "if"]);
        assert!(seen[0].starts_with("if one;") && seen[0].ends_with("..."));
        assert_eq!(seen[1], "if: if");
        assert!(seen[2].starts_with("...") && seen[2].ends_with("then"));
        assert_eq!(seen[3], "then: then");
    }
}
