//! Words: what their quotes and expansions do in the place where they stand.

use super::Piece::{self, Here, Once, Rule as Stated};
use super::argument::{PRINTED_QUOTES, has_printed_quotes};
use super::compound::is_pattern;
use super::settings::{Setting, ShellOption};
use super::walk::{Walk, named};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::*;

/// What becomes of a word's expansions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// They are split, and patterns in them become names of files.
    Fields,
    /// They are neither: an assignment's value, a redirection's word, what `case` looks at.
    OneWord,
    /// As in `OneWord`; wildcards match text.
    Pattern,
    /// Within double quotes or a here-document.
    Quoted,
}

impl<'a> Walk<'a> {
    /// A word of a command; `lead` says what it is for.
    pub fn field(&mut self, word: &Word<'a>, lead: Vec<Piece>) {
        self.word(word, lead, Place::Fields);
    }

    /// A word that is not split.
    pub fn one_word(&mut self, word: &Word<'a>, lead: Vec<Piece>) {
        self.word(word, lead, Place::OneWord);
    }

    /// A pattern of a `case`.
    pub fn pattern(&mut self, word: &Word<'a>, lead: Vec<Piece>) {
        self.word(word, lead, Place::Pattern);
    }

    fn word(&mut self, word: &Word<'a>, mut lead: Vec<Piece>, place: Place) {
        let alone = match word.parts {
            [part] => Some(part),
            _ => None,
        };
        match alone {
            // One part says all: no need to repeat it below.
            Some(part) => {
                lead.extend(self.pieces(part, place));
                self.note(word.span, lead);
                self.nest(|walk| walk.within(part, place));
            }
            None => {
                if lead.is_empty() {
                    lead.push(Once("one word, made of parts".into()));
                }
                lead.extend(self.tilde(word, place));
                if place == Place::Fields && is_pattern(word) {
                    lead.extend(self.pathnames());
                }
                self.note(word.span, lead);
                self.nest(|walk| {
                    for part in word.parts {
                        walk.part(part, place);
                    }
                });
            }
        }
        self.at = word.span.end;
    }

    /// A part of a word, unless it is text that stands for itself.
    pub fn part(&mut self, part: &WordPart<'a>, place: Place) {
        if matches!(part.kind, WordPartKind::Literal(_)) {
            return;
        }
        let pieces = self.pieces(part, place);
        self.note(part.span, pieces);
        self.nest(|walk| walk.within(part, place));
    }

    /// The parts of a here-document.
    pub fn document_parts(&mut self, parts: &'a [WordPart<'a>]) {
        for part in parts {
            if !matches!(part.kind, WordPartKind::SingleQuoted(_)) {
                self.part(part, Place::Quoted);
            }
        }
    }

    fn pieces(&self, part: &WordPart<'a>, place: Place) -> Vec<Piece> {
        match part.kind {
            WordPartKind::Literal(text) => self.literal(text, place),
            WordPartKind::Escaped(text) => {
                let text = String::from_utf8_lossy(text).into_owned();
                let character = match text.as_str() {
                    " " => "blank".to_owned(),
                    "\n" => "newline".to_owned(),
                    _ => text,
                };
                vec![
                    Stated(Rule::Backslash),
                    Here(format!("here: an ordinary {character}")),
                ]
            }
            WordPartKind::SingleQuoted([]) => vec![Here("an empty word".into())],
            WordPartKind::SingleQuoted(_) => vec![Stated(Rule::SingleQuotes)],
            WordPartKind::DollarSingleQuoted(_) => vec![Stated(Rule::DollarQuotes)],
            WordPartKind::DoubleQuoted(parts) => match parts {
                [] => vec![Here("an empty word".into())],
                [only] if !matches!(only.kind, WordPartKind::Literal(_)) => {
                    let mut pieces = self.pieces(only, Place::Quoted);
                    if !is_all_arguments(only) {
                        pieces.push(Once("in double quotes: always one word, split at nothing".into()));
                    }
                    pieces
                }
                _ => vec![Stated(Rule::DoubleQuotes)],
            },
            WordPartKind::Parameter(expansion) => {
                let mut pieces = super::parameter::pieces(self, expansion, place);
                pieces.extend(self.splitting(part, place));
                if let Parameter::Variable(name) = expansion.parameter
                    && self.prefixed.contains(&name)
                {
                    pieces.push(Here(
                        "the value it has before: the one given here is for the command alone".into(),
                    ));
                }
                pieces
            }
            WordPartKind::BadSubstitution(_) => vec![
                Here("no form that POSIX knows: a shell such as dash stops here with an error, if it comes here".into()),
                Stated(Rule::ExpansionError),
            ],
            WordPartKind::Command(substitution) => {
                let mut pieces = vec![Stated(Rule::CommandSubstitution)];
                if substitution.backquoted {
                    pieces.push(Once("backquotes are the old way to write $( )".into()));
                }
                pieces.push(Stated(Rule::TrailingNewlines));
                pieces.extend(self.splitting(part, place));
                pieces
            }
            WordPartKind::Arithmetic(_) => {
                let mut pieces = vec![Stated(Rule::Arithmetic)];
                if let Some(expression) = self.expression(part.span) {
                    pieces.push(Here(expression));
                }
                pieces
            }
        }
    }

    /// What splitting does to an expansion outside quotes.
    fn splitting(&self, part: &WordPart<'_>, place: Place) -> Vec<Piece> {
        if place != Place::Fields || is_number(part) {
            return Vec::new();
        }
        let where_split = match self.ifs.is_some_and(|at| at < part.span.start) {
            true => "the characters of IFS",
            false => "blanks, tabs and newlines",
        };
        vec![
            Here(format!(
                "not quoted: split at {where_split}, * and ? in it become names of files, and gone if it is empty"
            )),
            Stated(Rule::FieldSplitting),
            Stated(Rule::EmptyField),
        ]
    }

    /// What a `$((…))` calculates.
    fn expression(&self, span: Span) -> Option<String> {
        let text = self.quote(span);
        let inner = text.strip_prefix("$((")?.strip_suffix("))")?;
        let inner = inner.trim();
        let assigns = ["=", "++", "--"].iter().any(|sign| inner.contains(sign));
        let compares = ["==", "!=", "<=", ">="]
            .iter()
            .any(|sign| inner.contains(sign));
        (assigns && !compares).then(|| "it may set a variable, too".to_owned())
    }

    fn literal(&self, text: &[u8], place: Place) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let has_pattern = text.iter().any(|byte| b"*?[".contains(byte)) && text != b"[";
        match place {
            Place::Fields if has_pattern => pieces.extend(self.pathnames()),
            Place::Pattern if has_pattern && text != b"*" => {
                pieces.push(Once(
                    "in a pattern * is any text, ? any character, [ ] one of those in it".into(),
                ));
            }
            _ => {}
        }
        if place != Place::Quoted && text.starts_with(b"~") {
            pieces.extend(tilde_of(text));
        }
        if place != Place::Quoted && has_printed_quotes(&String::from_utf8_lossy(text)) {
            pieces.push(Here(PRINTED_QUOTES.to_owned()));
        }
        pieces
    }

    /// What becomes of a pattern among the words of a command.
    fn pathnames(&self) -> Vec<Piece> {
        let mut pieces = vec![Stated(Rule::PathnameExpansion), Stated(Rule::NoMatch)];
        match self.scope.options.of(ShellOption::NoGlob) {
            Setting::Off => pieces,
            Setting::On => vec![Here("set -f is on: it stays as it is written".into())],
            Setting::Perhaps => {
                pieces.push(Here(
                    "if set -f is on by then, it stays as it is written".into(),
                ));
                pieces
            }
        }
    }

    fn tilde(&self, word: &Word<'a>, place: Place) -> Vec<Piece> {
        match word.parts.first().map(|part| part.kind) {
            Some(WordPartKind::Literal(text))
                if place != Place::Quoted && text.starts_with(b"~") =>
            {
                tilde_of(text)
            }
            _ => Vec::new(),
        }
    }

    /// What stands inside of a part.
    fn within(&mut self, part: &WordPart<'a>, place: Place) {
        match part.kind {
            WordPartKind::DoubleQuoted([only])
                if !matches!(only.kind, WordPartKind::Literal(_)) =>
            {
                self.within(only, Place::Quoted);
            }
            WordPartKind::DoubleQuoted(parts) | WordPartKind::Arithmetic(parts) => {
                for part in parts {
                    self.part(part, Place::Quoted);
                }
            }
            WordPartKind::Command(substitution) => self.substituted(&substitution.script),
            WordPartKind::Parameter(expansion) => match &expansion.operation {
                ParameterOperation::Conditional { word, .. } => {
                    word.parts.iter().for_each(|part| self.part(part, place));
                }
                ParameterOperation::Remove { pattern, .. } => {
                    let parts = pattern.parts.iter();
                    parts.for_each(|part| self.part(part, Place::Pattern));
                }
                ParameterOperation::Value | ParameterOperation::Length => {}
            },
            _ => {}
        }
    }

    fn substituted(&mut self, script: &Script<'a>) {
        let at = self.at;
        let waiting = std::mem::take(&mut self.waiting);
        self.at = script.span.start;
        self.scoped(
            |scope| scope.subshell = Some("$( )"),
            |walk| {
                walk.list(&script.list);
                walk.quiet_gap(script.span.end);
            },
        );
        self.at = at;
        self.waiting = waiting;
    }
}

/// Whether the expansion can only be a number: `$?`, `$#`, `$$`, `$!`, `${#x}`.
fn is_number(part: &WordPart<'_>) -> bool {
    match part.kind {
        WordPartKind::Parameter(expansion) => {
            matches!(expansion.operation, ParameterOperation::Length)
                || matches!(expansion.parameter, Parameter::Special(b'?' | b'#' | b'$'))
        }
        _ => false,
    }
}

fn is_all_arguments(part: &WordPart<'_>) -> bool {
    match part.kind {
        WordPartKind::Parameter(expansion) => {
            matches!(expansion.parameter, Parameter::Special(b'@'))
        }
        _ => false,
    }
}

fn tilde_of(text: &[u8]) -> Vec<Piece> {
    let name: Vec<u8> = text[1..]
        .iter()
        .copied()
        .take_while(|byte| *byte != b'/')
        .collect();
    let whose = match name.as_slice() {
        [] => "your home directory, the value of HOME".to_owned(),
        name => format!(
            "the home directory of {}",
            named(&String::from_utf8_lossy(name))
        ),
    };
    vec![Stated(Rule::Tilde), Here(format!("~ here: {whose}"))]
}

/// The text of parts that hold no expansion, their quotes taken away.
pub(super) fn plain_text(parts: &[WordPart<'_>]) -> Option<String> {
    let mut text = String::new();
    for part in parts {
        match part.kind {
            WordPartKind::Literal(bytes)
            | WordPartKind::Escaped(bytes)
            | WordPartKind::SingleQuoted(bytes)
            | WordPartKind::DollarSingleQuoted(bytes) => {
                text.push_str(&String::from_utf8_lossy(bytes));
            }
            WordPartKind::DoubleQuoted(parts) => text.push_str(&plain_text(parts)?),
            _ => return None,
        }
    }
    Some(text)
}
