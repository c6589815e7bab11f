//! A variable that was to hold the status of a command, and that nothing has given it.

use super::assignments::holds_status;
use super::contents::unset;
use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::overwritten::numbers;
use super::status::shorten;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::AndOr;
use crate::trace::{ExpansionStep, TraceEvent, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "status-never-kept",
        "`$rc` is the status of the last command.",
        "The status of the last command is in `$?`. A variable has it only once it was given it: `rc=$?`.",
    )
    .at(Level::Ask)
    .by(never_kept),
    Idea::later(
        "status-kept-on-success-alone",
        "`cmd && rc=$?` keeps the status, whatever it is.",
        "What stands behind `&&` or `then` runs only after a success. A failure is kept by `cmd; rc=$?`.",
    )
    .ranked(2)
    .by(kept_on_success),
    Idea::later(
        "status-kept-too-early",
        "`rc=$?` holds for the command behind it.",
        "`$?` is the status of what ran before. `rc=$?` belongs straight behind the command whose status is to be kept.",
    )
    .by(kept_too_early),
];

/// `$rc` where nothing has given `rc` a value.
fn never_kept(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let given = evidence
            .texts
            .iter()
            .any(|text| is_variable(evidence, text, &name));
        let text = &evidence.texts[index];
        let kept = kept_in(evidence, text, span);
        let is_near = kept.as_ref().is_some_and(|kept| {
            kept.starts_with(&name) || name.starts_with(kept.as_str())
        });
        if given || !holds_status(&name) && !is_near {
            return None;
        }
        let written = text.at(span);
        let nothing = format!(
            "Nothing has given `{name}` a value here, so `{written}` stands for nothing."
        );
        let spot = Spot::of(index, span);
        Some(match kept {
            Some(kept) => {
                let meant = written.replacen(&name, &kept, 1);
                spot.instead(text.with(span, &meant)).asking(format!(
                    "Is `{meant}` meant? {nothing} The variable that was given a status is `{kept}`."
                ))
            }
            None => spot.asking(format!(
                "Is `{written}` to be a status? {nothing} `{name}=$?` gives it one: the status of the command that stands directly before it."
            )),
        })
    })
}

/// The variable that was given a `$?` before the expansion at `span`, where that can read it.
fn kept_in(evidence: &Evidence<'_>, text: &Text<'_>, span: Span) -> Option<String> {
    let events = &evidence.seen.trace;
    let at = events.iter().position(|event| {
        let here = Some(event.source) == text.source;
        let reads = |steps: &[ExpansionStep]| {
            steps.iter().any(
                |step| matches!(step, ExpansionStep::Parameter { span: own, .. } if *own == span),
            )
        };
        here && matches!(&event.kind, TraceKind::Expanded { steps, .. } if reads(steps))
    })?;
    let kept = |name: &[u8]| {
        let mut texts = evidence.texts.iter();
        texts.any(|text| {
            let simples = text.tree.simples();
            let mut given = simples.flat_map(|simple| simple.command.assignments);
            given.any(|given| given.name == name && words::is_status(&given.value))
        })
    };
    let reader = events[at].pid;
    let mut before = events[..at].iter().rev();
    before.find_map(|event| match &event.kind {
        TraceKind::Assigned { name, .. }
            if (event.pid == reader || event.pid == evidence.seen.shell_pid) && kept(name) =>
        {
            Some(String::from_utf8_lossy(name).into_owned())
        }
        _ => None,
    })
}

/// `rc=$?; exits 3; echo "$rc"`, where the 3 is wanted.
fn kept_too_early(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = numbers(evidence.wanted?.output.as_ref()?);
    let got = numbers(&evidence.seen.screen);
    let text = evidence.line();
    let simples = text.tree.simples();
    let mut given = simples.flat_map(|simple| simple.command.assignments);
    given.find_map(|given| {
        let is_it = |event: &&TraceEvent| {
            event.source == 0
                && matches!(&event.kind, TraceKind::Assigned { name, .. } if name == given.name)
        };
        let events = &evidence.seen.trace;
        let at = events.iter().position(|event| is_it(&event))?;
        let (before, behind) = events.split_at(at + 1);
        let missing = |event: &TraceEvent| match event.kind {
            TraceKind::Ended { how } if event.source == 0 && !how.status().is_success() => {
                let number = how.status().to_string();
                (wanted.contains(&number) && !got.contains(&number)).then_some((event.span?, number))
            }
            _ => None,
        };
        let (late, number) = behind.iter().find_map(missing)?;
        let given_again = behind.iter().any(|event| is_it(&event));
        let came_before = before.iter().any(|event| missing(event).is_some());
        let is_kept = words::is_status(&given.value) && !given_again && !came_before;
        is_kept.then(|| {
            Spot::line(given.span).saying(format!(
                "`{}` stands before `{}`, and keeps what was left until then. For the {number} it belongs straight behind that command.",
                text.at(given.span),
                shorten(&text.at(late))
            ))
        })
    })
}

/// `exits 3 && rc=$?` and `if exits 3; then rc=$?; fi`, where the assignment did not run and its variable is read.
fn kept_on_success(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let text = &evidence.texts[index];
        let tree = &text.tree;
        let mut simples = tree.simples().filter(|simple| {
            let is_it = |given: &crate::syntax::ast::Assignment<'_>| {
                given.name == name.as_bytes() && words::is_status(&given.value)
            };
            simple.command.words.is_empty() && simple.command.assignments.iter().any(is_it)
        });
        let only = simples.next().filter(|_| simples.next().is_none())?;
        let kept = only.command.span;
        if evidence.did_run(text, kept) || kept.start > span.start {
            return None;
        }
        let pipeline = tree.pipeline_of(only.index);
        let and_or = tree.and_ors[pipeline.and_or].and_or;
        let written = text.at(kept);
        let spot = Spot::of(index, kept);
        let and = pipeline
            .part
            .checked_sub(1)
            .and_then(|part| and_or.rest.get(part))
            .filter(|part| part.operator == AndOr::And);
        if let Some(part) = and {
            return Some(spot.instead(text.with(part.operator_span, ";").map(|line| line.replacen(" ; ", "; ", 1))).saying(format!(
                "`{written}` did not run, so `${name}` stands for nothing: `&&` runs its right side only after a success. `;` runs it after a failure too."
            )));
        }
        let is_branch = tree.list_of(only.index).role == super::tree::Role::Branch;
        is_branch.then(|| {
            spot.saying(format!(
                "`{}` stands in a branch that did not run, so `${name}` stands for nothing. Behind the command and a `;` it runs whatever happened.",
                shorten(&written)
            ))
        })
    })
}
