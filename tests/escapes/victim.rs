//! Somebody else on the same machine and of the same user: files, a process, a terminal, and doors that listen.

use nix::libc;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use shtutor::sys::terminal::Pty;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// What nobody but the victim is to know.
pub const SECRET: &str = "the secret of the victim";

pub struct Victim {
    folder: TempDir,
    process: Child,
    address: u64,
    segment: String,
    doors: Doors,
    terminal: Pty,
    /// Open in this process, and not closed on exec.
    open: Inherited,
}

/// Where something may arrive.
struct Doors {
    tcp: TcpListener,
    udp: UdpSocket,
    stream: UnixListener,
    datagram: UnixDatagram,
    abstract_stream: UnixListener,
    abstract_datagram: UnixDatagram,
}

/// A descriptor that every program this process starts would have.
struct Inherited(File);

impl Inherited {
    fn open(path: &Path) -> Inherited {
        let file = File::options().append(true).open(path).unwrap();
        nix::fcntl::fcntl(
            &file,
            nix::fcntl::FcntlArg::F_SETFD(nix::fcntl::FdFlag::empty()),
        )
        .unwrap();
        Inherited(file)
    }
}

impl Victim {
    pub fn new(helper: &Path) -> Victim {
        let folder = tempfile::tempdir().unwrap();
        furnish(folder.path());
        let doors = Doors::open(folder.path());
        let mut process = Command::new(helper)
            .arg("bystander")
            .arg(folder.path().join("held"))
            .arg(SECRET)
            .env("VICTIM", SECRET)
            .current_dir(folder.path())
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut places = String::new();
        let told = process.stdout.take().unwrap();
        BufReader::new(told).read_line(&mut places).unwrap();
        let (address, segment) = places.trim().split_once(' ').unwrap();
        let terminal = Pty::open().unwrap();
        shtutor::sys::terminal::make_sane(std::os::fd::AsFd::as_fd(&terminal.slave), None).unwrap();
        let flags = nix::fcntl::FcntlArg::F_SETFL(nix::fcntl::OFlag::O_NONBLOCK);
        nix::fcntl::fcntl(&terminal.master, flags).unwrap();
        Victim {
            address: address.parse().unwrap(),
            segment: segment.to_owned(),
            process,
            doors,
            terminal,
            open: Inherited::open(&folder.path().join("open")),
            folder,
        }
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// What a line calls the parts of it.
    pub fn names(&self) -> Vec<(&'static str, String)> {
        use std::os::fd::AsRawFd;
        let terminal = nix::unistd::ttyname(&self.terminal.slave).unwrap();
        let port =
            |address: std::io::Result<std::net::SocketAddr>| address.unwrap().port().to_string();
        vec![
            ("@V", self.folder.path().to_str().unwrap().to_owned()),
            ("@P", self.pid().to_string()),
            ("@A", self.address.to_string()),
            ("@S", self.segment.clone()),
            ("@F", self.open.0.as_raw_fd().to_string()),
            ("@Y", terminal.to_str().unwrap().to_owned()),
            ("@TCP", port(self.doors.tcp.local_addr())),
            ("@UDP", port(self.doors.udp.local_addr())),
            ("@N", self.abstract_name()),
        ]
        .into_iter()
        // The longer names first: one may be the beginning of another.
        .rev()
        .collect()
    }

    fn abstract_name(&self) -> String {
        abstract_name(self.folder.path())
    }

    /// Everything about it that could be changed, in words.
    pub fn look(&self) -> Vec<String> {
        let mut seen = Vec::new();
        look_at_files(self.folder.path(), &mut seen);
        self.look_at_process(&mut seen);
        self.doors.look(&mut seen);
        let mut typed = [0; 64];
        let length = (&File::from(self.terminal.master.try_clone().unwrap())).read(&mut typed);
        seen.push(format!("terminal {}", length.unwrap_or(0)));
        seen
    }

    fn look_at_process(&self, seen: &mut Vec<String>) {
        let proc = |name: &str| {
            let path = format!("/proc/{}/{name}", self.pid());
            fs::read_to_string(path).unwrap_or_default()
        };
        let stat = proc("stat");
        let fields: Vec<&str> = stat
            .rsplit_once(") ")
            .map_or(Vec::new(), |(_, after)| after.split(' ').collect());
        // State, process group, nice value, real-time priority and policy (proc(5), counted behind the name).
        for place in [0, 2, 16, 37, 38] {
            // It sleeps, or is about to.
            let field = fields.get(place).map_or("", |field| field.trim());
            seen.push(format!("stat {place} {}", field.replace('R', "S")));
        }
        for line in proc("status").lines() {
            if ["TracerPid", "Cpus_allowed:"]
                .iter()
                .any(|name| line.starts_with(name))
            {
                seen.push(line.to_owned());
            }
        }
        for name in [
            "limits",
            "oom_score_adj",
            "coredump_filter",
            "timerslack_ns",
        ] {
            seen.push(format!("{name} {}", proc(name)));
        }
        let mut memory = [0; 64];
        if let Ok(file) = File::open(format!("/proc/{}/mem", self.pid())) {
            // Of one that has ended there is none.
            let _ = file.read_at(&mut memory, self.address);
        }
        seen.push(format!("memory {memory:?}"));
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = killpg(Pid::from_raw(self.pid().cast_signed()), Signal::SIGKILL);
        let _ = self.process.wait();
    }
}

fn abstract_name(folder: &Path) -> String {
    let name = folder.file_name().unwrap().to_str().unwrap();
    format!("@victim{}", name.replace('.', ""))
}

impl Doors {
    fn open(folder: &Path) -> Doors {
        let name = abstract_name(folder);
        let called = |kind: &str| {
            let name = format!("{}{kind}", &name[1..]);
            SocketAddr::from_abstract_name(name).unwrap()
        };
        let doors = Doors {
            tcp: TcpListener::bind("127.0.0.1:0").unwrap(),
            udp: UdpSocket::bind("127.0.0.1:0").unwrap(),
            stream: UnixListener::bind(folder.join("stream")).unwrap(),
            datagram: UnixDatagram::bind(folder.join("datagram")).unwrap(),
            abstract_stream: UnixListener::bind_addr(&called("stream")).unwrap(),
            abstract_datagram: UnixDatagram::bind_addr(&called("datagram")).unwrap(),
        };
        doors.tcp.set_nonblocking(true).unwrap();
        doors.udp.set_nonblocking(true).unwrap();
        doors.stream.set_nonblocking(true).unwrap();
        doors.datagram.set_nonblocking(true).unwrap();
        doors.abstract_stream.set_nonblocking(true).unwrap();
        doors.abstract_datagram.set_nonblocking(true).unwrap();
        doors
    }

    /// Who came, of each door.
    fn look(&self, seen: &mut Vec<String>) {
        let mut bytes = [0; 16];
        let came = [
            self.tcp.accept().is_ok(),
            self.udp.recv(&mut bytes).is_ok(),
            self.stream.accept().is_ok(),
            self.datagram.recv(&mut bytes).is_ok(),
            self.abstract_stream.accept().is_ok(),
            self.abstract_datagram.recv(&mut bytes).is_ok(),
        ];
        seen.push(format!("doors {came:?}"));
    }
}

/// Files of each kind; the secret in some.
fn furnish(folder: &Path) {
    let at = |name: &str| folder.join(name);
    fs::create_dir(at("empty")).unwrap();
    fs::create_dir(at("full")).unwrap();
    for name in ["file", "held", "open", "secret", "full/inner"] {
        fs::write(at(name), format!("{SECRET}\n")).unwrap();
    }
    fs::set_permissions(at("secret"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(at("script"), format!("echo {SECRET}\n")).unwrap();
    fs::write(at("program"), format!("#!/bin/sh\necho {SECRET}\n")).unwrap();
    fs::set_permissions(at("program"), fs::Permissions::from_mode(0o755)).unwrap();
}

fn look_at_files(folder: &Path, seen: &mut Vec<String>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    paths.push(folder.to_owned());
    paths.sort();
    for path in paths {
        let Ok(found) = path.symlink_metadata() else {
            continue;
        };
        let content = match found.file_type().is_file() {
            true => fs::read(&path).unwrap_or_default(),
            false => Vec::new(),
        };
        // The time of the last change of anything, the mode and the number of names included, cannot be set by anybody.
        let changed = (found.ctime(), found.ctime_nsec());
        seen.push(format!(
            "{} {:o} {changed:?} {content:?}",
            path.display(),
            found.mode() & libc::S_IFMT
        ));
        if found.is_dir() && path != folder {
            look_at_files(&path, seen);
        }
    }
}
