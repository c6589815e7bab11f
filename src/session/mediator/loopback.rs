//! Sockets of a session that may speak to this machine alone: `connect`, `bind` and `listen`.
//!
//! The address is copied, judged and then used on a copy of the socket, so that what was judged is what is used. The
//! wildcard address, which would let in all the world, becomes the loopback one.

use super::target::Target;
use crate::sys::seccomp::Question;
use crate::sys::socket;
use nix::errno::Errno;
use nix::libc::{self, AF_INET, AF_INET6, c_int};
use std::os::fd::OwnedFd;

/// A call about a socket, judged.
#[derive(Debug)]
pub enum Call {
    /// May wait for the other side.
    Connect(OwnedFd, Vec<u8>),
    /// Does not wait.
    Bind(OwnedFd, Vec<u8>),
    /// Does not wait.
    Listen(OwnedFd, i32),
}

/// Whether `question` is one of these calls.
pub fn is_asked(question: &Question) -> bool {
    matches!(
        question.call,
        libc::SYS_connect | libc::SYS_bind | libc::SYS_listen
    )
}

/// What the call asks for, as far as it may.
///
/// # Errors
/// EACCES if it leads out of this machine; those of a call that makes no sense.
pub fn read(target: Target, question: &Question) -> Result<Call, Errno> {
    let [fd, second, third, ..] = question.arguments;
    let socket = socket::copy(target.process()?, fd as i32)?;
    if question.call == libc::SYS_listen {
        return Ok(Call::Listen(socket, second as i32));
    }
    let length = third as i32;
    let length = usize::try_from(length).map_err(|_| Errno::EINVAL)?;
    if length > socket::ADDRESS {
        return Err(Errno::EINVAL);
    }
    let mut address = vec![0; length];
    target.read(second, &mut address)?;
    let connects = question.call == libc::SYS_connect;
    let only_v6 = connects || socket::is_v6_only(&socket).unwrap_or(false);
    let address = narrowed(address, only_v6)?;
    Ok(match connects {
        true => Call::Connect(socket, address),
        false => Call::Bind(socket, address),
    })
}

impl Call {
    /// Makes the call.
    ///
    /// # Errors
    /// Those of the call.
    pub fn make(&self) -> Result<(), Errno> {
        match self {
            Call::Connect(socket, address) => socket::connect(socket, address),
            Call::Bind(socket, address) => socket::bind(socket, address),
            Call::Listen(socket, backlog) => listen(socket, *backlog),
        }
    }
}

/// A socket without an address would be given the wildcard one.
fn listen(socket: &OwnedFd, backlog: i32) -> Result<(), Errno> {
    let address = socket::address(socket)?;
    let only_v6 = socket::is_v6_only(socket).unwrap_or(false);
    let narrow = narrowed(address.clone(), only_v6)?;
    if narrow != address {
        // One that has a port has its address for good, and then this fails.
        socket::bind(socket, &narrow)?;
    }
    socket::listen(socket, backlog)
}

/// The octets of an IPv4 address within an IPv6 one.
const MAPPED: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
const LOCALHOST: [u8; 4] = [127, 0, 0, 1];
const LOCALHOST_V6: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
/// Where a `sockaddr_in` has its address, and how long it is.
const V4: (usize, usize) = (4, 16);
/// The same of a `sockaddr_in6`, without the scope, which the kernel does not insist on.
const V6: (usize, usize) = (8, 24);

/// `address` if it is this machine's alone, and that instead of the wildcard. What listens to all of IPv6 also listens to
/// IPv4, unless it is for IPv6 only; of those two IPv4 is what is kept.
fn narrowed(mut address: Vec<u8>, only_v6: bool) -> Result<Vec<u8>, Errno> {
    let Some(family) = address.first_chunk::<2>() else {
        return Err(Errno::EINVAL);
    };
    match c_int::from(u16::from_ne_bytes(*family)) {
        AF_INET => {
            let (at, length) = V4;
            if address.len() < length {
                return Err(Errno::EINVAL);
            }
            narrow_v4(&mut address[at..at + 4])?;
        }
        AF_INET6 => {
            let (at, length) = V6;
            if address.len() < length {
                return Err(Errno::EINVAL);
            }
            narrow_v6(&mut address[at..at + 16], only_v6)?;
        }
        _ => return Err(Errno::EACCES),
    }
    Ok(address)
}

fn narrow_v4(octets: &mut [u8]) -> Result<(), Errno> {
    match octets {
        [0, 0, 0, 0] => octets.copy_from_slice(&LOCALHOST),
        [127, ..] => {}
        _ => return Err(Errno::EACCES),
    }
    Ok(())
}

fn narrow_v6(octets: &mut [u8], only_v6: bool) -> Result<(), Errno> {
    if octets == [0; 16] && !only_v6 {
        octets[..12].copy_from_slice(&MAPPED);
    }
    if octets == [0; 16] {
        octets.copy_from_slice(&LOCALHOST_V6);
    }
    match octets.strip_prefix(&MAPPED) {
        Some(_) => narrow_v4(&mut octets[12..]),
        None if octets == LOCALHOST_V6 => Ok(()),
        None => Err(Errno::EACCES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    fn v4(address: &str) -> Vec<u8> {
        let octets = address.parse::<Ipv4Addr>().unwrap().octets();
        let family = (AF_INET as u16).to_ne_bytes();
        [&family[..], &[0x1F, 0x90], &octets, &[0; 8]].concat()
    }

    fn v6(address: &str) -> Vec<u8> {
        let octets = address.parse::<Ipv6Addr>().unwrap().octets();
        let family = (AF_INET6 as u16).to_ne_bytes();
        [&family[..], &[0x1F, 0x90, 0, 0, 0, 0], &octets, &[0; 4]].concat()
    }

    #[test]
    fn this_machine_alone_is_reached() {
        for address in [
            v4("127.0.0.1"),
            v4("127.9.8.7"),
            v6("::1"),
            v6("::ffff:127.0.0.1"),
        ] {
            assert_eq!(narrowed(address.clone(), false), Ok(address));
        }
        for address in [
            v4("10.0.0.1"),
            v4("128.0.0.1"),
            v4("255.255.255.255"),
            v6("::2"),
            v6("fe80::1"),
            v6("::ffff:10.0.0.1"),
            v6("::127.0.0.1"),
            v6("64:ff9b::127.0.0.1"),
        ] {
            assert_eq!(narrowed(address, false), Err(Errno::EACCES));
        }
    }

    #[test]
    fn the_wildcard_becomes_this_machine() {
        let check = |from, only_v6, to| assert_eq!(narrowed(from, only_v6), Ok(to));
        check(v4("0.0.0.0"), false, v4("127.0.0.1"));
        check(v6("::"), true, v6("::1"));
        check(v6("::"), false, v6("::ffff:127.0.0.1"));
        check(v6("::ffff:0.0.0.0"), true, v6("::ffff:127.0.0.1"));
    }

    #[test]
    fn no_other_family_and_no_fragment_is_an_address() {
        let unix = (libc::AF_UNIX as u16).to_ne_bytes();
        let check = |bytes: &[u8], errno| assert_eq!(narrowed(bytes.to_vec(), false), Err(errno));
        check(&[&unix[..], b"\0name"].concat(), Errno::EACCES);
        check(&[0, 0], Errno::EACCES);
        check(&[], Errno::EINVAL);
        check(&v4("127.0.0.1")[..15], Errno::EINVAL);
        check(&v6("::1")[..23], Errno::EINVAL);
    }
}
