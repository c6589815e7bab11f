//! What lies around the command that is being executed: conditions, loops, functions, subshells.

use crate::source::Span;
use crate::syntax::ast::AndOr;
use crate::trace::{ExitStatus, Termination};

/// Depths and marks that a construct sets while its parts run, and takes back afterwards.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frames {
    /// How many conditions surround this command: `errexit` is suspended in them (XCU 2.15 `set -e`).
    pub conditions: u32,
    /// How many loops surround it: what `break` can leave. One around a subshell is left by ending the subshell.
    pub loops: u32,
    /// How many functions and sourced files: what `return` can leave.
    pub functions: u32,
    /// Whether this process ends when the command does, so that an external utility may take its place.
    pub tail: bool,
    /// Whether this process is a subshell environment.
    pub subshell: bool,
    /// How many texts have been run: each gets its number.
    pub texts: u32,
    /// Whether a syntax error in the text that runs next is only its command's failure: `command` stands before `eval` or `.`.
    pub forgives: bool,
    /// Whether `command` stands before the `eval` or `.` that runs this text or one around it.
    pub forgiven: bool,
    /// What `$?` was before the trap whose commands run, and how many functions surrounded it: what `exit` and `return` without
    /// an operand leave with.
    pub before_trap: Option<(ExitStatus, u32)>,
    /// Whether the redirections of the simple command that is running stay: it is `exec` without a command.
    pub redirections_stay: bool,
    /// Whether a here-document is being expanded: its lines belong to the command that reads it.
    pub here_doc: bool,
    /// How the external utility or subshell that ran last ended, until its end has been recorded.
    pub ended: Option<Termination>,
    /// The operator for which the last part of the AND-OR list that ended last was skipped.
    pub skipped: Option<AndOr>,
    /// The simple command that is running.
    pub span: Option<Span>,
}

impl Frames {
    /// A number for a text that begins to run: see [`crate::trace::TraceEvent::source`].
    pub fn next_text(&mut self) -> u32 {
        self.texts += 1;
        self.texts - 1
    }
}
