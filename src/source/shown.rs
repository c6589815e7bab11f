//! How the characters of a text are shown to a person: none that is there and cannot be seen, or looks like another, goes by
//! unseen.

/// A character that cannot be told from another, or from none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// What it is called.
    pub name: &'static str,
    /// Whether it looks like a blank; else it looks like nothing.
    pub like_blank: bool,
}

/// First and last of each kind, its name, whether it looks like a blank.
const HIDDEN: &[(u32, u32, &str, bool)] = &[
    (0x00A0, 0x00A0, "a no-break space", true),
    (0x00AD, 0x00AD, "a soft hyphen", false),
    (0x034F, 0x034F, "a combining grapheme joiner", false),
    (0x061C, 0x061C, "a mark of the direction of writing", false),
    (0x1680, 0x1680, "a space of print", true),
    (0x180E, 0x180E, "a vowel separator", false),
    (0x2000, 0x200A, "a space of print", true),
    (0x200B, 0x200B, "a zero-width space", false),
    (0x200C, 0x200C, "a zero-width non-joiner", false),
    (0x200E, 0x200F, "a mark of the direction of writing", false),
    (0x2028, 0x2028, "a line separator", true),
    (0x2029, 0x2029, "a paragraph separator", true),
    (0x202A, 0x202E, "a mark of the direction of writing", false),
    (0x202F, 0x202F, "a narrow no-break space", true),
    (0x205F, 0x205F, "a space of print", true),
    (0x2060, 0x2064, "a word joiner", false),
    (0x2066, 0x2069, "a mark of the direction of writing", false),
    (0x3000, 0x3000, "an ideographic space", true),
    (0xFEFF, 0xFEFF, "a byte order mark", false),
];

/// What is to be known of a character that hides.
pub fn hidden(character: char) -> Option<Hidden> {
    let number = u32::from(character);
    let found = HIDDEN
        .iter()
        .find(|(first, last, ..)| (*first..=*last).contains(&number));
    found.map(|(_, _, name, like_blank)| Hidden {
        name,
        like_blank: *like_blank,
    })
}

/// A character that cannot be shown as it is, spelt: `\x0d`, `\u00a0`.
pub fn spelt(character: char) -> Option<String> {
    let number = u32::from(character);
    match character {
        control if control.is_control() => Some(format!("\\x{number:02x}")),
        other => hidden(other).map(|_| format!("\\u{number:04x}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelt() {
        assert_eq!(spelt('\r').as_deref(), Some("\\x0d"));
        assert_eq!(spelt('\u{a0}').as_deref(), Some("\\u00a0"));
        assert_eq!(spelt('\u{200b}').as_deref(), Some("\\u200b"));
        assert_eq!(spelt('é'), None);
        assert_eq!(spelt(' '), None);
        assert_eq!(hidden('\u{3000}').map(|one| one.like_blank), Some(true));
    }
}
