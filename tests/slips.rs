//! What an explanation says beside what a text does: what in it is likely a slip, and which programs it is about. And that what
//! it marks is a piece of the text, wherever backslashes and tabs are taken away before the shell reads it.

use shtutor::explain::{Note, Programs, explain};
use shtutor::source::Span;

fn page(text: &str, programs: Programs) -> String {
    let page = explain(text.as_bytes(), programs).render(text.as_bytes(), 200);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, said: &str) {
    let page = page(text, Programs::Installed);
    assert!(page.contains(said), "{text}: {page}");
}

#[test]
fn a_slip_is_told_where_it_is_written() {
    says(
        "[ a=b ] && echo yes",
        "careful: without spaces `a=b` is one",
    );
    says(
        "[a = b ] && echo yes",
        "careful: `[` is the name of a command",
    );
    says(
        "[ 5 > 10 ] && echo yes",
        "careful: `>` is a redirection here",
    );
    says("x = 5", "careful: with spaces, `x` is a command");
    says("[[ a = b ]]", "careful: `[[` is a keyword of bash");
    says(
        "echo hi\r\necho ho\r\n",
        "careful: the lines end with a carriage return",
    );
    says("echo \u{201c}hi\u{201d}", "put in by a word processor");
}

#[test]
fn nothing_is_told_of_what_is_right() {
    for text in [
        "[ a = b ] && echo yes",
        "[ 5 -gt 10 ] && echo yes",
        "x=5; echo \"$x\"",
        "if grep -q x f; then echo yes; fi",
        "cmd > out 2>&1",
    ] {
        let page = page(text, Programs::Installed);
        assert!(!page.contains("careful"), "{text}: {page}");
    }
}

#[test]
fn what_cannot_be_read_gets_the_hint_that_fits() {
    let hint = |text: &str| {
        let error = explain(text.as_bytes(), Programs::Installed).error;
        error.and_then(|error| error.help).unwrap_or_default()
    };
    assert!(hint("false || exit(1)").contains("`exit 1`"));
    assert!(hint("function f { echo hi; }").contains("`f() { ...; }`"));
    assert!(hint("ls 2> &1").contains("no blank stands before the `&`"));
    assert!(hint("if true; then; echo a; fi").contains("then needs none"));
}

#[test]
fn practice_programs_are_explained_where_they_are_found() {
    let (here, outside) = (Programs::Practice, Programs::Installed);
    assert!(page("nc -z db 5432", here).contains("connects to nothing"));
    assert!(page("curl -fs http://localhost/", here).contains("the folder www"));
    assert!(page("timeout 1 nc -z db 5432", here).contains("connects to nothing"));
    assert!(!page("nc -z db 5432", outside).contains("connects to nothing"));
    for programs in [here, outside] {
        assert!(page("exits 3", programs).contains("a program of this course"));
    }
}

#[test]
fn other_files_that_hold_commands_are_known() {
    says(
        "ExecStartPre=-/bin/sh -c 'test -d /run/app'",
        "a line of a systemd unit",
    );
    says("$ ls -l", "the prompt of whoever showed the line");
    says(
        "- name: Test\n  run: |\n    npm ci\n    npm test\n",
        "a step of a CI workflow",
    );
}

#[test]
fn operands_are_what_the_options_make_them() {
    says("cp a b /srv", "/srv to");
    says("install -d /run/app", "a directory to make");
    says("sed -n -e p f", "f a file to read");
    says("command -v git", "the name that is looked up");
    says("trap - EXIT", "takes back what was kept");
    says("exit 256", "the status is 0");
    says("cat - f", "standard input");
    says(
        "exec 4<&0",
        "descriptor 4 comes from where standard input comes from now",
    );
    says(
        "cleanup() { rm -f x; }\ntrap 'cleanup' EXIT",
        "calls the function of line 1",
    );
    says("HOST=h ./wait \"$HOST\"", "the value it has before");
    says(
        "IFS=:; for d in $PATH; do echo \"$d\"; done",
        "split at the characters of IFS",
    );
}

/// The parts of a text that notes mark, with what they show of them.
fn marks<'n>(notes: &'n [Note], into: &mut Vec<(Span, &'n str)>) {
    for note in notes {
        into.push((note.mark, &note.quote));
        marks(&note.inner, into);
    }
}

#[test]
fn what_is_marked_is_what_is_shown() {
    for text in [
        r"x=`basename \`pwd\``; echo $x",
        "echo \"`grep \\\"a b\\\" f`\" end",
        r"e=`echo \$HOME \\\`date\\\``",
        "cat <<-E\n\t\ta $x b\n\t`date` c\n\tE\necho end",
        "y=`cat <<E\n\\$HOME \\`date\\`\nE\n`",
    ] {
        let explanation = explain(text.as_bytes(), Programs::Installed);
        assert!(explanation.error.is_none(), "{text}");
        let mut all = Vec::new();
        marks(&explanation.notes, &mut all);
        assert!(all.len() > 3, "{text}");
        for (mark, quote) in all {
            let marked = String::from_utf8_lossy(mark.of(text.as_bytes())).into_owned();
            let marked = marked.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown = quote.split(" ...").next().unwrap_or_default();
            let own = shown == "(newline)" || marked.starts_with(shown);
            assert!(own, "{text:?}: {quote:?} is shown for {marked:?}");
        }
    }
}
