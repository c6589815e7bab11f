//! `shtutor trace --misreading`: what a text does in a shell that is wrong in one way, clearly said to be that, and what it does in
//! truth. [`json`] has both for other programs.

mod json;

use super::{COLUMNS, Words, write_down};
use crate::laboratory::{Laboratory, Material};
use crate::misreading::Misreading;
use crate::observation::Observation;
use crate::trace::ExitStatus;
use crate::trace::report::{self, Look, sentence};
use crate::trace::tree::{Events, Tree};
use crate::trace::words::visible_bytes;
use anyhow::{Context, bail};
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::ffi::OsStringExt;

/// Lines of output that are shown of what is printed in truth.
const LINES: usize = 12;

/// Runs the text both ways, shows the wrong one, and ends as it ended.
///
/// # Errors
/// There is no such misreading, nothing to run, or no way to run it.
pub(super) fn run(words: &Words, name: &str) -> anyhow::Result<ExitStatus> {
    if name == "list" {
        io::stdout().write_all(list().as_bytes())?;
        return Ok(ExitStatus::SUCCESS);
    }
    let Some(misreading) = Misreading::named(name) else {
        bail!("there is no misreading {name:?}; --misreading list names those there are");
    };
    let material = material(words)?;
    let mut laboratory = Laboratory::default();
    let believed = laboratory.run(&material, Some(misreading))?;
    let truth = laboratory.run(&material, None)?;
    hand_on(&believed)?;
    let worlds = Worlds {
        misreading,
        believed: &believed,
        truth: &truth,
    };
    write_down(words, |look| match words.json {
        true => json::json(&worlds),
        false => told(&worlds, look),
    })
    .context("cannot write the trace")?;
    Ok(believed.status)
}

/// Every misreading, with what is believed.
fn list() -> String {
    let line = |misreading: &Misreading| {
        let text = format!("{:INDENT$}{}", misreading.id(), misreading.believes());
        sentence(&text, 0, INDENT, COLUMNS) + "\n"
    };
    Misreading::ALL.iter().map(line).collect()
}

/// Columns for the names of misreadings.
const INDENT: usize = 22;

/// What is to be run, and with which arguments.
fn material(words: &Words) -> anyhow::Result<Material> {
    let mut operands = words.operands.iter().cloned().map(OsString::into_vec);
    let first = operands.next();
    let text = match (&words.command, first) {
        (Some(command), _) => command.clone().into_vec(),
        (None, Some(path)) => {
            let path = OsString::from_vec(path);
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?
        }
        (None, None) => bail!("nothing to run: give -c CMD or a FILE"),
    };
    Ok(Material {
        text: String::from_utf8(text).context("the text is not UTF-8")?,
        positional: operands.collect(),
        ..Material::default()
    })
}

/// Prints what was printed.
fn hand_on(seen: &Observation) -> io::Result<()> {
    let streams = seen.streams.clone().unwrap_or_default();
    let mut stdout = io::stdout();
    stdout.write_all(&streams.stdout)?;
    stdout.flush()?;
    io::stderr().write_all(&streams.stderr)
}

/// The same text in two worlds.
pub(super) struct Worlds<'o> {
    misreading: Misreading,
    /// What happens in the shell that is wrong.
    believed: &'o Observation,
    /// What happens in truth.
    truth: &'o Observation,
}

impl Worlds<'_> {
    /// Whether they print and leave the same.
    fn are_alike(&self) -> bool {
        printed(self.believed) == printed(self.truth)
    }
}

/// What went to standard output, and the status.
fn printed(seen: &Observation) -> (Vec<u8>, ExitStatus) {
    let streams = seen.streams.clone().unwrap_or_default();
    (streams.stdout, seen.status)
}

/// The tree of what happened in one of them.
fn tree(seen: &Observation) -> Tree {
    Tree::of(Events {
        events: &seen.trace,
        shell: seen.shell_pid,
        text: Some(seen.line.as_bytes()),
        before: None,
        ended: None,
        data: &seen.pipes,
        settled: false,
        truncated: seen.trace_truncated,
    })
}

fn told(worlds: &Worlds<'_>, look: Look) -> String {
    let Worlds {
        misreading,
        believed,
        truth,
    } = *worlds;
    let rule = misreading.rule();
    let say = |text: &str| sentence(text, 2, 2, look.width);
    let mut parts = vec![
        say("This is not what the shell does. It is what somebody expects who believes:"),
        sentence(&format!("{}.", misreading.believes()), 4, 4, look.width),
    ];
    if believed.line != truth.line {
        let lines = believed.line.lines().map(|line| format!("    {line}"));
        parts.push(say("The text is then taken for:"));
        parts.extend(lines);
    }
    let look_at_it = Look {
        is_misread: true,
        ..look
    };
    parts.push(format!(
        "\n{}\n",
        report::report(&tree(believed), look_at_it)
    ));
    let truth = misreading.truth();
    parts.push(say(&format!(
        "In truth: {} ({}, {}).",
        truth.trim_end_matches('.'),
        rule.id(),
        rule.posix()
    )));
    parts.push(by_the_rules(worlds, look));
    parts.join("\n")
}

/// What the text prints in truth, if that is anything else.
fn by_the_rules(worlds: &Worlds<'_>, look: Look) -> String {
    let say = |text: &str| sentence(text, 2, 2, look.width);
    if worlds.are_alike() {
        return say("Here that makes no difference to what is printed, and to the status.");
    }
    let (stdout, status) = printed(worlds.truth);
    if stdout.is_empty() {
        return say(&format!(
            "By the rules it prints nothing, and ends with {status}."
        ));
    }
    let mut parts = vec![say(&format!(
        "By the rules it ends with {status}, and prints:"
    ))];
    let lines: Vec<&[u8]> = stdout.split(|byte| *byte == b'\n').collect();
    let count = lines.len() - usize::from(stdout.ends_with(b"\n"));
    let shown = lines.iter().take(count.min(LINES));
    parts.extend(shown.map(|line| format!("    {}", visible_bytes(line))));
    if count > LINES {
        parts.push(format!("    ... {} more", count - LINES));
    }
    parts.join("\n")
}
