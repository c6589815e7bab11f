//! Ideas about an `if` of which no branch runs: what it ends with, and what stands behind it.

use super::evidence::{Evidence, Ran, Text};
use super::signs;
use super::status::shorten;
use super::words::{self, Test};
use super::{Idea, Level, Spot, tree};
use crate::syntax::ast::{AndOr, Command, CompoundKind, IfBranch, List, Parameter, Word};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "asked-too-late",
        "The order of the questions in an `if` does not matter.",
        "The conditions are asked from the first on. Whether there is a number at all is asked before how great it is.",
    )
    .ranked(4)
    .by(asked_too_late),
    Idea::later(
        "or-behind-if",
        "`if ...; fi || other` runs other when the condition is not met.",
        "An `if` of which no branch ran ends with 0, so what stands behind `||` is skipped. For that case there is `else`.",
    )
    .ranked(3)
    .by(or_behind_if),
    Idea::later(
        "if-without-else",
        "A script whose `if` is not met fails.",
        "An `if` of which no branch runs ends with 0.",
    )
    .at(Level::Ask)
    .by(without_else),
];

/// `if [ $n -gt 9 ]; ... elif [ -z $n ]`: a comparison that failed because of what only a later condition asks.
fn asked_too_late(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.compounds().find_map(|(_, compound)| {
            let CompoundKind::If(clause) = compound.kind else {
                return None;
            };
            let tests = || clause.branches.iter().filter_map(sole_test);
            let (at, test, empty) = tests()
                .enumerate()
                .find_map(|(at, test)| Some((at, test, failed_for_want(evidence, text, &test)?)))?;
            let later = tests()
                .skip(at + 1)
                .find(|later| asks_if_empty(later, empty))?;
            Some(Spot::of(index, test.span).saying(format!(
                "`{}` is asked first, and without a number it ends with 2. Ask `{}` before it.",
                text.at(test.span),
                text.at(later.span)
            )))
        })
    })
}

/// The test that a condition consists of.
fn sole_test<'a>(branch: &IfBranch<'a>) -> Option<Test<'a>> {
    let [item] = branch.condition.items else {
        return None;
    };
    Test::of_command(tree::sole_command(item)?)
}

/// The operand of a comparison of numbers that made it fail, as it came out empty.
fn failed_for_want<'a>(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    test: &Test<'a>,
) -> Option<&'a Word<'a>> {
    let [left, sign, right] = test.operands else {
        return None;
    };
    let compares = signs::of_numbers(sign).is_some();
    let failed = evidence.status_of(text, test.span)?.0 >= 2;
    let is_empty = |word: &&Word<'_>| {
        let named = words::parameter(word);
        let named = named.is_some_and(|of| !matches!(of, Parameter::Special(_)));
        let value = evidence.expansions(text, word).last();
        named && value.is_some_and(|(fields, _)| fields.iter().all(Vec::is_empty))
    };
    let empty = [left, right].into_iter().find(is_empty);
    empty.filter(|_| compares && failed)
}

/// Whether a test asks if the value of `word` is empty.
fn asks_if_empty(test: &Test<'_>, word: &Word<'_>) -> bool {
    let same = |other: &Word<'_>| words::parameter(other) == words::parameter(word);
    match test.operands {
        [sign, operand] => words::is_text(sign, "-z") && same(operand),
        [left, sign, right] => {
            let nothing = |text: &Word<'_>| words::is_text(text, "");
            words::is_text(sign, "=")
                && (nothing(right) && same(left) || nothing(left) && same(right))
        }
        _ => false,
    }
}

fn or_behind_if(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.and_ors.iter().find_map(|node| {
            let [Command::Compound(compound)] = node.and_or.first.commands else {
                return None;
            };
            let CompoundKind::If(clause) = compound.kind else {
                return None;
            };
            let next = node.and_or.rest.first()?;
            let bodies = clause.branches.iter().filter_map(|branch| branch.body.span());
            let ran = bodies.clone().any(|body| evidence.did_run(text, body));
            let skipped = evidence.runs.iter().any(|ran| {
                Some(ran.run.source) == text.source
                    && ran.run.skipped.is_some()
                    && next.pipeline.span.contains(ran.run.span)
            });
            let joined = next.operator == AndOr::Or && node.and_or.first.bang.is_none();
            (joined && clause.otherwise.is_none() && skipped && !ran).then(|| {
                Spot::of(index, next.operator_span).saying(format!(
                    "No branch ran, and an `if` of which none runs ends with 0, so `{}` behind `||` was skipped. For that case there is `else`: `if ...; then ...; else ...; fi`.",
                    shorten(&text.at(next.pipeline.span))
                ))
            })
        })
    })
}

/// A text that ends in an `if` without `else` of which every branch is `exit 0`: it ends with 0 whatever the conditions say.
fn without_else(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let last = text.tree.lists.first()?.list.items.last()?;
        let ([Command::Compound(compound)], []) = (last.and_or.first.commands, last.and_or.rest)
        else {
            return None;
        };
        let CompoundKind::If(clause) = compound.kind else {
            return None;
        };
        let leaves = |list: &List<'_>| match list.items {
            [item] => tree::sole_command(item).is_some_and(|command| {
                let words: Vec<_> = command.words.iter().map(words::literal).collect();
                matches!(words.as_slice(), [Some(exit), Some(zero)] if exit == "exit" && zero == "0")
            }),
            _ => false,
        };
        let only = clause.branches.iter().all(|branch| leaves(&branch.body));
        let reached = is_reached(evidence, text, clause.branches.first()?);
        (only && reached && clause.otherwise.is_none()).then(|| {
            Spot::of(index, compound.span).asking(
                "Is it to end otherwise when the condition is not met? An `if` of which no branch runs ends with 0, so this ends with 0 in both cases. `else exit 1` makes the difference.".to_owned(),
            )
        })
    })
}

/// Whether the conditions at the end of a text are asked at all: they were, or nothing before them leaves the text.
fn is_reached(evidence: &Evidence<'_>, text: &Text<'_>, first: &IfBranch<'_>) -> bool {
    let Some(condition) = first.condition.span() else {
        return false;
    };
    let ran = |ran: &Ran| Some(ran.run.source) == text.source && ran.run.how.is_some();
    if evidence.runs.iter().any(ran) {
        return evidence.did_run(text, condition);
    }
    let mut before = text.tree.lists[0].list.items.iter();
    !before.any(|item| {
        let command = tree::sole_command(item).and_then(|command| command.words.first());
        let name = command.and_then(words::literal);
        name.is_some_and(|name| matches!(name.as_str(), "exit" | "return" | "exec"))
    })
}
