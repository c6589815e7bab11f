//! A pattern and a text, parted by a newline, are matched in every way, as bytes and as UTF-8; shortest and longest must agree
//! with one another.
#![no_main]

use shtutor::character::Characters;
use shtutor::pattern::{Pattern, push_quoted};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let end = input.iter().position(|byte| *byte == b'\n');
    let (pattern, text) = input.split_at(end.unwrap_or(input.len()));
    let text = text.strip_prefix(b"\n").unwrap_or(text);
    check(pattern, text, Characters::Bytes);
    check(pattern, text, Characters::Utf8);
});

fn check(pattern: &[u8], text: &[u8], characters: Characters) {
    let compiled = Pattern::new(pattern, characters);
    let whole = compiled.matches(text);
    for (short, long) in [
        (compiled.prefix(text, false), compiled.prefix(text, true)),
        (compiled.suffix(text, false), compiled.suffix(text, true)),
    ] {
        assert_eq!(short.is_some(), long.is_some());
        assert!(short <= long && long.unwrap_or(0) <= text.len());
        assert!(!whole || long == Some(text.len()));
    }
    if let Some(length) = compiled.prefix(text, true) {
        assert!(compiled.matches(&text[..length]));
    }
    if let Some(length) = compiled.suffix(text, true) {
        assert!(compiled.matches(&text[text.len() - length..]));
    }
    // What is quoted throughout stands for itself.
    let mut quoted = Vec::new();
    push_quoted(&mut quoted, text);
    assert!(Pattern::new(&quoted, characters).matches(text));
}
