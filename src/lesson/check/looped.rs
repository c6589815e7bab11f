//! A check of how often a loop ran its body.

use super::Verdict;
use crate::observation::Observation;
use crate::source::Span;
use crate::trace::TraceKind;
use serde::Deserialize;

/// Some loop ran its body so many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Looped {
    /// At least so often; 0 asks what no more than `most` asks.
    #[serde(default)]
    pub least: u32,
    /// At most so often.
    pub most: Option<u32>,
}

impl Looped {
    /// Judges all lines together; where the body may also run not at all, the latest alone.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let latest = &observations[observations.len().saturating_sub(1)..];
        let lines = if self.least == 0 {
            latest
        } else {
            observations
        };
        let counts: Vec<u32> = lines.iter().flat_map(turns).collect();
        let fits = |count: &u32| (self.least..=self.most.unwrap_or(u32::MAX)).contains(count);
        let found = counts.iter().copied().find(fits);
        let got = found.or(counts.last().copied()).unwrap_or(0);
        let holds = found.is_some() || counts.is_empty() && fits(&0);
        Verdict::new(holds, "a loop's body", self.wanted(), times(got))
    }

    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        let senseless = match self.most {
            None => self.least == 0,
            Some(most) => most < self.least,
        };
        let expected = "`least`, or `most`, or both, the first no greater than the second";
        senseless.then_some((
            "a loop that may run as often as it likes, or never so",
            expected,
        ))
    }

    fn wanted(&self) -> String {
        match (self.least, self.most) {
            (least, None) => format!("run {least} or more times"),
            (least, Some(most)) if least == most => times(least),
            (0, Some(most)) => format!("run at most {}", count(most)),
            (least, Some(most)) => format!("run {least} to {most} times"),
        }
    }
}

/// A loop of a line: process, text and place.
type Place = (i32, u32, Option<Span>);

/// How often each loop of a line ran its body, of those that ran it at all.
fn turns(observation: &Observation) -> Vec<u32> {
    let mut loops: Vec<(Place, u32)> = Vec::new();
    for event in &observation.trace {
        let TraceKind::LoopTurned { turns, .. } = event.kind else {
            continue;
        };
        let place = (event.pid, event.source, event.span);
        let running = loops.iter_mut().rev().find(|(at, _)| *at == place);
        match running {
            Some((_, count)) if turns > 0 => *count = turns.saturating_add(1),
            _ => loops.push((place, turns.saturating_add(1))),
        }
    }
    loops.into_iter().map(|(_, count)| count).collect()
}

fn times(number: u32) -> String {
    match number {
        0 => "not run".to_owned(),
        _ => format!("run {}", count(number)),
    }
}

fn count(number: u32) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} time{plural}")
}

#[cfg(test)]
mod tests {
    use super::super::Check;
    use super::super::testing::{Line, judge};
    use super::*;

    fn line(text: &str, turned: &[(&str, u32)]) -> Observation {
        let turn = |line: Line, (text, turns): &(&str, u32)| {
            let (turns, value) = (*turns, None);
            line.event(1, text, TraceKind::LoopTurned { turns, value })
        };
        turned.iter().fold(Line::new(text), turn).done()
    }

    #[test]
    fn one_loop_must_have_turned_so_often() {
        let three = || line("for", &[("for", 0), ("for", 1), ("for", 2)]);
        assert!(judge("kind = 'looped'\nleast = 3\nmost = 3", three()).holds);
        assert!(judge("kind = 'looped'\nleast = 2", three()).holds);
        let verdict = judge("kind = 'looped'\nleast = 1\nmost = 2", three());
        assert_eq!(
            verdict,
            Verdict::new(false, "a loop's body", "run 1 to 2 times", "run 3 times")
        );
    }

    #[test]
    fn a_loop_that_runs_again_counts_anew() {
        let nested = line(
            "while for",
            &[
                ("while", 0),
                ("for", 0),
                ("for", 1),
                ("while", 1),
                ("for", 0),
            ],
        );
        assert_eq!(turns(&nested), [2, 2, 1]);
    }

    #[test]
    fn a_loop_that_never_turned_is_seen_where_that_may_be() {
        let never = || line("false", &[]);
        assert!(judge("kind = 'looped'\nmost = 0", never()).holds);
        let verdict = judge("kind = 'looped'\nleast = 1", never());
        assert_eq!(
            (verdict.wanted.as_str(), verdict.got.as_str()),
            ("run 1 or more times", "not run")
        );
        assert!(!judge("kind = 'looped'\nmost = 0", line("for", &[("for", 0)])).holds);
    }

    #[test]
    fn a_check_that_refuses_nothing_is_a_fault() {
        let fault = |text: &str| toml::from_str::<Check>(text).unwrap().fault().is_some();
        assert!(fault("kind = 'looped'"));
        assert!(fault("kind = 'looped'\nleast = 2\nmost = 1"));
        assert!(!fault("kind = 'looped'\nleast = 1"));
    }
}
