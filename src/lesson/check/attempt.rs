//! Which lines count as an attempt, and so may be told "not yet". This is the one place that decides it.
//!
//! A line counts if it does not only [look around](is_looking_around) and has something to do with what is wanted: it ran,
//! or skipped, a command that the checks or the model answer name; it put something on the screen by a command that does
//! more than prepare; it ran such a command where any command will do; it set a wanted variable; or it touched a wanted file.
//! Where one line is wanted, so does whatever [does more than look and prepare](acts). Everything else, an assignment, a `cd`, a
//! `mkdir` or a file written beforehand, is the learner's own business: it may complete a step, and is not answered otherwise.
//!
//! Where a test is what is asked for, testing is no looking around once something came of it on the screen, and a look that a
//! check asks for with its arguments is none; and whoever has put on the screen what is wanted there, or half of it, or has
//! answered silently where a status is wanted, waits for a word.

use super::construct::{Construct, written};
use super::looking::{decides, shows_only};
use super::{Check, File, FileState, Screen, Stdout, Variable, is_looking_around};
use crate::lesson::Judge;
use crate::observation::{FileFact, Observation, Run};
use crate::trace::{ForkReason, TraceEvent, TraceKind};
use std::path::Path;

/// Commands that prepare: what they say of themselves is no answer to anything.
const PREPARING: [&str; 19] = [
    "alias", "cd", "chmod", "cp", "export", "ln", "mkdir", "mkfifo", "mv", "readonly", "rm",
    "rmdir", "set", "shift", "touch", "trap", "umask", "unalias", "unset",
];

/// Characters of a text that nobody prints by chance.
const SENTENCE: usize = 12;

/// Whether a line is an attempt at a step with this judge and this model answer.
pub fn is_attempt(judge: &Judge, answer: Option<&str>, line: &Observation) -> bool {
    let is_file = |check: &Check, absent: bool| match check {
        Check::File(file) if (file.state == FileState::Absent) == absent => Some(file.path.clone()),
        _ => None,
    };
    let made: Vec<String> = judge
        .checks
        .iter()
        .filter_map(|check| is_file(check, false))
        .collect();
    let all = || {
        let hidden = judge.hidden.iter().flat_map(|run| &run.checks);
        // Who takes away what is wanted here does not mean to have it away elsewhere.
        let hidden =
            hidden.filter(|check| is_file(check, true).is_none_or(|path| !made.contains(&path)));
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
    let told = |run: &Run| all().any(|check| is_told(check, run));
    if all().any(shown) || runs.iter().any(told) || answers_by_status(judge, answer, line, &runs) {
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
            || judge.one_line && (unheard() || acts(line))
            || runs.iter().any(|run| shows(line, run))
            || any_command(judge) && runs.iter().any(does)
            || all().any(|check| touches(check, line)))
}

/// Whether a line does more than look and prepare: what runs in it depends on how something ended, or a command ran that does
/// neither.
pub fn acts(line: &Observation) -> bool {
    let looks = |run: &Run| {
        let mut told = told_to_run(run).peekable();
        let told_to_look = told.peek().is_some() && told.all(|word| shows_only(&[word.to_vec()]));
        told_to_look || shows_only(&run.argv)
    };
    let acting = |run: &Run| run.skipped.is_none() && does(run) && !looks(run);
    // What stands in a function that is only defined decides nothing yet.
    let begins = |event: &TraceEvent| {
        matches!(
            event.kind,
            TraceKind::Started { .. } | TraceKind::Forked { .. }
        )
    };
    !is_looking_around(line)
        && line.trace.iter().any(begins)
        && (decides(line) || line.runs().iter().any(acting))
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
/// words, or with at least half of a long one; or whether it is that word with signs round it.
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
    // Signs round a word, as in `{up}`, were to be none of it.
    let is_word = length > 1 && wanted.chars().all(char::is_alphabetic);
    let bare = got
        .trim()
        .trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
    let within = is_word && got.lines().count() == 1 && bare == wanted;
    (goes_on || half || within) && line.runs().iter().any(says)
}

/// Whether the command that a check wants to run was only printed, by `echo`.
fn is_told(check: &Check, run: &Run) -> bool {
    let first = run.argv.get(1).map(|word| String::from_utf8_lossy(word));
    run.name() == b"echo" && first.is_some_and(|first| names(check, &first))
}

/// Whether the line is a `case` or a loop of which no command ran, or a group whose redirection failed.
fn runs_nothing(line: &Observation, runs: &[Run]) -> bool {
    let chooses = |used: &Construct| matches!(used, Construct::Case | Construct::Loop);
    let failed =
        |event: &TraceEvent| matches!(event.kind, TraceKind::Redirected { error: Some(_), .. });
    runs.iter().all(|run| run.argv.is_empty())
        && (written(&line.line).iter().any(chooses) || line.trace.iter().any(failed))
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
/// that neither shows nor prepares; or with nothing but the status on the screen, where the model `answer` is a test.
fn answers_by_status(judge: &Judge, answer: &str, line: &Observation, runs: &[Run]) -> bool {
    let status = |check: &Check| matches!(check, Check::Status(_));
    let answers = |run: &Run| {
        let test = matches!(run.name(), b"test" | b"[");
        run.skipped.is_none() && does(run) && (test || !shows_only(&run.argv))
    };
    let number = line.screen.trim_ascii();
    let read = |event: &TraceEvent| matches!(event.kind, TraceKind::StatusRead { .. });
    let shows_status = !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
        && line.trace.iter().any(read)
        && words(answer).any(|word| matches!(word, "test" | "["));
    judge.one_line
        && (line.screen.is_empty() || shows_status)
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
            let path = Path::new(&check.path);
            let find = |files: &[FileFact]| files.iter().find(|fact| fact.path == path).cloned();
            let after = find(&line.files);
            // To clear away what is wanted makes room for another attempt.
            let tidies = |run: &Run| matches!(run.name(), b"rm" | b"rmdir");
            let cleared = after.is_none()
                && check.state != FileState::Absent
                && (line.runs().iter().all(tidies)
                    || !held_what_is_wanted(check, find(&line.files_before)));
            let allows = check.executable == Some(true) && means_to_allow(line, path);
            allows || after != find(&line.files_before) && !cleared
        }
        Check::NothingElseCreated(_) => {
            let failed = !check.judge(std::slice::from_ref(line)).holds;
            failed && line.files != line.files_before
        }
        Check::Variable(check) => {
            // One that is written otherwise was to be this one.
            let plain = |name: &[u8]| name.strip_suffix(b"_").unwrap_or(name).to_ascii_lowercase();
            let name = plain(check.name.as_bytes());
            let sets = |event: &TraceEvent| matches!(&event.kind, TraceKind::Assigned { name: set, .. } if plain(set) == name);
            line.trace.iter().any(sets)
                || means_to_set(line, &check.name)
                || writes_file(line, &check.name)
        }
        _ => false,
    }
}

/// Whether a file had the whole text that a check wants of it.
fn held_what_is_wanted(check: &File, before: Option<FileFact>) -> bool {
    let wanted = check
        .is
        .as_deref()
        .map(|wanted| wanted.trim_end().as_bytes());
    before.is_some_and(|before| wanted == Some(before.content.trim_ascii_end()))
}

/// Whether a line was to have the file executable and did not bring that about: by a `chmod` that failed, of this file or of none.
fn means_to_allow(line: &Observation, path: &Path) -> bool {
    line.runs().iter().any(|run| {
        let failed = run.status().is_some_and(|status| !status.is_success());
        let mut operands = run.argv.iter().skip(1);
        let is_it = |word: &Vec<u8>| {
            let word = String::from_utf8_lossy(word);
            Path::new(word.strip_prefix("./").unwrap_or(&word)) == path
        };
        run.name() == b"chmod" && failed && (run.argv.len() == 2 || operands.any(is_it))
    })
}

/// Whether a line was to set a variable and did not: by a command that sets others, or by an assignment that failed.
fn means_to_set(line: &Observation, name: &str) -> bool {
    let runs = line.runs();
    let mut sets = runs.iter().filter(|run| {
        matches!(run.name(), b"set" | b"export" | b"readonly") || gives_by_unset(run)
    });
    // As it was written and as it came to the command.
    let by_word = sets.any(|run| {
        let operands = run.argv.iter().skip(1);
        let texts = operands.map(|word| String::from_utf8_lossy(word).into_owned());
        let own = run.source == 0;
        let written = own.then(|| run.span.of(line.line.as_bytes()));
        let written = String::from_utf8_lossy(written.unwrap_or_default()).into_owned();
        let mut written = written.split_whitespace().map(str::to_owned).chain(texts);
        written.any(|word| word.trim_start_matches('$').split('=').next() == Some(name))
    });
    let failed = line.trace.iter().any(|event| {
        let span = event.span.filter(|_| event.source == 0);
        let text = span.map(|span| span.of(line.line.as_bytes()));
        let assigns = text.is_some_and(|text| text.starts_with(format!("{name}=").as_bytes()));
        matches!(event.kind, TraceKind::ExpansionFailed { .. }) && assigns
    });
    by_word || failed
}

/// Whether it is `unset x=5`, which unsets nothing.
fn gives_by_unset(run: &Run) -> bool {
    let mut operands = run.argv.iter().skip(1);
    run.name() == b"unset" && operands.any(|word| word.contains(&b'='))
}

/// Whether a line wrote a new file of that name, or was to write one whose name is the variable's value.
fn writes_file(line: &Observation, name: &str) -> bool {
    let is_it = |file: &FileFact| file.path == Path::new(name);
    let new = line.files.iter().any(is_it) && !line.files_before.iter().any(is_it);
    let failed = line.trace.iter().any(|event| {
        let span = event.span.filter(|_| event.source == 0);
        let text =
            span.map(|span| String::from_utf8_lossy(span.of(line.line.as_bytes())).into_owned());
        let named =
            text.is_some_and(|text| text.trim_end_matches('"').ends_with(&format!("${name}")));
        named && matches!(event.kind, TraceKind::Redirected { error: Some(_), .. })
    });
    new || failed
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
mod tests;
