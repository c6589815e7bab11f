//! The numbers among the arguments of `printf`: C constants, or the value of a character behind a quote.

use crate::character::{Characters, alone};

/// Something wrong with an argument, which was converted as far as it could be.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The argument.
    pub argument: Vec<u8>,
    /// What is wrong with it.
    pub what: &'static str,
}

/// An integer of any size, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integer {
    negative: bool,
    /// The largest value there is stands for all that are larger.
    magnitude: u128,
}

impl Integer {
    /// As a signed number; one that does not fit becomes the nearest that does.
    pub fn signed(self, complaints: &mut Vec<Complaint>, text: &[u8]) -> i64 {
        let limit = match self.negative {
            true => i64::MIN.unsigned_abs(),
            false => i64::MAX.unsigned_abs(),
        };
        let magnitude = within(self.magnitude, limit, complaints, text);
        match self.negative {
            true => 0_i64.wrapping_sub_unsigned(magnitude),
            false => 0_i64.wrapping_add_unsigned(magnitude),
        }
    }

    /// As an unsigned number; a negative one wraps round as in C.
    pub fn unsigned(self, complaints: &mut Vec<Complaint>, text: &[u8]) -> u64 {
        let magnitude = within(self.magnitude, u64::MAX, complaints, text);
        match self.negative {
            true if self.magnitude <= u128::from(u64::MAX) => magnitude.wrapping_neg(),
            _ => magnitude,
        }
    }
}

fn within(magnitude: u128, limit: u64, complaints: &mut Vec<Complaint>, text: &[u8]) -> u64 {
    u64::try_from(magnitude)
        .ok()
        .filter(|magnitude| *magnitude <= limit)
        .unwrap_or_else(|| {
            complaints.push(Complaint {
                argument: text.to_vec(),
                what: "out of range",
            });
            limit
        })
}

/// Reads an integer: decimal, octal behind `0`, hexadecimal behind `0x`.
pub fn integer(text: &[u8], characters: Characters) -> (Integer, Option<Complaint>) {
    if let Some(magnitude) = character(text, characters) {
        let magnitude = u128::from(magnitude);
        let negative = false;
        return (
            Integer {
                negative,
                magnitude,
            },
            None,
        );
    }
    let (negative, unsigned) = split_sign(text);
    let (radix, digits) = match unsigned {
        [b'0', b'x' | b'X', rest @ ..] => (16, rest),
        // The zero itself is a digit.
        [b'0', ..] => (8, unsigned),
        _ => (10, unsigned),
    };
    let value = |byte: &u8| char::from(*byte).to_digit(radix);
    let mut magnitude: u128 = 0;
    let mut count = 0;
    for digit in digits.iter().map_while(value) {
        magnitude = magnitude
            .saturating_mul(u128::from(radix))
            .saturating_add(u128::from(digit));
        count += 1;
    }
    let integer = Integer {
        negative,
        magnitude,
    };
    (
        integer,
        remainder(text, count == 0 && radix != 16, digits.len() - count, count),
    )
}

/// Reads a number with a fraction: decimal or hexadecimal, `inf`, `nan`.
pub fn float(text: &[u8], characters: Characters) -> (f64, Option<Complaint>) {
    if let Some(value) = character(text, characters) {
        return (f64::from(value), None);
    }
    let (negative, unsigned) = split_sign(text);
    let (value, length) = match unsigned {
        [b'0', b'x' | b'X', rest @ ..] => {
            let (value, length) = hexadecimal(rest);
            (value, length + 2)
        }
        _ => word(unsigned).unwrap_or_else(|| decimal(unsigned)),
    };
    let value = if negative { -value } else { value };
    (
        value,
        remainder(text, length == 0, unsigned.len() - length, length),
    )
}

/// What to say if something of `text`, perhaps all of it, was no number. An empty argument counts as 0.
fn remainder(text: &[u8], nothing: bool, left: usize, used: usize) -> Option<Complaint> {
    let what = match (nothing, left) {
        _ if text.is_empty() => return None,
        (false, 0) if used > 0 => return None,
        (true, _) => "a number expected",
        _ => "not completely converted",
    };
    let argument = text.to_vec();
    Some(Complaint { argument, what })
}

/// The value of the character behind a leading quote.
fn character(text: &[u8], characters: Characters) -> Option<u32> {
    let [b'\'' | b'"', rest @ ..] = text else {
        return None;
    };
    if rest.is_empty() {
        return Some(0);
    }
    let (first, _) = characters.first(rest);
    Some(alone(first).map_or(u32::from(first), u32::from))
}

/// Whether a minus stands before the number, and what follows the sign.
fn split_sign(text: &[u8]) -> (bool, &[u8]) {
    match text.trim_ascii_start() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    }
}

/// `inf`, `infinity` and `nan`, in either case, and their lengths.
fn word(text: &[u8]) -> Option<(f64, usize)> {
    let begins = |word: &str| {
        let start = text.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    let words = [
        ("infinity", f64::INFINITY),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    let found = words.into_iter().find(|(word, _)| begins(word));
    found.map(|(word, value)| (value, word.len()))
}

/// The longest decimal number that `text` begins with, and its length.
fn decimal(text: &[u8]) -> (f64, usize) {
    let (length, digits) = mantissa(text, u8::is_ascii_digit);
    if digits == 0 {
        return (0.0, 0);
    }
    let length = length + exponent(&text[length..], b'e').1;
    let value = std::str::from_utf8(&text[..length]).ok();
    (
        value.and_then(|text| text.parse().ok()).unwrap_or(0.0),
        length,
    )
}

/// The same for hexadecimal digits and a binary exponent, behind `0x`.
fn hexadecimal(text: &[u8]) -> (f64, usize) {
    let (length, _) = mantissa(text, u8::is_ascii_hexdigit);
    let mut value = 0.0;
    let mut power: i32 = 0;
    let mut fraction = false;
    for byte in &text[..length] {
        match char::from(*byte).to_digit(16) {
            Some(digit) => {
                value = value * 16.0 + f64::from(digit);
                power -= if fraction { 4 } else { 0 };
            }
            None => fraction = true,
        }
    }
    let (exponent, more) = exponent(&text[length..], b'p');
    (
        value * 2_f64.powi(power.saturating_add(exponent)),
        length + more,
    )
}

/// The length of digits with at most one point among them, and how many digits they are.
fn mantissa(text: &[u8], is_digit: fn(&u8) -> bool) -> (usize, usize) {
    let count = |text: &[u8]| text.iter().take_while(|byte| is_digit(byte)).count();
    let whole = count(text);
    match text.get(whole) {
        Some(b'.') => {
            let part = count(&text[whole + 1..]);
            (whole + 1 + part, whole + part)
        }
        _ => (whole, whole),
    }
}

/// An exponent behind `letter`, and its length; it needs a digit.
fn exponent(text: &[u8], letter: u8) -> (i32, usize) {
    let [first, rest @ ..] = text else {
        return (0, 0);
    };
    if first.to_ascii_lowercase() != letter {
        return (0, 0);
    }
    let sign = usize::from(matches!(rest.first(), Some(b'+' | b'-')));
    let digits = rest[sign..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if digits == 0 {
        return (0, 0);
    }
    let text = std::str::from_utf8(&rest[sign..sign + digits]).unwrap_or_default();
    // More than this is infinity, or nothing, anyway.
    let value = text.parse().unwrap_or(99_999).min(99_999);
    (
        if rest[0] == b'-' { -value } else { value },
        1 + sign + digits,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: i64, complains: bool) {
        let (integer, complaint) = integer(text.as_bytes(), Characters::Utf8);
        let mut complaints: Vec<_> = complaint.into_iter().collect();
        let value = integer.signed(&mut complaints, text.as_bytes());
        assert_eq!(
            (value, !complaints.is_empty()),
            (expected, complains),
            "{text}"
        );
    }

    #[test]
    fn integers_are_constants_of_c() {
        check("10", 10, false);
        check("010", 8, false);
        check("0x1F", 31, false);
        check(" -7", -7, false);
        check("'a", 97, false);
        check("", 0, false);
        check("08", 0, true);
        check("3x", 3, true);
        check("x", 0, true);
        check("9223372036854775808", i64::MAX, true);
        check("-9223372036854775808", i64::MIN, false);
        check("-99999999999999999999", i64::MIN, true);
    }

    #[track_caller]
    fn check_float(text: &str, expected: f64, complains: bool) {
        let (value, complaint) = float(text.as_bytes(), Characters::Utf8);
        assert_eq!(
            (value, complaint.is_some()),
            (expected, complains),
            "{text}"
        );
    }

    #[test]
    fn fractions_are_read_as_far_as_they_go() {
        check_float("1.5", 1.5, false);
        check_float(".5e1", 5.0, false);
        check_float("1e", 1.0, true);
        check_float("-inf", f64::NEG_INFINITY, false);
        check_float("0x1.8p1", 3.0, false);
        check_float("abc", 0.0, true);
        check_float("", 0.0, false);
    }
}
