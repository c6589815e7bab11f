//! Who listens: a [`TraceSink`] receives events, a [`Tracer`] is what the engine holds.
//!
//! A tracer without a sink costs one branch a call; the events are not even built.

use super::{ExpansionStep, TraceEvent, TraceKind};
use crate::source::Span;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

/// Bytes of a text that one event tells.
const PART: usize = 8 * 1024;
/// Bytes of a text that are told at all.
const TOLD: usize = 256 * 1024;

/// Receives the events of one process, in order.
pub trait TraceSink {
    /// Called once an event. After a fork the child's events arrive through the child's copy of the sink.
    fn record(&mut self, event: TraceEvent);

    /// A pipe that is looked into, instead of an ordinary one; `None` if there is none to be had.
    fn pipe(&mut self) -> Option<WatchedPipe> {
        None
    }

    /// Writes what the shell itself says to a person, so that it is no command's output. Returns whether it did.
    fn aside(&mut self, _text: &[u8]) -> bool {
        false
    }
}

/// The ends of a pipe whose data is told of; its reader and its writer notice nothing. Who asked for it owns them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchedPipe {
    /// The descriptor to read from.
    pub reader: i32,
    /// The descriptor to write to.
    pub writer: i32,
    /// Its number: see [`TraceKind::PipeOpened`].
    pub number: u64,
}

/// The engine's end: emits events, or nothing at all.
#[derive(Default)]
pub struct Tracer {
    sink: Option<Box<dyn TraceSink>>,
    pid: i32,
    seq: u32,
    /// Of the word that is being expanded.
    steps: Vec<ExpansionStep>,
    /// The texts that were told: by number, and where the part of it begins if that is not the whole.
    texts: HashSet<(u32, Option<u32>)>,
    /// Which text spans point into: see [`TraceEvent::source`].
    pub source: u32,
}

impl Tracer {
    /// A tracer that hands the events of process `pid` to `sink`.
    pub fn new(sink: Box<dyn TraceSink>, pid: i32) -> Tracer {
        Tracer {
            sink: Some(sink),
            pid,
            seq: 0,
            steps: Vec::new(),
            texts: HashSet::new(),
            source: 0,
        }
    }

    /// Whether anybody listens.
    pub fn is_on(&self) -> bool {
        self.sink.is_some()
    }

    /// From now on this is process `pid`: called in the child after a fork. Its events count from 0.
    pub fn set_pid(&mut self, pid: i32) {
        (self.pid, self.seq) = (pid, 0);
        self.steps.clear();
    }

    /// The text that spans now point into begins to run.
    pub fn begin_text(&mut self, bytes: &[u8]) {
        if self.sink.is_some() && self.texts.insert((self.source, None)) {
            self.tell_text(0, bytes);
        }
    }

    /// Spans are going to point into a part of a text, which may have been told long ago, or to somebody else.
    pub fn begin_part(&mut self, offset: u32, bytes: &[u8]) {
        if self.sink.is_some()
            && !self.texts.contains(&(self.source, None))
            && self.texts.insert((self.source, Some(offset)))
        {
            self.tell_text(offset, bytes);
        }
    }

    fn tell_text(&mut self, offset: u32, bytes: &[u8]) {
        for (index, part) in bytes[..bytes.len().min(TOLD)].chunks(PART).enumerate() {
            self.emit(None, || TraceKind::Text {
                offset: offset + (index * PART) as u32,
                bytes: part.to_vec(),
            });
        }
    }

    /// Who listens from now on knows none of the texts.
    pub fn forget_texts(&mut self) {
        self.texts.clear();
    }

    /// A word is going to be expanded.
    pub fn begin_word(&mut self) {
        self.steps.clear();
    }

    /// Notes a step of its expansion, if anybody listens.
    pub fn step(&mut self, step: impl FnOnce() -> ExpansionStep) {
        if self.sink.is_some() {
            self.steps.push(step());
        }
    }

    /// The word at `span` has become `fields`; where that took no step it is not worth telling.
    pub fn end_word(&mut self, span: Span, fields: impl FnOnce() -> Vec<Vec<u8>>) {
        if !self.steps.is_empty() {
            let steps = std::mem::take(&mut self.steps);
            let fields = fields();
            self.emit(Some(span), || TraceKind::Expanded { fields, steps });
        }
    }

    /// Records what `kind` builds, if anybody listens.
    pub fn emit(&mut self, span: Option<Span>, kind: impl FnOnce() -> TraceKind) {
        if let Some(sink) = &mut self.sink {
            sink.record(TraceEvent {
                pid: self.pid,
                seq: self.seq,
                source: self.source,
                span,
                kind: kind(),
            });
            self.seq += 1;
        }
    }

    /// As [`TraceSink::pipe`].
    pub fn pipe(&mut self) -> Option<WatchedPipe> {
        self.sink.as_mut()?.pipe()
    }

    /// As [`TraceSink::aside`].
    pub fn aside(&mut self, text: &[u8]) -> bool {
        self.sink.as_mut().is_some_and(|sink| sink.aside(text))
    }

    /// Records an event of a child that became another program at once and cannot speak for itself.
    pub fn emit_for(
        &mut self,
        child: i32,
        seq: u32,
        span: Option<Span>,
        kind: impl FnOnce() -> TraceKind,
    ) {
        if let Some(sink) = &mut self.sink {
            sink.record(TraceEvent {
                pid: child,
                seq,
                source: self.source,
                span,
                kind: kind(),
            });
        }
    }
}

/// Keeps events in memory, for tests and for running without a session.
#[derive(Clone, Default)]
pub struct Recording(Rc<RefCell<Vec<TraceEvent>>>);

impl Recording {
    /// Takes out what was recorded so far.
    pub fn take(&self) -> Vec<TraceEvent> {
        self.0.take()
    }
}

impl TraceSink for Recording {
    fn record(&mut self, event: TraceEvent) {
        self.0.borrow_mut().push(event);
    }
}
