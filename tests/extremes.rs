//! Sizes and circumstances that no script should need and some have: long lines, deep nesting, many names, few descriptors,
//! signals that somebody ignored, output that nobody takes. A right answer, or a message and a status; never a crash.
//!
//! The sizes are those that a build without optimisation masters in a moment. `SHTUTOR_EXTREME=50` makes them fifty times
//! as large.

#[path = "common/shell.rs"]
#[expect(dead_code, reason = "nothing is compared with dash here")]
mod shell;

use shell::{Outcome, Shell};
use std::fs;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

/// How long one run may take.
const LIMIT: Duration = Duration::from_secs(300);
/// Bytes of a long line.
const LINE: usize = 200_000;
/// Words of a long list.
const WORDS: usize = 10_000;
/// Names of one kind.
const NAMES: usize = 2000;
/// How deep constructs nest.
const DEPTH: usize = 2000;

#[test]
fn a_line_may_be_as_long_as_it_likes() {
    let n = sized(LINE);
    let cases = [
        (
            format!("set -- {}\necho ${{#1}}\n", "w".repeat(n)),
            n.to_string(),
        ),
        (
            format!("set -- {}\necho $#\n", "w ".repeat(n / 2)),
            (n / 2).to_string(),
        ),
        (format!("#{}\necho end\n", "c".repeat(n)), "end".into()),
        (
            format!("x='{}'\necho ${{#x}}\n", "q".repeat(n)),
            n.to_string(),
        ),
        (
            format!("x=\"{}\"\necho ${{#x}}\n", "q".repeat(n)),
            n.to_string(),
        ),
        (format!("{}\necho end\n", ": ;".repeat(n / 3)), "end".into()),
        (
            format!("{}:\necho end\n", ": && ".repeat(n / 5)),
            "end".into(),
        ),
        (
            format!("x=; : {}\necho end\n", "$x".repeat(n / 2)),
            "end".into(),
        ),
        (format!("echo {}a\n", "\\\n".repeat(n / 2)), "a".into()),
        (format!("{}echo end\n", "\n".repeat(n)), "end".into()),
        (
            format!("wc -c <<E\n{}\nE\n", "h".repeat(n)),
            (n + 1).to_string(),
        ),
        (
            format!("wc -c <<E\n{}E\n", "hhhh $x\n".repeat(n / 8)),
            (n / 8 * 6).to_string(),
        ),
        (
            format!("echo $(({}1))\n", "1+".repeat(n / 2)),
            (n / 2 + 1).to_string(),
        ),
    ];
    for (script, expected) in &cases {
        says(&run_file(script.as_bytes()), expected, script);
        says(
            &run_input(script.as_bytes(), script.len()),
            expected,
            script,
        );
    }
}

#[test]
fn lists_and_tables_may_be_long() {
    let (n, names) = (sized(WORDS), sized(NAMES));
    let words = "w ".repeat(n);
    let functions: String = (0..names)
        .map(|i| format!("f{i}() {{ echo {i}; }}\n"))
        .collect();
    let uses = "e a b\n".repeat(n);
    let cases = [
        (
            format!("n=0; for i in {words}; do n=$((n + 1)); done; echo $n"),
            n.to_string(),
        ),
        (
            format!("set -- {words}; n=0; for i; do n=$((n + 1)); done; echo $n"),
            n.to_string(),
        ),
        (
            format!("set -- {words}; while [ $# -gt 0 ]; do shift; done; echo $#"),
            "0".into(),
        ),
        (
            format!("set -- {words}; /bin/echo \"$@\" | wc -w"),
            n.to_string(),
        ),
        (
            format!("set -- {words}; IFS=:; x=\"$*\"; echo ${{#x}}"),
            (2 * n - 1).to_string(),
        ),
        (
            format!("set -- $(seq {n}); shift $(($# - 1)); echo $1"),
            n.to_string(),
        ),
        (
            format!(
                "i=0; while [ $i -lt {names} ]; do eval v$i=$i; i=$((i + 1)); done; eval echo \\$v$((i - 1))"
            ),
            (names - 1).to_string(),
        ),
        (
            format!("{functions}f{}", names - 1),
            (names - 1).to_string(),
        ),
        (
            format!(
                "i=0; while [ $i -lt {names} ]; do alias a$i=\"echo $i\"; i=$((i + 1)); done; alias | wc -l\na{}",
                names - 1
            ),
            format!("{names}\n{}", names - 1),
        ),
        (
            format!(
                "i=0; while [ $i -lt {names} ]; do export v$i=$i; i=$((i + 1)); done; env | grep -c ^v"
            ),
            names.to_string(),
        ),
        (format!("alias e=:\n{uses}echo end"), "end".into()),
        (
            format!("IFS={}; x=1a2b3; set -- $x; echo $#", "abcdefgh".repeat(n)),
            "3".into(),
        ),
    ];
    for (script, expected) in &cases {
        says(&run_file(script.as_bytes()), expected, script);
    }
}

#[test]
fn constructs_may_nest_deeply() {
    let n = sized(DEPTH);
    let pairs = [
        ("if false; then ", "( ", ":", " )", "; fi"),
        ("", "{ ", ":", "; }", ""),
        ("", "if ", ":", "; then :; fi", ""),
        ("", "if :; then ", ":", "; fi", ""),
        ("", "until ", ":", "; do :; done", ""),
        ("", "for i in 1; do ", ":", "; done", ""),
        ("", "case a in a) ", ":", ";; esac", ""),
        ("", "case a in (a) ", ":", " ;; esac", ""),
        ("", "f() { ", ":", "; }", ""),
        ("", ": && { ", ":", "; }", ""),
        ("false && ", ": | { ", ":", "; }", ""),
        ("false && ", "{ ", ":", " & }", ""),
        ("", "{ ", ":", "; } > /dev/null", ""),
        ("false && echo ", "$( ", ":", " )", ""),
        ("false && echo ", "\"$(echo ", "x", ")\"", ""),
        (
            "false && case ",
            "$(case ",
            "a",
            " in a) ;; esac)",
            " in a) ;; esac",
        ),
        (": ", "${x:-", "a", "}", ""),
        (": ", "\"${x:-", "a", "}\"", ""),
        (": ", "${x#", "a", "}", ""),
        (": ", "$((1+", "1", "))", ""),
    ];
    for (before, open, middle, close, behind) in pairs {
        let (opened, closed) = (open.repeat(n), close.repeat(n));
        let script = format!("{before}{opened}{middle}{closed}{behind}\necho end\n");
        says(&run_file(script.as_bytes()), "end", open);
        // What is never closed is an error.
        let outcome = run_file(opened.as_bytes());
        assert_eq!(outcome.status, 2, "{open}: {}", start_of(&outcome));
        assert!(outcome.err().contains("syntax error"), "{open}");
    }
}

#[test]
fn recursion_ends_with_a_message() {
    for (stack, script) in [
        ("unlimited", "f() { f; }; f"),
        ("256", "f() { f; }; f"),
        ("256", "f() { eval f; }; f"),
        ("256", ". ./script.sh"),
        (
            "256",
            "f() { x=${y-$(( $(:) f ))}; f; }; f() { case a in a) if :; then f; fi ;; esac; }; f",
        ),
    ] {
        let outcome = run_under(&format!("ulimit -s {stack}"), script.as_bytes());
        assert_eq!(outcome.status, 2, "{script}: {}", start_of(&outcome));
        assert!(outcome.err().contains("nested too deeply"), "{script}");
    }
    let deep = format!(
        "if false; then {}:{}; fi; echo end",
        "{ ".repeat(DEPTH),
        "; }".repeat(DEPTH)
    );
    says(
        &run_under("ulimit -s 256", deep.as_bytes()),
        "end",
        "small stack",
    );
}

#[test]
fn a_script_may_come_byte_by_byte() {
    let script = b"x=1; echo a$x\ncat <<E\nhere $x\nE\nif :; then\n echo b\nfi\nread y\nfor me\necho $y\ncat\nthe rest\n";
    says(
        &run_input(script, 1),
        "a1\nhere 1\nb\nfor me\nthe rest",
        "byte by byte",
    );
}

#[test]
fn arguments_that_no_program_takes_are_126() {
    let long = "x=$(head -c 3000000 /dev/zero | tr '\\0' a)\n";
    for command in [
        "/bin/echo $x",
        "command /bin/echo $x",
        "(exec /bin/echo $x)",
        "x=$x /bin/echo",
        "env $x",
    ] {
        let outcome = run_file(format!("{long}{command}\necho $?\n").as_bytes());
        says_with_message(&outcome, "126", "Argument list too long", command);
    }
}

#[test]
fn a_field_of_printf_may_be_wide_but_not_wider_than_a_number() {
    for (format, expected) in [
        ("%100000d", "100000"),
        ("%-100000s", "100000"),
        ("%.100000d", "100000"),
        ("%0100000d", "100000"),
        ("%.100000f", "100002"),
    ] {
        let script = format!("ulimit -v 1000000; printf '{format}' 1 | wc -c\n");
        says(&run_file(script.as_bytes()), expected, format);
    }
    for format in [
        "%2147483648d",
        "%99999999999d",
        "%.99999999999d",
        "%.2147483648f",
    ] {
        let outcome = run_file(format!("printf '{format}' 1; echo $?\n").as_bytes());
        says_with_message(&outcome, "1", "too large for a field", format);
    }
}

#[test]
fn children_that_the_parent_ignores_are_waited_for() {
    let script = "(exit 3); echo $?; sh -c 'exit 4'; echo $?; (exit 5) & wait $!; echo $?; x=$(exit 6); echo $?
        true | (exit 7); echo $?; trap '' CHLD; (exit 8); echo $?; (exit 9) & wait $!; echo $?";
    let expected = "3\n4\n5\n6\n7\n8\n9";
    says(&run_file(script.as_bytes()), expected, "as usual");
    let Some(outcome) = run_by("env --ignore-signal=CHLD", script) else {
        return;
    };
    says(&outcome, expected, "SIGCHLD ignored");
}

#[test]
fn signals_that_the_parent_blocks_are_not_lost() {
    let script = "trap 'echo trapped' USR1; kill -USR1 $$; echo on; sleep 0 & wait $!; echo $?
        grep -c 'SigBlk:.0000000000000000' /proc/self/status; (kill -TERM $$; sleep 5); echo no";
    if let Some(outcome) = run_by("env --block-signal", script) {
        assert_eq!(outcome.out(), "trapped\non\n0\n1\n", "{}", outcome.err());
        assert_eq!(outcome.status, 128 + 15);
    }
}

#[test]
fn a_writer_learns_that_nobody_reads() {
    let script =
        "yes 2> /dev/null | head -1; while :; do echo y; done 2> /dev/null | head -1; echo $?";
    says(&run_file(script.as_bytes()), "y\ny\n0", "as usual");
    let script =
        "yes 2> /dev/null | head -1; while echo y; do :; done 2> /dev/null | head -1; echo $?";
    if let Some(outcome) = run_by("env --ignore-signal=PIPE", script) {
        says(&outcome, "y\ny\n0", "SIGPIPE ignored");
    }
}

#[test]
fn eight_descriptors_are_enough() {
    let script = b"echo a; (echo b); echo c | cat; x=$(echo d); echo $x; { echo e; } > f; cat f\ncat <<E\nhere\nE\n. ./dot.sh\n";
    let outcome = run_under("echo 'echo dot' > dot.sh; ulimit -n 8", script);
    says(&outcome, "a\nb\nc\nd\ne\nhere\ndot", "ulimit -n 8");
}

#[test]
fn closed_descriptors_are_no_obstacle() {
    let script = b"echo a; echo b >&2; echo c | cat; x=$(echo d); echo $x > f; read y; echo $? >> f
cat <<E >> f\nhere\nE\n(echo sub) >> f; cat < f > g; echo end >> g\n";
    for closed in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"] {
        let folder = folder();
        fs::write(folder.path().join("script.sh"), script).expect("a script can be written");
        let mut command = Command::new("/bin/sh");
        let words = format!("\"$@\" {closed}");
        command
            .args(["-c", &words, "sh"])
            .args(&Shell::under_test().0)
            .arg("script.sh");
        let outcome = run_command(command, folder.path());
        assert!(outcome.status < 3, "{closed}: {}", start_of(&outcome));
        let written = fs::read_to_string(folder.path().join("g")).unwrap_or_default();
        assert_eq!(
            written,
            "d\n1\nhere\nsub\nend\n",
            "{closed}: {}",
            outcome.err()
        );
    }
}

#[test]
fn every_builtin_notices_that_its_output_is_lost() {
    for command in [
        "alias a=b; alias",
        "HOME=/; CDPATH=/; cd usr",
        "command -v ls",
        "command -V ls",
        "echo x",
        "export -p",
        "ls > file; hash",
        "kill -l",
        "printf x",
        "pwd",
        "readonly a=1; readonly -p",
        "set",
        "set -o",
        "set +o",
        "times",
        "trap : INT; trap",
        "type ls",
        "ulimit",
        "ulimit -a",
        "umask",
        "umask -S",
        "cd /; cd -",
        "sleep 0 & jobs",
    ] {
        for lost in ["> /dev/full", ">&-"] {
            let script = format!("{{ {command}; }} {lost}\necho $?\n");
            let outcome = run_file(script.as_bytes());
            let (out, err) = (outcome.out(), outcome.err());
            let noticed = matches!(out.as_str(), "1\n" | "2\n") && !err.is_empty();
            assert!(noticed, "{command} {lost}: {out}{err}");
        }
    }
}

#[test]
fn a_removed_folder_and_an_empty_environment_are_lived_with() {
    let gone = "mkdir d; cd d; rmdir ../d; pwd > file; pwd -P; echo $?; (cd /; pwd -P > /dev/null; echo $?)";
    let outcome = run_file(gone.as_bytes());
    assert_eq!(outcome.status, 0, "{}", outcome.err());
    assert!(
        outcome.out().ends_with("0\n"),
        "{}{}",
        outcome.out(),
        outcome.err()
    );
    let script = "ls > /dev/null; echo $?; cd 2> /dev/null; echo $?; echo ~; echo $OPTIND$IFS.";
    let outcome = run_by("env -i", script).expect("env is there");
    says(&outcome, "0\n1\n~\n1 .", "no environment");
    let garbage = "env -i PATH=::nonsense HOME= PWD=relative IFS=: OPTIND=junk PPID=x LINENO=z OLDPWD=q a-b=1 1x=2 x=a:c";
    let script = "set -- $x; echo $#; echo $OPTIND; case $PWD in /*) echo ok; esac; ls 2> /dev/null; echo $?; cd; echo $?";
    let outcome = run_by(garbage, script).expect("env is there");
    says(&outcome, "1\n1\nok\n127\n0", "garbage");
}

#[test]
fn any_byte_passes_through() {
    let script = b"x=\xff\xfe; echo \"$x\" ${#x}; case $x in ??) echo two;; esac; printf '%s|' \"$@\" \xe9 '\xc3'; echo $'\\xff'";
    let outcome = run_file(script);
    assert_eq!(
        outcome.stdout,
        b"\xff\xfe 2\ntwo\n\xe9|\xc3|\xff\n",
        "{}",
        outcome.err()
    );
    let outcome = run_file(b"x=1\nprintf %s \"$(printf 'a\\0b\\377')\"; echo c\0d; exit 3\n");
    assert!(outcome.stdout.starts_with(b"ab\xffc"), "{}", outcome.err());
    assert_eq!(outcome.status, 3, "{}", outcome.err());
}

/// `size`, or a multiple of it.
fn sized(size: usize) -> usize {
    let factor = std::env::var("SHTUTOR_EXTREME")
        .ok()
        .and_then(|text| text.parse().ok());
    size * factor.unwrap_or(1_usize)
}

#[track_caller]
fn says(outcome: &Outcome, expected: &str, what: &str) {
    let what: String = what.chars().take(60).collect();
    assert_eq!(
        outcome.out().trim_end(),
        expected,
        "{what}: {}",
        start_of(outcome)
    );
    assert_eq!(outcome.status, 0, "{what}: {}", start_of(outcome));
}

#[track_caller]
fn says_with_message(outcome: &Outcome, expected: &str, message: &str, what: &str) {
    says(outcome, expected, what);
    assert!(
        outcome.err().contains(message),
        "{what}: {}",
        start_of(outcome)
    );
}

/// Its end, and what it said, shortened.
fn start_of(outcome: &Outcome) -> String {
    let said: String = outcome.err().chars().take(300).collect();
    format!(
        "status {}, timed out: {}: {said}",
        outcome.status, outcome.timed_out
    )
}

/// Runs the shell on a file with these bytes.
fn run_file(script: &[u8]) -> Outcome {
    run_under(":", script)
}

/// As [`run_file`], after `preparation` by another shell.
fn run_under(preparation: &str, script: &[u8]) -> Outcome {
    let folder = folder();
    fs::write(folder.path().join("script.sh"), script).expect("a script can be written");
    let mut command = Command::new("/bin/sh");
    let words = format!("{preparation}; exec \"$@\"");
    command
        .args(["-c", &words, "sh"])
        .args(&Shell::under_test().0)
        .arg("script.sh");
    run_command(command, folder.path())
}

/// Runs the shell with `-c script` by `env` with options; `None` if it has not those options.
fn run_by(env: &str, script: &str) -> Option<Outcome> {
    let folder = folder();
    let mut words = env.split(' ');
    let program = words.next()?;
    let words: Vec<&str> = words.collect();
    let known = Command::new(program).args(&words).arg("/bin/true").output();
    if !known.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let mut command = Command::new(program);
    command
        .args(&words)
        .args(&Shell::under_test().0)
        .args(["-c", script]);
    Some(run_command(command, folder.path()))
}

fn run_command(mut command: Command, folder: &std::path::Path) -> Outcome {
    shell::plain_environment(&mut command, folder);
    command
        .current_dir(folder)
        .stdin(std::process::Stdio::null())
        .process_group(0);
    sound(shell::run(&mut command, LIMIT))
}

/// Runs the shell on standard input, a pipe into which so many bytes are written at once.
fn run_input(script: &[u8], block: usize) -> Outcome {
    let folder = folder();
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    let script = script.to_vec();
    let writing = std::thread::spawn(move || {
        // A shell that ended early is found out by what it did.
        script
            .chunks(block)
            .all(|part| writer.write_all(part).is_ok())
    });
    let mut command = Shell::under_test().command(folder.path());
    let outcome = shell::run(command.stdin(reader), LIMIT);
    // The last reading end of the pipe is closed, so that the writer ends.
    drop(command);
    writing.join().expect("the writer does not panic");
    sound(outcome)
}

/// No outcome may show a panic, a crash or a hang.
fn sound(outcome: Outcome) -> Outcome {
    assert!(!outcome.timed_out, "did not end: {}", start_of(&outcome));
    assert!(
        !outcome.err().contains("panicked"),
        "{}",
        start_of(&outcome)
    );
    let crashed = [128 + 6, 128 + 7, 128 + 11].contains(&outcome.status);
    assert!(!crashed, "{}", start_of(&outcome));
    outcome
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}
