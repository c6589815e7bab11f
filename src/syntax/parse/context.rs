//! What the parser carries along: the arena, offsets, pending here-documents, aliases.
//!
//! The context is the receiver of every production, `fn(&self, &'a [u8]) -> IResult`.

use super::alias::{Region, Replacement};
use super::error::{Construct, Expected, Failure, SyntaxError, Unclosed};
use super::here_doc::{Pending, ends_in_continuation};
use super::scratch::Scratch;
use crate::depth;
use crate::source::Span;
use crate::syntax::ast::*;
use bumpalo::Bump;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};

/// Input and result of every production.
pub(super) type Input<'a> = &'a [u8];
pub(super) type PResult<'a, T> = nom::IResult<Input<'a>, T, Failure>;

/// What the text behind a `$((` turned out to be.
type Known<'a> = Result<(Input<'a>, WordPartKind<'a>), Failure>;

/// The alias table of the shell that will run the text (XCU 2.3.1).
pub trait Aliases {
    /// The value of the alias `name`.
    fn value(&self, name: &[u8]) -> Option<Vec<u8>>;
    /// Whether there are none, so that nothing needs to be looked up.
    fn is_empty(&self) -> bool;
}

/// No aliases.
impl Aliases for () {
    fn value(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn is_empty(&self) -> bool {
        true
    }
}

pub(super) struct Cx<'a, 's> {
    pub bump: &'a Bump,
    pub text: &'a [u8],
    /// Offset of the end of the input: an offset is this less what is left, so it holds in any suffix of the text.
    end: Cell<u32>,
    /// Of a text that was copied without some of its bytes: where each byte stood, and where it ended.
    places: Cell<Option<&'a [u32]>>,
    pub pending: RefCell<Vec<Pending<'a>>>,
    /// Whether an unfinished here-document waits for more text, or ends with the text.
    pub more_may_come: bool,
    /// Whether the newline that was read last is the end of the text.
    pub line_ended: Cell<bool>,
    region: Cell<Option<Region>>,
    /// See [`Cx::known_substitution`]: by the address and length of the text.
    substitutions: RefCell<FxHashMap<(*const u8, usize), Known<'a>>>,
    pub replacements: RefCell<Vec<Replacement>>,
    /// A token that begins with less than this left may be the one behind an alias that ends in a blank.
    pub watch: Cell<usize>,
    pub has_aliases: bool,
    has_replaced: Cell<bool>,
    pub aliases: &'s dyn Aliases,
    pub scratch: Scratch<'a>,
}

impl<'a, 's> Cx<'a, 's> {
    pub fn new(
        text: &'a [u8],
        bump: &'a Bump,
        more_may_come: bool,
        aliases: &'s dyn Aliases,
        scratch: Scratch<'a>,
    ) -> Cx<'a, 's> {
        Cx {
            bump,
            text,
            end: Cell::new(u32::try_from(text.len()).unwrap_or(u32::MAX)),
            places: Cell::new(None),
            pending: RefCell::default(),
            more_may_come,
            line_ended: Cell::new(false),
            region: Cell::new(None),
            substitutions: RefCell::default(),
            replacements: RefCell::default(),
            watch: Cell::new(0),
            has_aliases: !aliases.is_empty(),
            has_replaced: Cell::new(false),
            aliases,
            scratch,
        }
    }

    /// The offset in the text at which `rest` begins; inside an alias's replacement, that of the name it stands for.
    pub fn offset(&self, rest: Input<'a>) -> u32 {
        match (self.region.get(), self.places.get()) {
            (Some(region), _) if rest.len() > region.behind => region.start,
            (_, Some([places @ .., end])) => {
                let place = places.len().checked_sub(rest.len());
                let place = place.and_then(|place| places.get(place));
                place.copied().unwrap_or(*end)
            }
            _ => self.end.get().saturating_sub(rest.len() as u32),
        }
    }

    /// Whether the text being read was copied without some of its bytes.
    pub fn is_copied(&self) -> bool {
        self.places.get().is_some()
    }

    /// Whether an alias has taken the place of a word.
    pub fn has_replaced(&self) -> bool {
        self.has_replaced.get()
    }

    pub fn region(&self) -> Option<Region> {
        self.region.get()
    }

    pub fn set_region(&self, region: Option<Region>) {
        self.has_replaced.set(true);
        self.region.set(region);
    }

    /// Whether `rest` begins inside an alias's replacement.
    pub fn is_in_replacement(&self, rest: Input<'a>) -> bool {
        self.region
            .get()
            .is_some_and(|region| rest.len() > region.behind)
    }

    /// From where `start` begins to where `rest` begins.
    pub fn span(&self, start: Input<'a>, rest: Input<'a>) -> Span {
        Span::new(self.offset(start), self.offset(rest))
    }

    /// A final error: `expected` was not found where `rest` begins.
    pub fn fail<T>(&self, rest: Input<'a>, expected: Expected) -> PResult<'a, T> {
        let rest = skip_continuations(rest);
        let at_end = self.is_end_of_text(rest);
        Err(nom::Err::Failure(Failure {
            at: self.offset(rest),
            expected,
            at_end,
        }))
    }

    /// Whether nothing is left, neither of the input nor of a text around it.
    pub fn is_end_of_text(&self, rest: Input<'a>) -> bool {
        rest.is_empty() && self.end.get() as usize == self.text.len()
    }

    /// Runs `parse` with `construct` noted as open, so that an error within can name it.
    pub fn within<T>(
        &self,
        construct: Construct,
        opener: Span,
        input: Input<'a>,
        parse: impl FnOnce(Input<'a>) -> PResult<'a, T>,
    ) -> PResult<'a, T> {
        if depth::is_exhausted() {
            return self.fail(input, Expected::LessNesting);
        }
        self.scratch
            .open
            .borrow_mut()
            .push(Unclosed { construct, opener });
        // An error leaves the stack as it is: that is what was open.
        let (rest, value) = parse(input)?;
        self.scratch.open.borrow_mut().pop();
        Ok((rest, value))
    }

    /// The innermost open construct becomes `construct`: from `if` to `then`, say.
    pub fn reopen(&self, construct: Construct, opener: Span) {
        if let Some(last) = self.scratch.open.borrow_mut().last_mut() {
            *last = Unclosed { construct, opener };
        }
    }

    /// Runs `parse` on a text of its own, whose end lies at offset `end`; here-documents outside of it wait. `places` is for one
    /// that was copied without some of its bytes: the offset of each of them, and `end`.
    pub fn detached<T>(
        &self,
        end: u32,
        places: Option<&'a [u32]>,
        parse: impl FnOnce() -> PResult<'a, T>,
    ) -> PResult<'a, T> {
        let outer_end = self.end.replace(end);
        let outer_places = self.places.replace(places);
        let outer_region = self.region.take();
        let outer_replacements = self.replacements.take();
        let outer_watch = self.watch.take();
        let outer_pending = self.pending.take();
        let result = parse();
        self.pending.replace(outer_pending);
        self.replacements.replace(outer_replacements);
        self.watch.set(outer_watch);
        self.region.set(outer_region);
        self.places.set(outer_places);
        self.end.set(outer_end);
        result
    }

    /// Tries `parse`; after an error that more input would not mend everything is as before.
    pub fn attempt<T>(&self, parse: impl FnOnce() -> PResult<'a, T>) -> Option<PResult<'a, T>> {
        let marks = self.scratch.marks();
        let (end, region, watch) = (self.end.get(), self.region.get(), self.watch.get());
        let line_ended = self.line_ended.get();
        let pending = self.pending.borrow().clone();
        let replacements = self.replacements.borrow().clone();
        match parse() {
            Err(nom::Err::Failure(failure)) if !failure.at_end => {
                self.scratch.truncate(&marks);
                self.end.set(end);
                self.region.set(region);
                self.watch.set(watch);
                self.line_ended.set(line_ended);
                self.pending.replace(pending);
                self.replacements.replace(replacements);
                None
            }
            result => Some(result),
        }
    }

    /// What the text behind a `$((` was found to be that is no arithmetic expansion: without this, nested ones would be read
    /// again with each attempt around them.
    pub fn known_substitution(&self, body: Input<'a>) -> Option<PResult<'a, WordPartKind<'a>>> {
        let substitutions = self.substitutions.borrow();
        let known = substitutions.get(&(body.as_ptr(), body.len()))?;
        Some(known.map_err(nom::Err::Failure))
    }

    /// See [`Cx::known_substitution`].
    pub fn remember_substitution(&self, body: Input<'a>, result: &PResult<'a, WordPartKind<'a>>) {
        let known = match result {
            Ok(found) => Ok(*found),
            Err(nom::Err::Failure(failure)) => Err(*failure),
            Err(_) => return,
        };
        let place = (body.as_ptr(), body.len());
        self.substitutions.borrow_mut().insert(place, known);
    }

    pub fn next_function(&self) -> u32 {
        self.scratch.functions.borrow().len() as u32
    }

    pub fn add_function(&self, definition: &'a FunctionDefinition<'a>) {
        let mut functions = self.scratch.functions.borrow_mut();
        let index = definition.index as usize;
        if functions.len() <= index {
            functions.resize(index + 1, definition);
        }
        functions[index] = definition;
    }

    /// Reserves a place, so that a definition inside another gets its own.
    pub fn reserve_function(&self, placeholder: &'a FunctionDefinition<'a>) {
        self.scratch.functions.borrow_mut().push(placeholder);
    }

    pub fn functions(&self) -> &'a [&'a FunctionDefinition<'a>] {
        self.bump.alloc_slice_copy(&self.scratch.functions.borrow())
    }

    /// The input ends at `rest`, which is empty: an error if the text ends in a backslash-newline and may still go on.
    pub fn end_of_text(&self, rest: Input<'a>) -> PResult<'a, ()> {
        let continued = self.text.ends_with(b"\\\n") && !self.line_ended.get();
        if !(continued && self.more_may_come) {
            return Ok((rest, ()));
        }
        let end = self.text.len() as u32;
        self.scratch.open.borrow_mut().push(Unclosed {
            construct: Construct::ContinuedLine,
            opener: Span::new(end - 2, end - 1),
        });
        self.fail(rest, Expected::Command)
    }

    /// Turns the parser's error into the one that is shown, and says whether more input could mend it.
    pub fn failure(&self, error: nom::Err<Failure>) -> (SyntaxError, bool) {
        let failure = match error {
            nom::Err::Failure(failure) | nom::Err::Error(failure) => failure,
            nom::Err::Incomplete(_) => Failure {
                at: self.text.len() as u32,
                expected: Expected::Command,
                at_end: true,
            },
        };
        let span = super::lex::token_at(self.text, failure.at);
        // A token that a backslash-newline at the end of the text continues may yet be the right one.
        let body = self.text.strip_suffix(b"\n").unwrap_or(b"");
        let goes_on =
            self.more_may_come && span.end as usize == body.len() && ends_in_continuation(body);
        let open = self.scratch.open.take();
        (
            SyntaxError {
                span,
                expected: failure.expected,
                open,
            },
            failure.at_end || goes_on,
        )
    }
}

/// Skips backslash-newline pairs (XCU 2.2.1).
pub(super) fn skip_continuations(mut input: &[u8]) -> &[u8] {
    while let Some(rest) = input.strip_prefix(b"\\\n") {
        input = rest;
    }
    input
}
