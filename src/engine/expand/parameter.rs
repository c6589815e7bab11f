//! Parameter expansion (XCU 2.6.2) and the special parameters (XCU 2.5.2).

use super::ExpandError;
use super::gather::{self, Expansion, Mark, Mode};
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::pattern::Pattern;
use crate::source::Span;
use crate::syntax::ast::{
    Conditional, Parameter, ParameterExpansion, ParameterOperation, Side, Word, WordPart,
    WordPartKind,
};

/// Adds what `expansion`, written at `span`, stands for.
///
/// # Errors
/// It is unset where it must not be, or its word could not be expanded.
pub fn expand(
    shell: &mut Shell,
    expansion: &ParameterExpansion<'_>,
    span: Span,
    quoted: bool,
    mode: Mode,
    into: &mut Expansion,
) -> Result<(), ExpandError> {
    let parameter = expansion.parameter;
    match expansion.operation {
        ParameterOperation::Value => push_value(shell, parameter, span, quoted, mode, into),
        ParameterOperation::Length => {
            let value = required(shell, parameter, span)?;
            let length = value
                .utf8_chunks()
                .map(|chunk| chunk.valid().chars().count() + chunk.invalid().len());
            into.push_expanded(length.sum::<usize>().to_string().as_bytes(), quoted);
            Ok(())
        }
        ParameterOperation::Conditional {
            operator,
            colon,
            word,
        } => conditional(
            shell,
            (parameter, span),
            (operator, colon),
            &word,
            quoted,
            mode,
            into,
        ),
        ParameterOperation::Remove {
            side,
            longest,
            pattern,
        } => {
            let value = required(shell, parameter, span)?;
            let pattern = super::pattern(shell, &pattern)?;
            into.push_expanded(remove(&value, &pattern, side, longest), quoted);
            Ok(())
        }
    }
}

/// Whether the parts are `$@` alone.
pub fn is_only_at(parts: &[WordPart<'_>]) -> bool {
    matches!(parts, [WordPart { kind: WordPartKind::Parameter(expansion), .. }]
        if expansion.parameter == Parameter::Special(b'@') && expansion.operation == ParameterOperation::Value)
}

fn push_value(
    shell: &mut Shell,
    parameter: Parameter<'_>,
    span: Span,
    quoted: bool,
    mode: Mode,
    into: &mut Expansion,
) -> Result<(), ExpandError> {
    match parameter {
        Parameter::Special(b'@') if mode == Mode::Field => push_positional(shell, quoted, into),
        Parameter::Special(b'*') if mode == Mode::Field && !quoted => {
            push_positional(shell, false, into)
        }
        Parameter::Variable(name) => match shell.variables.get(name) {
            Some(value) => into.push_expanded(value, quoted),
            None => unset(shell, parameter)?,
        },
        _ => match value(shell, parameter, span) {
            Some(value) => into.push_expanded(&value, quoted),
            None => unset(shell, parameter)?,
        },
    }
    Ok(())
}

/// `$@` and unquoted `$*` where fields come of them: one field a parameter, at least.
fn push_positional(shell: &Shell, quoted: bool, into: &mut Expansion) {
    for (index, value) in shell.positional.iter().enumerate() {
        if index > 0 {
            into.mark(Mark::Break);
            if quoted {
                into.mark(Mark::Quoted);
            }
        }
        into.push_expanded(value, quoted);
    }
}

/// The value of a parameter; `None` if it is unset.
fn value(shell: &mut Shell, parameter: Parameter<'_>, span: Span) -> Option<Vec<u8>> {
    let text = |number: i64| Some(number.to_string().into_bytes());
    match parameter {
        Parameter::Variable(name) => shell.variables.get(name).map(<[u8]>::to_vec),
        Parameter::Positional(number) => shell.positional.get(number as usize - 1).cloned(),
        Parameter::Special(b'?') => text(i64::from(shell.read_status(span).0)),
        Parameter::Special(b'#') => text(shell.positional.len() as i64),
        Parameter::Special(b'$') => text(i64::from(shell.process_id)),
        Parameter::Special(b'!') => text(i64::from(shell.jobs.last_pid?)),
        Parameter::Special(b'-') => Some(shell.options.letters().into_bytes()),
        Parameter::Special(b'0') => Some(shell.name.clone()),
        // `$@` and `$*` where one string is wanted: joined by the first character of IFS.
        Parameter::Special(_) => {
            let separator = match shell.variables.get(b"IFS") {
                Some(ifs) => ifs.get(..1).unwrap_or(b"").to_vec(),
                None => b" ".to_vec(),
            };
            (!shell.positional.is_empty()).then(|| shell.positional.join(separator.as_slice()))
        }
    }
}

/// The value of a parameter, or nothing if it is unset and that is allowed.
fn required(
    shell: &mut Shell,
    parameter: Parameter<'_>,
    span: Span,
) -> Result<Vec<u8>, ExpandError> {
    match value(shell, parameter, span) {
        Some(value) => Ok(value),
        None => unset(shell, parameter).map(|()| Vec::new()),
    }
}

fn unset(shell: &Shell, parameter: Parameter<'_>) -> Result<(), ExpandError> {
    let exempt = matches!(parameter, Parameter::Special(b'@' | b'*'));
    if exempt || !shell.options.is_on(ShellOption::NoUnset) {
        return Ok(());
    }
    Err(ExpandError::Unset {
        name: name(parameter),
        message: b"parameter not set".to_vec(),
    })
}

fn name(parameter: Parameter<'_>) -> Vec<u8> {
    match parameter {
        Parameter::Variable(name) => name.to_vec(),
        Parameter::Positional(number) => number.to_string().into_bytes(),
        Parameter::Special(byte) => vec![byte],
    }
}

/// `${p-w}` and its relatives.
fn conditional(
    shell: &mut Shell,
    (parameter, span): (Parameter<'_>, Span),
    (operator, colon): (Conditional, bool),
    word: &Word<'_>,
    quoted: bool,
    mode: Mode,
    into: &mut Expansion,
) -> Result<(), ExpandError> {
    let current = value(shell, parameter, span);
    let is_there = current.is_some_and(|value| !(colon && value.is_empty()));
    match (operator, is_there) {
        (Conditional::Alternative, false) => Ok(()),
        (Conditional::Alternative, true) | (Conditional::Default, false) => {
            gather::nested(shell, word.parts, quoted, mode, into)
        }
        (_, true) => push_value(shell, parameter, span, quoted, mode, into),
        (Conditional::Assign, false) => {
            let Parameter::Variable(variable) = parameter else {
                return Err(ExpandError::NotAssignable(
                    String::from_utf8_lossy(&name(parameter)).into_owned(),
                ));
            };
            let value = word_text(shell, word, quoted)?;
            shell.variables.assign(variable, value.clone())?;
            into.push_expanded(&value, quoted);
            Ok(())
        }
        (Conditional::Error, false) => {
            let given = word_text(shell, word, quoted)?;
            let default: &[u8] = if colon {
                b"parameter null or not set"
            } else {
                b"parameter not set"
            };
            let message = if word.parts.is_empty() {
                default.to_vec()
            } else {
                given
            };
            Err(ExpandError::Unset {
                name: name(parameter),
                message,
            })
        }
    }
}

/// The word behind the operator as one string; inside double quotes no tilde in it is special.
fn word_text(shell: &mut Shell, word: &Word<'_>, quoted: bool) -> Result<Vec<u8>, ExpandError> {
    let mut expansion = Expansion::default();
    gather::nested(shell, word.parts, quoted, Mode::Text, &mut expansion)?;
    Ok(expansion.bytes)
}

fn remove<'v>(value: &'v [u8], pattern: &Pattern, side: Side, longest: bool) -> &'v [u8] {
    match side {
        Side::Prefix => &value[pattern.prefix(value, longest).unwrap_or(0)..],
        Side::Suffix => &value[..value.len() - pattern.suffix(value, longest).unwrap_or(0)],
    }
}
