//! Command search (XCU 2.9.1.4): what a command name means.

use crate::engine::builtin::{self, Builtin};
use crate::engine::shell::Shell;
use crate::engine::shell::functions::Function;
use crate::sys::file::{self, is_directory};
use crate::trace::How;
use std::ffi::CString;
use std::rc::Rc;

/// What a command name was found to be.
#[derive(Clone)]
pub enum Found {
    /// A built-in utility, special or regular.
    Builtin(&'static Builtin),
    /// A function.
    Function(Rc<Function>),
    /// A file that may be executed.
    External(CString),
    /// A file, the one named, that may not.
    NotExecutable(Vec<u8>),
    /// Nothing.
    Nothing,
}

impl Found {
    /// What kind of thing that is, for the trace.
    pub fn how(&self) -> How {
        match self {
            Found::Builtin(builtin) if builtin.special => How::SpecialBuiltin,
            Found::Builtin(_) => How::Builtin,
            Found::Function(_) => How::Function,
            Found::External(_) => How::External,
            Found::NotExecutable(_) => How::NotExecutable,
            Found::Nothing => How::NotFound,
        }
    }
}

/// Finds what `name` means: special built-ins first, then functions, other built-ins, files. To a person a job id alone, as
/// `%1`, is `fg %1`, as in other shells that control jobs.
///
/// A file found along `PATH` is remembered, and not searched for again until `PATH` is assigned to.
pub fn find(shell: &mut Shell, name: &[u8]) -> Found {
    let builtin = builtin::find(name);
    match (builtin, shell.functions.get(name)) {
        (Some(builtin), _) if builtin.special => Found::Builtin(builtin),
        (_, Some(function)) => Found::Function(Rc::clone(function)),
        (Some(builtin), None) => Found::Builtin(builtin),
        (None, None) => match find_along_path(shell, name) {
            Found::Nothing if shell.interactive && name.starts_with(b"%") => {
                builtin::find(b"fg").map_or(Found::Nothing, Found::Builtin)
            }
            found => found,
        },
    }
}

fn find_along_path(shell: &mut Shell, name: &[u8]) -> Found {
    let assignments = shell.variables.path_assignments();
    if let Some(file) = shell.locations.get(name, assignments) {
        return Found::External(file.clone());
    }
    let found = find_file(name, shell.variables.get(b"PATH").unwrap_or(b""));
    if let Found::External(file) = &found
        && !name.contains(&b'/')
    {
        shell.locations.remember(name, file);
    }
    found
}

/// As [`find`], leaving functions out: what `command` does.
pub fn find_without_functions(name: &[u8], path: &[u8]) -> Found {
    match builtin::find(name) {
        Some(builtin) => Found::Builtin(builtin),
        None => find_file(name, path),
    }
}

/// Looks for a file to execute: `name` itself if it has a slash, else in the directories of `path`.
pub fn find_file(name: &[u8], path: &[u8]) -> Found {
    if name.is_empty() {
        return Found::Nothing;
    }
    if name.contains(&b'/') {
        return examine(name.to_vec()).unwrap_or(Found::Nothing);
    }
    let mut refused = None;
    for directory in path.split(|byte| *byte == b':') {
        let file = match directory {
            b"" => name.to_vec(),
            _ => [directory, b"/", name].concat(),
        };
        match examine(file) {
            Some(found @ Found::External(_)) => return found,
            Some(Found::NotExecutable(file)) if !is_directory(&file) => {
                refused = refused.or(Some(file))
            }
            _ => {}
        }
    }
    refused.map_or(Found::Nothing, Found::NotExecutable)
}

/// `None` if there is no such file.
fn examine(file: Vec<u8>) -> Option<Found> {
    if file::is_executable(&file) {
        return CString::new(file).ok().map(Found::External);
    }
    file::stat(&file).ok()?;
    Some(Found::NotExecutable(file))
}
