//! The first step of every expansion: the parts of a word become bytes, each with a note of where it came from.

use super::{ExpandError, arithmetic, command_substitution, parameter, tilde};
use crate::engine::shell::Shell;
use crate::syntax::ast::{WordPart, WordPartKind};

/// What the word is for: it decides about tildes and about `"$@"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A word of a command: fields come of it.
    Field,
    /// One string, as for a redirection.
    Text,
    /// The value of an assignment.
    Assignment,
    /// A here-document or an arithmetic expression: everything is as if in double quotes.
    HereDoc,
}

/// A byte that was quoted: neither split nor special in a pattern.
const QUOTED: u8 = 1;
/// A byte that an unquoted expansion produced: field splitting may take it for a separator.
const EXPANDED: u8 = 2;

/// Where a field must end, or exists although it may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A field ends here: between two positional parameters of `$@`.
    Break,
    /// Something quoted stood here, perhaps empty: there is a field.
    Quoted,
}

/// A word being expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The text.
    pub bytes: Vec<u8>,
    flags: Vec<u8>,
    /// Marks by byte offset, in order.
    pub marks: Vec<(usize, Mark)>,
}

impl Expansion {
    /// Text as written, unquoted.
    pub fn push_literal(&mut self, text: &[u8]) {
        self.push(text, 0);
    }

    /// Quoted text.
    pub fn push_quoted(&mut self, text: &[u8]) {
        self.push(text, QUOTED);
    }

    /// What an expansion produced.
    pub fn push_expanded(&mut self, text: &[u8], quoted: bool) {
        self.push(text, if quoted { QUOTED } else { EXPANDED });
    }

    fn push(&mut self, text: &[u8], flag: u8) {
        self.bytes.extend_from_slice(text);
        self.flags.resize(self.bytes.len(), flag);
    }

    /// Sets a mark at the end of what there is.
    pub fn mark(&mut self, mark: Mark) {
        self.marks.push((self.bytes.len(), mark));
    }

    /// Whether the byte at `index` was quoted.
    pub fn is_quoted(&self, index: usize) -> bool {
        self.flags[index] & QUOTED != 0
    }

    /// Whether field splitting may take the byte at `index` for a separator.
    pub fn is_splittable(&self, index: usize) -> bool {
        self.flags[index] & EXPANDED != 0
    }
}

/// Gathers the parts of a whole word.
///
/// # Errors
/// An expansion failed.
pub fn parts(
    shell: &mut Shell,
    parts: &[WordPart<'_>],
    mode: Mode,
    into: &mut Expansion,
) -> Result<(), ExpandError> {
    let quoted = mode == Mode::HereDoc;
    for (index, part) in parts.iter().enumerate() {
        if let WordPartKind::Literal(text) = part.kind
            && !quoted
        {
            let last = index + 1 == parts.len();
            tilde::push_literal(shell, text, index == 0, last, mode, into);
            continue;
        }
        gather(shell, part, quoted, mode, into)?;
    }
    Ok(())
}

fn gather(
    shell: &mut Shell,
    part: &WordPart<'_>,
    quoted: bool,
    mode: Mode,
    into: &mut Expansion,
) -> Result<(), ExpandError> {
    match part.kind {
        WordPartKind::Literal(text) if quoted => into.push_quoted(text),
        WordPartKind::Literal(text) => into.push_literal(text),
        WordPartKind::Escaped(text) => into.push_quoted(text),
        WordPartKind::SingleQuoted(text) | WordPartKind::DollarSingleQuoted(text) => {
            into.mark(Mark::Quoted);
            into.push_quoted(text);
        }
        WordPartKind::DoubleQuoted(inner) => {
            // `"$@"` without positional parameters is no field at all (XCU 2.5.2).
            if !(shell.positional.is_empty() && parameter::is_only_at(inner)) {
                into.mark(Mark::Quoted);
            }
            for part in inner {
                gather(shell, part, true, mode, into)?;
            }
        }
        WordPartKind::Parameter(expansion) => {
            parameter::expand(shell, expansion, part.span, quoted, mode, into)?
        }
        WordPartKind::BadSubstitution(text) => {
            return Err(ExpandError::BadSubstitution(text.to_vec()));
        }
        WordPartKind::Command(substitution) => {
            let output = command_substitution::run(shell, substitution, part.span)?;
            into.push_expanded(&output, quoted);
        }
        WordPartKind::Arithmetic(expression) => {
            let value = arithmetic::expand(shell, expression)?;
            into.push_expanded(value.to_string().as_bytes(), quoted);
        }
    }
    Ok(())
}

/// Gathers a word that stands inside an expansion, for instance behind `${name-`.
///
/// # Errors
/// An expansion failed.
pub fn nested(
    shell: &mut Shell,
    inner: &[WordPart<'_>],
    quoted: bool,
    mode: Mode,
    into: &mut Expansion,
) -> Result<(), ExpandError> {
    if !quoted {
        let from = into.bytes.len();
        parts(shell, inner, mode, into)?;
        // Literal text there is part of the expansion's result, so it is split like it (XCU 2.6.5).
        for flag in &mut into.flags[from..] {
            if *flag & QUOTED == 0 {
                *flag |= EXPANDED;
            }
        }
        return Ok(());
    }
    inner
        .iter()
        .try_for_each(|part| gather(shell, part, true, mode, into))
}
