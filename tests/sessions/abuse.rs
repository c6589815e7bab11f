//! Lines that break things, on purpose or not: the shell goes on or is ended, and the host never waits for long.

use super::hosts::{alive_in, eventually};
use super::{SCREENS, Sitting, again, screen, sitting, sitting_within};
use shtutor::observation::Excess;
use shtutor::session::Screen;
use shtutor::trace::ExitStatus;
use std::process::Stdio;
use std::time::{Duration, Instant};

impl Sitting {
    /// Runs a line that must not take long, whatever it does.
    fn run_soon(&mut self, line: &str) -> String {
        let before = Instant::now();
        let seen = self.run(line);
        assert!(before.elapsed() < Duration::from_secs(3), "{line}");
        assert_eq!(seen.stopped, None, "{line}");
        screen(&seen)
    }
}

#[test]
fn a_line_after_the_terminal_was_broken_still_works() {
    for line in [
        "stty raw -echo < /dev/tty",
        "stty -opost < /dev/tty",
        "stty raw opost olcuc 2> /dev/null < /dev/tty; printf '\\033['",
        "printf '\\033]7700;'",
        "printf '\\033]7700;0123456789ABCDEF;E2\\007'",
        "stty 0 < /dev/tty; true",
    ] {
        let mut sitting = sitting(Screen::Plain);
        sitting.run_soon(line);
        let seen = sitting.run_soon("echo next").to_lowercase();
        assert!(seen.ends_with("next\n"), "after {line}: {seen:?}");
    }
}

/// What is left of a program that did not clean up, or did not mean to: later lines print as before, and in full.
#[test]
fn nothing_a_program_does_to_the_terminal_reaches_later_lines() {
    if !std::path::Path::new("/usr/bin/python3").exists() {
        return println!("skipped: no python3");
    }
    for call in [
        // As ssh and node do.
        "os.set_blocking(0, False); os.set_blocking(1, False); os.set_blocking(2, False)",
        "[fcntl.ioctl(1, 0x5423, struct.pack(\"i\", n)) for n in range(1, 31)]",
        "fcntl.ioctl(1, 0x540C)",
        "termios.tcflow(1, termios.TCOOFF)",
    ] {
        let mut sitting = sitting_within(Screen::Unseen, Duration::from_secs(20), 8 << 20);
        sitting.run(&format!(
            "python3 -c 'import fcntl, os, struct, termios; {call}'"
        ));
        assert_eq!(sitting.run_soon("echo x > /dev/tty"), "x\n", "{call}");
        let seen = sitting.run("seq 300000");
        assert!(screen(&seen).ends_with("\n300000\n"), "{call}");
        assert_eq!(seen.status, ExitStatus(0), "{call}");
    }
}

#[test]
fn a_shell_without_standard_streams_still_runs_lines() {
    for kind in SCREENS {
        for line in [
            "exec > /dev/null 2>&1",
            "exec 0<&- 1>&- 2>&-",
            "exec 1>&- ; exec 2>&-",
        ] {
            let mut sitting = sitting(kind);
            sitting.run_soon(line);
            assert_eq!(sitting.run_soon("echo lost; echo kept > file"), "");
            assert_eq!(sitting.run("ls file | grep -q file").status, ExitStatus(0));
        }
    }
}

#[test]
fn a_background_job_prints_in_a_later_line() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        assert_eq!(sitting.run_soon("mkfifo go"), "");
        let job = "(read word < go; echo late; : > over) &";
        assert_eq!(sitting.run_soon(job), "");
        let wait = "echo word > go; until [ -e over ]; do sleep 0.1; done";
        assert_eq!(sitting.run_soon(wait), "late\n");
        assert_eq!(sitting.run_soon("echo next"), "next\n");
    }
}

#[test]
fn output_without_end_is_bounded() {
    print_without_end(Screen::Headless);
    quietly("abuse::output_without_end_is_bounded_on_a_screen");
}

#[test]
#[ignore = "floods the screen: the test above runs it where nobody sees it"]
fn output_without_end_is_bounded_on_a_screen() {
    print_without_end(Screen::Plain);
}

fn print_without_end(kind: Screen) {
    let mut sitting = sitting_within(kind, Duration::from_millis(400), 10_000);
    let seen = sitting.run("yes");
    assert_eq!(seen.stopped, Some(Excess::Time));
    assert!(seen.truncated);
    // Of pipes, each is bounded; the other one tells that `yes` was terminated.
    let kept = seen
        .streams
        .map_or(seen.screen.len(), |streams| streams.stdout.len());
    assert_eq!(kept, 10_000);
    sitting.check("echo next", "next\n");
}

#[test]
fn long_lines_odd_bytes_and_binary_output_pass() {
    print_odd_things(Screen::Headless);
    quietly("abuse::long_lines_odd_bytes_and_binary_output_pass_on_a_screen");
}

#[test]
#[ignore = "floods the screen: the test above runs it where nobody sees it"]
fn long_lines_odd_bytes_and_binary_output_pass_on_a_screen() {
    print_odd_things(Screen::Plain);
}

fn print_odd_things(kind: Screen) {
    let mut sitting = sitting_within(kind, Duration::from_secs(20), 3 << 20);
    let long = "x".repeat(1 << 20);
    assert_eq!(
        sitting.run_soon(&format!("echo {long}")),
        format!("{long}\n")
    );
    sitting.run_soon("echo a\0b");
    let seen = sitting.run("printf '\\377\\376\\000\\001'");
    assert_eq!(seen.screen, b"\xff\xfe\x00\x01");
    sitting.check("echo next", "next\n");
}

/// Runs the ignored test `name` in a process whose output goes nowhere.
fn quietly(name: &str) {
    let ended = again(name)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(ended.is_ok_and(|status| status.success()), "{name} failed");
}

#[test]
fn a_fork_bomb_is_bounded() {
    let mut sitting = sitting_within(Screen::Headless, Duration::from_secs(2), 10_000);
    let folder = sitting.folder.path().to_owned();
    let before = Instant::now();
    let seen = sitting.run("f() { f | f & }; f; sleep 1; :");
    assert!(
        before.elapsed() < Duration::from_secs(20),
        "{:?}",
        before.elapsed()
    );
    if seen.ended.is_none() {
        sitting.run("true");
    }
    drop(sitting);
    assert!(eventually(|| alive_in(&folder).is_empty()));
}

#[test]
fn the_kernel_limits_files_and_descriptors() {
    let mut sitting = sitting(Screen::Headless);
    let seen = sitting.run("head -c 100000000 /dev/zero > big");
    assert_eq!(seen.status, ExitStatus(128 + 25));
    assert_eq!(
        std::fs::metadata(sitting.folder.path().join("big"))
            .unwrap()
            .len(),
        64 << 20
    );
    sitting.check(
        "dash -c 'ulimit -n; ulimit -c; ulimit -f'",
        "1024\n0\n131072\n",
    );
}
