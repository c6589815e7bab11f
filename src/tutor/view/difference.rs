//! What a run did where a prediction first differs from it, for somebody whose answer no known way of thinking gives.

mod hushed;
mod slip;
mod writer;

use super::runs::{shown, text_at};
use super::{Page, prose, visible};
use crate::lesson::predict::Comparison;
use crate::observation::{Observation, Run};
use crate::rule::Rule;
use crate::source::Span;
use crate::trace::decisions::{self, Decision};
use hushed::hushed;
use slip::{is_reordered, left_out, message, slip};
use writer::{Writer, made_file, of_a_stage, printer, silent};

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
    let hushed = kept
        .is_none()
        .then(|| hushed_lines(observation, &runs, comparison));
    if let Some(text) = hushed.flatten() {
        return prose::plain(&text, 2, page);
    }
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
                    return of_pipeline(observation, (span, &head), from, page);
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
    let line = comparison.rows[row].expected.as_deref().unwrap_or_default();
    let made = made_file(observation, &all, run, line);
    let text = text_at(observation, run.span);
    let same = |other: &&Run| text_at(observation, other.span) == text;
    let earlier = all.iter().take_while(|other| !std::ptr::eq(*other, run));
    let nth = earlier.filter(same).count();
    let mut decisions = decisions::about(&observation.tree(), text.as_bytes(), nth);
    // What decided comes before how the rest was done.
    decisions.sort_by_key(|decision| !decision.is_reason());
    // What was between single quotes is for the shell behind `sh -c`, which expands it.
    let is_passed_on = |rule| rule == Rule::SingleQuotes && is_given_to_a_shell(run);
    let bearing = decisions
        .iter()
        .filter(|decision| bears(decision) && !is_passed_on(decision.rule));
    let mut reasons: Vec<String> = bearing.flat_map(Decision::in_short).collect();
    if reasons.is_empty() && from > 0 {
        // Whoever is asked what `ls` shows is asked about the lines before it.
        reasons = all_reasons(&decisions::in_words(&observation.tree()));
    }
    let told = std::iter::once(head).chain(made);
    paragraphs(told.chain(reasons.into_iter().take(MOST)), page)
}

/// Whether it is `sh -c` with a script.
fn is_given_to_a_shell(run: &Run) -> bool {
    let name = run.name();
    let name = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    matches!(name, b"sh" | b"dash" | b"bash") && run.argv.iter().any(|word| word == b"-c")
}

/// What is told of decisions where no one command can be named.
fn all_reasons(decisions: &[Decision]) -> Vec<String> {
    let is_read = decisions.iter().any(|one| one.rule == Rule::LatestStatus);
    let is_asked = is_read || decisions.iter().any(|one| asks_status(one.rule));
    // What something ends with is none of what it prints.
    let told = |decision: &&Decision| {
        let counts = match decision.rule {
            Rule::PipelineStatus => is_asked,
            Rule::AsyncStatus | Rule::AssignmentStatus => is_read,
            _ => true,
        };
        decision.is_reason() && counts && bears(decision)
    };
    let mut reasons: Vec<&Decision> = decisions.iter().filter(told).collect();
    // Where `$?` is read, it comes first whose status that was, and then why it was that.
    reasons.sort_by_key(|decision| match decision.rule {
        _ if !is_read => 0,
        Rule::LatestStatus => 0,
        // It says what became of what the pipeline ended with.
        Rule::Negation => 1,
        rule if settles_status(rule) => 2,
        _ => 3,
    });
    reasons.into_iter().flat_map(Decision::in_short).collect()
}

/// Whether a rule looks at a status.
fn asks_status(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::IfBranch | Rule::IfElse | Rule::IfWithoutBranch | Rule::WhileLoop | Rule::UntilLoop
    )
}

/// Whether a rule says which status something ended with, in a way that is not plain.
fn settles_status(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::PipelineStatus | Rule::PipeFail | Rule::Wait | Rule::WaitAll | Rule::SkippedStatus
    )
}

/// The line that was predicted at `row` and is printed nowhere.
fn unprinted(comparison: &Comparison, row: usize) -> Option<&str> {
    let answered = comparison.rows[row].answered.as_ref()?;
    let mut rows = comparison.rows.iter();
    let printed = rows.any(|row| row.expected.as_ref() == Some(answered));
    (!printed).then_some(answered.as_str())
}

/// Why one of the lines that were predicted and are printed nowhere is not shown, if a command keeps it to itself.
fn hushed_lines(
    observation: &Observation,
    runs: &[&Run],
    comparison: &Comparison,
) -> Option<String> {
    let rows = 0..comparison.rows.len();
    rows.filter_map(|row| unprinted(comparison, row))
        .find_map(|line| hushed(observation, runs, line))
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

/// What is said of a line that the pipeline at `span` printed: where it comes from, and what decided in the part that was asked
/// for; if nothing did, what went through its pipes.
fn of_pipeline(
    observation: &Observation,
    (span, head): (Span, &str),
    from: u32,
    page: Page,
) -> String {
    let head = prose::plain(head, 2, page);
    let reasons = match unplaced(observation, from, page) {
        nothing if nothing.is_empty() => {
            let text = text_at(observation, span);
            let piped = decisions::piped(&observation.tree(), text.as_bytes());
            let told = piped.iter().flat_map(Decision::in_short);
            paragraphs(told, page)
        }
        reasons => reasons,
    };
    format!("{head}\n{reasons}").trim_end().to_owned()
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
    use crate::trace::{How, TraceKind};

    #[test]
    fn what_another_shell_ran_is_not_taken_for_the_line() {
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
}
