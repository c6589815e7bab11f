//! Messages behind `||` that do not come, or come where they should not, because of how a message before them ended.

use super::and_or::{pipeline_status, was_skipped};
use super::evidence::{Evidence, Text};
use super::status::shorten;
use super::tree::AndOrNode;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{AndOr, Command, Pipeline};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "or-behind-a-message",
        "`a && b || echo a failed || echo b failed` says which one failed.",
        "A message that was printed ends with 0, so what stands behind its `||` does not run. A message for each command takes a `||` for each.",
    )
    .ranked(2)
    .by(behind_a_message),
    Idea::later(
        "or-sees-any-failure",
        "`||` looks at the command that stands directly before it.",
        "`||` looks at the status so far, whoever left it: what is skipped leaves it as it was.",
    )
    .ranked(2)
    .by(sees_any_failure),
    Idea::later(
        "message-without-echo",
        "`mkdir out || mkdir failed` says that mkdir failed.",
        "What stands behind `||` is a command. A text is printed by `echo`: `|| echo mkdir failed`.",
    )
    .at(Level::Ask)
    .by(without_echo),
];

/// What an AND-OR list of any text shows.
fn find(
    evidence: &Evidence<'_>,
    spot: impl Fn(usize, &Text<'_>, &AndOrNode<'_>) -> Option<Spot>,
) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| {
        let mut nodes = text.tree.and_ors.iter();
        nodes.find_map(|node| spot(index, text, node))
    })
}

/// Whether a pipeline does no more than print a text.
fn is_message(pipeline: &Pipeline<'_>) -> bool {
    match pipeline.commands {
        [Command::Simple(only)] => only.words.first().is_some_and(|name| {
            ["echo", "printf"]
                .iter()
                .any(|known| words::is_text(name, known))
        }),
        _ => false,
    }
}

/// `mkdir out || mkdir failed`: a message that begins with the name of the command that it is about.
fn without_echo(evidence: &Evidence<'_>) -> Option<Spot> {
    find(evidence, |index, text, node| {
        let firsts = std::iter::once(node.and_or.first)
            .chain(node.and_or.rest.iter().map(|part| part.pipeline));
        let mut pairs = firsts.zip(node.and_or.rest);
        pairs.find_map(|(before, part)| {
            let ([Command::Simple(before)], [Command::Simple(said)]) = (before.commands, part.pipeline.commands) else {
                return None;
            };
            let (name, words) = said.words.split_first()?;
            let name = words::bare(name)?;
            let [.., last] = words else { return None };
            let tells = ["failed", "error"].iter().any(|end| words::bare(last).is_some_and(|last| last == *end));
            let prints = is_message(&part.pipeline);
            let same = !prints && words::is_text(before.words.first()?, &name);
            let place = Span::at(said.span.start);
            let written = shorten(&text.at(said.span));
            (part.operator == AndOr::Or && tells && same && said.redirects.is_empty()).then(|| {
                Spot::of(index, said.span)
                    .instead(text.with(place, "echo "))
                    .asking(format!(
                        "Are these words to be printed? That is `echo {written}`. Without it `{name}` is the command, and the words behind it are its arguments."
                    ))
            })
        })
    })
}

/// `|| echo failed || exit 1`: the second `||` behind a message that was printed.
fn behind_a_message(evidence: &Evidence<'_>) -> Option<Spot> {
    find(evidence, |index, text, node| {
        let parts = node.and_or.rest.windows(2);
        parts.into_iter().find_map(|pair| {
            let [said, behind] = pair else { return None };
            let joined = said.operator == AndOr::Or && behind.operator == AndOr::Or;
            let printed = pipeline_status(evidence, text, said.pipeline.span);
            // `|| true` is to make sure of a success.
            let ensures = match behind.pipeline.commands {
                [Command::Simple(only)] => only
                    .words
                    .first()
                    .is_some_and(|name| words::is_text(name, "true") || words::is_text(name, ":")),
                _ => false,
            };
            let never = was_skipped(evidence, text, behind.pipeline.span) && !ensures;
            let worked = printed.is_some_and(|status| status.is_success());
            let (message, left_out) = (text.at(said.pipeline.span), text.at(behind.pipeline.span));
            let remedy = match is_message(&behind.pipeline) {
                true => "One `||` takes one message: each command needs a `||` of its own.".to_owned(),
                false => format!(
                    "What belongs together is a group: `|| {{ {}; {}; }}`.",
                    shorten(&message),
                    shorten(&left_out)
                ),
            };
            (joined && is_message(&said.pipeline) && never && worked).then(|| {
                Spot::of(index, behind.operator_span).at(Level::Certain).saying(format!(
                    "`{}` worked, which leaves 0, and so `{}` behind its `||` does not run. {remedy}",
                    shorten(&message),
                    shorten(&left_out)
                ))
            })
        })
    })
}

/// `a || { echo a failed; false; } && b || echo b failed`, where the group failed and both messages came.
fn sees_any_failure(evidence: &Evidence<'_>) -> Option<Spot> {
    find(evidence, |index, text, node| {
        let parts = node.and_or.rest.windows(3);
        parts.into_iter().find_map(|three| {
            let [group, skipped, last] = three else { return None };
            let signs = [group.operator, skipped.operator, last.operator];
            let is_group = matches!(group.pipeline.commands, [Command::Compound(_)]);
            let status = pipeline_status(evidence, text, group.pipeline.span)?;
            let shows = signs == [AndOr::Or, AndOr::And, AndOr::Or]
                && is_group
                && !status.is_success()
                && was_skipped(evidence, text, skipped.pipeline.span)
                && evidence.did_run(text, last.pipeline.span)
                && is_message(&last.pipeline);
            shows.then(|| {
                Spot::of(index, last.operator_span).saying(format!(
                    "The group ended with {status}, so `{}` was skipped, and `{}` ran: the last `||` looks at the status so far, whoever left it. Behind a `;` a second chain begins, with a `||` of its own.",
                    shorten(&text.at(skipped.pipeline.span)),
                    shorten(&text.at(last.pipeline.span))
                ))
            })
        })
    })
}
