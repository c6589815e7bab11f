//! The signs by which `test` compares: which there are, and whether a word is one.

use super::words;
use crate::syntax::ast::Word;

/// Those between texts. The standard has no `==`, many shells do.
const OF_TEXTS: [&str; 3] = ["!=", "==", "="];
/// Those between whole numbers.
const OF_NUMBERS: [&str; 6] = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"];

/// Every sign; one that is a part of another comes behind it.
pub fn all() -> impl Iterator<Item = &'static str> {
    OF_TEXTS.into_iter().chain(OF_NUMBERS)
}

/// Whether it compares texts.
pub fn compares_texts(sign: &str) -> bool {
    OF_TEXTS.contains(&sign)
}

/// Whether it compares numbers.
pub fn compares_numbers(sign: &str) -> bool {
    OF_NUMBERS.contains(&sign)
}

/// Whether it compares either.
pub fn compares(sign: &str) -> bool {
    compares_texts(sign) || compares_numbers(sign)
}

/// The sign that a word is, quoted or not.
pub fn of(word: &Word<'_>) -> Option<String> {
    words::literal(word).filter(|sign| compares(sign))
}

/// The same of one between texts.
pub fn of_texts(word: &Word<'_>) -> Option<String> {
    words::literal(word).filter(|sign| compares_texts(sign))
}

/// The same of one between numbers.
pub fn of_numbers(word: &Word<'_>) -> Option<String> {
    words::literal(word).filter(|sign| compares_numbers(sign))
}

/// The sign between numbers for one between texts.
pub fn of_number(sign: &str) -> &str {
    match portable(sign) {
        "=" => "-eq",
        "!=" => "-ne",
        other => other,
    }
}

/// How `test` spells a sign by which other languages compare numbers.
pub fn for_numbers(sign: &str) -> Option<&'static str> {
    Some(match sign {
        ">" => "-gt",
        "<" => "-lt",
        ">=" | "=>" | "≥" => "-ge",
        "<=" | "=<" | "≤" => "-le",
        _ => return None,
    })
}

/// The sign as every `test` knows it.
pub fn portable(sign: &str) -> &str {
    match sign {
        "==" => "=",
        other => other,
    }
}
