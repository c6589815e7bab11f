//! `trap` (XCU 2.15), and running what it set.

use super::{BuiltinError, BuiltinResult, done, operands, quoted_always, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::traps::{Action, EXIT};
use crate::engine::{Divert, Flow, run_text};
use crate::sys::signal;
use crate::trace::ExitStatus;
use nix::sys::signal::Signal;
use std::ops::ControlFlow::{Break, Continue};
use std::rc::Rc;

/// `trap [action] condition…`, `trap`, `trap -p [condition…]`
pub fn trap(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    if fields.get(1) == Some(b"-p") {
        let wanted: Vec<i32> = fields
            .iter()
            .skip(2)
            .map(condition)
            .collect::<Result<_, _>>()?;
        return print(shell, &wanted);
    }
    if let Some([b'-', letter, ..]) = fields.get(1).filter(|word| *word != b"--") {
        return Err(BuiltinError::BadOption(char::from(*letter)));
    }
    let operands = operands(fields);
    let Some((action, conditions)) = operands.split_first() else {
        return print(shell, &[]);
    };
    // An unsigned number in first place, or a single operand, resets conditions.
    let resets =
        conditions.is_empty() || action.iter().all(u8::is_ascii_digit) && !action.is_empty();
    let (action, conditions) = match (*action, resets) {
        (_, true) => (None, operands.as_slice()),
        (b"-", _) => (None, conditions),
        (b"", _) => (Some(Action::Ignore), conditions),
        (commands, _) => (Some(Action::Run(commands.into())), conditions),
    };
    let mut status = ExitStatus::SUCCESS;
    for word in conditions {
        match condition(word) {
            Ok(condition) => {
                let keeps = Signal::try_from(condition).is_ok_and(|signal| shell.keeps(signal));
                let interactive = shell.interactive;
                shell
                    .traps
                    .set(condition, action.clone(), interactive, keeps);
            }
            Err(error) => {
                shell.complain(&format!("trap: {error}"));
                status = ExitStatus::FAILURE;
            }
        }
    }
    done(status)
}

fn condition(word: &[u8]) -> Result<i32, BuiltinError> {
    let number = std::str::from_utf8(word).ok().and_then(signal::number);
    number.ok_or_else(|| BuiltinError::NoSuchSignal(shown(word)))
}

fn print(shell: &mut Shell, wanted: &[i32]) -> BuiltinResult {
    let mut text = Vec::new();
    for (condition, action) in shell.traps.shown() {
        if !wanted.is_empty() && !wanted.contains(&condition) {
            continue;
        }
        let commands: &[u8] = match action {
            Action::Ignore => b"",
            Action::Run(commands) => commands,
        };
        let name = if condition == EXIT {
            "EXIT"
        } else {
            signal::name(condition).unwrap_or("?")
        };
        text.extend_from_slice(
            &[
                b"trap -- ",
                quoted_always(commands).as_slice(),
                b" ",
                name.as_bytes(),
                b"\n",
            ]
            .concat(),
        );
    }
    shell.output.push(&text)?;
    done(ExitStatus::SUCCESS)
}

/// Runs the commands of the signals that came, lowest number first.
pub fn run_pending(shell: &mut Shell) -> Flow {
    for number in signal::take_caught() {
        if let Some(Action::Run(commands)) = shell.traps.action(number) {
            let commands = Rc::clone(commands);
            run(shell, &commands)?;
        }
    }
    Continue(shell.status)
}

/// Runs the `EXIT` trap, once, in a shell that is about to end with `status`. Returns what it ends with then.
pub fn run_exit(shell: &mut Shell, status: ExitStatus) -> ExitStatus {
    let Some(commands) = shell.traps.take_exit() else {
        return status;
    };
    shell.status = status;
    // The shell ends, whatever condition it was in: nothing suspends `errexit` any more.
    shell.frames.conditions = 0;
    // `return` ends the trap's commands as it ends a function, and has no say in the status.
    shell.frames.functions += 1;
    match run(shell, &commands) {
        Break(Divert::Exit(status)) => status,
        _ => status,
    }
}

/// `$?` is the same before and after.
fn run(shell: &mut Shell, commands: &[u8]) -> Flow {
    let (status, producer, frames) = (shell.status, shell.producer, shell.frames);
    shell.frames.tail = false;
    shell.frames.before_trap = Some((status, frames.functions));
    let flow = run_text(shell, commands);
    let texts = shell.frames.texts;
    shell.frames = frames;
    shell.frames.texts = texts;
    flow?;
    shell.status = status;
    shell.producer = producer;
    Continue(status)
}
