//! Everything the tutor writes and everything it reads passes here: a terminal with line editing, or plain lines.
//!
//! Where input is not a terminal each line read is written after its prompt, so that a transcript reads like the screen.

mod answerback;
mod arranging;
mod keyboard;
mod lines;
mod paging;
mod waiting;

use super::theme::Theme;
use super::view::{Page, prose};
use crate::sys::signal;
use answerback::without_answers;
use arranging::Arranging;
pub use arranging::without_open;
pub use keyboard::Happened;
use keyboard::Keyboard;
use lines::{next_line, whole_line};
use paging::{MORE, Paging, Size};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Cmd, Config, Editor, KeyEvent};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use waiting::{Observer, Waiting};

/// Terminals on which the editor does not edit, but reads whole lines.
const UNEDITED: [&str; 3] = ["dumb", "cons25", "emacs"];

/// How long somebody waits without being told why.
const PATIENCE: Duration = Duration::from_secs(3);
/// What they are told.
const LASTS: &str = "  It is being run to be judged, and has not ended yet. Ctrl-C: stop it";

/// Clears the line above the cursor, and goes there.
const PROMPT_AWAY: &[u8] = b"\x1b[A\r\x1b[K";

/// Ctrl-C as it is typed.
const CTRL_C: u8 = 3;

/// What came of asking for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A line, without its newline.
    Line(String),
    /// Ctrl-C: what was typed is to be forgotten.
    Interrupted,
    /// The input has ended, or Ctrl-D.
    End,
}

enum Input {
    Terminal(Box<Editor<Observer, FileHistory>>),
    Lines(Box<dyn BufRead>),
}

/// The two directions of the conversation.
pub struct Console {
    input: Input,
    out: Box<dyn Write>,
    theme: Theme,
    history: Option<PathBuf>,
    columns: Option<usize>,
    warned: bool,
    paging: Paging,
    waiting: Waiting,
    arranging: Arranging,
    /// Where lines are edited key by key.
    keyboard: Option<Keyboard>,
    /// Where they are not: what was typed before it was asked for.
    ahead: String,
}

impl Console {
    /// The standard streams; line editing if both are a terminal.
    pub fn standard() -> Console {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let theme = Theme::detect(terminal);
        let term = std::env::var("TERM").unwrap_or_default();
        let edits = !UNEDITED.contains(&term.to_ascii_lowercase().as_str());
        let config = Config::builder()
            .auto_add_history(false)
            // Escape alone is a key as well.
            .keyseq_timeout(Some(500))
            .max_history_size(1000);
        let editor = match config {
            Ok(config) if terminal => Editor::with_config(config.build()).ok(),
            _ => None,
        };
        let waiting = Waiting::default();
        let mut arranging = Arranging::default();
        let input = match editor {
            Some(mut editor) => {
                editor.set_helper(Some(Observer(waiting.clone())));
                editor.bind_sequence(KeyEvent::ctrl('\\'), Cmd::Interrupt);
                // By then the program was stopped and continued: see `keyboard`.
                editor.bind_sequence(KeyEvent::ctrl('Z'), Cmd::Repaint);
                arranging = Arranging::bind(&mut editor);
                Input::Terminal(Box::new(editor))
            }
            None => Input::Lines(Box::new(io::stdin().lock())),
        };
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        Console {
            input,
            out: Box::new(io::stdout()),
            theme,
            history: None,
            columns,
            warned: false,
            paging: Paging::default(),
            waiting,
            arranging,
            keyboard: (terminal && edits).then(Keyboard::open).flatten(),
            ahead: String::new(),
        }
    }

    /// Runs `body`, which uses the terminal itself, as it was when the program started.
    pub fn lend<T>(&mut self, body: impl FnOnce() -> T) -> T {
        match &self.keyboard {
            Some(keyboard) => keyboard.lend(body),
            None => body(),
        }
    }

    /// Runs `body`, in which the tutor does something that may last. Ctrl-C interrupts it; whoever waits long is told so.
    ///
    /// # Errors
    /// The terminal cannot be read.
    pub fn work<T>(&mut self, body: impl FnOnce() -> T) -> io::Result<T> {
        let Some(keyboard) = &mut self.keyboard else {
            return Ok(body());
        };
        signal::take_interrupt();
        // To whom it cannot be said it makes no difference.
        let say = || drop(writeln!(io::stdout(), "{LASTS}"));
        keyboard.watch(PATIENCE, say, body)
    }

    /// Ends the line on which a terminal whose keys are not read one by one has shown the Ctrl-C that ended some work.
    ///
    /// # Errors
    /// The terminal is closed.
    pub fn end_echo(&mut self) -> io::Result<()> {
        match self.is_terminal() && !self.has_keys() {
            true => writeln!(io::stdout()),
            false => Ok(()),
        }
    }

    /// Whether a line is edited key by key.
    pub fn has_keys(&self) -> bool {
        self.keyboard.is_some()
    }

    /// Gives the arrow keys the meaning to put so many pieces in order, until it is none.
    pub fn arrange(&mut self, pieces: usize) {
        self.arranging.of(pieces);
    }

    /// Whether a person sits at the other end.
    pub fn is_terminal(&self) -> bool {
        matches!(self.input, Input::Terminal(..))
    }

    /// The page as wide and high as the terminal is now.
    pub fn page(&mut self) -> Page {
        match self.size() {
            Some(size) => Page::new(size.columns, self.theme).with_rows(size.rows),
            None => Page::new(self.columns.unwrap_or(80), self.theme),
        }
    }

    /// The terminal's size; `None` if there is none, or it does not know.
    fn size(&mut self) -> Option<Size> {
        let Input::Terminal(editor) = &mut self.input else {
            return None;
        };
        let (columns, rows) = editor.dimensions()?;
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        (columns > 0 && rows > 0).then_some(Size { columns, rows })
    }

    /// Keeps the history of typed lines in `file`, and recalls what it holds.
    pub fn remember_in(&mut self, file: &Path) {
        if let Input::Terminal(editor) = &mut self.input {
            // A history that cannot be read is no reason not to start.
            let _ = editor.load_history(file);
            self.history = Some(file.to_path_buf());
        }
    }

    /// Adds an entry, perhaps of several lines, to the history.
    pub fn remember(&mut self, entry: &str) {
        let Input::Terminal(editor) = &mut self.input else {
            return;
        };
        let added = editor.add_history_entry(entry).unwrap_or(false);
        if let Some(file) = self.history.as_deref().filter(|_| added) {
            // The line has been taken in; the file is a convenience.
            let _ = editor.append_history(file);
        }
    }

    /// Says a sentence of its own, as wide as the page.
    ///
    /// # Errors
    /// As for [`Console::say`].
    pub fn remark(&mut self, text: &str) -> io::Result<()> {
        let page = self.page();
        self.say(&prose::plain(text, 2, page))
    }

    /// Writes `text` and ends the line. On a terminal what fills the screen waits to be read.
    ///
    /// # Errors
    /// The output is closed, or the terminal cannot be read.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        // Who types ahead does not wait.
        let Some(size) = self.size().filter(|_| !self.is_ahead()) else {
            return self.write(text);
        };
        let lines: Vec<&str> = text.split('\n').collect();
        let mut at = 0;
        while at < lines.len() {
            let taken = self.paging.fitting(&lines[at..], size);
            if taken > 0 {
                self.write(&lines[at..at + taken].join("\n"))?;
            }
            at += taken;
            // For an empty line alone nobody waits.
            if lines[at..].iter().any(|line| !line.is_empty()) {
                if !self.wait_for_reader()? {
                    break;
                }
                // An empty line parts it from what is on the screen before.
                at += usize::from(lines[at].is_empty());
            } else {
                at = lines.len();
            }
        }
        Ok(())
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        let text = self.theme.spell(text);
        self.show(&text)
    }

    /// Writes a line as it is, for instance one that the learner typed.
    fn show(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }

    /// Waits until what is on the screen has been read, and returns whether the rest is wanted: Enter shows more, `q` and Ctrl-C
    /// do not. What else is typed answers the next prompt, and until then nothing waits any more.
    fn wait_for_reader(&mut self) -> io::Result<bool> {
        self.paging.turn();
        let wants_more = match self.edit(&(MORE, MORE), None)? {
            Typed::Line(line) => match line.trim() {
                "" => true,
                "q" => false,
                _ => {
                    self.paging.let_through();
                    // It stands behind the prompt at once, as something that is there already.
                    self.ahead.insert_str(0, &format!("{line}\n"));
                    true
                }
            },
            Typed::Interrupted => {
                self.write("")?;
                false
            }
            Typed::End => {
                self.write("")?;
                self.paging.let_through();
                true
            }
        };
        Ok(wants_more)
    }

    /// Asks for a line. `prompt` is plain; `styled` is the same text with colour.
    ///
    /// # Errors
    /// The terminal or the input cannot be read.
    pub fn ask(&mut self, prompt: &str, styled: &str) -> io::Result<Typed> {
        self.read(prompt, styled, None)
    }

    fn read(
        &mut self,
        prompt: &str,
        styled: &str,
        happened: Option<&mut Happened<'_>>,
    ) -> io::Result<Typed> {
        let typed = match &mut self.input {
            Input::Terminal(_) => {
                let typed = self.edit(&(prompt, styled), happened)?;
                // The editor has ended the line already; what does not edit has shown the key itself.
                if typed == Typed::Interrupted && !self.waiting.has_happened() {
                    self.write(if self.keyboard.is_some() { "^C" } else { "" })?;
                }
                typed
            }
            Input::Lines(lines) => {
                self.out.write_all(prompt.as_bytes())?;
                self.out.flush()?;
                let typed = next_line(lines.as_mut())?;
                let shown = if let Typed::Line(line) = &typed {
                    line
                } else {
                    ""
                };
                self.out.write_all(shown.as_bytes())?;
                self.out.write_all(b"\n")?;
                self.out.flush()?;
                typed
            }
        };
        self.paging.begin();
        Ok(typed)
    }

    /// Reads a line that is edited on the terminal.
    fn edit(
        &mut self,
        prompt: &(&str, &str),
        happened: Option<&mut Happened<'_>>,
    ) -> io::Result<Typed> {
        if let Some((line, rest)) = self.ahead.split_once('\n') {
            let (line, rest) = (line.to_owned(), rest.to_owned());
            self.ahead = rest;
            self.show(&format!("{}{line}", prompt.1))?;
            return Ok(Typed::Line(line));
        }
        let Input::Terminal(editor) = &mut self.input else {
            return Ok(Typed::End);
        };
        // What is noted was meant for something before this line.
        signal::take_interrupt();
        self.waiting.begin();
        let edited = match &mut self.keyboard {
            Some(keyboard) => {
                let seen = (&self.waiting, &self.arranging);
                keyboard.type_for(seen, happened, || editor.readline(prompt))?
            }
            None => {
                self.out.write_all(prompt.1.as_bytes())?;
                self.out.flush()?;
                let typed = whole_line()?;
                return Ok(match typed {
                    Typed::Line(line) => Typed::Line(std::mem::take(&mut self.ahead) + &line),
                    typed => typed,
                });
            }
        };
        match edited {
            Ok(line) => Ok(Typed::Line(std::mem::take(&mut self.ahead) + &line)),
            Err(ReadlineError::Interrupted) => Ok(Typed::Interrupted),
            Err(ReadlineError::Eof) => Ok(Typed::End),
            Err(ReadlineError::Io(error)) => Err(error),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    /// The same, unless `happened` says, while nothing is typed, that something has: then `None`, and the line is ended. It is
    /// asked now and then, by another thread, where lines are edited.
    ///
    /// # Errors
    /// As for [`Console::ask`].
    pub fn ask_unless(
        &mut self,
        prompt: &str,
        styled: &str,
        happened: &mut Happened<'_>,
    ) -> io::Result<Option<Typed>> {
        let typed = self.read(prompt, styled, Some(happened))?;
        if typed != Typed::Interrupted || !self.waiting.has_happened() {
            return Ok(Some(typed));
        }
        // What happened stands where nobody has typed.
        self.out.write_all(PROMPT_AWAY)?;
        self.out.flush()?;
        Ok(None)
    }

    /// Whether something was typed that nobody has had yet.
    fn is_ahead(&self) -> bool {
        !self.ahead.is_empty() || self.keyboard.as_ref().is_some_and(Keyboard::is_ahead)
    }

    /// Takes what was typed behind the last line and nobody has had yet: it is the command's that the line starts.
    pub fn take_typed(&mut self) -> Vec<u8> {
        self.keyboard
            .as_mut()
            .map(Keyboard::take)
            .unwrap_or_default()
    }

    /// Takes in what was typed and no command has read: it answers the next prompts. Ctrl-C gives up all that was typed before it,
    /// and who only pressed Enter while waiting has answered nothing.
    pub fn take_ahead(&mut self, typed: &[u8]) {
        if typed.contains(&CTRL_C) {
            self.ahead.clear();
        }
        let text = typed.rsplit(|byte| *byte == CTRL_C).next();
        let typed = without_answers(text.unwrap_or_default());
        let is_enter = |key: &u8| matches!(key, b'\r' | b'\n');
        let first = typed.iter().position(|key| !is_enter(key));
        let keys = &typed[first.unwrap_or(typed.len())..];
        match &mut self.keyboard {
            Some(keyboard) => keyboard.put_back(keys),
            None => self.ahead += &String::from_utf8_lossy(keys).replace('\r', "\n"),
        }
    }

    /// Says what the learner should know once in a sitting, and then no more.
    ///
    /// # Errors
    /// The output is closed.
    pub fn warn_once(&mut self, text: &str) -> io::Result<()> {
        if std::mem::replace(&mut self.warned, true) {
            return Ok(());
        }
        let page = self.page();
        self.say(&prose::plain(text, 2, page))
    }

    /// Asks for a line at a prompt without colour.
    ///
    /// # Errors
    /// The terminal or the input cannot be read.
    pub fn ask_plain(&mut self, prompt: &str) -> io::Result<Typed> {
        self.ask(prompt, prompt)
    }

    /// Asks a question until it is answered `y` or `n`. The end of the input is a yes; Ctrl-C is a no.
    ///
    /// # Errors
    /// The terminal or the input cannot be read.
    pub fn confirm(&mut self, question: &str) -> io::Result<bool> {
        loop {
            let line = match self.ask_plain(&format!("{question} y/n> "))? {
                Typed::Line(line) => line.trim().to_ascii_lowercase(),
                Typed::Interrupted => return Ok(false),
                Typed::End => return Ok(true),
            };
            match line.as_str() {
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => self.remark("y: yes    n: no")?,
            }
        }
    }
}
