//! Terminals and pseudo-terminals: opening one, making it ours, its size and modes.
//!
//! Knows nothing of what travels over them. Start with [`Pty`].
#![expect(unsafe_code, reason = "terminal ioctls")]

mod line_keys;
pub mod restore;

pub use line_keys::LineKeys;

use crate::sys::fault::{self, Call};
use crate::sys::fd::{self, Fd};
use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::libc;
use nix::pty::{grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::stat::Mode;
use nix::sys::termios::{
    ControlFlags, InputFlags, LocalFlags, OutputFlags, SetArg, SpecialCharacterIndices, Termios,
    cfmakeraw, tcgetattr, tcsetattr,
};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

nix::ioctl_write_int_bad!(
    #[doc = "Makes a terminal the controlling one."]
    set_controlling,
    libc::TIOCSCTTY
);
nix::ioctl_read_bad!(
    #[doc = "Reads a terminal's size."]
    get_window,
    libc::TIOCGWINSZ,
    libc::winsize
);
nix::ioctl_write_ptr_bad!(
    #[doc = "Sets a terminal's size."]
    set_window,
    libc::TIOCSWINSZ,
    libc::winsize
);

nix::ioctl_write_int_bad!(
    #[doc = "Opens the end of a pseudo-terminal that programs hold, given the other one."]
    open_slave,
    libc::TIOCGPTPEER
);

/// Both ends of a new pseudo-terminal, closed on exec.
#[derive(Debug)]
pub struct Pty {
    /// What a terminal emulator holds.
    pub master: OwnedFd,
    /// What programs hold.
    pub slave: OwnedFd,
}

impl Pty {
    /// Opens one; it becomes nobody's controlling terminal.
    pub fn open() -> io::Result<Pty> {
        let flags = OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC;
        let master = posix_openpt(flags)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let slave = open(ptsname_r(&master)?.as_str(), flags, Mode::empty())?;
        Ok(Pty {
            master: master.into(),
            slave,
        })
    }
}

/// Makes `tty` the controlling terminal of the calling process, which must lead a session without one.
pub fn take_controlling(tty: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: TIOCSCTTY takes an integer and touches no memory of ours.
    unsafe { set_controlling(tty.as_raw_fd(), 0) }?;
    Ok(())
}

/// A descriptor of its own, close-on-exec, for the controlling terminal of this process: `/dev/tty`, or else one of the standard
/// descriptors that is a terminal.
pub fn open_controlling() -> Option<Fd> {
    if let Ok(opened) = fd::open(c"/dev/tty", libc::O_RDWR, 0) {
        let kept = fd::duplicate_internal(opened);
        fd::close(opened);
        return kept.ok();
    }
    let standard = [fd::STDERR, fd::STDOUT, fd::STDIN];
    let terminal = standard.into_iter().find(|fd| fd::is_terminal(*fd))?;
    fd::duplicate_internal(terminal).ok()
}

/// The process group in the foreground of `tty`.
///
/// # Errors
/// ENOTTY if `tty` is not the controlling terminal of this process.
pub fn foreground(tty: Fd) -> Result<i32, Errno> {
    fault::check(Call::Terminal)?;
    // SAFETY: tcgetpgrp takes a number only.
    let result = unsafe { libc::tcgetpgrp(tty.0) };
    Errno::result(result)
}

/// The process group in the foreground of the pseudo-terminal whose master is `master`.
pub fn foreground_of(master: BorrowedFd<'_>) -> Option<i32> {
    Some(nix::unistd::tcgetpgrp(master).ok()?.as_raw())
}

/// The key that sends SIGINT through `tty`; `None` if none does.
pub fn interrupt_key(tty: BorrowedFd<'_>) -> Option<u8> {
    let modes = tcgetattr(tty).ok()?;
    let key = modes.control_chars[SpecialCharacterIndices::VINTR as usize];
    (modes.local_flags.contains(LocalFlags::ISIG) && key != 0).then_some(key)
}

/// Whether `tty` shows the keys that it makes signals.
pub fn shows_signals(tty: BorrowedFd<'_>) -> bool {
    let shows = LocalFlags::ISIG | LocalFlags::ECHO | LocalFlags::ECHOCTL;
    tcgetattr(tty).is_ok_and(|modes| modes.local_flags.contains(shows))
}

/// Puts process group `group` into the foreground of `tty`.
///
/// Called from the background it stops the caller, unless SIGTTOU is ignored or blocked.
///
/// # Errors
/// Those of tcsetpgrp(3).
pub fn set_foreground(tty: Fd, group: i32) -> Result<(), Errno> {
    fault::check(Call::Terminal)?;
    // SAFETY: tcsetpgrp takes two numbers only.
    let result = unsafe { libc::tcsetpgrp(tty.0, group) };
    Errno::result(result).map(drop)
}

/// A terminal's size in character cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Height.
    pub rows: u16,
    /// Width.
    pub columns: u16,
}

/// The size of `tty`; `None` if it is not a terminal or does not know.
pub fn size(tty: BorrowedFd<'_>) -> Option<Size> {
    let mut window = window(0, 0);
    // SAFETY: TIOCGWINSZ writes one `winsize`, which `window` is.
    unsafe { get_window(tty.as_raw_fd(), &raw mut window) }.ok()?;
    let known = window.ws_row > 0 && window.ws_col > 0;
    known.then_some(Size {
        rows: window.ws_row,
        columns: window.ws_col,
    })
}

/// Tells `tty` its size; its foreground processes learn of a change by `SIGWINCH`.
pub fn set_size(tty: BorrowedFd<'_>, size: Size) -> io::Result<()> {
    let window = window(size.rows, size.columns);
    // SAFETY: TIOCSWINSZ reads one `winsize`, which `window` is.
    unsafe { set_window(tty.as_raw_fd(), &raw const window) }?;
    Ok(())
}

fn window(rows: u16, columns: u16) -> libc::winsize {
    libc::winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

/// Sets the modes a person expects of `tty`, keeping the control characters of `model` if there is one.
pub fn make_sane(tty: BorrowedFd<'_>, model: Option<BorrowedFd<'_>>) -> io::Result<()> {
    let mut modes = tcgetattr(tty)?;
    if let Some(like) = model.and_then(|model| tcgetattr(model).ok()) {
        modes.control_chars = like.control_chars;
        modes.control_chars[SpecialCharacterIndices::VMIN as usize] = 1;
        modes.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
    }
    modes.input_flags |= InputFlags::ICRNL | InputFlags::IXON | InputFlags::IUTF8;
    modes.output_flags |= OutputFlags::OPOST | OutputFlags::ONLCR;
    modes.control_flags |= ControlFlags::CREAD | ControlFlags::CS8;
    modes.local_flags |= LocalFlags::ISIG
        | LocalFlags::ICANON
        | LocalFlags::IEXTEN
        | LocalFlags::ECHO
        | LocalFlags::ECHOE
        | LocalFlags::ECHOK
        | LocalFlags::ECHOCTL
        | LocalFlags::ECHOKE;
    tcsetattr(tty, SetArg::TCSANOW, &modes)?;
    Ok(())
}

/// How a terminal treats what passes through it, to be given back to it later.
#[derive(Clone, Debug)]
pub struct Modes(Termios);

impl Modes {
    /// Those of `tty` now; `None` if it is no terminal.
    pub fn of(tty: impl AsFd) -> Option<Modes> {
        fault::check(Call::Terminal).ok()?;
        tcgetattr(tty).ok().map(Modes)
    }

    /// Those of the terminal at `tty`; `None` if there is none.
    pub fn of_number(tty: Fd) -> Option<Modes> {
        // SAFETY: the descriptor is open while the caller holds its number, and is not closed here.
        Modes::of(unsafe { BorrowedFd::borrow_raw(tty.0) })
    }

    /// Gives the terminal at `tty` these modes; see [`Modes::restore`].
    pub fn restore_number(&self, tty: Fd) {
        // SAFETY: the descriptor is open while the caller holds its number, and is not closed here.
        let tty = unsafe { BorrowedFd::borrow_raw(tty.0) };
        // A terminal that is gone needs no modes.
        let _ = self.restore(tty);
    }

    /// As these, but every key is passed at once and none is shown. Enter still sends a newline: what is typed ahead may be for
    /// a program. Ctrl-C still sends its signal; no other key does.
    pub fn for_editing(&self) -> Modes {
        let mut modes = self.0.clone();
        modes.local_flags -= LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::IEXTEN;
        modes.local_flags |= LocalFlags::ISIG;
        modes.input_flags |= InputFlags::ICRNL;
        for key in [
            SpecialCharacterIndices::VSUSP,
            SpecialCharacterIndices::VQUIT,
        ] {
            modes.control_chars[key as usize] = 0;
        }
        modes.control_chars[SpecialCharacterIndices::VMIN as usize] = 1;
        modes.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
        Modes(modes)
    }

    /// The keys that take back a character and a line, and that end the input; 0 for none.
    pub fn editing_keys(&self) -> [u8; 3] {
        use SpecialCharacterIndices::{VEOF, VERASE, VKILL};
        [VERASE, VKILL, VEOF].map(|key| self.0.control_chars[key as usize])
    }

    /// Gives `tty` these modes at once; what it holds of input and output is kept.
    pub fn restore(&self, tty: impl AsFd) -> io::Result<()> {
        fault::check(Call::Terminal)?;
        tcsetattr(tty, SetArg::TCSANOW, &self.0)?;
        Ok(())
    }
}

/// The width of the terminal at `tty` in cells, if it knows.
pub fn columns(tty: Fd) -> Option<u16> {
    // SAFETY: the descriptor is open while the caller holds its number, and is not closed here.
    size(unsafe { BorrowedFd::borrow_raw(tty.0) }).map(|size| size.columns)
}

/// A terminal that passes every byte, until this is dropped.
#[derive(Debug)]
pub struct Raw<'t> {
    tty: BorrowedFd<'t>,
    before: Termios,
}

impl<'t> Raw<'t> {
    /// Makes `tty` raw, once what was written to it is out.
    pub fn enter(tty: BorrowedFd<'t>) -> io::Result<Raw<'t>> {
        let before = tcgetattr(tty)?;
        let mut raw = before.clone();
        cfmakeraw(&mut raw);
        tcsetattr(tty, SetArg::TCSADRAIN, &raw)?;
        Ok(Raw { tty, before })
    }

    /// Makes it raw once more if it is ours and somebody has undone it, as the shell does that we were stopped and continued by.
    pub fn renew(&self) {
        let cooked = LocalFlags::ICANON | LocalFlags::ISIG;
        let Ok(mut modes) = tcgetattr(self.tty) else {
            return;
        };
        // From the background the change would stop us.
        if modes.local_flags.intersects(cooked) && is_in_foreground(self.tty) {
            cfmakeraw(&mut modes);
            // What cannot be changed now can be the next time.
            let _ = tcsetattr(self.tty, SetArg::TCSADRAIN, &modes);
        }
    }
}

impl Drop for Raw<'_> {
    /// Input that nobody read yet is kept.
    fn drop(&mut self) {
        // A terminal that went away needs no modes.
        let _ = tcsetattr(self.tty, SetArg::TCSADRAIN, &self.before);
    }
}

/// A terminal that passes each key at once, shows none and makes none a signal, until this is dropped: whoever reads next gets
/// them all. What is written to it is treated as before.
#[derive(Debug)]
pub struct Unechoed<T: AsFd> {
    tty: T,
    before: Modes,
    modes: Modes,
}

impl<T: AsFd> Unechoed<T> {
    /// Makes `tty` so; `None` if it is no terminal.
    pub fn new(tty: T) -> Option<Unechoed<T>> {
        let before = Modes::of(&tty)?;
        let mut modes = before.clone();
        pass_keys(&mut modes.0);
        modes.restore(&tty).ok()?;
        Some(Unechoed { tty, before, modes })
    }

    /// Makes it so once more if it is ours and somebody has undone it, as the shell does that we were stopped and continued by.
    pub fn renew(&self) {
        let cooked = LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::ISIG;
        let is_undone = tcgetattr(&self.tty).is_ok_and(|now| now.local_flags.intersects(cooked));
        // From the background the change would stop us.
        if is_undone && is_in_foreground(self.tty.as_fd()) {
            // What cannot be changed now can be the next time.
            let _ = self.modes.restore(&self.tty);
        }
    }

    /// Runs `body` while the terminal is as it was before.
    pub fn lend<R>(&self, body: impl FnOnce() -> R) -> R {
        // A terminal that went away needs no modes.
        let _ = self.before.restore(&self.tty);
        let value = body();
        let _ = self.modes.restore(&self.tty);
        value
    }
}

impl<T: AsFd> Drop for Unechoed<T> {
    /// Input that nobody read yet is kept.
    fn drop(&mut self) {
        // A terminal that went away needs no modes.
        let _ = self.before.restore(&self.tty);
    }
}

/// Whether `tty` is the controlling terminal of this process, whose group has it.
fn is_in_foreground(tty: BorrowedFd<'_>) -> bool {
    nix::unistd::tcgetpgrp(tty) == Ok(nix::unistd::getpgrp())
}

/// Each byte that comes in is passed as it is, and at once.
fn pass_keys(modes: &mut Termios) {
    let mut raw = modes.clone();
    cfmakeraw(&mut raw);
    modes.local_flags = raw.local_flags;
    modes.input_flags = raw.input_flags;
    modes.control_chars[SpecialCharacterIndices::VMIN as usize] = 1;
    modes.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
}

/// Makes `tty` raw for as long as it exists.
pub fn make_raw(tty: BorrowedFd<'_>) -> io::Result<()> {
    let mut modes = tcgetattr(tty)?;
    cfmakeraw(&mut modes);
    tcsetattr(tty, SetArg::TCSANOW, &modes)?;
    Ok(())
}

/// Takes out what was typed and not read yet of the pseudo-terminal whose master is `master`: see [`take_unread`].
///
/// # Errors
/// The other end cannot be opened, or has no modes.
pub fn take_typed(master: BorrowedFd<'_>, limit: usize) -> io::Result<Vec<u8>> {
    // Whoever else has the terminal may change its modes meanwhile; we do not wait for a line.
    let flags = libc::O_RDWR | libc::O_NOCTTY | libc::O_CLOEXEC | libc::O_NONBLOCK;
    // SAFETY: TIOCGPTPEER takes an integer and touches no memory of ours.
    let slave = unsafe { open_slave(master.as_raw_fd(), flags) }?;
    // SAFETY: the kernel has just given us this descriptor.
    let slave = unsafe { OwnedFd::from_raw_fd(slave) };
    take_unread(slave.as_fd(), limit)
}

/// Takes out what was typed at `tty` and not read yet, about `limit` bytes at most, even an unfinished line, and gives it back
/// the modes it had.
///
/// # Errors
/// It has no modes.
pub fn take_unread(tty: BorrowedFd<'_>, limit: usize) -> io::Result<Vec<u8>> {
    let before = tcgetattr(tty)?;
    let mut polled = before.clone();
    polled.local_flags -= LocalFlags::ICANON | LocalFlags::ECHO;
    polled.control_chars[SpecialCharacterIndices::VMIN as usize] = 0;
    polled.control_chars[SpecialCharacterIndices::VTIME as usize] = 0;
    tcsetattr(tty, SetArg::TCSANOW, &polled)?;
    let mut typed = Vec::new();
    let mut page = [0; 4096];
    while typed.len() < limit {
        match nix::unistd::read(tty.as_fd(), &mut page) {
            Ok(0) | Err(_) => break,
            Ok(length) => typed.extend_from_slice(&page[..length]),
        }
    }
    tcsetattr(tty, SetArg::TCSANOW, &before)?;
    Ok(typed)
}
