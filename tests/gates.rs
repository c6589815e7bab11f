//! Exact gates on what the shell costs, which hold on any machine however busy: system calls counted by `strace`.
//!
//! Where `strace` is missing or may not trace, they say so and pass.

use std::fs;
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
