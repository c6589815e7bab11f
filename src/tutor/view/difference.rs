//! What a run did where a prediction first differs from it, for somebody whose answer no known way of thinking gives.

use super::runs::{shown, text_at};
use super::{Page, prose, visible};
use crate::lesson::predict::{Comparison, Row};
use crate::observation::{Observation, Run};
use crate::rule::Rule;
use crate::source::Span;
use crate::trace::decisions::{self, Decision};
use crate::trace::{How, TraceKind};

/// Rules that are told of one command.
const MOST: usize = 2;

/// Which command printed the first line that differs, or would have printed it, and why it did or did not. `from` is where, in
/// the line of `observation`, the part begins whose output was asked for. Empty if that is not known.
pub fn told(observation: &Observation, comparison: &Comparison, from: u32, page: Page) -> String {
    let Some(row) = comparison.first_difference else {
        return String::new();
    };
    if let Some(slip) = slip(&comparison.rows[row]) {
        return prose::plain(&slip, 2, page);
    }
    if let Some(message) = message(observation, comparison) {
        let text = format!(
            "\"{}\" is an error message: it goes to standard error, and is not asked for.",
            visible(message)
        );
        return prose::plain(&text, 2, page);
    }
    if is_reordered(comparison) {
        return prose::plain("The same lines, in another order.", 2, page);
    }
    let all: Vec<Run> = shown(observation);
    let runs: Vec<&Run> = all.iter().filter(|run| run.span.start >= from).collect();
    let unprinted = unprinted(comparison, row);
    let kept = unprinted.and_then(|line| {
        silent(observation, &runs, line).map(|run| (run, kept_from(line, run, observation)))
    });
    let found = match &comparison.rows[row].expected {
        _ if kept.is_some() => kept,
        Some(line) => {
            let above = comparison.rows[..row].iter();
            let nth = above
                .filter(|row| row.expected.as_ref() == Some(line))
                .count();
            match printer(observation, &runs, line, nth) {
                Some(Writer::Command(run)) => Some((run, comes_from(line, run.span, observation))),
                Some(Writer::Pipeline(span)) => {
                    if let Some(text) = of_a_stage(observation, &runs, line) {
                        return paragraphs(text.into_iter(), page);
                    }
                    let head = comes_from(line, span, observation);
                    return of_pipeline(observation, &head, from, page);
                }
                None => None,
            }
        }
        None => None,
    };
    let Some((run, head)) = found else {
        // What was answered is right; who prints what is missing is not known.
        return match left_out(comparison, row) {
            Some(line) => prose::plain(
                &format!("The line \"{}\" is missing.", visible(line)),
                2,
                page,
            ),
            None => unplaced(observation, from, page),
        };
    };
    let text = text_at(observation, run.span);
    let same = |other: &&Run| text_at(observation, other.span) == text;
    let earlier = all.iter().take_while(|other| !std::ptr::eq(*other, run));
    let nth = earlier.filter(same).count();
    let decisions = decisions::about(&observation.tree(), text.as_bytes(), nth);
    let bearing = decisions.iter().filter(|decision| bears(decision));
    let mut reasons: Vec<String> = bearing.flat_map(Decision::in_short).collect();
    if reasons.is_empty() && from > 0 {
        // Whoever is asked what `ls` shows is asked about the lines before it.
        reasons = all_reasons(&decisions::in_words(&observation.tree()));
    }
    paragraphs(
        std::iter::once(head).chain(reasons.into_iter().take(MOST)),
        page,
    )
}

/// What is told of decisions where no one command can be named.
fn all_reasons(decisions: &[Decision]) -> Vec<String> {
    // What a pipeline ends with is none of what it prints.
    let told = |decision: &&Decision| {
        decision.is_reason() && decision.rule != Rule::PipelineStatus && bears(decision)
    };
    let reasons = decisions.iter().filter(told);
    reasons.flat_map(Decision::in_short).collect()
}

/// The line that was predicted at `row` and is printed nowhere.
fn unprinted(comparison: &Comparison, row: usize) -> Option<&str> {
    let answered = comparison.rows[row].answered.as_ref()?;
    let mut rows = comparison.rows.iter();
    let printed = rows.any(|row| row.expected.as_ref() == Some(answered));
    (!printed).then_some(answered.as_str())
}

/// What is said where only blanks, capital letters or punctuation differ; not where blanks stand side by side, since what becomes of these is
/// what a session may be about.
fn slip(row: &Row) -> Option<String> {
    let (expected, answered) = (row.expected.as_deref()?, row.answered.as_deref()?);
    let close = |text: &str| text.split_whitespace().collect::<String>();
    let is_spaced =
        |text: &str| text.contains("  ") || text.contains('\t') || text.starts_with(' ');
    let what = if close(expected) == close(answered) {
        if is_spaced(expected) || is_spaced(answered) {
            return None;
        }
        "blanks"
    } else if expected.eq_ignore_ascii_case(answered) {
        "capital letters"
    } else if unpunctuated(expected).is_some_and(|words| Some(words) == unpunctuated(answered)) {
        "signs between the words"
    } else {
        return None;
    };
    Some(format!(
        "Only the {what} differ in the line \"{}\".",
        visible(expected)
    ))
}

/// The words of a line, which has some, without what punctuates them.
fn unpunctuated(line: &str) -> Option<Vec<&str>> {
    let is_sign = |c: char| matches!(c, ',' | '.' | ':' | ';' | '!' | '?');
    let words = line
        .split_whitespace()
        .map(|word| word.trim_matches(is_sign));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words
        .iter()
        .any(|word| word.contains(char::is_alphabetic))
        .then_some(words)
}

/// Whether both sides have the same lines, and more than numbers: statuses come into another order by chance.
fn is_reordered(comparison: &Comparison) -> bool {
    let number = |row: &Row| {
        let line = row.expected.as_deref().unwrap_or_default();
        line.bytes().all(|byte| byte.is_ascii_digit())
    };
    if comparison.rows.iter().all(number) {
        return false;
    }
    let sorted = |side: fn(&Row) -> &Option<String>| {
        let mut lines: Vec<_> = comparison.rows.iter().map(side).collect();
        lines.sort();
        lines
    };
    sorted(|row| &row.expected) == sorted(|row| &row.answered)
}

/// An error message that was predicted, where what was predicted beside such messages is what is printed.
fn message<'c>(observation: &Observation, comparison: &'c Comparison) -> Option<&'c str> {
    let streams = observation.streams.as_ref()?;
    let told = String::from_utf8_lossy(&streams.stderr).into_owned();
    // How it is put differs from one system to the next; who says it, and of what, does not.
    let speaker = |line: &str| {
        let (speaker, _) = line.trim().rsplit_once(": ")?;
        speaker.contains(": ").then(|| speaker.to_owned())
    };
    let speakers: Vec<String> = told.lines().filter_map(speaker).collect();
    let expected: Vec<&String> = expected(comparison).collect();
    let is_message = |line: &&String| {
        let speaks = speaker(line).is_some_and(|name| speakers.contains(&name));
        let is_told = told.lines().any(|other| other.trim() == line.trim());
        (speaks || is_told) && !line.trim().is_empty() && !expected.contains(line)
    };
    let answered = comparison
        .rows
        .iter()
        .filter_map(|row| row.answered.as_ref());
    let (messages, printed): (Vec<_>, Vec<_>) = answered.partition(is_message);
    let is_right = printed == expected;
    messages
        .first()
        .map(|line| line.as_str())
        .filter(|_| is_right)
}

fn expected(comparison: &Comparison) -> impl Iterator<Item = &String> {
    comparison
        .rows
        .iter()
        .filter_map(|row| row.expected.as_ref())
}

/// The line at `row`, where it is missing, and all that was answered is printed in the same order, some of it behind that line.
fn left_out(comparison: &Comparison, row: usize) -> Option<&str> {
    let rows = comparison.rows.iter();
    let mut printed = rows.clone().filter_map(|row| row.expected.as_ref());
    let mut answered = rows.filter_map(|row| row.answered.as_ref());
    let is_printed = answered.all(|line| printed.any(|printed| printed == line));
    let goes_on = comparison.rows[row].answered.is_some();
    let missing = comparison.rows[row].expected.as_deref();
    missing.filter(|line| goes_on && is_printed && !line.is_empty())
}

/// What decided in the part that was asked for, where no one command can be named.
fn unplaced(observation: &Observation, from: u32, page: Page) -> String {
    let tree = observation.tree();
    let asked = match from {
        0 => Vec::new(),
        _ => all_reasons(&decisions::last(&tree)),
    };
    let reasons = match asked.is_empty() {
        true => all_reasons(&decisions::in_words(&tree)),
        false => asked,
    };
    paragraphs(reasons.into_iter().take(MOST), page)
}

/// Whether it can be what a mistake is about. That commands run one after the other, and how a name leads to a program, a
/// learner who predicts knows.
fn bears(decision: &Decision) -> bool {
    !matches!(
        decision.rule,
        Rule::SimpleCommand
            | Rule::SequentialList
            | Rule::CommandSearch
            | Rule::CommandPath
            | Rule::External
    )
}

fn paragraphs(texts: impl Iterator<Item = String>, page: Page) -> String {
    let texts: Vec<String> = texts.map(|text| prose::plain(&text, 2, page)).collect();
    texts.join("\n")
}

/// Who put a line on the screen.
#[derive(Clone, Copy)]
enum Writer<'r> {
    /// A command.
    Command(&'r Run),
    /// One of the commands of a pipeline, which stands here.
    Pipeline(Span),
}

/// Who printed `line`, which has been printed `nth` times before.
fn printer<'r>(
    observation: &Observation,
    runs: &[&'r Run],
    line: &str,
    nth: usize,
) -> Option<Writer<'r>> {
    let commands = runs
        .iter()
        .filter(|run| run.how != Some(How::Compound))
        .filter_map(|run| Some((Writer::Command(run), run.printed.clone()?)));
    let pipelines = observation.pipelines().into_iter();
    let pipelines = pipelines
        .filter(|pipeline| pipeline.source == 0)
        .map(|pipeline| (Writer::Pipeline(pipeline.span), pipeline.printed));
    let mut writers: Vec<(Writer<'_>, std::ops::Range<usize>)> =
        commands.chain(pipelines).collect();
    writers.sort_by_key(|(_, printed)| printed.start);
    let lines = writers.iter().flat_map(|(writer, printed)| {
        let bytes = observation.screen.get(printed.clone()).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes).into_owned();
        let lines: Vec<String> = text
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.into_iter().map(|line| (*writer, line))
    });
    let mut same = lines.filter(|(_, printed)| printed == line);
    same.nth(nth).map(|(writer, _)| writer)
}

/// What is said of a line that a pipeline printed: where it comes from, and what decided in the part that was asked for.
fn of_pipeline(observation: &Observation, head: &str, from: u32, page: Page) -> String {
    let head = prose::plain(head, 2, page);
    match unplaced(observation, from, page) {
        nothing if nothing.is_empty() => head,
        reasons => format!("{head}\n{reasons}"),
    }
}

/// The command that would print `line` and does not, as far as its words say so: one that was skipped rather than another.
fn silent<'r>(observation: &Observation, runs: &[&'r Run], line: &str) -> Option<&'r Run> {
    let wanted = line.trim();
    if wanted.is_empty() {
        return None;
    }
    let names = |run: &&&Run| {
        let text = text_at(observation, run.span);
        let rest = text.strip_prefix("echo ");
        rest.is_some_and(|rest| rest.trim_matches(['\'', '"']) == wanted)
    };
    let skipped = runs.iter().find(|run| run.skipped.is_some() && names(run));
    skipped.copied()
}

/// Of a line that a command at the end of a pipeline printed of itself, as far as its words say so: where it comes from, and
/// that what stands before it has no part in that.
fn of_a_stage(observation: &Observation, runs: &[&Run], line: &str) -> Option<Vec<String>> {
    let says = |run: &&&Run| run.name() == b"echo" && run.argv[1..].join(&b' ') == line.as_bytes();
    let run = runs.iter().find(says)?;
    let whole = observation.trace.iter().find_map(|event| {
        let is_last = |at: &Span| at.end == run.span.end && at.contains(run.span);
        let span = event.span.filter(is_last)?;
        let ended =
            matches!(&event.kind, TraceKind::PipelineEnded { statuses, .. } if statuses.len() > 1);
        (ended && event.source == 0).then_some(span)
    })?;
    let text = text_at(observation, whole);
    let decisions = decisions::about(&observation.tree(), text.as_bytes(), 0);
    let mut decisions = decisions.iter();
    let together = decisions.find(|decision| decision.rule == Rule::PipeTogether)?;
    let head = comes_from(line, run.span, observation);
    Some(std::iter::once(head).chain(together.in_short()).collect())
}

fn comes_from(line: &str, span: Span, observation: &Observation) -> String {
    let text = text_at(observation, span);
    match line {
        "" => format!("The empty line comes from: {text}"),
        line => format!("The line \"{}\" comes from: {text}", visible(line)),
    }
}

fn kept_from(line: &str, run: &Run, observation: &Observation) -> String {
    let text = text_at(observation, run.span);
    format!(
        "Nothing prints \"{}\", for this was skipped: {text}",
        visible(line)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::predict::compare;

    #[test]
    fn an_order_is_told_from_a_difference() {
        let told = |printed, answered| {
            let observation = Observation::default();
            told(&observation, &compare(printed, answered), 0, Page::plain())
        };
        let said = "  The same lines, in another order.";
        assert_eq!(told("notes\nrelease\n", "release\nnotes\n"), said);
        let missing = "  The line \"notes\" is missing.";
        assert_eq!(told("notes\nrelease\n", "release\n"), missing);
        assert_eq!(told("a\na\nb\n", "b\nb\na\n"), "");
        assert_eq!(told("0\n1\n", "1\n0\n"), "");
        let missing = "  The line \"a\" is missing.";
        assert_eq!(told("a\nb\n", "b\n"), missing);
    }

    #[test]
    fn a_message_that_was_predicted_is_called_one() {
        use crate::observation::Streams;
        let told = |answered| {
            let stderr = b"cat: app.log: No such file or directory\n".to_vec();
            let observation = Observation {
                streams: Some(Streams {
                    stdout: b"0\n".to_vec(),
                    stderr,
                }),
                ..Observation::default()
            };
            let comparison = compare("0\n", answered);
            told(&observation, &comparison, 0, Page::plain())
        };
        let said = "is an error message";
        assert!(told("cat: app.log: No such file or directory\n0\n").contains(said));
        assert!(told("0\ncat: app.log: not found\n").contains(said));
        assert!(!told("cat: app.log: No such file or directory\n1\n").contains(said));
        assert!(!told("cat: done\n0\n").contains(said));
        assert!(!told("1\n").contains(said));
    }

    #[test]
    fn what_another_shell_ran_is_not_taken_for_the_line() {
        use crate::source::Span;
        use crate::trace::{ExitStatus, ExpansionStep, ForkReason, Termination, TraceEvent};
        let line = "sh x; echo $p";
        let event = |pid, seq, source, (start, end), kind| TraceEvent {
            pid,
            seq,
            source,
            span: Some(Span::new(start, end)),
            kind,
        };
        let started = |words: &[&str], how| TraceKind::Started {
            argv: words.iter().map(|word| (*word).into()).collect(),
            how,
        };
        let expanded = |value: &str| TraceKind::Expanded {
            fields: vec![value.into()],
            steps: vec![ExpansionStep::Parameter {
                span: Span::new(5, 7),
                name: b"p".to_vec(),
                is_set: true,
                values: vec![value.into()],
            }],
        };
        let how = Termination::Exited(ExitStatus(0));
        let text = TraceKind::Text {
            offset: 0,
            bytes: b"echo $p".to_vec(),
        };
        let reason = ForkReason::OwnShell;
        let trace = vec![
            event(1, 0, 0, (0, 4), started(&["sh", "x"], How::External)),
            event(1, 1, 0, (0, 4), TraceKind::Forked { child: 2, reason }),
            event(2, 0, 9, (0, 7), text),
            event(2, 1, 9, (5, 7), expanded("inner")),
            event(2, 2, 9, (0, 7), started(&["echo", "inner"], How::Builtin)),
            event(2, 3, 9, (0, 7), TraceKind::Ended { how }),
            event(1, 2, 0, (0, 4), TraceKind::Waited { child: 2, how }),
            event(1, 3, 0, (0, 4), TraceKind::Ended { how }),
            event(1, 4, 0, (6, 13), started(&["echo", "outer"], How::Builtin)),
            event(1, 5, 0, (6, 13), TraceKind::Ended { how }),
        ];
        let observation = Observation {
            line: line.to_owned(),
            shell_pid: 1,
            trace,
            ..Observation::default()
        };
        let told = decisions::about(&observation.tree(), b"echo $p", 0);
        assert!(!format!("{told:?}").contains("inner"), "{told:?}");
        assert!(!told.is_empty());
    }

    #[test]
    fn a_slip_of_the_pen_is_no_mistake_about_the_shell() {
        let told = |printed, answered| {
            let observation = Observation::default();
            told(&observation, &compare(printed, answered), 0, Page::plain())
        };
        let said = "  Only the blanks differ in the line \"status: 1\".";
        assert_eq!(told("status: 1\n", "status:1\n"), said);
        let said = "  Only the capital letters differ in the line \"C\".";
        assert_eq!(told("C\n", "c\n"), said);
        assert_eq!(told("C\n", "B\n"), "");
        assert_eq!(told("two  blanks\n", "two blanks\n"), "");
    }
}
