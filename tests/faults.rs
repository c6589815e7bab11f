//! Every system call that can fail is made to fail once while scripts of the corpus run: a message and a status follow, or
//! nothing at all, but never a panic, a hang, a lost descriptor or a child that nobody waited for.
//!
//! Which turn of which call fails is chance, and the same in every run. Needs a build with debug assertions.

#[path = "common/at_once.rs"]
mod at_once;
#[path = "common/pty.rs"]
#[expect(dead_code, reason = "sittings need more of it")]
mod pty;
#[path = "common/shell.rs"]
#[expect(dead_code, reason = "nothing is compared with dash here")]
mod shell;

use at_once::at_once;
use nix::errno::Errno;
use pty::Pty;
use shell::{Outcome, Shell};
use shtutor::sys::fault::{self, CALLS, Call};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Runs at the same time: some sleep.
const WORKERS: usize = 12;
/// How long one run may take.
const LIMIT: Duration = Duration::from_secs(60);
/// Every so many scripts of the corpus is run.
///
/// `SHTUTOR_FAULTS_EVERY` and `SHTUTOR_FAULTS_TURNS` set this and the next otherwise.
const EVERY: usize = 23;
/// How many turns of one kind of call are tried with one script.
const TURNS: usize = 4;
/// A number no call has.
const NONE: u32 = u32::MAX;

#[test]
fn each_call_may_fail_once() {
    if !cfg!(debug_assertions) {
        println!("no debug assertions, so nothing can be made to fail: skipped");
        return;
    }
    let corpus = corpus();
    let every = setting("SHTUTOR_FAULTS_EVERY", EVERY);
    let scripts = corpus.iter().step_by(every);
    let usual = at_once(WORKERS, scripts, |script| {
        (script, run(script, NONE, 0, Errno::UnknownErrno))
    });
    // Not script by script: one that sleeps would be waited for alone.
    let faults: Vec<Fault> = usual
        .iter()
        .flat_map(|(script, usual)| faults(script, usual))
        .collect();
    let runs = faults.len();
    let complaints: Vec<String> = at_once(WORKERS, faults, |fault| fault.complaint())
        .into_iter()
        .flatten()
        .collect();
    assert!(runs > 200, "only {runs} runs");
    assert!(
        complaints.is_empty(),
        "\n{}\n{} of {runs}",
        complaints.join("\n"),
        complaints.len()
    );
}

/// A call that is to fail while a script runs.
struct Fault<'a> {
    script: &'a Path,
    /// What the script does when nothing fails.
    usual: &'a Run,
    call: Call,
    turn: u32,
    errno: Errno,
}

/// Those that are tried with `script`.
fn faults<'a>(script: &'a Path, usual: &'a Run) -> Vec<Fault<'a>> {
    let of = |call: Call| {
        let count = usual.words[fault::COUNTERS + call as usize];
        let errnos = errnos(call);
        turns(count).into_iter().map(move |turn| Fault {
            script,
            usual,
            call,
            turn,
            errno: errnos[turn as usize % errnos.len()],
        })
    };
    CALLS.into_iter().flat_map(of).collect()
}

impl Fault<'_> {
    /// Runs the script; what was wrong.
    fn complaint(&self) -> Option<String> {
        let got = run(self.script, self.call as u32, self.turn, self.errno);
        let what = complaint(self.script, self.usual, &got, self.call)?;
        Some(format!(
            "{}: {:?} {} of {}, {}: {what}; status {}: {}",
            self.script.display(),
            self.call,
            self.turn,
            self.usual.words[fault::COUNTERS + self.call as usize],
            self.errno,
            got.outcome.status,
            got.outcome.err()
        ))
    }
}

/// The stages that were started would otherwise wait for one another for ever.
#[test]
fn a_pipeline_without_its_last_pipe_ends() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("pipes.sh");
    fs::write(&script, "yes | cat | cat > /dev/null\necho $?\n").expect("a script can be written");
    let got = run(&script, Call::Pipe as u32, 2, Errno::EMFILE);
    assert!(!got.outcome.timed_out, "hangs");
    assert_eq!(got.outcome.out(), "2\n", "{}", got.outcome.err());
    assert!(!got.outcome.stderr.is_empty(), "says nothing");
}

/// Limits, signals and process groups are rare in the corpus, and a stack is needed once.
#[test]
fn each_rare_call_may_fail_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("rare.sh");
    fs::write(&script, RARE).expect("a script can be written");
    let usual = run(&script, NONE, 0, Errno::UnknownErrno);
    for call in [Call::Group, Call::Kill, Call::Limit, Call::Map] {
        let count = usual.words[fault::COUNTERS + call as usize];
        if cfg!(debug_assertions) {
            assert!(count > 0, "{call:?} is never called");
        }
        for turn in 1..=count {
            for errno in errnos(call) {
                let got = run(&script, call as u32, turn, *errno);
                let wrong = complaint(&script, &usual, &got, call);
                assert_eq!(
                    wrong,
                    None,
                    "{call:?} {turn}, {errno}: {}",
                    got.outcome.err()
                );
            }
        }
    }
}

const RARE: &str = "set -m; (exit 3); echo $?; sleep 1 & kill -0 %1; kill %1; wait %1; echo $?; true | (exit 4); echo $?
set +m; ulimit -f; ulimit -S -f 100000; ulimit -f; kill -0 $$; (exit 5) & wait $!; echo $?
";

/// A shell that a person types at goes on, or ends with a message.
#[test]
fn each_call_at_a_terminal_may_fail_once() {
    let usual = sit(NONE, 0, Errno::UnknownErrno);
    for call in [Call::Terminal, Call::Group] {
        let count = usual[fault::COUNTERS + call as usize];
        if cfg!(debug_assertions) {
            assert!(count > 0, "{call:?} is never called");
        }
        for turn in turns(count) {
            let errnos = errnos(call);
            sit(call as u32, turn, errnos[turn as usize % errnos.len()]);
        }
    }
}

/// A short sitting at a terminal; the words that the shell shared.
fn sit(which: u32, turn: u32, errno: Errno) -> Vec<u32> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = folder.path().join("plan");
    write_plan(&plan, which, turn, errno);
    let mut command = Shell::under_test().command(folder.path());
    command
        .arg("-i")
        .env("SHTUTOR_FAULT", &plan)
        .env("PS1", "$ ");
    let mut pty = Pty::start(&command, 80, 24);
    pty.type_bytes(
        b"sleep 0; echo one\nsleep 1 &\nkill %1; wait\ntrue | false\n(exit 2)\nexit 3\n",
    );
    let ended = pty.wait_for_end(LIMIT);
    let text = pty.text();
    assert!(ended.is_some(), "hangs, {turn} {errno}:\n{text}");
    assert!(!text.contains("panicked"), "{turn} {errno}:\n{text}");
    read_plan(&plan)
}

fn write_plan(plan: &Path, which: u32, turn: u32, errno: Errno) {
    let mut words = vec![0; fault::WORDS];
    (words[fault::WHICH], words[fault::TURN]) = (which, turn);
    words[fault::ERRNO] = errno as u32;
    let bytes: Vec<u8> = words
        .iter()
        .flat_map(|word: &u32| word.to_ne_bytes())
        .collect();
    fs::write(plan, bytes).expect("a plan can be written");
}

fn read_plan(plan: &Path) -> Vec<u32> {
    let bytes = fs::read(plan).expect("the plan can be read");
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_ne_bytes([word[0], word[1], word[2], word[3]]))
        .collect()
}

/// What one run came to, and the words that the shell shared.
struct Run {
    outcome: Outcome,
    words: Vec<u32>,
}

fn run(script: &Path, which: u32, turn: u32, errno: Errno) -> Run {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = folder.path().join("plan");
    let work = folder.path().join("work");
    fs::create_dir(&work).expect("a folder can be made");
    fs::copy(script, folder.path().join("script.sh")).expect("a script can be copied");
    write_plan(&plan, which, turn, errno);
    let mut command = Shell::under_test().command(&work);
    command.arg("../script.sh").env("SHTUTOR_FAULT", &plan);
    let outcome = shell::run(&mut command, LIMIT);
    let words = read_plan(&plan);
    Run { outcome, words }
}

/// What is wrong with a run in which `call` failed.
fn complaint(script: &Path, usual: &Run, got: &Run, call: Call) -> Option<&'static str> {
    let outcome = &got.outcome;
    let same = outcome.stdout == usual.outcome.stdout && outcome.status == usual.outcome.status;
    let text = fs::read_to_string(script).unwrap_or_default();
    let hides = text.contains("2>") || text.contains(">&-");
    // That a question has no answer is an answer; a stack may be smaller; a job is put into its group from both sides.
    let asked = matches!(call, Call::Ask | Call::List | Call::Map | Call::Group);
    let silent = outcome.stderr.is_empty() && !same && !hides && !asked;
    let more = |what: usize| got.words[what] > usual.words[what];
    let crashed = outcome.status >= 128 && outcome.status != usual.outcome.status;
    match () {
        () if outcome.timed_out => Some("hangs"),
        () if outcome.err().contains("panicked") || crashed => Some("crashes"),
        () if silent && got.words[fault::HAPPENED] == 1 => Some("says nothing"),
        () if more(fault::DESCRIPTORS) => Some("loses a descriptor"),
        () if more(fault::ZOMBIES) => Some("leaves a zombie"),
        () => None,
    }
}

/// The first turn, the last, and some between.
fn turns(count: u32) -> Vec<u32> {
    let step = count as usize / setting("SHTUTOR_FAULTS_TURNS", TURNS);
    (1..=count).step_by(step.max(1)).collect()
}

fn setting(name: &str, usual: usize) -> usize {
    let given = std::env::var(name).ok();
    given.map_or(usual, |text| text.parse().expect("a number"))
}

/// How a call of this kind may fail.
fn errnos(call: Call) -> &'static [Errno] {
    use Errno::*;
    match call {
        Call::Open => &[EMFILE, EINTR, EIO, ENOSPC],
        Call::Duplicate => &[EMFILE, EINTR],
        Call::Pipe => &[EMFILE, ENFILE],
        Call::Read => &[EIO, EINTR],
        Call::Write => &[ENOSPC, EIO, EINTR],
        Call::Seek => &[ESPIPE, EIO],
        Call::MemoryFile => &[EMFILE, ENOMEM],
        Call::Tee => &[EINVAL, EIO],
        Call::Fork | Call::Clone => &[EAGAIN, ENOMEM],
        Call::Exec => &[ENOMEM, EIO],
        Call::Wait => &[EINTR],
        Call::ChangeDirectory => &[EACCES],
        Call::Ask => &[EIO, ENOMEM],
        Call::List => &[EIO, EMFILE],
        Call::Group => &[EPERM, EACCES],
        Call::Kill => &[EPERM, ESRCH],
        Call::Terminal => &[EIO, ENOTTY],
        Call::Limit => &[EPERM, EINVAL],
        Call::Map => &[ENOMEM],
    }
}

/// The scripts of `tests/scripts` that need no arguments, sorted.
fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let mut scripts: Vec<PathBuf> = entries(&root)
        .iter()
        .flat_map(|topic| entries(topic))
        .filter(|path| path.extension().is_some_and(|is| is == "sh"))
        .filter(|path| !fs::read_to_string(path).is_ok_and(|text| text.contains("# args:")))
        .collect();
    scripts.sort();
    scripts
}
