//! Plays every `tests/transcripts/*.sitting` through the real binary on an 80x24 terminal and compares what a learner sees,
//! scrolled away or not, with a snapshot.
//!
//! How to write a sitting: see `tests/common/sitting.rs`. `SHTUTOR_SITTING=NAME` plays that one alone. To look at what changed:
//! `cargo insta review`, or read the `.snap.new` file beside the snapshot.

#![expect(clippy::print_stdout, reason = "a test that cannot run says so")]

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/pty.rs"]
#[expect(
    dead_code,
    reason = "what runs behind the screen is not looked at here"
)]
mod pty;
#[path = "common/shell.rs"]
#[expect(
    dead_code,
    reason = "here is but one shell, and no other to compare it with"
)]
mod shell;
#[path = "common/sitting.rs"]
mod sitting;

use at_once::at_once;
use std::cmp::Reverse;
use std::fs::{self, File};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;

/// Sittings held at the same time.
const AT_ONCE: usize = 6;
/// The lessons of a sitting without a terminal.
const COURSE: &str = "exit-status status-is-fragile then-and-or";
/// How long a sitting without a terminal may take.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn every_sitting_looks_as_recorded() {
    let failures = at_once(AT_ONCE, sittings(), |path| hold(&path).err());
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    assert!(
        failures.is_empty(),
        "\n{}\n{} sittings failed",
        failures.join("\n"),
        failures.len()
    );
}

/// A lesson without a terminal: each line is read from a pipe and written after its prompt.
#[test]
fn a_lesson_can_be_played_through_a_pipe() {
    let typed = fs::read_to_string(folder().join("piped-lesson.input")).expect("what is typed");
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer
        .write_all(typed.as_bytes())
        .expect("a pipe has room for it");
    drop(writer);
    pipe_through("piped-lesson", reader.into());
}

/// Input that ends before the lesson does: what was done is saved, and standard error names the place.
#[test]
fn input_that_ends_early_is_complained_of() {
    let input = File::open(folder().join("piped-end.input")).expect("what is typed");
    pipe_through("piped-end", input.into());
    let nothing = File::open("/dev/null").expect("the null device is there");
    pipe_through("piped-nothing", nothing.into());
}

/// The harness itself, held with a shell whose prompt is like ours.
#[test]
fn a_sitting_types_waits_interrupts_kills_and_starts_again() {
    let Some(bash) = ["/bin/bash", "/usr/bin/bash"]
        .into_iter()
        .find(|path| Path::new(path).exists())
    else {
        println!("skipped: bash is not installed");
        return;
    };
    let home = home();
    let mut stage = sitting::stage(&[bash, "--norc", "--noprofile"], home.path());
    stage.environment.push(("PS1".into(), "[$?] $ ".into()));
    let text =
        fs::read_to_string(folder().join("harness.bash")).expect("the harness's own sitting");
    let transcript = sitting::play(&text, stage).unwrap_or_else(|why| panic!("{why}"));
    settings().bind(|| insta::assert_snapshot!("harness", transcript));
}

fn hold(path: &Path) -> Result<(), String> {
    let name = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if let Some(program) = missing_program(&text) {
        println!("skipped: {name}.sitting, since {program} is not installed");
        return Ok(());
    }
    let home = home();
    let stage = sitting::stage(&[env!("CARGO_BIN_EXE_shtutor")], home.path());
    let transcript =
        sitting::play(&text, stage).map_err(|why| format!("--- {name}.sitting, {why}"))?;
    if transcript.contains("panicked") {
        return Err(format!("--- {name}.sitting: panicked\n{transcript}"));
    }
    let assertion = || settings().bind(|| insta::assert_snapshot!(name.as_str(), transcript));
    catch_unwind(AssertUnwindSafe(assertion))
        .map_err(|_| format!("--- {name}.sitting differs from its snapshot, see above"))
}

/// The program that a sitting needs, if a session would not find it.
fn missing_program(sitting: &str) -> Option<&str> {
    let needed = |line| str::strip_prefix(line, "<needs ")?.strip_suffix('>');
    let mut needed = sitting.lines().filter_map(needed);
    needed.find(|program| !shtutor::session::programs::is_there(program))
}

fn pipe_through(name: &str, input: Stdio) {
    let home = home();
    let mut stage = sitting::stage(&[env!("CARGO_BIN_EXE_shtutor")], home.path());
    stage.teach(COURSE).unwrap_or_else(|why| panic!("{why}"));
    let outcome = shell::run(stage.command("").stdin(input), LIMIT);
    assert!(!outcome.timed_out, "{name} does not come to an end");
    let transcript = format!(
        "{}<standard error>\n{}<exit status: {}>\n",
        stage.without_chance(&outcome.out()),
        stage.without_chance(&outcome.err()),
        outcome.status
    );
    settings().bind(|| insta::assert_snapshot!(name, transcript));
}

/// An empty home whose name is always as long, so that lines that show it always wrap alike.
fn home() -> TempDir {
    tempfile::Builder::new()
        .prefix("h-")
        .tempdir_in("/tmp")
        .expect("a temporary folder")
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/transcripts");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

fn sittings() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder())
        .expect("tests/transcripts is there")
        .flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    let only = std::env::var_os("SHTUTOR_SITTING");
    found.retain(|path| path.extension().is_some_and(|is| is == "sitting"));
    found.retain(|path| only.is_none() || path.file_stem() == only.as_deref());
    // The longest first: what is begun last is soon over, and nobody waits for it alone.
    found.sort_by_key(|path| Reverse(path.metadata().map_or(0, |file| file.len())));
    found
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts")
}
