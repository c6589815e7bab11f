//! Which lines count as an attempt, and so may be told "not yet". This is the one place that decides it.
//!
//! A line counts if it does not only [look around](is_looking_around) and has something to do with what is wanted: it ran,
//! or skipped, a command that the checks or the model answer name; it put something on the screen by a command that does
//! more than prepare; it ran such a command where any command will do; it set a wanted variable; or it touched a wanted file.
//! Everything else, an assignment, a `cd`, a `mkdir` or a file written beforehand, is the learner's own business: it may
//! complete a step, and is not answered otherwise. Where a test is what is asked for, testing is no looking around once
//! something came of it on the screen, and a look that a check asks for with its arguments is none; and whoever has put on the
//! screen what is wanted there, or half of it, or has answered silently where a status is wanted, waits for a word.

use super::construct::{Construct, written};
use super::looking::shows_only;
use super::{Check, FileState, Screen, Stdout, Variable, is_looking_around};
use crate::lesson::Judge;
use crate::observation::{FileFact, Observation, Run};
use crate::trace::{ForkReason, TraceEvent, TraceKind};
use std::path::Path;

/// Commands that prepare: what they say of themselves is no answer to anything.
const PREPARING: [&str; 16] = [
    "cd", "chmod", "cp", "export", "ln", "mkdir", "mv", "readonly", "rm", "rmdir", "set", "shift",
    "touch", "umask", "unalias", "unset",
];

/// Characters of a text that nobody prints by chance.
const SENTENCE: usize = 12;

/// Whether a line is an attempt at a step with this judge and this model answer.
pub fn is_attempt(judge: &Judge, answer: Option<&str>, line: &Observation) -> bool {
    let all = || {
        let hidden = judge.hidden.iter().flat_map(|run| &run.checks);
        judge.checks.iter().chain(hidden)
    };
    let answer = answer.unwrap_or_default();
    let is_named = |run: &Run, name: &[u8]| {
        let name = String::from_utf8_lossy(name);
        // Where several lines are wanted, the model answer too begins with what only prepares.
        let answers = || judge.one_line || !(prepares(run) || writes(line, run));
        !name.is_empty()
            && (all().any(|check| names(check, &name))
                || answers() && words(answer).any(|word| word == name))
    };
    let named = |run: &Run| {
        let mut told_to_run = told_to_run(run);
        is_named(run, &command(line, run)) || told_to_run.any(|name| is_named(run, name))
    };
    let runs = line.runs();
    let tested = || {
        let tests = |run: &Run| matches!(run.name(), b"test" | b"[");
        let asked = |check: &Check| matches!(check, Check::Ran(ran) if ran.name == "test" || ran.name == "[");
        !line.screen.is_empty() && runs.iter().any(tests) && judge.checks.iter().any(asked)
    };
    let shown = |check| shows_what_is_wanted(check, line) || nears_what_is_wanted(check, line);
    if all().any(shown) || answers_by_status(judge, line, &runs) {
        return true;
    }
    // Of a job that has not begun yet, or of a `case` that fits nothing, only the text is known.
    let unheard = || {
        let answers = |name: &str| words(answer).any(|word| word == name);
        let mut texts = words(&line.line);
        match has_silent_job(line, &runs) {
            true => texts.next().is_some_and(answers),
            false => runs_nothing(line, &runs) && texts.any(answers),
        }
    };
    let asked_for = || {
        let exactly = |run: &Run| all().any(|check| asks_exactly_for(check, run));
        runs.iter().any(exactly)
    };
    (!is_looking_around(line) || tested() || asked_for())
        && (runs.iter().any(named)
            || judge.one_line && unheard()
            || runs.iter().any(|run| shows(line, run))
            || any_command(judge) && runs.iter().any(does)
            || all().any(|check| touches(check, line)))
}

/// Whether exactly the text that a check wants is on the screen, by whatever command, or on a line of it if it is to be a part; or
/// the assignment that it wants, which was only printed.
fn shows_what_is_wanted(check: &Check, line: &Observation) -> bool {
    if let Check::Variable(Variable {
        name,
        is: Some(value),
    }) = check
    {
        return line.screen == format!("{name}={value}\n").as_bytes();
    }
    let (Check::Stdout(Stdout(test)) | Check::Screen(Screen(test))) = check else {
        return false;
    };
    let is_some_text = test.is.as_deref().is_some_and(|is| !is.trim().is_empty());
    let is_a_line = test.contains.as_deref().is_some_and(|part| {
        let mut lines = line.screen.split(|byte| *byte == b'\n');
        !part.trim().is_empty() && lines.any(|line| line == part.as_bytes())
    });
    is_a_line || is_some_text && check.judge(std::slice::from_ref(line)).holds
}

/// Whether what `echo` or `printf` has put on the screen begins as the text that a check wants: with all of it, and then more
/// words, or with at least half of a long one.
fn nears_what_is_wanted(check: &Check, line: &Observation) -> bool {
    let (Check::Stdout(Stdout(test)) | Check::Screen(Screen(test))) = check else {
        return false;
    };
    let wanted = test.is.as_deref().unwrap_or_default().trim_end();
    let got = String::from_utf8_lossy(&line.screen).into_owned();
    let mut pairs = wanted.chars().zip(got.trim_end().chars());
    let same = pairs
        .by_ref()
        .take_while(|(wanted, got)| wanted == got)
        .count();
    let says = |run: &Run| matches!(run.name(), b"echo" | b"printf");
    let length = wanted.chars().count();
    let goes_on = length > 0
        && got
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with(' '));
    let half = length >= SENTENCE && same * 2 >= length;
    (goes_on || half) && line.runs().iter().any(says)
}

/// Whether the line is a `case` or a loop of which no command ran.
fn runs_nothing(line: &Observation, runs: &[Run]) -> bool {
    let chooses = |used: &Construct| matches!(used, Construct::Case | Construct::Loop);
    runs.iter().all(|run| run.argv.is_empty()) && written(&line.line).iter().any(chooses)
}

/// Whether a job was started of which nothing is known yet.
fn has_silent_job(line: &Observation, runs: &[Run]) -> bool {
    let mut events = line.trace.iter();
    events.any(|event| match event.kind {
        TraceKind::Forked { child, reason } => {
            reason == ForkReason::AsyncList && runs.iter().all(|run| run.pid != child)
        }
        _ => false,
    })
}

/// Whether one line is wanted and its status is the answer, and this one ended without a word, by a test or something else
/// that neither shows nor prepares.
fn answers_by_status(judge: &Judge, line: &Observation, runs: &[Run]) -> bool {
    let status = |check: &Check| matches!(check, Check::Status(_));
    let answers = |run: &Run| {
        let test = matches!(run.name(), b"test" | b"[");
        run.skipped.is_none() && does(run) && (test || !shows_only(&run.argv))
    };
    judge.one_line
        && line.screen.is_empty()
        && judge.checks.iter().any(status)
        && runs.iter().any(answers)
}

/// The name of a command that ran, or of one that was skipped.
fn command(line: &Observation, run: &Run) -> Vec<u8> {
    if run.skipped.is_none() {
        return run.name().to_vec();
    }
    let text = run.span.of(line.line.as_bytes());
    let text = String::from_utf8_lossy(text);
    let first = words(&text).next().unwrap_or_default();
    first.as_bytes().to_vec()
}

/// What may be the name of the command that `xargs` is to run.
fn told_to_run(run: &Run) -> impl Iterator<Item = &[u8]> {
    let is_xargs = run.name() == b"xargs";
    let words = run.argv.iter().skip(1).filter(move |_| is_xargs);
    words.map(Vec::as_slice)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| !c.is_alphanumeric() && !"_-./[".contains(c);
    text.split(between).filter(|word| !word.is_empty())
}

fn names(check: &Check, name: &str) -> bool {
    match check {
        Check::Ran(check) => check.name == name,
        Check::DidNotRun(check) => check.name == name,
        Check::Replaced(check) => check.name == name,
        Check::StatusesSeen(check) => check.of.iter().any(|of| of == name),
        Check::Waited(_) => name == "wait",
        Check::SomeLine(check) => check.checks.iter().any(|check| names(check, name)),
        _ => false,
    }
}

/// Whether a check asks for this command with just these arguments, so that even a look is no mere look.
fn asks_exactly_for(check: &Check, run: &Run) -> bool {
    match check {
        Check::Ran(check) => check.args.is_some() && run.skipped.is_none() && check.names(run),
        Check::SomeLine(check) => check
            .checks
            .iter()
            .any(|check| asks_exactly_for(check, run)),
        _ => false,
    }
}

/// Whether any command is wanted, and not one of some name.
fn any_command(judge: &Judge) -> bool {
    let any = |check: &Check| matches!(check, Check::CommandEnded(_));
    judge.checks.iter().any(any)
}

fn prepares(run: &Run) -> bool {
    PREPARING.iter().any(|name| name.as_bytes() == run.name())
}

/// Whether it is a command that does more than prepare.
fn does(run: &Run) -> bool {
    !run.argv.is_empty() && !prepares(run)
}

fn prints(line: &Observation, run: &Run) -> bool {
    run.printed
        .as_ref()
        .map_or(!line.screen.is_empty(), |part| !part.is_empty())
}

/// Whether a command that does more than prepare put something on the screen.
fn shows(line: &Observation, run: &Run) -> bool {
    does(run) && prints(line, run)
}

/// Whether a command whose only purpose is its output has put nothing on the screen: it writes a file.
fn writes(line: &Observation, run: &Run) -> bool {
    matches!(run.name(), b"echo" | b"printf" | b"cat") && !prints(line, run)
}

/// Whether a line changed a file, or set a variable, that a check is about.
fn touches(check: &Check, line: &Observation) -> bool {
    match check {
        Check::File(check) => {
            let find = |files: &[FileFact]| {
                let path = Path::new(&check.path);
                files.iter().find(|fact| fact.path == path).cloned()
            };
            let after = find(&line.files);
            // To clear away what is wanted makes room for another attempt.
            let cleared = after.is_none() && check.state != FileState::Absent;
            after != find(&line.files_before) && !cleared
        }
        Check::NothingElseCreated(_) => {
            let failed = !check.judge(std::slice::from_ref(line)).holds;
            failed && line.files != line.files_before
        }
        Check::Variable(check) => {
            let sets = |event: &TraceEvent| matches!(&event.kind, TraceKind::Assigned { name, .. } if name.as_slice() == check.name.as_bytes());
            line.trace.iter().any(sets) || means_to_set(line, &check.name)
        }
        _ => false,
    }
}

/// Whether a line was to set a variable and did not: by a command that sets others, or by an assignment that failed.
fn means_to_set(line: &Observation, name: &str) -> bool {
    let runs = line.runs();
    let mut sets = runs
        .iter()
        .filter(|run| matches!(run.name(), b"set" | b"export" | b"readonly"));
    let by_word = sets.any(|run| {
        let operands = run.argv.iter().skip(1);
        let mut texts = operands.map(|word| String::from_utf8_lossy(word).into_owned());
        texts.any(|word| word.split('=').next() == Some(name))
    });
    let failed = line.trace.iter().any(|event| {
        let span = event.span.filter(|_| event.source == 0);
        let text = span.map(|span| span.of(line.line.as_bytes()));
        let assigns = text.is_some_and(|text| text.starts_with(format!("{name}=").as_bytes()));
        matches!(event.kind, TraceKind::ExpansionFailed { .. }) && assigns
    });
    by_word || failed
}

/// Whether a line changed the file, or set the variable of its own shell, that a check is about.
pub(super) fn brings_about(check: &Check, line: &Observation) -> bool {
    let Check::Variable(variable) = check else {
        return touches(check, line);
    };
    let name = variable.name.as_bytes();
    let mut own = line
        .trace
        .iter()
        .filter(|event| event.pid == line.shell_pid);
    own.any(|event| matches!(&event.kind, TraceKind::Assigned { name: set, .. } if set.as_slice() == name))
}

#[cfg(test)]
mod tests {
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
}
