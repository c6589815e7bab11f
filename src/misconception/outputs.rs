//! Ideas that take what a command prints, or that it prints nothing, for what its status says.

use super::and_or::is_output;
use super::assignments;
use super::evidence::{Evidence, Read, Text};
use super::find::find_simple;
use super::overwritten::numbers;
use super::signs;
use super::status::readings;
use super::testing::{find_test, level};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::observation::{FileKind, Observation};
use crate::source::Span;
use crate::trace::{ExitStatus, ExpansionStep, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "status-is-the-output",
        "`$?` is what the command printed.",
        "A command gives back two separate things: output and an exit status. `$?` is only the status.",
    )
    .at(Level::Ask)
    .by(status_is_the_output),
    Idea::core(
        "silence-is-failure",
        "If nothing was printed, nothing happened or it failed.",
        "Success is usually silent. `true` and `false` print exactly the same thing, nothing; only `$?` tells them apart.",
    )
    .at(Level::Ask)
    .by(silence_is_failure),
    Idea::core(
        "one-means-crash",
        "Status 1 always means that something went wrong.",
        "For comparing commands, 1 is an answer: \"different\", \"no match\", \"false\", \"zero\". 2 or more is the error.",
    )
    .at(Level::Ask)
    .by(one_means_crash),
];

fn status_is_the_output(evidence: &Evidence<'_>) -> Option<Spot> {
    let line = evidence.line();
    let tests: Vec<Span> = line
        .tree
        .simples()
        .filter_map(|simple| Some(Test::of(&simple)?.span))
        .collect();
    let printed = readings(evidence).find_map(|(read, setter)| {
        // What it is compared with tells what is meant.
        if tests.iter().any(|test| test.contains(read.span)) {
            return None;
        }
        let run = setter.run()?;
        let printed = setter.seen.screen.get(run.printed.clone()?)?;
        let printed = String::from_utf8_lossy(printed).trim().to_owned();
        let name = String::from_utf8_lossy(run.name()).into_owned();
        let differs = words::is_integer(&printed) && printed != read.value.to_string();
        let is_message = ["echo", "printf", "seq", "cat"].contains(&name.as_str());
        (differs && !is_message && !evidence.prints_as_wanted()).then(|| {
            Spot::line(read.span).asking(format!(
                "Did you expect {printed} here? That is what {name} printed. `$?` is its exit status, which is a separate thing: {}.",
                read.value
            ))
        })
    });
    let compared = || compared_with_text(evidence);
    printed
        .or_else(|| caught_nothing(evidence))
        .or_else(|| printed_nothing(evidence))
        .or_else(|| sent_nothing(evidence))
        .or_else(|| printed_for_status(evidence))
        .or_else(compared)
}

/// `if [ "$errors" -gt 0 ]; then echo 1; fi` as a script that is to end with 1.
fn printed_for_status(evidence: &Evidence<'_>) -> Option<Spot> {
    let success = evidence.wanted?.success?;
    let ended = evidence.seen.status;
    if ended.is_success() == success || evidence.prints_as_wanted() {
        return None;
    }
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| {
        text.runner?;
        let own = evidence.runs.iter();
        let own = own.filter(|ran| Some(ran.run.source) == text.source && ran.run.how.is_some());
        let last = own.max_by_key(|ran| ran.began)?.run.span;
        let mut simples = text.tree.simples();
        let simple = simples.find(|simple| simple.command.span == last)?;
        let ([word], []) = (simple.arguments(), simple.command.redirects) else {
            return None;
        };
        let number = words::literal(word)?;
        let is_it = number.parse::<u8>().is_ok_and(|number| (number == 0) == success);
        (is_it && simple.is(&["echo", "printf"])).then(|| {
            let meant = format!("exit {number}");
            Spot::of(index, last).instead(text.with(last, &meant)).asking(format!(
                "Is {number} to be the status of the script? `{}` prints it, and that is no part of the status, which was {ended}. `{meant}` ends the script with it.",
                text.at(last)
            ))
        })
    })
}

/// `[ $? = yes ]`, `[ -n "$?" ]`, or `[ $? -eq 3 ]` after a command that printed 3.
fn compared_with_text(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let spot = Spot::of(index, test.span);
        let sure = level(evidence, text, test.span);
        let other = match test.operands {
            [operator, status] if words::is_status(status) => {
                let asks =
                    words::literal(operator).is_some_and(|sign| sign == "-z" || sign == "-n");
                return asks.then(|| spot.at(sure).saying(
                    "`$?` is a number and never empty: whether a command printed something is no part of it.".to_owned(),
                ));
            }
            [status, sign, other] if words::is_status(status) && signs::of(sign).is_some() => {
                words::literal(other)?
            }
            [other, sign, status] if words::is_status(status) && signs::of(sign).is_some() => {
                words::literal(other)?
            }
            _ => return None,
        };
        if !words::is_integer(&other) {
            return Some(spot.at(sure).saying(format!(
                "`$?` is a number from 0 to 255 and never the text `{other}`. What a command prints is caught by `$( )`: `[ \"$(...)\" = {other} ]`."
            )));
        }
        if other.parse::<u64>().is_ok_and(|number| number > 255) {
            let http = match evidence
                .texts
                .iter()
                .any(|text| contains(text.bytes, b"curl"))
            {
                true => {
                    " A code of HTTP is no exit status: `curl -f` ends with 22 if the server answers 400 or more."
                }
                false => "",
            };
            return Some(spot.at(sure).saying(format!(
                "`$?` is a number from 0 to 255, so it is never {other}.{http}"
            )));
        }
        printed_before(evidence, text, test.span, &other)
            .map(|(name, status)| spot.asking(format!(
                "Is `{other}` what `{name}` printed? `$?` is its exit status, which is a separate thing: {status}. What it prints is caught by `$( )`."
            )))
    })
}

/// The command whose status a test at `span` read, if that had printed `number` and left another status.
fn printed_before(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    span: Span,
    number: &str,
) -> Option<(String, ExitStatus)> {
    let inside = |read: &&Read<'_>| Some(read.source) == text.source && span.contains(read.span);
    let read = evidence.reads.iter().find(inside)?;
    let setter = read.setter.as_ref()?;
    let run = setter.run()?;
    let printed = setter.seen.screen.get(run.printed.clone()?)?;
    let same = String::from_utf8_lossy(printed).trim() == number;
    let name = String::from_utf8_lossy(run.name()).into_owned();
    (same && read.value.to_string() != number).then_some((name, read.value))
}

/// `rc=$(false)`: a variable for a status that was given what a failing command printed, nothing.
fn caught_nothing(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let span = simple.command.span;
        let assignment = simple.command.assignments.last()?;
        words::substitution(&assignment.value)?;
        let status = evidence.status_of(text, span)?;
        let nothing = evidence.seen.trace.iter().any(|event| {
            let here = Some(event.source) == text.source;
            let inside = event.span.is_some_and(|at| span.contains(at));
            let is_empty = matches!(&event.kind, TraceKind::Assigned { name, value } if name == assignment.name && value.is_empty());
            here && inside && is_empty
        });
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        let asked = simple.command.words.is_empty() && assignments::holds_status(&name);
        (asked && nothing && !status.is_success()).then(|| {
            Spot::of(index, span).asking(format!(
                "Is `{name}` to hold the status, {status}? `$( )` catches what a command prints, and this one printed nothing. Its status is in `$?` straight after it: `{name}=$?`."
            ))
        })
    })
}

/// `echo "status: $(false)"`, where the status is wanted and the command printed nothing.
fn printed_nothing(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = evidence.wanted?.output.as_ref()?;
    let text = evidence.line();
    let wanted = String::from_utf8_lossy(wanted).into_owned();
    let steps = evidence.seen.trace.iter().filter(|event| event.source == 0);
    let mut steps = steps.filter_map(|event| match &event.kind {
        TraceKind::Expanded { steps, .. } => Some(steps),
        _ => None,
    });
    let (span, status) = steps.find_map(|steps| {
        steps.iter().find_map(|step| match step {
            ExpansionStep::CommandSubstitution {
                span,
                output,
                status,
                ..
            } if output.is_empty() && !status.is_success() => Some((*span, *status)),
            _ => None,
        })
    })?;
    let number = status.to_string();
    let mut words = wanted.split(|c: char| !c.is_ascii_alphanumeric());
    let is_wanted = words.any(|word| word == number) && !evidence.prints_as_wanted();
    let mut simples = text.tree.simples();
    let said =
        simples.any(|simple| simple.is(&["echo", "printf"]) && simple.command.span.contains(span));
    (is_wanted && said).then(|| {
        Spot::line(span).asking(format!(
            "Is the status, {status}, to be printed? `$( )` stands for what a command prints, and this one printed nothing. Its status is in `$?` straight after it."
        ))
    })
}

/// `exits 3 > rc`, where the status is wanted and nothing went into the file, which is read behind it.
fn sent_nothing(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = numbers(evidence.wanted?.output.as_ref()?);
    let got = numbers(&evidence.seen.screen);
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let status = evidence.status_of(text, command.span)?;
        let redirect = command
            .redirects
            .iter()
            .find(|redirect| is_output(redirect))?;
        let path = words::literal(&redirect.target)?;
        let is_empty = evidence
            .file(path.as_bytes())
            .is_some_and(|file| file.kind == FileKind::File && file.content.is_empty());
        let number = status.to_string();
        let is_wanted = wanted.contains(&number) && !got.contains(&number);
        let read = text.tree.simples().any(|other| {
            let mut given = other.arguments().iter();
            other.index > simple.index && given.any(|word| words::is_text(word, &path))
        });
        let sign = redirect.operator.as_str();
        (is_empty && is_wanted && read && !status.is_success() && !command.words.is_empty()).then(|| {
            Spot::of(index, redirect.span).asking(format!(
                "Is the status, {status}, to be in `{path}`? `{sign}` sends there what a command prints, and this one printed nothing. Its status is in `$?` straight after it."
            ))
        })
    })
}

/// The words of the line's one command, if it has no more than that.
fn only_words(seen: &Observation) -> Option<Vec<String>> {
    let runs = seen.runs();
    let [run] = runs.as_slice() else { return None };
    (!run.argv.is_empty()).then(|| run.words())
}

/// The words of a line whose one command was that of one of the last lines too, with the same status, where nothing was changed
/// in between.
fn repeated(evidence: &Evidence<'_>, status: ExitStatus) -> Option<Vec<String>> {
    const PROMPTS: usize = 3;
    let words = only_words(evidence.seen)?;
    let same = |line: &Observation| {
        line.status == status && line.screen.is_empty() && only_words(line).as_ref() == Some(&words)
    };
    let latest = evidence.earlier.iter().rev().take(PROMPTS);
    let mut unchanged = latest.take_while(|line| same(line) || line.files == line.files_before);
    let again = unchanged.any(&same);
    (again && same(evidence.seen)).then_some(words)
}

fn silence_is_failure(evidence: &Evidence<'_>) -> Option<Spot> {
    // What does something anew each time may be meant more than once.
    const REPEATABLE: [&str; 10] = [
        "cd", "shift", "read", "sleep", "wait", "true", ":", "flaky", "fg", "bg",
    ];
    const READERS: [&str; 9] = [
        "cat", "sort", "uniq", "head", "tail", "cut", "sed", "awk", "tr",
    ];
    let words = repeated(evidence, ExitStatus::SUCCESS)?;
    let name = words.first()?;
    // From an empty file there is nothing to print.
    let reads = READERS.contains(&name.as_str());
    let reads_nothing = reads
        && words[1..].iter().any(|word| {
            evidence
                .file(word.as_bytes())
                .is_some_and(|file| file.kind == FileKind::File && file.content.is_empty())
        });
    if REPEATABLE.contains(&name.as_str()) || reads_nothing {
        return None;
    }
    let span = evidence.runs.first()?.run.span;
    Some(Spot::line(span).asking(format!(
        "Did it look as if nothing had happened? `{name}` printed nothing and left 0 each time: it worked. Success is usually silent."
    )))
}

fn one_means_crash(evidence: &Evidence<'_>) -> Option<Spot> {
    let words = repeated(evidence, ExitStatus::FAILURE)?;
    let name = words.first()?;
    let meaning = match name.as_str() {
        "diff" | "cmp" => "the files differ",
        "grep" => "no line matched",
        "test" | "[" => "the answer is no",
        _ => return None,
    };
    let span = evidence.runs.first()?.run.span;
    Some(Spot::line(span).asking(format!(
        "Did 1 look like an error? From `{name}` it is an answer: {meaning}. An error would be 2 or more."
    )))
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|part| part == wanted)
}
