//! The words on the command line, and the exit status they end with.

mod check;
mod explain;
mod trace;

use crate::judging;
use crate::lesson::Course;
use crate::library;
use crate::progress::{Keeping, Store};
use crate::sys;
use crate::trace::ExitStatus;
use crate::tutor::console::Console;
use crate::tutor::listing;
use crate::tutor::{self, Left, Tutor, TutorError};
use anyhow::Context;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

/// Learn the shell by running it: real commands at a real prompt, in a folder where nothing of yours can break.
#[derive(Debug, Parser)]
#[command(
    name = "shtutor",
    version,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
struct Words {
    /// Print the version
    #[arg(short = 'V', long)]
    version: bool,

    /// With --version: say also how far commands are confined on this system
    #[arg(long, requires = "version")]
    verbose: bool,

    /// Teach the lessons of this directory instead of those inside the program
    #[arg(long, value_name = "DIR", global = true)]
    lessons: Option<PathBuf>,

    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Open a lesson, or go on where you stopped
    Learn {
        /// A lesson's number or name, perhaps with a step: 2, exit-status, exit-status:3
        #[arg(value_name = "LESSON[:STEP]")]
        place: Option<String>,
    },
    /// List the lessons, the steps of one, or those that speak of a word, with what is done
    List {
        /// A lesson's number or name, or words to look for
        #[arg(value_name = "LESSON|WORD")]
        about: Vec<String>,
    },
    /// The shell alone, in a scratch folder that is removed at the end
    Sandbox,
    /// Say what a text does, part by part, without running it
    Explain(explain::Words),
    /// Run a script with the shell that is taught: sh [-c CMD] [FILE [ARG...]]
    #[command(disable_help_flag = true)]
    Sh {
        /// As for any sh
        #[arg(
            trailing_var_arg = true,
            allow_hyphen_values = true,
            value_name = "ARG"
        )]
        operands: Vec<OsString>,
    },
    /// Run commands as sh would, and show what happened: trace -c 'a | b', trace FILE
    Trace(trace::Words),
    /// Prove lessons right: one line for everything that is wrong, and what to do about it
    Check(check::Words),
    /// Write a completion script for your own shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// Does what the command line `args` asks for.
pub fn main(args: Vec<OsString>) -> ExitStatus {
    crate::sys::terminal::restore::at_end(io::stdin());
    let words = match Words::try_parse_from(args) {
        Ok(words) => words,
        Err(error) => {
            // Nothing can be told to whoever closed the stream it would go to.
            let _ = error.print();
            return if error.use_stderr() {
                ExitStatus::MISUSE
            } else {
                ExitStatus::SUCCESS
            };
        }
    };
    match act(words) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitStatus::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitStatus::FAILURE
        }
    }
}

fn act(words: Words) -> anyhow::Result<ExitStatus> {
    if words.version {
        return version(words.verbose);
    }
    let course = || -> anyhow::Result<Course> {
        Ok(match &words.lessons {
            Some(directory) => library::read(directory)?,
            None => Course::built_in()?,
        })
    };
    match words.action {
        None => learn(course()?, None),
        Some(Action::Learn { place }) => learn(course()?, place.as_deref()),
        Some(Action::List { about }) => list_lessons(course()?, &about.join(" ")),
        Some(Action::Sandbox) => {
            tutor::sandbox::run(&mut Console::standard())?;
            Ok(ExitStatus::SUCCESS)
        }
        Some(Action::Explain(words)) => explain::explain(&words),
        // The program looks for `sh` before it looks for anything else; a word before it is not for the shell.
        Some(Action::Sh { .. }) => anyhow::bail!("sh must be the first word"),
        Some(Action::Trace(words)) => trace::run(words),
        Some(Action::Check(own)) => check::run(&own, words.lessons),
        Some(Action::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Words::command(), "shtutor", &mut script);
            io::stdout().write_all(&script)?;
            Ok(ExitStatus::SUCCESS)
        }
    }
}

fn version(verbose: bool) -> anyhow::Result<ExitStatus> {
    let mut text = format!("shtutor {}\n", env!("CARGO_PKG_VERSION"));
    if verbose {
        text = format!("{text}{}\n", judging::folder::confinement()?);
    }
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitStatus::SUCCESS)
}

fn learn(course: Course, place: Option<&str>) -> anyhow::Result<ExitStatus> {
    let target = match place.map(|place| tutor::find(&course, place)).transpose() {
        Ok(target) => target,
        Err(message) => {
            complain(&message);
            return Ok(ExitStatus::MISUSE);
        }
    };
    let store = Store::open().context("nothing was run")?;
    let mut tutor = Tutor {
        console: Console::standard(),
        store,
        course,
    };
    match tutor.learn(target)? {
        Left::Asked => Ok(ExitStatus::SUCCESS),
        Left::InputEnded => {
            let kept = match tutor.store.keeping {
                _ if tutor.store.is_behind() => "not all of it saved",
                Keeping::All => "saved",
                Keeping::RecordOnly => "recorded",
                Keeping::Nothing => "not saved",
            };
            complain(&format!("the input ended at {}; {kept}", tutor.place()));
            Ok(ExitStatus::FAILURE)
        }
    }
}

fn list_lessons(course: Course, about: &str) -> anyhow::Result<ExitStatus> {
    let store = Store::look()?;
    let mut tutor = Tutor {
        console: Console::standard(),
        store,
        course,
    };
    let page = tutor.console.page();
    tutor.tell_notes()?;
    if !about.trim().is_empty() {
        let text = listing::about(&tutor.course, &tutor.store, about, page);
        tutor.console.say(&text)?;
        return Ok(ExitStatus::SUCCESS);
    }
    let overview = tutor.overview();
    tutor.console.say(&overview)?;
    Ok(ExitStatus::SUCCESS)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    match error.downcast_ref::<TutorError>() {
        Some(TutorError::Console(error)) => kind(error),
        _ => error.downcast_ref::<io::Error>().is_some_and(kind),
    }
}

fn complain(message: &str) {
    // There is nowhere left to complain to if standard error is closed.
    let message = sys::for_a_person(message);
    let _ = writeln!(io::stderr(), "shtutor: {message}");
}
