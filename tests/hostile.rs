//! Lines that break things, typed by a learner: whatever they do, the prompt works afterwards, the step can be solved, the
//! record is whole, and nothing is left when the tutor has been left. The lines are in `tests/hostile/lines.txt`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/pty.rs"]
#[expect(dead_code, reason = "only what types and shows is needed here")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "no other shell is compared with")]
mod shell;
#[path = "common/sitting.rs"]
#[expect(dead_code, reason = "these are no sittings with a transcript")]
mod sitting;

use at_once::at_once;
use pty::Pty;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long one answer may take, on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);
/// How long a command that does not end is left alone before a key is pressed.
const MEANWHILE: Duration = Duration::from_millis(250);
/// After how long a person presses again a key that did not help: one that comes between two jobs may be lost.
const AGAIN: Duration = Duration::from_secs(3);
/// What a step begins with: nothing has run yet.
const FIRST_PROMPT: &str = "[ ] $ ";
/// Lines tried at the same time. They wait more than they work.
const AT_ONCE: usize = 10;

/// A line of the list.
#[derive(Clone, Copy, Debug)]
struct Hostile<'l> {
    /// What ends it.
    ends: &'l str,
    line: &'l str,
}

#[test]
fn no_line_breaks_the_tutor() {
    let text = fs::read_to_string("tests/hostile/lines.txt").unwrap();
    let only = std::env::var("LINE").unwrap_or_default();
    let lines: Vec<Hostile> = text
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains(&only))
        .filter_map(|line| line.split_once("| "))
        .map(|(ends, line)| Hostile {
            ends: ends.trim(),
            line,
        })
        .collect();
    assert!(!lines.is_empty());
    let failures = at_once(AT_ONCE, lines, |hostile| {
        let survived = survive(hostile);
        survived
            .map_err(|why| format!("--- {hostile:?}: {why}"))
            .err()
    });
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    assert!(
        failures.is_empty(),
        "{} fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Plays one line in a home of its own; what went wrong, and the screen.
fn survive(hostile: Hostile) -> Result<(), String> {
    let home = tempfile::tempdir().unwrap();
    let stage = sitting::stage(&[env!("CARGO_BIN_EXE_shtutor")], home.path());
    let mut tutor = Pty::start(&stage.command("learn exit-status"), 80, 24);
    let played = play(&mut tutor, hostile);
    let screen = tutor.text();
    let ended = tutor.hang_up(LIMIT).is_some();
    drop(tutor);
    let whole = played.and_then(|()| check_record(home.path()));
    let whole = whole.and_then(|()| {
        if ended {
            Ok(())
        } else {
            Err("it did not end".into())
        }
    });
    whole
        .and_then(|()| {
            if screen.contains("panicked") {
                Err("panic".into())
            } else {
                Ok(())
            }
        })
        .map_err(|why| format!("{why}\n{screen}"))
}

fn play(tutor: &mut Pty, hostile: Hostile) -> Result<(), String> {
    await_prompt(tutor, 0, "first prompt")?;
    let row = tutor.cursor_row();
    tutor.type_bytes(hostile.line.as_bytes());
    tutor.type_bytes(b"\r");
    let below = |pty: &Pty| pty.cursor_row() > row;
    tutor
        .wait_until(LIMIT, below)
        .map_err(|why| format!("{why:?} after Enter"))?;
    end(tutor, hostile.ends, row)?;
    // A line may have moved the cursor anywhere; but a status is in the prompt now, if anything ran.
    let next =
        |pty: &Pty| at_prompt(pty) && (pty.cursor_row() > row || pty.cursor_line() != FIRST_PROMPT);
    tutor
        .wait_until(LIMIT, next)
        .map_err(|why| format!("{why:?}, waiting for the prompt after the line"))?;
    if hostile.ends == "reset" {
        answer(tutor, ":reset")?;
    }
    let solve = |tutor: &mut Pty| {
        answer(tutor, "true")?;
        answer(tutor, "false")?;
        Ok::<_, String>(tutor.text().lines().any(|line| line.starts_with("  Yes.")))
    };
    // The kernel takes a line's `ulimit -t` to heart at a clock tick of its own choice: it may end the next line's shell.
    if solve(tutor)? || solve(tutor)? {
        Ok(())
    } else {
        Err("the step was not solved".into())
    }
}

/// Presses what ends the line, as often as a person would.
fn end(tutor: &mut Pty, keys: &str, row: usize) -> Result<(), String> {
    let key: &[u8] = match keys {
        "" | "reset" => return Ok(()),
        "C-c" | "insist" => b"\x03",
        "C-d" => b"\x04",
        "C-z" => b"\x1a",
        "C-\\" => b"\x1c",
        other => return Err(format!("there is no key {other}")),
    };
    let over = |pty: &Pty| pty.cursor_row() > row && at_prompt(pty) && !is_continued(pty);
    let until = Instant::now() + LIMIT;
    let (mut pressed, mut since) = (0, Instant::now());
    while Instant::now() < until {
        if tutor.wait_until(MEANWHILE, over).is_ok() && (pressed > 0 || keys == "insist") {
            quieten(tutor);
            return Ok(());
        }
        // One key is enough, but for a command that does not heed it, or that had not begun to read.
        if pressed == 0 || keys == "insist" || keys == "C-d" || since.elapsed() > AGAIN {
            since = Instant::now();
            tutor.type_bytes(key);
            pressed += 1;
        }
    }
    Err(format!("{keys} does not end it"))
}

/// Waits until keys that were one too many have been answered, each with a prompt of its own.
fn quieten(tutor: &mut Pty) {
    let mut received = usize::MAX;
    while received != tutor.received().len() {
        received = tutor.received().len();
        // Nothing is waited for: time is to pass.
        let _ = tutor.wait_until(MEANWHILE, |_| false);
    }
}

/// Whether this is a prompt of the tutor's, and not that of a shell that was started in the shell.
fn at_prompt(pty: &Pty) -> bool {
    sitting::at_prompt(pty) && !matches!(pty.cursor_line().as_str(), "$ " | "# ")
}

fn is_continued(pty: &Pty) -> bool {
    pty.cursor_line().ends_with("\u{2026} > ")
}

fn answer(tutor: &mut Pty, line: &str) -> Result<(), String> {
    tutor.type_bytes(line.as_bytes());
    // Where the cursor is says nothing: what scrolled away is counted only up to a number of lines.
    let echoed = |pty: &Pty| !at_prompt(pty);
    tutor
        .wait_until(LIMIT, echoed)
        .map_err(|why| format!("{why:?}, waiting for the echo of: {line}"))?;
    tutor.type_bytes(b"\r");
    await_prompt(tutor, 0, line)
}

fn await_prompt(tutor: &mut Pty, row: usize, what: &str) -> Result<(), String> {
    let ready = |pty: &Pty| pty.cursor_row() >= row && at_prompt(pty);
    tutor
        .wait_until(LIMIT, ready)
        .map_err(|why| format!("{why:?}, waiting for: {what}"))
}

fn check_record(home: &Path) -> Result<(), String> {
    let state = home.join(".local/state/shtutor");
    let record =
        fs::read_to_string(state.join("record.jsonl")).map_err(|error| error.to_string())?;
    let entries: Result<Vec<serde_json::Value>, _> =
        record.lines().map(serde_json::from_str).collect();
    let entries = entries.map_err(|error| format!("{error} in the record"))?;
    let right = entries
        .last()
        .is_some_and(|entry| entry["outcome"] == "right");
    let resume = fs::read(state.join("resume.json")).map_err(|error| error.to_string())?;
    serde_json::from_slice::<serde_json::Value>(&resume)
        .map_err(|error| format!("{error} in resume.json"))?;
    if right {
        Ok(())
    } else {
        Err(format!("the record does not end well: {record}"))
    }
}
