//! How a command or a process ended, in a few words.

use crate::trace::tree::{Command, CommandKind, Process, RightSide};
use crate::trace::words::{end, signal_name};
use crate::trace::{ForkReason, How, Termination};

/// Of a command.
pub(super) fn fate(command: &Command) -> String {
    let signal = command.ended.and_then(Termination::signal);
    let mut fate = match (command.kind, command.ended, signal) {
        (CommandKind::Trap(_), ..) => String::new(),
        (_, _, Some(number)) if command.is_builtin() => {
            format!("ended with its shell, by {}", signal_name(number))
        }
        (_, Some(how), _) => end(how),
        (_, None, _) => "no end seen".to_owned(),
    };
    if let CommandKind::Found(How::NotFound) = command.kind {
        fate.push_str(", not found");
    }
    if let Some(status) = command.negated {
        fate.push_str(&format!(", ! makes it {status}"));
    }
    if let Some(seen) = &command.right_side {
        fate.push_str(&saw(seen));
    }
    fate
}

/// What the operator before a command saw, which is why it ran.
pub(super) fn saw(seen: &RightSide) -> String {
    format!(" ({} saw {})", seen.operator.as_str(), seen.because)
}

/// Of a process.
pub(super) fn process_fate(process: &Process) -> String {
    let is_background = process.reason == Some(ForkReason::AsyncList);
    match process.ended {
        Some(how) if is_background && process.waited => format!("{}, waited for", end(how)),
        Some(how) if is_background => format!("{}, not waited for", end(how)),
        Some(how) => end(how),
        None if is_background => "not waited for".to_owned(),
        None => "no end seen".to_owned(),
    }
}
