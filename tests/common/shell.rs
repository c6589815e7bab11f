//! Runs a shell to its end and keeps what came out: the shell under test, or one to compare it with.
//!
//! Knows nothing of terminals (see `pty`) and nothing of what is expected.

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::fs::File;
use std::io::{Read, Seek};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A variable that names another shell to test, for instance `dash` or `bash --posix`: so the corpus itself is tested.
const SHELL_VARIABLE: &str = "SHTUTOR_TEST_SHELL";

/// Where the system's programs lie.
pub const SYSTEM_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A program and the arguments that make it a shell.
#[derive(Clone, Debug)]
pub struct Shell(pub Vec<String>);

impl Shell {
    /// `shtutor sh`, unless `SHTUTOR_TEST_SHELL` names another.
    pub fn under_test() -> Shell {
        match std::env::var(SHELL_VARIABLE) {
            Ok(words) => Shell(words.split_whitespace().map(String::from).collect()),
            Err(_) => Shell(vec![env!("CARGO_BIN_EXE_shtutor").into(), "sh".into()]),
        }
    }

    /// The shell we compare with, if it is installed.
    pub fn dash() -> Option<Shell> {
        let installed = ["/usr/local/bin/dash", "/usr/bin/dash", "/bin/dash"];
        let path = installed.iter().find(|path| Path::new(path).exists())?;
        Some(Shell(vec![(*path).into()]))
    }

    /// A command in `folder` with a small fixed environment, nothing to read and a process group of its own.
    pub fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.0[0]);
        command.args(&self.0[1..]).current_dir(folder);
        plain_environment(&mut command, folder);
        command.stdin(Stdio::null()).process_group(0);
        command
    }
}

/// The environment every test runs in: `home`, the system's programs, the C locale.
pub fn plain_environment(command: &mut Command, home: &Path) {
    command.env_clear().env("HOME", home);
    command.env("PATH", SYSTEM_PATH);
    command.env("LC_ALL", "C").env("TZ", "UTC");
}

/// What a finished command left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Standard output, byte for byte.
    pub stdout: Vec<u8>,
    /// Standard error, byte for byte.
    pub stderr: Vec<u8>,
    /// The exit status; 128 + n for a death by signal n.
    pub status: i32,
    /// Whether it had to be killed.
    pub timed_out: bool,
}

impl Outcome {
    /// Standard output as text.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Standard error as text.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }
}

/// Runs `command` to its end, or kills its process group after `limit`.
///
/// Output goes to files, not pipes: a background process that outlives the shell then keeps nobody waiting.
pub fn run(command: &mut Command, limit: Duration) -> Outcome {
    let [mut stdout, mut stderr] =
        [(); 2].map(|()| tempfile::tempfile().expect("a temporary file"));
    command.stdout(copy(&stdout)).stderr(copy(&stderr));
    let mut child = command
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let ended = wait(&mut child, limit);
    kill_group(&child);
    let status = ended.unwrap_or_else(|| child.wait().expect("a child of ours can be waited for"));
    Outcome {
        stdout: contents(&mut stdout),
        stderr: contents(&mut stderr),
        status: status
            .code()
            .unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
        timed_out: ended.is_none(),
    }
}

/// Waits for at most `limit`; `None` if the child is still running then.
pub fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours can be waited for") {
            return Some(status);
        }
        if start.elapsed() > limit {
            return None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

/// Ends the child and what it left running. An empty group is fine.
fn kill_group(child: &Child) {
    let group = Pid::from_raw(i32::try_from(child.id()).expect("a process id fits"));
    let _ = killpg(group, Signal::SIGKILL);
}

fn copy(file: &File) -> File {
    file.try_clone().expect("a descriptor can be duplicated")
}

fn contents(file: &mut File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().expect("a file can be read again");
    file.read_to_end(&mut bytes)
        .expect("a file of ours can be read");
    bytes
}
