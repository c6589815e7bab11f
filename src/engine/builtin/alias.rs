//! `alias` and `unalias` (XCU 3).

use super::{BuiltinError, BuiltinResult, done, operands, options, quoted_always, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::trace::ExitStatus;

/// `alias [name[=value]…]`
pub fn alias(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let operands = operands(fields);
    if operands.is_empty() {
        let all: Vec<u8> = shell
            .aliases
            .iter()
            .flat_map(|(name, value)| definition(name, value))
            .collect();
        shell.output.push(&all)?;
        return done(ExitStatus::SUCCESS);
    }
    let mut status = ExitStatus::SUCCESS;
    for operand in operands {
        // A name has at least one character, so an `=` in first place separates nothing.
        match operand.iter().skip(1).position(|byte| *byte == b'=') {
            Some(at) => shell.aliases.define(&operand[..at + 1], &operand[at + 2..]),
            None => match shell
                .aliases
                .get(operand)
                .map(|value| definition(operand, value))
            {
                Some(text) => shell.output.push(&text)?,
                None => {
                    shell.complain(&format!("alias: {}: not found", shown(operand)));
                    status = ExitStatus::FAILURE;
                }
            },
        }
    }
    done(status)
}

/// A definition in a form that can be read back.
pub fn definition(name: &[u8], value: &[u8]) -> Vec<u8> {
    [name, b"=", &quoted_always(value), b"\n"].concat()
}

/// `unalias name…`, `unalias -a`
pub fn unalias(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, names) = options(fields, "a")?;
    if options.contains(&'a') {
        shell.aliases.clear();
        return done(ExitStatus::SUCCESS);
    }
    if names.is_empty() {
        return Err(BuiltinError::Missing("a name"));
    }
    let mut status = ExitStatus::SUCCESS;
    for name in names {
        if !shell.aliases.remove(name) {
            shell.complain(&format!("unalias: {}: not found", shown(name)));
            status = ExitStatus::FAILURE;
        }
    }
    done(status)
}
