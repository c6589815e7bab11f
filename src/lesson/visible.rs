//! Text with its invisible characters made visible, so that no two different strings look alike.
//!
//! | in the text | with [`Marks::Unicode`] | with [`Marks::Ascii`] |
//! | --- | --- | --- |
//! | end of a line | `$` | `$` |
//! | end of the text without a newline | `<no newline>` | `<no newline>` |
//! | blank at the end of a line | `·` | `<blank>` |
//! | tab | `→` | `<tab>` |
//! | other control characters | `^X` | `^X` |
//! | bytes that are not UTF-8 | `\xNN` | `\xNN` |
//! | invisible or unusual blanks | `\u{NN}` | `\u{NN}` |
//! | nothing at all | `(nothing)` | `(nothing)` |

/// Which characters stand for what cannot be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// One character a mark, where the terminal has them.
    #[default]
    Unicode,
    /// Words in angle brackets.
    Ascii,
}

/// What stands for a text that is empty.
pub const NOTHING: &str = "(nothing)";

/// `bytes` with everything invisible marked; its lines stay lines, separated by `\n`, without a final one.
pub fn visible(bytes: &[u8], marks: Marks) -> String {
    if bytes.is_empty() {
        return NOTHING.to_owned();
    }
    let (body, end) = match bytes.strip_suffix(b"\n") {
        Some(body) => (body, "$"),
        None => (bytes, "<no newline>"),
    };
    let lines = body.split(|byte| *byte == b'\n');
    let lines: Vec<String> = lines.map(|line| visible_line(line, marks)).collect();
    lines.join("$\n") + end
}

/// One line of text, without its newline and without an end-of-line mark.
pub fn visible_line(line: &[u8], marks: Marks) -> String {
    let blanks = line.iter().rev().take_while(|byte| **byte == b' ').count();
    let mut shown = String::new();
    for chunk in line[..line.len() - blanks].utf8_chunks() {
        for character in chunk.valid().chars() {
            push_visible(&mut shown, character, marks);
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02X}"));
        }
    }
    let blank = match marks {
        Marks::Unicode => "·",
        Marks::Ascii => "<blank>",
    };
    shown + &blank.repeat(blanks)
}

fn push_visible(shown: &mut String, character: char, marks: Marks) {
    match (character, marks) {
        ('\t', Marks::Unicode) => shown.push('→'),
        ('\t', Marks::Ascii) => shown.push_str("<tab>"),
        ('\0'..='\x1f', _) => shown.extend(['^', char::from(character as u8 + 0x40)]),
        ('\x7f', _) => shown.push_str("^?"),
        _ if is_invisible(character) => shown.extend(character.escape_unicode()),
        _ => shown.push(character),
    }
}

/// Blanks other than the blank, control characters, and marks without width.
fn is_invisible(character: char) -> bool {
    let blank = character.is_whitespace() && character != ' ';
    let mark = matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    blank || mark || character.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], unicode: &str, ascii: &str) {
        assert_eq!(visible(bytes, Marks::Unicode), unicode);
        assert_eq!(visible(bytes, Marks::Ascii), ascii);
    }

    #[test]
    fn line_ends_and_a_missing_newline_are_marked() {
        check(b"ERROR disk full\n", "ERROR disk full$", "ERROR disk full$");
        check(
            b"one\n\ntwo",
            "one$\n$\ntwo<no newline>",
            "one$\n$\ntwo<no newline>",
        );
        check(b"\n", "$", "$");
        check(b"", "(nothing)", "(nothing)");
    }

    #[test]
    fn blanks_at_line_ends_and_tabs_are_marked() {
        check(b"a b  \n", "a b··$", "a b<blank><blank>$");
        check(b"a\tb\n", "a→b$", "a<tab>b$");
        check(b"  ", "··<no newline>", "<blank><blank><no newline>");
    }

    #[test]
    fn other_bytes_are_spelt_out() {
        check(b"a\r\n", "a^M$", "a^M$");
        check(b"\x1b[1m\x7f\n", "^[[1m^?$", "^[[1m^?$");
        check(b"\xff\n", "\\xFF$", "\\xFF$");
        check(
            "a\u{a0}b\u{200b}é\n".as_bytes(),
            "a\\u{a0}b\\u{200b}é$",
            "a\\u{a0}b\\u{200b}é$",
        );
    }
}
