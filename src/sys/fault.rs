//! Makes one system call fail, once, so that a test can see what the shell does about it.
//!
//! Only builds with debug assertions can; in others [`check`] is nothing. The variable `SHTUTOR_FAULT` then names a file of
//! [`WORDS`] native 32-bit words that all processes of the shell share: what is to fail, what has been called, and what was
//! found at the end. See the constants for the place of each.
#![cfg_attr(
    debug_assertions,
    expect(unsafe_code, reason = "a file is mapped into memory to be shared")
)]

use nix::errno::Errno;

/// How many words the file has.
pub const WORDS: usize = 64;
/// The [`Call`] that is to fail, as a number.
pub const WHICH: usize = 0;
/// How manieth call of that kind fails, from 1; 0 for none.
pub const TURN: usize = 1;
/// The error number it fails with.
pub const ERRNO: usize = 2;
/// Set to 1 when it has failed.
pub const HAPPENED: usize = 3;
/// At the end of the first shell: how many descriptors of its own it still has, by [`record_end`].
pub const DESCRIPTORS: usize = 4;
/// At the same time: how many children ended that nobody waited for.
pub const ZOMBIES: usize = 5;
/// The first of the counters, one a [`Call`].
pub const COUNTERS: usize = 16;

/// The kinds of system calls that can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Call {
    /// open(2)
    Open,
    /// dup2(2) and fcntl(2) with `F_DUPFD_CLOEXEC`
    Duplicate,
    /// pipe2(2)
    Pipe,
    /// read(2)
    Read,
    /// write(2)
    Write,
    /// lseek(2)
    Seek,
    /// memfd_create(2)
    MemoryFile,
    /// fork(2)
    Fork,
    /// clone(2)
    Clone,
    /// execve(2)
    Exec,
    /// waitpid(2)
    Wait,
    /// chdir(2)
    ChangeDirectory,
    /// stat(2), lstat(2), faccessat(2), getcwd(3): questions whose failure is an answer
    Ask,
    /// open(2) and getdents(2) of a directory
    List,
    /// tee(2)
    Tee,
    /// setpgid(2)
    Group,
    /// kill(2)
    Kill,
    /// tcgetpgrp(3), tcsetpgrp(3), tcgetattr(3), tcsetattr(3)
    Terminal,
    /// getrlimit(2), setrlimit(2)
    Limit,
    /// mmap(2)
    Map,
}

/// All of them, in the order of their numbers.
pub const CALLS: [Call; 20] = [
    Call::Open,
    Call::Duplicate,
    Call::Pipe,
    Call::Read,
    Call::Write,
    Call::Seek,
    Call::MemoryFile,
    Call::Fork,
    Call::Clone,
    Call::Exec,
    Call::Wait,
    Call::ChangeDirectory,
    Call::Ask,
    Call::List,
    Call::Tee,
    Call::Group,
    Call::Kill,
    Call::Terminal,
    Call::Limit,
    Call::Map,
];

/// Stands before a system call of the kind `call`.
///
/// # Errors
/// If it is this one's turn to fail.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn check(_: Call) -> Result<(), Errno> {
    Ok(())
}

/// Stands where the first shell ends.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn record_end(_: impl Fn(i32) -> bool) {}

#[cfg(debug_assertions)]
pub use armed::{check, record_end};

#[cfg(debug_assertions)]
mod armed {
    use super::*;
    use nix::libc;
    use std::fs::File;
    use std::os::fd::AsRawFd;
    use std::path::PathBuf;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    type Plan = [AtomicU32; WORDS];

    /// `None` if no faults are wanted.
    static PLAN: OnceLock<Option<&'static Plan>> = OnceLock::new();

    /// Stands before a system call of the kind `call`.
    ///
    /// # Errors
    /// If it is this one's turn to fail.
    pub fn check(call: Call) -> Result<(), Errno> {
        let Some(plan) = plan() else {
            return Ok(());
        };
        let turn = plan[COUNTERS + call as usize].fetch_add(1, Relaxed) + 1;
        if plan[WHICH].load(Relaxed) != call as u32 || plan[TURN].load(Relaxed) != turn {
            return Ok(());
        }
        plan[HAPPENED].store(1, Relaxed);
        Err(Errno::from_raw(plan[ERRNO].load(Relaxed) as i32))
    }

    /// Stands where the first shell ends: counts what it should have closed, and the children it should have waited for,
    /// which those are not that it knows to be in the background.
    pub fn record_end(is_background: impl Fn(i32) -> bool) {
        if let Some(plan) = plan() {
            plan[DESCRIPTORS].store(own_descriptors(), Relaxed);
            plan[ZOMBIES].store(zombies(is_background), Relaxed);
        }
    }

    fn plan() -> Option<&'static Plan> {
        *PLAN.get_or_init(|| map(std::env::var_os("SHTUTOR_FAULT")?.into()))
    }

    fn map(path: PathBuf) -> Option<&'static Plan> {
        let file = File::options().read(true).write(true).open(path).ok()?;
        let size = size_of::<Plan>();
        if file.metadata().ok()?.len() < size as u64 {
            return None;
        }
        // SAFETY: a new mapping is made wherever there is room, so no memory of ours is touched.
        let start = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                size,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED,
                file.as_raw_fd(),
                0,
            )
        };
        if start == libc::MAP_FAILED {
            return None;
        }
        // SAFETY: the mapping is page-aligned, as long as a plan, never unmapped, and any bits are valid atomics.
        Some(unsafe { &*start.cast::<Plan>() })
    }

    /// Descriptors that programs would not inherit: none is needed once the last command has run.
    fn own_descriptors() -> u32 {
        let is_own = |name: &str| {
            let fd = name.parse().unwrap_or(-1);
            // SAFETY: fcntl with F_GETFD takes a number only.
            let flags = unsafe { libc::fcntl(fd, libc::F_GETFD) };
            flags >= 0 && flags & libc::FD_CLOEXEC != 0
        };
        // Collected first: while the directory is read it has a descriptor itself.
        let open: Vec<String> = names("/proc/self/fd");
        open.iter().filter(|name| is_own(name)).count() as u32
    }

    fn zombies(is_background: impl Fn(i32) -> bool) -> u32 {
        let children = std::fs::read_to_string("/proc/thread-self/children").unwrap_or_default();
        let is_zombie = |pid: &&str| {
            let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            state
                .rsplit(") ")
                .next()
                .is_some_and(|rest| rest.starts_with('Z'))
        };
        let unknown = |pid: &&str| !pid.parse().is_ok_and(&is_background);
        let children = children.split_whitespace().filter(unknown);
        children.filter(is_zombie).count() as u32
    }

    fn names(directory: &str) -> Vec<String> {
        let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect()
    }
}
