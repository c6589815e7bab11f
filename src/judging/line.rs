//! A line that was typed at the prompt, judged with those before it.

use super::{
    JudgingError, Refusal, Ruling, by_itself, from_the_start, has_come_right, hidden, refuse,
    typed, was_read,
};
use crate::lesson::check::{self, Judgement, Moved};
use crate::lesson::{Judge, Step};
use crate::observation::Observation;

/// Lines in a row that move something and are not answered; the one after them is.
const QUIET: usize = 2;
/// Lines, the last one among them, that are looked at as one text at the most.
const TOGETHER: usize = 5;

/// Judges the last of the lines `seen` since the step began. `quiet` counts lines in a row that moved something and were not
/// answered.
///
/// # Errors
/// Its hidden runs cannot be made.
pub fn line(
    step: &Step,
    judge: &Judge,
    seen: &[Observation],
    quiet: &mut usize,
) -> Result<Ruling, JudgingError> {
    let Some((last, earlier)) = seen.split_last().filter(|(last, _)| was_read(last)) else {
        return Ok(Ruling::Silent);
    };
    let judgement = check::judge(judge, seen);
    let before = check::judge(judge, earlier);
    // What became of the shell is told otherwise; that is answer enough.
    let attempt = check::is_attempt(judge, Some(&step.ways()), last) && last.ended.is_none();
    let latest = Latest {
        step,
        judge,
        seen,
        last,
        earlier,
        moved: judgement.moved_from(&before),
        judgement,
        before,
        attempt,
    };
    *quiet = match latest.moved {
        Moved::Sideways if attempt => *quiet + 1,
        Moved::Sideways => *quiet,
        _ => 0,
    };
    if last.interrupted && !latest.judgement.holds() {
        // Whoever stops a line does not offer it as an answer.
        return Ok(Ruling::Silent);
    }
    if has_come_right(&latest.judgement, last) {
        return latest.right();
    }
    match latest.right_otherwise()? {
        Some(ruling) => Ok(ruling),
        None => Ok(latest.not_right(quiet)),
    }
}

/// The last line, and what is known of it.
struct Latest<'a> {
    step: &'a Step,
    judge: &'a Judge,
    seen: &'a [Observation],
    last: &'a Observation,
    earlier: &'a [Observation],
    /// What the checks find with it,
    judgement: Judgement,
    /// and what they found without.
    before: Judgement,
    moved: Moved,
    /// Whether it is offered as an answer.
    attempt: bool,
}

impl Latest<'_> {
    /// Whether there are lines before it that it is not to need.
    fn may_be_several(&self) -> bool {
        self.judge.one_line && !self.earlier.is_empty() && self.last.stopped.is_none()
    }

    /// Whether it does more than look and prepare, so that it is answered although it has nothing to do with what is wanted.
    fn acts(&self) -> bool {
        self.last.ended.is_none() && check::acts(self.last)
    }

    /// What comes of it where all is as it is wanted here.
    fn right(&self) -> Result<Ruling, JudgingError> {
        let (step, judge, seen) = (self.step, self.judge, self.seen);
        let leans = judge.one_line && check::leans_on_earlier(judge, &self.before, seen);
        let refusal = match hidden(step, judge, None, &typed(judge, seen))? {
            Some(refusal) => {
                // What the last line alone lacks elsewhere the ones before it may have brought.
                let tails = (2..=seen.len().min(TOGETHER)).map(|count| &seen[seen.len() - count..]);
                let tails = tails.filter(|_| self.may_be_several());
                let tails = tails.flat_map(|tail| [tail.iter().collect(), without_looks(tail)]);
                if let Some(ruling) = right_together(step, judge, tails)? {
                    return Ok(ruling);
                }
                Some(refusal)
            }
            None if leans => alone(step, judge, self.last)?,
            None => None,
        };
        Ok(match refusal {
            None => Ruling::Right,
            Some(refusal) if self.attempt || self.acts() => Ruling::NotYet(refusal),
            Some(_) => Ruling::Silent,
        })
    }

    /// What comes of it where it is right only somewhere else, or only together with those before it.
    fn right_otherwise(&self) -> Result<Option<Ruling>, JudgingError> {
        let (step, judge, last) = (self.step, self.judge, self.last);
        if !self.may_be_several() {
            return Ok(None);
        }
        if self.attempt && is_right_at_start(step, judge, last)? {
            return Ok(Some(Ruling::RightAtStart));
        }
        // A line that prints nothing adds nothing to those before it, of which it has been said.
        let printed = check::printed_together(judge, self.seen);
        let printed = printed.filter(|_| !last.screen.is_empty());
        let printed = printed.map(|tail| tail.iter().collect());
        right_together(step, judge, printed.into_iter())
    }

    /// What is said of it where something is lacking.
    fn not_right(self, quiet: &mut usize) -> Ruling {
        let (judge, one_line) = (self.judge, self.judge.one_line);
        let gained = check::gained(judge, &self.judgement, &self.before);
        match self.moved {
            Moved::Forward if !one_line && (self.attempt || gained) => {
                Ruling::SoFar(self.judgement)
            }
            _ if !self.attempt && self.acts() && !self.judgement.holds() => {
                Ruling::SoFar(self.judgement)
            }
            _ if !self.attempt => Ruling::Silent,
            // Half of what one check wants is no mistake.
            Moved::Sideways
                if !one_line
                    && *quiet <= QUIET
                    && !self.turns_round(*quiet)
                    && check::came_nearer(judge, self.seen) =>
            {
                Ruling::Silent
            }
            _ => {
                *quiet = 0;
                let (last, checks) = (self.last.clone(), &judge.checks);
                Ruling::NotYet(refuse(self.judgement, last, self.earlier, checks))
            }
        }
    }

    /// Whether all that one check wants has been seen by now, in another order. After an answer that was refused another is begun.
    fn turns_round(&self, quiet: usize) -> bool {
        let mut checks = self.judge.checks.iter();
        quiet > 1
            && checks.any(|check| {
                check.is_turned_round(self.seen) && !check.is_turned_round(self.earlier)
            })
    }
}

/// What is said against a line where nothing is left of those before it, if anything.
fn alone(
    step: &Step,
    judge: &Judge,
    line: &Observation,
) -> Result<Option<Box<Refusal>>, JudgingError> {
    let seen = from_the_start(step, &line.line, &[line])?;
    let judgement = check::judge(judge, std::slice::from_ref(&seen));
    let fails = !has_come_right(&judgement, &seen);
    Ok(fails.then(|| {
        let with = Some("a fresh folder and shell".to_owned());
        let refusal = refuse(judgement, seen, &[], &judge.checks);
        Box::new(Refusal { with, ..*refusal })
    }))
}

/// Whether a line that does not hold here holds in the step's own folder and shell, and in the hidden runs too.
fn is_right_at_start(step: &Step, judge: &Judge, last: &Observation) -> Result<bool, JudgingError> {
    let seen = by_itself(step, last)?;
    let judgement = check::judge(judge, std::slice::from_ref(&seen));
    Ok(has_come_right(&judgement, &seen) && hidden(step, judge, None, &last.line)?.is_none())
}

/// The lines of `tail` without those before the last that put something on the screen, or had nothing to show: somebody may have
/// looked how far it was.
fn without_looks(tail: &[Observation]) -> Vec<&Observation> {
    let Some((last, earlier)) = tail.split_last() else {
        return Vec::new();
    };
    let quiet = earlier
        .iter()
        .filter(|line| line.screen.is_empty() && !check::only_shows(line));
    quiet.chain([last]).collect()
}

/// What is said where one of `tails`, the last lines of a step, is right as one text. Of one line nothing is said, nor twice of
/// the same lines.
fn right_together<'o>(
    step: &Step,
    judge: &Judge,
    tails: impl Iterator<Item = Vec<&'o Observation>>,
) -> Result<Option<Ruling>, JudgingError> {
    let mut tried: Vec<Vec<&str>> = Vec::new();
    for tail in tails {
        let lines: Vec<&str> = tail.iter().map(|line| line.line.as_str()).collect();
        if lines.len() < 2 || tried.contains(&lines) {
            continue;
        }
        tried.push(lines.clone());
        let text = lines.join("\n");
        let seen = from_the_start(step, &text, &tail)?;
        let judgement = check::judge(judge, std::slice::from_ref(&seen));
        if has_come_right(&judgement, &seen) && hidden(step, judge, None, &text)?.is_none() {
            let ends_itself =
                |line: &&str| line.trim().contains('\n') || line.trim_end().ends_with('&');
            let joined_by_semicolons = !lines.iter().any(ends_itself);
            return Ok(Some(Ruling::RightInLines {
                joined_by_semicolons,
            }));
        }
    }
    Ok(None)
}
