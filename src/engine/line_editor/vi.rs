//! Editing as in vi (XCU `sh`, Command Line Editing): one mode in which keys are text, one in which they are commands.

mod command;
mod motion;

use super::key::Key;
use super::recall::Towards;
use super::text::{Unit, bytes, is_solid};
use super::{Editor, Outcome};
use crate::engine::shell::history::History;

/// What the keys are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Text, put before the cursor.
    #[default]
    Insert,
    /// Text, put in the place of what stands there.
    Replace,
    /// Commands.
    Command,
}

/// What a command waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Awaited {
    /// A motion, for this command (`c`, `d`, `y`) with its count.
    Motion(char, Option<usize>),
    /// The character that this command (`f`, `F`, `t`, `T`) looks for, for that operator.
    Target(char, Option<(char, Option<usize>)>),
    /// The character that takes the place of others.
    Replacement,
    /// The letter of an alias.
    Alias,
    /// A pattern, of which this has been typed.
    Pattern(Towards, Vec<Unit>),
}

/// What is remembered between two keys, and between two lines.
#[derive(Debug, Default)]
pub struct Vi {
    /// What the keys are.
    pub mode: Mode,
    literal: bool,
    count: Option<usize>,
    awaited: Option<Awaited>,
    /// The last search for a character.
    target: Option<(char, Unit)>,
    /// The last search for a command.
    pattern: Option<(Towards, Vec<u8>)>,
    /// The keys of the command that is being entered.
    keys: Vec<Key>,
    /// Those of the last one that changed something.
    change: Vec<Key>,
    changing: bool,
    repeating: bool,
    /// Mode and cursor before the Escape that came last: it may turn out to be the beginning of an arrow.
    before_escape: Option<(Mode, usize)>,
}

impl Vi {
    /// A new line begins in insert mode.
    pub fn begin(&mut self) {
        *self = Vi {
            target: self.target,
            pattern: self.pattern.take(),
            change: std::mem::take(&mut self.change),
            ..Vi::default()
        };
    }

    /// What stands in place of the line: a pattern that is being typed.
    pub fn line(&self) -> Option<Vec<Unit>> {
        let Some(Awaited::Pattern(towards, typed)) = &self.awaited else {
            return None;
        };
        let sign = match towards {
            Towards::Older => '/',
            Towards::Newer => '?',
        };
        Some([&[Unit::Char(sign)], typed.as_slice()].concat())
    }
}

/// Does what `key` means.
pub fn key(editor: &mut Editor, key: Key, history: &History) -> Outcome {
    if std::mem::take(&mut editor.vi.literal) {
        return editor.insert_literally(key);
    }
    let before_escape = editor.vi.before_escape.take();
    if is_arrow(key) {
        if let Some((mode, at)) = before_escape {
            (editor.vi.mode, editor.text.at) = (mode, at);
        }
        return arrow(editor, key, history);
    }
    editor.vi.keys.push(key);
    let outcome = match editor.vi.mode {
        Mode::Command => command::key(editor, key, history),
        Mode::Insert | Mode::Replace => insert_key(editor, key),
    };
    if editor.vi.mode == Mode::Command {
        if editor.vi.awaited.is_none() && editor.vi.count.is_none() {
            let keys = std::mem::take(&mut editor.vi.keys);
            if std::mem::take(&mut editor.vi.changing) && !editor.vi.repeating {
                editor.vi.change = keys;
            }
        }
        // The cursor stands on a character.
        let last = editor.text.len().saturating_sub(1);
        editor.text.at = editor.text.at.min(last);
    }
    outcome
}

fn is_arrow(key: Key) -> bool {
    use Key::{Delete, Down, End, Home, Left, Right, Up, WordLeft, WordRight};
    matches!(
        key,
        Up | Down | Left | Right | Home | End | Delete | WordLeft | WordRight
    )
}

fn arrow(editor: &mut Editor, key: Key, history: &History) -> Outcome {
    let text = &mut editor.text;
    match key {
        Key::Up => return editor.recall(Towards::Older, 1, history),
        Key::Down => return editor.recall(Towards::Newer, 1, history),
        Key::Left => text.at = text.at.saturating_sub(1),
        Key::Right => text.at = (text.at + 1).min(text.len()),
        Key::Home => text.at = 0,
        Key::End => text.at = text.len(),
        Key::WordLeft => text.at = text.start_of(text.at, Unit::is_word),
        Key::WordRight => text.at = text.end_of(text.at, Unit::is_word),
        _ if text.at < text.len() => drop(text.take(text.at..text.at + 1)),
        _ => return Outcome::Bell,
    }
    Outcome::Shown
}

fn insert_key(editor: &mut Editor, key: Key) -> Outcome {
    let at = editor.text.at;
    match key {
        Key::Unit(unit) => {
            if editor.vi.mode == Mode::Replace && at < editor.text.len() {
                editor.text.take(at..at + 1);
            }
            return editor.insert(unit);
        }
        Key::Escape => {
            editor.vi.before_escape = Some((editor.vi.mode, at));
            editor.vi.mode = Mode::Command;
            editor.text.at = at.saturating_sub(1);
        }
        Key::Control(b'j' | b'm') => return Outcome::Accepted,
        Key::EndOfFile if editor.text.is_empty() => return Outcome::End,
        Key::Erase if at > 0 => drop(editor.text.take(at - 1..at)),
        Key::Control(b'w') => {
            let start = editor.text.start_of(at, is_solid);
            editor.text.take(start..at);
        }
        Key::Kill => drop(editor.text.take(0..at)),
        Key::Control(b'v') => editor.vi.literal = true,
        Key::Control(b'l') => return Outcome::Cleared,
        Key::Control(b'i') => return Outcome::Complete,
        _ => return Outcome::Bell,
    }
    Outcome::Shown
}

/// A key of a pattern that is being typed.
fn pattern_key(
    editor: &mut Editor,
    key: Key,
    towards: Towards,
    mut typed: Vec<Unit>,
    history: &History,
) -> Outcome {
    match key {
        Key::Control(b'j' | b'm') => {
            let pattern = match (typed.is_empty(), &editor.vi.pattern) {
                (true, Some((_, last))) => last.clone(),
                _ => bytes(&typed),
            };
            editor.vi.pattern = Some((towards, pattern));
            return search(editor, towards, history);
        }
        Key::Escape => return Outcome::Shown,
        Key::Erase if typed.is_empty() => return Outcome::Shown,
        Key::Erase => drop(typed.pop()),
        Key::Kill => typed.clear(),
        Key::Unit(unit) => typed.push(unit),
        _ => {}
    }
    editor.vi.awaited = Some(Awaited::Pattern(towards, typed));
    Outcome::Shown
}

/// Brings the next command that the last pattern matches.
fn search(editor: &mut Editor, towards: Towards, history: &History) -> Outcome {
    let Some((_, pattern)) = &editor.vi.pattern else {
        return Outcome::Bell;
    };
    let holds = |command: &[u8]| super::recall::holds(command, pattern);
    match editor.recall.find(towards, history, holds) {
        Some(place) => editor.recall_at(place, history),
        None => Outcome::Bell,
    }
}
