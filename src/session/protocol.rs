//! What travels between host, guardian and shell: one message, one datagram of a `SOCK_SEQPACKET` pair.
//!
//! Events are shortened until they fit and never split, since many processes send them at once. Only the host and the
//! shell itself send parts, for what has no bound: a script, the shell's state. The host learns from the kernel which
//! process sent a message ([`Socket::tell_senders`]): what it says of itself proves nothing.

use super::Screen;
use super::calls::Network;
use super::confine::Enforcement;
use super::experiment::Experiment;
use crate::observation::{Excess, JobFact, ShellState, any_path};
use crate::trace::{ExitStatus, PipeData, Termination, TraceEvent, TraceKind};
use nix::sys::socket::{
    AddressFamily, ControlMessageOwned, MsgFlags, SockFlag, SockType, UnixCredentials, recvmsg,
    send, setsockopt, socketpair, sockopt,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::io::{self, IoSliceMut};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;

/// Bytes of the largest datagram; well below what the kernel buffers for a socket by default.
const LARGEST: usize = 32 * 1024;
/// Bytes of one argument, value or path of an event that had to be shortened.
const SHORT: usize = 256;
/// Bytes of the largest message made of parts.
const LARGEST_WHOLE: usize = 64 * 1024 * 1024;

/// The very first message from the host: with it comes the descriptor that leads to the pump, if there is one.
pub const PUMP_FOLLOWS: &[u8] = b"p";

/// From the host to the child.
#[derive(Debug, Serialize, Deserialize)]
pub enum Request {
    /// The first message: what to become.
    Begin(Box<Begin>),
    /// Run this text.
    Run {
        /// Comes back in [`Report::Done`] and in the mark at the end of the output.
        number: u32,
        /// Shell text.
        text: Vec<u8>,
        /// Whether Ctrl-C came after the line was entered and before it could begin.
        interrupted: bool,
        /// Whether it is a script of its own, and how that is run.
        experiment: Option<Experiment>,
    },
}

/// What the child needs to know before it is ready.
#[derive(Debug, Serialize, Deserialize)]
pub struct Begin {
    /// The scratch folder, canonical.
    #[serde(with = "any_path")]
    pub folder: PathBuf,
    /// Where the host has its temporary files, which it may have no time to remove.
    pub temporary: PathBuf,
    /// The folder of practice programs, and the file they are.
    pub programs: (PathBuf, PathBuf),
    /// What of the system's settings may be read.
    pub settings: Vec<PathBuf>,
    /// Variables and so on to begin with.
    pub state: Option<ShellState>,
    /// What the inherited descriptors 1 and 2 are.
    pub screen: Screen,
    /// Whom its processes may speak to.
    pub network: Network,
    /// See [`Nonce`](super::marker::Nonce).
    pub nonce: String,
}

/// From the child to the host.
#[derive(Debug, Serialize, Deserialize)]
pub enum Report {
    /// The shell waits for a line.
    Ready {
        /// The shell's process id.
        pid: i32,
        /// How far it is confined.
        enforcement: Enforcement,
    },
    /// It could not become ready.
    Failed(String),
    /// The engine did something.
    Event {
        /// The number of the line it belongs to, which may have ended.
        line: u32,
        /// Whether others of this process and line may be missing from here on: there were too many.
        is_last: bool,
        /// What it did.
        event: TraceEvent,
    },
    /// Both ends of a pipe are closed, or one of them.
    Pipe(PipeData),
    /// All pipes have been told of that were closed when the pump was asked.
    Pipes,
    /// A line has ended and the shell waits for the next.
    Done {
        /// The line's.
        number: u32,
        /// `$?`.
        status: ExitStatus,
        /// The shell's state; `None` if it is too large to be sent.
        state: Option<Box<ShellState>>,
        /// What runs on, or was stopped.
        jobs: Vec<JobFact>,
    },
    /// Everything but the shell was killed, and the shell is about to be interrupted.
    Stopped(Excess),
    /// The shell is gone, and everything it had started.
    Ended(Termination),
}

/// How a message is laid into datagrams.
#[derive(Serialize, Deserialize)]
enum Frame<'m, M> {
    /// A message.
    Whole(M),
    /// A piece of one, more to come.
    #[serde(borrow)]
    Part(&'m [u8]),
    /// The last piece of one.
    Last(&'m [u8]),
}

/// One end.
#[derive(Debug)]
pub struct Socket {
    fd: OwnedFd,
    /// The only process that may send parts: others would get into its own.
    parts_from: i32,
    parts: Vec<u8>,
    datagram: Vec<u8>,
    control: Vec<u8>,
    /// For what is being sent.
    outgoing: RefCell<Vec<u8>>,
}

impl Socket {
    /// Two connected ends, both closed on exec.
    pub fn pair() -> io::Result<(Socket, Socket)> {
        let (family, kind) = (AddressFamily::Unix, SockType::SeqPacket);
        let (one, two) = socketpair(family, kind, None, SockFlag::SOCK_CLOEXEC)?;
        Ok((Socket::from(one), Socket::from(two)))
    }

    /// From now on each message comes with its sender.
    ///
    /// # Errors
    /// Those of setsockopt(2).
    pub fn tell_senders(&self) -> io::Result<()> {
        Ok(setsockopt(&self.fd, sockopt::PassCred, &true)?)
    }

    /// From now on the process `pid`, and no other, may send messages in parts.
    pub fn take_parts_from(&mut self, pid: i32) {
        self.parts_from = pid;
        self.parts = Vec::new();
    }

    /// Sends an event of the line `line`, shortened if it must be; `is_last` as in [`Report::Event`].
    ///
    /// # Errors
    /// Nobody is there to receive it.
    pub fn send_event(&self, line: u32, is_last: bool, event: TraceEvent) -> io::Result<()> {
        let mut report = Report::Event {
            line,
            is_last,
            event,
        };
        for shorten in [|_: &mut TraceEvent| {}, shorten_parts, drop_parts] {
            if let Report::Event { event, .. } = &mut report {
                shorten(event);
            }
            if self.send_frame(&Frame::Whole(&report))? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Sends a message.
    ///
    /// # Errors
    /// Nobody is there to receive it; or it is larger than anybody would take.
    pub fn send(&self, message: &impl Serialize) -> io::Result<()> {
        if self.send_frame(&Frame::Whole(message))? {
            return Ok(());
        }
        let message = postcard::to_stdvec(message)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        if message.len() > LARGEST_WHOLE {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut chunks = message.chunks(LARGEST - 16).peekable();
        while let Some(chunk) = chunks.next() {
            let frame = match chunks.peek() {
                Some(_) => Frame::<()>::Part(chunk),
                None => Frame::Last(chunk),
            };
            self.send_frame(&frame)?;
        }
        Ok(())
    }

    /// Waits for a message; `None` when every other end is closed. What is not a message is skipped.
    pub fn receive<M: DeserializeOwned>(&mut self) -> io::Result<Option<M>> {
        loop {
            match self.take(MsgFlags::empty())? {
                Received::Message(_, message) => return Ok(Some(message)),
                Received::End => return Ok(None),
                Received::Unusable | Received::Nothing => {}
            }
        }
    }

    /// Waits for a datagram.
    pub fn wait<M: DeserializeOwned>(&mut self) -> io::Result<Received<M>> {
        self.take(MsgFlags::empty())
    }

    /// A message that is already here.
    pub fn poll<M: DeserializeOwned>(&mut self) -> io::Result<Received<M>> {
        self.take(MsgFlags::MSG_DONTWAIT)
    }

    fn take<M: DeserializeOwned>(&mut self, flags: MsgFlags) -> io::Result<Received<M>> {
        let Some((length, sender)) = self.take_datagram(flags)? else {
            return Ok(Received::Nothing);
        };
        let message = match postcard::from_bytes(&self.datagram[..length]) {
            // An empty datagram has a sender; the end has none.
            _ if length == 0 && sender == 0 => return Ok(Received::End),
            Ok(Frame::Whole(message)) => Ok(message),
            Ok(Frame::Part(part)) if sender == self.parts_from => {
                if self.parts.len() + part.len() <= LARGEST_WHOLE {
                    self.parts.extend_from_slice(part);
                }
                return Ok(Received::Unusable);
            }
            Ok(Frame::Last(part)) if sender == self.parts_from => {
                let mut whole = std::mem::take(&mut self.parts);
                whole.extend_from_slice(part);
                postcard::from_bytes(&whole)
            }
            Ok(_) => return Ok(Received::Unusable),
            Err(error) => Err(error),
        };
        Ok(match message {
            Ok(message) => Received::Message(sender, message),
            Err(_) => Received::Unusable,
        })
    }

    /// Bytes received into `self.datagram`, and the sender as the kernel says: 0 if it says nothing. `None` if none is here.
    fn take_datagram(&mut self, flags: MsgFlags) -> io::Result<Option<(usize, i32)>> {
        self.datagram.resize(LARGEST, 0);
        loop {
            let mut buffers = [IoSliceMut::new(&mut self.datagram)];
            let control = Some(self.control.as_mut_slice());
            match recvmsg::<()>(self.fd.as_raw_fd(), &mut buffers, control, flags) {
                Ok(message) => {
                    let senders = message.cmsgs().into_iter().flatten();
                    let mut pids = senders.filter_map(|control| match control {
                        ControlMessageOwned::ScmCredentials(sender) => Some(sender.pid()),
                        _ => None,
                    });
                    return Ok(Some((message.bytes, pids.next().unwrap_or(0))));
                }
                // Said once, when the other end is closed before it has read all: what it sent is still to be had, then the end.
                Err(nix::Error::ECONNRESET | nix::Error::EINTR) => {}
                Err(nix::Error::EAGAIN) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Sends one datagram; whether `frame` fits into one.
    fn send_frame(&self, frame: &Frame<'_, impl Serialize>) -> io::Result<bool> {
        let mut outgoing = self.outgoing.borrow_mut();
        outgoing.resize(LARGEST, 0);
        let Ok(datagram) = postcard::to_slice(frame, &mut outgoing) else {
            return Ok(false);
        };
        loop {
            match send(self.fd.as_raw_fd(), datagram, MsgFlags::MSG_NOSIGNAL) {
                Ok(_) => return Ok(true),
                Err(nix::Error::EINTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// What [`Socket::poll`] found.
#[derive(Debug)]
pub enum Received<M> {
    /// A message and the process that sent it; 0 where senders are not told.
    Message(i32, M),
    /// Every other end is closed.
    End,
    /// Something that is no message, or not yet a whole one.
    Unusable,
    /// No datagram is waiting.
    Nothing,
}

impl From<OwnedFd> for Socket {
    fn from(fd: OwnedFd) -> Socket {
        Socket {
            fd,
            parts_from: 0,
            parts: Vec::new(),
            datagram: Vec::new(),
            // Room for the sender and nothing else: descriptors that come along are closed.
            control: nix::cmsg_space!(UnixCredentials),
            outgoing: RefCell::default(),
        }
    }
}

impl From<Socket> for OwnedFd {
    fn from(socket: Socket) -> OwnedFd {
        socket.fd
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// Cuts long texts, and all but the first arguments.
fn shorten_parts(event: &mut TraceEvent) {
    match &mut event.kind {
        TraceKind::Started { argv, .. } => {
            shorten_each(argv);
        }
        TraceKind::Assigned { name, value } => {
            name.truncate(SHORT);
            value.truncate(SHORT);
        }
        TraceKind::Redirected { target, .. } => target.truncate(SHORT),
        TraceKind::Execed { path, argv, .. } => {
            path.truncate(SHORT);
            shorten_each(argv);
        }
        TraceKind::Expanded { fields, steps } => {
            shorten_each(fields);
            steps.clear();
        }
        TraceKind::ExpansionFailed { message, .. } => {
            *message = message.chars().take(SHORT).collect();
        }
        TraceKind::PipelineEnded { statuses, .. } => statuses.truncate(LARGEST / 2),
        TraceKind::SyntaxError { message } => *message = message.chars().take(SHORT).collect(),
        _ => {}
    }
}

fn shorten_each(texts: &mut Vec<Vec<u8>>) {
    texts.truncate(LARGEST / SHORT / 2);
    texts.iter_mut().for_each(|text| text.truncate(SHORT));
}

/// The last resort.
fn drop_parts(event: &mut TraceEvent) {
    if let TraceKind::Started { argv, .. } = &mut event.kind {
        argv.truncate(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::How;

    fn started(argv: Vec<Vec<u8>>) -> TraceEvent {
        TraceEvent {
            pid: 1,
            seq: 2,
            source: 0,
            span: None,
            kind: TraceKind::Started {
                argv,
                how: How::External,
            },
        }
    }

    #[test]
    fn messages_of_any_size_arrive_whole() {
        let (sender, mut receiver) = Socket::pair().unwrap();
        for size in [0, 1, LARGEST - 20, LARGEST, 3 * LARGEST + 5] {
            let text = vec![b'x'; size];
            let request = Request::Run {
                number: 1,
                text,
                interrupted: false,
                experiment: None,
            };
            sender.send(&request).unwrap();
            let Some(Request::Run { text, .. }) = receiver.receive().unwrap() else {
                panic!("no message");
            };
            assert_eq!(text.len(), size);
        }
        drop(sender);
        assert!(receiver.receive::<Request>().unwrap().is_none());
    }

    #[test]
    fn what_was_said_is_heard_though_the_other_end_left_without_listening() {
        let (one, mut other) = Socket::pair().unwrap();
        one.send(&Report::Pipes).unwrap();
        other.send(&Report::Pipes).unwrap();
        drop(one);
        assert!(matches!(
            other.poll(),
            Ok(Received::Message(0, Report::Pipes))
        ));
        assert!(matches!(other.poll::<Report>(), Ok(Received::End)));
    }

    #[test]
    fn long_events_are_shortened_not_lost() {
        let (sender, mut receiver) = Socket::pair().unwrap();
        let long = vec![vec![b'x'; 5000]; 1000];
        sender.send_event(7, false, started(long)).unwrap();
        let Some(Report::Event { line: 7, event, .. }) = receiver.receive().unwrap() else {
            panic!("no event");
        };
        assert_eq!(event, started(vec![vec![b'x'; SHORT]; LARGEST / SHORT / 2]));
    }

    #[test]
    fn noise_on_the_socket_is_skipped() {
        let (sender, mut receiver) = Socket::pair().unwrap();
        send(sender.fd.as_raw_fd(), b"hello\n", MsgFlags::empty()).unwrap();
        sender.send(&Report::Failed("x".to_owned())).unwrap();
        assert!(matches!(
            receiver.receive().unwrap(),
            Some(Report::Failed(_))
        ));
    }
}
