//! Who would answer a question of the bank wrong, and how: the answer of each variant under every misreading that changes it.
//!
//! Data made by running them all, `lessons/wrong-answers.toml`, so that a question that tells ideas apart is found at once. What
//! is right is not in it. `tests/quiz.rs` makes it and sees to it that it is so.

use super::template::Variant;
use crate::misreading::Misreading;
use std::collections::BTreeMap;

/// The table inside the program.
const BUILT_IN: &str = include_str!("../../lessons/wrong-answers.toml");

/// For templates, by their ids, and their variants, by their numbers: each wrong answer with the misreadings that lead to it.
type Written = BTreeMap<String, BTreeMap<String, Vec<(String, Vec<String>)>>>;

/// Wrong answers of the bank's variants.
#[derive(Debug, Default)]
pub struct WrongAnswers {
    of: BTreeMap<(String, usize), BTreeMap<Misreading, String>>,
}

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WrongAnswersError {
    /// It does not have the form of one.
    #[error(transparent)]
    Form(#[from] toml::de::Error),
    /// It names a misreading, or a variant by something, that there is not.
    #[error("{template}: there is no {name}")]
    Unknown {
        /// Where.
        template: String,
        /// What.
        name: String,
    },
}

impl WrongAnswers {
    /// The table inside the program.
    ///
    /// # Errors
    /// It is faulty; tests see to it that it is not.
    pub fn built_in() -> Result<WrongAnswers, WrongAnswersError> {
        WrongAnswers::parse(BUILT_IN)
    }

    /// Reads a table.
    ///
    /// # Errors
    /// The first fault found.
    pub fn parse(text: &str) -> Result<WrongAnswers, WrongAnswersError> {
        let written: Written = toml::from_str(text)?;
        let mut table = WrongAnswers::default();
        for (template, variants) in written {
            let unknown = |name: &str| WrongAnswersError::Unknown {
                template: template.clone(),
                name: name.to_owned(),
            };
            for (number, answers) in variants {
                let number = number.parse().map_err(|_| unknown(&number))?;
                for (answer, misreadings) in answers {
                    for id in misreadings {
                        let misreading = Misreading::named(&id).ok_or_else(|| unknown(&id))?;
                        table.set(&template, number, misreading, &answer);
                    }
                }
            }
        }
        Ok(table)
    }

    /// Notes a wrong answer. Newlines at its end do not count.
    pub fn set(&mut self, template: &str, number: usize, misreading: Misreading, answer: &str) {
        let answers = self.of.entry((template.to_owned(), number)).or_default();
        answers.insert(misreading, answer.trim_end_matches('\n').to_owned());
    }

    /// What somebody with `misreading` answers; `None` if that is what is right.
    pub fn answer(&self, variant: Variant, misreading: Misreading) -> Option<&str> {
        let answers = self.all(variant)?;
        answers.get(&misreading).map(String::as_str)
    }

    /// Every misreading that answers wrong, with its answer.
    pub fn all(&self, variant: Variant) -> Option<&BTreeMap<Misreading, String>> {
        self.of.get(&(variant.template.id.clone(), variant.number))
    }

    /// The table as [`WrongAnswers::parse`] reads it, one line a variant.
    pub fn write(&self) -> String {
        let mut text = String::new();
        let mut last = None;
        for ((template, number), answers) in &self.of {
            if last != Some(template) {
                let gap = if last.is_some() { "\n" } else { "" };
                text.push_str(&format!("{gap}[{template}]\n"));
                last = Some(template);
            }
            let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (misreading, answer) in answers {
                groups.entry(answer).or_default().push(misreading.id());
            }
            let groups = groups.iter().map(|(answer, ids)| {
                let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
                format!("[{}, [{}]]", quoted(answer), ids.join(", "))
            });
            let groups: Vec<String> = groups.collect();
            text.push_str(&format!("{number} = [{}]\n", groups.join(", ")));
        }
        text
    }
}

/// A string as TOML has it on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::template::Bank;

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let mut table = WrongAnswers::default();
        table.set("T02", 0, Misreading::ZeroFalse, "a \"b\"\n'c'\\\t\u{1b}\n");
        table.set("T02", 0, Misreading::SkipAll, "");
        table.set("T02", 11, Misreading::SkipAll, "");
        table.set("T01", 3, Misreading::SkipAll, "x");
        let text = table.write();
        assert_eq!(WrongAnswers::parse(&text).unwrap().of, table.of, "{text}");
        assert_eq!(text.lines().count(), 6, "{text}");
    }

    #[test]
    fn the_table_inside_the_program_is_of_the_bank_inside_it() {
        let table = WrongAnswers::built_in().unwrap();
        let bank = Bank::built_in().unwrap();
        let known = bank
            .variants()
            .filter(|variant| table.all(*variant).is_some());
        assert_eq!(known.count(), table.of.len());
    }
}
