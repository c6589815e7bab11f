//! Watching a file for another process, which holds the instance (inotify) that the events come to.
#![expect(
    unsafe_code,
    reason = "nix makes instances, and takes none that it has not made"
)]

use nix::errno::Errno;
use nix::libc;
use std::ffi::CString;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};

/// Adds to `instance` a watch of the very file that `file` is, for the events in `mask`; its number.
///
/// # Errors
/// Those of inotify_add_watch(2).
pub fn add(instance: impl AsFd, file: &OwnedFd, mask: u32) -> Result<i64, Errno> {
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    let path = CString::new(path).map_err(|_| Errno::EINVAL)?;
    // That path is a link to the file, even if the file is one itself.
    let mask = mask & !libc::IN_DONT_FOLLOW;
    let instance = instance.as_fd().as_raw_fd();
    // SAFETY: the kernel reads the path up to its NUL, which outlives the call.
    let result = unsafe { libc::inotify_add_watch(instance, path.as_ptr(), mask) };
    Errno::result(result).map(i64::from)
}
