//! Text that is expanded like a here-document when it is shown or used: `PS1`, `PS2`, `PS4` and `ENV` (XCU 2.5.3).

use super::expand;
use super::shell::Shell;
use super::shell::options::ShellOption;
use super::shell::program::{Program, Text};
use std::rc::Rc;

/// The value of `name` with its expansions performed, leaving no trace in `$?`; as it is if they cannot be.
pub fn expanded(shell: &mut Shell, name: &[u8]) -> Vec<u8> {
    let value = shell.variables.get(name).unwrap_or(b"").to_vec();
    if !value.iter().any(|byte| matches!(byte, b'$' | b'`' | b'\\')) {
        return value;
    }
    let number = shell.frames.next_text();
    // It stands where the command stands for which it is shown.
    let lines_before = shell.line().unwrap_or(1) - 1;
    let text = Rc::new(Text {
        bytes: value.as_slice().into(),
        number,
        lines_before,
    });
    let program = Rc::new(Program::text(text, &shell.aliases));
    let traces = shell.options.is_on(ShellOption::XTrace);
    // What is run on the way is no part of the trace that `PS4` introduces.
    shell.options.set(ShellOption::XTrace, false);
    let (status, producer, frames) = (shell.status, shell.producer, shell.frames);
    let substitution_status = shell.substitution_status;
    let outer_program = shell.program.replace(Rc::clone(&program));
    let outer_source = std::mem::replace(&mut shell.tracer.source, number);
    let result = program.with_parts(|parts| expand::prompt(shell, parts));
    shell.tracer.source = outer_source;
    shell.program = outer_program;
    let texts = shell.frames.texts;
    shell.frames = frames;
    shell.frames.texts = texts;
    (shell.status, shell.producer) = (status, producer);
    shell.substitution_status = substitution_status;
    shell.options.set(ShellOption::XTrace, traces);
    match result {
        Some(Ok(text)) => text,
        _ => value,
    }
}

/// `PS1` for the command that will have `number` in the history: that takes the place of `!`, and `!!` is one `!`.
pub fn primary(shell: &mut Shell, number: usize) -> Vec<u8> {
    let text = expanded(shell, b"PS1");
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_slice();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after.first()) {
            (b'!', Some(b'!')) => {
                out.push(b'!');
                rest = &after[1..];
            }
            (b'!', _) => out.extend_from_slice(number.to_string().as_bytes()),
            (byte, _) => out.push(*byte),
        }
    }
    out
}
