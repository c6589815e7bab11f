//! Ideas about redirections that were meant for a pipe, and pipes that were meant for a file.

use super::and_or::is_output;
use super::evidence::{Evidence, Text};
use super::find::{find_run, find_simple};
use super::handed_on::reads_only_input;
use super::pipes::simple;
use super::program_texts::is_program;
use super::testing::level;
use super::tree::Simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{Command, IoRedirect, RedirectOperator, SimpleCommand};
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "redirect-to-command",
        "`>` sends output to another program.",
        "`>` writes to a file. Use `|` to feed a command.",
    )
    .at(Level::Static)
    .by(redirect_to_command),
    Idea::later(
        "pipe-to-file",
        "`|` writes to a file.",
        "`|` needs a command on its right, and a file is not one (127). Use `>`.",
    )
    .ranked(2)
    .by(pipe_to_file),
];

/// Commands that are there to read what another prints.
const FILTERS: [&str; 16] = [
    "wc", "grep", "egrep", "head", "tail", "tr", "sed", "awk", "cut", "uniq", "sort", "less",
    "more", "tee", "xargs", "rev",
];

/// Whether the file of a redirection has the name of a command, and words of `command` that this was to get stand behind it.
pub(super) fn is_for_command(command: &SimpleCommand<'_>, redirect: &IoRedirect<'_>) -> bool {
    let target = words::bare(&redirect.target);
    let last = command.words.last();
    target.is_some_and(|target| FILTERS.contains(&target.as_str()))
        && last.is_some_and(|last| last.span.start > redirect.span.end)
}

fn redirect_to_command(evidence: &Evidence<'_>) -> Option<Spot> {
    // They read no standard input either.
    const DEAF: [&str; 5] = ["rm", "rmdir", "mkdir", "kill", "echo"];
    find_simple(evidence, |index, text, simple| {
        let named = |redirect: &&IoRedirect<'_>, known: &[&str]| {
            is_output(redirect)
                && words::bare(&redirect.target)
                    .is_some_and(|target| known.contains(&target.as_str()))
        };
        let mut redirects = simple.command.redirects.iter();
        if let Some(redirect) = redirects.clone().find(|redirect| named(redirect, &DEAF)) {
            let target = words::bare(&redirect.target)?;
            if let Some(spot) = behind_test(evidence, (index, text), &simple, redirect) {
                return Some(spot);
            }
            return Some(Spot::of(index, redirect.span).asking(format!(
                "Is `{target}` meant to be a file? `>` writes to a file, here one called `{target}`, and runs nothing. What a command prints becomes arguments by `$( )`: `{target} $(...)`."
            )));
        }
        if let Some(spot) = messages_to_command(evidence, (index, text), &simple) {
            return Some(spot);
        }
        let Some(redirect) = redirects.find(|redirect| named(redirect, &FILTERS)) else {
            return second_command(evidence, (index, text), &simple);
        };
        let target = words::bare(&redirect.target)?;
        let behind: Vec<String> = simple
            .command
            .words
            .iter()
            .filter(|word| word.span.start > redirect.span.end)
            .map(|word| text.at(word.span))
            .collect();
        let operator = Span::new(redirect.span.start, redirect.target.span.start);
        let spot = Spot::of(index, redirect.span).instead(text.with(operator, "| "));
        let said =
            format!("`>` writes to a file, here one called `{target}`. Use `|` to feed a command.");
        let ran = evidence.runs_at(text, simple.command.span).next().is_some();
        Some(match behind.is_empty() {
            false => spot
                .at(if ran { Level::Certain } else { Level::Static })
                .saying(said),
            true => spot.asking(format!("Is `{target}` meant to be a file? {said}")),
        })
    })
}

/// `[ -e lock ] > echo busy`: an arrow from a test to the command that was to run.
fn behind_test(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
    redirect: &IoRedirect<'_>,
) -> Option<Spot> {
    let test = Test::of(simple)?;
    let (target, sign) = (text.at(redirect.target.span), redirect.operator.as_str());
    let operator = Span::new(redirect.span.start, redirect.target.span.start);
    Some(
        Spot::of(index, redirect.span)
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(operator, "&& "))
            .saying(format!(
                "`{sign}` writes to a file, here one called `{target}`, and what follows is an argument of `{}`. To run `{target}` if the test says yes, the sign is `&&`.",
                test.name()
            )),
    )
}

/// `sh build.sh 2>| grep -c warning`: the messages in a file called `grep`.
fn messages_to_command(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let mut redirects = simple.command.redirects.iter();
    let redirect = redirects.find(|redirect| {
        let writes = matches!(
            redirect.operator,
            RedirectOperator::Output | RedirectOperator::Clobber
        );
        let target = words::bare(&redirect.target);
        let is_filter = target.is_some_and(|target| FILTERS.contains(&target.as_str()));
        writes && redirect.fd == Some(2) && is_filter
    })?;
    let last = simple.command.words.last()?;
    let (target, sign) = (text.at(redirect.target.span), redirect.operator.as_str());
    let operator = Span::new(redirect.span.start, redirect.target.span.start);
    (last.span.start > redirect.span.end).then(|| {
        Spot::of(index, redirect.span)
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(operator, "2>&1 | "))
            .saying(format!(
                "`2{sign}` is one sign, and writes the messages to a file, here one called `{target}`. Both outputs go to a command by `2>&1 | {target}`."
            ))
    })
}

/// `sort names > mv names`: a file by the name of a command, and words that this was to get.
fn second_command(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    const COMMANDS: [&str; 11] = [
        "mv", "cp", "cat", "ls", "chmod", "sh", "cd", "ln", "printf", "touch", "find",
    ];
    let mut redirects = simple.command.redirects.iter();
    let redirect = redirects.find(|redirect| {
        let target = words::bare(&redirect.target);
        is_output(redirect) && target.is_some_and(|target| COMMANDS.contains(&target.as_str()))
    })?;
    let (target, first) = (text.at(redirect.target.span), simple.name()?);
    let before = &evidence.seen.files_before;
    let is_there = before
        .iter()
        .any(|file| file.path.to_str() == Some(target.as_str()));
    let behind = simple.command.words.last()?.span.start > redirect.span.end;
    (behind && !is_there).then(|| {
        Spot::of(index, redirect.span).asking(format!(
            "Is `{target}` to be a command? `>` writes to a file, here one called `{target}`, and what follows is an argument of `{first}`. Another command begins behind `;`, `&&`, `||` or `|`."
        ))
    })
}

/// What is said of `rm | list` and `sort | names`, where a command that prints nothing, or has nothing to read, was to get what stands
/// in the file; and the line that does it.
fn turned_round(text: &Text<'_>, stages: &[Command<'_>], file: &str) -> Option<(String, String)> {
    let [first, _] = stages else { return None };
    let command = simple(first)?;
    let called = words::literal(command.words.first()?)?;
    let written = text.at(command.span);
    let options = command
        .words
        .iter()
        .skip(1)
        .all(|word| words::literal(word).is_some_and(|word| word.starts_with('-')));
    let takes = matches!(called.as_str(), "rm" | "rmdir" | "mkdir" | "touch" | "kill");
    match (takes && options, reads_only_input(command)) {
        (true, _) => Some((
            "What stands in a file becomes arguments by".to_owned(),
            format!("{written} $(cat {file})"),
        )),
        (_, true) => Some((
            format!("What `{called}` is to read stands behind it:"),
            format!("{written} {file}"),
        )),
        _ => None,
    }
}

fn pipe_to_file(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    find_run(evidence, |ran| {
        let index = text
            .tree
            .commands
            .iter()
            .position(|node| node.command.span() == ran.run.span)?;
        let stage = text.tree.commands[index].stage;
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let extension = name.rsplit_once('.').is_some_and(|(stem, end)| {
            !stem.is_empty()
                && (1..=4).contains(&end.len())
                && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        let file = evidence.file(name.as_bytes());
        // A program of the folder was to run, and not to be written over.
        if name.ends_with(".sh") || file.is_some_and(|file| is_program(evidence, file)) {
            return None;
        }
        let is_file = extension || file.is_some();
        let last = stage > 0 && stage + 1 == text.tree.pipeline_of(index).pipeline.commands.len();
        let before = text
            .tree
            .pipeline_of(index)
            .pipeline
            .commands
            .get(stage.checked_sub(1)?)?
            .span();
        let bar = Span::new(before.end, ran.run.span.start);
        let stages = text.tree.pipeline_of(index).pipeline.commands;
        let mut read = stages
            .iter()
            .filter_map(simple)
            .flat_map(|simple| simple.words.iter().skip(1));
        let is_read = read.any(|word| words::is_text(word, &name));
        let spot = Spot::line(ran.run.span);
        let turned = turned_round(text, stages, &name).filter(|_| !is_read);
        if let Some((said, line)) = turned.filter(|_| last && is_file) {
            let missing = ran.run.how == Some(How::NotFound);
            let whole = text.tree.pipeline_of(index).pipeline.span;
            return missing.then(|| {
                spot.instead(text.with(whole, &line)).saying(format!(
                "`|` needs a command on its right, and `{name}` is not one (127). {said} `{line}`."
            ))
            });
        }
        (last && is_file && ran.run.how == Some(How::NotFound)).then(|| match is_read {
            true => spot.saying(format!(
                "`|` needs a command on its right, and `{name}` is not one (127). Write to a file of another name with `>`, then `mv` it: `> {name}` would empty the file before it is read."
            )),
            false => spot.instead(text.with(bar, " > ")).saying(format!(
                "`|` needs a command on its right, and `{name}` is not one (127). Use `>` to write to a file."
            )),
        })
    })
}
