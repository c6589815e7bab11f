//! The shell's side of what the host sees: events up the socket, marks into the output.

use super::marker::{Mark, Nonce};
use super::protocol::{Report, Socket};
use crate::trace::sink::TraceSink;
use crate::trace::{TraceEvent, TraceKind};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Write};
use std::rc::Rc;

/// Events a process may report while one line runs; a loop that never ends must not fill the host's memory.
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
    budget: Cell<u32>,
    latest: Cell<u32>,
    text: Cell<u32>,
}

impl Wire {
    /// With nothing sent yet.
    pub fn new(socket: Socket, outputs: Vec<File>, nonce: Nonce) -> Wire {
        Wire {
            socket,
            outputs,
            nonce,
            budget: Cell::new(EVENTS_PER_LINE),
            latest: Cell::new(0),
            text: Cell::new(0),
        }
    }

    /// A line begins, which the engine counts as its text number `text`. What is in the output belongs to what ran before.
    pub fn begin_line(&self, text: u32) {
        self.text.set(text);
        self.budget.set(EVENTS_PER_LINE);
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
    fn aside(&mut self, begins: bool) {
        self.wire
            .mark(if begins { Mark::Aside } else { Mark::AsideEnd });
    }

    fn record(&mut self, mut event: TraceEvent) {
        let wire = &self.wire;
        let matters = matches!(
            event.kind,
            TraceKind::ShellExited { .. } | TraceKind::SyntaxError { .. }
        );
        let budget = wire.budget.get();
        if budget == 0 && !matters {
            return;
        }
        wire.budget.set(budget.saturating_sub(1));
        event.source = wire.source(event.source);
        let bounds_a_command = matches!(
            event.kind,
            TraceKind::Started { .. } | TraceKind::Ended { .. }
        );
        let fence = event.pid == self.shell && bounds_a_command;
        if event.pid == self.shell {
            wire.latest.set(event.seq);
        }
        let mark = Mark::Fence(event.seq);
        // A host that is gone needs no events; the shell ends when it asks for the next line.
        let _ = wire.socket.send_event(event);
        if fence {
            wire.mark(mark);
        }
    }
}
