//! The lessons as shipped are right, as `shtutor check` proves it; and that it finds what is wrong, one broken lesson for each
//! rule. Apart from it, what lessons say is printed is run as plain scripts, in our own shell and in those installed.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose sandbox cannot be made stops there"
)]

#[path = "lessons/check.rs"]
mod check;

use shtutor::lesson::{Course, Setup, StepKind};
use shtutor::session::programs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

fn course() -> Course {
    Course::built_in().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_built_in_course_is_right() {
    let output = Command::new(env!("CARGO_BIN_EXE_shtutor"))
        .arg("check")
        .output()
        .unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let complaints = said(&output.stderr);
    // What needs a program that is not installed here cannot be proved here.
    let complaints = complaints
        .lines()
        .filter(|line| !line.contains(": not proved, "));
    assert_eq!(said(&output.stdout), "");
    assert_eq!(complaints.collect::<Vec<_>>(), Vec::<&str>::new());
    assert!(output.status.success());
}

/// A shell as a command that a script's text is appended to.
struct Shell(Vec<&'static str>);

impl Shell {
    /// Our own, and the reference shells that are installed.
    fn all() -> Vec<Shell> {
        let ours = Shell(vec![env!("CARGO_BIN_EXE_shtutor"), "sh", "-c"]);
        let others = [vec!["dash", "-c"], vec!["bash", "--posix", "-c"]].map(Shell);
        let runs = |shell: &Shell| Command::new(shell.0[0]).args(["-c", ":"]).status().is_ok();
        let others = others.into_iter().filter(runs);
        [ours].into_iter().chain(others).collect()
    }

    /// What `text` prints in a fresh folder that `setup` prepared.
    fn prints(&self, setup: &Setup, text: &str) -> String {
        let (folder, programs) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        for name in shtutor::practice::NAMES {
            let executable = env!("CARGO_BIN_EXE_shtutor");
            symlink(executable, programs.path().join(name)).unwrap();
        }
        for (path, content) in &setup.files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        let before = match setup.run.trim() {
            "" => String::new(),
            run => format!("{{\n{run}\n}} >/dev/null 2>&1\n"),
        };
        let path = std::env::var("PATH").unwrap();
        let output = Command::new(self.0[0])
            .args(&self.0[1..])
            .arg(format!("{before}{text}"))
            .current_dir(folder.path())
            .env("PATH", format!("{}:{path}", programs.path().display()))
            .env("HOME", folder.path())
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

#[test]
fn snippets_print_what_they_say_in_every_shell() {
    let mut wrong = Vec::new();
    for lesson in course().lessons {
        for step in &lesson.steps {
            let snippets = match &step.kind {
                StepKind::Predict { snippets } => &snippets[..],
                StepKind::Trace { snippet, .. } | StepKind::Computed { snippet, .. } => {
                    std::slice::from_ref(snippet)
                }
                _ => continue,
            };
            let needs = step.needs_program.as_ref();
            if needs.is_some_and(|needs| programs::missing(&needs.names).is_some()) {
                continue;
            }
            for (snippet, shell) in snippets
                .iter()
                .flat_map(|one| Shell::all().into_iter().map(move |shell| (one, shell)))
            {
                let printed = shell.prints(&step.setup, &snippet.source);
                if printed != snippet.output {
                    let place = format!("{}:{}", lesson.file, snippet.line);
                    wrong.push(format!("{place}, {:?} prints {printed:?}", shell.0));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_lesson_file_is_built_in() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/unix-shell");
    let read = shtutor::library::read(&directory).unwrap_or_else(|error| panic!("{error}"));
    let ids = |course: &Course| {
        let ids = course.lessons.iter().map(|lesson| lesson.id.clone());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(&read), ids(&course()));
}

#[test]
fn every_lesson_has_its_transcripts() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut missing = Vec::new();
    for lesson in course().lessons {
        for kind in ["right", "wrong-first"] {
            let name = format!("{}-{kind}", lesson.id.0);
            let sitting = format!("transcripts/{name}.sitting");
            let snapshot = format!("snapshots/transcripts/{name}.snap");
            missing.extend(
                [sitting, snapshot]
                    .into_iter()
                    .filter(|path| !tests.join(path).exists()),
            );
        }
    }
    assert!(missing.is_empty(), "tests/{}", missing.join("\ntests/"));
}
