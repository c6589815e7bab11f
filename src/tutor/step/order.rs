//! *order*: lines to be put in order, some of which do not belong. What is judged is what the script then does.

use super::{Asked, Desk, Turn, typing};
use crate::judging;
use crate::lesson::Judge;
use crate::lesson::answer;
use crate::progress::record::Outcome;
use crate::tutor::TutorError;
use crate::tutor::view::{feedback, prose, question, runs};

/// Attempts after which a piece that does not belong is taken away.
const DROP_AFTER: usize = 2;

/// The pieces until an order of them holds.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(
    desk: &mut Desk,
    pieces: &[String],
    model: &[usize],
    judge: &Judge,
) -> Result<Turn, TutorError> {
    let page = desk.page();
    let how = "the numbers in order, for instance: 2 1; leave out what does not belong";
    desk.present(None, Some(how))?;
    let left = question::pieces(pieces, &dropped(desk, pieces, model));
    desk.enclose(&left)?;
    if desk.begun.settled {
        desk.offer_again()?;
        return typing::shell(desk);
    }
    loop {
        let typed = match desk.ask("answer> ")? {
            Asked::Turn(turn) => return Ok(turn),
            Asked::Solution => {
                desk.record("", Outcome::Missed, None)?;
                desk.say(&feedback::shell(
                    "One way:",
                    &answer::arrange(pieces, model),
                ))?;
                break;
            }
            Asked::Answer(typed) => typed,
        };
        match answer::parse_order(pieces, &typed) {
            Err(error) => desk.say(&prose::plain(&format!("{error}."), 2, page))?,
            Ok(order) => {
                if attempt(desk, judge, &answer::arrange(pieces, &order))? {
                    break;
                }
                if desk.begun.misses == DROP_AFTER && !dropped(desk, pieces, model).is_empty() {
                    desk.say("\n  One of them is not needed:")?;
                    desk.say(&question::pieces(pieces, &dropped(desk, pieces, model)))?;
                }
            }
        }
    }
    if !desk.begun.settled {
        desk.offer_next()?;
    }
    typing::shell(desk)
}

/// Runs the script in a folder of its own and judges it; whether it holds.
fn attempt(desk: &mut Desk, judge: &Judge, script: &str) -> Result<bool, TutorError> {
    let page = desk.page();
    desk.say(&feedback::shell("Your script:", script))?;
    let (seen, ruling) = judging::text(desk.step, judge, None, script)?;
    desk.say(&runs::output("it", &seen, page))?;
    desk.last = Some(seen);
    typing::answer(desk, ruling, script, script)?;
    Ok(desk.begun.settled)
}

/// The first piece that does not belong, once the learner has tried often enough.
fn dropped(desk: &Desk, pieces: &[String], model: &[usize]) -> Vec<usize> {
    let mut extra = (0..pieces.len()).filter(|index| !model.contains(index));
    if desk.begun.misses >= DROP_AFTER {
        extra.next().into_iter().collect()
    } else {
        Vec::new()
    }
}
