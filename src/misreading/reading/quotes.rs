//! Single quotes, and the quotes of a here-document's delimiter.

use super::edit::{Edits, edit, literal, name};
use crate::syntax::ast::{Command, IoRedirect, Word, WordPart, WordPartKind};
use crate::syntax::visit::{self, Visitor};

/// Single quotes as if `$` worked in them.
pub fn quotes_off(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Single(edits).list(list))
}

/// The single quotes around what `sh -c` is given as if they still held in that shell.
pub fn quotes_stay(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Commands(edits).list(list))
}

/// A here-document as if `$` worked in it if its delimiter is quoted, and only then.
pub fn quotes_swap(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Delimiters(edits).list(list))
}

struct Single<'e, 't>(&'e mut Edits<'t>);

impl<'a> Visitor<'a> for Single<'_, '_> {
    fn redirect(&mut self, redirect: &IoRedirect<'a>) {
        // The quotes of a delimiter are for the here-document.
        if redirect.here_doc.is_none() {
            visit::walk_redirect(self, redirect);
        }
    }

    fn part(&mut self, part: &WordPart<'a>) {
        match part.kind {
            WordPartKind::SingleQuoted(text) if text.contains(&b'$') => {
                let mut new = vec![b'"'];
                for byte in text {
                    if matches!(byte, b'"' | b'\\' | b'`') {
                        new.push(b'\\');
                    }
                    new.push(*byte);
                }
                new.push(b'"');
                self.0.replace(part.span, new);
            }
            _ => visit::walk_part(self, part),
        }
    }
}

/// Shells that take commands as an argument.
const SHELLS: [&[u8]; 4] = [b"sh", b"dash", b"bash", b"/bin/sh"];

struct Commands<'e, 't>(&'e mut Edits<'t>);

impl<'a> Visitor<'a> for Commands<'_, '_> {
    fn command(&mut self, command: &Command<'a>) {
        if let Command::Simple(simple) = command
            && name(simple).is_some_and(|name| SHELLS.contains(&name))
            && let [_, option, commands, ..] = simple.words
            && literal(option) == Some(b"-c")
        {
            self.protect(commands);
        }
        visit::walk_command(self, command);
    }
}

impl Commands<'_, '_> {
    fn protect(&mut self, word: &Word<'_>) {
        for part in word.parts {
            if let WordPartKind::SingleQuoted(text) = part.kind {
                let mut new = vec![b'\''];
                for byte in text {
                    if *byte == b'$' {
                        new.push(b'\\');
                    }
                    new.push(*byte);
                }
                new.push(b'\'');
                self.0.replace(part.span, new);
            }
        }
    }
}

struct Delimiters<'e, 't>(&'e mut Edits<'t>);

impl<'a> Visitor<'a> for Delimiters<'_, '_> {
    fn redirect(&mut self, redirect: &IoRedirect<'a>) {
        if let Some(document) = redirect.here_doc.and_then(|cell| cell.get()) {
            let target = &redirect.target;
            let plain = unquoted(target.parts);
            let new = match document.quoted {
                true => plain,
                false => [b"'", plain.as_slice(), b"'"].concat(),
            };
            self.0.replace(target.span, new);
        }
        visit::walk_redirect(self, redirect);
    }
}

/// A delimiter without its quotes.
fn unquoted(parts: &[WordPart<'_>]) -> Vec<u8> {
    let text = |part: &WordPart<'_>| match part.kind {
        WordPartKind::Literal(text)
        | WordPartKind::Escaped(text)
        | WordPartKind::SingleQuoted(text)
        | WordPartKind::DollarSingleQuoted(text) => text.to_vec(),
        WordPartKind::DoubleQuoted(inner) => unquoted(inner),
        _ => Vec::new(),
    };
    parts.iter().flat_map(text).collect()
}
