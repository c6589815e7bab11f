//! The TOML of a lesson as it is written: front matter and step blocks, before they are known to make sense.

use super::inner_path::InnerPath;
use crate::lesson::check::{Check, Construct};
use crate::lesson::{Label, Setup};
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// What stands between the `+++` lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrontMatter {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
    #[serde(default)]
    pub(super) needs: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) ideas: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) teaches: Vec<Construct>,
}

/// The word that says what a step asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Try,
    Predict,
    Choose,
    Fix,
    Trace,
    Order,
    Match,
    Drawn,
}

/// A `toml` block. Which of the optional fields belong depends on the kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawStep {
    pub(super) id: Spanned<String>,
    pub(super) kind: Spanned<Kind>,
    pub(super) task: Spanned<String>,
    pub(super) hints: Spanned<Vec<String>>,
    pub(super) because: Spanned<String>,
    pub(super) answer: Option<Spanned<String>>,
    pub(super) alternative: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) setup: Setup,
    pub(super) one_line: Option<Spanned<bool>>,
    #[serde(default)]
    pub(super) check: Vec<Spanned<Check>>,
    #[serde(default)]
    pub(super) hidden: Vec<Spanned<RawHidden>>,
    #[serde(default)]
    pub(super) right: Vec<Spanned<RawRight>>,
    #[serde(default)]
    pub(super) wrong: Vec<Spanned<RawWrong>>,
    #[serde(default)]
    pub(super) option: Vec<Spanned<RawOption>>,
    pub(super) several: Option<Spanned<bool>>,
    pub(super) misreadings: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    pub(super) item: Vec<Spanned<RawItem>>,
    pub(super) file: Option<Spanned<InnerPath>>,
    pub(super) run: Option<Spanned<String>>,
    pub(super) templates: Option<Spanned<Vec<String>>>,
    pub(super) count: Option<Spanned<usize>>,
    pub(super) label: Option<Spanned<Label>>,
    pub(super) needs_program: Option<Spanned<Names>>,
    pub(super) output: Option<Spanned<String>>,
    pub(super) pieces: Option<Spanned<Vec<String>>>,
    pub(super) model: Option<Spanned<Vec<usize>>>,
}

/// A `[[hidden]]` table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHidden {
    pub(super) with: String,
    #[serde(default)]
    pub(super) setup: Setup,
    #[serde(default)]
    pub(super) replace: Vec<(String, String)>,
    pub(super) run: Option<String>,
    pub(super) check: Vec<Spanned<Check>>,
}

/// An `[[option]]` table. Which of its fields belong depends on the kind of the step.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOption {
    pub(super) text: String,
    pub(super) right: Option<bool>,
    pub(super) say: Option<String>,
    pub(super) proof: Option<String>,
    pub(super) status: Option<u8>,
}

/// An `[[item]]` table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    pub(super) text: String,
    /// 1-based.
    pub(super) right: usize,
    pub(super) say: String,
}

/// A `[[right]]` table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRight {
    pub(super) typed: String,
}

/// One name, or several.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(String),
    Several(Vec<String>),
}

impl Names {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Names::One(name) => std::slice::from_ref(name),
            Names::Several(names) => names,
        }
    }
}

/// A `[[wrong]]` table. Which of its fields belong depends on the kind of the step.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWrong {
    /// 1-based, needed if the step has more than one snippet.
    pub(super) snippet: Option<usize>,
    pub(super) answer: Option<String>,
    pub(super) typed: Option<String>,
    pub(super) idea: Option<String>,
    pub(super) say: Option<String>,
}

impl RawStep {
    /// The fields that do not belong to every kind: name, place if given, whether this kind may have and must have it.
    pub(super) fn special_fields(&self) -> [(&'static str, Option<Range<usize>>, Need); 20] {
        use Kind::{Choose, Drawn, Fix, Match, Order, Predict, Trace, Try};
        let need = |must: &[Kind], may: &[Kind]| match self.kind.get_ref() {
            kind if must.contains(kind) => Need::Must,
            kind if may.contains(kind) => Need::May,
            _ => Need::MustNot,
        };
        [
            ("answer", place(&self.answer), need(&[Try, Fix], &[])),
            (
                "alternative",
                place(&self.alternative),
                need(&[], &[Try, Fix, Order]),
            ),
            ("one-line", place(&self.one_line), need(&[], &[Try])),
            ("check", first(&self.check), need(&[Try, Fix], &[Order])),
            ("hidden", first(&self.hidden), need(&[], &[Try, Fix, Order])),
            ("right", first(&self.right), need(&[], &[Try, Fix, Order])),
            (
                "wrong",
                first(&self.wrong),
                need(&[], &[Predict, Try, Fix, Order]),
            ),
            ("option", first(&self.option), need(&[Match], &[Choose])),
            ("item", first(&self.item), need(&[Match], &[])),
            ("several", place(&self.several), need(&[], &[Choose])),
            (
                "misreadings",
                place(&self.misreadings),
                need(&[], &[Choose]),
            ),
            ("file", place(&self.file), need(&[], &[Try, Fix])),
            ("run", place(&self.run), need(&[], &[Try, Fix])),
            ("templates", place(&self.templates), need(&[Drawn], &[])),
            ("count", place(&self.count), need(&[], &[Drawn])),
            ("label", place(&self.label), need(&[Trace], &[])),
            (
                "needs-program",
                place(&self.needs_program),
                need(&[], &[Try, Fix, Predict, Trace]),
            ),
            ("output", place(&self.output), need(&[], &[Try, Fix])),
            ("pieces", place(&self.pieces), need(&[Order], &[])),
            ("model", place(&self.model), need(&[Order], &[])),
        ]
    }
}

/// Whether a kind of step has a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Must,
    May,
    MustNot,
}

fn place<T>(field: &Option<Spanned<T>>) -> Option<Range<usize>> {
    field.as_ref().map(Spanned::span)
}

fn first<T>(field: &[Spanned<T>]) -> Option<Range<usize>> {
    field.first().map(Spanned::span)
}
