//! A redirection of messages where the output was to go to the file.

use super::evidence::Evidence;
use super::find::find_simple;
use super::status::shorten;
use super::words;
use super::{Idea, Spot};
use crate::syntax::ast::RedirectOperator;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "messages-for-output",
    "`2> file` sends what a command prints to the file.",
    "`2>` sends the error messages alone. What a command prints goes to a file by `>`.",
)
.ranked(2)
.by(messages_alone)];

/// `cmd 2> file`, where the file is to hold what `cmd` printed on the screen.
fn messages_alone(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let redirect = command.redirects.iter().find(|redirect| {
            redirect.fd == Some(2)
                && matches!(
                    redirect.operator,
                    RedirectOperator::Output | RedirectOperator::Append
                )
        })?;
        let path = words::literal(&redirect.target)?;
        let wanted = evidence
            .wanted?
            .files
            .iter()
            .find(|(file, _)| *file == path);
        let wanted = wanted?.1.as_ref().filter(|wanted| !wanted.is_empty())?;
        let lacks = evidence
            .file(path.as_bytes())
            .is_none_or(|file| file.content != *wanted);
        let ran = evidence.runs_at(text, command.span).last()?;
        let printed = evidence.seen.screen.get(ran.run.printed.clone()?)?;
        let sign = text.at(redirect.span).replacen('2', "", 1);
        (lacks && !printed.is_empty()).then(|| {
            Spot::of(index, redirect.span)
                .instead(text.with(redirect.span, &sign))
                .saying(format!(
                    "`{}` sends the error messages alone to `{path}`, so what `{}` prints went to the screen. For that it is `{sign}`.",
                    text.at(redirect.span),
                    shorten(&text.at(command.span))
                ))
        })
    })
}
