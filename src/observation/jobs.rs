//! What of a line goes on behind its end.

use super::Observation;
use crate::trace::{ForkReason, TraceKind};
use std::collections::HashSet;

impl Observation {
    /// Whether something that it started with `&` has more to do that will be told: a shell that has not ended yet, and became no
    /// other program. One that was killed is not known to have ended.
    pub fn has_more_to_do(&self) -> bool {
        let (mut started, mut shells) = (HashSet::new(), HashSet::new());
        for event in &self.trace {
            match event.kind {
                TraceKind::Forked { child, reason }
                    if reason == ForkReason::AsyncList || started.contains(&event.pid) =>
                {
                    started.insert(child);
                    if reason != ForkReason::External {
                        shells.insert(child);
                    }
                }
                TraceKind::Execed { again: false, .. } | TraceKind::ShellExited { .. } => {
                    shells.remove(&event.pid);
                }
                TraceKind::Waited { child, .. } => {
                    shells.remove(&child);
                }
                _ => {}
            }
        }
        !shells.is_empty()
    }

    /// Adds what jobs of this line have done since it ended, as a later one has told.
    pub fn add_late(&mut self, later: &Observation) {
        let late = later.late.iter().filter(|late| late.line == self.number);
        self.trace.extend(late.map(|late| late.event.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Late;
    use super::*;
    use crate::trace::{ExitStatus, TraceEvent};

    fn event(pid: i32, kind: TraceKind) -> TraceEvent {
        TraceEvent {
            pid,
            seq: 0,
            source: 0,
            span: None,
            kind,
        }
    }

    fn forked(pid: i32, child: i32, reason: ForkReason) -> TraceEvent {
        event(pid, TraceKind::Forked { child, reason })
    }

    fn seen(trace: &[TraceEvent]) -> Observation {
        Observation {
            number: 1,
            trace: trace.to_vec(),
            ..Observation::default()
        }
    }

    #[test]
    fn a_shell_in_the_background_has_more_to_do_until_it_ends() {
        let status = ExitStatus::SUCCESS;
        let job = forked(1, 2, ForkReason::AsyncList);
        let exited = event(2, TraceKind::ShellExited { status });
        let program = TraceKind::Execed {
            path: b"/bin/sleep".to_vec(),
            argv: Vec::new(),
            again: false,
        };
        assert!(seen(std::slice::from_ref(&job)).has_more_to_do());
        assert!(!seen(&[job.clone(), event(2, program)]).has_more_to_do());
        let late = Late {
            line: 1,
            event: exited.clone(),
        };
        let later = Observation {
            late: vec![late],
            ..seen(&[])
        };
        let mut first = seen(&[job, forked(2, 3, ForkReason::External)]);
        first.add_late(&later);
        assert!(!first.has_more_to_do());
        assert!(!seen(&[forked(1, 2, ForkReason::Subshell)]).has_more_to_do());
    }
}
