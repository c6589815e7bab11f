//! Ideas about where a command ends: what was meant for a second command and became arguments of the first.

use super::evidence::Evidence;
use super::find::find_simple;
use super::testing::level;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::Word;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "separator-missing",
    "A `]`, or the last operand of a test, ends the command.",
    "A command goes on up to a `;`, an operator or the end of the line: what follows a test without one becomes its arguments.",
)
.at(Level::Static)
.ranked(4)
.by(swallowed)];

/// A command's name among the operands of a test that could not be read.
fn swallowed(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let test = Test::of(&simple)?;
        let closes = |word: &Word<'_>| words::bare(word).is_some_and(|text| text == "]");
        let end = test.operands.iter().position(closes);
        let ran = evidence.status_of(text, test.span);
        let behind = match end {
            Some(end) if test.bracket => &test.operands[end + 1..],
            _ => {
                // A question that could be answered is one.
                ran.filter(|status| status.0 > 1)?;
                test.operands.get(2..)?
            }
        };
        let is_command = |word: &&Word<'_>| {
            let name = words::bare(word).filter(|name| name != "[" && name != "test");
            name.is_some_and(|name| words::is_known_command(&name))
        };
        let word = behind.iter().find(is_command)?;
        let (name, asked) = (text.at(word.span), simple.name()?);
        let at = crate::source::Span::at(word.span.start);
        let instead = text
            .with(at, "; ")
            .map(|line| line.replacen(" ; ", "; ", 1));
        Some(
            Spot::of(index, word.span)
                .at(level(evidence, text, test.span))
                .instead(instead)
                .saying(format!(
                    "`{name}` and what follows it are arguments of `{asked}` here: a `;` is missing before `{name}`."
                )),
        )
    })
}
