//! Ideas about what `exit` and `exec` end: the shell they run in, and no other.

use super::evidence::{Evidence, Text};
use super::find::{find_run, find_simple};
use super::status::shorten;
use super::tree::{self, Role};
use super::words;
use super::{Idea, Level, Spot};
use crate::trace::{ForkReason, How, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "exit-in-parens",
        "`exit` always ends the script.",
        "Parentheses start a copy of the shell; `exit` ended only that copy and its number became `$?`. Braces `{ ...; }` run in your own shell.",
    )
    .ranked(3)
    .by(exit_in_parens),
    Idea::core(
        "exit-vs-return",
        "`exit` inside a function leaves the function.",
        "`exit` ends the whole shell, even from inside a function. `return` ends only the function.",
    )
    .by(exit_in_function),
    Idea::later(
        "exit-in-sourced-file",
        "`. file` and `sh file` are the same thing.",
        "`.` reads the file into your shell, so its `exit` is your exit (and its variables are yours). `sh file` uses a new process.",
    )
    .ranked(2)
    .by(exit_in_sourced),
    Idea::core(
        "exec-comes-back",
        "After `exec cmd` the script goes on.",
        "`exec` replaces the shell by the command: same process, and nothing after it is left to run. That is why it is the last line of an entrypoint.",
    )
    .at(Level::Static)
    .by(exec_comes_back),
    Idea::later(
        "return-leaves-script",
        "`return` ends a script.",
        "`return` leaves a function. A script is left with `exit`: outside a function some shells take `return`, and others refuse it.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(return_at_top),
];

fn exit_in_parens(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.exits().find_map(|(_, event, status)| {
        let span = event.span?;
        let mut texts = evidence.texts.iter().enumerate();
        let (number, text) = texts.find(|(_, text)| text.source == Some(event.source))?;
        let simple = text.tree.simples().find(|simple| simple.command.span == span)?;
        let (_, reason) = evidence.fork_of(event.pid)?;
        let roles = text.tree.roles(simple.index);
        let at = roles.iter().position(|role| *role == Role::Subshell)?;
        if reason != ForkReason::Subshell || roles[..at].contains(&Role::Substitution) {
            return None;
        }
        let mut index = simple.index;
        for _ in 0..=at {
            index = text.tree.list_of(index).parent?;
        }
        let group = text.tree.commands[index];
        // `(exit 3)` alone is how one makes a status.
        let alone = text.tree.lists.iter().any(|list| {
            list.parent == Some(index) && list.list.span() == Some(span)
        });
        let goes_on = text.tree.next_item(index).is_some_and(|item| evidence.did_run(text, item.and_or.span()));
        (!alone && goes_on && !text.tree.is_checked(index)).then(|| {
            let (whole, own) = match event.source {
                0 => ("line", "your own shell"),
                _ => ("script", "the script's own shell"),
            };
            let said = format!(
                "Parentheses start a copy of the shell; `exit` ended only that copy, its {status} became `$?`, and the {whole} went on. Braces `{{ ...; }}` run in {own}."
            );
            Spot::of(number, group.command.span()).saying(said)
        })
    })
}

fn exit_in_function(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    evidence.exits().find_map(|(at, event, status)| {
        let span = event.span.filter(|_| event.source == 0)?;
        let simple = text.tree.simples().find(|simple| simple.command.span == span)?;
        let definition = text.tree.function_of(simple.index)?;
        let name = String::from_utf8_lossy(definition.name).into_owned();
        if evidence.fork_of(event.pid).is_some() {
            return None;
        }
        let call = evidence.runs.iter().rfind(|ran| {
            ran.began < at && ran.run.how == Some(How::Function) && ran.run.name() == definition.name
        })?;
        let index = text.tree.commands.iter().position(|node| node.command.span() == call.run.span)?;
        let plain = text.tree.is_alone(index) && text.tree.list_of(index).role == Role::Program;
        let next = text.tree.next_item(index)?;
        plain.then(|| {
            Spot::line(span)
                .instead(text.with(span, &format!("return {status}")))
                .saying(format!(
                    "`exit` ends the whole shell, even from inside the function `{name}`, so `{}` never ran. `return {status}` ends only the function.",
                    shorten(&text.at(next.and_or.span()))
                ))
        })
    })
}

fn exit_in_sourced(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        if ran.run.name() != b"." {
            return None;
        }
        let left = evidence
            .within(ran)
            .iter()
            .find_map(|event| match event.kind {
                TraceKind::Jumped {
                    jump: crate::trace::Jump::Exit(status),
                } if event.pid == ran.run.pid && event.source != 0 => Some(status),
                _ => None,
            })?;
        let file = ran.run.words().get(1)?.clone();
        Some(Spot::line(ran.run.span).saying(format!(
            "`.` reads {file} into your own shell, so its `exit` ended your shell, with {left}. `sh {file}` would use a new process."
        )))
    })
}

fn exec_comes_back(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.arguments().first()?;
        if !simple.is(&["exec"]) || !text.tree.is_alone(simple.index) {
            return None;
        }
        let next = text.tree.next_item(simple.index)?;
        // A job is another process, and what that becomes does not matter to the shell.
        if text.tree.is_job(simple.index) {
            return None;
        }
        // What stands there for the case that the program is missing says so or leaves.
        let fallback = tree::first_command(&next).is_some_and(|next| {
            let name = next
                .words
                .first()
                .and_then(words::literal)
                .unwrap_or_default();
            let to_stderr = next
                .redirects
                .iter()
                .any(|redirect| words::is_text(&redirect.target, "2"));
            matches!(name.as_str(), "exit" | "return") || to_stderr
        });
        let name = text.at(command.span);
        let ran = evidence.runs_at(text, simple.command.span).last();
        // What cannot be run takes nobody's place.
        let failed = ran.is_some_and(|ran| {
            let status = ran.run.status();
            status.is_some_and(|status| matches!(status.0, 126 | 127))
        });
        if failed {
            return None;
        }
        let level = if ran.is_some() {
            Level::Certain
        } else {
            Level::Static
        };
        (!fallback).then(|| {
            Spot::of(index, simple.command.span).at(level).saying(format!(
                "`exec` puts `{name}` in the shell's place: same process, so nothing is left to run `{}`. `exec` is for the last line of a script, such as an entrypoint.",
                shorten(&text.at(next.and_or.span()))
            ))
        })
    })
}

fn return_at_top(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let in_function = text.tree.function_of(simple.index).is_some();
        if !simple.is(&["return"]) || in_function || !is_script(evidence, text) {
            return None;
        }
        let name = simple.command.words[0].span;
        let ran = evidence.runs_at(text, simple.command.span).next().is_some();
        Some(
            Spot::of(index, simple.command.span)
                .at(if ran { Level::Certain } else { Level::Static })
                .instead(text.with(name, "exit")),
        )
    })
}

/// Whether a shell of its own runs the text: not one that reads it by `.`.
fn is_script(evidence: &Evidence<'_>, text: &Text<'_>) -> bool {
    let line = evidence.line();
    let mut simples = line.tree.simples();
    let runner = simples.find(|simple| Some(simple.command.span) == text.runner);
    runner.is_some_and(|simple| !simple.is(&["."]))
}
