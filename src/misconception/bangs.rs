//! Ideas about a `!` before a command of which the failure is to be told, and behind one.

use super::evidence::Evidence;
use super::find::find_simple;
use super::pipes;
use super::status::{shorten, tells_of_failure};
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{AndOr, Command, Pipeline};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "bang-at-the-end",
        "`cmd !` turns the status of cmd round.",
        "`!` stands before the command that it turns round; behind it, it is an argument.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(bang_at_end),
    Idea::later(
    "bang-and-or",
    "`! cmd || echo failed` tells when cmd fails.",
    "`!` turns the status round, so behind `! cmd` the `||` runs after a success of cmd. `cmd || echo failed` needs no `!`.",
)
.at(Level::Ask)
.ranked(2)
.by(bang_and_or),
];

/// `if grep -q x f !; then ...`
fn bang_at_end(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let [_, _, .., bang] = command.words else {
            return None;
        };
        let is_bang = words::bare(bang).is_some_and(|word| word == "!");
        let other = simple.is(&["echo", "printf", "[", "test", "find", "expr", "set", "[["]);
        let before = Span::new(command.span.start, bang.span.start);
        let meant = format!("! {}", text.at(before));
        // `!||` is another slip.
        let behind = text.bytes.get(bang.span.end as usize);
        let touches = behind.is_some_and(|byte| b"|&".contains(byte));
        (is_bang && !other && !touches && text.tree.is_checked(simple.index)).then(|| {
            Spot::of(index, bang.span)
                .at(level(evidence, text, command.span))
                .instead(text.with(command.span, &meant))
                .saying(format!(
                    "`!` stands before the command that it turns round: `{}`. Behind it, it is an argument.",
                    shorten(&meant)
                ))
        })
    })
}

/// `! sh build.sh || echo failed`
fn bang_and_or(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.and_ors.iter().find_map(|node| {
            let bang = node.and_or.first.bang?;
            let next = node.and_or.rest.first()?;
            let tells = tells_of_failure(next.pipeline.commands)
                || is_to_work(&node.and_or.first) && leaves(&next.pipeline);
            (next.operator == AndOr::Or && tells).then(|| {
                let whole = node.and_or.first.span;
                let command = Span::new(bang.end, whole.end);
                let with_bang = Span::new(bang.start, command.end);
                let command = text.at(command);
                Spot::of(index, with_bang)
                    .instead(text.with(with_bang, &command))
                    .asking(format!(
                        "Is `{}` to run where `{1}` fails? `!` turns its status round, so here `||` runs it after a success of `{1}`. Without the `!` it runs after a failure.",
                        shorten(&text.at(next.pipeline.span)),
                        shorten(&command)
                    ))
            })
        })
    })
}

/// Whether a command is one of those of which nobody hopes that they fail.
fn is_to_work(pipeline: &Pipeline<'_>) -> bool {
    const WORKERS: [&str; 6] = ["cp", "curl", "make", "mkdir", "mv", "sh"];
    let name = pipeline.commands.last().and_then(pipes::name);
    name.is_some_and(|name| WORKERS.contains(&name.as_str()))
}

/// Whether a command leaves with a failure.
fn leaves(pipeline: &Pipeline<'_>) -> bool {
    let [Command::Simple(only)] = pipeline.commands else {
        return false;
    };
    let [name, status] = only.words else {
        return false;
    };
    let is_exit = ["exit", "return"]
        .iter()
        .any(|text| words::is_text(name, text));
    is_exit && !words::is_text(status, "0")
}
