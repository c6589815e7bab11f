//! The answers that a step's author foresees, right and wrong ones, and where its texts stand.

use super::blocks::{RawStep, RawWrong};
use super::error::LessonError;
use super::step::StepReader;
use crate::lesson::{Example, Lines};
use crate::misconception;
use std::ops::Range;
use toml::Spanned;

impl StepReader<'_> {
    /// The `[[right]]` answers.
    pub(super) fn right(&self, raw: &RawStep) -> Result<Vec<Example>, LessonError> {
        let mut examples = Vec::new();
        for right in &raw.right {
            let typed = &right.get_ref().typed;
            examples.push(self.example(typed, None, right.span(), &examples)?);
        }
        Ok(examples)
    }

    /// The `[[wrong]]` answers of a step whose answers are typed, not predicted.
    pub(super) fn wrong(&self, raw: &RawStep) -> Result<Vec<Example>, LessonError> {
        let mut examples = Vec::new();
        for wrong in &raw.wrong {
            let RawWrong {
                snippet: None,
                answer: None,
                typed: Some(typed),
                idea,
                say: None,
            } = wrong.get_ref()
            else {
                let expected = "`typed`, and `idea` if one is named for it; the catalogue has what is said of an idea";
                return Err(self.error(
                    wrong.span(),
                    "another kind of wrong answer than this step has",
                    expected,
                ));
            };
            if let Some(idea) = idea
                .as_ref()
                .filter(|idea| misconception::named(idea).is_none())
            {
                let found = format!("the idea \"{idea}\"");
                let expected = "one of the catalogue in src/misconception/";
                return Err(self.error(wrong.span(), found, expected));
            }
            examples.push(self.example(typed, idea.clone(), wrong.span(), &examples)?);
        }
        Ok(examples)
    }

    fn example(
        &self,
        typed: &str,
        idea: Option<String>,
        at: Range<usize>,
        before: &[Example],
    ) -> Result<Example, LessonError> {
        if typed.trim().is_empty() {
            return Err(self.error(at, "an empty `typed`", "what a learner types"));
        }
        if before.iter().any(|example| example.typed == typed) {
            return Err(self.error(at, "the same `typed` twice", "each once"));
        }
        let (typed, line) = (typed.to_owned(), self.line(at));
        Ok(Example { typed, idea, line })
    }

    /// Where the step's texts stand.
    pub(super) fn lines(&self, raw: &RawStep) -> Lines {
        let answer = raw.answer.as_ref().map(Spanned::span);
        let answer = answer.or(raw.model.as_ref().map(Spanned::span));
        let alternative = raw.alternative.as_ref().map(Spanned::span);
        let line = |at: Option<Range<usize>>| at.map_or(0, |at| self.line(at));
        Lines {
            heading: u32::try_from(self.file.line(self.section.offset)).unwrap_or(u32::MAX),
            task: self.line(raw.task.span()),
            hints: self.line(raw.hints.span()),
            because: self.line(raw.because.span()),
            answer: line(answer),
            alternative: line(alternative),
        }
    }

    /// The 1-based line of a place in the `toml` block.
    pub(super) fn line(&self, at: Range<usize>) -> u32 {
        u32::try_from(self.file.line(self.block.start + at.start)).unwrap_or(u32::MAX)
    }
}
