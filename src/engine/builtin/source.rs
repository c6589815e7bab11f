//! `eval` and `.` (XCU 2.15): text that is run in this environment.

use super::{BuiltinError, BuiltinResult, operands, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::invocation::read_file;
use crate::engine::shell::Shell;
use crate::engine::{Divert, run_lines, run_shown};
use nix::errno::Errno;
use std::ops::ControlFlow::{Break, Continue};

/// `eval [argument…]`
pub fn eval(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let text = operands(fields).join(b" ".as_slice());
    let frames = shell.frames;
    // Its first line is the one where `eval` stands.
    let lines_before = shell.line().unwrap_or(1) - 1;
    let flow = run_lines(shell, text, lines_before);
    restore(shell, frames);
    Ok(flow)
}

/// `. file`: found along `PATH` if its name has no slash.
pub fn dot(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let operands = operands(fields);
    let Some(name) = operands.first() else {
        return Err(BuiltinError::Missing("a file name"));
    };
    let text = find(shell, name).ok_or_else(|| BuiltinError::NotFound(shown(name)))?;
    let text = text.map_err(|errno| BuiltinError::System {
        path: shown(name),
        errno,
    })?;
    let frames = shell.frames;
    shell.frames.functions += 1;
    let flow = run_shown(shell, text);
    restore(shell, frames);
    match flow {
        Break(Divert::Return(status)) => Ok(Continue(status)),
        flow => Ok(flow),
    }
}

fn restore(shell: &mut Shell, frames: crate::engine::shell::frames::Frames) {
    let texts = shell.frames.texts;
    shell.frames = frames;
    shell.frames.texts = texts;
}

/// The text of the first readable file; `None` if there is none.
fn find(shell: &Shell, name: &[u8]) -> Option<Result<Vec<u8>, Errno>> {
    if name.contains(&b'/') {
        return match read_file(name) {
            Err(Errno::ENOENT | Errno::ENOTDIR) => None,
            result => Some(result),
        };
    }
    let path = shell.variables.get(b"PATH").unwrap_or(b"");
    path.split(|byte| *byte == b':').find_map(|directory| {
        let file = if directory.is_empty() {
            name.to_vec()
        } else {
            [directory, b"/", name].concat()
        };
        read_file(&file).ok().map(Ok)
    })
}
