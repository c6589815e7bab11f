//! Signal dispositions, and the flags that caught signals set.
#![expect(
    unsafe_code,
    reason = "sigaction is unsafe because a handler may be anything; ours only sets a flag"
)]

pub use nix::sys::signal::Signal;

use crate::sys::fd::Fd;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, sigaction};
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Set by the handler of SIGINT until somebody asks.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Set by the handler of SIGCHLD until somebody asks.
static CHILD_CHANGED: AtomicBool = AtomicBool::new(false);

/// The signals that came and have traps: bit n for signal n.
static CAUGHT: AtomicU32 = AtomicU32::new(0);

extern "C" fn note_interrupt(_: i32) {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

extern "C" fn note_child(_: i32) {
    CHILD_CHANGED.store(true, Ordering::Relaxed);
}

extern "C" fn note_caught(number: i32) {
    CAUGHT.fetch_or(1 << (number & 31), Ordering::Relaxed);
}

fn set(signal: Signal, handler: SigHandler) {
    // No SA_RESTART: a `read` or `wait` built-in must come back to look at the flag.
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: the handlers used here are the default, ignoring, and one that only stores into an atomic.
    let result = unsafe { sigaction(signal, &action) };
    // It fails for the two signals with which no process can do anything.
    debug_assert!(result.is_ok() || matches!(signal, Signal::SIGKILL | Signal::SIGSTOP));
}

/// Lets the kernel do what it does by default.
pub fn set_default(signal: Signal) {
    set(signal, SigHandler::SigDfl);
}

/// Ignores `signal`, here and in programs started from now on.
pub fn ignore(signal: Signal) {
    set(signal, SigHandler::SigIgn);
}

/// Runs `body` with `signal` ignored; a process it starts ignores it too.
pub fn ignoring<T>(signal: Signal, body: impl FnOnce() -> T) -> T {
    during(signal, SigHandler::SigIgn, body)
}

/// Runs `body` with `signal` doing what it does by default.
pub fn with_default<T>(signal: Signal, body: impl FnOnce() -> T) -> T {
    during(signal, SigHandler::SigDfl, body)
}

/// `handler` is one that runs no code.
fn during<T>(signal: Signal, handler: SigHandler, body: impl FnOnce() -> T) -> T {
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: ignoring a signal, or leaving it to the kernel, runs no code of ours.
    let before = unsafe { sigaction(signal, &action) };
    let value = body();
    if let Ok(before) = before {
        // SAFETY: this is the disposition the process had, whose handler is as sound as it was.
        let _ = unsafe { sigaction(signal, &before) };
    }
    value
}

/// From now on SIGINT sets a flag: see [`take_interrupt`].
pub fn catch_interrupt() {
    set(Signal::SIGINT, SigHandler::Handler(note_interrupt));
}

/// From now on `signal` is noted: see [`take_caught`].
pub fn catch(signal: Signal) {
    set(signal, SigHandler::Handler(note_caught));
}

/// From now on SIGCHLD sets a flag: see [`take_child_changed`].
pub fn catch_child() {
    set(Signal::SIGCHLD, SigHandler::Handler(note_child));
}

/// Whether a child changed and nobody has asked yet.
pub fn is_child_changed() -> bool {
    CHILD_CHANGED.load(Ordering::Relaxed)
}

/// Whether a child changed since the last call.
pub fn take_child_changed() -> bool {
    CHILD_CHANGED.swap(false, Ordering::Relaxed)
}

/// Waits until `fd` can be read, which it returns, or a caught signal comes. `ready` is asked first, and no signal gets lost in
/// between: whether anything needs looking at already.
pub fn wait_readable(fd: Fd, ready: impl FnOnce() -> bool) -> bool {
    let Ok(before) = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK) else {
        return true;
    };
    let mut readable = false;
    if !ready() {
        // SAFETY: the caller keeps the descriptor open, and it is not closed here.
        let input = unsafe { BorrowedFd::borrow_raw(fd.0) };
        let mut fds = [PollFd::new(input, PollFlags::POLLIN)];
        // An error is the reader's to find.
        readable = ppoll(&mut fds, None, Some(before)) != Err(Errno::EINTR);
    }
    let _ = before.thread_set_mask();
    readable
}

/// Waits for any caught signal, unless `ready` says that there is no need to.
pub fn pause_unless(ready: impl FnOnce() -> bool) {
    let Ok(before) = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK) else {
        return;
    };
    if !ready() {
        // It returns when a handler has run, always with EINTR.
        let _ = before.suspend();
    }
    let _ = before.thread_set_mask();
}

/// Whether a signal with a trap came.
pub fn is_caught() -> bool {
    CAUGHT.load(Ordering::Relaxed) != 0
}

/// 128 and the number of the first signal that came and has a trap.
pub fn caught_status() -> crate::trace::ExitStatus {
    let first = CAUGHT.load(Ordering::Relaxed).trailing_zeros();
    crate::trace::ExitStatus((128 + first) as u8)
}

/// The numbers of the signals with traps that came since the last call, lowest first.
pub fn take_caught() -> impl Iterator<Item = i32> {
    let caught = CAUGHT.swap(0, Ordering::Relaxed);
    (0..32).filter(move |number| caught & (1 << number) != 0)
}

/// Whether `number` is ignored in this process.
pub fn is_ignored(number: i32) -> bool {
    let mut old = std::mem::MaybeUninit::<nix::libc::sigaction>::zeroed();
    // SAFETY: without a new action sigaction only fills `old`, which has room for it.
    let result = unsafe { nix::libc::sigaction(number, std::ptr::null(), old.as_mut_ptr()) };
    // SAFETY: all bytes are zero or were filled in; both are valid.
    let old = unsafe { old.assume_init() };
    result == 0 && old.sa_sigaction == nix::libc::SIG_IGN
}

/// What a shell does with one of the signals it keeps for itself: SIGINT is noted, the others are ignored (XCU 2.11).
pub fn keep(signal: Signal) {
    match signal {
        Signal::SIGINT => catch_interrupt(),
        signal => ignore(signal),
    }
}

/// Notes a SIGINT that came another way.
pub fn interrupt() {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Whether SIGINT came since the last call.
pub fn take_interrupt() -> bool {
    INTERRUPTED.load(Ordering::Relaxed) && INTERRUPTED.swap(false, Ordering::Relaxed)
}

/// Whether SIGINT came and nobody has asked yet.
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Keeps the keyboard's signals pending; returns the mask to give to [`unblock`].
///
/// A child is born under this mask and lifts it once its dispositions are set: a Ctrl-C in between then reaches it, where
/// otherwise the handler it inherited would swallow it.
pub fn block() -> SigSet {
    let signals: SigSet = INTERACTIVE.into_iter().chain(STOPPING).collect();
    // It can only fail for a `how` that does not exist.
    signals
        .thread_swap_mask(SigmaskHow::SIG_BLOCK)
        .unwrap_or_else(|_| SigSet::empty())
}

/// Sets the mask back to what it was before [`block`].
pub fn unblock(before: &SigSet) {
    let _ = before.thread_set_mask();
}

/// The signals that an interactive shell keeps for itself.
pub const INTERACTIVE: [Signal; 3] = [Signal::SIGINT, Signal::SIGQUIT, Signal::SIGTERM];

/// The signals that a shell with job control at a terminal keeps for itself.
pub const STOPPING: [Signal; 3] = [Signal::SIGTSTP, Signal::SIGTTIN, Signal::SIGTTOU];

/// The name of a signal without `SIG`, by number; `None` for a number that has none.
pub fn name(number: i32) -> Option<&'static str> {
    let signal = Signal::try_from(number).ok()?;
    signal.as_str().strip_prefix("SIG")
}

/// What is said of a process that signal `number` ended or stopped.
pub fn sentence(number: i32) -> &'static str {
    use Signal::*;
    match Signal::try_from(number) {
        Ok(SIGHUP) => "Hangup",
        Ok(SIGINT) => "Interrupt",
        Ok(SIGQUIT) => "Quit",
        Ok(SIGILL) => "Illegal instruction",
        Ok(SIGTRAP) => "Trace/breakpoint trap",
        Ok(SIGABRT) => "Aborted",
        Ok(SIGBUS) => "Bus error",
        Ok(SIGFPE) => "Floating point exception",
        Ok(SIGKILL) => "Killed",
        Ok(SIGUSR1) => "User defined signal 1",
        Ok(SIGSEGV) => "Segmentation fault",
        Ok(SIGUSR2) => "User defined signal 2",
        Ok(SIGPIPE) => "Broken pipe",
        Ok(SIGALRM) => "Alarm clock",
        Ok(SIGTERM) => "Terminated",
        Ok(SIGXCPU) => "CPU time limit exceeded",
        Ok(SIGXFSZ) => "File size limit exceeded",
        Ok(SIGSYS) => "Bad system call",
        Ok(SIGTSTP) => "Stopped",
        Ok(SIGSTOP) => "Stopped (SIGSTOP)",
        Ok(SIGTTIN) => "Stopped (SIGTTIN)",
        Ok(SIGTTOU) => "Stopped (SIGTTOU)",
        Ok(other) => other.as_str(),
        Err(_) => "Unknown signal",
    }
}

/// The number of a signal by name, with or without `SIG`, in either case; `0` and `EXIT` are 0.
pub fn number(name: &str) -> Option<i32> {
    if let Ok(number) = name.parse::<i32>() {
        return (0..=64).contains(&number).then_some(number);
    }
    let upper = name.to_ascii_uppercase();
    let bare = upper.strip_prefix("SIG").unwrap_or(&upper);
    if bare == "EXIT" {
        return Some(0);
    }
    format!("SIG{bare}")
        .parse::<Signal>()
        .ok()
        .map(|signal| signal as i32)
}
