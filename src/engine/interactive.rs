//! What is different where a person types the commands: prompts, what became of jobs, and the end of the input.

use crate::engine::Divert;
use crate::engine::builtin::{jobs, trap};
use crate::engine::line_editor::session;
use crate::engine::prompt;
use crate::engine::shell::Shell;
use crate::engine::shell::history::History;
use crate::engine::shell::options::ShellOption;
use crate::sys::fd::{self, STDERR, STDIN};
use crate::sys::signal;
use nix::errno::Errno;
use nix::libc;
use std::ops::ControlFlow::Break;

/// Why no line was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// read(2) failed; EINTR if the keyboard interrupted it.
    Failed(Errno),
    /// The keyboard interrupted it, which a trap has dealt with.
    Abandoned,
    /// A trap left the normal order.
    Diverted(Divert),
}

impl From<Errno> for Unread {
    fn from(errno: Errno) -> Unread {
        Unread::Failed(errno)
    }
}

/// With `ignoreeof` or stopped jobs, so many ends of input in a row do not end the shell: a terminal that is gone ends for
/// ever.
pub const ENDS_IGNORED: u32 = 50;

/// Adds the next line of standard input to `pending`; before it, says what became of jobs, and prompts. Whether there was one.
///
/// # Errors
/// Those of read(2), EINTR if the keyboard interrupted it; or a trap ended the shell.
pub fn read_line(shell: &mut Shell, pending: &mut Vec<u8>) -> Result<bool, Unread> {
    let continued = !pending.is_empty();
    jobs::notify(shell);
    // What was taken in before lines were to be edited comes first.
    let style = session::style(shell).filter(|_| !shell.input.is_looking());
    if let Some(style) = style {
        let prompt = prompt_text(shell, continued);
        return session::read_line(shell, style, prompt, pending);
    }
    show_prompt(shell, continued);
    if shell.options.is_on(ShellOption::Notify) && shell.traps.action(libc::SIGCHLD).is_none() {
        signal::catch_child();
    }
    loop {
        let readable = shell.input.is_looking() || signal::wait_readable(STDIN, has_come);
        if signal::take_interrupt() {
            return Err(Unread::Failed(Errno::EINTR));
        }
        if signal::take_child_changed() {
            notify_at_once(shell, continued);
        }
        if signal::is_caught() {
            let flow = trap::run_pending(shell);
            shell.output.flush_quietly();
            if let Break(divert @ Divert::Exit(_)) = flow {
                return Err(Unread::Diverted(divert));
            }
        }
        match readable.then(|| shell.input.read_through(b'\n', pending)) {
            None | Some(Err(Errno::EINTR)) => {}
            Some(result) => return Ok(result?),
        }
    }
}

/// Whether a signal came that is to be looked at before the next line.
fn has_come() -> bool {
    signal::is_child_changed() || signal::is_caught() || signal::is_interrupted()
}

/// Says what became of jobs while a line is awaited, and prompts again.
fn notify_at_once(shell: &mut Shell, continued: bool) {
    shell.jobs.poll();
    if shell.options.is_on(ShellOption::Notify) && shell.jobs.list().iter().any(|job| job.changed) {
        let _ = fd::write_all(STDERR, b"\n");
        jobs::notify(shell);
        show_prompt(shell, continued);
    }
}

fn show_prompt(shell: &mut Shell, continued: bool) {
    let text = prompt_text(shell, continued);
    let _ = fd::write_all(STDERR, &text);
}

fn prompt_text(shell: &mut Shell, continued: bool) -> Vec<u8> {
    let number = shell.history.as_ref().map_or(0, History::next);
    match continued {
        true => prompt::expanded(shell, b"PS2"),
        false => prompt::primary(shell, number),
    }
}

/// Whether the shell goes on although its input has ended.
pub fn stays(shell: &mut Shell) -> bool {
    let _ = fd::write_all(STDERR, b"\n");
    if shell.stays_for_stopped_jobs() {
        return true;
    }
    let ignored = shell.options.is_on(ShellOption::IgnoreEof);
    if ignored {
        let _ = fd::write_all(STDERR, b"Use \"exit\" to leave the shell.\n");
    }
    ignored
}
