//! Variables that a step sets for the learner: a line that gives them other values, or never reads them.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::signs;
use super::testing::find_test;
use super::words;
use super::{Idea, Spot};
use crate::source::Span;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "given-overwritten",
        "What is given has to be written out in the line as well.",
        "An assignment replaces the value that a variable was given before.",
    )
    .ranked(6)
    .by(overwritten),
    Idea::later(
        "given-written-out",
        "A value may be written out in place of the variable.",
        "A number that is written out stays what it is. The value of the variable is `\"$name\"`.",
    )
    .ranked(3)
    .by(written_out),
];

/// The variables that a text which prepares a run gives a value.
pub fn given_by(setup: &str) -> Vec<String> {
    let commands = setup.split(['\n', ';']);
    let names = commands.flat_map(|command| {
        let command = command.trim();
        let command = command.strip_prefix("export ").unwrap_or(command);
        let given = command
            .split_whitespace()
            .map_while(|word| word.split_once('='));
        let given = given.take_while(|(name, _)| words::is_name(name));
        given.map(|(name, _)| name.to_owned())
    });
    names.collect()
}

fn is_given(evidence: &Evidence<'_>, name: &str) -> bool {
    let mut given = evidence.wanted.iter().flat_map(|wanted| &wanted.given);
    given.any(|given| given == name)
}

/// Whether what the shell runs gets the variable as well.
fn is_exported(evidence: &Evidence<'_>, name: &str) -> bool {
    let state = evidence.seen.state.iter();
    let mut known = state.flat_map(|state| &state.variables);
    known.any(|known| known.name == name.as_bytes() && known.exported)
}

/// Whether `bytes` has the name as a word, perhaps with a `$`.
fn has_name(bytes: &[u8], name: &str) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    parts.any(|part| part == name)
}

/// `port=8080; [ "$port" -ge 1024 ]`, where port has a value.
fn overwritten(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        // Where something depends on it, it was to compare.
        if !simple.command.words.is_empty()
            || text.tree.decides(simple.index)
            || !evidence.did_run(text, simple.command.span)
        {
            return None;
        }
        let mut assignments = simple.command.assignments.iter();
        let given = assignments.find(|given| {
            let name = String::from_utf8_lossy(given.name).into_owned();
            let before = text.bytes.get(..given.span.start as usize);
            // Who has looked at the value, or keeps a part of it, knows that there is one.
            let is_read = has_name(before.unwrap_or_default(), &name)
                || has_name(given.value.span.of(text.bytes), &name);
            let reaches = index == 0 || is_exported(evidence, &name);
            is_given(evidence, &name) && reaches && !is_read
        })?;
        let place = if index == 0 { "line" } else { "script" };
        let next = text.tree.next_item(simple.index);
        let instead = next
            .filter(|_| simple.command.assignments.len() == 1)
            .and_then(|next| {
                let next = next.and_or.span();
                text.with(Span::new(given.span.start, next.start), "")
            });
        Some(Spot::of(index, given.span).instead(instead).saying(format!(
            "`{}` in the {place} overwrites the value that is set for you: leave it out.",
            text.at(given.span)
        )))
    })
}

/// `[ 8080 -ge 1024 ]`, where port has a value that is to be asked about.
fn written_out(evidence: &Evidence<'_>) -> Option<Spot> {
    let names = &evidence.wanted?.given;
    let unread = |text: &Text<'_>, name: &String| !has_name(text.bytes, name);
    let name = names.iter().find(|name| {
        let mut texts = evidence.texts.iter();
        texts.all(|text| unread(text, name))
    })?;
    find_test(evidence, |index, text, test| {
        let (_, [left, sign, right]) = test.whole()?.turned() else {
            return None;
        };
        signs::of(sign)?;
        let is_number = |word| words::literal(word).is_some_and(|value| words::is_integer(&value));
        let ran = evidence.did_run(text, test.span);
        (is_number(left) && is_number(right) && ran).then(|| {
            Spot::of(index, test.span).saying(format!(
                "`{}` compares two numbers that stay what they are, whatever `{name}` is. Its value is `\"${name}\"`.",
                text.at(test.span)
            ))
        })
    })
}
