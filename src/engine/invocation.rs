//! `sh` itself (XCU `sh`): its arguments, and where its commands come from.

use crate::engine::builtin::trap;
use crate::engine::shell::Shell;
use crate::engine::shell::aliases::Aliases;
use crate::engine::shell::options::ShellOption;
use crate::engine::shell::program::{Outcome, Program, Text};
use crate::engine::{Divert, Flow, INTERRUPTED, end_line, is_binary, run_lines, run_text};
use crate::sys::describe;
use crate::sys::fd::{self, Fd, STDERR, STDIN};
use crate::sys::{fault, process, signal};
use crate::trace::ExitStatus;
use bumpalo::Bump;
use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::Signal;
use std::ffi::{CString, OsString};
use std::ops::ControlFlow::{Break, Continue};
use std::os::unix::ffi::OsStringExt;
use std::rc::Rc;

/// What the words of the command line ask for.
struct Invocation {
    options: Vec<(ShellOption, bool)>,
    interactive: bool,
    source: Source,
    name: Vec<u8>,
    positional: Vec<Vec<u8>>,
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
    // Rust ignores SIGPIPE at its start; programs would inherit that, and `yes | head` would not end.
    signal::set_default(Signal::SIGPIPE);
    let words: Vec<Vec<u8>> = arguments.into_iter().map(OsString::into_vec).collect();
    match parse(&words) {
        Ok(invocation) => run(invocation),
        Err(message) => {
            let _ = fd::write_all(STDERR, format!("sh: {message}\n").as_bytes());
            ExitStatus::MISUSE
        }
    }
}

fn run(invocation: Invocation) -> ExitStatus {
    let mut shell = Shell::new(invocation.name, invocation.positional);
    for (option, on) in invocation.options {
        shell.options.set(option, on);
    }
    shell.variables.export_all = shell.options.is_on(ShellOption::AllExport);
    let from_input = matches!(invocation.source, Source::Input);
    shell.options.set(ShellOption::StandardInput, from_input);
    if invocation.interactive {
        shell.make_interactive();
        signal::set_interactive();
    } else {
        shell.traps.note_ignored();
    }
    let flow = match invocation.source {
        Source::Command(text) => run_text(&mut shell, &text),
        Source::File(path) => run_file(&mut shell, &path),
        Source::Input => run_input(&mut shell),
    };
    let status = match flow {
        Break(Divert::Exit(status) | Divert::Return(status) | Divert::Interrupt(status)) => status,
        _ => shell.status,
    };
    let status = trap::run_exit(&mut shell, status);
    shell.output.flush_quietly();
    fault::record_end();
    status
}

fn parse(words: &[Vec<u8>]) -> Result<Invocation, String> {
    let mut operands = words.iter().skip(1).peekable();
    let (mut command, mut from_input, mut interactive) = (false, false, false);
    let mut options = Vec::new();
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
                b'o' => {
                    let name = operands.next().ok_or("-o: an option's name is expected")?;
                    let unknown = || format!("{}: no such option", String::from_utf8_lossy(name));
                    options.push((ShellOption::from_name(name).ok_or_else(unknown)?, on));
                }
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
    if !command && rest.first().is_some_and(|word| word == b"-") {
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
        interactive,
        source,
        name,
        positional: rest.collect(),
    })
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
    run_text(shell, &text)
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

fn read_to_end(file: Fd) -> Result<Vec<u8>, Errno> {
    let mut text = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match fd::read(file, &mut buffer) {
            Ok(0) => return Ok(text),
            Ok(count) => text.extend_from_slice(&buffer[..count]),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// Runs what comes on standard input, reading no further than the commands need: what follows is for them (XCU `sh`).
fn run_input(shell: &mut Shell) -> Flow {
    let mut pending = Vec::new();
    let mut lines_before = 0;
    loop {
        if shell.interactive {
            prompt(shell, !pending.is_empty());
        }
        let line = match read_line(STDIN) {
            Ok(line) => line,
            Err(Errno::EINTR) => {
                pending.clear();
                let _ = end_line(shell, Break(Divert::Interrupt(INTERRUPTED)));
                continue;
            }
            Err(errno) => {
                shell.complain(&format!("cannot read commands: {}", describe(errno)));
                return Break(Divert::Exit(ExitStatus::MISUSE));
            }
        };
        let at_end = line.last() != Some(&b'\n');
        pending.extend_from_slice(&line);
        if at_end || is_complete(&pending, &shell.aliases) {
            let text = std::mem::take(&mut pending);
            let flow = run_lines(shell, &text, lines_before);
            match if shell.interactive {
                end_line(shell, flow)
            } else {
                flow
            } {
                Break(Divert::Break(_) | Divert::Continue(_)) | Continue(_) => {}
                flow => return flow,
            }
            shell.output.flush_quietly();
            lines_before += text.iter().filter(|byte| **byte == b'\n').count();
        }
        if at_end {
            return Continue(shell.status);
        }
    }
}

/// Whether `text` can be run now, be it right or wrong.
fn is_complete(text: &[u8], aliases: &Aliases) -> bool {
    if text.ends_with(b"\\\n") {
        return false;
    }
    let text = Rc::new(Text {
        bytes: text.into(),
        number: 0,
        lines_before: 0,
    });
    let mut at = 0;
    let mut arena = Bump::new();
    loop {
        let program = Program::parse(Rc::clone(&text), at, true, arena, aliases);
        match program.outcome() {
            Outcome::Command { next } => at = next,
            Outcome::Incomplete(_) => return false,
            Outcome::End | Outcome::Invalid(_) => return true,
        }
        arena = program.recycle();
    }
}

fn prompt(shell: &mut Shell, continued: bool) {
    let name: &[u8] = if continued { b"PS2" } else { b"PS1" };
    let text = shell.variables.get(name).unwrap_or(b"").to_vec();
    let _ = fd::write_all(STDERR, &text);
}

/// One line with its newline, read byte by byte unless the input can be sought: nothing behind it is taken.
///
/// # Errors
/// Those of read(2), EINTR included.
pub fn read_line(input: Fd) -> Result<Vec<u8>, Errno> {
    let mut line = Vec::new();
    if fd::seek_by(input, 0).is_ok() {
        return read_line_seeking(input);
    }
    let mut byte = [0];
    loop {
        match fd::read(input, &mut byte)? {
            0 => return Ok(line),
            _ => line.push(byte[0]),
        }
        if byte[0] == b'\n' {
            return Ok(line);
        }
    }
}

/// Reads blocks and gives back what lies behind the line.
fn read_line_seeking(input: Fd) -> Result<Vec<u8>, Errno> {
    let mut line = Vec::new();
    let mut buffer = [0; 512];
    loop {
        let count = fd::read(input, &mut buffer)?;
        let block = &buffer[..count];
        match block.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                line.extend_from_slice(&block[..=end]);
                fd::seek_by(input, -((count - end - 1) as i64))?;
                return Ok(line);
            }
            None if count == 0 => return Ok(line),
            None => line.extend_from_slice(block),
        }
    }
}

/// Ends the process as `sh` ends.
pub fn exit(status: ExitStatus) -> ! {
    process::exit_now(status)
}
