//! *choose*: one option or several, by letter or number.

use super::asked::{self, Posed};
use super::{Desk, Turn};
use crate::lesson::ChoiceOption;
use crate::lesson::answer::{self, Choice};
use crate::trace::words::listed;
use crate::tutor::TutorError;
use crate::tutor::view::{prose, question};

/// The options until the right ones are chosen.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, options: &[ChoiceOption], several: bool) -> Result<Turn, TutorError> {
    let how = match several {
        true => "one letter or several, for instance: a c",
        false => "one letter",
    };
    let posed = Posed {
        material: None,
        how: how.to_owned(),
        below: question::options(options, desk.page()),
        pieces: 0,
    };
    ask(desk, &posed, options, several)
}

/// The same for options that are shown otherwise.
///
/// # Errors
/// As for [`run`].
pub(super) fn ask(
    desk: &mut Desk,
    posed: &Posed,
    options: &[ChoiceOption],
    several: bool,
) -> Result<Turn, TutorError> {
    let judge = |desk: &mut Desk, typed: &str| match answer::judge_choice(options, several, typed) {
        Err(error) => desk.unreadable(&error),
        Ok(choice) if choice.holds() => desk.right(typed).map(|()| true),
        Ok(choice) => not_yet(desk, options, &choice, typed).map(|()| false),
    };
    asked::run(desk, posed, judge, |desk, _| tell_all(desk, options))
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
    let answer = format!("The answer is {}.", listed(&right));
    desk.say(&format!("\n{}", prose::plain(&answer, 2, page)))?;
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
    desk.missed(typed, None)?;
    let text = match choice.extra.first() {
        Some(index) => {
            let no = format!("Not yet: {} does not belong.", question::letter(*index));
            desk.say(&page.theme.off(&prose::plain(&no, 2, page)))?;
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
    desk.offer_help()
}
