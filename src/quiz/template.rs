//! Templates: sessions with slots, what may stand in each slot, and the misreadings they are there to tell from the truth.
//!
//! The bank is data, `lessons/templates.toml`, inside the program. Start with [`Template::variants`].

use super::Question;
use crate::misreading::Misreading;
use serde::Deserialize;

/// The templates inside the program.
const BUILT_IN: &str = include_str!("../../lessons/templates.toml");

/// Templates in the order in which they are listed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// All of them.
    #[serde(rename = "template")]
    pub templates: Vec<Template>,
}

/// A session with slots.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The name it is known by: `T01`.
    pub id: String,
    /// What is asked, in a few words.
    pub title: String,
    /// The session, each slot written `«name»`; begins with the first command.
    pub text: String,
    /// Whether the output of all of it is asked for, not that of its last line.
    #[serde(default)]
    pub whole: bool,
    /// Whether it is one line that leaves nothing behind and looks at nothing that others might leave, so that several may
    /// stand one below the other.
    #[serde(default)]
    pub alone: bool,
    /// Whether one answer is right for so many variants that what is drawn first is the answer.
    #[serde(default)]
    pub balanced: bool,
    /// The ids of the misreadings that some variant must tell from the truth.
    pub probes: Vec<String>,
    /// For whoever chooses or changes variants.
    pub note: String,
    /// What may stand in the slots. Every slot belongs to one axis.
    pub axes: Vec<Axis>,
    /// Combinations of labels that are no question, each of labels of different axes.
    #[serde(default)]
    pub excluded: Vec<Vec<String>>,
}

/// Slots that are filled together, and the ways to fill them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Their names.
    pub slots: Vec<String>,
    /// At least two.
    pub values: Vec<Value>,
}

/// One way to fill the slots of an axis.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "WrittenValue")]
pub struct Value {
    /// What it is called; empty if it leaves its only slot empty.
    pub label: String,
    /// A text for every slot of the axis.
    pub texts: Vec<String>,
}

/// A value as it stands in the file: most are called what they are.
#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenValue {
    Text(String),
    Labelled { label: String, texts: Vec<String> },
}

impl From<WrittenValue> for Value {
    fn from(written: WrittenValue) -> Value {
        match written {
            WrittenValue::Text(text) => Value {
                label: text.clone(),
                texts: vec![text],
            },
            WrittenValue::Labelled { label, texts } => Value { label, texts },
        }
    }
}

/// A template with every slot filled: one question.
#[derive(Clone, Copy, Debug)]
pub struct Variant<'bank> {
    /// The template it is of.
    pub template: &'bank Template,
    /// Which of the template's combinations, from 0, those that are excluded counted: it stays the same while the axes do.
    pub number: usize,
}

/// Why a bank cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// It does not have the form of a bank.
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    /// Two templates have one id.
    #[error("{0}: there is another template of this id")]
    Twice(String),
    /// A slot of the text has no axis, or more than one.
    #[error("{template}: «{slot}» is filled by {axes} axes, not by one")]
    Slot {
        /// The template.
        template: String,
        /// The slot.
        slot: String,
        /// How many fill it.
        axes: usize,
    },
    /// An axis fills a slot that the text does not have.
    #[error("{template}: there is no «{slot}» in the text")]
    NoSlot {
        /// The template.
        template: String,
        /// The slot.
        slot: String,
    },
    /// A value has not one text for each slot of its axis, or shares its label with another of the axis.
    #[error(
        "{template}: the value {label:?} must have a label of its own and a text for each slot"
    )]
    Value {
        /// The template.
        template: String,
        /// The value's label.
        label: String,
    },
    /// An excluded combination names what no axis has.
    #[error("{template}: no value is called {label:?}")]
    NoLabel {
        /// The template.
        template: String,
        /// The label.
        label: String,
    },
    /// It probes a misreading that there is not.
    #[error("{template}: there is no misreading {misreading}")]
    NoMisreading {
        /// The template.
        template: String,
        /// The misreading.
        misreading: String,
    },
}

impl Bank {
    /// The bank inside the program.
    ///
    /// # Errors
    /// It is faulty; tests see to it that it is not.
    pub fn built_in() -> Result<Bank, BankError> {
        Bank::parse(BUILT_IN)
    }

    /// Reads a bank.
    ///
    /// # Errors
    /// The first fault found.
    pub fn parse(text: &str) -> Result<Bank, BankError> {
        let bank: Bank = toml::from_str(text)?;
        for (at, template) in bank.templates.iter().enumerate() {
            let mut earlier = bank.templates[..at].iter();
            if earlier.any(|earlier| earlier.id == template.id) {
                return Err(BankError::Twice(template.id.clone()));
            }
            template.check()?;
        }
        Ok(bank)
    }

    /// The template with this id.
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    /// Every variant of every template.
    pub fn variants(&self) -> impl Iterator<Item = Variant<'_>> {
        self.templates.iter().flat_map(Template::variants)
    }
}

impl Template {
    /// Every way to fill the slots, the last axis turning fastest, without what is excluded.
    pub fn variants(&self) -> impl Iterator<Item = Variant<'_>> {
        let combinations = self.axes.iter().map(|axis| axis.values.len()).product();
        (0..combinations)
            .map(|number| Variant {
                template: self,
                number,
            })
            .filter(|variant| !variant.is_excluded())
    }

    /// The variant whose values are called `labels`, one for each axis.
    pub fn variant(&self, labels: &[&str]) -> Option<Variant<'_>> {
        self.variants()
            .find(|variant| variant.labels().eq(labels.iter().copied()))
    }

    fn check(&self) -> Result<(), BankError> {
        let template = || self.id.clone();
        let slots: Vec<&str> = pieces(&self.text).filter_map(|(_, slot)| slot).collect();
        for slot in &slots {
            let axes = self.axes.iter().flat_map(|axis| &axis.slots);
            let axes = axes.filter(|named| named == slot).count();
            if axes != 1 {
                let slot = (*slot).to_owned();
                return Err(BankError::Slot {
                    template: template(),
                    slot,
                    axes,
                });
            }
        }
        for axis in &self.axes {
            if let Some(slot) = axis
                .slots
                .iter()
                .find(|slot| !slots.contains(&slot.as_str()))
            {
                let slot = slot.clone();
                return Err(BankError::NoSlot {
                    template: template(),
                    slot,
                });
            }
            for value in &axis.values {
                let so_called = axis
                    .values
                    .iter()
                    .filter(|other| other.label == value.label);
                if value.texts.len() != axis.slots.len() || so_called.count() != 1 {
                    let label = value.label.clone();
                    return Err(BankError::Value {
                        template: template(),
                        label,
                    });
                }
            }
        }
        let values = || self.axes.iter().flat_map(|axis| &axis.values);
        let mut excluded = self.excluded.iter().flatten();
        if let Some(label) = excluded.find(|label| !values().any(|value| value.label == **label)) {
            let label = label.clone();
            return Err(BankError::NoLabel {
                template: template(),
                label,
            });
        }
        if let Some(id) = self
            .probes
            .iter()
            .find(|id| Misreading::named(id).is_none())
        {
            let misreading = id.clone();
            return Err(BankError::NoMisreading {
                template: template(),
                misreading,
            });
        }
        Ok(())
    }
}

impl<'bank> Variant<'bank> {
    /// The chosen value of each axis.
    pub fn values(self) -> impl Iterator<Item = &'bank Value> {
        let axes = &self.template.axes;
        axes.iter().enumerate().map(move |(at, axis)| {
            let behind: usize = axes[at + 1..]
                .iter()
                .map(|axis| axis.values.len())
                .product();
            &axis.values[self.number / behind % axis.values.len()]
        })
    }

    /// What the chosen values are called.
    pub fn labels(self) -> impl Iterator<Item = &'bank str> {
        self.values().map(|value| value.label.as_str())
    }

    /// The session: lines as they are typed.
    pub fn text(self) -> String {
        let mut session = String::new();
        for (text, slot) in pieces(&self.template.text) {
            session.push_str(text);
            session.push_str(slot.and_then(|slot| self.filling(slot)).unwrap_or_default());
        }
        session
    }

    /// What is asked about the session.
    pub fn question(self) -> Question {
        if self.template.whole {
            Question::whole(self.text())
        } else {
            Question::last_line(&self.text())
        }
    }

    /// What stands in the slot.
    fn filling(self, slot: &str) -> Option<&'bank str> {
        let mut filled = self.template.axes.iter().zip(self.values());
        filled.find_map(|(axis, value)| {
            let at = axis.slots.iter().position(|named| named == slot)?;
            Some(value.texts[at].as_str())
        })
    }

    fn is_excluded(self) -> bool {
        let mut excluded = self.template.excluded.iter();
        excluded.any(|labels| {
            labels
                .iter()
                .all(|label| self.labels().any(|chosen| chosen == label))
        })
    }
}

/// The text in pieces: what stands before each slot, and the slot's name, which the last piece has none of.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split('»').map(|piece| match piece.split_once('«') {
        Some((before, slot)) => (before, Some(slot)),
        None => (piece, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(fields: &str) -> Result<Bank, BankError> {
        let start = "[[template]]\nid = \"T\"\ntitle = \"t\"\nnote = \"\"\n";
        Bank::parse(&format!("{start}{fields}"))
    }

    const TWO_AXES: &str = r#"
        text = "«l»true «op» echo A«r»\n«op»"
        probes = ["ternary"]
        excluded = [["group", "||"]]
        axes = [
            { slots = ["op"], values = ["", "||", "&&"] },
            { slots = ["l", "r"], values = [{ label = "none", texts = ["", ""] }, { label = "group", texts = ["{ ", "; }"] }] },
        ]
    "#;

    #[test]
    fn variants_are_the_cross_product_without_what_is_excluded() {
        let bank = bank(TWO_AXES).unwrap();
        let labels: Vec<String> = bank
            .variants()
            .map(|variant| variant.labels().collect::<Vec<_>>().join("+"))
            .collect();
        assert_eq!(
            labels,
            ["+none", "+group", "||+none", "&&+none", "&&+group"]
        );
    }

    #[test]
    fn every_slot_is_filled_wherever_it_stands() {
        let bank = bank(TWO_AXES).unwrap();
        let text = |labels: &[&str]| bank.templates[0].variant(labels).map(Variant::text);
        assert_eq!(text(&["&&", "group"]).unwrap(), "{ true && echo A; }\n&&");
        assert_eq!(text(&["", "none"]).unwrap(), "true  echo A\n");
        assert_eq!(text(&["||", "group"]), None);
        assert_eq!(text(&["group", "&&"]), None);
    }

    fn check_fault(replaced: &str, by: &str, message: &str) {
        assert!(TWO_AXES.contains(replaced), "{replaced}");
        let error = bank(&TWO_AXES.replace(replaced, by)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn faults_are_named() {
        check_fault("\\n«op»", "«x»", "T: «x» is filled by 0 axes, not by one");
        check_fault("A«r»", "A", "T: there is no «r» in the text");
        check_fault(
            "[\"op\"]",
            "[\"op\", \"l\"]",
            "T: «l» is filled by 2 axes, not by one",
        );
        let value = "T: the value \"group\" must have a label of its own and a text for each slot";
        check_fault("[\"{ \", \"; }\"]", "[\"{ \"]", value);
        check_fault("\"none\"", "\"group\"", value);
        check_fault(
            "[\"group\", \"||\"]",
            "[\"grp\"]",
            "T: no value is called \"grp\"",
        );
        check_fault("ternary", "tertiary", "T: there is no misreading tertiary");
    }

    #[test]
    fn the_last_line_is_asked_for_unless_it_is_all() {
        let asked = |bank: &Bank| {
            bank.variants()
                .next()
                .map(|variant| variant.question().asked)
        };
        assert_eq!(asked(&bank("text = \"a«s»\\nb\"\nprobes = []\naxes = [{ slots = [\"s\"], values = [\"1\", \"2\"] }]").unwrap()).unwrap(), "b");
        assert_eq!(asked(&bank("whole = true\ntext = \"a«s»\\nb\"\nprobes = []\naxes = [{ slots = [\"s\"], values = [\"1\", \"2\"] }]").unwrap()).unwrap(), "a1\nb");
    }

    #[test]
    fn the_bank_inside_the_program_is_sound() {
        let bank = Bank::built_in().unwrap();
        let ids: Vec<&str> = bank
            .templates
            .iter()
            .map(|template| template.id.as_str())
            .collect();
        assert!(ids.is_sorted() && !ids.is_empty(), "{ids:?}");
        for variant in bank.variants() {
            let text = variant.text();
            assert!(!text.contains(['«', '»']), "{text}");
            assert!(text.ends_with('\n') && !text.contains(" \n") && !text.contains("  echo"));
        }
    }
}
