//! Editing as in Emacs: every key does something at once.

use super::key::Key;
use super::recall::Towards;
use super::text::{Text, Unit, bytes, is_solid};
use super::{Editor, Outcome};
use crate::engine::shell::history::History;

/// What is remembered between two keys.
#[derive(Debug, Default)]
pub struct Emacs {
    /// Whether the next key is put on the line as it is.
    literal: bool,
    /// Whether the last key cut something: what is cut next joins it.
    cutting: bool,
    /// Whether the last key put a character on the line: a run of them is undone at once.
    typing: bool,
    search: Option<Search>,
}

/// A search that goes on while its text is typed.
#[derive(Debug)]
struct Search {
    wanted: Vec<Unit>,
    failed: bool,
    /// The line and the place in the history before it.
    before: (Text, usize),
}

impl Emacs {
    /// What stands in place of the prompt.
    pub fn prompt(&self) -> Option<Vec<u8>> {
        let search = self.search.as_ref()?;
        let failed = if search.failed { "failed " } else { "" };
        let start = format!("({failed}reverse-i-search)`");
        Some([start.as_bytes(), &bytes(&search.wanted), b"': "].concat())
    }
}

/// Does what `key` means.
pub fn key(editor: &mut Editor, key: Key, history: &History) -> Outcome {
    if std::mem::take(&mut editor.emacs.literal) {
        return editor.insert_literally(key);
    }
    if editor.emacs.search.is_some() {
        match search_key(editor, key, history) {
            Some(outcome) => return outcome,
            None => editor.emacs.search = None,
        }
    }
    let was_cutting = std::mem::take(&mut editor.emacs.cutting);
    let was_typing = std::mem::take(&mut editor.emacs.typing);
    if let Key::Unit(unit) = key {
        if !was_typing {
            editor.checkpoint();
        }
        editor.emacs.typing = true;
        return editor.insert(unit);
    }
    if let Some(place) = motion(&editor.text, key) {
        editor.text.at = place;
        return Outcome::Shown;
    }
    if let Some(part) = cut(&editor.text, key) {
        if part.is_empty() {
            return Outcome::Bell;
        }
        editor.checkpoint();
        let backwards = part.end == editor.text.at && part.start != editor.text.at;
        let taken = editor.text.take(part);
        editor.keep(taken, was_cutting, backwards);
        editor.emacs.cutting = true;
        return Outcome::Shown;
    }
    other(editor, key, history)
}

/// Where a key that only moves brings the cursor.
fn motion(text: &Text, key: Key) -> Option<usize> {
    Some(match key {
        Key::Control(b'a') | Key::Home => 0,
        Key::Control(b'e') | Key::End => text.len(),
        Key::Control(b'b') | Key::Left => text.at.saturating_sub(1),
        Key::Control(b'f') | Key::Right => (text.at + 1).min(text.len()),
        Key::Meta('b') | Key::WordLeft => text.start_of(text.at, Unit::is_word),
        Key::Meta('f') | Key::WordRight => text.end_of(text.at, Unit::is_word),
        _ => return None,
    })
}

/// What a key cuts out, to be put back by Ctrl-Y.
fn cut(text: &Text, key: Key) -> Option<std::ops::Range<usize>> {
    let at = text.at;
    Some(match key {
        Key::Control(b'k') => at..text.len(),
        Key::Control(b'u') | Key::Kill => 0..at,
        Key::Control(b'w') => text.start_of(at, is_solid)..at,
        Key::Meta('\x7f') => text.start_of(at, Unit::is_word)..at,
        Key::Meta('d') => at..text.end_of(at, Unit::is_word),
        _ => return None,
    })
}

fn other(editor: &mut Editor, key: Key, history: &History) -> Outcome {
    let (at, length) = (editor.text.at, editor.text.len());
    match key {
        Key::Control(b'j' | b'm' | b'o') => return Outcome::Accepted,
        Key::EndOfFile | Key::Control(b'd') if length == 0 => return Outcome::End,
        Key::EndOfFile | Key::Control(b'd') | Key::Delete if at < length => {
            editor.checkpoint();
            editor.text.take(at..at + 1);
        }
        Key::Erase if at > 0 => {
            editor.checkpoint();
            editor.text.take(at - 1..at);
        }
        Key::Control(b'p') | Key::Up => return editor.recall(Towards::Older, 1, history),
        Key::Control(b'n') | Key::Down => return editor.recall(Towards::Newer, 1, history),
        Key::Meta('<') => return editor.recall(Towards::Older, usize::MAX / 2, history),
        Key::Meta('>') => return editor.recall(Towards::Newer, usize::MAX / 2, history),
        Key::Control(b'y') => {
            editor.checkpoint();
            let kept = editor.kept.clone();
            editor.text.insert(&kept);
        }
        Key::Control(b't') if length > 1 && at > 0 => {
            editor.checkpoint();
            let second = at.min(length - 1);
            editor.text.units.swap(second - 1, second);
            editor.text.at = second + 1;
        }
        Key::Meta(letter @ ('u' | 'l' | 'c')) => {
            editor.checkpoint();
            change_case(&mut editor.text, letter);
        }
        Key::Meta('.' | '_') => {
            let last = history.len().checked_sub(1).and_then(|at| history.get(at));
            let Some((_, command)) = last else {
                return Outcome::Bell;
            };
            let command = Text::new(command.trim_ascii_end());
            let word = command.start_of(command.len(), is_solid);
            editor.checkpoint();
            editor.text.insert(&command.units[word..]);
        }
        Key::Control(b'q' | b'v') => editor.emacs.literal = true,
        Key::Control(b'r') => {
            editor.emacs.search = Some(Search {
                wanted: Vec::new(),
                failed: false,
                before: (editor.text.clone(), editor.place()),
            });
        }
        Key::Control(b'l') => return Outcome::Cleared,
        Key::Control(b'_') if editor.undo() => {}
        Key::Control(b'i') => return Outcome::Complete,
        Key::Meta('#') => {
            editor.text.at = 0;
            editor.text.insert(&[Unit::Char('#')]);
            return Outcome::Accepted;
        }
        _ => return Outcome::Bell,
    }
    Outcome::Shown
}

/// The word behind the cursor in upper case, in lower case, or with a capital.
fn change_case(text: &mut Text, letter: char) {
    let end = text.end_of(text.at, Unit::is_word);
    while text.at < end && !text.units[text.at].is_word() {
        text.at += 1;
    }
    text.change(end, |index, old| match (letter, index) {
        ('u', _) | ('c', 0) => single(old.to_uppercase(), old),
        _ => single(old.to_lowercase(), old),
    });
}

/// The only character of `changed`; `old` if it has become several.
pub fn single(mut changed: impl Iterator<Item = char>, old: char) -> char {
    match (changed.next(), changed.next()) {
        (Some(new), None) => new,
        _ => old,
    }
}

/// A key during a search; `None` if it ends the search and then means what it always does.
fn search_key(editor: &mut Editor, key: Key, history: &History) -> Option<Outcome> {
    let search = editor.emacs.search.as_mut()?;
    let from = match key {
        Key::Unit(unit) => {
            search.wanted.push(unit);
            // What is found may be found again, with one character more.
            editor.recall.place + 1
        }
        Key::Erase => {
            search.wanted.pop();
            search.before.1
        }
        Key::Control(b'r') => editor.recall.place,
        Key::Control(b'g') => {
            let (text, place) = editor.emacs.search.take()?.before;
            editor.recall.go(place, &mut editor.text, history);
            editor.text = text;
            return Some(Outcome::Shown);
        }
        _ => return None,
    };
    let wanted = bytes(&search.wanted);
    let contains = |command: &[u8]| !wanted.is_empty() && find(command, &wanted).is_some();
    let found = (0..from.min(history.len())).rev().find(|place| {
        history
            .get(*place)
            .is_some_and(|(_, command)| contains(command))
    });
    search.failed = found.is_none() && !wanted.is_empty();
    let Some(place) = found else {
        return Some(if wanted.is_empty() {
            Outcome::Shown
        } else {
            Outcome::Bell
        });
    };
    editor.recall.go(place, &mut editor.text, history);
    let command = bytes(&editor.text.units);
    let before = &command[..find(&command, &wanted).unwrap_or(0)];
    editor.text.at = super::text::units(before).len();
    Some(Outcome::Shown)
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
