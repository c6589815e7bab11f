//! Descriptors handed from one process to another, over a socket.
#![expect(
    unsafe_code,
    reason = "a received descriptor is a number until it is owned"
)]

use nix::cmsg_space;
use nix::sys::socket::{ControlMessage, ControlMessageOwned, MsgFlags, recvmsg, sendmsg};
use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

/// Sends `bytes`, which must not be empty, and a copy of `fd` with them.
///
/// # Errors
/// Those of sendmsg(2).
pub fn send(socket: impl AsFd, bytes: &[u8], fd: Option<BorrowedFd<'_>>) -> io::Result<()> {
    let fds = fd.map(|fd| fd.as_raw_fd());
    let rights = fds.as_slice();
    let message = [ControlMessage::ScmRights(rights)];
    let control = if rights.is_empty() { &[][..] } else { &message };
    let (socket, flags) = (socket.as_fd().as_raw_fd(), MsgFlags::MSG_NOSIGNAL);
    sendmsg::<()>(socket, &[IoSlice::new(bytes)], control, flags, None)?;
    Ok(())
}

/// As [`send`], with several descriptors.
///
/// # Errors
/// Those of sendmsg(2).
pub fn send_all(socket: impl AsFd, bytes: &[u8], fds: &[BorrowedFd<'_>]) -> io::Result<()> {
    let rights: Vec<RawFd> = fds.iter().map(AsRawFd::as_raw_fd).collect();
    let message = [ControlMessage::ScmRights(&rights)];
    let (socket, flags) = (socket.as_fd().as_raw_fd(), MsgFlags::MSG_NOSIGNAL);
    sendmsg::<()>(socket, &[IoSlice::new(bytes)], &message, flags, None)?;
    Ok(())
}

/// As [`receive`], with up to two descriptors.
///
/// # Errors
/// Those of recvmsg(2).
pub fn receive_pair(socket: impl AsFd, bytes: &mut [u8]) -> io::Result<(usize, Vec<OwnedFd>)> {
    let mut space = cmsg_space!([RawFd; 2]);
    let parts = &mut [IoSliceMut::new(bytes)];
    let (socket, flags) = (socket.as_fd().as_raw_fd(), MsgFlags::MSG_CMSG_CLOEXEC);
    let message = recvmsg::<()>(socket, parts, Some(&mut space), flags)?;
    let mut received = Vec::new();
    for control in message.cmsgs()? {
        if let ControlMessageOwned::ScmRights(fds) = control {
            for fd in fds {
                // SAFETY: the kernel made this descriptor for us when the message was received.
                received.push(unsafe { OwnedFd::from_raw_fd(fd) });
            }
        }
    }
    Ok((message.bytes, received))
}

/// Waits for a message and puts it into `bytes`; returns its length, 0 if nobody is left to send one, and the descriptor
/// that came with it, close-on-exec.
///
/// # Errors
/// Those of recvmsg(2).
pub fn receive(socket: impl AsFd, bytes: &mut [u8]) -> io::Result<(usize, Option<OwnedFd>)> {
    let mut space = cmsg_space!(RawFd);
    let parts = &mut [IoSliceMut::new(bytes)];
    let (socket, flags) = (socket.as_fd().as_raw_fd(), MsgFlags::MSG_CMSG_CLOEXEC);
    let message = recvmsg::<()>(socket, parts, Some(&mut space), flags)?;
    let mut received = None;
    for control in message.cmsgs()? {
        if let ControlMessageOwned::ScmRights(fds) = control {
            for fd in fds {
                // SAFETY: the kernel made this descriptor for us when the message was received.
                received = Some(unsafe { OwnedFd::from_raw_fd(fd) });
            }
        }
    }
    Ok((message.bytes, received))
}
