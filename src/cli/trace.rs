//! `shtutor trace`: runs a text as `shtutor sh` would, and writes down what happened once the shell has ended.

mod misread;

use crate::session::traced::{self, Heard};
use crate::sys::process;
use crate::sys::terminal;
use crate::trace::json;
use crate::trace::report::{self, Look};
use crate::trace::tree::{Events, Tree};
use crate::trace::{ExitStatus, Termination};
use anyhow::Context;
use clap::Args;
use nix::sys::signal::Signal;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::PathBuf;

/// Columns where nobody says how many there are.
const COLUMNS: usize = 80;

/// The words behind `trace`.
#[derive(Debug, Args)]
pub struct Words {
    /// Show the real process ids beside p1, p2, ...
    #[arg(short, long)]
    verbose: bool,

    /// Tell of every rule that had a part in it, not only of those that decide what is asked for
    #[arg(long)]
    rules: bool,

    /// Write one JSON object instead of text for people
    #[arg(long)]
    json: bool,

    /// Write the trace to this file, - for standard output, instead of standard error
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Run the text in an empty folder of its own by a rule that somebody may believe, and show that; "list" names them all
    #[arg(long, value_name = "NAME")]
    misreading: Option<String>,

    /// Run this text instead of a file's
    #[arg(short, value_name = "CMD")]
    command: Option<OsString>,

    /// The script and its arguments; with -c the name of the shell and its arguments
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "FILE [ARG...]",
        required_unless_present_any = ["command", "misreading"]
    )]
    operands: Vec<OsString>,
}

/// Runs, shows, and ends as the shell ended: with its status, or by the signal that ended it.
///
/// # Errors
/// The shell could not be started, or the trace could not be written.
pub fn run(words: Words) -> anyhow::Result<ExitStatus> {
    if let Some(name) = &words.misreading {
        return misread::run(&words, name);
    }
    let heard = traced::run(&shell_words(&words)).context("cannot start the shell")?;
    let written = write(&words, &heard);
    if let Termination::Signaled(number) | Termination::Dumped(number) = heard.ended
        && let Ok(signal) = Signal::try_from(number)
    {
        process::die_by(signal);
    }
    written.context("cannot write the trace")?;
    Ok(heard.ended.status())
}

/// What `sh` is called with.
fn shell_words(words: &Words) -> Vec<OsString> {
    let mut all: Vec<OsString> = vec!["sh".into()];
    if let Some(command) = &words.command {
        all.extend(["-c".into(), "--".into(), command.clone()]);
    }
    all.extend(words.operands.iter().cloned());
    all
}

fn write(words: &Words, heard: &Heard) -> io::Result<()> {
    let tree = Tree::of(Events {
        events: &heard.events,
        shell: heard.shell,
        text: None,
        before: None,
        ended: Some(heard.ended),
        data: &heard.data,
        settled: true,
        truncated: heard.truncated,
    });
    write_down(words, |look| match words.json {
        true => json::json(&tree),
        false => report::report(&tree, look),
    })
}

/// Writes what `make` makes where the words say, as wide as that is.
fn write_down(words: &Words, make: impl FnOnce(Look) -> String) -> io::Result<()> {
    let stream = io::stderr();
    let mut output: Box<dyn Write> = match &words.output {
        None => Box::new(io::stderr()),
        Some(path) if path.as_os_str() == "-" => Box::new(io::stdout()),
        Some(path) => Box::new(File::create(path)?),
    };
    let size = match words.output {
        None => terminal::size(stream.as_fd()),
        Some(_) => None,
    };
    let look = Look {
        width: size.map_or(COLUMNS, |size| size.columns.into()),
        pids: words.verbose,
        all_rules: words.rules,
        is_misread: false,
    };
    output.write_all(make(look).as_bytes())?;
    output.write_all(b"\n")?;
    output.flush()
}
