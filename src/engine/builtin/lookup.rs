//! `command`, `type` and `exec`: what a name means, and running it in a particular way (XCU 3, 2.15).

use super::{BuiltinError, BuiltinResult, alias, done, operands, options, shown};
use crate::engine::Divert;
use crate::engine::exec::external::{self, cannot_execute};
use crate::engine::exec::search::{self, Found};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::source::Span;
use crate::syntax::parse::is_reserved_word;
use crate::sys::process::{self, Program};
use crate::trace::{ExitStatus, How};
use nix::errno::Errno;
use std::ops::ControlFlow::Break;

/// Where the standard utilities are: what `command -p` searches.
const STANDARD_PATH: &[u8] = b"/usr/bin:/bin:/usr/sbin:/sbin";

/// `command [-p] name [argument…]`, `command -v name`, `command -V name`
pub fn command(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, words) = leading_options(fields)?;
    let path = match options.contains(&'p') {
        true => STANDARD_PATH.to_vec(),
        false => shell.variables.get(b"PATH").unwrap_or(b"").to_vec(),
    };
    let Some(name) = words.first() else {
        return done(ExitStatus::SUCCESS);
    };
    match options.iter().rfind(|option| **option != 'p') {
        Some('v') => return describe(shell, name, &path, true),
        Some(_) => return describe(shell, name, &path, false),
        None => {}
    }
    let mut inner = Fields::default();
    words.iter().for_each(|word| inner.push(word));
    match search::find_without_functions(name, &path) {
        // Its errors do not end the shell when it is run through `command`.
        Found::Builtin(builtin) => {
            shell.frames.forgives = true;
            let result = (builtin.run)(shell, &inner);
            shell.frames.forgives = false;
            match result {
                Ok(Break(Divert::Abandon(status))) => done(status),
                Ok(flow) => Ok(flow),
                Err(error) => {
                    shell.complain(&format!("{}: {error}", builtin.name));
                    done(error.status())
                }
            }
        }
        Found::External(file) => {
            let span = shell.frames.span.unwrap_or_default();
            Ok(external::run(shell, &file, &inner, false, span))
        }
        Found::NotExecutable(file) => {
            let span = shell.frames.span.unwrap_or_default();
            done(cannot_execute(shell, &file, Errno::EACCES, span))
        }
        Found::Function(_) | Found::Nothing => {
            shell.complain(&format!("{}: not found", shown(name)));
            done(ExitStatus::NOT_FOUND)
        }
    }
}

/// Options stop at the first operand: what follows belongs to the command.
fn leading_options(fields: &Fields) -> Result<(Vec<char>, Vec<&[u8]>), BuiltinError> {
    options(fields, "pvV")
}

/// `type name…`
pub fn type_(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let path = shell.variables.get(b"PATH").unwrap_or(b"").to_vec();
    let mut status = ExitStatus::SUCCESS;
    for name in operands(fields) {
        if describe(shell, name, &path, false)?.continue_value() != Some(ExitStatus::SUCCESS) {
            status = ExitStatus::NOT_FOUND;
        }
    }
    done(status)
}

/// Prints what `name` means: for people, or tersely so that a script can use it.
fn describe(shell: &mut Shell, name: &[u8], path: &[u8], terse: bool) -> BuiltinResult {
    let found = match shell.functions.get(name) {
        Some(function) if super::find(name).is_none_or(|builtin| !builtin.special) => {
            Found::Function(function.clone())
        }
        _ => search::find_without_functions(name, path),
    };
    let shown_name = shown(name);
    let reserved = is_reserved_word(name);
    if let Some(value) = shell.aliases.get(name).filter(|_| !reserved) {
        let line = match terse {
            true => [b"alias ".as_slice(), &alias::definition(name, value)].concat(),
            false => [name, b" is an alias for ", value, b"\n"].concat(),
        };
        shell.output.push(&line)?;
        return done(ExitStatus::SUCCESS);
    }
    let sentence = match (&found, found.how()) {
        _ if reserved => format!("{shown_name} is a shell keyword"),
        (_, How::SpecialBuiltin) => format!("{shown_name} is a special shell builtin"),
        (_, How::Builtin) => format!("{shown_name} is a shell builtin"),
        (_, How::Function) => format!("{shown_name} is a shell function"),
        (Found::External(file), _) => format!("{shown_name} is {}", file.to_string_lossy()),
        _ => {
            if !terse {
                shell
                    .output
                    .push(format!("{shown_name}: not found\n").as_bytes())?;
            }
            return done(ExitStatus::NOT_FOUND);
        }
    };
    let line = match (&found, terse) {
        (_, false) => sentence,
        (Found::External(file), true) if !reserved => file.to_string_lossy().into_owned(),
        _ => shown_name,
    };
    shell.output.push(line.as_bytes())?;
    shell.output.push(b"\n")?;
    done(ExitStatus::SUCCESS)
}

/// `exec [command [argument…]]`: this process becomes the command; without one, its redirections stay.
pub fn exec(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let words = operands(fields);
    let Some(name) = words.first() else {
        shell.frames.redirections_stay = true;
        return done(ExitStatus::SUCCESS);
    };
    let path = shell.variables.get(b"PATH").unwrap_or(b"").to_vec();
    let span = shell.frames.span.unwrap_or_default();
    let status = match search::find_file(name, &path) {
        Found::External(file) => {
            let mut inner = Fields::default();
            words.iter().for_each(|word| inner.push(word));
            become_program(shell, &file, &inner, span)
        }
        Found::NotExecutable(file) => cannot_execute(shell, &file, Errno::EACCES, span),
        _ => {
            shell.complain(&format!("exec: {}: not found", shown(name)));
            ExitStatus::NOT_FOUND
        }
    };
    shell.set_status(status, span);
    if shell.interactive {
        done(status)
    } else {
        Ok(Break(Divert::Exit(status)))
    }
}

fn become_program(
    shell: &mut Shell,
    file: &std::ffi::CString,
    words: &Fields,
    span: Span,
) -> ExitStatus {
    let program = Program::new(vec![file.clone()], external::arguments(words));
    let environment = shell.variables.environment();
    shell.before_fork();
    shell
        .tracer
        .emit(Some(span), || external::execed(file, &program));
    let errno = shell.stepping_aside(|| process::exec(&program, &environment));
    cannot_execute(shell, file.to_bytes(), errno, span)
}
