//! [`Decoder`]: the keys that bytes from a terminal mean.

use super::text::Unit;

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Unit(Unit),
    /// Ctrl with this lower-case letter or sign.
    Control(u8),
    /// Escape, where nothing is awaited behind it.
    Escape,
    /// Escape or Alt, and this character.
    Meta(char),
    /// Takes back a character: the terminal's own key for it, Backspace or Ctrl-H.
    Erase,
    /// The terminal's key that takes back a line, often Ctrl-U.
    Kill,
    /// The terminal's key for the end of the input, often Ctrl-D.
    EndOfFile,
    /// An arrow.
    Up,
    /// An arrow.
    Down,
    /// An arrow.
    Left,
    /// An arrow.
    Right,
    /// The left arrow, with Ctrl or Alt.
    WordLeft,
    /// The right arrow, with Ctrl or Alt.
    WordRight,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// Takes out the character under the cursor.
    Delete,
    /// A key that means nothing here.
    Other,
}

/// What the terminal's own settings say of some keys; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Special {
    /// VERASE.
    pub erase: u8,
    /// VKILL.
    pub kill: u8,
    /// VEOF.
    pub end_of_file: u8,
}

/// What has come of a key that is not complete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Begun {
    #[default]
    Nothing,
    /// A character of several bytes.
    Character(Vec<u8>),
    /// Escape.
    Escape,
    /// Escape and `[` or `O`, and what followed.
    Sequence(Vec<u8>),
}

/// Makes keys of bytes.
#[derive(Debug)]
pub struct Decoder {
    begun: Begun,
    special: Special,
    escapes: bool,
}

const ESCAPE: u8 = 0x1b;
/// The longest sequence that is looked at, in bytes.
const LONGEST: usize = 16;

impl Decoder {
    /// For a terminal with these settings. If it `escapes`, Escape is a key of its own at once, though it may turn out to be the
    /// beginning of another.
    pub fn new(escapes: bool, special: Special) -> Decoder {
        Decoder {
            begun: Begun::Nothing,
            special,
            escapes,
        }
    }

    /// Takes in `byte`; gives the keys that are complete with it.
    pub fn push(&mut self, byte: u8) -> Vec<Key> {
        match std::mem::take(&mut self.begun) {
            Begun::Nothing => self.begin(byte),
            Begun::Escape => match byte {
                b'[' | b'O' => {
                    self.begun = Begun::Sequence(vec![byte]);
                    Vec::new()
                }
                _ if self.escapes => self.begin(byte),
                0x7f | 0x08 => vec![Key::Meta('\x7f')],
                byte => vec![Key::Meta(char::from(byte))],
            },
            Begun::Sequence(mut bytes) => {
                bytes.push(byte);
                let complete = matches!(byte, 0x40..=0x7e) || bytes.len() > LONGEST;
                if complete {
                    return vec![sequence(&bytes)];
                }
                self.begun = Begun::Sequence(bytes);
                Vec::new()
            }
            Begun::Character(mut bytes) => {
                bytes.push(byte);
                self.character(bytes)
            }
        }
    }

    fn begin(&mut self, byte: u8) -> Vec<Key> {
        let Special {
            erase,
            kill,
            end_of_file,
        } = self.special;
        match byte {
            0 => vec![Key::Other],
            byte if byte == erase => vec![Key::Erase],
            byte if byte == kill => vec![Key::Kill],
            byte if byte == end_of_file => vec![Key::EndOfFile],
            0x08 | 0x7f => vec![Key::Erase],
            ESCAPE => {
                self.begun = Begun::Escape;
                if self.escapes {
                    vec![Key::Escape]
                } else {
                    Vec::new()
                }
            }
            byte @ 1..0x20 => vec![Key::Control((byte | 0x40).to_ascii_lowercase())],
            byte if byte.is_ascii() => vec![Key::Unit(Unit::Char(char::from(byte)))],
            byte => self.character(vec![byte]),
        }
    }

    /// `bytes` are the beginning of a character, or the whole of it, or none.
    fn character(&mut self, bytes: Vec<u8>) -> Vec<Key> {
        match std::str::from_utf8(&bytes) {
            Ok(text) => text.chars().map(|c| Key::Unit(Unit::Char(c))).collect(),
            Err(error) if error.error_len().is_none() => {
                self.begun = Begun::Character(bytes);
                Vec::new()
            }
            Err(_) => {
                // The last byte may be the beginning of something else.
                let (last, before) = bytes.split_last().map_or((0, &[][..]), |(l, b)| (*l, b));
                if before.is_empty() {
                    return vec![Key::Unit(Unit::Byte(last))];
                }
                let keys = before.iter().map(|byte| Key::Unit(Unit::Byte(*byte)));
                let mut keys: Vec<Key> = keys.collect();
                keys.extend(self.begin(last));
                keys
            }
        }
    }
}

/// What a whole sequence means, without its Escape.
fn sequence(bytes: &[u8]) -> Key {
    let (last, parameters) = bytes.split_last().map_or((0, &[][..]), |(l, p)| (*l, p));
    let parameters = parameters.get(1..).unwrap_or_default();
    let with_modifier = parameters.contains(&b';');
    match (last, parameters) {
        (b'A', _) => Key::Up,
        (b'B', _) => Key::Down,
        (b'C', _) if with_modifier => Key::WordRight,
        (b'D', _) if with_modifier => Key::WordLeft,
        (b'C', _) => Key::Right,
        (b'D', _) => Key::Left,
        (b'H', _) | (b'~', b"1" | b"7") => Key::Home,
        (b'F', _) | (b'~', b"4" | b"8") => Key::End,
        (b'~', b"3") => Key::Delete,
        _ => Key::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(escapes: bool, bytes: &[u8], expected: &[Key]) {
        let mut decoder = Decoder::new(escapes, Special::default());
        let keys: Vec<Key> = bytes.iter().flat_map(|byte| decoder.push(*byte)).collect();
        assert_eq!(keys, expected, "{bytes:?}");
    }

    #[test]
    fn sequences_are_one_key() {
        check(
            false,
            b"\x1b[A\x1bOB\x1b[3~\x1b[1;5D",
            &[Key::Up, Key::Down, Key::Delete, Key::WordLeft],
        );
        check(true, b"\x1b[A", &[Key::Escape, Key::Up]);
        check(
            false,
            b"\x1bb\x1b\x7f",
            &[Key::Meta('b'), Key::Meta('\x7f')],
        );
        check(true, b"\x1bk", &[Key::Escape, Key::Unit(Unit::Char('k'))]);
    }

    #[test]
    fn characters_of_several_bytes_are_one_key_and_other_bytes_one_each() {
        check(
            false,
            "\u{e4}x".as_bytes(),
            &[Key::Unit(Unit::Char('\u{e4}')), Key::Unit(Unit::Char('x'))],
        );
        check(false, b"\xff", &[Key::Unit(Unit::Byte(0xff))]);
        check(
            false,
            b"\xc3\r",
            &[Key::Unit(Unit::Byte(0xc3)), Key::Control(b'm')],
        );
    }
}
