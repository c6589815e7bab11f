//! A session that may speak TCP on this machine, and with nobody else.

use super::{Sitting, is_confined, screen, sitting, sitting_with};
use shtutor::session::{Network, Screen};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

/// A session with loopback, if this system has what that needs.
fn talkative() -> Option<Sitting> {
    let wall = Duration::from_secs(60);
    let sitting = sitting_with(Screen::Headless, wall, 1 << 20, Network::Loopback);
    (is_confined(&sitting) && Path::new("/usr/bin/python3").exists()).then_some(sitting)
}

impl Sitting {
    /// Writes a program and runs it; returns what it printed, its errors included.
    fn python(&mut self, program: &str) -> String {
        std::fs::write(self.folder.path().join("program.py"), program).unwrap();
        screen(&self.run("python3 program.py"))
    }
}

/// Serves one connection in the background and greets it, then asks for the greeting.
fn talk(family: &str, bound: &str, asked: &str) -> String {
    format!(
        r#"
import os, socket
server = socket.socket(socket.{family})
server.bind(("{bound}", 0))
server.listen()
port = server.getsockname()[1]
if os.fork() == 0:
    connection, _ = server.accept()
    connection.sendall(b"hello")
    os._exit(0)
client = socket.create_connection(("{asked}", port))
print(client.recv(5).decode(), server.getsockname()[0])
"#
    )
}

#[test]
fn processes_of_a_session_speak_to_one_another() {
    let Some(mut sitting) = talkative() else {
        return;
    };
    let mut check = |family, bound, asked, expected: &str| {
        let seen = sitting.python(&talk(family, bound, asked));
        assert_eq!(
            seen,
            format!("hello {expected}\n"),
            "{family} {bound} {asked}"
        );
    };
    check("AF_INET", "127.0.0.1", "127.0.0.1", "127.0.0.1");
    check("AF_INET", "127.0.0.7", "127.0.0.7", "127.0.0.7");
    check("AF_INET", "127.0.0.1", "0.0.0.0", "127.0.0.1");
    // To all the world becomes to this machine.
    check("AF_INET", "0.0.0.0", "127.0.0.1", "127.0.0.1");
    if TcpListener::bind("[::1]:0").is_ok() {
        check("AF_INET6", "::1", "::1", "::1");
        check("AF_INET6", "::", "127.0.0.1", "::ffff:127.0.0.1");
        check(
            "AF_INET6",
            "::ffff:127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:127.0.0.1",
        );
    }
}

#[test]
fn a_socket_that_was_given_no_address_listens_to_this_machine() {
    let Some(mut sitting) = talkative() else {
        return;
    };
    for family in ["AF_INET", "AF_INET6"] {
        let seen = sitting.python(&format!(
            "import socket\ns = socket.socket(socket.{family})\ns.listen()\nprint(s.getsockname()[0])\n"
        ));
        assert!(seen.contains("127.0.0.1\n"), "{family}: {seen}");
    }
}

#[test]
fn other_processes_of_this_machine_are_reached_and_reach_it() {
    let Some(mut sitting) = talkative() else {
        return;
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let greeter = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"from outside").unwrap();
    });
    let seen = sitting.python(&format!(
        "import socket\ns = socket.create_connection(('127.0.0.1', {port}))\nprint(s.recv(20).decode())\n"
    ));
    assert_eq!(seen, "from outside\n");
    greeter.join().unwrap();

    let folder = sitting.folder.path().to_owned();
    let caller = std::thread::spawn(move || {
        let until = std::time::Instant::now() + Duration::from_secs(30);
        let port = loop {
            let port = std::fs::read_to_string(folder.join("port")).unwrap_or_default();
            if let Some(port) = port.strip_suffix('\n') {
                break port.parse::<u16>().unwrap();
            }
            assert!(std::time::Instant::now() < until, "nobody listens");
            std::thread::sleep(Duration::from_millis(5));
        };
        let mut greeting = String::new();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.read_to_string(&mut greeting).unwrap();
        greeting
    });
    sitting.python(
        "import socket\ns = socket.create_server(('127.0.0.1', 0))\n\
         print(s.getsockname()[1], file=open('port', 'w'), flush=True)\n\
         c, _ = s.accept()\nc.sendall(b'from inside')\n",
    );
    assert_eq!(caller.join().unwrap(), "from inside");
}

#[test]
fn errors_are_those_of_the_calls() {
    let Some(mut sitting) = talkative() else {
        return;
    };
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    let program = format!(
        r#"
import errno, socket
def attempt(action):
    try:
        print(action() or "done")
    except OSError as error:
        print(errno.errorcode[error.errno])
s = socket.socket()
attempt(lambda: s.bind(("127.0.0.1", {port})))
s.setblocking(False)
server = socket.create_server(("127.0.0.1", 0))
attempt(lambda: s.connect_ex(server.getsockname()) in (0, errno.EINPROGRESS))
attempt(lambda: server.bind(("127.0.0.1", 0)))
a, b = socket.socketpair()
attempt(lambda: a.listen())
closed = socket.create_server(("127.0.0.1", 0))
name = closed.getsockname()
closed.close()
attempt(lambda: socket.create_connection(name))
"#
    );
    let seen = sitting.python(&program);
    assert_eq!(seen, "EADDRINUSE\nTrue\nEINVAL\nEACCES\nECONNREFUSED\n");
}

#[test]
fn nobody_else_is_reached() {
    let Some(mut sitting) = talkative() else {
        return;
    };
    let program = r#"
import ctypes, errno, os, socket, struct
S = socket
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, action):
    try:
        action()
        print("got", name)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EAFNOSUPPORT):
            print(name, errno.errorcode[error.errno])
for name, family, kind, protocol in [
    ("udp", S.AF_INET, S.SOCK_DGRAM, 0), ("udp6", S.AF_INET6, S.SOCK_DGRAM, 0),
    ("unix", S.AF_UNIX, S.SOCK_STREAM, 0), ("netlink", S.AF_NETLINK, S.SOCK_RAW, 0),
    ("raw", S.AF_INET, S.SOCK_RAW, 1), ("ping", S.AF_INET, S.SOCK_DGRAM, 1),
    ("mptcp", S.AF_INET, S.SOCK_STREAM, 262), ("sctp", S.AF_INET, S.SOCK_STREAM, 132),
    ("vsock", 40, S.SOCK_STREAM, 0), ("alg", 38, S.SOCK_SEQPACKET, 0), ("packet", 17, S.SOCK_RAW, 0),
]:
    attempt(name, lambda: S.socket(family, kind, protocol))
for there in ["10.0.0.1", "192.0.2.1", "255.255.255.255", "169.254.169.254"]:
    attempt("connect " + there, lambda: S.socket().connect((there, 80)))
    attempt("bind " + there, lambda: S.socket().bind((there, 0)))
for there in ["2001:db8::1", "fe80::1", "::ffff:192.0.2.1", "::192.0.2.1"]:
    attempt("connect " + there, lambda: S.socket(S.AF_INET6).connect((there, 80)))
    attempt("bind " + there, lambda: S.socket(S.AF_INET6).bind((there, 0)))
MSG_FASTOPEN = 0x20000000
attempt("fast open", lambda: S.socket().sendto(b"x", MSG_FASTOPEN, ("192.0.2.1", 80)))
attempt("fast sendmsg", lambda: S.socket().sendmsg([b"x"], [], MSG_FASTOPEN, ("192.0.2.1", 80)))
attempt("later", lambda: S.socket().setsockopt(S.IPPROTO_TCP, 30, 1))
route = bytes([131, 7, 4, 192, 0, 2, 1, 0])
attempt("source route", lambda: S.socket().setsockopt(S.IPPROTO_IP, 4, route))
attempt("interface", lambda: S.socket().setsockopt(S.SOL_SOCKET, 25, b"eth0\0"))
# The kind of an address is what its first two bytes say, whatever the length.
def connect(address):
    s = S.socket()
    if libc.connect(s.fileno(), address, len(address)) < 0:
        raise OSError(ctypes.get_errno(), "refused")
attempt("unspecified", lambda: connect(struct.pack("=H14x", 0)))
attempt("abstract", lambda: connect(struct.pack("=H", 1) + b"\0name"))
print("honest")
"#;
    assert_eq!(sitting.python(program), "honest\n");
}

#[test]
fn a_caller_that_waits_holds_up_nobody_and_can_be_interrupted() {
    let Some(mut sitting) = talkative() else {
        return;
    };
    // Whoever connects to a full queue waits.
    let program = r#"
import os, signal, socket, sys
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(0)
clients = []
for _ in range(4):
    pid = os.fork()
    if pid == 0:
        s = socket.create_connection(server.getsockname())
        signal.pause()
    clients.append(pid)
os.close(os.open("new", os.O_CREAT | os.O_WRONLY))
for _ in range(50):
    os.chmod("new", 0o600)
for pid in clients:
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
print("done")
"#;
    assert_eq!(sitting.python(program), "done\n");
    sitting.check("stat -c %a new", "600\n");
}

#[test]
fn without_it_there_is_no_socket() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) || !Path::new("/usr/bin/python3").exists() {
        return;
    }
    let seen = sitting.python("import socket\nsocket.socket()\n");
    assert!(seen.contains("PermissionError"), "{seen}");
}
