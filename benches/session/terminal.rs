//! A program on a pseudo-terminal whose output is read as fast as it comes, and not looked at beyond its last words.

use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::pty::{OpenptyResult, Winsize, openpty};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

/// Bytes of the last words that are kept.
const KEPT: usize = 4096;

/// The terminal and what runs on it.
pub struct Terminal {
    child: Child,
    master: File,
    buffer: Vec<u8>,
    last: Vec<u8>,
}

impl Terminal {
    /// Starts `command` as the leader of a session whose terminal this is.
    pub fn start(command: &Command) -> Terminal {
        let size = Winsize {
            ws_row: 24,
            ws_col: 80,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        let OpenptyResult { master, slave } = openpty(&size, None).expect("a pseudo-terminal");
        fcntl(&master, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC)).expect("closed on exec");
        let side = || Stdio::from(slave.try_clone().expect("a descriptor can be duplicated"));
        let mut leader = Command::new("setsid");
        leader.arg("--ctty").arg(command.get_program());
        leader.args(command.get_args()).env_clear();
        leader.env("PATH", "/usr/bin:/bin").env("TERM", "xterm");
        leader.stdin(side()).stdout(side()).stderr(side());
        let child = leader.spawn().expect("the program can be started");
        Terminal {
            child,
            master: master.into(),
            buffer: vec![0; 64 * 1024],
            last: Vec::new(),
        }
    }

    /// Types `keys`.
    pub fn keys(&mut self, keys: &str) {
        self.master.write_all(keys.as_bytes()).expect("it is open");
    }

    /// Reads until the output ends with `words`, which must come after what was read before; how many bytes that were.
    pub fn until(&mut self, words: &str) -> usize {
        self.last.clear();
        let mut total = 0;
        while !self.last.ends_with(words.as_bytes()) {
            match self.receive() {
                0 => panic!("no {words:?}: {:?}", String::from_utf8_lossy(&self.last)),
                length => total += length,
            }
        }
        total
    }

    /// Reads until the program has closed the terminal; how many bytes that were.
    pub fn rest(&mut self) -> usize {
        std::iter::from_fn(|| Some(self.receive()).filter(|length| *length > 0)).sum()
    }

    fn receive(&mut self) -> usize {
        // EIO: nobody has the other side open any more.
        let length = self.master.read(&mut self.buffer).unwrap_or(0);
        let from = length.saturating_sub(KEPT);
        self.last.extend_from_slice(&self.buffer[from..length]);
        let surplus = self.last.len().saturating_sub(KEPT);
        self.last.drain(..surplus);
        length
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
