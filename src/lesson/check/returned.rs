//! A check that `return` leaves what it may leave: a function, or a file that `.` reads.

use super::{NOTHING_RAN, Verdict};
use crate::observation::{Observation, Run};
use crate::trace::{Jump, TraceEvent, TraceKind};
use serde::Deserialize;

/// No `return` of the latest line left a script or the shell. Some shells take it for an `exit` there, and others refuse it.
///
/// POSIX: XCU 2.15, `return`, leaves unspecified what it does outside of a function and a `.` script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnsInside {}

impl ReturnsInside {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let (what, wanted) = ("return", "only in a function");
        let Some(latest) = observations.last() else {
            return Verdict::new(false, what, wanted, NOTHING_RAN);
        };
        let runs = latest.runs();
        let outside = latest.trace.iter().any(|event| left_a_shell(event, &runs));
        let got = if outside {
            "outside of one: bash refuses it"
        } else {
            wanted
        };
        Verdict::new(!outside, what, wanted, got)
    }
}

/// Whether `event` is a `return` that did the work of an `exit`.
fn left_a_shell(event: &TraceEvent, runs: &[Run]) -> bool {
    let TraceKind::Jumped {
        jump: Jump::Exit(_),
    } = event.kind
    else {
        return false;
    };
    let same = |run: &&Run| {
        run.pid == event.pid && run.source == event.source && Some(run.span) == event.span
    };
    let name = |run: &Run| {
        let mut words = run.argv.iter();
        words.find(|word| *word != b"command").cloned()
    };
    runs.iter().rfind(same).and_then(name).as_deref() == Some(b"return")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, judge};
    use super::*;
    use crate::trace::{ExitStatus, How};

    const INSIDE: &str = "kind = 'returns-inside'";

    fn jumped(text: &str, jump: Jump) -> Observation {
        let argv = text.split(' ').map(Into::into).collect();
        let how = How::SpecialBuiltin;
        Line::new(text)
            .event(1, text, TraceKind::Started { argv, how })
            .event(1, text, TraceKind::Jumped { jump })
            .done()
    }

    #[test]
    fn return_leaves_functions_only() {
        let (exit, back) = (Jump::Exit(ExitStatus(3)), Jump::Return(ExitStatus(3)));
        assert!(judge(INSIDE, jumped("return 3", back)).holds);
        assert!(judge(INSIDE, jumped("exit 3", exit)).holds);
        for text in ["return 3", "return", "command return 3"] {
            assert!(!judge(INSIDE, jumped(text, exit)).holds, "{text}");
        }
    }
}
