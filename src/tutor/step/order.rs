//! *order*: lines to be put in order, some of which do not belong. What is judged is what the script then does, or, where there
//! is no script, the order itself. After failures it becomes easier: [`Help`].

use super::{Asked, Desk, Turn, typing};
use crate::judging;
use crate::lesson::Judge;
use crate::lesson::answer::{self, Sequence};
use crate::lesson::order::Help;
use crate::progress::record::Outcome;
use crate::tutor::TutorError;
use crate::tutor::view::{Page, feedback, prose, question, runs};

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
    let page = desk.page();
    let how = "the numbers in order, for instance: 2 1; leave out what does not belong";
    desk.present(None, Some(how))?;
    let mut help = Help::after(pieces.len(), model, desk.begun.misses);
    desk.enclose(&question::pieces(pieces, &help))?;
    if desk.begun.settled {
        desk.offer_again()?;
        return typing::shell(desk);
    }
    loop {
        let typed = match desk.ask("answer> ")? {
            Asked::Turn(turn) => return Ok(turn),
            Asked::Solution => {
                desk.record("", Outcome::Missed, None)?;
                let script = answer::arrange(pieces, model);
                desk.say(&feedback::shell("One way:", &script))?;
                break;
            }
            Asked::Answer(typed) => typed,
        };
        match answer::parse_order(pieces, &typed) {
            Err(error) => desk.say(&prose::plain(&format!("{error}."), 2, page))?,
            Ok(order) => {
                let order = help.completed(&order);
                let script = answer::arrange(pieces, &order);
                if attempt(desk, judge, &order, &script)? {
                    break;
                }
                let more = Help::after(pieces.len(), model, desk.begun.misses);
                if more != help {
                    desk.say(&format!("\n{}", question::eased(&help, &more, page)))?;
                    desk.say(&question::pieces(pieces, &more))?;
                    help = more;
                }
            }
        }
    }
    if !desk.begun.settled {
        desk.offer_next()?;
    }
    typing::shell(desk)
}

/// Judges an order; whether it holds.
fn attempt(
    desk: &mut Desk,
    judge: Option<&Judge>,
    order: &[usize],
    script: &str,
) -> Result<bool, TutorError> {
    let page = desk.page();
    let Some(judge) = judge else {
        desk.say(&feedback::shell("Your order:", script))?;
        return match answer::judge_sequence(desk.step, order) {
            Sequence::Right => typing::succeed(desk, script).map(|()| true),
            other => {
                desk.say(&so_far(other, page))?;
                desk.miss(script, None).map(|()| false)
            }
        };
    };
    desk.say(&feedback::shell("Your script:", script))?;
    let (seen, ruling) = judging::text(desk.step, judge, None, script)?;
    desk.say(&runs::output("it", &seen, page))?;
    desk.last = Some(seen);
    typing::answer(desk, ruling, script, script)?;
    Ok(desk.begun.settled)
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
