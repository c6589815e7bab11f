//! Where the commands of vi that only move bring the cursor.

use super::Vi;
use crate::engine::line_editor::text::{Text, Unit, is_solid};

/// A place on the line, and whether the character there is part of what is moved over.
pub struct Motion {
    /// The place.
    pub to: usize,
    /// Whether its character belongs to it.
    pub inclusive: bool,
}

fn exclusive(to: usize) -> Option<Motion> {
    let inclusive = false;
    Some(Motion { to, inclusive })
}

/// Where `letter` brings the cursor, `count` times; `None` if it does not move.
pub fn motion(vi: &Vi, text: &Text, letter: char, count: Option<usize>) -> Option<Motion> {
    let times = count.unwrap_or(1);
    let (at, length) = (text.at, text.len());
    match letter {
        'h' => exclusive(at.saturating_sub(times)),
        'l' | ' ' => exclusive((at + times).min(length)),
        '0' => exclusive(0),
        '^' => exclusive(
            text.units
                .iter()
                .position(|unit| is_solid(*unit))
                .unwrap_or(0),
        ),
        '|' => exclusive((times - 1).min(length.saturating_sub(1))),
        '$' => Some(Motion {
            to: length.saturating_sub(1),
            inclusive: length > 0,
        }),
        'w' | 'W' => exclusive(repeated(at, times, |at| {
            next_word(text, at, class_of(letter))
        })),
        'b' | 'B' => exclusive(repeated(at, times, |at| {
            word_start(text, at, class_of(letter))
        })),
        'e' | 'E' => Some(Motion {
            to: repeated(at, times, |at| word_end(text, at, class_of(letter))),
            inclusive: length > 0,
        }),
        ';' | ',' => {
            let (command, unit) = vi.target?;
            let command = match letter {
                ';' => command,
                _ => reversed(command),
            };
            target(text, command, unit, times, true)
        }
        _ => None,
    }
}

fn repeated(at: usize, times: usize, step: impl Fn(usize) -> usize) -> usize {
    (0..times.min(1 << 16)).fold(at, |at, _| step(at))
}

/// What kinds of characters words are made of: blanks are 0.
type Class = fn(Unit) -> u8;

fn class_of(letter: char) -> Class {
    if letter.is_ascii_uppercase() {
        |unit| u8::from(is_solid(unit))
    } else {
        |unit| match (unit.is_blank(), unit.is_word()) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }
}

fn next_word(text: &Text, mut at: usize, class: Class) -> usize {
    let units = &text.units;
    let Some(first) = units.get(at).map(|unit| class(*unit)) else {
        return at;
    };
    while first != 0 && units.get(at).is_some_and(|unit| class(*unit) == first) {
        at += 1;
    }
    while units.get(at).is_some_and(|unit| unit.is_blank()) {
        at += 1;
    }
    at
}

fn word_start(text: &Text, mut at: usize, class: Class) -> usize {
    let units = &text.units;
    while at > 0 && units[at - 1].is_blank() {
        at -= 1;
    }
    if at > 0 {
        let last = class(units[at - 1]);
        while at > 0 && class(units[at - 1]) == last {
            at -= 1;
        }
    }
    at
}

fn word_end(text: &Text, mut at: usize, class: Class) -> usize {
    let units = &text.units;
    let last = text.len().saturating_sub(1);
    at = (at + 1).min(last);
    while at < last && units[at].is_blank() {
        at += 1;
    }
    while at < last && class(units[at + 1]) == class(units[at]) {
        at += 1;
    }
    at
}

/// From the cursor, which is on a word, to the end of the `times`th word from there.
pub fn rest_of_words(text: &Text, letter: char, times: usize) -> Motion {
    let class = class_of(letter);
    let mut end = text.at;
    while end + 1 < text.len() && class(text.units[end + 1]) == class(text.units[end]) {
        end += 1;
    }
    Motion {
        to: repeated(end, times - 1, |at| word_end(text, at, class)),
        inclusive: true,
    }
}

fn reversed(command: char) -> char {
    match command {
        'f' => 'F',
        'F' => 'f',
        't' => 'T',
        _ => 't',
    }
}

/// Where `f`, `F`, `t` and `T` find the `times`th `unit`. One that is `again` may be behind the character it stopped at.
pub fn target(text: &Text, command: char, unit: Unit, times: usize, again: bool) -> Option<Motion> {
    let is_forward = matches!(command, 'f' | 't');
    let is_before = matches!(command, 't' | 'T');
    let skip = usize::from(again && is_before);
    let found = if is_forward {
        let from = text.at + 1 + skip;
        let mut places = (from..text.len()).filter(|place| text.units[*place] == unit);
        places.nth(times - 1)?
    } else {
        let mut places = (0..text.at.saturating_sub(skip)).rev();
        places
            .by_ref()
            .filter(|place| text.units[*place] == unit)
            .nth(times - 1)?
    };
    let to = match (is_before, is_forward) {
        (false, _) => found,
        (true, true) => found - 1,
        (true, false) => found + 1,
    };
    Some(Motion {
        to,
        inclusive: is_forward,
    })
}
