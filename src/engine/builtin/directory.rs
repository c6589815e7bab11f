//! `cd` and `pwd` (XCU 3).

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::sys::file::{self, change_directory, is_directory, working_directory};
use crate::trace::ExitStatus;
use nix::errno::Errno;

/// `cd [-L|-P] [directory]`, `cd -`
pub fn cd(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, operands) = options(fields, "LPe")?;
    let physical = options.iter().rfind(|option| **option != 'e') == Some(&'P');
    let certain = physical && options.contains(&'e');
    match change(shell, &operands, physical, certain) {
        // 1 says that the directory was changed but has no name that can be told.
        Err(error) if certain => {
            shell.complain(&format!("cd: {error}"));
            done(ExitStatus::MISUSE)
        }
        result => result,
    }
}

fn change(shell: &mut Shell, operands: &[&[u8]], physical: bool, certain: bool) -> BuiltinResult {
    let operand = match operands {
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
    let failed = |errno| BuiltinError::System {
        path: format!("can't cd to {}", shown(&operand)),
        errno,
    };
    let target = if physical || !absolute.starts_with(b"/") {
        path.clone()
    } else {
        canonical(&absolute).map_err(failed)?
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
    if !known && certain {
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

/// An absolute path without `.`, `..` and doubled slashes. What a `..` takes away must be a directory. Two slashes at the start,
/// and no more, are kept: they may mean something else than one (XBD 4.16).
///
/// # Errors
/// Why that is no directory.
fn canonical(path: &[u8]) -> Result<Vec<u8>, Errno> {
    let mut components: Vec<&[u8]> = Vec::new();
    let root: &[u8] = match path {
        [b'/', b'/', b'/', ..] => b"/",
        [b'/', b'/', ..] => b"//",
        _ => b"/",
    };
    let so_far = |components: &[&[u8]]| [root, &components.join(b"/".as_slice())].concat();
    for component in path.split(|byte| *byte == b'/') {
        match component {
            b"" | b"." => {}
            b".." => {
                let before = so_far(&components);
                if !is_directory(&before) {
                    return Err(file::stat(&before).err().unwrap_or(Errno::ENOTDIR));
                }
                components.pop();
            }
            component => components.push(component),
        }
    }
    Ok(so_far(&components))
}
