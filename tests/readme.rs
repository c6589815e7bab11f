//! Holds what the README shows to what is there: the screens it draws, and the numbers it tells.

#[path = "common/pty.rs"]
#[expect(dead_code, reason = "sittings need more of it")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "nothing is compared with dash here")]
mod shell;
#[path = "common/sitting.rs"]
mod sitting;

use pty::Pty;
use shtutor::misconception;
use shtutor::misreading::Misreading;
use std::fs;
use std::process::Command;
use std::time::Duration;

const README: &str = include_str!("../README.md");
const PROGRAM: &str = env!("CARGO_BIN_EXE_shtutor");
const LIMIT: Duration = Duration::from_secs(20);

/// What is shown behind `$ shtutor WORDS` in a block of its own: the lines that come of it.
fn shown(words: &str) -> &'static str {
    let opening = format!("```text\n$ shtutor{words}\n");
    let (_, rest) = README
        .split_once(&opening)
        .unwrap_or_else(|| panic!("the README shows nothing for shtutor{words}"));
    let (lines, _) = rest.split_once("\n```").expect("a block ends");
    lines
}

/// The transcript of a sitting in an empty home.
fn transcript(sitting: &str) -> String {
    let home = tempfile::tempdir().expect("a temporary folder");
    let stage = sitting::stage(&[PROGRAM], home.path());
    sitting::play(sitting, stage).unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn the_first_screen_is_as_shown() {
    let transcript = transcript("<start>\nq\n");
    for part in shown("").split("   ...\n") {
        assert!(transcript.contains(part), "{part}\n--- is:\n{transcript}");
    }
}

#[test]
fn the_step_is_as_shown() {
    let shown = shown(" learn then-and-or:7");
    let typed = shown.lines().filter_map(|line| line.split_once("] $ "));
    let typed: String = typed.map(|(_, line)| format!("{line}\n")).collect();
    assert!(!typed.is_empty());
    let transcript = transcript(&format!("<start learn then-and-or:7>\n{typed}"));
    assert!(transcript.contains(shown), "{shown}\n--- is:\n{transcript}");
}

#[test]
fn the_trace_is_as_shown() {
    let text = "cat app.log | grep WARN | wc -l";
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("app.log"), "fine\nERROR disk\n").expect("there is room");
    let mut command = Command::new(PROGRAM);
    command
        .args(["trace", "-c", text])
        .current_dir(folder.path());
    shell::plain_environment(&mut command, folder.path());
    let mut pty = Pty::start(&command, 80, 24);
    pty.wait_for_end(LIMIT).expect("it comes to an end");
    let shown = shown(&format!(" trace -c '{text}'"));
    assert_eq!(pty.text().trim_end(), shown.trim_end());
}

#[test]
fn the_numbers_are_true() {
    let ideas = misconception::all().count();
    let misreadings = Misreading::ALL.len();
    for told in [
        format!("names {ideas} wrong ideas"),
        format!("names the {misreadings} there are"),
    ] {
        assert!(README.contains(&told), "the README does not say: {told}");
    }
}
