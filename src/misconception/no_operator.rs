//! A test of two values that no sign compares.

use super::evidence::Evidence;
use super::testing::{find_test, is_variable, level};
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "no-operator",
    "`test \"$x\" y` compares x with y.",
    "Between two values stands the sign that compares them: `test \"$x\" = y`.",
)
.at(Level::Static)
.by(no_operator)];

/// `[ "$branch" main ]`
fn no_operator(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let (_, [left, right]) = test.whole()?.turned() else {
            return None;
        };
        let plain = words::literal(right).filter(|value| !value.is_empty());
        let is_value = plain.as_ref().is_some_and(|value| {
            let mut letters = value.bytes();
            letters.all(|letter| letter.is_ascii_alphanumeric() || b"._/".contains(&letter))
        });
        // What gave an answer was understood.
        let failed = evidence
            .status_of(text, test.span)
            .is_none_or(|status| status.0 > 1);
        if !is_variable(left) || !is_value || !failed || evidence.has_run() && text.source.is_none()
        {
            return None;
        }
        let sign = match plain.is_some_and(|value| words::is_integer(&value)) {
            true => "-eq",
            false => "=",
        };
        let both = left.span.to(right.span);
        let meant = format!("{} {sign} {}", text.at(left.span), text.at(right.span));
        let between = Span::new(left.span.end, right.span.start);
        Some(
            Spot::of(index, both)
                .at(level(evidence, text, test.span))
                .instead(text.with(between, &format!(" {sign} ")))
                .saying(format!(
                    "Between the two values stands no sign that compares them. Whether they are equal is asked by `{}`.",
                    test.asking(&meant)
                )),
        )
    })
}
