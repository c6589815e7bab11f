//! Ideas about redirections that were meant for a pipe, a descriptor or the same file, and pipes that were meant for a file.

use super::and_or::is_output;
use super::broken::Broken;
use super::evidence::{Evidence, Text};
use super::find::{find_run, find_simple};
use super::pipes::simple;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator, SimpleCommand};
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
    Idea::core(
        "same-file-in-and-out",
        "`sort f > f` sorts the file in place.",
        "The shell empties the file before the command starts, so there is nothing left to read. Write to a new name, then `mv`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(same_file),
    Idea::later(
        "redirect-to-number",
        "`2>1` sends errors where standard output goes.",
        "`>` writes to a file, whatever its name. To where descriptor 1 goes it is `>&1`, as in `2>&1`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(to_number),
    Idea::later(
        "message-to-output",
        "`echo text 2>&1` prints on standard error.",
        "`2>&1` sends standard error to where standard output goes, and `echo` prints on standard output. On standard error it prints by `>&2`.",
    )
    .at(Level::Ask)
    .ranked(2)
    .by(message_to_output),
    Idea::later(
        "file-opened-twice",
        "`> log 2> log` puts both into log.",
        "Each `>` opens the file for itself and writes at a place of its own, so one overwrites the other. For both: `> log 2>&1`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(opened_twice),
    Idea::later(
        "amp-behind-arrow",
        "`>& file` is standard.",
        "Behind `>&` stands a descriptor's number. For output and messages in one file: `> file 2>&1`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(ampersand_behind),
];

fn redirect_to_command(evidence: &Evidence<'_>) -> Option<Spot> {
    const FILTERS: [&str; 16] = [
        "wc", "grep", "egrep", "head", "tail", "tr", "sed", "awk", "cut", "uniq", "sort", "less",
        "more", "tee", "xargs", "rev",
    ];
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
            return Some(Spot::of(index, redirect.span).asking(format!(
                "Is `{target}` meant to be a file? `>` writes to a file, here one called `{target}`, and runs nothing. What a command prints becomes arguments by `$( )`: `{target} $(...)`."
            )));
        }
        let redirect = redirects.find(|redirect| named(redirect, &FILTERS))?;
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
        let is_file = extension || evidence.file(name.as_bytes()).is_some();
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

/// Programs that read the files they are given.
const READERS: [&str; 15] = [
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
            let (writer, redirect, path) = simples().find_map(|command| {
                let redirect = command.redirects.iter().find(|redirect| {
                    redirect.operator == RedirectOperator::Output && is_output(redirect)
                })?;
                Some((command.span, redirect, words::literal(&redirect.target)?))
            })?;
            let (reader, reads) = simples().find_map(|command| {
                let name = words::literal(command.words.first()?).filter(|name| READERS.contains(&name.as_str()))?;
                let skipped = match name.as_str() {
                    "grep" | "sed" | "awk" | "tr" | "jq" => 1,
                    _ => 0,
                };
                let operands = command.words.iter().skip(1).filter_map(words::literal);
                let mut operands = operands.filter(|word| !word.starts_with('-')).skip(skipped);
                let fed = command.redirects.iter().any(|input| {
                    input.operator == RedirectOperator::Input && words::is_text(&input.target, &path)
                });
                let reads = fed || operands.any(|operand| operand == path);
                reads.then_some((name, command.span))
            })?;
            // What is no file loses nothing.
            let device = path.starts_with("/dev/");
            let ran = evidence.did_run(text, node.pipeline.span);
            let said = match reads == writer {
                true => format!(
                    "The shell empties `{path}` before `{reader}` can read it, so there is nothing left. Write to a new name, then `mv`."
                ),
                false => format!(
                    "The shell empties `{path}` while it starts the pipeline: whether `{reader}` has read the file by then is chance. Write to a new name, then `mv`."
                ),
            };
            (!device).then(|| {
                Spot::of(index, redirect.span)
                    .at(if ran { Level::Certain } else { Level::Static })
                    .saying(said)
            })
        })
    })
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

/// `>& log`
fn ampersand_behind(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let redirect = simple.command.redirects.iter().find(|redirect| {
            let target = words::bare(&redirect.target);
            redirect.operator == RedirectOperator::DuplicateOutput
                && target.is_some_and(|target| target != "-" && !words::is_integer(&target))
        })?;
        let target = text.at(redirect.target.span);
        let meant = match redirect.fd {
            None | Some(1) => format!("> {target} 2>&1"),
            Some(fd) => format!("{fd}> {target}"),
        };
        Some(
            Spot::of(index, redirect.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(redirect.span, &meant))
                .saying(format!(
                    "Behind `>&` stands a descriptor's number, and `{target}` is none. To write to a file: `{meant}`."
                )),
        )
    })
}

/// `2> &1`, where the `&` ends the command.
fn apart(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let sign = broken.found().filter(|token| token.text == "&")?;
    let arrow = broken.previous().filter(|token| token.text == ">")?;
    let number = broken.tokens.get(broken.at + 1)?;
    let digit = matches!(number.text, "1" | "2") && number.span.start == sign.span.end;
    let whole = Span::new(arrow.span.start, number.span.end);
    let meant = format!(">&{}", number.text);
    digit.then(|| {
        broken
            .spot(whole)
            .at(Level::SyntaxError)
            .instead(broken.with(whole, &meant))
            .saying(format!(
                "`{meant}` is one sign: no blank stands before the `&`, which alone ends a command."
            ))
    })
}

/// `2&>1`: the two characters of a sign in the wrong order.
struct Swapped {
    /// From the digit before it on.
    span: Span,
    meant: String,
}

impl Swapped {
    /// `None` where no `&` stands right before the arrow; `Some(None)` where one does and no digit before that.
    fn of(text: &Text<'_>, redirect: &IoRedirect<'_>) -> Option<Option<Swapped>> {
        let start = redirect.span.start as usize;
        let [before @ .., b'&'] = text.bytes.get(..start)? else {
            return None;
        };
        let [rest @ .., digit @ (b'1' | b'2')] = before else {
            return Some(None);
        };
        let is_word = rest.last().is_none_or(u8::is_ascii_whitespace);
        let span = Span::new(rest.len() as u32, redirect.span.end);
        let target = text.at(redirect.target.span);
        let meant = format!("{}>&{target}", char::from(*digit));
        Some(is_word.then_some(Swapped { span, meant }))
    }

    fn spot(self, index: usize, text: &Text<'_>, redirect: &IoRedirect<'_>) -> Spot {
        let (written, target) = (text.at(redirect.span), text.at(redirect.target.span));
        Spot::of(index, self.span)
            .at(Level::Certain)
            .instead(text.with(self.span, &self.meant))
            .saying(format!(
                "The `&` ends the command before it and starts that in the background, and `{written}` writes to a file called `{target}`. The sign is `{}`, in this order.",
                self.meant
            ))
    }
}

/// `echo usage 2>&1`, and nothing else redirected or piped: that changes nothing.
fn message_to_output(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [redirect] = simple.command.redirects else {
            return None;
        };
        let swaps = redirect.operator == RedirectOperator::DuplicateOutput
            && redirect.fd == Some(2)
            && words::is_text(&redirect.target, "1");
        let says = simple.is(&["echo", "printf"]) && !simple.arguments().is_empty();
        let is_piped = text.tree.pipeline_of(simple.index).pipeline.commands.len() > 1;
        let name = simple.name()?;
        (swaps && says && !is_piped).then(|| {
            Spot::of(index, redirect.span)
                .instead(text.with(redirect.span, ">&2"))
                .asking(format!(
                    "Is the message to go to standard error? `2>&1` sends standard error to where standard output goes, and `{name}` prints on standard output. On standard error it prints by `>&2`."
                ))
        })
    })
}

/// `echo usage >2&`: the `&` behind the number instead of before it.
fn ampersand_last(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    span: Span,
    redirect: &IoRedirect<'_>,
) -> Option<Spot> {
    let end = redirect.span.end as usize;
    let behind = text.bytes.get(end..)?;
    let alone = behind.first() == Some(&b'&') && behind.get(1) != Some(&b'&');
    let target = text.at(redirect.target.span);
    let written = text.at(redirect.span);
    let fd = redirect.fd.map(|fd| fd.to_string()).unwrap_or_default();
    let meant = format!("{fd}>&{target}");
    let whole = Span::new(redirect.span.start, redirect.span.end + 1);
    alone.then(|| {
        Spot::of(index, whole)
            .at(level(evidence, text, span))
            .instead(text.with(whole, &meant))
            .saying(format!(
                "`{written}` writes to a file called `{target}`, and the `&` behind it starts the command in the background. The sign is `{meant}`, in this order."
            ))
    })
}

/// `echo usage &2`: the `&` ends the command, and `2` is one of its own.
fn arrow_left_out(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let first = simple.command.words.first()?;
        let name = words::bare(first).filter(|name| name == "1" || name == "2")?;
        let start = first.span.start as usize;
        let [before @ .., b'&'] = text.bytes.get(..start)? else {
            return None;
        };
        let joins = matches!(before.last(), None | Some(b'&' | b'>' | b'<' | b'|'));
        let whole = Span::new(first.span.start - 1, first.span.end);
        (!joins && simple.command.words.len() == 1).then(|| {
            Spot::of(index, whole)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(whole, &format!(">&{name}")))
                .saying(format!(
                    "The `&` ends the command before it and starts that in the background; `{name}` is then the name of a command. To where descriptor {name} goes it is `>&{name}`."
                ))
        })
    })
}

fn to_number(evidence: &Evidence<'_>) -> Option<Spot> {
    if let Some(spot) = apart(evidence).or_else(|| arrow_left_out(evidence)) {
        return Some(spot);
    }
    find_simple(evidence, |index, text, command| {
        // In a test the number was to be compared with.
        if words::Test::of(&command).is_some() {
            return None;
        }
        let redirect = command.command.redirects.iter().find(|redirect| {
            let target = words::bare(&redirect.target);
            let writes = matches!(
                redirect.operator,
                RedirectOperator::Output | RedirectOperator::Append
            );
            writes && matches!(target.as_deref(), Some("1" | "2"))
        })?;
        let (written, target) = (text.at(redirect.span), text.at(redirect.target.span));
        if let Some(swapped) = Swapped::of(text, redirect) {
            return swapped.map(|swapped| swapped.spot(index, text, redirect));
        }
        let whole = command.command.span;
        if let Some(spot) = ampersand_last(evidence, (index, text), whole, redirect) {
            return Some(spot);
        }
        let fd = redirect.fd.map(|fd| fd.to_string()).unwrap_or_default();
        let meant = format!("{fd}>&{target}");
        let ran = evidence
            .runs_at(text, command.command.span)
            .next()
            .is_some();
        Some(
            Spot::of(index, redirect.span)
                .at(if ran { Level::Certain } else { Level::Static })
                .instead(text.with(redirect.span, &meant))
                .saying(format!(
                    "`{written}` writes to a file called `{target}`. To where descriptor {target} goes it is `{meant}`."
                )),
        )
    })
}
