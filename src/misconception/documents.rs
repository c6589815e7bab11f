//! Here-documents with a bare delimiter: what the shell that writes a text fills in, and the text was to keep.

use super::Spot;
use super::evidence::{Evidence, Text, without_backquotes};
use super::find::find_simple;
use super::tree::{Simple, Tree};
use super::{Level, words};
use crate::observation::Observation;
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::parse::Parsed;
use crate::syntax::visit::{self, Visitor};
use bumpalo::Bump;

/// The parameters read in a text, with their places.
#[derive(Default)]
pub(super) struct Reads<'a>(Vec<(Parameter<'a>, Span)>);

impl<'a> Visitor<'a> for Reads<'a> {
    fn part(&mut self, part: &WordPart<'a>) {
        if let WordPartKind::Parameter(expansion) = part.kind {
            self.0.push((expansion.parameter, part.span));
        }
        visit::walk_part(self, part);
    }
}

impl<'a> Reads<'a> {
    /// All of them, with their places.
    pub fn all(&self) -> impl Iterator<Item = (Parameter<'a>, Span)> {
        self.0.iter().copied()
    }

    /// The names of the variables among them.
    pub fn variables(&self) -> Vec<String> {
        let names = self.0.iter().filter_map(|(parameter, _)| match parameter {
            Parameter::Variable(name) => Some(String::from_utf8_lossy(name).into_owned()),
            _ => None,
        });
        names.collect()
    }
}

/// A here-document with a bare delimiter that is written to a file.
struct Written<'a> {
    redirect: &'a IoRedirect<'a>,
    document: &'a HereDoc<'a>,
    /// The file, where its name is known.
    file: Option<String>,
}

/// What was filled in, and why that cannot be meant.
struct Filled {
    name: String,
    span: Span,
    why: String,
}

pub(super) fn filled_in(evidence: &Evidence<'_>) -> Option<Spot> {
    let here = find_simple(evidence, |index, text, simple| {
        let written = Written::of(&simple)?;
        // The arguments of a function are there to be written.
        let is_script =
            written.is_script(evidence, text) && text.tree.function_of(simple.index).is_none();
        let filled = written.filled(text.bytes, is_script)?;
        let delimiter = text.at(written.redirect.target.span);
        let ran = evidence.has_run() && text.source.is_some();
        Some(
            Spot::of(index, filled.span)
                .at(if ran { Level::Certain } else { Level::Static })
                .instead(text.with(written.redirect.target.span, &format!("'{delimiter}'")))
                .saying(format!(
                    "With a bare `{delimiter}` the current shell fills in `{0}` while the text is written, {1}. Quote the delimiter (`<<'{delimiter}'`) to store the text `{0}` itself.",
                    filled.name, filled.why
                )),
        )
    });
    here.or_else(|| before(evidence))
}

/// A script that the line ran, and that an earlier line wrote.
fn before(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| {
        text.runner?;
        let path = text.name.as_deref()?;
        // What this line has written is no matter of an earlier one.
        if evidence.writes(path) {
            return None;
        }
        let said = written(evidence.earlier, path, text.bytes)?;
        Some(Spot::of(index, Span::at(0)).at(Level::Certain).saying(said))
    })
}

/// What is to be said of the file `path` that the newest of `lines` to write it has spoilt, if it has, and `text` is still what it
/// left there.
pub(super) fn written(lines: &[Observation], path: &str, text: &[u8]) -> Option<String> {
    of_newest(lines, path, text, |simple, bytes| {
        let written = Written::of(simple)?;
        let filled = written.filled(bytes, true)?;
        let delimiter = String::from_utf8_lossy(written.redirect.target.span.of(bytes));
        Some(format!(
            "`{}` was filled in by the shell that wrote the file, as the delimiter `{delimiter}` is bare; `cat {path}` shows what it holds. Write it with `<<'{delimiter}'`.",
            filled.name
        ))
    })
}

/// What `said` has to say of the newest command of `lines` that writes the file `path`, if `text` is still what it left there. It
/// is given the command and its line.
pub(super) fn of_newest(
    lines: &[Observation],
    path: &str,
    text: &[u8],
    said: impl Fn(&Simple<'_, '_>, &[u8]) -> Option<String>,
) -> Option<String> {
    let arena = Bump::new();
    let writes = |simple: &Simple<'_, '_>| {
        let mut redirects = simple.command.redirects.iter();
        redirects.any(|redirect| {
            redirect.operator == RedirectOperator::Output && words::is_text(&redirect.target, path)
        })
    };
    let mut lines = lines.iter().rev();
    let (line, said) = lines.find_map(|line| {
        let Parsed::Complete(script) = line.parsed(&arena) else {
            return None;
        };
        let tree = Tree::new(&script.list);
        let simple = tree.simples().find(writes)?;
        Some((line, said(&simple, line.line.as_bytes())))
    })?;
    let mut files = line.files.iter();
    let left = files.find(|file| file.path.as_os_str() == path)?;
    said.filter(|_| left.content.trim_ascii() == text.trim_ascii())
}

impl<'a> Written<'a> {
    fn of(simple: &Simple<'_, 'a>) -> Option<Written<'a>> {
        let redirects = simple.command.redirects;
        let (redirect, document) = redirects.iter().find_map(|redirect| {
            let document = redirect.here_doc?.get()?;
            (!document.quoted).then_some((redirect, document))
        })?;
        let writes = |redirect: &&IoRedirect<'_>| {
            matches!(
                redirect.operator,
                RedirectOperator::Output | RedirectOperator::Append
            )
        };
        let file = redirects.iter().find(writes);
        Some(Written {
            redirect,
            document,
            file: file.and_then(|redirect| words::literal(&redirect.target)),
        })
    }

    /// Whether what is written is a script: by its name, its first line, or because the line runs it.
    fn is_script(&self, evidence: &Evidence<'_>, text: &Text<'_>) -> bool {
        let body = self.document.body.span.of(text.bytes);
        let run = |file: &String| {
            evidence
                .texts
                .iter()
                .any(|text| text.name.as_ref() == Some(file))
        };
        let named = self.file.as_ref();
        named.is_some_and(|file| file.ends_with(".sh") || body.starts_with(b"#!") || run(file))
    }

    /// What of the text, in `bytes`, the shell fills in although the text has its own value for it.
    fn filled(&self, bytes: &[u8], is_script: bool) -> Option<Filled> {
        let mut reads = Reads::default();
        reads.word(&self.document.body);
        let body = self.document.body.span;
        // Who keeps a `$` with a backslash knows what is filled in, and means it.
        let written = body.of(bytes);
        if written
            .windows(2)
            .any(|pair| matches!(pair, b"\\$" | b"\\`"))
        {
            return None;
        }
        let filled = reads.0.into_iter().find_map(|(parameter, span)| {
            let why = match parameter {
                Parameter::Variable(name) => {
                    let name = String::from_utf8_lossy(name);
                    let before = bytes.get(body.start as usize..span.start as usize)?;
                    sets(&String::from_utf8_lossy(before), &name)
                        .then(|| format!("and the `{name}=` in the text comes too late for that"))?
                }
                Parameter::Positional(_) | Parameter::Special(b'@' | b'*' | b'#') if is_script => {
                    "from its own arguments, not from those of the script".to_owned()
                }
                Parameter::Special(b'?') if is_script => {
                    "with the status of the command before this one".to_owned()
                }
                _ => return None,
            };
            Some(Filled {
                name: String::from_utf8_lossy(span.of(bytes)).into_owned(),
                span,
                why,
            })
        });
        let command = || {
            let mut parts = self.document.body.parts.iter();
            let part = parts.find(|part| matches!(part.kind, WordPartKind::Command(_)))?;
            Some(Filled {
                name: without_backquotes(&String::from_utf8_lossy(part.span.of(bytes))),
                span: part.span,
                why: "and runs the command then, not when the script runs".to_owned(),
            })
        };
        filled.or_else(|| command().filter(|_| is_script))
    }
}

/// Whether a command of its own in `text` gives the variable its value, and does not take that from outside.
pub(super) fn sets(text: &str, name: &str) -> bool {
    const ENDS: [char; 7] = ['\n', ';', '&', '|', '{', '(', ')'];
    const OPENERS: [&str; 6] = ["if ", "then ", "elif ", "else ", "do ", "export "];
    let last = text.rfind(ENDS).map_or(0, |at| at + 1);
    text[..last].split(ENDS).any(|command| {
        let mut command = command.trim_start();
        while let Some(rest) = OPENERS.iter().find_map(|word| command.strip_prefix(word)) {
            command = rest.trim_start();
        }
        let value = command
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('='));
        let reads = |value: &str| {
            [format!("${name}"), format!("${{{name}")]
                .iter()
                .any(|read| value.contains(read.as_str()))
        };
        value.is_some_and(|value| !reads(value))
    })
}
