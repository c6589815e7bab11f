//! Stands between the host and the shell: starts the shell, waits for it, and leaves nothing of it behind.
//!
//! It is not confined, so that no command of the learner's can signal it; and it is the reaper of all that the shell
//! starts, so that whatever detaches itself is still found below it. It ends when the shell has ended or the host is gone,
//! and with it all that was the session's alone.

use super::activity::{self, Listener};
use super::bounds::Bounds;
use super::child;
use super::mediator::{Mediator, own::Own};
use super::private;
use super::processes;
use super::protocol::{Begin, PUMP_FOLLOWS, Report, Request, Socket};
use crate::sys::{fd, passing, process, sandbox, scratch, signal, stack};
use crate::trace::{ExitStatus, Termination};
use nix::poll::{PollFd, PollFlags, poll};
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::socket::{AddressFamily, SockFlag, SockType, socketpair};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{dup2_stderr, dup2_stdin, dup2_stdout, setsid};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long the end of a process that was killed is awaited before it is looked for once more, in milliseconds.
const STEP: u8 = 20;
/// How long processes are hunted that keep making new ones.
const HUNT: Duration = Duration::from_secs(600);

/// The child's whole life, from after `exec` on.
pub fn main() -> ExitStatus {
    // Rust ignores it; a `yes | head` must find it as programs do.
    signal::set_default(Signal::SIGPIPE);
    match guard() {
        Ok(()) => ExitStatus::SUCCESS,
        Err(_) => ExitStatus::FAILURE,
    }
}

fn guard() -> io::Result<()> {
    let host = process::parent_pid();
    sandbox::close_inherited()?;
    let mut socket = Socket::from(fd::duplicate_above(io::stdin(), private::first())?);
    let (_, pump) = passing::receive(&socket, &mut [0; PUMP_FOLLOWS.len()])?;
    let Some(Request::Begin(begin)) = socket.receive()? else {
        return Ok(());
    };
    // Out of the reach of the host's terminal before there is anything that an interrupt could leave behind.
    setsid()?;
    let (folder, temporary) = (begin.folder.clone(), begin.temporary.clone());
    let started = match start_shell(&socket, *begin, pump) {
        Ok(started) => started,
        Err(error) => return socket.send(&Report::Failed(error.to_string())),
    };
    let bounds = Bounds::watch(&folder, process::pid(), started.shell, started.activity);
    // Without it the shell ends with us.
    let ends = ends()?;
    let how = watch(&socket, started.shell, &ends, bounds, started.mediator);
    let has_ended = matches!(how, Ok(Some(_)));
    end_all(process::pid(), (!has_ended).then_some(started.shell), &ends);
    sweep(&temporary, host);
    if let Some(how) = how? {
        // The host may be gone by now.
        let _ = socket.send(&Report::Ended(how));
    }
    Ok(())
}

/// Removes what the `host` left in `temporary`, if it has died. What has an owner stays.
fn sweep(temporary: &Path, host: i32) {
    /// One that is dying lets go of its files, and only then of us.
    const MOMENTS: (usize, Duration) = (500, Duration::from_millis(2));
    if process::parent_pid() == host && processes::goes_on(host) {
        return;
    }
    let (looks, apart) = MOMENTS;
    for _ in 0..looks {
        if process::parent_pid() != host {
            break;
        }
        std::thread::sleep(apart);
    }
    scratch::sweep_in(temporary);
}

/// The shell, and how the guardian hears of it.
struct Started {
    shell: i32,
    activity: Listener,
    mediator: Option<Mediator>,
}

/// Forks the shell; afterwards the guardian holds neither terminal nor pipe, so that their end can be seen.
fn start_shell(socket: &Socket, begin: Begin, pump: Option<OwnedFd>) -> io::Result<Started> {
    nix::sys::prctl::set_child_subreaper(true)?;
    // What it decides for the shell, it does for the shell: with no right that the shell has not. It may have none to give up.
    let _ = sandbox::drop_capabilities();
    let (family, kind) = (AddressFamily::Unix, SockType::SeqPacket);
    let (ours, theirs) = socketpair(family, kind, None, SockFlag::SOCK_CLOEXEC)?;
    let terminal = nix::unistd::ttyname(io::stdout()).ok();
    let places = Own::new(&begin.folder, terminal.as_deref())?;
    let own = fd::duplicate_above(socket, private::first())?;
    let pid = process::pid();
    let (activity, teller) = activity::channel()?;
    // The shell is to hold none of our ends.
    let ours_alone = [socket.as_fd(), ours.as_fd(), activity.as_fd()];
    let copies = ours_alone.map(|end| fd::Fd(end.as_raw_fd()));
    // What moves into the closure is the shell's alone.
    let shell = process::fork(move || {
        copies.into_iter().for_each(fd::close);
        let guardian = child::Guardian {
            pid,
            socket: theirs,
            activity: teller,
            pump,
        };
        stack::on_large(|| child::live(Socket::from(own), begin, guardian))
    })?;
    let mediator = Mediator::take_over(&ours, shell, pid, places);
    // Who asks the guardian to end means the session: its host will, or the shell.
    for request in [
        Signal::SIGHUP,
        Signal::SIGINT,
        Signal::SIGQUIT,
        Signal::SIGTERM,
    ] {
        signal::ignore(request);
    }
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    dup2_stdin(&nothing)?;
    dup2_stdout(&nothing)?;
    dup2_stderr(&nothing)?;
    Ok(Started {
        shell,
        activity,
        mediator,
    })
}

/// What becomes readable when a child ends.
fn ends() -> io::Result<SignalFd> {
    let mut ended = SigSet::empty();
    ended.add(Signal::SIGCHLD);
    ended.thread_block()?;
    let flags = SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK;
    Ok(SignalFd::with_flags(&ended, flags)?)
}

/// Waits for the shell, and returns how it ended, or for the host to go. Reaps what else ends, keeps the bounds, and answers what `mediator` is asked.
fn watch(
    socket: &Socket,
    shell: i32,
    ends: &SignalFd,
    mut bounds: Bounds,
    mut mediator: Option<Mediator>,
) -> io::Result<Option<Termination>> {
    loop {
        bounds.keep(|excess| {
            // A host that is gone is noticed below.
            let _ = socket.send(&Report::Stopped(excess));
        });
        // Looked at before each wait, and so also for what ended before the signal was blocked.
        while let Some((pid, how)) = process::poll_any() {
            match how {
                // Nobody else could send it on, and the tutor would wait for ever.
                Some(Termination::Stopped(_)) if pid == shell => {
                    processes::signal(&[shell], Signal::SIGCONT);
                }
                Some(how) if pid == shell => return Ok(Some(how)),
                Some(_) => {
                    if let Some(mediator) = &mut mediator {
                        mediator.ended(pid);
                    }
                }
                None => {}
            }
        }
        let mut fds = vec![
            PollFd::new(socket.as_fd(), PollFlags::empty()),
            PollFd::new(ends.as_fd(), PollFlags::POLLIN),
        ];
        fds.extend(
            mediator
                .as_ref()
                .map(|mediator| PollFd::new(mediator.as_fd(), PollFlags::POLLIN)),
        );
        fds.extend(bounds.poll_fd());
        match poll(&mut fds, bounds.timeout()) {
            Ok(_) | Err(nix::Error::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        if fds[0].any().unwrap_or(true) {
            return Ok(None);
        }
        while let Ok(Some(_)) = ends.read_signal() {}
        if let Some(mediator) = &mut mediator {
            mediator.serve();
        }
    }
}

/// Kills the `shell`, if it has not ended, and everything below `root`, again and again until there is nothing: a process killed may just have forked.
///
/// Whatever the shell leaves behind becomes a child of the reaper's: without any there is nothing to look for.
fn end_all(root: i32, shell: Option<i32>, ends: &SignalFd) {
    let until = Instant::now() + HUNT;
    processes::signal(shell.as_slice(), Signal::SIGKILL);
    while reap() && Instant::now() < until {
        let mut fds = [PollFd::new(ends.as_fd(), PollFlags::POLLIN)];
        // If it cannot be waited for, it is looked for at once.
        let _ = poll(&mut fds, STEP);
        while let Ok(Some(_)) = ends.read_signal() {}
        if reap() {
            processes::kill_below(root, &processes::descendants(root), None);
        }
    }
}

/// Lets go of every child that has ended; says whether others remain.
fn reap() -> bool {
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => return true,
            Err(nix::Error::ECHILD) => return false,
            Ok(_) | Err(_) => {}
        }
    }
}
