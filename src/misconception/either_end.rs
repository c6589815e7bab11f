//! Two ends of a range joined by `||`, so that every number is within.

use super::evidence::{Evidence, Text};
use super::testing::{is_variable, level};
use super::tree::{AndOrNode, Tree};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{AndOr, Command, Pipeline};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "range-by-or",
    "`[ \"$x\" -ge 1 ] || [ \"$x\" -le 9 ]` asks whether x is from 1 to 9.",
    "`||` is content with one of the two, and every number is above the one end or below the other. Both ends are joined by `&&`.",
)
.at(Level::Static)
.ranked(2)
.by(by_or)];

/// One end of a range: of which value, whether it is the lower one, and the number itself as the last or first that is within.
struct End {
    value: String,
    lower: bool,
    number: i64,
}

impl End {
    fn of(text: &Text<'_>, pipeline: &Pipeline<'_>) -> Option<End> {
        let (None, [Command::Simple(command)]) = (pipeline.bang, pipeline.commands) else {
            return None;
        };
        let test = Test::of_command(command)?;
        let [left, sign, right] = test.whole()?.operands else {
            return None;
        };
        let number: i64 = words::literal(right)?.parse().ok()?;
        let (lower, number) = match words::literal(sign)?.as_str() {
            "-ge" => (true, number),
            "-gt" => (true, number.checked_add(1)?),
            "-le" => (false, number),
            "-lt" => (false, number.checked_sub(1)?),
            _ => return None,
        };
        let value = text.at(left.span).replace('"', "");
        is_variable(left).then_some(End {
            value,
            lower,
            number,
        })
    }

    /// Whether every number is within one of the two.
    fn with_all(&self, other: &End) -> bool {
        let (low, high) = match self.lower {
            true => (self, other),
            false => (other, self),
        };
        self.value == other.value && low.lower && !high.lower && low.number <= high.number
    }
}

fn by_or(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| {
        let Tree { and_ors, .. } = &text.tree;
        and_ors.iter().find_map(|node| joined(text, node).map(|(sign, both, value)| {
            Spot::of(index, sign)
                .at(level(evidence, text, both))
                .instead(text.with(sign, "&&"))
                .saying(format!(
                    "`||` is content with one of the two, and every number is above the one end or below the other: the answer is always yes. Whether `{value}` lies between both is asked by `&&`."
                ))
        }))
    })
}

/// The `||` between two ends of a range in an AND-OR list, the test before it, and what is compared.
fn joined(text: &Text<'_>, node: &AndOrNode<'_>) -> Option<(Span, Span, String)> {
    let first = std::iter::once(node.and_or.first);
    let left = first.chain(node.and_or.rest.iter().map(|part| part.pipeline));
    let mut pairs = left.zip(node.and_or.rest.iter());
    pairs.find_map(|(left, part)| {
        let (one, other) = (End::of(text, &left)?, End::of(text, &part.pipeline)?);
        let found = part.operator == AndOr::Or && one.with_all(&other);
        found.then_some((part.operator_span, left.span, one.value))
    })
}
