//! `unset` (XCU 2.15).

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::variables::is_name;
use crate::trace::ExitStatus;

/// `unset [-v|-f] name…`
pub fn unset(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, names) = options(fields, "fv")?;
    for name in names {
        if options.last() == Some(&'f') {
            shell.functions.remove(name);
            continue;
        }
        if !is_name(name) {
            return Err(BuiltinError::NotAName(shown(name)));
        }
        shell.variables.unset(name)?;
    }
    done(ExitStatus::SUCCESS)
}
