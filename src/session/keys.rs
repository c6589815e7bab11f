//! What is typed while a line runs, on its way to the session's terminal: passed on when it is due, seen to arrive, taken back if
//! nothing read it.

use super::Screen;
use super::echo::Echo;
use super::host::Session;
use super::interrupt::{GRACE, Interrupts, Press};
use crate::sys::terminal::LineKeys;
use crate::sys::{signal, terminal};
use crate::trace::TraceEvent;
use std::io::{self, Write as _};
use std::ops::Range;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

/// How long a line has to end by itself before it gets what was typed ahead of it: until then that may be the next prompt's, which
/// shows it itself.
const AT_ONCE: Duration = Duration::from_millis(20);
/// Ctrl-C.
const INTERRUPT: u8 = 3;
/// Keys that are for what runs now, whatever has been typed before them: Ctrl-C, Ctrl-Z, Ctrl-\.
const URGENT: [u8; 3] = [INTERRUPT, 26, 28];
/// How much later than its signal the terminal may show such a key, as `^` and a letter: the line may be over by then.
const SHOWN: Duration = Duration::from_millis(400);
/// How long a terminal that does not show it may take to send the signal.
const SENT: Duration = Duration::from_millis(30);
/// Bytes typed that the pseudo-terminal has not taken yet.
const TYPED: usize = 4096;
/// Bytes typed ahead that are given back.
const TYPED_AHEAD: usize = 64 * 1024;

/// The keys of one line.
#[derive(Debug)]
pub struct Keys {
    begun: Instant,
    typed: Vec<u8>,
    /// Whether the terminal has hung up, and its poll would never wait again.
    is_gone: bool,
    /// Whether the pseudo-terminal has got any of it.
    passed_on: bool,
    /// An urgent key that it has yet to make a signal.
    pressed: Option<Pressed>,
    /// A Ctrl-C that has arrived, and when it is looked at again.
    arrived: Option<(Instant, Press)>,
    echo: Echo,
    /// What the presses of Ctrl-C have come to.
    pub interrupts: Interrupts,
}

/// An urgent key on its way through the terminal.
#[derive(Debug)]
struct Pressed {
    /// When it has arrived at the latest.
    by: Instant,
    /// What to look after then, if it is Ctrl-C.
    press: Option<Press>,
}

impl Keys {
    /// Those of a line that begins now; `typed` ahead of it.
    pub fn new(typed: Vec<u8>) -> Keys {
        Keys {
            begun: Instant::now(),
            typed,
            is_gone: false,
            passed_on: false,
            pressed: None,
            arrived: None,
            echo: Echo::default(),
            interrupts: Interrupts::default(),
        }
    }

    /// Whether there are any more to be had, and room for them.
    pub fn are_wanted(&self) -> bool {
        !self.is_gone && self.typed.len() < TYPED
    }

    /// Whether some are to be passed on now.
    pub fn are_due(&self) -> bool {
        let is_urgent = || self.typed.iter().any(|key| URGENT.contains(key));
        !self.typed.is_empty() && (self.begun.elapsed() >= AT_ONCE || is_urgent())
    }

    /// Whether an urgent key has not arrived yet.
    pub fn are_arriving(&self) -> bool {
        self.pressed.is_some()
    }

    /// How long one can wait at most before there is something to do for them.
    pub fn timeout(&self) -> Option<Duration> {
        let due = (!self.typed.is_empty()).then_some(AT_ONCE);
        let arrives = self.pressed.as_ref().map(|pressed| pressed.by);
        let again = self.arrived.as_ref().map(|(at, _)| *at);
        let until = arrives.into_iter().chain(again).min().map(|at| {
            let left = at.saturating_duration_since(Instant::now());
            left + Duration::from_millis(1)
        });
        due.into_iter().chain(until).min()
    }

    /// Reads what there is of `keyboard`.
    pub fn read(&mut self, keyboard: &io::Stdin) {
        let mut bytes = [0; 1024];
        let length = nix::unistd::read(keyboard.as_fd(), &mut bytes);
        self.is_gone = matches!(length, Ok(0) | Err(nix::Error::EIO));
        if self.is_gone {
            // Whom SIGHUP has not ended nobody can end by a key any more.
            self.interrupts.insist.get_or_insert_with(Instant::now);
        }
        self.typed.extend_from_slice(&bytes[..length.unwrap_or(0)]);
    }

    /// Takes a SIGINT that came to us for the key: our terminal was not raw for a moment, or somebody sent it.
    pub fn take_signal(&mut self) {
        if signal::take_interrupt() {
            self.typed.push(INTERRUPT);
        }
    }

    /// Takes a Ctrl-C out of those that are not passed on, with what was typed before it; whether there is one.
    pub fn take_interrupt(&mut self) -> bool {
        self.take_signal();
        let at = self.typed.iter().rposition(|key| *key == INTERRUPT);
        at.is_some_and(|at| self.typed.drain(..=at).count() > 0)
    }

    /// Passes them on to the session's terminal, whose line has `said` so many bytes and done so many things. What it does not
    /// take now it takes later.
    pub fn pass_on(&mut self, session: &mut Session, said: u64, done: usize) {
        let stream = &mut session.streams[0];
        let terminal = &mut stream.file;
        let press = Press::among(&self.typed, terminal.as_fd(), session.shell_pid, done);
        let shows = terminal::shows_signals(terminal.as_fd());
        let keys = LineKeys::of(terminal.as_fd());
        let taken = terminal.write(&self.typed).unwrap_or(0);
        if let Some(keys) = keys {
            self.echo.expect(&self.typed[..taken], &keys);
        }
        let is_urgent = self.typed.drain(..taken).any(|key| URGENT.contains(&key));
        self.passed_on |= taken > 0;
        if let Some(press) = press.as_ref().filter(|_| taken > 0) {
            self.interrupts.note(press, said);
        }
        if is_urgent {
            stream.stripper.may_tear(shows);
            let by = Instant::now() + if shows { SHOWN } else { SENT };
            self.pressed = Some(Pressed { by, press });
        }
    }

    /// Where in `bytes`, which came out of the terminal, is what it shows of the keys: no program has written that.
    pub fn take_echo(&mut self, bytes: &[u8]) -> Range<usize> {
        self.echo.take(bytes)
    }

    /// Once an urgent key has arrived, because it `is_shown` or should have been, sees to it that somebody got its signal, if the
    /// line `is_running`, of which `trace` is known.
    pub fn see_arrived(
        &mut self,
        session: &mut Session,
        is_shown: bool,
        is_running: bool,
        trace: &[TraceEvent],
    ) {
        let shell = session.shell_pid;
        let stream = &mut session.streams[0];
        let now = Instant::now();
        if let Some((_, press)) = self.arrived.take_if(|(at, _)| now >= *at)
            && is_running
            && !press.is_heeded(trace)
        {
            press.look_again(shell, stream.file.as_fd());
        }
        let Some(pressed) = self.pressed.take_if(|key| is_shown || now >= key.by) else {
            return;
        };
        stream.stripper.may_tear(false);
        if let Some(press) = pressed.press.filter(|_| is_running) {
            press.look_after(shell);
            self.arrived = Some((now + GRACE, press));
        }
    }

    /// Takes a SIGINT for one pressed without end, where nobody can press a key.
    pub fn heed_signal(&mut self, screen: Screen) {
        if screen == Screen::Headless && signal::is_interrupted() {
            self.interrupts.insist.get_or_insert_with(Instant::now);
        }
    }

    /// Takes back what was passed on and read by nobody: it was typed for the next prompt, like what could not be passed on before
    /// the line was over.
    pub fn take_back(&mut self, session: &mut Session) {
        if self.passed_on {
            // A terminal that is broken: nothing was typed.
            let typed = terminal::take_typed(session.streams[0].file.as_fd(), TYPED_AHEAD);
            session.typed_ahead.extend(typed.unwrap_or_default());
        }
        session.typed_ahead.append(&mut self.typed);
    }
}
