//! A check of what a single line did as a whole.

use super::{Check, Verdict};
use crate::observation::Observation;
use serde::Deserialize;

/// There was a line of which all these checks hold at once.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SomeLine {
    /// What the table calls it, for instance `mkdir out && echo created`.
    pub what: String,
    /// What is wanted of it, in words.
    pub wanted: String,
    /// What must hold of that line.
    pub checks: Vec<Check>,
}

impl SomeLine {
    /// Judges all lines, each alone.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let fits = |line: &Observation| {
            let line = std::slice::from_ref(line);
            self.checks.iter().all(|check| check.judge(line).holds)
        };
        let holds = observations.iter().any(fits);
        let got = if holds {
            self.wanted.as_str()
        } else {
            "not seen"
        };
        Verdict::new(holds, self.what.clone(), self.wanted.clone(), got)
    }

    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        let none = self.checks.is_empty();
        let fault = ("a line without a condition", "`checks`, at least one");
        let inner = || self.checks.iter().find_map(Check::fault);
        none.then_some(fault).or_else(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Line;
    use super::*;

    #[test]
    fn one_line_must_do_it_all() {
        let check: Check = toml::from_str(
            "kind = 'some-line'\nwhat = 'a && b'\nwanted = 'b runs'\n\
             checks = [{ kind = 'used', construct = 'and' }, { kind = 'ran', name = 'b' }]",
        )
        .unwrap();
        let alone = Line::new("b").ran("b", 0).done();
        let skipped = Line::new("a && b").ran("a", 1).skipped("b", "&&", 1).done();
        assert!(!check.judge(&[alone, skipped]).holds);
        let both = Line::new("a && b").ran("a", 0).ran("b", 0).done();
        assert!(check.judge(&[both]).holds);
    }
}
