//! Parameter expansion (XCU 2.6.2) and the special parameters (XCU 2.5.2).

use super::ExpandError;
use super::gather::{self, Expansion, Mode};
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::engine::shell::variables::LINE;
use crate::pattern::Pattern;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{
    Conditional, Parameter, ParameterExpansion, ParameterOperation, Side, Word, WordPart,
    WordPartKind,
};
use std::borrow::Cow;
use std::ops::Range;

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
            let characters = shell.variables.characters();
            let length = with_value(shell, parameter, span, |value| characters.count(value))?;
            into.push_number(length as i64, quoted);
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
            // The value is taken before the pattern is expanded, which may change it.
            let start = into.bytes.len();
            match value(shell, parameter, span) {
                Some(value) => into.push_whole(&value, quoted),
                // Nothing can be removed from nothing: the pattern is not expanded, in `dash` and `bash` alike.
                None => return unset(shell, parameter),
            }
            super::with_pattern(shell, &pattern, |pattern, _| {
                let kept = kept(&into.bytes[start..], pattern, side, longest);
                into.keep_of_last(start, kept);
            })
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
        _ => {
            let push = |value: &[u8]| into.push_expanded(value, quoted);
            with_value(shell, parameter, span, push)?;
        }
    }
    Ok(())
}

/// `$@` and unquoted `$*` where fields come of them: one field a parameter, at least.
fn push_positional(shell: &Shell, quoted: bool, into: &mut Expansion) {
    for (index, value) in shell.positional.iter().enumerate() {
        if index > 0 {
            into.push_break();
        }
        into.push_expanded(value, quoted);
    }
}

/// The value of a variable. That of `LINENO`, until it is assigned to, is the line of the command that runs, or of the word
/// at `span` if that is not one of a simple command (XCU 2.5.3).
pub fn variable<'s>(shell: &'s Shell, name: &[u8], span: Option<Span>) -> Option<Cow<'s, [u8]>> {
    match shell.variables.get(name) {
        Some(value) => Some(value.into()),
        None if name == LINE && shell.variables.variable(name).is_some() => {
            let command = shell.frames.span;
            let here_doc = shell.frames.here_doc;
            let outside =
                |span: &Span| command.is_none_or(|command| !here_doc && !command.contains(*span));
            let line = shell.line_at(span.filter(outside).or(command)?)?;
            Some(line.to_string().into_bytes().into())
        }
        None => None,
    }
}

/// The value of a parameter; `None` if it is unset.
fn value<'s>(shell: &'s mut Shell, parameter: Parameter<'_>, span: Span) -> Option<Cow<'s, [u8]>> {
    let text = |number: i64| Some(Cow::Owned(number.to_string().into_bytes()));
    match parameter {
        Parameter::Variable(name) => variable(shell, name, Some(span)),
        Parameter::Positional(number) => shell
            .positional
            .get(number as usize - 1)
            .map(|value| Cow::Borrowed(value.as_slice())),
        Parameter::Special(b'?') => text(i64::from(shell.read_status(span).0)),
        Parameter::Special(b'#') => text(shell.positional.len() as i64),
        Parameter::Special(b'$') => text(i64::from(shell.process_id)),
        Parameter::Special(b'!') => text(i64::from(shell.jobs.last_pid?)),
        Parameter::Special(b'-') => Some(Cow::Owned(shell.options.letters().into_bytes())),
        Parameter::Special(b'0') => Some(Cow::Borrowed(&shell.name)),
        // `$@` and `$*` where one string is wanted: joined by the first character of IFS.
        Parameter::Special(_) => {
            let joint = shell.variables.separators().joint();
            (!shell.positional.is_empty()).then(|| Cow::Owned(shell.positional.join(joint)))
        }
    }
}

/// Hands `take` the value of a parameter, or nothing if it is unset and that is allowed.
fn with_value<T>(
    shell: &mut Shell,
    parameter: Parameter<'_>,
    span: Span,
    take: impl FnOnce(&[u8]) -> T,
) -> Result<T, ExpandError> {
    match value(shell, parameter, span) {
        Some(value) => Ok(take(&value)),
        None => unset(shell, parameter).map(|()| take(b"")),
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
        rule: Rule::NoUnset,
    })
}

/// Whether a parameter is set.
pub fn is_set(shell: &Shell, parameter: Parameter<'_>) -> bool {
    match parameter {
        Parameter::Variable(name) => variable(shell, name, None).is_some(),
        Parameter::Positional(number) => shell.positional.len() >= number as usize,
        Parameter::Special(b'@' | b'*') => !shell.positional.is_empty(),
        Parameter::Special(b'!') => shell.jobs.last_pid.is_some(),
        Parameter::Special(_) => true,
    }
}

/// What a parameter is called, without `$`.
pub fn name(parameter: Parameter<'_>) -> Vec<u8> {
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
    let is_there = value(shell, parameter, span).is_some_and(|value| !(colon && value.is_empty()));
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
            shell.variables.assign(variable, &value)?;
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
                rule: Rule::ParameterError,
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

/// The part of `value` that is left when what matches `pattern` is removed.
fn kept(value: &[u8], pattern: Pattern<'_>, side: Side, longest: bool) -> Range<usize> {
    match side {
        Side::Prefix => pattern.prefix(value, longest).unwrap_or(0)..value.len(),
        Side::Suffix => 0..value.len() - pattern.suffix(value, longest).unwrap_or(0),
    }
}
