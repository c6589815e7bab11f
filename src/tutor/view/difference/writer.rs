//! Who put a line on the screen, or would have: a command, one of a pipeline, and who made the file whose name it is.

use super::comes_from;
use crate::observation::{FileFact, Observation, Run};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::RedirectOperator;
use crate::trace::decisions;
use crate::trace::{How, TraceKind};
use crate::tutor::view::runs::text_at;
use std::path::Path;

/// Who put a line on the screen.
#[derive(Clone, Copy)]
pub(super) enum Writer<'r> {
    /// A command.
    Command(&'r Run),
    /// One of the commands of a pipeline, which stands here.
    Pipeline(Span),
}

/// Who printed `line`, which has been printed `nth` times before.
pub(super) fn printer<'r>(
    observation: &Observation,
    runs: &[&'r Run],
    line: &str,
    nth: usize,
) -> Option<Writer<'r>> {
    let commands = runs
        .iter()
        .filter(|run| run.how != Some(How::Compound))
        .filter_map(|run| Some((Writer::Command(run), run.printed.clone()?)));
    let pipelines = observation.pipelines().into_iter();
    let pipelines = pipelines
        .filter(|pipeline| pipeline.source == 0)
        .map(|pipeline| (Writer::Pipeline(pipeline.span), pipeline.printed));
    let mut writers: Vec<(Writer<'_>, std::ops::Range<usize>)> =
        commands.chain(pipelines).collect();
    writers.sort_by_key(|(_, printed)| printed.start);
    let lines = writers.iter().flat_map(|(writer, printed)| {
        let bytes = observation.screen.get(printed.clone()).unwrap_or_default();
        let text = String::from_utf8_lossy(bytes).into_owned();
        let lines: Vec<String> = text
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.into_iter().map(|line| (*writer, line))
    });
    let mut same = lines.filter(|(_, printed)| printed == line);
    same.nth(nth).map(|(writer, _)| writer)
}

/// The command that would print `line` and does not, as far as its words say so: one that was skipped rather than another.
pub(super) fn silent<'r>(
    observation: &Observation,
    runs: &[&'r Run],
    line: &str,
) -> Option<&'r Run> {
    let wanted = line.trim();
    if wanted.is_empty() {
        return None;
    }
    let names = |run: &&&Run| {
        let text = text_at(observation, run.span);
        let rest = text.strip_prefix("echo ");
        rest.is_some_and(|rest| rest.trim_matches(['\'', '"']) == wanted)
    };
    let skipped = runs.iter().find(|run| run.skipped.is_some() && names(run));
    skipped.copied()
}

/// Of a line that a command at the end of a pipeline printed of itself, as far as its words say so: where it comes from, and
/// that what stands before it has no part in that.
pub(super) fn of_a_stage(
    observation: &Observation,
    runs: &[&Run],
    line: &str,
) -> Option<Vec<String>> {
    let says = |run: &&&Run| run.name() == b"echo" && run.argv[1..].join(&b' ') == line.as_bytes();
    let run = runs.iter().find(says)?;
    let whole = observation.trace.iter().find_map(|event| {
        let is_last = |at: &Span| at.end == run.span.end && at.contains(run.span);
        let span = event.span.filter(is_last)?;
        let ended =
            matches!(&event.kind, TraceKind::PipelineEnded { statuses, .. } if statuses.len() > 1);
        (ended && event.source == 0).then_some(span)
    })?;
    let text = text_at(observation, whole);
    let decisions = decisions::about(&observation.tree(), text.as_bytes(), 0);
    let mut decisions = decisions.iter();
    let together = decisions.find(|decision| decision.rule == Rule::PipeTogether)?;
    let head = comes_from(line, run.span, observation);
    Some(std::iter::once(head).chain(together.in_short()).collect())
}

/// Where the file comes from whose name `run` lists as `line`, if a redirection of the same session made it.
pub(super) fn made_file(
    observation: &Observation,
    runs: &[Run],
    run: &Run,
    line: &str,
) -> Option<String> {
    if run.name() != b"ls" {
        return None;
    }
    let writes = |operator: RedirectOperator| {
        use RedirectOperator::{Append, Clobber, Output};
        matches!(operator, Append | Clobber | Output)
    };
    let mut events = observation.trace.iter();
    let made = events.find_map(|event| match &event.kind {
        TraceKind::Redirected {
            operator,
            target,
            error: None,
            ..
        } if event.source == 0 && writes(*operator) && target == line.as_bytes() => event.span,
        _ => None,
    })?;
    let was_there = |fact: &FileFact| fact.path == Path::new(line);
    if observation.files_before.iter().any(was_there) {
        return None;
    }
    let mut commands = runs.iter().filter(|run| run.span.contains(made));
    let command = commands.next_back()?;
    Some(format!(
        "{} made that file, in: {}",
        text_at(observation, made),
        text_at(observation, command.span)
    ))
}
