//! Which lines are attempts.

use super::super::testing::Line;
use super::*;
use crate::trace::How;

fn check(answer: &str, line: Line, expected: bool) {
    let check = toml::from_str("kind = 'file'\npath = 'out'\nstate = 'directory'").unwrap();
    let judge = Judge {
        checks: vec![check],
        one_line: true,
        ..Judge::default()
    };
    let line = line.done();
    assert_eq!(
        is_attempt(&judge, Some(answer), &line),
        expected,
        "{}",
        line.line
    );
}

#[test]
fn what_the_answer_names_or_what_prints_is_an_attempt() {
    let answer = "mkdir out || echo no";
    check(answer, Line::new("mkdir out").ran("mkdir out", 1), true);
    check(answer, Line::new("seq 1").printing("seq 1", 0, "1\n"), true);
    check(
        "",
        Line::new("ln a out").ran("ln a out", 0).file("out", ""),
        true,
    );
    check("rm a", Line::new("xargs rm").ran("xargs rm", 0), true);
    check("rm a", Line::new("xargs ls").ran("xargs ls", 0), false);
    let line = Line::new("false && mkdir out").ran("false", 1);
    check(answer, line.skipped("mkdir out", "&&", 1), true);
}

#[test]
fn what_only_prepares_or_looks_is_none() {
    let answer = "test -e out || echo no";
    let line = Line::new("x=5").nameless("x=5", How::NoCommand, 0);
    check(answer, line, false);
    check(
        answer,
        Line::new("rmdir out").printing("rmdir out", 1, "rmdir: no\n"),
        false,
    );
    check(
        answer,
        Line::new("touch kept")
            .ran("touch kept", 0)
            .file("kept", ""),
        false,
    );
    check(answer, Line::new("set -e").ran("set -e", 0), false);
    let line = Line::new("rm -r out").ran("rm -r out", 0);
    check(answer, line.file("out/", "").cleared(), false);
    check(
        answer,
        Line::new("ls out").printing("ls out", 2, "ls: no\n"),
        false,
    );
    check(
        answer,
        Line::new("test -e out").ran("test -e out", 1),
        false,
    );
    let line = Line::new("test -e out || echo yes").ran("test -e out", 1);
    check(answer, line.printing("echo yes", 0, "yes\n"), true);
}

#[test]
fn where_several_lines_are_wanted_those_that_prepare_are_none() {
    let judge = Judge {
        checks: vec![toml::from_str("kind = 'ran'\nname = 'curl'").unwrap()],
        ..Judge::default()
    };
    let answer = "mkdir www\necho ok > www/app\ncurl localhost/app";
    let check = |line: Line, expected: bool| {
        let line = line.done();
        assert_eq!(
            is_attempt(&judge, Some(answer), &line),
            expected,
            "{}",
            line.line
        );
    };
    check(Line::new("mkdir www").ran("mkdir www", 0), false);
    let written = Line::new("echo ok > www/app").ran("echo ok", 0);
    check(written.file("www/app", "ok\n"), false);
    let line = Line::new("mkdir www; curl localhost").ran("mkdir www", 0);
    check(line.ran("curl localhost", 22), true);
}

#[test]
fn a_test_that_is_asked_for_is_an_attempt_once_it_shows_something() {
    let check = |checked: &str, line: Line, expected: bool| {
        let judge = Judge {
            checks: vec![toml::from_str(checked).unwrap()],
            ..Judge::default()
        };
        let line = line.done();
        assert_eq!(is_attempt(&judge, None, &line), expected, "{}", line.line);
    };
    let asked = "kind = 'ran'\nname = '['";
    let shown = || {
        let line = Line::new("test -e out; echo $?").ran("test -e out", 1);
        line.printing("echo $?", 0, "1\n")
    };
    check(asked, shown(), true);
    check("kind = 'ran'\nname = 'cat'", shown(), false);
    check(asked, Line::new("[ -e out ]").ran("[ -e out ]", 1), false);
}

#[test]
fn where_one_line_is_wanted_what_decides_or_does_something_is_an_attempt() {
    let judge = Judge {
        checks: vec![toml::from_str("kind = 'status'\nis = 'success'").unwrap()],
        one_line: true,
        ..Judge::default()
    };
    let attempts = |line: Line| is_attempt(&judge, Some("! test -e out"), &line.done());
    let both = || {
        let line = Line::new("mkdir x && rmdir x").ran("mkdir x", 0);
        line.ran("rmdir x", 0)
    };
    assert!(attempts(both()));
    assert!(acts(&both().done()));
    assert!(attempts(Line::new("eval true").ran("eval true", 0)));
    let chosen = Line::new("case $(ls) in *out*) false;; esac");
    assert!(attempts(chosen.ran("ls", 0)));
    let asked = Line::new("test ! -e out; echo $?").ran("test ! -e out", 0);
    let asked = asked.read("test ! -e out", 0);
    assert!(attempts(asked.printing("echo $?", 0, "0\n")));
    for prepares in [
        "mkdir x",
        "cd ..",
        "touch out.old",
        "xargs ls",
        "echo a",
        "trap : EXIT",
    ] {
        let line = Line::new(prepares).ran(prepares, 0);
        assert!(!acts(&line.done()), "{prepares}");
    }
    let defined = Line::new("f() { true && false; }");
    assert!(!acts(&defined.done()));
}

/// Holds which of `lines` are an attempt at what `wanted`, a check, asks for on one line.
fn attempts(wanted: &str, lines: &[(&str, bool)]) {
    let judge = Judge {
        checks: vec![toml::from_str(wanted).unwrap()],
        one_line: true,
        ..Judge::default()
    };
    for (line, expected) in lines {
        let seen = Line::new(line).ran(line, 0).done();
        assert_eq!(is_attempt(&judge, None, &seen), *expected, "{line}");
    }
}

#[test]
fn a_look_that_is_asked_for_with_its_arguments_is_an_attempt() {
    attempts(
        "kind = 'ran'\nname = 'git'\nargs = ['ls-files', 'a']",
        &[
            ("git ls-files a", true),
            ("git ls-files", false),
            ("git status", false),
        ],
    );
}

#[test]
fn what_was_to_set_the_wanted_variable_is_an_attempt() {
    attempts(
        "kind = 'variable'\nname = 'port'\nis = '8080'",
        &[
            ("set port=8080", true),
            ("set port 8080", true),
            ("export port = 8080", true),
            ("set host 8080", false),
            ("set -e", false),
        ],
    );
}

#[test]
fn a_text_that_begins_as_the_wanted_one_is_an_attempt() {
    let judge = Judge {
        checks: vec![toml::from_str("kind = 'stdout'\nis = 'http://host/a?b=1&c=2'").unwrap()],
        one_line: true,
        ..Judge::default()
    };
    for (printed, expected) in [
        ("http://host/a?b=1and c=2\n", true),
        ("http://host/a?b=1&c=2 if it answers\n", true),
        ("http\n", false),
    ] {
        let seen = Line::new("echo").printing("echo", 0, printed).done();
        assert_eq!(is_attempt(&judge, None, &seen), expected, "{printed}");
    }
}

#[test]
fn a_case_that_fits_nothing_is_an_attempt() {
    let judge = Judge {
        checks: vec![toml::from_str("kind = 'stdout'\nis = 'ok'").unwrap()],
        one_line: true,
        ..Judge::default()
    };
    let answer = Some("[ \"$port\" -ge 1024 ] && echo ok");
    for (line, expected) in [
        ("case $port in 1024-65535) echo ok;; esac", true),
        ("for port in; do echo ok; done", true),
        ("for x in; do :; done", false),
    ] {
        let seen = Line::new(line).done();
        assert_eq!(is_attempt(&judge, answer, &seen), expected, "{line}");
    }
}

#[test]
fn what_was_to_give_the_wanted_variable_its_value_is_an_attempt() {
    let judge = Judge {
        checks: vec![toml::from_str("kind = 'variable'\nname = 'port'\nis = '8080'").unwrap()],
        ..Judge::default()
    };
    for (name, expected) in [
        ("port", true),
        ("PORT", true),
        ("port_", true),
        ("host", false),
    ] {
        let assigned = TraceKind::Assigned {
            name: name.as_bytes().to_vec(),
            value: b"8080".to_vec(),
        };
        let line = format!("{name}=8080");
        let seen = Line::new(&line).event(1, &line, assigned).done();
        assert_eq!(is_attempt(&judge, None, &seen), expected, "{line}");
    }
}

#[test]
fn what_was_to_allow_the_wanted_file_to_run_is_an_attempt() {
    let judge = Judge {
        checks: vec![toml::from_str("kind = 'file'\npath = 'job'\nexecutable = true").unwrap()],
        ..Judge::default()
    };
    for (line, status, expected) in [
        ("chmod x job", 1, true),
        ("chmod x ./job", 1, true),
        ("chmod +x", 1, true),
        ("chmod +x other", 1, false),
        ("chmod +x job", 0, false),
        ("rm other", 1, false),
    ] {
        let seen = Line::new(line).ran(line, status).done();
        assert_eq!(is_attempt(&judge, None, &seen), expected, "{line}");
    }
}

#[test]
fn what_shows_the_wanted_text_or_answers_by_its_status_is_an_attempt() {
    let judge = |checked: &str| Judge {
        checks: vec![toml::from_str(checked).unwrap()],
        one_line: true,
        ..Judge::default()
    };
    let text = judge("kind = 'stdout'\nis = 'no config'");
    let echo = |text: &str| {
        let line = Line::new("echo").printing("echo", 0, text);
        line.done()
    };
    assert!(is_attempt(&text, None, &echo("no config\n")));
    assert!(!is_attempt(&text, None, &echo("config\n")));
    let part = judge("kind = 'screen'\ncontains = 'cp failed'");
    assert!(is_attempt(&part, None, &echo("cp failed\n")));
    assert!(!is_attempt(&part, None, &echo("nothing failed\n")));
    let status = judge("kind = 'status'\nis = 'success'");
    let ran = |text: &str| Line::new(text).ran(text, 1).done();
    assert!(is_attempt(&status, None, &ran("test -e out")));
    assert!(is_attempt(&status, None, &ran("true")));
    assert!(!is_attempt(&status, None, &ran("ls")));
    assert!(!is_attempt(&status, None, &ran("mkdir out")));
    let asked = Line::new("test -e out; echo $?").ran("test -e out", 1);
    let asked = asked.printing("echo $?", 0, "1\n").done();
    assert!(!is_attempt(&status, None, &asked));
    assert!(!is_attempt(&text, None, &ran("test -e out")));
}
