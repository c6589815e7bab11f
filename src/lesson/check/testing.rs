//! Builds observations for unit tests the way a session would, without running anything.

use super::{Check, Verdict};
use crate::observation::{Fence, FileFact, FileKind, Observation, Streams};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::AndOr;
use crate::trace::{ExitStatus, ForkReason, How, Termination, TraceEvent, TraceKind};

/// What the check written as `toml` says of one observation.
pub(in crate::lesson) fn judge(toml: &str, observation: Observation) -> Verdict {
    let check: Check = toml::from_str(toml).unwrap();
    check.judge(&[observation])
}

/// An observation being built: commands are named by their text in the line.
pub(in crate::lesson) struct Line(Observation);

impl Line {
    pub(in crate::lesson) fn new(line: &str) -> Line {
        Line(Observation {
            line: line.to_owned(),
            shell_pid: 1,
            ..Observation::default()
        })
    }

    /// A command without quotes ran and ended.
    pub(in crate::lesson) fn ran(self, text: &str, status: u8) -> Line {
        self.printing(text, status, "")
    }

    /// A command ran, put `output` on the screen, and ended.
    pub(in crate::lesson) fn printing(mut self, text: &str, status: u8, output: &str) -> Line {
        let argv = text
            .split_whitespace()
            .map(|word| word.as_bytes().to_vec())
            .collect();
        self = self.event(
            1,
            text,
            TraceKind::Started {
                argv,
                how: How::Builtin,
            },
        );
        self.0.screen.extend(output.as_bytes());
        let how = Termination::Exited(ExitStatus::from(status));
        self = self.event(1, text, TraceKind::Ended { how });
        let seq = self.0.trace.len() as u32 - 1;
        self.0.fences.push(Fence {
            seq,
            offset: self.0.screen.len() as u32,
        });
        self.0.status = ExitStatus::from(status);
        self
    }

    /// A command without a name: an assignment or a compound command.
    pub(in crate::lesson) fn nameless(mut self, text: &str, how: How, status: u8) -> Line {
        self = self.event(
            1,
            text,
            TraceKind::Started {
                argv: Vec::new(),
                how,
            },
        );
        let how = Termination::Exited(ExitStatus::from(status));
        self.event(1, text, TraceKind::Ended { how })
    }

    pub(in crate::lesson) fn skipped(self, text: &str, operator: &str, because: u8) -> Line {
        let (operator, rule) = match operator {
            "&&" => (AndOr::And, Rule::AndList),
            _ => (AndOr::Or, Rule::OrList),
        };
        let (operator_span, because) = (Span::default(), ExitStatus::from(because));
        self.event(
            1,
            text,
            TraceKind::Skipped {
                operator,
                operator_span,
                because,
                rule,
            },
        )
    }

    /// `$?` was read; an empty `producer` means a command of an earlier line.
    pub(in crate::lesson) fn read(self, producer: &str, value: u8) -> Line {
        let producer = (!producer.is_empty()).then(|| self.span(producer));
        self.event(
            1,
            "",
            TraceKind::StatusRead {
                value: ExitStatus::from(value),
                producer,
            },
        )
    }

    pub(in crate::lesson) fn event(mut self, pid: i32, text: &str, kind: TraceKind) -> Line {
        let (seq, span) = (self.0.trace.len() as u32, Some(self.span(text)));
        self.0.trace.push(TraceEvent {
            pid,
            seq,
            source: 0,
            span,
            kind,
        });
        self
    }

    pub(in crate::lesson) fn forked(self, reason: ForkReason) -> Line {
        self.event(1, "", TraceKind::Forked { child: 2, reason })
    }

    pub(in crate::lesson) fn streams(mut self, stdout: &str, stderr: &str) -> Line {
        self.0.screen = [stdout, stderr].concat().into_bytes();
        let (stdout, stderr) = (stdout.into(), stderr.into());
        self.0.streams = Some(Streams { stdout, stderr });
        self
    }

    /// The folder now holds this file; a name that ends in `/` is a directory.
    pub(in crate::lesson) fn file(mut self, path: &str, content: &str) -> Line {
        let kind = if path.ends_with('/') {
            FileKind::Directory
        } else {
            FileKind::File
        };
        let (path, content) = (path.trim_end_matches('/').into(), content.into());
        self.0.files.push(FileFact {
            path,
            kind,
            mode: 0o644,
            content,
        });
        self
    }

    /// What the folder holds was there before the line, and is gone.
    pub(in crate::lesson) fn cleared(mut self) -> Line {
        self.0.files_before = std::mem::take(&mut self.0.files);
        self
    }

    pub(in crate::lesson) fn done(self) -> Observation {
        self.0
    }

    fn span(&self, text: &str) -> Span {
        let start = self.0.line.find(text).unwrap_or_default() as u32;
        Span::new(start, start + text.len() as u32)
    }
}
