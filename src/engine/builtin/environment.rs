//! `export`, `readonly`, `local` and `times` (XCU 2.15).

use super::{BuiltinError, BuiltinResult, done, options, quoted_always, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::variables::{Variable, is_name};
use crate::trace::ExitStatus;

/// `export name[=value]…`, `export -p`
pub fn export(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    declare(
        shell,
        fields,
        "export",
        |variable| variable.exported,
        |shell, name| shell.variables.export(name),
    )
}

/// `readonly name[=value]…`, `readonly -p`
pub fn readonly(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let mark = |shell: &mut Shell, name: &[u8]| shell.variables.make_read_only(name);
    declare(
        shell,
        fields,
        "readonly",
        |variable| variable.read_only,
        mark,
    )
}

fn declare(
    shell: &mut Shell,
    fields: &Fields,
    word: &str,
    has: impl Fn(&Variable) -> bool,
    mark: impl Fn(&mut Shell, &[u8]),
) -> BuiltinResult {
    let (options, operands) = options(fields, "p")?;
    if operands.is_empty() || options.contains(&'p') {
        return print(shell, word, has);
    }
    for operand in operands {
        let (name, value) = split_assignment(operand)?;
        if let Some(value) = value {
            shell.variables.assign(name, value)?;
        }
        mark(shell, name);
    }
    done(ExitStatus::SUCCESS)
}

fn print(shell: &mut Shell, word: &str, has: impl Fn(&Variable) -> bool) -> BuiltinResult {
    for name in shell.variables.names(has) {
        let mut line = [word.as_bytes(), b" ", &name].concat();
        if let Some(value) = shell.variables.get(&name) {
            line.push(b'=');
            line.extend_from_slice(&quoted_always(value));
        }
        line.push(b'\n');
        shell.output.push(&line)?;
    }
    done(ExitStatus::SUCCESS)
}

/// `name` or `name=value`.
fn split_assignment(operand: &[u8]) -> Result<(&[u8], Option<&[u8]>), BuiltinError> {
    let (name, value) = match operand.iter().position(|byte| *byte == b'=') {
        Some(at) => (&operand[..at], Some(&operand[at + 1..])),
        None => (operand, None),
    };
    if is_name(name) {
        Ok((name, value))
    } else {
        Err(BuiltinError::NotAName(shown(name)))
    }
}

/// `local name[=value]…`, `local -`: not in the standard, in every `sh`. The variable, or all options of `set`, are put back
/// when the function returns.
pub fn local(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (_, operands) = options(fields, "")?;
    let set_options = shell.options;
    let Some(locals) = shell.locals.last_mut() else {
        return Err(BuiltinError::NotInFunction);
    };
    if operands.contains(&b"-".as_slice()) {
        locals.options.get_or_insert(set_options);
    }
    for operand in operands.into_iter().filter(|operand| *operand != b"-") {
        let (name, value) = split_assignment(operand)?;
        let before = shell.variables.variable(name).cloned();
        shell.remember_local(name, before);
        if let Some(value) = value {
            shell.variables.assign(name, value)?;
        }
    }
    done(ExitStatus::SUCCESS)
}

/// `times`: the time this shell and its children have used.
pub fn times(shell: &mut Shell, _: &Fields) -> BuiltinResult {
    use nix::sys::resource::{UsageWho, getrusage};
    for who in [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN] {
        let usage = getrusage(who)?;
        let show = |time: nix::sys::time::TimeVal| {
            let seconds = time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
            format!("{}m{:.2}s", (seconds / 60.0) as u64, seconds % 60.0)
        };
        let line = format!(
            "{} {}\n",
            show(usage.user_time()),
            show(usage.system_time())
        );
        shell.output.push(line.as_bytes())?;
    }
    done(ExitStatus::SUCCESS)
}
