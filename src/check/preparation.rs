//! What prepares a step's folder, and those of its hidden runs, does its work: else nobody can rely on what comes behind it.

use super::{CheckError, Notes};
use crate::judging::{folder, was_read};
use crate::lesson::{Setup, Step};
use crate::observation::{Excess, Observation};

/// Whether every preparation of `step` works; notes those that do not.
pub fn step(notes: &mut Notes<'_>, step: &Step) -> Result<bool, CheckError> {
    let own = ("the preparation".to_owned(), step.first_setup());
    let hidden = step
        .kind
        .judge()
        .into_iter()
        .flat_map(|judge| &judge.hidden);
    let hidden = hidden.map(|run| {
        let loopback = run.setup.loopback || step.setup.loopback;
        let setup = Setup {
            loopback,
            ..run.setup.clone()
        };
        (format!("with {}, the preparation", run.with), setup)
    });
    let mut works = true;
    for (what, setup) in [own].into_iter().chain(hidden) {
        let seen = folder::rehearsed(&setup)?;
        if let Some((found, todo)) = seen.as_ref().and_then(fault) {
            notes.add(step.line, format!("{what} {found}; {todo}"));
            works = false;
        }
    }
    Ok(works)
}

/// What is wrong with a preparation, and what to do.
fn fault(seen: &Observation) -> Option<(String, &'static str)> {
    let found = match (seen.stopped, seen.ended, seen.status.0) {
        (Some(Excess::Time), ..) => "does not end in time".to_owned(),
        (Some(_), ..) => "uses more than it may, and is stopped".to_owned(),
        _ if !was_read(seen) => {
            let todo = "correct the syntax of `run`, of which nothing is done";
            return Some(("cannot be read by the shell".to_owned(), todo));
        }
        (None, Some(_), _) => "ends the shell that the step begins with".to_owned(),
        (None, None, 0) => return None,
        (None, None, status) => format!("ends with exit status {status}"),
    };
    Some((
        found,
        "correct `run`; where it may fail, let its last command succeed",
    ))
}
