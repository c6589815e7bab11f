//! The bank of templates, by the rules and by every misreading of them ([`wrong_answers`]): every variant prints the same in our shell, in dash and in bash, and what the course says of the
//! templates in `tests/quiz/rows.toml` is so.

#![expect(
    clippy::print_stdout,
    reason = "a test says what it could not compare with"
)]

#[path = "common/at_once.rs"]
mod at_once;
#[path = "quiz/course.rs"]
mod course;
#[path = "quiz/diagnoses.rs"]
mod diagnoses;
#[path = "common/shell.rs"]
mod shell;
#[path = "quiz/wrong_answers.rs"]
mod wrong_answers;

use at_once::at_once;
use course::Course;
use shell::{SYSTEM_PATH, Shell};
use shtutor::lesson::predict::compare;
use shtutor::misreading::Misreading;
use shtutor::practice;
use shtutor::quiz::Question;
use shtutor::quiz::template::{Bank, Variant};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// How long one session may take.
const LIMIT: Duration = Duration::from_secs(20);
/// How many run at a time.
const WORKERS: usize = 4;

fn bank() -> Bank {
    Bank::built_in().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn there_are_as_many_variants_as_the_course_says() {
    let bank = bank();
    let course = Course::read();
    let said = course
        .counts
        .iter()
        .map(|counts| (counts.template.as_str(), counts.variants));
    // Behind the course's own there are others.
    let of_the_course = bank.templates.iter().take(course.counts.len());
    let found = of_the_course.map(|template| (template.id.as_str(), template.variants().count()));
    let found: Vec<(&str, usize)> = found.collect();
    assert_eq!(found, said.collect::<Vec<_>>());
    let all = found.iter().map(|(_, variants)| variants);
    assert_eq!((found.len(), all.sum()), (30, 473));
}

#[test]
fn wrong_answers_are_wrong_and_come_of_misreadings_that_there_are() {
    for row in Course::read().rows {
        for wrong in row.wrong {
            let what = format!("{} {:?}: {}", row.template, row.slots, wrong.belief);
            assert_ne!(wrong.answer, row.answer, "{what}");
            assert!(Misreading::named(&wrong.misreading).is_some(), "{what}");
        }
    }
}

#[test]
fn no_two_variants_of_a_template_are_the_same_session() {
    for template in bank().templates {
        let sessions: BTreeSet<String> = template.variants().map(Variant::text).collect();
        assert_eq!(
            sessions.len(),
            template.variants().count(),
            "{}",
            template.id
        );
    }
}

#[test]
fn every_variant_prints_the_same_in_every_shell_and_what_the_course_says() {
    let bank = bank();
    let shells = Shells::installed();
    let mut failures = Vec::new();
    let mut answers = BTreeMap::new();
    let all = at_once(WORKERS, bank.variants(), |variant| {
        (name(variant), shells.agree(&variant.question()))
    });
    for (name, agreed) in all {
        match agreed {
            Ok(printed) => drop(answers.insert(name, printed)),
            Err(why) => failures.push(format!("{name}\n{why}")),
        }
    }
    let course = Course::read();
    for row in &course.rows {
        let name = name(row.variant(&bank));
        let printed = answers.get(&name).map_or("", String::as_str);
        if !compare(printed, &row.answer).agrees() {
            failures.push(format!(
                "{name}: the course says {:?}, printed is {printed:?}",
                row.answer
            ));
        }
    }
    for counts in &course.counts {
        let template = bank.template(&counts.template).expect("it is counted");
        let different: BTreeSet<_> = template
            .variants()
            .filter_map(|variant| answers.get(&name(variant)))
            .collect();
        if different.len() != counts.answers {
            failures.push(format!(
                "{}: {} answers, the course says {}",
                template.id,
                different.len(),
                counts.answers
            ));
        }
    }
    failures.sort();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn name(variant: Variant) -> String {
    let labels: Vec<&str> = variant.labels().collect();
    format!("{} {labels:?}", variant.template.id)
}

/// Our shell and those that are installed here, each with its folder of programs: practice programs, and `sh`.
struct Shells(Vec<(Shell, TempDir)>);

impl Shells {
    fn installed() -> Shells {
        let bash = Path::new("/bin/bash")
            .exists()
            .then(|| Shell(vec!["/bin/bash".into(), "--posix".into()]));
        if bash.is_none() {
            println!("bash is not installed: not compared with it");
        }
        let dash = Shell::dash();
        if dash.is_none() {
            println!("dash is not installed: not compared with it");
        }
        let shells = [Some(Shell::under_test()), dash, bash];
        let with_programs = |shell: Shell| {
            let programs = programs(&shell);
            (shell, programs)
        };
        Shells(shells.into_iter().flatten().map(with_programs).collect())
    }

    /// The answer, if it is the same in all.
    fn agree(&self, question: &Question) -> Result<String, String> {
        let answers = self
            .0
            .iter()
            .map(|(shell, programs)| answer(shell, programs.path(), question));
        let answers: Vec<String> = answers.collect::<Result<_, _>>()?;
        if answers.iter().all(|other| *other == answers[0]) {
            return Ok(answers[0].clone());
        }
        let lines = self
            .0
            .iter()
            .zip(&answers)
            .map(|((shell, _), answer)| format!("  {:?}: {answer:?}", shell.0));
        Err(lines.collect::<Vec<_>>().join("\n"))
    }
}

/// What the session prints, without what it prints up to the end that is asked for.
fn answer(shell: &Shell, programs: &Path, question: &Question) -> Result<String, String> {
    let printed = print(shell, programs, &question.session())?;
    let before = match question.before.as_str() {
        "" => String::new(),
        before => print(shell, programs, before)?,
    };
    let answer = printed.strip_prefix(&before);
    answer.map(str::to_owned).ok_or_else(|| {
        format!(
            "  {:?}: {printed:?} does not begin with {before:?}",
            shell.0
        )
    })
}

fn programs(shell: &Shell) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let link = |program: &Path, name: &str| {
        symlink(program, folder.path().join(name)).expect("a link can be made");
    };
    for name in practice::NAMES.iter().filter(|name| **name != "sh") {
        link(Path::new(env!("CARGO_BIN_EXE_shtutor")), name);
    }
    link(Path::new(&shell.0[0]), "sh");
    folder
}

/// Runs `session` as a script that lies beside a fresh folder, and gives its standard output.
fn print(shell: &Shell, programs: &Path, session: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [work, script] = ["work", "session.sh"].map(|name| folder.path().join(name));
    fs::create_dir(&work).expect("a folder can be made");
    fs::write(&script, session).expect("a script can be written");
    let mut command = shell.command(&work);
    command.env("PATH", format!("{}:{SYSTEM_PATH}", programs.display()));
    command.arg(PathBuf::from("..").join("session.sh"));
    let outcome = shell::run(&mut command, LIMIT);
    if outcome.timed_out {
        let said = outcome.err();
        return Err(format!(
            "  {:?} did not end within {LIMIT:?}\n{said}",
            shell.0
        ));
    }
    Ok(outcome.out())
}
