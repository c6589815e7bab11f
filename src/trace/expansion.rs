//! What became of a word, step by step (XCU 2.6).

use super::ExitStatus;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// Bytes kept of one text.
const EXCERPT: usize = 4096;

/// A step of the expansion of a word. Spans point into the text that the word stands in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ExpansionStep {
    /// A tilde-prefix became a directory (XCU 2.6.1).
    Tilde {
        /// The login name behind the tilde; empty for one's own.
        login: Vec<u8>,
        /// What stands for it.
        directory: Vec<u8>,
    },
    /// A parameter was expanded (XCU 2.6.2). What its own word needed comes before it.
    Parameter {
        /// The expansion, `$` included.
        span: Span,
        /// Which parameter.
        name: Vec<u8>,
        /// Whether it was set.
        is_set: bool,
        /// What came of it, perhaps shortened: several for `$@` and `$*`, none if nothing did.
        values: Vec<Vec<u8>>,
    },
    /// Commands ran, and their output took their place (XCU 2.6.3).
    CommandSubstitution {
        /// The substitution.
        span: Span,
        /// The output without its last newlines, perhaps shortened.
        output: Vec<u8>,
        /// How many newlines were dropped.
        newlines: u32,
        /// What the commands ended with.
        status: ExitStatus,
    },
    /// An expression became a number (XCU 2.6.4).
    Arithmetic {
        /// The expansion.
        span: Span,
        /// The number.
        value: i64,
    },
    /// What unquoted expansions produced was split (XCU 2.6.5).
    FieldSplitting {
        /// Into how many fields.
        fields: u32,
    },
    /// A field was taken for a pattern (XCU 2.6.6).
    PathnameExpansion {
        /// The field, perhaps shortened.
        field: Vec<u8>,
        /// How many pathnames matched; if none did, the field stays as it is.
        matches: u32,
    },
    /// Quotes that stood in the word were removed (XCU 2.6.7).
    QuoteRemoval,
}

impl ExpansionStep {
    /// The expansion that the step is about; `None` if it is about the whole word.
    pub fn span(&self) -> Option<Span> {
        match self {
            ExpansionStep::Parameter { span, .. }
            | ExpansionStep::CommandSubstitution { span, .. }
            | ExpansionStep::Arithmetic { span, .. } => Some(*span),
            _ => None,
        }
    }
}

/// As much of `text` as a step keeps.
pub fn excerpt(text: &[u8]) -> Vec<u8> {
    text[..text.len().min(EXCERPT)].to_vec()
}
