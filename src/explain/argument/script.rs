//! Arguments that are texts of commands, for this shell or another one: explained below the word they stand in.

use super::Arguments;
use crate::explain::Piece::{self, Here};
use crate::explain::settings::Options;
use crate::explain::walk::Walk;
use crate::explain::word::{Place, plain_text};
use crate::explain::wrapper::{Replacement, explain_given};
use crate::explain::{Around, Explanation, Note, explain_from};
use crate::source::Span;
use crate::syntax::ast::{Word, WordPart, WordPartKind};
use std::collections::BTreeMap;

impl<'a> Walk<'a> {
    /// The options of the shell that runs the commands among `arguments`.
    fn options_for(&self, arguments: &Arguments) -> Options {
        match arguments.name.as_str() {
            "eval" => self.scope.options,
            // It runs at some time between here and the end.
            "trap" => self.scope.options.join(self.settings.after),
            name => Options::of_shell(name, &arguments.words),
        }
    }

    /// What holds around the commands among `arguments`.
    fn around(&self, arguments: &Arguments) -> Around {
        Around {
            options: self.options_for(arguments),
            functions: match arguments.name.as_str() {
                "eval" | "trap" => self.functions().clone(),
                // Another shell knows none of them.
                _ => BTreeMap::new(),
            },
            programs: self.programs,
        }
    }

    /// What is said of commands in double quotes, of which `parts` this shell expands first.
    fn expanded_script(
        &self,
        inner: Span,
        parts: &[WordPart<'a>],
        arguments: &Arguments,
    ) -> Option<Explanation> {
        let text = std::str::from_utf8(&self.text[..inner.end as usize]).ok()?;
        let mut replaced = Vec::new();
        for part in parts {
            let own = part.span.of(self.text);
            match part.kind {
                // Between backquotes, and where a line goes on, it is written otherwise.
                WordPartKind::Literal(text) if own == text => {}
                WordPartKind::Escaped(sign) => {
                    let given = ["\"", "$", "`", "\\"].into_iter();
                    let given = given.into_iter().find(|given| given.as_bytes() == sign)?;
                    replaced.push((part.span, Replacement::Text(given)));
                }
                WordPartKind::Parameter(_)
                | WordPartKind::Command(_)
                | WordPartKind::Arithmetic(_) => replaced.push((part.span, Replacement::Value)),
                _ => return None,
            }
        }
        let around = self.around(arguments);
        let mut script = explain_given(text, inner.start, &replaced, around);
        script
            .notes
            .iter_mut()
            .for_each(|note| self.as_written(note));
        Some(script)
    }

    /// A word in double quotes that is a `script`, with what this shell does with its `parts`.
    fn expanded_word(
        &mut self,
        word: &Word<'a>,
        parts: &[WordPart<'a>],
        script: Explanation,
        mut pieces: Vec<Piece>,
        arguments: &Arguments,
    ) {
        let is_expanded = |part: &&WordPart<'a>| {
            !matches!(
                part.kind,
                WordPartKind::Literal(_) | WordPartKind::Escaped(_)
            )
        };
        if parts.iter().any(|part| is_expanded(&part)) {
            pieces.push(Here(match arguments.name.as_str() {
                "trap" => "what is expanded in it is expanded now, not when they run".to_owned(),
                name => format!(
                    "what is expanded in it, this shell puts in first, before {name} sees it"
                ),
            }));
        }
        if let Some(error) = script.error {
            pieces.push(Here(format!("it cannot be parsed: {}", error.message)));
        }
        self.note(word.span, pieces);
        self.nest(|walk| {
            for part in parts.iter().filter(is_expanded) {
                walk.part(part, Place::Quoted);
            }
            walk.notes.extend(script.notes);
            walk.notes.sort_by_key(|note| note.mark.start);
        });
        self.at = word.span.end;
    }

    /// A word that is a text of commands: explained below, if it can be read where it stands.
    pub(super) fn script_word(&mut self, word: &Word<'a>, what: String, arguments: &Arguments) {
        let mut pieces = vec![Here(what)];
        let inner = match word.parts {
            [part] => match part.kind {
                WordPartKind::SingleQuoted(text) if !text.is_empty() => {
                    Some((within_quotes(part.span), text))
                }
                WordPartKind::Literal(text) => Some((part.span, text)),
                WordPartKind::DoubleQuoted([only]) => match only.kind {
                    WordPartKind::Literal(text) => Some((within_quotes(part.span), text)),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        if let [part] = word.parts
            && let WordPartKind::DoubleQuoted(parts) = part.kind
            && inner.is_none()
            && let Some(script) = self.expanded_script(within_quotes(part.span), parts, arguments)
        {
            return self.expanded_word(word, parts, script, pieces, arguments);
        }
        // Between backquotes it may be written otherwise.
        let inner = inner.filter(|(span, text)| span.of(self.text) == *text);
        match inner {
            Some((inner, _)) => {
                let text = &self.text[..inner.end as usize];
                let script = explain_from(text, inner.start, self.around(arguments));
                if let Some(error) = script.error {
                    pieces.push(Here(format!("it cannot be parsed: {}", error.message)));
                }
                self.note(word.span, pieces);
                self.nest(|walk| walk.notes.extend(script.notes));
                self.at = word.span.end;
            }
            None => {
                if arguments.name == "trap" && plain_text(word.parts).is_none() {
                    pieces.push(Here(
                        "what is expanded in it is expanded now, not when they run".into(),
                    ));
                }
                self.field(word, pieces);
            }
        }
    }

    /// Shows what a note is about as the text has it, with the backslashes that the double quotes ask for.
    fn as_written(&self, note: &mut Note) {
        if !note.mark.of(self.text).contains(&b'\n') {
            note.quote = self.quote(note.mark);
        }
        note.inner
            .iter_mut()
            .for_each(|inner| self.as_written(inner));
    }
}

fn within_quotes(span: Span) -> Span {
    Span::new(span.start + 1, span.end - 1)
}
