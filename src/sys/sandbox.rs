//! What a process does to itself before it runs somebody else's commands: descriptors, privileges, system calls.
//!
//! Knows nothing of which folder or which commands. `session` calls these in its child, in the order it needs.
#![expect(unsafe_code, reason = "system calls nix has no safe form of")]

use super::fd;
use nix::libc;
use std::io;

/// Closes every descriptor but 0, 1 and 2: whatever a careless parent left open.
///
/// To be called before this process has opened any of its own.
pub fn close_inherited() -> io::Result<()> {
    for fd in fd::all_open()?.into_iter().filter(|fd| fd.0 > 2) {
        fd::close(fd);
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
