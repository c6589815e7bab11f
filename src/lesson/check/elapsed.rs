//! A check of how long a line took.

use super::{NOTHING_RAN, Verdict};
use crate::observation::Observation;
use serde::Deserialize;
use std::time::Duration;

/// The latest line took less than so long.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elapsed {
    /// In seconds.
    pub under: f64,
}

impl Elapsed {
    /// Judges the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let took = observations.last().map(|latest| latest.took);
        let holds = took.is_some_and(|took| took.as_secs_f64() < self.under);
        let got = took.map_or_else(|| NOTHING_RAN.to_owned(), seconds);
        Verdict::new(holds, "time", format!("under {} s", self.under), got)
    }

    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        let possible = self.under.is_finite() && self.under > 0.0;
        (!possible).then_some((
            "a time that nothing can keep",
            "`under` in seconds, above 0",
        ))
    }
}

fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::super::Check;
    use super::super::testing::{Line, judge};
    use super::*;

    #[test]
    fn the_latest_line_must_be_quick() {
        let line = |millis| Observation {
            took: Duration::from_millis(millis),
            ..Line::new("sleep").done()
        };
        assert!(judge("kind = 'elapsed'\nunder = 0.5", line(499)).holds);
        let verdict = judge("kind = 'elapsed'\nunder = 0.5", line(500));
        assert_eq!(
            verdict,
            Verdict::new(false, "time", "under 0.5 s", "0.50 s")
        );
        let check: Check = toml::from_str("kind = 'elapsed'\nunder = 1").unwrap();
        assert!(check.judge(&[line(3000), line(20)]).holds);
        assert!(!check.judge(&[line(20), line(3000)]).holds);
    }

    #[test]
    fn a_time_that_nothing_can_keep_is_a_fault() {
        let fault = |text: &str| toml::from_str::<Check>(text).unwrap().fault().is_some();
        assert!(fault("kind = 'elapsed'\nunder = 0"));
        assert!(!fault("kind = 'elapsed'\nunder = 2"));
    }
}
