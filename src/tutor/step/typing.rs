//! *try* and *fix*: free typing in a real shell, judged by what happened.

use super::{Desk, QUIET, Turn};
use crate::lesson::check::{self, Check, Judgement, Moved};
use crate::lesson::{Judge, StepKind};
use crate::misconception::{self, Finding};
use crate::observation::Observation;
use crate::progress::record::Outcome;
use crate::trace::TraceKind;
use crate::tutor::TutorError;
use crate::tutor::console::Console;
use crate::tutor::repl::{self, Entered};
use crate::tutor::room::{self, Room};
use crate::tutor::view::{self, feedback, finding, prose, reasons, runs};
use std::fs;
use std::io;
use std::process::Command;

/// The step from its task to the learner's leaving it.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk) -> Result<Turn, TutorError> {
    desk.room()?;
    let mut material = None;
    if let StepKind::Fix { broken, file, .. } = &desk.step.kind {
        material = Some(match file {
            Some(name) => view::step::file(name, &read(desk, name).unwrap_or_default()),
            None => view::step::numbered(broken, |index| continues(broken, index)),
        });
        desk.judged = Some(broken.clone());
    }
    desk.present(material.as_deref(), None)?;
    if desk.begun.settled {
        desk.offer_again()?;
    }
    shell(desk)
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
        match repl::entry(desk.console, status)? {
            Entered::End => {
                if let Some(turn) = desk.at_end()? {
                    return Ok(turn);
                }
            }
            Entered::Nothing if desk.begun.settled => return Ok(Turn::Next),
            Entered::Nothing => {}
            Entered::Tutor(line) => {
                if let Some(turn) = desk.command(&line)? {
                    return Ok(turn);
                }
            }
            Entered::Shell(text) => {
                run_line(desk, &text)?;
                let read = desk.last.as_ref().is_some_and(was_read);
                if !desk.begun.settled && read {
                    judge(desk)?;
                }
                desk.save()?;
            }
        }
    }
}

/// Opens the file of a *fix* step in the learner's editor.
///
/// # Errors
/// As for [`run`].
pub fn edit(desk: &mut Desk) -> Result<(), TutorError> {
    let StepKind::Fix {
        file: Some(name), ..
    } = &desk.step.kind
    else {
        return Ok(desk.say("  There is no file to edit in this step.")?);
    };
    if !desk.console.is_terminal() {
        return Ok(desk.say("  An editor needs a terminal. The shell can write the file.")?);
    }
    let path = desk.room()?.folder().join(name);
    desk.room()?.remember(":edit");
    let set = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.trim().is_empty())
    };
    let editor = set("VISUAL")
        .or_else(|| set("EDITOR"))
        .unwrap_or_else(|| "vi".to_owned());
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let mut command = Command::new(program);
    command.args(words).arg(&path);
    if let Err(error) = desk.console.lend(|| command.status()) {
        return Ok(desk.say(&format!("  {program} could not be started: {error}"))?);
    }
    if !desk.begun.settled {
        judge(desk)?;
    }
    desk.save()
}

/// The file of a *fix* step may be what it was before: that is not judged again.
pub fn forget_judged(desk: &mut Desk) {
    if let StepKind::Fix {
        file: Some(name), ..
    } = &desk.step.kind
    {
        desk.judged = read(desk, name);
    }
}

/// Whether line `index` of `source` goes on with what the lines before it began.
pub fn continues(source: &str, index: usize) -> bool {
    let mut open = String::new();
    for line in source.lines().take(index) {
        open.push_str(line);
        open.push('\n');
        // A command ends with its line; only the one that is open matters.
        if repl::still_open(&open).is_none() {
            open.clear();
        }
    }
    !open.is_empty()
}

fn run_line(desk: &mut Desk, text: &str) -> Result<(), TutorError> {
    desk.room()?.run(text)?;
    if let Some(room) = &mut desk.room {
        desk.last = room.seen.last().cloned();
        tell(desk.console, room)?;
    }
    Ok(())
}

/// Says what has to be said about the room's last line beside its output.
///
/// # Errors
/// The output is closed.
pub fn tell(console: &mut Console, room: &mut Room) -> io::Result<()> {
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
    if let Some(loose) = &room.loose {
        console.warn_once(&format!(
            "Note, said once: on this system commands are {loose}."
        ))?;
    }
    console.take_ahead(&std::mem::take(&mut room.ahead));
    Ok(())
}

/// What has to be said about a line beside its output.
fn remark(observation: &Observation, before: Option<&Observation>) -> Option<String> {
    let stopped = observation.stopped.map(reasons::stop);
    if let Some(ended) = observation.ended {
        let end = format!(
            "{} A new one is open in the same folder.",
            reasons::shell_end(observation, before, ended)
        );
        return Some(
            [stopped.as_deref(), Some(&end)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    if stopped.is_some() {
        return stopped;
    }
    if observation.truncated {
        return Some("There was more output than is kept; the rest is left out.".to_owned());
    }
    observation.trace_truncated.then(|| {
        "More commands ran than are kept; what the last of them did is left out.".to_owned()
    })
}

/// Whether the shell could read the line; what it says about one it could not is answer enough.
fn was_read(observation: &Observation) -> bool {
    let wrong = |kind: &TraceKind| matches!(kind, TraceKind::SyntaxError { .. });
    !observation
        .trace
        .iter()
        .any(|event| event.source == 0 && wrong(&event.kind))
}

fn judge(desk: &mut Desk) -> Result<(), TutorError> {
    let step = desk.step;
    match &step.kind {
        StepKind::Try { judge }
        | StepKind::Fix {
            judge, file: None, ..
        } => judge_lines(desk, judge),
        StepKind::Fix {
            judge,
            file: Some(name),
            ..
        } => judge_file(desk, judge, name),
        _ => Ok(()),
    }
}

fn judge_lines(desk: &mut Desk, judge: &Judge) -> Result<(), TutorError> {
    let Some((last, earlier)) = desk.room.as_ref().and_then(|room| room.seen.split_last()) else {
        return Ok(());
    };
    let seen = desk.room.as_ref().map_or(&[][..], |room| &room.seen);
    let judgement = check::judge(judge, seen);
    let before = check::judge(judge, earlier);
    let moved = judgement.moved_from(&before);
    let gained = check::gained(judge, &judgement, &before);
    // What became of the shell has been told; that is answer enough.
    let answer = desk.step.answer.as_deref();
    let attempt = check::is_attempt(judge, answer, last) && last.ended.is_none();
    let line = last.line.clone();
    let typed = if judge.one_line {
        line.clone()
    } else {
        all_typed(seen)
    };
    desk.quiet = match moved {
        Moved::Sideways if attempt => desk.quiet + 1,
        Moved::Sideways => desk.quiet,
        _ => 0,
    };
    let page = desk.page();
    if judgement.holds() {
        let last = desk.last.clone();
        return match hidden(desk, judge, None, &typed)? {
            Some((title, judgement)) if attempt => not_yet(desk, &title, &judgement, &line, &[]),
            Some(_) => {
                desk.last = last;
                Ok(())
            }
            None => succeed(desk, &typed),
        };
    }
    match moved {
        Moved::Forward if !judge.one_line && (attempt || gained) => {
            Ok(desk.say(&feedback::so_far(&judgement.verdicts, page))?)
        }
        _ if !attempt => Ok(()),
        // Half of what one check wants is no mistake.
        Moved::Sideways if !judge.one_line && desk.quiet <= QUIET => Ok(()),
        _ => not_yet(desk, "Not yet.", &judgement, &line, &judge.checks),
    }
}

fn all_typed(seen: &[Observation]) -> String {
    let lines: Vec<&str> = seen.iter().map(|line| line.line.as_str()).collect();
    lines.join("\n")
}

fn judge_file(desk: &mut Desk, judge: &Judge, name: &str) -> Result<(), TutorError> {
    let Some(text) = read(desk, name) else {
        return Ok(desk.say(&format!(
            "  The file {name} is gone. :reset brings it back."
        ))?);
    };
    if desk.judged.as_deref() == Some(text.as_str()) {
        return Ok(());
    }
    desk.judged = Some(text.clone());
    let mut setup = desk.setup();
    setup.files.insert(name.to_owned(), text.clone());
    let observation = room::elsewhere(&setup, &format!("sh {name}"))?;
    let page = desk.page();
    desk.say(&runs::output(&format!("sh {name}"), &observation, page))?;
    let judgement = check::judge(judge, std::slice::from_ref(&observation));
    desk.last = Some(observation);
    if !judgement.holds() {
        return not_yet(desk, "Not yet.", &judgement, &text, &judge.checks);
    }
    match hidden(desk, judge, Some(name), &text)? {
        Some((title, judgement)) => not_yet(desk, &title, &judgement, &text, &[]),
        None => succeed(desk, &text),
    }
}

/// The first of the runs in other folders that does not hold, with the words above its verdicts.
pub(super) fn hidden(
    desk: &mut Desk,
    judge: &Judge,
    file: Option<&str>,
    typed: &str,
) -> Result<Option<(String, Judgement)>, TutorError> {
    for run in &judge.hidden {
        let text = run.variant(typed);
        let mut setup = run.setup.clone();
        setup.loopback |= desk.step.setup.loopback;
        let line = match file {
            Some(name) => {
                setup.files.insert(name.to_owned(), text);
                format!("sh {name}")
            }
            None => text,
        };
        let observation = room::elsewhere(&setup, &line)?;
        let judgement = run.judge(std::slice::from_ref(&observation));
        if !judgement.holds() {
            desk.last = Some(observation);
            return Ok(Some((format!("Not yet: with {}", run.with), judgement)));
        }
    }
    Ok(None)
}

/// Says what was wanted and what was seen, what each command did, and the one idea that shows in it. `checks` are those that
/// the last line was judged by.
pub(super) fn not_yet(
    desk: &mut Desk,
    title: &str,
    judgement: &Judgement,
    typed: &str,
    checks: &[Check],
) -> Result<(), TutorError> {
    let page = desk.page();
    desk.say(&feedback::not_yet(title, &judgement.verdicts, page))?;
    let finding = diagnose(desk, checks);
    if let Some(last) = &desk.last {
        let commands = runs::commands(last, last.line.contains('\n'), page);
        if !commands.is_empty() {
            desk.say(&format!("\n{commands}"))?;
        }
    }
    let obstacle = || desk.last.as_ref().and_then(reasons::obstacle);
    match &finding {
        Some(finding) => desk.say(&format!("\n{}", finding::told(finding, page)))?,
        None => {
            if let Some(text) = obstacle() {
                desk.say(&prose::plain(&text, 2, page))?;
            }
        }
    }
    desk.miss(typed, finding.map(|finding| finding.idea.id))
}

/// The one idea that shows in the last line, if any does.
fn diagnose(desk: &Desk, checks: &[Check]) -> Option<Finding> {
    let last = desk.last.as_ref()?;
    let seen = desk.room.as_ref().map_or(&[][..], |room| &room.seen);
    misconception::diagnose(
        last,
        finding::before(last, seen),
        Some(&check::wanted(checks)),
    )
}

pub(super) fn succeed(desk: &mut Desk, typed: &str) -> Result<(), TutorError> {
    desk.record(typed, Outcome::Right, None)?;
    let page = desk.page();
    desk.say(&feedback::yes(desk.step, typed, page))?;
    desk.offer_next()
}

fn read(desk: &Desk, name: &str) -> Option<String> {
    let path = desk.room.as_ref()?.folder().join(name);
    fs::read(path)
        .ok()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}
