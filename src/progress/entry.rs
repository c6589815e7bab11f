//! What a line of the [record](super::record) says: an attempt at a step, ideas told apart, or that something begins anew.

use crate::lesson::{LessonId, StepId};
use serde::{Deserialize, Serialize};

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was right; the step is done.
    Right,
    /// Part of the step was right; more is asked.
    Partly,
    /// It was not right yet.
    Wrong,
    /// It was not right, and the answer has been shown since.
    Missed,
    /// The learner went on without an answer.
    Skipped,
    /// The learner asked for the solution.
    Shown,
    /// It could not be asked here, since a program is missing; it was shown as a worked example.
    Worked,
    /// The learner saw the last hint, which is nearly the solution.
    Hinted,
}

/// How sure a learner was before a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// A guess.
    Guess,
    /// Unsure.
    Unsure,
    /// Sure.
    Sure,
}

/// One attempt at a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// At which lesson.
    pub lesson: LessonId,
    /// At which of its steps.
    pub step: StepId,
    /// What was typed.
    pub typed: String,
    /// How it ended.
    pub outcome: Outcome,
    /// How sure the learner was, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<Sure>,
    /// The ids of the misconceptions that a wrong answer comes of, where it was foreseen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ideas: Vec<String>,
    /// The ids of the misreadings that lead to a wrong prediction.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misreadings: Vec<String>,
    /// The question, if it was drawn and stands in no lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Drawn>,
    /// Which session of the step was asked about, 1-based, where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<usize>,
    /// How many hints had been opened.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub hints: usize,
}

impl Attempt {
    /// Whether there is no answer in it: what came was asked for. Who gives one says how sure it is.
    pub fn asked_to_be_told(&self) -> bool {
        self.outcome == Outcome::Missed && self.sure.is_none() && self.typed.is_empty()
    }
}

fn is_none_of_them(count: &usize) -> bool {
    *count == 0
}

/// A question that was made from a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// The template's id.
    pub template: String,
    /// All that runs.
    pub session: String,
}

/// An answer to the question that tells ideas apart, asked after an attempt that may have come of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldApart {
    /// In which lesson.
    pub lesson: LessonId,
    /// At which of its steps.
    pub step: StepId,
    /// The session that was asked about.
    pub asked: String,
    /// What was typed.
    pub typed: String,
    /// The ids of the misreadings that lead to it; none if it was right, or comes of none.
    pub misreadings: Vec<String>,
    /// The ids of those that the attempt may have come of, and that this answer speaks against.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ruled_out: Vec<String>,
}

/// What a line of the record says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Entry {
    /// A step was attempted.
    Attempt(Attempt),
    /// Ideas were told apart.
    ToldApart(ToldApart),
    /// A lesson, or with `None` everything, begins anew.
    Reset {
        /// Which lesson.
        lesson: Option<LessonId>,
    },
}

/// A line of the record.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub version: u32,
    /// Seconds since 1970, UTC.
    pub at: u64,
    #[serde(flatten)]
    pub entry: Entry,
}
