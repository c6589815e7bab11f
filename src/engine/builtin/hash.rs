//! `hash` (XCU 3): the remembered locations of utilities.

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::exec::search::{self, Found};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::trace::ExitStatus;

/// `hash`, `hash utility…`, `hash -r`
pub fn hash(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, names) = options(fields, "r")?;
    if options.contains(&'r') {
        shell.locations.forget_all();
    } else if names.is_empty() {
        return list(shell);
    }
    let mut status = ExitStatus::SUCCESS;
    for name in names {
        shell.locations.forget(name);
        // Functions, built-ins and names with a slash have no location to remember.
        if let Found::Nothing | Found::NotExecutable(_) = search::find(shell, name) {
            let error = BuiltinError::NotFound(shown(name));
            shell.complain(&format!("hash: {error}"));
            status = ExitStatus::FAILURE;
        }
    }
    done(status)
}

fn list(shell: &mut Shell) -> BuiltinResult {
    let assignments = shell.variables.path_assignments();
    shell.locations.get(b"", assignments);
    for file in shell.locations.files() {
        shell.output.push(file.as_bytes())?;
        shell.output.push(b"\n")?;
    }
    done(ExitStatus::SUCCESS)
}
