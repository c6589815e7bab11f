//! What the shell language decides, one entry a rule: its id, its sentence for a learner, its POSIX section.
//!
//! The vocabulary of the whole house. The engine records the rule with each decision it makes, and everything that explains
//! takes its words from here. Nothing here runs anything. Start with [`Rule`].

use serde::{Deserialize, Serialize};

/// A decision of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// `$?` is that of the command that ended last.
    LatestStatus,
    /// A status is one byte.
    StatusByte,
    /// A command that was not found.
    NotFound,
    /// A command that was found and cannot be run.
    NotExecutable,
    /// A command ended by a signal.
    SignalStatus,
    /// An assignment without a command.
    AssignmentStatus,
    /// Quotes that keep or stop expansion.
    SingleQuotes,
    /// `&&` after a status.
    AndList,
    /// `||` after a status.
    OrList,
    /// `!` in front of a pipeline.
    Negation,
    /// The status of a pipeline.
    PipelineStatus,
    /// Which branch of an `if` runs.
    IfBranch,
    /// The status of an `if` none of whose branches ran.
    IfWithoutBranch,
    /// The status of starting an asynchronous list.
    AsyncStatus,
    /// A redirection that failed.
    RedirectionFailed,
    /// What a subshell changes stays in it.
    SubshellEnvironment,
    /// An unquoted expansion becomes fields.
    FieldSplitting,
}

impl Rule {
    /// The stable id, as traces and records spell it.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The rule in one sentence of at most 90 characters.
    pub fn sentence(self) -> &'static str {
        self.entry().sentence
    }

    /// Where POSIX.1-2024 says so, for instance `XCU 2.9.3`.
    pub fn posix(self) -> &'static str {
        self.entry().posix
    }

    fn entry(self) -> &'static Entry {
        // The catalogue is in the order of the variants: a test holds it there.
        &CATALOGUE[self as usize]
    }

    /// Every rule, in the order a course meets them.
    pub fn all() -> impl Iterator<Item = Rule> {
        CATALOGUE.iter().map(|entry| entry.rule)
    }
}

/// One line of the catalogue.
struct Entry {
    rule: Rule,
    id: &'static str,
    sentence: &'static str,
    posix: &'static str,
}

const fn entry(rule: Rule, id: &'static str, sentence: &'static str, posix: &'static str) -> Entry {
    Entry { rule, id, sentence, posix }
}

/// The catalogue.
#[rustfmt::skip]
static CATALOGUE: [Entry; 17] = [
    entry(Rule::LatestStatus, "latest-status", "$? is the status of the command that ended last", "XCU 2.5.2"),
    entry(Rule::StatusByte, "status-byte", "an exit status is one byte: 0 to 255", "XCU 2.8.2"),
    entry(Rule::NotFound, "not-found", "a command that cannot be found leaves 127", "XCU 2.8.2"),
    entry(Rule::NotExecutable, "not-executable", "a file that is found but cannot be run leaves 126", "XCU 2.8.2"),
    entry(Rule::SignalStatus, "signal-status", "a command ended by signal n leaves 128 + n", "XCU 2.8.2"),
    entry(Rule::AssignmentStatus, "assignment-status", "an assignment alone leaves 0, or its last $( )'s status", "XCU 2.9.1"),
    entry(Rule::SingleQuotes, "single-quotes", "nothing is expanded between single quotes", "XCU 2.2.2"),
    entry(Rule::AndList, "and-list", "&& runs its right side only after a success", "XCU 2.9.3"),
    entry(Rule::OrList, "or-list", "|| runs its right side only after a failure", "XCU 2.9.3"),
    entry(Rule::Negation, "negation", "! turns 0 into 1 and every other status into 0", "XCU 2.9.2"),
    entry(Rule::PipelineStatus, "pipeline-status", "a pipeline's exit status is that of its last command", "XCU 2.9.2"),
    entry(Rule::IfBranch, "if-branch", "if runs the first branch whose condition ends with 0", "XCU 2.9.4.4"),
    entry(Rule::IfWithoutBranch, "status-of-if", "an if that ran no branch ends with 0", "XCU 2.9.4.4"),
    entry(Rule::AsyncStatus, "async-status", "starting a command with & always leaves 0", "XCU 2.9.3.1"),
    entry(Rule::RedirectionFailed, "redirection-failed", "a command whose redirection fails is not run", "XCU 2.8.1"),
    entry(Rule::SubshellEnvironment, "subshell", "what a subshell changes is lost when it ends", "XCU 2.13"),
    entry(Rule::FieldSplitting, "field-splitting", "an unquoted $name is split into words at blanks", "XCU 2.6.5"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_sentences_short() {
        let ids: BTreeSet<&str> = Rule::all().map(Rule::id).collect();
        assert_eq!(ids.len(), CATALOGUE.len());
        for rule in Rule::all() {
            assert!(rule.sentence().chars().count() <= 90, "{}", rule.id());
        }
    }

    #[test]
    fn the_catalogue_is_in_the_order_of_the_variants() {
        for (index, entry) in CATALOGUE.iter().enumerate() {
            assert_eq!(entry.rule as usize, index, "{}", entry.id);
        }
    }
}
