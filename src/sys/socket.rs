//! Sockets of another process, and addresses as the bytes they are.
#![expect(
    unsafe_code,
    reason = "addresses come from elsewhere and may be anything; nix has no pidfd_getfd"
)]

use nix::errno::Errno;
use nix::libc::{self, c_int, socklen_t};
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};

/// Bytes of the longest address the kernel takes.
pub const ADDRESS: usize = size_of::<libc::sockaddr_storage>();

/// A copy of what `process`, not a thread of it, has open as `fd`.
///
/// # Errors
/// EBADF if it has not; ESRCH and EPERM.
pub fn copy(process: i32, fd: i32) -> Result<OwnedFd, Errno> {
    // SAFETY: pidfd_open takes numbers only.
    let result = unsafe { libc::syscall(libc::SYS_pidfd_open, process, 0) };
    let holder = owned(Errno::result(result)?);
    // SAFETY: pidfd_getfd takes numbers only.
    let result = unsafe { libc::syscall(libc::SYS_pidfd_getfd, holder.as_raw_fd(), fd, 0) };
    Errno::result(result).map(owned)
}

fn owned(number: libc::c_long) -> OwnedFd {
    // SAFETY: only called with a descriptor that the kernel has just made for us.
    unsafe { OwnedFd::from_raw_fd(number as c_int) }
}

/// Connects to `address`; waits, if `socket` is one that waits.
///
/// # Errors
/// Those of connect(2).
pub fn connect(socket: impl AsFd, address: &[u8]) -> Result<(), Errno> {
    let fd = socket.as_fd().as_raw_fd();
    let length = address.len() as socklen_t;
    // SAFETY: the kernel reads `length` bytes, which outlive the call, and takes none of them for granted.
    let result = unsafe { libc::connect(fd, address.as_ptr().cast(), length) };
    Errno::result(result).map(drop)
}

/// Gives `socket` the address `address`.
///
/// # Errors
/// Those of bind(2).
pub fn bind(socket: impl AsFd, address: &[u8]) -> Result<(), Errno> {
    let fd = socket.as_fd().as_raw_fd();
    let length = address.len() as socklen_t;
    // SAFETY: as for `connect`.
    let result = unsafe { libc::bind(fd, address.as_ptr().cast(), length) };
    Errno::result(result).map(drop)
}

/// Lets others connect to `socket`.
///
/// # Errors
/// Those of listen(2).
pub fn listen(socket: impl AsFd, backlog: i32) -> Result<(), Errno> {
    // SAFETY: listen takes numbers only.
    let result = unsafe { libc::listen(socket.as_fd().as_raw_fd(), backlog) };
    Errno::result(result).map(drop)
}

/// Bytes that were sent through `socket` and nobody has taken yet, with what it takes to keep them.
///
/// # Errors
/// It is no such socket.
pub fn unsent(socket: impl AsFd) -> Result<u64, Errno> {
    count(socket, libc::TIOCOUTQ)
}

/// Bytes that came to `socket` and were not read.
///
/// # Errors
/// It is no such socket.
pub fn unread(socket: impl AsFd) -> Result<u64, Errno> {
    count(socket, libc::FIONREAD)
}

fn count(socket: impl AsFd, request: libc::Ioctl) -> Result<u64, Errno> {
    let mut bytes: c_int = 0;
    // SAFETY: both requests write one int, for which there is room.
    let result = unsafe { libc::ioctl(socket.as_fd().as_raw_fd(), request, &raw mut bytes) };
    Errno::result(result).map(|_| bytes.max(0) as u64)
}

/// The address that `socket` has.
///
/// # Errors
/// Those of getsockname(2).
pub fn address(socket: impl AsFd) -> Result<Vec<u8>, Errno> {
    let mut bytes = vec![0; ADDRESS];
    let mut length = ADDRESS as socklen_t;
    let (fd, room) = (socket.as_fd().as_raw_fd(), bytes.as_mut_ptr().cast());
    // SAFETY: the kernel writes at most `length` bytes, for which there is room, and the length there is.
    let result = unsafe { libc::getsockname(fd, room, &raw mut length) };
    Errno::result(result)?;
    bytes.truncate(length as usize);
    Ok(bytes)
}

/// Whether an IPv6 socket refuses IPv4.
///
/// # Errors
/// Those of getsockopt(2); it may be no such socket.
pub fn is_v6_only(socket: impl AsFd) -> Result<bool, Errno> {
    let mut value: c_int = 0;
    let mut length = size_of::<c_int>() as socklen_t;
    let (fd, room) = (socket.as_fd().as_raw_fd(), (&raw mut value).cast());
    let (level, option) = (libc::IPPROTO_IPV6, libc::IPV6_V6ONLY);
    // SAFETY: the kernel writes one int, for which there is room.
    let result = unsafe { libc::getsockopt(fd, level, option, room, &raw mut length) };
    Errno::result(result).map(|_| value != 0)
}
