//! What a session costs beside the same without it: its start, a line, and output on its way to the terminal.
//!
//! `cargo bench --bench session` prints a table for the README. `ROUNDS=31` asks for more rounds (21 unless told), `SHTUTOR=PATH`
//! measures another build, `MEBIBYTES=1024` sends more output (256 unless told). Nothing here passes or fails.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

#[path = "../common/median.rs"]
mod median;
mod terminal;

use median::median;
use shtutor::session::{Limits, Network, Screen, Session, Setup};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use terminal::Terminal;

/// Lines whose cost is compared; every one leaves things as they were.
const LINES: [&str; 4] = [
    "true",
    "ls >/dev/null",
    "echo one two | cat >/dev/null",
    "for i in 1 2 3; do /bin/true; done",
];
/// Files whose content a person would have in the folder.
const FILES: usize = 20;
/// Mebibytes of one file: no larger one can be written in a session.
const FILE: usize = 64;
/// The end of the prompt, which has a colour before it, with what the line editor writes behind it.
const PROMPT: &str = " $ \r\x1b[6C\x1b[?2026l";

fn main() {
    let number = |name: &str, default: usize| {
        let set = std::env::var(name).ok();
        set.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let rounds = number("ROUNDS", 21);
    let ours = std::env::var_os("SHTUTOR");
    let ours = ours.map_or_else(|| env!("CARGO_BIN_EXE_shtutor").into(), PathBuf::from);
    println!("| what | median |");
    println!("| --- | --- |");
    println!(
        "| a session's start | {} |",
        milliseconds(start(&ours, rounds))
    );
    let prompt = first_prompt(&ours, rounds);
    println!(
        "| `shtutor sandbox` to its first prompt | {} |",
        milliseconds(prompt)
    );
    for line in LINES {
        let (with, without) = one_line(&ours, line, rounds * 5);
        let added = with.as_secs_f64() - without.as_secs_f64();
        println!(
            "| `{line}` | {}, `sh -c` {}: {:+.2} ms |",
            milliseconds(with),
            milliseconds(without),
            added * 1e3
        );
    }
    let files = number("MEBIBYTES", 256).div_ceil(FILE);
    let (ours, plain) = throughput(&ours, files, 3);
    println!(
        "| {} MiB by `cat` to the terminal | {ours:.0} MB/s, `script` {plain:.0} MB/s: {:.2} |",
        files * FILE,
        ours / plain
    );
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn middle(times: &[Duration]) -> Duration {
    median(times, Duration::cmp)
}

fn timed<T>(body: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let value = body();
    (begun.elapsed(), value)
}

fn session(ours: &Path, folder: &Path) -> Session {
    let setup = Setup {
        folder: folder.to_owned(),
        state: None,
        screen: Screen::Headless,
        network: Network::None,
        limits: Limits {
            wall: None,
            output: 256 * 1024,
        },
    };
    Session::start_with(ours, setup).expect("a session starts")
}

fn start(ours: &Path, rounds: usize) -> Duration {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let once = |_| timed(|| session(ours, folder.path())).0;
    middle(&(0..rounds).map(once).collect::<Vec<_>>())
}

fn first_prompt(ours: &Path, rounds: usize) -> Duration {
    let once = |_| timed(|| sandbox(ours)).0;
    middle(&(0..rounds).map(once).collect::<Vec<_>>())
}

/// The tutor's sandbox at its first prompt.
fn sandbox(ours: &Path) -> Terminal {
    let mut terminal = Terminal::start(Command::new(ours).arg("sandbox"));
    terminal.until(PROMPT);
    terminal
}

/// How long `line` takes in a session, and in a shell started for it.
fn one_line(ours: &Path, line: &str, rounds: usize) -> (Duration, Duration) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    for number in 0..FILES {
        let file = folder.path().join(format!("file{number}"));
        std::fs::write(file, "a line of text\n".repeat(100)).expect("a file can be written");
    }
    let mut session = session(ours, folder.path());
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        with.push(timed(|| session.run(line).expect("the line runs")).0);
        let mut plain = Command::new("sh");
        plain.arg("-c").arg(line).current_dir(folder.path());
        plain.stdin(Stdio::null()).stdout(Stdio::null());
        without.push(timed(|| plain.status().expect("sh runs")).0);
    }
    (middle(&with), middle(&without))
}

/// Megabytes of `files` files that arrive at a terminal in a second: through the sandbox, and through script(1).
fn throughput(ours: &Path, files: usize, rounds: usize) -> (f64, f64) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let make = format!(
        "yes 'a line of text as programs print them, {{neither}} short nor [long]' | head -c {FILE}M >f"
    );
    let made = Command::new("sh")
        .arg("-c")
        .arg(&make)
        .current_dir(folder.path())
        .status();
    assert!(made.expect("sh runs").success());
    let mut sandbox = sandbox(ours);
    sandbox.keys(&format!("{make}\r"));
    sandbox.until(PROMPT);
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let line = format!("cat{}\r", " f".repeat(files));
        let (time, bytes) = timed(|| {
            sandbox.keys(&line);
            sandbox.until(PROMPT)
        });
        with.push(bytes as f64 / 1e6 / time.as_secs_f64());
        let file = folder.path().join("f");
        let cat = format!("cat{}", format!(" {}", file.display()).repeat(files));
        let mut script = Command::new("script");
        script.args(["-qc", &cat, "/dev/null"]);
        let (time, bytes) = timed(|| Terminal::start(&script).rest());
        without.push(bytes as f64 / 1e6 / time.as_secs_f64());
    }
    (
        median(&with, f64::total_cmp),
        median(&without, f64::total_cmp),
    )
}
