//! `cd` and `pwd` (XCU 3).

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::sys::file::{change_directory, is_directory, working_directory};
use crate::trace::ExitStatus;

/// `cd [-L|-P] [directory]`, `cd -`
pub fn cd(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, operands) = options(fields, "LPe")?;
    let physical = options.iter().rfind(|option| **option != 'e') == Some(&'P');
    let operand = match operands.as_slice() {
        [] => shell
            .variables
            .get(b"HOME")
            .ok_or(BuiltinError::NotSet("HOME"))?
            .to_vec(),
        [b"-"] => shell
            .variables
            .get(b"OLDPWD")
            .ok_or(BuiltinError::NotSet("OLDPWD"))?
            .to_vec(),
        [b""] => return Err(BuiltinError::Missing("a directory's name")),
        [directory] => directory.to_vec(),
        _ => return Err(BuiltinError::TooMany),
    };
    let (path, through_cdpath) = search(shell, &operand);
    let current = shell.directory.clone();
    let absolute = match path.as_slice() {
        b"" => current.clone(),
        [b'/', ..] => path.clone(),
        _ => join(&current, &path),
    };
    let target = if physical || !absolute.starts_with(b"/") {
        path.clone()
    } else {
        canonical(&absolute)
    };
    let failed = |errno| BuiltinError::System {
        path: format!("can't cd to {}", shown(&operand)),
        errno,
    };
    let to: &[u8] = if target.is_empty() { b"." } else { &target };
    change_directory(to).map_err(failed)?;
    let now = match physical {
        true => working_directory(),
        false => Ok(target.clone()),
    };
    let known = now.is_ok();
    let now = now.unwrap_or(target);
    let before = std::mem::replace(&mut shell.directory, now.clone());
    for (name, value) in [(b"OLDPWD".as_slice(), before), (b"PWD", now.clone())] {
        shell.variables.assign(name, value)?;
        shell.variables.export(name);
    }
    if !known && options.contains(&'e') {
        // The directory was changed, but nobody can tell its name.
        return done(ExitStatus::FAILURE);
    }
    if through_cdpath || operands.first() == Some(&b"-".as_slice()) {
        shell.output.push(&now)?;
        shell.output.push(b"\n")?;
    }
    done(ExitStatus::SUCCESS)
}

/// `pwd [-L|-P]`
pub fn pwd(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, _) = options(fields, "LP")?;
    let logical = Some(&shell.directory).filter(|path| path.starts_with(b"/"));
    let path = match (options.last(), logical.cloned()) {
        (Some('P'), _) | (_, None) => {
            working_directory().map_err(|errno| BuiltinError::System {
                path: "the working directory".to_string(),
                errno,
            })?
        }
        (_, Some(path)) => path,
    };
    shell.output.push(&path)?;
    shell.output.push(b"\n")?;
    done(ExitStatus::SUCCESS)
}

/// Looks the operand up in `CDPATH`; whether it was found in a directory other than this one.
fn search(shell: &Shell, operand: &[u8]) -> (Vec<u8>, bool) {
    let first = operand.split(|byte| *byte == b'/').next().unwrap_or(b"");
    if operand.starts_with(b"/") || first == b"." || first == b".." {
        return (operand.to_vec(), false);
    }
    for directory in shell
        .variables
        .get(b"CDPATH")
        .unwrap_or(b"")
        .split(|byte| *byte == b':')
    {
        let path = match directory {
            b"" => operand.to_vec(),
            _ => join(directory, operand),
        };
        if is_directory(&path) {
            return (path, !directory.is_empty());
        }
    }
    (operand.to_vec(), false)
}

fn join(directory: &[u8], name: &[u8]) -> Vec<u8> {
    if directory.ends_with(b"/") {
        [directory, name].concat()
    } else {
        [directory, b"/", name].concat()
    }
}

/// An absolute path without `.`, `..` and doubled slashes, by text alone. Two slashes at the start, and no more, are kept: they
/// may mean something else than one (XBD 4.16).
fn canonical(path: &[u8]) -> Vec<u8> {
    let mut components: Vec<&[u8]> = Vec::new();
    for component in path.split(|byte| *byte == b'/') {
        match component {
            b"" | b"." => {}
            b".." => drop(components.pop()),
            component => components.push(component),
        }
    }
    let root: &[u8] = match path {
        [b'/', b'/', b'/', ..] => b"/",
        [b'/', b'/', ..] => b"//",
        _ => b"/",
    };
    [root, &components.join(b"/".as_slice())].concat()
}
