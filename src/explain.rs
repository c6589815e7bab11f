//! What a text says, part by part, without running it: [`explain`] turns a script into [`Note`]s, which nest as its constructs
//! do and leave no part of it out.
//!
//! The general words are the catalogue's ([`Rule::sentence`]); beside them stands what they mean in this text. Knows nothing of
//! files and terminals. Begin with [`explain`]; [`render`](Explanation::render) makes a page of it.

mod argument;
mod bracket;
mod compound;
mod gap;
mod lists;
mod option;
mod parameter;
mod redirect;
mod render;
mod simple;
mod status;
mod utility;
mod walk;
mod word;
mod wrapper;

use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::List;
use crate::syntax::parse::{Next, Parser, SyntaxError};
use bumpalo::Bump;
use walk::Walk;

/// What is said of a text.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// In the order of the text; those of a construct's parts lie within its own.
    pub notes: Vec<Note>,
    /// Who decides the exit status of the whole; none for a text without commands.
    pub status: Option<String>,
    /// What is wrong with the text, if it cannot be parsed. What stands before it is explained all the same.
    pub error: Option<Diagnostic>,
}

/// What is said of a part of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The construct, with everything in it.
    pub span: Span,
    /// What of it is meant: a word, an operator.
    pub mark: Span,
    /// That, as it is shown.
    pub quote: String,
    /// The sentences, first to last.
    pub pieces: Vec<Piece>,
    /// What is said of its parts.
    pub inner: Vec<Note>,
}

/// A sentence, without a capital at its start and a full stop at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A rule of the language; it is stated where it is met first.
    Rule(Rule),
    /// What is said where it is met first.
    Once(String),
    /// What is so in this place.
    Here(String),
    /// Where nothing else is left to be said: that it was explained before.
    Again,
}

impl Piece {
    /// The sentence.
    pub fn text(&self) -> &str {
        match self {
            Piece::Rule(rule) => rule.sentence(),
            Piece::Once(text) | Piece::Here(text) => text,
            Piece::Again => "as before",
        }
    }
}

/// Explains `text`: a line, a script, or one line of a file that holds a command for the shell.
pub fn explain(text: &[u8]) -> Explanation {
    wrapper::explain(text).unwrap_or_else(|| explain_from(text, 0))
}

/// Tokens before an error that are tried as the end of a command.
const TRIED: usize = 64;

/// The longest command that stands at `at` and ends before `error`, with its end.
fn before_error<'a>(
    parser: &mut Parser,
    text: &'a [u8],
    at: u32,
    error: &SyntaxError,
    arena: &'a Bump,
) -> Option<(List<'a>, u32)> {
    let mut ends: Vec<u32> = error.tokens(text).iter().map(|span| span.start).collect();
    ends.push(error.span.start);
    let ends = ends.into_iter().rev().filter(|end| *end > at);
    ends.take(TRIED).find_map(|end| {
        let before = &text[..end as usize];
        match parser.complete_command(before, at, false, arena, &()) {
            Next::Command { list, next, .. } if next == end => Some((list, end)),
            _ => None,
        }
    })
}

/// Explains what of `text` stands behind its first `from` bytes.
fn explain_from(text: &[u8], from: u32) -> Explanation {
    let arena = Bump::new();
    let mut walk = Walk::new(text, from);
    let mut parser = Parser::default();
    let mut at = from;
    let mut commands = Vec::new();
    let error = loop {
        match parser.complete_command(text, at, false, &arena, &()) {
            Next::Command { list, next, .. } => {
                commands.push((list, next));
                at = next;
            }
            Next::End => break None,
            Next::Incomplete(error) | Next::Invalid(error) => {
                if let Some((list, cut)) = before_error(&mut parser, text, at, &error, &arena) {
                    commands.push((list, cut));
                    at = cut;
                }
                break Some(error);
            }
        }
    };
    commands.iter().for_each(|(list, _)| walk.learn(list));
    for (list, next) in &commands {
        walk.complete_command(list, *next);
    }
    let end = match &error {
        None => text.len() as u32,
        Some(_) => at,
    };
    walk.rest(end);
    let mut diagnostic = error.map(|error| error.diagnostic(text));
    if diagnostic.is_none() {
        diagnostic = walk.unclosed_document();
    }
    let lists: Vec<_> = commands.iter().map(|(list, _)| *list).collect();
    let status = match &diagnostic {
        None => status::of_text(text, &lists),
        Some(_) => None,
    };
    Explanation {
        notes: walk.finish(),
        status,
        error: diagnostic,
    }
}
