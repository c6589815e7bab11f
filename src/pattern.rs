//! Pattern matching notation (XCU 2.14): `*`, `?`, bracket expressions. No file system.
//!
//! A [`Pattern`] is the bytes of a word in which a backslash stands before what was quoted, and is matched as it is: nothing is
//! compiled, nothing allocated.

mod bracket;

use crate::character::Characters;
use bracket::bracket;

/// A pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'p> {
    /// What follows a `\\` in it stands for itself.
    text: &'p [u8],
    characters: Characters,
}

/// Adds `text` to that of a pattern so that every byte of it stands for itself.
pub fn push_quoted(pattern: &mut Vec<u8>, text: &[u8]) {
    for byte in text {
        if matches!(
            byte,
            b'*' | b'?' | b'[' | b']' | b'\\' | b'!' | b'^' | b'-' | b':' | b'.' | b'='
        ) {
            pattern.push(b'\\');
        }
        pattern.push(*byte);
    }
}

impl<'p> Pattern<'p> {
    /// The pattern that `text` is, for texts of such `characters`.
    pub fn new(text: &'p [u8], characters: Characters) -> Pattern<'p> {
        Pattern { text, characters }
    }

    /// Whether the whole of `text` matches. The time is at most the product of both lengths.
    pub fn matches(self, text: &[u8]) -> bool {
        let pattern = self.text;
        let (mut at, mut place) = (0, 0);
        // Where to go on if what follows the last `*` fails: let the star take one character more.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            match pattern.get(at) {
                Some(b'*') => {
                    at += 1;
                    if at == pattern.len() {
                        return true;
                    }
                    retry = Some((at, place));
                    continue;
                }
                Some(_) => {
                    if let Some((behind, taken)) = self.one(at, &text[place..]) {
                        (at, place) = (behind, place + taken);
                        continue;
                    }
                }
                None if place == text.len() => return true,
                None => {}
            }
            match retry {
                Some((behind_star, from)) if from < text.len() => {
                    let from = from + self.characters.first(&text[from..]).1;
                    retry = Some((behind_star, from));
                    (at, place) = (behind_star, from);
                }
                _ => return false,
            }
        }
    }

    /// Length in bytes of the shortest or longest prefix of `text` that matches.
    pub fn prefix(self, text: &[u8], longest: bool) -> Option<usize> {
        if !self.may_begin(text.first()) {
            return None;
        }
        let last = self.last_byte();
        let matches = |end: &usize| {
            let prefix = &text[..*end];
            last.is_none_or(|last| prefix.last() == Some(&last)) && self.matches(prefix)
        };
        self.find(text, longest, matches)
    }

    /// Length in bytes of the shortest or longest suffix of `text` that matches.
    pub fn suffix(self, text: &[u8], longest: bool) -> Option<usize> {
        if !self.may_end(text.last()) {
            return None;
        }
        let first = self.first_byte();
        let matches = |start: &usize| {
            let suffix = &text[*start..];
            first.is_none_or(|first| suffix.first() == Some(&first)) && self.matches(suffix)
        };
        self.find(text, !longest, matches)
            .map(|start| text.len() - start)
    }

    /// Whether the pattern begins with a period that stands for itself, which is what matches a leading period in pathname
    /// expansion (XCU 2.14.3).
    pub fn begins_with_period(self) -> bool {
        matches!(self.text, [b'.', ..] | [b'\\', b'.', ..])
    }

    /// Whether a match, which is not empty if the pattern says how it begins, can begin with this byte.
    fn may_begin(self, first: Option<&u8>) -> bool {
        self.first_byte().is_none_or(|byte| first == Some(&byte))
    }

    /// As [`Pattern::may_begin`], for its end.
    fn may_end(self, last: Option<&u8>) -> bool {
        self.last_byte().is_none_or(|byte| last == Some(&byte))
    }

    /// The byte that every match begins with, if there is one and it is easily seen.
    fn first_byte(self) -> Option<u8> {
        match self.text {
            [] | [b'*' | b'?' | b'[' | b'\\', ..] => None,
            [byte, ..] => Some(*byte),
        }
    }

    /// The byte that every match ends with, if there is one and it is easily seen.
    fn last_byte(self) -> Option<u8> {
        match self.text {
            [] | [.., b'*' | b'?' | b']'] => None,
            [.., b'\\', _] => None,
            [.., byte] => Some(*byte),
        }
    }

    /// The least (or greatest, if `from_end`) offset of a character of `text`, or its length, for which `holds`.
    fn find(self, text: &[u8], from_end: bool, holds: impl Fn(&usize) -> bool) -> Option<usize> {
        if self.characters.are_bytes(text) {
            let mut offsets = 0..=text.len();
            return if from_end {
                offsets.rfind(holds)
            } else {
                offsets.find(holds)
            };
        }
        let mut offsets = vec![0];
        let mut at = 0;
        while at < text.len() {
            at += self.characters.first(&text[at..]).1;
            offsets.push(at);
        }
        if from_end {
            offsets.reverse();
        }
        offsets.into_iter().find(holds)
    }

    /// Matches what stands at `at` of the pattern, no `*`, with the start of `text`: where the pattern goes on, and how many
    /// bytes of the text are taken.
    fn one(self, at: usize, text: &[u8]) -> Option<(usize, usize)> {
        let (pattern, characters) = (self.text, self.characters);
        let first = *text.first()?;
        match pattern[at] {
            b'?' => Some((at + 1, characters.first(text).1)),
            b'[' => {
                let (subject, length) = characters.first(text);
                match bracket(&pattern[at + 1..], subject, characters) {
                    Some((true, taken)) => Some((at + 1 + taken, length)),
                    Some((false, _)) => None,
                    // It is never closed, so it stands for itself.
                    None => (first == b'[').then_some((at + 1, 1)),
                }
            }
            b'\\' => match pattern.get(at + 1) {
                Some(byte) => (*byte == first).then_some((at + 2, 1)),
                None => (first == b'\\').then_some((at + 1, 1)),
            },
            byte => (byte == first).then_some((at + 1, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        assert_eq!(
            Pattern::new(pattern.as_bytes(), Characters::Utf8).matches(text.as_bytes()),
            expected,
            "{pattern} against {text}"
        );
    }

    #[test]
    fn stars_and_question_marks() {
        check("*.log", "app.log", true);
        check("*.log", "app.log.1", false);
        check("a*b*c", "aXbYbZc", true);
        check("?", "é", true);
        check("??", "é", false);
        check("*", "", true);
    }

    #[test]
    fn bracket_expressions() {
        check("[a-c]x", "bx", true);
        check("[!a-c]x", "bx", false);
        check("[]x]", "]", true);
        check("[[:digit:]]*", "7up", true);
        check("[a", "[a", true);
        check("[a-]", "-", true);
    }

    #[test]
    fn collating_symbols_and_equivalence_classes_are_characters() {
        check("[[.-.]]", "-", true);
        check("[[.a.]-c]", "b", true);
        check("[[=a=]b]", "a", true);
        check("[![=a=]]", "a", false);
    }

    #[test]
    fn a_star_takes_whole_characters() {
        check("*??", "€", false);
        check("*?", "€", true);
        check("*€", "a€", true);
    }

    #[test]
    fn quoted_characters_stand_for_themselves() {
        let mut text = Vec::new();
        push_quoted(&mut text, b"*[a-c]");
        let literal = Pattern::new(&text, Characters::Utf8);
        assert!(literal.matches(b"*[a-c]"));
        assert!(!literal.matches(b"xb"));
        check("[a\\-c]", "b", false);
        check("[\\]a]", "]", true);
        check("a\\", "a\\", true);
    }

    #[test]
    fn prefixes_and_suffixes_shortest_and_longest() {
        let pattern = Pattern::new(b"*/", Characters::Utf8);
        assert_eq!(pattern.prefix(b"a/b/c", false), Some(2));
        assert_eq!(pattern.prefix(b"a/b/c", true), Some(4));
        let pattern = Pattern::new(b".*", Characters::Utf8);
        assert_eq!(pattern.suffix(b"a.tar.gz", false), Some(3));
        assert_eq!(pattern.suffix(b"a.tar.gz", true), Some(7));
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_one_character() {
        assert!(Pattern::new(b"?\xff", Characters::Utf8).matches(b"a\xff"));
        assert!(!Pattern::new(b"\xfe", Characters::Utf8).matches(b"\xff"));
    }

    #[test]
    fn where_characters_are_bytes_two_of_them_are_not_one() {
        let bytes = |pattern: &'static str| Pattern::new(pattern.as_bytes(), Characters::Bytes);
        assert!(!bytes("?").matches("é".as_bytes()));
        assert!(bytes("??").matches("é".as_bytes()));
        assert!(bytes("[é][é]").matches("é".as_bytes()));
        assert!(!bytes("[[:print:]][[:print:]]").matches("é".as_bytes()));
        assert_eq!(bytes("?").prefix("é".as_bytes(), false), Some(1));
    }
}
