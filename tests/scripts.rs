//! Runs every `tests/scripts/SECTION-TOPIC/NAME.sh` and compares its output and exit status with a snapshot and with `dash`.
//!
//! The folders follow the standard: `2.06.1-tilde` is XCU 2.6.1, `2.15-special-built-ins/trap` is `trap` in XCU 2.15,
//! `3-utilities/read` is `read` in XCU 3. A script opens with header comments:
//!
//! ```text
//! # posix: XCU 2.9.3          the section it is about: that of its folder, or within it
//! # status: 0                 the exit status it must end with
//! # args: a b                 its positional parameters (optional)
//! # compare: no REASON        not compared with dash (optional)
//! # parses: no REASON         there is an error in it, or an alias makes it right as it runs (optional)
//! ```
//!
//! It runs in an empty folder as `sh ../NAME.sh`, reads nothing, in the C locale; `sh` within it is the same shell. Of standard error only whether it is
//! empty counts: no shell's wording is a promise. `SHTUTOR_TEST_SHELL='bash --posix' cargo test --test scripts` tests
//! the corpus itself with another shell.

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/corpus.rs"]
mod corpus;
#[path = "common/shell.rs"]
mod shell;

use at_once::at_once;
use corpus::{files, root, stem};
use shell::{Outcome, SYSTEM_PATH, Shell};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long one script may take.
const LIMIT: Duration = Duration::from_secs(20);
/// How many scripts run at a time.
const WORKERS: usize = 4;
/// Fewer than this means that they were not found.
const AT_LEAST: usize = 800;

/// One file of the corpus.
struct Script {
    topic: String,
    name: String,
    path: PathBuf,
    status: i32,
    args: Vec<String>,
    compare: bool,
}

#[test]
fn every_script_prints_and_ends_as_recorded_and_as_in_dash() {
    let scripts = corpus().unwrap_or_else(|complaints| panic!("{}", complaints.join("\n")));
    assert!(
        scripts.len() >= AT_LEAST,
        "only {} scripts found",
        scripts.len()
    );
    let dash = Shell::dash();
    if dash.is_none() {
        println!("dash is not installed: compared with the snapshots alone");
    }
    let failures = check_all(&scripts, dash.as_ref());
    print!("{}", census(&scripts));
    println!("{} scripts, {} failures", scripts.len(), failures.len());
    assert!(
        failures.is_empty(),
        "{}\n\n{} of {} scripts failed",
        failures.join("\n"),
        failures.len(),
        scripts.len()
    );
}

#[test]
fn every_snapshot_has_its_script() {
    let orphans: Vec<String> = files(&root().join("tests/snapshots/scripts"), "snap")
        .into_iter()
        .filter(|snapshot| {
            let inner = snapshot
                .strip_prefix(root().join("tests/snapshots"))
                .expect("it was found there");
            !root()
                .join("tests")
                .join(inner)
                .with_extension("sh")
                .exists()
        })
        .map(|snapshot| snapshot.display().to_string())
        .collect();
    assert!(
        orphans.is_empty(),
        "snapshots without a script:\n{}",
        orphans.join("\n")
    );
}

fn check_all(scripts: &[Script], dash: Option<&Shell>) -> Vec<String> {
    at_once(WORKERS, scripts, |script| check(script, dash)).concat()
}

/// What is wrong with one script: one entry a way.
fn check(script: &Script, dash: Option<&Shell>) -> Vec<String> {
    let got = play(script, &Shell::under_test());
    let mut failures = Vec::new();
    let mut fail =
        |why: String| failures.push(format!("--- {}/{}.sh\n{why}", script.topic, script.name));
    if got.timed_out {
        fail(format!("    did not end within {LIMIT:?}"));
    }
    if got.err().contains("panicked") {
        fail(format!("    panicked:\n{}", got.err()));
    }
    if got.status != script.status {
        fail(format!(
            "    status: wanted {}, got {}\n{}",
            script.status,
            got.status,
            indented(&report(&got))
        ));
    }
    if let Some(dash) = dash.filter(|_| script.compare) {
        let wanted = report(&play(script, dash));
        if wanted != report(&got) {
            let got = indented(&format!("{}{}", report(&got), got.err()));
            fail(format!("    dash:\n{}    got:\n{got}", indented(&wanted)));
        }
    }
    if !same_as_snapshot(script, &report(&got)) {
        fail("    differs from its snapshot, see above".into());
    }
    failures
}

fn play(script: &Script, shell: &Shell) -> Outcome {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(format!("{}.sh", script.name));
    fs::copy(&script.path, &file).expect("a script can be copied");
    let [work, bin] = ["work", "bin"].map(|name| folder.path().join(name));
    for made in [&work, &bin] {
        fs::create_dir(made).expect("a folder can be made");
    }
    symlink(program(shell), bin.join("sh")).expect("a link can be made");
    let mut command = shell.command(&work);
    command.env("PATH", format!("{}:{SYSTEM_PATH}", bin.display()));
    command
        .arg(format!("../{}.sh", script.name))
        .args(&script.args);
    shell::run(&mut command, LIMIT)
}

/// The file of a shell.
fn program(shell: &Shell) -> PathBuf {
    let name = Path::new(&shell.0[0]);
    let found = std::env::split_paths(SYSTEM_PATH).map(|place| place.join(name));
    found
        .into_iter()
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{} is not installed", name.display()))
}

/// All that counts of an outcome, for reading.
fn report(outcome: &Outcome) -> String {
    let errors = if outcome.stderr.is_empty() {
        "empty"
    } else {
        "not empty"
    };
    let end = if outcome.stdout.is_empty() || outcome.stdout.ends_with(b"\n") {
        ""
    } else {
        "\n(no newline at the end)\n"
    };
    format!(
        "status {}\nstderr {errors}\n\n{}{end}",
        outcome.status,
        outcome.out()
    )
}

fn same_as_snapshot(script: &Script, report: &str) -> bool {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/scripts/{}", script.topic));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let assertion = || settings.bind(|| insta::assert_snapshot!(script.name.as_str(), report));
    catch_unwind(AssertUnwindSafe(assertion)).is_ok()
}

/// The corpus in order, or a complaint for each header that cannot be read.
fn corpus() -> Result<Vec<Script>, Vec<String>> {
    let mut scripts = Vec::new();
    let mut complaints = Vec::new();
    for path in files(&root().join("tests/scripts"), "sh") {
        match read_script(&path) {
            Ok(script) => scripts.push(script),
            Err(why) => complaints.push(format!("{}: {why}", path.display())),
        }
    }
    if complaints.is_empty() {
        Ok(scripts)
    } else {
        Err(complaints)
    }
}

fn read_script(path: &Path) -> Result<Script, String> {
    let text =
        String::from_utf8_lossy(&fs::read(path).map_err(|error| error.to_string())?).into_owned();
    let mut script = Script {
        topic: path
            .parent()
            .and_then(|folder| folder.strip_prefix(root().join("tests/scripts")).ok())
            .expect("a script lies in a topic")
            .display()
            .to_string(),
        name: stem(path),
        path: path.into(),
        status: -1,
        args: Vec::new(),
        compare: true,
    };
    let mut posix = false;
    for line in text.lines().take_while(|line| line.starts_with('#')) {
        let (key, value) = line[1..]
            .split_once(':')
            .ok_or_else(|| format!("no `key: value` in {line:?}"))?;
        match (key.trim(), value.trim()) {
            ("posix", section) => {
                belongs(section, &script.topic)?;
                posix = true;
            }
            ("status", number) => {
                script.status = number
                    .parse()
                    .map_err(|_| format!("not a status: {number}"))?
            }
            ("args", words) => script.args = words.split_whitespace().map(String::from).collect(),
            // For the properties of the parser.
            ("parses", reason) if reason.len() > "no ".len() => {}
            ("compare", reason) if reason.len() > "no ".len() => script.compare = false,
            _ => return Err(format!("unknown header {line:?}")),
        }
    }
    match (posix, script.status) {
        (false, _) => Err("no `# posix:` header".into()),
        (_, -1) => Err("no `# status:` header".into()),
        _ => Ok(script),
    }
}

/// Whether `section`, for instance `XCU 2.9.4.2`, is what the scripts of the folder `topic` are about.
fn belongs(section: &str, topic: &str) -> Result<(), String> {
    let mut folders = topic.split('/');
    let number = folders
        .next()
        .and_then(|folder| folder.split_once('-'))
        .map(|(number, _)| number.replace(".0", "."))
        .filter(|number| number.starts_with(|digit: char| digit.is_ascii_digit()))
        .ok_or_else(|| format!("folder {topic:?} names no section of XCU, like 2.06.1-tilde"))?;
    let utility = folders.next();
    let mut words = section.split_whitespace();
    let found = words.next() == Some("XCU")
        && words.next().is_some_and(|is| {
            is.strip_prefix(&*number)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
        && words.next() == utility
        && words.next().is_none();
    let wanted = format!("XCU {number} {}", utility.unwrap_or_default());
    found.then_some(()).ok_or_else(|| {
        format!(
            "`# posix: {section}` in a folder for `{}`",
            wanted.trim_end()
        )
    })
}

/// How many scripts there are of each section.
fn census(scripts: &[Script]) -> String {
    let mut counts = BTreeMap::new();
    for script in scripts {
        *counts.entry(script.topic.as_str()).or_insert(0) += 1;
    }
    let lines = counts
        .iter()
        .map(|(topic, count)| format!("{count:5} {topic}\n"));
    lines.collect()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("      {line}\n")).collect()
}
