//! Ideas about a `$?` that another command has set since.

use super::evidence::{Evidence, Read, Setter, Text, is_test};
use super::status::{readings, shorten};
use super::values::replaced;
use super::words;
use super::{Idea, Spot};
use crate::source::Span;
use crate::trace::{ExitStatus, ExpansionStep, How, TraceEvent, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "dollar-question-twice",
        "`$?` keeps the last failure until it has been read properly.",
        "The second `$?` is the status of the command that read the first one. Every command overwrites `$?`; save it first: `rc=$?`.",
    )
    .by(read_twice),
    Idea::core(
        "echo-clobbers-status",
        "A message between the command and the check is harmless.",
        "`$?` is the status of `echo`, not of the command before it. Put `rc=$?` straight after the command you care about.",
    )
    .by(echo_clobbers),
    Idea::core(
        "status-inside-test-branch",
        "In the `then` branch `$?` is still the status that was tested.",
        "By the time you read it, `$?` belongs to the `[` command. Save the number before testing it: `rc=$?`.",
    )
    .ranked(2)
    .by(inside_test_branch),
    Idea::core(
        "bang-loses-status",
        "`if ! cmd` lets one report the failing status.",
        "`!` replaces the status by 0 or 1, so the number is gone. Use the `else` branch, or `cmd || rc=$?`.",
    )
    .ranked(2)
    .by(bang_loses),
    Idea::core(
        "assignment-is-not-a-command",
        "`x=5` does not touch `$?`.",
        "An assignment counts: with no command substitution in it, it sets `$?` to 0. `x=$?` is safe because the right side is expanded first.",
    )
    .by(assignment_clobbers),
];

fn read_twice(evidence: &Evidence<'_>) -> Option<Spot> {
    // In scripts and functions as well as in the line.
    evidence.reads.iter().find_map(|read| {
        let setter = read.setter.as_ref()?;
        let (index, text) = evidence.text_of(read.source)?;
        let (span, source) = (setter.command()?.0, setter.latest()?.source);
        if source != read.source {
            return None;
        }
        let first = setter.first_read(source, span)?;
        let run = setter.run()?;
        // What a test or an assignment does to it is told in words of their own.
        if is_test(&run) || setter.is_negated() || first == read.value || first.is_success() {
            return None;
        }
        let by = match std::ptr::eq(setter.seen, evidence.seen) {
            true => text.at(span),
            false => setter.text(span),
        };
        let worked = read.value.is_success();
        let said = match run.how {
            Some(How::NoCommand) => format!(
                "This `$?` is {} because `{by}` ran in between{}. The {first} is safe in the variable now: read that.",
                read.value,
                if worked { " and worked" } else { "" }
            ),
            _ => format!(
                "This `$?` is the status of `{by}`{}: {}. Every command overwrites `$?`, so the {first} is gone; save it first: `rc=$?`.",
                if worked { ", which worked" } else { "" },
                read.value
            ),
        };
        Some(Spot::of(index, read.span).saying(said))
    })
}

fn echo_clobbers(evidence: &Evidence<'_>) -> Option<Spot> {
    message_between(evidence).or_else(|| read_too_late(evidence))
}

/// A `$?` behind a message that stands alone between it and the command.
fn message_between(evidence: &Evidence<'_>) -> Option<Spot> {
    readings(evidence).find_map(|(read, setter)| {
        let run = setter.run()?;
        let harmless = matches!(run.name(), b"echo" | b"printf" | b":") || is_test(&run);
        if !harmless || setter.reads_status() || setter.events.len() > 1 {
            return None;
        }
        let name = String::from_utf8_lossy(run.name()).into_owned();
        if let Some((saved, status)) = saved_before(evidence, read, setter).filter(|_| !is_test(&run)) {
            return Some(Spot::line(read.span).saying(format!(
                "`$?` is {} here, the status of `{name}`. The {status} is safe in the variable `{saved}`: read `${saved}`.",
                read.value
            )));
        }
        // Who asks by a test and looks at `$?` means the test; what an earlier line left is no matter any more.
        let earlier = if is_test(&run) { &[] } else { evidence.earlier };
        // Where both are equal nobody is misled.
        // Nor is it what another test left, or a command that was not found, for which a test is followed by `$?`.
        let of_test = |before: &str| before.starts_with("[ ") || before.starts_with("test ");
        let (before, status) = setter.lost(earlier).filter(|(before, lost)| {
            let other = of_test(before) || *lost == ExitStatus::NOT_FOUND;
            *lost != read.value && !(is_test(&run) && other)
        })?;
        Some(Spot::line(read.span).saying(format!(
            "`$?` is {} here, the status of `{name}`, and no longer {status}, which `{}` left. Put `rc=$?` straight after the command you care about.",
            read.value,
            shorten(&before)
        )))
    })
}

/// A `$?` that prints another number than the one that the step wants, which a command before it had left: whatever ran in
/// between, and in whichever process.
fn read_too_late(evidence: &Evidence<'_>) -> Option<Spot> {
    let lines = |text: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(text).into_owned();
        text.lines().map(str::to_owned).collect()
    };
    let wanted = lines(evidence.wanted?.output.as_ref()?);
    let got = lines(&evidence.seen.screen);
    let text = evidence.line();
    readings(evidence).find_map(|(read, setter)| {
        let events = &evidence.seen.trace[..read.at];
        let (before, lost) = events.iter().rev().find_map(|event| match event.kind {
            TraceKind::Ended { how } if event.source == 0 && !how.status().is_success() => {
                Some((event.span?, how.status()))
            }
            _ => None,
        })?;
        let (here, before_it) = (read.value.to_string(), lost.to_string());
        let mut wrong = got.iter().filter(|line| !wanted.contains(line));
        let is_missing = |line: &String| wanted.contains(line) && !got.contains(line);
        let is_wanted = wrong.any(|line| is_missing(&replaced(line, &here, &before_it)));
        if !is_wanted || here == before_it || !std::ptr::eq(setter.seen, evidence.seen) {
            return None;
        }
        let by = whose(text, events, setter, read.value)?;
        let kept = events.iter().find_map(|event| match &event.kind {
            TraceKind::Assigned { name, value }
                if holds_status(text, name) && *value == lost.to_string().as_bytes() =>
            {
                Some(String::from_utf8_lossy(name).into_owned())
            }
            _ => None,
        });
        let remedy = match kept {
            Some(name) => format!("The {lost} is safe in the variable `{name}`: read `${name}`."),
            None => "Put `rc=$?` straight after the command you care about.".to_owned(),
        };
        Some(Spot::line(read.span).saying(format!(
            "`$?` is {} here, the status of {by}, and no longer {lost}, which `{}` left. {remedy}",
            read.value,
            shorten(&text.at(before))
        )))
    })
}

/// The command that left the `value` which was read, or the definition of a function.
fn whose(
    text: &Text<'_>,
    events: &[TraceEvent],
    setter: &Setter<'_>,
    value: ExitStatus,
) -> Option<String> {
    let (span, how) = setter.command()?;
    if how.status() != value {
        let mut defined = events.iter().rev();
        return defined.find_map(|event| match &event.kind {
            TraceKind::FunctionDefined { name } => Some(format!(
                "the definition of `{}`",
                String::from_utf8_lossy(name)
            )),
            _ => None,
        });
    }
    Some(match setter.run().filter(|run| !run.argv.is_empty()) {
        Some(run) => format!("`{}`", String::from_utf8_lossy(run.name())),
        None => format!("`{}`", shorten(&text.at(span))),
    })
}

/// The numbers in what is printed.
pub(super) fn numbers(printed: &[u8]) -> Vec<String> {
    let parts = printed.split(|byte| !byte.is_ascii_alphanumeric());
    let texts = parts.map(|part| String::from_utf8_lossy(part).into_owned());
    texts.filter(|text| words::is_integer(text)).collect()
}

/// The variable in which the line has kept a failure, and that failure, if nothing reads the variable and what is read is
/// another status.
fn saved_before(
    evidence: &Evidence<'_>,
    read: &Read<'_>,
    setter: &Setter<'_>,
) -> Option<(String, String)> {
    if !std::ptr::eq(setter.seen, evidence.seen) {
        return None;
    }
    let text = evidence.line();
    let (name, value) = setter
        .before
        .iter()
        .rev()
        .find_map(|event| match &event.kind {
            TraceKind::Assigned { name, value } if holds_status(text, name) => Some((name, value)),
            _ => None,
        })?;
    let (name, value) = (
        String::from_utf8_lossy(name).into_owned(),
        String::from_utf8_lossy(value).into_owned(),
    );
    let line = &evidence.seen.line;
    let used = line.contains(&format!("${name}")) || line.contains(&format!("${{{name}"));
    let another = value != "0" && value != read.value.to_string();
    (another && !used).then_some((name, value))
}

fn assignment_clobbers(evidence: &Evidence<'_>) -> Option<Spot> {
    readings(evidence).find_map(|(read, setter)| {
        let run = setter.run()?;
        let by_hand = setter.reads_status()
            || setter.contains(|kind| match kind {
                TraceKind::Expanded { steps, .. } => steps.iter().any(|step| {
                    matches!(step, ExpansionStep::CommandSubstitution { .. })
                }),
                _ => false,
            });
        let assigns = setter.contains(|kind| matches!(kind, TraceKind::Assigned { .. }));
        if run.how != Some(How::NoCommand) || !assigns || by_hand || setter.events.len() > 1 {
            return None;
        }
        let (before, status) = setter.lost(evidence.earlier)?;
        let by = setter.text(run.span);
        Some(Spot::line(read.span).saying(format!(
            "`{}` left {status}, and then `{by}` set `$?` to 0: an assignment counts as a command. `rc=$?` straight after the command is safe, because its right side is expanded first.",
            shorten(&before)
        )))
    })
}

fn inside_test_branch(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.reads.iter().find_map(|read| {
        let setter = read.setter.as_ref()?;
        let (index, text) = evidence.text_of(read.source)?;
        if setter.latest()?.source != read.source {
            return None;
        }
        let run = setter.run()?;
        if !is_test(&run) {
            return None;
        }
        let (span, how) = setter.command()?;
        // One that gave no answer has words of its own.
        if how.status().0 > 1 {
            return None;
        }
        if setter.is_negated() {
            let first = setter.first_read(read.source, span)?;
            return (first != read.value && !first.is_success()).then(|| {
                Spot::of(index, read.span).saying(format!(
                    "By the time you read it, `$?` is {}, which `!` made of the answer of the test; the {first} was gone with the test itself. Save the number before testing it: `rc=$?`.",
                    read.value
                ))
            });
        }
        let owner = owner(evidence, text, read, setter, how.status())?;
        let spot = Spot::of(index, read.span);
        if !setter.reads_status() {
            let (name, value) = saved_and_not_read(evidence, text, read, setter, span)?;
            return Some(spot.saying(format!(
                "By the time you read it, `$?` belongs to {owner}. The {value} is safe in `{name}`: read `${name}`."
            )));
        }
        let first = setter.first_read(read.source, span)?;
        (first != read.value).then(|| {
            spot.saying(format!(
                "By the time you read it, `$?` belongs to {owner}; the {first} is gone. Save the number before testing it: `rc=$?`."
            ))
        })
    })
}

/// Whose status was read behind a test that left `tested`: the test's, or, if that is another, the status of the `if` or the
/// loop that the test ended.
fn owner(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    read: &Read<'_>,
    setter: &Setter<'_>,
    tested: ExitStatus,
) -> Option<String> {
    let written = |span: Span| match std::ptr::eq(setter.seen, evidence.seen) {
        true => text.at(span),
        false => setter.text(span),
    };
    let value = read.value;
    if tested == value {
        let (span, _) = setter.command()?;
        return Some(format!("`{}`, which left {value}", written(span)));
    }
    let whole = setter.latest()?;
    let whole = whole
        .span
        .filter(|_| matches!(whole.kind, TraceKind::Ended { .. }))?;
    match written(whole).split_ascii_whitespace().next()? {
        "if" => Some(format!(
            "the whole `if`, which ran none of its parts and left {value}"
        )),
        word @ ("while" | "until") => Some(format!("the whole `{word}` loop, which left {value}")),
        _ => None,
    }
}

/// For a test of a variable that holds a status, and a `$?` after it that was meant for the same number: the variable and its
/// value.
fn saved_and_not_read(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    read: &Read<'_>,
    setter: &Setter<'_>,
    test: Span,
) -> Option<(String, String)> {
    if !std::ptr::eq(setter.seen, evidence.seen) {
        return None;
    }
    let expanded = evidence.seen.trace.iter().filter(|event| {
        event.source == read.source && event.span.is_some_and(|at| test.contains(at))
    });
    let steps = expanded.filter_map(|event| match &event.kind {
        TraceKind::Expanded { steps, .. } => Some(steps),
        _ => None,
    });
    let (name, value) = steps.flatten().find_map(|step| match step {
        ExpansionStep::Parameter { name, values, .. } if holds_status(text, name) => Some((
            String::from_utf8_lossy(name).into_owned(),
            String::from_utf8_lossy(values.first()?).into_owned(),
        )),
        _ => None,
    })?;
    (value != read.value.to_string()).then_some((name, value))
}

/// Whether the text keeps a status in the variable.
fn holds_status(text: &Text<'_>, name: &[u8]) -> bool {
    let mut assignments = text
        .tree
        .simples()
        .flat_map(|simple| simple.command.assignments);
    assignments.any(|assignment| assignment.name == name && words::is_status(&assignment.value))
}

fn bang_loses(evidence: &Evidence<'_>) -> Option<Spot> {
    // In scripts and functions as well as in the line.
    evidence.reads.iter().find_map(|read| {
        let setter = read.setter.as_ref()?;
        let (index, _) = evidence.text_of(read.source)?;
        if setter.latest()?.source != read.source {
            return None;
        }
        let inner = setter.events.iter().find_map(|event| match &event.kind {
            TraceKind::PipelineEnded { statuses, negated: true, .. } => statuses.last().copied(),
            _ => None,
        })?;
        // What a test looked at was gone before, and that is told in words of its own.
        let looked = setter.run().is_some_and(|run| is_test(&run)) && setter.reads_status();
        let decided = !looked && setter
            .events
            .iter()
            .any(|event| matches!(event.kind, TraceKind::ConditionEnded { .. }));
        (inner.0 > 1 && !looked || decided && inner.0 == 1).then(|| {
            Spot::of(index, read.span).saying(format!(
                "`!` replaces the status by 0 or 1, so the {inner} is gone and `$?` is {}. Use the `else` branch, or `cmd || rc=$?`.",
                read.value
            ))
        })
    })
}

impl Setter<'_> {
    /// Whether a `!` stood before what ended.
    pub(super) fn is_negated(&self) -> bool {
        let negated =
            |kind: &TraceKind| matches!(kind, TraceKind::PipelineEnded { negated: true, .. });
        self.events.iter().any(|event| negated(&event.kind))
    }
}
