//! What is kept of a step: each attempt in the record, and the place to go on from.

use super::{Desk, Origin, Turn};
use crate::lesson::{StepId, StepKind};
use crate::progress::entry::{Attempt, Outcome, Sure};
use crate::progress::resume::{Begun, Resume};
use crate::tutor::TutorError;
use crate::tutor::view::prose;

/// Characters of what was typed that are recorded.
const TYPED: usize = 4000;

impl Desk<'_> {
    /// Saves what the turn leaves behind.
    pub(super) fn rest(&mut self, turn: Turn) -> Result<(), TutorError> {
        match turn {
            Turn::Again | Turn::Next if self.aside => Ok(()),
            Turn::Leave(_) | Turn::List => self.save(),
            // The course's first step is not known here.
            Turn::Anew => Ok(()),
            Turn::Again => self.save_anew(),
            Turn::First => self.save_at(&self.lesson.steps[0].id),
            Turn::Next => match self.lesson.steps.get(self.number) {
                Some(next) => self.save_at(&next.id),
                None => Ok(()),
            },
        }
    }

    /// Saves the place: lesson, step, and what the room knows.
    pub(super) fn save(&mut self) -> Result<(), TutorError> {
        if self.aside {
            return Ok(());
        }
        let mut begun = self.begun.clone();
        if let Some(room) = &self.room {
            begun.folder = room.folder().to_path_buf();
            begun.state = room.state.clone();
            begun.seen = room.seen.clone();
        }
        let mut resume = Resume::at(&self.lesson.id, &self.step.id);
        resume.begun = (begun != Begun::default()).then_some(begun);
        self.store.save(resume);
        self.tell_notes()
    }

    /// Saves that the step begins again. What it takes to be shown more of it has been done, and is not asked for once more.
    fn save_anew(&mut self) -> Result<(), TutorError> {
        let foretold = matches!(
            self.step.kind,
            StepKind::Predict { .. } | StepKind::Drawn { .. }
        );
        let begun = match self.begun.settled || foretold {
            true => Begun::default(),
            false => Begun {
                hints: self.begun.hints,
                misses: self.begun.misses,
                ..Begun::default()
            },
        };
        let mut resume = Resume::at(&self.lesson.id, &self.step.id);
        resume.begun = (begun != Begun::default()).then_some(begun);
        self.store.save(resume);
        self.tell_notes()
    }

    /// Saves that the step with this id begins.
    pub(super) fn save_at(&mut self, step: &StepId) -> Result<(), TutorError> {
        self.store.save(Resume::at(&self.lesson.id, step));
        self.tell_notes()
    }

    /// Says what there is to say of what is saved, and what is not.
    pub(super) fn tell_notes(&mut self) -> Result<(), TutorError> {
        let page = self.page();
        for note in std::mem::take(&mut self.store.notes) {
            self.say(&prose::plain(&format!("Note: {note}."), 2, page))?;
        }
        Ok(())
    }

    pub(super) fn record(
        &mut self,
        typed: &str,
        outcome: Outcome,
        sure: Option<Sure>,
    ) -> Result<(), TutorError> {
        self.record_with(typed, outcome, sure, Origin::default())
    }

    /// Records an attempt together with what its answer comes of.
    pub(super) fn record_with(
        &mut self,
        typed: &str,
        outcome: Outcome,
        sure: Option<Sure>,
        origin: Origin,
    ) -> Result<(), TutorError> {
        let typed = typed.chars().take(TYPED).collect();
        let (lesson, step) = (self.lesson.id.clone(), self.step.id.clone());
        let part = (self.parts() > 1).then_some(self.begun.part + 1);
        self.store.add(Attempt {
            lesson,
            step,
            typed,
            outcome,
            sure,
            ideas: origin.ideas,
            misreadings: origin.misreadings,
            drawn: origin.drawn,
            part,
            hints: self.begun.hints,
        });
        self.tell_notes()
    }

    /// How many sessions the step asks about, one after the other.
    pub(super) fn parts(&self) -> usize {
        match &self.step.kind {
            StepKind::Predict { snippets } => snippets.len(),
            StepKind::Drawn { count, .. } => *count,
            _ => 1,
        }
    }
}
