//! `shtutor check`: what is wrong with lessons, one finding a line.

use crate::check::{self, Shelf, ShelfError};
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
    let shelf = match read(words, lessons) {
        Ok(shelf) => shelf,
        Err(error) => {
            super::complain(&error.to_string());
            return Ok(ExitStatus::MISUSE);
        }
    };
    let findings = check::check(&shelf)?;
    for note in check::unproved(&shelf) {
        super::complain(&note.to_string());
    }
    let mut out = io::stdout().lock();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    Ok(match findings.is_empty() {
        true => ExitStatus::SUCCESS,
        false => ExitStatus::FAILURE,
    })
}

fn read(words: &Words, lessons: Option<PathBuf>) -> Result<Shelf, ShelfError> {
    let mut shelf = match words.path.clone().or(lessons) {
        Some(path) => Shelf::at(&path)?,
        None => Shelf::built_in(),
    };
    if let Some(word) = &words.step {
        shelf.narrow(word)?;
    }
    Ok(shelf)
}
