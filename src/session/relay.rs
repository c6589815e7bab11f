//! One line's way between the shell and the person: bytes both ways, events and marks collected, limits kept.
//!
//! One `poll` over the socket, the output streams and the keyboard. A line is over when the shell has said
//! so *and* the mark at the end of its output has come out of every stream.

mod follow;

pub use follow::follow;

use super::host::Session;
use super::keys::Keys;
use super::marker::{Mark, Piece};
use super::patience::Patience;
use super::protocol::{Received, Report};
use super::record::{Record, interleave};
use super::speakers::Told;
use super::stream::{Ready, wait};
use super::window::Window;
use super::{Screen, SessionError};
use crate::observation::{Excess, JobFact, Late, Observation, ShellState, Streams};
use crate::sys::signal;
use crate::trace::{ExitStatus, Termination, TraceEvent, TraceKind};
use follow::{Until, keyboard};
use nix::sys::signal::Signal;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// How long the end mark may be late before it counts as lost: the learner may have broken the terminal.
const LATE: Duration = Duration::from_millis(500);
/// How long output is awaited after the shell and all it started are gone.
const LEFTOVER: Duration = Duration::from_millis(200);
/// The terminal's size is looked at this often, should the signal that it changed come a moment too early.
const GLANCE: Duration = Duration::from_millis(200);
/// How long the beginning of a mark, or what looks like it, is held back.
const HOLD: Duration = Duration::from_millis(20);
/// Bytes of output read before they are shown.
const READ: usize = 64 * 1024;
/// Events kept of one line.
const EVENTS: usize = 50_000;
/// Events kept of lines that had ended.
const LATE_EVENTS: usize = 5_000;
/// Messages taken in a row; then the output has its turn.
const IN_A_ROW: usize = 256;

/// What is known of the line so far.
struct Line<'t> {
    number: u32,
    begun: Instant,
    trace: Vec<TraceEvent>,
    /// Whether events are missing.
    trace_truncated: bool,
    records: Vec<Record>,
    marked: Vec<bool>,
    done: Option<Done>,
    ended: Option<(Instant, Termination)>,
    keys: Keys,
    patience: Patience,
    stopped: Option<Excess>,
    window: Window<'t>,
    /// Bytes that came out so far.
    said: u64,
    /// What output is read into, and what of it is shown: kept, since there may be much.
    buffer: Vec<u8>,
    shown: Vec<u8>,
}

/// What the shell said when it waited for the next line.
struct Done {
    since: Instant,
    status: ExitStatus,
    state: Option<ShellState>,
    jobs: Vec<JobFact>,
}

/// Relays until line `number` is over, which `send` sends to the shell, and what it has started with `&` is at rest.
pub fn relay(
    session: &mut Session,
    number: u32,
    window: Window<'_>,
    send: impl FnOnce(&Session),
) -> Result<Observation, SessionError> {
    let mut line = Line::new(session, number, window);
    line.catch_up(session);
    send(session);
    let stdin = io::stdin();
    signal::waking_on_resize(|| {
        while !line.is_over(session) {
            line.window.keep_up(&session.streams[0].file);
            line.turn(session, &stdin)?;
            line.see_keys_arrived(session, false);
            line.keep_limits(session);
        }
        line.follow(session, Until::Rest, keyboard(session.screen, &stdin))
    })?;
    line.settle(session);
    Ok(line.observation(session))
}

impl<'t> Line<'t> {
    fn new(session: &mut Session, number: u32, window: Window<'t>) -> Line<'t> {
        let limit = session.limits.output;
        let folds = session.screen != Screen::Headless;
        let streams = session.streams.len();
        Line {
            number,
            begun: Instant::now(),
            trace: Vec::new(),
            trace_truncated: false,
            records: (0..streams).map(|_| Record::new(limit, folds)).collect(),
            marked: vec![false; streams],
            done: None,
            ended: None,
            keys: Keys::new(std::mem::take(&mut session.typed_ahead)),
            patience: Patience::Running,
            stopped: None,
            window,
            said: 0,
            buffer: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// Shows what jobs of earlier lines have said since: it is not this line's.
    fn catch_up(&mut self, session: &mut Session) {
        self.records
            .iter_mut()
            .for_each(|record| record.aside = true);
        for index in 0..session.streams.len() {
            self.read_stream(session, index);
        }
        self.records
            .iter_mut()
            .for_each(|record| record.aside = false);
    }

    fn is_over(&self, session: &Session) -> bool {
        let silent = session.streams.iter().all(|stream| !stream.open);
        if let Some((since, _)) = self.ended {
            return silent || since.elapsed() > LEFTOVER;
        }
        let Some(Done { since, .. }) = self.done else {
            return false;
        };
        if self.keys.are_arriving() {
            return false;
        }
        let complete = std::iter::zip(&self.marked, &session.streams)
            .all(|(marked, stream)| *marked || !stream.open);
        complete || since.elapsed() > LATE
    }

    /// Waits for something to happen, and handles it.
    fn turn(&mut self, session: &mut Session, keyboard: &io::Stdin) -> Result<(), SessionError> {
        let wants_keys =
            session.screen == Screen::Terminal && self.keys.are_wanted() && self.done.is_none();
        let ready = wait(
            &session.socket,
            &session.streams,
            wants_keys.then_some(keyboard.as_fd()),
            self.are_keys_due(),
            self.timeout(session),
        )
        .map_err(|error| SessionError::System("poll", error))?;
        self.take_in(session, &ready)?;
        if ready.key {
            self.keys.read(keyboard);
        }
        if session.screen == Screen::Terminal {
            self.keys.take_signal();
            if self.are_keys_due() {
                self.keys.pass_on(session, self.said, self.trace.len());
            }
        }
        Ok(())
    }

    /// Takes what the shell and its programs have said.
    fn take_in(&mut self, session: &mut Session, ready: &Ready) -> Result<(), SessionError> {
        if ready.message && self.ended.is_none() {
            self.hear(session)?;
        }
        for (index, has_output) in ready.output.iter().enumerate() {
            if *has_output {
                self.read_stream(session, index);
            } else if session.streams[index].stripper.is_holding() {
                self.release(session, index);
            }
        }
        Ok(())
    }

    fn are_keys_due(&self) -> bool {
        self.done.is_none() && self.keys.are_due()
    }

    fn see_keys_arrived(&mut self, session: &mut Session, is_shown: bool) {
        let is_running = self.done.is_none();
        self.keys
            .see_arrived(session, is_shown, is_running, &self.trace);
    }

    fn timeout(&self, session: &Session) -> Duration {
        let holding = session
            .streams
            .iter()
            .any(|stream| stream.stripper.is_holding());
        let mut timeout = if holding { HOLD } else { GLANCE };
        timeout = self.keys.timeout().map_or(timeout, |due| timeout.min(due));
        if let Some(wall) = session.limits.wall {
            let left = (wall + Duration::from_millis(1)).saturating_sub(self.begun.elapsed());
            if self.patience == Patience::Running {
                timeout = timeout.min(left);
            }
        }
        timeout
    }

    /// Takes the messages that are waiting, up to a number.
    fn hear(&mut self, session: &mut Session) -> Result<(), SessionError> {
        for _ in 0..IN_A_ROW {
            if self.ended.is_some() {
                break;
            }
            let received = match session.heard.pop_front() {
                Some((sender, report)) => Received::Message(sender, report),
                None => session
                    .socket
                    .poll()
                    .map_err(|error| SessionError::System("recv", error))?,
            };
            match received {
                Received::Nothing => break,
                Received::Unusable => {}
                Received::Message(sender, report) => self.note(session, sender, report),
                Received::End if session.guardian_lives() => break,
                Received::End => {
                    // The guardian speaks before it goes; if it could not, somebody killed it.
                    let killed = Termination::Signaled(Signal::SIGKILL as i32);
                    self.ended = Some((Instant::now(), killed));
                }
            }
        }
        Ok(())
    }

    /// Takes a message, if it is its sender's to send.
    fn note(&mut self, session: &mut Session, sender: i32, report: Report) {
        match report {
            Report::Event {
                line,
                is_last,
                event,
            } => {
                let told = Told {
                    sender,
                    line,
                    is_last,
                    event,
                };
                self.note_event(session, told);
            }
            Report::Done {
                number,
                status,
                state,
                jobs,
            } if number == self.number && sender == session.shell_pid => {
                let state = state.map(|state| *state);
                self.done = Some(Done {
                    since: Instant::now(),
                    status,
                    state,
                    jobs,
                });
            }
            Report::Ended(how) if sender == session.guardian_pid() => {
                self.ended = Some((Instant::now(), how));
            }
            Report::Stopped(excess) if sender == session.guardian_pid() => {
                self.stopped = Some(excess);
            }
            Report::Done { .. }
            | Report::Pipe(_)
            | Report::Pipes
            | Report::Stopped(_)
            | Report::Ended(_)
            | Report::Ready { .. }
            | Report::Failed(_) => {}
        }
    }

    /// Keeps an event, and others that were held back until it came, where each belongs.
    fn note_event(&mut self, session: &mut Session, told: Told) {
        let mut heard = Vec::new();
        session.speakers.hear(told, &mut heard);
        for Told {
            line,
            is_last,
            event,
            ..
        } in heard
        {
            if line == self.number {
                let is_end = matches!(
                    event.kind,
                    TraceKind::Ended { .. } | TraceKind::ShellExited { .. }
                );
                let limit = if is_end { EVENTS + EVENTS / 10 } else { EVENTS };
                self.trace_truncated |= is_last || self.trace.len() >= EVENTS;
                if self.trace.len() < limit {
                    self.trace.push(event);
                }
            } else if session.late.len() < LATE_EVENTS {
                session.late.push(Late { line, event });
            }
        }
    }

    /// Reads what there is, as far as there is room for it: a pseudo-terminal gives no more than a page at a time.
    fn read_stream(&mut self, session: &mut Session, index: usize) {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.resize(READ, 0);
        let stream = &mut session.streams[index];
        let mut length = 0;
        while length < READ && stream.open {
            match stream.file.read(&mut buffer[length..]) {
                Ok(more) if more > 0 => length += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                // A pseudo-terminal nobody holds any more says EIO, a pipe says that this is its end.
                Ok(_) | Err(_) => stream.open = false,
            }
        }
        self.take(session, index, &buffer[..length]);
        self.buffer = buffer;
    }

    fn take(&mut self, session: &mut Session, index: usize, bytes: &[u8]) {
        let mut said = 0;
        let mut shown = std::mem::take(&mut self.shown);
        shown.clear();
        let (record, marked) = (&mut self.records[index], &mut self.marked[index]);
        let keys = &mut self.keys;
        let (number, screen) = (self.number, session.screen);
        session.streams[index]
            .stripper
            .feed(bytes, |piece| match piece {
                Piece::Bytes(bytes) if screen == Screen::Terminal => {
                    said += bytes.len() as u64;
                    let echo = keys.take_echo(bytes);
                    record.push(&bytes[..echo.start]);
                    record.push(&bytes[echo.end..]);
                    shown.extend_from_slice(bytes);
                }
                Piece::Bytes(bytes) => add_shown(&mut shown, screen, bytes, record.push(bytes)),
                Piece::Mark(mark) => {
                    if screen == Screen::Plain {
                        shown.extend_from_slice(record.settle());
                    } else {
                        record.settle();
                    }
                    match mark {
                        Mark::Fence(seq) => record.fence(seq),
                        Mark::End(line) => *marked |= line == number,
                        Mark::Aside => record.aside = true,
                        Mark::AsideEnd => record.aside = false,
                    }
                }
            });
        // Marks are no answer to a key.
        self.said += said;
        self.window.show(&shown);
        self.shown = shown;
        self.see_keys_arrived(session, bytes.contains(&b'^'));
    }

    /// Gives up waiting for the rest of what looked like a mark.
    fn release(&mut self, session: &mut Session, index: usize) {
        let mut shown = Vec::new();
        let (record, screen) = (&mut self.records[index], session.screen);
        session.streams[index].stripper.release(|piece| {
            if let Piece::Bytes(bytes) = piece {
                add_shown(&mut shown, screen, bytes, record.push(bytes));
            }
        });
        self.window.show(&shown);
    }

    fn settle(&mut self, session: &mut Session) {
        for index in 0..session.streams.len() {
            self.release(session, index);
            let late = self.records[index].settle();
            if session.screen == Screen::Plain {
                self.window.show(late);
            }
        }
        self.window.clean_up();
        self.keys.take_back(session);
    }

    fn keep_limits(&mut self, session: &Session) {
        self.keys.heed_signal(session.screen);
        if let Some(since) = self.keys.interrupts.insist
            && self.done.is_none()
            && self.ended.is_none()
        {
            self.patience
                .keep(Duration::ZERO, since.elapsed(), session.shell_pid);
        }
        if let Some(wall) = session.limits.wall
            && self.done.is_none()
            && self.ended.is_none()
        {
            self.patience
                .keep(wall, self.begun.elapsed(), session.shell_pid);
        }
    }

    fn observation(self, session: &mut Session) -> Observation {
        let is_late = self.patience != Patience::Running;
        let stopped = match self.keys.interrupts.insist {
            Some(_) if is_late => Some(Excess::Interrupts),
            _ => is_late.then_some(Excess::Time).or(self.stopped),
        };
        let streams = match &self.records[..] {
            [stdout, stderr] => Some(Streams {
                stdout: stdout.bytes.clone(),
                stderr: stderr.bytes.clone(),
            }),
            _ => None,
        };
        let truncated = self.records.iter().any(|record| record.truncated);
        let (screen, fences) = match &self.records[..] {
            [stdout, stderr] => interleave(stdout, stderr),
            records => records.first().map_or_else(Default::default, |record| {
                (record.bytes.clone(), record.fences.clone())
            }),
        };
        let over = self.done.as_ref().map(|done| done.since);
        let over = over
            .or(self.ended.map(|(at, _)| at))
            .unwrap_or_else(Instant::now);
        let took = over.saturating_duration_since(self.begun);
        let ended = self.ended.map(|(_, how)| how);
        let done = self.done.unwrap_or_else(|| Done {
            since: Instant::now(),
            status: ended.map_or(ExitStatus::SUCCESS, Termination::status),
            state: None,
            jobs: Vec::new(),
        });
        Observation {
            shell_pid: session.shell_pid,
            trace: self.trace,
            trace_truncated: self.trace_truncated,
            late: std::mem::take(&mut session.late),
            screen,
            streams,
            fences,
            truncated,
            stopped,
            status: done.status,
            ended,
            state: done.state,
            took,
            interrupted: self.keys.interrupts.is_pressed(),
            jobs: done.jobs,
            ..Observation::default()
        }
    }
}

/// Adds what a person is to see of `bytes`, which were kept as `kept`.
fn add_shown(shown: &mut Vec<u8>, screen: Screen, bytes: &[u8], kept: &[u8]) {
    match screen {
        Screen::Terminal => shown.extend_from_slice(bytes),
        Screen::Plain => shown.extend_from_slice(kept),
        Screen::Unseen | Screen::Headless => {}
    }
}
