//! Text and control sequences told apart, in output that arrives in chunks cut anywhere.
//!
//! Pure, and ignorant of what any sequence means: the grammar is that of ECMA-48, with the strings of xterm. Plain text costs
//! one fast search.

/// Bytes kept of one sequence; what is longer is passed over.
const LONGEST: usize = 256;

const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;
/// Selects the first character set again.
const SHIFT_IN: u8 = 0x0f;
/// Selects the second character set.
const SHIFT_OUT: u8 = 0x0e;

/// A part of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'b> {
    /// What is shown, and C0 control characters; never empty.
    Text(&'b [u8]),
    /// SHIFT OUT if it is true, else SHIFT IN.
    Shift(bool),
    /// ESC, perhaps intermediate bytes, and a last byte.
    Escape(&'b [u8], u8),
    /// CSI, parameter and intermediate bytes, and a last byte.
    Control(&'b [u8], u8),
}

/// Where in the grammar the output stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
    Escape,
    Control,
    /// In the string that an OSC began, which a bell may end too.
    Command,
    /// In that of DCS, SOS, PM, APC, or of a title.
    String,
}

/// What is known of the output up to here.
#[derive(Debug, Default)]
pub struct Sequences {
    place: Place,
    /// The sequence so far, without what introduced it.
    body: Vec<u8>,
}

impl Sequences {
    /// Takes the next chunk, and gives its pieces in order.
    pub fn read(&mut self, chunk: &[u8], mut give: impl FnMut(Piece<'_>)) {
        let mut rest = chunk;
        while !rest.is_empty() {
            let length = match self.place {
                Place::Text => self.text(rest, &mut give),
                Place::Escape => self.escape(rest[0], &mut give),
                Place::Control => self.control(rest[0], &mut give),
                Place::Command | Place::String => self.string(rest),
            };
            rest = &rest[length..];
        }
    }

    /// What makes a terminal forget the sequence that it is in the middle of, if it is.
    pub fn abandon(&self) -> &'static [u8] {
        match self.place {
            Place::Text => b"",
            Place::Escape | Place::Control => &[CANCEL],
            // Not every terminal takes a cancel within a string; where it was taken, the string's end means nothing.
            Place::Command | Place::String => &[CANCEL, ESCAPE, b'\\'],
        }
    }

    fn text(&mut self, rest: &[u8], give: &mut impl FnMut(Piece<'_>)) -> usize {
        let end = memchr::memchr3(ESCAPE, SHIFT_OUT, SHIFT_IN, rest);
        let length = end.unwrap_or(rest.len());
        if length > 0 {
            give(Piece::Text(&rest[..length]));
        }
        match end.map(|end| rest[end]) {
            None => return length,
            Some(ESCAPE) => self.begin(Place::Escape),
            Some(shift) => give(Piece::Shift(shift == SHIFT_OUT)),
        }
        length + 1
    }

    fn escape(&mut self, byte: u8, give: &mut impl FnMut(Piece<'_>)) -> usize {
        match byte {
            ESCAPE => self.begin(Place::Escape),
            CANCEL | SUBSTITUTE => self.begin(Place::Text),
            0x20..=0x2f => self.keep(byte),
            b'[' if self.body.is_empty() => self.begin(Place::Control),
            b']' if self.body.is_empty() => self.begin(Place::Command),
            b'P' | b'X' | b'^' | b'_' | b'k' if self.body.is_empty() => self.begin(Place::String),
            0x30..=0x7e => {
                give(Piece::Escape(&self.body, byte));
                self.begin(Place::Text);
            }
            // Control characters act where they stand, and the sequence goes on.
            _ => {}
        }
        1
    }

    fn control(&mut self, byte: u8, give: &mut impl FnMut(Piece<'_>)) -> usize {
        match byte {
            ESCAPE => self.begin(Place::Escape),
            CANCEL | SUBSTITUTE => self.begin(Place::Text),
            0x20..=0x3f => self.keep(byte),
            0x40..=0x7e => {
                if self.body.len() < LONGEST {
                    give(Piece::Control(&self.body, byte));
                }
                self.begin(Place::Text);
            }
            _ => {}
        }
        1
    }

    fn string(&mut self, rest: &[u8]) -> usize {
        let is_command = self.place == Place::Command;
        let ends = |byte: &u8| match *byte {
            ESCAPE | CANCEL | SUBSTITUTE => true,
            BELL => is_command,
            _ => false,
        };
        let Some(end) = rest.iter().position(ends) else {
            return rest.len();
        };
        // The string's end proper is ESC and a backslash, a sequence like any other.
        self.begin(if rest[end] == ESCAPE {
            Place::Escape
        } else {
            Place::Text
        });
        end + 1
    }

    fn begin(&mut self, place: Place) {
        self.place = place;
        self.body.clear();
    }

    fn keep(&mut self, byte: u8) {
        if self.body.len() < LONGEST {
            self.body.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8], size: usize) -> (String, &'static [u8]) {
        let mut sequences = Sequences::default();
        let mut seen = String::new();
        for chunk in input.chunks(size) {
            sequences.read(chunk, |piece| match piece {
                Piece::Text(text) => seen.push_str(&String::from_utf8_lossy(text)),
                Piece::Shift(out) => seen.push_str(if out { "<out>" } else { "<in>" }),
                Piece::Escape(body, last) => {
                    let body = String::from_utf8_lossy(body);
                    seen.push_str(&format!("<{body}{}>", char::from(last)));
                }
                Piece::Control(body, last) => {
                    let body = String::from_utf8_lossy(body);
                    seen.push_str(&format!("<[{body}{}>", char::from(last)));
                }
            });
        }
        (seen, sequences.abandon())
    }

    fn check(input: &[u8], expected: &str, abandon: &[u8]) {
        for size in 1..=input.len() {
            let seen = read(input, size);
            assert_eq!(seen, (expected.to_owned(), abandon), "chunks of {size}");
        }
    }

    #[test]
    fn sequences_are_found_wherever_the_output_is_cut() {
        check(b"a\x1b[1;31mb\x1b[0m\n", "a<[1;31m>b<[0m>\n", b"");
        check(b"\x1b(0\x0eq\x0f\x1b(B\x1b=", "<(0><out>q<in><(B><=>", b"");
        check(b"\x1b[?25\x1b[?1049h", "<[?1049h>", b"");
        check(b"\x1b[3\x18x", "x", b"");
    }

    #[test]
    fn strings_are_not_text() {
        check(b"\x1b]0;title\x07x", "x", b"");
        check(b"\x1b]0;title\x1b\\x", "<\\>x", b"");
        check(b"\x1bPq\x07#0\x1b\\x", "<\\>x", b"");
    }

    #[test]
    fn what_is_unfinished_is_abandoned() {
        check(b"a\x1b", "a", b"\x18");
        check(b"a\x1b[1;3", "a", b"\x18");
        check(b"a\x1b(", "a", b"\x18");
        check(b"a\x1b]0;tit", "a", b"\x18\x1b\\");
        check(b"a\x1b_G", "a", b"\x18\x1b\\");
    }

    #[test]
    fn a_sequence_without_end_takes_no_memory() {
        let mut sequences = Sequences::default();
        sequences.read(b"\x1b[", |_| {});
        sequences.read(&[b'1'; 100_000], |_| {});
        sequences.read(b"m", |piece| panic!("{piece:?}"));
        assert!(sequences.body.capacity() <= LONGEST);
    }
}
