//! One answer, typed as a learner would type it, and what comes of it.

use super::CheckError;
use crate::judging::{self, JudgingError, Refusal, Ruling};
use crate::lesson::answer::{arrange, parse_order};
use crate::lesson::check::{self, Judgement, Verdict};
use crate::lesson::entry::entries;
use crate::lesson::{Judge, Step, StepKind};
use crate::misconception::{self, Finding};
use crate::observation::{Excess, Observation};
use crate::session::Screen;
use crate::sys::scratch::Scratch;
use crate::tutor::room::Room;

/// A step whose answers are typed.
#[derive(Clone, Copy)]
pub struct Sitting<'l> {
    /// The step.
    pub step: &'l Step,
    /// How its answers are judged.
    pub judge: &'l Judge,
    way: Way<'l>,
}

/// How its answers are typed.
#[derive(Clone, Copy)]
enum Way<'l> {
    /// At the prompt.
    Lines,
    /// As the text of a file.
    File(&'l str),
    /// As numbers of pieces.
    Pieces(&'l [String]),
}

/// What came of an answer.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Whether it is right.
    pub passed: bool,
    /// The ideas that were named, in order.
    pub ideas: Vec<&'static str>,
    /// What was wanted and got where it is not right.
    pub why: String,
    /// Whether a run was stopped because it took too long.
    pub timed_out: bool,
}

impl<'l> Sitting<'l> {
    /// `None` if the step's answers are not judged by what they do.
    pub fn of(step: &'l Step) -> Option<Sitting<'l>> {
        let judge = step.kind.judge()?;
        let way = match (&step.kind, step.kind.file()) {
            (StepKind::Order { pieces, .. }, _) => Way::Pieces(pieces),
            (_, Some(name)) => Way::File(name),
            (_, None) => Way::Lines,
        };
        Some(Sitting { step, judge, way })
    }

    /// Whether answers are lines typed at the prompt.
    pub fn is_at_the_prompt(&self) -> bool {
        matches!(self.way, Way::Lines)
    }

    /// Types `typed` as an answer in a fresh folder.
    ///
    /// # Errors
    /// Nothing can be run here.
    pub fn hold(&self, typed: &str) -> Result<Outcome, CheckError> {
        match self.way {
            Way::Lines => self.type_lines(typed),
            Way::File(name) => self.run(Some(name), typed),
            Way::Pieces(pieces) => match parse_order(pieces, typed) {
                Ok(order) => self.run(None, &arrange(pieces, &order)),
                Err(error) => Ok(Outcome {
                    why: error.to_string(),
                    ..Outcome::default()
                }),
            },
        }
    }

    /// Runs a whole text: that of the file, or the script of the pieces.
    ///
    /// # Errors
    /// Nothing can be run here.
    pub fn run_text(&self, text: &str) -> Result<Outcome, CheckError> {
        match self.way {
            Way::Lines => self.type_lines(text),
            Way::File(name) => self.run(Some(name), text),
            Way::Pieces(_) => self.run(None, text),
        }
    }

    fn run(&self, name: Option<&str>, text: &str) -> Result<Outcome, CheckError> {
        let (seen, refusal) = judging::text(self.step, self.judge, name, text)?;
        let ruling = refusal.map_or(Ruling::Right, Ruling::NotYet);
        let mut outcome = Outcome::default();
        outcome.note(ruling, Judgement::default, &seen);
        Ok(outcome)
    }

    fn type_lines(&self, typed: &str) -> Result<Outcome, CheckError> {
        let scratch = Scratch::new().map_err(JudgingError::Scratch)?;
        let folder = scratch.path().join("step");
        let mut room = Room::prepare(&folder, &self.step.first_setup(), Screen::Unseen)?;
        let mut quiet = 0;
        let mut outcome = Outcome::default();
        for entry in entries(typed) {
            room.run(&entry, Vec::new())?;
            if room.hangs_on_jobs(self.judge) {
                room.follow_jobs()?;
            }
            let seen = room.seen.last().cloned().unwrap_or_default();
            let ruling = judging::line(self.step, self.judge, &room.seen, &mut quiet)?;
            outcome.note(ruling, || check::judge(self.judge, &room.seen), &seen);
            if !judging::was_read(&seen) {
                // At first only the shell speaks of it; the idea is the one that `:why` names.
                let finding = misconception::diagnose(&seen, &[], None);
                outcome.name(finding.as_ref());
            }
            if outcome.passed || outcome.timed_out {
                break;
            }
        }
        Ok(outcome)
    }
}

impl Outcome {
    fn note(&mut self, ruling: Ruling, judgement: impl Fn() -> Judgement, seen: &Observation) {
        self.timed_out |= is_late(seen);
        match ruling {
            Ruling::Right | Ruling::RightAtStart => self.passed = true,
            Ruling::RightInLines { .. } | Ruling::Silent => self.why = wanted_and_got(&judgement()),
            Ruling::SoFar(judgement) => self.why = wanted_and_got(&judgement),
            Ruling::NotYet(refusal) => self.refused(&refusal),
        }
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.timed_out |= is_late(&refusal.seen);
        self.why = wanted_and_got(&refusal.judgement);
        if let Some(with) = &refusal.with {
            self.why = format!("with {with}, {}", self.why);
        }
        self.name(refusal.finding.as_ref());
    }

    fn name(&mut self, finding: Option<&Finding>) {
        let idea = finding.map(|finding| finding.idea.id);
        self.ideas
            .extend(idea.filter(|idea| !self.ideas.contains(idea)));
    }
}

/// Whether it was stopped because it took too long.
pub fn is_late(seen: &Observation) -> bool {
    seen.stopped == Some(Excess::Time)
}

/// The verdicts that do not hold, on one line.
fn wanted_and_got(judgement: &Judgement) -> String {
    let one = |verdict: &Verdict| {
        let Verdict {
            what, wanted, got, ..
        } = verdict;
        format!("{what}: {wanted} wanted, {got} got")
    };
    let all: Vec<String> = judgement.failures().map(one).collect();
    all.join("; ")
}
