//! What holds of the parser for any bytes at all, as functions that panic where it does not: for the tests of properties and
//! for the fuzzer.
//!
//! Only parses; nothing runs. Start with [`examine`].

use bumpalo::Bump;
use shtutor::source::Span;
use shtutor::syntax::ast::{Command, IoRedirect, List, Script, Word, WordPart, WordPartKind};
use shtutor::syntax::parse::{Next, Parsed, Parser, Unclosed, parse};
use shtutor::syntax::print;
use shtutor::syntax::visit::{self, Visitor};

/// A tree may take this many bytes for each byte of the text, and [`MEMORY_AT_LEAST`].
const MEMORY_PER_BYTE: usize = 1000;

/// What the tree of an empty text may take.
const MEMORY_AT_LEAST: usize = 64 * 1024;

/// Parses `text` in both ways and checks everything that must hold of the result. Whether it is complete.
pub fn examine(text: &[u8]) -> bool {
    let arena = Bump::new();
    let parsed = parse(text, &arena, &());
    bounded(&arena, text);
    match &parsed {
        Parsed::Complete(script) => {
            spans_nest(text, script);
            is_printed_as_itself(text, script);
        }
        Parsed::Incomplete(open) => known(text, open),
        Parsed::Invalid(error) => {
            lies_in(text, error.span);
            known(text, &error.open);
            let _ = error.message(text);
        }
    }
    let more = matches!(parsed, Parsed::Incomplete(_));
    step_through(text, more);
    matches!(parsed, Parsed::Complete(_))
}

/// Every child's span lies in its parent's, and all in the text.
pub fn spans_nest(text: &[u8], script: &Script<'_>) {
    lies_in(text, script.span);
    let parents = vec![script.span];
    Nesting { text, parents }.list(&script.list);
}

/// The printed tree parses to the same tree.
pub fn is_printed_as_itself(text: &[u8], script: &Script<'_>) {
    let mut bodies = Bodies(true);
    bodies.list(&script.list);
    if !bodies.0 {
        return;
    }
    let printed = print::source(&script.list);
    let arena = Bump::new();
    let again = match parse(&printed, &arena, &()) {
        Parsed::Complete(again) => again,
        other => panic!(
            "{} is printed as {}, which does not parse: {other:?}",
            text.escape_ascii(),
            printed.escape_ascii()
        ),
    };
    assert_eq!(
        print::tree(&again.list),
        print::tree(&script.list),
        "{} is printed as {}",
        text.escape_ascii(),
        printed.escape_ascii()
    );
}

/// Takes one complete command after the other, as the engine does: each begins behind the one before.
fn step_through(text: &[u8], more: bool) {
    let mut arena = Bump::new();
    let mut parser = Parser::default();
    let mut at = 0;
    loop {
        let next = match parser.complete_command(text, at, more, &arena, &()) {
            Next::Command { next, .. } => next,
            Next::End => return,
            Next::Incomplete(error) | Next::Invalid(error) => return lies_in(text, error.span),
        };
        assert!(next > at, "stuck at byte {at} of {}", text.escape_ascii());
        bounded(&arena, text);
        at = next;
        arena.reset();
    }
}

fn bounded(arena: &Bump, text: &[u8]) {
    let limit = MEMORY_AT_LEAST + MEMORY_PER_BYTE * text.len();
    let taken = arena.allocated_bytes();
    assert!(taken <= limit, "{taken} bytes for {}", text.len());
}

fn known(text: &[u8], open: &[Unclosed]) {
    open.iter().for_each(|open| lies_in(text, open.opener));
}

fn lies_in(text: &[u8], span: Span) {
    let inside = span.start <= span.end && span.end as usize <= text.len();
    assert!(inside, "{span:?} is no span of {}", text.escape_ascii());
}

/// Whether all here-documents end with a line of their own and a newline before it. One that ended with its text may not, and
/// can only be printed with one more; one whose delimiter is more than a line always ends with its text.
struct Bodies(bool);

impl<'a> Visitor<'a> for Bodies {
    fn redirect(&mut self, redirect: &IoRedirect<'a>) {
        if let Some(document) = redirect.here_doc.and_then(|cell| cell.get()) {
            self.0 &= match document.body.parts.last().map(|part| part.kind) {
                None => true,
                Some(WordPartKind::Literal(text) | WordPartKind::SingleQuoted(text)) => {
                    text.is_empty() || text.ends_with(b"\n")
                }
                Some(_) => false,
            };
            self.0 &= !has_newline(redirect.target.parts);
        }
        visit::walk_redirect(self, redirect);
    }
}

fn has_newline(parts: &[WordPart<'_>]) -> bool {
    parts.iter().any(|part| match part.kind {
        WordPartKind::Literal(text)
        | WordPartKind::Escaped(text)
        | WordPartKind::SingleQuoted(text)
        | WordPartKind::DollarSingleQuoted(text) => text.contains(&b'\n'),
        WordPartKind::DoubleQuoted(parts) => has_newline(parts),
        // A delimiter has no other parts.
        _ => false,
    })
}

/// Fails if a node's span does not lie in its parent's.
struct Nesting<'t> {
    text: &'t [u8],
    parents: Vec<Span>,
}

impl Nesting<'_> {
    fn inside(&mut self, span: Span, below: impl FnOnce(&mut Self)) {
        lies_in(self.text, span);
        if let Some(parent) = self.parents.last() {
            assert!(
                parent.contains(span),
                "{span:?} does not lie in {parent:?}: {}",
                parent.of(self.text).escape_ascii()
            );
        }
        self.parents.push(span);
        below(self);
        self.parents.pop();
    }
}

impl<'a> Visitor<'a> for Nesting<'_> {
    fn list(&mut self, list: &List<'a>) {
        if let Some(span) = list.span() {
            self.inside(span, |this| visit::walk_list(this, list));
        }
    }

    fn command(&mut self, command: &Command<'a>) {
        self.inside(command.span(), |this| visit::walk_command(this, command));
    }

    fn redirect(&mut self, redirect: &IoRedirect<'a>) {
        // A here-document's body stands behind its command, so only the operator and word are inside.
        self.inside(redirect.span, |this| this.word(&redirect.target));
    }

    fn word(&mut self, word: &Word<'a>) {
        self.inside(word.span, |this| {
            word.parts.iter().for_each(|part| this.part(part))
        });
    }

    fn part(&mut self, part: &WordPart<'a>) {
        self.inside(part.span, |this| visit::walk_part(this, part));
    }
}
