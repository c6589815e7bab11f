//! `break`, `continue`, `return`, `exit` (XCU 2.15): what leaves the normal order.

use super::{BuiltinError, BuiltinResult, done, operands, shown};
use crate::engine::Divert;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::trace::ExitStatus;
use std::num::NonZeroUsize;
use std::ops::ControlFlow::Break;

/// `break [n]`
pub fn break_(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    leave_loops(shell, fields, Divert::Break)
}

/// `continue [n]`
pub fn continue_(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    leave_loops(shell, fields, Divert::Continue)
}

fn leave_loops(
    shell: &mut Shell,
    fields: &Fields,
    divert: fn(NonZeroUsize) -> Divert,
) -> BuiltinResult {
    let wanted = match operands(fields).first() {
        None => 1,
        Some(text) => number(text)?,
    };
    let wanted = NonZeroUsize::new(wanted as usize)
        .ok_or_else(|| BuiltinError::NotANumber("0".to_string()))?;
    shell.status = ExitStatus::SUCCESS;
    // More than there are means all of them; outside of a loop nothing happens.
    match NonZeroUsize::new(shell.frames.loops as usize) {
        Some(loops) => Ok(Break(divert(wanted.min(loops)))),
        None => done(ExitStatus::SUCCESS),
    }
}

/// `return [n]`
pub fn return_(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let functions = shell.frames.functions;
    let trap = shell.frames.before_trap.filter(|trap| trap.1 == functions);
    let status = status(shell, fields, trap.map(|(status, _)| status))?;
    Ok(Break(if shell.frames.functions > 0 {
        Divert::Return(status)
    } else {
        Divert::Exit(status)
    }))
}

/// `exit [n]`
pub fn exit(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let before_trap = shell.frames.before_trap.map(|(status, _)| status);
    let status = status(shell, fields, before_trap)?;
    if shell.stays_for_stopped_jobs() {
        return done(ExitStatus::SUCCESS);
    }
    Ok(Break(Divert::Exit(status)))
}

/// The operand, of which the low eight bits count; without one `$?`, or in a trap what that was before.
fn status(
    shell: &Shell,
    fields: &Fields,
    before_trap: Option<ExitStatus>,
) -> Result<ExitStatus, BuiltinError> {
    match operands(fields).first() {
        None => Ok(before_trap.unwrap_or(shell.status)),
        Some(text) => Ok((shell.rules.exit_status)(number(text)?)),
    }
}

/// An unsigned decimal number.
fn number(text: &[u8]) -> Result<u64, BuiltinError> {
    let digits = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let parsed = std::str::from_utf8(text)
        .ok()
        .filter(|_| digits)
        .and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| BuiltinError::NotANumber(shown(text)))
}
