//! Where `$?` was read, and who had set it.

use super::Evidence;
use super::texts::excerpt;
use crate::observation::{Observation, Run};
use crate::source::Span;
use crate::trace::{ExitStatus, ForkReason, Termination, TraceEvent, TraceKind};

/// What set the `$?` that was read.
#[derive(Debug)]
pub struct Setter<'e> {
    /// In which line it happened.
    pub seen: &'e Observation,
    /// What had come to an end directly before the reading, latest first: a chain of commands within each other, and of
    /// decisions.
    pub events: Vec<&'e TraceEvent>,
    /// The events of the same process before these, oldest first.
    pub before: Vec<&'e TraceEvent>,
}

/// A reading of `$?`.
#[derive(Debug)]
pub struct Read<'e> {
    /// The index of its event.
    pub at: usize,
    /// Its text.
    pub source: u32,
    /// Where `$?` stands.
    pub span: Span,
    /// What it was.
    pub value: ExitStatus,
    /// Who had set it; `None` if that is not known.
    pub setter: Option<Setter<'e>>,
}

impl<'e> Evidence<'e> {
    pub(super) fn readings(&self) -> Vec<Read<'e>> {
        let seen: &'e Observation = self.seen;
        let reads = seen.trace.iter().enumerate().filter_map(|(at, event)| {
            let TraceKind::StatusRead { value, .. } = event.kind else {
                return None;
            };
            Some(Read {
                at,
                source: event.source,
                span: event.span?,
                value,
                setter: self.setter(at),
            })
        });
        reads.collect()
    }

    /// Who set the `$?` that the event at `at` read: in this process, in the one that forked it, or in an earlier line.
    fn setter(&self, at: usize) -> Option<Setter<'e>> {
        let mut pid = self.seen.trace[at].pid;
        let mut end = at;
        loop {
            let found = chain(self.seen, pid, end);
            if !found.events.is_empty() {
                return Some(found);
            }
            match self.fork_of(pid) {
                Some((parent, _)) => {
                    let forked = |event: &TraceEvent| matches!(event.kind, TraceKind::Forked { child, .. } if child == pid);
                    end = self.seen.trace.iter().position(forked)?;
                    pid = parent;
                }
                None => break,
            }
        }
        let latest = self.earlier.iter().rev().take(1);
        let chains = latest.map(|line| chain(line, line.shell_pid, line.trace.len()));
        chains.into_iter().find(|chain| !chain.events.is_empty())
    }
}

/// What came to an end in process `pid` of `seen` directly before event `end`.
fn chain(seen: &Observation, pid: i32, end: usize) -> Setter<'_> {
    let own = seen.trace[..end].iter().filter(|event| event.pid == pid);
    let own: Vec<&TraceEvent> = own.collect();
    let mut begin = own.len();
    for (index, event) in own.iter().enumerate().rev() {
        match event.kind {
            TraceKind::Started { .. } if begin < own.len() => {
                // The command that ended here: nothing before its beginning belongs to the chain.
                begin = index;
                break;
            }
            // What a pipeline or a job is made of belongs to its processes.
            TraceKind::PipeOpened { from_stage: 0, .. }
            | TraceKind::Forked {
                reason: ForkReason::AsyncList,
                ..
            } if begin < own.len() => {
                begin = index;
                break;
            }
            _ if settles(event) => begin = index,
            _ => {}
        }
    }
    let settled = own[begin..].iter().filter(|event| settles(event));
    Setter {
        seen,
        events: settled.rev().copied().collect(),
        before: own[..begin].to_vec(),
    }
}

/// Whether an event sets `$?`, or is what set it seen from outside.
fn settles(event: &TraceEvent) -> bool {
    matches!(
        event.kind,
        TraceKind::Ended { .. }
            | TraceKind::PipelineEnded { .. }
            | TraceKind::Skipped { .. }
            | TraceKind::JobStarted { .. }
            | TraceKind::ConditionEnded { .. }
    )
}

impl<'e> Setter<'e> {
    /// What settled it in the end.
    pub fn latest(&self) -> Option<&'e TraceEvent> {
        self.events.first().copied()
    }

    /// The last simple command that ended, and its span.
    pub fn command(&self) -> Option<(Span, Termination)> {
        let mut ended = self.events.iter().filter_map(|event| match event.kind {
            TraceKind::Ended { how } => Some((event.span?, how)),
            _ => None,
        });
        ended.next_back()
    }

    /// How the simple command in it ran.
    pub fn run(&self) -> Option<Run> {
        let (span, _) = self.command()?;
        let source = self.latest()?.source;
        let mut runs = self.seen.runs().into_iter();
        runs.rfind(|run| run.span == span && run.source == source && run.how.is_some())
    }

    /// The text of the line at `span`.
    pub fn text(&self, span: Span) -> String {
        excerpt(self.seen.line.as_bytes(), span)
    }

    /// Whether `$?` was read, or a command substitution made, within the simple command.
    pub fn contains(&self, wanted: impl Fn(&TraceKind) -> bool) -> bool {
        let Some((span, _)) = self.command() else {
            return false;
        };
        let source = self.latest().map(|event| event.source);
        let inside = |event: &&TraceEvent| {
            Some(event.source) == source && event.span.is_some_and(|at| span.contains(at))
        };
        let mut events = self.seen.trace.iter().filter(inside);
        events.any(|event| wanted(&event.kind))
    }

    /// Whether the simple command read `$?` itself.
    pub fn reads_status(&self) -> bool {
        self.contains(|kind| matches!(kind, TraceKind::StatusRead { .. }))
    }

    /// What `$?` was where text number `source` read it first within `span`.
    pub fn first_read(&self, source: u32, span: Span) -> Option<ExitStatus> {
        let mut events = self.seen.trace.iter();
        events.find_map(|event| match event.kind {
            TraceKind::StatusRead { value, .. }
                if event.source == source && event.span.is_some_and(|at| span.contains(at)) =>
            {
                Some(value)
            }
            _ => None,
        })
    }

    /// The status that stood before the simple command ran, if it was a failure that nothing had looked at: of the command
    /// before it in the same list, or of the line before.
    pub fn lost(&self, earlier: &[Observation]) -> Option<(String, ExitStatus)> {
        let (span, _) = self.command()?;
        let previous = self.before.iter().rposition(|event| {
            let decides = matches!(
                event.kind,
                TraceKind::LoopTurned { .. } | TraceKind::Branched { .. }
            );
            let starts = matches!(event.kind, TraceKind::JobStarted { .. });
            decides || settles(event) && !starts
        });
        let looked = |events: &[&TraceEvent]| {
            let read = |event: &&TraceEvent| matches!(event.kind, TraceKind::StatusRead { .. });
            events.iter().any(read)
        };
        let Some(previous) = previous else {
            if self
                .before
                .iter()
                .any(|event| event.span.is_some_and(|at| !span.contains(at)))
            {
                return None;
            }
            let own = earlier
                .iter()
                .position(|line| std::ptr::eq(line, self.seen));
            let line = earlier[..own.unwrap_or(earlier.len())].last()?;
            let status = line.status;
            let told = (line.line.trim().to_owned(), status);
            return (!status.is_success() && !line.line.contains("$?")).then_some(told);
        };
        let event = self.before[previous];
        let TraceKind::Ended { how } = event.kind else {
            return None;
        };
        let at = event.span?;
        let between = self.seen.line.get(at.end as usize..span.start as usize)?;
        let in_sequence = !["&&", "||", "!", "|", "do", "then", "("]
            .iter()
            .any(|sign| between.contains(sign));
        let told = (self.text(at), how.status());
        (in_sequence && !how.status().is_success() && !looked(&self.before[previous..]))
            .then_some(told)
    }
}
