//! What the shell language decides, one entry a rule: its id, its sentence for a learner, its POSIX section.
//!
//! The vocabulary of the whole house. The engine records the rule with each decision it makes, and everything that explains
//! takes its words from here. Nothing here runs anything. The entries are in `rule/catalogue.rs`.

#[macro_use]
mod catalogue_macro;
mod catalogue;

pub use catalogue::Rule;

impl Rule {
    /// The stable id, as traces and records spell it.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The rule in one sentence of at most 90 characters: no capital at the start, no full stop at the end.
    pub fn sentence(self) -> &'static str {
        self.entry().sentence
    }

    /// The rule as a sentence that stands alone.
    pub fn stated(self) -> String {
        let mut sentence = format!("{}.", self.sentence());
        if let Some(first) = sentence.get_mut(..1)
            && !begins_with_code(self.sentence())
        {
            first.make_ascii_uppercase();
        }
        sentence
    }

    /// Where POSIX.1-2024 says so, for instance `XCU 2.9.3`.
    pub fn posix(self) -> &'static str {
        self.entry().posix
    }

    /// The rule with this id.
    pub fn named(id: &str) -> Option<Rule> {
        Rule::all().find(|rule| rule.id() == id)
    }
}

/// Words of the shell that sentences begin with and that nobody can type with a capital.
const CODE: [&str; 19] = [
    "name", "if", "else", "while", "until", "for", "case", "return", "exit", "exec", "break",
    "continue", "eval", "set", "trap", "wait", "cd", "read", "test",
];

/// Whether `sentence` begins with what can be typed: a word of [`CODE`] with what is glued to it.
fn begins_with_code(sentence: &str) -> bool {
    let word = sentence.split(' ').next().unwrap_or_default();
    let end = word.find(|c: char| !c.is_ascii_alphabetic());
    CODE.contains(&&word[..end.unwrap_or(word.len())])
}

/// One line of the catalogue.
struct Entry {
    rule: Rule,
    id: &'static str,
    sentence: &'static str,
    posix: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_sentences_short() {
        let ids: BTreeSet<&str> = Rule::all().map(Rule::id).collect();
        assert_eq!(ids.len(), Rule::all().count());
        for rule in Rule::all() {
            let sentence = rule.sentence();
            assert!(sentence.chars().count() <= 90, "{}", rule.id());
            assert!(!sentence.ends_with('.'), "{}", rule.id());
            assert_eq!(Rule::named(rule.id()), Some(rule));
        }
    }

    #[test]
    fn a_sentence_that_stands_alone_begins_and_ends_as_one() {
        let stated = Rule::StatusByte.stated();
        assert_eq!(stated, "An exit status is one byte: 0 to 255.");
    }
}
