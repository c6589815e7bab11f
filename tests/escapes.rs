//! Attempts to get out of a session. Each is first shown to succeed without one, as the same user and against the same kind
//! of victim; inside a session nothing of it may be seen: what is compared is the effect, not what a command says.
//!
//! Start with [`Attempt`]; the attempts are the tables in `escapes/`. Where the kernel cannot enforce, `skipped` is printed,
//! and where `CI_LANDLOCK` is set that is a failure.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says what it skips"
)]

#[path = "escapes/files.rs"]
mod files;
#[path = "escapes/leftovers.rs"]
mod leftovers;
#[path = "escapes/network.rs"]
mod network;
#[path = "escapes/privileges.rs"]
mod privileges;
#[path = "escapes/processes.rs"]
mod processes;
#[path = "common/program.rs"]
mod program;
#[path = "escapes/resources.rs"]
mod resources;
#[path = "escapes/victim.rs"]
mod victim;

use nix::fcntl::{Flock, FlockArg};
use shtutor::session::{Limits, Network, Screen, Session, Setup};
use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use victim::{SECRET, Victim};

/// Nobody: what an ordinary user is to the system.
const NOBODY: u32 = 65_534;

/// One way out. It succeeds if anything about the victim changes, or if it prints what is the victim's or what it
/// [`shows`](Attempt::shows).
///
/// In the line `@V` is the victim's folder, `@P` its process, `@A` an address in the memory of that and `@S` a segment of
/// memory that it shares; the rest is found in [`Scene::fill`].
struct Attempt {
    name: &'static str,
    line: &'static str,
    /// What only success prints, if it is not the victim's secret.
    shows: Option<&'static str>,
    proof: Proof,
}

/// What is known of success without a session.
#[derive(Clone, Copy, PartialEq)]
enum Proof {
    /// It must be seen.
    Certain,
    /// This machine or user may lack what it takes; then it is skipped.
    IfPossible,
}

const fn attempt(name: &'static str, line: &'static str) -> Attempt {
    Attempt {
        name,
        line,
        shows: None,
        proof: Proof::Certain,
    }
}

impl Attempt {
    const fn showing(mut self, text: &'static str) -> Attempt {
        self.shows = Some(text);
        self
    }

    const fn if_possible(mut self) -> Attempt {
        self.proof = Proof::IfPossible;
        self
    }

    fn was_shown(&self, output: &[u8]) -> bool {
        contains(output, self.shows.unwrap_or(SECRET))
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

/// The program of system calls, compiled once; `None` where there is no compiler.
struct Helper {
    folder: TempDir,
}

impl Helper {
    fn compile() -> Option<Helper> {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let source = folder.path().join("helper.c");
        fs::write(&source, include_str!("escapes/helper.c")).unwrap();
        let mut compiler = Command::new("cc");
        compiler
            .arg("-o")
            .arg(folder.path().join("helper"))
            .arg(&source);
        match compiler.output() {
            Ok(seen) => {
                let said = String::from_utf8_lossy(&seen.stderr).into_owned();
                assert!(seen.status.success(), "{said}");
                Some(Helper { folder })
            }
            Err(error) => {
                println!("skipped: no C compiler: {error}");
                None
            }
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("helper")
    }

    /// Where the line begins: a folder with a copy of the program, as a session has no other way to it.
    fn give_to(&self, folder: &Path) {
        program::copy(self.path(), &folder.join("helper"));
    }
}

/// Where a line is run, which decides who is who.
struct Scene<'s> {
    victim: &'s Victim,
    /// The tutor and the guardian; without a session the victim stands for both.
    tutor: String,
    guardian: String,
}

impl Scene<'_> {
    fn fill(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for (name, value) in self.victim.names() {
            line = line.replace(name, &value);
        }
        line.replace("@T", &self.tutor)
            .replace("@G", &self.guardian)
    }
}

/// A session that goes on from one attempt to the next.
struct Prison {
    session: Session,
    folder: TempDir,
}

impl Prison {
    /// `None`, and a word about it, where the kernel cannot enforce everything.
    fn open(wall: Duration) -> Option<Prison> {
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup {
            folder: folder.path().to_owned(),
            state: None,
            screen: Screen::Headless,
            network: Network::None,
            limits: Limits {
                wall: Some(wall),
                output: 100_000,
            },
        };
        let session = Session::start_with(Path::new(env!("CARGO_BIN_EXE_shtutor")), setup).unwrap();
        let enforcement = session.enforcement().clone();
        let full = enforcement.is_full();
        let must = std::env::var_os("CI_LANDLOCK").is_some();
        assert!(full || !must, "{enforcement}");
        if !full {
            println!("skipped: {enforcement}");
        }
        full.then_some(Prison { session, folder })
    }

    /// The shell goes on whatever was tried.
    fn check_still_here(&mut self, after: &str) {
        let seen = self.session.run("echo still here").unwrap();
        assert!(
            contains(&seen.screen, "still here\n"),
            "after {after}: {}",
            String::from_utf8_lossy(&seen.screen)
        );
    }
}

/// Runs `line` as anybody would, in `folder`.
fn run_freely(line: &str, folder: &Path) -> Output {
    let mut shell = Command::new("timeout");
    shell
        .args(["-k", "1", "20", "sh", "-c", line])
        .current_dir(folder)
        .env("HOME", folder)
        .stdin(Stdio::null())
        .process_group(0);
    shell.output().unwrap()
}

/// While anybody, in this process or another one of this test, holds a lock of the other kind, this waits.
fn lock(kind: FlockArg) -> Flock<File> {
    let this = File::open(std::env::current_exe().unwrap()).unwrap();
    Flock::lock(this, kind).unwrap()
}

/// A time without fork bombs, during which root could not start anything either.
fn peace() -> Flock<File> {
    lock(FlockArg::LockShared)
}

/// Every attempt without a session, then with one.
fn check_all(attempts: &[Attempt]) {
    let _peace = peace();
    let Some(helper) = Helper::compile() else {
        return;
    };
    let Some(mut prison) = Prison::open(Duration::from_secs(60)) else {
        return;
    };
    helper.give_to(prison.folder.path());
    for attempt in attempts {
        if succeeds_freely(attempt, &helper) {
            check_confined(attempt, &helper, &mut prison);
        }
    }
}

/// Whether it succeeds; that it does not is an error unless it was to be expected.
fn succeeds_freely(attempt: &Attempt, helper: &Helper) -> bool {
    let victim = Victim::new(&helper.path());
    let folder = tempfile::tempdir().unwrap();
    helper.give_to(folder.path());
    let before = victim.look();
    let scene = Scene {
        victim: &victim,
        tutor: victim.pid().to_string(),
        guardian: victim.pid().to_string(),
    };
    let output = run_freely(&scene.fill(attempt.line), folder.path());
    let succeeds = || attempt.was_shown(&output.stdout) || victim.look() != before;
    if eventually(succeeds, attempt.proof) {
        return true;
    }
    let said = format!("{}: {output:?}", attempt.name);
    assert!(attempt.proof == Proof::IfPossible, "has no effect: {said}");
    println!("skipped: {said}");
    false
}

fn check_confined(attempt: &Attempt, helper: &Helper, prison: &mut Prison) {
    let victim = Victim::new(&helper.path());
    let before = victim.look();
    let scene = Scene {
        victim: &victim,
        tutor: std::process::id().to_string(),
        guardian: "$PPID".to_owned(),
    };
    let line = format!("({})", scene.fill(attempt.line));
    let seen = prison.session.run(&line).unwrap();
    assert_eq!(seen.ended, None, "{}", attempt.name);
    prison.check_still_here(attempt.name);
    let said = String::from_utf8_lossy(&seen.screen);
    assert!(!attempt.was_shown(&seen.screen), "{}: {said}", attempt.name);
    assert_eq!(victim.look(), before, "{}: {said}", attempt.name);
}

/// Waits until `done`: for long if it must come to that.
fn eventually(done: impl Fn() -> bool, proof: Proof) -> bool {
    let patience = match proof {
        Proof::Certain => Duration::from_secs(10),
        Proof::IfPossible => Duration::from_millis(200),
    };
    let until = Instant::now() + patience;
    while !done() {
        if Instant::now() > until {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    true
}

#[test]
fn there_are_as_many_attempts_as_promised() {
    let tables = [
        files::WRITING,
        files::READING,
        processes::ATTEMPTS,
        network::ATTEMPTS,
    ];
    let in_tables: usize = tables.iter().map(|table| table.len()).sum();
    let others = privileges::ATTEMPTS.len() + leftovers::LINES.len() + resources::ATTEMPTS.len();
    assert!(in_tables + others >= 60, "{in_tables} and {others}");
}

/// Learners are no root: all of this once more, as nobody.
#[test]
fn everything_holds_for_an_ordinary_user() {
    if !nix::unistd::getuid().is_root() {
        return println!("skipped: only root can become somebody else");
    }
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    let mut tests = Command::new(std::env::current_exe().unwrap());
    tests
        // Most of them wait most of the time.
        .args(["--skip", "ordinary_user", "--test-threads=4"])
        .uid(NOBODY)
        .gid(NOBODY)
        .current_dir("/");
    for variable in ["TMPDIR", "HOME", "XDG_STATE_HOME"] {
        tests.env(variable, folder.path());
    }
    let seen = match tests.output() {
        Ok(seen) => seen,
        Err(error) => return println!("skipped: {error}"),
    };
    let said = String::from_utf8_lossy(&seen.stdout);
    assert!(seen.status.success(), "{said}");
}
