//! The record of a learner's work, as the program leaves it on disk: what it says, who may read it, and what it survives.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose program cannot be run stops there"
)]

#[path = "common/program.rs"]
mod program;

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A learner's home on some machine.
struct Home {
    folder: TempDir,
    /// Where the lessons are that are taught there.
    lessons: PathBuf,
}

impl Home {
    fn new() -> Home {
        Home {
            folder: tempfile::tempdir().unwrap(),
            lessons: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kinds"),
        }
    }

    /// One in which this step, of a lesson called `own`, is all that is taught.
    fn teaching(step: &str) -> Home {
        let folder = tempfile::tempdir().unwrap();
        let lessons = folder.path().join("lessons");
        fs::create_dir(&lessons).unwrap();
        let head = "+++\nid = \"own\"\ntitle = \"one step\"\nideas = [\"failures-stop-at-127\", \"exit-over-255\", \
                    \"zero-is-failure\", \"status-is-the-output\"]\nteaches = [\"and\"]\n+++\n\n# One step\n\n## The step\n\n";
        fs::write(lessons.join("01-own.md"), format!("{head}{step}")).unwrap();
        Home { folder, lessons }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn state(&self) -> PathBuf {
        self.path().join("state/shtutor")
    }

    fn record(&self) -> PathBuf {
        self.state().join("record.jsonl")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shtutor"));
        self.furnish(&mut command, words);
        command
    }

    /// Gives a command that ends with the program its environment and the rest of its words.
    fn furnish(&self, command: &mut Command, words: &[&str]) {
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.path())
            .env("XDG_STATE_HOME", self.path().join("state"))
            .env("LC_ALL", "C.UTF-8")
            .env("SHTUTOR_SEED", "1")
            .current_dir(self.path())
            .arg("--lessons")
            .arg(&self.lessons)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Runs the program with these lines typed.
    fn type_in(&self, words: &[&str], lines: &[&str]) -> Output {
        type_into(self.command(words), lines)
    }

    /// The same as an ordinary user, who has to keep to what modes say.
    fn type_in_as_a_user(&self, words: &[&str], lines: &[&str]) -> Output {
        if !nix::unistd::geteuid().is_root() {
            return self.type_in(words, lines);
        }
        // The folder that it was built in may be another's.
        let program = self.path().join("shtutor");
        if !program.exists() {
            program::copy(env!("CARGO_BIN_EXE_shtutor"), &program);
        }
        let mut command = Command::new("/usr/bin/setpriv");
        let user = ["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"];
        command.args(user).arg(program);
        self.furnish(&mut command, words);
        type_into(command, lines)
    }

    fn lines(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.record()).unwrap();
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        text.lines().map(read).collect()
    }
}

/// A user who owns nothing.
const NOBODY: &str = "65534";

/// Runs `command` with these lines typed.
fn type_into(mut command: Command, lines: &[&str]) -> Output {
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in lines {
        // It may have refused to begin.
        let _ = writeln!(input, "{line}");
    }
    drop(input);
    child.wait_with_output().unwrap()
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
    home.type_in(&["learn", "words:5"], &[":hint", "9", "", "s", ":quit"]);
    let lines = home.lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    for line in &lines {
        assert_eq!(line["version"], 1);
        assert_eq!(line["lesson"], "words");
        assert!(line["at"].as_u64().unwrap() > 1_700_000_000);
    }
    let field = |index: usize, name: &str| lines[index][name].clone();
    // Which of several sessions it was, and whether hints had been seen.
    assert_eq!((field(2, "part"), field(2, "hints")), (1.into(), 1.into()));
    assert_eq!(
        (field(0, "part"), field(0, "hints")),
        (Value::Null, Value::Null)
    );
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
    // A table that leaves lines out says so.
    for words in [&["list", "words"][..], &["list"]] {
        let listed = said(&home.type_in(words, &[]));
        assert!(listed.contains("2 lines are damaged"), "{listed}");
    }
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
    let overview = said(&home.type_in(&["list"], &[]));
    assert!(overview.contains("1 of 5\n  Skipped: 1:2\n"), "{overview}");
}

#[test]
fn what_another_tutor_records_is_shown_as_well() {
    let home = Home::new();
    let mut first = home.command(&["learn", "words:2"]).spawn().unwrap();
    let (mut input, mut output) = (first.stdin.take().unwrap(), first.stdout.take().unwrap());
    let mut some = [0; 4096];
    let mut shown_behind = |typed: &str| {
        input.write_all(typed.as_bytes()).unwrap();
        let mut shown = String::new();
        while !shown.ends_with("answer> ") {
            let length = output.read(&mut some).unwrap();
            assert!(length > 0, "{shown}");
            shown.push_str(&String::from_utf8_lossy(&some[..length]));
        }
        shown
    };
    shown_behind("");
    let mut stands = |wanted: &str| {
        let shown = shown_behind(":list words\n");
        let row = shown
            .lines()
            .find(|line| line.contains("From keys to kernel"));
        assert!(row.is_some_and(|row| row.ends_with(wanted)), "{shown}");
    };
    stands(" open");
    home.type_in(&["learn", "words:2"], &["2 4 1 5", ":quit"]);
    stands(" done");
    home.type_in(&["learn", "words:2"], &[":reset all", "y", "q"]);
    stands(" open");
    drop(input);
    first.wait().unwrap();
}

/// A prediction of which several ways of thinking give the same.
const PREDICTED: &str = r#"```sh
sh -c 'exit 200'; echo $?
```

```output
200
```

```sh
sh -c 'exit 256'; echo $?
```

```output
0
```

```toml
id = "how-far"
kind = "predict"
task = "What does each line print?"
hints = ["Hint one.", "Hint two.", "Hint three."]
because = "A status is one byte."
```
"#;

#[test]
fn a_question_that_tells_ideas_apart_is_asked_again_after_leaving() {
    let home = Home::teaching(PREDICTED);
    let asked = "These ways of thinking give";
    let first = said(&home.type_in(&["learn", "own:1"], &["1", "", "u"]));
    assert!(first.contains(asked), "{first}");
    let record = |home: &Home| {
        let lines = home.lines().into_iter();
        lines
            .map(|line| (line["outcome"].clone(), line["part"].clone()))
            .collect::<Vec<_>>()
    };
    let missed = [("missed".into(), 1.into())];
    assert_eq!(record(&home), missed);
    // It has no hints, and whoever goes on without it has missed the step and not skipped it.
    let typed = [":hint", ":skip", ":quit"];
    let again = said(&home.type_in(&["learn", "own:1"], &typed));
    assert!(again.contains(asked), "{again}");
    assert!(again.contains("has no hints"), "{again}");
    assert!(!again.contains("Hint 1 of"), "{again}");
    assert_eq!(record(&home), missed);
    let listed = said(&home.type_in(&["list", "own"], &[]));
    assert!(listed.contains(" missed"), "{listed}");
    // It is done with.
    let then = said(&home.type_in(&["learn", "own:1"], &["", ":quit"]));
    assert!(!then.contains(asked) && then.contains("2 of 2"), "{then}");
}

#[test]
fn a_prediction_is_kept_until_it_is_said_how_sure_it_is() {
    let home = Home::teaching(PREDICTED);
    home.type_in(&["learn", "own:1"], &["200", "", ":list", "q"]);
    assert!(!home.record().exists());
    let resumed = said(&home.type_in(&[], &["", "s", ":quit"]));
    assert!(resumed.contains("You say \"200\"."), "{resumed}");
    let lines = home.lines();
    assert_eq!(lines[0]["typed"], "200\n");
    assert_eq!(lines[0]["sure"], "sure");
}

#[test]
fn what_the_shell_cannot_read_is_an_attempt_too() {
    let step = "```toml\nid = \"busy\"\nkind = \"try\"\none-line = true\ntask = \"say `busy` if there is a file `lock`.\"\n\
                hints = [\"a\", \"b\", \"c\"]\nanswer = \"if [ -e lock ]; then echo busy; fi\"\nbecause = \"So.\"\n\n\
                [setup.files]\nlock = \"\"\n\n[[check]]\nkind = \"stdout\"\nis = \"busy\"\n```\n";
    let home = Home::teaching(step);
    let typed = [
        ":solution",
        "if [ -e lock ]; then; echo busy; fi",
        "if[ -e lock ]; then echo busy; fi",
        "ls )",
        "fi",
        ":quit",
    ];
    let said = said(&home.type_in(&["learn", "own:1"], &typed));
    assert!(said.contains("Try something first"), "{said}");
    assert!(said.contains(":hint (3 left)    :why"), "{said}");
    assert!(said.contains(":solution    :reset"), "{said}");
    let lines = home.lines();
    let ideas = |index: usize| lines[index]["ideas"].as_array().map_or(0, Vec::len);
    assert_eq!((ideas(0), ideas(1)), (1, 1), "{lines:?}");
    assert!(lines.iter().all(|line| line["outcome"] == "wrong"));
    assert!(
        lines.iter().all(|line| line["typed"] != "ls )"),
        "{lines:?}"
    );
}

#[test]
fn lines_that_are_in_the_way_are_told_of() {
    let step = r#"```toml
id = "twice"
kind = "try"
task = "run `mkdir out && echo created` twice."
hints = ["a", "b", "c"]
answer = """
mkdir out && echo created
mkdir out && echo created
"""
because = "So."

[[check]]
kind = "some-line"
what = "mkdir out && echo created"
wanted = "both run"
checks = [
  { kind = "used", construct = "and" },
  { kind = "ran", name = "mkdir", args = ["out"], status = "success" },
]

[[check]]
kind = "some-line"
what = "the same line again"
wanted = "mkdir fails, echo skipped"
checks = [{ kind = "short-circuited", on = "&&" }]
```
"#;
    let home = Home::teaching(step);
    let line = "mkdir out && echo created";
    let told = "Earlier lines are in the way";
    let typed = ["mkdir out; echo created", line, line, ":reset", line, line];
    let text = said(&home.type_in(&["learn", "own:1"], &typed));
    assert_eq!(text.matches(told).count(), 1, "{text}");
    assert!(text.contains("Yes. So."), "{text}");
    // Whoever is on the way is told nothing of the kind.
    let text = said(&home.type_in(&["learn", "own:1"], &[":reset", line, "ls", line]));
    assert!(!text.contains(told), "{text}");
}

#[test]
fn where_nothing_can_be_kept_the_course_is_taught_all_the_same() {
    let mut home = Home::new();
    // Theirs may be in a folder of ours.
    let lessons = home.path().join("lessons");
    fs::create_dir(&lessons).unwrap();
    fs::copy(
        home.lessons.join("01-words.md"),
        lessons.join("01-words.md"),
    )
    .unwrap();
    home.lessons = lessons;
    let everyone = fs::Permissions::from_mode(0o777);
    fs::set_permissions(home.path(), everyone).unwrap();
    home.type_in_as_a_user(&["learn", "words:1"], &["2 3 1", ":quit"]);
    let closed = fs::Permissions::from_mode(0o500);
    fs::set_permissions(home.state(), closed).unwrap();
    let typed = ["2 1", "2 4 1 5", ":list words", ":quit"];
    let output = home.type_in_as_a_user(&["learn", "words:2"], &typed);
    let text = said(&output);
    assert_eq!(text.matches("cannot be kept").count(), 1, "{text}");
    let unwrapped = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in ["XDG_STATE_HOME", "is 500", "Yes. A command gets its words"] {
        assert!(unwrapped.contains(wanted), "{wanted}: {text}");
    }
    // What was saved before is read, and what its owner closed stays closed.
    assert_eq!(text.matches(" done").count(), 2, "{text}");
    assert!(output.status.success(), "{text}");
    assert_eq!(mode(&home.state()), 0o500);
    assert_eq!(home.lines().len(), 1);
    fs::set_permissions(home.state(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn an_order_that_was_made_easier_says_so_again() {
    let home = Home::new();
    home.type_in(
        &["learn", "words:2"],
        &["1 2", "1 3", "1 6", "1 5", ":quit"],
    );
    let again = said(&home.type_in(&["learn", "words:2"], &[":quit"]));
    assert!(again.contains("Two of them stand together"), "{again}");
}

#[test]
fn a_folder_goes_on_on_another_machine() {
    let (here, there) = (Home::new(), Home::new());
    let typed = ["mkdir sub; cd sub; x=kept; echo note > file", ":quit"];
    let asked = "cat file; echo \"$x\"; pwd; echo \"home $HOME, $TMPDIR\"";
    here.type_in(&["learn", "words:4"], &typed);
    fs::create_dir_all(there.path().join("state")).unwrap();
    fs::rename(here.state(), there.state()).unwrap();
    let place = here.path().to_path_buf();
    drop(here);
    let output = said(&there.type_in(&[], &["", asked, ":quit"]));
    let step = there.state().join("work/words/greet");
    let home = format!("home {0}, {0}\n", step.display());
    assert!(output.contains(&home), "{output}");
    let folder = there.state().join("work/words/greet/sub");
    for wanted in ["note\n", "kept\n", folder.to_str().unwrap()] {
        assert!(output.contains(wanted), "{wanted}: {output}");
    }
    assert!(!output.contains(place.to_str().unwrap()), "{output}");
}
