//! The sandbox: the same shell and the same prompt, in a scratch folder, with nothing asked.

use super::command::{self, Command};
use super::console::{Console, Happened};
use super::repl::{self, Entered};
use super::room::Room;
use super::step::typing;
use super::view::ending::ended_by_leaving;
use super::view::explained::{explained, of_operand};
use super::view::{Page, finding, prose, reasons};
use super::{Left, TutorError, undo};
use crate::lesson::Setup;
use crate::observation::Observation;
use crate::progress::place;
use crate::session::Screen;
use crate::session::checkpoint::LEVELS;

/// Runs lines in a folder that is removed at the end.
///
/// # Errors
/// The terminal or the shell cannot be used.
pub fn run(console: &mut Console) -> Result<Left, TutorError> {
    let scratch = place::scratch()?;
    let folder = scratch.path().join("sandbox");
    let screen = if console.is_terminal() {
        Screen::Terminal
    } else {
        Screen::Plain
    };
    let mut room = Room::prepare(&folder, &Setup::default(), screen)?;
    let page = console.page();
    let about = format!(
        "A scratch folder, removed when you leave: {}. Nothing outside it is touched.",
        folder.display()
    );
    console.say(&prose::plain(&about, 0, page))?;
    console.say(&prose::plain(
        ":why explains the last line, :trace shows all of it, :undo takes it back, :reset empties the folder, :quit leaves.",
        0,
        page,
    ))?;
    loop {
        let status = room.seen.last().map(|last| last.status);
        let lookout = room.lookout();
        let mut printed = lookout.map(|lookout| move || lookout.sees_output());
        let printed = printed.as_mut().map(|printed| printed as &mut Happened);
        match repl::entry(console, status, printed)? {
            Entered::Nothing => {}
            Entered::Happened => drop(room.show_unseen()),
            Entered::End if !console.is_terminal() => return Ok(Left::Asked),
            Entered::End => {
                let jobs = ended_by_leaving(&room.jobs()).unwrap_or_default();
                if console.confirm(format!("{jobs} Leave? The folder is removed.").trim_start())? {
                    return Ok(Left::Asked);
                }
            }
            Entered::Shell(text) => {
                // No more than can be taken back is ever explained.
                room.forget_all_but(LEVELS);
                room.run(&text, console.take_typed())?;
                typing::tell(console, &mut room)?;
            }
            Entered::Tutor(line) => match command::parse(&line) {
                Ok(Command::Quit) => match ended_by_leaving(&room.jobs()) {
                    Some(jobs)
                        if console.is_terminal()
                            && !console.confirm(&format!("{jobs} Leave?"))? => {}
                    _ => return Ok(Left::Asked),
                },
                Ok(Command::Reset(_)) => {
                    room = Room::prepare(&folder, &Setup::default(), screen)?;
                    console.remark("The folder is empty again, and the shell is a new one.")?;
                }
                Ok(Command::Undo(count)) => match room.take_back(count) {
                    Ok(taken) => console.say(&undo::told(&taken, page))?,
                    Err(why) => console.say(&prose::plain(&why.to_string(), 2, page))?,
                },
                Ok(Command::Why) => tell(console, room.seen.last(), |last, page| {
                    let found = finding::of_line(last, &room.seen, None, true);
                    finding::why(last, found, None, page)
                })?,
                Ok(Command::Trace(pids)) => tell(console, room.seen.last(), |last, page| {
                    reasons::trace(last, pids, page)
                })?,
                Ok(Command::Explain) => match command::operand(&line) {
                    Some(text) => console.say(&of_operand(text, Some(room.folder()), page))?,
                    None => tell(console, room.seen.last(), |last, page| {
                        explained(&last.line, page)
                    })?,
                },
                _ => console.remark("Here there are :why :trace :explain :undo :reset :quit")?,
            },
        }
    }
}

fn tell(
    console: &mut Console,
    last: Option<&Observation>,
    told: impl FnOnce(&Observation, Page) -> String,
) -> Result<(), TutorError> {
    let page = console.page();
    Ok(match last {
        Some(last) => console.say(&told(last, page)),
        None => console.remark("Nothing has run yet."),
    }?)
}
