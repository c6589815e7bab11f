//! A redirection that stands alone, where what is printed was to go to its file.

use super::and_or::is_output;
use super::evidence::Evidence;
use super::find::find_simple;
use super::words;
use super::{Idea, Spot};
use crate::syntax::ast::RedirectOperator;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "redirection-alone",
    "`{ ...; }; > file` sends to the file what the group prints.",
    "A redirection alone makes its file, or empties it. It belongs to what it is written on: `{ ...; } > file`.",
)
.ranked(2)
.by(alone)];

/// `{ echo a; echo b; }; > file`, where the file is to hold what went to the screen.
fn alone(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = evidence.wanted?;
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let ([], [], [only]) = (command.assignments, command.words, command.redirects) else {
            return None;
        };
        let path = words::literal(&only.target).filter(|_| is_output(only))?;
        let mut files = wanted.files.iter();
        let content = files.find(|(file, _)| *file == path)?.1.as_ref()?;
        let lacks = evidence
            .file(path.as_bytes())
            .is_none_or(|file| file.content != *content);
        let printed = !content.is_empty() && !evidence.seen.screen.is_empty();
        let ran = evidence.did_run(text, command.span);
        let does = match only.operator {
            RedirectOperator::Append => "makes the file if there is none, and no more",
            _ => "makes the file, or empties it, and no more",
        };
        let written = text.at(only.span);
        (lacks && printed && ran).then(|| {
            Spot::of(index, only.span).saying(format!(
                "`{written}` stands alone here: that {does}. A redirection belongs to the command or group that it is written on, directly behind it: `{{ ...; }} {written}`."
            ))
        })
    })
}
