//! Looking around: lines that change nothing and only show something never count as an attempt.

use super::command::INTERRUPT;
use super::construct::{Construct, written};
use crate::observation::{Observation, Run};
use crate::syntax::ast::RedirectOperator;
use crate::trace::{How, Termination, TraceEvent, TraceKind};

/// Programs that show something and change nothing, as long as their output is not redirected to a file.
const LOOKING: [&str; 26] = [
    ":", "[", "apropos", "cat", "clear", "echo", "file", "head", "help", "info", "jobs", "less",
    "ls", "man", "more", "printf", "pwd", "stat", "tail", "test", "tree", "type", "wc", "whatis",
    "which", "whoami",
];

/// What `git` shows, likewise.
const GIT_LOOKING: [&str; 6] = ["check-ignore", "diff", "log", "ls-files", "show", "status"];

/// Whether a line did nothing but look: all its commands are of the kind that shows, it changed no file and no variable,
/// decided and skipped nothing, asked nothing of `[` that it cannot read, and was no syntax error.
///
/// A line ended with Ctrl-C or stopped with Ctrl-Z was taken back, so it counts as little. Either may complete a step all the
/// same.
pub fn is_looking_around(observation: &Observation) -> bool {
    if was_interrupted(observation) {
        return true;
    }
    let changes = |kind: &TraceKind| {
        matches!(
            kind,
            TraceKind::Assigned { .. }
                | TraceKind::SyntaxError { .. }
                // It was to write a file.
                | TraceKind::Redirected {
                    operator: RedirectOperator::Output,
                    error: Some(_),
                    ..
                }
        )
    };
    let changed = observation.trace.iter().any(|event| changes(&event.kind));
    // A file that holds the same as before may have been written again.
    let writes = |event: &TraceEvent| match &event.kind {
        TraceKind::Redirected {
            operator,
            target,
            error,
            ..
        } => {
            let to_file = matches!(
                operator,
                RedirectOperator::Output | RedirectOperator::Append | RedirectOperator::Clobber
            );
            to_file && error.is_none() && !target.starts_with(b"/dev/")
        }
        _ => false,
    };
    let wrote = observation.trace.iter().any(writes);
    let untouched = observation.files == observation.files_before && observation.ended.is_none();
    let only_looks = observation.runs().iter().all(|run| {
        run.skipped.is_none()
            && run.how != Some(How::Function)
            && shows_only(&run.argv)
            && !is_broken_test(run)
    });
    untouched && !changed && !wrote && only_looks && !decides(observation)
}

/// Whether it is a test that could not be read: nobody looks at anything with one.
fn is_broken_test(run: &Run) -> bool {
    matches!(run.name(), b"test" | b"[") && run.status().is_some_and(|status| status.0 > 1)
}

/// Whether a line ran programs that show something, and nothing else.
pub fn only_shows(line: &Observation) -> bool {
    let runs = line.runs();
    !runs.is_empty() && runs.iter().all(|run| shows_only(&run.argv))
}

/// Whether a command shows something and changes nothing.
pub(super) fn shows_only(argv: &[Vec<u8>]) -> bool {
    let mut words = argv.iter().map(Vec::as_slice);
    let known = |names: &[&str], word: &[u8]| names.iter().any(|name| name.as_bytes() == word);
    match words.next() {
        Some(b"git") => words.next().is_some_and(|verb| known(&GIT_LOOKING, verb)),
        Some(b"command") => words
            .next()
            .is_some_and(|option| matches!(option, b"-v" | b"-V")),
        Some(name) => known(&LOOKING, name),
        None => false,
    }
}

/// Whether what runs depends on how something ended, a test stands in a pipeline, or a job was started, whose commands may not
/// have begun yet: that is done, not looked at.
pub(super) fn decides(observation: &Observation) -> bool {
    use Construct::{And, Background, Case, If, Loop, Not, Or, Pipe};
    let used = written(&observation.line);
    let test = |run: &Run| matches!(run.name(), b"test" | b"[");
    used.iter()
        .any(|used| matches!(used, And | Background | Case | Or | If | Loop | Not))
        || used.contains(&Pipe) && observation.runs().iter().any(test)
}

/// Whether Ctrl-C ended, or Ctrl-Z stopped, a command of the line, and with it the line.
fn was_interrupted(observation: &Observation) -> bool {
    observation.runs().iter().any(|run| {
        let taken_back = matches!(
            run.ended,
            Some(Termination::Signaled(INTERRUPT) | Termination::Stopped(_))
        );
        taken_back && run.ended.map(Termination::status) == Some(observation.status)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::Line;
    use super::*;

    #[test]
    fn showing_is_looking() {
        assert!(is_looking_around(&Line::new("").done()));
        assert!(is_looking_around(
            &Line::new("ls; pwd").ran("ls", 0).ran("pwd", 0).done()
        ));
        assert!(is_looking_around(
            &Line::new("cat log").ran("cat log", 1).done()
        ));
        assert!(is_looking_around(
            &Line::new("echo $?").read("", 0).ran("echo $?", 0).done()
        ));
        for (line, looks) in [
            ("git status", true),
            ("git ls-files log", true),
            ("git add log", false),
            ("git", false),
            ("man test", true),
            ("command -v grep", true),
            ("command grep", false),
        ] {
            assert_eq!(
                is_looking_around(&Line::new(line).ran(line, 1).done()),
                looks,
                "{line}"
            );
        }
    }

    #[test]
    fn a_test_alone_is_looking_and_one_that_decides_is_not() {
        let alone = Line::new("test -e a; echo $?").ran("test -e a", 1);
        assert!(is_looking_around(&alone.ran("echo $?", 0).done()));
        for line in [
            "test -e a || echo b",
            "if test -e a; then echo b; fi",
            "test -e a | echo b",
            "test -e a & echo b",
        ] {
            let line = Line::new(line).ran("test -e a", 1).ran("echo b", 0).done();
            assert!(!is_looking_around(&line), "{}", line.line);
        }
        let broken = Line::new("[ -e a then ls").ran("[ -e a then ls", 2).done();
        assert!(!is_looking_around(&broken));
        let piped = Line::new("ls | wc -l").ran("ls", 0).ran("wc -l", 0).done();
        assert!(is_looking_around(&piped));
    }

    #[test]
    fn a_line_that_was_stopped_is_no_attempt() {
        let mut line = Line::new("sleep 9").ran("sleep 9", 130).done();
        assert!(!is_looking_around(&line));
        line.trace[1].kind = TraceKind::Ended {
            how: Termination::Signaled(INTERRUPT),
        };
        assert!(is_looking_around(&line));
    }

    #[test]
    fn doing_is_not() {
        assert!(!is_looking_around(
            &Line::new("false").ran("false", 1).done()
        ));
        assert!(!is_looking_around(
            &Line::new("rc=5").nameless("rc=5", How::NoCommand, 0).done()
        ));
        assert!(!is_looking_around(
            &Line::new("echo a > f")
                .ran("echo a", 0)
                .file("f", "a\n")
                .done()
        ));
        let line = Line::new("ls && echo a")
            .ran("ls", 1)
            .skipped("echo a", "&&", 1)
            .done();
        assert!(!is_looking_around(&line));
        let message = "unexpected".to_owned();
        let line = Line::new(")")
            .event(1, ")", TraceKind::SyntaxError { message })
            .done();
        assert!(!is_looking_around(&line));
    }
}
