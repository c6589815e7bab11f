//! Exact gates on what the shell costs, which hold on any machine however busy: system calls counted by `strace`, instructions
//! counted by `valgrind` in relation to those of `dash`.
//!
//! Where a tool is missing or may not trace, they say so and pass. Instructions mean something only in a release build:
//! `cargo test --release --test gates`.

#[expect(dead_code, reason = "the benchmarks use the rest of it")]
#[path = "../benches/side_by_side/workload.rs"]
mod workload;

use std::fs;
use std::path::Path;
use std::process::Command;

/// External commands that one script runs.
const COMMANDS: usize = 50;

#[test]
fn an_external_command_costs_the_shell_three_system_calls() {
    for command in ["/bin/true", "env true", "/bin/true <big >/dev/null"] {
        let redirected = command.contains('<');
        let Some(one) = calls(command, 1) else {
            println!("strace cannot trace here: nothing is counted");
            return;
        };
        let many = calls(command, 1 + COMMANDS).expect("it could trace before");
        let each =
            |count: fn(&Calls) -> usize| (count(&many) - count(&one)) as f64 / COMMANDS as f64;
        // Each redirection is saved, opened, moved into place and put back.
        let limit = if redirected { 3.0 + 2.0 * 6.0 } else { 3.0 };
        let (shell, child) = (each(|calls| calls.shell), each(|calls| calls.before_exec));
        assert!(shell <= limit, "{command}: {shell} calls of the shell each");
        // The one call is execve itself.
        assert!(
            child <= 1.0,
            "{command}: {child} calls of a child up to its program"
        );
    }
}

/// Workloads of the benchmarks, how often each is done, and how many instructions of the shell's own that may take for one of
/// `dash`.
const LIMITS: [(&str, u32, f64); 7] = [
    ("builtin loop", 2000, 0.45),
    ("and-or, if, test, case", 1000, 0.45),
    ("function call", 2000, 0.52),
    ("expansions", 1000, 0.5),
    ("field splitting", 1, 0.6),
    ("parsing 2 MB of functions", 1, 0.9),
    ("parsing 2 MB in one if", 1, 0.9),
];

#[test]
fn loops_and_the_parser_need_fewer_instructions_than_those_of_dash() {
    if cfg!(debug_assertions) {
        println!("this is no release build: nothing is counted");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("script");
    let ratio = |text: &str| {
        fs::write(&script, text).expect("a file can be written");
        let own = instructions(&[env!("CARGO_BIN_EXE_shtutor"), "sh"], &script)?;
        let dash = instructions(&["dash"], &script)?;
        Some((own, dash))
    };
    let Some((own_start, dash_start)) = ratio(":\n") else {
        println!("valgrind or dash is missing: nothing is counted");
        return;
    };
    let mut missed = Vec::new();
    for (name, operations, limit) in LIMITS {
        let workload = workload::WORKLOADS
            .iter()
            .find(|workload| workload.name == name);
        let workload = workload.unwrap_or_else(|| panic!("no workload {name}"));
        let counts = ratio(&workload.script_of(operations));
        let (own, dash) = counts.expect("instructions could be counted before");
        let ratio = (own - own_start) / (dash - dash_start);
        println!("{name}: {ratio:.2} of dash's instructions, at most {limit}");
        if ratio > limit {
            missed.push(name);
        }
    }
    assert!(missed.is_empty(), "too many instructions: {missed:?}");
}

/// Instructions that `shell` needs for `script` in its own process; `None` if they cannot be counted here.
fn instructions(shell: &[&str], script: &Path) -> Option<f64> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args(shell)
        .arg(script);
    let output = valgrind
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let (_, count) = said.split_once("Collected : ")?;
    count.split_whitespace().next()?.parse().ok()
}

/// How many system calls were made.
struct Calls {
    /// By the shell's own process.
    shell: usize,
    /// By its children, up to the execve that turned them into another program.
    before_exec: usize,
}

/// Traces the shell while it runs `command` `times` times; `None` if that is not possible here.
fn calls(command: &str, times: usize) -> Option<Calls> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = folder.path().join("log");
    fs::write(folder.path().join("big"), "text\n").expect("a file can be written");
    let script = format!("{command}\n").repeat(times);
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-o"])
        .arg(&log)
        .current_dir(folder.path());
    strace.args([env!("CARGO_BIN_EXE_shtutor"), "sh", "-c", &script]);
    let traced = strace.output().is_ok_and(|output| output.status.success());
    let text = fs::read_to_string(&log).unwrap_or_default();
    if !traced || !text.contains("execve(") {
        return None;
    }
    Some(count(&text))
}

/// Counts the lines `PID call(…` of a trace; the first process in it is the shell.
fn count(trace: &str) -> Calls {
    let shell = trace.split_whitespace().next().unwrap_or_default();
    let mut became_a_program = std::collections::HashSet::from([shell]);
    let mut calls = Calls {
        shell: 0,
        before_exec: 0,
    };
    for line in trace.lines() {
        let Some((process, call)) = line.split_once(char::is_whitespace) else {
            continue;
        };
        let call = call.trim_start();
        // Signals, ends of processes, and the second half of a call that another process interrupted in the trace.
        if call.starts_with(['+', '-', '<']) {
            continue;
        }
        if process == shell {
            calls.shell += 1;
        } else if !became_a_program.contains(process) {
            calls.before_exec += 1;
            if call.starts_with("execve(") {
                became_a_program.insert(process);
            }
        }
    }
    calls
}
