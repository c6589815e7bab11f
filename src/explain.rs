//! What a text says, part by part, without running it: [`explain`] turns a script into [`Note`]s, which nest as its constructs
//! do and leave no part of it out.
//!
//! The general words are the catalogue's ([`Rule::sentence`]); beside them stands what they mean in this text. Knows nothing of
//! files and terminals. Begin with [`explain`]; [`render`](Explanation::render) makes a page of it.

mod argument;
mod arithmetic;
mod bites;
mod bracket;
mod compound;
mod ending;
mod gap;
mod hidden;
mod lists;
mod option;
mod parameter;
mod redirect;
mod render;
mod settings;
mod simple;
mod slips;
mod status;
mod survey;
mod unfinished;
mod utility;
mod walk;
mod word;
mod wrapper;

use crate::diagnostic::{Diagnostic, Label};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::parse::{Next, Parser};
use bumpalo::Bump;
use settings::{Functions, Options, Settings};
use std::collections::BTreeMap;
use survey::Survey;
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

/// What holds around a text.
#[derive(Clone, Default)]
struct Around {
    /// The shell's options.
    options: Options,
    /// Functions that can be called, and the lines they are defined in.
    functions: Lines,
    /// Which programs are found.
    programs: Programs,
}

/// Functions, and the lines in which each is defined.
type Lines = BTreeMap<Vec<u8>, Vec<usize>>;

/// Which programs a text finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Programs {
    /// Those of the system.
    #[default]
    Installed,
    /// Those to practise with first.
    Practice,
}

/// Explains `text`: a line, a script, or one line of a file that holds a command for the shell.
pub fn explain(text: &[u8], programs: Programs) -> Explanation {
    wrapper::explain(text).unwrap_or_else(|| {
        let around = Around {
            options: Options::of_first_line(text),
            programs,
            ..Around::default()
        };
        let mut explanation = explain_from(text, 0, around);
        slips::add(&mut explanation, text);
        hidden::add(&mut explanation, text);
        explanation
    })
}

/// The built-in utilities that are described, and whether each is taken for a special one (XCU 2.15).
pub fn builtins() -> impl Iterator<Item = (&'static str, bool)> {
    utility::builtins()
}

/// Explains what of `text` stands behind its first `from` bytes.
fn explain_from(text: &[u8], from: u32, around: Around) -> Explanation {
    let arena = Bump::new();
    let mut whole = text;
    let mut document = None;
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
                let completed = unfinished::complete(&mut parser, text, at, &error, &arena);
                if let Some(completed) = completed {
                    commands.push((completed.list, completed.end));
                    (whole, at) = (completed.text, completed.end);
                    document = completed.document;
                }
                break Some(error);
            }
        }
    };
    let lists: Vec<_> = commands.iter().map(|(list, _)| *list).collect();
    let definitions: Vec<_> = lists.iter().flat_map(walk::definitions).collect();
    let mut functions = Functions::new();
    for definition in &definitions {
        let named = functions.entry(definition.name).or_default();
        named.push(*definition);
    }
    let settings = Settings::of(&lists, &functions, around.options);
    let mut walk = Walk::new(whole, from, settings, around);
    definitions.iter().for_each(|one| walk.learn(one));
    if error.is_some() {
        walk.own = at;
    }
    walk.survey = Survey::of(&lists, walk.functions());
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
    let status = match &diagnostic {
        None => status::of_text(text, &lists, &functions, &walk.settings, &walk.survey),
        Some(_) => None,
    };
    if let (Some(diagnostic), Some((operator, delimiter))) = (&mut diagnostic, document) {
        diagnostic.labels.push(Label {
            span: operator,
            text: format!("this here-document has not ended: no line is `{delimiter}`"),
        });
    }
    let notes = match diagnostic.is_some() {
        true => unfinished::without(walk.finish(), text, end),
        false => walk.finish(),
    };
    Explanation {
        notes,
        status,
        error: diagnostic,
    }
}
