//! Signal dispositions, and the flags that caught signals set.
#![expect(
    unsafe_code,
    reason = "sigaction is unsafe because a handler may be anything; ours only sets a flag"
)]

pub use nix::sys::signal::Signal;

use crate::sys::fd::Fd;
use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, sigaction};
use std::borrow::Cow;
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Set by the handler of SIGINT until somebody asks.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Set by the handler of SIGCHLD until somebody asks.
static CHILD_CHANGED: AtomicBool = AtomicBool::new(false);

/// Set by the handler of SIGWINCH until somebody asks.
static RESIZED: AtomicBool = AtomicBool::new(false);

/// The signals that came and have traps, each by its [`bit`].
static CAUGHT: AtomicU64 = AtomicU64::new(0);

/// The numbers of all signals: 32 and 33 belong to the C library.
pub const NUMBERS: std::ops::RangeInclusive<i32> = 1..=64;

/// The bit of a set that stands for signal `number`.
pub fn bit(number: i32) -> u64 {
    1 << ((number - 1) & 63)
}

extern "C" fn note_interrupt(_: i32) {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

extern "C" fn note_child(_: i32) {
    CHILD_CHANGED.store(true, Ordering::Relaxed);
}

extern "C" fn note_caught(number: i32) {
    CAUGHT.fetch_or(bit(number), Ordering::Relaxed);
}

extern "C" fn note_resize(_: i32) {
    RESIZED.store(true, Ordering::Relaxed);
}

fn set(number: i32, handler: SigHandler) {
    let handler = match handler {
        SigHandler::SigDfl => libc::SIG_DFL,
        SigHandler::SigIgn => libc::SIG_IGN,
        SigHandler::Handler(handler) => handler as *const () as libc::sighandler_t,
        SigHandler::SigAction(handler) => handler as *const () as libc::sighandler_t,
    };
    let action = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: no flag, no other signal blocked, the default disposition: all bytes zero are a valid action.
    let mut action = unsafe { action.assume_init() };
    // No SA_RESTART: a `read` or `wait` built-in must come back to look at the flag.
    action.sa_sigaction = handler;
    // SAFETY: the handlers used here are the default, ignoring, and those that only store into an atomic.
    let result = unsafe { libc::sigaction(number, &raw const action, std::ptr::null_mut()) };
    // It fails for the two signals with which no process can do anything, and the two of the C library.
    debug_assert!(result == 0 || matches!(number, libc::SIGKILL | libc::SIGSTOP | 32 | 33));
}

/// What a process does when a signal comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// What the kernel does by default.
    Default,
    /// Nothing, here and in programs started from now on.
    Ignore,
    /// It is noted: see [`take_caught`].
    Catch,
}

/// Sets what is done when signal `number` comes, which may be one of the real-time signals.
pub fn dispose(number: i32, disposition: Disposition) {
    let handler = match disposition {
        Disposition::Default => SigHandler::SigDfl,
        Disposition::Ignore => SigHandler::SigIgn,
        Disposition::Catch => SigHandler::Handler(note_caught),
    };
    set(number, handler);
}

/// Lets the kernel do what it does by default.
pub fn set_default(signal: Signal) {
    set(signal as i32, SigHandler::SigDfl);
}

/// Ignores `signal`, here and in programs started from now on.
pub fn ignore(signal: Signal) {
    set(signal as i32, SigHandler::SigIgn);
}

/// Runs `body` with `signal` ignored; a process it starts ignores it too.
pub fn ignoring<T>(signal: Signal, body: impl FnOnce() -> T) -> T {
    during(signal, SigHandler::SigIgn, body)
}

/// Runs `body` with `signal` doing what it does by default.
pub fn with_default<T>(signal: Signal, body: impl FnOnce() -> T) -> T {
    during(signal, SigHandler::SigDfl, body)
}

/// Runs `body`, whose waiting ends early when the terminal gets another size.
pub fn waking_on_resize<T>(body: impl FnOnce() -> T) -> T {
    during(Signal::SIGWINCH, SigHandler::Handler(note_resize), body)
}

/// `handler` is one that runs no code, or stores into an atomic.
fn during<T>(signal: Signal, handler: SigHandler, body: impl FnOnce() -> T) -> T {
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: ignoring a signal, or leaving it to the kernel, runs no code of ours; a store into an atomic is safe anywhere.
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
    set(Signal::SIGINT as i32, SigHandler::Handler(note_interrupt));
}

/// From now on SIGWINCH sets a flag: see [`take_resized`].
pub fn catch_resize() {
    set(Signal::SIGWINCH as i32, SigHandler::Handler(note_resize));
}

/// Whether the terminal got another size and nobody has asked yet.
pub fn is_resized() -> bool {
    RESIZED.load(Ordering::Relaxed)
}

/// Whether the terminal got another size since the last call.
pub fn take_resized() -> bool {
    RESIZED.swap(false, Ordering::Relaxed)
}

/// From now on SIGCHLD sets a flag: see [`take_child_changed`].
pub fn catch_child() {
    set(Signal::SIGCHLD as i32, SigHandler::Handler(note_child));
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

/// Whether signal `number` came and has a trap.
pub fn has_caught(number: i32) -> bool {
    CAUGHT.load(Ordering::Relaxed) & bit(number) != 0
}

/// 128 and the number of the first signal that came and has a trap.
pub fn caught_status() -> crate::trace::ExitStatus {
    let first = CAUGHT.load(Ordering::Relaxed).trailing_zeros() + 1;
    crate::trace::ExitStatus(128 + first)
}

/// The numbers of the signals with traps that came since the last call, lowest first.
pub fn take_caught() -> impl Iterator<Item = i32> {
    let caught = CAUGHT.swap(0, Ordering::Relaxed);
    NUMBERS.filter(move |number| caught & bit(*number) != 0)
}

/// Whether `number` is ignored in this process.
pub fn is_ignored(number: i32) -> bool {
    let mut old = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: without a new action sigaction only fills `old`, which has room for it.
    let result = unsafe { libc::sigaction(number, std::ptr::null(), old.as_mut_ptr()) };
    // SAFETY: all bytes are zero or were filled in; both are valid.
    let old = unsafe { old.assume_init() };
    result == 0 && old.sa_sigaction == libc::SIG_IGN
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

/// Does what this process has set for SIGINT, which came another way: notes it, or that it has a trap, or nothing.
pub fn raise_interrupt() {
    // It fails for no signal that there is.
    let _ = nix::sys::signal::raise(Signal::SIGINT);
}

/// Whether SIGINT came since the last call.
pub fn take_interrupt() -> bool {
    INTERRUPTED.load(Ordering::Relaxed) && INTERRUPTED.swap(false, Ordering::Relaxed)
}

/// Stops this process and its group by SIGTSTP; returns once it is continued.
pub fn stop_own_group() {
    // What comes from elsewhere stops whichever thread is the first to see it; what a thread raises stops it before it returns.
    // There is nothing for which either could fail.
    ignoring(Signal::SIGTSTP, || {
        let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(0), Signal::SIGTSTP);
    });
    let _ = nix::sys::signal::raise(Signal::SIGTSTP);
}

/// Whether SIGINT came and nobody has asked yet.
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// What a shell needs whatever its parent left it: no signal is held back, and the status of a child is kept until somebody asks.
pub fn begin() {
    let _ = SigSet::empty().thread_set_mask();
    set_default(Signal::SIGCHLD);
}

/// Keeps signals pending; returns the mask to give to [`unblock`].
///
/// A child is born under this mask and lifts it once its dispositions are set: a signal in between then reaches it, where
/// otherwise the handler it inherited would swallow it.
pub fn block() -> SigSet {
    // It can only fail for a `how` that does not exist.
    SigSet::all()
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

/// The names of the real-time signals, counted from both ends.
const REAL_TIME: [&str; 31] = [
    "RTMIN", "RTMIN+1", "RTMIN+2", "RTMIN+3", "RTMIN+4", "RTMIN+5", "RTMIN+6", "RTMIN+7",
    "RTMIN+8", "RTMIN+9", "RTMIN+10", "RTMIN+11", "RTMIN+12", "RTMIN+13", "RTMIN+14", "RTMIN+15",
    "RTMAX-14", "RTMAX-13", "RTMAX-12", "RTMAX-11", "RTMAX-10", "RTMAX-9", "RTMAX-8", "RTMAX-7",
    "RTMAX-6", "RTMAX-5", "RTMAX-4", "RTMAX-3", "RTMAX-2", "RTMAX-1", "RTMAX",
];
/// So many of them are counted from the first one.
const FROM_THE_FIRST: i32 = 16;

/// The name of a signal without `SIG`, by number; `None` for a number that has none.
pub fn name(number: i32) -> Option<&'static str> {
    if let Ok(signal) = Signal::try_from(number) {
        return signal.as_str().strip_prefix("SIG");
    }
    let (first, last) = (libc::SIGRTMIN(), libc::SIGRTMAX());
    let index = match number - first {
        _ if !(first..=last).contains(&number) => return None,
        index if index < FROM_THE_FIRST => index,
        _ => REAL_TIME.len() as i32 - 1 - (last - number),
    };
    REAL_TIME.get(index as usize).copied()
}

/// What is said of a process that signal `number` ended or stopped.
pub fn sentence(number: i32) -> Cow<'static, str> {
    use Signal::*;
    let text = match Signal::try_from(number) {
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
        Err(_) if number >= libc::SIGRTMIN() => {
            return format!("Real-time signal {}", number - libc::SIGRTMIN()).into();
        }
        Err(_) => "Unknown signal",
    };
    text.into()
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
    let known = format!("SIG{bare}").parse::<Signal>();
    known
        .ok()
        .map(|signal| signal as i32)
        .or_else(|| real_time_number(bare))
}

/// The number behind `RTMIN`, `RTMIN+2`, `RTMAX-1` and so on.
fn real_time_number(name: &str) -> Option<i32> {
    let (first, last) = (libc::SIGRTMIN(), libc::SIGRTMAX());
    let distance = |text: &str, sign: char| -> Option<i32> {
        match text.strip_prefix(sign) {
            None => text.is_empty().then_some(0),
            Some(digits) => {
                let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
                is_number.then(|| digits.parse().ok()).flatten()
            }
        }
    };
    let number = match name.strip_prefix("RTMIN") {
        Some(rest) => first.checked_add(distance(rest, '+')?)?,
        None => last.checked_sub(distance(name.strip_prefix("RTMAX")?, '-')?)?,
    };
    (first..=last).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_signal_gives_its_number_back() {
        let named = NUMBERS.filter_map(|signal| Some((signal, name(signal)?)));
        assert!(named.clone().count() > 60);
        for (signal, name) in named {
            assert_eq!(number(name), Some(signal), "{name}");
        }
        assert_eq!(number("RTMAX-0"), number("RTMAX"));
        assert_eq!(number("RTMIN+31"), None);
        assert_eq!(number("RTMIN+-1"), None);
    }

    #[test]
    fn every_signal_has_a_bit_of_its_own() {
        let all = NUMBERS.fold(0, |bits, number| bits | bit(number));
        assert_eq!(all, u64::MAX);
    }
}
