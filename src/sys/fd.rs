//! Descriptors by number. A shell dups onto chosen numbers and closes what it did not open, which owned descriptors forbid.
#![expect(
    unsafe_code,
    reason = "nix's descriptor calls take owned descriptors; a shell works on numbers"
)]

use crate::sys::fault::{self, Call};
use crate::sys::signal;
use nix::errno::Errno;
use nix::libc;
use std::ffi::CStr;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};

/// Descriptors from here up are the shell's own and never inherited by programs.
pub const FIRST_INTERNAL: i32 = 10;

/// A file descriptor by its number; says nothing about who closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fd(pub i32);

/// Standard input.
pub const STDIN: Fd = Fd(0);
/// Standard output.
pub const STDOUT: Fd = Fd(1);
/// Standard error.
pub const STDERR: Fd = Fd(2);

/// Opens `path`, close-on-exec, with permissions `mode` less the umask if it is created.
///
/// # Errors
/// Those of open(2), except EINTR, after which it is tried again: unless SIGINT was noted, since a FIFO may have nobody at its
/// other end for ever.
pub fn open(path: &CStr, flags: i32, mode: u32) -> Result<Fd, Errno> {
    loop {
        fault::check(Call::Open)?;
        // SAFETY: `path` is NUL-terminated, and open reads nothing else of ours.
        let result = unsafe { libc::open(path.as_ptr(), flags | libc::O_CLOEXEC, mode) };
        match Errno::result(result).map(Fd) {
            Err(Errno::EINTR) if !signal::is_interrupted() => {}
            result => return result,
        }
    }
}

/// The result of `call`, made again as long as a signal interrupts it.
fn uninterrupted<T>(mut call: impl FnMut() -> Result<T, Errno>) -> Result<T, Errno> {
    loop {
        match call() {
            Err(Errno::EINTR) => {}
            result => return result,
        }
    }
}

/// Makes `to` refer to what `from` refers to; programs inherit it. Also when both are the same number.
///
/// # Errors
/// Those of dup2(2), except EINTR, after which it is tried again.
pub fn duplicate_onto(from: Fd, to: Fd) -> Result<(), Errno> {
    if from == to {
        return set_close_on_exec(from, false);
    }
    uninterrupted(|| {
        fault::check(Call::Duplicate)?;
        // SAFETY: dup2 takes two numbers; no memory is involved.
        let result = unsafe { libc::dup2(from.0, to.0) };
        Errno::result(result).map(drop)
    })
}

/// A copy of `fd` among the shell's own descriptors, close-on-exec.
///
/// # Errors
/// Those of fcntl(2) with `F_DUPFD_CLOEXEC`: EBADF says that `fd` is not open.
pub fn duplicate_internal(fd: Fd) -> Result<Fd, Errno> {
    match duplicate_from(fd, FIRST_INTERNAL) {
        // There may be no such numbers: a limit of eight descriptors is enough for most scripts.
        Err(Errno::EINVAL) => duplicate_from(fd, STDERR.0 + 1),
        result => result,
    }
}

/// A copy of `fd` numbered `least` or higher, close-on-exec, for code that owns its descriptors.
///
/// # Errors
/// Those of fcntl(2) with `F_DUPFD_CLOEXEC`.
pub fn duplicate_above(fd: impl AsFd, least: i32) -> std::io::Result<OwnedFd> {
    let Fd(number) = duplicate_from(Fd(fd.as_fd().as_raw_fd()), least)?;
    // SAFETY: this descriptor was made above, so nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(number) })
}

/// A copy of `fd` numbered `least` or higher, close-on-exec, for code that works on numbers.
///
/// # Errors
/// Those of fcntl(2) with `F_DUPFD_CLOEXEC`.
pub fn duplicate_private(fd: Fd, least: i32) -> Result<Fd, Errno> {
    duplicate_from(fd, least)
}

fn duplicate_from(fd: Fd, least: i32) -> Result<Fd, Errno> {
    fault::check(Call::Duplicate)?;
    // SAFETY: fcntl with F_DUPFD_CLOEXEC takes numbers only.
    let result = unsafe { libc::fcntl(fd.0, libc::F_DUPFD_CLOEXEC, least) };
    Errno::result(result).map(Fd)
}

/// What this process has open; one of them may be closed already.
///
/// # Errors
/// Those of open(2) for `/proc/self/fd`.
pub fn all_open() -> std::io::Result<Vec<Fd>> {
    let number = |name: std::ffi::OsString| name.to_str()?.parse().ok();
    let entries = std::fs::read_dir("/proc/self/fd")?;
    let numbers = entries.filter_map(|entry| number(entry.ok()?.file_name()));
    Ok(numbers.map(Fd).collect())
}

/// Closes what execve(2) would close, but for those `kept`.
pub fn close_as_exec(kept: &[Fd]) {
    for fd in all_open().unwrap_or_default() {
        if !kept.contains(&fd) && !is_inheritable(fd) {
            close(fd);
        }
    }
}

/// Owns `fd`, which this process was started with, and makes it close-on-exec. Only for what nobody else knows of.
///
/// # Errors
/// EBADF if it is not open.
pub fn take_over(fd: Fd) -> Result<OwnedFd, Errno> {
    set_close_on_exec(fd, true)?;
    // SAFETY: it is open, as the call above found, and by the caller's word nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd.0) })
}

/// Whether programs lose `fd` when they start.
///
/// # Errors
/// Those of fcntl(2).
pub fn set_close_on_exec(fd: Fd, on: bool) -> Result<(), Errno> {
    fault::check(Call::Duplicate)?;
    let flags = if on { libc::FD_CLOEXEC } else { 0 };
    // SAFETY: fcntl with F_SETFD takes numbers only.
    let result = unsafe { libc::fcntl(fd.0, libc::F_SETFD, flags) };
    Errno::result(result).map(drop)
}

/// Whether `fd` is open and belongs to programs, not to the shell: what a redirection may copy from.
pub fn is_inheritable(fd: Fd) -> bool {
    // SAFETY: fcntl with F_GETFD takes a number only.
    let flags = unsafe { libc::fcntl(fd.0, libc::F_GETFD) };
    flags >= 0 && flags & libc::FD_CLOEXEC == 0
}

/// Those of the descriptors below `end` that may be open, asked for at once: one by one, a thousand questions would take longer
/// than a small command.
pub fn open_below(end: i32) -> Vec<Fd> {
    let question = |fd| libc::pollfd {
        fd,
        events: 0,
        revents: 0,
    };
    let mut questions: Vec<libc::pollfd> = (0..end).map(question).collect();
    // SAFETY: there are as many as is said, and nothing is waited for.
    let answer = unsafe { libc::poll(questions.as_mut_ptr(), questions.len() as libc::nfds_t, 0) };
    // Where a limit forbids to ask for so many, any of them may be open.
    questions.retain(|one| answer < 0 || one.revents & libc::POLLNVAL == 0);
    questions.iter().map(|one| Fd(one.fd)).collect()
}

/// Moves `fd` among the shell's own descriptors; it is closed in any case.
///
/// # Errors
/// Those of fcntl(2) with `F_DUPFD_CLOEXEC`.
pub fn move_internal(fd: Fd) -> Result<Fd, Errno> {
    let moved = duplicate_internal(fd);
    close(fd);
    moved
}

/// Sees to it that descriptors 0 to 2 are open, so that no file gets one of their numbers, and that terminals among them make who
/// writes to them wait: an earlier program may have left them otherwise.
pub fn settle_standard() {
    while let Ok(opened) = open(c"/dev/null", libc::O_RDWR, 0) {
        if opened.0 > STDERR.0 {
            close(opened);
            break;
        }
    }
    for fd in [STDIN, STDOUT, STDERR] {
        let waits = flags(fd).map(|flags| flags & libc::O_NONBLOCK == 0);
        if is_terminal(fd) && waits == Ok(false) {
            // SAFETY: fcntl takes numbers only.
            unsafe {
                libc::fcntl(
                    fd.0,
                    libc::F_SETFL,
                    flags(fd).unwrap_or(0) & !libc::O_NONBLOCK,
                )
            };
        }
    }
}

/// Closes `fd`; that it was not open is not an error.
pub fn close(fd: Fd) {
    // SAFETY: callers own the number; a wrong one yields EBADF. No Rust object holds a descriptor that is closed here.
    unsafe { libc::close(fd.0) };
}

/// From now on reading and writing at `fd` wait (clears `O_NONBLOCK`).
pub fn make_patient(fd: Fd) {
    // SAFETY: fcntl with these commands takes numbers only; a descriptor that is not open yields EBADF, which is no matter.
    let flags = unsafe { libc::fcntl(fd.0, libc::F_GETFL) };
    if flags != -1 && flags & libc::O_NONBLOCK != 0 {
        // SAFETY: as above.
        unsafe { libc::fcntl(fd.0, libc::F_SETFL, flags & !libc::O_NONBLOCK) };
    }
}

/// A pipe, both ends close-on-exec: what is written to the second comes out of the first.
///
/// Its ends never get the numbers 0 to 2, even if those are closed, so that they can be moved there afterwards.
///
/// # Errors
/// Those of pipe2(2).
pub fn pipe() -> Result<(Fd, Fd), Errno> {
    fault::check(Call::Pipe)?;
    let mut ends = [0; 2];
    // SAFETY: `ends` has room for the two numbers that pipe2 writes.
    let result = unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) };
    Errno::result(result)?;
    let [reader, writer] = ends.map(Fd);
    let reader = above_standard(reader).inspect_err(|_| close(writer))?;
    let writer = above_standard(writer).inspect_err(|_| close(reader))?;
    Ok((reader, writer))
}

fn above_standard(fd: Fd) -> Result<Fd, Errno> {
    if fd.0 > 2 { Ok(fd) } else { move_internal(fd) }
}

/// Reads into `buffer`; 0 is the end of the file.
///
/// # Errors
/// Those of read(2), EINTR included: a caller may want to look at signals.
pub fn read(fd: Fd, buffer: &mut [u8]) -> Result<usize, Errno> {
    fault::check(Call::Read)?;
    // SAFETY: the kernel writes at most `buffer.len()` bytes into `buffer`.
    let result = unsafe { libc::read(fd.0, buffer.as_mut_ptr().cast(), buffer.len()) };
    Errno::result(result).map(|count| count as usize)
}

/// Reads into `buffer` what the file behind `fd` holds from byte `from` on, and leaves its offset where it is.
///
/// # Errors
/// Those of pread(2).
pub fn read_at(fd: Fd, buffer: &mut [u8], from: usize) -> Result<usize, Errno> {
    fault::check(Call::Read)?;
    let from = from as libc::off_t;
    // SAFETY: the kernel writes at most `buffer.len()` bytes into `buffer`.
    let result = unsafe { libc::pread(fd.0, buffer.as_mut_ptr().cast(), buffer.len(), from) };
    Errno::result(result).map(|count| count as usize)
}

/// Writes all of `bytes`.
///
/// # Errors
/// Those of write(2), except EINTR, after which it goes on.
pub fn write_all(fd: Fd, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        let count = uninterrupted(|| {
            fault::check(Call::Write)?;
            // SAFETY: the kernel reads at most `bytes.len()` bytes of `bytes`.
            let result = unsafe { libc::write(fd.0, bytes.as_ptr().cast(), bytes.len()) };
            Errno::result(result)
        })?;
        bytes = &bytes[count as usize..];
    }
    Ok(())
}

/// How many bytes the pipe `fd` holds; 0 if that cannot be found out.
pub fn pipe_capacity(fd: Fd) -> usize {
    if fault::check(Call::Ask).is_err() {
        return 0;
    }
    // SAFETY: fcntl with F_GETPIPE_SZ takes a number only.
    let result = unsafe { libc::fcntl(fd.0, libc::F_GETPIPE_SZ) };
    usize::try_from(result).unwrap_or(0)
}

/// Makes the pipe `fd` hold `size` bytes, rounded up to what the system can do.
///
/// # Errors
/// Those of fcntl(2) with `F_SETPIPE_SZ`.
pub fn set_pipe_capacity(fd: Fd, size: i32) -> Result<(), Errno> {
    // SAFETY: fcntl with F_SETPIPE_SZ takes numbers only.
    let result = unsafe { libc::fcntl(fd.0, libc::F_SETPIPE_SZ, size) };
    Errno::result(result).map(drop)
}

/// How many bytes wait in the pipe `fd`, either end of it.
///
/// # Errors
/// Those of ioctl(2) with `FIONREAD`.
pub fn waiting(fd: Fd) -> Result<usize, Errno> {
    let mut count: libc::c_int = 0;
    // SAFETY: FIONREAD writes one int, which `count` is.
    let result = unsafe { libc::ioctl(fd.0, libc::FIONREAD, &raw mut count) };
    Errno::result(result)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Copies up to `count` bytes from one pipe into another without taking them out of the first; waits until there are any.
/// 0 is the end.
///
/// # Errors
/// Those of tee(2), EINTR included.
pub fn tee(from: Fd, into: Fd, count: usize) -> Result<usize, Errno> {
    fault::check(Call::Tee)?;
    // SAFETY: tee takes numbers only.
    let result = unsafe { libc::tee(from.0, into.0, count, 0) };
    Errno::result(result).map(|count| count as usize)
}

/// What is behind a descriptor, as far as it matters to who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file with an offset that can be set.
    Regular,
    /// A pipe, with a name or without.
    Pipe,
    /// A terminal.
    Terminal,
    /// Anything else.
    Other,
}

/// What is behind `fd`.
///
/// # Errors
/// Those of fstat(2).
pub fn kind(fd: Fd) -> Result<Kind, Errno> {
    Ok(match status(fd)?.st_mode & libc::S_IFMT {
        libc::S_IFREG if seek_by(fd, 0).is_ok() => Kind::Regular,
        libc::S_IFIFO => Kind::Pipe,
        libc::S_IFCHR if is_terminal(fd) => Kind::Terminal,
        _ => Kind::Other,
    })
}

/// How many bytes the file behind `fd` holds; 0 for what is no file, and for files that do not know.
pub fn size(fd: Fd) -> usize {
    status(fd).map_or(0, |stat| usize::try_from(stat.st_size).unwrap_or(0))
}

/// What the system says of the file behind `fd`.
///
/// # Errors
/// EBADF if it is not open.
pub fn status(fd: Fd) -> Result<libc::stat, Errno> {
    fault::check(Call::Ask)?;
    let mut stat = std::mem::MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: fstat writes one `stat`, for which there is room.
    let result = unsafe { libc::fstat(fd.0, stat.as_mut_ptr()) };
    Errno::result(result)?;
    // SAFETY: all bytes are zero or were filled in; both are valid.
    Ok(unsafe { stat.assume_init() })
}

/// Whether the terminal `fd` gives its input line by line, as it does unless a program changed it.
pub fn reads_lines(fd: Fd) -> bool {
    if fault::check(Call::Terminal).is_err() {
        return false;
    }
    let mut settings = std::mem::MaybeUninit::<libc::termios>::zeroed();
    // SAFETY: tcgetattr writes one `termios`, for which there is room.
    let result = unsafe { libc::tcgetattr(fd.0, settings.as_mut_ptr()) };
    // SAFETY: all bytes are zero or were filled in; both are valid.
    let settings = unsafe { settings.assume_init() };
    result == 0 && settings.c_lflag & libc::ICANON != 0
}

/// Moves the offset of `fd` by `distance`; used to give back what was read too much.
///
/// # Errors
/// ESPIPE if `fd` cannot seek.
pub fn seek_by(fd: Fd, distance: i64) -> Result<i64, Errno> {
    fault::check(Call::Seek)?;
    // SAFETY: lseek takes numbers only.
    let result = unsafe { libc::lseek(fd.0, distance, libc::SEEK_CUR) };
    Errno::result(result)
}

/// Moves the offset of `fd` to `offset` bytes from the beginning.
///
/// # Errors
/// ESPIPE if `fd` cannot seek.
pub fn seek_to(fd: Fd, offset: u64) -> Result<(), Errno> {
    fault::check(Call::Seek)?;
    // SAFETY: lseek takes numbers only.
    let result = unsafe { libc::lseek(fd.0, offset as i64, libc::SEEK_SET) };
    Errno::result(result).map(drop)
}

/// Makes the file that `fd` is open on an empty one, and goes on at its beginning.
///
/// # Errors
/// It is no regular file, or not open for writing.
pub fn empty(fd: Fd) -> Result<(), Errno> {
    fault::check(Call::Seek)?;
    // SAFETY: ftruncate takes numbers only.
    let result = unsafe { libc::ftruncate(fd.0, 0) };
    Errno::result(result)?;
    seek_to(fd, 0)
}

/// How `fd` was opened: its access mode and file status flags.
///
/// # Errors
/// EBADF if it is not open.
pub fn flags(fd: Fd) -> Result<i32, Errno> {
    // SAFETY: fcntl with F_GETFL takes a number only.
    Errno::result(unsafe { libc::fcntl(fd.0, libc::F_GETFL) })
}

/// Whether both are one open file: with one offset, and one set of flags. `None` where the kernel does not tell.
pub fn is_same_open_file(one: Fd, other: Fd) -> Option<bool> {
    /// `KCMP_FILE` of kcmp(2).
    const FILE: libc::c_int = 0;
    let own = std::process::id() as libc::pid_t;
    // SAFETY: kcmp takes numbers only.
    let order = unsafe { libc::syscall(libc::SYS_kcmp, own, own, FILE, one.0, other.0) };
    (order >= 0).then_some(order == 0)
}

/// The path that the kernel shows for `fd`; it may lead elsewhere by now, or nowhere.
///
/// # Errors
/// EBADF or ENOENT if it is not open.
pub fn path(fd: Fd) -> Result<Vec<u8>, Errno> {
    let link = format!("/proc/self/fd/{}", fd.0);
    nix::fcntl::readlink(link.as_str()).map(std::os::unix::ffi::OsStringExt::into_vec)
}

/// A file in memory, close-on-exec, for text that does not fit into a pipe.
///
/// # Errors
/// Those of memfd_create(2), write(2) and lseek(2).
pub fn memory_file(text: &[u8]) -> Result<Fd, Errno> {
    fault::check(Call::MemoryFile)?;
    // SAFETY: the name is NUL-terminated, and nothing else of ours is read.
    let result = unsafe { libc::memfd_create(c"here-document".as_ptr(), libc::MFD_CLOEXEC) };
    let fd = Errno::result(result).map(Fd)?;
    let filled = write_all(fd, text).and_then(|()| seek_by(fd, -(text.len() as i64)));
    filled.map(|_| fd).inspect_err(|_| close(fd))
}

/// Whether `fd` is a terminal.
pub fn is_terminal(fd: Fd) -> bool {
    // SAFETY: isatty takes a number only.
    unsafe { libc::isatty(fd.0) == 1 }
}
