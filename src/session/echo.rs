//! What a terminal shows of the keys that are typed (XBD 11.1.6, and what Linux makes of it): it is nobody's output.

use crate::sys::terminal::LineKeys;
use std::ops::Range;

/// A line that is typed at a terminal, and what of its keys the terminal has not shown yet.
#[derive(Debug, Default)]
pub struct Echo {
    /// The columns that each character takes which a key can take back.
    line: Vec<Character>,
    /// Whether the next key is text, whatever it means elsewhere.
    is_quoted: bool,
    expected: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Character {
    /// Of a word.
    Letter,
    /// A blank, or what else parts words.
    Blank,
    /// Shown as `^` and a letter.
    Control,
    /// As many columns as it takes to the next stop.
    Tab,
}

impl Echo {
    /// `typed` comes to a terminal that treats its keys so.
    pub fn expect(&mut self, typed: &[u8], keys: &LineKeys) {
        for key in typed {
            self.show(*key, keys);
        }
    }

    fn show(&mut self, key: u8, keys: &LineKeys) {
        let edits = keys.edits && !std::mem::take(&mut self.is_quoted);
        match key {
            b'\r' | b'\n' => {
                self.line.clear();
                self.expected.extend(b"\r\n");
            }
            _ if edits && keys.end_of_input == Some(key) => self.line.clear(),
            _ if edits && keys.erase == Some(key) => self.erase(1),
            _ if edits && keys.kill == Some(key) => self.erase(self.line.len()),
            _ if edits && keys.word_erase == Some(key) => self.erase(self.last_word()),
            _ if edits && keys.quote == Some(key) => {
                self.is_quoted = true;
                self.expected.extend(b"^\x08");
            }
            b'\t' => self.add(Character::Tab, b"\t"),
            0..b' ' => self.add(Character::Control, &[b'^', key + b'@']),
            0x7f => self.add(Character::Control, b"^?"),
            b' ' => self.add(Character::Blank, b" "),
            // The first byte of a character stands for all of it.
            0x80..0xc0 => self.expected.push(key),
            _ => self.add(Character::Letter, &[key]),
        }
    }

    fn add(&mut self, character: Character, shown: &[u8]) {
        self.line.push(character);
        self.expected.extend(shown);
    }

    /// Shows that the last `count` characters are taken back.
    fn erase(&mut self, count: usize) {
        for _ in 0..count {
            match self.line.pop() {
                Some(Character::Letter | Character::Blank) => self.expected.extend(b"\x08 \x08"),
                Some(Character::Control) => self.expected.extend(b"\x08 \x08\x08 \x08"),
                // Where it began depends on what stood there before the line.
                Some(Character::Tab) => self.expected.clear(),
                None => {}
            }
        }
    }

    /// How many characters the last word is, with what parts it from the next.
    fn last_word(&self) -> usize {
        let mut before = self.line.iter().rev().copied().peekable();
        let mut count = 0;
        for is_word in [false, true] {
            while before
                .next_if(|character| (*character == Character::Letter) == is_word)
                .is_some()
            {
                count += 1;
            }
        }
        count
    }

    /// Where in `bytes`, which came out of the terminal, is what it shows of the keys.
    pub fn take(&mut self, bytes: &[u8]) -> Range<usize> {
        if self.expected.is_empty() || bytes.is_empty() {
            return 0..0;
        }
        if self.expected.starts_with(bytes) {
            self.expected.drain(..bytes.len());
            return 0..bytes.len();
        }
        match memchr::memmem::find(bytes, &self.expected) {
            Some(at) => at..at + std::mem::take(&mut self.expected).len(),
            None => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: LineKeys = LineKeys {
        edits: true,
        erase: Some(0x7f),
        word_erase: Some(0x17),
        kill: Some(0x15),
        end_of_input: Some(4),
        quote: Some(0x16),
    };

    /// What is left of `output`, which comes in these chunks, without the echo of `typed`.
    fn without_echo(typed: &[u8], output: &[&[u8]]) -> String {
        let mut echo = Echo::default();
        echo.expect(typed, &KEYS);
        let mut kept = Vec::new();
        for chunk in output {
            let shown = echo.take(chunk);
            kept.extend([&chunk[..shown.start], &chunk[shown.end..]].concat());
        }
        String::from_utf8(kept).unwrap()
    }

    #[test]
    fn what_the_terminal_shows_of_keys_is_no_output() {
        assert_eq!(without_echo(b"hi\r", &[b"hi\r\n", b"hi\r\n"]), "hi\r\n");
        assert_eq!(without_echo(b"hi\r", &[b"h", b"i\r", b"\n", b"out"]), "out");
        assert_eq!(
            without_echo(b"\r", &[b"ready\r\n\r\ndone"]),
            "ready\r\ndone"
        );
        assert_eq!(without_echo(b"ab\x03", &[b"ab", b"^C"]), "");
        assert_eq!(
            without_echo("\u{e9}\x04".as_bytes(), &["\u{e9}".as_bytes()]),
            ""
        );
        assert_eq!(without_echo(b"", &[b"out"]), "out");
    }

    #[test]
    fn nor_is_what_it_shows_of_what_is_taken_back() {
        let check = |typed: &[u8], shown: &[u8]| {
            assert_eq!(without_echo(typed, &[shown]), "", "{typed:?}");
        };
        check(b"ab\x7fc\r", b"ab\x08 \x08c\r\n");
        check(b"\x7f\r", b"\r\n");
        check("\u{e9}\x7f\r".as_bytes(), "\u{e9}\x08 \x08\r\n".as_bytes());
        check(b"\x01\x7f", b"^A\x08 \x08\x08 \x08");
        check(b"ab\x15c", b"ab\x08 \x08\x08 \x08c");
        check(b"a b \x17c", b"a b \x08 \x08\x08 \x08c");
        check(b"\x16\x15\x1b[A", b"^\x08^U^[[A");
        check(b"a\tb", b"a\tb");
    }

    #[test]
    fn where_the_terminal_edits_nothing_every_key_is_shown() {
        let keys = LineKeys {
            edits: false,
            ..KEYS
        };
        let mut echo = Echo::default();
        echo.expect(b"a\x7f\x04", &keys);
        assert_eq!(echo.take(b"a^?^D"), 0..5);
    }
}
