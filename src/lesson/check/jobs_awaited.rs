//! A check of what becomes of background jobs: that nobody goes on before they have ended.

use super::{NOTHING_RAN, Verdict};
use crate::observation::Observation;
use crate::trace::{ForkReason, TraceEvent, TraceKind};
use serde::Deserialize;

/// Every job that the latest line started with `&` was waited for.
///
/// `wait` does that, and so does whoever reads all that the job may still write: the next stage of a pipeline, and
/// `$( … )`. A shell that ends, or a job that happens to be the quicker one, waits for nobody. A line without jobs has
/// none to wait for: [`Background`](super::Background) asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobsAwaited {}

impl JobsAwaited {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let (what, wanted) = ("background jobs", "all waited for");
        let Some(latest) = observations.last() else {
            return Verdict::new(false, what, wanted, NOTHING_RAN);
        };
        let jobs = jobs(&latest.trace);
        let missed = jobs.iter().filter(|waited| !**waited).count();
        let got = match missed {
            0 => wanted.to_owned(),
            _ => format!("{missed} of {} not waited for", jobs.len()),
        };
        Verdict::new(missed == 0, what, wanted, got)
    }
}

/// For each job, in the order of the trace, whether somebody waited for it.
fn jobs(trace: &[TraceEvent]) -> Vec<bool> {
    let started = trace.iter().enumerate().filter_map(|(at, event)| {
        let TraceKind::Forked { child, reason } = event.kind else {
            return None;
        };
        (reason == ForkReason::AsyncList).then_some((at, event.pid, child))
    });
    let waited = |(at, parent, job): (usize, i32, i32)| {
        let mut after = trace[at..].iter().filter(|event| event.pid == parent);
        after.any(|event| matches!(event.kind, TraceKind::Waited { child, .. } if child == job))
            || is_read(trace, parent)
    };
    started.map(waited).collect()
}

/// Whether what `process` writes is read to its end by a shell or command that waits for that.
fn is_read(trace: &[TraceEvent], process: i32) -> bool {
    let birth = |process| {
        trace.iter().find_map(|event| match event.kind {
            TraceKind::Forked { child, reason } if child == process => Some((event.pid, reason)),
            _ => None,
        })
    };
    let (mut process, mut known) = (process, Vec::new());
    // A process number that is given out again must lead round no circle.
    while let Some((parent, reason)) = birth(process)
        && !known.contains(&process)
    {
        match reason {
            ForkReason::CommandSubstitution => return true,
            ForkReason::PipelineStage { index, of } if index + 1 < of => return true,
            // What the copy of a job writes is the business of the job.
            ForkReason::AsyncList => return false,
            _ => {}
        }
        known.push(process);
        process = parent;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, judge};
    use super::*;
    use crate::trace::{ExitStatus, Termination};

    const AWAITED: &str = "kind = 'jobs-awaited'";

    fn forked(line: Line, pid: i32, child: i32, reason: ForkReason) -> Line {
        line.event(pid, "", TraceKind::Forked { child, reason })
    }

    fn waited(line: Line, pid: i32, child: i32) -> Line {
        let how = Termination::Exited(ExitStatus::SUCCESS);
        line.event(pid, "", TraceKind::Waited { child, how })
    }

    #[test]
    fn each_job_must_be_waited_for() {
        let line = forked(Line::new("a & b &"), 1, 10, ForkReason::AsyncList);
        let line = waited(forked(line, 1, 11, ForkReason::AsyncList), 1, 11);
        let verdict = judge(AWAITED, line.done());
        assert_eq!(
            (verdict.holds, verdict.got.as_str()),
            (false, "1 of 2 not waited for")
        );
        let line = forked(Line::new("a & wait"), 1, 10, ForkReason::AsyncList);
        assert!(judge(AWAITED, waited(line, 1, 10).done()).holds);
    }

    #[test]
    fn to_wait_for_the_parentheses_is_not_to_wait_for_the_job_in_them() {
        let line = forked(Line::new("(a & b)"), 1, 10, ForkReason::Subshell);
        let line = waited(forked(line, 10, 11, ForkReason::AsyncList), 1, 10);
        assert!(!judge(AWAITED, line.done()).holds);
    }

    #[test]
    fn who_reads_a_job_to_its_end_waits_for_it() {
        for (index, holds) in [(0, true), (1, false)] {
            let stage = ForkReason::PipelineStage { index, of: 2 };
            let line = forked(Line::new("{ a & } | cat"), 1, 10, stage);
            let line = forked(line, 10, 11, ForkReason::AsyncList);
            assert_eq!(judge(AWAITED, line.done()).holds, holds, "stage {index}");
        }
        let line = forked(
            Line::new("x=$(a &)"),
            1,
            10,
            ForkReason::CommandSubstitution,
        );
        let line = forked(line, 10, 11, ForkReason::AsyncList);
        assert!(judge(AWAITED, line.done()).holds);
    }

    #[test]
    fn a_process_that_came_from_itself_is_looked_at_once() {
        let line = forked(Line::new("a &"), 10, 10, ForkReason::Subshell);
        let line = forked(line, 10, 11, ForkReason::AsyncList);
        assert!(!judge(AWAITED, line.done()).holds);
    }
}
