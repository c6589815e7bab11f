//! *try* and *fix*: free typing in a real shell, judged by what happened.

use super::answering::judge;
use super::beside::{remark, remark_in_step};
use super::file::{read, tell_missed, unread, watch};
use super::{Desk, Turn};
use crate::lesson::{Step, StepKind};
use crate::observation::Observation;
use crate::session::unseen::Lookout;
use crate::sys::beneath::Unread;
use crate::trace::ExitStatus;
use crate::tutor::TutorError;
use crate::tutor::command;
use crate::tutor::console::Console;
use crate::tutor::repl::{self, Entered};
use crate::tutor::room::Room;
use crate::tutor::view::{self, prose};
use std::io;

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
                // That it is gone is said by itself.
                if let Some(name) = desk.step.kind.file()
                    && !read(desk, name).is_err_and(|why| matches!(why, Unread::Missing))
                {
                    desk.remark(&format!("{name} has changed."))?;
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
                        tell_missed(desk, &text)?;
                    }
                }
                desk.save()?;
            }
        }
    }
}

fn run_line(desk: &mut Desk, text: &str) -> Result<(), TutorError> {
    let typed = desk.console.take_typed();
    desk.room()?.run(text, typed)?;
    desk.elsewhere = None;
    if let Some(room) = &mut desk.room {
        desk.last = room.seen.last().cloned();
        tell_with(desk.console, room, remark_in_step)?;
    }
    if desk
        .last
        .as_ref()
        .is_some_and(|last| is_short_of_exits(desk.step, last))
    {
        desk.remark(EXITS)?;
    }
    Ok(())
}

/// What is asked where `exit` stands for `exits`.
const EXITS: &str = "Is exits meant? That is a program, and the shell goes on behind it.";

/// Whether the shell was ended by `exit` where the step is about `exits`, the program of the course.
fn is_short_of_exits(step: &Step, line: &Observation) -> bool {
    let has = |text: &str, name: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| word == name)
    };
    let ways = step.ways();
    line.ended.is_some()
        && has(&ways, "exits")
        && !has(&ways, "exit")
        && has(&line.line, "exit")
        && !has(&line.line, "exits")
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
        console.remark(&format!("For the tutor: :{name}"))?;
    }
    if let Some(loose) = &room.loose {
        console.warn_once(&format!(
            "Note, said once: on this system commands are {loose}."
        ))?;
    }
    console.take_ahead(&std::mem::take(&mut room.ahead));
    Ok(())
}
