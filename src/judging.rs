//! What comes of an answer to a step: its checks in the step's folder, its hidden runs in others, and the idea that shows in
//! what is not right. It knows of no terminal: the tutor says what came of it, and the proof of a lesson compares it with
//! what the lesson says, so that both judge alike.
//!
//! Start with [`line()`] for what is typed at the prompt and [`text()`] for a file or a script.

pub mod folder;
mod line;

pub use line::line;

use crate::lesson::check::{self, Check, Judgement};
use crate::lesson::{HiddenRun, Judge, Step};
use crate::misconception::{self, Finding, Wanted};
use crate::observation::{Excess, Observation};
use crate::session::SessionError;
use crate::trace::TraceKind;
use folder::{elsewhere, elsewhere_within, to_the_end};
use std::io;
use std::time::Duration;

/// How much longer than here a line may take where nothing was done before it.
const MOMENT: Duration = Duration::from_millis(500);

/// What came of an answer.
#[derive(Debug)]
pub enum Ruling {
    /// It is right.
    Right,
    /// It is right where the step starts; here earlier lines have changed what it depends on.
    RightAtStart,
    /// The lines before it and this one together are right, and one line is wanted.
    RightInLines {
        /// Whether `;` between them makes one of them: not where one holds a here-document or ends in `&`.
        joined_by_semicolons: bool,
    },
    /// It is not right, and there is nothing to say.
    Silent,
    /// Some of what is wanted is there.
    SoFar(Judgement),
    /// It is not right.
    NotYet(Box<Refusal>),
}

/// What is said of an answer that is not right.
#[derive(Debug)]
pub struct Refusal {
    /// What the run in another folder had that it is about; `None` for the learner's own.
    pub with: Option<String>,
    /// What was wanted and got.
    pub judgement: Judgement,
    /// The run it is about.
    pub seen: Observation,
    /// The one idea that shows in it, if any does.
    pub finding: Option<Finding>,
}

impl Refusal {
    /// The words above what was wanted and got.
    pub fn title(&self) -> String {
        let with = self.with.as_ref().map(|with| format!("with {with}"));
        let parts = [with, endless(&self.seen)].into_iter().flatten();
        match parts.reduce(|with, stopped| format!("{with} {stopped}")) {
            Some(what) => format!("Not yet: {what}"),
            None => "Not yet.".to_owned(),
        }
    }
}

/// Why nothing could be judged.
#[derive(Debug, thiserror::Error)]
pub enum JudgingError {
    /// There is no temporary folder to be had.
    #[error("no temporary folder can be made")]
    Scratch(#[source] io::Error),
    /// A folder cannot be prepared.
    #[error("the step's folder cannot be used")]
    Folder(#[source] io::Error),
    /// Somebody pressed Ctrl-C while it ran: what was seen of it.
    #[error("the run was interrupted")]
    Interrupted(Box<Observation>),
    /// There is no shell to run anything.
    #[error("no shell could be started")]
    Session(#[from] SessionError),
}

/// Whether what the last of the lines `seen` has started with `&` may still bring what they lack.
pub fn hangs_on_jobs(judge: &Judge, seen: &[Observation]) -> bool {
    let goes_on = seen.last().is_some_and(Observation::has_more_to_do);
    goes_on && !check::judge(judge, seen).holds()
}

/// What is wanted of `last`, as its verdict had it, where it ran in another folder, `with` this, or else at the prompt as `typed`;
/// `None` of a line that is no answer.
pub fn wanted(step: &Step, last: &Observation, with: Option<&str>, typed: bool) -> Option<Wanted> {
    let judge = step.kind.judge()?;
    let hidden = judge.hidden.iter().find(|run| with == Some(&run.with));
    let answers = !typed || !was_read(last) || check::is_attempt(judge, Some(&step.ways()), last);
    answers.then(|| hidden.map_or_else(|| check::wanted(&judge.checks), wanted_with))
}

/// What is wanted in another folder, and of what it gives.
fn wanted_with(run: &HiddenRun) -> Wanted {
    Wanted {
        given: misconception::given_by(&run.setup.run),
        ..check::wanted(&run.checks)
    }
}

/// What is seen in the last of the lines `seen` where the shell could not read it, and so nothing of it was judged.
#[derive(Debug)]
pub enum Unread {
    /// It is no answer to the step.
    Beside,
    /// It is one, and shows this idea, if any.
    Attempt(Option<Finding>),
}

/// What a line that the shell could not read is; `None` if it could.
pub fn unread(step: &Step, judge: &Judge, seen: &[Observation]) -> Option<Unread> {
    let (last, earlier) = seen.split_last().filter(|(last, _)| !was_read(last))?;
    let finding = misconception::diagnose(last, earlier, Some(&check::wanted(&judge.checks)));
    let is_attempt = finding.is_some() || shares_a_word(step, &last.line);
    Some(match is_attempt {
        true => Unread::Attempt(finding),
        false => Unread::Beside,
    })
}

/// Whether `line` has a word of the model answer that is not there to look around, or of the task where there is none.
fn shares_a_word(step: &Step, line: &str) -> bool {
    const LOOKING: [&str; 5] = ["ls", "pwd", "cat", "echo", "printf"];
    let words = |text: &str| -> Vec<String> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
        let words = text
            .split(|c: char| !is_part(c))
            .filter(|word| word.len() > 1);
        words.map(str::to_owned).collect()
    };
    let answer = words(step.answer.as_deref().unwrap_or(&step.task));
    let shared = |word: &String| !LOOKING.contains(&word.as_str()) && answer.contains(word);
    words(line).iter().any(shared)
}

/// Runs `text` as the step starts, for the checks that judge what is typed there: as the lines `typed` it has run before. A job
/// that nobody saw end then nobody waits for now.
fn from_the_start(
    step: &Step,
    text: &str,
    typed: &[&Observation],
) -> Result<Observation, JudgingError> {
    let run = match typed.iter().any(|line| line.has_more_to_do()) {
        true => elsewhere,
        false => to_the_end,
    };
    Ok(run(&step.first_setup(), text)?.on_a_terminal())
}

/// What `last` does by itself where `step` starts.
///
/// # Errors
/// It cannot be run.
fn by_itself(step: &Step, last: &Observation) -> Result<Observation, JudgingError> {
    // Without the lines before it, it may wait for ever.
    let wall = (last.took * 3 + MOMENT).min(folder::HEADLESS);
    Ok(elsewhere_within(wall, &step.first_setup(), &last.line)?.on_a_terminal())
}

/// Whether the lines before the last one of `seen` are in its way: alone, where the step starts, it does something of what
/// `judgement` misses, and all of what the others had done.
///
/// # Errors
/// It cannot be run.
pub fn is_in_the_way(
    step: &Step,
    judge: &Judge,
    seen: &[Observation],
    judgement: &Judgement,
) -> Result<bool, JudgingError> {
    let [earlier @ .., last] = seen else {
        return Ok(false);
    };
    if earlier.is_empty() {
        return Ok(false);
    }
    let alone = by_itself(step, last)?;
    let alone = check::judge(judge, std::slice::from_ref(&alone));
    let before = check::judge(judge, earlier);
    let both = || judgement.verdicts.iter().zip(&alone.verdicts);
    let does_more = both().any(|(here, there)| !here.holds && there.holds);
    // What those before it have done would have to be done again.
    let mut all = both().zip(&before.verdicts);
    let loses = all.any(|((here, there), before)| before.holds && here.holds && !there.holds);
    Ok(does_more && !loses)
}

/// Whether a run holds, and has come to its end by itself.
fn has_come_right(judgement: &Judgement, seen: &Observation) -> bool {
    judgement.holds() && seen.stopped.is_none()
}

/// What was typed to get where `seen` ends: as far as it counts.
pub fn typed(judge: &Judge, seen: &[Observation]) -> String {
    let skip = if judge.one_line {
        seen.len().saturating_sub(1)
    } else {
        0
    };
    let lines: Vec<&str> = seen[skip..].iter().map(|line| line.line.as_str()).collect();
    lines.join("\n")
}

/// Runs `text`, as the file `name` or as it is, and judges it: what is said against it, if anything.
///
/// # Errors
/// It cannot be run.
pub fn text(
    step: &Step,
    judge: &Judge,
    name: Option<&str>,
    text: &str,
) -> Result<(Observation, Option<Box<Refusal>>), JudgingError> {
    let mut setup = step.first_setup();
    let line = match name {
        Some(name) => {
            setup.files.insert(name.to_owned(), text.to_owned());
            judge.run_line(name, None)
        }
        None => text.to_owned(),
    };
    let seen = to_the_end(&setup, &line)?;
    let judgement = check::judge(judge, std::slice::from_ref(&seen));
    let refusal = match has_come_right(&judgement, &seen) {
        false => Some(refuse(judgement, seen.clone(), &[], &judge.checks)),
        true => hidden(step, judge, name, text)?,
    };
    Ok((seen, refusal))
}

/// Whether the shell could read the line; what it says about one it could not is answer enough.
pub fn was_read(observation: &Observation) -> bool {
    let wrong = |kind: &TraceKind| matches!(kind, TraceKind::SyntaxError { .. });
    !observation
        .trace
        .iter()
        .any(|event| event.source == 0 && wrong(&event.kind))
}

/// The first of the runs in other folders that does not hold.
fn hidden(
    step: &Step,
    judge: &Judge,
    file: Option<&str>,
    typed: &str,
) -> Result<Option<Box<Refusal>>, JudgingError> {
    for run in &judge.hidden {
        let text = run.variant(typed);
        let mut setup = run.setup.clone();
        setup.loopback |= step.setup.loopback;
        let line = match file {
            Some(name) => {
                setup.files.insert(name.to_owned(), text);
                judge.run_line(name, run.run.as_deref())
            }
            None => text,
        };
        let seen = to_the_end(&setup, &line)?;
        let judgement = run.judge(std::slice::from_ref(&seen));
        if !has_come_right(&judgement, &seen) {
            return Ok(Some(Box::new(Refusal {
                with: Some(run.with.clone()),
                finding: misconception::diagnose(&seen, &[], Some(&wanted_with(run))),
                judgement,
                seen,
            })));
        }
    }
    Ok(None)
}

/// What is said of a run that had to be ended.
fn endless(seen: &Observation) -> Option<String> {
    let seconds = seen.took.as_secs();
    let stopped = seen.stopped == Some(Excess::Time);
    stopped.then(|| format!("it had not ended after {seconds} seconds, and was stopped."))
}

/// `checks` are those that the run was judged by, `earlier` the lines before it in its session.
fn refuse(
    judgement: Judgement,
    seen: Observation,
    earlier: &[Observation],
    checks: &[Check],
) -> Box<Refusal> {
    Box::new(Refusal {
        with: None,
        finding: misconception::diagnose(&seen, earlier, Some(&check::wanted(checks))),
        judgement,
        seen,
    })
}
