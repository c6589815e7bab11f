//! A tutor killed with `kill -9` at any moment of a sitting: afterwards the record can be read, nothing that was judged is
//! missing from it, the next start goes on, and neither a process nor a temporary file of the sitting is left.
//!
//! `KILLS=2000 cargo test --test kills` kills more often than usual.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/pty.rs"]
#[expect(dead_code, reason = "only what types and shows is needed here")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "no other shell is compared with")]
mod shell;
#[path = "common/sitting.rs"]
#[expect(dead_code, reason = "these sittings do not come to their end")]
mod sitting;

use at_once::at_once;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pty::Pty;
use sitting::Stage;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Sittings at the same time: much of each is waiting.
const WORKERS: usize = 4;
/// How often the tutor is killed if `KILLS` does not say.
const KILLS: u64 = 200;
/// How long one answer may take, on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);
/// The moment of death lies this long after a line was typed, at most: time enough to run it and to judge it.
const MOMENT: Duration = Duration::from_millis(120);
/// How long a guardian that lost its tutor may take to end what is left: it hunts for five seconds.
const FAREWELL: Duration = Duration::from_secs(20);

/// What is typed, line by line: lessons, and a sandbox with processes that do not want to end.
const SITTINGS: [(&str, &str); 3] = [
    (
        "learn exit-status",
        "true\nfalse\n\n1\n\ns\n\n0\n1\n\nu\n\n1\n\ng\n\na d\n\ntouch notes\ncat backup\n",
    ),
    (
        "learn exit-status",
        "false\necho $?\nsleep 1000 &\ntrue\nexit 3\nkill -9 $$\nfalse\n:hint\n\n2\n\ng\n",
    ),
    (
        "sandbox",
        "sleep 1000 &\n(setsid sleep 1000 &)\nsh -c 'trap \"\" HUP INT TERM; sleep 1000 & sleep 1000' &\n\
         mkdir a; chmod 000 a\nexit\necho x > y\n:reset\nls\n",
    ),
];

#[test]
fn a_tutor_can_be_killed_at_any_moment() {
    let kills = std::env::var("KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let judged: usize = at_once(WORKERS, 0..kills, kill_once).iter().sum();
    assert!(
        judged as u64 > kills / 4,
        "too little was judged to say anything: {judged}"
    );
}

/// The folder of a sandbox goes with its tutor, however that ends, and without another's help.
#[test]
fn a_sandbox_goes_with_its_tutor() {
    for signal in [Signal::SIGKILL, Signal::SIGTERM, Signal::SIGHUP] {
        let home = tempfile::tempdir().unwrap();
        let mut tutor = Pty::start(&stage(home.path()).command("sandbox"), 80, 24);
        wait_for_prompt(&mut tutor);
        tutor.type_bytes(b"mkdir -p a/b; chmod 000 a\r");
        let is_done = |pty: &Pty| pty.cursor_line() == "[0] $ ";
        tutor.wait_until(LIMIT, is_done).unwrap();
        tutor.type_bytes(b"sleep 1000 & (setsid sleep 1000 &)\r");
        kill(Pid::from_raw(tutor.pid()), signal).unwrap();
        tutor.wait_for_end(LIMIT).unwrap();
        let alive = alive_after(FAREWELL, home.path());
        assert!(alive.is_empty(), "{signal}: {alive:?}");
        let until = Instant::now() + FAREWELL;
        let mut left = names(&home.path().join("tmp"));
        while !left.is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
            left = names(&home.path().join("tmp"));
        }
        assert!(left.is_empty(), "{signal}: {left:?}");
    }
}

/// Returns how many judgements were seen before the end.
fn kill_once(seed: u64) -> usize {
    let home = tempfile::tempdir().unwrap();
    let (arguments, typed) = SITTINGS[seed as usize % SITTINGS.len()];
    let stage = stage(home.path());
    let told = play_until_killed(&stage, arguments, typed, seed);
    // What of the sitting is alive must end by itself, with no other tutor to help.
    let alive = alive_after(FAREWELL, home.path());
    assert!(alive.is_empty(), "seed {seed}: {alive:?}\n{told}");
    let judged = told.lines().filter(|line| is_judgement(line)).count();
    let recorded = judgements_recorded(&state(home.path()));
    assert!(
        recorded >= judged,
        "seed {seed}: {recorded} of {judged}\n{told}"
    );

    let mut again = Pty::start(&stage.command("learn exit-status"), 80, 24);
    wait_for_prompt(&mut again);
    let text = again.text();
    assert!(
        !text.contains("damaged") && !text.contains("Note:"),
        "seed {seed}: {text}"
    );
    again.type_bytes(b"\x04");
    again
        .wait_until(LIMIT, |pty| pty.cursor_line().ends_with("y/n> "))
        .unwrap();
    again.type_bytes(b"y\r");
    assert!(again.wait_for_end(LIMIT).unwrap().success());
    let left = names(&home.path().join("tmp"));
    assert!(left.is_empty(), "seed {seed}: {left:?}");
    let unfinished: Vec<String> = names(&state(home.path()))
        .into_iter()
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(unfinished.is_empty(), "seed {seed}: {unfinished:?}");
    judged
}

/// Types a part of `typed`, of which chance decides the length, and kills the tutor a chosen moment after its last line. Returns
/// what was shown.
fn play_until_killed(stage: &Stage, arguments: &str, typed: &str, seed: u64) -> String {
    let mut chance = fastrand::Rng::with_seed(seed);
    let lines: Vec<&str> = typed.lines().collect();
    let last = chance.usize(0..=lines.len());
    let moment = MOMENT.mul_f64(chance.f64());
    let mut tutor = Pty::start(&stage.command(arguments), 80, 24);
    if last > 0 {
        wait_for_prompt(&mut tutor);
    }
    for (index, line) in lines.iter().take(last).enumerate() {
        let row = tutor.cursor_row();
        tutor.type_bytes(format!("{line}\r").as_bytes());
        if index + 1 < last {
            let below = |pty: &Pty| pty.cursor_row() > row && sitting::at_prompt(pty);
            tutor.wait_until(LIMIT, below).unwrap();
        }
    }
    let until = Instant::now() + moment;
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        let _ = tutor.wait_until(left.min(Duration::from_millis(5)), |_| false);
    }
    tutor.kill();
    let _ = tutor.wait_until(Duration::from_secs(1), |_| false);
    tutor.text()
}

/// A stage whose temporary files are its own, so that those left behind can be counted.
fn stage(home: &Path) -> Stage {
    let mut stage = sitting::stage(&[env!("CARGO_BIN_EXE_shtutor")], home);
    let temporary = home.join("tmp");
    fs::create_dir(&temporary).unwrap();
    let temporary = temporary.into_os_string().into_string().unwrap();
    stage.environment.push(("TMPDIR".into(), temporary));
    stage
}

fn state(home: &Path) -> PathBuf {
    home.join(".local/state/shtutor")
}

fn wait_for_prompt(pty: &mut Pty) {
    if pty.wait_until(LIMIT, sitting::at_prompt).is_err() {
        panic!("no prompt:\n{}", pty.text());
    }
}

/// Whether a line of the screen says what became of an attempt.
fn is_judgement(line: &str) -> bool {
    ["  Yes.", "  Yes,", "  Not yet"]
        .iter()
        .any(|word| line.starts_with(word))
}

/// How many attempts the record holds, each line of which must be readable.
fn judgements_recorded(state: &Path) -> usize {
    let record = fs::read_to_string(state.join("record.jsonl")).unwrap_or_default();
    let lines = record.lines().map(|line| {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        entry["outcome"] == "right" || entry["outcome"] == "wrong" || entry["outcome"] == "missed"
    });
    lines.filter(|judged| *judged).count()
}

/// What is in `folder`.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// Processes that were started in a sitting in `home`: their environment names it, or they work in it.
fn alive_in(home: &Path) -> Vec<String> {
    let wanted = home.as_os_str().as_encoded_bytes();
    let processes = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let ours = processes.filter(|process| {
        let environment = fs::read(process.join("environ")).unwrap_or_default();
        let works_there = fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd.starts_with(home));
        works_there || environment.windows(wanted.len()).any(|part| part == wanted)
    });
    ours.map(|process| {
        let line = fs::read(process.join("cmdline")).unwrap_or_default();
        format!(
            "{} {}",
            process.display(),
            String::from_utf8_lossy(&line).replace('\0', " ")
        )
    })
    .collect()
}

/// Who of [`alive_in`] is still there when `limit` is over: looked at once more first, as this process may have been asleep.
fn alive_after(limit: Duration, home: &Path) -> Vec<String> {
    let until = Instant::now() + limit;
    loop {
        let was_late = Instant::now() > until;
        let alive = alive_in(home);
        if alive.is_empty() || was_late {
            return alive;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
