//! What must hold of what a learner did: the vocabulary lessons are written in, and the judging of it.
//!
//! A check is a `[[check]]` table whose `kind` names one of the variants of [`Check`]. It looks at effects only, never at the
//! text that was typed ([`Used`] and [`NotUsed`] apart, which name a construct and not a spelling). Start with [`judge`].
//!
//! Given all lines since the step began, a check that asks for something to *happen* (ran, statuses seen, a skip, a branch)
//! is content if it happened in any of them; one that asks for a *state* (status, output, files) or an absence looks at the
//! latest line alone. So nothing a learner tried earlier can make a step unpassable.

mod attempt;
mod command;
mod construct;
mod elapsed;
mod file;
mod flow;
mod jobs_awaited;
mod judgement;
mod line;
mod looking;
mod looped;
mod moved;
mod output;
mod replaced;
mod returned;
mod status;
#[cfg(test)]
pub(super) mod testing;
mod through;
mod verdict;
mod wanted;

pub use attempt::{acts, is_attempt};
pub use command::{CommandEnded, DidNotRun, Ran, Waited};
pub use construct::{Construct, NotUsed, Used, written};
pub use elapsed::Elapsed;
pub use file::{File, FileState, NothingElse, Variable};
pub use flow::{Background, Branch, Pipeline, ShortCircuited, Taken};
pub use jobs_awaited::JobsAwaited;
pub use judgement::{came_nearer, gained, judge, leans_on_earlier, printed_together};
pub use line::SomeLine;
pub use looking::{is_looking_around, only_shows};
pub use looped::Looped;
pub use moved::Moved;
pub use output::{Screen, Stderr, Stdout, TextTest};
pub use replaced::Replaced;
pub use returned::ReturnsInside;
pub use status::{Outcome, Status, StatusTest, StatusesSeen};
pub use verdict::{Judgement, Verdict};
pub use wanted::wanted;

use crate::observation::Observation;
use serde::Deserialize;
use verdict::NOTHING_RAN;

/// One thing that must hold of what happened.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Check {
    /// `$?` after the latest line.
    Status(Status),
    /// Statuses that were looked at, in order.
    StatusesSeen(StatusesSeen),
    /// Standard output of the latest line.
    Stdout(Stdout),
    /// Standard error of the latest line.
    Stderr(Stderr),
    /// Both, as they appeared.
    Screen(Screen),
    /// A file or directory.
    File(File),
    /// No paths but these are new.
    NothingElseCreated(NothingElse),
    /// A shell variable.
    Variable(Variable),
    /// A command ran.
    Ran(Ran),
    /// A command did not run.
    DidNotRun(DidNotRun),
    /// Some command ended so and so.
    CommandEnded(CommandEnded),
    /// A job was waited for by its id.
    Waited(Waited),
    /// One line did several things.
    SomeLine(SomeLine),
    /// `&&` or `||` skipped its right side.
    ShortCircuited(ShortCircuited),
    /// An `if` took a branch.
    Branch(Branch),
    /// A pipeline of some length ran.
    Pipeline(Pipeline),
    /// Jobs were started with `&`.
    Background(Background),
    /// All jobs started with `&` were waited for.
    JobsAwaited(JobsAwaited),
    /// A loop ran its body so often.
    Looped(Looped),
    /// A shell became another program.
    Replaced(Replaced),
    /// `return` left functions only.
    ReturnsInside(ReturnsInside),
    /// The latest line took less than so long.
    Elapsed(Elapsed),
    /// A construct was used.
    Used(Used),
    /// A construct was not used.
    NotUsed(NotUsed),
}

impl Check {
    /// Whether it holds of the lines since the step began, oldest first. Of no lines at all, nothing holds.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let mut verdict = match self {
            Check::Status(check) => check.judge(observations),
            Check::StatusesSeen(check) => check.judge(observations),
            Check::Stdout(check) => check.judge(observations),
            Check::Stderr(check) => check.judge(observations),
            Check::Screen(check) => check.judge(observations),
            Check::File(check) => check.judge(observations),
            Check::NothingElseCreated(check) => check.judge(observations),
            Check::Variable(check) => check.judge(observations),
            Check::Ran(check) => check.judge(observations),
            Check::DidNotRun(check) => check.judge(observations),
            Check::CommandEnded(check) => check.judge(observations),
            Check::Waited(check) => check.judge(observations),
            Check::SomeLine(check) => check.judge(observations),
            Check::ShortCircuited(check) => check.judge(observations),
            Check::Branch(check) => check.judge(observations),
            Check::Pipeline(check) => check.judge(observations),
            Check::Background(check) => check.judge(observations),
            Check::JobsAwaited(check) => check.judge(observations),
            Check::Looped(check) => check.judge(observations),
            Check::Replaced(check) => check.judge(observations),
            Check::ReturnsInside(check) => check.judge(observations),
            Check::Elapsed(check) => check.judge(observations),
            Check::Used(check) => check.judge(observations),
            Check::NotUsed(check) => check.judge(observations),
        };
        verdict.holds &= !observations.is_empty();
        verdict
    }

    /// What is senseless about it, if anything: what was found, and what was expected.
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Check::StatusesSeen(check) => check.fault(),
            Check::SomeLine(check) => check.fault(),
            Check::Looped(check) => check.fault(),
            Check::Elapsed(check) => check.fault(),
            Check::Stdout(Stdout(test))
            | Check::Stderr(Stderr(test))
            | Check::Screen(Screen(test)) => test.fault(),
            _ => None,
        }
    }

    /// Whether it is about standard error, so that this is not to be found in standard output as well.
    fn tells_streams_apart(&self) -> bool {
        match self {
            Check::Stderr(_) => true,
            Check::SomeLine(some) => some.checks.iter().any(Check::tells_streams_apart),
            _ => false,
        }
    }

    /// Whether all that it wants has been seen, and only in another order.
    pub fn is_turned_round(&self, observations: &[Observation]) -> bool {
        matches!(self, Check::StatusesSeen(check) if check.is_turned_round(observations))
    }

    /// Whether it is content where nothing happens: that it holds is no step forward.
    fn is_absence(&self) -> bool {
        match self {
            Check::NotUsed(_)
            | Check::DidNotRun(_)
            | Check::NothingElseCreated(_)
            | Check::JobsAwaited(_)
            | Check::ReturnsInside(_)
            | Check::Elapsed(_) => true,
            Check::Looped(check) => check.least == 0,
            Check::Stdout(Stdout(test))
            | Check::Stderr(Stderr(test))
            | Check::Screen(Screen(test)) => test.empty == Some(true),
            _ => false,
        }
    }
}
