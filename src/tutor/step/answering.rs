//! What comes of an answer that was typed or written: it is judged, and told and recorded accordingly.

use super::Desk;
use super::file::{read, unread, written};
use super::lost::Lost;
use super::offers::OFFERS;
use crate::judging::{self, JudgingError, Refusal, Ruling};
use crate::lesson::ahead::Reader;
use crate::lesson::{Judge, StepKind};
use crate::misconception;
use crate::observation::Observation;
use crate::progress::entry::Outcome;
use crate::sys::beneath::Unread;
use crate::tutor::TutorError;
use crate::tutor::console::Console;
use crate::tutor::view::fit::{Forms, fitted};
use crate::tutor::view::{Page, feedback, finding, output, prose, reasons, runs};

/// What is said of a line that is right, though it does not look so here.
const AT_START: &str = "Here it meets what earlier lines changed. With the files and variables this step starts with, it does \
                        what is wanted; :reset brings those back.";
/// What is said of a line that does nothing of what is still wanted only because of those before it.
const IN_THE_WAY: &str = "Earlier lines are in the way: where this step starts, this line does some of what is still wanted. \
                          :reset begins there again.";
/// What is said where several lines do what one is to do.
const IN_LINES: &str = "Together these lines do what is wanted. It is to be one line";

pub(super) fn judge(desk: &mut Desk) -> Result<(), TutorError> {
    let step = desk.step;
    match (step.kind.judge(), step.kind.file()) {
        (Some(judge), Some(name)) => judge_file(desk, judge, name),
        (Some(judge), None) => judge_lines(desk, judge),
        (None, _) => Ok(()),
    }
}

/// What comes of judging; `None` if the learner has interrupted it, and been told. Then the run is the `last` that can be asked about.
///
/// # Errors
/// The terminal cannot be used, or nothing be run.
pub fn judged<T>(
    console: &mut Console,
    last: &mut Option<Observation>,
    judge: impl FnOnce() -> Result<T, JudgingError>,
) -> Result<Option<T>, TutorError> {
    match console.work(judge)? {
        Err(JudgingError::Interrupted(seen)) => {
            *last = Some(*seen);
            console.end_echo()?;
            console.remark(
                "Stopped before it had ended, and not judged. What it did until then: :why",
            )?;
            Ok(None)
        }
        judged => Ok(Some(judged?)),
    }
}

/// Waits for jobs on which the verdict hangs. Ctrl-C ends the wait, and what there is then is judged.
fn follow_jobs(desk: &mut Desk, judge: &Judge) -> Result<(), TutorError> {
    let Some(room) = desk.room.as_mut().filter(|room| room.hangs_on_jobs(judge)) else {
        return Ok(());
    };
    desk.console.work(|| room.follow_jobs())??;
    desk.last = room.seen.last().cloned();
    Ok(())
}

fn judge_lines(desk: &mut Desk, judge: &Judge) -> Result<(), TutorError> {
    follow_jobs(desk, judge)?;
    let seen = desk.room.as_ref().map_or(&[][..], |room| &room.seen);
    let Some(last) = seen.last() else {
        return Ok(());
    };
    let (line, typed) = (last.line.clone(), judging::typed(judge, seen));
    let (step, quiet) = (desk.step, &mut desk.quiet);
    match judging::unread(step, judge, seen) {
        // The shell has said why; that it can be helped is left to say.
        Some(judging::Unread::Attempt(finding)) => {
            return desk.miss(&line, finding.map(|finding| finding.idea.id));
        }
        Some(judging::Unread::Beside) => return Ok(()),
        None => {}
    }
    let Some(ruling) = judged(desk.console, &mut desk.last, || {
        judging::line(step, judge, seen, quiet)
    })?
    else {
        return Ok(());
    };
    let judgement = match &ruling {
        Ruling::SoFar(judgement) => Some(judgement),
        Ruling::NotYet(refusal) if refusal.with.is_none() => Some(&refusal.judgement),
        _ => None,
    };
    let in_the_way = match judgement.filter(|_| !judge.one_line) {
        Some(judgement) => judged(desk.console, &mut desk.last, || {
            judging::is_in_the_way(step, judge, seen, judgement)
        })?,
        None => Some(false),
    };
    let Some(in_the_way) = in_the_way else {
        return Ok(());
    };
    answer(desk, ruling, &typed, &line, in_the_way)
}

fn judge_file(desk: &mut Desk, judge: &Judge, name: &str) -> Result<(), TutorError> {
    let text = match read(desk, name) {
        Ok(text) => text,
        // A script may not have been written yet.
        Err(Unread::Missing) if !matches!(desk.step.kind, StepKind::Fix { .. }) => return Ok(()),
        Err(why) => {
            // What comes in its place is judged anew.
            desk.judged = None;
            return Ok(desk.remark(&unread(name, &why))?);
        }
    };
    let written = written(desk, name);
    let rewritten = desk.written.is_some() && written != desk.written;
    desk.written = written;
    if desk.judged.as_deref() == Some(text.as_str()) {
        if rewritten {
            desk.remark(&format!("{name} holds the same text as before."))?;
        }
        return Ok(());
    }
    desk.judged = Some(text.clone());
    let step = desk.step;
    let run = || judging::text(step, judge, Some(name), &text);
    let Some((seen, mut refusal)) = judged(desk.console, &mut desk.last, run)? else {
        return Ok(());
    };
    // What the shell filled in while the file was written shows in no run of it.
    if let (Some(refusal), Some(room)) = (&mut refusal, &desk.room)
        && let Some(finding) = misconception::of_writing(&room.seen, name, &text)
    {
        refusal.finding = Some(finding);
    }
    let page = desk.page();
    let ran = output::in_forms(&judge.run_line(name, None), &seen, page);
    desk.last = Some(seen);
    match refusal {
        Some(refusal) => not_yet(desk, *refusal, Some(ran), &text, None),
        None => {
            desk.say(&ran[0])?;
            succeed(desk, &text)
        }
    }
}

/// Says what came of an answer. `typed` is all of it; `latest` what a miss is recorded with, and `in_the_way` whether lines before
/// that are.
fn answer(
    desk: &mut Desk,
    ruling: Ruling,
    typed: &str,
    latest: &str,
    in_the_way: bool,
) -> Result<(), TutorError> {
    let page = desk.page();
    let in_the_way = in_the_way.then(|| prose::plain(IN_THE_WAY, 2, page));
    match ruling {
        Ruling::Right => succeed(desk, typed),
        Ruling::RightAtStart => {
            desk.say(&prose::plain(AT_START, 2, page))?;
            succeed(desk, typed)
        }
        Ruling::RightInLines {
            joined_by_semicolons,
        } => {
            let how = match joined_by_semicolons {
                true => ": write `;` between the commands.",
                false => ", which brings all that it needs.",
            };
            desk.say(&prose::prose(&format!("{IN_LINES}{how}"), 2, page))?;
            Ok(())
        }
        Ruling::Silent => match lost(desk).filter(Lost::is_new) {
            Some(lost) => Ok(desk.say(&prose::plain(&lost.told(), 2, page))?),
            None => Ok(()),
        },
        Ruling::SoFar(judgement) => {
            let so_far = feedback::so_far(&judgement.verdicts, page);
            let text = [Some(so_far), in_the_way].into_iter().flatten();
            Ok(desk.say(&text.collect::<Vec<_>>().join("\n\n"))?)
        }
        Ruling::NotYet(refusal) => not_yet(desk, *refusal, None, latest, in_the_way),
    }
}

/// The file of the step that is not there any more, if there is one.
fn lost(desk: &Desk) -> Option<Lost> {
    let judge = desk.step.kind.judge()?;
    Lost::find(judge, &desk.room.as_ref()?.seen)
}

/// Says why an answer does not hold. `ran` is what is said of a run that nobody watched, `in_the_way` of what is in its way.
fn not_yet(
    desk: &mut Desk,
    refusal: Refusal,
    ran: Option<Forms>,
    typed: &str,
    in_the_way: Option<String>,
) -> Result<(), TutorError> {
    let page = desk.page();
    let ran = ran.unwrap_or_else(|| vec![String::new()]);
    let lost = lost(desk).map(|lost| prose::plain(&lost.told(), 2, page));
    let parts = [
        vec![ran],
        refused(desk.reader(), &refusal, page).to_vec(),
        vec![vec![lost.or(in_the_way).unwrap_or_default()]],
    ]
    .concat();
    let text = fitted(parts, &[0, 2, 1], OFFERS, page);
    desk.ran_elsewhere(&refusal);
    desk.last = Some(refusal.seen);
    // Before it is said: nothing that was judged is lost, whenever the tutor ends.
    desk.missed(typed, refusal.finding.map(|finding| finding.idea.id))?;
    desk.say(&text)?;
    desk.offer_help()
}

/// What was wanted and what was seen, what each command did, and the one idea that shows in it.
pub(super) fn refused(reader: Reader<'_>, refusal: &Refusal, page: Page) -> [Forms; 3] {
    let title = refusal.title();
    let Refusal {
        judgement,
        seen,
        finding,
        ..
    } = refusal;
    let finding = finding.clone();
    let finding = finding.map(|finding| finding::explained_to(reader, finding, seen));
    if !judging::was_read(seen) {
        // Nothing of it ran: that it cannot be read is all there is to say.
        let error = output::in_forms("it", seen, page);
        let title = page.theme.off(title.trim_end_matches('.'));
        let error = error
            .iter()
            .map(|error| format!("  {title}: it cannot be read.\n{error}"));
        let said = finding.as_ref().map(|finding| finding::told(finding, page));
        return [
            error.collect(),
            vec![String::new()],
            vec![said.unwrap_or_default()],
        ];
    }
    let table = feedback::not_yet_in_forms(&title, &judgement.verdicts, page);
    let mut commands = runs::commands_in_forms(seen, seen.line.contains('\n'), page);
    // All of it is behind `:why` and `:trace`.
    commands.push(String::new());
    let said = match &finding {
        Some(finding) => finding::told(finding, page),
        None => reasons::obstacle(seen).map_or(String::new(), |text| prose::plain(&text, 2, page)),
    };
    [table, commands, vec![said]]
}

pub(super) fn succeed(desk: &mut Desk, typed: &str) -> Result<(), TutorError> {
    desk.record(typed, Outcome::Right, None)?;
    let page = desk.page();
    desk.say(&feedback::yes(desk.step, typed, page))?;
    desk.offer_next()
}
