//! Characters that no lesson's file may have: a terminal acts upon them, or they make a line look like another one.

use super::error::{LessonError, SourceFile};

/// Each line with such a character. Where one is meant to be typed or printed, an escape of TOML or of the shell stands for it.
pub(super) fn faults(file: &SourceFile) -> Vec<LessonError> {
    let mut faults = Vec::new();
    let mut offset = 0;
    for line in file.text.split_inclusive('\n') {
        if let Some((at, found)) = line.char_indices().find(|(_, c)| is_unseen(*c)) {
            let found = format!(
                "the character U+{:04X}, which cannot be seen",
                u32::from(found)
            );
            let expected = "none that steers a terminal; write an escape where it is meant";
            faults.push(file.unexpected(offset + at, found, expected));
        }
        offset += line.len();
    }
    faults
}

/// A control character other than the newline and the tab, a mark that turns the direction of writing, or one without a width.
fn is_unseen(character: char) -> bool {
    let is_mark = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    is_mark || (character.is_control() && !matches!(character, '\n' | '\t'))
}
