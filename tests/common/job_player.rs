//! Plays a scenario of job control at a shell on a pseudo-terminal: types a line when there is a prompt, a key when the
//! program it is for runs. Needs its siblings `pty` and `shell` in the crate that includes it.
//!
//! One line of a scenario is one line typed, with Enter, after which a prompt is awaited. Other lines:
//!
//! | line | meaning |
//! | --- | --- |
//! | `# …`, empty | a comment |
//! | `<run> LINE` | type a line whose command keeps running: await no prompt |
//! | `<up sleep cat>` | wait until the foreground job is these programs, all of them waiting for something |
//! | `<C-c>` `<C-z>` `<C-d>` `<C-\>` | a key; then a prompt is awaited |
//! | `<key C-d>` | a key that ends the shell |
//! | `<send> LINE` | a line for the program in the foreground, which echoes it, or for a shell that is about to end |
//! | `<children 2>` | wait until that many children of the shell have not ended |
//! | `<stopped 1>` | wait until that many children of the shell are stopped |
//! | `<await TEXT>` | wait until TEXT stands below the line typed last |
//! | `<prompt>` | wait until the cursor stands behind a prompt |
//! | `<signal HUP>` | send the shell a signal |
//! | `<end>` | wait until the shell has ended; its status is written behind the screen |
//!
//! Nothing waits for a fixed time: what is waited for is looked up in `/proc`.

use super::pty::{Missed, Pty};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::time::Duration;

/// The terminal's columns and rows.
const SIZE: (u16, u16) = (80, 60);
/// What stands before the cursor where a line is awaited.
const PROMPTS: [&str; 2] = ["$ ", "> "];

/// Plays `scenario` at `shell`, and gives all that was ever on the screen. `limit` is how long one step may take.
///
/// # Errors
/// The line that could not be played, and the screen at that moment.
pub fn play(scenario: &str, shell: &Command, limit: Duration) -> Result<String, String> {
    let mut player = Player {
        pty: Pty::start(shell, SIZE.0, SIZE.1),
        typed_at: 0,
        status: None,
        limit,
    };
    let mut played = player.wait("prompt", |pty, _| at_prompt(pty));
    for line in scenario.lines() {
        if let Err(why) = played {
            let screen = player.pty.text();
            return Err(format!(
                "`{line}` or before it: {why}\nThe screen:\n{screen}"
            ));
        }
        played = player.line(line);
    }
    played.map_err(|why| format!("at the end: {why}\nThe screen:\n{}", player.pty.text()))?;
    let mut text = player.pty.text();
    if let Some(status) = player.status {
        text.push_str(&format!("status {status}\n"));
    }
    Ok(text)
}

struct Player {
    pty: Pty,
    /// The cell of the cursor when Enter or a key was typed last.
    typed_at: usize,
    status: Option<i32>,
    limit: Duration,
}

impl Player {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = match line.split_once('>') {
            Some((word, rest)) if line.starts_with('<') => (&word[1..], rest.trim_start()),
            _ if line.starts_with('#') || line.is_empty() => return Ok(()),
            _ => {
                self.send(line)?;
                return self.prompt();
            }
        };
        let (verb, operand) = word.split_once(' ').unwrap_or((word, ""));
        match verb {
            "run" | "send" => self.send(rest),
            "up" => self.up(operand),
            "children" => self.children(operand, |state| state != 'Z'),
            "stopped" => self.children(operand, |state| state == 'T'),
            "await" => self.wait(operand, |pty, typed_at| below(pty, typed_at, operand)),
            "key" => self.key(operand),
            "prompt" => self.wait("prompt", |pty, _| at_prompt(pty)),
            "signal" => self.signal(operand),
            "end" => self.end(),
            _ => {
                self.key(word)?;
                self.wait("prompt", |pty, typed_at| {
                    pty.cursor_cell() > typed_at && at_prompt(pty)
                })
            }
        }
    }

    /// Types a line, and Enter once all of it is echoed.
    fn send(&mut self, text: &str) -> Result<(), String> {
        let before = self.pty.cursor_cell();
        self.pty.type_bytes(text.as_bytes());
        let length = text.chars().count();
        self.wait("echo", |pty, _| pty.cursor_cell() >= before + length)?;
        self.typed_at = self.pty.cursor_cell();
        self.pty.type_bytes(b"\r");
        self.wait("new line after Enter", |pty, typed_at| {
            pty.cursor_cell() > typed_at || !pty.is_open()
        })
    }

    fn key(&mut self, word: &str) -> Result<(), String> {
        let letter = match word.as_bytes() {
            [b'C', b'-', letter] => *letter,
            _ => return Err(format!("<{word}> means nothing")),
        };
        self.typed_at = self.pty.cursor_cell();
        self.pty.type_bytes(&[letter & 0x1f]);
        Ok(())
    }

    fn prompt(&mut self) -> Result<(), String> {
        self.wait("prompt", |pty, typed_at| {
            let columns = usize::from(SIZE.0);
            pty.cursor_cell() / columns > typed_at / columns && at_prompt(pty)
        })
    }

    fn up(&mut self, programs: &str) -> Result<(), String> {
        let mut wanted: Vec<&str> = programs.split_whitespace().collect();
        wanted.sort_unstable();
        self.wait(&format!("{programs} in the foreground"), |pty, _| {
            let Some(group) = pty.foreground().filter(|group| *group != pty.pid()) else {
                return false;
            };
            let all = processes();
            let mut found: Vec<&str> = Vec::new();
            for process in all.iter().filter(|process| process.group == group) {
                // A shell that waits for the others is part of the job too.
                if process.state != 'Z' && !process.is_shell() {
                    found.push(&process.name);
                }
            }
            found.sort_unstable();
            let waits = |process: &Process| process.group != group || "SZ".contains(process.state);
            found == wanted && all.iter().all(waits)
        })
    }

    fn children(&mut self, count: &str, counts: fn(char) -> bool) -> Result<(), String> {
        let wanted: usize = count.parse().map_err(|_| format!("{count} is no number"))?;
        self.wait(&format!("{count} children"), |pty, _| {
            let shell = pty.pid();
            let all = processes();
            let children = all.iter().filter(|process| process.parent == shell);
            children.filter(|child| counts(child.state)).count() == wanted
        })
    }

    fn signal(&mut self, name: &str) -> Result<(), String> {
        let signal: Signal = format!("SIG{name}").parse().map_err(|_| name.to_string())?;
        kill(Pid::from_raw(self.pty.pid()), signal).map_err(|error| error.to_string())
    }

    fn end(&mut self) -> Result<(), String> {
        let status = self.pty.wait_for_end(self.limit).ok_or("it does not end")?;
        self.status = status
            .code()
            .or_else(|| Some(128 + status.signal().unwrap_or(0)));
        Ok(())
    }

    fn wait(&mut self, what: &str, ready: impl Fn(&Pty, usize) -> bool) -> Result<(), String> {
        let typed_at = self.typed_at;
        self.pty
            .wait_until(self.limit, |pty| ready(pty, typed_at))
            .map_err(|missed| match missed {
                Missed::TimedOut => format!("no {what}"),
                Missed::Ended => format!("no {what}: the shell has ended"),
            })
    }
}

fn at_prompt(pty: &Pty) -> bool {
    PROMPTS.contains(&pty.cursor_line().as_str())
}

/// Whether `text` stands below the line in which the cell `typed_at` is.
fn below(pty: &Pty, typed_at: usize, text: &str) -> bool {
    let row = typed_at / usize::from(SIZE.0);
    pty.rows().skip(row + 1).any(|line| line.contains(text))
}

struct Process {
    name: String,
    state: char,
    parent: i32,
    group: i32,
}

impl Process {
    fn is_shell(&self) -> bool {
        matches!(self.name.as_str(), "shtutor" | "dash" | "bash" | "sh")
    }
}

fn processes() -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").expect("/proc can be read");
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter_map(|pid: i32| process(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?))
        .collect()
}

/// From a line of `/proc/PID/stat`: the name stands in parentheses and may hold anything.
fn process(stat: &str) -> Option<Process> {
    let (before, after) = stat.rsplit_once(')')?;
    let (_, name) = before.split_once('(')?;
    let mut fields = after.split_whitespace();
    Some(Process {
        name: name.to_string(),
        state: fields.next()?.chars().next()?,
        parent: fields.next()?.parse().ok()?,
        group: fields.next()?.parse().ok()?,
    })
}
