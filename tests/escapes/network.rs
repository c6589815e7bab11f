//! Doors: whatever a socket reaches, on this machine or beyond.

use super::{Attempt, attempt, check_all};

pub const ATTEMPTS: &[Attempt] = &[
    attempt("TCP out", "./helper tcp @TCP"),
    attempt(
        "TCP out by bash",
        "bash -c 'echo x > /dev/tcp/127.0.0.1/@TCP'",
    )
    .if_possible(),
    attempt("TCP in", "./helper listen").showing("listening"),
    attempt("UDP", "./helper udp @UDP"),
    attempt("UDP by bash", "bash -c 'echo x > /dev/udp/127.0.0.1/@UDP'").if_possible(),
    attempt("a stream by its path", "./helper stream @V/stream"),
    attempt("datagrams by a path", "./helper datagram @V/datagram"),
    attempt("an abstract stream", "./helper stream @Nstream"),
    attempt("abstract datagrams", "./helper datagram @Ndatagram"),
    attempt(
        "datagrams from an end of a pair",
        "./helper pair @V/datagram",
    ),
    attempt("abstract datagrams from a pair", "./helper pair @Ndatagram"),
    attempt("an abstract name", "./helper bind @mine$$").showing("bound"),
    attempt("the kernel's own doors", "./helper netlink").showing("answered"),
    attempt("raw packets", "./helper socket 2 3")
        .showing("a socket")
        .if_possible(),
    attempt("packets as they are", "./helper socket 17 3")
        .showing("a socket")
        .if_possible(),
    attempt("the machine around this one", "./helper socket 40 1")
        .showing("a socket")
        .if_possible(),
    attempt("the kernel's ciphers", "./helper socket 38 5")
        .showing("a socket")
        .if_possible(),
];

#[test]
fn no_door_opens() {
    check_all(ATTEMPTS);
}
