//! [`Screen`]: prompt and line on the terminal, over as many rows as they take.

use super::text::{Text, Unit};
use unicode_width::UnicodeWidthChar;

/// What is on the terminal of the line that is being edited.
#[derive(Debug)]
pub struct Screen {
    /// The terminal's width.
    columns: usize,
    /// Where the cursor is, counted from where the prompt begins.
    cursor: Place,
    /// Where what is shown ends.
    end: Place,
}

/// A cell: row and column, from 0. A column may be one too many: the cursor is then behind a full row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    row: usize,
    column: usize,
}

impl Place {
    /// Behind something `width` cells wide; what does not fit into the row stands in the next.
    fn advance(&mut self, width: usize, columns: usize) {
        if self.column + width > columns {
            self.row += 1;
            self.column = 0;
        }
        self.column += width;
    }

    fn new_line(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// The place where the next character stands.
    fn settled(self, columns: usize) -> Place {
        match self.column < columns {
            true => self,
            false => Place {
                row: self.row + 1,
                column: 0,
            },
        }
    }
}

impl Screen {
    /// A screen `columns` wide, on which nothing is shown yet.
    pub fn new(columns: usize) -> Screen {
        Screen {
            columns: columns.max(2),
            cursor: Place::default(),
            end: Place::default(),
        }
    }

    /// What brings the cursor to the start of a row: this one if it is there already, else the next.
    pub fn fresh_row(&self) -> Vec<u8> {
        // So many blanks fill the row behind a cursor at its start, and go over its end behind any other.
        let mut out = vec![b' '; self.columns - 1];
        out.push(b'\r');
        out
    }

    /// The terminal has become `columns` wide while `prompt` and `text` were shown; its rows were broken anew.
    pub fn resize(&mut self, columns: usize, prompt: &[u8], text: &Text) {
        self.columns = columns.max(2);
        let mut scratch = Vec::new();
        let mut place = Place::default();
        show_prompt(prompt, &mut place, self.columns, &mut scratch);
        for unit in &text.units[..text.at] {
            show_unit(*unit, &mut place, self.columns, &mut scratch);
        }
        self.cursor = place.settled(self.columns);
    }

    /// What takes everything shown off the terminal and leaves the cursor where the prompt began.
    pub fn erase(&mut self) -> Vec<u8> {
        let mut out = b"\r".to_vec();
        up(self.cursor.row, &mut out);
        out.extend_from_slice(b"\x1b[J");
        (self.cursor, self.end) = (Place::default(), Place::default());
        out
    }

    /// What clears the whole terminal.
    pub fn clear(&mut self) -> Vec<u8> {
        (self.cursor, self.end) = (Place::default(), Place::default());
        b"\x1b[H\x1b[2J".to_vec()
    }

    /// What shows `prompt` and `text` in place of what was shown.
    pub fn draw(&mut self, prompt: &[u8], text: &Text) -> Vec<u8> {
        let mut out = self.erase();
        let mut place = Place::default();
        let mut cursor = None;
        show_prompt(prompt, &mut place, self.columns, &mut out);
        for (index, unit) in text.units.iter().enumerate() {
            let before = place;
            show_unit(*unit, &mut place, self.columns, &mut out);
            if index == text.at {
                // A wide character may not have fitted behind the one before it.
                let width = width(*unit);
                cursor = Some(match place.row == before.row || width == 0 {
                    true => before.settled(self.columns),
                    false if *unit == Unit::Char('\n') => before.settled(self.columns),
                    false => Place {
                        row: place.row,
                        column: 0,
                    },
                });
            }
        }
        self.end = place.settled(self.columns);
        if self.end != place {
            // The terminal waits at the end of a full row; the cursor is to be on the next. A blank goes over the end as text
            // does, so that the rows stay one line when the terminal becomes wider or narrower.
            out.extend_from_slice(b" \r\x1b[K");
        }
        self.cursor = self.end;
        self.go_to(cursor.unwrap_or(self.end), &mut out);
        out
    }

    /// What shows `unit`, which was put behind everything else; `None` if that takes more than writing it.
    pub fn append(&mut self, unit: Unit) -> Option<Vec<u8>> {
        let narrow = width(unit) > 0 && self.end.column + width(unit) < self.columns;
        if self.cursor != self.end || !narrow || unit == Unit::Char('\n') {
            return None;
        }
        let mut out = Vec::new();
        show_unit(unit, &mut self.end, self.columns, &mut out);
        self.cursor = self.end;
        Some(out)
    }

    /// What brings the cursor behind everything shown.
    pub fn leave(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        self.go_to(self.end, &mut out);
        out
    }

    fn go_to(&mut self, place: Place, out: &mut Vec<u8>) {
        up(self.cursor.row.saturating_sub(place.row), out);
        if place.row > self.cursor.row {
            out.extend_from_slice(format!("\x1b[{}B", place.row - self.cursor.row).as_bytes());
        }
        out.push(b'\r');
        if place.column > 0 {
            out.extend_from_slice(format!("\x1b[{}C", place.column).as_bytes());
        }
        self.cursor = place;
    }
}

fn up(rows: usize, out: &mut Vec<u8>) {
    if rows > 0 {
        out.extend_from_slice(format!("\x1b[{rows}A").as_bytes());
    }
}

/// How many cells `unit` takes.
fn width(unit: Unit) -> usize {
    match unit {
        Unit::Char(letter) if letter.is_control() => 2,
        Unit::Char(letter) => letter.width().unwrap_or(0),
        Unit::Byte(_) => 4,
    }
}

fn show_unit(unit: Unit, place: &mut Place, columns: usize, out: &mut Vec<u8>) {
    match unit {
        Unit::Char('\n') => {
            place.new_line();
            return out.extend_from_slice(b"\r\n");
        }
        Unit::Char(letter) if letter.is_ascii_control() => {
            out.extend_from_slice(&[b'^', letter as u8 ^ 0x40]);
        }
        // The controls above 127: no terminal is to see them.
        Unit::Char(letter) if letter.is_control() => out.extend_from_slice(b"^?"),
        Unit::Char(letter) => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        Unit::Byte(byte) => out.extend_from_slice(format!("\\{byte:03o}").as_bytes()),
    }
    place.advance(width(unit), columns);
}

/// Shows a prompt as it is: what it says to the terminal takes no cells.
fn show_prompt(prompt: &[u8], place: &mut Place, columns: usize, out: &mut Vec<u8>) {
    let mut rest = prompt;
    while let Some(first) = rest.first() {
        let length = match first {
            b'\n' => {
                place.new_line();
                out.push(b'\r');
                1
            }
            b'\r' => {
                place.column = 0;
                1
            }
            0x1b => escape_length(rest),
            byte if byte.is_ascii_control() => 1,
            _ => {
                let letter = rest
                    .utf8_chunks()
                    .next()
                    .and_then(|chunk| chunk.valid().chars().next());
                let (width, length) = letter.map_or((1, 1), |letter| {
                    (letter.width().unwrap_or(0), letter.len_utf8())
                });
                place.advance(width, columns);
                length
            }
        };
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
    }
}

/// How long the control sequence or string is that `text` begins with.
fn escape_length(text: &[u8]) -> usize {
    let end = match text.get(1) {
        Some(b'[') => text[2..]
            .iter()
            .position(|byte| matches!(byte, 0x40..=0x7e))
            .map(|at| at + 3),
        Some(b']') => {
            let bell = text.iter().position(|byte| *byte == 0x07).map(|at| at + 1);
            let end = text.windows(2).skip(1).position(|pair| pair == b"\x1b\\");
            match (bell, end.map(|at| at + 3)) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            }
        }
        _ => Some(2),
    };
    end.unwrap_or(text.len()).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: usize, prompt: &[u8], text: &str, at: usize, cursor: (usize, usize)) {
        let mut screen = Screen::new(columns);
        let mut text = Text::new(text.as_bytes());
        text.at = at;
        screen.draw(prompt, &text);
        let Place { row, column } = screen.cursor;
        assert_eq!((row, column), cursor, "{text:?}");
    }

    #[test]
    fn the_cursor_is_where_the_character_stands() {
        check(10, b"$ ", "", 0, (0, 2));
        check(10, b"$ ", "12345678", 8, (1, 0));
        check(10, b"$ ", "12345678", 7, (0, 9));
        check(10, b"$ ", "123456789", 8, (1, 0));
        check(10, b"$ ", "a\nb", 1, (0, 3));
        check(10, b"$ ", "a\nb", 2, (1, 0));
        // Two cells wide, and one is left.
        check(10, b"$ ", "1234567\u{4e2d}", 7, (1, 0));
        check(10, b"\x1b[1m$\x1b[0m ", "x", 1, (0, 3));
        check(10, b"\x1b]0;title\x07$ ", "x", 1, (0, 3));
        check(10, b"two\n$ ", "x", 1, (1, 3));
    }
}
