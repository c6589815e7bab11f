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
            .filter(|home| !home.is_empty())
            .ok_or(BuiltinError::NotSet("HOME"))?
            .to_vec(),
        [b"-"] => shell
            .variables
            .get(b"OLDPWD")
            .ok_or(BuiltinError::NotSet("OLDPWD"))?
            .to_vec(),
        [directory] => directory.to_vec(),
        _ => return Err(BuiltinError::TooMany),
    };
    let (path, through_cdpath) = search(shell, &operand);
    let current = shell.variables.get(b"PWD").unwrap_or(b"").to_vec();
    let absolute = if path.starts_with(b"/") {
        path.clone()
    } else {
        join(&current, &path)
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
    change_directory(&target)
        .or_else(|errno| {
            if physical {
                Err(errno)
            } else {
                change_directory(&path).map_err(|_| errno)
            }
        })
        .map_err(failed)?;
    let now = if physical {
        working_directory().unwrap_or(target)
    } else {
        target
    };
    shell.variables.assign(b"OLDPWD", current)?;
    shell.variables.assign(b"PWD", now.clone())?;
    if through_cdpath || operands.first() == Some(&b"-".as_slice()) {
        shell.output.push(&now)?;
        shell.output.push(b"\n")?;
    }
    done(ExitStatus::SUCCESS)
}

/// `pwd [-L|-P]`
pub fn pwd(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, _) = options(fields, "LP")?;
    let logical = shell
        .variables
        .get(b"PWD")
        .filter(|path| path.starts_with(b"/"))
        .map(<[u8]>::to_vec);
    let path = match (options.last(), logical) {
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

/// Looks the operand up in `CDPATH`; whether it was found there under a name that is not empty.
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
        if directory.is_empty() {
            continue;
        }
        let path = join(directory, operand);
        if is_directory(&path) {
            return (path, true);
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

/// An absolute path without `.`, `..` and doubled slashes, by text alone.
fn canonical(path: &[u8]) -> Vec<u8> {
    let mut components: Vec<&[u8]> = Vec::new();
    for component in path.split(|byte| *byte == b'/') {
        match component {
            b"" | b"." => {}
            b".." => drop(components.pop()),
            component => components.push(component),
        }
    }
    [b"/".as_slice(), &components.join(b"/".as_slice())].concat()
}
