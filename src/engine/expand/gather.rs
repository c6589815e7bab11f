//! The first step of every expansion: the parts of a word become bytes, each with a note of where it came from.

use super::{ExpandError, arithmetic, command_substitution, parameter, tilde};
use crate::engine::shell::Shell;
use crate::syntax::ast::{WordPart, WordPartKind};
use crate::trace::ExpansionStep;
use crate::trace::expansion::excerpt;
use std::ops::Range;

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

/// Where a stretch of an expansion came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// It was written so, unquoted: special in a pattern, not split.
    Literal,
    /// It was quoted: neither split nor special in a pattern. There is a field, even if it is empty.
    Quoted,
    /// An unquoted expansion produced it: split, and special in a pattern.
    Expanded,
    /// Nothing; a field ends here, between two positional parameters of `$@`.
    Break,
}

/// A stretch of an expansion; it begins where the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    end: usize,
    origin: Origin,
}

/// A word being expanded: its text, in stretches that remember where they came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The text.
    pub bytes: Vec<u8>,
    stretches: Vec<Stretch>,
}

/// A place in an [`Expansion`], as field splitting meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'e> {
    /// Text that stays together; it may be empty, and makes a field all the same.
    Whole,
    /// Text that is split.
    Split(&'e [u8]),
    /// A field ends here.
    Break,
}

impl Expansion {
    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.stretches.clear();
    }

    /// Text as written, unquoted.
    pub fn push_literal(&mut self, text: &[u8]) {
        if !text.is_empty() {
            self.push(text, Origin::Literal);
        }
    }

    /// Quoted text; if it is empty, there is a field all the same.
    pub fn push_quoted(&mut self, text: &[u8]) {
        self.push(text, Origin::Quoted);
    }

    /// What an expansion produced.
    pub fn push_expanded(&mut self, text: &[u8], quoted: bool) {
        if quoted {
            self.push(text, Origin::Quoted);
        } else if !text.is_empty() {
            self.push(text, Origin::Expanded);
        }
    }

    /// What an expansion produced, in a stretch of its own even if it is empty: for [`Expansion::keep_of_last`].
    pub fn push_whole(&mut self, text: &[u8], quoted: bool) {
        let origin = if quoted {
            Origin::Quoted
        } else {
            Origin::Expanded
        };
        self.push(text, origin);
    }

    /// A number that an expansion produced.
    pub fn push_number(&mut self, number: i64, quoted: bool) {
        self.push_expanded(itoa::Buffer::new().format(number).as_bytes(), quoted);
    }

    /// Ends a field.
    pub fn push_break(&mut self) {
        self.push(b"", Origin::Break);
    }

    fn push(&mut self, text: &[u8], origin: Origin) {
        self.bytes.extend_from_slice(text);
        let end = self.bytes.len();
        self.stretches.push(Stretch { end, origin });
    }

    /// Of the stretch that was pushed last and begins at `start` keeps that part.
    pub fn keep_of_last(&mut self, start: usize, kept: Range<usize>) {
        self.bytes.truncate(start + kept.end);
        self.bytes.drain(start..start + kept.start);
        if let Some(last) = self.stretches.last_mut() {
            last.end = self.bytes.len();
        }
    }

    /// The stretches in order, each with where it begins.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, Piece<'_>)> {
        self.ranges().map(|(range, origin)| {
            let piece = match origin {
                Origin::Literal | Origin::Quoted => Piece::Whole,
                Origin::Expanded => Piece::Split(&self.bytes[range.clone()]),
                Origin::Break => Piece::Break,
            };
            (range.start, piece)
        })
    }

    /// Whether anything in it is subject to field splitting.
    pub fn is_split(&self) -> bool {
        let splits = |stretch: &Stretch| stretch.origin == Origin::Expanded;
        self.stretches.iter().any(splits)
    }

    /// How many stretches there are.
    pub fn count(&self) -> usize {
        self.stretches.len()
    }

    /// The texts of the stretches from number `first` on, those between two breaks joined; none if there are no stretches.
    pub fn texts_from(&self, first: usize) -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        for (index, (range, origin)) in self.ranges_from(first).enumerate() {
            if index == 0 || origin == Origin::Break {
                texts.push(Vec::new());
            }
            if let Some(text) = texts.last_mut() {
                text.extend_from_slice(&self.bytes[range]);
            }
        }
        texts
    }

    fn ranges(&self) -> impl Iterator<Item = (Range<usize>, Origin)> {
        self.ranges_from(0)
    }

    /// The stretches from the one with this number on.
    fn ranges_from(&self, first: usize) -> impl Iterator<Item = (Range<usize>, Origin)> {
        let mut start = match first {
            0 => 0,
            _ => self.stretches[first - 1].end,
        };
        self.stretches[first..].iter().map(move |stretch| {
            let range = start..stretch.end;
            start = stretch.end;
            (range, stretch.origin)
        })
    }

    /// Whether a byte that is special in patterns stands unquoted in `range`: `*`, `?`, or a `[` that a later `]` may close.
    pub fn may_match(&self, range: Range<usize>) -> bool {
        let mut open = false;
        self.within(range)
            .filter(|(_, origin)| *origin != Origin::Quoted)
            .any(|(text, _)| super::pathname::may_match(text, &mut open))
    }

    /// Adds `range` as a pattern, in which what was quoted stands for itself.
    pub fn push_pattern(&self, range: Range<usize>, pattern: &mut Vec<u8>) {
        for (text, origin) in self.within(range) {
            if origin == Origin::Quoted {
                crate::pattern::push_quoted(pattern, text);
            } else {
                pattern.extend_from_slice(text);
            }
        }
    }

    /// The stretches within `range`, found by halving: `"$@"` may be a million fields.
    fn within(&self, range: Range<usize>) -> impl Iterator<Item = (&[u8], Origin)> {
        let before = |own: &Stretch| own.end <= range.start;
        self.ranges_from(self.stretches.partition_point(before))
            .take_while(move |(own, _)| own.start < range.end)
            .map(move |(own, origin)| {
                let shared = own.start.max(range.start)..own.end.min(range.end);
                (&self.bytes[shared], origin)
            })
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
    // What is believed to stay one word is as if it were quoted.
    let whole = quoted || !(shell.rules.splits || mode != Mode::Field);
    match part.kind {
        WordPartKind::Literal(text) if quoted => into.push_quoted(text),
        WordPartKind::Literal(text) => into.push_literal(text),
        WordPartKind::Escaped(text) => into.push_quoted(text),
        WordPartKind::SingleQuoted(text) | WordPartKind::DollarSingleQuoted(text) => {
            into.push_quoted(text)
        }
        WordPartKind::DoubleQuoted(inner) => {
            // `"$@"` without positional parameters is no field at all (XCU 2.5.2).
            if !(shell.positional.is_empty() && parameter::is_only_at(inner)) {
                into.push_quoted(b"");
            }
            for part in inner {
                gather(shell, part, true, mode, into)?;
            }
        }
        WordPartKind::Parameter(expansion) => {
            let first = into.count();
            let is_set = shell.tracer.is_on() && parameter::is_set(shell, expansion.parameter);
            parameter::expand(shell, expansion, part.span, whole, mode, into)?;
            shell.tracer.step(|| ExpansionStep::Parameter {
                span: part.span,
                name: parameter::name(expansion.parameter),
                is_set,
                values: into
                    .texts_from(first)
                    .iter()
                    .map(|text| excerpt(text))
                    .collect(),
            });
        }
        WordPartKind::BadSubstitution(text) => {
            return Err(ExpandError::BadSubstitution(text.to_vec()));
        }
        WordPartKind::Command(substitution) => {
            let (output, newlines) = command_substitution::run(shell, substitution, part.span)?;
            into.push_expanded(&output, whole);
            let status = shell.substitution_status.unwrap_or_default();
            shell.tracer.step(|| ExpansionStep::CommandSubstitution {
                span: part.span,
                output: excerpt(&output),
                newlines,
                status,
            });
        }
        WordPartKind::Arithmetic(expression) => {
            let value = arithmetic::expand(shell, expression)?;
            let span = part.span;
            shell
                .tracer
                .step(|| ExpansionStep::Arithmetic { span, value });
            into.push_number(value, whole);
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
        let from = into.stretches.len();
        parts(shell, inner, mode, into)?;
        // Literal text there is part of the expansion's result, so it is split like it (XCU 2.6.5).
        for stretch in &mut into.stretches[from..] {
            if stretch.origin == Origin::Literal {
                stretch.origin = Origin::Expanded;
            }
        }
        return Ok(());
    }
    inner
        .iter()
        .try_for_each(|part| gather(shell, part, true, mode, into))
}
