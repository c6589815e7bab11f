//! What is said of single parts of a text: that it is there, and that nothing false stands beside it.

use shtutor::explain::{Programs, explain};

fn page(text: &str) -> String {
    let page = explain(text.as_bytes(), Programs::Installed).render(text.as_bytes(), 300);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
pub(super) fn says(text: &str, said: &[&str]) {
    let page = page(text);
    for said in said {
        assert!(page.contains(said), "{text}: {said:?} is not said: {page}");
    }
}

#[track_caller]
pub(super) fn is_silent(text: &str, said: &str) {
    let page = page(text);
    assert!(!page.contains(said), "{text}: {said:?} is said: {page}");
}

#[test]
fn operands_of_test_are_what_their_place_makes_them() {
    says(
        "[ \"$n\" -ge 30 ]",
        &[
            "\"$n\" the number on the left",
            "30 the number on the right",
        ],
    );
    says(
        "test -f a -a ! -d b",
        &["a the file it asks about", "-a and;", "! ! as an operand"],
    );
    says(
        "[ \"$a\" \"=\" b ]",
        &[
            "\"=\" are the two texts the same?",
            "b the text on the right",
        ],
    );
    says(
        "[ -o errexit ]",
        &["of bash; dash fails here", "the option's name"],
    );
    says("[ a =~ b ]", &["only the [[ ]] of bash has it"]);
    says(
        "[ \"$x\" ]",
        &["with one operand test asks only whether it is not empty"],
    );
    says("[ ]", &["nothing is asked"]);
    says("[ a = b c ]", &["c test expects no operand here"]);
    is_silent("[ $a = b c ]", "test expects no operand");
    is_silent("xargs test -f", "with one operand");
}

#[test]
fn a_command_that_another_runs_is_explained_as_such() {
    says(
        "find . -exec mv {} {}.bak \\; -print",
        &[
            "mv what find runs",
            "{}.bak to {} stands for the path",
            "-print prints the path",
        ],
    );
    says(
        "find . -exec rm -f {} +",
        &["-f no questions", "+ ends the command"],
    );
    says(
        "ls | xargs -I X cp X /d/X",
        &[
            "X from the line that was read",
            "/d/X to the line that was read",
        ],
    );
    says("exec \"$@\"", &["without arguments nothing is run"]);
}

#[test]
fn what_is_calculated_is_explained() {
    says("echo $((7 / 2 % 3))", &["without a fraction", "7 % 2 is 1"]);
    says(
        "echo $((010 + 0x1f))",
        &["octal: 8", "hexadecimal number: 31"],
    );
    says("echo $((08))", &["no octal digits: an error"]);
    says(
        "echo $((x += 1))",
        &["it may set a variable, too", "adds to the variable"],
    );
    says(
        "echo $((1 +))",
        &["it cannot be calculated: nothing stands behind `+`"],
    );
    is_silent("echo $((x == 1))", "it may set a variable");
    is_silent("echo $((1 +", "it cannot be calculated");
    is_silent("echo $((1 $op 2))", "it cannot be calculated");
}

#[test]
fn words_are_split_at_ifs_only_where_it_was_changed() {
    says("IFS=:; echo $x", &["split at the characters of IFS"]);
    is_silent(
        "IFS=: read -r a b; echo $x",
        "split at the characters of IFS",
    );
    is_silent("(IFS=:; echo a); echo $x", "split at the characters of IFS");
    is_silent("echo 'IFS=:'; echo $x", "split at the characters of IFS");
}

#[test]
fn only_a_word_that_is_nothing_else_may_vanish() {
    says("echo $x", &["it may become several words, or none"]);
    says("echo a$x", &["the word may become several"]);
    is_silent("echo a$x", "or none");
    is_silent("x=$y", "not quoted");
}

#[test]
fn all_arguments_are_what_their_place_makes_them() {
    says("echo \"$@\"", &["\"$@\" is every argument as it was given"]);
    says("x=\"$@\"", &["joined to one text"]);
    is_silent("x=\"$@\"", "each a word of its own");
    is_silent("echo $*", "joined by the first character");
    says("echo \"a $@ b\"", &["sticks to the first or last argument"]);
    says("echo $10", &["the argument of that number is ${10}"]);
}

#[test]
fn redirections_that_are_replaced_are_told() {
    says(
        "cat <<A <<B\na\nA\nb\nB\n",
        &["nothing of it is read", "read by nobody"],
    );
    says("ls > a > b", &["nothing is written to it"]);
    is_silent("ls > a 2> b", "nothing is written to it");
    is_silent("ls > a 2>&1 > b", "nothing is written to it");
}

#[test]
fn conditions_of_trap_are_named_as_posix_names_them() {
    says("trap x SIGTERM", &["POSIX writes TERM"]);
    says("trap x 15", &["when it is asked to end (SIGTERM)"]);
    says("trap x ERR", &["of bash: after a failure"]);
    says("trap INT", &["POSIX writes trap - SIGNAL"]);
    says("trap x KILL", &["which no process can catch"]);
    says("trap 2 3", &["a number first", "when Ctrl-\\ is pressed"]);
    says("trap \"rm $x\" EXIT", &["expanded now, not when they run"]);
    says(
        "trap 'kill $p' TERM\nwait $p",
        &["ends it at once, with a status above 128"],
    );
}

#[test]
fn what_cannot_be_seen_is_spelt_and_named() {
    says(
        "echo\u{a0}hi",
        &["echo\\u00a0hi", "a no-break space: it looks like a blank"],
    );
    says(
        "echo a\u{200b}b",
        &["a zero-width space: it cannot be seen"],
    );
    says(
        "\u{feff}#!/bin/sh\necho",
        &["a byte order mark, which some editors put"],
    );
    says("cut -d '\t' -f 1", &["it is a tab"]);
    says("cut -d'\t' -f 1", &["fields are separated by a tab"]);
    says("cut -d' ' -f 1", &["fields are separated by a blank"]);
    is_silent("# a\u{a0}b\necho", "careful");
}

#[test]
fn a_ci_step_is_run_with_set_e() {
    let step = "- run: |\n    npm ci\n    npm test\n";
    says(step, &["where set -e is on"]);
    is_silent(step, "whatever happened");
}

#[test]
fn what_stands_before_what_is_wrong_is_explained_and_no_more() {
    for text in ["diff <(a) b", "cat <<< x", "cat < > f"] {
        is_silent(text, "standard input is");
        is_silent(text, "reads `");
    }
    is_silent("echo ${x\n", "no form that POSIX knows");
    says("echo ${x\n", &["the value of x"]);
}

#[test]
fn the_end_of_a_script_that_may_end_earlier_is_no_promise() {
    says("set -e\na\nb", &["if nothing ends it earlier"]);
    says("[ -f x ] || exit 1\nb", &["if nothing ends it earlier"]);
    is_silent("a\nb", "if nothing ends it earlier");
    is_silent("f() { return 1; }\nf\nb", "if nothing ends it earlier");
    is_silent("(exit 1)\nb", "if nothing ends it earlier");
}

#[test]
fn forms_of_other_shells_are_told_what_they_are_there() {
    says(
        "echo ${x//a/b}",
        &["the value with what matches replaced in bash"],
    );
    says("echo ${x:1:2}", &["a part of the value"]);
    says("echo ${x^^}", &["in upper case in bash"]);
    says("echo ${!x}", &["the variable that the value names"]);
    says("echo ${a[0]}", &["an element of an array"]);
    says("printf $'a'", &["dash does not know it"]);
    says("echo \"a\\tb\"", &["bash prints both characters"]);
}

#[test]
fn what_stands_behind_a_verb_is_told() {
    says("apt-get install -y curl", &["curl a package"]);
    says(
        "docker compose up -d web",
        &["up makes and starts them", "web the service"],
    );
    says(
        "git push origin main",
        &["origin the repository", "main the branch"],
    );
    says("systemctl restart app", &["app the service"]);
    says("ln -s a b", &["a what it points to", "b the new name"]);
    says("dd if=a of=b bs=1M", &["reads `a`", "`1M` bytes at a time"]);
    says("expr \"$a\" : '.*'", &[": how much of the left text"]);
}

#[test]
fn a_list_that_names_a_shell_is_read_by_that() {
    let list = "CMD [\"sh\", \"-ec\", \"echo \\\"$x\\\" && exec app\"]";
    says(
        list,
        &[
            "only what stands behind -c",
            "echo prints",
            "the value of x",
            "exec puts",
        ],
    );
    is_silent(list, "no $, no && and no > works here");
    says(
        "CMD [\"app\", \"-c\", \"$x\"]",
        &["no $, no && and no > works here"],
    );
    says(
        "CMD [\"sh\", \"-c\", \"echo $1\", \"x\", \"y\"]",
        &["what follows becomes $0"],
    );
}

#[test]
fn a_newline_within_quotes_is_shown() {
    says("IFS='\n'\necho $x", &["IFS='\\n ...", "it is a newline"]);
    says("x=\"a\nb\"", &["x=\"a\\n ..."]);
}

#[test]
fn what_is_lost_with_a_subshell_is_told() {
    says(
        "ls | while read f; do . \"$f\"; done",
        &["in a pipeline, a subshell: what it changes is lost"],
    );
    says(
        "(umask 077; touch f)",
        &["in ( ), a subshell: what it changes is lost"],
    );
    says("(exec app)", &["that is replaced, not the shell itself"]);
    is_silent("umask 077", "is lost");
}

#[test]
fn an_operand_of_test_that_may_vanish_is_told() {
    says("[ -n $x ]", &["one operand is left, and the answer is yes"]);
    says(
        "[ $x = a ]",
        &["an operand is missing, and the status is 2"],
    );
    is_silent("[ -n \"$x\" ] && [ \"$x\" = a ]", "comes out empty, ");
}

#[test]
fn what_the_shell_does_before_a_program_can_is_told() {
    says(
        "find . -name *.c",
        &["unquoted * ? and [ ] become the names"],
    );
    says("awk \"{print $1}\" f", &["a $1 in it is the shell's"]);
    is_silent("awk '{print $1}' f", "is the shell's, put in");
    says("x+=1", &["+= adds to a variable in bash"]);
    says(
        "trap 'rm f' TERM",
        &["the script goes on, unless they end it"],
    );
    is_silent("trap 'rm f' EXIT", "the script goes on");
    is_silent("trap - TERM", "the script goes on");
}

#[test]
fn a_special_builtin_keeps_what_is_set_before_it() {
    says("x=1 . ./f", &["x stays set in this shell"]);
    is_silent("x=1 . ./f", "for that command only");
    says(
        "f() { :; }\nx=1 f",
        &["POSIX leaves open whether it stays set"],
    );
    says("x=1 env", &["x is set for `env` alone"]);
}

#[test]
fn a_function_that_is_defined_twice_is_told_so() {
    let text = "if a; then\nf() { b; }\nelse\nf() { c; }\nfi\nf\n";
    says(text, &["calls the function of line 2 or 4"]);
}

#[test]
fn operands_with_a_language_of_their_own_are_read() {
    says(
        "sed -n '1,5p;/x/d' f",
        &[
            "from line 1 to line 5: prints the line",
            "in lines that match `x`: leaves the line out",
        ],
    );
    says(
        "sed -e 's/a/b/g' f",
        &["puts `b` in the place of what matches `a`"],
    );
    says(
        "printf '%s\\n' a b",
        &[
            "%s an argument as text",
            "it is used again until no argument is left",
        ],
    );
    is_silent("printf '%s %s\\n' a b", "it is used again");
    says(
        "printf \"$x\"",
        &["a % or \\ in what is expanded in it counts"],
    );
    says("date +%F", &["%F year-month-day"]);
    says(
        "chmod 640 f",
        &["owner: read write; group: read; others: nothing"],
    );
}

#[test]
fn what_bites_is_told_where_it_stands() {
    says(
        "sudo tee f > log",
        &["made by this shell, not by what sudo runs"],
    );
    is_silent("sudo ls", "made by this shell");
    says("read x", &["without -r a backslash"]);
    is_silent("read -r x", "without -r");
    says(
        ". env",
        &["looked for along PATH, and not in this directory"],
    );
    is_silent(". ./env", "looked for along PATH");
    says("#!/bin/bash\necho", &["bash knows more than sh"]);
    says("#!/usr/bin/env python3\nprint", &["python3 is no shell"]);
    is_silent("#!/bin/sh -e\necho", "knows more");
}

#[test]
fn a_hidden_character_is_named_where_a_line_is_wrong() {
    let text = "if true;\u{a0}then echo; fi";
    let error = explain(text.as_bytes(), Programs::Installed).error.unwrap();
    assert!(error.help.unwrap().contains("a no-break space"));
    assert!(error.message.is_ascii(), "{}", error.message);
}

#[test]
fn what_a_text_leaves_is_not_promised_where_something_may_change_it() {
    is_silent(": \"${X:?need}\"", "always succeeds");
    says("! exit 3", &["nothing left to turn round"]);
    says(
        "trap 'exit 3' EXIT; true",
        &["what the trap on EXIT leaves with exit"],
    );
    is_silent("trap 'rm f' EXIT; true", "what the trap on EXIT leaves");
    says("exit() { :; }", &["no function can have its name"]);
    is_silent("[ x$y = x ]", "an operand is missing");
    says("[ $y = x ]", &["an operand is missing"]);
}

#[test]
fn operands_of_known_programs_are_what_they_are() {
    says("kill -9 -1", &["every process that may be sent a signal"]);
    says("kill -l 9", &["its name is printed"]);
    says("chmod --reference=a b", &["the file that is changed"]);
    says("make CC=gcc", &["a variable of make's"]);
    says("sleep 1m", &["1 minute"]);
    says("head -n -5 f", &["all but the last so many"]);
    says("curl -d @f http://a", &["a file, whose contents are sent"]);
    says("#!/bin/sh\r\necho a", &["carriage return at its end"]);
    says(
        "30 4 * * * date +%F >> log",
        &["what follows is its standard input"],
    );
    is_silent("30 4 * * * date +%F >> log", "output goes to log");
}
