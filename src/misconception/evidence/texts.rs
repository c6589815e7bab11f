//! The texts that a line runs: itself, what it gives to other shells, and what the trace tells of.

use crate::misconception::tree::Tree;
use crate::observation::{FileKind, Observation};
use crate::source::Span;
use crate::syntax::parse::{self, Parsed, SyntaxError, Unclosed};
use crate::trace::TraceKind;
use bumpalo::Bump;
use std::path::Path;

/// A text that ran or may run.
#[derive(Debug)]
pub struct Text<'e> {
    /// Its number in the trace; `None` if only its words are known and not what it did.
    pub source: Option<u32>,
    /// What it says.
    pub bytes: &'e [u8],
    /// How messages name it; `None` for the line itself.
    pub name: Option<String>,
    /// For a text that the line gives to `sh`: the command of the line that runs it.
    pub runner: Option<Span>,
    /// Its nodes; none if it could not be read.
    pub tree: Tree<'e>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// No more text would mend it.
    Invalid(SyntaxError),
    /// It ends too early: what is open.
    Incomplete(Vec<Unclosed>),
}

/// The line that was seen, and the texts that it ran.
pub(super) fn of_line<'e>(seen: &'e Observation, arena: &'e Bump) -> Vec<Text<'e>> {
    let mut texts = vec![read_text(Some(0), seen.line.as_bytes(), seen.parsed(arena))];
    let nested = nested(&texts[0], seen, arena);
    texts.extend(nested);
    add_traced(&mut texts, seen, arena);
    texts
}

impl Text<'_> {
    /// What stands at `span`, as sentences can show it.
    pub fn at(&self, span: Span) -> String {
        excerpt(self.bytes, span)
    }

    /// `meant`, to stand in place of the command at `span`, with the `!` that stands before that.
    pub fn turned_as(&self, span: Span, meant: &str) -> String {
        let before = self.bytes.get(..span.start as usize).unwrap_or_default();
        match before.trim_ascii_end() {
            [rest @ .., b'!']
                if before.last() != Some(&b'!')
                    && rest.last().is_none_or(|byte| b" \t\n;&|({".contains(byte)) =>
            {
                format!("! {meant}")
            }
            _ => meant.to_owned(),
        }
    }

    /// The text with what stands at `span` replaced, if it is short enough to be shown.
    pub fn with(&self, span: Span, new: &str) -> Option<String> {
        let text = String::from_utf8_lossy(self.bytes);
        let (before, after) = (
            text.get(..span.start as usize)?,
            text.get(span.end as usize..)?,
        );
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').unwrap_or(after.len());
        let whole = format!("{}{new}{}", &before[line..], &after[..end]);
        let whole = whole.trim().to_owned();
        (whole.chars().count() <= 70).then_some(whole)
    }
}

/// The text at `span`, without blanks at its ends, and with `$( )` for commands between backquotes: sentences mark code by those.
pub(super) fn excerpt(text: &[u8], span: Span) -> String {
    let end = (span.end as usize).min(text.len());
    let start = (span.start as usize).min(end);
    without_backquotes(&String::from_utf8_lossy(text[start..end].trim_ascii()))
}

/// A text with `$( )` for each pair of backquotes, if they all come in pairs and none is escaped.
pub(in crate::misconception) fn without_backquotes(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) || text.contains("\\`") {
        return text.to_owned();
    }
    let signs = ["$(", ")"].into_iter().cycle();
    let joined = parts[1..].iter().zip(signs);
    joined.fold(parts[0].to_owned(), |text, (part, sign)| text + sign + part)
}

fn read_text<'e>(source: Option<u32>, bytes: &'e [u8], parsed: Parsed<'e>) -> Text<'e> {
    let (tree, fault) = match parsed {
        Parsed::Complete(script) => (Tree::new(&script.list), None),
        Parsed::Incomplete(open) => (Tree::default(), Some(Fault::Incomplete(open))),
        Parsed::Invalid(error) => (Tree::default(), Some(Fault::Invalid(error))),
    };
    Text {
        source,
        bytes,
        name: None,
        runner: None,
        tree,
        fault,
    }
}

/// The texts that the line gives to `sh`: what stands behind `-c`, and the files it runs, as far as they are here.
fn nested<'e>(line: &Text<'e>, seen: &'e Observation, arena: &'e Bump) -> Vec<Text<'e>> {
    let mut found: Vec<Text<'e>> = Vec::new();
    for simple in line.tree.simples() {
        let words = simple.literals();
        let text: Option<(String, Option<String>)> = match simple.name().as_deref() {
            Some("sh" | "dash") => match words.as_slice() {
                [Some(flag), Some(text), ..] if flag == "-c" => Some((text.clone(), None)),
                [Some(path), ..] => file_text(seen, path).map(|text| (text, Some(path.clone()))),
                _ => None,
            },
            Some(".") => match words.as_slice() {
                [Some(path), ..] => file_text(seen, path).map(|text| (text, Some(path.clone()))),
                _ => None,
            },
            Some(path) if path.starts_with("./") => {
                let text = file_text(seen, path).filter(|text| text.starts_with("#!/bin/sh"));
                text.map(|text| (text, Some(path.to_owned())))
            }
            _ => None,
        };
        let Some((text, name)) = text else { continue };
        let bytes: &'e [u8] = arena.alloc_slice_copy(text.as_bytes());
        let mut text = read_text(None, bytes, parse::parse(bytes, arena, &()));
        text.name = Some(name.unwrap_or_else(|| "sh -c".to_owned()));
        text.runner = Some(simple.command.span);
        found.push(text);
    }
    found
}

/// Adds what the trace itself tells of other texts that ran: a function of an earlier line, what `eval` or a nested shell
/// was given. One that is there already gets its number in the trace.
fn add_traced<'e>(texts: &mut Vec<Text<'e>>, seen: &'e Observation, arena: &'e Bump) {
    for (source, bytes) in told(seen) {
        let same = |text: &&mut Text<'e>| {
            text.source.is_none() && text.bytes.trim_ascii() == bytes.trim_ascii()
        };
        if let Some(known) = texts.iter_mut().find(same) {
            known.source = Some(source);
            continue;
        }
        let bytes: &'e [u8] = arena.alloc_slice_copy(&bytes);
        let mut text = read_text(Some(source), bytes, parse::parse(bytes, arena, &()));
        // What is broken off, or only in part told, is no fault of anybody's.
        text.fault = None;
        text.name = Some("a text that ran".to_owned());
        texts.push(text);
    }
}

/// The texts that the trace tells from their beginning, by their numbers. Copies of a shell number on by themselves; a number
/// that stands for more than one text says nothing here.
fn told(seen: &Observation) -> Vec<(u32, Vec<u8>)> {
    let mut told: Vec<(i32, u32, Vec<u8>)> = Vec::new();
    for event in seen.trace.iter().filter(|event| event.source != 0) {
        let TraceKind::Text { offset, bytes } = &event.kind else {
            continue;
        };
        let known = told
            .iter_mut()
            .find(|(pid, source, _)| (*pid, *source) == (event.pid, event.source));
        match known {
            Some((.., text)) if text.len() == *offset as usize => text.extend(bytes),
            Some(_) => {}
            None if *offset == 0 => told.push((event.pid, event.source, bytes.clone())),
            None => {}
        }
    }
    let alone = |source: u32| told.iter().filter(|(_, other, _)| *other == source).count() == 1;
    let kept = told.iter().filter(|(_, source, _)| alone(*source));
    kept.map(|(_, source, text)| (*source, text.clone()))
        .collect()
}

/// What a file of the folder says: as it was before the line, or as the line made it.
fn file_text(seen: &Observation, path: &str) -> Option<String> {
    let path = Path::new(path.strip_prefix("./").unwrap_or(path));
    let mut all = seen.files_before.iter().chain(&seen.files);
    let fact = all.find(|fact| fact.path == path && fact.kind == FileKind::File)?;
    String::from_utf8(fact.content.clone()).ok()
}
