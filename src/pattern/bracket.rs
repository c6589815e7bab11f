//! Bracket expressions (XCU 2.14.1, XBD 9.3.5): ranges, classes, collating symbols, equivalence classes.

use crate::character::{Characters, alone};

/// Whether `subject` matches the bracket expression whose text behind the `[` begins `pattern`, and how many bytes that text
/// has; `None` if it is not closed, and the `[` is ordinary.
pub fn bracket(pattern: &[u8], subject: char, characters: Characters) -> Option<(bool, usize)> {
    let negated = matches!(pattern.first(), Some(b'!' | b'^'));
    let first = usize::from(negated);
    let mut at = first;
    let mut found = false;
    loop {
        match pattern.get(at)? {
            b']' if at > first => return Some((found != negated, at + 1)),
            b'[' if pattern.get(at + 1) == Some(&b':') => {
                if let Some((class, length)) = class(&pattern[at + 2..]) {
                    found |= alone(subject).is_none() && class(subject);
                    at += 2 + length;
                    continue;
                }
            }
            _ => {}
        }
        let (low, length) = member(&pattern[at..], characters)?;
        at += length;
        let is_range = matches!(&pattern[at..], [b'-', next, ..] if *next != b']');
        if is_range {
            let (high, length) = member(&pattern[at + 1..], characters)?;
            at += 1 + length;
            found |= (low..=high).contains(&subject);
        } else {
            found |= low == subject;
        }
    }
}

/// One character of a bracket expression: as it is, behind a `\\`, or as `[.x.]` or `[=x=]`; and the length of that in bytes.
fn member(pattern: &[u8], characters: Characters) -> Option<(char, usize)> {
    match pattern {
        [] => None,
        [b'\\', rest @ ..] if !rest.is_empty() => {
            let (character, length) = characters.first(rest);
            Some((character, length + 1))
        }
        [b'[', kind @ (b'.' | b'='), rest @ ..] if !rest.is_empty() => {
            let (named, length) = characters.first(rest);
            if rest[length..].starts_with(&[*kind, b']']) {
                Some((named, length + 4))
            } else {
                Some(('[', 1))
            }
        }
        _ => Some(characters.first(pattern)),
    }
}

/// Whether a character is of a class. One that is a byte alone is of none.
type Class = fn(char) -> bool;

/// A class behind its `[:`, and its length with the `:]`.
fn class(pattern: &[u8]) -> Option<(Class, usize)> {
    let end = pattern.windows(2).position(|pair| pair == b":]")?;
    let class: Class = match &pattern[..end] {
        b"alnum" => char::is_alphanumeric,
        b"alpha" => char::is_alphabetic,
        b"blank" => |character| matches!(character, ' ' | '\t'),
        b"cntrl" => char::is_control,
        b"digit" => |character| character.is_ascii_digit(),
        b"graph" => |character| !character.is_control() && !character.is_whitespace(),
        b"lower" => char::is_lowercase,
        b"print" => |character| !character.is_control(),
        b"punct" => |character| character.is_ascii_punctuation(),
        b"space" => char::is_whitespace,
        b"upper" => char::is_uppercase,
        b"xdigit" => |character| character.is_ascii_hexdigit(),
        _ => return None,
    };
    Some((class, end + 2))
}
