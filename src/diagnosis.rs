//! Which idea a wrong answer comes from: the misreadings under which the same session prints just that.
//!
//! Each misreading that can matter for the text ([`relevance`]), and that decides something otherwise than the true run did
//! ([`decided`]), is run in the laboratory. If several give the answer, a question of the bank tells them apart
//! ([`separation`]). Start with [`Clinic`].

pub mod decided;
pub mod relevance;
pub mod separation;

use crate::laboratory::{Laboratory, LaboratoryError, Material};
use crate::lesson::Setup;
use crate::lesson::check::Construct;
use crate::lesson::predict::{Row, compare};
use crate::misreading::Misreading;
use crate::observation::Observation;
use crate::quiz::Question;
use crate::quiz::template::{Bank, BankError};
use crate::quiz::wrong_answers::{WrongAnswers, WrongAnswersError};
use separation::{Separation, candidates};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

/// Up to so many runs are made one by one.
const FEW: usize = 6;
/// How much longer than the truth a misreading may take: it may never end.
const PATIENCE: Duration = Duration::from_millis(300);

/// What diagnoses are made with.
#[derive(Debug)]
pub struct Clinic {
    /// Where sessions run, two at a time: much of a run is waiting for processes.
    pub laboratories: [Laboratory; 2],
    /// Where questions come from that tell ideas apart.
    pub bank: Bank,
    /// Who answers them how.
    pub wrong_answers: WrongAnswers,
    /// The misreadings that the question is there to find. Where one of them gives the answer, no other is named.
    pub probed: Vec<Misreading>,
    /// The ids of the ideas that the question is about. Where a misreading that works by one of them gives the answer, none that
    /// is not probed is named beside it: what a learner has long understood is not what went wrong here. If both are empty, any
    /// may be named.
    pub taught: Vec<String>,
    /// What of the language the learner knows: questions that use no more than that come first. All, if it is empty.
    pub known: Vec<Construct>,
}

/// What a wrong answer says of who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What is printed in truth.
    pub truth: String,
    /// The misreadings that lead to the answer, in the order of all; none if the answer is right, or comes of none of them.
    pub ideas: Vec<Misreading>,
    /// Whether they lead to the very answer, and not to another failure where it says 1.
    pub is_exact: bool,
    /// Where there are several, the question that tells most of them apart, if there is one.
    pub separation: Option<Separation>,
}

/// Why there is no diagnosis.
#[derive(Debug, thiserror::Error)]
pub enum DiagnosisError {
    /// Nothing could be run.
    #[error(transparent)]
    Laboratory(#[from] LaboratoryError),
    /// The bank is faulty.
    #[error("the bank of questions cannot be used")]
    Bank(#[from] BankError),
    /// The table of wrong answers is faulty.
    #[error("the table of wrong answers cannot be used")]
    WrongAnswers(#[from] WrongAnswersError),
}

impl Clinic {
    /// One with the bank inside the program.
    ///
    /// # Errors
    /// The bank is faulty; tests see to it that it is not.
    pub fn built_in(laboratory: Laboratory) -> Result<Clinic, DiagnosisError> {
        Ok(Clinic {
            laboratories: [laboratory.another(), laboratory],
            bank: Bank::built_in()?,
            wrong_answers: WrongAnswers::built_in()?,
            probed: Vec::new(),
            taught: Vec::new(),
            known: Vec::new(),
        })
    }

    /// Which misreadings make `material` print `answer`, as predictions are compared, and what tells them apart.
    ///
    /// # Errors
    /// Nothing can be run here.
    pub fn diagnose(
        &mut self,
        material: &Material,
        answer: &str,
    ) -> Result<Diagnosis, DiagnosisError> {
        let begun = Instant::now();
        let truth = self.laboratories[0].run(material, None)?;
        let patience = begun.elapsed() * 3 + PATIENCE;
        let mut diagnosis = Diagnosis {
            truth: printed(&truth),
            ideas: Vec::new(),
            is_exact: true,
            separation: None,
        };
        if compare(&diagnosis.truth, answer).agrees() {
            return Ok(diagnosis);
        }
        let walls = self
            .laboratories
            .each_ref()
            .map(|laboratory| laboratory.wall);
        for laboratory in &mut self.laboratories {
            laboratory.wall = laboratory.wall.min(patience);
        }
        let suspects = suspects(material, &truth);
        let readings = run_all(&mut self.laboratories, material, &suspects);
        for (laboratory, wall) in self.laboratories.iter_mut().zip(walls) {
            laboratory.wall = wall;
        }
        // Who knows that a status is a failure, and not which, writes 1.
        let read = texts(material).iter().any(|text| text.contains("$?"));
        let by_failure = read && !is_failure_of(&diagnosis.truth, answer);
        let exact = |printed: &String| compare(printed, answer).agrees();
        let failure = |printed: &String| by_failure && is_failure_of(printed, answer);
        let readings = readings?;
        let fitting = |fits: &dyn Fn(&String) -> bool| -> Vec<Misreading> {
            let fitting = readings
                .iter()
                .filter(|(_, printed)| printed.as_ref().is_some_and(fits));
            let mut ideas = fitting.map(|(misreading, _)| *misreading).collect();
            self.keep_likely(&mut ideas);
            ideas
        };
        diagnosis.ideas = fitting(&exact);
        // Who writes 1 may well have taken it for the failure that there was.
        let is_guess = is_failure_of(&diagnosis.truth, answer) || has_one(answer) && fails(&truth);
        if is_guess && diagnosis.ideas == [Misreading::OutputTruth] {
            diagnosis.ideas.clear();
        }
        if diagnosis.ideas.is_empty() {
            diagnosis.is_exact = false;
            diagnosis.ideas = fitting(&failure);
        }
        if diagnosis.ideas.len() > 1 {
            let asked = Question {
                before: material.before.clone(),
                asked: material.text.clone(),
            };
            diagnosis.separation = self.separate(&diagnosis.ideas, &asked)?;
        }
        Ok(diagnosis)
    }

    /// Leaves what the question is there to find and the lesson is about, if that is among `ideas`; else what either is about;
    /// else what reads few sessions otherwise.
    fn keep_likely(&self, ideas: &mut Vec<Misreading>) {
        drop_narrower(ideas);
        if self.probed.is_empty() && self.taught.is_empty() {
            return;
        }
        let is_probed = |misreading: &Misreading| self.probed.contains(misreading);
        let is_taught = |misreading: &Misreading| works_by(*misreading, &self.taught);
        let is_both = |misreading: &Misreading| is_probed(misreading) && is_taught(misreading);
        let is_either = |misreading: &Misreading| is_probed(misreading) || is_taught(misreading);
        if ideas.iter().any(is_both) {
            ideas.retain(is_both);
        } else if ideas.iter().any(is_either) {
            ideas.retain(is_either);
        } else {
            ideas.retain(|misreading| !is_sweeping(*misreading));
        }
    }

    /// The question that tells most of `ideas` apart, as running it shows: one that uses only what is known, if there is one.
    fn separate(
        &mut self,
        ideas: &[Misreading],
        asked: &Question,
    ) -> Result<Option<Separation>, DiagnosisError> {
        let known = self.known.clone();
        let understood = self.separate_by(ideas, asked, &known)?;
        match understood {
            None if !known.is_empty() => self.separate_by(ideas, asked, &[]),
            understood => Ok(understood),
        }
    }

    fn separate_by(
        &mut self,
        ideas: &[Misreading],
        asked: &Question,
        known: &[Construct],
    ) -> Result<Option<Separation>, DiagnosisError> {
        let mut best: Option<(usize, Separation)> = None;
        for question in candidates(&self.bank, &self.wrong_answers, ideas, asked, known) {
            let material = material(&question);
            let answers = run_all(&mut self.laboratories, &material, ideas)?;
            let answers = answers
                .into_iter()
                .map(|(idea, answer)| Some((idea, answer?)));
            let Some(answers) = answers.collect::<Option<Vec<_>>>() else {
                continue;
            };
            let different = answers.iter().map(|(_, answer)| answer);
            let different = different.collect::<BTreeSet<_>>().len();
            if best.as_ref().is_none_or(|(most, _)| different > *most) {
                best = Some((different, Separation { question, answers }));
            }
            if different == ideas.len() {
                break;
            }
        }
        let best = best.filter(|(different, _)| *different > 1);
        Ok(best.map(|(_, separation)| separation))
    }
}

/// Takes away what is no other idea where a wider one fits as well.
fn drop_narrower(ideas: &mut Vec<Misreading>) {
    for (wide, narrow) in [
        (Misreading::SkipAll, Misreading::SkipToSemicolon),
        (Misreading::NoWrap, Misreading::CappedStatus),
    ] {
        if ideas.contains(&wide) {
            ideas.retain(|idea| *idea != narrow);
        }
    }
}

/// Whether it reads nearly every session otherwise, so that it fits many a wrong answer by chance.
fn is_sweeping(misreading: Misreading) -> bool {
    matches!(
        misreading,
        Misreading::ZeroFalse
            | Misreading::OutputTruth
            | Misreading::StickyStatus
            | Misreading::QuotesSwap
    )
}

/// Whether `misreading` is the working of one of `ideas`, which are ids.
pub fn works_by(misreading: Misreading, ideas: &[String]) -> bool {
    let mut own = misreading.ideas().iter();
    own.any(|idea| ideas.iter().any(|taught| taught == idea))
}

/// What runs when `question` is answered.
pub fn material(question: &Question) -> Material {
    Material {
        before: question.before.clone(),
        ..Material::text(question.asked.clone())
    }
}

/// What runs when `question` is answered in a folder that `setup` prepares.
pub fn prepared(setup: &Setup, question: &Question) -> Material {
    let before = match setup.run.trim() {
        "" => String::new(),
        run => format!("{run}\n"),
    };
    let files = setup.files.iter();
    let files = files.map(|(path, content)| (path.into(), content.clone().into_bytes()));
    Material {
        before: before + &question.before,
        text: question.asked.clone(),
        files: files.collect(),
        loopback: setup.loopback,
        ..Material::default()
    }
}

/// The misreadings under which `material` may do something else than it did when it was `seen` to run by the rules.
pub fn suspects(material: &Material, seen: &Observation) -> Vec<Misreading> {
    let texts = texts(material);
    decided::differing(&relevance::relevant(&texts), seen, &texts)
}

/// What `material` prints under each of `misreadings`, in their order; `None` where it did not end in time.
///
/// # Errors
/// Nothing can be run here.
pub fn run_all(
    laboratories: &mut [Laboratory; 2],
    material: &Material,
    misreadings: &[Misreading],
) -> Result<Vec<(Misreading, Option<String>)>, LaboratoryError> {
    let queue = Mutex::new(misreadings.iter().copied());
    let [one, other] = laboratories;
    let (own, others) = thread::scope(|scope| {
        let help = || work(other, material, &queue);
        // For a few runs a second session would start too late; and there may be no second thread to be had.
        let helper = (misreadings.len() > FEW)
            .then(|| thread::Builder::new().spawn_scoped(scope, help).ok())
            .flatten();
        let own = work(one, material, &queue);
        let others = helper.map_or_else(
            || Ok(Vec::new()),
            |helper| {
                let helped = helper.join();
                helped.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            },
        );
        (own, others)
    });
    let mut all = own?;
    all.extend(others?);
    all.sort_by_key(|(misreading, _)| *misreading);
    Ok(all)
}

/// The misreadings by which `material` runs in `laboratory` so that what is seen is `alike`, in the order of all.
///
/// # Errors
/// Nothing can be run there, or not in time.
pub fn leading_to(
    laboratory: &mut Laboratory,
    material: &Material,
    alike: impl Fn(&Observation) -> bool,
) -> Result<Vec<Misreading>, LaboratoryError> {
    let truth = laboratory.run(material, None)?;
    let mut leading = Vec::new();
    for misreading in suspects(material, &truth) {
        if alike(&laboratory.run(material, Some(misreading))?) {
            leading.push(misreading);
        }
    }
    drop_narrower(&mut leading);
    Ok(leading)
}

/// Runs `material` under one misreading of `queue` after the other.
fn work(
    laboratory: &mut Laboratory,
    material: &Material,
    queue: &Mutex<impl Iterator<Item = Misreading>>,
) -> Result<Vec<(Misreading, Option<String>)>, LaboratoryError> {
    let mut done = Vec::new();
    loop {
        let next = queue.lock().ok().and_then(|mut queue| queue.next());
        let Some(misreading) = next else {
            return Ok(done);
        };
        let seen = laboratory.run(material, Some(misreading))?;
        let ended = seen.stopped.is_none() && !seen.truncated;
        done.push((misreading, ended.then(|| printed(&seen))));
    }
}

/// Whether a 1 stands in `answer` as a word.
fn has_one(answer: &str) -> bool {
    answer.split_ascii_whitespace().any(|word| word == "1")
}

/// Whether some command failed.
fn fails(seen: &Observation) -> bool {
    let runs = seen.runs();
    let mut statuses = runs.iter().filter_map(|run| run.status());
    statuses.any(|status| !status.is_success())
}

/// Whether `answer` is `printed` with 1 for each status from 2 to 255, in some of its lines.
fn is_failure_of(printed: &str, answer: &str) -> bool {
    let rows = compare(printed, answer).rows;
    let fits = |row: &Row| match (&row.expected, &row.answered) {
        (Some(printed), Some(answer)) => printed == answer || ones(printed) == *answer,
        _ => false,
    };
    rows.iter().all(fits)
}

/// `line` with 1 for each number from 2 to 255 that stands in it as a word.
fn ones(line: &str) -> String {
    let words = line.split(' ').map(|word| match word.parse::<u8>() {
        Ok(2..) => "1",
        _ => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Standard output as text.
pub fn printed(observation: &Observation) -> String {
    let streams = observation.streams.as_ref();
    let stdout = streams.map_or(&observation.screen, |streams| &streams.stdout);
    String::from_utf8_lossy(stdout).into_owned()
}

/// All shell text that may be read when `material` runs.
fn texts(material: &Material) -> Vec<&str> {
    let mut texts = vec![material.before.as_str(), material.text.as_str()];
    let files = material.files.iter();
    texts.extend(files.filter_map(|(_, content)| std::str::from_utf8(content).ok()));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stands_for_any_failure() {
        assert!(is_failure_of("3\n", "1"));
        assert!(is_failure_of("after: 3 and 200\n", "after: 1 and 1"));
        assert!(is_failure_of("3\nend\n", "1\nend\n"));
        assert!(!is_failure_of("0\n", "1"));
        assert!(!is_failure_of("3\n", "2"));
        assert!(!is_failure_of("256\n", "1"));
        assert!(!is_failure_of("3\nend\n", "1"));
    }
}
