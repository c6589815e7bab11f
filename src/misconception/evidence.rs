//! All that a detector may look at, made ready: the texts that ran, laid out; the runs; who set the `$?` that was read.

use super::tree::Tree;
use super::words;
use crate::observation::{FileFact, FileKind, Observation, Run};
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::syntax::parse::{self, Parsed, SyntaxError, Unclosed};
use crate::trace::{
    ExitStatus, ExpansionStep, ForkReason, How, Jump, Termination, TraceEvent, TraceKind,
};
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
    /// Files that are to be there, and what is to be in them if that is known.
    pub files: Vec<(String, Option<Vec<u8>>)>,
}

/// A text that ran or may run.
#[derive(Debug)]
pub struct Text<'e> {
    /// Its number in the trace; `None` if only its words are known and not what it did.
    pub source: Option<u32>,
    /// What it says.
    pub bytes: &'e [u8],
    /// How messages name it; `None` for the line itself.
    pub name: Option<String>,
    /// For a text that the line gives to `sh`: the command of the line that runs it.
    pub runner: Option<Span>,
    /// Its nodes; none if it could not be read.
    pub tree: Tree<'e>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// No more text would mend it.
    Invalid(SyntaxError),
    /// It ends too early: what is open.
    Incomplete(Vec<Unclosed>),
}

/// A command that ran or was skipped, with its place among the events.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What is known of it.
    pub run: Run,
    /// The index of the event it began with.
    pub began: usize,
}

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
        let mut texts = vec![read_text(Some(0), seen.line.as_bytes(), seen.parsed(arena))];
        let nested = nested(&texts[0], seen, arena);
        texts.extend(nested);
        add_traced(&mut texts, seen, arena);
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
            texts,
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
        while let Some((parent, reason)) = self.fork_of(at) {
            if wanted(reason) {
                return true;
            }
            at = parent;
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

    /// The text that an event is about, with its index.
    pub fn text_of(&self, source: u32) -> Option<(usize, &Text<'e>)> {
        let mut texts = self.texts.iter().enumerate();
        texts.find(|(_, text)| text.source == Some(source))
    }

    /// Whether `set -e` was on in its process when the event at `at` came.
    pub fn errexit_at(&self, at: usize) -> bool {
        let trace = &self.seen.trace;
        let (mut pid, mut at) = (trace[at].pid, at);
        loop {
            let own = trace[..at].iter().rev().filter(|event| event.pid == pid);
            let mut switched = own.filter_map(|event| match &event.kind {
                TraceKind::Started { argv, .. }
                    if argv.first().is_some_and(|name| name == b"set") =>
                {
                    switches_errexit(argv)
                }
                // Another shell begins with what it is called with.
                TraceKind::Execed {
                    argv, again: true, ..
                } => Some(switches_errexit(argv).unwrap_or_default()),
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
        before.is_some_and(|state| state.options.iter().any(|on| on == "errexit"))
    }

    fn readings(&self) -> Vec<Read<'e>> {
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

/// Whether the options in `argv`, of `set` or of a shell, switch `errexit` on or off; `None` if they leave it as it is.
fn switches_errexit(argv: &[Vec<u8>]) -> Option<bool> {
    let mut switched = None;
    let mut words = argv.iter().skip(1);
    while let Some(word) = words.next() {
        let on = match word.first() {
            Some(b'-') if word.len() > 1 && word != b"--" => true,
            Some(b'+') if word.len() > 1 => false,
            _ => break,
        };
        let named = word.ends_with(b"o") && words.next().is_some_and(|name| name == b"errexit");
        if named || word[1..].contains(&b'e') {
            switched = Some(on);
        }
    }
    switched
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
            TraceKind::Ended { .. }
            | TraceKind::PipelineEnded { .. }
            | TraceKind::Skipped { .. }
            | TraceKind::JobStarted { .. }
            | TraceKind::ConditionEnded { .. } => begin = index,
            _ => {}
        }
    }
    let settles = |event: &&&TraceEvent| {
        matches!(
            event.kind,
            TraceKind::Ended { .. }
                | TraceKind::PipelineEnded { .. }
                | TraceKind::Skipped { .. }
                | TraceKind::JobStarted { .. }
                | TraceKind::ConditionEnded { .. }
        )
    };
    Setter {
        seen,
        events: own[begin..].iter().filter(settles).rev().copied().collect(),
        before: own[..begin].to_vec(),
    }
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
        self.seen
            .runs()
            .into_iter()
            .rfind(|run| run.span == span && run.how.is_some())
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
        let inside = |event: &&TraceEvent| event.span.is_some_and(|at| span.contains(at));
        let mut events = self.seen.trace.iter().filter(inside);
        events.any(|event| wanted(&event.kind))
    }

    /// Whether the simple command read `$?` itself.
    pub fn reads_status(&self) -> bool {
        self.contains(|kind| matches!(kind, TraceKind::StatusRead { .. }))
    }

    /// The status that stood before the simple command ran, if it was a failure that nothing had looked at: of the command
    /// before it in the same list, or of the line before.
    pub fn lost(&self, earlier: &[Observation]) -> Option<(String, ExitStatus)> {
        let (span, _) = self.command()?;
        let previous = self.before.iter().rposition(|event| {
            matches!(
                event.kind,
                TraceKind::Ended { .. }
                    | TraceKind::PipelineEnded { .. }
                    | TraceKind::Skipped { .. }
                    | TraceKind::ConditionEnded { .. }
                    | TraceKind::LoopTurned { .. }
                    | TraceKind::Branched { .. }
            )
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

impl Text<'_> {
    /// What stands at `span`.
    pub fn at(&self, span: Span) -> String {
        excerpt(self.bytes, span)
    }

    /// The text with what stands at `span` replaced, if it is short enough to be shown.
    pub fn with(&self, span: Span, new: &str) -> Option<String> {
        let text = String::from_utf8_lossy(self.bytes);
        let (before, after) = (
            text.get(..span.start as usize)?,
            text.get(span.end as usize..)?,
        );
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').unwrap_or(after.len());
        let whole = format!("{}{new}{}", &before[line..], &after[..end]);
        let whole = whole.trim().to_owned();
        (whole.chars().count() <= 70).then_some(whole)
    }
}

/// The text at `span`, without blanks at its ends.
fn excerpt(text: &[u8], span: Span) -> String {
    let end = (span.end as usize).min(text.len());
    let start = (span.start as usize).min(end);
    String::from_utf8_lossy(text[start..end].trim_ascii()).into_owned()
}

fn read_text<'e>(source: Option<u32>, bytes: &'e [u8], parsed: Parsed<'e>) -> Text<'e> {
    let (tree, fault) = match parsed {
        Parsed::Complete(script) => (Tree::new(&script.list), None),
        Parsed::Incomplete(open) => (Tree::default(), Some(Fault::Incomplete(open))),
        Parsed::Invalid(error) => (Tree::default(), Some(Fault::Invalid(error))),
    };
    Text {
        source,
        bytes,
        name: None,
        runner: None,
        tree,
        fault,
    }
}

/// The texts that the line gives to `sh`: what stands behind `-c`, and the files it runs, as far as they are here.
fn nested<'e>(line: &Text<'e>, seen: &'e Observation, arena: &'e Bump) -> Vec<Text<'e>> {
    let mut found: Vec<Text<'e>> = Vec::new();
    for simple in line.tree.simples() {
        let words = simple.literals();
        let text: Option<(String, Option<String>)> = match simple.name().as_deref() {
            Some("sh" | "dash") => match words.as_slice() {
                [Some(flag), Some(text), ..] if flag == "-c" => Some((text.clone(), None)),
                [Some(path), ..] => file_text(seen, path).map(|text| (text, Some(path.clone()))),
                _ => None,
            },
            Some(".") => match words.as_slice() {
                [Some(path), ..] => file_text(seen, path).map(|text| (text, Some(path.clone()))),
                _ => None,
            },
            Some(path) if path.starts_with("./") => {
                let text = file_text(seen, path).filter(|text| text.starts_with("#!/bin/sh"));
                text.map(|text| (text, Some(path.to_owned())))
            }
            _ => None,
        };
        let Some((text, name)) = text else { continue };
        let bytes: &'e [u8] = arena.alloc_slice_copy(text.as_bytes());
        let mut text = read_text(None, bytes, parse::parse(bytes, arena, &()));
        text.name = Some(name.unwrap_or_else(|| "sh -c".to_owned()));
        text.runner = Some(simple.command.span);
        found.push(text);
    }
    found
}

/// Adds what the trace itself tells of other texts that ran: a function of an earlier line, what `eval` or a nested shell
/// was given. One that is there already gets its number in the trace.
fn add_traced<'e>(texts: &mut Vec<Text<'e>>, seen: &'e Observation, arena: &'e Bump) {
    for (source, bytes) in told(seen) {
        let same = |text: &&mut Text<'e>| {
            text.source.is_none() && text.bytes.trim_ascii() == bytes.trim_ascii()
        };
        if let Some(known) = texts.iter_mut().find(same) {
            known.source = Some(source);
            continue;
        }
        let bytes: &'e [u8] = arena.alloc_slice_copy(&bytes);
        let mut text = read_text(Some(source), bytes, parse::parse(bytes, arena, &()));
        // What is broken off, or only in part told, is no fault of anybody's.
        text.fault = None;
        text.name = Some("a text that ran".to_owned());
        texts.push(text);
    }
}

/// The texts that the trace tells from their beginning, by their numbers. Copies of a shell number on by themselves; a number
/// that stands for more than one text says nothing here.
fn told(seen: &Observation) -> Vec<(u32, Vec<u8>)> {
    let mut told: Vec<(i32, u32, Vec<u8>)> = Vec::new();
    for event in seen.trace.iter().filter(|event| event.source != 0) {
        let TraceKind::Text { offset, bytes } = &event.kind else {
            continue;
        };
        let known = told
            .iter_mut()
            .find(|(pid, source, _)| (*pid, *source) == (event.pid, event.source));
        match known {
            Some((.., text)) if text.len() == *offset as usize => text.extend(bytes),
            Some(_) => {}
            None if *offset == 0 => told.push((event.pid, event.source, bytes.clone())),
            None => {}
        }
    }
    let alone = |source: u32| told.iter().filter(|(_, other, _)| *other == source).count() == 1;
    let kept = told.iter().filter(|(_, source, _)| alone(*source));
    kept.map(|(_, source, text)| (*source, text.clone()))
        .collect()
}

/// What a file of the folder says: as it was before the line, or as the line made it.
fn file_text(seen: &Observation, path: &str) -> Option<String> {
    let path = Path::new(path.strip_prefix("./").unwrap_or(path));
    let mut all = seen.files_before.iter().chain(&seen.files);
    let fact = all.find(|fact| fact.path == path && fact.kind == FileKind::File)?;
    String::from_utf8(fact.content.clone()).ok()
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

/// Whether `word` could be a number to `test`.
pub fn is_number(word: &str) -> bool {
    words::is_integer(word)
}
