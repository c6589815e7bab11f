//! The file that a step is about: read, and watched while the prompt waits, whatever the learner's commands have made of it.

use super::Desk;
use super::answering::judged;
use crate::judging;
use crate::lesson::check;
use crate::sys::beneath::{self, Unread};
use crate::tutor::TutorError;
use crate::tutor::view::prose;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Bytes of a step's file that are read: many times what any asks for.
const LONGEST: u64 = 256 << 10;

/// Whether the step's file has another text than was judged, and has had it for two looks: whoever writes it may not be done.
/// `None` if there is nothing to be judged any more.
pub(super) fn watch(desk: &Desk) -> Option<impl FnMut() -> bool + Send + use<>> {
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

/// Says so where a line at the prompt is what the step's file should hold: it has done it once, and nothing came of that.
pub(super) fn belongs_in_the_file(desk: &mut Desk, line: &str) -> Result<(), TutorError> {
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
