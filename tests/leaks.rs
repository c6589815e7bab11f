//! Every construct is run again and again in one shell, which must then have no more descriptors, no children that ended
//! unnoticed, and hardly more memory than halfway. `SHTUTOR_LEAK_TURNS` sets how often.

#[path = "common/shell.rs"]
#[expect(dead_code, reason = "nothing is compared with dash here")]
mod shell;

use shell::Shell;
use std::fs;
use std::time::Duration;

/// How long one run may take.
const LIMIT: Duration = Duration::from_secs(300);
/// Turns of each half, for what stays within the shell.
const TURNS: u32 = 300;
/// Turns of each half, for what starts processes.
const FORKING_TURNS: u32 = 25;
/// What memory may grow by in the second half: a twentieth, and a few pages that the system counts late. Kilobytes.
const PAGES: u64 = 96;

#[test]
fn what_stays_in_the_shell_leaks_nothing() {
    leaks_nothing(
        TURNS,
        &[
            ("assignment", "x=$i y=\"$x$x\"; unset x y"),
            ("arithmetic", "x=$(( (i * 3) % 7 ? i : -i ))"),
            (
                "parameter expansion",
                "x=abc/$i; y=${x#*/}${x%%/*}${#x}${z:-$x}",
            ),
            (
                "field splitting",
                "set -- a b:c $PATH; IFS=:; set -- $PATH; unset IFS",
            ),
            ("pathname expansion", "set -- * [a-z]* /no/such*"),
            (
                "function",
                "f() { g \"$@\"; }; g() { local x=1; return 3; }; f a b",
            ),
            (
                "function that redefines itself",
                "f() { f() { :; }; }; f; unset -f f",
            ),
            (
                "brace group with redirections",
                "{ echo a; echo b >&2; } > file 2>&1",
            ),
            (
                "redirections",
                ": < file; : >> file; : <> file; : >| file; : 5< file 6<&5 5<&- >&6",
            ),
            (
                "redirections of exec",
                "exec 5> file; exec 6>&5 5>&-; exec 6>&-",
            ),
            (
                "failed redirection",
                "{ true < missing; } 2> errors; { :; } 2> errors < missing; true < missing 2> errors",
            ),
            (
                "failed redirection after others",
                "{ echo a > file 5> file < missing; } 2> errors",
            ),
            ("short here-document", "read x <<E\nline $i\nE"),
            (
                "here-document of a built-in",
                "{ read x; read y; } <<E\nline\nother\nE",
            ),
            ("here-document of a group", "{ :; } <<'E'\nline\nE"),
            ("dot", ". ./sourced $i"),
            ("dot that returns", ". ./returning"),
            ("failed dot", "command . ./missing 2> errors"),
            (
                "eval",
                "eval 'for x in 1 2; do case $x in 1) :;; esac; done'",
            ),
            ("failed eval", "command eval 'if' 2> errors"),
            (
                "trap",
                "trap 'x=$i' USR1; kill -USR1 $$; trap - USR1; trap '' USR2; trap 'y' EXIT; trap - EXIT",
            ),
            ("alias", "alias a='x=1 ' b=:; eval 'a b'; unalias a b"),
            ("read", "while read x y; do :; done < lines"),
            (
                "case, if, until",
                "case $i in *1) ;; [2-4]) ;& *) ;; esac; if false; then :; elif :; then :; fi; until :; do :; done",
            ),
            (
                "break out of redirected loops",
                "for x in 1 2; do while :; do break 2; done < file; done > file",
            ),
            (
                "return out of redirections",
                "f() { { return 2; } > file 5< file; }; f",
            ),
            (
                "getopts",
                "OPTIND=1; while getopts ab: o -a -b c; do :; done",
            ),
            ("local", "f() { local a=1 b; local -; set -f; }; f"),
            (
                "printf and test",
                "printf '%s %5d %b\\n' a $i 'x\\n' > file; [ -f file -a \"$i\" -gt 0 ]; test -d /",
            ),
            (
                "export",
                "export x$((i % 5))=$i; readonly -p > file; set > file",
            ),
            (
                "hash and command",
                "command -v ls > file; hash -r; type cd > file",
            ),
            ("tilde", "x=~ y=~root:~"),
            ("set", "set -- $i; set -f; set +f; shift"),
            (
                "cd",
                "cd /; cd - > /dev/null; cd -P .; cd missing 2> /dev/null",
            ),
        ],
    );
}

#[test]
fn processes_leak_nothing() {
    leaks_nothing(
        FORKING_TURNS,
        &[
            ("command substitution", "x=$(echo $i; echo b)"),
            ("nested command substitution", "x=$(echo $(echo `echo a`))"),
            ("failed command substitution", "x=$(exit 3)"),
            (
                "substitution in a here-document",
                "read x <<E\n$(echo a)\nE",
            ),
            ("pipeline", "echo a | { read x; } | :"),
            ("negated pipeline", "! : | false"),
            ("subshell", "(exit 3); ( : ) > file"),
            (
                "subshell that ends by a signal",
                "{ (sh -c 'kill -TERM $PPID'; :); } 2> errors",
            ),
            (
                "external utility",
                "/bin/true; true | /bin/cat > file < file",
            ),
            (
                "failed exec",
                "./lines 2> errors; /no/such 2> errors; no-such-command 2> errors",
            ),
            ("failed exec in a subshell", "(exec ./lines) 2> errors"),
            ("background and wait", "true & wait $!; /bin/true & wait"),
            ("background and wait for all", ": & : & : & wait"),
            (
                "background and kill",
                "sleep 60 & kill $!; wait $! 2> errors",
            ),
            ("long here-document", "/bin/cat > file <<E\n$long\nE"),
        ],
    );
}

fn leaks_nothing(turns: u32, constructs: &[(&str, &str)]) {
    let turns = match std::env::var("SHTUTOR_LEAK_TURNS") {
        Ok(turns) => turns.parse().expect("SHTUTOR_LEAK_TURNS is a number"),
        Err(_) => turns,
    };
    let complain = |(name, construct): &(&str, &str)| {
        let what = complaint(construct, turns)?;
        Some(format!("{name}: {what}"))
    };
    let complaints: Vec<String> = constructs.iter().filter_map(complain).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Runs `construct` so many times, and again, and says what was left behind.
fn complaint(construct: &str, turns: u32) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a file can be written");
    };
    write("file", "text\n");
    write("lines", "one two\nthree\n");
    write("sourced", "x=$1\n");
    write("returning", "return 4\n");
    // A page more than a pipe holds.
    let long = "l".repeat(70_000);
    let script = SCRIPT
        .replace("TURNS", &turns.to_string())
        .replace(
            "LONG",
            if construct.contains("$long") {
                &long
            } else {
                ""
            },
        )
        .replace("CONSTRUCT", construct);
    write("script.sh", &script);
    let mut command = Shell::under_test().command(folder.path());
    let outcome = shell::run(command.arg("script.sh"), LIMIT);
    let numbers: Vec<u64> = outcome
        .out()
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    let [files, half, all, left, children] = numbers[..] else {
        return Some(format!(
            "status {}: {}{}",
            outcome.status,
            outcome.out(),
            outcome.err()
        ));
    };
    match () {
        () if left != files => Some(format!("{files} descriptors became {left}")),
        () if children > 0 => Some(format!("{children} children are left")),
        () if all > half + half / 20 + PAGES => Some(format!("{half} kB became {all} kB")),
        () => None,
    }
}

/// What counts starts no process. The entries of `fd` are those of the shell, and the one that reads the folder.
const SCRIPT: &str = r#"
memory() {
  while read -r name value unit; do
    case $name in VmRSS:) echo "$value" ;; esac
  done < /proc/$$/status
}
files() { set -- /proc/$$/fd/*; echo $#; }
long=LONG
turn() {
i=0
while [ $i -lt TURNS ]; do
i=$((i + 1))
CONSTRUCT
done
}
exec 3>&1 > /dev/null
turn
files >&3
memory >&3
turn
memory >&3
files >&3
wait
children=
read -r children < /proc/$$/task/$$/children
set -- $children
echo $# >&3
"#;
