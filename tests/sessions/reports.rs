//! Somebody got hold of the way by which the shell reports, and makes things up: nothing of it is believed.

use super::{Sitting, screen, sitting};
use shtutor::observation::Observation;
use shtutor::session::protocol::Report;
use shtutor::session::{Enforcement, Screen};
use shtutor::trace::{ExitStatus, ForkReason, How, Termination, TraceEvent, TraceKind};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Takes a copy of the socket out of the process whose id it is given, and sends what it reads, a message in hexadecimal a
/// line, again and again until it is killed. Leaves with 77 where that is not permitted.
const FORGER: &str = r#"
import ctypes, os, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
victim = int(sys.argv[1])
pidfd = libc.syscall(434, victim, 0)
ways = []
try:
    for name in os.listdir(f"/proc/{victim}/fd"):
        if os.readlink(f"/proc/{victim}/fd/{name}").startswith("socket:"):
            fd = libc.syscall(438, pidfd, int(name), 0)
            if fd >= 0:
                ways.append(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=fd))
except OSError:
    pass
if not ways:
    sys.exit(77)
print(os.getpid(), flush=True)
messages = [bytes.fromhex(line) for line in sys.stdin]
print("sending", flush=True)
while True:
    for message in messages:
        try:
            ways[0].send(message, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
        except BlockingIOError:
            pass
"#;

/// What a forger would like the host to hear; `own` is the forger's process.
fn lies(sitting: &mut Sitting, own: i32) -> Vec<Vec<u8>> {
    let shell = sitting.run("true");
    let event = |pid, kind| Report::Event {
        line: shell.number + 1,
        is_last: true,
        event: TraceEvent {
            pid,
            seq: 0,
            source: 0,
            span: None,
            kind,
        },
    };
    let started = || TraceKind::Started {
        argv: vec![b"forged".to_vec()],
        how: How::External,
    };
    let (child, reason) = (own, ForkReason::Subshell);
    let reports = [
        event(shell.shell_pid, started()),
        event(shell.shell_pid, TraceKind::Forked { child, reason }),
        event(own, started()),
        Report::Done {
            number: shell.number + 1,
            status: ExitStatus(99),
            state: None,
            jobs: Vec::new(),
        },
        Report::Ended(Termination::Exited(ExitStatus(99))),
        Report::Failed("forged".to_owned()),
        Report::Ready {
            pid: own,
            enforcement: Enforcement::default(),
        },
    ];
    let mut messages: Vec<Vec<u8>> = Vec::new();
    for report in reports {
        let message = postcard::to_stdvec(&report).unwrap();
        // Whole, as a part, and as the last part of what others sent.
        messages.extend((0..3).map(|variant| framed(variant, &message)));
    }
    let noise = |seed: u32| {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let length = next() as usize * 8;
        (0..length).map(|_| next()).collect::<Vec<u8>>()
    };
    messages.extend((0..50).map(noise));
    messages.extend((0..50).map(|seed| framed(0, &noise(seed))));
    messages.extend((0..10).map(|_| framed(1, &[0; 30_000])));
    messages
}

/// One datagram: which kind of frame, and what; of a part also how long.
fn framed(variant: u8, message: &[u8]) -> Vec<u8> {
    match variant {
        0 => [&[0], message].concat(),
        part => [vec![part], postcard::to_stdvec(message).unwrap()].concat(),
    }
}

/// A process that keeps sending `messages`; `None` if this system does not let it.
fn forger(sitting: &mut Sitting) -> Option<Child> {
    let shell = sitting.run("true").shell_pid;
    let mut forger = Command::new("python3")
        .args(["-c", FORGER, &shell.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut said = BufReader::new(forger.stdout.take().unwrap()).lines();
    let Some(own) = said.next() else {
        let _ = forger.wait();
        return None;
    };
    let mut input = forger.stdin.take().unwrap();
    for message in lies(sitting, own.unwrap().parse().unwrap()) {
        let text: String = message.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(input, "{text}").unwrap();
    }
    drop(input);
    assert_eq!(said.next().unwrap().unwrap(), "sending");
    Some(forger)
}

/// What a check could be fooled with: what ran where, and what came of it.
fn summary(seen: &Observation) -> String {
    let mut kinds: Vec<String> = seen
        .runs()
        .iter()
        .map(|run| {
            format!(
                "{:?} {:?} {}",
                run.argv,
                run.ended,
                run.pid == seen.shell_pid
            )
        })
        .collect();
    kinds.sort();
    let rest = (
        &seen.status,
        &seen.ended,
        &seen.jobs,
        &seen.late,
        seen.trace_truncated,
    );
    format!("{kinds:?} {rest:?} {}", screen(seen))
}

#[test]
fn what_others_put_on_the_socket_changes_nothing() {
    if !Path::new("/usr/bin/python3").exists() {
        return;
    }
    let (mut honest, mut attacked) = (sitting(Screen::Headless), sitting(Screen::Headless));
    for _ in 0..2 {
        honest.run("true");
    }
    let Some(mut forger) = forger(&mut attacked) else {
        return println!("skipped: descriptors of other processes are out of reach");
    };
    for line in [
        "echo 1; (echo 2; false) | cat",
        "x=$(echo 3; exit 4)",
        "sleep 0.2; exit 5",
    ] {
        let (wanted, seen) = (honest.run(line), attacked.run(line));
        assert_eq!(summary(&seen), summary(&wanted));
        assert_eq!(attacked.session.take_typed_ahead(), b"");
    }
    forger.kill().unwrap();
    forger.wait().unwrap();
}
