//! What checks found, and how that is told.

use super::Check;
use crate::observation::Observation;

/// What was there before there was a line to look at.
pub(super) const NOTHING_RAN: &str = "nothing ran yet";

/// What a check found: one row of the table that stands wanted and got side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub holds: bool,
    /// What was looked at, for instance `file alert`.
    pub what: String,
    /// What should have been there; invisible characters are marked. May have several lines.
    pub wanted: String,
    /// What was there, likewise.
    pub got: String,
}

impl Verdict {
    pub(super) fn new(
        holds: bool,
        what: impl Into<String>,
        wanted: impl Into<String>,
        got: impl Into<String>,
    ) -> Verdict {
        let (what, wanted, got) = (what.into(), wanted.into(), got.into());
        Verdict {
            holds,
            what,
            wanted,
            got,
        }
    }

    /// A verdict about the latest line when there is none yet.
    pub(super) fn nothing_ran(what: impl Into<String>, wanted: impl Into<String>) -> Verdict {
        Verdict::new(false, what, wanted, NOTHING_RAN)
    }

    /// Says of what did not happen in the line that counts, and did in an `earlier` one, that it is this line which lacks it.
    pub(super) fn tell_from_earlier(&mut self, check: &Check, earlier: &[Observation]) {
        let nothing = check.judge(&[]).got;
        let lacks = !self.holds && self.got == nothing && nothing != NOTHING_RAN;
        if lacks && check.judge(earlier).got != nothing {
            self.got.push_str(" in this line");
        }
    }

    /// The same with the marks of [`Marks::Ascii`](crate::lesson::visible::Marks), for terminals without others.
    pub fn in_ascii(&self) -> Verdict {
        let ascii = |text: &String| text.replace('·', "<blank>").replace('→', "<tab>");
        let (what, wanted, got) = (ascii(&self.what), ascii(&self.wanted), ascii(&self.got));
        Verdict {
            holds: self.holds,
            what,
            wanted,
            got,
        }
    }
}

/// What all checks of a step found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// One for each check, in the lesson's order.
    pub verdicts: Vec<Verdict>,
}

impl Judgement {
    /// Whether all hold.
    pub fn holds(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.holds)
    }

    /// Those that do not hold.
    pub fn failures(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| !verdict.holds)
    }
}
