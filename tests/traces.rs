//! `shtutor trace`: what it shows of the scripts in `tests/traces`, that it shows the same every time, and that nothing is
//! different because somebody looks on.
//!
//! Each script runs as `shtutor trace -o FILE ../NAME.sh` in an empty folder and reads nothing; what was written to FILE is a
//! snapshot. `SHTUTOR_TRACES=ROUNDS cargo test --test traces` repeats the runs under load as often as wanted.

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/corpus.rs"]
mod corpus;
#[expect(dead_code, reason = "no other shell is compared with")]
#[path = "common/shell.rs"]
mod shell;

use at_once::at_once;
use corpus::{files, root, stem};
use shell::{Outcome, Shell, run};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long one script may take.
const LIMIT: Duration = Duration::from_secs(20);
/// How often each script runs under load, unless `SHTUTOR_TRACES` says otherwise.
const ROUNDS: usize = 3;

/// How many scripts run at a time.
const WORKERS: usize = 4;
/// Scripts of the corpus that cannot be compared with themselves, and why.
const DIFFERENT_EACH_TIME: &[(&str, &str)] = &[
    ("pipeline-is-all-of-it.sh", "a process id stays in a file"),
    (
        "set-m-off-shares-the-group.sh",
        "a process id stays in a file",
    ),
    (
        "xtrace-is-not-redirected.sh",
        "two stages of a pipeline announce themselves at the same time",
    ),
];

/// What a run left behind.
#[derive(Debug, PartialEq)]
struct Left {
    outcome: Outcome,
    trace: String,
    files: BTreeMap<PathBuf, String>,
}

/// What was not kept is in no number that is told.
#[test]
fn numbers_of_what_was_not_kept_are_told_as_the_least() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("long.sh");
    let text = "i=0; while [ $i -lt 9000 ]; do i=$((i+1)); done\n";
    fs::write(&script, text).expect("a script can be written");
    let trace = traced(&script, &[]).trace;
    let told = trace.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in ["the commands ran at least ", "... at least "] {
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn endless_recursion_is_told_as_far_as_anybody_reads() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script");
    fs::write(&script, "f() { f; }\nf\n").unwrap();
    let left = traced(&script, &[]);
    assert_eq!(left.outcome.status, 2, "{}", left.trace);
    assert!(left.trace.contains("some of it is missing here"));
    assert!(left.trace.contains("exit 2"));
}

#[test]
fn a_script_has_every_descriptor_that_others_use() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script");
    std::fs::write(
        &script,
        "exec 200> lock 255> other\necho a >&200; echo b >&255\ncat lock other\n",
    )
    .unwrap();
    let left = traced(&script, &[]);
    assert_eq!(left.outcome.stdout, b"a\nb\n", "{}", left.trace);
}

#[test]
fn every_trace_is_as_recorded() {
    for script in scripts("tests/traces") {
        let name = stem(&script);
        let left = traced(&script, &[]);
        assert!(!left.outcome.timed_out, "{name}");
        insta::with_settings!({
            snapshot_path => "snapshots/traces",
            prepend_module_to_snapshot => false,
            omit_expression => true,
            description => fs::read_to_string(&script).unwrap(),
        }, { insta::assert_snapshot!(name.as_str(), left.trace) });
    }
}

#[test]
fn other_programs_get_one_object() {
    let script = root().join("tests/traces/pipeline-of-three.sh");
    let trace = traced(&script, &["--json"]).trace;
    let stable: Vec<String> = trace
        .lines()
        .map(|line| match line.trim_start().starts_with("\"pid\": ") {
            true => "      \"pid\": PID,".to_owned(),
            false => line.to_owned(),
        })
        .collect();
    insta::with_settings!({
        snapshot_path => "snapshots/traces",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("json", stable.join("\n")) });
}

#[test]
fn no_line_is_wider_than_the_page() {
    for script in scripts("tests/traces") {
        let trace = traced(&script, &[]).trace;
        let wide = trace.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{}", script.display());
        assert!(trace.is_ascii(), "{}", script.display());
    }
}

#[test]
fn the_same_text_has_the_same_trace_also_under_load() {
    let rounds = std::env::var("SHTUTOR_TRACES").ok();
    let rounds = rounds.map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    std::hint::spin_loop()
                }
            });
        }
        let differing = scripts("tests/traces").into_iter().find_map(|script| {
            let first = traced(&script, &[]).trace;
            let other = (1..rounds).map(|_| traced(&script, &[]).trace);
            let other = other.into_iter().find(|trace| *trace != first)?;
            Some((script, first, other))
        });
        over.store(true, Ordering::Relaxed);
        assert_eq!(differing, None);
    });
}

#[test]
fn nothing_is_different_because_somebody_looks_on() {
    let mut all = scripts("tests/scripts");
    assert!(all.len() > 800, "{} scripts", all.len());
    all.retain(|script| {
        !DIFFERENT_EACH_TIME
            .iter()
            .any(|(name, _)| script.ends_with(name))
    });
    let differing = at_once(WORKERS, &all, |script| {
        // Lines that two processes print at the same time may be the other way round once.
        let found = (0..TRIES).map(|_| difference(script));
        let found: Option<Vec<String>> = found.collect();
        found.and_then(|mut found| found.pop())
    });
    let differing: Vec<String> = differing.into_iter().flatten().collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// How often a script is different that counts as that.
const TRIES: usize = 3;

/// What is different about `script` when it is traced.
fn difference(script: &Path) -> Option<String> {
    let binary = env!("CARGO_BIN_EXE_shtutor").to_owned();
    let shell = Shell(vec![binary, "sh".to_owned()]);
    let plain = played(&shell, &[], script);
    let Left {
        outcome,
        trace,
        files,
    } = traced(script, &[]);
    let said = |(outcome, files): &(Outcome, BTreeMap<PathBuf, String>)| {
        format!(
            "{} {:?} {:?} {files:?}",
            outcome.status,
            outcome.out(),
            outcome.err()
        )
    };
    let traced = (outcome, files);
    (plain != traced || trace.is_empty()).then(|| {
        let (plain, traced) = (said(&plain), said(&traced));
        format!("{}\n  {plain}\n  {traced}", script.display())
    })
}

/// Runs `script` under `shtutor trace` with more `words` before the script.
fn traced(script: &Path, words: &[&str]) -> Left {
    let trace = tempfile::NamedTempFile::new().expect("a temporary file");
    let binary = env!("CARGO_BIN_EXE_shtutor").to_owned();
    let shell = Shell(vec![binary, "trace".to_owned()]);
    let mut options = vec!["-o", trace.path().to_str().expect("its name is text")];
    options.extend(words);
    let (outcome, files) = played(&shell, &options, script);
    let trace = fs::read_to_string(trace.path()).expect("a trace is text");
    Left {
        outcome,
        trace,
        files,
    }
}

/// Runs `script` with `shell` in an empty folder; what it left in the folder.
fn played(shell: &Shell, options: &[&str], script: &Path) -> (Outcome, BTreeMap<PathBuf, String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [work, bin] = ["work", "bin"].map(|name| folder.path().join(name));
    for made in [&work, &bin] {
        fs::create_dir(made).expect("a folder can be made");
    }
    let file = format!("{}.sh", stem(script));
    fs::copy(script, folder.path().join(&file)).expect("a script can be copied");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_shtutor"), bin.join("sh"))
        .expect("a link can be made");
    let mut command = shell.command(&work);
    command.env("PATH", format!("{}:{}", bin.display(), shell::SYSTEM_PATH));
    command.args(options).arg(format!("../{file}"));
    let outcome = run(&mut command, LIMIT);
    let mut files = BTreeMap::new();
    collect(&work, &work, &mut files);
    (outcome, files)
}

fn collect(root: &Path, folder: &Path, into: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.strip_prefix(root).expect("it lies there").to_owned();
        let kind = fs::symlink_metadata(&path)
            .expect("it is there")
            .file_type();
        if kind.is_dir() {
            collect(root, &path, into);
            into.insert(name, "(folder)".to_owned());
        } else if kind.is_file() {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).into_owned();
            // It has another name each time.
            let place = root.parent().unwrap_or(root).display().to_string();
            into.insert(name, text.replace(&place, "PLACE"));
        } else {
            into.insert(name, "(other)".to_owned());
        }
    }
}

/// The scripts below a folder of the project, sorted.
fn scripts(folder: &str) -> Vec<PathBuf> {
    files(&root().join(folder), "sh")
}
