//! The file that a step is about: read, and watched while the prompt waits, whatever the learner's commands have made of it.

use super::Desk;
use super::answering::judged;
use crate::judging;
use crate::lesson::StepKind;
use crate::lesson::check::{self, Construct};
use crate::observation::{FileFact, FileKind, Observation};
use crate::sys::beneath::{self, Unread};
use crate::tutor::TutorError;
use crate::tutor::view::prose;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Bytes of a step's file that are read: many times what any asks for.
const LONGEST: u64 = 256 << 10;

/// Looks after which a file that was there is gone: an editor may take it away for a moment to write it anew.
const GONE: usize = 8;

/// Whether the step's file has another text than was judged, and has had it for two looks: whoever writes it may not be done; or
/// whether it was given and is gone. `None` if there is nothing to be judged any more.
pub(super) fn watch(desk: &Desk) -> Option<impl FnMut() -> bool + Send + use<>> {
    let name = desk.step.kind.file().filter(|_| !desk.begun.settled)?;
    let name = name.to_owned();
    let folder = desk.room.as_ref()?.folder().to_owned();
    let judged = desk.judged.clone();
    let is_given = matches!(desk.step.kind, StepKind::Fix { .. }) && judged.is_some();
    let (mut before, mut gone) = (None, 0);
    Some(move || {
        let text = text_of(&folder, &name);
        gone = if text.is_err() { gone + 1 } else { 0 };
        if is_given && gone >= GONE {
            return true;
        }
        let now = text.ok().filter(|text| Some(text) != judged.as_ref());
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

/// Says so where a line at the prompt was meant for the step's file and left that as it was.
pub(super) fn tell_missed(desk: &mut Desk, line: &str) -> Result<(), TutorError> {
    let step = desk.step;
    let seen = desk.room.as_ref().and_then(|room| room.seen.last());
    let (Some(judge), Some(name), Some(seen)) = (step.kind.judge(), step.kind.file(), seen) else {
        return Ok(());
    };
    // That it is gone is said by itself.
    let has = |files: &[FileFact]| files.iter().any(|file| file.path == Path::new(name));
    let is_gone = has(&seen.files_before) && !has(&seen.files);
    let said = if let Some(other) = written_instead(seen, name).filter(|_| !is_gone) {
        format!("{other} is written, and {name} is as it was: this step is about {name}.")
    } else if let Some(reads) = read_instead(line, name) {
        format!(
            "{reads} prints {name}, and nobody reads the lines below. What writes them is  cat > {name}  with the same << behind it."
        )
    } else if line.contains(name) {
        // It runs the file.
        return Ok(());
    } else if seen.ended.is_some() && line.contains("exit") {
        format!("{} In a script exit ends the script.", as_it_was(name))
    } else if check::is_attempt(judge, Some(&step.ways()), seen) {
        let run = || judging::text(step, judge, Some(name), line);
        match judged(desk.console, &mut desk.last, run)? {
            Some((_, None)) => format!(
                "That is what {name} has to hold. Here it ran once, at the prompt; write it into the file."
            ),
            Some(_) if decides(line) => as_it_was(name),
            _ => return Ok(()),
        }
    } else if decides(line) {
        as_it_was(name)
    } else {
        return Ok(());
    };
    let page = desk.page();
    Ok(desk.say(&prose::plain(&said, 2, page))?)
}

fn as_it_was(name: &str) -> String {
    format!("{name} is as it was: a line typed here runs here.")
}

/// Whether a line is what a script is made of more than what is tried at a prompt.
fn decides(line: &str) -> bool {
    let decides =
        |used: &Construct| matches!(used, Construct::If | Construct::Case | Construct::Loop);
    check::written(line).iter().any(decides)
}

/// `cat build.sh`, where a here-document follows it that was to be written to that file.
fn read_instead(line: &str, name: &str) -> Option<String> {
    let first = line.lines().next().unwrap_or_default();
    let command = first.split("<<").next().filter(|before| *before != first)?;
    let reads = format!("cat {name}");
    (command.trim() == reads).then_some(reads)
}

/// The new file of the kind of the step's file `name`, or of its name without the ending, that a line has made, if it has made one.
fn written_instead(seen: &Observation, name: &str) -> Option<String> {
    let kind = Path::new(name).extension()?;
    let is_old = |file: &FileFact| seen.files_before.iter().any(|old| old.path == file.path);
    let is_like = |file: &&FileFact| {
        let stem =
            file.path.extension().is_none() && file.path.file_name() == Path::new(name).file_stem();
        file.kind == FileKind::File
            && file.path != Path::new(name)
            && (file.path.extension() == Some(kind) || stem)
    };
    let new = seen.files.iter().filter(is_like).find(|file| !is_old(file));
    new.map(|file| file.path.display().to_string())
}
