//! What the kinds have in common that are asked until the answer is right: shown, asked, answered or told, and then a shell in
//! the step's folder.

use super::{Asked, Desk, Turn, typing};
use crate::lesson::answer::AnswerError;
use crate::progress::entry::Outcome;
use crate::tutor::TutorError;
use crate::tutor::view::{feedback, prose};

/// What is shown to be answered.
pub(super) struct Posed {
    /// What the task is about, if it stands above it.
    pub(super) material: Option<String>,
    /// How it is answered.
    pub(super) how: String,
    /// What there is to answer with, below the task.
    pub(super) below: String,
    /// How many pieces are put in order, if that is what is asked.
    pub(super) pieces: usize,
}

/// How the asking came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// With the right answer.
    Right,
    /// With the wish to be told.
    Solution,
}

/// Asks until `judge`, which says what came of an answer, finds it right, or the solution is asked for; then `tell` says what
/// there is to say of it.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub(super) fn run(
    desk: &mut Desk,
    posed: &Posed,
    mut judge: impl FnMut(&mut Desk, &str) -> Result<bool, TutorError>,
    tell: impl FnOnce(&mut Desk, Came) -> Result<(), TutorError>,
) -> Result<Turn, TutorError> {
    desk.present(posed.material.as_deref(), Some(&posed.how))?;
    desk.enclose(&posed.below)?;
    if desk.begun.settled {
        desk.offer_again()?;
        return typing::shell(desk);
    }
    let came = loop {
        desk.console.arrange(posed.pieces);
        let typed = desk.ask("answer> ");
        desk.console.arrange(0);
        match typed? {
            Asked::Turn(turn) => return Ok(turn),
            Asked::Solution => {
                desk.record("", Outcome::Missed, None)?;
                break Came::Solution;
            }
            Asked::Answer(typed) if judge(desk, &typed)? => break Came::Right,
            Asked::Answer(_) => {}
        }
    };
    tell(desk, came)?;
    if !desk.begun.settled {
        desk.offer_next()?;
    }
    typing::shell(desk)
}

impl Desk<'_> {
    /// Says that an answer is right, and why.
    pub(super) fn right(&mut self, typed: &str) -> Result<(), TutorError> {
        self.record(typed, Outcome::Right, None)?;
        let (yes, page) = (format!("Yes. {}", self.step.because), self.page());
        Ok(self.say(&feedback::good(&yes, page))?)
    }

    /// Says why it is so to somebody who was told what it is.
    pub(super) fn because(&mut self) -> Result<(), TutorError> {
        let page = self.page();
        let text = prose::prose(&self.step.because, 2, page);
        Ok(self.say(&text)?)
    }

    /// Says why an answer could not be read, which is no attempt.
    pub(super) fn unreadable(&mut self, error: &AnswerError) -> Result<bool, TutorError> {
        let (page, said) = (self.page(), error.to_string());
        let mut rest = said.chars();
        let first = rest.next().map(|first| first.to_ascii_uppercase());
        let said: String = first.into_iter().chain(rest).collect();
        self.say(&prose::plain(&format!("{said}."), 2, page))?;
        Ok(false)
    }
}
