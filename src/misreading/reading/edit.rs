//! A text is changed where its tree says so: [`edit`] parses it, lets a walker note changes, and makes them.

use crate::source::Span;
use crate::syntax::ast::{
    Command, IoRedirect, List, RedirectOperator, SimpleCommand, Word, WordPartKind,
};
use crate::syntax::parse::{Next, Parser};
use bumpalo::Bump;

/// What is to be put where, and the text it is for.
pub(super) struct Edits<'t> {
    text: &'t [u8],
    changes: Vec<(Span, Vec<u8>)>,
}

impl<'t> Edits<'t> {
    /// Puts `new` in the place of what stands at `span`.
    pub(super) fn replace(&mut self, span: Span, new: impl Into<Vec<u8>>) {
        self.changes.push((span, new.into()));
    }

    /// Puts `new` before byte `at`.
    pub(super) fn insert(&mut self, at: u32, new: impl Into<Vec<u8>>) {
        self.replace(Span::new(at, at), new);
    }

    /// What stands at `span`.
    pub(super) fn at(&self, span: Span) -> &'t [u8] {
        span.of(self.text)
    }

    /// What stands between two places.
    pub(super) fn between(&self, start: u32, end: u32) -> &'t [u8] {
        self.at(Span::new(start, end.max(start)))
    }

    /// Takes away `redirects`, with the blanks before them, and returns their text, a blank before each.
    pub(super) fn take(&mut self, redirects: &[IoRedirect<'_>]) -> Vec<u8> {
        let mut taken = Vec::new();
        for redirect in redirects {
            let before = &self.text[..redirect.span.start as usize];
            let blanks = before.len() - before.trim_ascii_end().len();
            let start = redirect.span.start - blanks as u32;
            taken.push(b' ');
            taken.extend_from_slice(self.at(redirect.span));
            self.replace(Span::new(start, redirect.span.end), "");
        }
        taken
    }

    /// The text with all changes made. A change within one that was made already is not.
    fn made(mut self) -> Vec<u8> {
        self.changes.sort_by_key(|(span, _)| span.start);
        let mut new = Vec::with_capacity(self.text.len());
        let mut done = 0;
        for (span, text) in &self.changes {
            let (start, end) = (span.start as usize, span.end as usize);
            if start < done {
                continue;
            }
            new.extend_from_slice(&self.text[done..start]);
            new.extend_from_slice(text);
            done = end;
        }
        new.extend_from_slice(&self.text[done..]);
        new
    }
}

/// The `text` with the changes that `note` makes of each of its complete commands. From the first that cannot be parsed on the
/// text stays as it is.
pub(super) fn edit(text: &[u8], note: impl Fn(&mut Edits<'_>, &List<'_>)) -> Vec<u8> {
    let mut edits = Edits {
        text,
        changes: Vec::new(),
    };
    let mut parser = Parser::default();
    let mut at = 0;
    loop {
        let bump = Bump::new();
        match parser.complete_command(text, at, false, &bump, &()) {
            Next::Command { list, next, .. } => {
                note(&mut edits, &list);
                at = next;
            }
            Next::End | Next::Incomplete(_) | Next::Invalid(_) => return edits.made(),
        }
    }
}

/// The text of `word`, if it is written without quotes and expansions.
pub(super) fn literal<'a>(word: &Word<'a>) -> Option<&'a [u8]> {
    match word.parts {
        [part] => match part.kind {
            WordPartKind::Literal(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The name of `command`, if it is written without quotes and expansions.
pub(super) fn name<'a>(command: &SimpleCommand<'a>) -> Option<&'a [u8]> {
    command.words.first().and_then(literal)
}

/// Whether a redirection writes to a file.
pub(super) fn writes(redirect: &IoRedirect<'_>) -> bool {
    matches!(
        redirect.operator,
        RedirectOperator::Output | RedirectOperator::Clobber | RedirectOperator::Append
    )
}

/// `command`, if it is a simple one.
pub(super) fn simple<'a>(command: &Command<'a>) -> Option<&'a SimpleCommand<'a>> {
    match command {
        Command::Simple(command) => Some(command),
        Command::Compound(_) | Command::Function(_) => None,
    }
}
