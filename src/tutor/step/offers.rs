//! What is recorded of an answer that is not right, and the commands that are offered below an answer.

use super::{Desk, Origin, PATIENCE};
use crate::judging::Refusal;
use crate::progress::entry::Outcome;
use crate::progress::record::Standing;
use crate::tutor::TutorError;
use crate::tutor::room::Room;
use crate::tutor::view::question;

/// Lines of the offers, which stand below what is said of an answer.
pub(super) const OFFERS: usize = 2;

impl Desk<'_> {
    /// Notes where the run was that a refusal is about, for `:why` and `:trace` to say so.
    pub(super) fn ran_elsewhere(&mut self, refusal: &Refusal) {
        self.elsewhere = refusal.with.clone();
    }

    /// Records the miss, with the idea that was spoken of, and says which commands help from here.
    pub(super) fn miss(&mut self, typed: &str, idea: Option<&str>) -> Result<(), TutorError> {
        self.missed(typed, idea)?;
        self.offer_help()
    }

    /// Records the miss, with the idea that is spoken of.
    pub(super) fn missed(&mut self, typed: &str, idea: Option<&str>) -> Result<(), TutorError> {
        self.miss_of(
            typed,
            Origin {
                ideas: idea.map(str::to_owned).into_iter().collect(),
                ..Origin::default()
            },
        )
    }

    /// Records a miss with the misreadings that lead to it.
    pub(super) fn missed_by(
        &mut self,
        typed: &str,
        misreadings: Vec<String>,
    ) -> Result<(), TutorError> {
        self.miss_of(
            typed,
            Origin {
                misreadings,
                ..Origin::default()
            },
        )
    }

    fn miss_of(&mut self, typed: &str, origin: Origin) -> Result<(), TutorError> {
        self.begun.misses += 1;
        self.record_with(typed, Outcome::Wrong, None, origin)?;
        self.save()
    }

    /// Says which commands help somebody whose answer was not right.
    pub(super) fn offer_help(&mut self) -> Result<(), TutorError> {
        let page = self.page();
        let left = self.hints_left();
        let hint = format!(":hint ({left} left)");
        let mut offers = if left > 0 {
            vec![hint.as_str()]
        } else {
            vec![":solution"]
        };
        if self.begun.misses >= PATIENCE {
            if left > 0 {
                offers.push(":solution");
            }
            offers.push(":reset");
        }
        if self.last.is_some() {
            offers.push(":why");
        }
        if self.room.as_ref().is_some_and(Room::has_changed) {
            offers.push(":undo");
        }
        Ok(self.say(&format!("\n{}", question::offers(&offers, page)))?)
    }

    /// Says, where a step is shown again that was answered before, that nothing is asked any more.
    pub(super) fn offer_again(&mut self) -> Result<(), TutorError> {
        let said = match self.store.standing(&self.lesson.id, &self.step.id) {
            Standing::Missed => "This is answered, and was missed. :reset asks it again.",
            Standing::Shown => "The answer was shown. :reset asks it again.",
            _ => "This is done.",
        };
        self.remark(said)?;
        self.offer_next()
    }

    /// Says what can be done now that the step, or this part of it, is answered.
    pub(super) fn offer_next(&mut self) -> Result<(), TutorError> {
        self.begun.settled = true;
        self.save()?;
        let page = self.page();
        let why = if self.last.is_some() {
            vec![":why"]
        } else {
            Vec::new()
        };
        let offers = [vec!["Enter: next"], why, vec![":list", ":quit"]].concat();
        Ok(self.say(&format!("\n{}", question::offers(&offers, page)))?)
    }
}
