//! What comes from one command to the next: nothing by `;`, `&&` and `||`, and by a pipe nothing to who reads a file of its own.

use super::and_or::is_output;
use super::evidence::{Evidence, Text};
use super::pipes::{find_pipeline, is_silent, simple};
use super::same_file::{READERS, takes_text_first};
use super::status::shorten;
use super::testing::level;
use super::tree::{PipelineNode, Role};
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{
    Command, CompoundKind, IoRedirect, Pipeline, RedirectOperator, SimpleCommand,
};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "list-hands-on-output",
        "`a && b`, `a || b` or `a; b` gives b what a prints.",
        "Only `|` sends what one command prints into the next. `;`, `&&` and `||` run one after the other, and hand nothing on.",
    )
    .at(Level::Ask)
    .ranked(2)
    .by(list_for_pipe),
    Idea::later(
        "file-beside-pipe",
        "A command reads the pipe as well as the file it is given.",
        "A command that is given a file reads that, and leaves alone what comes through the pipe.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(file_beside_pipe),
];

/// `cut -f1 f || sort -u || wc -l`
fn list_for_pipe(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.lists.iter().find_map(|list| {
        if list.role != Role::Program {
            return None;
        }
        let joined = list.list.items.iter().flat_map(|item| {
            let rest = item.and_or.rest.iter();
            let left =
                std::iter::once(item.and_or.first).chain(rest.clone().map(|part| part.pipeline));
            let parts = rest.map(|part| (part.operator_span, part.pipeline));
            left.zip(parts)
        });
        let parted = list.list.items.windows(2).filter_map(|pair| {
            let [before, after] = pair else { return None };
            let left = before
                .and_or
                .rest
                .last()
                .map_or(before.and_or.first, |part| part.pipeline);
            let between = Span::new(left.span.end, after.and_or.first.span.start);
            (text.at(between) == ";").then_some((left, (between, after.and_or.first)))
        });
        joined
            .chain(parted)
            .find_map(|(left, (sign, right))| is_meant_as_pipe(text, &left, sign, &right))
    })
}

fn is_meant_as_pipe(
    text: &Text<'_>,
    left: &Pipeline<'_>,
    sign: Span,
    right: &Pipeline<'_>,
) -> Option<Spot> {
    let before = left.commands.last()?;
    let reader = simple(right.commands.first()?).filter(|command| reads_only_input(command))?;
    let writer = simple(before).filter(|command| prints(command))?;
    let operator = text.at(sign);
    (!is_silent(before) && right.bang.is_none()).then(|| {
        Spot::line(sign).instead(text.with(sign, if operator == ";" { " | " } else { "|" })).asking(format!(
            "Is `{}` to read what `{}` prints? `{operator}` hands nothing on. One bar makes a pipe: `|`.",
            shorten(&text.at(reader.span)),
            shorten(&text.at(writer.span))
        ))
    })
}

/// Whether what a command is there for is to print, and that on the screen.
fn prints(command: &SimpleCommand<'_>) -> bool {
    const PRINTS: [&str; 13] = [
        "cat", "cut", "grep", "sort", "uniq", "ls", "head", "tail", "tr", "sed", "awk", "curl",
        "sh",
    ];
    let name = command.words.first().and_then(words::literal);
    let away = command.redirects.iter().any(is_output);
    !away && name.is_some_and(|name| PRINTS.contains(&name.as_str()))
}

/// Whether a command has nothing but its standard input to read, and gets that from nowhere.
pub(super) fn reads_only_input(command: &SimpleCommand<'_>) -> bool {
    let Some((name, arguments)) = command.words.split_first() else {
        return false;
    };
    let name = words::literal(name).unwrap_or_default();
    let operands = arguments.iter().filter(|word| {
        let text = words::literal(word);
        // `3` may belong to an option.
        text.is_none_or(|text| !text.starts_with('-') && !words::is_integer(&text))
    });
    let patterns = usize::from(name == "grep");
    let reads = matches!(
        name.as_str(),
        "sort" | "uniq" | "wc" | "head" | "tail" | "grep"
    );
    reads && operands.count() == patterns && !command.redirects.iter().any(is_input)
}

fn is_input(redirect: &IoRedirect<'_>) -> bool {
    matches!(
        redirect.operator,
        RedirectOperator::Input | RedirectOperator::HereDoc | RedirectOperator::HereDocTabs
    )
}

/// `cut -f1 visits | sort -u visits`, and `... | wc -l < visits`.
fn file_beside_pipe(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        node.pipeline.commands.windows(2).find_map(|pair| {
            let [before, stage] = pair else { return None };
            let command = simple(stage)?;
            let name = words::literal(command.words.first()?)?;
            let (path, place) = own_file(evidence, command, &name)?;
            let fed = simple(before).is_none_or(|before| !before.redirects.iter().any(is_output));
            let rest = Span::new(command.words[0].span.end, command.span.end);
            let without = Span::new(place.start.saturating_sub(1).max(rest.start), place.end);
            if let Some(spot) = turned_round(evidence, (index, text), node, command) {
                return Some(spot);
            }
            (fed && !is_silent(before)).then(|| {
                Spot::of(index, place)
                    .at(level(evidence, text, command.span))
                    .instead(text.with(without, ""))
                    .saying(format!(
                        "`{name}` is given `{path}` to read, so it leaves alone what comes through the pipe from `{}`. Without `{}` it reads the pipe.",
                        spoken(text, before),
                        text.at(place)
                    ))
            })
        })
    })
}

/// What is said of a pipeline that ends with the command that reads the file, and begins with one that has nothing to read.
fn turned_round(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    node: &PipelineNode<'_>,
    last: &SimpleCommand<'_>,
) -> Option<Spot> {
    let (first, end) = (
        node.pipeline.commands.first()?,
        node.pipeline.commands.last()?,
    );
    let waits = match first {
        Command::Simple(command) => reads_only_input(command),
        Command::Compound(compound) => {
            let loops = matches!(compound.kind, CompoundKind::Loop(_));
            loops && !compound.redirects.iter().any(is_input) && reads_in(text, compound.span)
        }
        Command::Function(_) => false,
    };
    let fed = node.pipeline.commands.len() > 1 && end.span() == last.span;
    (waits && fed).then(|| {
        Spot::of(index, last.span)
            .at(level(evidence, text, last.span))
            .saying(format!(
                "A pipeline goes from left to right: each command reads what the one on its left prints. `{}` stands last here, so nobody reads what it prints, and `{}` at the beginning has nothing to read.",
                shorten(&text.at(last.span)),
                spoken(text, first)
            ))
    })
}

/// Whether a `read` stands within `span`.
fn reads_in(text: &Text<'_>, span: Span) -> bool {
    let mut reads = text.tree.simples().filter(|simple| simple.is(&["read"]));
    reads.any(|simple| span.contains(simple.command.span))
}

fn spoken(text: &Text<'_>, command: &Command<'_>) -> String {
    shorten(&text.at(command.span()))
}

/// The file that a command is given to read, and where that is written.
fn own_file(
    evidence: &Evidence<'_>,
    command: &SimpleCommand<'_>,
    name: &str,
) -> Option<(String, Span)> {
    let options = command.words.iter().filter_map(words::literal);
    let writes = name == "sort" && options.into_iter().any(|option| option.starts_with("-o"));
    // `tr` is given no files.
    if !READERS.contains(&name) || name == "tr" || writes {
        return None;
    }
    let is_there = |path: &String| {
        let mut files = evidence.seen.files_before.iter();
        let in_folder = files.any(|fact| fact.path.to_str() == Some(path.as_str()));
        in_folder || evidence.file(path.as_bytes()).is_some()
    };
    let mut redirects = command.redirects.iter();
    if let Some(input) = redirects.find(|redirect| redirect.operator == RedirectOperator::Input) {
        let path = words::literal(&input.target).filter(is_there)?;
        return Some((path, input.span));
    }
    let arguments = &command.words[1..];
    // A `-` is the pipe.
    if arguments.iter().any(|word| words::is_text(word, "-")) {
        return None;
    }
    let operands = arguments
        .iter()
        .filter(|word| words::literal(word).is_none_or(|text| !text.starts_with('-')));
    let mut operands = operands.skip(usize::from(takes_text_first(name)));
    operands.find_map(|word| Some((words::literal(word).filter(is_there)?, word.span)))
}
