//! Processes: fork, a vfork-like spawn, exec, wait, and leaving without ceremony.
#![expect(
    unsafe_code,
    reason = "fork, clone, execve and _exit are unsafe; each use says why it is sound"
)]

use crate::sys::fault::{self, Call};
use crate::sys::fd::{self, Fd};
use crate::sys::signal;
use crate::trace::{ExitStatus, Termination};
use nix::errno::Errno;
use nix::libc;
use nix::sched::CloneFlags;
use nix::sys::signal::{SigSet, Signal};
use nix::sys::wait::WaitPidFlag;
use nix::unistd::{ForkResult, Pid};
use std::cell::RefCell;
use std::convert::Infallible;
use std::ffi::{CString, c_char};
use std::panic::AssertUnwindSafe;

/// Forks; the child runs `child` and never returns into the caller's frames.
///
/// The caller has flushed what must not be written twice. A panic in the child ends it with status 134.
///
/// # Errors
/// Those of fork(2).
pub fn fork(child: impl FnOnce() -> Infallible) -> Result<i32, Errno> {
    debug_assert_eq!(
        thread_count(),
        1,
        "only a single-threaded process may fork and go on"
    );
    fault::check(Call::Fork)?;
    // SAFETY: the process has one thread, so no lock can be held by another one in the child.
    match unsafe { nix::unistd::fork() }? {
        ForkResult::Parent { child } => Ok(child.as_raw()),
        ForkResult::Child => {
            let Err(_) = std::panic::catch_unwind(AssertUnwindSafe(child));
            exit_now(ExitStatus(134));
        }
    }
}

fn thread_count() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(1, Iterator::count)
}

/// Ends this process at once: nothing is flushed, no destructor runs.
pub fn exit_now(status: ExitStatus) -> ! {
    // SAFETY: _exit only ends the process.
    unsafe { libc::_exit((status.0 & 0xff).cast_signed()) }
}

/// Ends this process by `signal`, as if it had not been caught.
pub fn die_by(signal: Signal) -> ! {
    signal::set_default(signal);
    let _ = nix::sys::signal::raise(signal);
    exit_now(ExitStatus(128 + signal as u32))
}

/// This process's id.
pub fn pid() -> i32 {
    Pid::this().as_raw()
}

/// The id of the process that started this one.
pub fn parent_pid() -> i32 {
    Pid::parent().as_raw()
}

/// One thing a child does between its birth and execve. Data, so that it can be replayed without allocating, traced, audited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChildStep {
    /// Make the second refer to what the first refers to.
    Duplicate(Fd, Fd),
    /// Close it.
    Close(Fd),
    /// Set the signal mask back to what it was before [`signal::block`].
    Unblock(SigSet),
}

/// A program to be executed, everything prepared: the child only points the kernel at it.
pub struct Program {
    /// Files to try, in order, until one can be executed.
    pub paths: Vec<CString>,
    arguments: Vec<CString>,
    argument_pointers: Vec<*const c_char>,
}

impl Program {
    /// `paths` are tried in order; `arguments` begin with the name the program is told.
    pub fn new(paths: Vec<CString>, arguments: Vec<CString>) -> Program {
        let mut argument_pointers: Vec<*const c_char> =
            arguments.iter().map(|argument| argument.as_ptr()).collect();
        argument_pointers.push(std::ptr::null());
        Program {
            paths,
            arguments,
            argument_pointers,
        }
    }

    /// The arguments, name first.
    pub fn arguments(&self) -> &[CString] {
        &self.arguments
    }

    /// Becomes the program. Returns only if that failed, with the most telling error.
    fn exec(&self, environment: &Environment) -> Errno {
        let mut error = Errno::ENOENT;
        for path in &self.paths {
            let this = fault::check(Call::Exec).err().unwrap_or_else(|| {
                // SAFETY: all three are NUL-terminated (arrays by a null pointer) and live in `self` and `environment`.
                unsafe {
                    libc::execve(
                        path.as_ptr(),
                        self.argument_pointers.as_ptr(),
                        environment.pointers.as_ptr(),
                    )
                };
                Errno::last()
            });
            // A later directory may still have it; that one file could not be run outweighs that others were missing.
            if !matches!(this, Errno::ENOENT | Errno::ENOTDIR) {
                error = this;
            }
            if !matches!(this, Errno::ENOENT | Errno::ENOTDIR | Errno::EACCES) {
                break;
            }
        }
        error
    }
}

/// The environment of programs, in the form execve wants.
#[derive(Default)]
pub struct Environment {
    strings: Vec<CString>,
    pointers: Vec<*const c_char>,
}

impl Environment {
    /// From `name=value` strings.
    pub fn new(strings: Vec<CString>) -> Environment {
        let mut pointers: Vec<*const c_char> =
            strings.iter().map(|string| string.as_ptr()).collect();
        pointers.push(std::ptr::null());
        Environment { strings, pointers }
    }

    /// The `name=value` strings.
    pub fn strings(&self) -> &[CString] {
        &self.strings
    }
}

/// Replaces this process by `program`. Returns only if that failed.
pub fn exec(program: &Program, environment: &Environment) -> Errno {
    program.exec(environment)
}

/// Sends on a SIGINT that this process has noted: it may have come when `child` was about to be born, and so not to it.
pub fn pass_on_interrupt(child: i32) {
    if signal::is_interrupted() {
        // A child that is gone needs no signal.
        let _ = nix::sys::signal::kill(Pid::from_raw(child), Signal::SIGINT);
    }
}

/// The process group this process is in.
pub fn group() -> i32 {
    nix::unistd::getpgrp().as_raw()
}

/// Moves process `pid` (0: this one) into process group `group` (0: one of its own number).
///
/// # Errors
/// Those of setpgid(2): EACCES says that the child has execed already, EPERM that it leads a session.
pub fn set_group(pid: i32, group: i32) -> Result<(), Errno> {
    fault::check(Call::Group)?;
    nix::unistd::setpgid(Pid::from_raw(pid), Pid::from_raw(group))
}

/// Sends `signal` to all of process group `group`, or to this process's own for 0.
///
/// # Errors
/// Those of kill(2): ESRCH says that the group is empty.
pub fn signal_group(group: i32, signal: Signal) -> Result<(), Errno> {
    fault::check(Call::Kill)?;
    nix::sys::signal::killpg(Pid::from_raw(group), signal)
}

/// Size of the stack that a spawned child uses until it execs, in bytes.
const SPAWN_STACK: usize = 64 * 1024;

thread_local! {
    static STACK: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Starts `program` in a child that shares this process's memory until it execs, while this process waits: as fast as
/// vfork, and without returning twice.
///
/// # Errors
/// The outer result: those of clone(2). The inner one: the child's execve or one of its steps failed; the child is gone.
pub fn spawn(
    program: &Program,
    environment: &Environment,
    steps: &[ChildStep],
) -> Result<Result<i32, Errno>, Errno> {
    fault::check(Call::Clone)?;
    let mut failure = None;
    let child = Box::new(|| {
        let error = perform(steps)
            .err()
            .unwrap_or_else(|| program.exec(environment));
        failure = Some(error);
        exit_now(ExitStatus::NOT_FOUND)
    });
    let flags = CloneFlags::CLONE_VM | CloneFlags::CLONE_VFORK;
    let pid = STACK.with_borrow_mut(|stack| {
        stack.resize(SPAWN_STACK, 0);
        // SAFETY: CLONE_VFORK suspends this (only) thread until the child execs or exits, so the child alone uses the shared
        // memory; it runs on a stack of its own, allocates nothing, and writes `failure` only.
        unsafe { nix::sched::clone(child, stack, flags, Some(libc::SIGCHLD)) }
    })?;
    match failure {
        None => Ok(Ok(pid.as_raw())),
        Some(error) => {
            let _ = wait_for(pid.as_raw());
            Ok(Err(error))
        }
    }
}

fn perform(steps: &[ChildStep]) -> Result<(), Errno> {
    for step in steps {
        match *step {
            ChildStep::Duplicate(from, to) => fd::duplicate_onto(from, to)?,
            ChildStep::Close(fd) => fd::close(fd),
            ChildStep::Unblock(mask) => signal::unblock(&mask),
        }
    }
    Ok(())
}

/// Sends signal `number`, which may be a real-time signal, or 0 to ask only whether it could be sent.
///
/// # Errors
/// Those of kill(2).
pub fn send(pid: i32, number: i32) -> Result<(), Errno> {
    fault::check(Call::Kill)?;
    // SAFETY: kill takes two numbers only.
    let result = unsafe { libc::kill(pid, number) };
    Errno::result(result).map(drop)
}

/// Waits until process `pid` ends.
///
/// # Errors
/// ECHILD if it is no child of ours; EINTR if a caught signal came first.
pub fn wait_for(pid: i32) -> Result<Termination, Errno> {
    loop {
        fault::check(Call::Wait)?;
        if let Some((_, Some(how))) = wait(pid, 0)? {
            return Ok(how);
        }
    }
}

/// What became of a child: how it ended or was stopped; `None` says that it goes on after a stop.
pub type Change = (i32, Option<Termination>);

/// A child that has ended, or been stopped or continued, if there is one; never waits.
pub fn poll_any() -> Option<Change> {
    wait(ANY, libc::WNOHANG | libc::WUNTRACED | libc::WCONTINUED).ok()?
}

/// Waits until a child ends, is stopped or is continued.
///
/// # Errors
/// ECHILD if there is no child; EINTR if a caught signal came first.
pub fn wait_any() -> Result<Change, Errno> {
    loop {
        fault::check(Call::Wait)?;
        if let Some(change) = wait(ANY, libc::WUNTRACED | libc::WCONTINUED)? {
            return Ok(change);
        }
    }
}

/// Whether this process has any child, alive or not waited for.
pub fn has_children() -> bool {
    let flags = WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT | WaitPidFlag::WEXITED;
    nix::sys::wait::waitid(nix::sys::wait::Id::All, flags) != Err(Errno::ECHILD)
}

/// Any child, for [`wait`].
const ANY: i32 = -1;

/// waitpid(2); `None` if nothing became of a child, or nothing that is known here. Real-time signals too are known.
fn wait(pid: i32, flags: i32) -> Result<Option<Change>, Errno> {
    let mut status = 0;
    // SAFETY: it writes one `int`, which `status` is.
    let result = unsafe { libc::waitpid(pid, &raw mut status, flags) };
    let pid = Errno::result(result)?;
    let how = match status {
        _ if pid == 0 => return Ok(None),
        _ if libc::WIFCONTINUED(status) => None,
        _ if libc::WIFSTOPPED(status) => Some(Termination::Stopped(libc::WSTOPSIG(status))),
        _ if libc::WIFEXITED(status) => {
            let status = ExitStatus(libc::WEXITSTATUS(status).cast_unsigned());
            Some(Termination::Exited(status))
        }
        _ if !libc::WIFSIGNALED(status) => return Ok(None),
        _ if libc::WCOREDUMP(status) => Some(Termination::Dumped(libc::WTERMSIG(status))),
        _ => Some(Termination::Signaled(libc::WTERMSIG(status))),
    };
    Ok(Some((pid, how)))
}
