//! What happened when a line ran: all that a check may look at. Only `session` makes one.
//!
//! Pure data with a few derived views; start with [`Observation::runs`], which turns the flat trace into commands.

pub mod any_path;
pub mod changes;
mod jobs;
mod parsed;
mod state;
mod streams;

pub use state::{
    AliasState, DescriptorState, LimitState, ShellState, Target, TrapState, VariableState,
};
pub use streams::Apart;

use crate::source::Span;
use crate::syntax::ast::AndOr;
use crate::trace::tree::{Events, Texts, Tree};
use crate::trace::{ExitStatus, How, PipeData, Termination, TraceEvent, TraceKind};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// One line of the learner's, what the engine did with it, what came out, and what is on disk now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Which line of its session it was, from 1.
    #[serde(default)]
    pub number: u32,
    /// The text that was run, as typed; may be several lines.
    pub line: String,
    /// The process id of the session's own shell: events of this pid are not from a subshell.
    pub shell_pid: i32,
    /// The aliases that were in force when it was read, by name.
    #[serde(default)]
    pub aliases: Vec<AliasState>,
    /// Everything the engine did, in causal order within each process.
    pub trace: Vec<TraceEvent>,
    /// Whether there were more events than are kept. The ends of commands, and of the shell, are there all the same.
    #[serde(default)]
    pub trace_truncated: bool,
    /// What went through its pipes, where somebody looked and they were closed in time.
    #[serde(default)]
    pub pipes: Vec<PipeData>,
    /// What background jobs of earlier lines did since the observation before this one.
    #[serde(default)]
    pub late: Vec<Late>,
    /// What appeared on the terminal, with `\r\n` turned back into `\n`. Headless: stdout and stderr together.
    pub screen: Vec<u8>,
    /// stdout and stderr told apart; only a headless session knows them.
    pub streams: Option<Streams>,
    /// How much of `screen` had been written when an event of the session's own shell was recorded; in the order of `seq`.
    pub fences: Vec<Fence>,
    /// Whether output was cut off at the limit.
    pub truncated: bool,
    /// Why the line, or what earlier ones had left running, was stopped, if it was.
    pub stopped: Option<Excess>,
    /// `$?` after the line.
    pub status: ExitStatus,
    /// What had set `$?` before the line ran, as typed, if it was a command of an earlier line.
    #[serde(default)]
    pub status_from: Option<Vec<u8>>,
    /// How the shell itself ended, if the line ended it (`exit`, `exec`, a signal).
    pub ended: Option<Termination>,
    /// The session's folder before the line ran, sorted by path.
    pub files_before: Vec<FileFact>,
    /// The session's folder after it, sorted by path.
    pub files: Vec<FileFact>,
    /// The shell's variables and so on after the line; `None` if the shell ended without a chance to tell.
    pub state: Option<ShellState>,
    /// How long it took, from its being sent to the shell's waiting for the next.
    #[serde(default)]
    pub took: Duration,
    /// Whether Ctrl-C was pressed while it ran.
    #[serde(default)]
    pub interrupted: bool,
    /// What still ran, or was stopped, when the line ended; by number.
    #[serde(default)]
    pub jobs: Vec<JobFact>,
}

/// An event that came after its line had ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Late {
    /// The [`Observation::number`] of the line.
    pub line: u32,
    /// What happened; if its `source` is 0, its span points into that line.
    pub event: TraceEvent,
}

/// A job (XBD 3.181) that has not ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobFact {
    /// Its number, as in `%1`.
    pub number: u32,
    /// Its first process.
    pub pid: i32,
    /// The signal that stopped it; `None` if it runs.
    pub stopped_by: Option<i32>,
    /// Its text, on one line.
    pub command: Vec<u8>,
}

/// What there was too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Excess {
    /// Wall-clock time of the line.
    Time,
    /// Ctrl-C, which did not end the line.
    Interrupts,
    /// Processes of the session.
    Processes,
    /// Bytes in the session's folder.
    Space,
    /// Entries in the session's folder.
    Files,
    /// Memory of all the session's processes together.
    Memory,
}

/// Output by stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Streams {
    /// Descriptor 1.
    pub stdout: Vec<u8>,
    /// Descriptor 2.
    pub stderr: Vec<u8>,
}

/// A point of the trace tied to a point of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fence {
    /// The `seq` of an event of the session's own shell.
    pub seq: u32,
    /// Bytes of `screen` written before it.
    pub offset: u32,
}

/// A file of the session's folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileFact {
    /// Relative to the session's folder.
    #[serde(with = "any_path")]
    pub path: PathBuf,
    /// What it is.
    pub kind: FileKind,
    /// Permission bits, as in `chmod`.
    pub mode: u32,
    /// The content of a regular file up to a bound, or a symbolic link's target.
    pub content: Vec<u8>,
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link, not followed.
    Link,
    /// A FIFO, socket or device.
    Other,
}

/// One command of an [`Observation`]: run or skipped.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Which text it stands in: 0 is the line, see [`TraceEvent::source`].
    pub source: u32,
    /// Where it stands in that text.
    pub span: Span,
    /// Name and arguments after expansion; empty for compound commands, bare assignments, and what was skipped.
    pub argv: Vec<Vec<u8>>,
    /// What it was; `None` if it was skipped.
    pub how: Option<How>,
    /// How it ended; `None` if it was skipped or never ended.
    pub ended: Option<Termination>,
    /// Why it was skipped.
    pub skipped: Option<Skip>,
    /// The process whose shell ran it; differs from the session's shell for a subshell.
    pub pid: i32,
    /// The part of `screen` written while it ran, where that is known: commands of the session's own shell.
    pub printed: Option<std::ops::Range<usize>>,
}

/// A pipeline of an [`Observation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineRun {
    /// Which text it stands in, as [`Run::source`].
    pub source: u32,
    /// Where it stands in that text.
    pub span: Span,
    /// The part of `screen` written while it ran.
    pub printed: std::ops::Range<usize>,
}

/// Why a command did not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skip {
    /// `&&` or `||`.
    pub operator: AndOr,
    /// The status it saw.
    pub because: ExitStatus,
}

impl Run {
    /// The command name after expansion; empty if there is none.
    pub fn name(&self) -> &[u8] {
        self.argv.first().map_or(&[], Vec::as_slice)
    }

    /// What it ended with; `None` if it was skipped or never ended.
    pub fn status(&self) -> Option<ExitStatus> {
        self.ended.map(Termination::status)
    }

    /// What of it is no command that was found, but what is shown before one: a prompt, perhaps behind the status or the number of
    /// a line.
    pub fn prompt(&self) -> Option<String> {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_mark = |text: &str| {
            let inner = text
                .strip_prefix('[')
                .and_then(|text| text.strip_suffix(']'));
            digits(inner.unwrap_or(text))
        };
        let words = self.words();
        let missing = self.how == Some(How::NotFound);
        match words.as_slice() {
            [sign, ..] if matches!(sign.as_str(), "$" | "%" | "#") => Some(sign.clone()),
            [mark, sign, ..] if sign == "$" && is_mark(mark) => Some(format!("{mark} {sign}")),
            _ => None,
        }
        .filter(|_| missing)
    }

    /// Its words as text.
    pub fn words(&self) -> Vec<String> {
        let text = |word: &Vec<u8>| String::from_utf8_lossy(word).into_owned();
        self.argv.iter().map(text).collect()
    }
}

impl Observation {
    /// Every command that ran or was skipped, in the order of the trace: by process, the session's shell first come.
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut open: Vec<(i32, Span, usize)> = Vec::new();
        for event in &self.trace {
            if let TraceKind::Waited { child, how } = event.kind {
                // What a process became by exec ended when the process did.
                for (_, _, index) in open.extract_if(.., |(pid, _, _)| *pid == child) {
                    runs[index].ended = Some(how);
                }
            }
            let Some(span) = event.span else { continue };
            match &event.kind {
                TraceKind::Started { argv, how } => {
                    open.push((event.pid, span, runs.len()));
                    let start = self.fence_before(event);
                    runs.push(Run {
                        source: event.source,
                        span,
                        argv: argv.clone(),
                        how: Some(*how),
                        ended: None,
                        skipped: None,
                        pid: event.pid,
                        printed: start.map(|at| at..at),
                    });
                }
                TraceKind::Ended { how } => {
                    let found = open
                        .iter()
                        .rposition(|(pid, at, _)| *pid == event.pid && *at == span);
                    if let Some(found) = found {
                        let run = &mut runs[open.remove(found).2];
                        run.ended = Some(*how);
                        run.how = run.how.map(|found| found.in_the_end(*how));
                        let end = self.fence_at(event);
                        run.printed = run
                            .printed
                            .take()
                            .zip(end)
                            .map(|(range, end)| range.start..end.max(range.start));
                    }
                }
                TraceKind::Skipped {
                    operator, because, ..
                } => runs.push(Run {
                    source: event.source,
                    span,
                    argv: Vec::new(),
                    how: None,
                    ended: None,
                    skipped: Some(Skip {
                        operator: *operator,
                        because: *because,
                    }),
                    pid: event.pid,
                    printed: None,
                }),
                _ => {}
            }
        }
        runs
    }

    /// The pipelines of the session's own shell: where each stands in its text, and the part of `screen` written while it ran, by
    /// whichever of its commands.
    pub fn pipelines(&self) -> Vec<PipelineRun> {
        let written = |event: &TraceEvent| {
            let TraceKind::PipelineEnded { .. } = event.kind else {
                return None;
            };
            let end = self.fence_at(event)?;
            // Its commands run in other processes, so that the shell has told of none of them.
            let before = self
                .fences
                .partition_point(|fence| fence.seq < event.seq)
                .checked_sub(1)
                .map(|at| self.fences[at].offset as usize);
            Some(PipelineRun {
                source: event.source,
                span: event.span?,
                printed: before.unwrap_or(0)..end,
            })
        };
        self.trace.iter().filter_map(written).collect()
    }

    /// How `run` is written, in whichever text it stands; empty if that was not told.
    pub fn text_of(&self, run: &Run) -> Vec<u8> {
        if run.source == 0 {
            return run.span.of(self.line.as_bytes()).trim_ascii().to_vec();
        }
        let told = |own: bool| {
            let mut texts = Texts::default();
            // Each process numbers the texts that it reads by itself.
            let events = self.trace.iter();
            let events = events.filter(|event| !own || event.pid == run.pid);
            events.for_each(|event| texts.note(event));
            texts.at(run.source, run.span)
        };
        match told(true) {
            nothing if nothing.is_empty() => told(false),
            text => text,
        }
    }

    /// The same as a terminal shows it, where nobody can tell the two streams apart.
    #[must_use]
    pub fn on_a_terminal(self) -> Observation {
        Observation {
            streams: None,
            ..self
        }
    }

    /// What happened as a tree.
    pub fn tree(&self) -> Tree {
        Tree::of(Events {
            events: &self.trace,
            shell: self.shell_pid,
            text: Some(self.line.as_bytes()),
            before: self.status_from.as_deref(),
            ended: self.ended,
            data: &self.pipes,
            settled: false,
            truncated: self.trace_truncated,
        })
    }

    /// Whether it needs to be known who had set `$?` before the line: it was read, or left as it was.
    pub fn asks_who_set_the_status(&self) -> bool {
        self.trace.iter().any(|event| match event.kind {
            TraceKind::StatusRead { producer, .. } => producer.is_none(),
            // The line itself is text 0.
            TraceKind::StatusLeft { producer, .. } => producer.is_none_or(|(text, _)| text != 0),
            _ => false,
        })
    }

    /// What set the `$?` that the line left, as typed: perhaps a command of an earlier line.
    pub fn status_setter(&self) -> Option<Vec<u8>> {
        let left = self.tree().left;
        left.and_then(|left| left.producer)
            .or_else(|| self.status_from.clone())
    }

    /// The values of `$?` that were read, in order.
    pub fn statuses_read(&self) -> Vec<ExitStatus> {
        let read = self.trace.iter().filter_map(|event| match event.kind {
            TraceKind::StatusRead { value, .. } => Some(value),
            _ => None,
        });
        read.collect()
    }

    fn fence_at(&self, event: &TraceEvent) -> Option<usize> {
        (event.pid == self.shell_pid).then_some(())?;
        let at = self
            .fences
            .binary_search_by_key(&event.seq, |fence| fence.seq);
        Some(self.fences[at.ok()?].offset as usize)
    }

    /// Output seen up to an event: that of its own fence, or of the last one before it.
    fn fence_before(&self, event: &TraceEvent) -> Option<usize> {
        (event.pid == self.shell_pid).then_some(())?;
        let behind = self.fences.partition_point(|fence| fence.seq <= event.seq);
        let before = behind.checked_sub(1).map(|at| self.fences[at]);
        Some(before.map_or(0, |fence| fence.offset as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observation_saved_by_an_older_version_is_read() {
        let saved = r#"{"line":"true","shell_pid":7,"trace":[{"pid":8,"seq":0,"source":0,"span":null,
            "kind":{"Execed":{"path":[47]}}}],"screen":[],"streams":null,"fences":[],"truncated":false,"timed_out":false,
            "status":3,"ended":null,"files_before":[],"files":[],"state":null}"#;
        let read: Observation = serde_json::from_str(saved).unwrap();
        let execed = TraceKind::Execed {
            path: b"/".to_vec(),
            argv: Vec::new(),
            again: false,
        };
        assert_eq!(read.trace[0].kind, execed);
        let expected = Observation {
            line: "true".to_owned(),
            shell_pid: 7,
            trace: read.trace.clone(),
            status: ExitStatus(3),
            ..Observation::default()
        };
        assert_eq!(read, expected);
    }
}
