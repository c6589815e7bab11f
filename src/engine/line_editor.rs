//! Lines edited while they are typed, as `set -o vi` (XCU `sh`) and `set -o emacs` ask.
//!
//! [`Editor`] is what keys do to a `Text`, and knows no terminal; [`session`] reads the keys and shows what comes of them.
//! Nothing is read behind the end of the line: that is for the command.

mod complete;
mod emacs;
mod key;
mod recall;
mod screen;
pub mod session;
mod text;
mod vi;

use crate::engine::shell::history::History;
use emacs::Emacs;
use key::Key;
use recall::{Recall, Towards};
use text::{Text, Unit};
use vi::Vi;

/// The two ways to edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `set -o emacs`
    Emacs,
    /// `set -o vi`
    Vi,
}

/// What has come of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The line or the cursor may be another.
    Shown,
    /// A character was put at the end of the line.
    Appended(Unit),
    /// The key could do nothing.
    Bell,
    /// The line is finished.
    Accepted,
    /// The input has ended.
    End,
    /// The terminal is to be cleared.
    Cleared,
    /// The pathname before the cursor is to be completed.
    Complete,
    /// It is to become all pathnames that complete it.
    CompleteAll,
    /// They are to be listed.
    Listed,
    /// An editor is to edit the line, or the command of that number.
    Edited(Option<usize>),
    /// The value of the alias `_letter` is to be typed.
    Alias(char),
}

/// A line that is being edited, and what is kept from one line to the next.
#[derive(Debug, Default)]
pub struct Editor {
    text: Text,
    recall: Recall,
    /// What was cut last.
    kept: Vec<Unit>,
    /// The line before each change.
    undone: Vec<Text>,
    emacs: Emacs,
    vi: Vi,
}

impl Editor {
    /// A new line, below all of `history`.
    fn begin(&mut self, history: &History) {
        self.text = Text::default();
        self.recall = Recall::begin(history);
        self.undone.clear();
        self.emacs = Emacs::default();
        self.vi.begin();
    }

    /// Does what `key` means.
    fn key(&mut self, style: Style, key: Key, history: &History) -> Outcome {
        match style {
            Style::Emacs => emacs::key(self, key, history),
            Style::Vi => vi::key(self, key, history),
        }
    }

    /// The prompt and the line as they are to be shown.
    fn view(&self, style: Style, prompt: &[u8]) -> (Vec<u8>, Text) {
        match (style, self.vi.line()) {
            (Style::Vi, Some(units)) => {
                let at = units.len();
                (prompt.to_vec(), Text { units, at })
            }
            (Style::Emacs, _) => {
                let searching = self.emacs.prompt();
                (
                    searching.unwrap_or_else(|| prompt.to_vec()),
                    self.text.clone(),
                )
            }
            (Style::Vi, None) => (prompt.to_vec(), self.text.clone()),
        }
    }

    fn place(&self) -> usize {
        self.recall.place
    }

    fn insert(&mut self, unit: Unit) -> Outcome {
        let at_end = self.text.at == self.text.len();
        self.text.insert(&[unit]);
        if at_end {
            Outcome::Appended(unit)
        } else {
            Outcome::Shown
        }
    }

    /// Puts on the line what `key` sends.
    fn insert_literally(&mut self, key: Key) -> Outcome {
        let unit = match key {
            Key::Unit(unit) => unit,
            Key::Control(letter) => Unit::Char(char::from(letter.to_ascii_uppercase() & 0x1f)),
            Key::Erase => Unit::Char('\x7f'),
            Key::EndOfFile => Unit::Char('\x04'),
            Key::Kill => Unit::Char('\x15'),
            Key::Escape => Unit::Char('\x1b'),
            Key::Meta(letter) => {
                self.insert(Unit::Char('\x1b'));
                Unit::Char(letter)
            }
            _ => return Outcome::Bell,
        };
        self.insert(unit);
        Outcome::Shown
    }

    /// Keeps what was cut; joined to what was cut by the key before, if that cut too.
    fn keep(&mut self, taken: Vec<Unit>, joined: bool, backwards: bool) {
        self.kept = match (joined, backwards) {
            (false, _) => taken,
            (true, false) => [self.kept.as_slice(), &taken].concat(),
            (true, true) => [taken.as_slice(), &self.kept].concat(),
        };
    }

    /// Notes the line, so that what is done to it now can be undone.
    fn checkpoint(&mut self) {
        self.undone.push(self.text.clone());
    }

    fn undo(&mut self) -> bool {
        let before = self.undone.pop();
        let undone = before.is_some();
        self.text = before.unwrap_or_else(|| std::mem::take(&mut self.text));
        undone
    }

    fn undo_all(&mut self) -> bool {
        self.undone.truncate(1);
        self.undo()
    }

    fn recall(&mut self, towards: Towards, count: usize, history: &History) -> Outcome {
        let place = match towards {
            Towards::Older => self.recall.place.saturating_sub(count),
            Towards::Newer => self.recall.place.saturating_add(count).min(history.len()),
        };
        if place == self.recall.place {
            return Outcome::Bell;
        }
        self.recall_at(place, history)
    }

    /// As [`Editor::recall`], with the cursor at the start of the line.
    fn recall_from_start(&mut self, towards: Towards, count: usize, history: &History) -> Outcome {
        let outcome = self.recall(towards, count, history);
        if outcome == Outcome::Shown {
            self.text.at = 0;
        }
        outcome
    }

    fn recall_at(&mut self, place: usize, history: &History) -> Outcome {
        if !self.recall.go(place, &mut self.text, history) {
            return Outcome::Bell;
        }
        self.undone.clear();
        Outcome::Shown
    }
}

#[cfg(test)]
mod tests;
