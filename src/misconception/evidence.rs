//! All that a detector may look at, made ready: the texts that ran, laid out; the runs; who set the `$?` that was read.

mod reading;
mod texts;

pub use reading::{Read, Setter};
pub(super) use texts::without_backquotes;
pub use texts::{Fault, Text};

use super::words;
use crate::observation::{FileFact, Observation, Run};
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::trace::{ExitStatus, ExpansionStep, ForkReason, How, Jump, TraceEvent, TraceKind};
use bumpalo::Bump;
use std::collections::HashMap;
use std::path::Path;

/// What a step wants of a line, as far as a diagnosis needs to know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Whether `$?` is to be 0; `None` if that is left open.
    pub success: Option<bool>,
    /// What is to be printed, where that is known as a text.
    pub output: Option<Vec<u8>>,
    /// Statuses that are to be looked at, each with the name of its command if that matters.
    pub statuses: Vec<(u8, Option<String>)>,
    /// Files that are to be there, and what is to be in them if that is known.
    pub files: Vec<(String, Option<Vec<u8>>)>,
    /// Commands that are to run, by their names without a folder.
    pub programs: Vec<String>,
    /// Variables that are to have a value in the shell itself.
    pub variables: Vec<String>,
    /// Variables that the step itself has given a value, and that the line is to ask about.
    pub given: Vec<String>,
}

/// A command that ran or was skipped, with its place among the events.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What is known of it.
    pub run: Run,
    /// The index of the event it began with.
    pub began: usize,
}

/// All that a detector may look at.
#[derive(Debug)]
pub struct Evidence<'e> {
    /// The line and what came of it.
    pub seen: &'e Observation,
    /// Earlier lines of the same session, oldest first.
    pub earlier: &'e [Observation],
    /// What the step wanted, if there is a step.
    pub wanted: Option<&'e Wanted>,
    /// The line, which is the first, and the texts it ran.
    pub texts: Vec<Text<'e>>,
    /// Every command, in the order of the trace.
    pub runs: Vec<Ran>,
    /// Every reading of `$?`.
    pub reads: Vec<Read<'e>>,
    forks: HashMap<i32, (i32, ForkReason)>,
}

impl<'e> Evidence<'e> {
    /// Of a line that ran. The trees live in `arena`.
    pub fn new(
        seen: &'e Observation,
        earlier: &'e [Observation],
        wanted: Option<&'e Wanted>,
        arena: &'e Bump,
    ) -> Evidence<'e> {
        let forks = seen.trace.iter().filter_map(|event| match event.kind {
            TraceKind::Forked { child, reason } => Some((child, (event.pid, reason))),
            _ => None,
        });
        let begins = |kind: &TraceKind| {
            matches!(kind, TraceKind::Started { .. } | TraceKind::Skipped { .. })
        };
        let began = seen.trace.iter().enumerate();
        let began = began.filter(|(_, event)| event.span.is_some() && begins(&event.kind));
        let runs = seen.runs().into_iter().zip(began);
        let mut evidence = Evidence {
            seen,
            earlier,
            wanted,
            texts: texts::of_line(seen, arena),
            runs: runs.map(|(run, (began, _))| Ran { run, began }).collect(),
            reads: Vec::new(),
            forks: forks.collect(),
        };
        evidence.reads = evidence.readings();
        evidence
    }

    /// The line itself.
    pub fn line(&self) -> &Text<'e> {
        &self.texts[0]
    }

    /// Whether anything ran; if not, only the text can tell.
    pub fn has_run(&self) -> bool {
        !self.seen.trace.is_empty()
    }

    /// Whether the line printed what the step wants; no, if that is not known.
    pub fn prints_as_wanted(&self) -> bool {
        let wanted = self.wanted.and_then(|wanted| wanted.output.as_ref());
        wanted.is_some_and(|wanted| wanted.trim_ascii() == self.seen.screen.trim_ascii())
    }

    /// The runs of the command at `span` of `text`.
    pub fn runs_at(&self, text: &Text<'_>, span: Span) -> impl Iterator<Item = &Ran> {
        let source = text.source;
        self.runs
            .iter()
            .filter(move |ran| Some(ran.run.source) == source && ran.run.span == span)
    }

    /// How the latest run of the command at `span` of `text` ended.
    pub fn status_of(&self, text: &Text<'_>, span: Span) -> Option<ExitStatus> {
        self.runs_at(text, span).last()?.run.status()
    }

    /// Whether the commands of `span` in `text` ran at all.
    pub fn did_run(&self, text: &Text<'_>, span: Span) -> bool {
        self.runs.iter().any(|ran| {
            Some(ran.run.source) == text.source
                && ran.run.how.is_some()
                && span.contains(ran.run.span)
        })
    }

    /// Whether the line left another file at `path` than was there before it.
    pub fn writes(&self, path: &str) -> bool {
        let path = std::path::Path::new(path.strip_prefix("./").unwrap_or(path));
        let at =
            |files: &'e [crate::observation::FileFact]| files.iter().find(|file| file.path == path);
        let (before, after) = (at(&self.seen.files_before), at(&self.seen.files));
        before.map(|file| &file.content) != after.map(|file| &file.content)
    }

    /// What a word of `text` became: its fields and the steps, each time it was expanded.
    pub fn expansions(
        &self,
        text: &Text<'_>,
        word: &Word<'_>,
    ) -> impl Iterator<Item = (&'e [Vec<u8>], &'e [ExpansionStep])> {
        let (source, span) = (text.source, word.span);
        self.seen.trace.iter().filter_map(move |event| {
            let here = Some(event.source) == source && event.span == Some(span);
            match &event.kind {
                TraceKind::Expanded { fields, steps } if here => {
                    Some((fields.as_slice(), steps.as_slice()))
                }
                _ => None,
            }
        })
    }

    /// The process that forked `pid`, and what for.
    pub fn fork_of(&self, pid: i32) -> Option<(i32, ForkReason)> {
        self.forks.get(&pid).copied()
    }

    /// Why `pid`, or the nearest process above it for which that holds, was forked as `wanted` says.
    pub fn forked_as(&self, pid: i32, wanted: impl Fn(ForkReason) -> bool) -> bool {
        let mut at = pid;
        // A process number that is given out again may lead round in a circle.
        for _ in 0..self.forks.len() {
            match self.fork_of(at) {
                Some((_, reason)) if wanted(reason) => return true,
                Some((parent, _)) => at = parent,
                None => return false,
            }
        }
        false
    }

    /// A file of the folder, before or after the line.
    pub fn file(&self, path: &[u8]) -> Option<&'e FileFact> {
        let path = Path::new(std::str::from_utf8(path).ok()?);
        let path = path.strip_prefix("./").unwrap_or(path);
        let seen: &'e Observation = self.seen;
        let mut all = seen.files.iter().chain(&seen.files_before);
        all.find(|fact| fact.path == path)
    }

    /// The events within a run, those of the processes it forked included, up to its end.
    pub fn within(&self, ran: &Ran) -> &'e [TraceEvent] {
        let seen: &'e Observation = self.seen;
        let is_end = |event: &TraceEvent| {
            event.pid == ran.run.pid
                && event.source == ran.run.source
                && event.span == Some(ran.run.span)
                && matches!(event.kind, TraceKind::Ended { .. })
        };
        let rest = &seen.trace[ran.began + 1..];
        let end = rest.iter().position(is_end).unwrap_or(rest.len());
        &rest[..end]
    }

    /// What `exit` left, and where: the span of the command, its process and status.
    pub fn exits(&self) -> impl Iterator<Item = (usize, &'e TraceEvent, ExitStatus)> {
        let seen: &'e Observation = self.seen;
        seen.trace
            .iter()
            .enumerate()
            .filter_map(|(at, event)| match event.kind {
                TraceKind::Jumped {
                    jump: Jump::Exit(status),
                } => Some((at, event, status)),
                _ => None,
            })
    }

    /// Whether the step wants the variable to have a value, and the line's own shell gave it none.
    pub fn lacks(&self, name: &[u8]) -> bool {
        let wanted = self.wanted.is_some_and(|wanted| {
            wanted
                .variables
                .iter()
                .any(|wanted| wanted.as_bytes() == name)
        });
        let mut own = self
            .seen
            .trace
            .iter()
            .filter(|event| event.pid == self.seen.shell_pid);
        let given = |event: &TraceEvent| matches!(&event.kind, TraceKind::Assigned { name: given, .. } if given == name);
        // What is given for one command is taken back with it.
        let kept = |event: &TraceEvent| {
            let Some((_, text)) = self.text_of(event.source) else {
                return true;
            };
            let Some(span) = event.span else { return true };
            !text.tree.simples().any(|simple| {
                let command = simple.command;
                let special = self
                    .runs_at(text, command.span)
                    .any(|ran| ran.run.how == Some(How::SpecialBuiltin));
                !command.words.is_empty() && !special && command.span.contains(span)
            })
        };
        wanted && !own.any(|event| given(event) && kept(event))
    }

    /// The text that an event is about, with its index.
    pub fn text_of(&self, source: u32) -> Option<(usize, &Text<'e>)> {
        let mut texts = self.texts.iter().enumerate();
        texts.find(|(_, text)| text.source == Some(source))
    }

    /// Whether `set -e` was on in its process when the event at `at` came.
    pub fn errexit_at(&self, at: usize) -> bool {
        self.is_on_at(
            at,
            Switch {
                name: "errexit",
                letter: Some(b'e'),
            },
        )
    }

    /// The same of `set -o pipefail`.
    pub fn pipefail_at(&self, at: usize) -> bool {
        self.is_on_at(
            at,
            Switch {
                name: "pipefail",
                letter: None,
            },
        )
    }

    fn is_on_at(&self, at: usize, switch: Switch) -> bool {
        let trace = &self.seen.trace;
        let (mut pid, mut at) = (trace[at].pid, at);
        loop {
            let own = trace[..at].iter().rev().filter(|event| event.pid == pid);
            let mut switched = own.filter_map(|event| match &event.kind {
                TraceKind::Started { argv, .. }
                    if argv.first().is_some_and(|name| name == b"set") =>
                {
                    switch.set_by(argv)
                }
                // Another shell begins with what it is called with.
                TraceKind::Execed {
                    argv, again: true, ..
                } => Some(switch.set_by(argv).unwrap_or_default()),
                _ => None,
            });
            if let Some(on) = switched.next() {
                return on;
            }
            let forked = trace[..at].iter().rposition(
                |event| matches!(event.kind, TraceKind::Forked { child, .. } if child == pid),
            );
            let Some(forked) = forked else { break };
            (pid, at) = (trace[forked].pid, forked);
        }
        let before = self.earlier.last().and_then(|line| line.state.as_ref());
        before.is_some_and(|state| state.options.iter().any(|on| on == switch.name))
    }
}

/// An option of `set`.
#[derive(Clone, Copy)]
struct Switch {
    /// Its long name.
    name: &'static str,
    letter: Option<u8>,
}

impl Switch {
    /// Whether the options in `argv`, of `set` or of a shell, switch it on or off; `None` if they leave it as it is.
    fn set_by(self, argv: &[Vec<u8>]) -> Option<bool> {
        let mut switched = None;
        let mut words = argv.iter().skip(1);
        while let Some(word) = words.next() {
            let on = match word.first() {
                Some(b'-') if word.len() > 1 && word != b"--" => true,
                Some(b'+') if word.len() > 1 => false,
                _ => break,
            };
            let name = self.name.as_bytes();
            let named = word.ends_with(b"o") && words.next().is_some_and(|word| word == name);
            let by_letter = self
                .letter
                .is_some_and(|letter| word[1..].contains(&letter));
            if named || by_letter {
                switched = Some(on);
            }
        }
        switched
    }
}

/// Whether a run is a test that gave an answer or an error: `[` or `test`.
pub fn is_test(run: &Run) -> bool {
    matches!(run.name(), b"[" | b"test") && run.how != Some(How::Function)
}

/// The operands of a run of `[` or `test`, as text.
pub fn operands(run: &Run) -> Vec<String> {
    let mut operands = run.words();
    operands.remove(0);
    if run.name() == b"[" && operands.last().is_some_and(|word| word == "]") {
        operands.pop();
    }
    operands
}

/// The operands of a test without a `!` before them.
pub fn without_bang(operands: &[String]) -> &[String] {
    match operands {
        [bang, rest @ ..] if !rest.is_empty() && bang == "!" => rest,
        all => all,
    }
}

/// Whether `word` could be a number to `test`.
pub fn is_number(word: &str) -> bool {
    words::is_integer(word)
}
