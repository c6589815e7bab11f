//! Numbers put in order with the arrow keys, while a line is edited: the piece in parentheses is the one that is picked up.
//! Up and Down put another in its place, Left and Right move it, Right at the end opens a place for one more, Tab picks up the
//! next. All of it stands in the line, so that it can be read, and typed as well; an open place that stays empty is nothing.

use rustyline::history::FileHistory;
use rustyline::{
    Cmd, ConditionalEventHandler, Editor, Event, EventContext, EventHandler, Helper, KeyCode,
    KeyEvent, Modifiers, Movement, RepeatCount,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A place for a piece that is not chosen yet, as it stands in a line.
const OPEN: &str = "( )";
/// Typed behind a key that may have changed the line: the editor leaves the cursor where the new line begins, and its handlers
/// can do one thing at a time. F12, which means nothing else.
pub(super) const BEHIND: &[u8] = b"\x1b[24~";

/// How many pieces are put in order; none where the keys do what they do elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Arranging(Arc<State>);

#[derive(Debug, Default)]
struct State {
    pieces: AtomicUsize,
    /// Whether the cursor is still to follow a change of the line.
    has_changed: AtomicBool,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Move(Move),
    /// The character is typed.
    Type(char),
    /// The cursor goes to the end of a line that a key has changed.
    Follow,
}

/// What is done to the piece that is picked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Previous,
    Next,
    Left,
    Right,
    PickUp,
}

const KEYS: [(KeyCode, Action); 6] = [
    (KeyCode::Up, Action::Move(Move::Previous)),
    (KeyCode::Down, Action::Move(Move::Next)),
    (KeyCode::Left, Action::Move(Move::Left)),
    (KeyCode::Right, Action::Move(Move::Right)),
    (KeyCode::Tab, Action::Move(Move::PickUp)),
    (KeyCode::F(12), Action::Follow),
];
/// What is typed otherwise behind pieces that were chosen.
const TYPED: &str = ":0123456789";

impl Arranging {
    /// Gives the keys of `editor` that meaning.
    pub(super) fn bind<H: Helper>(editor: &mut Editor<H, FileHistory>) -> Arranging {
        let arranging = Arranging::default();
        let typed = TYPED
            .chars()
            .map(|typed| (KeyCode::Char(typed), Action::Type(typed)));
        for (key, action) in KEYS.into_iter().chain(typed) {
            let handler = Handler(arranging.clone(), action);
            let handler = EventHandler::Conditional(Box::new(handler));
            editor.bind_sequence(KeyEvent(key, Modifiers::NONE), handler);
        }
        arranging
    }

    /// From now on there are so many pieces.
    pub(super) fn of(&self, pieces: usize) {
        self.0.pieces.store(pieces, Ordering::Relaxed);
    }

    /// Whether `key`, all its bytes, may have changed the line: then [`BEHIND`] is to follow.
    pub(super) fn may_change(&self, key: &[u8]) -> bool {
        self.0.pieces.load(Ordering::Relaxed) > 0
            && match key {
                [0x1b, b'[' | b'O', b'A'..=b'D'] => true,
                // Where Escape was a key of its own, what comes behind it is one as well.
                [byte] | [0x1b, byte] => *byte == b'\t' || TYPED.as_bytes().contains(byte),
                _ => false,
            }
    }
}

struct Handler(Arranging, Action);

impl ConditionalEventHandler for Handler {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let Handler(Arranging(state), action) = self;
        let pieces = state.pieces.load(Ordering::Relaxed);
        let line = match action {
            Action::Follow => {
                let follows = state.has_changed.swap(false, Ordering::Relaxed);
                return Some(match follows {
                    true => Cmd::Move(Movement::EndOfLine),
                    false => Cmd::Noop,
                });
            }
            _ if pieces == 0 => return None,
            Action::Move(action) => moved(context.line(), *action, pieces)?,
            Action::Type(typed) => typed_behind(context.line(), *typed, pieces)?,
        };
        state.has_changed.store(true, Ordering::Relaxed);
        Some(Cmd::Replace(Movement::WholeLine, Some(line)))
    }
}

/// The pieces in `line`, `None` for an open place, and which is picked up; `None` if it holds something that is no piece.
fn read(line: &str, pieces: usize) -> Option<(Vec<Option<usize>>, Option<usize>)> {
    let line = line.replace(OPEN, "()");
    let words: Vec<&str> = line.split_whitespace().collect();
    let piece = |word: &&str| match word.trim_matches(['(', ')']) {
        "" => Some(None),
        number => number
            .parse()
            .ok()
            .filter(|piece| (1..=pieces).contains(piece))
            .map(Some),
    };
    let order: Vec<Option<usize>> = words.iter().map(piece).collect::<Option<_>>()?;
    let held = words.iter().position(|word| word.starts_with('('));
    Some((order, held))
}

/// The line with these pieces, the one at `held` picked up.
fn shown(order: &[Option<usize>], held: Option<usize>) -> String {
    let places = order.iter().enumerate().map(|(index, piece)| {
        let piece = piece.map_or(" ".to_owned(), |piece| piece.to_string());
        match Some(index) == held {
            true => format!("({piece})"),
            false => piece,
        }
    });
    places.collect::<Vec<_>>().join(" ")
}

/// `line` after a move; `None` if it holds something that is no piece.
fn moved(line: &str, action: Move, pieces: usize) -> Option<String> {
    let (mut order, held) = read(line, pieces)?;
    let is_free = |order: &[Option<usize>], piece: &usize| !order.contains(&Some(*piece));
    let mut free: Vec<usize> = (1..=pieces).collect();
    free.retain(|piece| is_free(&order, piece));
    let Some(last) = order.len().checked_sub(1) else {
        order.push(match action {
            Move::Previous => free.last().copied(),
            _ => free.first().copied(),
        });
        return Some(shown(&order, Some(0)));
    };
    let mut held = held.unwrap_or(last);
    match (action, order[held]) {
        (Move::Previous, Some(piece)) => {
            let mut below = (1..piece).rev().chain((piece..=pieces).rev());
            order[held] = below.find(|piece| is_free(&order, piece)).or(Some(piece));
        }
        (Move::Next, Some(piece)) => {
            let mut above = (piece..=pieces).chain(1..piece);
            order[held] = above.find(|piece| is_free(&order, piece)).or(Some(piece));
        }
        (Move::Previous, None) => order[held] = free.last().copied(),
        (Move::Next, None) => order[held] = free.first().copied(),
        (Move::Left | Move::PickUp, None) if last > 0 => {
            order.remove(held);
            held = match action {
                Move::Left => last - 1,
                _ => 0,
            };
        }
        (Move::Left, Some(_)) if held > 0 => {
            order.swap(held, held - 1);
            held -= 1;
        }
        (Move::Right, Some(_)) if held < last => {
            order.swap(held, held + 1);
            held += 1;
        }
        (Move::Right, Some(_)) if !free.is_empty() => {
            order.push(None);
            held = last + 1;
        }
        (Move::PickUp, Some(_)) => held = (held + 1) % order.len(),
        _ => {}
    }
    Some(shown(&order, Some(held)))
}

/// What a key that types leaves of a line with a piece that is picked up; `None` if there is none. A line for the tutor takes
/// its place, and a number stands behind it.
fn typed_behind(line: &str, typed: char, pieces: usize) -> Option<String> {
    let (mut order, held) = read(line, pieces)?;
    held?;
    if typed == ':' {
        return Some(typed.to_string());
    }
    if !line.trim_end().ends_with(')') {
        return None;
    }
    order.retain(Option::is_some);
    let before = shown(&order, None);
    Some(format!("{before} {typed}").trim_start().to_owned())
}

/// An answer without the places that stayed open.
pub fn without_open(answer: &str) -> String {
    answer.replace(OPEN, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, action: Move, expected: &str) {
        let moved = moved(line, action, 4);
        assert_eq!(moved.as_deref(), Some(expected), "{line} {action:?}");
    }

    #[test]
    fn a_piece_is_chosen_among_those_that_are_left() {
        check("", Move::Next, "(1)");
        check("", Move::Previous, "(4)");
        check("(1)", Move::Next, "(2)");
        check("1 3", Move::Next, "1 (4)");
        check("1 (4)", Move::Next, "1 (2)");
        check("1 (2)", Move::Previous, "1 (4)");
        check("1 2 3 (4)", Move::Next, "1 2 3 (4)");
    }

    #[test]
    fn a_piece_is_moved_and_another_picked_up() {
        check("2 4 1", Move::Left, "2 (1) 4");
        check("2 (1) 4", Move::Left, "(1) 2 4");
        check("(1) 2 4", Move::Left, "(1) 2 4");
        check("(1) 2 4", Move::Right, "2 (1) 4");
        check("2 4 (1)", Move::Right, "2 4 1 ( )");
        check("2 4 1 (3)", Move::Right, "2 4 1 (3)");
        check("2 (1) 4", Move::PickUp, "2 1 (4)");
        check("2 1 (4)", Move::PickUp, "(2) 1 4");
    }

    #[test]
    fn a_place_is_opened_and_filled_or_closed_again() {
        check("2 ( )", Move::Next, "2 (1)");
        check("2 ( )", Move::Previous, "2 (4)");
        check("2 ( )", Move::Right, "2 ( )");
        check("2 4 ( )", Move::Left, "2 (4)");
        check("2 4 ( )", Move::PickUp, "(2) 4");
        check("( )", Move::Left, "( )");
        assert_eq!(without_open("2 4 ( )"), "2 4 ");
    }

    #[test]
    fn what_is_typed_stands_behind_the_pieces_or_in_their_place() {
        let typed = |line: &str, typed| typed_behind(line, typed, 4);
        assert_eq!(typed("2 (1)", '3').as_deref(), Some("2 1 3"));
        assert_eq!(typed("2 ( )", '3').as_deref(), Some("2 3"));
        assert_eq!(typed("2 (1)", ':').as_deref(), Some(":"));
        assert_eq!(typed("(2) 1", '3'), None);
        assert_eq!(typed("2 1", ':'), None);
        assert_eq!(typed("", ':'), None);
        assert_eq!(typed(":hint", '1'), None);
    }

    #[test]
    fn what_is_no_order_is_left_alone() {
        assert_eq!(moved(":hint", Move::Left, 4), None);
        assert_eq!(moved("5", Move::Next, 4), None);
    }
}
