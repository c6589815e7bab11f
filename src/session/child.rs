//! The shell's own process: takes its terminal, confines itself, and runs line after line.
//!
//! It has one thread, always: the engine forks. What it needs to know came in one [`Begin`]; start with [`live`].

use super::Screen;
use super::activity::Teller;
use super::belongings::{self, Belongings};
use super::confine::{Places, confine};
use super::holdings::Holdings;
use super::marker::{Mark, Nonce};
use super::private;
use super::programs::SHELL;
use super::protocol::{Begin, Report, Request, Socket};
use super::sink::{SocketSink, Wire};
use crate::engine::builtin::{jobs, trap};
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::engine::{Divert, end_line, run_shown};
use crate::observation::ShellState;
use crate::sys::fd::{self, Fd};
use crate::sys::{process, signal, terminal, words};
use crate::trace::ExitStatus;
use crate::trace::sink::Tracer;
use nix::sys::signal::Signal;
use nix::sys::stat::{Mode, umask};
use nix::unistd::{chdir, dup2_stdin, setsid};
use std::convert::Infallible;
use std::ffi::CString;
use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::rc::Rc;

/// The first argument that makes this program a session's child.
pub const ARGUMENT: &str = "--session-child";
/// Bytes of the argument behind it, which means nothing: where shells of the session stand in for a program, what that is called
/// is written over it, for `ps` to see.
pub const ROOM: usize = 1024;
/// What `main` calls, before anything else, if [`ARGUMENT`] is the first argument.
pub fn main() -> ExitStatus {
    super::guardian::main()
}

/// The guardian, to its child.
#[derive(Debug)]
pub struct Guardian {
    /// The parent, without which the shell shall not live.
    pub pid: i32,
    /// A socket on which the shell hands over what the guardian is to decide.
    pub socket: OwnedFd,
    /// Told when there is something to guard.
    pub activity: Teller,
    /// Where pipes are to be had that are looked into.
    pub pump: Option<OwnedFd>,
}

/// The shell's life, from the fork to its end.
pub fn live(socket: Socket, begin: Begin, guardian: Guardian) -> Infallible {
    let own = begin.programs.0.as_path();
    let state = begin.state.clone().map(|state| state.with_programs(own));
    let outputs = match prepare(&begin, guardian.pid) {
        Ok(outputs) => outputs,
        Err(error) => {
            // If nobody hears it, nobody waits for it.
            let _ = socket.send(&Report::Failed(error.to_string()));
            process::exit_now(ExitStatus::FAILURE)
        }
    };
    let terminal = nix::unistd::ttyname(io::stdout()).ok();
    let places = Places {
        folder: &begin.folder,
        settings: &begin.settings,
        programs: [&begin.programs.0, &begin.programs.1],
        terminal: terminal.as_deref(),
        network: begin.network,
    };
    let enforcement = confine(&places, &guardian.socket);
    drop(guardian.socket);
    // Its memory holds the secret of the marks, and its descriptors lead to the host: no program of the learner's may look
    // into it or take hold of it. Programs it starts are as open to one another as ever.
    let closed = nix::sys::prctl::set_dumpable(false);
    let receiver = fd::duplicate_above(&socket, private::first()).map(Socket::from);
    let mut wire = Wire::new(socket, outputs, Nonce(begin.nonce));
    let pump = guardian.pump.as_ref();
    wire.pump = pump.and_then(|pump| fd::duplicate_above(pump, private::first()).ok());
    drop(guardian.pump);
    wire.holdings = Some(Holdings::new(guardian.activity));
    let wire = Rc::new(wire);
    let pid = process::pid();
    words::rename(&[SHELL.into()]);
    let mut shell = Shell::new(SHELL.into(), Vec::new());
    shell.own_shell = CString::new(own.join(SHELL).into_os_string().into_vec()).ok();
    shell.make_interactive();
    let belongings = match Belongings::note() {
        Ok(belongings) => belongings,
        Err(error) => {
            let _ = wire.report(&Report::Failed(error.to_string()));
            process::exit_now(ExitStatus::FAILURE)
        }
    };
    match &state {
        Some(state) => restore(&mut shell, &belongings, state),
        None => shell.set_job_control(begin.screen != Screen::Headless),
    }
    let sink = SocketSink {
        wire: Rc::clone(&wire),
        shell: pid,
    };
    shell.tracer = Tracer::new(Box::new(sink), pid);
    shell.reserved_fds = private::first() as u32..belongings.last_private() as u32 + 1;
    let ready = wire.report(&Report::Ready { pid, enforcement });
    let status = match (ready, receiver) {
        (Ok(()), Ok(receiver)) if closed.is_ok() => {
            let state = |shell: &Shell| ShellState {
                limits: belongings.limits(),
                descriptors: belongings.descriptors(),
                programs: begin.programs.0.clone(),
                ..shell.state()
            };
            run_lines(&mut shell, &wire, receiver, state)
        }
        _ => ExitStatus::FAILURE,
    };
    process::exit_now(status)
}

/// Session, terminal, standard descriptors, folder. Returns private copies of what is written to.
fn prepare(begin: &Begin, guardian: i32) -> io::Result<Vec<File>> {
    nix::sys::prctl::set_pdeathsig(Signal::SIGKILL)?;
    if nix::unistd::getppid().as_raw() != guardian {
        return Err(io::Error::other("the guardian is gone"));
    }
    setsid()?;
    let copy = |fd: BorrowedFd<'_>| fd::duplicate_above(fd, private::first()).map(File::from);
    let mut outputs = vec![copy(io::stdout().as_fd())?];
    match begin.screen {
        Screen::Headless => outputs.push(copy(io::stderr().as_fd())?),
        Screen::Plain | Screen::Unseen | Screen::Terminal => {
            terminal::take_controlling(io::stdout().as_fd())?
        }
    }
    match begin.screen {
        Screen::Terminal => dup2_stdin(io::stdout())?,
        Screen::Plain | Screen::Unseen | Screen::Headless => dup2_stdin(File::open("/dev/null")?)?,
    }
    signal::INTERACTIVE.into_iter().for_each(signal::keep);
    umask(Mode::from_bits_truncate(0o022));
    chdir(&begin.folder)?;
    Ok(outputs)
}

/// Makes this process and its `shell` what `state` says.
fn restore(shell: &mut Shell, belongings: &Belongings, state: &ShellState) {
    shell.restore(state);
    shell.set_job_control(shell.options.is_on(ShellOption::Monitor));
    belongings.open(&state.descriptors);
    belongings::limit(&state.limits);
}

/// Runs lines until the shell ends or the host is gone. After each the host is told its `state`.
fn run_lines(
    shell: &mut Shell,
    wire: &Wire,
    mut receiver: Socket,
    state: impl Fn(&Shell) -> ShellState,
) -> ExitStatus {
    while let Some(request) = next_request(&mut receiver) {
        let Request::Run {
            number,
            text,
            interrupted,
            experiment,
        } = request
        else {
            continue;
        };
        wire.holdings.iter().for_each(Holdings::begin_line);
        if interrupted {
            signal::raise_interrupt();
        }
        make_patient(wire);
        wire.begin_line(number, shell.frames.texts);
        shell.begin_line();
        shell.tracer.forget_texts();
        shell.tell_descriptors();
        let flow = match experiment {
            Some(experiment) => experiment.run(shell, text, &wire.outputs),
            None => run_shown(shell, text.as_slice()),
        };
        make_patient(wire);
        match end_line(shell, flow) {
            ControlFlow::Break(Divert::Exit(status)) => {
                // What the learner set for the end belongs to the line that ends the shell.
                let status = trap::run_exit(shell, status);
                shell.output.flush_quietly();
                shell.tell_status_left(status);
                return status;
            }
            // A jump with nothing to leave ends the line.
            ControlFlow::Break(_) | ControlFlow::Continue(_) => {}
        }
        shell.output.flush_quietly();
        shell.tell_status_left(shell.status);
        jobs::notify(shell);
        wire.mark(Mark::End(number));
        // What came for this line is not for the next; from the report on the host passes no key until it has sent that.
        signal::take_interrupt();
        wire.holdings.iter().for_each(Holdings::end_line);
        if report_done(shell, wire, number, state(shell)).is_err() {
            break;
        }
    }
    ExitStatus::SUCCESS
}

/// Whoever writes to the terminal waits for it again: programs that would rather not wait may have said so for all that have it
/// open, and died.
fn make_patient(wire: &Wire) {
    for fd in [fd::STDIN, fd::STDOUT, fd::STDERR] {
        fd::make_patient(fd);
    }
    for output in &wire.outputs {
        fd::make_patient(Fd(output.as_raw_fd()));
    }
}

/// Waits for a request; `None` if there will be no more.
///
/// Ctrl-C that comes before the request was meant for the last line, and is forgotten. The host passes keys on only after the
/// request: one that comes then is for the new line, however early.
fn next_request(receiver: &mut Socket) -> Option<Request> {
    let forget = || {
        signal::take_interrupt();
        false
    };
    while !signal::wait_readable(Fd(receiver.as_fd().as_raw_fd()), forget) {}
    receiver.receive().ok().flatten()
}

/// Says that line `number` has ended, and what is known then.
fn report_done(shell: &Shell, wire: &Wire, number: u32, state: ShellState) -> io::Result<()> {
    let done = |state| Report::Done {
        number,
        status: shell.status,
        state,
        jobs: shell.jobs.facts(),
    };
    match wire.report(&done(Some(Box::new(state)))) {
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => wire.report(&done(None)),
        sent => sent,
    }
}
