//! Operands of `test` and `[`, parted by NULs.
#![no_main]

#[path = "../running.rs"]
mod running;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    running::run(
        b"test \"$@\"; [ \"$@\"; [ \"$@\" ]",
        &running::arguments(input),
    );
});
