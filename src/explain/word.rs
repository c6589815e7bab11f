//! Words: what their quotes and expansions do in the place where they stand.

use super::Piece::{self, Here, Once, Rule as Stated};
use super::argument::{PRINTED_QUOTES, has_printed_quotes};
use super::settings::{Setting, ShellOption};
use super::walk::{Walk, named};
use crate::rule::Rule;
use crate::syntax::ast::*;

/// What becomes of a word's expansions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// They are split, and patterns in them become names of files.
    Fields,
    /// As in `Fields`, in a word that has more to it: it is there even if they come out empty.
    Joined,
    /// They are neither: an assignment's value, a redirection's word, what `case` looks at.
    OneWord,
    /// As in `OneWord`; wildcards match text.
    Pattern,
    /// Within the double quotes of a word that may become several.
    Quoted,
    /// Within double quotes, or a here-document, where there is one text.
    QuotedOne,
}

impl Place {
    /// The same within double quotes.
    fn quoted(self) -> Place {
        match self {
            Place::Fields | Place::Joined | Place::Quoted => Place::Quoted,
            Place::OneWord | Place::Pattern | Place::QuotedOne => Place::QuotedOne,
        }
    }

    fn is_quoted(self) -> bool {
        matches!(self, Place::Quoted | Place::QuotedOne)
    }
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
                if place == Place::Fields && is_pattern(word.parts) {
                    lead.extend(self.pathnames());
                }
                self.note(word.span, lead);
                let vanishes = |part: &WordPart<'_>| {
                    matches!(
                        part.kind,
                        WordPartKind::Parameter(_) | WordPartKind::Command(_)
                    )
                };
                let place = match place {
                    Place::Fields if !word.parts.iter().all(vanishes) => Place::Joined,
                    place => place,
                };
                self.nest(|walk| walk.parts(word.parts, place));
            }
        }
        self.at = word.span.end;
    }

    /// The parts of a word, or of double quotes.
    fn parts(&mut self, parts: &[WordPart<'a>], place: Place) {
        for (number, part) in parts.iter().enumerate() {
            self.part(part, place);
            if let Some(note) = self.notes.last_mut()
                && let Some(said) = digit_behind(part, parts.get(number + 1))
            {
                note.pieces.push(Here(said));
            }
        }
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
                self.part(part, Place::QuotedOne);
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
            WordPartKind::SingleQuoted(text) => {
                let mut pieces = vec![Stated(Rule::SingleQuotes)];
                pieces.extend(tabs_in(text));
                pieces
            }
            WordPartKind::DollarSingleQuoted(_) => vec![
                Stated(Rule::DollarQuotes),
                Once("POSIX has it since 2024; dash does not know it: there the $ stands for itself, and the rest is in single quotes".into()),
            ],
            WordPartKind::DoubleQuoted(parts) => match parts {
                [] => vec![Here("an empty word".into())],
                [only] if !matches!(only.kind, WordPartKind::Literal(_)) => {
                    let mut pieces = self.pieces(only, place.quoted());
                    if !is_all_arguments(only) {
                        pieces.push(Once("in double quotes: always one word, split at nothing".into()));
                    }
                    pieces
                }
                _ => {
                    let mut pieces = vec![Stated(Rule::DoubleQuotes)];
                    if place.quoted() == Place::Quoted && parts.iter().any(is_all_arguments) {
                        pieces.push(Once("what stands beside \"$@\" sticks to the first or last argument".into()));
                    }
                    pieces.extend(parts.iter().find_map(|part| match part.kind {
                        WordPartKind::Literal(text) => tabs_in(text),
                        _ => None,
                    }));
                    pieces
                }
            },
            WordPartKind::Parameter(expansion) => {
                let mut pieces = super::parameter::pieces(self, expansion, place);
                pieces.extend(self.splitting(part, place));
                if let Parameter::Variable(name) = expansion.parameter
                    && self.prefixed.contains(&name)
                {
                    pieces.push(Here(
                        "the value it has before: words are expanded before it is set".into(),
                    ));
                }
                pieces
            }
            WordPartKind::BadSubstitution(_) => {
                let mut pieces = vec![Here(super::parameter::unknown_form(part.span.of(self.text)))];
                pieces.push(Stated(Rule::ExpansionError));
                pieces
            }
            WordPartKind::Command(substitution) => {
                let mut pieces = vec![Stated(Rule::CommandSubstitution)];
                if substitution.backquoted {
                    pieces.push(Once("backquotes are the old way to write $( )".into()));
                }
                pieces.push(Stated(Rule::TrailingNewlines));
                pieces.extend(self.splitting(part, place));
                pieces
            }
            WordPartKind::Arithmetic(parts) => {
                let mut pieces = vec![Stated(Rule::Arithmetic)];
                pieces.extend(self.expression(part.span, parts));
                pieces
            }
        }
    }

    /// What splitting does to an expansion outside quotes.
    fn splitting(&self, part: &WordPart<'_>, place: Place) -> Vec<Piece> {
        let vanishes = match place {
            Place::Fields => true,
            Place::Joined => false,
            _ => return Vec::new(),
        };
        if is_number(part) {
            return Vec::new();
        }
        let mut pieces = vec![Here(
            match vanishes {
                true => "not quoted: it may become several words, or none",
                false => "not quoted: the word may become several",
            }
            .to_owned(),
        )];
        let in_function = self.scope.function;
        pieces.push(
            match self
                .survey
                .may_split_otherwise(part.span.start, in_function)
            {
                true => Once("it is split at the characters of IFS, if that has any".to_owned()),
                false => Stated(Rule::FieldSplitting),
            },
        );
        if self.scope.options.of(ShellOption::NoGlob) != Setting::On {
            pieces.push(Once(
                "* ? and [ ] in what it comes to become names of files".to_owned(),
            ));
        }
        pieces.extend(vanishes.then_some(Stated(Rule::EmptyField)));
        pieces
    }

    fn literal(&self, text: &[u8], place: Place) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let has_pattern = has_wildcard(text);
        match place {
            Place::Fields if has_pattern => pieces.extend(self.pathnames()),
            Place::Pattern if has_pattern && text != b"*" => {
                pieces.push(Once(
                    "in a pattern * is any text, ? any character, [ ] one of those in it".into(),
                ));
            }
            _ => {}
        }
        if !place.is_quoted() && text.starts_with(b"~") {
            pieces.extend(tilde_of(text));
        }
        if !place.is_quoted() && has_printed_quotes(&String::from_utf8_lossy(text)) {
            pieces.push(Here(PRINTED_QUOTES.to_owned()));
        }
        pieces
    }

    /// What becomes of a pattern among the words of a command.
    pub fn pathnames(&self) -> Vec<Piece> {
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
            Some(WordPartKind::Literal(text)) if !place.is_quoted() && text.starts_with(b"~") => {
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
                self.within(only, place.quoted());
            }
            WordPartKind::DoubleQuoted(parts) => self.parts(parts, place.quoted()),
            WordPartKind::Arithmetic(parts) => self.expression_parts(parts),
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
                || matches!(
                    expansion.parameter,
                    Parameter::Special(b'?' | b'#' | b'$' | b'!')
                )
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

/// What is said of `$1` with a digit behind it, which reads as if there were more than nine without braces.
fn digit_behind(part: &WordPart<'_>, next: Option<&WordPart<'_>>) -> Option<String> {
    let (WordPartKind::Parameter(expansion), WordPartKind::Literal(text)) = (part.kind, next?.kind)
    else {
        return None;
    };
    let Parameter::Positional(number) = expansion.parameter else {
        return None;
    };
    // In braces it would be as long.
    let bare = part.span.end - part.span.start == 2;
    let digit = text.first().filter(|byte| bare && byte.is_ascii_digit())?;
    let digit = char::from(*digit);
    Some(format!(
        "${number} and a {digit} behind it; the argument of that number is ${{{number}{digit}}}"
    ))
}

/// Whether an unquoted `*`, `?` or `[ ]` stands in these parts.
pub(super) fn is_pattern(parts: &[WordPart<'_>]) -> bool {
    let literal = |part: &WordPart<'_>| match part.kind {
        WordPartKind::Literal(text) => text.to_vec(),
        _ => vec![0],
    };
    let literals: Vec<u8> = parts.iter().flat_map(literal).collect();
    has_wildcard(&literals)
}

/// Whether `text` is a pattern and not only itself.
pub(super) fn has_wildcard(text: &[u8]) -> bool {
    let opens = text.iter().position(|byte| *byte == b'[');
    text.iter().any(|byte| b"*?".contains(byte))
        || opens.is_some_and(|at| text[at + 1..].iter().skip(1).any(|byte| *byte == b']'))
}

/// What is said of tabs and newlines, which look like blanks.
fn tabs_in(text: &[u8]) -> Option<Piece> {
    match text {
        [b'\t'] => Some(Here("it is a tab".into())),
        [b'\n'] => Some(Here("it is a newline".into())),
        text if text.contains(&b'\t') && !text.contains(&b'\n') => {
            Some(Here("a tab stands in it".into()))
        }
        _ => None,
    }
}

/// Whether a word is one word for the command, whatever its expansions come to.
pub(super) fn is_one_field(word: &Word<'_>) -> bool {
    !is_pattern(word.parts)
        && word.parts.iter().all(|part| match part.kind {
            WordPartKind::DoubleQuoted(parts) => !parts.iter().any(is_all_arguments),
            WordPartKind::Parameter(_)
            | WordPartKind::Command(_)
            | WordPartKind::BadSubstitution(_) => is_number(part),
            _ => true,
        })
}

/// Whether a word may be no word at all for the command: it is nothing but expansions that may come out empty.
pub(super) fn may_be_no_field(word: &Word<'_>) -> bool {
    word.parts.iter().all(|part| match part.kind {
        WordPartKind::Parameter(_)
        | WordPartKind::Command(_)
        | WordPartKind::BadSubstitution(_) => !is_number(part),
        WordPartKind::DoubleQuoted(parts) => matches!(parts, [only] if is_all_arguments(only)),
        _ => false,
    })
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
