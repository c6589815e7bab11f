//! `set` and `shift` (XCU 2.15).

use super::{BuiltinError, BuiltinResult, done, operands, quoted_always, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::trace::ExitStatus;

/// `set [-+abCefhmnuvx] [-+o name] [--] [argument…]`
pub fn set(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let mut words = fields.iter().skip(1).peekable();
    if words.peek().is_none() {
        return print_variables(shell);
    }
    let is_option = |word: &[u8]| word == b"+" || word.len() > 1 && matches!(word[0], b'-' | b'+');
    while let Some(word) = words.next_if(|word| is_option(word)) {
        if word == b"--" {
            shell.positional = words.map(<[u8]>::to_vec).collect();
            return done(ExitStatus::SUCCESS);
        }
        let on = word[0] == b'-';
        for letter in &word[1..] {
            if *letter == b'o' {
                match words.next() {
                    Some(name) => {
                        let unknown = || BuiltinError::BadOptionName(shown(name));
                        turn(shell, ShellOption::from_name(name).ok_or_else(unknown)?, on);
                    }
                    None => print_options(shell, on)?,
                }
                continue;
            }
            let letter = char::from(*letter);
            turn(
                shell,
                ShellOption::from_letter(letter).ok_or(BuiltinError::BadOption(letter))?,
                on,
            );
        }
    }
    // What every `sh` does with a lone `-`: no more traces, and what follows are operands.
    if words.next_if(|word| *word == b"-").is_some() {
        turn(shell, ShellOption::XTrace, false);
        turn(shell, ShellOption::Verbose, false);
    }
    if words.peek().is_some() {
        shell.positional = words.map(<[u8]>::to_vec).collect();
    }
    done(ExitStatus::SUCCESS)
}

fn turn(shell: &mut Shell, option: ShellOption, on: bool) {
    if option == ShellOption::Monitor {
        shell.set_job_control(on);
    }
    shell.options.set(option, on);
    shell.variables.export_all = shell.options.is_on(ShellOption::AllExport);
}

fn print_variables(shell: &mut Shell) -> BuiltinResult {
    for name in shell.variables.names(|variable| variable.value.is_some()) {
        let value = quoted_always(shell.variables.get(&name).unwrap_or(b""));
        shell
            .output
            .push(&[&name, b"=".as_slice(), &value, b"\n"].concat())?;
    }
    done(ExitStatus::SUCCESS)
}

/// `set -o` for people, `set +o` as commands.
///
/// # Errors
/// Standard output cannot be written.
pub fn print_options(shell: &mut Shell, for_people: bool) -> Result<(), BuiltinError> {
    for option in ShellOption::settable() {
        let on = shell.options.is_on(option);
        let line = match (for_people, on) {
            (true, _) => format!("{:<16}{}\n", option.name(), if on { "on" } else { "off" }),
            (false, true) => format!("set -o {}\n", option.name()),
            (false, false) => format!("set +o {}\n", option.name()),
        };
        shell.output.push(line.as_bytes())?;
    }
    Ok(())
}

/// `shift [n]`
pub fn shift(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let count = match operands(fields).first() {
        None => 1,
        Some(text) => {
            let parsed = std::str::from_utf8(text)
                .ok()
                .and_then(|text| text.parse::<usize>().ok());
            parsed.ok_or_else(|| BuiltinError::NotANumber(shown(text)))?
        }
    };
    if count > shell.positional.len() {
        return Err(BuiltinError::Missing("as many positional parameters"));
    }
    shell.positional.drain(..count);
    done(ExitStatus::SUCCESS)
}
