//! Ideas about `&`, and the order of redirections.

use super::and_or::is_output;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::look_alikes::is_mark;
use super::redirects::is_for_command;
use super::status::{is_bad_news, is_good_news, shorten};
use super::subshells::{Lost, lost_variable};
use super::tree::{self, Role};
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{Command, ListItem, Pipeline, RedirectOperator, SimpleCommand, Word};
use crate::trace::words::signal_name;
use crate::trace::{ForkReason, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "single-amp-for-and",
        "`&` works like `&&`.",
        "One `&` puts the first command in the background and goes straight on, whatever its result. Two mean \"only if it worked\".",
    )
    .at(Level::Ask)
    .by(single_ampersand),
    Idea::core(
        "amp-status",
        "`cmd &` reports the status of cmd.",
        "Starting a background job always gives 0: nothing has finished yet. Ask later with `wait \"$!\"; echo $?`.",
    )
    .ranked(2)
    .by(ampersand_status),
    Idea::core(
        "background-keeps-state",
        "`cd dir && x=1 &` changes my shell.",
        "`&` applies to the whole `&&`/`||` list before it and runs it in a copy of the shell; your own directory and variables stay as they were.",
    )
    .ranked(2)
    .by(keeps_state),
    Idea::core(
        "background-in-order",
        "Output appears in the order written.",
        "`&` does not wait, so what stands after it goes first. Without `wait`, the order of fast jobs is not even fixed.",
    )
    .at(Level::Ask)
    .by(in_order),
    Idea::core(
        "unquoted-ampersand-url",
        "A URL can be typed as it is.",
        "The `&` in the URL ended the command and put it in the background; what follows became a command of its own. Quote URLs.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(url),
    Idea::later(
        "background-stdin",
        "A background job in a script reads the script's input.",
        "In scripts a background command's input comes from `/dev/null` unless you redirect it yourself. (At a terminal it would instead be stopped when it tries to read.)",
    )
    .at(Level::Static)
    .by(background_input),
    Idea::core(
        "redirect-order",
        "`2>&1 > file` and `> file 2>&1` are the same.",
        "Redirections are done left to right: `2>&1` copied where standard output went at that moment. Put `> file` first.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(redirect_order),
    Idea::later(
        "amp-gt-bashism",
        "`&> file` is standard.",
        "By the POSIX grammar (dash), `cmd &> out` means \"run cmd in the background, then empty `out`\". Write `> out 2>&1`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(ampersand_greater),
];

/// The items of any text that end in `&` and are followed by another, with that.
fn find_background<'e>(
    evidence: &Evidence<'e>,
    spot: impl Fn(usize, &Text<'e>, &ListItem<'e>, &ListItem<'e>) -> Option<Spot>,
) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.lists.iter().find_map(|list| {
            let mut pairs = list.list.items.windows(2);
            pairs.find_map(|pair| match pair {
                [first, second] if first.background.is_some() => spot(index, text, first, second),
                _ => None,
            })
        })
    })
}

fn mentions(text: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| text.contains(wanted))
}

fn single_ampersand(evidence: &Evidence<'_>) -> Option<Spot> {
    find_background(evidence, |index, text, first, second| {
        let next = text.at(second.and_or.span());
        let (sign, outcome) = match tells_of(second) {
            Some(false) => ("||", "failed"),
            Some(true) => ("&&", "worked"),
            None if is_quick(first) || fills_what_is_read(first, second) => ("&&", "worked"),
            None => return None,
        };
        let ampersand = first.background?;
        let between = text
            .bytes
            .get(ampersand.end as usize..second.and_or.span().start as usize)?;
        let waits = next.starts_with("wait") || mentions(&next, &["$!", "$?", "jobs"]);
        (!between.contains(&b'\n') && !waits).then(|| {
            Spot::of(index, ampersand)
                .instead(text.with(ampersand, sign))
                .asking(format!(
                    "Is `{}` meant to run only if `{}` {outcome}? One `&` puts the first in the background and goes straight on, whatever its result; `&&` and `||` look at it.",
                    shorten(&next),
                    shorten(&text.at(first.and_or.span()))
                ))
        })
    })
}

/// Whether an item is made of commands alone that nobody would send to the background.
fn is_quick(item: &ListItem<'_>) -> bool {
    const QUICK: [&str; 13] = [
        "cd", "mkdir", "test", "[", "true", "false", "grep", "cp", "mv", "rm", "touch", "cmp",
        "diff",
    ];
    let quick = |pipeline: &Pipeline<'_>| match pipeline.commands {
        [Command::Simple(only)] => {
            let name = only.words.first().and_then(words::literal);
            name.is_some_and(|name| QUICK.contains(&name.as_str()))
        }
        _ => false,
    };
    let mut parts = item.and_or.rest.iter().map(|part| &part.pipeline);
    quick(&item.and_or.first) && parts.all(quick)
}

/// Whether the second item works on a file that the first one is still filling.
fn fills_what_is_read(first: &ListItem<'_>, second: &ListItem<'_>) -> bool {
    let (Some(writer), Some(reader)) = (tree::sole_command(first), tree::first_command(second))
    else {
        return false;
    };
    let mut written = writer
        .redirects
        .iter()
        .filter(|redirect| is_output(redirect));
    // Who looks into a growing file may want to see it grow.
    let watches = reader.words.first().is_some_and(|name| {
        ["tail", "ls", "less"]
            .iter()
            .any(|text| words::is_text(name, text))
    });
    let path = written.find_map(|redirect| words::literal(&redirect.target));
    path.is_some_and(|path| {
        let mut given = reader.words.iter().skip(1);
        !watches && given.any(|word| words::is_text(word, &path))
    })
}

/// Whether an item is a message of success, or one of failure.
fn tells_of(item: &ListItem<'_>) -> Option<bool> {
    let command = tree::sole_command(item)?;
    let (name, rest) = command.words.split_first()?;
    if !words::is_text(name, "echo") {
        return None;
    }
    let said: Vec<String> = rest.iter().filter_map(words::literal).collect();
    let said = said.join(" ").to_lowercase();
    match is_bad_news(&said) {
        true => Some(false),
        // "done" is said of what was started as well.
        false => (is_good_news(&said) && !mentions(&said, &["done"])).then_some(true),
    }
}

fn ampersand_status(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence
        .reads
        .iter()
        .filter(|read| read.source == 0)
        .find_map(|read| {
            let latest = read.setter.as_ref()?.latest()?;
            matches!(latest.kind, TraceKind::JobStarted { .. }).then(|| Spot::line(read.span))
        })
}

fn keeps_state(evidence: &Evidence<'_>) -> Option<Spot> {
    let is_async = |reason: ForkReason| reason == ForkReason::AsyncList;
    if let Some(Lost { text, span, name }) = lost_variable(evidence, is_async) {
        return Some(Spot::of(text, span).saying(format!(
            "`{name}` was set in the background: `&` applies to the whole `&&`/`||` list before it and runs it in a copy of the shell. Your own variables stay as they were."
        )));
    }
    let moved = evidence.runs.iter().find(|ran| {
        ran.run.name() == b"cd"
            && ran.run.how.is_some()
            && evidence.forked_as(ran.run.pid, is_async)
            && ran.run.status().is_some_and(|status| status.is_success())
    })?;
    let asks = |event: &crate::trace::TraceEvent| {
        match &event.kind {
        TraceKind::Started { argv, .. } => argv.first().is_some_and(|name| name == b"pwd" || name == b"ls"),
        TraceKind::Expanded { steps, .. } => steps.iter().any(|step| {
            matches!(step, crate::trace::ExpansionStep::Parameter { name, .. } if name == b"PWD")
        }),
        _ => false,
    }
    };
    let relies = evidence.seen.trace[moved.began..].iter().find(|event| {
        event.source == 0 && !evidence.forked_as(event.pid, is_async) && asks(event)
    })?;
    Some(Spot::line(relies.span?).saying(
        "The `cd` ran in the background: `&` applies to the whole `&&`/`||` list before it and runs it in a copy of the shell. Your own directory stays as it was.".to_owned(),
    ))
}

fn in_order(evidence: &Evidence<'_>) -> Option<Spot> {
    find_background(evidence, |index, text, first, second| {
        if index != 0 {
            return None;
        }
        let prints = |span: Span, in_background: bool| {
            evidence.runs.iter().position(|ran| {
                ran.run.source == 0
                    && span.contains(ran.run.span)
                    && matches!(ran.run.name(), b"echo" | b"printf")
                    && evidence.forked_as(ran.run.pid, |reason| reason == ForkReason::AsyncList)
                        == in_background
            })
        };
        let slow = prints(first.and_or.span(), true)?;
        let fast = prints(second.and_or.span(), false)?;
        let slept = text.at(first.and_or.span()).contains("sleep");
        (slow > fast && slept && !evidence.prints_as_wanted()).then(|| {
            Spot::line(second.and_or.span()).asking(format!(
                "Did you expect the background job to print first? `&` does not wait, so `{}` went first.",
                shorten(&text.at(second.and_or.span()))
            ))
        })
    })
}

fn is_address(text: &str) -> bool {
    let query = text
        .rsplit_once('?')
        .is_some_and(|(_, query)| query.contains('='));
    text.contains("://") || query
}

fn url(evidence: &Evidence<'_>) -> Option<Spot> {
    find_background(evidence, |index, text, first, second| {
        let command = tree::sole_command(first)?;
        let given = command.assignments.last().map(|given| &given.value);
        let last = command.words.last().or(given)?;
        let address = text.at(last.span);
        // Who has put other quotes round it knows that it needs some.
        if !is_address(&address) || address.starts_with(is_mark) {
            return None;
        }
        // An operator behind the assignment hides nothing.
        let next = tree::first_command(second)?;
        let ampersand = first.background?;
        let assigns = next.words.is_empty() && !next.assignments.is_empty();
        // A part in quotes of its own is a word.
        let is_part = |word: &Word<'_>| {
            words::literal(word).is_some_and(|part| part.contains('=') && !part.contains(' '))
        };
        let commands = next.assignments.is_empty() && matches!(next.words, [only] if is_part(only));
        let behind = next.span.start == ampersand.end || commands;
        let keeps_id = text.at(next.span).contains("$!");
        let touches = last.span.end == ampersand.start && behind && !keeps_id;
        // More parameters than one, or a quote that keeps all, want more than two quotes.
        let more = text.bytes.get(next.span.end as usize) == Some(&b'&');
        let is_plain = !more && !address.contains('\'');
        let became = match assigns {
            true => "a variable",
            false => "a command of its own",
        };
        let quoted = Span::new(last.span.start, next.span.end);
        let whole: String = text
            .at(last.span)
            .chars()
            .chain(['&'])
            .chain(text.at(next.span).chars())
            .filter(|c| !matches!(c, '"' | '\''))
            .collect();
        ((assigns || commands) && touches).then(|| {
            let ran = evidence.runs_at(text, next.span).next().is_some();
            Spot::of(index, quoted)
                .at(if ran { Level::Certain } else { Level::Static })
                .instead(text.with(quoted, &format!("\"{whole}\"")).filter(|_| is_plain))
                .saying(format!(
                    "The `&` after `{}` ended the command and put it in the background; `{}` became {became}. Quote the whole URL.",
                    shorten(&address),
                    text.at(next.span)
                ))
        })
    })
}

/// What is said of a job that wanted to read what is typed.
const STOPPED: &str = "What is typed goes to the command in the foreground alone: a background job that wants to read it is stopped. Give it a file, `< file`, or bring it back with `fg`.";

/// Whether a command without operands and redirections reads its standard input.
fn reads_input(command: &SimpleCommand<'_>) -> bool {
    let name = command
        .words
        .first()
        .and_then(words::literal)
        .unwrap_or_default();
    let operands =
        command.words.iter().skip(1).filter(|word: &&Word<'_>| {
            words::literal(word).is_none_or(|text| !text.starts_with('-'))
        });
    let fed = command.redirects.iter().any(|redirect| {
        !matches!(
            redirect.operator,
            RedirectOperator::Output
                | RedirectOperator::Append
                | RedirectOperator::Clobber
                | RedirectOperator::DuplicateOutput
        )
    });
    let reads = match name.as_str() {
        "cat" | "sort" | "wc" | "tee" => operands.count() == 0,
        "read" => true,
        _ => false,
    };
    reads && !fed
}

/// Whether `command` is a job that wanted to read what is typed.
fn stopped(evidence: &Evidence<'_>, command: &str) -> bool {
    let wanted_to_read = |signal| signal_name(signal) == "SIGTTIN";
    let mut jobs = evidence.seen.jobs.iter();
    jobs.any(|job| job.stopped_by.is_some_and(wanted_to_read) && job.command == command.as_bytes())
}

fn background_input(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.lists.iter().find_map(|list| {
            let item = list.list.items.iter().find(|item| {
                item.background.is_some() && tree::sole_command(item).is_some_and(reads_input)
            })?;
            let command = tree::sole_command(item)?;
            let spot = Spot::of(index, command.span);
            let spot = match stopped(evidence, &text.at(command.span)) {
                true => spot.saying(STOPPED.to_owned()),
                false => spot,
            };
            (list.role != Role::Substitution).then_some(spot)
        })
    })
}

fn redirect_order(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let redirects = simple.command.redirects;
        let copy = redirects.iter().position(|redirect| {
            redirect.fd == Some(2)
                && redirect.operator == RedirectOperator::DuplicateOutput
                && words::is_text(&redirect.target, "1")
        })?;
        let to_file = |place: &usize| {
            let redirect = &redirects[*place];
            matches!(redirect.fd, None | Some(1))
                && matches!(
                    redirect.operator,
                    RedirectOperator::Output | RedirectOperator::Append | RedirectOperator::Clobber
                )
        };
        let file = (copy + 1..redirects.len()).find(to_file)?;
        // What was to go to a command is told in words of its own.
        if is_for_command(simple.command, &redirects[file]) {
            return None;
        }
        let before = (0..copy).any(|place| to_file(&place));
        // To swap the two, or to send messages alone down a pipe or into `$( )`, it is written so on purpose.
        let node = text.tree.pipeline_of(simple.index);
        let piped = text.tree.commands[simple.index].stage + 1 < node.pipeline.commands.len();
        let captured = text.tree.roles(simple.index).contains(&Role::Substitution);
        let swaps = redirects.iter().any(|redirect| {
            redirect.fd.is_some_and(|fd| fd > 2)
                || words::literal(&redirect.target).is_some_and(|target| target == "3")
        });
        let both = Span::new(redirects[copy].span.start, redirects[file].span.end);
        let ordered = format!(
            "{} {}",
            text.at(redirects[file].span),
            text.at(redirects[copy].span)
        );
        let ran = evidence.runs_at(text, simple.command.span).next().is_some();
        (!before && !piped && !captured && !swaps).then(|| {
            Spot::of(index, both)
                .at(if ran { Level::Certain } else { Level::Static })
                .instead(text.with(both, &ordered))
                .saying(format!(
                    "Redirections are done left to right: `2>&1` copied where standard output went at that moment, which was not the file. Put `{}` first.",
                    text.at(redirects[file].span)
                ))
        })
    })
}

fn ampersand_greater(evidence: &Evidence<'_>) -> Option<Spot> {
    find_background(evidence, |index, text, first, second| {
        let ampersand = first.background?;
        let next = match second.and_or.first.commands {
            [Command::Simple(simple)] => simple,
            _ => return None,
        };
        let redirect = next.redirects.first()?;
        let both = Span::new(ampersand.start, redirect.span.end);
        let target = text.at(redirect.target.span);
        // `2&>1` is another matter.
        let before = text.bytes.get(..ampersand.start as usize)?;
        if let [.., b' ' | b'\t', b'1' | b'2'] = before
            && words::is_integer(&target)
        {
            return None;
        }
        // A number is that of a descriptor.
        let meant = match target.as_str() {
            "1" | "2" => format!(">&{target}"),
            _ => format!("> {target} 2>&1"),
        };
        (next.span.start == ampersand.end && redirect.span.start == ampersand.end && redirect.fd.is_none()).then(|| {
            Spot::of(index, both).instead(text.with(both, &meant)).saying(format!(
                "By the POSIX grammar (dash), this means \"run `{}` in the background, then empty `{target}`\". Write `{meant}`.",
                shorten(&text.at(first.and_or.span()))
            ))
        })
    })
}
