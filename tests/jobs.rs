//! Job control on a pseudo-terminal: plays every `tests/jobs/NAME.keys` at `shtutor sh -i`, `dash -i` and `bash --posix -i`.
//!
//! Our screen must be as recorded in a snapshot, and, wording aside, that of one of the others. How a scenario is written is
//! described in `tests/common/job_player.rs`. It opens with comments: what it shows, and
//!
//! ```text
//! # compare: no REASON        POSIX asks for something that neither of the others does (optional)
//! # compare: bash             the other one never shows what the scenario waits for (optional)
//! ```
//!
//! `SHTUTOR_JOBS=NAME` plays that scenario alone and shows all three screens.

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/job_player.rs"]
mod job_player;
#[path = "common/pty.rs"]
#[expect(dead_code, reason = "no terminal is hung up here")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "only the environment is needed of it")]
mod shell;

use at_once::at_once;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How many scenarios are played at a time: most of the time they wait.
const WORKERS: usize = 8;
/// How long a step may take in our own shell, on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);
/// The same in another. Some never show what a scenario waits for; it is enough if one does.
const LIMIT_OF_OTHERS: Duration = Duration::from_secs(8);
/// How often a scenario that differs is played again.
const AGAIN: usize = 3;
/// Fewer than this means that they were not found.
const AT_LEAST: usize = 40;

struct Scenario {
    name: String,
    text: String,
    compare: Compare,
}

/// Whom a scenario is compared with.
enum Compare {
    None,
    One(String),
    All,
}

impl Compare {
    fn stated_in(text: &str) -> Compare {
        let stated = text
            .lines()
            .find_map(|line| line.strip_prefix("# compare: "));
        match stated.and_then(|words| words.split(' ').next()) {
            None => Compare::All,
            Some("no") => Compare::None,
            Some(name) => Compare::One(name.to_owned()),
        }
    }

    fn with(&self, other: &str) -> bool {
        match self {
            Compare::None => false,
            Compare::One(name) => name == other,
            Compare::All => true,
        }
    }
}

/// What one scenario showed.
struct Played {
    ours: Result<String, String>,
    /// The others' screens, wording aside, by name.
    others: Vec<(&'static str, Result<String, String>)>,
}

#[test]
fn every_scenario_shows_what_is_recorded_and_what_dash_or_bash_shows() {
    let only = std::env::var("SHTUTOR_JOBS").ok();
    let scenarios = corpus(only.as_deref());
    assert!(only.is_some() || scenarios.len() >= AT_LEAST);
    let played = at_once(WORKERS, &scenarios, play);
    let mut failures = Vec::new();
    for (scenario, played) in std::iter::zip(&scenarios, &played) {
        if only.is_some() {
            println!("== ours\n{}", shown(&played.ours));
            for (name, screen) in &played.others {
                println!("== {name}\n{}", shown(screen));
            }
        }
        // A process may end just before a prompt or just behind it, in any of the shells: what differs is played again.
        let mut result = check(scenario, played);
        for _ in 0..AGAIN {
            if result.is_ok() {
                break;
            }
            result = check(scenario, &play(scenario));
        }
        if let Err(why) = result {
            failures.push(format!("{}: {why}", scenario.name));
        }
    }
    println!("{} scenarios, {} failures", scenarios.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn shown(screen: &Result<String, String>) -> &str {
    screen.as_ref().unwrap_or_else(|error| error)
}

fn check(scenario: &Scenario, played: &Played) -> Result<(), String> {
    let ours = played.ours.as_ref().map_err(Clone::clone)?;
    let recorded = std::panic::catch_unwind(|| {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/jobs");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(scenario.name.as_str(), ours));
    });
    recorded.map_err(|_| format!("not as recorded:\n{ours}"))?;
    let agrees = |(_, screen): &(_, Result<String, String>)| screen.as_ref() == Ok(ours);
    if played.others.is_empty() || played.others.iter().any(agrees) {
        return Ok(());
    }
    let mut report = format!("differs from the others:\n{ours}");
    for (name, screen) in &played.others {
        report.push_str(&format!("-- {name}:\n{}", shown(screen)));
    }
    Err(report)
}

fn corpus(only: Option<&str>) -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jobs");
    let entries = std::fs::read_dir(folder).expect("the scenarios are there");
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let scenario = |path: PathBuf| {
        let name = path.file_stem()?.to_str()?.to_string();
        let text = std::fs::read_to_string(&path).expect("a scenario can be read");
        let compare = Compare::stated_in(&text);
        only.is_none_or(|only| only == name).then_some(Scenario {
            name,
            text,
            compare,
        })
    };
    paths.into_iter().filter_map(scenario).collect()
}

fn play(scenario: &Scenario) -> Played {
    let ours = [env!("CARGO_BIN_EXE_shtutor"), "sh", "-i"];
    let others = [
        ("dash", &["/usr/bin/dash", "-i"][..]),
        (
            "bash",
            &[
                "/usr/bin/bash",
                "--norc",
                "--noprofile",
                "--posix",
                "--noediting",
                "-i",
            ],
        ),
    ];
    let installed = others
        .into_iter()
        .filter(|(name, words)| scenario.compare.with(name) && Path::new(words[0]).exists());
    Played {
        ours: play_at(scenario, &ours, LIMIT),
        others: installed
            .map(|(name, words)| (name, play_at(scenario, words, LIMIT_OF_OTHERS)))
            .collect(),
    }
}

fn play_at(scenario: &Scenario, words: &[&str], limit: Duration) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).current_dir(folder.path());
    shell::plain_environment(&mut command, folder.path());
    command.env("PS1", "$ ").env("TERM", "dumb");
    job_player::play(&scenario.text, &command, limit).map(|screen| without_wording(&screen))
}

/// A screen as all three would show it: one wording, no process ids, no blank lines.
fn without_wording(screen: &str) -> String {
    let mut lines = Vec::new();
    // What comes behind a key's echo is another shell's next line.
    let screen = screen
        .replace("^Z", "^Z\n")
        .replace("$ You have stopped jobs.", "$\nYou have stopped jobs.");
    for line in screen.lines() {
        let line = line.trim_end();
        let started = line
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("] "))
            .is_some_and(|(_, pid)| pid.bytes().all(|byte| byte.is_ascii_digit()));
        // dash says nothing when a job starts, bash says `exit` when its input ends.
        if line.is_empty() || started || line == "exit" {
            continue;
        }
        lines.push(job_line(line).unwrap_or_else(|| message(line)));
    }
    lines.join("\n") + "\n"
}

/// A line of `jobs`, as POSIX has it; `None` for another line.
fn job_line(line: &str) -> Option<String> {
    let (number, rest) = line.strip_prefix('[')?.split_once(']')?;
    let rest = rest.trim_start();
    let (mark, rest) = match rest.strip_prefix(['+', '-']) {
        Some(after) => (&rest[..1], after.trim_start()),
        None => (" ", rest),
    };
    let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
    let (pid, rest) = if digits > 0 {
        (" PID", rest[digits..].trim_start())
    } else {
        ("", rest)
    };
    let (state, command) = rest
        .split_once("  ")
        .unwrap_or((rest.trim_end_matches(" &"), ""));
    let state = STATES
        .iter()
        .find(|(theirs, _)| *theirs == state)
        .map_or(state, |(_, ours)| ours);
    let command = command.trim().trim_end_matches(" &");
    Some(
        format!("[{number}] {mark}{pid} {state} {command}")
            .trim_end()
            .to_string(),
    )
}

/// What others say of a job, and what POSIX does.
const STATES: [(&str, &str); 7] = [
    ("Stopped(SIGTSTP)", "Stopped"),
    ("Stopped(SIGSTOP)", "Stopped (SIGSTOP)"),
    ("Stopped(SIGTTIN)", "Stopped (SIGTTIN)"),
    ("Stopped(SIGTTOU)", "Stopped (SIGTTOU)"),
    ("Stopped (signal)", "Stopped (SIGSTOP)"),
    ("Stopped (tty input)", "Stopped (SIGTTIN)"),
    ("Stopped (tty output)", "Stopped (SIGTTOU)"),
];

/// A message of a shell or a built-in, or any other line.
fn message(line: &str) -> String {
    let mut text = line.to_string();
    for (theirs, ours) in MESSAGES {
        text = text.replace(theirs, ours);
    }
    // `dash: 3: fg: …`: the line's number is no part of the message.
    let mut parts: Vec<&str> = text.split(": ").collect();
    if parts.len() > 2 && matches!(parts[0], "sh" | "dash" | "bash" | "/usr/bin/dash") {
        parts[0] = "sh";
        if parts[1].starts_with("line ") || parts[1].bytes().all(|byte| byte.is_ascii_digit()) {
            parts.remove(1);
        }
        // What is wrong is worded freely; that something is, and with which utility, is not.
        parts.truncate(2);
        return parts.join(": ");
    }
    text
}

/// What others say, and what we do.
const MESSAGES: [(&str, &str); 4] = [
    ("You have stopped jobs.", "There are stopped jobs."),
    (
        "Use \"exit\" to leave shell.",
        "Use \"exit\" to leave the shell.",
    ),
    ("/usr/bin/dash: ", "dash: "),
    ("/usr/bin/bash: ", "bash: "),
];
