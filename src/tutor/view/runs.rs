//! What a line did, command by command: each with its status, or the rule that skipped it.

mod order;
mod printed;

use super::fit::Forms;
use super::output::{FEWER, MOST, elision};
use super::{Page, prose, table};
use crate::observation::{Observation, Run};
use crate::rule::Rule;
use crate::source::{LineIndex, Span};
use crate::syntax::ast::{AndOr, Assignment, Command, SimpleCommand};
use crate::syntax::parse::{Parsed, parse};
use crate::trace::words::{at_least, end, quoted, shortened, visible_bytes};
use crate::trace::{ForkReason, How, TraceEvent, TraceKind};
use bumpalo::Bump;
use printed::{beside_jobs, place, printed};

/// One command a line: as it ran, its status, what it printed. `numbered` puts the number of its line before it. A loop may
/// have run thousands: then the first and the last are there, and how many are not.
pub fn commands(observation: &Observation, numbered: bool, page: Page) -> String {
    commands_within(observation, numbered, MOST, page)
}

/// The same in forms from long to short.
pub fn commands_in_forms(observation: &Observation, numbered: bool, page: Page) -> Forms {
    let all = commands(observation, numbered, page);
    let fewer = FEWER.map(|most| commands_within(observation, numbered, most, page));
    [vec![all], fewer.to_vec()].concat()
}

fn commands_within(observation: &Observation, numbered: bool, most: usize, page: Page) -> String {
    let index = LineIndex::new(observation.line.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut last = 0;
    let digits = observation.line.lines().count().to_string().len();
    let (runs, depths) = placed(observation);
    let hidden = hidden(&runs, most);
    let (beside, apart) = (beside_jobs(observation), observation.apart());
    for (position, run) in runs.iter().enumerate() {
        if hidden[position] {
            let begins = position == 0 || !hidden[position - 1];
            let gap = hidden[position..].iter().take_while(|hidden| **hidden);
            match (begins, gap.count()) {
                (true, more @ 2..) => {
                    let more = at_least(more.to_string(), observation.trace_truncated);
                    let said = format!("... {more} more commands");
                    rows.push(vec![said, String::new(), String::new()]);
                    continue;
                }
                (false, _) => continue,
                // Saying that it is left out takes as much room.
                (true, _) => {}
            }
        }
        let line = index.position(run.span.start).line;
        let number = if line == last {
            String::new()
        } else {
            line.to_string()
        };
        last = line;
        let indent = "  ".repeat(depths[position]);
        let mut command = format!("{indent}{}", written(observation, run));
        if numbered {
            command = format!("{number:>digits$}  {command}");
        }
        let printed = match beside.contains(&place(run)) {
            true => String::new(),
            false => printed(observation, apart.as_ref(), run, &runs[..position]),
        };
        rows.push(vec![command, fate(observation, run), printed]);
    }
    match table::yielding(&rows, 2, page) {
        Some(text) => text,
        None => stacked(&rows, if numbered { digits + 4 } else { 2 }, page),
    }
}

/// Which of `runs` are left out, so that about `most` are shown. What was skipped in a line, rather than in loop after loop, is
/// what a learner looks for.
fn hidden(runs: &[Run], most: usize) -> Vec<bool> {
    let (first, left_out) = elision(runs.len(), most);
    let is_line = runs.len() <= MOST;
    let hides = |(position, run): (usize, &Run)| {
        (first..first + left_out).contains(&position) && !(is_line && run.skipped.is_some())
    };
    runs.iter().enumerate().map(hides).collect()
}

/// Simple commands, subshells and redirected groups of the line itself; other compound commands are seen in what they ran.
pub(super) fn shown(observation: &Observation) -> Vec<Run> {
    placed(observation).0
}

/// The same with how deep each stands in others.
fn placed(observation: &Observation) -> (Vec<Run>, Vec<usize>) {
    let line = observation.line.as_bytes();
    let is_shown = |text: &[u8]| {
        // Braces change nothing but where the output goes.
        text.starts_with(b"(") || text.starts_with(b"{") && !text.trim_ascii_end().ends_with(b"}")
    };
    let kept = |run: &Run| {
        run.source == 0 && (run.how != Some(How::Compound) || is_shown(run.span.of(line)))
    };
    let mut runs: Vec<Run> = observation.runs().into_iter().filter(kept).collect();
    runs.extend(jobs(observation, &runs));
    order::put_in_order(observation, runs)
}

/// The command as it ran, its words expanded; with its redirections where nothing in them needs to be.
fn written(observation: &Observation, run: &Run) -> String {
    let source = text_at(observation, run.span);
    // The id of a process says less than `$!`, and is another each time.
    if run.argv.is_empty() || run.argv.iter().any(|word| is_job(observation, word)) {
        return shorten(&source);
    }
    let double = source.contains('"') && !source.contains('\'');
    let text = run.span.of(observation.line.as_bytes());
    let arena = Bump::new();
    let command = match parse(text, &arena, &()) {
        Parsed::Complete(script) => script.list.items.first().and_then(|item| {
            let [Command::Simple(command), ..] = item.and_or.first.commands else {
                return None;
            };
            Some(*command)
        }),
        _ => None,
    };
    let given = command.map(|command| given(observation, run, command, double));
    let words = run.argv.iter().map(|word| quoted(word, double));
    let given = given.unwrap_or_default();
    let words = given.into_iter().chain(words).collect::<Vec<_>>().join(" ");
    match source.strip_prefix(&words) {
        Some(rest) if is_redirection(rest) => shorten(&source),
        _ => {
            let redirects = command.iter().flat_map(|command| command.redirects);
            let redirects = redirects.map(|redirect| visible_bytes(redirect.span.of(text)));
            let plain = redirects.filter(|redirect| is_redirection(&format!(" {redirect}")));
            shorten(&plain.fold(words, |words, redirect| format!("{words} {redirect}")))
        }
    }
}

/// What is assigned before a command's name, with the values it came to where the trace tells them.
fn given(
    observation: &Observation,
    run: &Run,
    command: &SimpleCommand<'_>,
    double: bool,
) -> Vec<String> {
    let text = run.span.of(observation.line.as_bytes());
    let value_of = |name: &[u8]| {
        let mut events = observation.trace.iter();
        events.find_map(|event| match &event.kind {
            TraceKind::Assigned { name: set, value }
                if set == name
                    && event.source == run.source
                    && event.span.is_some_and(|at| run.span.contains(at)) =>
            {
                Some(value)
            }
            _ => None,
        })
    };
    let shown = |assignment: &Assignment<'_>| match value_of(assignment.name) {
        Some(value) if value.is_empty() => format!("{}=", visible_bytes(assignment.name)),
        Some(value) => format!(
            "{}={}",
            visible_bytes(assignment.name),
            quoted(value, double)
        ),
        None => visible_bytes(assignment.span.of(text)),
    };
    command.assignments.iter().map(shown).collect()
}

/// Whether `word` is the id of a process that the line started.
fn is_job(observation: &Observation, word: &[u8]) -> bool {
    observation.trace.iter().any(|event| {
        matches!(event.kind, TraceKind::Forked { child, .. } if child.to_string().as_bytes() == word)
    })
}

/// Whether what follows a command's words is redirections, spelt without expansions.
fn is_redirection(rest: &str) -> bool {
    let operator = rest
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(' ') && operator.starts_with(['<', '>']) && !rest.contains(['$', '`', '\\'])
}

fn fate(observation: &Observation, run: &Run) -> String {
    if let Some(skip) = run.skipped {
        let rule = if skip.operator == AndOr::And {
            Rule::AndList
        } else {
            Rule::OrList
        };
        return format!("skipped: {}", rule.sentence());
    }
    match run.ended {
        Some(how) if is_negated(observation, run) => {
            let turned = u8::from(how.status().is_success());
            format!("{}, ! makes it {turned}", end(how))
        }
        Some(how) => end(how),
        None if run.name() == b"exec" && run.argv.len() > 1 => "took the shell's place".to_owned(),
        None if in_background(observation, run) => "not waited for".to_owned(),
        None => "did not end".to_owned(),
    }
}

/// Whether the command is the last of a pipeline behind a `!`, which turns its status round.
fn is_negated(observation: &Observation, run: &Run) -> bool {
    observation.trace.iter().any(|event| {
        let span = event.span.filter(|_| event.source == run.source);
        matches!(event.kind, TraceKind::PipelineEnded { negated: true, .. })
            && span.is_some_and(|span| span.contains(run.span) && span.end == run.span.end)
    })
}

/// Whether it is what `&` started beside the shell.
fn in_background(observation: &Observation, run: &Run) -> bool {
    observation.trace.iter().any(|event| {
        matches!(event.kind, TraceKind::Forked { child, reason: ForkReason::AsyncList } if child == run.pid)
    })
}

/// What `&` started, as far as no command of it is known by itself: whether one has begun by then is a matter of time.
fn jobs(observation: &Observation, known: &[Run]) -> Vec<Run> {
    let job = |event: &TraceEvent| match event.kind {
        TraceKind::Forked {
            child,
            reason: ForkReason::AsyncList,
        } if event.source == 0 && known.iter().all(|run| run.pid != child) => Some(Run {
            source: 0,
            span: event.span?,
            argv: Vec::new(),
            how: None,
            ended: None,
            skipped: None,
            pid: child,
            printed: None,
        }),
        _ => None,
    };
    observation.trace.iter().filter_map(job).collect()
}

/// What the learner wrote at `span`.
pub(super) fn text_at(observation: &Observation, span: Span) -> String {
    visible_bytes(span.of(observation.line.as_bytes()).trim_ascii())
}

fn shorten(text: &str) -> String {
    const MOST: usize = 36;
    shortened(text, MOST)
}

/// Without room for columns: the command on a line, what became of it below.
/// `margin` is where commands begin, behind the numbers of their lines.
fn stacked(rows: &[Vec<String>], margin: usize, page: Page) -> String {
    let mut lines: Vec<String> = Vec::new();
    for row in rows {
        let (number, command) = row[0].split_at_checked(margin - 2).unwrap_or(("", &row[0]));
        lines.push(prose::hanging(&format!("  {number}"), command, page));
        for cell in row[1..].iter().filter(|cell| !cell.is_empty()) {
            lines.push(prose::plain(cell, margin + 4, page));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacked_commands_stand_below_each_other() {
        let row = |command: &str| vec![command.to_owned(), "exit 0".to_owned(), String::new()];
        assert_eq!(
            stacked(&[row("1  cd"), row("   ls")], 5, Page::plain()),
            "  1  cd\n         exit 0\n     ls\n         exit 0"
        );
    }

    #[test]
    fn what_is_assigned_before_a_command_stands_there() {
        let written = |line: &str, argv: &[&str]| {
            let observation = Observation {
                line: line.to_owned(),
                ..Observation::default()
            };
            let run = Run {
                source: 0,
                span: Span::new(0, line.len() as u32),
                argv: argv.iter().map(|word| (*word).into()).collect(),
                how: Some(How::External),
                ended: None,
                skipped: None,
                pid: 1,
                printed: None,
            };
            super::written(&observation, &run)
        };
        let line = "port=8080 sh -c 'echo $port'";
        assert_eq!(written(line, &["sh", "-c", "echo $port"]), line);
        let expanded = written("x=1 cat $f 2>&1", &["cat", "log"]);
        assert_eq!(expanded, "x=1 cat log 2>&1");
        assert_eq!(written("cat $f > $g", &["cat", "log"]), "cat log");
        assert_eq!(written("x=1 cat 2>&1", &["cat"]), "x=1 cat 2>&1");
        let amid = written("echo ready > wc -l", &["echo", "ready", "-l"]);
        assert_eq!(amid, "echo ready -l > wc");
    }

    #[test]
    fn redirections_are_told_from_words() {
        assert!(is_redirection(" 2>/dev/null"));
        assert!(is_redirection(" > app.log"));
        assert!(!is_redirection("$x"));
        assert!(!is_redirection(" > $log"));
        assert!(!is_redirection(""));
    }
}
