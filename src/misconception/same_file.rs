//! Ideas about one file that is opened twice: read and written, or written by two redirections.

use super::and_or::{is_output, redirect_failed};
use super::evidence::Evidence;
use super::find::find_simple;
use super::joined::swallowed_by;
use super::pipes::simple;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator, SimpleCommand};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "same-file-in-and-out",
        "`sort f > f` sorts the file in place.",
        "The shell empties the file before the command starts, so there is nothing left to read. Write to a new name, then `mv`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(same_file),
    Idea::later(
        "file-opened-twice",
        "`> log 2> log` puts both into log.",
        "Each `>` opens the file for itself and writes at a place of its own, so one overwrites the other. For both: `> log 2>&1`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(opened_twice),
];

/// Programs that read the files they are given.
pub(super) const READERS: [&str; 15] = [
    "cat", "sort", "grep", "sed", "awk", "head", "tail", "tr", "cut", "uniq", "wc", "nl", "tac",
    "rev", "jq",
];

fn same_file(evidence: &Evidence<'_>) -> Option<Spot> {
    if let Some(spot) = same_file_by_tee(evidence) {
        return Some(spot);
    }
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.pipelines.iter().find_map(|node| {
            let simples = || node.pipeline.commands.iter().filter_map(simple);
            let mut written = simples().flat_map(|command| {
                let redirects = command.redirects.iter();
                redirects.filter(|redirect| empties(redirect)).map(move |redirect| (command, redirect))
            });
            let (writer, redirect, path, (reader, reads)) = written.find_map(|(command, redirect)| {
                let path = words::literal(&redirect.target)?;
                // Whose operands go on with another command was not to read them.
                if swallowed_by(evidence, command).is_some() {
                    return None;
                }
                let reader = simples().find_map(|command| reads(command, &path))?;
                Some((command.span, redirect, path, reader))
            })?;
            // What is no file loses nothing, nor does one that was not opened.
            let spared = path.starts_with("/dev/") || redirect_failed(evidence, text, redirect.span);
            let ran = evidence.did_run(text, node.pipeline.span);
            let said = match reads == writer {
                true => format!(
                    "The shell empties `{path}` before `{reader}` can read it, so there is nothing left. Write to a new name, then `mv`."
                ),
                false => format!(
                    "The shell empties `{path}` while it starts the pipeline: whether `{reader}` has read the file by then is chance. Write to a new name, then `mv`."
                ),
            };
            (!spared).then(|| {
                Spot::of(index, redirect.span)
                    .at(if ran { Level::Certain } else { Level::Static })
                    .saying(said)
            })
        })
    })
}

/// Whether a redirection empties the file it writes to.
fn empties(redirect: &IoRedirect<'_>) -> bool {
    redirect.operator != RedirectOperator::Append && is_output(redirect)
}

/// The name and place of a command that reads the file `path`.
fn reads(command: &SimpleCommand<'_>, path: &str) -> Option<(String, Span)> {
    let name =
        words::literal(command.words.first()?).filter(|name| READERS.contains(&name.as_str()))?;
    let skipped = usize::from(takes_text_first(&name));
    let operands = command.words.iter().skip(1).filter_map(words::literal);
    let mut operands = operands.filter(|word| !word.starts_with('-')).skip(skipped);
    let fed = command.redirects.iter().any(|input| {
        input.operator == RedirectOperator::Input && words::is_text(&input.target, path)
    });
    let reads = fed || operands.any(|operand| operand == path);
    reads.then_some((name, command.span))
}

/// Whether the first operand of a command of this name is a text and not a file.
pub(super) fn takes_text_first(name: &str) -> bool {
    matches!(name, "grep" | "sed" | "awk" | "tr" | "jq")
}

/// `sort f | tee f`: the path, and the command that reads it.
fn teed<'a>(stages: &[&SimpleCommand<'a>]) -> Option<(Span, String, String)> {
    let (tee, before) = stages.split_last()?;
    let name = words::literal(tee.words.first()?)?;
    let operands = || tee.words.iter().skip(1);
    let appends = operands().any(|word| words::is_text(word, "-a"));
    if name != "tee" || appends {
        return None;
    }
    operands().find_map(|word| {
        let path = words::literal(word).filter(|path| !path.starts_with("/dev/"))?;
        let reads = |command: &&&SimpleCommand<'_>| {
            let named = command.words.iter().skip(1);
            let fed = command.redirects.iter();
            let mut fed = fed.filter(|redirect| redirect.operator == RedirectOperator::Input);
            named.clone().any(|word| words::is_text(word, &path))
                || fed.any(|redirect| words::is_text(&redirect.target, &path))
        };
        let reader = before.iter().find(reads)?;
        let reader = words::literal(reader.words.first()?)
            .filter(|name| READERS.contains(&name.as_str()))?;
        Some((word.span, path, reader))
    })
}

fn same_file_by_tee(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.pipelines.iter().find_map(|node| {
            let stages: Option<Vec<_>> = node.pipeline.commands.iter().map(simple).collect();
            let (span, path, reader) = teed(&stages?)?;
            let ran = evidence.did_run(text, node.pipeline.span);
            Some(
                Spot::of(index, span)
                    .at(if ran { Level::Certain } else { Level::Static })
                    .saying(format!(
                        "`tee` empties `{path}` when it starts, and both start at once: whether `{reader}` has read the file by then is chance. Write to a new name, then `mv`."
                    )),
            )
        })
    })
}

/// `> log 2> log`
fn opened_twice(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let redirects = simple.command.redirects;
        let opens = |fd: u32| {
            redirects.iter().rfind(move |redirect| {
                let own = redirect.fd.unwrap_or(1) == fd;
                own && matches!(
                    redirect.operator,
                    RedirectOperator::Output | RedirectOperator::Clobber
                )
            })
        };
        let (output, messages) = (opens(1)?, opens(2)?);
        let path = words::literal(&output.target).filter(|path| !path.starts_with("/dev/"))?;
        if !words::is_text(&messages.target, &path) {
            return None;
        }
        let (first, second) = match output.span.start < messages.span.start {
            true => (output.span, messages.span),
            false => (messages.span, output.span),
        };
        let meant = format!("> {} 2>&1", text.at(output.target.span));
        let whole = Span::new(first.start, second.end);
        Some(
            Spot::of(index, whole)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(whole, &meant))
                .saying(format!(
                    "Each `>` opens `{path}` for itself and writes at a place of its own, so each may overwrite what the other wrote. For both: `{meant}`."
                )),
        )
    })
}
