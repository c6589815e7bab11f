//! What `shtutor --version` says, also of the system it runs on.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose program cannot be run stops there"
)]

use std::process::Command;

fn lines(words: &[&str]) -> Vec<String> {
    let program = env!("CARGO_BIN_EXE_shtutor");
    let output = Command::new(program).args(words).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn the_version_is_one_line() {
    let version = format!("shtutor {}", env!("CARGO_PKG_VERSION"));
    assert_eq!(lines(&["--version"]), std::slice::from_ref(&version));
    assert_eq!(lines(&["-V"]), [version]);
}

#[test]
fn a_second_line_says_how_far_commands_are_confined() {
    let said = lines(&["--version", "--verbose"]);
    assert_eq!(said.len(), 2, "{said:?}");
    let known = ["confined: ", "not confined: "];
    assert!(
        known.iter().any(|start| said[1].starts_with(start)),
        "{said:?}"
    );
}
