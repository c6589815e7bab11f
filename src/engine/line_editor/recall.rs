//! [`Recall`]: which command of the history stands on the line, and looking for one.

use super::text::Text;
use crate::character::Characters;
use crate::engine::shell::history::History;
use crate::pattern::Pattern;

/// Towards what a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// What was entered earlier.
    Older,
    /// What was entered later.
    Newer,
}

impl Towards {
    /// The other one.
    pub fn reversed(self) -> Towards {
        match self {
            Towards::Older => Towards::Newer,
            Towards::Newer => Towards::Older,
        }
    }
}

/// A place in the history, and the new line while it is left.
#[derive(Debug, Default)]
pub struct Recall {
    /// Which command; their number is the new line.
    pub place: usize,
    new: Text,
}

impl Recall {
    /// On the new line below all of `history`.
    pub fn begin(history: &History) -> Recall {
        Recall {
            place: history.len(),
            new: Text::default(),
        }
    }

    /// Puts the command at `place` on the line, with the cursor behind it; whether there is one.
    pub fn go(&mut self, place: usize, text: &mut Text, history: &History) -> bool {
        if place > history.len() || place == self.place {
            return place == self.place;
        }
        if self.place == history.len() {
            self.new = text.clone();
        }
        *text = match history.get(place) {
            Some((_, command)) => Text::new(command),
            None => std::mem::take(&mut self.new),
        };
        self.place = place;
        true
    }

    /// The next place in a direction whose command `matches`.
    pub fn find(
        &self,
        towards: Towards,
        history: &History,
        matches: impl Fn(&[u8]) -> bool,
    ) -> Option<usize> {
        let fits = |place: &usize| {
            history
                .get(*place)
                .is_some_and(|(_, command)| matches(command))
        };
        match towards {
            Towards::Older => (0..self.place).rev().find(fits),
            Towards::Newer => (self.place + 1..history.len()).find(fits),
        }
    }
}

/// Whether `command` holds what `pattern` matches; at its start, if the pattern begins with `^` (XCU `sh`).
pub fn holds(command: &[u8], pattern: &[u8]) -> bool {
    let whole = match pattern.strip_prefix(b"^") {
        Some(start) => [start, b"*"].concat(),
        None => [b"*", pattern, b"*"].concat(),
    };
    Pattern::new(&whole, Characters::Utf8).matches(command)
}
