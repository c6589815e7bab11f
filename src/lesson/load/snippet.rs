//! The snippets of *predict* and *trace* steps, with their outputs and declared wrong answers.

use super::blocks::{RawStep, RawWrong};
use super::error::LessonError;
use super::markdown::Block;
use super::step::{StepReader, flow};
use crate::lesson::{Snippet, WrongAnswer};
use toml::Spanned;

impl StepReader<'_> {
    /// The snippets of a predict step, each with its declared wrong answers.
    pub(super) fn predictions(&self, raw: &RawStep) -> Result<Vec<Snippet>, LessonError> {
        let mut snippets = self.snippets()?;
        for wrong in &raw.wrong {
            let count = snippets.len();
            let number = wrong.get_ref().snippet.or((count == 1).then_some(1));
            let snippet = number.and_then(|number| snippets.get_mut(number.checked_sub(1)?));
            let Some(snippet) = snippet else {
                let expected = format!("`snippet` with a number from 1 to {count}");
                return Err(self.error(wrong.span(), "a wrong answer to no snippet", expected));
            };
            let answer = self.wrong_answer(wrong, snippet)?;
            snippet.wrong.push(answer);
        }
        Ok(snippets)
    }

    fn wrong_answer(
        &self,
        wrong: &Spanned<RawWrong>,
        snippet: &Snippet,
    ) -> Result<WrongAnswer, LessonError> {
        let fault = |found: &str, expected| Err(self.error(wrong.span(), found, expected));
        let raw = wrong.get_ref();
        let (Some(answer), Some(idea), Some(say), None) =
            (&raw.answer, &raw.idea, &raw.say, &raw.typed)
        else {
            return fault(
                "a wrong prediction that is not whole",
                "`answer`, `idea` and `say`",
            );
        };
        if self.ideas.is_some_and(|ideas| !ideas.contains(idea)) {
            let found = format!("the idea \"{idea}\"");
            return fault(&found, "one of `ideas` in the front matter");
        }
        if snippet.diagnose(answer).is_some() {
            return fault("the same wrong answer twice", "one diagnosis for each");
        }
        Ok(WrongAnswer {
            answer: answer.clone(),
            idea: idea.clone(),
            say: flow(say),
            line: self.line(wrong.span()),
        })
    }

    /// Each `sh` block with the `output` block behind it.
    pub(super) fn snippets(&self) -> Result<Vec<Snippet>, LessonError> {
        let mut snippets = Vec::new();
        let mut pending: Option<&Block> = None;
        for block in &self.section.blocks {
            match (block.language.as_str(), pending.take()) {
                ("output", Some(source)) => snippets.push(Snippet {
                    source: source.text.clone(),
                    output: block.text.clone(),
                    wrong: Vec::new(),
                    line: u32::try_from(self.file.line(source.range.start)).unwrap_or(u32::MAX),
                }),
                ("output", None) => {
                    return Err(self.file.unexpected(
                        block.range.start,
                        "an `output` block",
                        "an `sh` block before it",
                    ));
                }
                (_, Some(source)) => return Err(self.without_output(source)),
                ("sh", None) => pending = Some(block),
                _ => {}
            }
        }
        match (pending, snippets.is_empty()) {
            (Some(source), _) => Err(self.without_output(source)),
            (None, true) => Err(self.file.unexpected(
                self.section.offset,
                "no snippet",
                "an `sh` block and an `output` block",
            )),
            (None, false) => Ok(snippets),
        }
    }

    fn without_output(&self, source: &Block) -> LessonError {
        self.file.unexpected(
            source.range.start,
            "a snippet without output",
            "an `output` block behind the `sh` block",
        )
    }
}
