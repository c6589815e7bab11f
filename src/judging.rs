//! What comes of an answer to a step: its checks in the step's folder, its hidden runs in others, and the idea that shows in
//! what is not right. It knows of no terminal: the tutor says what came of it, and the proof of a lesson compares it with
//! what the lesson says, so that both judge alike.
//!
//! Start with [`line()`] for what is typed at the prompt and [`text()`] for a file or a script.

pub mod folder;

use crate::lesson::check::{self, Check, Judgement, Moved};
use crate::lesson::{Judge, Step};
use crate::misconception::{self, Finding, Wanted};
use crate::observation::{Excess, Observation};
use crate::session::SessionError;
use crate::trace::TraceKind;
use folder::{elsewhere, elsewhere_within};
use std::io;
use std::time::Duration;

/// Lines in a row that move something and are not answered; the one after them is.
const QUIET: usize = 2;
/// Lines, the last one among them, that are looked at as one text at the most.
const TOGETHER: usize = 5;

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
    let moved = judgement.moved_from(&before);
    let gained = check::gained(judge, &judgement, &before);
    // What became of the shell is told otherwise; that is answer enough.
    let attempt = check::is_attempt(judge, Some(&step.ways()), last) && last.ended.is_none();
    *quiet = match moved {
        Moved::Sideways if attempt => *quiet + 1,
        Moved::Sideways => *quiet,
        _ => 0,
    };
    if last.interrupted && !judgement.holds() {
        // Whoever stops a line does not offer it as an answer.
        return Ok(Ruling::Silent);
    }
    let may_be_several = judge.one_line && !earlier.is_empty() && last.stopped.is_none();
    if has_come_right(&judgement, last) {
        let leans = judge.one_line && check::leans_on_earlier(judge, &before, seen);
        let refusal = match hidden(step, judge, None, &typed(judge, seen))? {
            Some(refusal) => {
                // What the last line alone lacks elsewhere the ones before it may have brought.
                let tails = (2..=seen.len().min(TOGETHER)).map(|count| &seen[seen.len() - count..]);
                let tails = tails.filter(|_| may_be_several);
                if let Some(ruling) = right_together(step, judge, tails)? {
                    return Ok(ruling);
                }
                Some(refusal)
            }
            None if leans => alone(step, judge, &last.line)?,
            None => None,
        };
        return Ok(match refusal {
            None => Ruling::Right,
            Some(refusal) if attempt => Ruling::NotYet(refusal),
            Some(_) => Ruling::Silent,
        });
    }
    if attempt && may_be_several && is_right_at_start(step, judge, last)? {
        return Ok(Ruling::RightAtStart);
    }
    // A line that prints nothing adds nothing to those before it, of which it has been said.
    let printed = check::printed_together(judge, seen).filter(|_| !last.screen.is_empty());
    if may_be_several && let Some(ruling) = right_together(step, judge, printed.into_iter())? {
        return Ok(ruling);
    }
    // After an answer that was refused another is begun.
    let turned_round = !judge.one_line
        && *quiet > 1
        && judge
            .checks
            .iter()
            .any(|check| check.is_turned_round(seen) && !check.is_turned_round(earlier));
    match moved {
        Moved::Forward if !judge.one_line && (attempt || gained) => Ok(Ruling::SoFar(judgement)),
        _ if !attempt => Ok(Ruling::Silent),
        // Half of what one check wants is no mistake.
        Moved::Sideways
            if !judge.one_line
                && !turned_round
                && *quiet <= QUIET
                && check::came_nearer(judge, seen) =>
        {
            Ok(Ruling::Silent)
        }
        _ => {
            *quiet = 0;
            let refusal = refuse(judgement, last.clone(), earlier, &judge.checks);
            Ok(Ruling::NotYet(refusal))
        }
    }
}

/// What is wanted of `last`, as its verdict had it, where it ran in another folder, `with` this, or else at the prompt as `typed`;
/// `None` of a line that is no answer.
pub fn wanted(step: &Step, last: &Observation, with: Option<&str>, typed: bool) -> Option<Wanted> {
    let judge = step.kind.judge()?;
    let hidden = judge.hidden.iter().find(|run| with == Some(&run.with));
    let checks = hidden.map_or(&judge.checks, |run| &run.checks);
    let answers = !typed || !was_read(last) || check::is_attempt(judge, Some(&step.ways()), last);
    answers.then(|| check::wanted(checks))
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

/// Runs `text` as the step starts, for the checks that judge what is typed there.
fn from_the_start(step: &Step, text: &str) -> Result<Observation, JudgingError> {
    Ok(elsewhere(&step.first_setup(), text)?.on_a_terminal())
}

/// What is said against a line where nothing is left of those before it, if anything.
fn alone(step: &Step, judge: &Judge, line: &str) -> Result<Option<Box<Refusal>>, JudgingError> {
    let seen = from_the_start(step, line)?;
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
    let seen = from_the_start(step, &last.line)?;
    let judgement = check::judge(judge, std::slice::from_ref(&seen));
    Ok(has_come_right(&judgement, &seen) && hidden(step, judge, None, &last.line)?.is_none())
}

/// Whether the lines before the last one of `seen` are in its way: alone, where the step starts, it does something of what
/// `judgement` misses.
///
/// # Errors
/// It cannot be run.
pub fn is_in_the_way(
    step: &Step,
    judge: &Judge,
    seen: &[Observation],
    judgement: &Judgement,
) -> Result<bool, JudgingError> {
    let [_, .., last] = seen else {
        return Ok(false);
    };
    // Without the lines before it, it may wait for ever.
    let wall = (last.took * 3 + MOMENT).min(folder::HEADLESS);
    let alone = elsewhere_within(wall, &step.first_setup(), &last.line)?.on_a_terminal();
    let alone = check::judge(judge, std::slice::from_ref(&alone));
    let mut both = judgement.verdicts.iter().zip(&alone.verdicts);
    Ok(both.any(|(here, there)| !here.holds && there.holds))
}

/// What is said where one of `tails`, the last lines of a step, is right as one text.
fn right_together<'o>(
    step: &Step,
    judge: &Judge,
    tails: impl Iterator<Item = &'o [Observation]>,
) -> Result<Option<Ruling>, JudgingError> {
    for tail in tails {
        let lines: Vec<&str> = tail.iter().map(|line| line.line.as_str()).collect();
        let text = lines.join("\n");
        let seen = from_the_start(step, &text)?;
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
    let seen = elsewhere(&setup, &line)?;
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
        let seen = elsewhere(&setup, &line)?;
        let judgement = run.judge(std::slice::from_ref(&seen));
        if !has_come_right(&judgement, &seen) {
            return Ok(Some(Box::new(Refusal {
                with: Some(run.with.clone()),
                finding: misconception::diagnose(&seen, &[], Some(&check::wanted(&run.checks))),
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
