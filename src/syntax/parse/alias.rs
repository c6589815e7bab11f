//! Alias substitution (XCU 2.3.1): where a command name is read, its alias takes its place in the text before anything is
//! parsed of it. Spans inside the replacement are those of the name that was typed.

use super::context::{Cx, Input};
use super::lex::{ends_word, is_reserved, take_ordinary};

/// A replacement that is being parsed.
#[derive(Debug)]
pub(super) struct Replacement {
    name: Vec<u8>,
    /// How much of the input is left behind it: the parser is inside as long as more is.
    behind: usize,
    /// Whether its value ends in a blank, so that the next word is looked up too.
    ends_in_blank: bool,
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
        while let Some(replaced) = self.substitute_alias(input) {
            input = self.blanks(replaced);
        }
        input
    }

    /// As [`Cx::substitute_aliases`], if the word before `input` came from an alias that ends in a blank.
    pub fn substitute_next_word(&self, input: Input<'a>) -> Input<'a> {
        let mut replacements = self.replacements.borrow_mut();
        let Some(last) = replacements.last_mut() else {
            return input;
        };
        if !last.ends_in_blank || input.len() > last.behind {
            return input;
        }
        last.ends_in_blank = false;
        drop(replacements);
        self.substitute_aliases(input)
    }

    fn substitute_alias(&self, input: Input<'a>) -> Option<Input<'a>> {
        let (rest, name) = take_ordinary(input);
        let whole = rest.first().is_none_or(|byte| ends_word(*byte));
        if name.is_empty() || !whole || is_reserved(name) {
            return None;
        }
        let mut replacements = self.replacements.borrow_mut();
        let inside = |replacement: &Replacement| input.len() > replacement.behind;
        // A name is not replaced again within its own replacement.
        if replacements
            .iter()
            .any(|replacement| inside(replacement) && replacement.name == name)
        {
            return None;
        }
        let value = self.aliases.value(name)?;
        replacements.retain(inside);
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
        replacements.push(Replacement {
            name: name.to_vec(),
            behind: rest.len(),
            ends_in_blank: value.ends_with(b" ") || value.ends_with(b"\t"),
        });
        let text = [value.as_slice(), rest].concat();
        Some(self.bump.alloc_slice_copy(&text))
    }
}
