//! `shtutor check`: what is wrong with lessons, one finding a line.

use crate::check::{self, Finding, Shelf, ShelfError};
use crate::trace::ExitStatus;
use std::io::{self, Write};
use std::path::PathBuf;

/// What is to be checked.
#[derive(Debug, clap::Args)]
pub struct Words {
    /// A lesson's file, or a directory of them; without it the lessons inside the program
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Only this step: its number or name, behind its lesson's where there are several: exit-status:3
    #[arg(long, value_name = "[LESSON:]STEP")]
    step: Option<String>,
}

/// Checks, and says what is wrong: 1 if anything is, 2 if there is nothing to check.
pub fn run(words: &Words, lessons: Option<PathBuf>) -> anyhow::Result<ExitStatus> {
    let (shelf, step) = match read(words, lessons) {
        Ok(read) => read,
        Err(ShelfError::Unread(faults)) => return tell(&faults),
        Err(error) => {
            super::complain(&error.to_string());
            return Ok(ExitStatus::MISUSE);
        }
    };
    let findings = check::check(&shelf, step)?;
    for note in check::unproved(&shelf, step) {
        super::complain(&note.to_string());
    }
    tell(&findings)
}

/// Prints what is wrong; the status says whether anything is.
fn tell(findings: &[Finding]) -> anyhow::Result<ExitStatus> {
    let mut out = io::stdout().lock();
    for finding in findings {
        writeln!(out, "{finding}")?;
    }
    Ok(match findings.is_empty() {
        true => ExitStatus::SUCCESS,
        false => ExitStatus::FAILURE,
    })
}

fn read(words: &Words, lessons: Option<PathBuf>) -> Result<(Shelf, Option<usize>), ShelfError> {
    let mut shelf = match words.path.clone().or(lessons) {
        Some(path) => Shelf::at(&path)?,
        None => Shelf::built_in(),
    };
    let step = words.step.as_ref().map(|word| shelf.narrow(word));
    Ok((shelf, step.transpose()?))
}
