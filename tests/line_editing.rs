//! Line editing on a pseudo-terminal: `set -o emacs` and `set -o vi` in `shtutor sh -i`, key by key.
//!
//! Every step waits until the line that the cursor is on is as expected, `|` standing for the cursor; no step waits for a fixed
//! time.

#[path = "common/pty.rs"]
#[expect(dead_code, reason = "no terminal is hung up here")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "only the environment is needed of it")]
mod shell;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pty::Pty;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// How long one step may take, on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);
const UP: &str = "\x1b[A";
const LEFT: &str = "\x1b[D";
const ESCAPE: &str = "\x1b";

struct Typist {
    pty: Pty,
    folder: TempDir,
    /// Where the cursor was when keys were typed last.
    row: usize,
}

impl Typist {
    /// A shell with these options, at its first prompt.
    fn new(options: &[&str]) -> Typist {
        Typist::with(options, &[])
    }

    fn with(options: &[&str], variables: &[(&str, &str)]) -> Typist {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pty = start(options, variables, folder.path());
        let mut typist = Typist {
            pty,
            folder,
            row: 0,
        };
        typist.line("$ |");
        typist
    }

    fn keys(&mut self, keys: &str) -> &mut Typist {
        self.row = self.pty.cursor_row();
        self.pty.type_bytes(keys.as_bytes());
        self
    }

    /// Waits until the cursor's line is `expected`.
    fn line(&mut self, expected: &str) -> &mut Typist {
        let seen = self
            .pty
            .wait_until(LIMIT, |pty| pty.line_with_cursor() == expected);
        assert!(seen.is_ok(), "no `{expected}`:\n{}", self.screen());
        self
    }

    /// Waits for an empty line below the one on which the last keys were typed.
    fn prompt(&mut self) -> &mut Typist {
        let row = self.row;
        let seen = self.pty.wait_until(LIMIT, |pty| {
            pty.cursor_row() > row && pty.line_with_cursor() == "$ |"
        });
        assert!(seen.is_ok(), "no prompt:\n{}", self.screen());
        self
    }

    /// Waits until `text` stands on a line of its own.
    fn shows(&mut self, text: &str) -> &mut Typist {
        let seen = self
            .pty
            .wait_until(LIMIT, |pty| pty.rows().any(|row| row.trim_end() == text));
        assert!(seen.is_ok(), "no `{text}`:\n{}", self.screen());
        self
    }

    /// Types Enter, and waits for what is printed, on a line of its own, and the next prompt.
    fn enter(&mut self, printed: &str) -> &mut Typist {
        self.keys("\r").shows(printed).prompt()
    }

    fn screen(&mut self) -> String {
        format!("{}\n{}", self.pty.text(), self.pty.line_with_cursor())
    }

    /// Waits until the foreground job is not the shell.
    fn job_runs(&mut self) -> &mut Typist {
        let shell = self.pty.pid();
        let seen = self.pty.wait_until(LIMIT, |pty| {
            pty.foreground().is_some_and(|group| group != shell)
        });
        assert!(seen.is_ok(), "no job:\n{}", self.screen());
        self
    }

    fn ends_with(&mut self, status: i32) {
        let ended = self
            .pty
            .wait_for_end(LIMIT)
            .and_then(|status| status.code());
        assert_eq!(ended, Some(status), "{}", self.screen());
    }
}

fn start(options: &[&str], variables: &[(&str, &str)], folder: &Path) -> Pty {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shtutor"));
    command.args(["sh", "-i"]).args(options).current_dir(folder);
    shell::plain_environment(&mut command, folder);
    command.env("PS1", "$ ").env("TERM", "xterm");
    command.envs(variables.iter().copied());
    Pty::start(&command, 80, 24)
}

#[test]
fn emacs_keys_edit_the_line() {
    let mut typist = Typist::new(&["-o", "emacs"]);
    typist
        .keys("cho two")
        .line("$ cho two|")
        .keys("\x01e")
        .line("$ e|cho two");
    typist
        .keys("\x1bf\x1bf\x17one")
        .line("$ echo one|")
        .enter("one");
    typist
        .keys("echo a b")
        .keys(LEFT)
        .keys(LEFT)
        .keys("\x7f")
        .line("$ echo | b");
    typist.keys("\x0b\x19c").line("$ echo  bc|").enter("bc");
}

#[test]
fn vi_commands_edit_the_line() {
    let mut typist = Typist::new(&["-o", "vi"]);
    typist
        .keys("echo one two")
        .keys(ESCAPE)
        .line("$ echo one tw|o");
    typist
        .keys("bcwthree")
        .line("$ echo one three|")
        .keys(ESCAPE)
        .keys("0wdw")
        .line("$ echo |three");
    typist.enter("three");
    typist
        .keys("ecHO")
        .keys(ESCAPE)
        .keys("hh")
        .line("$ e|cHO")
        .keys("ll~h~")
        .line("$ ech|o");
    typist
        .keys("hrH")
        .line("$ ec|Ho")
        .keys("~")
        .line("$ ech|o")
        .keys("A four")
        .line("$ echo four|")
        .enter("four");
}

#[test]
fn history_is_recalled_and_searched() {
    let mut typist = Typist::new(&["-o", "emacs"]);
    typist
        .keys("echo one")
        .enter("one")
        .keys("echo two")
        .enter("two");
    typist
        .keys(UP)
        .line("$ echo two|")
        .keys(UP)
        .line("$ echo one|")
        .keys("!")
        .enter("one!");
    typist
        .keys("\x12tw")
        .line("(reverse-i-search)`tw': echo |two")
        .keys("\x05")
        .line("$ echo two|");
    typist
        .keys("\x15")
        .line("$ |")
        .keys("fc -l 1 2")
        .enter("2       echo two");
    typist
        .keys("set -o vi\r")
        .prompt()
        .keys(ESCAPE)
        .keys("/one\r")
        .line("$ echo one|!");
    typist.keys("n").line("$ echo on|e").enter("one");
}

#[test]
fn history_is_that_of_the_file_and_of_fc() {
    let mut typist = Typist::with(&["-o", "emacs"], &[("HISTFILE", "past")]);
    typist
        .keys("for i in 1 2\r")
        .line("> |")
        .keys("do echo $i; done\r")
        .shows("2")
        .prompt();
    typist
        .keys(UP)
        .line("do echo $i; done|")
        .keys("\x03")
        .prompt();
    typist
        .keys("fc -s 1=3 for\r")
        .shows("3")
        .prompt()
        .keys("\x04");
    typist.ends_with(0);
    let past = std::fs::read_to_string(typist.folder.path().join("past")).expect("a history");
    let expected = "for i in 1 2\\\ndo echo $i; done\nfor i in 3 2\\\ndo echo $i; done\n";
    assert_eq!(past, expected);
    let pty = start(
        &["-o", "emacs"],
        &[("HISTFILE", "past")],
        typist.folder.path(),
    );
    typist.pty = pty;
    typist
        .line("$ |")
        .keys(UP)
        .line("do echo $i; done|")
        .keys(UP)
        .keys("\r")
        .shows("1")
        .prompt();
}

#[test]
fn ctrl_c_abandons_the_line() {
    for options in [["-o", "emacs"], ["-o", "vi"]] {
        let mut typist = Typist::new(&options);
        typist
            .keys("echo not run")
            .line("$ echo not run|")
            .keys("\x03")
            .prompt();
        typist.keys("echo $?").enter("130");
        typist
            .keys("if true\r")
            .line("> |")
            .keys("\x03")
            .prompt()
            .keys("echo over")
            .enter("over");
    }
}

#[test]
fn ctrl_d_ends_the_shell_on_an_empty_line_only() {
    let mut typist = Typist::new(&["-o", "emacs"]);
    typist.keys("set -o ignoreeof\r").prompt().keys("\x04");
    typist.shows("Use \"exit\" to leave the shell.").prompt();
    typist
        .keys("set +o ignoreeof\r")
        .prompt()
        .keys("xx\x01\x04")
        .line("$ |x")
        .keys("\x04")
        .line("$ |");
    typist
        .keys("cat\r")
        .job_runs()
        .keys("\x1a")
        .prompt()
        .keys("\x04");
    typist
        .shows("There are stopped jobs.")
        .prompt()
        .keys("\x04");
    typist.ends_with(148);
}

#[test]
fn a_job_is_stopped_and_brought_back_with_the_terminal_as_it_was() {
    let mut typist = Typist::new(&["-o", "vi"]);
    typist
        .keys("cat\r")
        .job_runs()
        .keys("typed\r")
        .shows("typed")
        .keys("\x1a")
        .prompt();
    typist
        .keys("jobs")
        .enter("[1] + Stopped                    cat");
    typist
        .keys("fg\r")
        .job_runs()
        .keys("again\r")
        .shows("again")
        .keys("\x04")
        .line("$ |");
    typist.keys("stty -a | grep -o ' icanon'").enter(" icanon");
}

#[test]
fn options_hold_from_the_next_line_on() {
    let mut typist = Typist::new(&[]);
    typist
        .keys("set -o emacs\r")
        .prompt()
        .keys("echo ab")
        .line("$ echo ab|")
        .keys(LEFT)
        .line("$ echo a|b");
    typist
        .enter("ab")
        .keys("set -o vi\r")
        .prompt()
        .keys("echo ab")
        .line("$ echo ab|");
    typist
        .keys(ESCAPE)
        .line("$ echo a|b")
        .enter("ab")
        .keys("set +o vi\r")
        .prompt();
    typist
        .keys("echo \x16\x01")
        .line("$ echo ^A|")
        .keys("\r")
        .prompt();
}

#[test]
fn notices_and_traps_leave_the_line_as_it_is() {
    let mut typist = Typist::new(&["-o", "emacs", "-b"]);
    typist
        .keys("trap 'echo trapped' USR1\r")
        .prompt()
        .keys("cat half")
        .line("$ cat half|");
    kill(Pid::from_raw(typist.pty.pid()), Signal::SIGUSR1).expect("a signal can be sent");
    typist
        .shows("trapped")
        .line("$ cat half|")
        .keys("\x15")
        .line("$ |");
    typist
        .keys("mkfifo wait; cat wait &\r")
        .prompt()
        .keys("cat half")
        .line("$ cat half|");
    let fifo = typist.folder.path().join("wait");
    std::fs::write(fifo, "written\n").expect("a fifo can be written");
    typist
        .shows("[1] + Done                       cat wait")
        .line("$ cat half|");
    typist
        .keys("\x15")
        .line("$ |")
        .keys("trap 'exit 5' USR1\r")
        .prompt();
    kill(Pid::from_raw(typist.pty.pid()), Signal::SIGUSR1).expect("a signal can be sent");
    typist.ends_with(5);
}

#[test]
fn what_is_typed_ahead_is_for_whoever_reads_it() {
    let mut typist = Typist::new(&["-o", "emacs"]);
    typist
        .keys("read x\rfor read\recho \"got $x\"\r")
        .shows("got for read")
        .prompt();
    typist
        .keys("head -n 1\rfor head\r")
        .shows("for head")
        .prompt();
    typist
        .keys("echo 1\recho 2\recho 3\r")
        .shows("1")
        .shows("2")
        .shows("3")
        .prompt();
}

#[test]
fn long_lines_take_several_rows_of_any_width() {
    let mut typist = Typist::new(&["-o", "emacs"]);
    let long = "x".repeat(100);
    typist
        .keys("echo ")
        .keys(&long)
        .line(&format!("{}|", "x".repeat(27)));
    typist
        .keys("\x01")
        .line(&format!("$ |echo {}", "x".repeat(73)));
    typist
        .keys("\x05\x17short")
        .line("$ echo short|")
        .enter("short");
    typist.pty.resize(40, 24);
    typist
        .keys("echo ")
        .keys(&long)
        .line(&format!("{}|", "x".repeat(27)));
    typist
        .keys("\x15")
        .line("$ |")
        .keys("echo now")
        .line("$ echo now|")
        .enter("now");
    typist.keys("echo abc").line("$ echo abc|");
    typist.pty.resize(60, 24);
    typist.keys("d").line("$ echo abcd|").enter("abcd");
}

#[test]
fn characters_are_what_the_terminal_shows_of_them() {
    let mut typist = Typist::new(&["-o", "vi"]);
    typist
        .keys("echo \u{e4}\u{4e2d}b")
        .line("$ echo \u{e4}\u{4e2d}b|")
        .keys(ESCAPE)
        .keys("hx");
    typist.line("$ echo \u{e4}|b").enter("\u{e4}b");
}

#[test]
fn pathnames_are_completed() {
    let mut typist = Typist::new(&["-o", "emacs"]);
    typist
        .keys("mkdir dir; echo hi >'dir/a file'; echo >dir/b1; echo >dir/b2\r")
        .prompt();
    typist
        .keys("cat d\t")
        .line("$ cat dir/|")
        .keys("a\t")
        .line("$ cat dir/a\\ file |")
        .enter("hi");
    typist
        .keys("echo dir/b\t")
        .shows("b1  b2")
        .line("$ echo dir/b|")
        .keys("1")
        .enter("dir/b1");
    typist
        .keys("set -o vi\r")
        .prompt()
        .keys("echo dir/b")
        .keys(ESCAPE)
        .keys("*");
    typist.line("$ echo dir/b1 dir/b2 |").enter("dir/b1 dir/b2");
}

#[test]
fn output_without_a_newline_is_not_overwritten() {
    let mut typist = Typist::new(&["-o", "emacs"]);
    typist.keys("printf abc\r").shows("abc").prompt();
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_has_plain_lines() {
    let mut typist = Typist::with(&["-o", "emacs"], &[("TERM", "dumb")]);
    typist
        .keys("echo plain\x7f")
        .line("$ echo plai|")
        .enter("plai");
}
