//! The steps whose answers are numbers or letters of what is shown: *choose*, *match* and *order*; and *drawn* ones, which have
//! nothing of their own to show.

use super::blocks::{RawItem, RawOption, RawStep};
use super::error::LessonError;
use super::step::{StepReader, flow};
use crate::lesson::{ChoiceOption, MatchItem, StepKind};
use crate::misreading::Misreading;
use std::ops::Range;
use toml::Spanned;

/// More questions than anybody wants in one step.
const DRAWN: usize = 10;

impl StepReader<'_> {
    pub(super) fn order(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        let pieces = raw
            .pieces
            .as_ref()
            .map_or(&[][..], |pieces| pieces.get_ref());
        let model = raw.model.as_ref().map_or(&[][..], |model| model.get_ref());
        let at = raw.model.as_ref().map_or(0..0, Spanned::span);
        for (index, number) in model.iter().enumerate() {
            if !(1..=pieces.len()).contains(number) || model[..index].contains(number) {
                let expected = format!("numbers from 1 to {}, each once", pieces.len());
                return Err(self.error(at, format!("{number} in `model`"), expected));
            }
        }
        if model.is_empty() {
            return Err(self.error(at, "an empty `model`", "the numbers of the pieces in order"));
        }
        let model = model.iter().map(|number| number - 1).collect();
        let judge = match (raw.check.is_empty(), raw.hidden.first()) {
            (true, Some(hidden)) => {
                let expected = "`check` as well, or neither";
                return Err(self.error(hidden.span(), "`hidden` without `check`", expected));
            }
            (true, None) => None,
            (false, _) => Some(self.judge(raw, true)?),
        };
        Ok(StepKind::Order {
            pieces: pieces.to_vec(),
            model,
            judge,
        })
    }

    pub(super) fn choose(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        let options = raw.option.iter().map(|option| self.option(option));
        let options = options.collect::<Result<Vec<_>, _>>()?;
        let right = options.iter().filter(|option| option.right).count();
        let several = raw.several.as_ref().map(|several| *several.get_ref());
        let several = several.unwrap_or(right > 1);
        let at = raw
            .option
            .first()
            .map_or_else(|| raw.kind.span(), Spanned::span);
        match right {
            0 => Err(self.error(at, "no right option", "`right = true` in at least one")),
            2.. if !several => Err(self.error(
                at,
                format!("{right} right options"),
                "one, since `several = false`",
            )),
            _ if options.len() < 2 => Err(self.error(at, "a single option", "at least two")),
            _ => {
                self.check_different(
                    raw,
                    &options.iter().map(|one| &*one.text).collect::<Vec<_>>(),
                )?;
                Ok(StepKind::Choose { options, several })
            }
        }
    }

    /// No two options say the same, or nothing.
    fn check_different(&self, raw: &RawStep, texts: &[&str]) -> Result<(), LessonError> {
        for (index, (text, option)) in texts.iter().zip(&raw.option).enumerate() {
            if text.is_empty() {
                return Err(self.error(option.span(), "an option without text", "some"));
            }
            if texts[..index].contains(text) {
                let found = format!("the option \"{text}\" for a second time");
                return Err(self.error(option.span(), found, "each once"));
            }
        }
        Ok(())
    }

    fn option(&self, raw: &Spanned<RawOption>) -> Result<ChoiceOption, LessonError> {
        let RawOption {
            text,
            right,
            say,
            proof,
            status,
        } = raw.get_ref();
        let Some(say) = say else {
            return Err(self.error(raw.span(), "an option without `say`", "one"));
        };
        if proof.is_some() != status.is_some() {
            let found = "one of `proof` and `status`";
            return Err(self.error(raw.span(), found, "both or neither"));
        }
        Ok(ChoiceOption {
            text: flow(text),
            right: right.unwrap_or_default(),
            say: flow(say),
            proof: proof.clone(),
            status: *status,
            line: self.line(raw.span()),
        })
    }

    /// A *choose* step whose options are computed.
    pub(super) fn computed(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        for (name, at) in [
            ("option", raw.option.first().map(Spanned::span)),
            ("several", raw.several.as_ref().map(Spanned::span)),
        ] {
            if let Some(at) = at {
                let found = format!("`{name}` beside `misreadings`");
                return Err(self.error(at, found, "one way to say what the options are"));
            }
        }
        let none = (Vec::new(), 0..0);
        let (misreadings, at) = raw
            .misreadings
            .as_ref()
            .map_or(none, |ids| (ids.get_ref().clone(), ids.span()));
        self.check_names(&misreadings, at, "misreadings", |id| {
            Misreading::named(id).is_some()
        })?;
        let mut snippets = self.snippets()?;
        match snippets.pop() {
            Some(snippet) if snippets.is_empty() => Ok(StepKind::Computed {
                snippet,
                misreadings,
            }),
            _ => {
                let found = "several snippets in a choose step";
                Err(self.file.unexpected(self.section.offset, found, "one"))
            }
        }
    }

    pub(super) fn matching(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        let mut options = Vec::new();
        for option in &raw.option {
            let RawOption {
                text,
                right: None,
                say: None,
                proof: None,
                status: None,
            } = option.get_ref()
            else {
                let found = "an option of a match step with more than a `text`";
                return Err(self.error(option.span(), found, "what is said in its items"));
            };
            options.push(flow(text));
        }
        if options.len() < 2 {
            let at = raw.option.first().map_or(0..0, Spanned::span);
            return Err(self.error(at, "a single option", "at least two"));
        }
        self.check_different(raw, &options.iter().map(String::as_str).collect::<Vec<_>>())?;
        let items = raw.item.iter().map(|item| self.item(item, options.len()));
        Ok(StepKind::Match {
            items: items.collect::<Result<_, _>>()?,
            options,
        })
    }

    fn item(&self, raw: &Spanned<RawItem>, options: usize) -> Result<MatchItem, LessonError> {
        let RawItem { text, right, say } = raw.get_ref();
        if !(1..=options).contains(right) {
            let expected = format!("the number of an option, from 1 to {options}");
            return Err(self.error(raw.span(), format!("`right = {right}`"), expected));
        }
        Ok(MatchItem {
            text: flow(text),
            right: right - 1,
            say: flow(say),
            line: self.line(raw.span()),
        })
    }

    pub(super) fn drawn(&self, raw: &RawStep) -> Result<StepKind, LessonError> {
        let none = (Vec::new(), 0..0);
        let (templates, at) = raw
            .templates
            .as_ref()
            .map_or(none, |ids| (ids.get_ref().clone(), ids.span()));
        // Whether there is such a template only the bank knows, which is not this module's.
        self.check_names(&templates, at, "templates", |id| !id.is_empty())?;
        let count = raw.count.as_ref().map_or(1, |count| *count.get_ref());
        if !(1..=DRAWN).contains(&count) {
            let at = raw.count.as_ref().map_or(0..0, Spanned::span);
            let expected = format!("a number from 1 to {DRAWN}");
            return Err(self.error(at, format!("`count = {count}`"), expected));
        }
        Ok(StepKind::Drawn { templates, count })
    }

    /// Names must be there, known, and each there once.
    fn check_names(
        &self,
        names: &[String],
        at: Range<usize>,
        field: &str,
        known: impl Fn(&str) -> bool,
    ) -> Result<(), LessonError> {
        if names.is_empty() {
            return Err(self.error(at, format!("no {field}"), "at least one"));
        }
        for (index, name) in names.iter().enumerate() {
            if !known(name) || names[..index].contains(name) {
                let found = format!("\"{name}\" in `{field}`");
                return Err(self.error(at, found, "names that there are, each once"));
            }
        }
        Ok(())
    }
}
