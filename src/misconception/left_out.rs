//! The idea that a comparison behind `&&` takes over the left side of the one before it.

use super::answers::is_sign;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::testing::level;
use super::tree::Simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "left-side-left-out",
    "Behind `&&` a comparison goes on with the value that was compared before.",
    "Each comparison is a test of its own, with both its sides: `[ \"$x\" -ge 1 ] && [ \"$x\" -le 9 ]`.",
)
.at(Level::Static)
.ranked(3)
.by(left_out)];

fn left_out(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let half = half(&simple)?;
        let ran = evidence.runs_at(text, simple.command.span).last();
        let failed = ran.is_none_or(|ran| match ran.run.status() {
            Some(status) => status.0 == 2 || ran.run.how == Some(How::NotFound),
            None => true,
        });
        let left = left_side(text, &simple)?;
        let meant = format!("[ {left} {} ]", text.at(half));
        failed.then(|| {
            Spot::of(index, simple.command.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(simple.command.span, &meant))
                .saying(format!(
                    "Each comparison is a test of its own, with both its sides. Here the left one is missing: `{}`.",
                    shorten(&meant)
                ))
        })
    })
}

/// The sign and the right side of a comparison without a left one, as a test or as a command.
fn half(simple: &Simple<'_, '_>) -> Option<Span> {
    let words = match Test::of(simple) {
        Some(test) if test.bracket == test.closed => test.operands,
        Some(_) => return None,
        None => simple.command.words,
    };
    let [sign, value] = words else { return None };
    is_sign(sign).then(|| sign.span.to(value.span))
}

/// The left side of the comparison that a test before `simple` in its AND-OR list makes.
fn left_side(text: &Text<'_>, simple: &Simple<'_, '_>) -> Option<String> {
    let node = text.tree.pipeline_of(simple.index).and_or;
    let mut before = text.tree.simples().filter(|other| {
        other.index < simple.index && text.tree.pipeline_of(other.index).and_or == node
    });
    before.find_map(|other| match Test::of(&other)?.turned() {
        (_, [left, sign, _]) if is_sign(sign) && is_value(left) => Some(text.at(left.span)),
        _ => None,
    })
}

/// Whether a word is more than a text that stands for itself.
fn is_value(word: &Word<'_>) -> bool {
    words::literal(word).is_none()
}
