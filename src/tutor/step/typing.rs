//! *try* and *fix*: free typing in a real shell, judged by what happened.

use super::beside::{remark, remark_in_step};
use super::lost::Lost;
use super::offers::OFFERS;
use super::{Desk, Turn};
use crate::judging::{self, JudgingError, Refusal, Ruling};
use crate::lesson::{Judge, StepKind, check};
use crate::misconception;
use crate::observation::Observation;
use crate::progress::record::Outcome;
use crate::session::unseen::Lookout;
use crate::sys::beneath::{self, Unread};
use crate::trace::ExitStatus;
use crate::tutor::TutorError;
use crate::tutor::command;
use crate::tutor::console::Console;
use crate::tutor::repl::{self, Entered};
use crate::tutor::room::Room;
use crate::tutor::view::fit::{Forms, fitted};
use crate::tutor::view::{self, Page, feedback, finding, output, prose, reasons, runs};
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// Bytes of a step's file that are read: many times what any asks for.
const LONGEST: u64 = 256 << 10;
/// What is said of a line that is right, though it does not look so here.
const AT_START: &str = "Here it meets what earlier lines changed. With the files and variables this step starts with, it does \
                        what is wanted; :reset brings those back.";
/// What is said of a line that does nothing of what is still wanted only because of those before it.
const IN_THE_WAY: &str = "Earlier lines are in the way: where this step starts, this line does more of what is wanted. :reset \
                          begins there again.";
/// What is said where several lines do what one is to do.
const IN_LINES: &str = "Together these lines do what is wanted. It is to be one line";

/// The step from its task to the learner's leaving it.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk) -> Result<Turn, TutorError> {
    desk.room()?;
    let (page, mut material) = (desk.page(), None);
    if let StepKind::Fix { broken, file, .. } = &desk.step.kind {
        material = Some(match file {
            Some(name) => match read(desk, name) {
                Ok(text) => view::step::file(name, &text, page),
                Err(why) => prose::plain(&unread(name, &why), 2, page),
            },
            None => view::step::numbered(broken, page),
        });
        desk.judged = file.is_some().then(|| broken.clone());
    }
    let how = how(desk);
    desk.present(material.as_deref(), how.as_deref())?;
    if desk.begun.settled {
        desk.offer_again()?;
    }
    shell(desk)
}

/// How the step's file is changed, beside by commands; on a terminal, which may have another beside it.
fn how(desk: &Desk) -> Option<String> {
    let name = desk.step.kind.file()?;
    let path = desk
        .step_file(name)
        .filter(|_| desk.console.is_terminal())?;
    let path = path.display();
    Some(format!(
        ":edit opens {name} in your editor; another window finds it as {path}"
    ))
}

/// The shell's prompt until the learner goes on or leaves. Nothing is judged once the step is settled.
///
/// # Errors
/// As for [`run`].
pub fn shell(desk: &mut Desk) -> Result<Turn, TutorError> {
    loop {
        let status = desk
            .room
            .as_ref()
            .and_then(|room| room.seen.last())
            .map(|last| last.status);
        let mut watch = watch(desk);
        let lookout = desk.room.as_ref().and_then(Room::lookout);
        let mut happened = || {
            lookout.as_ref().is_some_and(Lookout::sees_output)
                || watch.as_mut().is_some_and(|has_changed| has_changed())
        };
        match repl::entry(desk.console, status, Some(&mut happened))? {
            Entered::Happened if desk.show_unseen() => {}
            Entered::Happened => {
                if let Some(name) = desk.step.kind.file() {
                    desk.say(&format!("  {name} has changed."))?;
                }
                judge(desk)?;
                desk.save()?;
            }
            Entered::End => {
                if let Some(turn) = desk.at_end()? {
                    return Ok(turn);
                }
            }
            Entered::Nothing if desk.begun.settled => return Ok(Turn::Next),
            // Who is not watched may have changed the file in another window as well.
            Entered::Nothing if desk.step.kind.file().is_some() => judge(desk)?,
            Entered::Nothing => {}
            Entered::Tutor(line) => {
                if let Some(turn) = desk.command(&line)? {
                    return Ok(turn);
                }
            }
            Entered::Shell(text) => {
                run_line(desk, &text)?;
                if !desk.begun.settled && desk.last.as_ref().and_then(meant_for_tutor).is_none() {
                    let before = desk.judged.clone();
                    judge(desk)?;
                    if desk.judged == before {
                        belongs_in_the_file(desk, &text)?;
                    }
                }
                desk.save()?;
            }
        }
    }
}

/// Whether the step's file has another text than was judged, and has had it for two looks: whoever writes it may not be done.
/// `None` if there is nothing to be judged any more.
fn watch(desk: &Desk) -> Option<impl FnMut() -> bool + Send + use<>> {
    let name = desk.step.kind.file().filter(|_| !desk.begun.settled)?;
    let name = name.to_owned();
    let folder = desk.room.as_ref()?.folder().to_owned();
    let judged = desk.judged.clone();
    let mut before = None;
    Some(move || {
        let now = text_of(&folder, &name)
            .ok()
            .filter(|text| Some(text) != judged.as_ref());
        let settled = now.is_some() && now == before;
        before = now;
        settled
    })
}

/// When the step's file was written last.
pub(super) fn written(desk: &Desk, name: &str) -> Option<SystemTime> {
    let path = desk.step_file(name)?;
    fs::metadata(path).ok()?.modified().ok()
}

/// The file of the step may be what it was before: that is not judged again.
pub fn forget_judged(desk: &mut Desk) {
    if let Some(name) = desk.step.kind.file() {
        desk.judged = read(desk, name).ok();
        desk.written = None;
    }
}

/// Says so where a line at the prompt is what the step's file should hold: it has done it once, and nothing came of that.
fn belongs_in_the_file(desk: &mut Desk, line: &str) -> Result<(), TutorError> {
    let step = desk.step;
    let (Some(judge), Some(name)) = (step.kind.judge(), step.kind.file()) else {
        return Ok(());
    };
    let seen = desk.room.as_ref().and_then(|room| room.seen.last());
    let is_attempt = |seen| check::is_attempt(judge, Some(&step.ways()), seen);
    // A line that names the file runs it or writes it.
    if line.contains(name) || !seen.is_some_and(is_attempt) {
        return Ok(());
    }
    let run = || judging::text(step, judge, Some(name), line);
    if let Some((_, None)) = judged(desk.console, &mut desk.last, run)? {
        let page = desk.page();
        let said = format!(
            "That is what {name} has to hold. Here it ran once, at the prompt; write it into the file."
        );
        desk.say(&prose::plain(&said, 2, page))?;
    }
    Ok(())
}

fn run_line(desk: &mut Desk, text: &str) -> Result<(), TutorError> {
    let typed = desk.console.take_typed();
    desk.room()?.run(text, typed)?;
    desk.elsewhere = None;
    if let Some(room) = &mut desk.room {
        desk.last = room.seen.last().cloned();
        tell_with(desk.console, room, remark_in_step)?;
    }
    Ok(())
}

/// The command of the tutor that a line names, where the shell has none of that name.
fn meant_for_tutor(line: &Observation) -> Option<&'static str> {
    command::without_colon(&line.line).filter(|_| line.status == ExitStatus::NOT_FOUND)
}

/// Says what has to be said about the room's last line beside its output.
///
/// # Errors
/// The output is closed.
pub fn tell(console: &mut Console, room: &mut Room) -> io::Result<()> {
    tell_with(console, room, remark)
}

/// What is said about a line in the whole.
type Remark = fn(&Observation, Option<&Observation>) -> Option<String>;

fn tell_with(console: &mut Console, room: &mut Room, remark: Remark) -> io::Result<()> {
    let Some((last, earlier)) = room.seen.split_last() else {
        return Ok(());
    };
    let page = console.page();
    // A terminal's lines the session ends.
    if !console.is_terminal() && last.screen.last().is_some_and(|byte| *byte != b'\n') {
        console.say("")?;
    }
    if let Some(remark) = remark(last, earlier.last()) {
        console.say(&prose::plain(&remark, 2, page))?;
    }
    if let Some(name) = meant_for_tutor(last) {
        console.say(&format!("  For the tutor: :{name}"))?;
    }
    if let Some(loose) = &room.loose {
        console.warn_once(&format!(
            "Note, said once: on this system commands are {loose}."
        ))?;
    }
    console.take_ahead(&std::mem::take(&mut room.ahead));
    Ok(())
}

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
            console.say(
                "  Stopped before it had ended, and not judged. What it did until then: :why",
            )?;
            Ok(None)
        }
        judged => Ok(Some(judged?)),
    }
}

fn judge_lines(desk: &mut Desk, judge: &Judge) -> Result<(), TutorError> {
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
            let page = desk.page();
            return Ok(desk.say(&prose::plain(&unread(name, &why), 2, page))?);
        }
    };
    let written = written(desk, name);
    let rewritten = desk.written.is_some() && written != desk.written;
    desk.written = written;
    if desk.judged.as_deref() == Some(text.as_str()) {
        if rewritten {
            desk.say(&format!("  {name} holds the same text as before."))?;
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
        refused(&refusal, page).to_vec(),
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
pub(super) fn refused(refusal: &Refusal, page: Page) -> [Forms; 3] {
    let title = refusal.title();
    let Refusal {
        judgement,
        seen,
        finding,
        ..
    } = refusal;
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
    let said = match finding {
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

pub(super) fn read(desk: &Desk, name: &str) -> Result<String, Unread> {
    let room = desk.room.as_ref().ok_or(Unread::Missing)?;
    text_of(room.folder(), name)
}

/// The text of the step's file, which the learner's commands may have made anything.
fn text_of(folder: &Path, name: &str) -> Result<String, Unread> {
    let bytes = beneath::read(folder, Path::new(name), LONGEST)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What is said of the step's file where it was not read.
pub(super) fn unread(name: &str, why: &Unread) -> String {
    match why {
        Unread::Missing => format!("The file {name} is gone. :reset brings it back."),
        _ => format!("{name} is not read: {why}. :reset brings back what it was."),
    }
}
