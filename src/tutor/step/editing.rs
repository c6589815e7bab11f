//! `:edit`: the file of a step in the learner's editor.

use super::Desk;
use super::answering::judge;
use super::file::{read, unread, written};
use crate::sys::beneath::Unread;
use crate::sys::for_a_person;
use crate::tutor::TutorError;
use crate::tutor::view::prose;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};

/// Opens the file of the step in the learner's editor.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn edit(desk: &mut Desk) -> Result<(), TutorError> {
    let Some(name) = desk.step.kind.file() else {
        return Ok(desk.remark("There is no file to edit in this step.")?);
    };
    if !desk.console.is_terminal() {
        return Ok(desk.remark("An editor needs a terminal. The shell can write the file.")?);
    }
    let path = desk.room()?.folder().join(name);
    // No editor of the learner's is to wait for a FIFO, or to write what a command of theirs made a link to.
    if let Err(why @ (Unread::Elsewhere | Unread::NoFile)) = read(desk, name) {
        let page = desk.page();
        return Ok(desk.say(&prose::plain(&unread(name, &why), 2, page))?);
    }
    desk.room()?.remember(":edit");
    let before = read(desk, name);
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
    let ended = match desk.console.lend(|| command.status()) {
        Ok(ended) => ended,
        Err(error) => {
            let error = for_a_person(&error.to_string());
            return Ok(desk.remark(&format!("{program} could not be started: {error}"))?);
        }
    };
    let after = read(desk, name);
    let (is_missing, is_as_before) = (after == Err(Unread::Missing), after == before);
    let file = match is_missing {
        _ if !is_as_before => format!("{name} has changed"),
        true => format!("there is still no {name}"),
        false => format!("{name} is as it was"),
    };
    let said = match failed(program, ended) {
        Some(failed) => format!("{failed}; {file}. VISUAL or EDITOR says which editor is started."),
        None if is_as_before && is_missing => format!("There is still no {name}."),
        None if is_as_before => format!("{file}."),
        None => String::new(),
    };
    if !said.is_empty() {
        let page = desk.page();
        desk.say(&prose::plain(&said, 2, page))?;
    }
    if is_as_before {
        // Where it was written anew, with the same text, that has been said.
        desk.written = written(desk, name);
    }
    if !desk.begun.settled {
        judge(desk)?;
    }
    desk.save()
}

/// How an editor ended, if it failed.
fn failed(program: &str, ended: ExitStatus) -> Option<String> {
    Some(match (ended.code(), ended.signal()) {
        (Some(0), _) => return None,
        (Some(status), _) => format!("{program} ended with exit status {status}"),
        (None, Some(signal)) => format!("{program} was ended by signal {signal}"),
        (None, None) => format!("{program} has failed"),
    })
}
