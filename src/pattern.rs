//! Pattern matching notation (XCU 2.14): `*`, `?`, bracket expressions. No file system.
//!
//! A [`Pattern`] is compiled once from bytes of which some were quoted, and then matched against whole strings. Characters
//! are those of UTF-8; a byte that is not UTF-8 is a character of its own.

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    items: Vec<Item>,
}

/// One item of a pattern; all but `Star` match exactly one character.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Char(char),
    Any,
    Star,
    Bracket { negated: bool, ranges: Vec<Range> },
}

/// A member of a bracket expression.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Range {
    Chars(char, char),
    Class(Class),
}

/// The character classes of XBD 9.3.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Alnum,
    Alpha,
    Blank,
    Cntrl,
    Digit,
    Graph,
    Lower,
    Print,
    Punct,
    Space,
    Upper,
    XDigit,
}

impl Pattern {
    /// Compiles `text`; where `quoted` holds of a byte's index, that byte stands for itself.
    pub fn new(text: &[u8], quoted: impl Fn(usize) -> bool) -> Pattern {
        let source: Vec<(char, bool)> = characters(text)
            .map(|(at, character)| (character, quoted(at)))
            .collect();
        let mut items = Vec::with_capacity(source.len());
        let mut at = 0;
        while let Some((character, is_quoted)) = source.get(at) {
            at += 1;
            let item = match character {
                _ if *is_quoted => Item::Char(*character),
                '*' if items.last() == Some(&Item::Star) => continue,
                '*' => Item::Star,
                '?' => Item::Any,
                '[' => match bracket(&source[at..]) {
                    Some((item, length)) => {
                        at += length;
                        item
                    }
                    None => Item::Char('['),
                },
                '\\' => match source.get(at) {
                    Some((escaped, _)) => {
                        at += 1;
                        Item::Char(*escaped)
                    }
                    None => Item::Char('\\'),
                },
                _ => Item::Char(*character),
            };
            items.push(item);
        }
        Pattern { items }
    }

    /// Whether the whole of `text` matches.
    pub fn matches(&self, text: &[u8]) -> bool {
        let text: Vec<char> = characters(text).map(|(_, character)| character).collect();
        self.matches_characters(&text)
    }

    fn matches_characters(&self, text: &[char]) -> bool {
        let (mut item, mut at) = (0, 0);
        // Where to go on if what follows the last `*` fails: let the star take one character more.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            match self.items.get(item) {
                Some(Item::Star) => {
                    retry = Some((item, at));
                    item += 1;
                    continue;
                }
                Some(one)
                    if text
                        .get(at)
                        .is_some_and(|character| one.matches(*character)) =>
                {
                    item += 1;
                    at += 1;
                    continue;
                }
                None if at == text.len() => return true,
                _ => {}
            }
            match retry {
                Some((star, from)) if from < text.len() => {
                    retry = Some((star, from + 1));
                    (item, at) = (star + 1, from + 1);
                }
                _ => return false,
            }
        }
    }

    /// Length in bytes of the shortest or longest prefix of `text` that matches.
    pub fn prefix(&self, text: &[u8], longest: bool) -> Option<usize> {
        let mut ends: Vec<usize> = characters(text)
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        if longest {
            ends.reverse();
        }
        ends.into_iter().find(|end| self.matches(&text[..*end]))
    }

    /// Length in bytes of the shortest or longest suffix of `text` that matches.
    pub fn suffix(&self, text: &[u8], longest: bool) -> Option<usize> {
        let mut starts: Vec<usize> = characters(text)
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        if !longest {
            starts.reverse();
        }
        starts
            .into_iter()
            .find(|start| self.matches(&text[*start..]))
            .map(|start| text.len() - start)
    }

    /// Whether the first item can match a leading period, which pathname expansion asks to be explicit (XCU 2.14.3).
    pub fn begins_with_period(&self) -> bool {
        self.items.first() == Some(&Item::Char('.'))
    }
}

impl Item {
    fn matches(&self, character: char) -> bool {
        match self {
            Item::Char(own) => *own == character,
            Item::Any => true,
            Item::Star => false,
            Item::Bracket { negated, ranges } => {
                ranges.iter().any(|range| range.contains(character)) != *negated
            }
        }
    }
}

impl Range {
    fn contains(&self, character: char) -> bool {
        match self {
            Range::Chars(first, last) => (*first..=*last).contains(&character),
            Range::Class(class) => class.contains(character),
        }
    }
}

impl Class {
    fn from_name(name: &str) -> Option<Class> {
        Some(match name {
            "alnum" => Class::Alnum,
            "alpha" => Class::Alpha,
            "blank" => Class::Blank,
            "cntrl" => Class::Cntrl,
            "digit" => Class::Digit,
            "graph" => Class::Graph,
            "lower" => Class::Lower,
            "print" => Class::Print,
            "punct" => Class::Punct,
            "space" => Class::Space,
            "upper" => Class::Upper,
            "xdigit" => Class::XDigit,
            _ => return None,
        })
    }

    fn contains(self, character: char) -> bool {
        match self {
            Class::Alnum => character.is_alphanumeric(),
            Class::Alpha => character.is_alphabetic(),
            Class::Blank => matches!(character, ' ' | '\t'),
            Class::Cntrl => character.is_control(),
            Class::Digit => character.is_ascii_digit(),
            Class::Graph => !character.is_control() && !character.is_whitespace(),
            Class::Lower => character.is_lowercase(),
            Class::Print => !character.is_control(),
            Class::Punct => character.is_ascii_punctuation(),
            Class::Space => character.is_whitespace(),
            Class::Upper => character.is_uppercase(),
            Class::XDigit => character.is_ascii_hexdigit(),
        }
    }
}

/// A bracket expression behind its `[`, and how many characters it takes; `None` if it is not closed, and `[` is ordinary.
fn bracket(source: &[(char, bool)]) -> Option<(Item, usize)> {
    let mut at = 0;
    let plain = |at: usize, wanted: char| {
        source
            .get(at)
            .is_some_and(|(c, quoted)| *c == wanted && !quoted)
    };
    let negated = plain(at, '!') || plain(at, '^');
    at += usize::from(negated);
    let first = at;
    let mut ranges = Vec::new();
    loop {
        let (mut character, quoted) = *source.get(at)?;
        if character == ']' && !quoted && at > first {
            return Some((Item::Bracket { negated, ranges }, at + 1));
        }
        if character == '['
            && !quoted
            && plain(at + 1, ':')
            && let Some((class, length)) = class(&source[at + 2..])
        {
            ranges.push(Range::Class(class));
            at += 2 + length;
            continue;
        }
        if character == '\\' && !quoted {
            at += 1;
            character = source.get(at)?.0;
        }
        at += 1;
        let is_range = plain(at, '-') && source.get(at + 1).is_some() && !plain(at + 1, ']');
        let last = if is_range {
            at += 1;
            let (mut last, quoted) = source[at];
            if last == '\\' && !quoted {
                at += 1;
                last = source.get(at)?.0;
            }
            at += 1;
            last
        } else {
            character
        };
        ranges.push(Range::Chars(character, last));
    }
}

/// A class behind its `[:`, and its length with the `:]`.
fn class(source: &[(char, bool)]) -> Option<(Class, usize)> {
    let end = source
        .windows(2)
        .position(|pair| pair[0].0 == ':' && pair[1].0 == ']')?;
    let name: String = source[..end]
        .iter()
        .map(|(character, _)| *character)
        .collect();
    Some((Class::from_name(&name)?, end + 2))
}

/// The characters of `text` with their byte offsets. A byte that is not UTF-8 becomes a character in a private range, so
/// that it equals itself and nothing else.
fn characters(text: &[u8]) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut at = 0;
    text.utf8_chunks().flat_map(move |chunk| {
        let start = at;
        at += chunk.valid().len() + chunk.invalid().len();
        let invalid_start = start + chunk.valid().len();
        let invalid = chunk
            .invalid()
            .iter()
            .enumerate()
            .map(move |(offset, byte)| {
                let private = char::from_u32(0x10_FF00 + u32::from(*byte))
                    .unwrap_or(char::REPLACEMENT_CHARACTER);
                (invalid_start + offset, private)
            });
        chunk
            .valid()
            .char_indices()
            .map(move |(offset, character)| (start + offset, character))
            .chain(invalid)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        let compiled = Pattern::new(pattern.as_bytes(), |_| false);
        assert_eq!(
            compiled.matches(text.as_bytes()),
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
    fn quoted_characters_stand_for_themselves() {
        let literal = Pattern::new(b"*", |_| true);
        assert!(literal.matches(b"*"));
        assert!(!literal.matches(b"x"));
    }

    #[test]
    fn prefixes_and_suffixes_shortest_and_longest() {
        let pattern = Pattern::new(b"*/", |_| false);
        assert_eq!(pattern.prefix(b"a/b/c", false), Some(2));
        assert_eq!(pattern.prefix(b"a/b/c", true), Some(4));
        let pattern = Pattern::new(b".*", |_| false);
        assert_eq!(pattern.suffix(b"a.tar.gz", false), Some(3));
        assert_eq!(pattern.suffix(b"a.tar.gz", true), Some(7));
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_one_character() {
        assert!(Pattern::new(b"?\xff", |_| false).matches(b"a\xff"));
        assert!(!Pattern::new(b"\xfe", |_| false).matches(b"\xff"));
    }
}
