//! Makes a [`Step`] of a section: its prose, its snippets and its TOML block, each checked for sense.

use super::blocks::{Kind, Need, RawHidden, RawStep};
use super::error::{LessonError, SourceFile};
use super::inner_path::clash;
use super::markdown::{Block, Section};
use crate::lesson::answer::arrange;
use crate::lesson::check::Check;
use crate::lesson::{HiddenRun, Judge, Step, StepId, StepKind};
use std::ops::Range;
use toml::Spanned;

/// A section with its `toml` block.
pub(super) struct StepReader<'a> {
    pub(super) file: &'a SourceFile<'a>,
    pub(super) section: &'a Section,
    /// The `toml` block.
    pub(super) block: &'a Block,
    /// Ids of the misconceptions the lesson names; `None` where one of them is none.
    pub(super) ideas: Option<&'a [String]>,
}

impl StepReader<'_> {
    /// Reads the step.
    ///
    /// # Errors
    /// What is wrong with the fields that every step has, or else the first fault of the others.
    pub(super) fn read(&self) -> Result<Step, Vec<LessonError>> {
        let one = |fault| vec![fault];
        let raw: RawStep = self
            .file
            .toml(&self.block.text, self.block.start)
            .map_err(one)?;
        let faults = self.common_faults(&raw);
        match faults.is_empty() {
            true => self.make(raw).map_err(one),
            false => Err(faults),
        }
    }

    fn make(&self, raw: RawStep) -> Result<Step, LessonError> {
        let kind = self.kind(&raw)?;
        self.check_paths(&raw, &kind)?;
        let needs_program = self.needs_program(&raw, &kind)?;
        let cut: &[&str] = match kind {
            StepKind::Predict { .. } | StepKind::Trace { .. } | StepKind::Computed { .. } => {
                &["toml", "sh", "output"]
            }
            StepKind::Fix { .. } => &["toml", "sh"],
            _ => &["toml"],
        };
        let answer = match &kind {
            StepKind::Order { pieces, model, .. } => Some(arrange(pieces, model)),
            _ => raw.answer.clone().map(Spanned::into_inner),
        };
        let wrong = match &kind {
            StepKind::Predict { .. } => Vec::new(),
            _ => self.wrong(&raw)?,
        };
        let (right, lines) = (self.right(&raw)?, self.lines(&raw));
        Ok(Step {
            id: StepId(raw.id.into_inner()),
            heading: self.section.heading.clone(),
            prose: self.section.prose(self.file.text, cut),
            task: flow(raw.task.get_ref()),
            kind,
            hints: raw.hints.get_ref().iter().map(|hint| flow(hint)).collect(),
            answer,
            alternative: raw.alternative.map(Spanned::into_inner),
            because: flow(raw.because.get_ref()),
            right,
            wrong,
            lines,
            needs_program,
            setup: raw.setup,
            line: u32::try_from(self.file.line(self.block.range.start)).unwrap_or(u32::MAX),
        })
    }

    /// An error at a place of the `toml` block.
    pub(super) fn error(
        &self,
        at: Range<usize>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> LessonError {
        self.file
            .unexpected(self.block.start + at.start, found, expected)
    }

    /// What is wrong with the fields that every step has, and with which others there are.
    fn common_faults(&self, raw: &RawStep) -> Vec<LessonError> {
        let mut faults = Vec::new();
        faults.extend(super::check_id(self.file, self.block.start, &raw.id).err());
        for (name, field) in [("task", &raw.task), ("because", &raw.because)] {
            if field.get_ref().trim().is_empty() {
                faults.push(self.error(field.span(), format!("an empty `{name}`"), "some text"));
            }
        }
        let hints = raw.hints.get_ref();
        let expected = "three: what to look at, the rule, a nearly complete line";
        if hints.iter().any(|hint| hint.trim().is_empty()) {
            faults.push(self.error(raw.hints.span(), "an empty hint", expected));
        } else if hints.len() != 3 {
            let found = format!("{} hints", hints.len());
            faults.push(self.error(raw.hints.span(), found, expected));
        }
        let kind = format!("{:?}", raw.kind.get_ref()).to_lowercase();
        for (name, place, need) in raw.special_fields() {
            match (need, place) {
                (Need::Must, None) => {
                    let found = format!("a {kind} step without `{name}`");
                    faults.push(self.error(raw.kind.span(), found, "one"));
                }
                (Need::MustNot, Some(place)) => {
                    let found = format!("`{name}` in a {kind} step");
                    faults.push(self.error(place, found, "none there"));
                }
                _ => {}
            }
        }
        faults
    }

    /// The step's file finds room beside those of each preparation.
    fn check_paths(&self, raw: &RawStep, kind: &StepKind) -> Result<(), LessonError> {
        let Some(file) = &raw.file else {
            return Ok(());
        };
        let hidden = kind.judge().into_iter().flat_map(|judge| &judge.hidden);
        for setup in hidden.map(|run| &run.setup).chain([&raw.setup]) {
            let others = setup.files.keys().map(String::as_str);
            if let Some((found, expected)) = clash(others.chain([file.get_ref().as_str()])) {
                return Err(self.error(file.span(), found, expected));
            }
        }
        Ok(())
    }

    fn kind(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        match raw.kind.get_ref() {
            Kind::Try => self.try_step(raw),
            Kind::Predict => Ok(StepKind::Predict {
                snippets: self.predictions(raw)?,
            }),
            Kind::Choose if raw.misreadings.is_some() => self.computed(raw),
            Kind::Choose => self.choose(raw),
            Kind::Fix => self.fix(raw),
            Kind::Trace => self.trace(raw),
            Kind::Order => self.order(raw),
            Kind::Match => self.matching(raw),
            Kind::Drawn => self.drawn(raw),
        }
    }

    fn try_step(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        let one_line = raw
            .one_line
            .as_ref()
            .is_some_and(|one_line| *one_line.get_ref());
        let file = self.file(raw)?;
        match raw.hidden.first() {
            Some(hidden) if !one_line && file.is_none() => Err(self.error(
                hidden.span(),
                "a hidden run of several lines",
                "`one-line = true` in the step",
            )),
            _ => Ok(StepKind::Try {
                judge: self.judge(raw, one_line || file.is_some())?,
                file,
            }),
        }
    }

    /// The file to be judged. Without one there is nothing that a `run` could run.
    fn file(&self, raw: &RawStep) -> Result<Option<String>, LessonError> {
        let hidden = raw.hidden.iter().find(|run| run.get_ref().run.is_some());
        let run = raw.run.as_ref().map(Spanned::span);
        match (&raw.file, run.or(hidden.map(Spanned::span))) {
            (None, Some(at)) => Err(self.error(at, "`run` without `file`", "both or neither")),
            (file, _) => Ok(file.as_ref().map(|file| file.get_ref().as_str().to_owned())),
        }
    }

    fn fix(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        let broken: Vec<&Block> = self.section.blocks_of("sh").collect();
        let [broken] = broken[..] else {
            let found = format!("{} `sh` blocks in a fix step", broken.len());
            return Err(self
                .file
                .unexpected(self.section.offset, found, "one: the broken text"));
        };
        Ok(StepKind::Fix {
            broken: broken.text.clone(),
            file: self.file(raw)?,
            judge: self.judge(raw, true)?,
        })
    }

    fn trace(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        let mut snippets = self.snippets()?;
        match (snippets.pop(), raw.label.as_ref()) {
            (Some(snippet), Some(label)) if snippets.is_empty() => Ok(StepKind::Trace {
                snippet,
                label: *label.get_ref(),
            }),
            _ => Err(self.file.unexpected(
                self.section.offset,
                "several snippets in a trace step",
                "one",
            )),
        }
    }

    /// What the `[[check]]` and `[[hidden]]` tables want.
    pub(super) fn judge(&self, raw: &RawStep, one_line: bool) -> Result<Judge, LessonError> {
        let hidden = raw
            .hidden
            .iter()
            .map(|hidden| self.hidden(hidden))
            .collect::<Result<_, _>>()?;
        Ok(Judge {
            checks: self.checks(&raw.check)?,
            one_line,
            hidden,
            run: raw.run.clone().map(Spanned::into_inner),
        })
    }

    fn hidden(&self, raw: &Spanned<RawHidden>) -> Result<HiddenRun, LessonError> {
        let RawHidden {
            with,
            setup,
            replace,
            run,
            check,
        } = raw.get_ref();
        if check.is_empty() {
            return Err(self.error(raw.span(), "a hidden run without `check`", "at least one"));
        }
        let (with, setup, replace) = (with.clone(), setup.clone(), replace.clone());
        Ok(HiddenRun {
            with,
            setup,
            replace,
            run: run.clone(),
            checks: self.checks(check)?,
        })
    }

    fn checks(&self, checks: &[Spanned<Check>]) -> Result<Vec<Check>, LessonError> {
        let sensible = |check: &Spanned<Check>| match check.get_ref().fault() {
            Some((found, expected)) => Err(self.error(check.span(), found, expected)),
            None => Ok(check.get_ref().clone()),
        };
        checks.iter().map(sensible).collect()
    }
}

/// Text for a reader on one line, however its author broke it; it is wrapped where it is shown.
pub(super) fn flow(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
