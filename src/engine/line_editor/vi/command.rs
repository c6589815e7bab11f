//! The commands of vi (XCU `sh`, vi Line Editing Command Mode).

use super::motion::{Motion, motion, rest_of_words, target};
use super::{Awaited, Mode, pattern_key, search};
use crate::engine::line_editor::emacs::single;
use crate::engine::line_editor::key::Key;
use crate::engine::line_editor::recall::Towards;
use crate::engine::line_editor::text::{Text, Unit, is_solid};
use crate::engine::line_editor::{Editor, Outcome};
use crate::engine::shell::history::History;

/// The largest count: more repeats nothing that could be seen.
const MOST: usize = 9999;

/// Does what `key` means in command mode.
pub fn key(editor: &mut Editor, key: Key, history: &History) -> Outcome {
    if let Some(awaited) = editor.vi.awaited.take() {
        return finish(editor, key, awaited, history);
    }
    let letter = match key {
        Key::Unit(Unit::Char(letter)) => letter,
        Key::Control(b'j' | b'm') => return Outcome::Accepted,
        Key::Control(b'l') => return Outcome::Cleared,
        Key::Control(b'p') => return editor.recall(Towards::Older, 1, history),
        Key::Control(b'n') => return editor.recall(Towards::Newer, 1, history),
        Key::EndOfFile if editor.text.is_empty() => return Outcome::End,
        Key::Erase => 'h',
        Key::Escape => {
            editor.vi.count = None;
            return Outcome::Shown;
        }
        _ => return Outcome::Bell,
    };
    if let Some(digit) = letter
        .to_digit(10)
        .filter(|digit| *digit > 0 || editor.vi.count.is_some())
    {
        let count = editor.vi.count.unwrap_or(0) * 10 + digit as usize;
        editor.vi.count = Some(count.min(MOST));
        return Outcome::Shown;
    }
    let count = editor.vi.count.take();
    run(editor, letter, count, history)
}

/// The command `letter`, where nothing is awaited.
fn run(editor: &mut Editor, letter: char, count: Option<usize>, history: &History) -> Outcome {
    let times = count.unwrap_or(1);
    if let Some(Motion { to, .. }) = motion(&editor.vi, &editor.text, letter, count) {
        let moves = to != editor.text.at && to <= editor.text.len();
        editor.text.at = to;
        return if moves || letter == '0' {
            Outcome::Shown
        } else {
            Outcome::Bell
        };
    }
    match letter {
        'c' | 'd' | 'y' => editor.vi.awaited = Some(Awaited::Motion(letter, count)),
        'f' | 'F' | 't' | 'T' => {
            editor.vi.count = count;
            editor.vi.awaited = Some(Awaited::Target(letter, None));
        }
        'r' => {
            editor.vi.count = count;
            editor.vi.awaited = Some(Awaited::Replacement);
        }
        '@' => editor.vi.awaited = Some(Awaited::Alias),
        '/' => editor.vi.awaited = Some(Awaited::Pattern(Towards::Older, Vec::new())),
        '?' => editor.vi.awaited = Some(Awaited::Pattern(Towards::Newer, Vec::new())),
        'k' | '-' => return editor.recall_from_start(Towards::Older, times, history),
        'j' | '+' => return editor.recall_from_start(Towards::Newer, times, history),
        'G' => {
            let place = match count {
                None => Some(0),
                Some(number) => history.index_of(number),
            };
            return place.map_or(Outcome::Bell, |place| editor.recall_at(place, history));
        }
        'n' | 'N' => {
            let Some((towards, _)) = editor.vi.pattern else {
                return Outcome::Bell;
            };
            let towards = if letter == 'n' {
                towards
            } else {
                towards.reversed()
            };
            return search(editor, towards, history);
        }
        '#' => {
            editor.text.at = 0;
            editor.text.insert(&[Unit::Char('#')]);
            return Outcome::Accepted;
        }
        'v' => return Outcome::Edited(count),
        '=' => return Outcome::Listed,
        '\\' | '*' => {
            editor.text.at = (editor.text.at + 1).min(editor.text.len());
            editor.vi.mode = Mode::Insert;
            return if letter == '*' {
                Outcome::CompleteAll
            } else {
                Outcome::Complete
            };
        }
        'u' | 'U' => return undo(editor, letter == 'U'),
        '.' => return repeat(editor, count, history),
        _ => return change(editor, letter, times, history),
    }
    Outcome::Shown
}

/// The commands that change the line.
fn change(editor: &mut Editor, letter: char, times: usize, history: &History) -> Outcome {
    let (at, length) = (editor.text.at, editor.text.len());
    let end = (at + times).min(length);
    if !matches!(
        letter,
        'i' | 'I' | 'a' | 'A' | 'R' | 'C' | 'D' | 'S' | 'Y' | 'x' | 'X' | 'p' | 'P' | '~' | '_'
    ) {
        return Outcome::Bell;
    }
    if letter == 'Y' {
        editor.kept = editor.text.units[at..].to_vec();
        return Outcome::Shown;
    }
    editor.checkpoint();
    editor.vi.changing = true;
    match letter {
        'I' => editor.text.at = 0,
        'a' => editor.text.at = (at + 1).min(length),
        'A' => editor.text.at = length,
        'C' | 'D' => editor.kept = editor.text.take(at..length),
        'S' => editor.kept = editor.text.take(0..length),
        'x' if at < length => editor.kept = editor.text.take(at..end),
        'X' if at > 0 => editor.kept = editor.text.take(at.saturating_sub(times)..at),
        'p' | 'P' if !editor.kept.is_empty() => {
            editor.text.at = if letter == 'p' {
                (at + 1).min(length)
            } else {
                at
            };
            let kept = editor.kept.repeat(times);
            editor.text.insert(&kept);
            editor.text.at -= 1;
        }
        '~' if at < length => editor.text.change(end, |_, old| match old.is_uppercase() {
            true => single(old.to_lowercase(), old),
            false => single(old.to_uppercase(), old),
        }),
        '_' => return append_word(editor, times, history),
        'i' | 'R' => {}
        _ => return Outcome::Bell,
    }
    editor.vi.mode = match letter {
        'R' => Mode::Replace,
        'i' | 'I' | 'a' | 'A' | 'C' | 'S' => Mode::Insert,
        _ => Mode::Command,
    };
    Outcome::Shown
}

/// Appends a blank and a word of the command before; the last one, if `number` is not given.
fn append_word(editor: &mut Editor, number: usize, history: &History) -> Outcome {
    let last = history
        .len()
        .checked_sub(1)
        .and_then(|place| history.get(place));
    let words = |command: &[u8]| -> Vec<Vec<Unit>> {
        let text = Text::new(command);
        let words = text.units.split(|unit| !is_solid(*unit));
        words
            .filter(|word| !word.is_empty())
            .map(<[Unit]>::to_vec)
            .collect()
    };
    let words = last.map_or_else(Vec::new, |(_, command)| words(command));
    let counted = editor.vi.keys.len() > 1;
    let word = match counted {
        true => words.get(number - 1),
        false => words.last(),
    };
    let Some(word) = word else {
        return Outcome::Bell;
    };
    editor.text.at = (editor.text.at + 1).min(editor.text.len());
    editor.text.insert(&[Unit::Char(' ')]);
    editor.text.insert(word);
    editor.vi.mode = Mode::Insert;
    Outcome::Shown
}

/// The key that a command waited for.
fn finish(editor: &mut Editor, key: Key, awaited: Awaited, history: &History) -> Outcome {
    let unit = match key {
        Key::Unit(unit) => Some(unit),
        _ => None,
    };
    match (awaited, unit) {
        (Awaited::Pattern(towards, typed), _) => pattern_key(editor, key, towards, typed, history),
        (Awaited::Alias, Some(Unit::Char(letter))) => Outcome::Alias(letter),
        (Awaited::Replacement, Some(unit)) => {
            let times = editor.vi.count.take().unwrap_or(1);
            replace(editor, unit, times)
        }
        (Awaited::Target(command, operator), Some(unit)) => {
            let times = editor.vi.count.take().unwrap_or(1);
            editor.vi.target = Some((command, unit));
            let found = target(&editor.text, command, unit, times, false);
            match (found, operator) {
                (None, _) => Outcome::Bell,
                (Some(found), None) => {
                    editor.text.at = found.to;
                    Outcome::Shown
                }
                (Some(found), Some((operator, _))) => operate(editor, operator, found),
            }
        }
        (Awaited::Motion(operator, count), Some(Unit::Char(letter))) => {
            with_motion(editor, operator, count, letter)
        }
        _ => {
            editor.vi.count = None;
            Outcome::Bell
        }
    }
}

/// The operator `operator`, and the letter behind it.
fn with_motion(editor: &mut Editor, operator: char, count: Option<usize>, letter: char) -> Outcome {
    if let Some(digit) = letter
        .to_digit(10)
        .filter(|digit| *digit > 0 || editor.vi.count.is_some())
    {
        editor.vi.count = Some((editor.vi.count.unwrap_or(0) * 10 + digit as usize).min(MOST));
        editor.vi.awaited = Some(Awaited::Motion(operator, count));
        return Outcome::Shown;
    }
    let count = match (count, editor.vi.count.take()) {
        (Some(one), Some(other)) => Some((one * other).min(MOST)),
        (one, other) => one.or(other),
    };
    if matches!(letter, 'f' | 'F' | 't' | 'T') {
        editor.vi.count = count;
        editor.vi.awaited = Some(Awaited::Target(letter, Some((operator, count))));
        return Outcome::Shown;
    }
    if letter == operator {
        editor.text.at = 0;
        let to = editor.text.len();
        return operate(
            editor,
            operator,
            Motion {
                to,
                inclusive: false,
            },
        );
    }
    // As in vi, `cw` leaves the blanks behind the word.
    let on_word = editor
        .text
        .units
        .get(editor.text.at)
        .is_some_and(|unit| is_solid(*unit));
    let moved = match (operator, letter) {
        ('c', 'w' | 'W') if on_word => {
            Some(rest_of_words(&editor.text, letter, count.unwrap_or(1)))
        }
        _ => motion(&editor.vi, &editor.text, letter, count),
    };
    match moved {
        Some(moved) => operate(editor, operator, moved),
        None => Outcome::Bell,
    }
}

/// Cuts, changes or keeps what stands between the cursor and where it would go.
fn operate(editor: &mut Editor, operator: char, Motion { to, inclusive }: Motion) -> Outcome {
    let at = editor.text.at;
    let end = (at.max(to) + usize::from(inclusive)).min(editor.text.len());
    let part = at.min(to)..end;
    if operator == 'y' {
        editor.kept = editor.text.units[part.clone()].to_vec();
        editor.text.at = part.start;
        return Outcome::Shown;
    }
    editor.checkpoint();
    editor.vi.changing = true;
    editor.kept = editor.text.take(part);
    if operator == 'c' {
        editor.vi.mode = Mode::Insert;
    }
    Outcome::Shown
}

fn replace(editor: &mut Editor, unit: Unit, times: usize) -> Outcome {
    let at = editor.text.at;
    if at + times > editor.text.len() {
        return Outcome::Bell;
    }
    editor.checkpoint();
    editor.vi.changing = true;
    editor.text.units[at..at + times].fill(unit);
    editor.text.at = at + times - 1;
    Outcome::Shown
}

/// Takes back the last change, or all of them on this line; a second time brings the change back.
fn undo(editor: &mut Editor, all: bool) -> Outcome {
    let undone = if all {
        editor.undo_all()
    } else {
        editor.undo()
    };
    if undone {
        Outcome::Shown
    } else {
        Outcome::Bell
    }
}

/// Does the last change again, with another count if there is one.
fn repeat(editor: &mut Editor, count: Option<usize>, history: &History) -> Outcome {
    let mut keys = editor.vi.change.clone();
    if keys.is_empty() || editor.vi.repeating {
        return Outcome::Bell;
    }
    if let Some(count) = count {
        let digits = keys.iter().take_while(|key| is_digit(**key)).count();
        let count = count.to_string();
        keys.splice(
            ..digits,
            count.chars().map(|digit| Key::Unit(Unit::Char(digit))),
        );
    }
    editor.vi.repeating = true;
    let mut outcome = Outcome::Shown;
    for key in keys {
        outcome = super::key(editor, key, history);
    }
    editor.vi.repeating = false;
    editor.vi.keys.clear();
    outcome
}

fn is_digit(key: Key) -> bool {
    matches!(key, Key::Unit(Unit::Char('0'..='9')))
}
