//! What happens around a session: its host is killed, panics, or belongs to an ordinary user.

use super::{Person, again, at_pty, read_until, sitting};
use nix::sys::termios::{LocalFlags, tcgetattr};
use shtutor::session::Screen;
use shtutor::sys::terminal::{self, Pty, Raw};
use std::io::Read;
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Nobody: what an ordinary user is to the system.
const NOBODY: u32 = 65_534;
/// Another one, whose processes the kernel counts apart.
const SOMEBODY: u32 = 65_533;

/// Set where root runs the tests once more as somebody else.
pub const AGAIN: &str = "SHTUTOR_TESTS_AGAIN";

/// Processes whose environment names `folder`, as that of every process of a session does.
pub fn alive_in(folder: &Path) -> Vec<String> {
    let wanted = folder.as_os_str().as_encoded_bytes();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let named = processes.filter(|process| {
        let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
        environment.windows(wanted.len()).any(|part| part == wanted)
    });
    named
        .map(|process| {
            let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).replace('\0', " ")
        })
        .collect()
}

/// Waits until `done`, for a few seconds at most.
pub fn eventually(done: impl Fn() -> bool) -> bool {
    let until = Instant::now() + Duration::from_secs(8);
    while !done() {
        if Instant::now() > until {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    true
}

#[test]
#[ignore = "a host, to be killed by the test below"]
fn host_until_killed() {
    let mut sitting = sitting(Screen::Plain);
    sitting.run("sleep 1000 & (setsid sh -c 'trap \"\" HUP INT TERM; sleep 1000 & sleep 1000' &)");
    sitting.run("echo working; sleep 1000");
}

#[test]
fn nothing_survives_a_host_that_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let programs = || {
        let entries = std::fs::read_dir(folder.path()).unwrap().flatten();
        let names = entries.map(|entry| entry.file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("shtutor-")).count()
    };
    let mut host = again("hosts::host_until_killed")
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    read_until(host.stdout.as_mut().unwrap(), "working");
    assert_eq!(programs(), 1);
    // Nobody but root sees the environment of one that has yet to become its program.
    assert!(eventually(|| alive_in(folder.path()).len() >= 5));
    host.kill().unwrap();
    host.wait().unwrap();
    let gone = || alive_in(folder.path()).is_empty() && programs() == 0;
    assert!(eventually(gone), "{:?}", alive_in(folder.path()));
}

#[test]
#[ignore = "run by the test below, at a terminal"]
fn panics_at_a_terminal() {
    let stdin = std::io::stdin();
    terminal::restore::at_end(std::io::stdin());
    // A release build aborts: no destructor runs there.
    std::mem::forget(Raw::enter(stdin.as_fd()).unwrap());
    println!("<raw>");
    let _ = stdin.lock().read(&mut [0]);
    panic!("as a bug would");
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let pty = Pty::open().unwrap();
    let slave = pty.slave.try_clone().unwrap();
    let is_canonical = || {
        let modes = tcgetattr(&slave).unwrap();
        modes
            .local_flags
            .contains(LocalFlags::ICANON | LocalFlags::ECHO)
    };
    terminal::make_sane(slave.as_fd(), None).unwrap();
    let mut host = at_pty("hosts::panics_at_a_terminal", &pty);
    let mut person = Person::at(pty);
    person.wait_for("<raw>");
    assert!(!is_canonical());
    person.types("x");
    host.wait().unwrap();
    assert!(is_canonical());
}

/// Learners are no root. Confinement, signals and limits differ; so all of this file runs as nobody, too.
#[test]
fn everything_holds_for_an_ordinary_user() {
    as_user(
        NOBODY,
        &["--skip", "ordinary_user", "--skip", "a_fork_bomb"],
    );
}

#[test]
fn a_fork_bomb_of_an_ordinary_user_is_bounded() {
    as_user(SOMEBODY, &["abuse::a_fork_bomb_is_bounded", "--exact"]);
}

/// Runs tests of this binary once more as `user`, in folders of its own. An ordinary user has run them already.
fn as_user(user: u32, arguments: &[&str]) {
    if !nix::unistd::getuid().is_root() {
        return println!("skipped: only root can become somebody else");
    }
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::chown(folder.path(), Some(user), Some(user)).unwrap();
    let mut tests = std::process::Command::new(std::env::current_exe().unwrap());
    // Most of them wait most of the time.
    tests
        .args(arguments)
        .arg("--test-threads=4")
        .uid(user)
        .gid(user)
        .current_dir("/");
    tests.env(AGAIN, "yes");
    for variable in ["TMPDIR", "HOME", "XDG_STATE_HOME"] {
        tests.env(variable, folder.path());
    }
    let seen = match tests.output() {
        Ok(seen) => seen,
        Err(error) => return println!("skipped: {error}"),
    };
    assert!(
        seen.status.success(),
        "{}",
        String::from_utf8_lossy(&seen.stdout)
    );
}
