//! What is typed at the tutor's prompt, however odd, and the terminal as the tutor leaves it, however it ends.

#[path = "common/program.rs"]
mod program;
#[path = "common/pty.rs"]
#[expect(dead_code, reason = "sittings need more of it")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "nothing is compared with dash here")]
mod shell;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pty::Pty;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// How long anything may take to be seen.
const LIMIT: Duration = Duration::from_secs(20);

/// A sitting in the sandbox.
struct Sitting {
    pty: Pty,
    _home: TempDir,
}

impl Sitting {
    /// One that `words` start, in which `"$TUTOR"` is the program, on a terminal of this kind.
    fn start(words: &[&str], term: &str) -> Sitting {
        let home = tempfile::tempdir().expect("a scratch folder");
        let everyone = std::fs::Permissions::from_mode(0o777);
        std::fs::set_permissions(home.path(), everyone).expect("it is ours");
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).current_dir(home.path());
        shell::plain_environment(&mut command, home.path());
        command.env("TERM", term).env("LC_ALL", "C.UTF-8");
        // An ordinary user is to start it: the folder that it was built in may be another's.
        let tutor = home.path().join("shtutor");
        program::copy(env!("CARGO_BIN_EXE_shtutor"), &tutor);
        command.env("TUTOR", tutor);
        command.env("KINDS", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds"));
        command.env("PS1", "outer> ");
        Sitting {
            pty: Pty::start(&command, 80, 24),
            _home: home,
        }
    }

    /// The sandbox at its first prompt.
    fn sandbox(term: &str) -> Sitting {
        let mut sitting = Sitting::start(&["sh", "-c", "exec \"$TUTOR\" sandbox"], term);
        sitting.sees(b"", "[ ] $ ");
        sitting
    }

    /// Types `keys`; then the cursor stands behind `line`.
    fn sees(&mut self, keys: &[u8], line: &str) {
        // A prompt may look like the one before: behind Ctrl-C it is another.
        let interrupts = keys.contains(&0x03);
        let before = self.pty.received().len();
        self.pty.type_bytes(keys);
        let stands = |pty: &Pty| {
            let is_new = !interrupts || pty.received().len() > before;
            is_new && pty.cursor_line() == line
        };
        self.pty
            .wait_until(LIMIT, stands)
            .unwrap_or_else(|_| panic!("{keys:?}: {:?}, not {line:?}", self.pty.text()));
    }

    /// Whether this stands on a line of its own.
    fn shows(&mut self, line: &str) -> bool {
        self.pty.text().lines().any(|shown| shown == line)
    }
}

#[test]
fn bytes_that_are_no_text_are_shown_as_such_and_end_nothing() {
    for term in ["xterm", "dumb"] {
        let mut sitting = Sitting::sandbox(term);
        sitting.sees(b"echo caf\xe9\r", "[0] $ ");
        let received = String::from_utf8_lossy(sitting.pty.received());
        assert!(received.contains("\ncaf\u{fffd}\r\n"), "{received}");
        // Half a character, and Ctrl-C.
        sitting.sees(b"\xc3\x03", "[0] $ ");
        sitting.sees(b"false\r", "[1] $ ");
    }
}

#[test]
fn a_line_is_given_up_wherever_in_it_the_keys_stand() {
    // What is pasted is shown once all of it has come.
    for (begun, shown) in [
        (&b"echo no\x1b"[..], "[0] $ echo no"),
        (b"echo no\x1b[", "[0] $ echo no"),
        (b"echo no\x18", "[0] $ echo no"),
        (b"\x1b[200~echo no", "[0] $ "),
    ] {
        let mut sitting = Sitting::sandbox("xterm");
        sitting.sees(b"echo begun\r", "[0] $ ");
        sitting.sees(begun, shown);
        sitting.sees(b"\x03", "[0] $ ");
        sitting.sees(b"echo yes; false\r", "[1] $ ");
        let text = sitting.pty.text();
        assert!(
            !text.lines().any(|line| line.starts_with("no")),
            "{begun:?}: {text}"
        );
        assert!(sitting.shows("yes"), "{begun:?}: {text}");
    }
}

#[test]
fn ctrl_c_where_lines_are_not_edited_gives_up_that_line_alone() {
    let mut sitting = Sitting::sandbox("dumb");
    sitting.sees(b"abc", "[ ] $ abc");
    sitting.sees(b"\x03", "[ ] $ ");
    sitting.sees(b"echo done\r", "[0] $ ");
    // In one burst: the terminal has thrown away what stood before it, and may echo what follows before there is a prompt.
    sitting.pty.type_bytes(b"abc\x03false\r");
    let ended = |pty: &Pty| pty.cursor_line().ends_with("[1] $ ");
    let waited = sitting.pty.wait_until(LIMIT, ended);
    assert!(waited.is_ok(), "{}", sitting.pty.text());
    assert!(sitting.shows("done"), "{}", sitting.pty.text());
}

#[test]
fn pieces_put_in_order_by_keys_are_typed_on_as_if_by_hand() {
    let started = ["sh", "-c", "exec \"$TUTOR\" learn status-is-fragile:6"];
    let mut sitting = Sitting::start(&started, "xterm");
    sitting.sees(b"", "answer> ");
    sitting.sees(b"\x1b[B\x1b[B\x1b[C\x1b[B", "answer> 2 (1)");
    sitting.sees(b"\x1b[B\x1b[C", "answer> 2 3 ( )");
    sitting.sees(b"4", "answer> 2 3 4");
    sitting.sees(b"\x1bOA", "answer> 2 3 (1)");
    sitting.sees(b"\x7f\x7f5)", "answer> 2 3 (5)");
    // A line for the tutor is typed anew.
    sitting.sees(b":task\r", "answer> ");
    assert!(
        sitting.shows("  5  echo \"status $rc\""),
        "{}",
        sitting.pty.text()
    );
    // A place that stayed open is nothing.
    sitting.sees(b"\x1b[B\x1b[C", "answer> 1 ( )");
    sitting.sees(b"\r", "answer> ");
    let received = String::from_utf8_lossy(sitting.pty.received());
    assert!(
        received.contains("Your script: echo finished"),
        "{received}"
    );
}

/// The bytes of a key are one key, whatever is among them: no other is typed in the middle of it.
#[test]
fn where_pieces_are_put_in_order_every_other_key_does_what_it_does_elsewhere() {
    let started = ["sh", "-c", "exec \"$TUTOR\" learn status-is-fragile:6"];
    let mut sitting = Sitting::start(&started, "xterm");
    sitting.sees(b"", "answer> ");
    sitting.sees(b"\x1b[200~2 4 1 5\x1b[201~", "answer> 2 4 1 5");
    let is_at = |sitting: &mut Sitting, keys: &[u8], line: &str| {
        sitting.pty.type_bytes(keys);
        let wait = |pty: &Pty| pty.line_with_cursor() == line;
        let seen = sitting.pty.wait_until(LIMIT, wait);
        let now = sitting.pty.line_with_cursor();
        assert!(seen.is_ok(), "{keys:?}: {now}, not {line}");
    };
    // Home, as three kinds of terminal have it, and End.
    for (home, end) in [
        (&b"\x1b[1~"[..], &b"\x1b[4~"[..]),
        (b"\x1b[H", b"\x1b[F"),
        (b"\x1bOH", b"\x1bOF"),
    ] {
        is_at(&mut sitting, home, "answer> |2 4 1 5");
        is_at(&mut sitting, end, "answer> 2 4 1 5|");
    }
    // Ctrl-Left, Delete; F5 and Page Up mean nothing.
    is_at(&mut sitting, b"\x1b[1;5D", "answer> 2 4 1 |5");
    is_at(&mut sitting, b"\x1b[3~", "answer> 2 4 1 |");
    is_at(&mut sitting, b"\x1b[15~3", "answer> 2 4 1 3|");
    is_at(&mut sitting, b"\x1b[A", "answer> 2 4 1 (5)|");
    is_at(&mut sitting, b"\x1b[D\x1b[D", "answer> 2 (5) 4 1|");
    is_at(&mut sitting, b"\t\t\x1b[B", "answer> 2 5 4 (3)|");
    is_at(&mut sitting, b"1", "answer> 2 5 4 3 1|");
}

#[test]
fn an_editor_that_fails_is_told_of() {
    let started = "EDITOR=false exec \"$TUTOR\" --lessons \"$KINDS\" learn words:4";
    let mut sitting = Sitting::start(&["sh", "-c", started], "xterm");
    sitting.sees(b"", "[ ] $ ");
    sitting.pty.type_bytes(b":edit\r");
    let told = b"false ended with exit status 1; there is";
    let is_told = |pty: &Pty| pty.received().windows(told.len()).any(|part| part == told);
    let seen = sitting.pty.wait_until(LIMIT, is_told);
    assert!(seen.is_ok(), "{}", sitting.pty.text());
}

#[test]
fn a_signal_that_ends_the_tutor_leaves_the_terminal_as_it_was() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP] {
        for (keys, line) in [("", "[ ] $ "), ("sleep 50\r", "")] {
            let mut sitting = Sitting::start(&["dash", "-i"], "xterm");
            sitting.sees(b"", "outer> ");
            sitting.sees(b"\"$TUTOR\" sandbox\r", "[ ] $ ");
            sitting.sees(keys.as_bytes(), line);
            let tutor = sitting.pty.foreground().expect("somebody is in front");
            kill(Pid::from_raw(tutor), signal).expect("it runs");
            sitting.sees(b"", "outer> ");
            // It is shown once, so the echo is on and nobody else's; what is pasted is not marked.
            sitting.sees(b"echo out", "outer> echo out");
            assert!(
                sitting
                    .pty
                    .received()
                    .windows(8)
                    .any(|bytes| bytes == b"\x1b[?2004l")
            );
        }
    }
}

#[test]
fn what_somebody_else_makes_of_the_terminal_ends_with_the_line() {
    let mut sitting = Sitting::sandbox("xterm");
    // The tutor's own terminal is none of the learner's; a shell in the next pane does it.
    let modes = || {
        let status = Command::new("stty")
            .arg("sane")
            .stdin(sitting_tty(&sitting.pty))
            .status();
        assert!(status.is_ok_and(|status| status.success()), "stty runs");
    };
    modes();
    sitting.sees(b"echo one\r", "[0] $ ");
    sitting.sees(b"echo two", "[0] $ echo two");
    sitting.sees(b"\x1b[D\x1b[D\x1b[Dx", "[0] $ echo x");
}

/// The terminal that a program runs on, opened anew.
fn sitting_tty(pty: &Pty) -> std::fs::File {
    let path = format!("/proc/{}/fd/1", pty.pid());
    std::fs::File::open(path).expect("it has a terminal")
}

#[test]
fn jobs_that_use_up_the_processes_of_the_user_do_not_end_the_tutor() {
    let user = nix::unistd::geteuid();
    let limited = "ulimit -u 12; exec \"$TUTOR\" sandbox";
    let words = match user.is_root() {
        true => vec![
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "sh",
            "-c",
            limited,
        ],
        // How many others this user runs is not known.
        false => return,
    };
    let mut sitting = Sitting::start(&words, "xterm");
    sitting.sees(b"", "[ ] $ ");
    let many = "i=0; while [ $i -lt 40 ]; do sleep 33 & i=$((i+1)); done; clear\r";
    sitting.sees(many.as_bytes(), "[0] $ ");
    sitting.sees(b"echo mark; false\r", "[1] $ ");
    assert!(sitting.shows("mark"), "{}", sitting.pty.text());
}

#[test]
fn what_is_taken_back_while_a_program_reads_is_not_its_output() {
    let mut sitting = Sitting::sandbox("xterm");
    sitting.sees(b"read x\r", "");
    sitting.sees(b"ab\x7fc d\x17e\r", "[0] $ ");
    sitting.sees(b":why\r", "[0] $ ");
    let text = sitting.pty.text();
    assert!(!text.contains("prints"), "{text}");
}

/// Whoever waits at the prompt sees what a job prints when it is printed; whoever types sees it behind the line.
#[test]
fn what_a_job_prints_is_seen_at_the_prompt() {
    let mut sitting = Sitting::sandbox("xterm");
    sitting.sees(b"(sleep 0.7; echo printed) &\r", "[0] $ ");
    assert!(!sitting.shows("printed"), "{}", sitting.pty.text());
    let is_printed = |pty: &Pty| String::from_utf8_lossy(pty.received()).contains("printed\r\n");
    let printed = sitting.pty.wait_until(LIMIT, is_printed);
    assert!(printed.is_ok(), "{}", sitting.pty.text());
    sitting.sees(b"", "[0] $ ");
    sitting.sees(b"(sleep 0.7; echo later) &\r", "[0] $ ");
    sitting.sees(b"sleep 1; echo typed", "[0] $ sleep 1; echo typed");
    sitting.sees(b"\r", "[0] $ ");
    assert!(
        sitting.pty.text().contains("\nlater\ntyped\n"),
        "{}",
        sitting.pty.text()
    );
}
