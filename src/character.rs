//! What a character is: a byte, or what UTF-8 says. The locale decides (XBD 8.2, the category `LC_CTYPE`).

/// The characters of a locale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Characters {
    /// Every byte is one, as in the POSIX locale.
    #[default]
    Bytes,
    /// Those of UTF-8; a byte that is not UTF-8 is a character of its own.
    Utf8,
}

/// The variables that name the locale of the characters: the first that is set and not empty counts (XBD 8.2).
pub const LOCALE_VARIABLES: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// Where the characters begin that stand for a byte alone: in the last private range, so that they equal nothing else.
const ALONE: u32 = 0x10_FF00;

impl Characters {
    /// Those of the locale that the environment names, in which a variable has this `value`.
    pub fn of_locale<V: AsRef<[u8]>>(value: impl Fn(&str) -> Option<V>) -> Characters {
        let names = LOCALE_VARIABLES.into_iter().filter_map(value);
        let locale = names.into_iter().find(|locale| !locale.as_ref().is_empty());
        match locale.is_some_and(|locale| is_utf8(locale.as_ref())) {
            true => Characters::Utf8,
            false => Characters::Bytes,
        }
    }

    /// The first character of `text`, which is not empty, and its length in bytes. A byte alone, if it is not ASCII, becomes a
    /// character that equals itself and nothing else.
    pub fn first(self, text: &[u8]) -> (char, usize) {
        let first = text[0];
        if first.is_ascii() {
            return (char::from(first), 1);
        }
        let wide = match self {
            Characters::Bytes => None,
            Characters::Utf8 => wide(text),
        };
        match wide {
            Some(character) => (character, character.len_utf8()),
            None => {
                let alone = char::from_u32(ALONE + u32::from(first));
                (alone.unwrap_or(char::REPLACEMENT_CHARACTER), 1)
            }
        }
    }

    /// How many characters `text` has.
    pub fn count(self, text: &[u8]) -> usize {
        if self == Characters::Bytes || text.is_ascii() {
            return text.len();
        }
        let count = |chunk: std::str::Utf8Chunk<'_>| {
            // What is invalid is not one character but as many as it has bytes.
            chunk.valid().chars().count() + chunk.invalid().len()
        };
        text.utf8_chunks().map(count).sum()
    }

    /// Whether every byte of `text` is a character of its own.
    pub fn are_bytes(self, text: &[u8]) -> bool {
        self == Characters::Bytes || text.is_ascii()
    }
}

/// The byte that `character`, made by [`Characters::first`], stands for if it is none of UTF-8.
pub fn alone(character: char) -> Option<u8> {
    u8::try_from(u32::from(character).checked_sub(ALONE)?).ok()
}

/// The character of UTF-8 that `text` begins with.
fn wide(text: &[u8]) -> Option<char> {
    let start = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(start) {
        Ok(valid) => valid,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default(),
    };
    valid.chars().next()
}

/// Whether the codeset of the locale with this name, as in `language_territory.codeset@modifier`, is UTF-8.
fn is_utf8(locale: &[u8]) -> bool {
    let end = locale.iter().position(|byte| *byte == b'@');
    let name = &locale[..end.unwrap_or(locale.len())];
    let codeset = name.rsplit(|byte| *byte == b'.').next().unwrap_or(name);
    codeset.eq_ignore_ascii_case(b"utf-8") || codeset.eq_ignore_ascii_case(b"utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(environment: &[(&str, &str)], expected: Characters) {
        let value = |wanted: &str| {
            let found = environment.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.as_bytes())
        };
        assert_eq!(Characters::of_locale(value), expected, "{environment:?}");
    }

    #[test]
    fn the_first_variable_that_is_not_empty_names_the_locale() {
        check(&[], Characters::Bytes);
        check(&[("LANG", "en_GB.UTF-8")], Characters::Utf8);
        check(&[("LANG", "C.UTF-8"), ("LC_CTYPE", "C")], Characters::Bytes);
        check(&[("LANG", "C"), ("LC_ALL", "C.utf8")], Characters::Utf8);
        check(&[("LC_ALL", ""), ("LC_CTYPE", "C.UTF-8")], Characters::Utf8);
    }

    #[test]
    fn the_codeset_is_a_part_of_the_name() {
        check(&[("LANG", "de_DE.utf8@euro")], Characters::Utf8);
        check(&[("LANG", "de_DE.ISO-8859-15@euro")], Characters::Bytes);
        check(&[("LANG", "de_DE")], Characters::Bytes);
        check(&[("LANG", "POSIX")], Characters::Bytes);
    }

    #[test]
    fn a_character_is_a_byte_or_several() {
        assert_eq!(Characters::Utf8.first("éa".as_bytes()), ('é', 2));
        assert_eq!(Characters::Bytes.first("éa".as_bytes()).1, 1);
        assert_eq!(Characters::Utf8.first(b"\xffa").1, 1);
        assert_eq!(alone(Characters::Utf8.first(b"\xffa").0), Some(0xff));
        assert_eq!(Characters::Utf8.count("é\u{20ac}a".as_bytes()), 3);
        assert_eq!(Characters::Bytes.count("é\u{20ac}a".as_bytes()), 6);
        assert_eq!(Characters::Utf8.count(b"\xc3\xff"), 2);
    }
}
