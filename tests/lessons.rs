//! The lessons as shipped: what they say is printed is printed, their answers are right, and their text keeps the house's
//! rules. Each snippet runs in `dash` and `bash --posix`, where installed, in a fresh folder.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose sandbox cannot be made stops there"
)]

use shtutor::lesson::check::{Check, judge};
use shtutor::lesson::predict::compare;
use shtutor::lesson::{Course, Judge, Lesson, Setup, Step, StepKind};
use shtutor::observation::{FileFact, FileKind, Observation, Streams};
use shtutor::trace::ExitStatus;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The widest line, in characters.
const WIDTH: usize = 78;

/// Words that talk down, praise, or mean nothing.
const BANNED: [&str; 12] = [
    "simply",
    "just",
    "obviously",
    "easy",
    "easily",
    "congratulations",
    "great",
    "awesome",
    "excellent",
    "perfect",
    "foo",
    "baz",
];

/// The practice program that lessons announce.
const EXITS: &str = "#!/bin/sh\n[ $# -lt 2 ] || echo \"$2\"\nexit \"$1\"\n";

fn course() -> Course {
    Course::built_in().unwrap_or_else(|error| panic!("{error}"))
}

fn steps(course: &Course) -> impl Iterator<Item = (&Lesson, &Step)> {
    course
        .lessons
        .iter()
        .flat_map(|lesson| lesson.steps.iter().map(move |step| (lesson, step)))
}

/// A shell as a command that a script's text is appended to.
struct Shell(Vec<&'static str>);

impl Shell {
    /// The reference shells that are installed.
    fn installed() -> Vec<Shell> {
        let candidates = [vec!["dash", "-c"], vec!["bash", "--posix", "-c"]].map(Shell);
        let runs = |shell: &Shell| Command::new(shell.0[0]).args(["-c", ":"]).status().is_ok();
        candidates.into_iter().filter(runs).collect()
    }

    fn ours() -> Shell {
        Shell(vec![env!("CARGO_BIN_EXE_shtutor"), "sh", "-c"])
    }
}

/// A fresh folder and the practice programs.
struct Sandbox {
    folder: TempDir,
    programs: TempDir,
}

impl Sandbox {
    fn new(setup: &Setup) -> Sandbox {
        let sandbox = Sandbox {
            folder: TempDir::new().unwrap(),
            programs: TempDir::new().unwrap(),
        };
        let exits = sandbox.programs.path().join("exits");
        std::fs::write(&exits, EXITS).unwrap();
        std::fs::set_permissions(&exits, PermissionsExt::from_mode(0o755)).unwrap();
        for (path, content) in &setup.files {
            std::fs::write(sandbox.folder.path().join(path), content).unwrap();
        }
        sandbox.run(&Shell(vec!["sh", "-c"]), &setup.run);
        sandbox
    }

    /// Runs a text and observes what can be observed without our own engine: output, status and files.
    fn run(&self, shell: &Shell, text: &str) -> Observation {
        let path = std::env::var("PATH").unwrap();
        let output = Command::new(shell.0[0])
            .args(&shell.0[1..])
            .arg(text)
            .current_dir(self.folder.path())
            .env("PATH", format!("{}:{path}", self.programs.path().display()))
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Observation {
            line: text.to_owned(),
            status: ExitStatus::from(output.status.code().unwrap_or(255) as u8),
            files: files(self.folder.path(), Path::new("")),
            // In another order, perhaps, than they came.
            screen: [&output.stdout[..], &output.stderr[..]].concat(),
            streams: Some(Streams {
                stdout: output.stdout,
                stderr: output.stderr,
            }),
            ..Observation::default()
        }
    }
}

/// What is in `folder`, whose paths begin with `within`.
fn files(folder: &Path, within: &Path) -> Vec<FileFact> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let place = entry.unwrap().path();
        let path = within.join(place.file_name().unwrap());
        let kind = if place.is_dir() {
            found.extend(files(&place, &path));
            FileKind::Directory
        } else {
            FileKind::File
        };
        found.push(FileFact {
            kind,
            content: std::fs::read(&place).unwrap_or_default(),
            mode: std::fs::metadata(&place).map_or(0, |data| data.permissions().mode()),
            path,
        });
    }
    found
}

fn stdout(observation: &Observation) -> String {
    String::from_utf8(observation.streams.clone().unwrap().stdout).unwrap()
}

/// Runs every snippet and compares what it prints with its output block.
fn check_snippets(shell: &Shell) {
    for (lesson, step) in steps(&course()) {
        let snippets = match &step.kind {
            StepKind::Predict { snippets } => &snippets[..],
            StepKind::Trace { snippet, .. } | StepKind::Computed { snippet, .. } => {
                std::slice::from_ref(snippet)
            }
            _ => continue,
        };
        for snippet in snippets {
            let printed = stdout(&Sandbox::new(&step.setup).run(shell, &snippet.source));
            let place = format!("{}:{}, {:?}", lesson.file, snippet.line, shell.0);
            assert_eq!(printed, snippet.output, "{place}");
            for wrong in &snippet.wrong {
                assert!(
                    !compare(&printed, &wrong.answer).agrees(),
                    "{place}: {}",
                    wrong.idea
                );
            }
        }
    }
}

#[test]
fn snippets_print_what_they_say_in_reference_shells() {
    Shell::installed().iter().for_each(check_snippets);
}

#[test]
fn snippets_print_what_they_say_in_our_own_shell() {
    check_snippets(&Shell::ours());
}

#[test]
fn proofs_of_choices_end_as_they_say() {
    for shell in Shell::installed() {
        for (lesson, step) in steps(&course()) {
            let StepKind::Choose { options, .. } = &step.kind else {
                continue;
            };
            let sandbox = Sandbox::new(&step.setup);
            for option in options {
                let (Some(proof), Some(status)) = (&option.proof, option.status) else {
                    continue;
                };
                let ended = sandbox.run(&shell, proof).status;
                assert_eq!(
                    ended,
                    ExitStatus::from(status),
                    "{}:{}: {proof}",
                    lesson.file,
                    step.line
                );
            }
        }
    }
}

/// The judge with only those checks that need no trace.
fn without_trace(judge: &Judge) -> Judge {
    let plain = |check: &Check| {
        use Check::{File, NotUsed, Screen, Status, Stderr, Stdout, Used};
        matches!(
            check,
            Status(_) | Stdout(_) | Stderr(_) | Screen(_) | File(_) | Used(_) | NotUsed(_)
        )
    };
    let mut judge = judge.clone();
    judge.checks.retain(plain);
    judge
        .hidden
        .iter_mut()
        .for_each(|hidden| hidden.checks.retain(plain));
    judge
}

/// Whether an answer passes, hidden runs included; the step's own checks are judged in the step's folder.
fn passes(shell: &Shell, step: &Step, all: &Judge, answer: &str) -> bool {
    let all = without_trace(all);
    let run_in = |setup: &Setup, own: Option<&str>, text: &str| {
        let mut setup = setup.clone();
        let Some(name) = step.kind.file() else {
            return Sandbox::new(&setup).run(shell, text);
        };
        setup.files.insert(name.to_owned(), text.to_owned());
        Sandbox::new(&setup).run(shell, &all.run_line(name, own))
    };
    let visible = judge(&all, &[run_in(&step.setup, None, answer)]).holds();
    let hidden = |run: &shtutor::lesson::HiddenRun| {
        let observation = run_in(&run.setup, run.run.as_deref(), &run.variant(answer));
        run.judge(&[observation]).holds()
    };
    visible && all.hidden.iter().all(hidden)
}

#[test]
fn answers_pass_and_broken_text_does_not() {
    for shell in Shell::installed() {
        for (lesson, step) in steps(&course()) {
            let Some(all) = step.kind.judge() else {
                continue;
            };
            let broken = match &step.kind {
                StepKind::Fix { broken, .. } => Some(broken),
                _ => None,
            };
            let place = format!("{}:{}, {:?}", lesson.file, step.line, shell.0);
            for answer in step.answer.iter().chain(&step.alternative) {
                assert!(passes(&shell, step, all, answer), "{place}: {answer}");
            }
            if let Some(broken) = broken {
                assert!(!passes(&shell, step, all, broken), "{place}: {broken}");
            }
        }
    }
}

#[test]
fn constants_do_not_pass() {
    let course = course();
    let constants = [
        (
            "honest-report",
            "echo 'cleaning up'; echo 'build status: 3'",
        ),
        (
            "honest-report",
            "exits 3; echo 'cleaning up'; echo 'build status: 3'",
        ),
        ("save-it-first", "echo finished; echo 'status 4'"),
        ("only-if-missing", "echo 'no config'"),
        ("always-complains", "mkdir out"),
    ];
    for (id, constant) in constants {
        let (_, step) = steps(&course).find(|(_, step)| step.id.0 == id).unwrap();
        let judge = step.kind.judge();
        let judge = judge.unwrap_or_else(|| panic!("{id} is not judged by effects"));
        assert!(
            !passes(&Shell(vec!["sh", "-c"]), step, judge, constant),
            "{id}: {constant}"
        );
    }
}

#[test]
fn every_lesson_file_is_built_in() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/unix-shell");
    let read = shtutor::library::read(&directory).unwrap_or_else(|error| panic!("{error}"));
    let ids = |course: &Course| {
        course
            .lessons
            .iter()
            .map(|lesson| lesson.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&read), ids(&course()));
}

#[test]
fn text_fits_the_screen() {
    for lesson in course().lessons {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&lesson.file))
                .unwrap();
        for (number, line) in text.lines().enumerate() {
            assert!(
                line.chars().count() <= WIDTH,
                "{}:{}: {line}",
                lesson.file,
                number + 1
            );
        }
        for (index, step) in lesson.steps.iter().enumerate() {
            let opening = if index == 0 {
                lesson.prose.lines().count()
            } else {
                0
            };
            let lines = opening + step.prose.lines().filter(|line| !line.is_empty()).count();
            assert!(
                lines <= 5,
                "{}:{}: {lines} lines before the task",
                lesson.file,
                step.line
            );
        }
    }
}

#[test]
fn no_word_talks_down_or_praises() {
    for lesson in course().lessons {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&lesson.file))
                .unwrap();
        for (number, line) in text.lines().enumerate() {
            let words: BTreeSet<String> = line
                .split(|c: char| !c.is_alphabetic())
                .map(str::to_lowercase)
                .collect();
            let banned = BANNED.iter().find(|word| words.contains(**word));
            assert_eq!(banned, None, "{}:{}: {line}", lesson.file, number + 1);
        }
    }
}

#[test]
fn lessons_and_steps_are_in_order() {
    let mut seen = BTreeSet::new();
    for lesson in course().lessons {
        assert!(
            lesson.needs.iter().all(|need| seen.contains(need)),
            "{}",
            lesson.file
        );
        assert!(seen.insert(lesson.id), "{}", lesson.file);
        let ids: BTreeSet<_> = lesson.steps.iter().map(|step| &step.id).collect();
        assert_eq!(ids.len(), lesson.steps.len(), "{}", lesson.file);
        for step in &lesson.steps {
            assert_eq!(step.hints.len(), 3, "{}:{}", lesson.file, step.line);
        }
    }
}
