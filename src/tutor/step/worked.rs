//! A step that needs a program which is missing here: nothing is asked, and what would have happened is shown.

use super::{Desk, Turn, typing};
use crate::lesson::Snippet;
use crate::progress::entry::Outcome;
use crate::tutor::TutorError;
use crate::tutor::view;

/// The worked example, and then a shell in the step's folder until the learner goes on.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, missing: &str, worked: &[Snippet]) -> Result<Turn, TutorError> {
    if !desk.begun.settled {
        desk.record("", Outcome::Worked, None)?;
    }
    let text = view::worked::worked(desk.step, missing, worked, desk.page());
    desk.asked.clone_from(&text);
    desk.say(&text)?;
    desk.offer_next()?;
    typing::shell(desk)
}
