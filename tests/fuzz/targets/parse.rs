//! Any bytes at all are parsed, and everything that must hold of the result is checked.
#![no_main]

#[path = "../../common/parsing.rs"]
mod parsing;

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    parsing::examine(text);
});
