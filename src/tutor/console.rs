//! Everything the tutor writes and everything it reads passes here: a terminal with line editing, or plain lines.
//!
//! Where input is not a terminal each line read is written after its prompt, so that a transcript reads like the screen.

mod arranging;
mod interrupt;
mod paging;
mod waiting;

use super::theme::Theme;
use super::view::{Page, prose};
use crate::sys::signal;
use crate::sys::terminal::Unechoed;
use arranging::Arranging;
use interrupt::GivenUp;
use paging::{MORE, Paging, Size};
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};
use std::collections::VecDeque;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use waiting::{Observer, Waiting};

/// Terminals on which the editor does not edit, but reads whole lines.
const UNEDITED: [&str; 3] = ["dumb", "cons25", "emacs"];

/// Ctrl-C as it is typed.
const CTRL_C: char = '\x03';

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
    Terminal(Box<Editor<Observer, FileHistory>>, GivenUp),
    Lines(Box<dyn BufRead>),
}

/// The two directions of the conversation.
pub struct Console {
    input: Input,
    out: Box<dyn Write>,
    theme: Theme,
    history: Option<PathBuf>,
    columns: Option<usize>,
    /// Lines typed before they were asked for, and the beginning of one.
    ahead: VecDeque<String>,
    begun: String,
    warned: bool,
    paging: Paging,
    /// Whether a line is edited key by key.
    edits: bool,
    waiting: Waiting,
    arranging: Arranging,
    /// Where lines are edited, whoever reads a key also shows it, and knows what it is for: it would stand there twice, or
    /// Ctrl-C would reach nobody, if it came while nobody reads.
    unechoed: Option<Unechoed<io::Stdin>>,
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
                let given_up = GivenUp::bind(&mut editor);
                arranging = Arranging::bind(&mut editor);
                Input::Terminal(Box::new(editor), given_up)
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
            ahead: VecDeque::new(),
            begun: String::new(),
            warned: false,
            paging: Paging::default(),
            waiting,
            arranging,
            edits,
            unechoed: (terminal && edits)
                .then(|| Unechoed::new(io::stdin()))
                .flatten(),
        }
    }

    /// Runs `body`, which uses the terminal itself, as it was when the program started.
    pub fn lend<T>(&mut self, body: impl FnOnce() -> T) -> T {
        let was_unechoed = self.unechoed.take().is_some();
        let value = body();
        if was_unechoed {
            self.unechoed = Unechoed::new(io::stdin());
        }
        value
    }

    /// Whether a line is edited key by key.
    pub fn has_keys(&self) -> bool {
        self.edits && self.is_terminal()
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
        let Input::Terminal(editor, _) = &mut self.input else {
            return None;
        };
        let (columns, rows) = editor.dimensions()?;
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        (columns > 0 && rows > 0).then_some(Size { columns, rows })
    }

    /// Keeps the history of typed lines in `file`, and recalls what it holds.
    pub fn remember_in(&mut self, file: &Path) {
        if let Input::Terminal(editor, _) = &mut self.input {
            // A history that cannot be read is no reason not to start.
            let _ = editor.load_history(file);
            self.history = Some(file.to_path_buf());
        }
    }

    /// Adds an entry, perhaps of several lines, to the history.
    pub fn remember(&mut self, entry: &str) {
        let Input::Terminal(editor, _) = &mut self.input else {
            return;
        };
        let added = editor.add_history_entry(entry).unwrap_or(false);
        if let Some(file) = self.history.as_deref().filter(|_| added) {
            // The line has been taken in; the file is a convenience.
            let _ = editor.append_history(file);
        }
    }

    /// Writes `text` and ends the line. On a terminal what fills the screen waits to be read.
    ///
    /// # Errors
    /// The output is closed, or the terminal cannot be read.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        // Who types ahead does not wait.
        let Some(size) = self.size().filter(|_| self.ahead.is_empty()) else {
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
                self.wait_for_reader()?;
                // An empty line parts it from what is on the screen before.
                at += usize::from(lines[at].is_empty());
            } else {
                at = lines.len();
            }
        }
        Ok(())
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(self.theme.spell(text).as_bytes())?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }

    /// Waits until what is on the screen has been read: Enter shows more. What else is typed answers the next prompt, and until
    /// then nothing waits any more; nor does it after `q` or Ctrl-C.
    fn wait_for_reader(&mut self) -> io::Result<()> {
        self.paging.turn();
        let Input::Terminal(editor, given_up) = &mut self.input else {
            return Ok(());
        };
        let typed = editor.readline(MORE);
        signal::take_interrupt();
        match typed {
            Ok(line) if !given_up.take() => match line.trim() {
                "" => {}
                "q" => self.paging.let_through(),
                _ => {
                    self.ahead.push_back(line);
                    self.paging.let_through();
                }
            },
            Ok(_) | Err(ReadlineError::Interrupted | ReadlineError::Eof) => {
                self.write("")?;
                self.paging.let_through();
            }
            Err(ReadlineError::Io(error)) => return Err(error),
            Err(error) => return Err(io::Error::other(error)),
        }
        Ok(())
    }

    /// Asks for a line. `prompt` is plain; `styled` is the same text with colour.
    ///
    /// # Errors
    /// The terminal or the input cannot be read.
    pub fn ask(&mut self, prompt: &str, styled: &str) -> io::Result<Typed> {
        let typed = self.read(prompt, styled);
        self.paging.begin();
        typed
    }

    fn read(&mut self, prompt: &str, styled: &str) -> io::Result<Typed> {
        if let Some(line) = self.ahead.pop_front() {
            self.write(&format!("{styled}{line}"))?;
            return Ok(Typed::Line(line));
        }
        let begun = std::mem::take(&mut self.begun);
        match &mut self.input {
            Input::Terminal(editor, given_up) => {
                // What is noted was meant for something before this line.
                signal::take_interrupt();
                match editor.readline_with_initial(&(prompt, styled), (&begun, "")) {
                    Ok(line) if !given_up.take() => Ok(Typed::Line(line)),
                    // The editor has ended the line already.
                    Ok(_) | Err(ReadlineError::Interrupted) => {
                        if !self.waiting.has_happened() {
                            self.write("^C")?;
                        }
                        Ok(Typed::Interrupted)
                    }
                    Err(ReadlineError::Eof) => Ok(Typed::End),
                    Err(ReadlineError::Io(error)) => Err(error),
                    Err(error) => Err(io::Error::other(error)),
                }
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
                Ok(typed)
            }
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
        happened: &mut (dyn FnMut() -> bool + Send),
    ) -> io::Result<Option<Typed>> {
        if !self.edits || !self.is_terminal() || !self.ahead.is_empty() {
            return self.ask(prompt, styled).map(Some);
        }
        let (waiting, begun) = (self.waiting.clone(), self.begun.clone());
        waiting.begin();
        let typed = waiting.during(&begun, happened, || self.ask(prompt, styled))?;
        // Sent too late, it was meant for nobody.
        signal::take_interrupt();
        let left = waiting.has_happened() && typed == Typed::Interrupted;
        waiting.begin();
        Ok((!left).then_some(typed))
    }

    /// Takes in what was typed before it was asked for: it answers the next prompts. Ctrl-C gives up what stands before it.
    pub fn take_ahead(&mut self, typed: &[u8]) {
        let text = without_sequences(&String::from_utf8_lossy(typed)).replace('\r', "\n");
        let text = text.rsplit(CTRL_C).next().unwrap_or_default();
        let mut lines: Vec<&str> = text.split('\n').collect();
        let begun: String = lines
            .pop()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .collect();
        self.ahead.extend(lines.into_iter().map(str::to_owned));
        self.begun.push_str(&begun);
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
                _ => {}
            }
        }
    }
}

fn next_line(lines: &mut dyn BufRead) -> io::Result<Typed> {
    let mut bytes = Vec::new();
    if lines.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(Typed::End);
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(Typed::Line(line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// `typed` without control sequences: what the terminal answers a program that is gone, and keys that move a cursor, are no
/// text of a line.
fn without_sequences(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut characters = typed.chars();
    while let Some(character) = characters.next() {
        match character {
            '\x1b' if characters.next() == Some('[') => {
                characters.by_ref().find(|c| ('@'..='~').contains(c));
            }
            '\x1b' => {}
            character => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_answers_is_not_typed() {
        assert_eq!(without_sequences("a\x1b[12;1Rb\x1b[?1;2c\x1b[A"), "ab");
        assert_eq!(without_sequences("ls\x1b"), "ls");
    }
}
