//! Processes that a line leaves behind: without a session they outlive it, with one they do not.

use super::{Prison, Proof, eventually, peace};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Each leaves one `sleep @D` behind.
pub const LINES: &[&str] = &[
    "sleep @D &",
    "nohup sleep @D > /dev/null 2>&1 &",
    "setsid sleep @D &",
    "setsid -f sleep @D",
    "(sleep @D &)",
    "(setsid sh -c 'sleep @D & exit' &)",
    "sh -c 'sh -c \"trap \\\"\\\" HUP INT TERM QUIT; sleep @D\" & exit'",
    "trap '' HUP TERM; sleep @D & disown 2> /dev/null || :",
    "(trap '' HUP INT TERM; exec setsid nohup sleep @D) > /dev/null 2>&1 &",
    "mkfifo p; (exec 3<> p; sleep @D) &",
];

/// Whoever sleeps for `duration`, which is nobody else's.
fn sleepers(duration: &str) -> Vec<i32> {
    let wanted = format!("sleep\0{duration}\0");
    let pids = fs::read_dir("/proc").unwrap().flatten();
    let pids = pids.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| {
        let line = fs::read(format!("/proc/{pid}/cmdline"));
        line.is_ok_and(|line| line == wanted.as_bytes())
    })
    .collect()
}

#[test]
fn nothing_outlives_a_session() {
    let _peace = peace();
    for (index, line) in LINES.iter().enumerate() {
        let is_there = |duration: &str| !sleepers(duration).is_empty();
        let free = format!("{}.1{index}", 10_000 + std::process::id());
        let folder = tempfile::tempdir().unwrap();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &line.replace("@D", &free)])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        shell.status().unwrap();
        let outlived = eventually(|| is_there(&free), Proof::Certain);
        for pid in sleepers(&free) {
            kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
        }
        assert!(outlived, "without a session: {line}");

        let Some(mut prison) = Prison::open(Duration::from_secs(60)) else {
            return;
        };
        let confined = format!("{}.2{index}", 10_000 + std::process::id());
        prison.session.run(&line.replace("@D", &confined)).unwrap();
        assert!(
            eventually(|| is_there(&confined), Proof::Certain),
            "in a session: {line}"
        );
        prison.check_still_here(line);
        drop(prison);
        assert!(!is_there(&confined), "{line}");
    }
}
