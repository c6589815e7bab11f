//! Ideas about where a test ends: at its `]`, or at an operator that comes before it.

use super::evidence::{Evidence, Text};
use super::status::shorten;
use super::tested_commands::command_in;
use super::testing::{find_test, level};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{Command, SimpleCommand, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "bracket-close-no-space",
        "The closing bracket can touch the last word.",
        "`]` must be an argument of its own. Add a space before it: `[ a = b ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(close_no_space),
    Idea::core(
        "bracket-unclosed",
        "`test x ]` and `[ x` are fine; the bracket is optional.",
        "`[` insists on a closing `]`, and `test` (the same command under its other name) must not have one.",
    )
    .at(Level::Static)
    .by(unclosed),
    Idea::core(
        "and-inside-bracket",
        "`&&` and `||` go inside the brackets.",
        "The shell cuts the line at the operator before `[` ever sees it, so the first `[` stays unclosed. Close each test: `[ a = a ] && [ b = b ]`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(and_inside),
];

fn close_no_space(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        if !test.bracket || test.closed {
            return None;
        }
        let last = test.operands.last()?;
        let source = text.at(last.span);
        let inner = source.strip_suffix(']').filter(|inner| !inner.is_empty())?;
        let pattern = inner.contains('[');
        let ends =
            matches!(last.parts.last()?.kind, WordPartKind::Literal(text) if text.ends_with(b"]"));
        (ends && !pattern).then(|| {
            Spot::of(index, last.span)
                .at(level(evidence, text, test.span))
                .instead(text.with(last.span, &format!("{inner} ]")))
                .saying(format!(
                    "`]` must be an argument of its own; here the last argument is `{source}`. Add a space: `{inner} ]`."
                ))
        })
    })
}

fn unclosed(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let spot = Spot::of(index, test.span).at(level(evidence, text, test.span));
        if test.bracket {
            let touches = test
                .operands
                .last()
                .is_some_and(|word| text.at(word.span).ends_with(']'));
            // Operands that come from a variable may hold it.
            let unknown = test
                .operands
                .iter()
                .any(|word| words::literal(word).is_none())
                && test.operands.len() < 2;
            let within = test.operands.iter().any(|word| words::is_text(word, "]"));
            return (!test.closed && !touches && !unknown && !within)
                .then(|| spot.instead(text.with(test.span, &format!("{} ]", text.at(test.span)))));
        }
        test.closed.then(|| {
            let end = test.operands[test.operands.len() - 1].span;
            spot.instead(text.with(end, ""))
        })
    })
}

fn and_inside(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.and_ors.iter().find_map(|node| {
            let stages = std::iter::once(&node.and_or.first)
                .chain(node.and_or.rest.iter().map(|part| &part.pipeline));
            let simples: Vec<&SimpleCommand<'_>> = stages
                .filter_map(|pipeline| match pipeline.commands {
                    [Command::Simple(simple)] => Some(*simple),
                    _ => None,
                })
                .collect();
            // What names a command was to run it.
            let is_open = |test: Test<'_>| {
                test.bracket && !test.closed && command_in(&test).is_none()
            };
            let open = simples
                .iter()
                .position(|simple| Test::of_command(simple).is_some_and(is_open))?;
            if let Some(spot) = outer_bracket(evidence, (index, text), simples[open], simples.get(open + 1).copied()) {
                return Some(spot);
            }
            let closes = simples[open + 1..].iter().any(|simple| {
                let last = simple.words.last().is_some_and(|word| words::is_text(word, "]"));
                last && Test::of_command(simple).is_none()
            });
            let operator = node.and_or.rest.get(open)?;
            let test = text.at(simples[open].span);
            let runs = simples.get(open + 1).filter(|simple| {
                let name = simple.words.first().and_then(words::bare);
                name.is_some_and(|name| words::is_known_command(&name))
            });
            if let (Some(command), true) = (runs, closes) {
                let whole = text.at(command.span);
                let line = format!("{test} ] {} {}", operator.operator.as_str(), whole.trim_end_matches(']').trim_end());
                let both = simples[open].span.to(command.span);
                return Some(
                    Spot::of(index, operator.operator_span)
                        .at(level(evidence, text, simples[open].span))
                        .instead(text.with(both, &line))
                        .saying(format!(
                            "The shell cuts the line at `{}` before `[` ever sees it. The `]` belongs before it: `{line}`.",
                            operator.operator.as_str()
                        )),
                );
            }
            closes.then(|| {
                Spot::of(index, operator.operator_span)
                    .at(level(evidence, text, simples[open].span))
                    .saying(format!(
                        "The shell cuts the line at `{0}` before `[` ever sees it, leaving `{1}` unclosed. Close each test: `[ ... ] {0} [ ... ]`.",
                        operator.operator.as_str(),
                        test
                    ))
            })
        })
    })
}

/// `[ -e log && [ ! -s log ] ]`: the second test has the `]` that the first one lacks.
fn outer_bracket(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    first: &SimpleCommand<'_>,
    second: Option<&SimpleCommand<'_>>,
) -> Option<Spot> {
    let second = second?;
    let inner = Test::of_command(second).filter(|test| test.bracket && test.closed)?;
    let (doubled, operands) = inner.operands.split_last()?;
    if !words::is_text(doubled, "]") || operands.iter().any(|word| words::is_text(word, "]")) {
        return None;
    }
    let between = text.at(Span::new(first.span.end, second.span.start));
    let own = text.at(Span::new(second.span.start, doubled.span.end));
    let line = format!("{} ] {between} {own}", text.at(first.span));
    let both = first.span.to(second.span);
    Some(
        Spot::of(index, both)
            .at(level(evidence, text, first.span))
            .instead(text.with(both, &line))
            .saying(format!(
                "Brackets do not nest: the shell cuts the line at `{between}`, so the first `[` lacks its `]` and the second has one too many. A `]` for each: `{}`.",
                shorten(&line)
            )),
    )
}
