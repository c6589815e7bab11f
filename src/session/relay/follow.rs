//! What a line has started with `&`, followed beyond the line's end to where it counts: what is known of the line must not hang
//! on what a busy machine comes to sooner or later.
//!
//! A job is at rest when it has ended, or when all of it waits: for the time, for a key, for somebody to ask something. Until
//! then it is only slow; from then on it is the line's own doing that it has done no more. Start with [`Line::follow`].

use super::super::host::Session;
use super::super::stream::wait;
use super::super::window::Window;
use super::super::{Screen, SessionError, processes};
use super::Line;
use crate::observation::Observation;
use crate::sys::signal;
use crate::trace::{ForkReason, TraceEvent, TraceKind};
use std::collections::HashSet;
use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// Jobs are looked at this often until they rest: the whole of `/proc` is read for it,
const GLANCE: Duration = Duration::from_millis(10);
/// and this often until they end.
const GLANCE_AT_REST: Duration = Duration::from_millis(30);
/// How long a job may take to come to rest,
const PATIENCE: Duration = Duration::from_secs(2);
/// and how much it may do until then, in clock ticks: one that does more goes on for long.
const WORK: u64 = 20;

/// How far a job is followed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Until {
    /// Until it rests.
    Rest,
    /// Until it has ended, so long at most.
    End(Duration),
}

/// Waits for the end of what `seen`, the session's last line, has started with `&`, for `wall` at most; what that has done by
/// then is the line's. Ctrl-C ends the wait.
pub fn follow(
    session: &mut Session,
    seen: &mut Observation,
    wall: Duration,
) -> Result<(), SessionError> {
    let window = Window::without_keyboard(session.screen);
    let mut line = Line::new(session, seen.number, window);
    line.trace = std::mem::take(&mut seen.trace);
    line.trace_truncated = seen.trace_truncated;
    let followed = line.follow(session, Until::End(wall), None);
    line.settle(session);
    line.add_to(seen);
    seen.late.append(&mut session.late);
    followed
}

impl Line<'_> {
    /// Follows the jobs of the line, which is over. What is typed meanwhile on a `keyboard` is the next prompt's, but for Ctrl-C,
    /// which ends the wait.
    pub(super) fn follow(
        &mut self,
        session: &mut Session,
        until: Until,
        keyboard: Option<&io::Stdin>,
    ) -> Result<(), SessionError> {
        let begun = Instant::now();
        let mut work = None;
        while self.ended.is_none() {
            let started = jobs(&self.trace);
            if started.is_empty() {
                break;
            }
            // Whoever has ended by now has said all that there is to hear.
            let alive = processes::below(session.guardian_pid(), &started);
            let is_enough = match until {
                Until::Rest => {
                    let before = work.take();
                    work = processes::work(&alive).filter(|_| session.helpers_wait());
                    (work.is_some() && work == before)
                        || begun.elapsed() >= PATIENCE
                        || processes::ticks(&alive) >= WORK
                }
                Until::End(wall) => begun.elapsed() >= wall,
            };
            if alive.is_empty() || is_enough || self.is_called_off(keyboard) {
                self.listen(session, keyboard, Duration::ZERO)?;
                break;
            }
            let moment = match until {
                Until::Rest => GLANCE,
                Until::End(_) => GLANCE_AT_REST,
            };
            self.listen(session, keyboard, moment)?;
        }
        Ok(())
    }

    /// Takes in what comes within a `moment`, and what is there already.
    fn listen(
        &mut self,
        session: &mut Session,
        keyboard: Option<&io::Stdin>,
        moment: Duration,
    ) -> Result<(), SessionError> {
        let begun = Instant::now();
        let mut is_quiet = false;
        while self.ended.is_none() && (begun.elapsed() < moment || !is_quiet) {
            let keys = keyboard.filter(|_| self.keys.are_wanted());
            let left = moment.saturating_sub(begun.elapsed());
            let (socket, streams) = (&session.socket, &session.streams);
            let ready = wait(socket, streams, keys.map(AsFd::as_fd), false, left)
                .map_err(|error| SessionError::System("poll", error))?;
            self.take_in(session, &ready)?;
            if let Some(keys) = keys.filter(|_| ready.key) {
                self.keys.read(keys);
            }
            let is_said = ready.message || ready.output.iter().any(|has_output| *has_output);
            // One that talks without end is not heard to the end.
            is_quiet = !is_said || begun.elapsed() > moment + GLANCE;
        }
        Ok(())
    }

    fn is_called_off(&mut self, keyboard: Option<&io::Stdin>) -> bool {
        match keyboard {
            Some(_) => self.keys.take_interrupt(),
            None => signal::take_interrupt(),
        }
    }

    /// Adds what has come since the line was over.
    fn add_to(self, seen: &mut Observation) {
        seen.trace = self.trace;
        seen.trace_truncated = self.trace_truncated;
        for (index, record) in self.records.iter().enumerate() {
            seen.screen.extend_from_slice(&record.bytes);
            seen.truncated |= record.truncated;
            if let Some(streams) = &mut seen.streams {
                let stream = match index {
                    0 => &mut streams.stdout,
                    _ => &mut streams.stderr,
                };
                stream.extend_from_slice(&record.bytes);
            }
        }
        seen.ended = seen.ended.or(self.ended.map(|(_, how)| how));
        seen.stopped = seen.stopped.or(self.stopped);
    }
}

/// The keyboard whose keys are ours while the jobs of a line are followed.
pub(super) fn keyboard(screen: Screen, keyboard: &io::Stdin) -> Option<&io::Stdin> {
    (screen == Screen::Terminal).then_some(keyboard)
}

/// The processes that are jobs, or that jobs have started.
fn jobs(trace: &[TraceEvent]) -> HashSet<i32> {
    let mut jobs = HashSet::new();
    for event in trace {
        if let TraceKind::Forked { child, reason } = event.kind
            && (reason == ForkReason::AsyncList || jobs.contains(&event.pid))
        {
            jobs.insert(child);
        }
    }
    jobs
}
