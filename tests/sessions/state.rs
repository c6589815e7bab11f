//! A shell's state, taken from one session and given to another: the second cannot be told from the first.

use super::{SCREENS, Sitting, screen};
use shtutor::observation::{Observation, ShellState};
use shtutor::session::{Limits, Screen, Session, Setup};
use shtutor::trace::ExitStatus;
use std::path::Path;

/// Tells all that a shell can tell of itself, in a file.
const PROBE: &str = "{ echo \"$? $# $* $- $OPTIND\"; pwd; pwd -P; umask; set; trap; alias; export -p; readonly -p; set -o
ulimit -S -a; ulimit -H -a; f || :; } >| ~/probe 2>&1
find /proc/self/fd/ -maxdepth 1 -fprintf \"$HOME/fds\" '%f %l\\n'; sort -n \"$HOME/fds\" >> ~/probe";

/// Commands that change a shell's state, each in its own way.
const CHANGES: [&str; 45] = [
    "x=1",
    "x='a b'; export x",
    "export y",
    "readonly r=\"it's\"",
    "readonly PATH",
    "unset HISTFILE OPTIND",
    "unset PWD",
    "PWD=elsewhere",
    "IFS=:",
    "PS1='$x> '",
    "z=$(printf '\\001\\377\\n\\t')",
    "set -- one 'two words' ''",
    "set --",
    "set -f",
    "set -C",
    "set -u",
    "set -a; w=5",
    "set -e",
    "set -o pipefail",
    "set +m",
    "set -o vi",
    "umask 077",
    "umask 000",
    "mkdir -p sub; cd sub",
    "mkdir -p sub; ln -sf sub link; cd link",
    "cd /usr/bin",
    "f() { echo f \"$@\"; }",
    "f() {\ncat <<E\nbody $x\nE\n}",
    "f() { cat; } <<E\nredirected\nE",
    "alias e='echo aliased'\nf() { e here; }",
    "alias ll='ls -l'; alias g=\"it's\"",
    "unalias -a",
    "trap 'echo hup' HUP",
    "trap '' INT QUIT",
    "trap 'echo \"bye $x\"' EXIT",
    "trap 'x=2' USR1 TERM; trap - TERM",
    "getopts abc o -abc; getopts abc o -abc",
    "exec 3> three; echo begun >&3",
    "exec 4< /etc/passwd 5<&4; read x <&4",
    "exec 6>> six 7>&1 8>&6",
    "exec 9< .",
    "exec 12> /dev/null; exec 3>&-",
    "exec 2>&1",
    "exec 0<&-",
    "ulimit -S -f 1000; ulimit -S -n 100",
];

/// The session that goes on where one with `state` stopped, in its folder.
fn next(state: Option<ShellState>, folder: &Path, kind: Screen) -> Session {
    let setup = Setup {
        folder: folder.to_owned(),
        state,
        screen: kind,
        network: shtutor::session::Network::None,
        limits: Limits {
            wall: Some(std::time::Duration::from_secs(20)),
            output: 1 << 20,
        },
    };
    Session::start_with(Path::new(env!("CARGO_BIN_EXE_shtutor")), setup).unwrap()
}

/// What the probe tells, but for what differs from process to process.
fn probe(session: &mut Session, folder: &Path) -> String {
    let seen = session.run(PROBE).unwrap();
    assert_eq!(seen.ended, None, "{}", screen(&seen));
    let told = std::fs::read(folder.join("probe")).unwrap();
    let told: String = told.into_iter().map(char::from).collect();
    let programs = seen.state.unwrap().programs;
    let told = told.replace(programs.to_str().unwrap(), "PROGRAMS");
    let process = |line: &&str| {
        !line.starts_with("PPID=") && !line.starts_with("process ") && !line.contains(" /proc/")
    };
    let lines = told.lines().filter(process).map(|line| match line {
        _ if line.contains(" pipe:[") || line.contains(" /dev/pts/") => {
            line.split(['[', 'p']).take(1).chain(["its own"]).collect()
        }
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_new_shell_cannot_be_told_from_the_one_before() {
    let mut random = fastrand::Rng::with_seed(4);
    for round in 0..40 {
        let kind = SCREENS[round % SCREENS.len()];
        let mut sitting = super::sitting(kind);
        let folder = sitting.folder.path().to_owned();
        let chosen: Vec<&str> = (0..random.usize(1..8))
            .map(|_| CHANGES[random.usize(..CHANGES.len())])
            .collect();
        let mut state = None;
        for change in &chosen {
            let seen = sitting.run(change);
            state = seen.state;
            if seen.ended.is_some() {
                break;
            }
        }
        let Some(state) = state else {
            continue;
        };
        let first = probe(&mut sitting.session, &folder);
        let mut second = next(Some(state), &folder, kind);
        let second = probe(&mut second, &folder);
        for (first, second) in first.lines().zip(second.lines()) {
            assert_eq!(first, second, "after {chosen:#?}");
        }
        assert_eq!(first.len(), second.len(), "after {chosen:#?}");
    }
}

/// Runs `lines` in a session, then `line` in one with its state; returns what that did, and the folder.
fn carried(lines: &[&str], line: &str) -> (Observation, tempfile::TempDir) {
    let mut sitting = super::sitting(Screen::Plain);
    let mut state = None;
    for line in lines {
        state = sitting.run(line).state;
    }
    let Sitting { session, folder } = sitting;
    drop(session);
    let seen = next(state, folder.path(), Screen::Plain).run(line).unwrap();
    (seen, folder)
}

fn check(lines: &[&str], line: &str, expected: &str) {
    let (seen, _) = carried(lines, line);
    assert_eq!(screen(&seen), expected, "{lines:?}, then {line}");
}

#[test]
fn descriptors_go_on_where_they_were() {
    check(
        &["printf 'one\\ntwo\\nthree\\n' > in; exec 3< in 4<&3; read x <&3"],
        "read y <&4; read z <&3; echo $x $y $z",
        "one two three\n",
    );
    check(
        &["exec 3> out; echo one >&3"],
        "echo two >&3; cat out",
        "one\ntwo\n",
    );
    check(
        &["exec 3>> out 4>&1; echo one >&3"],
        "echo two > out; echo three >&3; cat out >&4",
        "two\nthree\n",
    );
    check(
        &["mkfifo way; exec 3<> way"],
        "echo through >&3; read x <&3; echo $x",
        "through\n",
    );
    check(
        &["exec 3> out; rm out"],
        "{ echo lost >&3; } 2>/dev/null; echo $?",
        "2\n",
    );
    check(&["exec 2>&-"], "nosuchcommand; echo $?", "127\n");
}

#[test]
fn the_exit_trap_is_carried() {
    let (seen, _) = carried(&["x=5; trap 'echo bye $x' EXIT"], "exit 3");
    assert_eq!(screen(&seen), "bye 5\n");
    assert_eq!(seen.status, ExitStatus(3));
}

#[test]
fn a_folder_that_is_gone_leaves_the_new_shell_where_it_begins() {
    check(
        &["mkdir gone; cd gone; rmdir ../gone"],
        "[ \"$(pwd)\" = \"$HOME\" ] && [ \"$PWD\" = \"$HOME\" ] && echo home",
        "home\n",
    );
}

#[test]
fn practice_programs_are_found_again() {
    check(&["PATH=$PATH:/opt"], "exits 7 hello", "hello\n");
}

#[test]
fn what_could_end_a_new_shell_ends_with_the_old_one() {
    let mut sitting = super::sitting(Screen::Plain);
    let state = sitting
        .run("x=1; alias a=b; set -e; trap 'echo bye' EXIT; exec 3> out; ulimit -S -n 50")
        .state;
    let state = state.unwrap().after_its_end(ExitStatus(1));
    let mut second = next(Some(state), sitting.folder.path(), Screen::Plain);
    let seen = second
        .run("false; echo $x; alias; trap; ulimit -S -n; { echo >&3; } 2>/dev/null || echo closed")
        .unwrap();
    assert_eq!(screen(&seen), "1\na='b'\n1024\nclosed\n");
}
