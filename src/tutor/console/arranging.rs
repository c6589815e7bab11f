//! Numbers put in order with the arrow keys, while a line is edited: the piece in parentheses is the one that is picked up.
//! Up and Down put another in its place, Left and Right move it, Right at the end adds one, Tab picks up the next. All of it
//! stands in the line, so that it can be read, and typed as well.

use rustyline::history::FileHistory;
use rustyline::{
    Cmd, ConditionalEventHandler, Editor, Event, EventContext, EventHandler, Helper, KeyCode,
    KeyEvent, Modifiers, Movement, RepeatCount,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many pieces are put in order; none where the keys do what they do elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Arranging(Arc<AtomicUsize>);

/// What is done to the piece that is picked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Previous,
    Next,
    Left,
    Right,
    PickUp,
}

const KEYS: [(KeyCode, Move); 5] = [
    (KeyCode::Up, Move::Previous),
    (KeyCode::Down, Move::Next),
    (KeyCode::Left, Move::Left),
    (KeyCode::Right, Move::Right),
    (KeyCode::Tab, Move::PickUp),
];

impl Arranging {
    /// Gives the keys of `editor` that meaning.
    pub(super) fn bind<H: Helper>(editor: &mut Editor<H, FileHistory>) -> Arranging {
        let arranging = Arranging::default();
        for (key, action) in KEYS {
            let handler = Handler(arranging.clone(), action);
            let handler = EventHandler::Conditional(Box::new(handler));
            editor.bind_sequence(KeyEvent(key, Modifiers::NONE), handler);
        }
        arranging
    }

    /// From now on there are so many pieces.
    pub(super) fn of(&self, pieces: usize) {
        self.0.store(pieces, Ordering::Relaxed);
    }
}

struct Handler(Arranging, Move);

impl ConditionalEventHandler for Handler {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext) -> Option<Cmd> {
        let pieces = self.0.0.load(Ordering::Relaxed);
        if pieces == 0 {
            return None;
        }
        let line = moved(context.line(), self.1, pieces)?;
        Some(Cmd::Replace(Movement::WholeLine, Some(line)))
    }
}

/// `line` after a move; `None` if it holds something that is no piece.
fn moved(line: &str, action: Move, pieces: usize) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &&str| word.trim_matches(['(', ')']).parse::<usize>().ok();
    let mut order: Vec<usize> = words.iter().map(number).collect::<Option<_>>()?;
    if order.iter().any(|piece| !(1..=pieces).contains(piece)) {
        return None;
    }
    let mut free = (1..=pieces).filter(|piece| !order.contains(piece));
    let held = words.iter().position(|word| word.starts_with('('));
    let Some(last) = order.len().checked_sub(1) else {
        let first = match action {
            Move::Previous => free.next_back(),
            _ => free.next(),
        };
        return first.map(|piece| format!("({piece})"));
    };
    let mut held = held.unwrap_or(last);
    match action {
        Move::Previous => {
            let mut below = (1..order[held]).rev().chain((order[held]..=pieces).rev());
            order[held] = below
                .find(|piece| !order.contains(piece))
                .unwrap_or(order[held]);
        }
        Move::Next => {
            let mut above = (order[held]..=pieces).chain(1..order[held]);
            order[held] = above
                .find(|piece| !order.contains(piece))
                .unwrap_or(order[held]);
        }
        Move::Left if held > 0 => {
            order.swap(held, held - 1);
            held -= 1;
        }
        Move::Right if held < last => {
            order.swap(held, held + 1);
            held += 1;
        }
        Move::Right => {
            if let Some(piece) = free.next() {
                order.push(piece);
                held = last + 1;
            }
        }
        Move::Left => {}
        Move::PickUp => held = (held + 1) % order.len(),
    }
    let shown = order
        .iter()
        .enumerate()
        .map(|(index, piece)| match index == held {
            true => format!("({piece})"),
            false => piece.to_string(),
        });
    Some(shown.collect::<Vec<_>>().join(" "))
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
        check("2 4 (1)", Move::Right, "2 4 1 (3)");
        check("2 4 1 (3)", Move::Right, "2 4 1 (3)");
        check("2 (1) 4", Move::PickUp, "2 1 (4)");
        check("2 1 (4)", Move::PickUp, "(2) 1 4");
    }

    #[test]
    fn what_is_no_order_is_left_alone() {
        assert_eq!(moved(":hint", Move::Left, 4), None);
        assert_eq!(moved("5", Move::Next, 4), None);
    }
}
