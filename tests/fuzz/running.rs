//! A shell inside the fuzzer: it runs one built-in, and reaches no file and no other process.

use shtutor::engine::run_text;
use shtutor::engine::shell::Shell;

/// Runs `script` with these positional parameters. What it prints goes where the fuzzer's own output goes:
/// `-close_fd_mask=3` silences both.
pub fn run(script: &[u8], positional: &[&[u8]]) {
    let positional = positional.iter().map(|text| text.to_vec()).collect();
    let mut shell = Shell::new(b"fuzz".to_vec(), positional);
    // `exit` is a jump to here like any other.
    let _ = run_text(&mut shell, script);
    shell.output.flush_quietly();
}

/// The stretches of `input` between NULs, which cannot be part of an argument.
pub fn arguments(input: &[u8]) -> Vec<&[u8]> {
    input.split(|byte| *byte == 0).collect()
}
