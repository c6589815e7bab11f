//! Word expansions in their order (XCU 2.6): tilde, parameters, commands and arithmetic; field splitting; pathnames; quotes.
//!
//! [`fields()`] makes fields of words, [`text`] one string of one word, [`matches()`] compares with a pattern. A word is first
//! gathered into an `Expansion`, stretches that remember where they came from; the later steps work on that.

mod arithmetic;
mod command_substitution;
mod field_splitting;
pub mod fields;
pub mod gather;
mod parameter;
pub mod pathname;
mod tilde;

pub use arithmetic::ArithmeticError;

use crate::engine::Divert;
use crate::engine::shell::Shell;
use crate::engine::shell::variables::{ReadOnly, is_name};
use crate::pattern::Pattern;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{HereDoc, Word, WordPart, WordPartKind};
use crate::sys::describe;
use crate::trace::ExpansionStep;
use crate::trace::expansion::excerpt;
use fields::Fields;
use gather::{Expansion, Mode};
use nix::errno::Errno;

/// Why a word could not be expanded (XCU 2.8.1 says what follows).
#[derive(Debug, thiserror::Error)]
pub enum ExpandError {
    /// `${name?message}`, or `set -u` and a parameter that is not set.
    #[error("{}: {}", String::from_utf8_lossy(.name), String::from_utf8_lossy(.message))]
    Unset {
        /// The parameter.
        name: Vec<u8>,
        /// What is said about it.
        message: Vec<u8>,
        /// The rule that makes it an error.
        rule: Rule,
    },
    /// `${name=word}` of a read-only variable.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    /// `${1=word}`: only variables can be assigned to.
    #[error("${0}: cannot be assigned to in this way")]
    NotAssignable(String),
    /// `${…}` of no known form; the text between the braces.
    #[error("${{{}}}: bad substitution", String::from_utf8_lossy(.0))]
    BadSubstitution(Vec<u8>),
    /// `$((…))` that is no expression.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
    /// A command substitution could not be started.
    #[error("cannot run a command substitution: {}", describe(*.0))]
    Substitution(Errno),
    /// A command substitution was interrupted from the keyboard.
    #[error("interrupted")]
    Interrupted,
}

impl ExpandError {
    /// Whether the message has been printed, or is for nobody.
    pub fn is_silent(&self) -> bool {
        matches!(self, ExpandError::Interrupted)
    }

    /// The rule by which it is an error.
    pub fn rule(&self) -> Rule {
        match self {
            ExpandError::Unset { rule, .. } => *rule,
            ExpandError::ReadOnly(_) => Rule::ReadOnly,
            _ => Rule::ExpansionError,
        }
    }

    /// How control goes on after an expansion error in a shell that is, or is not, interactive (XCU 2.8.1).
    pub fn divert(&self, interactive: bool) -> Divert {
        match self {
            ExpandError::Interrupted => Divert::Interrupt(crate::engine::INTERRUPTED),
            _ if interactive => Divert::Interrupt(crate::trace::ExitStatus::MISUSE),
            _ => Divert::Exit(crate::trace::ExitStatus::MISUSE),
        }
    }
}

/// Expands `words` to fields: all expansions, field splitting, pathname expansion, quote removal.
///
/// # Errors
/// An expansion failed; `fields` holds those made before it.
pub fn fields(
    shell: &mut Shell,
    words: &[Word<'_>],
    fields: &mut Fields,
) -> Result<(), ExpandError> {
    for word in words {
        match plain(word.parts) {
            Some(text) => fields.push(text),
            None => {
                let first = fields.len();
                shell.tracer.begin_word();
                with_expansion(shell, |shell, expansion| {
                    gather::parts(shell, word.parts, Mode::Field, expansion)?;
                    split_and_match(shell, word, expansion, fields);
                    Ok(())
                })?;
                shell.tracer.end_word(word.span, || fields.from(first));
            }
        }
    }
    Ok(())
}

/// Makes fields of what was gathered from `word`.
fn split_and_match(shell: &mut Shell, word: &Word<'_>, expansion: &Expansion, fields: &mut Fields) {
    let listens = shell.tracer.is_on();
    let mut count = 0;
    let mut patterns = Vec::new();
    field_splitting::split(shell.variables.separators(), expansion, |range| {
        count += 1;
        let matches = pathname::expand(shell, expansion, range.clone(), fields);
        if let (Some(matches), true) = (matches, listens) {
            let field = excerpt(&expansion.bytes[range]);
            patterns.push(ExpansionStep::PathnameExpansion { field, matches });
        }
    });
    if expansion.is_split() {
        shell
            .tracer
            .step(|| ExpansionStep::FieldSplitting { fields: count });
    }
    for pattern in patterns {
        shell.tracer.step(|| pattern);
    }
    note_quotes(shell, word.parts);
}

/// Notes that quotes go, if there are any in `parts`.
fn note_quotes(shell: &mut Shell, parts: &[WordPart<'_>]) {
    let is_quoting = |part: &WordPart<'_>| {
        matches!(
            part.kind,
            WordPartKind::Escaped(_)
                | WordPartKind::SingleQuoted(_)
                | WordPartKind::DollarSingleQuoted(_)
                | WordPartKind::DoubleQuoted(_)
        )
    };
    if shell.tracer.is_on() && parts.iter().any(is_quoting) {
        shell.tracer.step(|| ExpansionStep::QuoteRemoval);
    }
}

/// As [`fields()`], for the words of a simple command. Behind the name of a declaration utility what has the form of an
/// assignment is expanded like one, so that it stays one field (XCU 2.9.1.1).
///
/// # Errors
/// An expansion failed; `fields` holds those made before it.
pub fn command(
    shell: &mut Shell,
    words: &[Word<'_>],
    into: &mut Fields,
) -> Result<(), ExpandError> {
    for (index, word) in words.iter().enumerate() {
        fields(shell, std::slice::from_ref(word), into)?;
        let rest = &words[index + 1..];
        let name = match into.get(0) {
            Some(b"command") => into
                .iter()
                .find(|field| *field != b"command" && !field.starts_with(b"-")),
            name => name,
        };
        match name {
            // Nothing has come of the words so far, or the utility's name is still to come.
            None => {}
            Some(b"export" | b"readonly" | b"local") => return declaration(shell, rest, into),
            Some(_) => return fields(shell, rest, into),
        }
    }
    Ok(())
}

fn declaration(
    shell: &mut Shell,
    words: &[Word<'_>],
    into: &mut Fields,
) -> Result<(), ExpandError> {
    for word in words {
        match declared(word) {
            None => fields(shell, std::slice::from_ref(word), into)?,
            Some((name, value)) => {
                with_word(shell, (&value, word.span), Mode::Assignment, |_, value| {
                    into.push(&[name, value].concat());
                })?;
            }
        }
    }
    Ok(())
}

/// The name with its `=`, and the parts of the value, of a word that has the form of an assignment.
fn declared<'a>(word: &Word<'a>) -> Option<(&'a [u8], Vec<WordPart<'a>>)> {
    let (first, rest) = word.parts.split_first()?;
    let WordPartKind::Literal(text) = first.kind else {
        return None;
    };
    let equals = text.iter().position(|byte| *byte == b'=')?;
    if !is_name(&text[..equals]) {
        return None;
    }
    let (name, value) = text.split_at(equals + 1);
    let kind = WordPartKind::Literal(value);
    let begins = (!value.is_empty()).then_some(WordPart { kind, ..*first });
    Some((
        name,
        begins.into_iter().chain(rest.iter().copied()).collect(),
    ))
}

/// Calls `work` with an empty expansion whose memory is used again and again.
fn with_expansion<T>(
    shell: &mut Shell,
    work: impl FnOnce(&mut Shell, &mut Expansion) -> Result<T, ExpandError>,
) -> Result<T, ExpandError> {
    let mut expansion = shell.spare_expansions.pop().unwrap_or_default();
    let result = work(shell, &mut expansion);
    if expansion.bytes.capacity() <= MOST_KEPT {
        expansion.clear();
        shell.spare_expansions.push(expansion);
    }
    result
}

/// Buffers larger than this are not kept for reuse. Bytes.
const MOST_KEPT: usize = 64 * 1024;

/// The text of a word in which nothing is special: it stands for itself wherever it stands.
fn plain<'a>(parts: &[WordPart<'a>]) -> Option<&'a [u8]> {
    let [
        WordPart {
            kind: WordPartKind::Literal(text),
            ..
        },
    ] = parts
    else {
        return None;
    };
    let special = text.contains(&b'~') || pathname::may_match(text, &mut false);
    (!special).then_some(*text)
}

/// Expands one word to one string: neither split nor matched against pathnames. For redirections and `case`.
///
/// # Errors
/// An expansion failed.
pub fn text(shell: &mut Shell, word: &Word<'_>) -> Result<Vec<u8>, ExpandError> {
    with_word(shell, (word.parts, word.span), Mode::Text, |_, text| {
        text.to_vec()
    })
}

/// Expands one word to one string and hands it to `take`: neither split nor matched against pathnames.
///
/// # Errors
/// An expansion failed.
pub fn with_text<T>(
    shell: &mut Shell,
    word: &Word<'_>,
    take: impl FnOnce(&mut Shell, &[u8]) -> T,
) -> Result<T, ExpandError> {
    with_word(shell, (word.parts, word.span), Mode::Text, take)
}

/// As [`with_text`], for the value of an assignment: tilde expansion also behind each unquoted `:` (XCU 2.6.1).
///
/// # Errors
/// An expansion failed.
pub fn with_assigned<T>(
    shell: &mut Shell,
    word: &Word<'_>,
    take: impl FnOnce(&mut Shell, &[u8]) -> T,
) -> Result<T, ExpandError> {
    with_word(shell, (word.parts, word.span), Mode::Assignment, take)
}

/// The body of a here-document.
///
/// # Errors
/// An expansion failed.
pub fn here_doc(shell: &mut Shell, document: &HereDoc<'_>) -> Result<Vec<u8>, ExpandError> {
    let outer = std::mem::replace(&mut shell.frames.here_doc, true);
    let body = &document.body;
    let body = with_word(shell, (body.parts, body.span), Mode::HereDoc, |_, text| {
        text.to_vec()
    });
    shell.frames.here_doc = outer;
    body
}

/// Expands the parts of a text that is shown to a person, as a prompt is.
///
/// # Errors
/// An expansion failed.
pub fn prompt(shell: &mut Shell, parts: &[WordPart<'_>]) -> Result<Vec<u8>, ExpandError> {
    with_gathered(shell, parts, Mode::HereDoc, |_, text| text.to_vec())
}

/// Whether `subject` matches the pattern that `word` expands to, in which what was quoted stands for itself.
///
/// # Errors
/// An expansion failed.
pub fn matches(shell: &mut Shell, word: &Word<'_>, subject: &[u8]) -> Result<bool, ExpandError> {
    shell.tracer.begin_word();
    let mut text = Vec::new();
    let listens = shell.tracer.is_on();
    let matches = with_pattern(shell, word, |pattern, expanded| {
        if listens {
            text = excerpt(expanded);
        }
        pattern.matches(subject)
    })?;
    note_quotes(shell, word.parts);
    shell.tracer.end_word(word.span, || vec![text]);
    Ok(matches)
}

/// Expands one word to a pattern and hands it to `take`, with its text.
fn with_pattern<T>(
    shell: &mut Shell,
    word: &Word<'_>,
    take: impl FnOnce(Pattern<'_>, &[u8]) -> T,
) -> Result<T, ExpandError> {
    if let Some(text) = plain(word.parts) {
        return Ok(take(Pattern::new(text, shell.variables.characters()), text));
    }
    with_expansion(shell, |shell, expansion| {
        gather::parts(shell, word.parts, Mode::Text, expansion)?;
        let mut pattern = shell.spare_text.pop().unwrap_or_default();
        expansion.push_pattern(0..expansion.bytes.len(), &mut pattern);
        let characters = shell.variables.characters();
        let result = take(Pattern::new(&pattern, characters), &expansion.bytes);
        if pattern.capacity() <= MOST_KEPT {
            pattern.clear();
            shell.spare_text.push(pattern);
        }
        Ok(result)
    })
}

/// Hands `take` the one string that comes of the word of these parts, and tells what came of it.
fn with_word<T>(
    shell: &mut Shell,
    (parts, span): (&[WordPart<'_>], Span),
    mode: Mode,
    take: impl FnOnce(&mut Shell, &[u8]) -> T,
) -> Result<T, ExpandError> {
    shell.tracer.begin_word();
    with_gathered(shell, parts, mode, |shell, text| {
        if shell.tracer.is_on() {
            note_quotes(shell, parts);
            shell.tracer.end_word(span, || vec![excerpt(text)]);
        }
        take(shell, text)
    })
}

/// Hands `take` the one string that comes of `parts`, which are no word of their own.
fn with_gathered<T>(
    shell: &mut Shell,
    parts: &[WordPart<'_>],
    mode: Mode,
    take: impl FnOnce(&mut Shell, &[u8]) -> T,
) -> Result<T, ExpandError> {
    if let Some(text) = plain(parts) {
        return Ok(take(shell, text));
    }
    with_expansion(shell, |shell, expansion| {
        gather::parts(shell, parts, mode, expansion)?;
        Ok(take(shell, &expansion.bytes))
    })
}
