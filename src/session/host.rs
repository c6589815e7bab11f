//! The tutor's side: starts a session, sends it lines, makes the observations.

use super::confine::{self, Enforcement};
use super::experiment::Experiment;
use super::files;
use super::listener::Listener;
use super::marker::Nonce;
use super::programs::{INSTALLED, Programs};
use super::protocol::{Begin, PUMP_FOLLOWS, Received, Report, Request, Socket};
use super::pump::Pump;
use super::relay::{self, relay};
use super::speakers::Speakers;
use super::stream::Stream;
use super::window::Window;
use super::{Limits, Screen, SessionError, Setup, child, processes};
use crate::character::Characters;
use crate::observation::{AliasState, JobFact, Late, Observation};
use crate::sys::passing;
use crate::sys::scratch;
use crate::sys::signal;
use crate::sys::terminal::{self, Modes, Pty, Size};
use crate::trace::TraceKind;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::signal::Signal;
use nix::sys::stat::{Mode, fchmod};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The size of a terminal that nobody sees.
const UNSEEN: Size = Size {
    rows: 24,
    columns: 80,
};
/// How long the guardian is waited for once nobody needs the session. What takes longer it ends all the same.
const FAREWELL: Duration = Duration::from_secs(6);

/// After which pauses a start is tried again on a system that has no process to give for a moment.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(100),
    Duration::from_millis(400),
    Duration::from_millis(1500),
];

/// A shell kept between lines. Dropping it ends the shell and everything it started.
#[derive(Debug)]
pub struct Session {
    guardian: Child,
    pub(super) socket: Socket,
    /// One for a terminal; standard output and standard error for pipes.
    pub(super) streams: Vec<Stream>,
    pub(super) screen: Screen,
    pub(super) limits: Limits,
    pub(super) shell_pid: i32,
    /// Before a line: typed, and its commands' to read; after it: what they have not read of it all.
    pub(super) typed_ahead: Vec<u8>,
    /// Whose events count.
    pub(super) speakers: Speakers,
    /// What was heard and not looked at yet, each with its sender.
    pub(super) heard: VecDeque<(i32, Report)>,
    /// Events of lines that had ended, for the next observation.
    pub(super) late: Vec<Late>,
    /// Those in force when the next line begins.
    aliases: Vec<AliasState>,
    /// Who listens between two lines.
    listener: Option<Listener>,
    enforcement: Enforcement,
    folder: PathBuf,
    lines: u32,
    is_over: bool,
    programs: Arc<Programs>,
    /// How the pseudo-terminal is set when a line begins.
    modes: Option<Modes>,
    /// Who looks into the pipes of its lines.
    pump: Option<Pump>,
}

impl Session {
    /// Starts the child and waits until it is ready.
    ///
    /// # Errors
    /// The child would not start, or could not make itself ready.
    pub fn start(setup: Setup) -> Result<Session, SessionError> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let started = Session::start_with(&own_executable(), setup.clone());
            match (started, pauses.next()) {
                (Err(error), Some(pause)) if error.passes() => std::thread::sleep(pause),
                (started, _) => return started,
            }
        }
    }

    /// Starts `executable` as the child: a binary whose `main` calls [`child::main`].
    ///
    /// # Errors
    /// As [`Session::start`].
    pub fn start_with(executable: &Path, setup: Setup) -> Result<Session, SessionError> {
        let executable = executable.canonicalize().map_err(failed("executable"))?;
        let folder = setup.folder.canonicalize().map_err(failed("folder"))?;
        let programs = Programs::of(&executable).map_err(failed("make a temporary folder"))?;
        let nonce = Nonce::new();
        let (socket, theirs) = Socket::pair().map_err(failed("socketpair"))?;
        socket.tell_senders().map_err(failed("setsockopt"))?;
        let (outputs, files) = open_streams(setup.screen).map_err(failed("open a terminal"))?;
        let command = guardian_command(&executable, &folder, programs.path(), setup.screen);
        let guardian = spawn(command, theirs, outputs).map_err(failed("start the session"))?;
        let modes = match setup.screen {
            Screen::Headless => None,
            Screen::Plain | Screen::Unseen | Screen::Terminal => files.first().and_then(Modes::of),
        };
        let streams = files.into_iter().map(|file| Stream::new(file, &nonce));
        let (pump, asking) = match setup.screen {
            // Nobody looks at the trace of what is only judged.
            Screen::Unseen | Screen::Headless => None,
            Screen::Plain | Screen::Terminal => Pump::start(&executable).ok(),
        }
        .unzip();
        let mut session = Session {
            guardian,
            socket,
            streams: streams.collect(),
            screen: setup.screen,
            limits: setup.limits,
            shell_pid: 0,
            typed_ahead: Vec::new(),
            speakers: Speakers::default(),
            heard: VecDeque::new(),
            late: Vec::new(),
            aliases: setup
                .state
                .iter()
                .flat_map(|state| state.aliases.clone())
                .collect(),
            listener: None,
            enforcement: Enforcement::default(),
            folder,
            lines: 0,
            is_over: false,
            programs,
            modes,
            pump,
        };
        let begin = Begin {
            folder: session.folder.clone(),
            temporary: scratch::parent(),
            programs: (session.programs.path().to_owned(), executable),
            settings: confine::settings(),
            state: setup.state,
            screen: setup.screen,
            network: setup.network,
            nonce: nonce.0,
        };
        session.begin(begin, asking)?;
        Ok(session)
    }

    /// Says how to begin, and whom to ask for pipes that are looked into.
    fn begin(&mut self, begin: Begin, pump: Option<OwnedFd>) -> Result<(), SessionError> {
        let pump = pump.as_ref().map(AsFd::as_fd);
        // Too much of the user's may be under way already; a session without a pump is one.
        let handed = passing::send(&self.socket, PUMP_FOLLOWS, pump).or_else(|_| {
            self.pump = None;
            passing::send(&self.socket, PUMP_FOLLOWS, None)
        });
        let begun = handed.and_then(|()| self.socket.send(&Request::Begin(Box::new(begin))));
        begun.map_err(failed("begin the session"))?;
        self.await_ready()
    }

    /// Runs one line (perhaps of several physical lines) to its end. If [`Observation::ended`] is some, the session is over.
    ///
    /// # Errors
    /// The session is over, or the way to it is broken. A command that fails is no error.
    pub fn run(&mut self, line: &str) -> Result<Observation, SessionError> {
        let folder = self.folder.clone();
        self.run_in(line, &folder, None)
    }

    /// Runs `text` as a script of its own in `experiment`'s folder, which lies in the session's: nothing of it stays but files.
    /// In the observation [`Observation::shell_pid`] is that script's shell.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub fn run_script(
        &mut self,
        text: &str,
        experiment: Experiment,
    ) -> Result<Observation, SessionError> {
        let folder = experiment.folder.clone();
        let seen = self.run_in(text, &folder, Some(experiment))?;
        let first = seen.trace.iter().find_map(|event| match event.kind {
            TraceKind::Forked { child, .. } => Some(child),
            _ => None,
        });
        Ok(Observation {
            shell_pid: first.unwrap_or(seen.shell_pid),
            ..seen
        })
    }

    fn run_in(
        &mut self,
        line: &str,
        folder: &Path,
        experiment: Option<Experiment>,
    ) -> Result<Observation, SessionError> {
        if self.is_over {
            return Err(SessionError::Over);
        }
        let files_before = files::scan(folder);
        self.stop_listening();
        self.repair_terminal();
        self.lines = self.lines.wrapping_add(1);
        let text = line.as_bytes().to_vec();
        let keyboard = io::stdin();
        let window = Window::open(self.screen, keyboard.as_fd());
        // From here on Ctrl-C is a byte for the session's terminal; what came as a signal before was meant for this line.
        let interrupted = self.screen == Screen::Terminal && signal::take_interrupt();
        let number = self.lines;
        let request = Request::Run {
            number,
            text,
            interrupted,
            experiment,
        };
        let seen = relay(self, number, window, |session| {
            // If the shell is gone, the relay finds out how.
            let _ = session.socket.send(&request);
        })?;
        self.is_over = seen.ended.is_some();
        let pipes = self.pump.as_mut().map(|pump| pump.hear(&seen.trace));
        let aliases = match &seen.state {
            Some(state) => std::mem::replace(&mut self.aliases, state.aliases.clone()),
            None => self.aliases.clone(),
        };
        self.listen();
        Ok(Observation {
            number: self.lines,
            line: line.to_owned(),
            aliases,
            pipes: pipes.unwrap_or_default(),
            files_before,
            files: files::scan(folder),
            ..seen
        })
    }

    /// Waits for the end of what the last line, `seen`, has started with `&`, for `wall` at most: what that has done by then is
    /// the line's. Ctrl-C ends the wait.
    ///
    /// # Errors
    /// The way to the session is broken.
    pub fn follow(&mut self, seen: &mut Observation, wall: Duration) -> Result<(), SessionError> {
        if self.is_over || seen.number != self.lines {
            return Ok(());
        }
        self.stop_listening();
        let followed = relay::follow(self, seen, wall);
        self.is_over = seen.ended.is_some();
        seen.files = files::scan(&self.folder);
        self.listen();
        followed
    }

    /// Whether something of `job` has not ended yet.
    pub fn is_running(job: &JobFact) -> bool {
        !processes::is_ending(job.pid) || processes::command(job.pid).is_some()
    }

    /// How long lines may take from now on.
    pub fn set_wall(&mut self, wall: Option<Duration>) {
        self.limits.wall = wall;
    }

    /// How far the learner's processes are confined.
    pub fn enforcement(&self) -> &Enforcement {
        &self.enforcement
    }

    /// The commands that run in the session beside the shell itself, as they were called.
    pub fn commands(&self) -> Vec<String> {
        let mut others = processes::descendants(self.guardian.id() as i32);
        others.retain(|pid| *pid != self.shell_pid);
        others.into_iter().filter_map(processes::command).collect()
    }

    /// Types `keys` on the session's terminal, if it has one, once the next line runs.
    pub fn type_ahead(&mut self, keys: Vec<u8>) {
        self.typed_ahead = keys;
    }

    /// Takes what was typed while the last line ran and read by none of its commands: it belongs to the next prompt.
    pub fn take_typed_ahead(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.typed_ahead)
    }

    /// Whether the process that speaks last has not ended yet.
    pub(super) fn guardian_lives(&mut self) -> bool {
        matches!(self.guardian.try_wait(), Ok(None))
    }

    /// Whether those wait for something to do on whom the session's programs wait: the guardian, and who looks into their pipes.
    pub(super) fn helpers_wait(&self) -> bool {
        let pump = self.pump.iter().map(Pump::pid);
        let helpers: Vec<i32> = pump.chain([self.guardian_pid()]).collect();
        processes::work(&helpers).is_some()
    }

    /// The process that speaks last.
    pub(super) fn guardian_pid(&self) -> i32 {
        self.guardian.id().cast_signed()
    }

    fn await_ready(&mut self) -> Result<(), SessionError> {
        loop {
            match self.socket.wait().map_err(failed("recv"))? {
                Received::Message(sender, Report::Ready { pid, enforcement }) if sender == pid => {
                    (self.shell_pid, self.enforcement) = (pid, enforcement);
                    self.speakers = Speakers::new(pid);
                    self.socket.take_parts_from(pid);
                    return Ok(());
                }
                Received::Message(_, Report::Failed(why)) => {
                    return Err(SessionError::NotReady(why));
                }
                Received::Message(_, Report::Ended(_)) | Received::End => {
                    return Err(SessionError::NotReady("its process ended".to_owned()));
                }
                Received::Message(..) | Received::Unusable | Received::Nothing => {}
            }
        }
    }

    /// Hears what comes until the next line: without that a job that has much to tell would wait for it.
    fn listen(&mut self) {
        if !self.is_over && self.speakers.are_many() {
            self.listener = Listener::start(&self.socket).ok();
        }
    }

    fn stop_listening(&mut self) {
        if let Some(listener) = self.listener.take() {
            self.heard.extend(listener.finish());
        }
    }

    /// What one line did to the terminal's modes does not reach the next: it may have left no way to type Ctrl-C.
    fn repair_terminal(&self) {
        if let (Some(modes), Some(stream)) = (&self.modes, self.streams.first()) {
            // One that nobody holds any more is beyond repair, and the line finds that out.
            let _ = modes.restore(&stream.file);
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.stop_listening();
        // The guardian sees its socket hang up and ends everything below it.
        let _ = nix::sys::socket::shutdown(
            std::os::fd::AsRawFd::as_raw_fd(&self.socket.as_fd()),
            nix::sys::socket::Shutdown::Both,
        );
        let until = Instant::now() + FAREWELL;
        while Instant::now() < until {
            match self.guardian.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(1)),
                Ok(Some(_)) | Err(_) => return,
            }
        }
        // It has more to end than it could so far, and goes on without being waited for.
    }
}

fn failed(call: &'static str) -> impl FnOnce(io::Error) -> SessionError {
    move |error| SessionError::System(call, error)
}

/// This binary again, as the guardian.
fn guardian_command(executable: &Path, folder: &Path, programs: &Path, screen: Screen) -> Command {
    let mut command = Command::new(executable);
    command
        .arg(child::ARGUMENT)
        .arg(" ".repeat(child::ROOM))
        .env_clear()
        .envs(environment(folder, programs, screen))
        .current_dir("/");
    command
}

fn spawn(mut command: Command, socket: Socket, outputs: [OwnedFd; 2]) -> io::Result<Child> {
    let [stdout, stderr] = outputs;
    command
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .stdout(Stdio::from(stdout))
        .stderr(Stdio::from(stderr));
    // Until it has left our terminal, a Ctrl-C there would reach it; what is ignored here it ignores from birth.
    // What a signal does is the whole process's: two sessions that start at once must not undo each other's.
    static STARTING: Mutex<()> = Mutex::new(());
    let _starting = STARTING.lock();
    signal::ignoring(Signal::SIGINT, || command.spawn())
}

/// What the shell and its programs find in their environment: nothing of ours but the terminal's name.
fn environment(
    folder: &Path,
    programs: &Path,
    screen: Screen,
) -> Vec<(&'static str, std::ffi::OsString)> {
    let mut path = programs.as_os_str().to_owned();
    path.push(":");
    path.push(INSTALLED);
    let folder = folder.as_os_str().to_owned();
    let (locale, terminal) = match screen {
        Screen::Headless => ("C", "dumb".into()),
        Screen::Plain | Screen::Unseen => (locale(), "dumb".into()),
        Screen::Terminal => (locale(), std::env::var_os("TERM").unwrap_or("dumb".into())),
    };
    // Whoever reads page by page wants no file in the folder that says so; where nobody reads, nothing may wait for a key.
    let pager = match screen {
        Screen::Terminal => ("LESSHISTFILE", "-"),
        Screen::Plain | Screen::Unseen | Screen::Headless => ("PAGER", "cat"),
    };
    vec![
        ("HOME", folder.clone()),
        ("TMPDIR", folder.clone()),
        ("PWD", folder),
        ("PATH", path),
        ("LC_ALL", locale.into()),
        ("TZ", "UTC".into()),
        ("TERM", terminal),
        (pager.0, pager.1.into()),
    ]
}

/// This binary, found once: a rebuild or an upgrade during a sitting moves the name, not the file that runs.
pub fn own_executable() -> PathBuf {
    std::env::current_exe()
        .ok()
        .filter(|path| path.exists())
        .unwrap_or_else(|| PathBuf::from("/proc/self/exe"))
}

/// The plain locale with the characters that our own terminal has.
fn locale() -> &'static str {
    match Characters::of_locale(|name| std::env::var_os(name).map(OsString::into_vec)) {
        Characters::Utf8 => "C.UTF-8",
        Characters::Bytes => "C",
    }
}

/// What the child gets as descriptors 1 and 2, and what we read: one master, or two pipes.
fn open_streams(screen: Screen) -> io::Result<([OwnedFd; 2], Vec<File>)> {
    let (outputs, files) = if screen == Screen::Headless {
        let (stdout, to_stdout) = io::pipe()?;
        let (stderr, to_stderr) = io::pipe()?;
        for pipe in [&to_stdout, &to_stderr] {
            // Opened again by its name in /proc, it shall not be read: the shell's marks are in it.
            fchmod(pipe, Mode::S_IWUSR).map_err(io::Error::from)?;
        }
        let files = vec![OwnedFd::from(stdout), OwnedFd::from(stderr)];
        ([to_stdout.into(), to_stderr.into()], files)
    } else {
        let pty = Pty::open()?;
        let real = io::stdin();
        let model = (screen == Screen::Terminal).then_some(real.as_fd());
        terminal::make_sane(pty.slave.as_fd(), model)?;
        let seen = model.and_then(|_| terminal::size(io::stdout().as_fd()));
        terminal::set_size(pty.slave.as_fd(), seen.unwrap_or(UNSEEN))?;
        ([pty.slave.try_clone()?, pty.slave], vec![pty.master])
    };
    for file in &files {
        fcntl(file, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
    }
    Ok((outputs, files.into_iter().map(File::from).collect()))
}
