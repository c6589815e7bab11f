//! `echo` (XCU 3), with the escapes of the X/Open option and `-n`, as `dash` has it.

use super::printf::escape::push_escaped;
use super::{BuiltinResult, done};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::trace::ExitStatus;

/// `echo [-n] [string…]`
pub fn echo(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let mut line = shell.spare_text.pop().unwrap_or_default();
    push_line(&mut line, fields);
    let printed = shell.output.push(&line);
    line.clear();
    shell.spare_text.push(line);
    printed?;
    done(ExitStatus::SUCCESS)
}

/// What is printed of the operands.
fn push_line(line: &mut Vec<u8>, fields: &Fields) {
    let quiet = fields.get(1) == Some(b"-n");
    for (index, word) in fields.iter().skip(if quiet { 2 } else { 1 }).enumerate() {
        if index > 0 {
            line.push(b' ');
        }
        // `\c` suppresses everything behind it.
        if push_escaped(line, word) {
            return;
        }
    }
    if !quiet {
        line.push(b'\n');
    }
}
