//! Ideas about the status that a function or a script ends with: that of the last command it ran.

use super::evidence::{Evidence, Ran, Text};
use super::find::{find_run, is_used};
use super::status::shorten;
use super::tree::{self, Role};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{AndOr, Command, List, ListItem};
use crate::trace::{ExitStatus, How, TraceEvent, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "cleanup-hides-failure",
        "A function or script fails if any command in it failed.",
        "A function's (or script's) status is that of the last command it ran. Save the status that matters and `return \"$rc\"`.",
    )
    .by(cleanup_hides),
    Idea::core(
        "trailing-and-list",
        "`[ test ] && command` as the last line is a harmless `if`.",
        "When the test is false, the list's status is the test's 1, so the whole \"fails\" although nothing is wrong. An `if` with no branch taken ends with 0.",
    )
    .by(trailing_and_list),
];

/// A list of commands that something ends with.
#[derive(Clone, Copy)]
struct Ending<'e> {
    /// Its items, but for an `exit` or `return` at the end that hands on the status before it.
    items: &'e [ListItem<'e>],
    /// That command.
    leaves: Option<Span>,
}

impl<'e> Ending<'e> {
    fn of(list: &List<'e>) -> Ending<'e> {
        let leaves = |item: &ListItem<'e>| {
            let command = tree::sole_command(item)?;
            let name = words::literal(command.words.first()?)?;
            let hands_on = match command.words {
                [_] => true,
                [_, status] => words::is_status(status),
                _ => false,
            };
            (hands_on && matches!(name.as_str(), "exit" | "return")).then_some(command.span)
        };
        match list.items.split_last() {
            Some((last, rest)) if !rest.is_empty() => match leaves(last) {
                Some(span) => Ending {
                    items: rest,
                    leaves: Some(span),
                },
                None => Ending {
                    items: list.items,
                    leaves: None,
                },
            },
            _ => Ending {
                items: list.items,
                leaves: None,
            },
        }
    }

    /// A command before the last that failed by itself, with its status, and the last one.
    fn failure(
        &self,
        text: &Text<'_>,
        status: impl Fn(Span) -> Option<ExitStatus>,
    ) -> Option<(String, ExitStatus, String)> {
        let (last, rest) = self.items.split_last()?;
        let last = tree::sole_command(last)?;
        // Whoever names a number means that one.
        let name = last.words.first().and_then(words::literal);
        if name.is_some_and(|name| name == "exit" || name == "return") {
            return None;
        }
        rest.iter().find_map(|item| {
            let span = tree::sole_span(item)?;
            let ended = status(span)?;
            (!ended.is_success()).then(|| (text.at(span), ended, text.at(last.span)))
        })
    }

    /// Whether a `$?` at `span` is another than that of the command that leaves.
    fn is_inside(&self, span: Option<Span>) -> bool {
        let by_leaving = |span: Span| self.leaves.is_some_and(|leaves| leaves.contains(span));
        !span.is_some_and(by_leaving)
    }

    /// Why the status of the `last` command is that of `what`.
    fn because(&self, text: &Text<'_>, what: &str, last: &str) -> String {
        let last = shorten(last);
        match self.leaves {
            Some(leaves) => format!(
                "`{}` leaves with the status of the command before it, `{last}`",
                text.at(leaves)
            ),
            None => format!("a {what}'s status is that of the last command it ran, here `{last}`"),
        }
    }
}

/// Whether it matters that a run was a success: something looks at its status, or the step wants a failure.
fn matters(evidence: &Evidence<'_>, ran: &Ran) -> bool {
    let fails = evidence
        .wanted
        .is_some_and(|wanted| wanted.success == Some(false));
    is_used(evidence, ran) || fails && evidence.seen.status.is_success()
}

/// Function bodies of the line: the name, the list, and the text.
fn function_bodies<'e>(text: &Text<'e>) -> Vec<(String, List<'e>)> {
    let bodies = text
        .tree
        .commands
        .iter()
        .enumerate()
        .filter_map(|(index, node)| {
            let Command::Function(definition) = node.command else {
                return None;
            };
            let body = text
                .tree
                .lists
                .iter()
                .find(|list| list.parent == Some(index))?;
            let name = String::from_utf8_lossy(definition.name).into_owned();
            (body.role == Role::Group).then_some((name, body.list))
        });
    bodies.collect()
}

fn cleanup_hides(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    let bodies = function_bodies(text);
    let of_function = find_run(evidence, |ran| {
        let is_call = ran.run.how == Some(How::Function);
        if !is_call || !ran.run.status()?.is_success() || !matters(evidence, ran) {
            return None;
        }
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let (_, body) = bodies.iter().find(|(of, _)| *of == name)?;
        let ending = Ending::of(body);
        let within = evidence.within(ran);
        let reads = within.iter().any(|event| {
            matches!(event.kind, TraceKind::StatusRead { .. }) && ending.is_inside(event.span)
        });
        let status = |span| within.iter().find_map(|event| ended(event, span));
        let (command, status, last) = ending.failure(text, status).filter(|_| !reads)?;
        Some(Spot::line(ran.run.span).saying(format!(
            "In `{name}` the command `{}` failed with {status}, but {}. Save the status that matters and `return \"$rc\"`.",
            shorten(&command),
            ending.because(text, "function", &last)
        )))
    });
    of_function.or_else(|| script_cleanup(evidence))
}

/// What the command at `span` ended with, if `event` is its end.
fn ended(event: &TraceEvent, span: Span) -> Option<ExitStatus> {
    match event.kind {
        TraceKind::Ended { how } if event.span == Some(span) => Some(how.status()),
        _ => None,
    }
}

/// The same for a script whose own events are known.
fn script_cleanup(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().find_map(|text| {
        let runner = text.runner?;
        let ran = evidence.runs_at(evidence.line(), runner).last()?;
        if !ran.run.status()?.is_success() || !matters(evidence, ran) {
            return None;
        }
        let ending = Ending::of(&text.tree.lists.first()?.list);
        let (command, status, last) =
            ending.failure(text, |span| evidence.status_of(text, span))?;
        let reads = evidence
            .reads
            .iter()
            .any(|read| Some(read.source) == text.source && ending.is_inside(Some(read.span)));
        // It was to end the script.
        if command == "false" && !reads {
            return Some(Spot::line(runner).saying(format!(
                "`false` leaves {status} and ends nothing, and {}. A script is ended by `exit 1`.",
                ending.because(text, "script", &last)
            )));
        }
        (!reads).then(|| {
            Spot::line(runner).saying(format!(
                "In the script `{}` failed with {status}, but {}. Save the status that matters and end with `exit \"$rc\"`.",
                shorten(&command),
                ending.because(text, "script", &last)
            ))
        })
    })
}

/// The last item of a list, if it asks something and has commands behind `&&`: who asks, and the first of these.
fn trailing(list: &List<'_>) -> Option<(Span, Span)> {
    let last = Ending::of(list).items.last()?.and_or;
    let then = last.rest.first()?;
    let ands = last.rest.iter().all(|part| part.operator == AndOr::And);
    let ([Command::Simple(first)], None) = (last.first.commands, last.first.bang) else {
        return None;
    };
    const ASKING: [&str; 3] = ["grep", "cmp", "diff"];
    let name = first.words.first().and_then(words::literal);
    let asks = Test::of_command(first).is_some()
        || name.is_some_and(|name| ASKING.contains(&name.as_str()));
    (ands && asks).then_some((first.span, then.pipeline.span))
}

/// Whether what stands behind a test at `right` was the last to come to its turn in `events`, and was skipped, but for the
/// command that leaves.
fn was_skipped_last(events: &[TraceEvent], right: Span) -> bool {
    let skipped = |event: &TraceEvent| matches!(event.kind, TraceKind::Skipped { .. });
    let here = events
        .iter()
        .rposition(|event| skipped(event) && event.span == Some(right));
    let Some(here) = here else { return false };
    events[here..].iter().all(|event| match &event.kind {
        TraceKind::Started { argv, .. } => argv
            .first()
            .is_some_and(|name| name == b"exit" || name == b"return"),
        _ => true,
    })
}

fn trailing_and_list(evidence: &Evidence<'_>) -> Option<Spot> {
    let say = |what: &str, test: &str, status| {
        format!(
            "`{}` is false, and the list ends with that {status}: so does {what}, although nothing is wrong. An `if` with no branch taken ends with 0.",
            shorten(test)
        )
    };
    let text = evidence.line();
    let bodies = function_bodies(text);
    let of_function = find_run(evidence, |ran| {
        let status = ran.run.status()?;
        if ran.run.how != Some(How::Function) || status.is_success() {
            return None;
        }
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let (_, body) = bodies.iter().find(|(of, _)| *of == name)?;
        let (test, right) = trailing(body)?;
        was_skipped_last(evidence.within(ran), right).then(|| {
            Spot::line(ran.run.span).saying(say(
                &format!("the function `{name}`"),
                &text.at(test),
                status,
            ))
        })
    });
    let of_script = || {
        evidence.texts.iter().find_map(|text| {
            let ran = evidence.runs_at(evidence.line(), text.runner?).last()?;
            let status = ran.run.status()?;
            let (test, right) = trailing(&text.tree.lists.first()?.list)?;
            let leaves = text
                .tree
                .simples()
                .any(|simple| simple.is(&["exit", "set"]));
            // Where its own events are known, they say whether it was skipped.
            let traced = text.source.is_some();
            let skipped = evidence
                .runs_at(text, right)
                .any(|ran| ran.run.skipped.is_some());
            let is = if traced { skipped } else { !leaves };
            (status.0 == 1 && is).then(|| {
                let level = if traced {
                    Level::Certain
                } else {
                    Level::Static
                };
                Spot::line(ran.run.span)
                    .at(level)
                    .saying(say("the script", &text.at(test), status))
            })
        })
    };
    of_function.or_else(of_script)
}
