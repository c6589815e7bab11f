//! What a decision about `&&`, `||` and `;` is about.

use crate::syntax::ast::AndOr;
use crate::trace::ExitStatus;

/// A part of an AND-OR list whose turn it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The operator before it.
    pub operator: AndOr,
    /// What the list has come to so far.
    pub status: ExitStatus,
    /// What became of the part before it.
    pub before: Part,
}

/// What became of a part of an AND-OR list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It was the first, which has no operator, and ran.
    First,
    /// It ran, behind this operator.
    Ran(AndOr),
    /// It was skipped, for this operator.
    Skipped(AndOr),
}

impl Connection {
    /// As the standard has it: `&&` after a success, `||` after a failure.
    pub fn by_its_operator(self) -> bool {
        self.status.is_success() == (self.operator == AndOr::And)
    }

    /// Whether the part before it was skipped for `operator`.
    pub fn is_behind_skipped(self, operator: AndOr) -> bool {
        self.before == Part::Skipped(operator)
    }
}

/// What stands between an item of a list and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separation {
    /// What it is.
    pub separator: Separator,
    /// What the item before it ended with.
    pub status: ExitStatus,
    /// The operator for which the last part of that item was skipped.
    pub skipped: Option<AndOr>,
}

/// What ends an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `;`, with the next item on the same line.
    Semicolon,
    /// `&`, with the next item on the same line.
    Ampersand,
    /// A newline, whatever stands before it.
    Newline,
}
