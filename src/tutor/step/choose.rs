//! *choose*: one option or several, by letter or number.

use super::{Asked, Desk, Turn, typing};
use crate::lesson::ChoiceOption;
use crate::lesson::answer::{self, Choice};
use crate::progress::record::Outcome;
use crate::tutor::TutorError;
use crate::tutor::view::{feedback, prose, question};

/// The options until the right ones are chosen.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, options: &[ChoiceOption], several: bool) -> Result<Turn, TutorError> {
    let page = desk.page();
    let several_how = "one letter or several, for instance: a c";
    let how = if several { several_how } else { "one letter" };
    desk.present(None, Some(how))?;
    desk.enclose(&question::options(options, page))?;
    ask(desk, options, several)
}

/// The same for options that have been shown.
///
/// # Errors
/// As for [`run`].
pub(super) fn ask(
    desk: &mut Desk,
    options: &[ChoiceOption],
    several: bool,
) -> Result<Turn, TutorError> {
    let page = desk.page();
    if desk.begun.settled {
        desk.offer_again()?;
        return typing::shell(desk);
    }
    loop {
        let typed = match desk.ask("answer> ")? {
            Asked::Turn(turn) => return Ok(turn),
            Asked::Solution => {
                desk.record("", Outcome::Missed, None)?;
                tell_all(desk, options)?;
                break;
            }
            Asked::Answer(typed) => typed,
        };
        match answer::judge_choice(options, several, &typed) {
            Err(error) => desk.say(&prose::plain(&format!("{error}."), 2, page))?,
            Ok(choice) if choice.holds() => {
                desk.record(&typed, Outcome::Right, None)?;
                desk.say(&feedback::good(
                    &format!("Yes. {}", desk.step.because),
                    page,
                ))?;
                tell_all(desk, options)?;
                break;
            }
            Ok(choice) => not_yet(desk, options, &choice, &typed)?,
        }
    }
    desk.offer_next()?;
    typing::shell(desk)
}

fn tell_all(desk: &mut Desk, options: &[ChoiceOption]) -> Result<(), TutorError> {
    let page = desk.page();
    let all: Vec<usize> = (0..options.len()).collect();
    let right: Vec<String> = options
        .iter()
        .enumerate()
        .filter(|(_, option)| option.right)
        .map(|(index, _)| question::letter(index).to_string())
        .collect();
    desk.say(&format!("\n  The answer is {}.", right.join(" and ")))?;
    Ok(desk.say(&question::said(options, &all, page))?)
}

/// Says what of the choice does not belong, or how much is missing; never which.
fn not_yet(
    desk: &mut Desk,
    options: &[ChoiceOption],
    choice: &Choice,
    typed: &str,
) -> Result<(), TutorError> {
    let page = desk.page();
    let text = match choice.extra.first() {
        Some(index) => {
            desk.say(&page.theme.off(&format!(
                "  Not yet: {} does not belong.",
                question::letter(*index)
            )))?;
            question::said(options, &[*index], page)
        }
        None => {
            let some = if choice.missed.len() == 1 {
                "one more belongs"
            } else {
                "more belong"
            };
            prose::plain(
                &format!("Not yet: what you chose belongs to the answer, and {some} to it."),
                2,
                page,
            )
        }
    };
    if !text.is_empty() {
        desk.say(&text)?;
    }
    desk.miss(typed, None)
}
