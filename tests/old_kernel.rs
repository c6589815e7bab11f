//! Kernels that cannot confine: the tutor says so once, goes on teaching, and still bounds what it can.
//!
//! Such a kernel is played by a filter that makes the system calls fail which confine (`old_kernel/without.c`).

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test whose program cannot be run stops there and says so"
)]

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A machine whose kernel lacks `calls`; `None` where there is no C compiler.
struct OldKernel {
    folder: TempDir,
    calls: &'static str,
}

impl OldKernel {
    fn without(calls: &'static str) -> Option<OldKernel> {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("without.c");
        fs::write(&source, include_str!("old_kernel/without.c")).unwrap();
        let program = folder.path().join("without");
        let Ok(seen) = Command::new("cc")
            .arg("-o")
            .args([&program, &source])
            .output()
        else {
            println!("skipped: no C compiler");
            return None;
        };
        assert!(
            seen.status.success(),
            "{}",
            String::from_utf8_lossy(&seen.stderr)
        );
        Some(OldKernel { folder, calls })
    }

    /// What the program says to `words`, if `typed` is typed to it.
    fn said(&self, words: &[&str], typed: &str) -> String {
        let home = self.folder.path().join("home");
        fs::create_dir_all(&home).unwrap();
        let mut program = Command::new(self.folder.path().join("without"))
            .args([self.calls, env!("CARGO_BIN_EXE_shtutor")])
            .args(words)
            .env("XDG_STATE_HOME", &home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        program
            .stdin
            .take()
            .unwrap()
            .write_all(typed.as_bytes())
            .unwrap();
        let output = program.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// What a tutor says that cannot confine at all, on as many lines as it needs.
const LOOSE: &str = "not confined: this kernel has no Landlock; time and output are still bounded";

fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_version_says_what_is_missing() {
    for (calls, expected) in [
        ("landlock,seccomp", LOOSE),
        (
            "landlock",
            "confined: permissions, network; not confined: files, signals (this kernel has no Landlock)",
        ),
    ] {
        let Some(kernel) = OldKernel::without(calls) else {
            return;
        };
        let said = kernel.said(&["--version", "--verbose"], "");
        assert_eq!(said.lines().nth(1), Some(expected));
    }
}

#[test]
fn a_lesson_is_taught_and_the_lack_is_told_once() {
    let Some(kernel) = OldKernel::without("landlock,seccomp") else {
        return;
    };
    let said = kernel.said(&["learn", "1"], "ls\ntrue\nfalse\n:quit\n");
    assert!(said.contains("  Yes. "), "{said}");
    assert_eq!(flowing(&said).matches(LOOSE).count(), 1, "{said}");
}

#[test]
fn output_is_still_bounded_and_a_line_is_still_taken_back() {
    let Some(kernel) = OldKernel::without("landlock,seccomp") else {
        return;
    };
    let typed = "x=1\nhead -c 30000000 /dev/zero | tr '\\0' y\nx=2; touch y\n:undo\necho \"<$x>\" *\n:quit\n";
    let said = kernel.said(&["sandbox"], typed);
    let tail: String = said
        .chars()
        .skip(said.chars().count().saturating_sub(2000))
        .collect();
    assert!(
        flowing(&tail).contains("There was more output than is kept"),
        "{tail}"
    );
    assert!(tail.contains("<1> *"), "{tail}");
}
