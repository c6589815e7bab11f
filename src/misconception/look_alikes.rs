//! Characters that look like those of the shell and are others: what a text brings along that was set for print.

use super::evidence::Evidence;
use super::find::find_simple;
use super::testing::level;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::{Word, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "look-alike-character",
    "`“` is a quote, and what looks like a blank is one.",
    "Quotation marks and blanks of print are letters like any other to the shell. Its own quotes are `\"` and `'`.",
)
.at(Level::Static)
.ranked(5)
.by(look_alike)];

/// Dashes that are no `-`.
pub(super) const DASHES: [char; 4] = ['–', '—', '−', '‐'];

/// Quotation marks of print, and what the shell has for each.
const QUOTES: [(char, char); 6] = [
    ('“', '"'),
    ('”', '"'),
    ('„', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('‚', '\''),
];

/// The signs of the shell as keyboards for Chinese and Japanese type them, which are wider.
const WIDE: &str = "＆｜；！［］｛｝（）＞＜＝＄";

/// A blank at which no line is broken.
const NO_BREAK: char = '\u{a0}';

fn look_alike(evidence: &Evidence<'_>) -> Option<Spot> {
    letter_of_print(evidence).or_else(|| digit_for_letter(evidence))
}

/// `wc -1`, where no such option is.
fn digit_for_letter(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let word = simple.arguments().first()?;
        let is_it = simple.is(&["wc"]) && words::is_text(word, "-1");
        is_it.then(|| {
            Spot::of(index, word.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(word.span, "-l"))
                .saying(
                    "`-1` has the digit one, and `wc` knows no such option. Lines are counted by `-l`, with the letter l.".to_owned(),
                )
        })
    })
}

fn letter_of_print(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let values = command.assignments.iter().map(|given| &given.value);
        let words = || command.words.iter().chain(values.clone());
        let first = command.words.first().map(|word| word.span);
        let word = words().find(|word| is_odd(word))?;
        let written = text.at(word.span);
        // A quote is closed in the same word or in a later one.
        let mut marked = words().filter(|other| {
            other.span.start >= word.span.start && text.at(other.span).contains(is_mark)
        });
        let whole = marked
            .next_back()
            .map_or(word.span, |last| word.span.to(last.span));
        let plain = !text.at(whole).contains(['"', '\'']);
        let instead = text.with(whole, &typed(&text.at(whole)));
        let spot = Spot::of(index, word.span).instead(instead.filter(|_| plain));
        let span = command.span;
        if written.contains(NO_BREAK) {
            return Some(spot.at(level(evidence, text, span)).saying(
                "A blank here is one of print, at which no line is broken. To the shell it is a letter like any other, so it parts no words: type a blank in its place.".to_owned(),
            ));
        }
        if written.starts_with(|letter: char| WIDE.contains(letter)) {
            let meant: String = written.chars().map(narrow).collect();
            let said = format!(
                "`{written}` is made of wide letters, as another keyboard types them, and to the shell a text like any other. Its own sign is `{meant}`."
            );
            let spot = Spot::of(index, word.span).instead(text.with(word.span, &meant));
            return Some(
                match Test::of(&simple).is_some() || first == Some(word.span) {
                    true => spot.at(level(evidence, text, span)).saying(said),
                    false => spot.asking(format!("Is `{meant}` meant? {said}")),
                },
            );
        }
        let mark = written.chars().find(|letter| is_mark(*letter))?;
        let said = format!(
            "`{mark}` is a quotation mark of print, and to the shell a letter like any other. Its own are `\"` and `'`."
        );
        // What is only printed may be meant as it stands.
        Some(match Test::of(&simple).is_some() {
            true => spot.at(level(evidence, text, span)).saying(said),
            false => spot.asking(format!("Is `{mark}` meant as a quote? {said}")),
        })
    })
}

/// Whether it is a quotation mark of print.
pub(super) fn is_mark(letter: char) -> bool {
    QUOTES.iter().any(|(mark, _)| *mark == letter)
}

/// Whether a word begins with a quotation mark of print, or has a blank of print in it, outside quotes.
fn is_odd(word: &Word<'_>) -> bool {
    word.parts.iter().enumerate().any(|(place, part)| {
        let WordPartKind::Literal(text) = part.kind else {
            return false;
        };
        let text = String::from_utf8_lossy(text);
        let wide = !text.is_empty() && text.chars().all(|letter| WIDE.contains(letter));
        text.contains(NO_BREAK)
            || place == 0 && (text.starts_with(is_mark) || wide && word.parts.len() == 1)
    })
}

/// The sign of the shell for a wide one.
fn narrow(letter: char) -> char {
    const FROM: u32 = 0xFEE0;
    let own = (letter as u32).checked_sub(FROM).and_then(char::from_u32);
    own.filter(|_| WIDE.contains(letter)).unwrap_or(letter)
}

/// The word as it is typed.
fn typed(word: &str) -> String {
    let own = |letter: char| {
        let known = QUOTES.iter().find(|(mark, _)| *mark == letter);
        match known {
            Some((_, own)) => *own,
            None if letter == NO_BREAK => ' ',
            None => letter,
        }
    };
    word.chars().map(own).collect()
}
