//! What a process does to itself before it runs somebody else's commands: descriptors, privileges, system calls.
//!
//! Knows nothing of which folder or which commands. `session` calls these in its child, in the order it needs.
#![expect(unsafe_code, reason = "system calls nix has no safe form of")]

use nix::libc;
use std::io;
use std::os::fd::RawFd;

/// Closes every descriptor but 0, 1 and 2: whatever a careless parent left open.
///
/// To be called before this process has opened any of its own.
pub fn close_inherited() -> io::Result<()> {
    let mut open = Vec::new();
    for entry in std::fs::read_dir("/proc/self/fd")? {
        open.extend(
            entry?
                .file_name()
                .to_str()
                .and_then(|name| name.parse::<RawFd>().ok()),
        );
    }
    for fd in open.into_iter().filter(|fd| *fd > 2) {
        // The one the directory was read through is closed already.
        let _ = nix::unistd::close(fd);
    }
    Ok(())
}

/// Gives up every capability for good, so that even root is an ordinary user from now on.
pub fn drop_capabilities() -> io::Result<()> {
    #[repr(C)]
    struct Header {
        version: u32,
        pid: i32,
    }
    /// `_LINUX_CAPABILITY_VERSION_3`: two words a set.
    const VERSION: u32 = 0x2008_0522;
    for capability in 0..64 {
        // SAFETY: PR_CAPBSET_DROP takes an integer; one the kernel does not know, or may not be dropped, is refused.
        unsafe { libc::prctl(libc::PR_CAPBSET_DROP, capability as libc::c_ulong, 0, 0, 0) };
    }
    let header = Header {
        version: VERSION,
        pid: 0,
    };
    let none = [0_u32; 6];
    // SAFETY: the kernel reads one header and, for version 3, six words; both outlive the call.
    let result = unsafe { libc::syscall(libc::SYS_capset, &raw const header, none.as_ptr()) };
    if result == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// Refuses new sockets of every family with `EACCES`, for this process and all that come of it, for good.
///
/// Landlock knows TCP alone; this closes UDP, netlink and the doors of local daemons as well. Pairs (`socketpair`) remain.
///
/// # Errors
/// The kernel has no filters, or this machine's system call convention is not known here.
pub fn forbid_sockets() -> io::Result<()> {
    let filter = socket_filter()?;
    let program = libc::sock_fprog {
        len: filter.len() as u16,
        filter: filter.as_ptr().cast_mut(),
    };
    nix::sys::prctl::set_no_new_privs()?;
    // SAFETY: the kernel copies the program, which is `len` instructions long and outlives the call.
    let result = unsafe {
        libc::prctl(
            libc::PR_SET_SECCOMP,
            libc::SECCOMP_MODE_FILTER as libc::c_ulong,
            &raw const program,
        )
    };
    if result == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// The classic BPF program: load a word of `seccomp_data`, compare, return.
fn socket_filter() -> io::Result<Vec<libc::sock_filter>> {
    const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
    const EQUAL: u16 = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
    const AT_LEAST: u16 = (libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K) as u16;
    const RETURN: u16 = (libc::BPF_RET | libc::BPF_K) as u16;
    /// Offsets of `arch` and `nr` in `seccomp_data`.
    const ARCHITECTURE: u32 = 4;
    const NUMBER: u32 = 0;
    /// Numbers from here on are x86-64's second convention, x32; no other machine has so many.
    const X32: u32 = 0x4000_0000;
    let refuse = libc::SECCOMP_RET_ERRNO | libc::EACCES as u32;
    let absent = libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32;
    let architecture =
        audit_architecture().ok_or_else(|| io::Error::from(io::ErrorKind::Unsupported))?;
    let step = |code, k, jt, jf| libc::sock_filter { code, jt, jf, k };
    Ok(vec![
        step(LOAD, ARCHITECTURE, 0, 0),
        step(EQUAL, architecture, 0, 5),
        step(LOAD, NUMBER, 0, 0),
        step(AT_LEAST, X32, 3, 0),
        step(EQUAL, libc::SYS_socket as u32, 3, 0),
        step(EQUAL, libc::SYS_io_uring_setup as u32, 1, 0),
        step(RETURN, libc::SECCOMP_RET_ALLOW, 0, 0),
        step(RETURN, absent, 0, 0),
        step(RETURN, refuse, 0, 0),
    ])
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
