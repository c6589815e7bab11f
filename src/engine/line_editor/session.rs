//! A line edited at the terminal: keys are read one by one, what comes of them is shown, and what else happens meanwhile is
//! dealt with at once.

use super::complete::Completion;
use super::key::{Decoder, Key, Special};
use super::screen::Screen;
use super::text::{Unit, bytes, units};
use super::{Editor, Outcome, Style};
use crate::engine::builtin::{jobs, quoted, trap};
use crate::engine::interactive::Unread;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::sys::fd::{self, STDERR, STDIN};
use crate::sys::signal::{self, Signal};
use crate::sys::terminal::{self, Modes};
use nix::errno::Errno;
use std::ops::ControlFlow::Break;

/// Columns of a terminal that does not know.
const COLUMNS: usize = 80;

/// How lines are to be edited, if they are, and can be.
pub fn style(shell: &Shell) -> Option<Style> {
    let style = match shell.options {
        options if options.is_on(ShellOption::Vi) => Style::Vi,
        options if options.is_on(ShellOption::Emacs) => Style::Emacs,
        _ => return None,
    };
    let kind = shell.variables.get(b"TERM").unwrap_or_default();
    let moves = !matches!(kind, b"" | b"dumb" | b"unknown");
    let at_terminal = || fd::is_terminal(STDIN) && fd::is_terminal(STDERR);
    (moves && shell.history.is_some() && at_terminal()).then_some(style)
}

/// Adds a line that is edited in `style` behind `prompt` to `pending`; whether there was one.
///
/// # Errors
/// Those of read(2); that the line was abandoned, or that a trap ends the shell.
pub fn read_line(
    shell: &mut Shell,
    style: Style,
    prompt: Vec<u8>,
    pending: &mut Vec<u8>,
) -> Result<bool, Unread> {
    let Some(modes) = Modes::of_number(STDIN) else {
        return Err(Unread::Failed(Errno::ENOTTY));
    };
    let mut editor = shell.editor.take().unwrap_or_default();
    if let Some(history) = &shell.history {
        editor.begin(history);
    }
    let [erase, kill, end_of_file] = modes.editing_keys();
    let special = Special {
        erase,
        kill,
        end_of_file,
    };
    let decoder = Decoder::new(style == Style::Vi, special);
    let mut session = Session {
        shell,
        editor,
        style,
        prompt,
        screen: Screen::new(columns()),
        decoder,
        modes,
        typed: Vec::new(),
    };
    let result = session.run();
    session.modes.restore_number(STDIN);
    session.shell.input.read_by_bytes();
    let Session { shell, editor, .. } = session;
    if let Ok(true) = result {
        pending.extend_from_slice(&bytes(&editor.text.units));
        pending.push(b'\n');
    }
    shell.editor = Some(editor);
    result
}

/// A line that is being read.
struct Session<'s> {
    shell: &'s mut Shell,
    editor: Box<Editor>,
    style: Style,
    prompt: Vec<u8>,
    screen: Screen,
    decoder: Decoder,
    /// How the terminal is set for commands.
    modes: Modes,
    /// What is to be taken for typed before anything else: the value of an alias.
    typed: Vec<u8>,
}

impl Session<'_> {
    fn run(&mut self) -> Result<bool, Unread> {
        if self.shell.traps.action(Signal::SIGWINCH as i32).is_none() {
            signal::catch_resize();
        }
        let notifies = self.shell.options.is_on(ShellOption::Notify);
        if notifies && self.shell.traps.action(Signal::SIGCHLD as i32).is_none() {
            signal::catch_child();
        }
        self.modes.for_editing().restore_number(STDIN);
        write(&self.screen.fresh_row());
        self.draw();
        loop {
            let Some(byte) = self.next_byte()? else {
                self.leave();
                return Ok(false);
            };
            for key in self.decoder.push(byte) {
                if let Some(result) = self.key(key) {
                    return Ok(result);
                }
            }
        }
    }

    /// Does what `key` means; whether there is a line, once that is known.
    fn key(&mut self, key: Key) -> Option<bool> {
        let history = self.shell.history.as_ref()?;
        match self.editor.key(self.style, key, history) {
            Outcome::Shown => self.draw(),
            Outcome::Appended(unit) => match self.screen.append(unit) {
                Some(shown) => write(&shown),
                None => self.draw(),
            },
            Outcome::Bell => {
                self.draw();
                write(b"\x07");
            }
            Outcome::Accepted => return Some(self.accept()),
            Outcome::End => {
                self.leave();
                return Some(false);
            }
            Outcome::Cleared => {
                write(&self.screen.clear());
                self.draw();
            }
            Outcome::Complete => self.complete(false),
            Outcome::CompleteAll => self.complete(true),
            Outcome::Listed => self.list(),
            Outcome::Edited(number) => {
                self.hand_to_editor(number);
                return Some(self.accept());
            }
            Outcome::Alias(letter) => {
                let mut name = b"_".to_vec();
                name.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                let value = self.shell.aliases.get(&name).unwrap_or_default();
                self.typed.extend(value.iter().rev());
            }
        }
        None
    }

    fn accept(&mut self) -> bool {
        self.editor.text.at = self.editor.text.len();
        self.draw();
        self.leave();
        write(b"\n");
        true
    }

    /// The line becomes the command that edits it, or the command `number`, in a file and runs what comes of it.
    fn hand_to_editor(&mut self, number: Option<usize>) {
        let named = [b"VISUAL".as_slice(), b"EDITOR"]
            .into_iter()
            .find_map(|name| {
                self.shell
                    .variables
                    .get(name)
                    .filter(|value| !value.is_empty())
            });
        let editor = quoted(named.unwrap_or(b"vi"));
        let Some(history) = &mut self.shell.history else {
            return;
        };
        let number = number.unwrap_or_else(|| {
            history.add(&bytes(&self.editor.text.units));
            history.next() - 1
        });
        let command = [
            b"fc -e ",
            editor.as_slice(),
            format!(" {number}").as_bytes(),
        ]
        .concat();
        self.editor.text.units = units(&command);
    }

    fn draw(&mut self) {
        let (prompt, text) = self.editor.view(self.style, &self.prompt);
        write(&self.screen.draw(&prompt, &text));
    }

    /// The cursor goes behind the line, where other text may stand.
    fn leave(&mut self) {
        write(&self.screen.leave());
    }

    fn complete(&mut self, with_all: bool) {
        let at = self.editor.text.at;
        if self.editor.text.units[..at]
            .iter()
            .all(|unit| unit.is_blank())
        {
            self.editor.text.insert(&[Unit::Char('\t')]);
            return self.draw();
        }
        let found = Completion::at_cursor(self.shell, &self.editor.text);
        let Some(found) = found.filter(|found| !found.paths.is_empty()) else {
            return write(b"\x07");
        };
        let new = match with_all {
            true => Some(found.all()),
            false => found.common(),
        };
        match new {
            Some(new) => {
                self.editor.checkpoint();
                self.editor.text.take(found.start..at);
                self.editor.text.insert(&new);
                self.draw();
            }
            None if self.style == Style::Emacs => self.show_list(&found),
            None => write(b"\x07"),
        }
    }

    fn list(&mut self) {
        let mut text = self.editor.text.clone();
        text.at = (text.at + 1).min(text.len());
        match Completion::at_cursor(self.shell, &text) {
            Some(found) if !found.paths.is_empty() => self.show_list(&found),
            _ => write(b"\x07"),
        }
    }

    fn show_list(&mut self, found: &Completion) {
        self.leave();
        write(b"\n");
        write(&found.listed(columns()));
        self.screen = Screen::new(columns());
        self.draw();
    }

    /// The next byte from the terminal; `None` at its end. What else happens before it comes is dealt with.
    fn next_byte(&mut self) -> Result<Option<u8>, Unread> {
        if let Some(byte) = self.typed.pop() {
            return Ok(Some(byte));
        }
        loop {
            let readable = signal::wait_readable(STDIN, has_come);
            if signal::take_interrupt() {
                self.leave();
                write(b"^C");
                return Err(Unread::Failed(Errno::EINTR));
            }
            if signal::take_resized() {
                let (prompt, text) = self.editor.view(self.style, &self.prompt);
                self.screen.resize(columns(), &prompt, &text);
                self.draw();
            }
            if signal::take_child_changed() && self.shell.options.is_on(ShellOption::Notify) {
                self.shell.jobs.poll();
                if self.shell.jobs.list().iter().any(|job| job.changed) {
                    write(&self.screen.erase());
                    jobs::notify(self.shell);
                    self.draw();
                }
            }
            if signal::is_caught() {
                self.run_traps()?;
            }
            let mut byte = [0];
            match readable.then(|| fd::read(STDIN, &mut byte)) {
                None | Some(Err(Errno::EINTR)) => {}
                Some(Ok(0)) => return Ok(None),
                Some(Ok(_)) => return Ok(Some(byte[0])),
                Some(Err(errno)) => return Err(Unread::Failed(errno)),
            }
        }
    }

    /// Runs the traps of the signals that came, with the terminal as commands expect it; then the line is there again, unless
    /// the keyboard's interrupt was among them.
    fn run_traps(&mut self) -> Result<(), Unread> {
        let is_interrupt = signal::has_caught(Signal::SIGINT as i32);
        if is_interrupt {
            self.leave();
            write(b"^C\n");
        } else {
            write(&self.screen.erase());
        }
        self.modes.restore_number(STDIN);
        let flow = trap::run_pending(self.shell);
        self.shell.output.flush_quietly();
        if let Some(modes) = Modes::of_number(STDIN) {
            self.modes = modes;
        }
        if let Break(divert) = flow {
            return Err(Unread::Diverted(divert));
        }
        if is_interrupt {
            return Err(Unread::Abandoned);
        }
        self.modes.for_editing().restore_number(STDIN);
        self.draw();
        Ok(())
    }
}

/// Whether a signal came that is to be looked at before the next key.
fn has_come() -> bool {
    signal::is_child_changed()
        || signal::is_caught()
        || signal::is_interrupted()
        || signal::is_resized()
}

fn columns() -> usize {
    terminal::columns(STDERR).map_or(COLUMNS, usize::from)
}

fn write(bytes: &[u8]) {
    // A terminal that is gone shows nothing; reading from it says so.
    let _ = fd::write_all(STDERR, bytes);
}
