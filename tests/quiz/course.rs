//! What the course says of its templates, read from `tests/quiz/rows.toml`.

use serde::Deserialize;
use shtutor::quiz::template::{Bank, Variant};

/// Both tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// A line for each template.
    pub counts: Vec<Counts>,
    /// Some of the variants.
    pub rows: Vec<Row>,
}

/// How much there is of a template.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Its id.
    pub template: String,
    /// How many questions.
    pub variants: usize,
    /// How many different answers they have.
    pub answers: usize,
}

/// A variant with its answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The template's id.
    pub template: String,
    /// The labels of the variant.
    pub slots: Vec<String>,
    /// What is printed.
    pub answer: String,
    /// What is not.
    #[serde(default)]
    pub wrong: Vec<Wrong>,
}

/// A wrong answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    /// It.
    pub answer: String,
    /// The idea behind it, as the course calls it.
    pub belief: String,
    /// The misreading that is its working.
    pub misreading: String,
}

impl Course {
    /// Reads it.
    pub fn read() -> Course {
        toml::from_str(include_str!("rows.toml")).expect("the table is sound")
    }
}

impl Row {
    /// The variant it is about.
    pub fn variant<'bank>(&self, bank: &'bank Bank) -> Variant<'bank> {
        let labels: Vec<&str> = self.slots.iter().map(String::as_str).collect();
        bank.template(&self.template)
            .and_then(|template| template.variant(&labels))
            .unwrap_or_else(|| panic!("{} has no variant {labels:?}", self.template))
    }
}
