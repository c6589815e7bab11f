//! Steps as somebody sits at them without a terminal: what is judged, said and kept does not hang on luck, and stands where it was
//! asked.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A learner's home.
struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    /// What is said to somebody who calls the program with `words` and types `lines`.
    fn sit(&self, words: &[&str], lines: &[&str]) -> String {
        self.sit_at(80, words, lines)
    }

    fn sit_at(&self, columns: usize, words: &[&str], lines: &[&str]) -> String {
        let home: &Path = self.0.path();
        let mut child = Command::new(env!("CARGO_BIN_EXE_shtutor"))
            .args(words)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", home)
            .env("XDG_STATE_HOME", home.join("state"))
            .env("SHTUTOR_SEED", "1")
            .env("COLUMNS", columns.to_string())
            .current_dir(home)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut text = lines.join("\n");
        text.push('\n');
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        let said = child.wait_with_output().unwrap().stdout;
        String::from_utf8(said).unwrap()
    }
}

/// The place of the step with this id in the course, as it is opened, and whether it is there.
fn place(id: &str) -> String {
    let course = shtutor::lesson::Course::built_in().unwrap();
    let mut lessons = course.lessons.iter().enumerate();
    let place = lessons.find_map(|(lesson, of)| {
        let step = of.steps.iter().position(|step| step.id.0 == id)?;
        Some(format!("{}:{}", lesson + 1, step + 1))
    });
    place.unwrap()
}

#[test]
fn a_verdict_is_the_same_however_late_a_job_begins() {
    let line = "[ -e log ] & [ ! -s log ] & echo empty";
    let slow = "{ sleep 0.2; [ -e log ]; } & { sleep 0.2; [ ! -s log ]; } & echo empty";
    let answer = |line: &str| {
        let said = Home::new().sit(
            &["learn", &place("there-and-empty")],
            &["touch log", line, ":quit"],
        );
        let verdict = said.split("Not yet").nth(1).unwrap_or_default();
        verdict.lines().take(2).collect::<Vec<_>>().join("\n")
    };
    let first = answer(line);
    assert!(first.contains("with no log"), "{first}");
    for _ in 0..5 {
        assert_eq!(answer(line), first);
    }
    assert_eq!(answer(slow), first);
}

#[test]
fn behind_a_prediction_the_prompt_stands_where_the_session_ran() {
    let place = place("where-is-it");
    let typed = ["index", "notes", "", "u", "printf '%s\\n' *", ":quit"];
    let said = Home::new().sit(&["learn", &place], &typed);
    assert!(said.contains("*\nindex\nnotes\n"), "{said}");
}

#[test]
fn an_answer_that_was_asked_for_is_shown_and_not_missed() {
    let home = Home::new();
    let place = place("where-is-it");
    let lesson = place.split(':').next().unwrap();
    let typed = [":hint", ":hint", ":hint", ":solution", ":list", "q"];
    let said = home.sit(&["learn", &place], &typed);
    assert!(said.contains(&format!("Shown: {place}")), "{said}");
    assert!(!said.contains("Missed:"), "{said}");
    let listed = home.sit(&[], &[&format!("list {lesson}"), "q"]);
    assert!(
        listed.lines().any(|line| line.ends_with("shown")),
        "{listed}"
    );
}

#[test]
fn a_hint_is_about_the_session_that_is_asked_about() {
    let place = place("bang-in-front");
    let typed = [
        "0", "", "u", "", ":hint", ":hint", ":hint", ":hint", ":quit",
    ];
    let said = Home::new().sit(&["learn", &place], &typed);
    assert!(!said.contains("Now turn it over"), "{said}");
    assert!(said.contains("There are no more hints"), "{said}");
}

#[test]
fn at_twenty_columns_every_table_is_a_list() {
    let home = Home::new();
    let chains = [
        "mkdir out || echo abcdefghijk",
        "mkdir out && echo created; echo failed",
        ":why",
        ":explain",
        ":list pipe",
        ":nonsense",
        ":hint",
        ":quit",
    ];
    let predicted = [
        "index",
        "a line of text",
        "",
        "s",
        ":why",
        ":explain",
        ":list",
        "l",
        "q",
    ];
    for columns in [20, 23, 24, 30] {
        for (id, typed) in [("make-it-honest", &chains[..]), ("where-is-it", &predicted)] {
            let said = home.sit_at(columns, &["learn", &place(id)], typed);
            // What the learner types and what programs say is as long as it is.
            let own = |line: &&str| {
                !line.contains("$ ") && !line.contains("> ") && !line.starts_with("mkdir:")
            };
            let long: Vec<&str> = said
                .lines()
                .filter(own)
                .filter(|line| line.len() > columns)
                .collect();
            assert!(long.is_empty(), "{columns}: {long:#?}");
            let mut lines = said.lines().map(str::trim_end);
            let gap = lines
                .clone()
                .zip(lines.by_ref().skip(1))
                .find(|pair| pair.0.trim() == "got" && pair.1.trim().is_empty());
            assert_eq!(gap, None, "{said}");
        }
    }
}
