//! Every step of the built-in course on terminals that are narrow, wide, know nothing but lines, or have no characters beyond
//! ASCII: what the tutor says keeps to the width, to the characters and to plain text.
//!
//! One sitting goes through all lessons: at each step it asks for the task and for a hint, and skips it.

#[path = "common/pty.rs"]
#[expect(
    dead_code,
    reason = "neither the screen's cells nor what runs behind it are looked at here"
)]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "no other shell is compared with")]
mod shell;

use pty::Pty;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

/// How long the whole course may take to be leafed through.
const LIMIT: Duration = Duration::from_secs(120);

/// The built-in course is gone through with these lines.
fn typed() -> String {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/unix-shell"));
    let mut files: Vec<_> = files
        .expect("the course is there")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|is| is == "md"))
        .collect();
    files.sort();
    assert!(files.len() >= 18, "{files:?}");
    let mut typed = String::from("?\nl\nlist 1\n\n");
    for file in files {
        let text = std::fs::read_to_string(file).expect("a lesson can be read");
        let steps = text
            .lines()
            .filter(|line| line.starts_with("kind = \"") && is_step(line));
        for _ in steps {
            typed.push_str(":task\n:hint\n:skip\n");
        }
        typed.push('\n');
    }
    typed + "q\n"
}

/// Whether `line` names a kind of step, and not one of a check.
fn is_step(line: &str) -> bool {
    [
        "try", "predict", "fix", "order", "choose", "match", "drawn", "trace",
    ]
    .iter()
    .any(|kind| line == format!("kind = \"{kind}\""))
}

fn command(home: &TempDir, environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shtutor"));
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("SHTUTOR_SEED", "1")
        .envs(environment.iter().copied())
        .current_dir(home.path());
    command
}

/// What is said without a terminal.
fn piped(environment: &[(&str, &str)]) -> String {
    let home = tempfile::tempdir().expect("a folder");
    let mut child = command(&home, environment)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("it is piped");
    let writer = std::thread::spawn(move || input.write_all(typed().as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("all is read");
    whole(String::from_utf8(output.stdout).expect("text"))
}

/// The same, if it went to the end of the course.
fn whole(said: String) -> String {
    let end: String = said
        .chars()
        .rev()
        .take(600)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let joined = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains("That was the last lesson"), "{end}");
    said
}

fn longest(said: &str, width: usize) -> Vec<&str> {
    said.lines().filter(|line| line.width() > width).collect()
}

#[test]
fn at_twenty_columns_without_unicode_all_lines_fit_and_are_ascii() {
    let said = piped(&[("COLUMNS", "20"), ("LC_ALL", "C"), ("TERM", "xterm")]);
    let beyond: Vec<&str> = said.lines().filter(|line| !line.is_ascii()).collect();
    assert!(beyond.is_empty(), "{beyond:#?}");
    let long = longest(&said, 20);
    assert!(long.is_empty(), "{} lines: {long:#?}", long.len());
    assert!(!said.contains('\u{1b}'));
}

#[test]
fn at_three_hundred_columns_no_line_is_longer_than_eighty() {
    let said = piped(&[("COLUMNS", "300"), ("LC_ALL", "C.UTF-8"), ("TERM", "xterm")]);
    let long = longest(&said, 80);
    assert!(long.is_empty(), "{} lines: {long:#?}", long.len());
    assert!(!said.contains('\u{1b}'));
}

/// On a terminal that is too low for nothing, so that it is never waited for a reader.
fn on_terminal(environment: &[(&str, &str)], columns: u16) -> Vec<u8> {
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::start(&command(&home, environment), columns, 5000);
    for line in typed().lines() {
        let before = pty.cursor_row();
        let at_prompt = |pty: &Pty| {
            let line = pty.cursor_line();
            let asks = line.ends_with("> ") || line.ends_with("$ ");
            asks && (pty.cursor_row() > before || before == 0)
        };
        let waited = pty.wait_until(LIMIT, at_prompt);
        assert!(waited.is_ok(), "before {line}: {waited:?}\n{}", pty.text());
        pty.type_bytes(format!("{line}\r").as_bytes());
    }
    let ended = pty.wait_for_end(LIMIT);
    assert!(ended.is_some(), "{}", pty.text());
    let said = pty.received().to_vec();
    whole(String::from_utf8_lossy(&said).into_owned());
    said
}

#[test]
fn a_terminal_that_knows_only_lines_gets_no_sequences() {
    let said = on_terminal(&[("TERM", "dumb"), ("LC_ALL", "C.UTF-8")], 80);
    assert!(!said.contains(&0x1b));
}

#[test]
fn without_colour_and_unicode_a_terminal_gets_neither() {
    let environment = [("TERM", "xterm"), ("NO_COLOR", "1"), ("LC_ALL", "C")];
    let said = on_terminal(&environment, 80);
    assert!(said.is_ascii());
    // The line editor moves the cursor; nothing is painted.
    let text = String::from_utf8_lossy(&said);
    let painted = text.split("\u{1b}[").skip(1).filter(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic());
        end.is_some_and(|end| rest[end..].starts_with('m'))
    });
    assert_eq!(painted.count(), 0);
}
