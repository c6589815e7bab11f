//! A script that the shell cannot read: what is said at the prompt of such a line, said of the file.

use super::evidence::Evidence;
use super::{Idea, Level, Spot};
use crate::source::LineIndex;
use crate::syntax::parse::{Next, Parser, SyntaxError};
use bumpalo::Bump;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "script-unreadable",
    "A faulty line of a script is left out, and the others run.",
    "The shell reads a script command by command. At the first that it cannot read it stops, with status 2.",
)
.at(Level::SyntaxError)
.ranked(0)
.by(unreadable)];

fn unreadable(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| {
        let runner = text.runner.filter(|_| text.fault.is_some())?;
        evidence.runs_at(evidence.line(), runner).next()?;
        let error = first_error(text.bytes)?;
        let lines = LineIndex::new(text.bytes);
        let cause = error.cause(text.bytes);
        let number = lines.position(cause.start).line;
        let message = error.message(text.bytes);
        let advice = error.diagnostic(text.bytes).help.unwrap_or_default();
        let advice = match advice.is_empty() || advice.contains('`') {
            true => String::new(),
            false => format!("; {}", marked(&advice)),
        };
        let breaks_off = text.bytes.len() <= cause.start as usize;
        let place = match breaks_off {
            true => "It breaks off".to_owned(),
            false => format!("Line {number} cannot be read"),
        };
        let said = format!("{place}: {message}{advice}.");
        // A text with a backquote in it cannot be shown in a message.
        let is_plain = said.matches('`').count() % 2 == 0;
        is_plain.then(|| Spot::of(index, cause).saying(said))
    })
}

/// What keeps a text from being read to its end.
fn first_error(text: &[u8]) -> Option<SyntaxError> {
    let mut parser = Parser::default();
    let mut at = 0;
    loop {
        match parser.complete_command(text, at, false, &Bump::new(), &()) {
            Next::Command { next, .. } => at = next,
            Next::End => return None,
            Next::Incomplete(error) | Next::Invalid(error) => return Some(error),
        }
    }
}

/// Advice with what is to be typed, which has two blanks on its sides, as code.
fn marked(advice: &str) -> String {
    let pieces = advice.split("  ").enumerate();
    let pieces = pieces.map(|(place, piece)| match place % 2 {
        0 => piece.to_owned(),
        _ => format!("`{piece}`"),
    });
    pieces.collect::<Vec<_>>().join(" ").trim_end().to_owned()
}
