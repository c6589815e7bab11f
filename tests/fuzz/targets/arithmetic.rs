//! Expressions, parted by newlines and evaluated one after the other with the same variables.
#![no_main]

#[path = "../running.rs"]
mod running;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let text: Vec<u8> = input.iter().copied().filter(|byte| *byte != 0).collect();
    let expressions: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    // What a parameter holds is an operand or an expression, and not expanded again.
    running::run(
        b"x=7 y=-3 z= for e; do command eval ': $((e + ($e)))'; : $(($e)); done",
        &expressions,
    );
});
