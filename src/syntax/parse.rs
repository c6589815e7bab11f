//! The parser: bytes to a tree in a bump arena, one complete command at a time or a whole text at once.
//!
//! Predictive: the next byte or one reserved word chooses a production, and the choice is never undone, so text is read
//! once. The exceptions: `$((` is tried as arithmetic first and read again as a command substitution if it does not end in
//! `))` (XCU 2.6.3 asks for just that); the text between backquotes is read once to find its end and once to parse it; so is
//! the body of an unquoted here-document.
//!
//! **Incomplete or wrong.** An error at the very end of the input means that more input could mend it; so do a here-document
//! whose body has not come yet and a trailing backslash-newline. Every other error is final.
//!
//! Start with [`Parser::complete_command`] for running a text and [`parse`] for looking at one.

mod advice;
mod alias;
mod command;
mod context;
mod dollar_quotes;
pub mod error;
mod here_doc;
mod lex;
mod list;
mod mistake;
mod parameter;
mod redirect;
mod scratch;
mod simple;
mod substitution;
mod word;

pub use context::Aliases;
pub use error::{Construct, Expected, SyntaxError, Unclosed};
pub use mistake::{Mistake, is_else, is_else_if};

use crate::source::Span;
use crate::syntax::ast::{FunctionDefinition, List, Script, WordPart};
use bumpalo::Bump;
use context::Cx;
use scratch::Scratch;

/// What a text turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Parsed<'a> {
    /// A script without errors.
    Complete(Script<'a>),
    /// Nothing is wrong yet, but these constructs are still open, outermost first.
    Incomplete(Vec<Unclosed>),
    /// A syntax error that no further input mends.
    Invalid(SyntaxError),
}

/// One step through a text: see [`Parser::complete_command`].
#[derive(Clone, Debug)]
pub enum Next<'a> {
    /// A complete command (XCU 2.10.2), and where the one after it begins.
    Command {
        /// What to run; empty for a blank line.
        list: List<'a>,
        /// Every function definition in it: `FunctionDefinition::index` points here.
        functions: &'a [&'a FunctionDefinition<'a>],
        /// Byte offset just past it and its newline.
        next: u32,
        /// Whether an alias took the place of a word, so that the text alone does not say what it is.
        aliased: bool,
    },
    /// Only blanks and comments are left.
    End,
    /// The text ends within a command.
    Incomplete(SyntaxError),
    /// The next command has a syntax error.
    Invalid(SyntaxError),
}

/// How much of a text is looked at first where aliases may be used, in bytes.
const FEW_LINES: usize = 1024;

/// Parses one complete command after the other, with the same working memory.
#[derive(Default)]
pub struct Parser {
    scratch: Scratch<'static>,
}

impl Parser {
    /// Parses the complete command of `text` that begins at byte `at`: one logical line, with the here-documents it asks
    /// for.
    ///
    /// POSIX: XCU 2.10.2 `complete_command`; XCU 2.3 asks that what stands before an error has run by then.
    ///
    /// `more` says that the text may still grow: a here-document that is not closed is then incomplete, otherwise it ends
    /// with the text.
    pub fn complete_command<'a>(
        &mut self,
        text: &'a [u8],
        at: u32,
        more: bool,
        bump: &'a Bump,
        aliases: &dyn Aliases,
    ) -> Next<'a> {
        if !aliases.is_empty()
            && let Some(found) = self.within_lines(text, at, bump, aliases)
        {
            return found;
        }
        self.whole_command(text, at, more, bump, aliases)
    }

    /// The complete command at `at`, if a part of the text holds it. Each use of an alias copies what is left of the text,
    /// which then is little.
    fn within_lines<'a>(
        &mut self,
        text: &'a [u8],
        at: u32,
        bump: &'a Bump,
        aliases: &dyn Aliases,
    ) -> Option<Next<'a>> {
        let mut size = FEW_LINES;
        loop {
            let from = (at as usize)
                .checked_add(size)
                .filter(|from| *from < text.len())?;
            let end = from + text[from..].iter().position(|byte| *byte == b'\n')? + 1;
            let found = self.whole_command(&text[..end], at, true, bump, aliases);
            match found {
                Next::Command { .. } => return Some(found),
                // What is wrong is told with all of the text in view.
                Next::Invalid(_) => return None,
                Next::End | Next::Incomplete(_) => size *= 4,
            }
        }
    }

    fn whole_command<'a>(
        &mut self,
        text: &'a [u8],
        at: u32,
        more: bool,
        bump: &'a Bump,
        aliases: &dyn Aliases,
    ) -> Next<'a> {
        let scratch = std::mem::take(&mut self.scratch).emptied();
        let cx = Cx::new(text, bump, more, aliases, scratch);
        let next = match cx.complete_command(&text[at as usize..]) {
            Ok((_, None)) => Next::End,
            Ok((rest, Some(list))) => Next::Command {
                list,
                functions: cx.functions(),
                next: cx.offset(rest),
                aliased: cx.has_replaced(),
            },
            Err(error) => match cx.failure(error) {
                (error, true) => Next::Incomplete(error),
                (error, false) => Next::Invalid(error),
            },
        };
        self.scratch = cx.scratch.emptied();
        next
    }
}

/// Parses `text` as the body of an unquoted here-document: its parts, and the functions that its substitutions define.
pub fn here_doc_text<'a>(
    text: &'a [u8],
    bump: &'a Bump,
    aliases: &dyn Aliases,
) -> (Next<'a>, &'a [WordPart<'a>]) {
    let cx = Cx::new(text, bump, false, aliases, Scratch::default());
    match cx.here_doc_parts(text) {
        Ok((rest, parts)) => {
            let next = Next::Command {
                list: List { items: &[] },
                functions: cx.functions(),
                next: cx.offset(rest),
                aliased: cx.has_replaced(),
            };
            (next, parts)
        }
        Err(error) => (Next::Invalid(cx.failure(error).0), &[]),
    }
}

/// The line that ends the here-document whose operator stands at `operator` in `text` (XCU 2.7.4); `None` if no delimiter is there.
pub fn here_doc_end(text: &[u8], operator: Span) -> Option<Vec<u8>> {
    let bump = Bump::new();
    let cx = Cx::new(text, &bump, true, &(), Scratch::default());
    cx.delimiter_behind(operator)
}

/// Whether `word` is a reserved word (XCU 2.4).
pub fn is_reserved_word(word: &[u8]) -> bool {
    lex::is_reserved(word)
}

/// Parses a whole text.
pub fn parse<'a>(text: &'a [u8], bump: &'a Bump, aliases: &dyn Aliases) -> Parsed<'a> {
    let cx = Cx::new(text, bump, true, aliases, Scratch::default());
    match cx.program(text) {
        Ok((_, list)) => {
            let span = list.span().unwrap_or(Span::at(0));
            Parsed::Complete(Script {
                list,
                span: Span::new(span.start, cx.offset(&[])),
            })
        }
        Err(error) => match cx.failure(error) {
            (error, true) => Parsed::Incomplete(error.open),
            (error, false) => Parsed::Invalid(error),
        },
    }
}
