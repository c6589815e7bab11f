//! The decisions of the language, each in one place. The engine asks a [`Rules`] whenever it decides.
//!
//! [`Rules::POSIX`] is the truth. A misreading is the same value with one decision replaced: [`Rules::misread`] says which.
//! What a decision is about comes as data, never as a shell; what follows from it, the engine does.

mod misread;
mod operators;

pub use operators::{Connection, Part, Separation, Separator};

use crate::trace::ExitStatus;
use std::cmp::Ordering;

/// Makes the text that is read of the one that is written.
pub type Reading = fn(&[u8]) -> Vec<u8>;
/// What `$?` gives from now on: what it gave before, what a command ended with, and its name.
pub type Remembering = fn(ExitStatus, ExitStatus, &[u8]) -> ExitStatus;
/// The number that a text is, if it is one.
pub type Numbering = fn(&[u8]) -> Option<ExitStatus>;
/// How two operands compare.
pub type Comparison = fn(&[u8], &[u8]) -> Ordering;

/// What the engine believes. Where a field is `None`, or says no, the standard has nothing to decide there.
#[derive(Clone, Copy)]
pub struct Rules {
    /// Another text that is read in the place of one: what operators, quotes and redirections are taken to mean.
    pub reads: Option<Reading>,

    /// The status that the operand of `exit` and `return` makes (XCU 2.8.2).
    pub exit_status: fn(u64) -> ExitStatus,
    /// What `$?` gives after a command (XCU 2.5.2).
    pub remembered: Option<Remembering>,
    /// What `$?` gives of a status (XCU 2.5.2).
    pub shown: Option<fn(ExitStatus) -> ExitStatus>,
    /// The status of a pipeline that printed something, or nothing (XCU 2.8.2).
    pub printed: Option<fn(bool) -> ExitStatus>,
    /// What `$?` gives after a pipeline that printed this, if not its status (XCU 2.5.2).
    pub number: Option<Numbering>,
    /// Whether what stands between two commands sets `$?` to 0 (XCU 2.3).
    pub resets: Option<fn(&[u8]) -> bool>,

    /// Whether a part of an AND-OR list takes its turn (XCU 2.9.3).
    pub takes_turn: fn(Connection) -> bool,
    /// What skipping a command makes of the status (XCU 2.9.3).
    pub skipped: fn(ExitStatus) -> ExitStatus,
    /// Whether the redirections of a command that is skipped are made (XCU 2.7).
    pub skipped_redirects: bool,
    /// Whether a list goes on with its next item (XCU 2.9.3).
    pub goes_on: Option<fn(Separation) -> bool>,

    /// A pipeline's status from those of its commands, which are at least one (XCU 2.9.2).
    pub pipeline_status: fn(&[ExitStatus]) -> ExitStatus,
    /// The same under `set -o pipefail` (XCU 2.9.2).
    pub pipefail_status: fn(&[ExitStatus]) -> ExitStatus,
    /// What `!` makes of a status (XCU 2.9.2).
    pub negated: fn(ExitStatus) -> ExitStatus,
    /// Whether standard error goes into a pipe as well (XCU 2.9.2).
    pub pipes_errors: bool,
    /// Whether the next stage of a pipeline runs after one that ended so; the stages are then run one by one (XCU 2.9.2).
    pub next_stage: Option<fn(ExitStatus) -> bool>,

    /// Whether a condition of `if`, `while` or `until` that ended with this status holds; `None` is neither (XCU 2.9.4).
    pub holds: fn(ExitStatus) -> Option<bool>,
    /// Whether the branches behind the one that ran are tried as well (XCU 2.9.4.4).
    pub tries_all_branches: bool,
    /// Whether a loop, which may be `until`, repeats after a condition that holds or not (XCU 2.9.4).
    pub repeats: fn(bool, bool) -> bool,
    /// The status of an `if` or a loop none of whose bodies ran (XCU 2.9.4).
    pub nothing_ran: ExitStatus,
    /// The status of an `if` or a loop from its last condition's and from what it would be (XCU 2.9.4).
    pub choice_status: Option<fn(ExitStatus, ExitStatus) -> ExitStatus>,

    /// What starting an asynchronous list leaves (XCU 2.9.3.1).
    pub started_in_background: ExitStatus,
    /// Whether an asynchronous list is waited for, and its status kept (XCU 2.9.3.1).
    pub waits_for_background: bool,
    /// What a subshell environment, and a shell called by its name, brings back beside its status (XCU 2.13).
    pub brings_back: Option<BringsBack>,
    /// Whether `exit` ends only the group or function that it stands in (XCU 2.15 `exit`).
    pub exit_is_local: bool,
    /// Whether `set -e` overlooks what is a condition, left of `&&` or `||`, negated, or not last (XCU 2.15 `set`).
    pub errexit_overlooks: bool,

    /// Whether unquoted expansions are split, matched with pathnames, and no field if they are empty (XCU 2.6.5).
    pub splits: bool,
    /// How `test` compares (XCU 3 `test`).
    pub test: TestRules,
}

/// What comes back from a subshell environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BringsBack {
    /// More of the status than the system keeps.
    Status,
    /// That it was ended by `exit`.
    Exit,
    /// Variables and the working directory.
    State,
}

/// How `test` reads its operands.
#[derive(Clone, Copy)]
pub struct TestRules {
    /// Whether a single operand is true.
    pub word: fn(&[u8]) -> bool,
    /// Whether two texts are equal, for `=` and `!=`.
    pub equal: fn(&[u8], &[u8]) -> bool,
    /// How two operands compare as numbers; `None`: as whole numbers, or not at all.
    pub numbers: Option<Comparison>,
    /// Whether `-f` asks for a regular file, not for any.
    pub regular: bool,
}

impl Rules {
    /// The language as the standard has it.
    pub const POSIX: Rules = Rules {
        reads: None,
        exit_status: |operand| ExitStatus((operand & 0xff) as u32),
        remembered: None,
        shown: None,
        printed: None,
        number: None,
        resets: None,
        takes_turn: Connection::by_its_operator,
        skipped: |status| status,
        skipped_redirects: false,
        goes_on: None,
        pipeline_status: |statuses| statuses.last().copied().unwrap_or(ExitStatus::SUCCESS),
        pipefail_status: last_failure,
        negated: |status| match status.is_success() {
            true => ExitStatus::FAILURE,
            false => ExitStatus::SUCCESS,
        },
        pipes_errors: false,
        next_stage: None,
        holds: |status| Some(status.is_success()),
        tries_all_branches: false,
        repeats: |until, holds| until != holds,
        nothing_ran: ExitStatus::SUCCESS,
        choice_status: None,
        started_in_background: ExitStatus::SUCCESS,
        waits_for_background: false,
        brings_back: None,
        exit_is_local: false,
        errexit_overlooks: true,
        splits: true,
        test: TestRules {
            word: |word| !word.is_empty(),
            equal: <[u8]>::eq,
            numbers: None,
            regular: true,
        },
    };
}

impl Rules {
    /// Whether a choice is not over when its branch is, so that nothing may take this process's place there.
    pub fn looks_back(&self) -> bool {
        self.tries_all_branches || self.choice_status.is_some()
    }
}

fn last_failure(statuses: &[ExitStatus]) -> ExitStatus {
    let failed = statuses.iter().rev().find(|status| !status.is_success());
    failed.copied().unwrap_or(ExitStatus::SUCCESS)
}
