//! What programs leave behind on a terminal when they end in the middle of things, and the way back from it.
//!
//! Pure: it is fed with all that is shown, and knows what of it lasts. The line discipline's modes are not its business.
//! Well-behaved programs leave nothing, and then there is nothing to repair. Start with [`Leftovers::repair`].

use super::sequences::{Piece, Sequences};

/// Private modes that would disturb the next prompt, and whether each is set by default.
const PRIVATE: [(u16, bool); 20] = [
    (1, false),    // cursor keys send other sequences
    (5, false),    // dark on light
    (7, true),     // a full line goes on in the next
    (9, false),    // clicks are reported
    (25, true),    // the cursor is shown
    (45, false),   // backspace goes back a line
    (66, false),   // the keypad sends sequences
    (69, false),   // margins at the sides
    (1000, false), // the mouse, in several ways
    (1001, false),
    (1002, false),
    (1003, false),
    (1004, false), // focus is reported
    (1005, false), // the mouse's coordinates, in several ways
    (1006, false),
    (1015, false),
    (1016, false),
    (2004, false), // pastes come in brackets
    (2026, false), // nothing is shown until it is reset
    (2048, false), // sizes are reported
];
/// Of these, those that a soft reset sets back.
const SOFT: [u16; 4] = [1, 7, 25, 66];
/// The modes of ECMA-48: locked keyboard, inserting, newlines that return. None is set by default.
const STANDARD: [u16; 3] = [2, 4, 20];
/// A row that no screen has.
const BOTTOM: &[u8] = b"\x1b[9999;1H";

/// What a keyboard was asked to send, on one of the two screens.
#[derive(Clone, Copy, Debug, Default)]
struct Keyboard {
    pushed: u16,
    is_set: bool,
}

/// All that is not as it was when the line began.
#[derive(Debug, Default)]
pub struct Leftovers {
    sequences: Sequences,
    /// A bit for each of [`PRIVATE`] that is not as by default.
    private: u32,
    /// A bit for each of [`STANDARD`] that is set.
    standard: u8,
    /// The mode by which the alternate screen was entered.
    alternate: Option<u16>,
    origin: bool,
    /// First and last row that scroll.
    region: Option<(u16, u16)>,
    /// A bit for each aspect of how characters look.
    rendition: u16,
    /// The first character set is not ASCII.
    designated: bool,
    /// The second character set is in use.
    shifted: bool,
    keypad: bool,
    cursor_shape: bool,
    modified_keys: bool,
    /// Of the main and of the alternate screen.
    keyboards: [Keyboard; 2],
    /// The cursor may not be in the first column.
    is_inside_line: bool,
    saved_inside_line: bool,
}

impl Leftovers {
    /// Takes the next chunk of what is shown.
    pub fn watch(&mut self, chunk: &[u8]) {
        let mut sequences = std::mem::take(&mut self.sequences);
        sequences.read(chunk, |piece| match piece {
            Piece::Text(text) => self.text(text),
            Piece::Shift(out) => self.shifted = out,
            Piece::Escape(body, last) => self.escape(body, last),
            Piece::Control(body, last) => self.control(body, last),
        });
        self.sequences = sequences;
    }

    /// Whether the other screen is shown.
    pub fn shows_other_screen(&self) -> bool {
        self.alternate.is_some()
    }

    /// What puts a screen of `rows` in order, with the cursor at the beginning of a line; nothing if that is how it is.
    pub fn repair(&mut self, rows: u16) -> Vec<u8> {
        let left = std::mem::take(self);
        let mut out = left.sequences.abandon().to_vec();
        let mut is_inside_line = left.is_inside_line;
        let [main, other] = left.keyboards;
        if let Some(mode) = left.alternate {
            other.reset(&mut out);
            out.extend_from_slice(format!("\x1b[?{mode}l").as_bytes());
            if mode == 1049 {
                is_inside_line = left.saved_inside_line;
            }
        }
        main.reset(&mut out);
        let mut put = |is_needed: bool, bytes: &[u8]| {
            if is_needed {
                out.extend_from_slice(bytes);
            }
        };
        put(left.shifted, b"\x0f");
        put(left.designated, b"\x1b(B");
        put(left.rendition != 0, b"\x1b[0m");
        let is_full = |(first, last): (u16, u16)| first <= 1 && (last == 0 || last >= rows);
        let scrolls_in_part = left.region.is_some_and(|region| !is_full(region));
        if left.origin {
            // Rows were counted from wherever the region began: only the last row is known.
            put(true, b"\x1b[?6l\x1b[r");
            put(true, BOTTOM);
            is_inside_line = true;
        } else {
            put(scrolls_in_part, b"\x1b7\x1b[r\x1b8");
        }
        for (index, (mode, default)) in PRIVATE.into_iter().enumerate() {
            let set = if default { 'h' } else { 'l' };
            let reset = format!("\x1b[?{mode}{set}");
            put(left.private & 1 << index != 0, reset.as_bytes());
        }
        for (index, mode) in STANDARD.into_iter().enumerate() {
            let reset = format!("\x1b[{mode}l");
            put(left.standard & 1 << index != 0, reset.as_bytes());
        }
        put(left.keypad, b"\x1b>");
        put(left.modified_keys, b"\x1b[>4m");
        put(left.cursor_shape, b"\x1b[0 q");
        put(is_inside_line, b"\r\n");
        out
    }

    /// Only the end of a text decides where the cursor stands.
    fn text(&mut self, text: &[u8]) {
        let stays = |byte: &&u8| matches!(**byte, b'\n' | 0x0b | 0x0c | 0x08 | 0x07 | 0);
        if let Some(byte) = text.iter().rev().find(|byte| !stays(byte)) {
            self.is_inside_line = *byte != b'\r';
        }
    }

    fn escape(&mut self, body: &[u8], last: u8) {
        match (body, last) {
            (b"", b'=') => self.keypad = true,
            (b"", b'>') => self.keypad = false,
            (b"", b'n' | b'o') => self.shifted = true,
            (b"", b'7') => self.saved_inside_line = self.is_inside_line,
            (b"", b'8') => self.is_inside_line = self.saved_inside_line,
            (b"", b'E') => self.is_inside_line = false,
            (b"", b'c') => *self = Leftovers::default(),
            (b"(", set) => self.designated = set != b'B',
            _ => {}
        }
    }

    fn control(&mut self, body: &[u8], last: u8) {
        let digits = body
            .iter()
            .position(|byte| (0x20..=0x2f).contains(byte))
            .unwrap_or(body.len());
        let (parameters, intermediate) = body.split_at(digits);
        match (parameters.first(), intermediate, last) {
            (Some(b'?'), b"", b'h' | b'l') => {
                numbers(&parameters[1..]).for_each(|mode| self.set_private(mode, last == b'h'));
            }
            (Some(b'>'), b"", b'm') => {
                let mut numbers = numbers(&parameters[1..]);
                if matches!(numbers.next(), Some(0 | 4)) {
                    self.modified_keys = numbers.next().is_some_and(|value| value != 0);
                }
            }
            (Some(b'>'), b"", b'n') => self.modified_keys = false,
            (Some(b'<' | b'=' | b'>'), b"", b'u') => self.keyboard(parameters),
            (Some(b'<' | b'=' | b'>' | b'?'), ..) => {}
            (_, b"", b'h' | b'l') => {
                numbers(parameters).for_each(|mode| self.set_standard(mode, last == b'h'));
            }
            (_, b"", b'm') => self.render(parameters),
            (_, b"", b'r') => self.scroll(parameters),
            (_, b" ", b'q') => self.cursor_shape = numbers(parameters).next() != Some(0),
            (_, b"!", b'p') => self.soft_reset(),
            (_, b"", last) => self.moved(parameters, last),
            _ => {}
        }
    }

    /// A sequence that moves the cursor.
    fn moved(&mut self, parameters: &[u8], last: u8) {
        let mut numbers = numbers(parameters);
        match last {
            b'H' | b'f' => self.is_inside_line = numbers.nth(1).is_some_and(|column| column > 1),
            b'G' | b'`' => self.is_inside_line = numbers.next().is_some_and(|column| column > 1),
            b'E' | b'F' => self.is_inside_line = false,
            b'C' | b'I' | b'a' => self.is_inside_line = true,
            b's' if parameters.is_empty() => self.saved_inside_line = self.is_inside_line,
            b'u' if parameters.is_empty() => self.is_inside_line = self.saved_inside_line,
            _ => {}
        }
    }

    fn scroll(&mut self, parameters: &[u8]) {
        let mut numbers = numbers(parameters);
        let region = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        self.region = (region != (0, 0)).then_some(region);
        self.is_inside_line = false;
    }

    fn set_private(&mut self, mode: u16, set: bool) {
        match mode {
            6 => {
                self.origin = set;
                self.is_inside_line = false;
            }
            47 | 1047 | 1049 => {
                if mode == 1049 && set && self.alternate.is_none() {
                    self.saved_inside_line = self.is_inside_line;
                }
                if mode == 1049 && !set && self.alternate.is_some() {
                    self.is_inside_line = self.saved_inside_line;
                }
                self.alternate = set.then_some(mode);
            }
            _ => {
                for (index, (_, default)) in PRIVATE
                    .iter()
                    .enumerate()
                    .filter(|(_, (known, _))| *known == mode)
                {
                    self.private &= !(1 << index);
                    self.private |= u32::from(set != *default) << index;
                }
            }
        }
    }

    fn set_standard(&mut self, mode: u16, set: bool) {
        if let Some(index) = STANDARD.iter().position(|known| *known == mode) {
            self.standard &= !(1 << index);
            self.standard |= u8::from(set) << index;
        }
    }

    fn keyboard(&mut self, parameters: &[u8]) {
        let keyboard = &mut self.keyboards[usize::from(self.alternate.is_some())];
        let number = numbers(&parameters[1..]).next().unwrap_or(0);
        match parameters.first() {
            Some(b'>') => keyboard.pushed = keyboard.pushed.saturating_add(1),
            Some(b'<') => keyboard.pushed = keyboard.pushed.saturating_sub(number.max(1)),
            _ => keyboard.is_set = number != 0,
        }
    }

    fn soft_reset(&mut self) {
        SOFT.into_iter().for_each(|mode| {
            let default = PRIVATE.contains(&(mode, true));
            self.set_private(mode, default);
        });
        (self.origin, self.keypad, self.region) = (false, false, None);
        (self.designated, self.shifted) = (false, false);
        (self.standard, self.rendition) = (0, 0);
    }

    /// Notes which aspects of how characters look are no longer the default's.
    fn render(&mut self, parameters: &[u8]) {
        let mut fields = parameters.split(|byte| *byte == b';');
        while let Some(field) = fields.next() {
            let mut parts = numbers_between(field, b':');
            let number = parts.next().unwrap_or(0);
            let is_off = number == 4 && parts.next() == Some(0);
            if matches!(number, 38 | 48 | 58) && !field.contains(&b':') {
                // A colour takes the numbers after it.
                let more = match fields.next() {
                    Some(b"5") => 1,
                    Some(b"2") => 3,
                    _ => 0,
                };
                fields.by_ref().take(more).for_each(drop);
            }
            match aspect(number) {
                _ if number == 0 => self.rendition = 0,
                Some((bit, true)) if !is_off => self.rendition |= 1 << bit,
                Some((bit, _)) => self.rendition &= !(1 << bit),
                None => {}
            }
        }
    }
}

impl Keyboard {
    fn reset(self, out: &mut Vec<u8>) {
        if self.pushed > 0 {
            out.extend_from_slice(format!("\x1b[<{}u", self.pushed).as_bytes());
        }
        if self.is_set {
            out.extend_from_slice(b"\x1b[=0u");
        }
    }
}

/// Which aspect an SGR parameter is about, and whether it departs from the default.
fn aspect(number: u16) -> Option<(u8, bool)> {
    Some(match number {
        1 | 2 => (0, true),
        22 => (0, false),
        3 | 20 => (1, true),
        23 => (1, false),
        4 | 21 => (2, true),
        24 => (2, false),
        5 | 6 => (3, true),
        25 => (3, false),
        7 => (4, true),
        27 => (4, false),
        8 => (5, true),
        28 => (5, false),
        9 => (6, true),
        29 => (6, false),
        11..=19 => (7, true),
        10 => (7, false),
        30..=38 | 90..=97 => (8, true),
        39 => (8, false),
        40..=48 | 100..=107 => (9, true),
        49 => (9, false),
        51 | 52 => (10, true),
        54 => (10, false),
        53 => (11, true),
        55 => (11, false),
        58 => (12, true),
        59 => (12, false),
        _ => return None,
    })
}

/// The parameters of a sequence; one that is left out counts as 0.
fn numbers(parameters: &[u8]) -> impl Iterator<Item = u16> {
    numbers_between(parameters, b';')
}

fn numbers_between(parameters: &[u8], separator: u8) -> impl Iterator<Item = u16> {
    parameters
        .split(move |byte| *byte == separator)
        .map(|digits| {
            digits
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .fold(0_u16, |number, digit| {
                    number
                        .saturating_mul(10)
                        .saturating_add(u16::from(digit - b'0'))
                })
        })
}

#[cfg(test)]
mod tests;
