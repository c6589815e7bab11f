//! The record of a learner's work, as the program leaves it on disk: what it says, who may read it, and what it survives.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose program cannot be run stops there"
)]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A learner's home on some machine.
struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    fn state(&self) -> PathBuf {
        self.0.path().join("state/shtutor")
    }

    fn record(&self) -> PathBuf {
        self.state().join("record.jsonl")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shtutor"));
        let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds");
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.0.path())
            .env("XDG_STATE_HOME", self.0.path().join("state"))
            .env("LC_ALL", "C.UTF-8")
            .env("SHTUTOR_SEED", "1")
            .current_dir(self.0.path())
            .arg("--lessons")
            .arg(lessons)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program with these lines typed.
    fn type_in(&self, words: &[&str], lines: &[&str]) -> Output {
        let mut child = self.command(words).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        for line in lines {
            writeln!(input, "{line}").unwrap();
        }
        drop(input);
        child.wait_with_output().unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.record()).unwrap();
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        text.lines().map(read).collect()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8_lossy(&output.stderr)
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn each_attempt_is_a_line_that_says_all() {
    let home = Home::new();
    home.type_in(&["learn", "words:2"], &["2 1", "2 4 1 5", ":quit"]);
    home.type_in(&["learn", "words:5"], &["9", "", "s", ":quit"]);
    let lines = home.lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    for line in &lines {
        assert_eq!(line["version"], 1);
        assert_eq!(line["lesson"], "words");
        assert!(line["at"].as_u64().unwrap() > 1_700_000_000);
    }
    let field = |index: usize, name: &str| lines[index][name].clone();
    assert_eq!(field(0, "outcome"), "wrong");
    assert_eq!(field(1, "outcome"), "right");
    assert_eq!(
        (field(2, "step"), field(2, "typed")),
        ("drawn-status".into(), "9\n".into())
    );
    assert_eq!(
        (field(2, "outcome"), field(2, "sure")),
        ("missed".into(), "sure".into())
    );
    let session = field(2, "drawn")["session"].clone();
    assert!(session.as_str().unwrap().contains("$?"), "{session}");
}

#[test]
fn a_prediction_keeps_the_misreadings_that_lead_to_it() {
    let home = Home::new();
    let asked = said(&home.type_in(&["learn", "words:5"], &[]));
    assert!(asked.contains("$ echo $?"), "{asked}");
    // Each visit draws another variant; for some of them this is what somebody answers for whom $? stays what it was.
    for answer in ["1"; 8] {
        home.type_in(&["learn", "words:5"], &[":reset", answer, "", "u", ":quit"]);
    }
    let diagnosed = home
        .lines()
        .iter()
        .filter(|line| {
            line["misreadings"]
                .as_array()
                .is_some_and(|ids| !ids.is_empty())
        })
        .count();
    assert!(diagnosed > 0);
}

#[test]
fn nobody_else_may_read_it() {
    let home = Home::new();
    home.type_in(&["learn", "words:2"], &["2 1", ":quit"]);
    assert_eq!(mode(&home.state()), 0o700);
    for name in ["record.jsonl", "resume.json", "lock"] {
        assert_eq!(mode(&home.state().join(name)), 0o600, "{name}");
    }
    // As a copy may leave it.
    fs::set_permissions(home.record(), fs::Permissions::from_mode(0o644)).unwrap();
    home.type_in(&["learn", "words:2"], &[":quit"]);
    assert_eq!(mode(&home.record()), 0o600);
}

#[test]
fn what_is_written_stays_and_damage_is_told() {
    let home = Home::new();
    home.type_in(&["learn", "words:2"], &["2 1", "2 4 1 5", ":quit"]);
    let mut before = fs::read(home.record()).unwrap();
    // A line that nobody can read, and one that a power cut tore.
    before.extend_from_slice(b"\xff{not a line\n{\"version\":1,\"at\":17");
    fs::write(home.record(), &before).unwrap();
    let output = said(&home.type_in(&["learn", "words:1"], &["2 3 1", ":quit"]));
    assert!(output.contains("2 lines are damaged"), "{output}");
    let after = fs::read(home.record()).unwrap();
    assert!(after.starts_with(&before));
    let last = String::from_utf8_lossy(&after[before.len()..]).into_owned();
    let last: Value = serde_json::from_str(last.trim()).unwrap();
    assert_eq!(
        (&last["step"], &last["outcome"]),
        (&"which-belongs".into(), &"right".into())
    );
    let listed = said(&home.type_in(&["list", "words"], &[]));
    assert_eq!(listed.matches(" done").count(), 2, "{listed}");
}

#[test]
fn a_newer_record_is_left_as_it_is() {
    let home = Home::new();
    fs::create_dir_all(home.state()).unwrap();
    let newer = "{\"version\":2,\"kind\":\"dream\"}\n";
    fs::write(home.record(), newer).unwrap();
    let output = home.type_in(&["learn", "words:2"], &["2 1", ":quit"]);
    assert!(said(&output).contains("newer shtutor"), "{}", said(&output));
    assert_eq!(fs::read_to_string(home.record()).unwrap(), newer);
}

#[test]
fn two_tutors_at_once_lose_nothing() {
    const ATTEMPTS: usize = 40;
    let home = Home::new();
    let typed: Vec<&str> = vec!["6"; ATTEMPTS].into_iter().chain([":quit"]).collect();
    let text = typed.join("\n") + "\n";
    let mut tutors: Vec<_> = (0..2)
        .map(|_| home.command(&["learn", "words:2"]).spawn().unwrap())
        .collect();
    for tutor in &mut tutors {
        let mut input = tutor.stdin.take().unwrap();
        input.write_all(text.as_bytes()).unwrap();
    }
    let outputs = tutors
        .into_iter()
        .map(|tutor| tutor.wait_with_output().unwrap());
    let told: Vec<String> = outputs.map(|output| said(&output)).collect();
    assert_eq!(home.lines().len(), 2 * ATTEMPTS);
    let shared = |text: &&String| text.contains("another shtutor of yours is open");
    assert!(told.iter().filter(shared).count() <= 1, "{told:?}");
}

#[test]
fn what_is_shown_comes_from_the_record() {
    let home = Home::new();
    home.type_in(&["learn", "words:1"], &["2 3 1", "", ":skip", ":quit"]);
    let before = said(&home.type_in(&["list", "words"], &[]));
    for wanted in ["Which message, which stream   done", "skipped", "open"] {
        assert!(before.contains(wanted), "{before}");
    }
    fs::remove_file(home.state().join("resume.json")).unwrap();
    assert_eq!(said(&home.type_in(&["list", "words"], &[])), before);
}

#[test]
fn a_folder_goes_on_on_another_machine() {
    let (here, there) = (Home::new(), Home::new());
    let typed = ["mkdir sub; cd sub; x=kept; echo note > file", ":quit"];
    here.type_in(&["learn", "words:4"], &typed);
    fs::create_dir_all(there.0.path().join("state")).unwrap();
    fs::rename(here.state(), there.state()).unwrap();
    let place = here.0.path().to_path_buf();
    drop(here);
    let output = said(&there.type_in(&[], &["", "cat file; echo \"$x\"; pwd", ":quit"]));
    let folder = there.state().join("work/words/greet/sub");
    for wanted in ["note\n", "kept\n", folder.to_str().unwrap()] {
        assert!(output.contains(wanted), "{wanted}: {output}");
    }
    assert!(!output.contains(place.to_str().unwrap()), "{output}");
}
