//! [`Text`]: the line that is being edited, as characters, and where the cursor is. Where words begin and end in it.

use std::ops::Range;

/// One character of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A character.
    Char(char),
    /// A byte that is part of none.
    Byte(u8),
}

impl Unit {
    /// Whether it separates words wherever it stands.
    pub fn is_blank(self) -> bool {
        matches!(self, Unit::Char(' ' | '\t' | '\n'))
    }

    /// Whether it is part of a name-like word.
    pub fn is_word(self) -> bool {
        matches!(self, Unit::Char(letter) if letter.is_alphanumeric() || letter == '_')
    }
}

/// The characters of `bytes`.
pub fn units(bytes: &[u8]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        units.extend(chunk.valid().chars().map(Unit::Char));
        units.extend(chunk.invalid().iter().map(|byte| Unit::Byte(*byte)));
    }
    units
}

/// The bytes of `units`.
pub fn bytes(units: &[Unit]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(units.len());
    for unit in units {
        match unit {
            Unit::Char(letter) => {
                bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Unit::Byte(byte) => bytes.push(*byte),
        }
    }
    bytes
}

/// A line and the cursor in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its characters.
    pub units: Vec<Unit>,
    /// The character before which the cursor is; their number if it is behind the last.
    pub at: usize,
}

impl Text {
    /// `bytes`, with the cursor behind them.
    pub fn new(bytes: &[u8]) -> Text {
        let units = units(bytes);
        let at = units.len();
        Text { units, at }
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Puts `new` at the cursor, which then is behind it.
    pub fn insert(&mut self, new: &[Unit]) {
        self.units.splice(self.at..self.at, new.iter().copied());
        self.at += new.len();
    }

    /// Takes out a part; the cursor is then where it was.
    pub fn take(&mut self, part: Range<usize>) -> Vec<Unit> {
        self.at = part.start;
        self.units.drain(part).collect()
    }

    /// Changes the characters from the cursor to `end` one by one; the cursor is then behind them.
    pub fn change(&mut self, end: usize, change: impl Fn(usize, char) -> char) {
        for (index, unit) in self.units[self.at..end].iter_mut().enumerate() {
            if let Unit::Char(letter) = unit {
                *letter = change(index, *letter);
            }
        }
        self.at = end;
    }

    /// Where the next run of characters that are `inside` ends, from `at` on.
    pub fn end_of(&self, mut at: usize, inside: fn(Unit) -> bool) -> usize {
        while at < self.len() && !inside(self.units[at]) {
            at += 1;
        }
        while at < self.len() && inside(self.units[at]) {
            at += 1;
        }
        at
    }

    /// Where the run of characters that are `inside` begins that is before `at`.
    pub fn start_of(&self, mut at: usize, inside: fn(Unit) -> bool) -> usize {
        while at > 0 && !inside(self.units[at - 1]) {
            at -= 1;
        }
        while at > 0 && inside(self.units[at - 1]) {
            at -= 1;
        }
        at
    }
}

/// Not a blank: what a word is made of that blanks alone delimit.
pub fn is_solid(unit: Unit) -> bool {
    !unit.is_blank()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_kept_whatever_they_are() {
        for text in [
            b"plain".as_slice(),
            "\u{e4}\u{4e2d}".as_bytes(),
            b"a\xffb\xc3",
        ] {
            assert_eq!(bytes(&units(text)), text);
        }
        assert_eq!(units("\u{e4}".as_bytes()).len(), 1);
    }
}
