//! `sh` itself (XCU `sh`): its arguments, and where its commands come from.

use crate::engine::builtin::positional::print_options;
use crate::engine::builtin::trap;
use crate::engine::exec::homecoming;
use crate::engine::interactive::{self, Unread};
use crate::engine::prompt;
use crate::engine::shell::Shell;
use crate::engine::shell::aliases::Aliases;
use crate::engine::shell::history::{self, History};
use crate::engine::shell::options::ShellOption;
use crate::engine::shell::program::{Memory, Outcome, Program, Text};
use crate::engine::{
    Divert, Flow, INTERRUPTED, end_line, is_binary, run_lines, run_shown, run_text,
};
use crate::sys::describe;
use crate::sys::fd::{self, Fd, STDERR, STDIN};
use crate::sys::{fault, process, signal, stack};
use crate::trace::{ExitStatus, TraceKind};
use nix::errno::Errno;
use nix::libc;
use std::ffi::{CString, OsString};
use std::ops::ControlFlow::{Break, Continue};
use std::os::unix::ffi::OsStringExt;
use std::rc::Rc;

/// What the words of the command line ask for.
pub struct Invocation {
    options: Vec<(ShellOption, bool)>,
    /// For each `-o` or `+o` without a name, whether it is the first: the options are printed.
    listings: Vec<bool>,
    /// Whether a person types at it.
    pub interactive: bool,
    source: Source,
    /// `$0`.
    pub name: Vec<u8>,
    /// `$1` and so on.
    pub positional: Vec<Vec<u8>>,
}

/// Where commands come from.
enum Source {
    /// The operand of `-c`.
    Command(Vec<u8>),
    /// A file.
    File(Vec<u8>),
    /// Standard input.
    Input,
}

/// Runs `sh` with `arguments`, the first of which is its name; never returns to the tutor's code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    main_watched(arguments, |_| {})
}

/// As [`main`], with a shell that `prepare` has made known to somebody who watches it.
pub fn main_watched(
    arguments: impl IntoIterator<Item = OsString>,
    prepare: impl FnOnce(&mut Shell),
) -> ExitStatus {
    signal::begin();
    stack::on_large(|| start(arguments, prepare))
}

fn start(
    arguments: impl IntoIterator<Item = OsString>,
    prepare: impl FnOnce(&mut Shell),
) -> ExitStatus {
    let words: Vec<Vec<u8>> = arguments.into_iter().map(OsString::into_vec).collect();
    match parse(&words) {
        Ok(invocation) => {
            let (name, positional) = (invocation.name.clone(), invocation.positional.clone());
            let mut shell = Shell::new(name, positional);
            prepare(&mut shell);
            run(shell, invocation)
        }
        Err(message) => {
            let _ = fd::write_all(STDERR, format!("sh: {message}\n").as_bytes());
            ExitStatus::MISUSE
        }
    }
}

/// Runs what `invocation` asks for in `shell`, which is new, to the end.
pub fn run(mut shell: Shell, invocation: Invocation) -> ExitStatus {
    shell.tell_descriptors();
    let mut monitor = None;
    for (option, on) in invocation.options {
        if option == ShellOption::Monitor {
            monitor = Some(on);
        }
        shell.options.set(option, on);
    }
    shell.variables.export_all |= shell.options.is_on(ShellOption::AllExport);
    let from_input = matches!(invocation.source, Source::Input);
    shell.options.set(ShellOption::StandardInput, from_input);
    if invocation.interactive {
        shell.make_interactive();
        shell.keep_signals();
    }
    match monitor {
        None if invocation.interactive => shell.begin_job_control(),
        None => {}
        Some(on) => shell.set_job_control(on),
    }
    for for_people in invocation.listings {
        // What follows does not depend on whether anybody could read it.
        let _ = print_options(&mut shell, for_people);
    }
    shell.output.flush_quietly();
    if invocation.interactive
        && let Break(Divert::Exit(status)) = run_environment_file(&mut shell)
    {
        return end(shell, status);
    }
    let flow = match invocation.source {
        Source::Command(text) => run_text(&mut shell, text),
        Source::File(path) => run_file(&mut shell, &path),
        Source::Input => run_input(&mut shell),
    };
    let status = match flow {
        Continue(_) => shell.status,
        Break(divert) => divert.status().unwrap_or(shell.status),
    };
    end(shell, status)
}

/// What comes last, after the commands.
fn end(mut shell: Shell, status: ExitStatus) -> ExitStatus {
    let status = trap::run_exit(&mut shell, status);
    shell.output.flush_quietly();
    shell.tell_status_left(status);
    shell.set_job_control(false);
    shell.input.close();
    // The parent's script is another one: it does not end because this one did.
    homecoming::leave(&mut shell, status, false);
    shell
        .tracer
        .emit(None, || TraceKind::ShellExited { status });
    // What runs in the background may end before the shell does, and need not be waited for.
    fault::record_end(|pid| shell.jobs.of_process(pid).is_some());
    status
}

/// What the words of a command line ask for, the first of them the shell's name.
///
/// # Errors
/// They ask for nothing there is: the message says what.
pub fn parse(words: &[Vec<u8>]) -> Result<Invocation, String> {
    let mut operands = words.iter().skip(1).peekable();
    let (mut command, mut from_input, mut interactive) = (false, false, false);
    let (mut options, mut listings) = (Vec::new(), Vec::new());
    while let Some(word) = operands.next_if(|word| word.len() > 1 && matches!(word[0], b'-' | b'+'))
    {
        let on = word[0] == b'-';
        if word == b"--" {
            break;
        }
        for letter in &word[1..] {
            match letter {
                b'c' if on => command = true,
                b's' if on => from_input = true,
                b'i' => interactive = on,
                b'o' => match operands.next() {
                    None => listings.push(on),
                    Some(name) => {
                        let unknown =
                            || format!("{}: no such option", String::from_utf8_lossy(name));
                        options.push((ShellOption::from_name(name).ok_or_else(unknown)?, on));
                    }
                },
                letter => {
                    let letter = char::from(*letter);
                    let option = ShellOption::from_letter(letter)
                        .ok_or(format!("-{letter}: no such option"))?;
                    options.push((option, on));
                }
            }
        }
    }
    let mut rest: Vec<Vec<u8>> = operands.cloned().collect();
    // A lone `-` ends the options as `--` does.
    if rest.first().is_some_and(|word| word == b"-") {
        rest.remove(0);
    }
    let own_name = words.first().cloned().unwrap_or_else(|| b"sh".to_vec());
    let mut rest = rest.into_iter();
    let (source, name) = if command {
        let text = rest.next().ok_or("-c: a command is expected")?;
        (Source::Command(text), rest.next().unwrap_or(own_name))
    } else if from_input {
        (Source::Input, own_name)
    } else {
        match rest.next() {
            Some(file) => (Source::File(file.clone()), file),
            None => (Source::Input, own_name),
        }
    };
    let at_terminal =
        matches!(source, Source::Input) && fd::is_terminal(STDIN) && fd::is_terminal(STDERR);
    let interactive = interactive || at_terminal;
    Ok(Invocation {
        options,
        listings,
        interactive,
        source,
        name,
        positional: rest.collect(),
    })
}

/// Runs the file that `ENV` names, in a shell that a person types at and that has nobody else's rights (XCU `sh`).
fn run_environment_file(shell: &mut Shell) -> Flow {
    use nix::unistd::{getegid, geteuid, getgid, getuid};
    if getuid() != geteuid() || getgid() != getegid() {
        return Continue(shell.status);
    }
    let path = prompt::expanded(shell, b"ENV");
    if path.is_empty() {
        return Continue(shell.status);
    }
    // A file that is not there is no error.
    let Ok(text) = read_file(&path) else {
        return Continue(shell.status);
    };
    let flow = run_shown(shell, text);
    end_line(shell, flow)
}

/// The history list, with what its file holds from before (XCU 3 `sh`: `HISTFILE`, `HISTSIZE`).
fn open_history(shell: &Shell) -> History {
    let value = |name: &[u8]| shell.variables.get(name);
    let size = value(b"HISTSIZE").and_then(|size| std::str::from_utf8(size).ok()?.parse().ok());
    let home = value(b"HOME").filter(|home| !home.is_empty());
    let in_home = home.map(|home| [home, b"/.sh_history"].concat());
    let file = value(b"HISTFILE").map(<[u8]>::to_vec).or(in_home);
    History::open(file.as_deref(), size.unwrap_or(history::DEFAULT_SIZE))
}

/// Runs a script file; 127 if it is not there, 126 if it cannot be a script.
fn run_file(shell: &mut Shell, path: &[u8]) -> Flow {
    let text = match read_file(path) {
        Ok(text) => text,
        Err(errno) => {
            shell.complain(&format!(
                "cannot open {}: {}",
                String::from_utf8_lossy(path),
                describe(errno)
            ));
            let missing = matches!(errno, Errno::ENOENT | Errno::ENOTDIR);
            let status = if missing {
                ExitStatus::NOT_FOUND
            } else {
                ExitStatus::NOT_EXECUTABLE
            };
            return Break(Divert::Exit(status));
        }
    };
    if is_binary(&text) {
        shell.complain("cannot run a binary file as a script");
        return Break(Divert::Exit(ExitStatus::NOT_EXECUTABLE));
    }
    run_shown(shell, text)
}

/// The bytes of the file at `path`.
///
/// # Errors
/// Those of open(2) and read(2); EISDIR for a directory.
pub fn read_file(path: &[u8]) -> Result<Vec<u8>, Errno> {
    let name = CString::new(path).map_err(|_| Errno::EINVAL)?;
    let file = fd::open(&name, libc::O_RDONLY, 0)?;
    let result = read_to_end(file);
    fd::close(file);
    result
}

/// How much more a file is asked for that turned out longer than the system said, in bytes.
const LEAST_BLOCK: usize = 4096;

fn read_to_end(file: Fd) -> Result<Vec<u8>, Errno> {
    // One byte more, so that the end is seen without another block.
    let mut text = Vec::with_capacity(fd::size(file) + 1);
    loop {
        let length = text.len();
        if length == text.capacity() {
            text.reserve(LEAST_BLOCK);
        }
        text.resize(text.capacity(), 0);
        let result = fd::read(file, &mut text[length..]);
        text.truncate(length + *result.as_ref().unwrap_or(&0));
        match result {
            Ok(0) => return Ok(text),
            Ok(_) | Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// Runs what comes on standard input, reading no further than the commands need: what follows is for them (XCU `sh`).
fn run_input(shell: &mut Shell) -> Flow {
    let mut pending = Vec::new();
    let mut lines_before = 0;
    let mut ends = 0;
    if shell.interactive {
        shell.history = Some(open_history(shell));
    }
    loop {
        let progress = match more(shell, &mut pending) {
            Ok(progress) => progress,
            Err(Unread::Failed(Errno::EINTR)) if !shell.interactive => {
                trap::run_pending(shell)?;
                continue;
            }
            Err(Unread::Diverted(divert @ Divert::Exit(_))) => return Break(divert),
            Err(Unread::Abandoned | Unread::Diverted(_)) => {
                pending.clear();
                shell.status = INTERRUPTED;
                continue;
            }
            Err(Unread::Failed(Errno::EINTR)) => {
                pending.clear();
                let _ = end_line(shell, Break(Divert::Interrupt(INTERRUPTED)));
                continue;
            }
            Err(Unread::Failed(errno)) => {
                shell.complain(&format!("cannot read commands: {}", describe(errno)));
                return Break(Divert::Exit(ExitStatus::MISUSE));
            }
        };
        if progress == Progress::End
            && shell.interactive
            && pending.is_empty()
            && ends < interactive::ENDS_IGNORED
            && interactive::stays(shell)
        {
            ends += 1;
            continue;
        }
        if progress != Progress::Incomplete {
            ends = 0;
            let text = std::mem::take(&mut pending);
            if shell.options.is_on(ShellOption::Verbose) {
                let _ = fd::write_all(STDERR, &text);
            }
            if let Some(history) = &mut shell.history {
                history.add(&text);
            }
            let lines = text.iter().filter(|byte| **byte == b'\n').count();
            shell.begin_line();
            let flow = run_lines(shell, text, lines_before);
            match if shell.interactive {
                end_line(shell, flow)
            } else {
                flow
            } {
                Break(Divert::Break(_) | Divert::Continue(_)) | Continue(_) => {}
                flow => return flow,
            }
            shell.output.flush_quietly();
            lines_before += lines;
        }
        if progress == Progress::End {
            return Continue(shell.status);
        }
    }
}

/// What taking more of standard input has come to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// No complete command is there yet.
    Incomplete,
    /// One is, and nothing behind it was taken.
    Complete,
    /// The input is at its end.
    End,
}

/// Adds to `pending`, which holds no complete command, what comes next: a line, or all that one command needs.
fn more(shell: &mut Shell, pending: &mut Vec<u8>) -> Result<Progress, Unread> {
    let before = pending.len();
    if shell.interactive || !shell.input.is_peekable() {
        let more = if shell.interactive {
            interactive::read_line(shell, pending)?
        } else {
            shell.input.read_through(b'\n', pending)?
        };
        if !more {
            return Ok(Progress::End);
        }
    } else {
        // Twice as much each time, so that what is parsed again costs no more than what is new.
        let block = shell.input.look(b'\n', before)?;
        if block.is_empty() {
            return Ok(Progress::End);
        }
        let lines = block.iter().rposition(|byte| *byte == b'\n');
        pending.extend_from_slice(&block[..lines.map_or(block.len(), |end| end + 1)]);
    }
    let end = command_end(pending, &shell.aliases).map(|end| end.max(before));
    pending.truncate(end.unwrap_or(pending.len()));
    if shell.input.is_looking() {
        shell.input.take(pending.len() - before)?;
    }
    Ok(match end {
        Some(_) => Progress::Complete,
        None => Progress::Incomplete,
    })
}

/// Where the first complete command of `text` ends, be it right or wrong; `None` if there is none yet.
pub fn command_end(text: &[u8], aliases: &Aliases) -> Option<usize> {
    if !text.ends_with(b"\n") {
        return None;
    }
    let all = text.len();
    let text = Rc::new(Text {
        bytes: text.into(),
        number: 0,
        lines_before: 0,
    });
    match Program::parse(text, 0, true, &mut Memory::default(), aliases).outcome() {
        Outcome::Command { next } => Some(next as usize),
        Outcome::Incomplete(_) => None,
        Outcome::End | Outcome::Invalid(_) => Some(all),
    }
}

/// Ends the process as `sh` ends.
pub fn exit(status: ExitStatus) -> ! {
    process::exit_now(status)
}
