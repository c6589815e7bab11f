//! `trap` (XCU 2.15), and running what it set.

use super::{BuiltinError, BuiltinResult, done, operands, quoted_always, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::traps::{Action, EXIT};
use crate::engine::{Divert, Flow, run_text};
use crate::sys::signal;
use crate::trace::{ExitStatus, TraceKind};
use nix::sys::signal::Signal;
use std::ops::ControlFlow::{Break, Continue};
use std::rc::Rc;

/// `trap [action] condition…`, `trap`, `trap -p [condition…]`
pub fn trap(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    if fields.get(1) == Some(b"-p") {
        let words: Vec<&[u8]> = fields.iter().skip(2).collect();
        return print_each(shell, &words);
    }
    if let Some([b'-', letter, ..]) = fields.get(1).filter(|word| *word != b"--") {
        return Err(BuiltinError::BadOption(char::from(*letter)));
    }
    let operands = operands(fields);
    let Some((action, conditions)) = operands.split_first() else {
        return print_set(shell);
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
    let (conditions, status) = known(shell, conditions);
    for condition in conditions {
        shell.set_trap(condition, action.clone());
    }
    done(status)
}

/// The conditions that `words` name. One that does not exist is told of; the status is then a failure.
fn known(shell: &mut Shell, words: &[&[u8]]) -> (Vec<i32>, ExitStatus) {
    let mut status = ExitStatus::SUCCESS;
    let mut conditions = Vec::new();
    for word in words {
        match std::str::from_utf8(word).ok().and_then(signal::number) {
            Some(condition) => conditions.push(condition),
            None => {
                let error = BuiltinError::NoSuchSignal(shown(word));
                shell.complain(&format!("trap: {error}"));
                status = ExitStatus::FAILURE;
            }
        }
    }
    (conditions, status)
}

/// Those that are not at their default.
fn print_set(shell: &mut Shell) -> BuiltinResult {
    let lines = shell.traps.shown();
    let text: Vec<u8> = lines
        .flat_map(|(condition, action)| line(condition, Some(action)))
        .collect();
    shell.output.push(&text)?;
    done(ExitStatus::SUCCESS)
}

/// Those that `words` name, or all that can be set, at their default or not.
fn print_each(shell: &mut Shell, words: &[&[u8]]) -> BuiltinResult {
    let (wanted, status) = known(shell, words);
    let can_be_set = |number: &i32| match Signal::try_from(*number) {
        Ok(Signal::SIGKILL | Signal::SIGSTOP) => false,
        _ => *number == EXIT || signal::name(*number).is_some(),
    };
    let all: Vec<i32> = (EXIT..=64).filter(can_be_set).collect();
    let mut text = Vec::new();
    for number in if words.is_empty() { all } else { wanted } {
        let set = shell
            .traps
            .shown()
            .find(|(condition, _)| *condition == number);
        let action = match set {
            Some((_, action)) => Some(action.clone()),
            None if shell.interactive => None,
            None => shell
                .traps
                .was_ignored_on_entry(number)
                .then_some(Action::Ignore),
        };
        text.extend_from_slice(&line(number, action.as_ref()));
    }
    shell.output.push(&text)?;
    done(status)
}

/// A command that sets `condition` to `action`, or back to its default.
fn line(condition: i32, action: Option<&Action>) -> Vec<u8> {
    let commands = match action {
        None => b"-".to_vec(),
        Some(Action::Ignore) => quoted_always(b""),
        Some(Action::Run(commands)) => quoted_always(commands),
    };
    let name = match condition {
        EXIT => "EXIT",
        number => signal::name(number).unwrap_or("?"),
    };
    [
        b"trap -- ".as_slice(),
        &commands,
        b" ",
        name.as_bytes(),
        b"\n",
    ]
    .concat()
}

/// Runs the commands of the signals that came, lowest number first.
pub fn run_pending(shell: &mut Shell) -> Flow {
    for number in signal::take_caught() {
        if let Some(Action::Run(commands)) = shell.traps.action(number) {
            let commands = Rc::clone(commands);
            run(shell, number, &commands)?;
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
    match run(shell, EXIT, &commands) {
        Break(Divert::Exit(status)) => status,
        _ => status,
    }
}

/// Runs the `commands` of a trap on `condition`. `$?` is the same before and after.
fn run(shell: &mut Shell, condition: i32, commands: &[u8]) -> Flow {
    shell.tracer.emit(None, || TraceKind::TrapRun { condition });
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
