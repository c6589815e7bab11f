//! A status that is to be looked at, and that the line passes over.

use super::evidence::Evidence;
use super::status::shorten;
use super::{Idea, Spot};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "each-command-shows-its-status",
    "Of several commands on a line, the prompt shows the status of each.",
    "The bracket before the prompt shows how the whole line ended, and so only its last command that ran.",
)
.by(passed_over)];

/// `true; false`, where both statuses are to be seen: a command before the last that ended with one of those, which nothing read.
fn passed_over(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = &evidence.wanted?.statuses;
    let line = evidence.line();
    let ran = evidence.runs.iter();
    let ran: Vec<_> = ran
        .filter(|ran| ran.run.source == 0 && ran.run.pid == evidence.seen.shell_pid)
        .filter_map(|ran| Some((ran.run.span, ran.run.name(), ran.run.status()?)))
        .collect();
    let (last, before) = ran.split_last()?;
    let read = |span| {
        let mut setters = evidence
            .reads
            .iter()
            .filter_map(|read| read.setter.as_ref());
        setters.any(|setter| setter.command().is_some_and(|(at, _)| at == span))
    };
    let is_wanted = |name: &[u8], status: u8| {
        // Where it does not matter whose it is, another one like it has been seen.
        let mut reads = evidence.reads.iter();
        let is_seen = reads.any(|read| read.value.0 == u32::from(status));
        let mut wanted = wanted.iter().filter(|(_, of)| of.is_some() || !is_seen);
        wanted.any(|(number, of)| {
            let named = of.as_ref().is_none_or(|of| name == of.as_bytes());
            *number == status && named
        })
    };
    let (span, _, status) = before.iter().find(|(span, name, status)| {
        u8::try_from(status.0).is_ok_and(|status| is_wanted(name, status))
            && !read(*span)
            && span.end <= last.0.start
    })?;
    let text = shorten(&line.at(*span));
    Some(Spot::line(*span).saying(format!(
        "`{text}` ended with {status}, but the next command of the line set `$?` anew before you saw it: the bracket shows how the line's last command ended. Give `{text}` a line of its own."
    )))
}
