//! Ideas about `2>&1`: a blank in it, and its two numbers in each other's place.

use super::evidence::Evidence;
use super::find::find_simple;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::syntax::ast::{IoRedirect, RedirectOperator};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "blank-before-arrow",
        "`2 >&1` is `2>&1`.",
        "With a blank before the `>`, the `2` is an argument of the command. `2>&1` is written in one.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(blank_before),
    Idea::later(
        "output-after-messages",
        "`> log 1>&2` sends the messages into log as well.",
        "`1>&2` sends the output where the messages go, away from the file. The other way round, `2>&1` sends the messages into it.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(output_after_messages),
];

/// Whether a redirection sends `from` where descriptor `to` goes.
fn sends(redirect: &IoRedirect<'_>, from: &[Option<u32>], to: &str) -> bool {
    redirect.operator == RedirectOperator::DuplicateOutput
        && from.contains(&redirect.fd)
        && words::is_text(&redirect.target, to)
}

/// `sh build.sh 2 >&1`
fn blank_before(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let number = command.words.get(1..)?.last()?;
        let mut redirects = command.redirects.iter();
        let copy = redirects.find(|redirect| sends(redirect, &[None], "1"))?;
        let between = text
            .bytes
            .get(number.span.end as usize..copy.span.start as usize)?;
        let blank = !between.is_empty() && between.trim_ascii().is_empty();
        let is_two = words::bare(number).is_some_and(|word| word == "2");
        let whole = number.span.to(copy.span);
        let name = text.at(command.words[0].span);
        (blank && is_two).then(|| {
            Spot::of(index, whole)
                .at(level(evidence, text, command.span))
                .instead(text.with(whole, "2>&1"))
                .saying(format!(
                    "The `2` is an argument of `{name}` here, and `>&1` alone changes nothing: no blank stands before the `>` of `2>&1`."
                ))
        })
    })
}

/// `sh build.sh > log 1>&2`
fn output_after_messages(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [file, copy] = simple.command.redirects else {
            return None;
        };
        let to_file = matches!(
            file.operator,
            RedirectOperator::Output | RedirectOperator::Append | RedirectOperator::Clobber
        ) && matches!(file.fd, None | Some(1));
        let path = text.at(file.target.span);
        let swaps = sends(copy, &[None, Some(1)], "2");
        (to_file && swaps && !path.starts_with("/dev/")).then(|| {
            Spot::of(index, copy.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(copy.span, "2>&1"))
                .saying(format!(
                    "`{}` takes the output away from `{path}` again, to where the messages go. The other way round, `2>&1` sends the messages into `{path}`.",
                    text.at(copy.span)
                ))
        })
    })
}
