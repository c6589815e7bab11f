//! The shell's side of what the host sees: events up the socket, marks into the output.

use super::belongings::is_alike;
use super::holdings::Holdings;
use super::marker::{Mark, Nonce};
use super::protocol::{Report, Socket};
use super::pump;
use crate::sys::fd::{Fd, STDERR};
use crate::trace::sink::{TraceSink, WatchedPipe};
use crate::trace::{TraceEvent, TraceKind};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::rc::Rc;

/// Events a process may report while one line runs; a loop that never ends must not fill the host's memory. The ends of what
/// was reported before come all the same.
const EVENTS_PER_LINE: u32 = 20_000;

/// The ways from the shell to the host.
#[derive(Debug)]
pub struct Wire {
    /// Messages go here.
    pub socket: Socket,
    /// Marks go here: private copies of what was descriptor 1, and of 2 if that is another file.
    pub outputs: Vec<File>,
    /// Of this session.
    pub nonce: Nonce,
    /// Who looks into pipes.
    pub pump: Option<OwnedFd>,
    /// What a shell that nobody may look into holds.
    pub holdings: Option<Holdings>,
    /// How many pipes were asked for.
    pipes: Cell<u32>,
    /// Whether the host knows the text of the line that runs.
    pub host_has_text: bool,
    budget: Cell<u32>,
    latest: Cell<u32>,
    /// The number of the line that runs. A copy of this process keeps it, however long it outlives the line.
    line: Cell<u32>,
    text: Cell<u32>,
    /// The process that spoke last.
    speaker: Cell<i32>,
    /// Whether nothing was told of this process, so that nothing it says would be understood.
    is_untold: Cell<bool>,
    /// Commands around the current one whose beginning was not told.
    untold: Cell<u32>,
}

impl Wire {
    /// With nothing sent yet.
    pub fn new(socket: Socket, outputs: Vec<File>, nonce: Nonce) -> Wire {
        Wire {
            socket,
            outputs,
            nonce,
            pump: None,
            holdings: None,
            pipes: Cell::new(0),
            host_has_text: true,
            budget: Cell::new(EVENTS_PER_LINE),
            latest: Cell::new(0),
            line: Cell::new(0),
            text: Cell::new(0),
            speaker: Cell::new(0),
            is_untold: Cell::new(false),
            untold: Cell::new(0),
        }
    }

    /// Line `number` begins, which the engine counts as its text `text`. What is in the output belongs to what ran before.
    pub fn begin_line(&self, number: u32, text: u32) {
        self.line.set(number);
        self.text.set(text);
        self.budget.set(EVENTS_PER_LINE);
        self.untold.set(0);
        self.mark(Mark::Fence(self.latest.get()));
    }

    /// The engine numbers all texts of its life; an event calls the line that runs 0 and any other text something else.
    fn source(&self, text: u32) -> u32 {
        if text == self.text.get() {
            0
        } else {
            text.wrapping_add(1)
        }
    }

    /// Whether `event`, which `pid` wants to tell, is told: all are, until there were too many.
    fn is_told(&self, pid: i32, event: &TraceEvent) -> bool {
        let is_spent = self.budget.get() == 0;
        if self.speaker.replace(pid) != pid {
            self.is_untold.set(is_spent);
            self.untold.set(0);
        }
        if !is_spent || self.is_untold.get() {
            self.budget.set(self.budget.get().saturating_sub(1));
            return !is_spent;
        }
        let untold = self.untold.get();
        match event.kind {
            TraceKind::Started { .. } => self.untold.set(untold + 1),
            TraceKind::Ended { .. } if untold == 0 => return true,
            TraceKind::Ended { .. } => self.untold.set(untold - 1),
            TraceKind::ShellExited { .. }
            | TraceKind::SyntaxError { .. }
            | TraceKind::StatusLeft { .. } => return true,
            _ => {}
        }
        false
    }

    /// Sends a message.
    pub fn report(&self, report: &Report) -> io::Result<()> {
        self.socket.send(report)
    }

    /// Writes a mark into every output. A terminal the learner has broken must not stop the shell.
    pub fn mark(&self, mark: Mark) {
        let bytes = mark.encode(&self.nonce);
        for mut output in &self.outputs {
            let _ = output.write_all(&bytes);
        }
    }
}

/// Hands the engine's events to a [`Wire`].
pub struct SocketSink {
    /// Shared with the loop that runs the lines.
    pub wire: Rc<Wire>,
    /// The process whose events have fences: the session's shell.
    pub shell: i32,
}

impl TraceSink for SocketSink {
    fn aside(&mut self, text: &[u8]) -> bool {
        let wire = &self.wire;
        let is_there = |output: &&File| is_alike(Fd(output.as_raw_fd()), STDERR);
        // What goes elsewhere, the host does not see.
        let Some(mut output) = wire.outputs.iter().find(is_there) else {
            return false;
        };
        // In one go: what a job prints at this moment comes before it or after it.
        let [begin, end] = [Mark::Aside, Mark::AsideEnd].map(|mark| mark.encode(&wire.nonce));
        output
            .write_all(&[&begin[..], text, &end[..]].concat())
            .is_ok()
    }

    fn pipe(&mut self) -> Option<WatchedPipe> {
        let pump = self.wire.pump.as_ref()?;
        let count = self.wire.pipes.get();
        self.wire.pipes.set(count.wrapping_add(1));
        let process = u64::from(crate::sys::process::pid().cast_unsigned());
        pump::connect(pump, process << 32 | u64::from(count)).ok()
    }

    fn record(&mut self, mut event: TraceEvent) {
        let wire = &self.wire;
        if let Some(holdings) = &wire.holdings {
            holdings.keep_in_view();
        }
        // Of a child that became a program at once, its parent speaks.
        let speaker = match event.kind {
            TraceKind::Execed { .. } if wire.speaker.get() != 0 => wire.speaker.get(),
            _ => event.pid,
        };
        if !wire.is_told(speaker, &event) {
            return;
        }
        event.source = wire.source(event.source);
        match &mut event.kind {
            // The host sent it.
            TraceKind::Text { .. } if event.source == 0 && wire.host_has_text => return,
            TraceKind::StatusLeft {
                producer: Some((text, _)),
                ..
            } => *text = wire.source(*text),
            _ => {}
        }
        let bounds_a_command = matches!(
            event.kind,
            TraceKind::Started { .. } | TraceKind::Ended { .. } | TraceKind::PipelineEnded { .. }
        );
        let fence = event.pid == self.shell && bounds_a_command;
        if event.pid == self.shell {
            wire.latest.set(event.seq);
        }
        let mark = Mark::Fence(event.seq);
        let is_last = wire.budget.get() == 0;
        // A host that is gone needs no events; the shell ends when it asks for the next line.
        let _ = wire.socket.send_event(wire.line.get(), is_last, event);
        if fence {
            wire.mark(mark);
        }
    }
}
