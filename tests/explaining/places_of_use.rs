//! What is said where a command stands in another file, behind another command, or before the end of the shell.

use super::meanings::{is_silent, says};

#[test]
fn what_ends_the_shell_leaves_nothing_behind_it_to_decide() {
    for text in [
        "exit 3 || true",
        "{ exit 3; } || true",
        "command exit 3 || true",
    ] {
        says(text, &["nothing behind it runs"]);
        is_silent(text, "in any case");
    }
    says(
        "exit 3 || true",
        &["status 3, from exit; nothing behind it runs"],
    );
    says(
        "exit 4 && true",
        &[
            "status 4, from exit; nothing behind it runs",
            "`true` never runs",
        ],
    );
    says(
        "exec false || true",
        &["status that of `false`: it has taken the shell's place; nothing"],
    );
    for text in [
        "eval \"exit 3\" || true",
        "return 3 || true",
        ": ${x:?no} || true",
        ". ./nosuch || true",
        "shift 5 || true",
        "kill $$ || true",
    ] {
        says(
            text,
            &["does not end the shell: if it fails, `true` makes it 0"],
        );
        is_silent(text, "in any case");
    }
    says("grep -q a f || true", &["0 in any case"]);
    says("(exit 3) || true", &["0 in any case"]);
}

#[test]
fn what_ends_the_shell_within_a_list_decides_where_it_is_reached() {
    says(
        "[ a ] && exit 1 || exit 0",
        &["status if `[ a ]` ends with 0: 1, from exit; else: 0, from exit"],
    );
    says(
        "grep -q root /etc/passwd && exit 1 || true",
        &["ends with 0: 1, from exit; else: 0: true always succeeds"],
    );
    says(
        "a || exit 2 && b",
        &["status if `a` fails: 2, from exit; else: that of `b`"],
    );
    says(
        "a || exit",
        &["status that of `a`: exit without a number keeps it"],
    );
}

#[test]
fn what_is_never_reached_is_named() {
    says(
        "exit; echo x",
        &["careful: this never runs: `exit` does not come back"],
    );
    says(
        "exit 3 && echo",
        &["`echo` never runs: `exit 3` does not come back"],
    );
    says("{ exit 1; echo x; }", &["careful: this never runs"]);
    says("f() { return 1; echo x; }", &["careful: this never runs"]);
    says("exit 1\necho x\n", &["careful: this never runs"]);
    for text in [
        "(exit 1); echo x",
        "a || exit; echo x",
        "exit 1 | cat; echo x",
        "if a; then exit; fi; echo x",
    ] {
        is_silent(text, "never runs");
    }
}

#[test]
fn a_condition_keeps_what_joins_its_commands() {
    says(
        "inotifywait -r -e modify -e create src && make -j4 VERBOSE=1 all || { echo no; }",
        &["src && make -j4", "fails"],
    );
}

#[test]
fn blanks_in_scripts_of_sed_count() {
    says(
        "sed 's/^/> /; s/ *$//' f",
        &[
            "puts `> ` in the place of what matches `^`",
            "what matches ` *$`",
        ],
    );
}

#[test]
fn options_of_what_runs_a_command_are_no_command() {
    says(
        "env -i PATH=\"$PATH\" sh -c 'ls'",
        &["sh what env runs", "set for the command alone"],
    );
    says(
        "sudo -u postgres -H PGPASSWORD=x psql",
        &["psql what sudo runs"],
    );
    says(
        "flock -n /tmp/l -c \"./run\"",
        &["-c runs the commands in what follows"],
    );
    says("xargs -a list -n 1 -d \"\\n\" rm", &["rm what xargs runs"]);
    says("python3 -m venv .venv", &[".venv an argument for it"]);
    says(
        "python -m pytest -q tests",
        &["-q says little", "tests what to test"],
    );
}

#[test]
fn command_runs_what_is_built_in() {
    is_silent("command exit 3", "a command called exit");
    is_silent("command export A=b", "a command called export");
}

#[test]
fn options_mean_what_they_mean_in_this_place() {
    says("tr -dc a-z0-9", &["a-z0-9 the characters that stay"]);
    says("tail -c +3 f", &["+n: from byte n on"]);
    says("sort -u -t, -k2,2n f", &["only one"]);
    is_silent("sort -u -t, -k2,2n f", "equal lines once");
    is_silent("git fetch --quiet", "only the status answers");
    says("git diff --quiet", &["only the status answers"]);
    says("nc -l -p 8080", &["with -l the one it waits at"]);
    says("dig +short x", &["+short prints the answers alone"]);
    says("export x = 3", &["= 3 careful: no name of a variable"]);
    says("case $opt in \\?) echo no;; esac", &["if `$opt` is `?`"]);
    says(
        "read -r user _ uid _",
        &["_ the rest of the line", "_ a field that nobody needs"],
    );
    says(
        "shift $((OPTIND - 1))",
        &["OPTIND is the number of the argument that getopts looks at next"],
    );
}

#[test]
fn a_function_is_called_only_behind_its_definition() {
    says(
        "f; f() { :; }",
        &[
            "careful: not the function of line 1, which is defined only later",
            "a command called f",
        ],
    );
    says("f() { :; }; f", &["calls the function of line 1"]);
    says(
        "g() { f; }; f() { :; }; g",
        &["calls the function of line 1"],
    );
    is_silent("while a; do f; f() { :; }; done", "defined only later");
}

#[test]
fn files_that_are_no_scripts_are_named_as_what_they_are() {
    says(
        "RUN npm ci\nCMD node .\n",
        &[
            "RUN an instruction of a Dockerfile",
            "npm installs",
            "node runs",
        ],
    );
    says(
        "- run: make\n- run: make test\n",
        &[
            "this is YAML, as a workflow of GitHub has it",
            "make brings files up to date",
        ],
    );
    is_silent("- run: make\n- run: make test\n", "a command called -");
    says(
        "- pytest -q || true",
        &[
            "this is YAML, a list",
            "pytest runs the tests",
            "|| runs its right side",
        ],
    );
    says(
        "[Service]\nExecStartPre=/bin/mkdir -p /run/app\n",
        &[
            "[Service] a section of a systemd unit",
            "mkdir: makes directories",
        ],
    );
    says(
        "{\n  \"scripts\": {\n    \"test\": \"jest && echo ok\"\n  }\n}\n",
        &[
            "this is JSON",
            "npm run test gives the text behind it to sh -c",
            "&& runs its right side",
        ],
    );
    says(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n",
        &["this is YAML, and no script: no shell reads it"],
    );
}

#[test]
fn under_systemd_signs_of_the_shell_are_arguments() {
    let line = "ExecStart=/usr/bin/app --port $PORT > /var/log/app.log *.txt";
    says(
        line,
        &[
            "> no shell reads it, and so it is no operator",
            "$PORT systemd puts the value in",
            "* no shell reads it",
        ],
    );
    is_silent(line, "standard output");
    is_silent(line, "names of files that match");
    says(
        "ExecStart=/bin/sh -c \"exec app --port $$PORT > /var/log/app.log\"",
        &[
            "systemd makes one $ of it",
            "standard output goes to `/var/log/app.log`",
            "the value of PORT",
        ],
    );
}

#[test]
fn the_lists_of_a_dockerfile_are_told_one_by_one() {
    says(
        "FROM node\nENTRYPOINT [\"/e.sh\"]\nCMD [\"node\", \"a.js\"]\n",
        &[
            "the program is /e.sh",
            "beside the list of ENTRYPOINT, arguments for it",
        ],
    );
    says(
        "FROM node\nRUN [\"a\", \"b\"]\nCMD [\"node\", \"a.js\"]\n",
        &[
            "the program is a",
            "the program is node",
            "its arguments are \"a.js\"",
        ],
    );
}

#[test]
fn commands_in_double_quotes_are_explained_as_others_are() {
    says(
        "ssh host \"cd /srv && echo $HOME\"",
        &[
            "what is expanded in it, this shell puts in first, before ssh sees it",
            "&& runs its right side only after a success",
            "the value of HOME",
        ],
    );
    says(
        "sh -c \"echo \\$HOME; ls\"",
        &["the value of HOME", "ls lists"],
    );
    is_silent("sh -c \"echo \\$HOME; ls\"", "this shell puts in first");
}
