//! The decisions of the language, each in one place. The engine asks a [`Rules`] whenever it decides.
//!
//! [`Rules::POSIX`] is the truth. A misreading is the same value with one decision replaced.

use crate::syntax::ast::AndOr;
use crate::trace::ExitStatus;

/// What the engine believes.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Whether the right side of `&&` or `||` runs after this status (XCU 2.9.3).
    pub runs_right_side: fn(AndOr, ExitStatus) -> bool,
    /// A pipeline's status from those of its commands, which are at least one (XCU 2.9.2).
    pub pipeline_status: fn(&[ExitStatus]) -> ExitStatus,
    /// The same under `set -o pipefail` (XCU 2.9.2).
    pub pipefail_status: fn(&[ExitStatus]) -> ExitStatus,
    /// What `!` makes of a status (XCU 2.9.2).
    pub negated: fn(ExitStatus) -> ExitStatus,
    /// Whether a condition of `if`, `while` or `until` that ended with this status holds (XCU 2.9.4).
    pub holds: fn(ExitStatus) -> bool,
    /// The status of an `if` or a loop none of whose bodies ran (XCU 2.9.4).
    pub nothing_ran: ExitStatus,
    /// What starting an asynchronous list leaves (XCU 2.9.3.1).
    pub started_in_background: ExitStatus,
}

impl Rules {
    /// The language as the standard has it.
    pub const POSIX: Rules = Rules {
        runs_right_side: |operator, status| status.is_success() == (operator == AndOr::And),
        pipeline_status: |statuses| statuses.last().copied().unwrap_or(ExitStatus::SUCCESS),
        pipefail_status: |statuses| {
            let failed = statuses.iter().rev().find(|status| !status.is_success());
            failed.copied().unwrap_or(ExitStatus::SUCCESS)
        },
        negated: |status| {
            if status.is_success() {
                ExitStatus::FAILURE
            } else {
                ExitStatus::SUCCESS
            }
        },
        holds: ExitStatus::is_success,
        nothing_ran: ExitStatus::SUCCESS,
        started_in_background: ExitStatus::SUCCESS,
    };
}
