//! A shell as `shtutor sh` would be, whose every step is heard: unconfined, with the descriptors, the folder and the terminal
//! of whoever called.
//!
//! This binary is started again with the trace socket as one more descriptor, far away from those a script uses. The host
//! only listens: it is in the way of no byte, and of no signal that comes from a terminal.

use super::marker::Nonce;
use super::private;
use super::protocol::{Received, Report, Socket};
use super::pump;
use super::sink::{SocketSink, Wire};
use crate::engine::invocation;
use crate::sys::fd::{self, Fd};
use crate::sys::process::{self, ChildStep, Environment, Program};
use crate::sys::signal::{self, Signal};
use crate::sys::words;
use crate::trace::sink::Tracer;
use crate::trace::{ExitStatus, PipeData, Termination, TraceEvent, TraceKind};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::ffi::{CString, OsString};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The first argument that makes this program a shell that is heard; the number of its socket follows, then the words of `sh`.
pub const ARGUMENT: &str = "--traced-shell";
/// Events kept of one run.
const EVENTS: usize = 50_000;
/// How long the end of the shell may stay unnoticed that could not say that it ended.
const GLANCE: Duration = Duration::from_millis(20);
/// How long what a shell left running is listened to. What goes on then is told of as unfinished.
const LEFTOVER: Duration = Duration::from_secs(3);

/// How long the pump may take to say what went through the pipes that are closed, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was heard.
#[derive(Debug)]
pub struct Heard {
    /// The shell's process.
    pub shell: i32,
    /// Everything it and its copies did, as it arrived.
    pub events: Vec<TraceEvent>,
    /// Whether there was more.
    pub truncated: bool,
    /// What went through the pipes that were closed in time.
    pub data: Vec<PipeData>,
    /// How the shell ended.
    pub ended: Termination,
}

/// What `main` calls if [`ARGUMENT`] is the first of `args`.
pub fn main(args: Vec<OsString>) -> ExitStatus {
    let number = |index: usize| args.get(index).and_then(|word| word.to_str()?.parse().ok());
    let [socket, pump] = [2, 3].map(|index| fd::take_over(Fd(number(index).unwrap_or(-1))).ok());
    let words: Vec<OsString> = args.into_iter().skip(4).collect();
    // Who lists processes sees what there would be without us.
    let own = [OsString::from("shtutor")];
    let shown = own
        .iter()
        .chain(&words)
        .map(|word| word.as_bytes().to_vec());
    words::rename(&shown.collect::<Vec<_>>());
    let Some(socket) = socket else {
        return ExitStatus::MISUSE;
    };
    let numbers = [Some(&socket), pump.as_ref()].map(|fd| fd.map(AsRawFd::as_raw_fd));
    let numbers = || {
        numbers
            .iter()
            .flatten()
            .map(|number| number.cast_unsigned())
    };
    let reserved = numbers().min().unwrap_or(0)..numbers().max().unwrap_or(0) + 1;
    let mut wire = Wire::new(Socket::from(socket), Vec::new(), Nonce(String::new()));
    wire.host_has_text = false;
    wire.pump = pump;
    invocation::main_watched(words, |shell| {
        let pid = process::pid();
        let wire = Rc::new(wire);
        shell.reserved_fds = reserved;
        shell.tracer = Tracer::new(Box::new(SocketSink { wire, shell: pid }), pid);
    })
}

/// Runs `sh` with `words`, the first of which is its name, and listens until it has ended.
///
/// # Errors
/// It could not be started.
pub fn run(words: &[OsString]) -> io::Result<Heard> {
    let (mut socket, theirs) = Socket::pair()?;
    let (mut reports, from_pump) = Socket::pair()?;
    let (to_pump, requests) = Socket::pair()?;
    // Without one the pipes are ordinary pipes, and what goes through them is not told.
    let pump = spawn(pump::ARGUMENT, [requests, from_pump], &[]).ok();
    let shell = spawn(ARGUMENT, [theirs, to_pump], words)?;
    // The terminal's signals are for the shell.
    signal::ignore(Signal::SIGINT);
    signal::ignore(Signal::SIGQUIT);
    // Whom the trace is written to may be gone.
    signal::ignore(Signal::SIGPIPE);
    let mut heard = Heard {
        shell,
        events: Vec::new(),
        truncated: false,
        data: Vec::new(),
        ended: Termination::Exited(ExitStatus::SUCCESS),
    };
    let mut ended: Option<(Instant, Termination)> = None;
    loop {
        let more = heard.listen(&mut socket)?;
        if ended.is_none() {
            ended = end_of(shell, !more)?.map(|how| (Instant::now(), how));
        }
        if let Some((since, how)) = ended
            && (!more || since.elapsed() > LEFTOVER)
        {
            heard.ended = how;
            if pump.is_some() {
                let last = since + PATIENCE;
                heard.data = pump::hear(&mut reports, &heard.events, last, LEFTOVER)?;
            }
            return Ok(heard);
        }
    }
}

impl Heard {
    /// Takes what is there, or waits a moment for it; whether anybody is left to say more.
    fn listen(&mut self, socket: &mut Socket) -> io::Result<bool> {
        let mut fds = [PollFd::new(socket.as_fd(), PollFlags::POLLIN)];
        let glance = PollTimeout::try_from(GLANCE).unwrap_or(PollTimeout::ZERO);
        match poll(&mut fds, glance) {
            Ok(_) | Err(nix::Error::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        loop {
            match socket.poll::<Report>()? {
                Received::Nothing => return Ok(true),
                Received::End => return Ok(false),
                Received::Message(_, Report::Event { is_last, event, .. }) => {
                    self.truncated |= is_last || self.events.len() >= EVENTS;
                    if self.events.len() < EVENTS || is_end(&event) {
                        self.events.push(event);
                    }
                }
                Received::Message(..) | Received::Unusable => {}
            }
        }
    }
}

/// Whether `event` says how something ended: without it nothing could be said of that at all.
fn is_end(event: &TraceEvent) -> bool {
    matches!(
        event.kind,
        TraceKind::Ended { .. } | TraceKind::ShellExited { .. } | TraceKind::StatusLeft { .. }
    )
}

/// How `shell` ended, if it has; `waits` for it where nothing else is to be heard of it.
fn end_of(shell: i32, waits: bool) -> io::Result<Option<Termination>> {
    loop {
        let change = match waits {
            true => Some(process::wait_any()),
            false => process::poll_any().map(Ok),
        };
        match change {
            None => return Ok(None),
            Some(Ok((pid, Some(Termination::Stopped(number))))) if pid == shell => {
                // Whoever waits for us is to see it.
                let _ = process::send(process::pid(), number_of_stop(number));
                let _ = process::send(shell, Signal::SIGCONT as i32);
            }
            Some(Ok((pid, Some(how)))) if pid == shell => return Ok(Some(how)),
            Some(Ok(_) | Err(nix::Error::EINTR)) => {}
            Some(Err(error)) => return Err(error.into()),
        }
    }
}

/// A stop from the keyboard has come to us as well, or will; the others we give ourselves.
fn number_of_stop(number: i32) -> i32 {
    match number == Signal::SIGSTOP as i32 {
        true => number,
        false => Signal::SIGTSTP as i32,
    }
}

/// Starts this binary again, as what `role` says, with two `sockets`. Nothing but these is different from what it would find
/// without us: neither its signals nor its environment nor its process group.
fn spawn(role: &str, sockets: [Socket; 2], words: &[OsString]) -> io::Result<i32> {
    let [one, other] = sockets.map(|socket| private(OwnedFd::from(socket)));
    let (one, other) = (one?, other?);
    let numbers = [&one, &other].map(|socket| Fd(socket.as_raw_fd()));
    let executable = std::env::current_exe()?;
    let path = CString::new(executable.as_os_str().as_bytes())?;
    let mut own: Vec<OsString> = vec!["shtutor".into(), role.into()];
    own.extend(numbers.map(|number| number.0.to_string().into()));
    let arguments: Result<Vec<CString>, _> = own
        .iter()
        .chain(words)
        .map(|word| CString::new(word.as_bytes()))
        .collect();
    let strings = std::env::vars_os().map(|(name, value)| {
        let mut string = name.into_vec();
        string.push(b'=');
        string.extend_from_slice(value.as_bytes());
        CString::new(string)
    });
    let environment = Environment::new(strings.collect::<Result<_, _>>()?);
    let program = Program::new(vec![path], arguments?);
    // In the child alone it is kept over exec.
    let steps = numbers.map(|number| ChildStep::Duplicate(number, number));
    Ok(process::spawn(&program, &environment, &steps)??)
}

/// `socket` with a number that no script uses, if there may be such a number.
fn private(socket: OwnedFd) -> io::Result<OwnedFd> {
    fd::duplicate_above(&socket, private::first())
        .or_else(|_| fd::duplicate_above(&socket, fd::FIRST_INTERNAL))
}
