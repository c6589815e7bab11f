//! *match*: for each item the number of the option that belongs to it.

use super::{Asked, Desk, Turn, typing};
use crate::lesson::MatchItem;
use crate::lesson::answer;
use crate::progress::record::Outcome;
use crate::tutor::TutorError;
use crate::tutor::view::{feedback, prose, question};

/// The items until each has its option.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, items: &[MatchItem], options: &[String]) -> Result<Turn, TutorError> {
    let page = desk.page();
    let how = how(items.len());
    desk.present(None, Some(&how))?;
    desk.enclose(&question::matching(items, options, page))?;
    if desk.begun.settled {
        desk.offer_again()?;
        return typing::shell(desk);
    }
    loop {
        let typed = match desk.ask("answer> ")? {
            Asked::Turn(turn) => return Ok(turn),
            Asked::Solution => {
                desk.record("", Outcome::Missed, None)?;
                desk.say("")?;
                break;
            }
            Asked::Answer(typed) => typed,
        };
        match answer::judge_match(items, options.len(), &typed) {
            Err(error) => desk.say(&prose::plain(&format!("{error}."), 2, page))?,
            Ok(right) => match right.iter().position(|right| !right) {
                None => {
                    desk.record(&typed, Outcome::Right, None)?;
                    let yes = format!("Yes. {}", desk.step.because);
                    desk.say(&format!("{}\n", feedback::good(&yes, page)))?;
                    break;
                }
                Some(first) => {
                    let wrong = right.iter().filter(|right| !**right).count();
                    desk.say(&not_yet(first, wrong, items.len(), page))?;
                    desk.miss(&typed, None)?;
                }
            },
        }
    }
    desk.say(&question::matched(items, page))?;
    desk.offer_next()?;
    typing::shell(desk)
}

/// How an answer for so many items is typed.
fn how(items: usize) -> String {
    // No order that could be the right one: the same number for all.
    let example = vec!["1"; items].join(" ");
    format!("for each letter in order the number of what belongs to it, for instance: {example}")
}

/// Says how many are right, and the first that is not.
fn not_yet(first: usize, wrong: usize, of: usize, page: crate::tutor::view::Page) -> String {
    let letter = question::letter(first);
    let text = match wrong {
        1 => format!("Not yet: only {letter} belongs to another number."),
        _ => format!(
            "Not yet: {} of {of} are right. The first that belongs to another number is {letter}.",
            of - wrong
        ),
    };
    prose::plain(&text, 2, page)
}
