//! What a line did, command by command: each with its status, or the rule that skipped it.

use super::{Page, prose, table, visible};
use crate::observation::{Observation, Run};
use crate::rule::Rule;
use crate::source::LineIndex;
use crate::syntax::ast::AndOr;
use crate::trace::{How, Termination, TraceKind};

/// One command a line: as it ran, its status, what it printed. `numbered` puts the number of its line before it.
pub fn commands(observation: &Observation, numbered: bool, page: Page) -> String {
    let index = LineIndex::new(observation.line.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut last = 0;
    let digits = observation.line.lines().count().to_string().len();
    for run in shown(observation) {
        let line = index.position(run.span.start).line;
        let number = if line == last {
            String::new()
        } else {
            line.to_string()
        };
        last = line;
        let mut command = written(observation, &run);
        if numbered {
            command = format!("{number:>digits$}  {command}");
        }
        rows.push(vec![command, fate(&run), printed(observation, &run)]);
    }
    match table::aligned(&rows, 2, page) {
        Some(text) => text,
        None => stacked(&rows, page),
    }
}

/// What a run that nobody watched printed, and its status: `what` prints, indented lines.
pub fn output(what: &str, observation: &Observation, page: Page) -> String {
    let text = String::from_utf8_lossy(&observation.screen);
    let status = observation.status;
    if text.is_empty() {
        return prose::plain(
            &format!("Run for real, {what} prints nothing and ends with exit {status}."),
            2,
            page,
        );
    }
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("      {}", visible(line)))
        .collect();
    let head = prose::plain(
        &format!("Run for real, {what} ends with exit {status} and prints:"),
        2,
        page,
    );
    format!("{head}\n{}", lines.join("\n"))
}

/// The sentences behind what `commands` shows: who set the `$?` that was read, and the rules that decided.
pub fn reasons(observation: &Observation, page: Page) -> String {
    let mut said: Vec<String> = Vec::new();
    for event in &observation.trace {
        if event.source != 0 {
            continue;
        }
        if let Some(sentence) =
            reason(observation, &event.kind).filter(|sentence| !said.contains(sentence))
        {
            said.push(sentence);
        }
    }
    for run in shown(observation) {
        let rule = match (run.how, run.ended) {
            (Some(How::NotFound), _) => Some(Rule::NotFound),
            (Some(How::NotExecutable), _) => Some(Rule::NotExecutable),
            (_, Some(Termination::Signaled(_))) => Some(Rule::SignalStatus),
            _ => None,
        };
        if let Some(sentence) = rule
            .map(|rule| stated(rule, ""))
            .filter(|sentence| !said.contains(sentence))
        {
            said.push(sentence);
        }
    }
    let lines = said.iter().map(|sentence| prose::plain(sentence, 2, page));
    lines.collect::<Vec<_>>().join("\n")
}

fn reason(observation: &Observation, kind: &TraceKind) -> Option<String> {
    let text =
        |span: &crate::source::Span| shorten(&visible_bytes(span.of(observation.line.as_bytes())));
    match kind {
        TraceKind::StatusRead {
            value,
            producer: Some(span),
        } => Some(format!("$? was {value}, from: {}", text(span))),
        TraceKind::StatusRead {
            value,
            producer: None,
        } => Some(format!("$? was {value}, from before this line")),
        TraceKind::Skipped { because, rule, .. } => {
            Some(stated(*rule, &format!("Here the status was {because}.")))
        }
        TraceKind::PipelineEnded {
            statuses,
            status,
            negated,
        } => {
            let all: Vec<String> = statuses.iter().map(ToString::to_string).collect();
            let rule = if *negated {
                Rule::Negation
            } else {
                Rule::PipelineStatus
            };
            Some(stated(
                rule,
                &format!("Here: {}, so {status}.", all.join(", ")),
            ))
        }
        TraceKind::Branched {
            taken: None,
            otherwise: false,
        } => Some(stated(Rule::IfWithoutBranch, "")),
        TraceKind::Redirected {
            error: Some(_),
            target,
            ..
        } => Some(stated(
            Rule::RedirectionFailed,
            &format!("Here: {}.", visible_bytes(target)),
        )),
        TraceKind::SyntaxError { message } => Some(format!(
            "The shell could not read the line: {message}. Nothing ran."
        )),
        _ => None,
    }
}

fn stated(rule: Rule, here: &str) -> String {
    let mut sentence = rule.sentence().to_owned();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{sentence}. {here}").trim_end().to_owned()
}

/// Simple commands and subshells of the line itself; other compound commands are seen in what they ran.
fn shown(observation: &Observation) -> Vec<Run> {
    let line = observation.line.as_bytes();
    let kept = |run: &Run| {
        run.source == 0 && (run.how != Some(How::Compound) || run.span.of(line).starts_with(b"("))
    };
    let mut runs: Vec<Run> = observation.runs().into_iter().filter(kept).collect();
    runs.sort_by_key(|run| run.span.start);
    runs
}

fn written(observation: &Observation, run: &Run) -> String {
    if run.argv.is_empty() {
        return shorten(&visible_bytes(run.span.of(observation.line.as_bytes())));
    }
    let words: Vec<String> = run.argv.iter().map(|word| quoted(word)).collect();
    shorten(&words.join(" "))
}

fn fate(run: &Run) -> String {
    if let Some(skip) = run.skipped {
        let rule = if skip.operator == AndOr::And {
            Rule::AndList
        } else {
            Rule::OrList
        };
        return format!("skipped: {}", rule.sentence());
    }
    match run.ended {
        Some(Termination::Exited(status)) => format!("exit {status}"),
        Some(Termination::Signaled(signal)) => {
            format!("exit {}, ended by signal {signal}", 128 + signal)
        }
        Some(Termination::Stopped(signal)) => format!("stopped by signal {signal}"),
        None => "did not end".to_owned(),
    }
}

fn printed(observation: &Observation, run: &Run) -> String {
    // What other processes wrote is tied to no point of the shell's own trace.
    let others = observation
        .trace
        .iter()
        .any(|event| event.pid != observation.shell_pid);
    if others
        && observation
            .runs()
            .iter()
            .any(|run| run.pid != observation.shell_pid)
    {
        return String::new();
    }
    let bytes = run
        .printed
        .clone()
        .and_then(|range| observation.screen.get(range))
        .unwrap_or_default();
    if bytes.is_empty() || run.how == Some(How::Compound) {
        return String::new();
    }
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    match lines.as_slice() {
        [line] => format!("prints {}", shorten(&visible(line))),
        several => format!("prints {} lines", several.len()),
    }
}

fn quoted(word: &[u8]) -> String {
    let plain = |byte: &u8| {
        byte.is_ascii_alphanumeric() || b"-_./:=+,@%[]!?{}^~#".contains(byte) || *byte >= 0x80
    };
    let text = visible_bytes(word);
    if word.is_empty() || !word.iter().all(plain) {
        format!("'{text}'")
    } else {
        text
    }
}

fn visible_bytes(bytes: &[u8]) -> String {
    visible(String::from_utf8_lossy(bytes).trim_end())
}

fn shorten(text: &str) -> String {
    const MOST: usize = 36;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(MOST - 3).collect();
    format!("{}...", kept.trim_end())
}

/// Without room for columns: the command on a line, what became of it below.
fn stacked(rows: &[Vec<String>], page: Page) -> String {
    let mut lines: Vec<String> = Vec::new();
    for row in rows {
        let head = &row[0];
        lines.push(prose::plain(head.trim(), 2, page));
        for cell in row[1..].iter().filter(|cell| !cell.is_empty()) {
            lines.push(prose::plain(cell, 6, page));
        }
    }
    lines.join("\n")
}
