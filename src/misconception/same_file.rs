//! Ideas about one file that is opened twice: read and written, or written by two redirections.

use super::and_or::{is_output, redirect_failed};
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::joined::swallowed_by;
use super::pipes::simple;
use super::testing::level;
use super::tree::Role;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{
    Command, IoRedirect, Parameter, RedirectOperator, SimpleCommand, Word, WordPart, WordPartKind,
};

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
            // What a `$( )` in the words reads, it reads before a redirection is made.
            let depth = substitutions(text, node.pipeline.commands.first()?.span());
            let within = || {
                let all = text.tree.simples().map(|simple| simple.command);
                let all = all.filter(|command| node.pipeline.span.contains(command.span));
                all.filter(|command| substitutions(text, command.span) == depth)
            };
            let mut written = node.pipeline.commands.iter().flat_map(|command| {
                let redirects = redirects(command).iter();
                redirects.filter(|redirect| empties(redirect)).map(move |redirect| (command, redirect))
            });
            let (writer, redirect, path, (reader, reads)) = written.find_map(|(command, redirect)| {
                let path = path_of(&redirect.target)?;
                // Whose operands go on with another command was not to read them.
                if simple(command).is_some_and(|command| swallowed_by(evidence, command).is_some()) {
                    return None;
                }
                // In another folder it is another file.
                let goes = |command: &SimpleCommand<'_>| {
                    command.words.first().is_some_and(|name| words::is_text(name, "cd"))
                };
                if within().any(goes) {
                    return None;
                }
                let reader = within().find_map(|command| reads(command, &path))?;
                Some((command.span(), redirect, path, reader))
            })?;
            // What is no file loses nothing, nor does one that was not opened.
            let spared = path.starts_with("/dev/") || redirect_failed(evidence, text, redirect.span);
            let ran = evidence.did_run(text, node.pipeline.span);
            let said = match writer.contains(reads) {
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
    let messages = IoRedirect {
        fd: None,
        ..*redirect
    };
    let both = is_output(redirect) || redirect.fd == Some(2) && is_output(&messages);
    redirect.operator != RedirectOperator::Append && both
}

/// In how many substitutions the command at `span` stands.
fn substitutions(text: &Text<'_>, span: Span) -> usize {
    let mut commands = text.tree.commands.iter();
    let index = commands.position(|node| node.command.span() == span);
    let roles = index.map_or(Vec::new(), |index| text.tree.roles(index));
    let within = roles.iter().filter(|role| **role == Role::Substitution);
    within.count()
}

/// The redirections of a command, of whatever kind.
fn redirects<'a>(command: &Command<'a>) -> &'a [IoRedirect<'a>] {
    match command {
        Command::Simple(simple) => simple.redirects,
        Command::Compound(compound) => compound.redirects,
        Command::Function(_) => &[],
    }
}

/// The path that a word is, in the shortest way to write it.
fn path_of(word: &Word<'_>) -> Option<String> {
    let path = words::literal(word).or_else(|| in_this_folder(word))?;
    let short = path.strip_prefix("./").filter(|rest| !rest.is_empty());
    Some(short.map_or(path.clone(), str::to_owned))
}

/// `names` for `$PWD/names`.
fn in_this_folder(word: &Word<'_>) -> Option<String> {
    let (first, rest) = word.parts.split_first()?;
    let folder = Word {
        parts: std::slice::from_ref(first),
        span: first.span,
    };
    let [
        WordPart {
            kind: WordPartKind::Literal(path),
            ..
        },
    ] = rest
    else {
        return None;
    };
    let is_here = words::parameter(&folder) == Some(Parameter::Variable(b"PWD"));
    let path = String::from_utf8_lossy(path.strip_prefix(b"/")?).into_owned();
    is_here.then_some(path)
}

/// The name and place of a command that reads the file `path`.
fn reads(command: &SimpleCommand<'_>, path: &str) -> Option<(String, Span)> {
    let name =
        words::literal(command.words.first()?).filter(|name| READERS.contains(&name.as_str()))?;
    let skipped = usize::from(takes_text_first(&name));
    let operands = command.words.iter().skip(1).filter_map(path_of);
    let mut operands = operands.filter(|word| !word.starts_with('-')).skip(skipped);
    let fed = command.redirects.iter().any(|input| {
        input.operator == RedirectOperator::Input
            && path_of(&input.target).is_some_and(|target| target == path)
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
