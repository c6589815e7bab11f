//! Looks into pipes: a process beside the shell, that moves what goes through them and counts it.
//!
//! Each pipe of a pipeline is two pipes then, with the pump between: `writer -> | -> pump -> | -> reader`. Both together hold what
//! one ordinary pipe holds, and the pump itself keeps nothing: it takes only what the second has room for. When the reader goes
//! it lets go of the first pipe at once, so that the writer gets its SIGPIPE; when the writers have gone it closes the second.
//! Nobody else holds an end. It is no relative of the shell, so that neither `wait` nor `ps` there sees it.
//!
//! Start with [`main`]; the shell asks it for a pipe by [`connect`].

use super::protocol::{Received, Report, Socket};
use crate::sys::fd::{self, Fd};
use crate::sys::passing;
use crate::sys::signal::{self, Signal};
use crate::trace::sink::WatchedPipe;
use crate::trace::{ExitStatus, PipeData, TraceEvent, TraceKind};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, IntoRawFd, OwnedFd};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The first argument that makes this program the pump; the numbers of its two sockets follow.
pub const ARGUMENT: &str = "--trace-pump";
/// Bytes that each of the two pipes holds.
const HALF: usize = 32 * 1024;
/// Bytes that fit into a pipe that says it has room (POSIX `PIPE_BUF`).
const ROOM: usize = 4096;
/// Bytes kept of what goes through.
const HEAD: usize = 1024;
/// How long one look for reports takes at most.
const GLANCE: Duration = Duration::from_millis(20);
/// How long the pump is waited for to tell of what is closed.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long it is waited for to tell of what a pipeline left behind.
const MOMENT: Duration = Duration::from_millis(100);
/// How often a pipe is moved on before the others have their turn.
const IN_A_ROW: usize = 32;

/// What `main` calls if [`ARGUMENT`] is the first of `args`.
pub fn main(args: &[OsString]) -> ExitStatus {
    let socket = |index: usize| {
        let number = args.get(index)?.to_str()?.parse().ok()?;
        let given = fd::take_over(Fd(number)).ok()?;
        // The standard descriptors are let go of below.
        fd::duplicate_above(&given, fd::FIRST_INTERNAL).ok()
    };
    let (Some(requests), Some(reports)) = (socket(2), socket(3)) else {
        return ExitStatus::MISUSE;
    };
    // It serves as long as there is something to move, whatever the keyboard says.
    for request in [
        Signal::SIGINT,
        Signal::SIGQUIT,
        Signal::SIGTSTP,
        Signal::SIGHUP,
        Signal::SIGPIPE,
    ] {
        signal::ignore(request);
    }
    let nothing = File::options().read(true).write(true).open("/dev/null");
    let let_go = nothing.and_then(|nothing| {
        nix::unistd::dup2_stdin(&nothing)?;
        nix::unistd::dup2_stdout(&nothing)?;
        Ok(nix::unistd::dup2_stderr(&nothing)?)
    });
    match let_go.and_then(|()| serve(&requests, Socket::from(reports))) {
        Ok(()) => ExitStatus::SUCCESS,
        Err(_) => ExitStatus::FAILURE,
    }
}

/// In the shell: a pipe that the pump behind `socket` looks into, under `number`.
///
/// # Errors
/// There are no more descriptors, or no pump.
pub fn connect(socket: &OwnedFd, number: u64) -> io::Result<WatchedPipe> {
    let own = |fd: Fd| fd::take_over(fd);
    let (from_writer, writer) = fd::pipe()?;
    let (from_writer, writer) = (own(from_writer)?, own(writer)?);
    let (reader, to_reader) = fd::pipe()?;
    let (reader, to_reader) = (own(reader)?, own(to_reader)?);
    for end in [&from_writer, &to_reader] {
        fd::set_pipe_capacity(Fd(end.as_raw_fd()), HALF as i32)?;
    }
    let ends = [from_writer.as_fd(), to_reader.as_fd()];
    passing::send_all(socket, &number.to_le_bytes(), &ends)?;
    Ok(WatchedPipe {
        reader: reader.into_raw_fd(),
        writer: writer.into_raw_fd(),
        number,
    })
}

/// In the host: what went through the pipes that `events` tell of. The pump is asked what is closed and waited for until `last`,
/// the others for a `moment` behind that.
///
/// # Errors
/// Those of recvmsg(2).
pub fn hear(
    reports: &mut Socket,
    events: &[TraceEvent],
    mut last: Instant,
    moment: Duration,
) -> io::Result<Vec<PipeData>> {
    let opened = |event: &TraceEvent| match event.kind {
        TraceKind::PipeOpened { watched, .. } => watched,
        _ => None,
    };
    let mut missing: HashSet<u64> = events.iter().filter_map(opened).collect();
    let mut heard = Vec::new();
    if missing.is_empty() {
        return Ok(heard);
    }
    // That it is gone is found out below.
    let _ = reports.send(&Question);
    while !missing.is_empty() {
        match reports.poll::<Report>()? {
            Received::Message(_, Report::Pipes) => last = last.min(Instant::now() + moment),
            Received::Message(_, Report::Pipe(data)) => {
                missing.remove(&data.number);
                heard.push(data);
            }
            Received::Message(..) | Received::Unusable => {}
            Received::End => break,
            Received::Nothing if Instant::now() >= last => break,
            Received::Nothing => {
                let left = last.saturating_duration_since(Instant::now()).min(GLANCE);
                let mut fds = [PollFd::new(reports.as_fd(), PollFlags::POLLIN)];
                // If it is interrupted, it is looked again.
                let _ = poll(
                    &mut fds,
                    PollTimeout::try_from(left).unwrap_or(PollTimeout::ZERO),
                );
            }
        }
    }
    Ok(heard)
}

/// A pump for a session: it ends when the session's shells have, and everything in its pipes.
#[derive(Debug)]
pub struct Pump {
    process: Child,
    reports: Socket,
}

impl Pump {
    /// Starts `executable` as the pump. Returns also where the shell asks it.
    ///
    /// # Errors
    /// There are no more descriptors or processes.
    pub fn start(executable: &Path) -> io::Result<(Pump, OwnedFd)> {
        let (reports, theirs) = Socket::pair()?;
        let (asking, asked) = Socket::pair()?;
        let mut command = Command::new(executable);
        command
            .args([ARGUMENT, "0", "1"])
            .env_clear()
            .current_dir("/");
        command
            .stdin(Stdio::from(OwnedFd::from(asked)))
            .stdout(Stdio::from(OwnedFd::from(theirs)))
            .stderr(Stdio::null());
        // Until it ignores a Ctrl-C itself, what is ignored here it ignores from birth.
        let process = signal::ignoring(Signal::SIGINT, || command.spawn())?;
        Ok((Pump { process, reports }, asking.into()))
    }

    /// Its process.
    pub fn pid(&self) -> i32 {
        self.process.id().cast_signed()
    }

    /// What went through the pipes that `events` tell of: those that were closed within a moment.
    pub fn hear(&mut self, events: &[TraceEvent]) -> Vec<PipeData> {
        // Without it the trace says that nobody looked.
        let last = Instant::now() + PATIENCE;
        hear(&mut self.reports, events, last, MOMENT).unwrap_or_default()
    }
}

impl Drop for Pump {
    fn drop(&mut self) {
        let until = Instant::now() + MOMENT;
        while let Ok(None) = self.process.try_wait() {
            if Instant::now() > until {
                // What is left is for nobody: the session is over.
                let _ = self.process.kill();
                let _ = self.process.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What the host asks: which pipes are closed?
#[derive(Serialize, Deserialize)]
struct Question;

/// A pipe that is looked into.
struct Watched {
    from_writer: File,
    to_reader: File,
    data: PipeData,
    /// Whether there is something to move and no room for it.
    is_full: bool,
}

/// Whether a pipe goes on.
#[derive(PartialEq, Eq)]
enum Progress {
    GoesOn,
    Over,
}

fn serve(requests: &OwnedFd, mut reports: Socket) -> io::Result<()> {
    let mut pipes: Vec<Watched> = Vec::new();
    let (mut listens, mut may_be_asked, mut is_asked) = (true, true, false);
    let mut buffer = vec![0; HALF];
    while listens || !pipes.is_empty() {
        let sources = Sources {
            requests: listens.then(|| requests.as_fd()),
            questions: may_be_asked.then(|| reports.as_fd()),
        };
        let timeout = if is_asked {
            PollTimeout::ZERO
        } else {
            PollTimeout::NONE
        };
        let ready = wait(sources, &pipes, timeout)?;
        let mut index = 0;
        pipes.retain_mut(|pipe| {
            let (input, output) = ready.pipes[index];
            index += 1;
            let progress = pipe.go_on(input, output, &mut buffer);
            if progress == Progress::Over {
                // If nobody hears it, nobody asks.
                let _ = reports.send(&Report::Pipe(std::mem::take(&mut pipe.data)));
            }
            progress == Progress::GoesOn
        });
        if ready.request {
            match accept(requests) {
                Ok(Some(pipe)) => pipes.extend(pipe),
                Ok(None) => listens = false,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => listens = false,
            }
        } else if is_asked {
            // Every pipe there was has had its turn.
            let _ = reports.send(&Report::Pipes);
            is_asked = false;
        }
        if ready.question {
            match reports.poll::<Question>() {
                Ok(Received::Message(..)) => is_asked = true,
                Ok(Received::Unusable | Received::Nothing) => {}
                Ok(Received::End) | Err(_) => may_be_asked = false,
            }
        }
    }
    Ok(())
}

/// From whom something may come beside what goes through the pipes.
struct Sources<'s> {
    /// The shell, for more pipes.
    requests: Option<BorrowedFd<'s>>,
    /// The host.
    questions: Option<BorrowedFd<'s>>,
}

/// What can be done without waiting: whether a request or a question is there, and for each pipe what its two ends say.
struct Ready {
    request: bool,
    question: bool,
    pipes: Vec<(PollFlags, PollFlags)>,
}

fn wait(sources: Sources<'_>, pipes: &[Watched], timeout: PollTimeout) -> io::Result<Ready> {
    let mut fds: Vec<PollFd<'_>> = Vec::with_capacity(2 * pipes.len() + 2);
    for pipe in pipes {
        let (input, output) = match pipe.is_full {
            true => (PollFlags::empty(), PollFlags::POLLOUT),
            false => (PollFlags::POLLIN, PollFlags::empty()),
        };
        fds.push(PollFd::new(pipe.from_writer.as_fd(), input));
        fds.push(PollFd::new(pipe.to_reader.as_fd(), output));
    }
    let sources = [sources.requests, sources.questions];
    fds.extend(
        sources
            .iter()
            .flatten()
            .map(|source| PollFd::new(*source, PollFlags::POLLIN)),
    );
    loop {
        match poll(&mut fds, timeout) {
            Ok(_) => break,
            Err(nix::Error::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let said = |fd: &PollFd<'_>| fd.revents().unwrap_or(PollFlags::empty());
    let (ends, others) = fds.split_at(2 * pipes.len());
    let pairs = ends.chunks_exact(2);
    let mut others = others.iter();
    let [request, question] = sources.map(|source| {
        let asked = source.and_then(|_| others.next());
        asked.is_some_and(|fd| !said(fd).is_empty())
    });
    Ok(Ready {
        request,
        question,
        pipes: pairs.map(|pair| (said(&pair[0]), said(&pair[1]))).collect(),
    })
}

/// The next pipe to look into; nothing in it if the request cannot be used. `None` if nobody is left to ask.
fn accept(requests: &OwnedFd) -> io::Result<Option<Option<Watched>>> {
    let mut number = [0; 8];
    let (length, ends) = passing::receive_pair(requests, &mut number)?;
    if length == 0 {
        return Ok(None);
    }
    let Ok([from_writer, to_reader]) = <[OwnedFd; 2]>::try_from(ends) else {
        return Ok(Some(None));
    };
    // These ends are ours alone: whoever is at the other ones still waits as ever.
    for end in [&from_writer, &to_reader] {
        fcntl(end, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
    }
    Ok(Some(Some(Watched {
        from_writer: File::from(from_writer),
        to_reader: File::from(to_reader),
        data: PipeData {
            number: u64::from_le_bytes(number),
            ends_line: true,
            ..PipeData::default()
        },
        is_full: false,
    })))
}

impl Watched {
    fn go_on(&mut self, input: PollFlags, output: PollFlags, buffer: &mut [u8]) -> Progress {
        if output.contains(PollFlags::POLLERR) {
            return self.reader_left(buffer);
        }
        if input.is_empty() && output.is_empty() {
            return Progress::GoesOn;
        }
        for _ in 0..IN_A_ROW {
            let room = self.room();
            self.is_full = room == 0;
            if self.is_full {
                return Progress::GoesOn;
            }
            match self.from_writer.read(&mut buffer[..room]) {
                Ok(0) => return Progress::Over,
                Ok(count) => {
                    self.count(&buffer[..count]);
                    if self.to_reader.write_all(&buffer[..count]).is_err() {
                        return self.reader_left(buffer);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Progress::GoesOn,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Progress::Over,
            }
        }
        Progress::GoesOn
    }

    /// How much the second pipe is sure to take.
    fn room(&self) -> usize {
        let end = Fd(self.to_reader.as_raw_fd());
        if fd::waiting(end) == Ok(0) {
            return fd::pipe_capacity(end).clamp(ROOM, HALF);
        }
        let mut fds = [PollFd::new(self.to_reader.as_fd(), PollFlags::POLLOUT)];
        match poll(&mut fds, PollTimeout::ZERO) {
            Ok(1) if fds[0].revents() == Some(PollFlags::POLLOUT) => ROOM,
            _ => 0,
        }
    }

    /// What is written from now on is for nobody. What was written before is counted all the same, but stays where it is: room
    /// that came to be would let a writer go on that is to get its SIGPIPE.
    fn reader_left(&mut self, buffer: &mut [u8]) -> Progress {
        self.data.reader_left = true;
        let from = Fd(self.from_writer.as_raw_fd());
        // Where there is nothing, a copy would be waited for. Without a pipe for it it is not counted.
        if fd::waiting(from).is_ok_and(|bytes| bytes > 0)
            && let Ok((copied, into)) = fd::pipe()
        {
            let mut left = fd::tee(from, into, HALF).unwrap_or(0);
            while left > 0 {
                let room = left.min(buffer.len());
                match fd::read(copied, &mut buffer[..room]) {
                    Ok(count) if count > 0 => {
                        self.count(&buffer[..count]);
                        left -= count;
                    }
                    Ok(_) | Err(_) => break,
                }
            }
            fd::close(copied);
            fd::close(into);
        }
        Progress::Over
    }

    fn count(&mut self, bytes: &[u8]) {
        let data = &mut self.data;
        data.bytes += bytes.len() as u64;
        data.lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        data.ends_line = bytes.last() == Some(&b'\n');
        let room = HEAD - data.head.len();
        data.head.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}
