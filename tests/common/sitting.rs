//! A sitting: what somebody types at a terminal, line by line, and the transcript of what they see.
//!
//! One line of a sitting is one line typed, with Enter; the next is typed when a prompt shows that it is awaited. Other
//! lines:
//!
//! | line | meaning |
//! | --- | --- |
//! | `# …`, empty | a comment |
//! | `<env NAME=VALUE>` | set before the next start |
//! | `<course ID…>` | the lessons that there are, from the next start on; all of them otherwise |
//! | `<lesson FILE>` | the same: that file of `tests/transcripts` alone |
//! | `<needs PROGRAM>` | the sitting is held only where there is such a program |
//! | `<size 20x24>` | columns and rows of the next terminal; 80x24 otherwise |
//! | `<start ARG…>` | start the program in the same home as before |
//! | `<Enter>` | Enter alone |
//! | `<C-c>` `<C-d>` `<C-z>` `<C-\>` | a key, without Enter |
//! | `<run> LINE` | type a line whose command keeps running: wait for no prompt |
//! | `<expect> TEXT` | wait until TEXT stands in a line below the one typed last |
//! | `<keys> TEXT` | type TEXT without Enter and wait until it is echoed |
//! | `<kill -9>` | kill the program |
//! | `<end>` | wait until the program has ended by itself |
//!
//! Between two lines that are typed no more is printed than a screen holds, except by the plain shell. At 80x24 what answers a
//! line that is not for the tutor, and so was not asked for, is seen without `Enter: more>`.
//!
//! Where a line should begin with `<` or `#` itself, put a backslash before it. At the end of a sitting, and before each
//! `<start>`, a program that still runs loses its terminal and must then end by itself.

use super::pty::{Missed, Pty};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How long one answer may take, on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);
/// A terminal's columns and rows, as in a ssh session.
const SIZE: (u16, u16) = (80, 24);

/// Whole lines up to the cursor where a line is awaited.
const PROMPTS: &[&str] = &["$ ", "> ", "answer> ", "      > "];
/// How longer ones end: a question's, and those that say what is open.
const ENDINGS: &[&str] = &["g/u/s> ", "y/n> ", "\u{2026} > ", "... > ", MORE];
/// What waits until a full screen has been read.
const MORE: &str = "Enter: more> ";

/// Where the lessons are, and one that has the kinds of step that sittings need.
const LESSONS: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/unix-shell"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kinds"),
];

/// The program a sitting is held with, and the folder that is its home.
pub struct Stage {
    /// What `<start>` starts.
    pub program: Vec<String>,
    /// `HOME`, and the folder it starts in.
    pub home: PathBuf,
    /// More of its environment; the first thing in it is what drawn questions depend on.
    pub environment: Vec<(String, String)>,
    /// The folder of the lessons, if they are not those inside the program.
    lessons: Option<PathBuf>,
}

/// Holds a sitting and gives its transcript.
///
/// # Errors
///
/// The line that could not be played, why, and the screen at that moment.
pub fn play(sitting: &str, stage: Stage) -> Result<String, String> {
    let mut player = Player {
        stage,
        pty: None,
        transcript: String::new(),
        size: SIZE,
        typed_at: 0,
        is_tutor: true,
    };
    for (number, line) in (1..).zip(sitting.lines()) {
        if let Err(why) = player.line(line) {
            player.keep_screen();
            return Err(format!(
                "line {number}, `{line}`: {why}\nThe screen:\n{}",
                player.transcript
            ));
        }
    }
    player
        .hang_up()
        .map_err(|why| format!("at the end: {why}"))?;
    Ok(player.transcript)
}

struct Player {
    stage: Stage,
    pty: Option<Pty>,
    transcript: String,
    size: (u16, u16),
    /// The row of the cursor when Enter or a key was typed last.
    typed_at: usize,
    /// Whether what runs is the tutor, and not a shell alone.
    is_tutor: bool,
}

impl Player {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = match line.split_once('>') {
            Some((word, rest)) if line.starts_with('<') => (&word[1..], rest.trim_start()),
            _ if line.starts_with('#') || line.is_empty() => return Ok(()),
            _ => return self.type_line(line.strip_prefix('\\').unwrap_or(line)),
        };
        let (verb, operand) = word.split_once(' ').unwrap_or((word, ""));
        match (verb, operand) {
            ("env", pair) => self.environment(pair),
            ("course", ids) => self.stage.teach(ids),
            ("lesson", file) => self.stage.teach_file(file),
            // Whoever holds the sitting has seen to it.
            ("needs", _) => Ok(()),
            ("size", size) => self.resize(size),
            ("start", args) => self.start(args),
            ("Enter", "") => self.type_line(""),
            ("run", "") => self.run(rest),
            ("expect", "") => self.expect(rest),
            ("keys", "") => self.keys(rest),
            ("kill", "-9") => self.kill(),
            ("end", "") => self.end(),
            _ => self.key(word),
        }
    }

    fn environment(&mut self, pair: &str) -> Result<(), String> {
        let (name, value) = pair.split_once('=').ok_or("wants NAME=VALUE")?;
        self.stage.environment.push((name.into(), value.into()));
        Ok(())
    }

    fn resize(&mut self, size: &str) -> Result<(), String> {
        let (columns, rows) = size.split_once('x').ok_or("wants COLUMNSxROWS")?;
        let number = |text: &str| text.parse().map_err(|_| format!("{text} is no length"));
        self.size = (number(columns)?, number(rows)?);
        Ok(())
    }

    fn start(&mut self, args: &str) -> Result<(), String> {
        self.hang_up()?;
        let (columns, rows) = self.size;
        self.pty = Some(Pty::start(&self.stage.command(args), columns, rows));
        self.typed_at = 0;
        self.is_tutor = !args.starts_with("sh") && self.stage.lessons.is_some();
        self.wait("prompt", |pty, _| at_prompt(pty))?;
        self.seen_at_once(args)
    }

    fn type_line(&mut self, text: &str) -> Result<(), String> {
        // At the very start of a row nobody has typed, and no prompt has come.
        let columns = usize::from(self.size.0);
        if self
            .pty
            .as_ref()
            .is_some_and(|pty| pty.cursor_cell() % columns == 0)
        {
            self.see_prompt(text)?;
        }
        self.keys(text)?;
        self.send("\r")?;
        self.wait("prompt below the line typed", |pty, typed_at| {
            pty.cursor_row() > typed_at && at_prompt(pty)
        })?;
        self.seen_at_once(text)
    }

    /// Whether all that came of `typed` is on the screen together with the prompt below it.
    fn seen_at_once(&self, typed: &str) -> Result<(), String> {
        let Some(pty) = self.pty.as_ref().filter(|_| self.is_tutor) else {
            return Ok(());
        };
        let rows = pty.cursor_row() - self.typed_at;
        let held = usize::from(self.size.1);
        if rows > held {
            return Err(format!("{rows} rows, {held} are seen at once"));
        }
        let asked_for = typed.starts_with(':') || typed.is_empty();
        if self.size == SIZE && !asked_for && pty.cursor_line().ends_with(MORE) {
            return Err("it is not seen at once".to_owned());
        }
        Ok(())
    }

    fn run(&mut self, text: &str) -> Result<(), String> {
        self.see_prompt(text)?;
        self.keys(text)?;
        self.send("\r")?;
        self.wait("new line after Enter", |pty, typed_at| {
            pty.cursor_row() > typed_at
        })
    }

    /// Where nothing is shown of what is typed, the prompt is all that there is to wait for.
    fn see_prompt(&mut self, typed: &str) -> Result<(), String> {
        match typed.is_empty() {
            true => self.wait("prompt before Enter", |pty, _| at_prompt(pty)),
            false => Ok(()),
        }
    }

    /// Types `text`, each character of which is one cell wide, and waits until the cursor is behind it.
    fn keys(&mut self, text: &str) -> Result<(), String> {
        let before = self.pty.as_ref().map_or(0, Pty::cursor_cell);
        self.send(text)?;
        let behind = before + text.chars().count();
        self.wait("echo of the text", move |pty, _| {
            pty.cursor_cell() == behind
        })
    }

    fn key(&mut self, name: &str) -> Result<(), String> {
        let key = match name {
            "C-c" => "\x03",
            "C-d" => "\x04",
            "C-z" => "\x1a",
            "C-\\" => "\x1c",
            _ => return Err(format!("there is no <{name}>")),
        };
        let before = self.pty.as_ref().map(Pty::cursor_line).unwrap_or_default();
        self.send(key)?;
        // A key need not begin a new line: what matters is that something came, and then a prompt.
        self.wait("prompt after the key", |pty, typed_at| {
            (pty.cursor_row() > typed_at || pty.cursor_line() != before) && at_prompt(pty)
        })
    }

    fn expect(&mut self, text: &str) -> Result<(), String> {
        let from = self.typed_at + 1;
        let pty = self.pty.as_mut().ok_or("nothing was started")?;
        let shown = |pty: &mut Pty| {
            pty.text()
                .lines()
                .skip(from)
                .any(|line| line.contains(text))
        };
        let start = Instant::now();
        while start.elapsed() < LIMIT {
            if shown(pty) {
                return Ok(());
            }
            let _ = pty.wait_until(Duration::from_millis(5), |_| false);
        }
        Err(format!("`{text}` was not shown within {LIMIT:?}"))
    }

    fn kill(&mut self) -> Result<(), String> {
        self.pty.as_mut().ok_or("nothing was started")?.kill();
        self.keep_screen();
        self.transcript.push_str("<kill -9>\n");
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        let pty = self.pty.as_mut().ok_or("nothing was started")?;
        let status = pty.wait_for_end(LIMIT).ok_or("it has not ended")?;
        self.keep_screen();
        self.transcript.push_str(&format!("<{status}>\n"));
        Ok(())
    }

    fn send(&mut self, text: &str) -> Result<(), String> {
        let pty = self
            .pty
            .as_mut()
            .filter(|pty| pty.is_open())
            .ok_or("nothing runs that could read it")?;
        self.typed_at = pty.cursor_row();
        pty.type_bytes(text.as_bytes());
        Ok(())
    }

    fn wait(&mut self, what: &str, ready: impl Fn(&Pty, usize) -> bool) -> Result<(), String> {
        let typed_at = self.typed_at;
        let pty = self.pty.as_mut().ok_or("nothing was started")?;
        match pty.wait_until(LIMIT, |pty| ready(pty, typed_at)) {
            // A line or a key may end the program; `<end>` says with which status.
            Ok(()) | Err(Missed::Ended) => Ok(()),
            Err(Missed::TimedOut) => Err(format!("no {what} within {LIMIT:?}")),
        }
    }

    /// Takes the terminal away from a program that still runs. It must then end.
    fn hang_up(&mut self) -> Result<(), String> {
        let ended = self
            .pty
            .as_mut()
            .is_none_or(|pty| pty.hang_up(LIMIT).is_some());
        self.keep_screen();
        if ended {
            Ok(())
        } else {
            Err(format!(
                "it still runs {LIMIT:?} after its terminal has gone"
            ))
        }
    }

    /// Adds what the terminal shows to the transcript and lets go of it.
    fn keep_screen(&mut self) {
        if let Some(mut pty) = self.pty.take() {
            self.transcript
                .push_str(&self.stage.without_chance(&pty.text()));
        }
    }
}

impl Stage {
    /// `text` without what differs from one sitting to the next: this home's name, the names of scratch folders, the ids of
    /// jobs, how long a line took (and that it was said to take long), and whether what writes into a pipe was quicker than the end of a command that does not
    /// read it.
    pub fn without_chance(&self, text: &str) -> String {
        let home = self.home.display().to_string();
        // The folder of a lesson's steps has a name of its own: where it stands is nothing that a sitting is about.
        let text = text.replace(&format!("{home}/.local/state/shtutor/work"), "$STEPS");
        let text = text.replace(&home, "$HOME");
        let text: String = text
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("  It is being run to be judged"))
            .map(without_job_id)
            .map(without_race)
            .map(without_time)
            .collect();
        let mut parts = text.split(SCRATCH);
        let mut steady = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(part.len());
            steady.push_str(&format!("{SCRATCH}{}{}", "X".repeat(end), &part[end..]));
        }
        steady
    }

    /// Leaves only the lessons of these ids, so that a sitting looks the same however many others there are.
    ///
    /// # Errors
    /// There is no such lesson, or it cannot be copied.
    pub fn teach(&mut self, ids: &str) -> Result<(), String> {
        let mut files: Vec<PathBuf> = Vec::new();
        for folder in LESSONS {
            let entries = fs::read_dir(folder).map_err(|error| format!("{folder}: {error}"))?;
            files.extend(entries.flatten().map(|entry| entry.path()));
        }
        let folder = self.home.join(".lessons");
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for id in ids.split_whitespace() {
            let is_it = |path: &&PathBuf| {
                let stem = path.file_stem().and_then(|stem| stem.to_str());
                stem.and_then(|stem| stem.split_once('-'))
                    .is_some_and(|(_, name)| name == id)
            };
            let file = files.iter().find(is_it);
            let file = file.ok_or_else(|| format!("there is no lesson {id}"))?;
            let copy = folder.join(file.file_name().unwrap_or_default());
            fs::copy(file, copy).map_err(|error| error.to_string())?;
        }
        self.lessons = Some(folder);
        Ok(())
    }

    fn teach_file(&mut self, file: &str) -> Result<(), String> {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
        let folder = self.home.join(".lessons");
        let copy = || {
            fs::create_dir_all(&folder)?;
            fs::copy(from.join(file), folder.join(file))
        };
        copy().map_err(|error| format!("{file}: {error}"))?;
        self.lessons = Some(folder);
        Ok(())
    }

    /// The program with `args`, in this home and nobody else's environment.
    pub fn command(&self, args: &str) -> Command {
        let mut command = Command::new(&self.program[0]);
        command.args(&self.program[1..]);
        if let Some(lessons) = &self.lessons {
            command.arg("--lessons").arg(lessons);
        }
        command
            .args(args.split_whitespace())
            .current_dir(&self.home);
        super::shell::plain_environment(&mut command, &self.home);
        command
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("LC_ALL", "C.UTF-8");
        command.env("USER", "learner").env("LOGNAME", "learner");
        for (name, folder) in XDG {
            command.env(name, self.home.join(folder));
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// `line` without the process id, if it is one that says a job was started: `[1] 4711`.
fn without_job_id(line: &str) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let started = line
        .trim_end()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "));
    match started {
        Some((job, id)) if digits(job) && digits(id) => format!("[{job}] PID\n"),
        _ => line.to_owned(),
    }
}

/// `line` as it is where an `echo` or a `cat` was in time, if it is a row that tells how one ended.
fn without_race(line: String) -> String {
    const LATE: &str = "exit 141: nobody read on (SIGPIPE)";
    match line.split_once(LATE) {
        Some((command, rest)) if command.contains(" echo ") || command.contains(" cat ") => {
            format!("{command}exit 0{rest}")
        }
        _ => line,
    }
}

/// `line` without the time, if it is a row that says how long something may take and took: `under 0.5 s   0.62 s`.
fn without_time(line: String) -> String {
    let rest = line.trim_end().strip_suffix(" s");
    let (before, time) = rest
        .and_then(|rest| rest.rsplit_once(' '))
        .unwrap_or_default();
    match (before.contains("under "), time.parse::<f64>()) {
        (true, Ok(_)) => format!("{before} TIME s\n"),
        _ => line,
    }
}

/// What the name of a scratch folder begins with.
const SCRATCH: &str = "/shtutor-";
/// Where state belongs, all of it below the sitting's own home.
const XDG: [(&str, &str); 4] = [
    ("XDG_DATA_HOME", ".local/share"),
    ("XDG_STATE_HOME", ".local/state"),
    ("XDG_CONFIG_HOME", ".config"),
    ("XDG_CACHE_HOME", ".cache"),
];

/// Whether the cursor stands behind a prompt, and the prompt alone is in that line.
pub fn at_prompt(pty: &Pty) -> bool {
    let line = pty.cursor_line();
    let status = line
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix("] $ "));
    PROMPTS.contains(&line.as_str())
        || ENDINGS.iter().any(|ending| line.ends_with(ending))
        || status.is_some_and(|status| status == " " || status.parse::<u8>().is_ok())
}

/// A stage for `program` with an empty home in `folder`.
pub fn stage(program: &[&str], folder: &Path) -> Stage {
    Stage {
        program: program.iter().map(|word| (*word).into()).collect(),
        home: folder.into(),
        environment: vec![("SHTUTOR_SEED".into(), "1".into())],
        lessons: None,
    }
}
