//! What one line changed of what is wanted: whether it deserves an answer, and which.

use super::{Judgement, NOTHING_RAN, Verdict};

/// What a line changed of what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// More checks hold than before.
    Forward,
    /// Something else was found than before.
    Sideways,
    /// Nothing.
    Not,
}

impl Judgement {
    /// What the latest line changed, given what was found before it.
    pub fn moved_from(&self, before: &Judgement) -> Moved {
        let held = |judgement: &Judgement| judgement.verdicts.len() - judgement.failures().count();
        let changed =
            |(now, before): (&Verdict, &Verdict)| now != before && before.got != NOTHING_RAN;
        if held(self) > held(before) {
            Moved::Forward
        } else if self.verdicts.iter().zip(&before.verdicts).any(changed) {
            Moved::Sideways
        } else {
            Moved::Not
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Line;
    use super::super::{Check, judge};
    use super::*;
    use crate::lesson::Judge;
    use crate::observation::Observation;

    fn check(toml: &str, lines: &[Observation], expected: Moved) {
        let checks = vec![toml::from_str::<Check>(toml).unwrap()];
        let step = Judge {
            checks,
            one_line: false,
            ..Judge::default()
        };
        let before = judge(&step, &lines[..lines.len() - 1]);
        assert_eq!(judge(&step, lines).moved_from(&before), expected);
    }

    #[test]
    fn a_first_line_that_does_nothing_wanted_moves_nothing() {
        let typo = || [Line::new("treu").ran("treu", 127).done()];
        check(
            "kind = 'statuses-seen'\nare = [0]\nof = ['true']",
            &typo(),
            Moved::Not,
        );
        check("kind = 'stdout'\nis = 'done'", &typo(), Moved::Not);
        check("kind = 'ran'\nname = 'mkdir'", &typo(), Moved::Not);
    }

    #[test]
    fn half_of_what_is_wanted_is_a_move() {
        let lines = [
            Line::new("true").ran("true", 0).done(),
            Line::new("false").ran("false", 1).done(),
        ];
        let wanted = "kind = 'statuses-seen'\nare = [0, 1]\nof = ['true', 'false']";
        check(wanted, &lines[..1], Moved::Sideways);
        check(wanted, &lines, Moved::Forward);
    }
}
