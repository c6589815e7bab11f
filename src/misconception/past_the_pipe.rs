//! Ideas about messages, which go past a pipe; and what a `grep` behind it would have found in them.

use super::evidence::{Evidence, Text};
use super::pipes::{find_pipeline, name, simple, statuses};
use super::status::shorten;
use super::testing::level;
use super::words;
use super::{Idea, Spot};
use crate::source::Span;
use crate::syntax::ast::{Command, IoRedirect, RedirectOperator, SimpleCommand};
use crate::trace::ExitStatus;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "pipe-carries-stderr",
        "Error messages go down the pipe.",
        "`|` carries standard output only; the message went straight to the terminal. Add `2>&1` before the `|` to send both.",
    )
    .ranked(2)
    .by(carries_stderr),
];

/// What a `grep` looks for.
struct Search {
    pattern: String,
    options: Vec<String>,
}

impl Search {
    /// That of a command, if it is a `grep` with a pattern that is known.
    fn of(command: &Command<'_>) -> Option<Search> {
        name(command).filter(|name| name == "grep")?;
        let words = simple(command)?.words.iter().skip(1).map(words::literal);
        let words: Vec<String> = words.flatten().collect();
        let (options, others): (Vec<String>, Vec<String>) =
            words.into_iter().partition(|word| word.starts_with('-'));
        let search = Search {
            pattern: others
                .into_iter()
                .next()
                .filter(|pattern| !pattern.is_empty())?,
            options,
        };
        (!search.has('v')).then_some(search)
    }

    fn has(&self, letter: char) -> bool {
        let mut short = self
            .options
            .iter()
            .filter(|option| !option.starts_with("--"));
        short.any(|option| option.contains(letter))
    }

    /// Whether a line on the screen has the pattern, and is not its own count.
    fn passed_by(&self, line: &str) -> bool {
        self.finds(line) && !(self.has('c') && words::is_integer(line))
    }

    /// Whether it finds something in a line. Of signs that mean more than themselves it knows `.`, and `^` and `$` at the ends.
    fn finds(&self, line: &str) -> bool {
        if self.has('F') {
            return line.contains(&self.pattern);
        }
        let fold = |text: &str| match self.has('i') {
            true => text.to_lowercase(),
            false => text.to_owned(),
        };
        let (pattern, line) = (fold(&self.pattern), fold(line));
        let inner = pattern.strip_prefix('^').unwrap_or(&pattern);
        let (at_start, inner) = (inner.len() < pattern.len(), inner);
        let body = inner.strip_suffix('$').unwrap_or(inner);
        let at_end = body.len() < inner.len();
        let (body, line): (Vec<char>, Vec<char>) = (body.chars().collect(), line.chars().collect());
        let Some(last) = line.len().checked_sub(body.len()) else {
            return false;
        };
        let known = !body.iter().any(|c| r"*[]\+?(){}|".contains(*c));
        let matches = |at: usize| {
            let pairs = body.iter().zip(&line[at..]);
            let ends = !at_end || at == last;
            ends && pairs
                .into_iter()
                .all(|(wanted, found)| *wanted == '.' || wanted == found)
        };
        let starts = if at_start { 0..=0 } else { 0..=last };
        known && starts.into_iter().any(matches)
    }
}

/// What the line put on the screen that was no output, as far as that can be told apart.
fn messages(evidence: &Evidence<'_>) -> String {
    let streams = evidence.seen.streams.as_ref();
    let messages = streams.map_or(&evidence.seen.screen, |streams| &streams.stderr);
    String::from_utf8_lossy(messages).into_owned()
}

/// Whether no other command of the line can have printed what the messages of a pipeline in `text` are looked for in.
fn is_all_there_is(evidence: &Evidence<'_>, index: usize, text: &Text<'_>) -> bool {
    evidence.seen.streams.is_some() || index == 0 && text.tree.pipelines.len() == 1
}

fn moves_messages(redirect: &IoRedirect<'_>) -> bool {
    redirect.fd == Some(2)
}

fn carries_stderr(evidence: &Evidence<'_>) -> Option<Spot> {
    swapped(evidence)
        .or_else(|| lost(evidence))
        .or_else(|| behind_the_bar(evidence))
        .or_else(|| not_counted(evidence))
}

/// Spot and remedy for the messages of `left`, for which `2>&1` is missing.
fn without_join(index: usize, text: &Text<'_>, left: &SimpleCommand<'_>, right: Span) -> Spot {
    let end = Span::at(left.span.end);
    Spot::of(index, right).instead(text.with(end, " 2>&1"))
}

/// A message that a `grep` was to find.
fn lost(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let statuses = statuses(evidence, text, node.pipeline.span)?;
        let [left, right] = node.pipeline.commands else {
            return None;
        };
        let failed = statuses.first().is_some_and(|status| !status.is_success());
        let missed = statuses.last() == Some(&ExitStatus::FAILURE);
        let search = Search::of(right).filter(|_| failed && missed)?;
        let left = simple(left)?;
        let alone = is_all_there_is(evidence, index, text);
        let is_message = |line: &str| {
            let is_certain = alone || search.pattern.len() > 1 && line.contains(&search.pattern);
            is_certain && search.passed_by(line)
        };
        let found = messages(evidence).lines().any(is_message);
        let joined = left.redirects.iter().any(moves_messages);
        (found && !joined).then(|| {
            without_join(index, text, left, right.span()).saying(format!(
                "`|` carries standard output only, and what `{}` wrote was a message, which went straight to the terminal. Add `2>&1` before the `|` to send both.",
                shorten(&text.at(left.span))
            ))
        })
    })
}

/// `sh build.sh | grep -c warning`, where lines with the pattern are on the screen, and `grep -c` prints numbers alone.
fn not_counted(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let [left, right] = node.pipeline.commands else {
            return None;
        };
        let search = Search::of(right).filter(|search| search.has('c'))?;
        statuses(evidence, text, node.pipeline.span)?;
        let left = simple(left)?;
        let known = is_all_there_is(evidence, index, text);
        let found = messages(evidence)
            .lines()
            .any(|line| search.passed_by(line));
        let joined = left.redirects.iter().any(moves_messages);
        (known && found && !joined).then(|| {
            without_join(index, text, left, right.span()).asking(format!(
                "Are the messages of `{}` to be counted as well? `|` carries standard output only, and lines with `{}` came past it, straight to the terminal. Add `2>&1` before the `|` to send both.",
                shorten(&text.at(left.span)),
                search.pattern
            ))
        })
    })
}

/// `a >&2 | b`, with the two numbers of `2>&1` in each other's place.
fn swapped(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let mut stages = node.pipeline.commands.windows(2);
        stages.find_map(|pair| {
            let (left, right) = (simple(&pair[0])?, simple(&pair[1])?);
            let [only] = left.redirects else { return None };
            let is_swapped = only.operator == RedirectOperator::DuplicateOutput
                && matches!(only.fd, None | Some(1))
                && words::is_text(&only.target, "2");
            let reader = words::literal(right.words.first()?)?;
            is_swapped.then(|| {
                Spot::of(index, only.span)
                    .at(level(evidence, text, left.span))
                    .instead(text.with(only.span, "2>&1"))
                    .saying(format!(
                        "`{}` sends standard output the way of the messages, which is past the pipe, so nothing is left for `{reader}`. The other way round, `2>&1` sends the messages down the pipe.",
                        text.at(only.span)
                    ))
            })
        })
    })
}

/// `a | b 2>&1`, where the messages of `a` may have been meant.
fn behind_the_bar(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pipeline(evidence, |index, text, node| {
        let [.., before, last] = node.pipeline.commands else {
            return None;
        };
        let [joined] = simple(last)?.redirects else {
            return None;
        };
        let is_join = joined.fd == Some(2)
            && joined.operator == RedirectOperator::DuplicateOutput
            && words::is_text(&joined.target, "1");
        let own = simple(before)?
            .redirects
            .iter()
            .any(|redirect| redirect.fd == Some(2));
        // What is written to a file as well is to have all there is.
        let keeps = name(last).is_some_and(|name| name == "tee");
        (is_join && !own && !keeps).then(|| {
            Spot::of(index, joined.span).asking(format!(
                "Is `2>&1` meant for the messages of `{}`? Here it moves those of `{}`; to go through the pipe, they need it before the `|`.",
                shorten(&text.at(before.span())),
                name(last).unwrap_or_default()
            ))
        })
    })
}
