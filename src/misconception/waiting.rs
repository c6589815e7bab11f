//! Ideas about waiting for what runs in the background: whose job it is, and how its status comes back.

use super::evidence::{Evidence, Ran, is_number};
use super::find::{find_run, find_simple, is_used};
use super::signs;
use super::testing::{find_test, level};
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::{Observation, Run};
use crate::syntax::ast::{CompoundKind, Parameter, Word};
use crate::trace::{ForkReason, TraceEvent, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "wait-forgets-status",
        "Plain `wait` reports failures.",
        "`wait` alone waits for everything and always gives 0. Name the job, `wait \"$!\"`, to get its status.",
    )
    .ranked(2)
    .by(wait_forgets),
    Idea::later(
        "wait-not-my-child",
        "`wait` works with any process id.",
        "You can wait only for background jobs started by this very shell; anything else gives 127.",
    )
    .by(not_my_child),
    Idea::later(
        "job-id-is-status",
        "`$!` is the status of the job.",
        "`$!` is the number of the job's process, not its status. `wait \"$!\"` ends as the job did.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(id_is_status),
    Idea::later(
        "bang-without-dollar",
        "`!` is the job that was started last.",
        "`!` alone is a word like any other here. The id of the job started last is `$!`: `wait \"$!\"`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(bang_without_dollar),
];

fn wait_forgets(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.runs.iter().find_map(|ran| {
        let (index, _) = evidence.text_of(ran.run.source)?;
        let alone = ran.run.name() == b"wait" && ran.run.argv.len() == 1;
        if !alone || !ran.run.status()?.is_success() || !is_used(evidence, ran) {
            return None;
        }
        let jobs: Vec<i32> = evidence
            .seen
            .trace
            .iter()
            .filter_map(|event| match event.kind {
                TraceKind::JobStarted { pid, .. } if event.pid == ran.run.pid => Some(pid),
                _ => None,
            })
            .collect();
        // One that ended before `wait` was called was reaped as the shell went along.
        let failed = evidence
            .seen
            .trace
            .iter()
            .find_map(|event| match event.kind {
                TraceKind::Waited { child, how }
                    if jobs.contains(&child) && !how.status().is_success() =>
                {
                    Some(how.status())
                }
                TraceKind::ShellExited { status }
                    if jobs.contains(&event.pid) && !status.is_success() =>
                {
                    Some(status)
                }
                _ => None,
            })?;
        Some(Spot::of(index, ran.run.span).saying(format!(
            "A background job ended with {failed}, but `wait` alone waits for everything and always gives 0. Name the job, `wait \"$!\"`, to get its status."
        )))
    })
}

fn not_my_child(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        if ran.run.name() != b"wait" {
            return None;
        }
        let spot = Spot::line(ran.run.span);
        let Some(id) = ran.run.argv.get(1..).and_then(<[_]>::last) else {
            return is_of_subshell(evidence, ran).then(|| {
                spot.saying(
                    "The job belongs to the `( )` that started it, and that is a copy of the shell: here `wait` has nothing to wait for. Without the `( )` it would be this shell's.".to_owned(),
                )
            });
        };
        if ran.run.status()?.0 != 127 {
            return None;
        }
        let id = String::from_utf8_lossy(id).into_owned();
        let said = match whose(evidence, ran, &id) {
            Whose::Nobodys => format!(
                "You can wait only for background jobs started by this very shell; `{id}` is none of them, which gives 127."
            ),
            Whose::AnotherShells => format!(
                "You can wait only for background jobs started by this very shell. Here `wait` runs in a copy of it, and `{id}` is a job of the shell that was copied: that gives 127."
            ),
            Whose::ItsOwn { fetched: true } => format!(
                "The job `{id}` has been waited for already, and a shell may forget the status then: that gives 127. One `wait` for a job is enough."
            ),
            // The job itself ended with 127.
            Whose::ItsOwn { fetched: false } => return None,
        };
        Some(spot.saying(said))
    })
}

/// Whose job an id names, as far as the lines have shown it.
enum Whose {
    ItsOwn { fetched: bool },
    AnotherShells,
    Nobodys,
}

fn whose(evidence: &Evidence<'_>, ran: &Ran, id: &str) -> Whose {
    let starts = |event: &&TraceEvent| matches!(event.kind, TraceKind::Forked { child, reason: ForkReason::AsyncList } if child.to_string() == id);
    let now = &evidence.seen.trace[..ran.began];
    let lines = evidence.earlier;
    let earlier = (0..lines.len()).rev();
    let mut earlier = earlier.filter_map(|at| Some((at, lines[at].trace.iter().rfind(starts)?)));
    let (began_at, start) = match now.iter().rfind(starts) {
        Some(start) => (lines.len(), start),
        None => match earlier.next() {
            Some(found) => found,
            None => return Whose::Nobodys,
        },
    };
    if start.pid != ran.run.pid {
        return Whose::AnotherShells;
    }
    let fetches = |run: &Run| {
        let mut ids = run.argv.iter().skip(1);
        let asks = run.argv.len() == 1 || ids.any(|word| word == id.as_bytes());
        run.pid == ran.run.pid && run.name() == b"wait" && asks
    };
    // An id is given out again: only what comes behind the start of this job is about it.
    let is_behind = |run: &Run| start.span.is_none_or(|span| run.span.start >= span.end);
    let in_line = evidence.runs.iter().filter(|other| other.began < ran.began);
    let mut in_line = in_line.map(|other| &other.run);
    let fetched = match lines.get(began_at) {
        None => in_line.any(|run| fetches(run) && is_behind(run)),
        Some(line) => {
            let later = lines[began_at + 1..].iter().flat_map(Observation::runs);
            in_line.any(fetches)
                || later.into_iter().any(|run| fetches(&run))
                || line.runs().iter().any(|run| fetches(run) && is_behind(run))
        }
    };
    Whose::ItsOwn { fetched }
}

/// Whether a `wait` has no jobs of its own shell, and a subshell before it in the line has left one behind.
fn is_of_subshell(evidence: &Evidence<'_>, ran: &Ran) -> bool {
    let tree = &evidence.line().tree;
    let left_behind = tree.compounds().any(|(_, compound)| {
        let CompoundKind::Subshell(list) = compound.kind else {
            return false;
        };
        let last = list.items.last();
        let leaves = last.is_some_and(|item| item.background.is_some());
        leaves && compound.span.end <= ran.run.span.start
    });
    let own = evidence.seen.trace[..ran.began].iter().any(|event| {
        event.pid == ran.run.pid && matches!(event.kind, TraceKind::JobStarted { .. })
    });
    let forked = evidence.seen.trace[..ran.began].iter().any(|event| {
        matches!(event.kind, TraceKind::JobStarted { .. })
            && evidence.forked_as(event.pid, |reason| reason == ForkReason::Subshell)
    });
    left_behind && forked && !own
}

fn id_is_status(evidence: &Evidence<'_>) -> Option<Spot> {
    let is_id = |word: &Word<'_>| words::parameter(word) == Some(Parameter::Special(b'!'));
    let compared = find_test(evidence, |index, text, test| {
        let [left, operator, right] = test.operands else {
            return None;
        };
        let sign = signs::of(operator)?;
        let number = words::literal(right).filter(|text| is_number(text))?;
        let asked = match (signs::portable(&sign), number.as_str()) {
            ("-eq" | "=", "0") => Some("wait \"$!\""),
            ("-ne" | "!=" | "-gt", "0") => Some("! wait \"$!\""),
            _ => None,
        };
        is_id(left).then(|| {
            Spot::of(index, test.span)
                .at(level(evidence, text, test.span))
                .instead(asked.and_then(|asked| text.with(test.span, asked)))
        })
    });
    compared.or_else(|| {
        find_simple(evidence, |index, text, simple| {
            let [operand] = simple.arguments() else {
                return None;
            };
            (simple.is(&["exit", "return"]) && is_id(operand)).then(|| {
                Spot::of(index, simple.command.span).at(level(evidence, text, simple.command.span))
            })
        })
    })
}

fn bang_without_dollar(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let name = simple
            .name()
            .filter(|name| name == "wait" || name == "kill")?;
        let is_bang = |word: &&Word<'_>| words::is_text(word, "!");
        let bang = simple.arguments().iter().find(is_bang)?;
        Some(
            Spot::of(index, bang.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(bang.span, "\"$!\""))
                .saying(format!(
                    "To `{name}`, `!` alone is a word like any other. The id of the job started last is `$!`: `{name} \"$!\"`."
                )),
        )
    })
}
