//! Ideas about what goes through a pipe, and who reads it.

use super::and_or::is_output;
use super::evidence::{Evidence, Ran, Text};
use super::find::find_simple;
use super::pipes::{failed, find_pipeline, is_silent, name, simple, statuses};
use super::status::shorten;
use super::testing::level;
use super::tree::PipelineNode;
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::Observation;
use crate::source::Span;
use crate::syntax::ast::{AndOr, Command, IoRedirect, RedirectOperator};
use crate::trace::{ExitStatus, How, PipeData, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "nothing-for-the-pipe",
        "`a > file | b` fills the file and feeds b as well.",
        "A redirection is made after the pipe is connected, so with `> file` the output goes to the file alone, and nothing is left for the pipe. `tee file` writes a file and passes on what it reads.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(nothing_left),
    Idea::core(
        "pipe-looser-than-and",
        "`a && b | c` pipes the output of both.",
        "`|` binds tighter than `&&`: only the last command before it is piped. Group first: `{ a && b; } | c`.",
    )
    .at(Level::Ask)
    .by(looser_than_and),
    Idea::core(
        "pipe-to-non-reader",
        "Any command takes its arguments from a pipe.",
        "A pipe feeds standard input, and not every command reads that. Use `$(...)` or `xargs` to turn output into arguments.",
    )
    .at(Level::Static)
    .by(non_reader),
    Idea::later(
        "pipe-passes-through",
        "What comes through a pipe is passed on by a command that does not read it.",
        "What comes through a pipe goes to the command behind it, and to nobody else. `echo` and `true` do not read it, so it is gone.",
    ),
    Idea::later(
        "uniq-without-sort",
        "`uniq` drops every line that was there before.",
        "`uniq` drops only repeated lines that stand next to each other. Sort first: `sort | uniq`.",
    )
    .by(unsorted),
];

/// Where the two outputs of a command go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Pipe,
    File,
    Elsewhere,
}

/// The redirection that sends standard output of a stage to a file, and whether another sends messages down the pipe all the
/// same.
fn to_a_file<'a>(redirects: &'a [IoRedirect<'a>]) -> Option<(&'a IoRedirect<'a>, bool)> {
    let (mut output, mut messages, mut file) = (Way::Pipe, Way::Elsewhere, None);
    for redirect in redirects {
        let target = words::literal(&redirect.target);
        let way = match redirect.operator {
            RedirectOperator::Output | RedirectOperator::Append | RedirectOperator::Clobber => {
                Way::File
            }
            RedirectOperator::DuplicateOutput => match target.as_deref() {
                Some("1") => output,
                Some("2") => messages,
                _ => Way::Elsewhere,
            },
            _ => continue,
        };
        match redirect.fd.unwrap_or(1) {
            1 => output = way,
            2 => messages = way,
            // What is kept in another descriptor may come back.
            _ => return None,
        }
        if is_output(redirect) {
            file = Some(redirect);
        }
    }
    let file = file.filter(|_| output == Way::File)?;
    Some((file, messages == Way::Pipe))
}

fn nothing_left(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let stages = node.pipeline.commands.windows(2);
        stages.into_iter().find_map(|pair| {
            let (left, right) = (simple(&pair[0])?, simple(&pair[1])?);
            let (redirect, messages) = to_a_file(left.redirects)?;
            let (reader, path) = (words::literal(right.words.first()?)?, text.at(redirect.target.span));
            let (file, writer) = (words::literal(&redirect.target)?, left.words.first()?);
            // What reads nothing was not to be fed.
            let is_deaf = matches!(reader.as_str(), "echo" | "printf" | "true" | "false" | ":" | "exit");
            if file.starts_with("/dev/") || is_deaf {
                return None;
            }
            let names = right.words.iter().skip(1).any(|word| words::is_text(word, &file));
            let between = Span::new(left.span.end, right.span.start);
            let spot = Spot::of(index, redirect.span).at(level(evidence, text, left.span));
            if messages {
                // That messages alone go through the pipe may be what is wanted.
                return missed(evidence, text, node).then(|| spot.asking(format!(
                    "Is `{reader}` to read messages alone? `{}` takes standard output away to the file, and only what `2>&1` sent into the pipe before goes through it. `tee {path}` writes a file and passes on what it reads.",
                    text.at(redirect.span)
                )));
            }
            Some(match names {
                true => spot.instead(text.with(between, " && ")).saying(format!(
                    "`|` starts both at once, so `{reader}` does not wait until `{}` has written `{path}`, and through the pipe comes nothing: all output goes to `{path}`. `&&` runs one after the other.",
                    text.at(writer.span)
                )),
                false => spot.saying(format!(
                    "With `{}` the output goes to the file, and nothing is left for the pipe: `{reader}` reads an empty input. `tee {path}` writes a file and passes on what it reads.",
                    text.at(redirect.span)
                )),
            })
        })
    })
}

/// Whether what the last command of a pipeline was to find did not come through it: it found nothing, or what was to be printed
/// was not.
fn missed(evidence: &Evidence<'_>, text: &Text<'_>, node: &PipelineNode<'_>) -> bool {
    let last = statuses(evidence, text, node.pipeline.span).and_then(|all| all.last());
    let asks = node.pipeline.commands.last().and_then(name);
    let found_nothing =
        asks.is_some_and(|name| name == "grep") && last == Some(&ExitStatus::FAILURE);
    let wanted = evidence.wanted.and_then(|wanted| wanted.output.as_ref());
    found_nothing
        || evidence.has_run() && wanted.is_some_and(|wanted| *wanted != evidence.seen.screen)
}

fn looser_than_and(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.and_ors.iter().find_map(|node| {
        let part = node.and_or.rest.last()?;
        let [first @ Command::Simple(left)] = node.and_or.first.commands else {
            return None;
        };
        // What a silent command puts on the screen is a complaint, and so is mostly what one that failed does.
        let complains = |ran: &Ran| {
            let failed = ran.run.status().is_none_or(|status| !status.is_success());
            failed && part.operator == AndOr::Or && !runs_a_script(ran.run.name())
        };
        let sign = part.operator.as_str();
        let printed = evidence.runs_at(text, left.span).any(|ran| {
            let printed = ran.run.printed.as_ref().is_some_and(|range| !range.is_empty());
            printed && !complains(ran)
        });
        let piped = part.pipeline.commands.len() > 1;
        let ran = evidence.did_run(text, part.pipeline.span) || part.operator == AndOr::Or;
        let to_terminal = !left.redirects.iter().any(is_output);
        (piped && printed && ran && to_terminal && !is_silent(first)).then(|| {
            let first = text.at(left.span);
            let second = part.pipeline.commands[0].span();
            let group = Span::new(left.span.start, second.end);
            Spot::line(part.pipeline.span)
                .instead(text.with(group, &format!("{{ {}; }}", text.at(group))))
                .asking(format!(
                    "Is what `{}` prints meant to go through the pipe as well? `|` binds tighter than `{sign}`, so only `{}` is piped; a group `{{ a {sign} b; }} | c` pipes both.",
                    shorten(&first),
                    shorten(&text.at(second))
                ))
        })
    })
}

/// Whether a command of this name runs a script, which may print before it fails.
fn runs_a_script(name: &[u8]) -> bool {
    name == b"sh" || name.starts_with(b"./")
}

fn non_reader(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let mut stages = node.pipeline.commands.windows(2).enumerate();
        stages.find_map(|(number, pair)| {
            let [before, stage] = pair else { return None };
            let stage_name = name(stage)?;
            let command = simple(stage)?;
            let operands = command.words.iter().skip(1).filter(|word| {
                words::literal(word).is_none_or(|text| !text.starts_with('-') || text == "-")
            });
            let operands: Vec<String> = operands.map(|word| text.at(word.span)).collect();
            // `-` stands for standard input to those alone that read it.
            let unnamed = operands.iter().all(|operand| operand == "-");
            let (deaf, removes) = match stage_name.as_str() {
                "echo" => (true, false),
                // `/dev/stdin` is a file to them, and reads the pipe.
                "mv" | "cp" => (!operands.iter().any(|name| name.starts_with("/dev/")), !unnamed),
                "rm" | "kill" | "rmdir" => (true, !unnamed),
                "cd" | "ls" | "mkdir" | "touch" => (unnamed, false),
                "test" => (true, false),
                _ => (false, false),
            };
            // A question whether to delete is answered through a pipe.
            let asks = command.words.iter().any(|word| {
                words::literal(word).is_some_and(|word| word.starts_with('-') && word.contains(['i', 'I']))
            });
            let fed = command.redirects.iter().any(|redirect| {
                matches!(redirect.operator, RedirectOperator::Input | RedirectOperator::HereDoc | RedirectOperator::HereDocTabs)
            });
            // What failed, or prints nothing, is told in words of its own.
            // What a reader that is gone at once was to get is not always counted.
            let silent = match written(evidence, text, node.pipeline.span, number) {
                Some(1..) => false,
                Some(0) | None => is_silent(before),
            };
            let other = silent
                || statuses(evidence, text, node.pipeline.span)
                    .and_then(|all| all.first())
                    .is_some_and(failed);
            let ran = evidence.did_run(text, stage.span());
            // A function of that name may well read.
            let is_function = evidence
                .runs_at(text, stage.span())
                .any(|ran| ran.run.how == Some(How::Function));
            (deaf && !asks && !fed && !other && !is_function).then(|| {
                let spot = Spot::of(index, stage.span());
                if removes {
                    return spot.asking(format!(
                        "Is `{stage_name}` to work on what comes through the pipe? A pipe feeds standard input, and `{stage_name}` does not read it; it gets its names as arguments, from `$(...)` or `xargs`."
                    ));
                }
                let spot = spot.at(if ran { Level::Certain } else { Level::Static });
                // What has a text of its own to print was to be joined, more often than to be fed.
                spot.saying(match stage_name == "echo" && !operands.is_empty() {
                    true => "A pipe feeds standard input, and `echo` does not read it. Commands of which none is to read the other are joined by `;`, `&&`, `||` or `&`; to print what a command prints, use `$(...)`.".to_owned(),
                    false => format!(
                        "A pipe feeds standard input, and `{stage_name}` does not read it. Use `$(...)` or `xargs` to turn output into arguments."
                    ),
                })
            })
        })
    })
}

/// How many bytes stage `number` of the pipeline at `span` wrote to the next one, the latest time it ran; `None` if nobody looked.
pub(super) fn written(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    span: Span,
    number: usize,
) -> Option<u64> {
    data(evidence, text, span, number).map(|data| data.bytes)
}

/// The same with what it was, as far as somebody looked.
fn data<'e>(
    evidence: &Evidence<'e>,
    text: &Text<'_>,
    span: Span,
    number: usize,
) -> Option<&'e PipeData> {
    let seen: &'e Observation = evidence.seen;
    let mut events = seen.trace.iter().rev();
    let watched = events.find_map(|event| match event.kind {
        TraceKind::PipeOpened {
            from_stage,
            watched,
        } if Some(event.source) == text.source
            && event.span == Some(span)
            && from_stage as usize == number =>
        {
            Some(watched)
        }
        _ => None,
    });
    let watched = watched.flatten()?;
    seen.pipes.iter().find(|data| data.number == watched)
}

fn unsorted(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if !simple.is(&["uniq"]) {
            return None;
        }
        let node = text.tree.pipeline_of(simple.index);
        let stage = text.tree.commands[simple.index].stage;
        let before = &node.pipeline.commands[..stage];
        if before.iter().filter_map(name).any(|name| name == "sort") {
            return None;
        }
        let spot = Spot::of(index, simple.command.span)
            .instead(text.with(Span::at(simple.command.span.start), "sort | "))
            .at(level(evidence, text, simple.command.span));
        let operands = simple.literals().into_iter().flatten();
        let mut operands = operands.filter(|word| !word.starts_with('-'));
        let input = match (stage.checked_sub(1), operands.next()) {
            (_, Some(path)) => evidence.file(path.as_bytes())?.content.as_slice(),
            (Some(number), None) => match data(evidence, text, node.pipeline.span, number) {
                Some(data) => &data.head,
                None => return counts(node.pipeline.commands, stage).then(|| spot.asking(
                    "Do the same lines stand next to each other here? `uniq` drops only such. Where they do not: `sort | uniq`.".to_owned(),
                )),
            },
            (None, None) => return None,
        };
        let again = returns(input)?;
        Some(spot.saying(format!(
            "`uniq` drops only repeated lines that stand next to each other, and here `{}` comes back after another line. Sort first: `sort | {}`.",
            shorten(&again),
            shorten(&text.at(simple.command.span))
        )))
    })
}

/// Whether what `uniq`, stage number `stage`, leaves is counted.
fn counts(stages: &[Command<'_>], stage: usize) -> bool {
    stages
        .get(stage + 1)
        .and_then(name)
        .is_some_and(|name| name == "wc")
}

/// The first line that is there again after another one, if it is fit to be shown.
fn returns(input: &[u8]) -> Option<String> {
    let mut lines: Vec<&[u8]> = input.split(|byte| *byte == b'\n').collect();
    // Behind the last newline there is no line, or what was cut off.
    lines.pop();
    let again = lines
        .iter()
        .enumerate()
        .find(|(at, line)| *at > 1 && lines[*at - 1] != **line && lines[..*at - 1].contains(*line));
    let line = String::from_utf8(again?.1.to_vec()).ok()?;
    (!line.is_empty() && !line.contains('`')).then_some(line)
}
