//! The terminal is given back as it was, also where no destructor runs: a panic aborts, and a signal ends the program at once.
#![expect(unsafe_code, reason = "signal handlers")]

use crate::sys::signal::is_ignored;
use nix::libc;
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, raise, sigaction};
use nix::sys::termios::tcgetattr;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a terminal that marks pasted text is sent to mark it no more.
const MARKS_NO_PASTES: &[u8] = b"\x1b[?2004l";

/// What a terminal that shows the other screen is sent to show the one before, and what programs there change besides.
const NO_OTHER_SCREEN: &[u8] =
    b"\x18\x1b[?1049l\x1b[?1l\x1b>\x1b[?25h\x1b[0m\x1b[?1000;1002;1003;1006l";

static BEFORE: OnceLock<Before> = OnceLock::new();
/// Whether pasted text is marked.
static PASTES: AtomicBool = AtomicBool::new(false);

/// Whether a program has the terminal show its other screen.
static OTHER_SCREEN: AtomicBool = AtomicBool::new(false);

/// A terminal, by a descriptor that stays what it is, and how it was.
struct Before {
    tty: OwnedFd,
    modes: libc::termios,
}

/// From now on a panic, SIGTERM and SIGHUP give `tty` back the modes it has now before they end the program. A signal that is
/// ignored stays so.
pub fn at_end(tty: impl AsFd) {
    let Ok(tty) = tty.as_fd().try_clone_to_owned() else {
        return;
    };
    let Ok(modes) = tcgetattr(&tty) else {
        return;
    };
    let modes = modes.into();
    if BEFORE.set(Before { tty, modes }).is_err() {
        return;
    }
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        report(panic);
    }));
    for signal in [Signal::SIGTERM, Signal::SIGHUP] {
        if !is_ignored(signal as i32) {
            catch(signal);
        }
    }
}

/// From now on the terminal marks pasted text.
pub fn marks_pastes() {
    PASTES.store(true, Ordering::Relaxed);
}

/// Whether, from now on, a program has the terminal show its other screen.
pub fn shows_other_screen(it_does: bool) {
    OTHER_SCREEN.store(it_does, Ordering::Relaxed);
}

fn catch(signal: Signal) {
    // Changing the modes from the background would stop us.
    let mut blocked = SigSet::empty();
    blocked.add(Signal::SIGTTOU);
    let flags = SaFlags::SA_RESETHAND | SaFlags::SA_NODEFER;
    let action = SigAction::new(SigHandler::Handler(end), flags, blocked);
    // SAFETY: the handler calls nothing that a handler may not.
    let _ = unsafe { sigaction(signal, &action) };
}

/// Gives the terminal back, and ends as the signal does.
extern "C" fn end(signal: libc::c_int) {
    give_back();
    // Its action is the default one again, and it is not blocked.
    let _ = Signal::try_from(signal).map(raise);
}

/// Only calls what a signal handler may.
fn give_back() {
    let Some(Before { tty, modes }) = BEFORE.get() else {
        return;
    };
    // Whoever has it now would not have it changed.
    let owner = nix::unistd::tcgetpgrp(tty);
    if owner.is_ok_and(|group| group != nix::unistd::getpgrp()) {
        return;
    }
    // SAFETY: tcsetattr reads one `termios`, which `modes` is.
    unsafe { libc::tcsetattr(tty.as_raw_fd(), libc::TCSANOW, &raw const *modes) };
    if OTHER_SCREEN.load(Ordering::Relaxed) {
        let _ = nix::unistd::write(tty, NO_OTHER_SCREEN);
    }
    if PASTES.load(Ordering::Relaxed) {
        let _ = nix::unistd::write(tty, MARKS_NO_PASTES);
    }
}
