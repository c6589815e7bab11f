//! Filters of system calls (seccomp), and the way a filtered call is handed to another process, which answers it.
//!
//! Knows nothing of which calls are to be refused: `session` writes the rules. A filter holds for the process that installs
//! it and for all that come of it, for good.
#![expect(unsafe_code, reason = "nix has no seccomp")]

use nix::errno::Errno;
use nix::libc;
use std::ffi::c_ulong;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is made.
    Allow,
    /// It fails with this error.
    Refuse(Errno),
    /// Who holds the [`Listener`] decides; without one that is alive it fails with ENOSYS.
    Ask,
}

impl Verdict {
    fn action(self) -> u32 {
        match self {
            Verdict::Allow => libc::SECCOMP_RET_ALLOW,
            Verdict::Refuse(errno) => libc::SECCOMP_RET_ERRNO | errno as u32,
            Verdict::Ask => libc::SECCOMP_RET_USER_NOTIF,
        }
    }
}

/// If the low 32 bits of an argument, masked, have a value, or have not, the verdict is this.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// From 0.
    pub argument: usize,
    /// Bits that are looked at.
    pub mask: u32,
    /// What they are compared with.
    pub value: u32,
    /// Whether they are to be equal to it, or to differ.
    pub equal: bool,
    /// What follows if so.
    pub verdict: Verdict,
}

/// A program in classic BPF: load a word of `seccomp_data`, compare, return.
#[derive(Debug)]
pub struct Filter(Vec<libc::sock_filter>);

/// Offset of the call's number in `seccomp_data`.
const NUMBER: u32 = 0;
/// Offset of the system call convention.
const ARCHITECTURE: u32 = 4;
/// Offset of the first argument; each takes eight bytes.
const ARGUMENTS: u32 = 16;
/// Numbers from here on are x86-64's second convention, x32; no other machine has so many.
const X32: u32 = 0x4000_0000;

const LOAD: u32 = libc::BPF_LD | libc::BPF_W | libc::BPF_ABS;
const AND: u32 = libc::BPF_ALU | libc::BPF_AND | libc::BPF_K;
const EQUAL: u32 = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
const AT_LEAST: u32 = libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K;
const RETURN: u32 = libc::BPF_RET | libc::BPF_K;

fn step(code: u32, k: u32, jt: u8, jf: u8) -> libc::sock_filter {
    let code = code as u16;
    libc::sock_filter { code, jt, jf, k }
}

impl Filter {
    /// One that allows everything, but by this machine's own system call convention alone.
    ///
    /// # Errors
    /// This machine's convention is not known here.
    pub fn new() -> io::Result<Filter> {
        let architecture = audit_architecture().ok_or(io::ErrorKind::Unsupported)?;
        Ok(Filter(vec![
            step(LOAD, ARCHITECTURE, 0, 0),
            step(EQUAL, architecture, 1, 0),
            step(RETURN, Verdict::Refuse(Errno::EACCES).action(), 0, 0),
            step(LOAD, NUMBER, 0, 0),
            step(AT_LEAST, X32, 0, 1),
            step(RETURN, Verdict::Refuse(Errno::ENOSYS).action(), 0, 0),
        ]))
    }

    /// Of the calls with this number. The first rule of a number counts.
    pub fn rule(&mut self, number: libc::c_long, verdict: Verdict) {
        self.rule_with(number, &[], verdict);
    }

    /// Of the calls with this number: the first test that holds decides, else `otherwise`.
    pub fn rule_with(&mut self, number: libc::c_long, tests: &[Test], otherwise: Verdict) {
        let mut block = Vec::with_capacity(4 * tests.len() + 1);
        for test in tests {
            let low_half = if cfg!(target_endian = "big") { 4 } else { 0 };
            let offset = ARGUMENTS + 8 * test.argument as u32 + low_half;
            block.push(step(LOAD, offset, 0, 0));
            block.push(step(AND, test.mask, 0, 0));
            let (equal, different) = if test.equal { (0, 1) } else { (1, 0) };
            block.push(step(EQUAL, test.value, equal, different));
            block.push(step(RETURN, test.verdict.action(), 0, 0));
        }
        block.push(step(RETURN, otherwise.action(), 0, 0));
        debug_assert!(block.len() <= 255, "a jump is one byte long");
        self.0
            .push(step(EQUAL, number as u32, 0, block.len() as u8));
        self.0.append(&mut block);
    }

    /// Puts the filter into force; nobody can be asked.
    ///
    /// # Errors
    /// The kernel has no filters.
    pub fn install(mut self) -> io::Result<()> {
        self.end();
        self.set(0).map(drop)
    }

    /// Puts the filter into force and returns what a [`Listener`] is made of.
    ///
    /// # Errors
    /// The kernel cannot hand over calls, or another filter's listener has them already.
    pub fn install_with_listener(mut self) -> io::Result<OwnedFd> {
        self.end();
        let listen = libc::SECCOMP_FILTER_FLAG_NEW_LISTENER;
        // A signal must not make a call begin again that is being answered; kernels before 5.19 know no better.
        let patient = listen | libc::SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
        let fd = self.set(patient).or_else(|_| self.set(listen))?;
        // SAFETY: the kernel made this descriptor for the call above, and nobody else owns it.
        Ok(unsafe { OwnedFd::from_raw_fd(fd) })
    }

    /// What no rule speaks of is allowed.
    fn end(&mut self) {
        self.0.push(step(RETURN, Verdict::Allow.action(), 0, 0));
    }

    fn set(&self, flags: c_ulong) -> io::Result<i32> {
        let program = libc::sock_fprog {
            len: self.0.len() as u16,
            filter: self.0.as_ptr().cast_mut(),
        };
        nix::sys::prctl::set_no_new_privs()?;
        let operation = libc::SECCOMP_SET_MODE_FILTER;
        // SAFETY: the kernel copies the program, which is `len` instructions long and outlives the call.
        let result =
            unsafe { libc::syscall(libc::SYS_seccomp, operation, flags, &raw const program) };
        Ok(Errno::result(result)? as i32)
    }
}

/// This machine's `AUDIT_ARCH_…`, where the filter above is right for it.
fn audit_architecture() -> Option<u32> {
    match std::env::consts::ARCH {
        "x86_64" => Some(0xC000_003E),
        "aarch64" => Some(0xC000_00B7),
        "riscv64" => Some(0xC000_00F3),
        _ => None,
    }
}

/// A call that waits for its answer.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Names it in the answer.
    pub id: u64,
    /// The thread that waits.
    pub thread: i32,
    /// The number of the call.
    pub call: libc::c_long,
    /// As the thread passed them.
    pub arguments: [u64; 6],
}

/// Where the calls arrive that a filter asks about.
#[derive(Debug)]
pub struct Listener(OwnedFd);

impl Listener {
    /// Of what [`Filter::install_with_listener`] gave.
    pub fn new(fd: OwnedFd) -> Listener {
        Listener(fd)
    }

    /// A call that waits. Blocks unless the listener was polled and found readable.
    ///
    /// # Errors
    /// ENOENT: who made it was killed meanwhile.
    pub fn receive(&self) -> Result<Question, Errno> {
        let mut notif = std::mem::MaybeUninit::<libc::seccomp_notif>::zeroed();
        let (fd, request) = (self.0.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_RECV);
        // SAFETY: the kernel writes one `seccomp_notif`, whose size is part of the request's number.
        let result = unsafe { libc::ioctl(fd, request, notif.as_mut_ptr()) };
        Errno::result(result)?;
        // SAFETY: all bytes are zero or were filled in; both are valid.
        let notif = unsafe { notif.assume_init() };
        Ok(Question {
            id: notif.id,
            thread: notif.pid as i32,
            call: libc::c_long::from(notif.data.nr),
            arguments: notif.data.args,
        })
    }

    /// Whether the call still waits: if so, what was learned of its thread was of that thread and no later one's.
    pub fn still_waits(&self, id: u64) -> bool {
        let (fd, request) = (self.0.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_ID_VALID);
        // SAFETY: the kernel reads one u64, which outlives the call.
        let result = unsafe { libc::ioctl(fd, request, &raw const id) };
        result == 0
    }

    /// Ends the call `id` with a value or an error. Who made it may be gone, which is no matter.
    pub fn answer(&self, id: u64, result: Result<i64, Errno>) {
        self.respond(libc::seccomp_notif_resp {
            id,
            val: result.unwrap_or(0),
            error: result.err().map_or(0, |errno| -(errno as i32)),
            flags: 0,
        });
    }

    /// Lets the kernel make the call `id`. Right only if nothing it depends on can change meanwhile: numbers, not memory.
    pub fn allow(&self, id: u64) {
        self.respond(libc::seccomp_notif_resp {
            id,
            val: 0,
            error: 0,
            flags: libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE as u32,
        });
    }

    fn respond(&self, response: libc::seccomp_notif_resp) {
        let (fd, request) = (self.0.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_SEND);
        // SAFETY: the kernel reads one `seccomp_notif_resp`, which outlives the call.
        let _ = unsafe { libc::ioctl(fd, request, &raw const response) };
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
