//! Sessions as the tutor uses them: real lines in a real confined child, judged by the observation that comes back.
//!
//! What needs Landlock prints `skipped` without it; where `CI_LANDLOCK` is set, that is a failure.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says what it measured"
)]

#[path = "sessions/abuse.rs"]
mod abuse;
#[path = "sessions/background.rs"]
mod background;
#[path = "sessions/bounds.rs"]
mod bounds;
#[path = "sessions/confinement.rs"]
mod confinement;
#[path = "sessions/forgery.rs"]
mod forgery;
#[path = "sessions/hosts.rs"]
mod hosts;
#[path = "sessions/loopback.rs"]
mod loopback;
#[path = "sessions/observation.rs"]
mod observation;
#[path = "sessions/permissions.rs"]
mod permissions;
#[path = "sessions/reports.rs"]
mod reports;

#[path = "sessions/undo.rs"]
mod undo;

#[path = "sessions/state.rs"]
mod state;

use shtutor::observation::{Excess, Observation};
use shtutor::session::{Limits, Network, Screen, Session, SessionError, Setup};
use shtutor::sys::terminal::Pty;
use shtutor::trace::{ExitStatus, Termination};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A session in a folder of its own.
struct Sitting {
    session: Session,
    folder: TempDir,
}

fn sitting(screen: Screen) -> Sitting {
    sitting_within(screen, Duration::from_secs(20), 1 << 20)
}

fn sitting_within(screen: Screen, wall: Duration, output: usize) -> Sitting {
    sitting_with(screen, wall, output, Network::None)
}

fn sitting_with(screen: Screen, wall: Duration, output: usize, network: Network) -> Sitting {
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup {
        folder: folder.path().to_owned(),
        state: None,
        screen,
        network,
        limits: Limits {
            wall: Some(wall),
            output,
        },
    };
    let session = Session::start_with(Path::new(env!("CARGO_BIN_EXE_shtutor")), setup).unwrap();
    Sitting { session, folder }
}

impl Sitting {
    fn run(&mut self, line: &str) -> Observation {
        self.session.run(line).unwrap()
    }

    /// Runs a line that is to print `expected` and nothing else.
    fn check(&mut self, line: &str, expected: &str) {
        let seen = self.run(line);
        assert_eq!(screen(&seen), expected, "{line}");
    }
}

fn screen(seen: &Observation) -> String {
    String::from_utf8_lossy(&seen.screen).into_owned()
}

const SCREENS: [Screen; 3] = [Screen::Plain, Screen::Unseen, Screen::Headless];

#[test]
fn output_is_complete_and_in_order_over_many_lines() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        for number in 0..200 {
            sitting.check(
                &format!("echo {number}; ls -d /usr"),
                &format!("{number}\n/usr\n"),
            );
        }
    }
}

#[test]
fn the_shell_keeps_its_state_between_lines() {
    let mut sitting = sitting(Screen::Headless);
    sitting.check("x=1; mkdir sub; cd sub; f() { echo in f; }", "");
    sitting.check("echo $x; basename \"$PWD\"; f", "1\nsub\nin f\n");
    sitting.check("false", "");
    sitting.check("echo $?", "1\n");
}

#[test]
fn state_is_carried_into_a_new_session() {
    let mut first = sitting(Screen::Headless);
    let state = first.run("x='a b'; f() { echo in f; }; false").state;
    let setup = Setup {
        folder: first.folder.path().to_owned(),
        state,
        screen: Screen::Headless,
        network: Network::None,
        limits: Limits {
            wall: None,
            output: 1000,
        },
    };
    let session = Session::start_with(Path::new(env!("CARGO_BIN_EXE_shtutor")), setup).unwrap();
    let mut second = Sitting {
        session,
        folder: first.folder,
    };
    second.check("echo $? \"$x\"; f", "1 a b\nin f\n");
}

#[test]
fn a_line_that_ends_the_shell_says_how() {
    let check = |line: &str, expected| {
        for kind in SCREENS {
            let mut sitting = sitting(kind);
            let seen = sitting.run(line);
            assert_eq!(seen.ended, Some(expected), "{line}");
            assert_eq!(seen.status, expected.status());
            assert!(matches!(
                sitting.session.run("true"),
                Err(SessionError::Over)
            ));
        }
    };
    check("exit 3", Termination::Exited(ExitStatus(3)));
    check("exec true", Termination::Exited(ExitStatus(0)));
    check(
        "exec sh -c 'sleep 0.1; exit 4'",
        Termination::Exited(ExitStatus(4)),
    );
    check("kill -9 $$", Termination::Signaled(9));
    check("sleep 100 & exit 5", Termination::Exited(ExitStatus(5)));
}

#[test]
fn output_before_the_end_of_the_shell_is_not_lost() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        let seen = sitting.run("echo last words; exit 1");
        assert_eq!(screen(&seen), "last words\n");
    }
}

#[test]
fn the_exit_trap_runs_when_the_shell_ends() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        sitting.check("trap 'echo bye' EXIT", "");
        let seen = sitting.run("exit 3");
        assert_eq!(screen(&seen), "bye\n");
        assert_eq!(seen.ended, Some(Termination::Exited(ExitStatus(3))));
    }
}

#[test]
fn output_beyond_the_limit_is_cut_and_said_to_be() {
    for kind in SCREENS {
        let mut sitting = sitting_within(kind, Duration::from_secs(20), 1000);
        let seen = sitting.run("yes many a long line, not many lines | head -c 5000");
        assert!(seen.truncated);
        let all = "many a long line, not many lines\n".repeat(100);
        assert_eq!(screen(&seen), all[..1000]);
        assert_eq!(seen.status, ExitStatus(0));
        sitting.check("echo next", "next\n");
    }
}

#[test]
fn a_headless_session_tells_the_streams_apart() {
    let mut sitting = sitting(Screen::Headless);
    let seen = sitting.run("echo one\necho two >&2\necho three");
    let streams = seen.streams.clone().unwrap();
    assert_eq!(streams.stdout, b"one\nthree\n");
    assert_eq!(streams.stderr, b"two\n");
    assert_eq!(screen(&seen), "one\ntwo\nthree\n");
}

#[test]
fn each_command_is_told_what_it_printed() {
    for kind in SCREENS {
        let mut sitting = sitting(kind);
        sitting.run("echo before");
        let seen = sitting.run("echo one\nls -d /usr\ntrue\nprintf 'no newline'");
        let printed: Vec<String> = seen
            .runs()
            .into_iter()
            .map(|run| String::from_utf8_lossy(&seen.screen[run.printed.unwrap()]).into_owned())
            .collect();
        assert_eq!(printed, ["one\n", "/usr\n", "", "no newline"], "{kind:?}");
    }
}

#[test]
fn only_events_of_the_line_itself_point_into_it() {
    let mut sitting = sitting(Screen::Headless);
    sitting.run("f() { true; }");
    let seen = sitting.run("f; false");
    let sources: Vec<(String, bool)> = seen
        .runs()
        .iter()
        .map(|run| {
            (
                String::from_utf8_lossy(run.name()).into_owned(),
                run.source == 0,
            )
        })
        .collect();
    assert_eq!(
        sources,
        [
            ("f".to_owned(), true),
            (String::new(), false),
            ("true".to_owned(), false),
            ("false".to_owned(), true)
        ]
    );
}

#[test]
#[ignore = "a measurement"]
fn how_long_things_take() {
    let before = Instant::now();
    let mut sessions: Vec<Sitting> = (0..20).map(|_| sitting(Screen::Headless)).collect();
    println!("start {:?}", before.elapsed() / 20);
    for line in [
        "true",
        "ls > /dev/null",
        "i=0; while [ $i -lt 1000 ]; do i=$((i+1)); done",
    ] {
        let before = Instant::now();
        for _ in 0..200 {
            sessions[0].run(line);
        }
        println!("{line}: {:?}", before.elapsed() / 200);
    }
    let before = Instant::now();
    drop(sessions);
    println!("end {:?}", before.elapsed() / 20);
}

#[test]
fn a_line_whose_time_is_up_is_stopped_and_the_shell_goes_on() {
    for line in [
        "sleep 100",
        "while :; do :; done",
        "trap '' TERM; sleep 100",
        "sh -c 'trap \"\" TERM INT; while :; do :; done'",
    ] {
        let mut sitting = sitting_within(Screen::Headless, Duration::from_millis(300), 1000);
        let before = Instant::now();
        let seen = sitting.run(line);
        assert_eq!(seen.stopped, Some(Excess::Time), "{line}");
        assert!(before.elapsed() < Duration::from_secs(4), "{line}");
        assert_eq!(seen.ended, None, "{line}");
        sitting.check("echo still here", "still here\n");
    }
}

#[test]
fn commands_read_nothing_where_nobody_types() {
    for kind in SCREENS {
        sitting(kind).check("cat; wc -c", "0\n");
    }
}

#[test]
fn files_are_seen_before_and_after() {
    let mut sitting = sitting(Screen::Headless);
    std::fs::write(sitting.folder.path().join("a"), "old").unwrap();
    let seen = sitting.run("echo new > b");
    let names = |files: &[shtutor::observation::FileFact]| {
        files
            .iter()
            .map(|file| file.path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&seen.files_before), [PathBuf::from("a")]);
    assert_eq!(names(&seen.files), [PathBuf::from("a"), PathBuf::from("b")]);
    assert_eq!(seen.files[1].content, b"new\n");
}

#[test]
fn practice_programs_are_on_the_path() {
    let mut sitting = sitting(Screen::Headless);
    let seen = sitting.run("exits 7 hello");
    assert_eq!(
        (screen(&seen).as_str(), seen.status),
        ("hello\n", ExitStatus(7))
    );
    assert_eq!(sitting.run("exits x").status, ExitStatus(2));
    assert_eq!(sitting.run("ls -A").screen, b"");
    sitting.check("for i in 1 2 3; do flaky 2; echo $?; done", "1\n1\n0\n");
    sitting.check(
        "nc -z db 5432 || mkdir ports; touch ports/5432; nc -z db 5432; echo $?",
        "0\n",
    );
    sitting.check(
        "curl -s http://localhost/app; echo $?; mkdir www; echo ok > www/app",
        "7\n",
    );
    sitting.check(
        "curl -s http://localhost/app; echo $?; echo 500 > www/app.code",
        "ok\n0\n",
    );
    sitting.check(
        "curl -fs -w '%{http_code}\\n' http://localhost/app; echo $?",
        "500\n22\n",
    );
}

#[test]
fn a_pipe_that_nobody_reads_ends_its_writer() {
    let mut sitting = sitting(Screen::Headless);
    sitting.check("yes | head -n 1", "y\n");
    assert_eq!(sitting.run("yes | true").status, ExitStatus(0));
}

#[test]
fn nothing_survives_the_session() {
    let mut sitting = sitting(Screen::Headless);
    let folder = sitting.folder.path().to_owned();
    sitting.run("sleep 100 & setsid sleep 100 & (setsid sh -c 'sleep 100 & sleep 100' &)");
    let sleeping = || {
        let alive = hosts::alive_in(&folder).into_iter();
        alive.filter(|words| words.starts_with("sleep 100")).count()
    };
    assert!(hosts::eventually(|| sleeping() == 4), "{}", sleeping());
    drop(sitting);
    assert_eq!(hosts::alive_in(&folder), [""; 0]);
}

/// Whether what follows can be asked of this kernel.
fn is_confined(sitting: &Sitting) -> bool {
    let enforcement = sitting.session.enforcement();
    let full = enforcement.is_full();
    assert!(
        full || std::env::var_os("CI_LANDLOCK").is_none(),
        "{enforcement}"
    );
    if !full {
        println!("skipped: {enforcement}");
    }
    full
}

/// Runs `command` without confinement, then in `sitting`: only the first may succeed.
fn check_denied(sitting: &mut Sitting, command: &str) {
    let free = Command::new("sh").args(["-c", command]).output().unwrap();
    assert!(
        free.status.success(),
        "unconfined, `{command}` must work: {free:?}"
    );
    let seen = sitting.run(command);
    assert!(
        !seen.status.is_success(),
        "confined, `{command}` must fail: {}",
        screen(&seen)
    );
}

#[test]
fn what_is_outside_the_folder_is_out_of_reach() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) {
        return;
    }
    let other = tempfile::tempdir().unwrap();
    let secret = other.path().join("secret");
    std::fs::write(&secret, "secret").unwrap();
    let (secret, other) = (secret.display(), other.path().display());
    check_denied(&mut sitting, &format!("cat {secret}"));
    check_denied(&mut sitting, &format!("ls {other}"));
    check_denied(&mut sitting, &format!("true > {other}/new"));
    check_denied(
        &mut sitting,
        &format!("chmod 600 {secret} && true >> {secret}"),
    );
    check_denied(&mut sitting, "ls ~root/ > /dev/null || ls /var > /dev/null");
    sitting.check("true > own && ls", "own\n");
}

#[test]
fn the_network_is_out_of_reach() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) || !Path::new("/usr/bin/python3").exists() {
        return;
    }
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    check_denied(
        &mut sitting,
        &format!("python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", {port}))'"),
    );
    check_denied(
        &mut sitting,
        "python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)'",
    );
    check_denied(
        &mut sitting,
        "python3 -c 'import socket; socket.socket(socket.AF_UNIX)'",
    );
}

#[test]
fn other_processes_are_out_of_reach() {
    let mut sitting = sitting(Screen::Headless);
    if !is_confined(&sitting) {
        return;
    }
    let other = Bystander::new();
    check_denied(&mut sitting, &format!("kill -0 {}", other.0.id()));
    check_denied(&mut sitting, &format!("kill -0 {}", std::process::id()));
    let seen = sitting.run("kill -9 $PPID");
    assert!(!seen.status.is_success() && seen.ended.is_none());
    sitting.check("sleep 100 & kill $! && echo own", "own\n");
}

/// A process that has nothing to do with any session, and ends with the test, however that ends.
struct Bystander(std::process::Child);

impl Bystander {
    fn new() -> Bystander {
        Bystander(Command::new("sleep").arg("30").spawn().unwrap())
    }
}

impl Drop for Bystander {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a tutor does at a terminal: run by the test below, in a process of its own, with a pseudo-terminal as standard input.
#[test]
#[ignore = "needs a person, or the test below, at its terminal"]
fn at_a_terminal() {
    let mut sitting = sitting(Screen::Terminal);
    let seen = sitting.run("echo reading; cat; stty -a | grep -c isig");
    println!("<cat {} {:?}>", seen.status, screen(&seen));
    let seen = sitting.run("echo sleeping; sleep 100; echo not here");
    println!("<sleep {} {:?}>", seen.status, seen.ended);
    sitting.run("echo typing; sleep 0.3");
    println!(
        "<ahead {:?}>",
        String::from_utf8_lossy(&sitting.session.take_typed_ahead())
    );
    let seen = sitting.run("stty size");
    println!("<size {:?}>", screen(&seen));
    let seen = sitting.run("yes");
    println!("\n<yes {} {}>", seen.status, seen.truncated);
    let seen = sitting.run("stty raw -echo; echo broken");
    println!("<broken {:?}>", screen(&seen));
    let seen = sitting.run("echo waiting; cat");
    println!("<again {} {:?}>", seen.status, seen.ended);
}

/// This test program once more, to run the one ignored test `name`.
fn again(name: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([name, "--exact", "--ignored", "--nocapture"]);
    command
}

/// The ignored test `name`, in a process whose terminal is `pty`.
fn at_pty(name: &str, pty: &Pty) -> std::process::Child {
    again(name)
        .stdin(Stdio::from(pty.slave.try_clone().unwrap()))
        .stdout(Stdio::from(pty.slave.try_clone().unwrap()))
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads until `text` has come.
fn read_until(from: &mut impl Read, text: &str) {
    let mut seen = String::new();
    while !seen.contains(text) {
        let mut bytes = [0; 1024];
        let length = from.read(&mut bytes).unwrap();
        assert!(length > 0, "no `{text}` in:\n{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }
}

/// The other side of a pseudo-terminal, as a person sees it.
struct Person {
    terminal: File,
    seen: String,
}

impl Person {
    fn at(pty: Pty) -> Person {
        Person {
            terminal: File::from(pty.master),
            seen: String::new(),
        }
    }

    fn wait_for(&mut self, text: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        while !self.seen.contains(text) {
            let mut bytes = [0; 1024];
            let length = self.terminal.read(&mut bytes).unwrap_or(0);
            self.seen
                .push_str(&String::from_utf8_lossy(&bytes[..length]));
            assert!(
                length > 0 && Instant::now() < until,
                "no `{text}` in:\n{}",
                self.seen
            );
        }
    }

    fn types(&mut self, text: &str) {
        self.terminal.write_all(text.as_bytes()).unwrap();
    }
}

#[test]
fn a_person_at_a_terminal_types_to_the_commands() {
    let pty = Pty::open().unwrap();
    let size = shtutor::sys::terminal::Size {
        rows: 33,
        columns: 77,
    };
    shtutor::sys::terminal::set_size(std::os::fd::AsFd::as_fd(&pty.slave), size).unwrap();
    let mut tutor = at_pty("at_a_terminal", &pty);
    let mut person = Person::at(pty);
    person.wait_for("reading");
    person.types("hello\n\x04");
    // What the terminal shows of the keys is no output.
    person.wait_for("<cat 0 \"reading\\nhello\\n1\\n\">");
    person.wait_for("sleeping");
    person.types("\x03");
    person.wait_for("<sleep 130 None>");
    person.wait_for("typing");
    person.types("next\nunfinish");
    person.wait_for("<ahead \"next\\nunfinish\">");
    person.wait_for("<size \"33 77\\n\">");
    person.wait_for("y\r\ny\r\ny");
    person.types("\x03");
    person.wait_for("<yes 130 ");
    person.wait_for("<broken ");
    person.wait_for("waiting");
    person.types("\x03");
    person.wait_for("<again ");
    assert!(!person.seen.contains("7700"), "{}", person.seen);
    tutor.wait().unwrap();
}
