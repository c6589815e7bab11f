//! How a script runs, start to end: parse one complete command, execute it, go on.
//!
//! [`shell`] is what a shell knows, [`expand`] makes fields of words, [`exec`] runs each kind of node, [`builtin`] are the
//! utilities inside, [`rules`] decides. [`line_editor`] is what a person types into. The engine knows nothing of lessons, tutors or colours. Start with [`run_text`];
//! [`invocation`] is `sh` itself.

pub mod builtin;
pub mod exec;
pub mod expand;
pub mod interactive;
pub mod invocation;
pub mod line_editor;
pub mod prompt;
pub mod rules;
pub mod shell;

use crate::depth;
use crate::source::Span;
use crate::syntax::parse::SyntaxError;
use crate::sys::{fd, process};
use crate::trace::{ExitStatus, Jump, TraceKind};
use exec::{Execute, homecoming};
use expand::ExpandError;
use shell::Shell;
use shell::options::ShellOption;
use shell::program::{Memory, Outcome, Program, Text};
use std::convert::Infallible;
use std::ffi::CStr;
use std::num::NonZeroUsize;
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;

/// Why control leaves the normal order. `Break(1)` is the innermost loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divert {
    /// Leave this many loops.
    Break(NonZeroUsize),
    /// Go on with the next turn of the loop this many levels out.
    Continue(NonZeroUsize),
    /// Leave the function or sourced file.
    Return(ExitStatus),
    /// End the shell.
    Exit(ExitStatus),
    /// End the line, in a shell that a person types at.
    Interrupt(ExitStatus),
    /// Leave the text that `command` runs by `eval` or `.`.
    Abandon(ExitStatus),
}

impl Divert {
    /// What the trace says of it, where a learner asked for it.
    fn jump(self) -> Option<Jump> {
        let levels = |levels: NonZeroUsize| levels.get().try_into().unwrap_or(u32::MAX);
        match self {
            Divert::Break(loops) => Some(Jump::Break(levels(loops))),
            Divert::Continue(loops) => Some(Jump::Continue(levels(loops))),
            Divert::Return(status) => Some(Jump::Return(status)),
            Divert::Exit(status) => Some(Jump::Exit(status)),
            Divert::Interrupt(_) | Divert::Abandon(_) => None,
        }
    }

    /// The status it carries; none if it is for a loop.
    pub fn status(self) -> Option<ExitStatus> {
        match self {
            Divert::Return(status)
            | Divert::Exit(status)
            | Divert::Interrupt(status)
            | Divert::Abandon(status) => Some(status),
            Divert::Break(_) | Divert::Continue(_) => None,
        }
    }
}

/// How the execution of a node ended.
pub type Flow = ControlFlow<Divert, ExitStatus>;

/// Parses and runs the complete commands of `text` one after the other. What stands before a syntax error has run. The
/// status of a text without commands is 0.
pub fn run_text(shell: &mut Shell, text: impl Into<Vec<u8>>) -> Flow {
    run_lines(shell, text, 0)
}

/// As [`run_text`], for text that stands behind `lines_before` lines of its file.
pub fn run_lines(shell: &mut Shell, text: impl Into<Vec<u8>>, lines_before: usize) -> Flow {
    run(shell, text.into(), lines_before, false)
}

/// As [`run_text`], for what is read, from a file or from a person: `set -v` shows it.
pub fn run_shown(shell: &mut Shell, text: impl Into<Vec<u8>>) -> Flow {
    run(shell, text.into(), 0, true)
}

fn run(shell: &mut Shell, mut text: Vec<u8>, lines_before: usize, is_input: bool) -> Flow {
    if let Some(reads) = shell.rules.reads {
        text = reads(&text);
    }
    if depth::is_exhausted() {
        return too_deep(shell, shell.frames.span.unwrap_or_default());
    }
    // As every shell does; a string of C could not hold it.
    if text.contains(&0) {
        text.retain(|byte| *byte != 0);
    }
    let number = shell.frames.next_text();
    let forgives = std::mem::take(&mut shell.frames.forgives);
    shell.frames.forgiven |= forgives;
    let text = Rc::new(Text {
        bytes: text,
        number,
        lines_before,
    });
    let outer_source = std::mem::replace(&mut shell.tracer.source, number);
    shell.tracer.begin_text(&text.bytes);
    let outer_program = shell.program.take();
    let flow = match run_commands(shell, &text, is_input) {
        Ok(flow) => flow,
        Err(error) => syntax_error(shell, &text, &error, forgives),
    };
    shell.program = outer_program;
    shell.tracer.source = outer_source;
    flow
}

fn run_commands(shell: &mut Shell, text: &Rc<Text>, is_input: bool) -> Result<Flow, SyntaxError> {
    let mut memory = std::mem::take(&mut shell.parsing);
    let flow = run_each(shell, text, is_input, &mut memory);
    shell.parsing = memory;
    flow
}

fn run_each(
    shell: &mut Shell,
    text: &Rc<Text>,
    is_input: bool,
    memory: &mut Memory,
) -> Result<Flow, SyntaxError> {
    let mut at = 0;
    let mut ended = None;
    let mut status = ExitStatus::SUCCESS;
    loop {
        let program = Rc::new(Program::parse(
            Rc::clone(text),
            at,
            false,
            memory,
            &shell.aliases,
        ));
        let outcome = program.outcome();
        if is_input && shell.options.is_on(ShellOption::Verbose) {
            show_input(shell, &text.bytes[at as usize..], at, &outcome);
        }
        match outcome {
            Outcome::End => return Ok(Continue(status)),
            Outcome::Incomplete(error) | Outcome::Invalid(error) => return Err(error),
            Outcome::Command { next } => at = next,
        }
        if let (Some(resets), Some(span)) =
            (shell.rules.resets, program.with_list(|list| list.span()))
        {
            let between = Span::new(ended.unwrap_or_default(), span.start);
            if resets(between.of(&text.bytes)) {
                shell.status = ExitStatus::SUCCESS;
            }
            ended = Some(span.end);
        }
        shell.program = Some(Rc::clone(&program));
        if !shell.options.is_on(ShellOption::NoExec) || shell.interactive {
            match program.with_list(|list| list.execute(shell)) {
                Continue(ended) => status = ended,
                flow => return Ok(flow),
            }
        }
        shell.program = None;
        memory.recycle(program);
    }
}

/// What `set -v` prints of `rest`, which begins at byte `at`: what the outcome of parsing it has taken.
fn show_input(shell: &mut Shell, rest: &[u8], at: u32, outcome: &Outcome) {
    let taken = match outcome {
        Outcome::Command { next } => (next - at) as usize,
        Outcome::End | Outcome::Incomplete(_) => rest.len(),
        Outcome::Invalid(error) => {
            let from = (error.span.start.saturating_sub(at) as usize).min(rest.len());
            let line = rest[from..].iter().position(|byte| *byte == b'\n');
            line.map_or(rest.len(), |length| from + length + 1)
        }
    };
    shell.output.flush_quietly();
    let shown = &rest[..taken];
    let _ = crate::sys::fd::write_all(crate::sys::fd::STDERR, shown);
    // What a person types ends with the key, not with a character of the line.
    if shell.interactive && !shown.is_empty() && !shown.ends_with(b"\n") {
        let _ = crate::sys::fd::write_all(crate::sys::fd::STDERR, b"\n");
    }
}

/// Reports a syntax error; unless it is forgiven it ends a shell that is not interactive (XCU 2.8.1).
fn syntax_error(shell: &mut Shell, text: &Text, error: &SyntaxError, forgiven: bool) -> Flow {
    shell.output.flush_quietly();
    let message = error.message(&text.bytes);
    let diagnostic = error.diagnostic(&text.bytes);
    let name = String::from_utf8_lossy(&shell.name).into_owned();
    let rendered = match shell.interactive {
        // A person who types is told what to try; a script's message is for one glance.
        true => diagnostic.explained(&text.bytes, None),
        false => diagnostic.render(&text.bytes, Some(&name), text.lines_before),
    };
    let _ = crate::sys::fd::write_all(crate::sys::fd::STDERR, rendered.as_bytes());
    shell
        .tracer
        .emit(Some(error.span), || TraceKind::SyntaxError { message });
    shell.status = ExitStatus::MISUSE;
    shell.producer = None;
    match shell.interactive {
        _ if forgiven => Continue(ExitStatus::MISUSE),
        true => Break(Divert::Interrupt(ExitStatus::MISUSE)),
        false => Break(Divert::Exit(ExitStatus::MISUSE)),
    }
}

/// Reports that there is no room to go on at `span`; it ends a shell that is not interactive.
fn too_deep(shell: &mut Shell, span: Span) -> Flow {
    shell.complain("commands are nested too deeply");
    let status = shell.set_status(ExitStatus::MISUSE, span);
    Break(if shell.interactive {
        Divert::Interrupt(status)
    } else {
        Divert::Exit(status)
    })
}

/// Reports that a word could not be expanded, and leaves as XCU 2.8.1 asks.
fn expansion_failed(shell: &mut Shell, error: &ExpandError, span: Span) -> Flow {
    if !error.is_silent() {
        let message = error.to_string();
        shell.complain(&message);
        let rule = error.rule();
        shell
            .tracer
            .emit(Some(span), || TraceKind::ExpansionFailed { message, rule });
    }
    let divert = error.divert(shell.interactive);
    if let Divert::Interrupt(status) | Divert::Exit(status) = divert {
        shell.set_status(status, span);
    }
    Break(divert)
}

/// Reports that a variable could not be assigned to. It ends a shell that is not interactive (XCU 2.8.1), or only the text in
/// which it happened if `command` runs that: so it is in `dash` and `bash`.
fn assignment_failed(shell: &mut Shell, error: &ExpandError, span: Span) -> Flow {
    let flow = expansion_failed(shell, error, span);
    match (flow, error) {
        (Break(Divert::Exit(status)), ExpandError::ReadOnly(_)) if shell.frames.forgiven => {
            Break(Divert::Abandon(status))
        }
        (flow, _) => flow,
    }
}

/// Ends the line that `flow` interrupted, in a shell that a person types at: `$?` is set, an interrupt that is still noted is
/// forgotten, and what comes next begins on a line of its own. Any other flow is given back.
pub fn end_line(shell: &mut Shell, flow: Flow) -> Flow {
    let Break(Divert::Interrupt(status)) = flow else {
        return flow;
    };
    shell.output.flush_quietly();
    crate::sys::signal::take_interrupt();
    shell.status = status;
    if status == INTERRUPTED {
        let _ = crate::sys::fd::write_all(crate::sys::fd::STDERR, b"\n");
    }
    Continue(status)
}

/// The status after SIGINT: 128 and the number of the signal.
pub const INTERRUPTED: ExitStatus = ExitStatus(130);

/// A flow that ends the shell.
fn exit_with(status: ExitStatus) -> Flow {
    Break(Divert::Exit(status))
}

/// Ends this process as `flow` says.
fn leave(shell: &mut Shell, flow: Flow) -> Infallible {
    let exited = matches!(flow, Break(Divert::Exit(_)));
    let status = match flow {
        Continue(status) => status,
        Break(divert) => divert.status().unwrap_or(shell.status),
    };
    let status = builtin::trap::run_exit(shell, status);
    shell.output.flush_quietly();
    homecoming::leave(shell, status, exited);
    shell
        .tracer
        .emit(None, || TraceKind::ShellExited { status });
    process::exit_now(status)
}

/// Whether the file at `path` is no text: a NUL byte stands before its first newline (XCU `sh`).
fn looks_binary(path: &CStr) -> bool {
    let mut start = [0; 256];
    let Ok(file) = fd::open(path, nix::libc::O_RDONLY, 0) else {
        return false;
    };
    let read = fd::read(file, &mut start);
    fd::close(file);
    read.is_ok_and(|length| is_binary(&start[..length]))
}

/// Whether the first line of a text holds a NUL byte.
fn is_binary(text: &[u8]) -> bool {
    text.iter()
        .take(256)
        .take_while(|byte| **byte != b'\n')
        .any(|byte| *byte == 0)
}
