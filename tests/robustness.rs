//! Bad input, big input and hard circumstances: the binary says what is wrong, leaks nothing and never panics.
//!
//! The tests of the shell run with another one as well: `SHTUTOR_TEST_SHELL=dash cargo test --test robustness sh_`.

#[path = "common/pty.rs"]
#[expect(dead_code, reason = "sittings need more of it")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "nothing is compared with dash here")]
mod shell;

use pty::Pty;
use shell::{Outcome, Shell};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long one run may take.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn sh_names_file_and_line_of_an_unfinished_quote() {
    let outcome = run_file(b"echo before\n\necho \"never\n");
    assert_eq!(
        (outcome.out().as_str(), outcome.status),
        ("before\n", 2),
        "{}",
        outcome.err()
    );
    assert!(
        outcome.err().contains("script.sh"),
        "names no file: {}",
        outcome.err()
    );
    let line = ["3", "4"].iter().any(|line| outcome.err().contains(line));
    assert!(line, "names no line: {}", outcome.err());
}

#[test]
fn sh_refuses_a_binary_file() {
    let program = fs::read("/bin/true").expect("there is a binary");
    let outcome = run_file(&program);
    assert!(
        [2, 126, 127].contains(&outcome.status),
        "status {}: {}",
        outcome.status,
        outcome.err()
    );
    assert!(!outcome.stderr.is_empty(), "says nothing");
}

#[test]
fn sh_of_a_missing_file_is_127_or_2() {
    let outcome = run(&["no-such-file.sh"]);
    // POSIX: XCU sh, EXIT STATUS: 127; dash says 2.
    let wanted = if is_ours() { 127 } else { 2 };
    assert_eq!(outcome.status, wanted, "{}", outcome.err());
    assert!(
        outcome.err().contains("no-such-file.sh"),
        "names no file: {}",
        outcome.err()
    );
}

#[test]
fn sh_of_a_directory_fails_and_says_so() {
    let outcome = run(&["/"]);
    if is_ours() {
        assert!(
            outcome.status != 0 && !outcome.stderr.is_empty(),
            "status {}",
            outcome.status
        );
    }
}

#[test]
fn sh_of_an_empty_file_is_0() {
    let outcome = run_file(b"");
    assert_eq!(
        (outcome.status, outcome.out(), outcome.err()),
        (0, String::new(), String::new())
    );
}

#[test]
fn sh_survives_nul_bytes() {
    let outcome = run_file(b"echo one\necho t\0wo\n\0\0\n");
    assert!(
        outcome.status < 128,
        "status {}: {}",
        outcome.status,
        outcome.err()
    );
}

#[test]
fn sh_survives_bytes_that_are_not_text() {
    let outcome = run_file(b"printf '%s' '\xff\xfe\x80'\nx=\xc3\nprintf '%s' \"$x\"\n");
    assert_eq!(
        (outcome.stdout.as_slice(), outcome.status),
        (b"\xff\xfe\x80\xc3".as_slice(), 0),
        "{}",
        outcome.err()
    );
}

#[test]
fn sh_reads_a_line_of_a_million_bytes() {
    let script = format!("x='{}'\necho ${{#x}}\n", "a".repeat(1_000_000));
    let outcome = run_file(script.as_bytes());
    assert_eq!(
        (outcome.out().as_str(), outcome.status),
        ("1000000\n", 0),
        "{}",
        outcome.err()
    );
}

#[test]
fn sh_survives_ten_thousand_words_and_commands() {
    let script = format!(
        "set -- {}\necho $#\n{}echo end\n",
        "w ".repeat(10_000),
        "true; ".repeat(10_000)
    );
    let outcome = run_file(script.as_bytes());
    assert_eq!(
        (outcome.out().as_str(), outcome.status),
        ("10000\nend\n", 0),
        "{}",
        outcome.err()
    );
}

#[test]
fn sh_refuses_or_runs_ten_thousand_nested_parentheses() {
    // In a subshell of a subshell of … no limit on processes may be hit: nothing is to run, so the parser alone is asked.
    let script = format!(
        "if false; then {}:{}; fi\necho end\n",
        "( ".repeat(10_000),
        " )".repeat(10_000)
    );
    ends_without_a_crash(&script);
    ends_without_a_crash(&"( ".repeat(10_000));
    ends_without_a_crash(&"if ".repeat(10_000));
    ends_without_a_crash(&format!("echo {}", "$(".repeat(10_000)));
    ends_without_a_crash(&format!("echo {}", "\"${x-".repeat(10_000)));
    ends_without_a_crash(&format!(
        "echo $(({}1{}))",
        "(".repeat(10_000),
        ")".repeat(10_000)
    ));
}

fn ends_without_a_crash(script: &str) {
    if !is_ours() {
        return;
    }
    let outcome = run_file(script.as_bytes());
    let start: String = script.chars().take(20).collect();
    assert!(
        outcome.status < 128,
        "`{start}…` ended with {}: {}",
        outcome.status,
        outcome.err()
    );
}

#[test]
fn sh_reads_commands_from_a_pipe() {
    let folder = folder();
    let outcome = run_with_input(
        &mut Shell::under_test().command(folder.path()),
        b"echo hi; false\necho $?\nexit 4\n",
    );
    assert_eq!(
        (outcome.out().as_str(), outcome.status),
        ("hi\n1\n", 4),
        "{}",
        outcome.err()
    );
    let shared = b"read x\nthe line\necho \"$x\"\ncat\nthe rest\n";
    let outcome = run_with_input(&mut Shell::under_test().command(folder.path()), shared);
    // What a command reads, the shell does not run: it never reads ahead (XCU sh, STDIN). dash does read ahead.
    if is_ours() {
        assert_eq!(
            (outcome.out().as_str(), outcome.status),
            ("the line\nthe rest\n", 0),
            "{}",
            outcome.err()
        );
    }
}

#[test]
fn sh_c_takes_a_name_and_parameters() {
    let outcome = run(&["-c", "echo $0 $1 $2 $#", "name", "a", "b c"]);
    assert_eq!(
        (outcome.out().as_str(), outcome.status),
        ("name a b c 2\n", 0),
        "{}",
        outcome.err()
    );
}

#[test]
fn sh_lets_sigpipe_end_a_writer_at_once() {
    let start = Instant::now();
    let outcome = run(&["-c", "yes | head -1; yes | true; echo $?"]);
    assert_eq!(outcome.out(), "y\n0\n", "{}", outcome.err());
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "took {:?}",
        start.elapsed()
    );
}

#[test]
fn sh_gives_its_children_the_default_signals() {
    // Bit 12 of the mask of ignored signals is SIGPIPE.
    let outcome = run(&[
        "-c",
        "grep SigIgn /proc/self/status; sh -c 'kill -PIPE $$'; echo $?",
    ]);
    let out = outcome.out();
    let mask = out
        .split_whitespace()
        .nth(1)
        .and_then(|mask| u64::from_str_radix(mask, 16).ok());
    assert_eq!(mask.map(|mask| mask & (1 << 12)), Some(0), "{out}");
    assert!(out.ends_with("141\n"), "{out}");
}

#[test]
fn sh_passes_any_byte_through_a_pipe() {
    let outcome = run(&["-c", "head -c 1000000 /dev/urandom | cat | wc -c"]);
    assert_eq!(outcome.out().trim(), "1000000", "{}", outcome.err());
    let outcome = run(&["-c", "cat /dev/urandom | head -c 1000000 | wc -c"]);
    assert_eq!(outcome.out().trim(), "1000000", "{}", outcome.err());
}

#[test]
fn sh_passes_a_gibibyte_through_a_pipe() {
    let outcome = run(&["-c", "head -c 1073741824 /dev/zero | cat | wc -c"]);
    assert_eq!(outcome.out().trim(), "1073741824", "{}", outcome.err());
}

#[test]
fn sh_leaves_no_zombie_and_no_descriptor_after_ten_thousand_commands() {
    let outcome = run_file(LEAKS.as_bytes());
    assert_eq!(outcome.status, 0, "{}{}", outcome.out(), outcome.err());
    let (before, after) = outcome
        .out()
        .split_once("---\n")
        .map(|(a, b)| (a.to_string(), b.to_string()))
        .expect("two halves");
    assert_eq!(
        before, after,
        "descriptors, then children, before and after"
    );
}

/// Counts its descriptors and children, runs 10,000 commands of several kinds, and counts again. There is no pipe in
/// `count`: how many of its ends the shell still holds while `ls` runs would be chance.
const LEAKS: &str = "\
count() {
  ls /proc/$$/fd > descriptors
  wc -l < descriptors
  grep -l \"^PPid:[[:blank:]]*$$\\$\" /proc/[0-9]*/status 2>/dev/null > children
  wc -l < children
}
count > before
i=0
while [ $i -lt 1000 ]; do
  i=$((i + 1))
  true | false; (exit 3); x=$(echo out); : > file; { :; } < file 2>&1
  no-such-command 2>/dev/null
  true &
  if [ $((i % 50)) -eq 0 ]; then wait; cat < file | cat > copy; { echo x < missing; } 2>/dev/null; fi
done
wait
count > after
cat before
echo ---
cat after
";

#[test]
fn sh_survives_a_full_disk_and_closed_outputs() {
    let outcome = run(&[
        "-c",
        "echo lost > /dev/full && echo wrong || echo noticed; echo x >&-; exec >&- 2>&-; echo gone; true",
    ]);
    assert_eq!(outcome.out(), "noticed\n", "{}", outcome.err());
    assert!(outcome.status < 128, "status {}", outcome.status);
}

#[test]
fn sh_ends_when_its_input_ends_inside_a_construct() {
    for text in [
        "if true; then\n",
        "while :; do\n",
        "echo 'a\n",
        "cat <<X",
        "echo $(",
        "echo ${x",
        "{ echo a\n",
        "a &&\n",
        "f() {\n",
    ] {
        let outcome = run_file(text.as_bytes());
        assert!(
            [0, 2].contains(&outcome.status),
            "{text:?}: status {}: {}",
            outcome.status,
            outcome.err()
        );
    }
}

#[test]
fn a_typo_in_a_lesson_is_named_with_file_and_line() {
    let folder = folder();
    let lesson = "+++\nid = \"typo\"\ntitle = \"a lesson with a typo\n+++\n\nProse.\n";
    fs::write(folder.path().join("01-typo.md"), lesson).expect("a lesson can be written");
    let outcome = tutor(folder.path(), &["--lessons", ".", "list"], b"");
    assert!(
        outcome.status != 0 && outcome.status < 128,
        "status {}",
        outcome.status
    );
    assert!(
        outcome.err().contains("typo.md:"),
        "names no FILE:LINE: {}",
        outcome.err()
    );
}

#[test]
fn where_a_home_cannot_be_written_the_course_is_taught_and_nothing_kept() {
    let folder = folder();
    let mut command = tutor_command(folder.path(), &[]);
    // No permission is needed to be refused here, so that it holds for root as well.
    command.env("HOME", "/dev/null/home");
    let outcome = run_with_input(&mut command, b"1\ntrue\n:quit\n");
    assert_eq!(outcome.status, 0, "{}", outcome.err());
    assert!(outcome.out().contains("[0] $"), "{}", outcome.out());
    let said = outcome.out() + &outcome.err();
    for part in ["/dev/null/home", "Not a directory", "XDG_STATE_HOME"] {
        assert_eq!(said.matches(part).count(), 1, "{part}: {said}");
    }
}

#[test]
fn the_tutor_works_with_input_that_is_not_a_terminal() {
    // Input, exit status, what must be on standard output, what on standard error.
    let cases = [
        ("", 1, "exit-status", "the input ended"),
        ("1\n", 1, "Do: ", "exit-status"),
        ("1\ntrue\n", 1, "[0] $", "saved"),
        ("1\ntrue\nfalse\n:quit\n", 0, "Yes. ", ""),
        ("q\n", 0, "exit-status", ""),
        ("\u{4}\n", 1, "No lesson is called", "the input ended"),
        (":nonsense\n\0\n", 1, "exit-status", "the input ended"),
    ];
    for (input, status, out, err) in cases {
        let folder = folder();
        let outcome = tutor(folder.path(), &[], input.as_bytes());
        let (said, complained) = (outcome.out(), outcome.err());
        assert_eq!(outcome.status, status, "{input:?}: {complained}");
        assert!(said.contains(out), "{input:?}: no `{out}` in:\n{said}");
        assert!(complained.contains(err), "{input:?}: {complained}");
        assert_eq!(complained.is_empty(), err.is_empty(), "{input:?}");
        assert!(!said.contains('\x1b'), "{input:?}: colours: {said}");
    }
}

/// What stands where the step's file was may wait for ever, have no end, or be somebody's secret.
#[test]
fn what_a_learner_makes_of_the_steps_file_is_read_only_if_it_is_one() {
    let folder = folder();
    fs::write(folder.path().join("secret"), "echo the secret\n").expect("a file can be written");
    let secret = folder.path().join("secret");
    let link = format!("ln -s {}", secret.display());
    let no_file = "check.sh is not read: it is no regular file";
    let elsewhere = "check.sh is not read: it is a link that leads out of the folder";
    let cases = [
        ("mkfifo", no_file),
        ("mkdir", no_file),
        ("ln -s /dev/zero", elsewhere),
        (link.as_str(), elsewhere),
        (
            "head -c 300000 /dev/zero >",
            "check.sh is not read: it is longer than 256 KiB",
        ),
    ];
    for (makes, said) in cases {
        let input = format!("rm -rf check.sh; {makes} check.sh\n:explain check.sh\n:quit\n");
        let outcome = tutor(folder.path(), &["learn", "11:4"], input.as_bytes());
        let out = outcome.out().replace("\n  ", " ");
        assert!(out.contains(said), "{makes}: {out}{}", outcome.err());
        assert!(!out.contains("the secret"), "{makes}: {out}");
        // The next start finds it again, and goes on.
        let outcome = tutor(
            folder.path(),
            &["learn", "11:4"],
            b":reset\nls -l check.sh\n:quit\n",
        );
        let out = outcome.out().replace("\n  ", " ");
        assert!(out.contains(said), "{makes}: {out}{}", outcome.err());
        assert!(out.contains("-rw-r--r--"), "{makes}: {out}");
    }
}

#[test]
fn every_command_answers_help_and_refuses_nonsense() {
    let folder = folder();
    for words in [
        &["--help"][..],
        &["--version"],
        &["list", "--help"],
        &["sh", "-c", ":"],
    ] {
        let outcome = tutor(folder.path(), words, b"");
        assert_eq!(outcome.status, 0, "{words:?}: {}", outcome.err());
    }
    let outcome = tutor(folder.path(), &["--no-such-option"], b"");
    assert!(
        outcome.status != 0 && outcome.err().contains("--no-such-option"),
        "{}",
        outcome.err()
    );
}

#[test]
fn what_is_typed_after_a_line_is_given_up_is_not_lost() {
    let home = folder();
    for keys in [&b"\x03"[..], b"rm x\x03", b"\x1c\x03"] {
        let mut pty = Pty::start(&tutor_command(home.path(), &["sandbox"]), 80, 24);
        pty.wait_until(LIMIT, |pty| pty.cursor_line() == "[ ] $ ")
            .unwrap_or_else(|_| panic!("{}", pty.text()));
        pty.type_bytes(&[keys, b"echo still\"\" typed\r"].concat());
        pty.wait_until(LIMIT, |pty| pty.rows().any(|row| row == "still typed"))
            .unwrap_or_else(|_| panic!("{keys:?}: {}", pty.text()));
    }
}

#[test]
fn an_answer_that_never_ends_can_be_interrupted_and_explained() {
    let home = folder();
    let mut pty = Pty::start(
        &tutor_command(home.path(), &["learn", "entrypoint:4"]),
        80,
        24,
    );
    let mut sees = |keys: &str, text: &str| {
        pty.type_bytes(keys.as_bytes());
        pty.wait_until(LIMIT, |pty| pty.rows().any(|row| row.contains(text)))
            .unwrap_or_else(|_| panic!("{keys:?}: {}", pty.text()));
    };
    sees("", "[ ] $");
    sees(
        "echo 'while :; do sleep 0.1; done' > wait.sh\r",
        "Ctrl-C: stop it",
    );
    // What is typed meanwhile is the next prompt's.
    sees("\u{3}:why\r", "not judged");
    sees("", "SIGTERM");
}

#[test]
fn stopped_at_its_prompt_it_gives_the_terminal_back_as_it_was() {
    let home = folder();
    let mut shell = Command::new("dash");
    let tutor = tutor_command(home.path(), &["sandbox"]);
    shell.arg("-i").current_dir(home.path()).env_clear();
    shell.envs(
        tutor
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    shell
        .env("PS1", "outer> ")
        .env("TUTOR", tutor.get_program());
    let mut pty = Pty::start(&shell, 80, 24);
    let mut sees = |keys: &str, line: &str| {
        pty.type_bytes(keys.as_bytes());
        pty.wait_until(LIMIT, |pty| pty.cursor_line() == line)
            .unwrap_or_else(|_| panic!("{keys:?}: {}", pty.text()));
    };
    sees("", "outer> ");
    sees("\"$TUTOR\" sandbox\r", "[ ] $ ");
    sees("echo in", "[ ] $ echo in");
    sees("\u{1a}", "outer> ");
    // It is shown, so the echo is on; Ctrl-C is a signal again.
    sees("echo out", "outer> echo out");
    sees("\u{3}", "outer> ");
    sees("fg\r", "[ ] $ echo in");
    sees("side\r", "[0] $ ");
}

#[test]
fn a_terminal_of_twenty_columns_is_enough() {
    let folder = folder();
    let mut narrow = Pty::start(&tutor_command(folder.path(), &[]), 20, 10);
    narrow
        .wait_until(LIMIT, |pty| pty.cursor_line().ends_with("> "))
        .expect("the first screen ends in a prompt");
    let text = narrow.text();
    assert!(text.contains("exit-status"), "no lesson is named:\n{text}");
    // The first screen is longer than that: `q` lets the rest of it through, and then leaves.
    narrow.type_bytes(b"q\r");
    narrow
        .wait_until(LIMIT, |pty| pty.cursor_line() == "> ")
        .expect("all of the first screen is shown");
    narrow.type_bytes(b"q\r");
    let ended = narrow.wait_for_end(LIMIT);
    assert!(ended.is_some(), "`q` does not leave:\n{}", narrow.text());
}

/// Runs the shell under test with these arguments.
fn run(args: &[&str]) -> Outcome {
    let folder = folder();
    sound(shell::run(
        Shell::under_test().command(folder.path()).args(args),
        LIMIT,
    ))
}

/// Runs the shell under test on a file with these bytes.
fn run_file(script: &[u8]) -> Outcome {
    let folder = folder();
    fs::write(folder.path().join("script.sh"), script).expect("a script can be written");
    sound(shell::run(
        Shell::under_test().command(folder.path()).arg("script.sh"),
        LIMIT,
    ))
}

/// Runs the tutor with `home`, which is also its folder, and something to read.
fn tutor(home: &Path, args: &[&str], input: &[u8]) -> Outcome {
    run_with_input(&mut tutor_command(home, args), input)
}

fn tutor_command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shtutor"));
    command.args(args).current_dir(home);
    shell::plain_environment(&mut command, home);
    command.env("TERM", "xterm").env("LC_ALL", "C.UTF-8");
    command
}

fn run_with_input(command: &mut Command, input: &[u8]) -> Outcome {
    use std::os::unix::process::CommandExt;
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer.write_all(input).expect("a pipe takes a few bytes");
    drop(writer);
    sound(shell::run(command.stdin(reader).process_group(0), LIMIT))
}

/// No outcome may show a panic or a hang.
fn sound(outcome: Outcome) -> Outcome {
    assert!(
        !outcome.timed_out,
        "did not end within {LIMIT:?}: {}{}",
        outcome.out(),
        outcome.err()
    );
    assert!(
        !outcome.err().contains("panicked"),
        "panicked: {}",
        outcome.err()
    );
    outcome
}

/// Whether our own shell is tested, not one named in the environment.
fn is_ours() -> bool {
    std::env::var_os("SHTUTOR_TEST_SHELL").is_none()
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}
