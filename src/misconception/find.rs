//! The first command, as written or as it ran, of which a detector has something to say.

use super::Spot;
use super::evidence::{Evidence, Ran, Text};
use super::tree::Simple;

/// The first simple command of any text for which `spot` has something to say.
pub(super) fn find_simple(
    evidence: &Evidence<'_>,
    spot: impl Fn(usize, &Text<'_>, Simple<'_, '_>) -> Option<Spot>,
) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree
            .simples()
            .find_map(|simple| spot(index, text, simple))
    })
}

/// The first of the runs in the line itself for which `spot` has something to say.
pub(super) fn find_run(
    evidence: &Evidence<'_>,
    spot: impl Fn(&Ran) -> Option<Spot>,
) -> Option<Spot> {
    evidence
        .runs
        .iter()
        .filter(|ran| ran.run.source == 0)
        .find_map(spot)
}

/// Whether what a run ended with is looked at: an operator or a condition, or a `$?` that reads it.
pub(super) fn is_used(evidence: &Evidence<'_>, ran: &Ran) -> bool {
    let Some(text) = evidence
        .texts
        .iter()
        .find(|text| text.source == Some(ran.run.source))
    else {
        return false;
    };
    let span = ran.run.span;
    let node = text
        .tree
        .commands
        .iter()
        .position(|node| node.command.span() == span);
    let read = evidence
        .reads
        .iter()
        .filter_map(|read| read.setter.as_ref())
        .any(|setter| {
            setter.events.iter().any(|event| event.span == Some(span))
                && setter.seen.number == evidence.seen.number
        });
    read || node.is_some_and(|index| text.tree.is_checked(index))
}
