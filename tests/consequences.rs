//! The consequences of shell errors: every row of the table in XCU 2.8.1, in every place where commands can stand.
//!
//! Each row is an error, each [`Place`] a program around it that prints what is reached: `inner` is the next command of the same
//! text, `after` what follows that text. Whether a shell exits is what is printed; its status, and that seen by the next
//! command, must not be 0. Where `dash` and `bash --posix` are installed they must do the same, but for the differences in
//! [`KNOWN`].

#[path = "common/shell.rs"]
mod shell;

use shell::{Outcome, Shell};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// How long one program may take.
const LIMIT: Duration = Duration::from_secs(20);

/// One row of the table.
struct Row {
    /// What it is called there.
    error: &'static str,
    /// Commands before the error, without effect on it being one.
    setup: &'static str,
    /// Commands with the error, which are one line.
    command: &'static str,
    /// The same where a shell must have read the text around it without an error.
    nested: &'static str,
    /// Whether a shell that is not interactive exits.
    exits: bool,
    /// Whether it exits all the same when `command` stands before it; `None` if it cannot stand there.
    exits_behind_command: Option<bool>,
}

const PLAIN: Row = Row {
    error: "",
    setup: "",
    command: "",
    nested: "",
    exits: false,
    exits_behind_command: None,
};

/// The table, most rows by more than one example.
const ROWS: &[Row] = &[
    Row {
        error: "shell language syntax error",
        command: "if )",
        nested: "eval 'if )'",
        exits: true,
        ..PLAIN
    },
    Row {
        error: "shell language syntax error, at the end",
        command: "eval 'if true'",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "special built-in utility error: an option",
        command: "set -o nonsense",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "special built-in utility error: an operand",
        command: "readonly 1x=1",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "special built-in utility error: a file",
        command: ". ./missing",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "special built-in utility error: a read-only variable",
        setup: "readonly r=1",
        command: "export r=2",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "special built-in utility error: unset",
        setup: "readonly r=1",
        command: "unset r",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "special built-in utility error: shift",
        command: "shift 1000",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "other utility error",
        command: "cd ./missing",
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "other utility error: a read-only variable",
        setup: "readonly r=1",
        command: "read r <text",
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "redirection error with special built-in utilities",
        command: ": <./missing",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "redirection error with special built-in utilities: exec",
        command: "exec 3<./missing",
        exits: true,
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "redirection error with compound commands: group",
        command: "{ :; } <./missing",
        ..PLAIN
    },
    Row {
        error: "redirection error with compound commands: loop",
        command: "while :; do break; done >./missing/file",
        ..PLAIN
    },
    Row {
        error: "redirection error with compound commands: subshell",
        command: "( : ) <&9",
        ..PLAIN
    },
    Row {
        error: "redirection error with function execution",
        setup: "function_() { :; }",
        command: "function_ <./missing",
        ..PLAIN
    },
    Row {
        error: "redirection error with other utilities: built in",
        command: "true <./missing",
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "redirection error with other utilities: external",
        command: "env <&9",
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "variable assignment error",
        setup: "readonly r=1",
        command: "r=2",
        exits: true,
        ..PLAIN
    },
    Row {
        error: "variable assignment error before a special built-in utility",
        setup: "readonly r=1",
        command: "r=2 :",
        exits: true,
        ..PLAIN
    },
    Row {
        error: "variable assignment error of for",
        setup: "readonly r=1",
        command: "for r in 2; do :; done",
        exits: true,
        ..PLAIN
    },
    Row {
        error: "expansion error: ${parameter?}",
        command: "echo ${nothing?}",
        exits: true,
        exits_behind_command: Some(true),
        ..PLAIN
    },
    Row {
        error: "expansion error: nounset",
        setup: "set -u",
        command: "echo $nothing",
        exits: true,
        exits_behind_command: Some(true),
        ..PLAIN
    },
    Row {
        error: "expansion error: arithmetic",
        command: "echo $((1 / 0))",
        exits: true,
        exits_behind_command: Some(true),
        ..PLAIN
    },
    Row {
        error: "expansion error: bad substitution",
        command: "echo ${x!}",
        exits: true,
        exits_behind_command: Some(true),
        ..PLAIN
    },
    Row {
        error: "expansion error in an assignment",
        command: "x=${nothing?}",
        exits: true,
        ..PLAIN
    },
    Row {
        error: "command not found",
        command: "no-such-utility",
        exits_behind_command: Some(false),
        ..PLAIN
    },
    Row {
        error: "command not found: a path",
        command: "./missing",
        exits_behind_command: Some(false),
        ..PLAIN
    },
];

/// Where the error stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The operand of `-c`.
    Command,
    /// A script file.
    File,
    /// Standard input.
    Input,
    /// A line of its own on standard input of a shell with `-i`.
    Interactive,
    /// A subshell.
    Subshell,
    /// A command substitution.
    Substitution,
    /// Behind `command`.
    BehindCommand,
    /// The operand of `eval`.
    Eval,
    /// A file run by `.`.
    Dot,
    /// A function's body.
    Function,
    /// A loop's body within an AND-OR list.
    Loop,
}

const PLACES: &[Place] = &[
    Place::Command,
    Place::File,
    Place::Input,
    Place::Interactive,
    Place::Subshell,
    Place::Substitution,
    Place::BehindCommand,
    Place::Eval,
    Place::Dot,
    Place::Function,
    Place::Loop,
];

/// What follows an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Consequence {
    /// The next command of the same text runs, and sees a status that is not 0.
    GoesOn,
    /// What follows the text runs, and sees a status that is not 0.
    LeavesText,
    /// The shell exits, with a status that is not 0.
    Exits,
}

/// What another shell has otherwise.
struct Known {
    /// `dash` or `bash`.
    shell: &'static str,
    /// The beginning of the row's name.
    error: &'static str,
    /// In which places.
    places: &'static [Place],
    why: &'static str,
}

const KNOWN: &[Known] = &[
    Known {
        shell: "bash",
        error: "special built-in utility error: an operand",
        places: NO_COMMAND,
        why: "what is no name only fails",
    },
    Known {
        shell: "bash",
        error: "special built-in utility error: unset",
        places: NO_COMMAND,
        why: "unsetting a read-only variable only fails",
    },
    Known {
        shell: "bash",
        error: "special built-in utility error: shift",
        places: NO_COMMAND,
        why: "shifting too far only fails",
    },
    Known {
        shell: "bash",
        error: "special built-in utility error: an option",
        places: &[Place::Loop],
        why: "within an AND-OR list it only fails",
    },
    Known {
        shell: "bash",
        error: "expansion error: bad substitution",
        places: &[Place::Interactive],
        why: "the next line sees the status 0",
    },
];

/// Every place without `command` in which a shell is not interactive.
const NO_COMMAND: &[Place] = &[
    Place::Command,
    Place::File,
    Place::Input,
    Place::Subshell,
    Place::Substitution,
    Place::Eval,
    Place::Dot,
    Place::Function,
    Place::Loop,
];

#[test]
fn every_error_has_the_consequences_of_the_table() {
    let shells = [
        ("ours", Some(Shell::under_test())),
        ("dash", Shell::dash()),
        ("bash", bash()),
    ];
    let mut failures = Vec::new();
    let mut compared = 0;
    for (name, shell) in shells {
        let Some(shell) = shell else {
            println!("{name} is not installed: not compared");
            continue;
        };
        for (row, place) in ROWS
            .iter()
            .flat_map(|row| PLACES.iter().map(move |place| (row, *place)))
        {
            // An interactive `dash` drops what it has read of a pipe after an error.
            if name == "dash" && place == Place::Interactive {
                continue;
            }
            if let Some(expected) = expected(row, place) {
                compared += 1;
                failures.extend(judge((name, &shell), row, place, expected));
            }
        }
    }
    assert!(compared > 200, "only {compared} programs");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Runs `row` in `place`, and says what is wrong with what came of it.
fn judge(
    (name, shell): (&str, &Shell),
    row: &Row,
    place: Place,
    expected: Consequence,
) -> Option<String> {
    let known = KNOWN.iter().find(|known| {
        known.shell == name && row.error.starts_with(known.error) && known.places.contains(&place)
    });
    let outcome = play(shell, row, place);
    let got = consequence(&outcome);
    let what = format!("{name}: {} ({place:?})", row.error);
    match (known, got == Ok(expected)) {
        (None, true) | (Some(_), false) => None,
        (None, false) => {
            let said = outcome.err();
            Some(format!(
                "{what}: wanted {expected:?}, got {got:?}, {said:?}"
            ))
        }
        (Some(known), true) => Some(format!("{what} is not different: {}", known.why)),
    }
}

#[test]
fn a_read_error_of_commands_ends_even_an_interactive_shell() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for options in [&[][..], &["-i"]] {
        let mut command = Shell::under_test().command(folder.path());
        let directory = fs::File::open(folder.path()).expect("a folder can be opened");
        command.args(options).stdin(Stdio::from(directory));
        let outcome = shell::run(&mut command, LIMIT);
        assert!(!outcome.timed_out && outcome.status > 0, "{outcome:?}");
    }
}

/// What the table says of `row` in `place`; `None` if it cannot stand there.
fn expected(row: &Row, place: Place) -> Option<Consequence> {
    let exits = match place {
        Place::BehindCommand => row.exits_behind_command?,
        _ => row.exits,
    };
    Some(match place {
        Place::Interactive => Consequence::LeavesText,
        _ if !exits => Consequence::GoesOn,
        Place::Subshell | Place::Substitution => Consequence::LeavesText,
        _ => Consequence::Exits,
    })
}

/// Runs the program that has `row` in `place`.
fn play(shell: &Shell, row: &Row, place: Place) -> Outcome {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a file can be written");
    };
    write("text", "text\n");
    let nested = match row.nested {
        "" => row.command,
        nested => nested,
    };
    let (setup, error) = (row.setup, row.command);
    let inner = "echo inner $?";
    let text = match place {
        Place::Command | Place::File | Place::Input => format!("{setup}\n{error}\n{inner}\n"),
        Place::Interactive => format!("{setup}\n{error}\necho after $?\n"),
        Place::Subshell => format!("{setup}\n({nested}\n{inner})\necho after $?\n"),
        Place::Substitution => {
            format!("{setup}\nx=$( {nested}\n{inner})\ns=$?; echo $x; echo after $s\n")
        }
        Place::BehindCommand => format!("{setup}\ncommand {error}\n{inner}\n"),
        Place::Eval => format!(
            "{setup}\neval '{}\n{inner}'\necho after $?\n",
            quoted(error)
        ),
        Place::Dot => {
            write("dotted", &format!("{error}\n{inner}\n"));
            format!("{setup}\n. ./dotted\necho after $?\n")
        }
        Place::Function => format!("{setup}\nf() {{\n{nested}\n{inner}\n}}\nf\necho after $?\n"),
        Place::Loop => {
            format!("{setup}\nfor i in 1; do\n{nested}\n{inner}\ndone && :\necho after $?\n")
        }
    };
    let mut command = shell.command(folder.path());
    match place {
        Place::Command => command.args(["-c", &text]),
        Place::Input => command.stdin(piped(&text)),
        Place::Interactive => command.arg("-i").stdin(piped(&text)),
        _ => {
            write("script", &text);
            command.arg("script")
        }
    };
    shell::run(&mut command, LIMIT)
}

/// What came of it, or what was printed if that is no consequence at all.
fn consequence(outcome: &Outcome) -> Result<Consequence, String> {
    let out = outcome.out();
    let seen = |word: &str| out.lines().find_map(|line| line.strip_prefix(word));
    let failed = |status: &str| status.trim() != "0";
    match (seen("inner"), seen("after")) {
        _ if outcome.timed_out => Err(out),
        (Some(status), _) if failed(status) => Ok(Consequence::GoesOn),
        (None, Some(status)) if failed(status) => Ok(Consequence::LeavesText),
        (None, None) if outcome.status > 0 => Ok(Consequence::Exits),
        _ => Err(format!("{out:?}, status {}", outcome.status)),
    }
}

/// `text` within single quotes.
fn quoted(text: &str) -> String {
    text.replace('\'', r"'\''")
}

/// A pipe that holds `text`.
fn piped(text: &str) -> Stdio {
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer
        .write_all(text.as_bytes())
        .expect("a short text fits into a pipe");
    Stdio::from(reader)
}

/// `bash` as POSIX has it, if it is installed.
fn bash() -> Option<Shell> {
    let path = ["/usr/local/bin/bash", "/usr/bin/bash", "/bin/bash"]
        .into_iter()
        .find(|path| Path::new(path).exists())?;
    Some(Shell(vec![path.into(), "--posix".into()]))
}
