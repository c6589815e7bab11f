//! Two terminals of 80 by 24 in a `tmux` of their own: the sandbox in one, bash in the other.

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long one step may take, on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);
/// How long to wait before looking again.
const GLANCE: Duration = Duration::from_millis(30);
/// Where both look for programs.
const PATH: &str = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
/// The prompt, of both: bash is told to show what the tutor shows.
const PROMPT: &str = "[0] $";

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `shtutor sandbox`.
    Tutor,
    /// `bash --norc`.
    Bash,
}

const BOTH: [Side; 2] = [Side::Tutor, Side::Bash];

/// Both terminals, until this is dropped.
pub struct Stage {
    folder: TempDir,
}

/// Whether all `programs` are there; if not, a test cannot run.
pub fn have(programs: &[&str]) -> bool {
    let missing = ["tmux", "bash"].iter().chain(programs).find(|program| {
        let mut command = Command::new("sh");
        command.args(["-c", "command -v \"$1\" >/dev/null", "sh", program]);
        command.env("PATH", PATH);
        !command.status().is_ok_and(|status| status.success())
    });
    if let Some(missing) = missing {
        println!("skipped: {missing} is not installed");
    }
    missing.is_none()
}

impl Stage {
    /// Both at an empty screen with their first prompt.
    pub fn set() -> Stage {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["home", "state"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder can be made");
        }
        let stage = Stage { folder };
        stage.start(Side::Tutor, &[env!("CARGO_BIN_EXE_shtutor"), "sandbox"]);
        stage.start(Side::Bash, &["bash", "--norc", "--noprofile"]);
        stage.wait_for(Side::Tutor, |screen| screen.trim_end().ends_with("[ ] $"));
        stage.wait_for(Side::Bash, |screen| screen.trim_end() == PROMPT);
        stage.line("clear");
        stage.same(|screen| screen == PROMPT);
        stage
    }

    fn start(&self, side: Side, command: &[&str]) {
        let home = self.folder.path().join("home");
        let mut tmux = self.tmux();
        tmux.args([
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "24",
            "-s",
            side.name(),
        ]);
        tmux.arg("-c").arg(&home).args(["env", "-i"]);
        let state = self.folder.path().join("state");
        for (name, value) in [("HOME", home.as_path()), ("XDG_STATE_HOME", &state)] {
            tmux.arg(format!("{name}={}", value.display()));
        }
        tmux.args([&format!("PATH={PATH}"), "TERM=screen"]);
        tmux.args([
            "LC_ALL=C.UTF-8",
            "TZ=UTC",
            "LESSHISTFILE=-",
            "NO_COLOR=1",
            "PS1=[$?] $ ",
        ]);
        let started = output(tmux.args(command));
        assert!(started.status.success(), "{started:?}");
    }

    fn tmux(&self) -> Command {
        let mut command = Command::new("tmux");
        let conf = self.folder.path().join("conf");
        if !conf.exists() {
            // One row less would be left for the programs.
            std::fs::write(&conf, "set -g status off\nset -g default-terminal screen\n")
                .expect("a file can be written");
        }
        command
            .arg("-S")
            .arg(self.folder.path().join("tmux"))
            .arg("-f")
            .arg(conf);
        command.env_remove("TMUX");
        command
    }

    /// Types `keys` as they are into one of the terminals.
    pub fn type_into(&self, side: Side, keys: &str) {
        let mut tmux = self.tmux();
        tmux.args(["send-keys", "-t", &side.target(), "-l", "--", keys]);
        assert!(output(&mut tmux).status.success());
    }

    /// Presses a key, by its name in `tmux`, in both.
    pub fn key(&self, name: &str) -> &Stage {
        for side in BOTH {
            let mut tmux = self.tmux();
            tmux.args(["send-keys", "-t", &side.target(), name]);
            assert!(output(&mut tmux).status.success());
        }
        self
    }

    /// Types `text` in both.
    pub fn text(&self, text: &str) -> &Stage {
        BOTH.into_iter().for_each(|side| self.type_into(side, text));
        self
    }

    /// Types `text` and Enter in both.
    pub fn line(&self, text: &str) -> &Stage {
        self.text(text).key("Enter")
    }

    /// Makes both terminals this large.
    pub fn resize(&self, columns: u16, rows: u16) -> &Stage {
        for side in BOTH {
            let mut tmux = self.tmux();
            let [columns, rows] = [columns, rows].map(|length| length.to_string());
            tmux.args([
                "resize-window",
                "-t",
                &side.target(),
                "-x",
                &columns,
                "-y",
                &rows,
            ]);
            assert!(output(&mut tmux).status.success());
        }
        self
    }

    /// Waits until both screens are the same, and so that `ready` holds.
    pub fn same(&self, ready: impl Fn(&str) -> bool) -> &Stage {
        let begun = Instant::now();
        loop {
            let [tutor, bash] = BOTH.map(|side| normal(&self.screen(side)));
            if tutor == bash && ready(&tutor) {
                return self;
            }
            let is_over = begun.elapsed() > LIMIT;
            assert!(!is_over, "\n--- the tutor:\n{tutor}\n--- bash:\n{bash}");
            std::thread::sleep(GLANCE);
        }
    }

    /// Waits until both screens are the same and have `text` elsewhere than behind a prompt.
    pub fn shows(&self, text: &str) -> &Stage {
        self.same(|screen| {
            let typed = |line: &str| line.starts_with('[') && line.contains("] $ ");
            screen
                .lines()
                .any(|line| !typed(line) && line.contains(text))
        })
    }

    /// Waits until both are at a prompt that shows `status`, below the line `above`.
    pub fn prompt(&self, above: &str, status: u8) -> &Stage {
        let end = format!("{above}\n[{status}] $");
        self.same(|screen| screen.ends_with(end.trim_start()))
    }

    /// Waits until `ready` holds of each screen, which need not be the same.
    pub fn each(&self, ready: impl Fn(&str) -> bool) -> &Stage {
        BOTH.into_iter()
            .for_each(|side| self.wait_for(side, &ready));
        self
    }

    /// Waits until `ready` holds of one screen.
    pub fn wait_for(&self, side: Side, ready: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        loop {
            let screen = self.screen(side);
            if ready(&screen) {
                return;
            }
            assert!(begun.elapsed() < LIMIT, "{side:?} shows\n{screen}");
            std::thread::sleep(GLANCE);
        }
    }

    /// Asks until programs find this size, `rows columns`: `tmux` takes its time to pass it on.
    pub fn has_size(&self, size: &str) -> &Stage {
        for side in BOTH {
            for turn in 0.. {
                self.type_into(side, &format!("clear; stty size; echo turn {turn}\r"));
                let end = format!("\nturn {turn}\n[0] $");
                self.wait_for(side, |screen| screen.trim_end().ends_with(&end));
                if self.screen(side).starts_with(size) {
                    break;
                }
            }
        }
        self
    }

    /// Stops what the shell of one terminal has started, as `kill -STOP` from elsewhere does.
    pub fn stop_child(&self, side: Side) {
        let mut tmux = self.tmux();
        tmux.args(["display-message", "-p", "-t", &side.target(), "#{pane_pid}"]);
        let shell = String::from_utf8_lossy(&output(&mut tmux).stdout)
            .trim()
            .to_owned();
        let children = format!("/proc/{shell}/task/{shell}/children");
        let children = std::fs::read_to_string(children).expect("the shell runs");
        let child = children.trim().parse().expect("it has one child");
        kill(Pid::from_raw(child), Signal::SIGSTOP).expect("it runs");
    }

    /// What one shows now, without blanks at the ends of lines.
    fn screen(&self, side: Side) -> String {
        let mut tmux = self.tmux();
        tmux.args(["capture-pane", "-p", "-t", &side.target()]);
        String::from_utf8_lossy(&output(&mut tmux).stdout).into_owned()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = output(self.tmux().arg("kill-server"));
    }
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Side::Tutor => "tutor",
            Side::Bash => "bash",
        }
    }

    fn target(self) -> String {
        format!("={}:", self.name())
    }
}

fn output(command: &mut Command) -> Output {
    command
        .stdin(Stdio::null())
        .output()
        .expect("tmux can be run")
}

/// A screen without what may differ: process ids, the width of columns in lists of jobs, what bash adds to them.
fn normal(screen: &str) -> String {
    let lines = screen.lines().map(|line| {
        if !is_job(line) {
            return line.trim_end().to_owned();
        }
        let line = line.replacen("]+", "] +", 1).replacen("]-", "] -", 1);
        let line = line.replace("(SIGTTIN)", "").replace("(SIGTTOU)", "");
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [number, pid] if pid.parse::<u32>().is_ok() => format!("{number} PID"),
            [words @ .., "&"] | words => words.join(" "),
        }
    });
    let lines: Vec<String> = lines.collect();
    lines.join("\n").trim_end().to_owned()
}

/// Whether a line is of the form `[1]…`, and no prompt.
fn is_job(line: &str) -> bool {
    let Some((number, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return false;
    };
    number.parse::<u32>().is_ok() && !rest.starts_with(" $")
}
