//! The programs that a step needs and not every system has, and the worked example that stands in where one is missing.

use super::blocks::RawStep;
use super::error::LessonError;
use super::step::StepReader;
use crate::lesson::{NeedsProgram, Snippet, StepKind};
use toml::Spanned;

/// A word that ends a here-document and is no line of anybody's file.
const END: &str = "END";

impl StepReader<'_> {
    /// What `needs-program` says, with the sessions to be shown: those of the step, or the model answer with its `output`.
    pub(super) fn needs_program(
        &self,
        raw: &RawStep,
        kind: &StepKind,
    ) -> Result<Option<NeedsProgram>, LessonError> {
        let Some(program) = &raw.needs_program else {
            return match &raw.output {
                Some(output) => Err(self.error(
                    output.span(),
                    "`output` without `needs-program`",
                    "none: what an answer prints is shown only where it cannot be run",
                )),
                None => Ok(None),
            };
        };
        let names = program.get_ref().all();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
        let is_name = |name: &String| !name.is_empty() && name.chars().all(plain);
        if let Some(name) = names.iter().find(|name| !is_name(name)) {
            let found = format!("the program \"{name}\"");
            return Err(self.error(program.span(), found, "a name without a path"));
        }
        if names.is_empty() {
            return Err(self.error(program.span(), "a list without a program", "at least one"));
        }
        let worked = match (kind, &raw.answer, &raw.output) {
            (StepKind::Predict { .. } | StepKind::Trace { .. }, ..) => kind.snippets().to_vec(),
            (_, Some(answer), Some(output)) => vec![self.answered(kind, answer, output)],
            _ => {
                let found = "`needs-program` without `output`";
                let expected = "what the answer prints, to be shown where it cannot be run";
                return Err(self.error(program.span(), found, expected));
            }
        };
        let names = names.to_vec();
        Ok(Some(NeedsProgram { names, worked }))
    }

    /// The model answer as a session: lines as they are typed; a file as a here-document, and what runs it.
    fn answered(
        &self,
        kind: &StepKind,
        answer: &Spanned<String>,
        output: &Spanned<String>,
    ) -> Snippet {
        let text = answer.get_ref().trim_end();
        let source = match kind.file() {
            Some(file) => {
                let run = kind.judge().map(|judge| judge.run_line(file, None));
                let run = run.unwrap_or_default();
                format!("cat > {file} <<'{END}'\n{text}\n{END}\n{run}\n")
            }
            None => format!("{text}\n"),
        };
        Snippet {
            source,
            output: output.get_ref().clone(),
            wrong: Vec::new(),
            line: self.line(answer.span()),
        }
    }
}
