//! Alias substitution (XCU 2.3.1): where a command name is read, its alias takes its place in the text before anything is
//! parsed of it. Spans inside the replacement are those of the name that was typed.

use super::context::{Cx, Input, skip_continuations};
use super::lex::{ends_word, skip_blanks, take_ordinary};
use std::borrow::Cow;

/// A replacement that is being parsed.
#[derive(Clone, Debug)]
pub(super) struct Replacement {
    name: Vec<u8>,
    /// How much of the input is left behind it: the parser is inside as long as more is.
    behind: usize,
    /// Whether its value ends in a blank and the word behind it has not been read, which is looked up too.
    looks_further: bool,
}

/// The outermost replacement, for positions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    /// As [`Replacement::behind`].
    pub behind: usize,
    /// Where the name stands that was typed.
    pub start: u32,
}

impl<'a> Cx<'a, '_> {
    /// `input`, which begins with a word in the place of a command name, with its alias in its place, and so on until the
    /// first word is no alias.
    pub fn substitute_aliases(&self, mut input: Input<'a>) -> Input<'a> {
        while self.has_aliases
            && self.reserved_word(input).is_none()
            && let Some(replaced) = self.substitute_alias(input)
        {
            input = self.blanks(replaced);
        }
        input
    }

    /// As [`Cx::substitute_aliases`], behind assignments and redirections, where no word is reserved.
    pub fn substitute_command_name(&self, mut input: Input<'a>) -> Input<'a> {
        while self.has_aliases
            && let Some(replaced) = self.substitute_alias(input)
        {
            input = self.blanks(replaced);
        }
        input
    }

    /// `input`, where a token begins, with the alias in its place if the token follows an alias that ends in a blank. A
    /// reserved word in a place for one (`reserved`) stays what it is.
    #[cold]
    pub fn substitute_next_word(&self, mut input: Input<'a>, reserved: bool) -> Input<'a> {
        let looked_up = self.passes_blank(input);
        while looked_up
            && !(reserved && self.reserved_word(input).is_some())
            && let Some(replaced) = self.substitute_alias(input)
        {
            input = skip_blanks(replaced);
            self.passes_blank(input);
        }
        input
    }

    /// Whether `input` is the first token behind an alias that ends in a blank; it is so only once.
    fn passes_blank(&self, input: Input<'a>) -> bool {
        let mut passes = false;
        let mut watch = 0;
        for replacement in self.replacements.borrow_mut().iter_mut() {
            if replacement.looks_further && input.len() <= replacement.behind {
                replacement.looks_further = false;
                passes = true;
            }
            if replacement.looks_further {
                watch = watch.max(replacement.behind + 1);
            }
        }
        self.watch.set(watch);
        passes
    }

    /// A text that begins with the name of an alias, with its value in its place.
    fn substitute_alias(&self, input: Input<'a>) -> Option<Input<'a>> {
        let (rest, name) = alias_name(input)?;
        let mut replacements = self.replacements.borrow_mut();
        let inside = |replacement: &Replacement| input.len() > replacement.behind;
        // A name is not replaced again within its own replacement.
        if replacements
            .iter()
            .any(|replacement| inside(replacement) && *replacement.name == *name)
        {
            return None;
        }
        let value = self.aliases.value(&name)?;
        replacements.retain(|replacement| inside(replacement) || replacement.looks_further);
        if self
            .region()
            .is_none_or(|region| input.len() <= region.behind)
        {
            let start = self.offset(input);
            self.set_region(Some(Region {
                behind: rest.len(),
                start,
            }));
        }
        let looks_further = value.ends_with(b" ") || value.ends_with(b"\t");
        if looks_further {
            self.watch.set(self.watch.get().max(rest.len() + 1));
        }
        replacements.push(Replacement {
            name: name.into_owned(),
            behind: rest.len(),
            looks_further,
        });
        let text = [value.as_slice(), rest].concat();
        Some(self.bump.alloc_slice_copy(&text))
    }
}

/// The word at the start of `input` if it can be the name of an alias: not quoted, and no io number.
fn alias_name(input: Input<'_>) -> Option<(Input<'_>, Cow<'_, [u8]>)> {
    let (mut rest, first) = take_ordinary(input);
    let mut name = Cow::Borrowed(first);
    while rest.starts_with(b"\\\n") {
        let (after, piece) = take_ordinary(skip_continuations(rest));
        name.to_mut().extend_from_slice(piece);
        rest = after;
    }
    let whole = rest.first().is_none_or(|byte| ends_word(*byte));
    let io_number =
        matches!(rest.first(), Some(b'<' | b'>')) && name.iter().all(u8::is_ascii_digit);
    (whole && !name.is_empty() && !io_number).then_some((rest, name))
}
