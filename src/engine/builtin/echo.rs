//! `echo` (XCU 3), with the escapes of the X/Open option and `-n`, as `dash` has it.

use super::printf::escape::push_escaped;
use super::{BuiltinResult, done};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::trace::ExitStatus;

/// `echo [-n] [string…]`
pub fn echo(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let quiet = fields.get(1) == Some(b"-n");
    let mut line = Vec::new();
    for (index, word) in fields.iter().skip(if quiet { 2 } else { 1 }).enumerate() {
        if index > 0 {
            line.push(b' ');
        }
        if push_escaped(&mut line, word) {
            // `\c` suppresses everything behind it.
            shell.output.push(&line)?;
            return done(ExitStatus::SUCCESS);
        }
    }
    if !quiet {
        line.push(b'\n');
    }
    shell.output.push(&line)?;
    done(ExitStatus::SUCCESS)
}
