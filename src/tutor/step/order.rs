//! *order*: lines to be put in order, some of which do not belong. What is judged is what the script then does, or, where there
//! is no script, the order itself. After failures it becomes easier: [`Help`].

use super::asked::{self, Came, Posed};
use super::offers::OFFERS;
use super::{Desk, Turn, answering};
use crate::judging;
use crate::lesson::Judge;
use crate::lesson::answer::{self, Sequence};
use crate::lesson::order::Help;
use crate::tutor::TutorError;
use crate::tutor::console::without_open;
use crate::tutor::view::fit::{Forms, fitted};
use crate::tutor::view::{Page, feedback, prose, question};

/// How an order is typed.
const HOW: &str = "the numbers in order, for instance: 2 1; leave out what does not belong";
/// What the arrow keys do.
const KEYS: &str = "Or the arrow keys: up and down choose the piece in ( ), right goes on to one more, left and right move it, Tab takes another";

/// What is put in order.
#[derive(Clone, Copy)]
struct Puzzle<'l> {
    pieces: &'l [String],
    model: &'l [usize],
    judge: Option<&'l Judge>,
}

/// The pieces until an order of them holds.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(
    desk: &mut Desk,
    pieces: &[String],
    model: &[usize],
    judge: Option<&Judge>,
) -> Result<Turn, TutorError> {
    let puzzle = Puzzle {
        pieces,
        model,
        judge,
    };
    let mut help = Help::after(pieces.len(), model, desk.begun.misses);
    let page = desk.page();
    let shown = question::pieces(pieces, &help, page);
    let posed = Posed {
        material: None,
        how: match desk.console.has_keys() {
            true => format!("{HOW}. {KEYS}"),
            false => HOW.to_owned(),
        },
        // Who comes back to it may not remember what the marks at the pieces mean.
        below: match question::joined(&help, page) {
            Some(joined) => format!("{joined}\n{shown}"),
            None => shown,
        },
        pieces: pieces.len(),
    };
    let judge =
        |desk: &mut Desk, typed: &str| match answer::parse_order(pieces, &without_open(typed)) {
            Err(error) => desk.unreadable(&error),
            Ok(order) => {
                let order = help.completed(&order);
                attempt(desk, puzzle, &order, &mut help)
            }
        };
    asked::run(desk, &posed, judge, |desk, came| match came {
        Came::Right => Ok(()),
        Came::Solution => {
            let (script, page) = (answer::arrange(pieces, model), desk.page());
            desk.say(&feedback::shell("One way:", &script, page))?;
            desk.because()
        }
    })
}

/// Judges an order; whether it holds.
fn attempt(
    desk: &mut Desk,
    puzzle: Puzzle,
    order: &[usize],
    help: &mut Help,
) -> Result<bool, TutorError> {
    let page = desk.page();
    let script = answer::arrange(puzzle.pieces, order);
    let Some(judge) = puzzle.judge else {
        let own = feedback::shell("Your order:", &script, page);
        return match answer::judge_sequence(desk.step, order) {
            Sequence::Right => {
                desk.say(&own)?;
                answering::succeed(desk, &script).map(|()| true)
            }
            other => {
                let parts = vec![vec![own, String::new()], vec![so_far(other, page)]];
                refuse(desk, puzzle, parts, (&script, None), help).map(|()| false)
            }
        };
    };
    let own = feedback::shell("Your script:", &script, page);
    let step = desk.step;
    let run = || judging::text(step, judge, None, &script);
    let Some((seen, refusal)) = answering::judged(desk.console, &mut desk.last, run)? else {
        return Ok(false);
    };
    desk.last = Some(seen);
    let Some(refusal) = refusal else {
        desk.say(&own)?;
        answering::succeed(desk, &script)?;
        return Ok(true);
    };
    let idea = refusal.finding.as_ref().map(|finding| finding.idea.id);
    let mut parts = vec![vec![own, String::new()]];
    parts.extend(answering::refused(desk.reader(), &refusal, page));
    desk.ran_elsewhere(&refusal);
    desk.last = Some(refusal.seen);
    refuse(desk, puzzle, parts, (&script, idea), help)?;
    Ok(false)
}

/// Says why an order does not hold, and what makes the next easier; the run can be had by `:trace`. `missed` is the script and
/// the idea that was spoken of.
fn refuse(
    desk: &mut Desk,
    puzzle: Puzzle,
    mut parts: Vec<Forms>,
    (script, idea): (&str, Option<&'static str>),
    help: &mut Help,
) -> Result<(), TutorError> {
    let page = desk.page();
    let pieces = puzzle.pieces;
    desk.missed(script, idea)?;
    let more = Help::after(pieces.len(), puzzle.model, desk.begun.misses);
    if more != *help {
        let shown = question::pieces(pieces, &more, page);
        let eased = question::eased(help, &more, page);
        desk.shows_instead(&question::pieces(pieces, help, page), &shown);
        parts.push(vec![format!("{}\n{shown}", eased.0), eased.1]);
        *help = more;
    }
    // The run first, then the pieces, the script, and of what was wanted all but the first.
    let yielding: &[usize] = match puzzle.judge {
        Some(_) => &[2, 4, 0, 1],
        None => &[2, 0],
    };
    let text = fitted(parts, yielding, OFFERS, page);
    desk.say(&text)?;
    desk.offer_help()
}

/// How far an order is right that is not wholly so.
fn so_far(sequence: Sequence, page: Page) -> String {
    let text = match sequence {
        Sequence::Right => String::new(),
        Sequence::Short(_) => "Not yet: so far it is right, and more belongs behind it.".to_owned(),
        Sequence::Until(0) => "Not yet: something else comes first.".to_owned(),
        Sequence::Until(1) => "Not yet: the first is right; what follows it is not.".to_owned(),
        Sequence::Until(count) => {
            format!("Not yet: the first {count} are right; what follows them is not.")
        }
    };
    prose::plain(&text, 2, page)
}
