//! `jobs` (XCU 3), and the notices that say the same without being asked.

use super::{BuiltinError, BuiltinResult, done, options, shown};
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::jobs::{Job, JobState, Jobs};
use crate::syntax::ast::{Command, List};
use crate::syntax::parse::{self, Parsed};
use crate::trace::ExitStatus;
use bumpalo::Bump;

/// `jobs [-l|-p] [id…]`
pub fn jobs(shell: &mut Shell, fields: &Fields) -> BuiltinResult {
    let (options, operands) = options(fields, "lp")?;
    shell.jobs.poll();
    let chosen: Vec<u32> = match operands.as_slice() {
        [] => shell.jobs.list().iter().map(|job| job.number).collect(),
        ids => ids
            .iter()
            .map(|id| Ok(find(&shell.jobs, id)?.number))
            .collect::<Result<_, BuiltinError>>()?,
    };
    let mut text = Vec::new();
    for number in &chosen {
        describe(&shell.jobs, *number, options.last().copied(), &mut text);
    }
    shell.output.push(&text)?;
    // Only the process ids were asked for: how it ended has not been told yet.
    if options.last() != Some(&'p') {
        told(&mut shell.jobs, &chosen);
    }
    done(ExitStatus::SUCCESS)
}

/// The job that `id` names.
///
/// # Errors
/// It names none, or more than one.
pub fn find<'j>(jobs: &'j Jobs, id: &[u8]) -> Result<&'j Job, BuiltinError> {
    jobs.find(id)
        .map_err(|why| BuiltinError::NoSuchJob { id: shown(id), why })
}

/// Says what became of jobs since the last notice, in a shell that a person types at. For the moment before a prompt.
pub fn notify(shell: &mut Shell) {
    shell.jobs.poll();
    if !shell.interactive || shell.jobs.control.is_none() {
        return;
    }
    let changed = shell.jobs.list().iter().filter(|job| job.changed);
    let changed: Vec<u32> = changed.map(|job| job.number).collect();
    if changed.is_empty() {
        return;
    }
    let mut text = Vec::new();
    for number in &changed {
        describe(&shell.jobs, *number, None, &mut text);
    }
    shell.tell(&text);
    for number in &changed {
        if let Some(job) = shell.jobs.get_mut(*number).cloned() {
            shell.jobs.remember(&job);
        }
    }
    told(&mut shell.jobs, &changed);
}

impl Shell {
    /// A line has been read: a warning about stopped jobs holds for this one only.
    pub fn begin_line(&mut self) {
        self.jobs.warned = match self.jobs.warned {
            Some(0) => Some(1),
            _ => None,
        };
    }

    /// Whether a shell that a person types at stays although it was to end, and says why: there are stopped jobs, and it has
    /// not said so the line before.
    pub fn stays_for_stopped_jobs(&mut self) -> bool {
        self.jobs.poll();
        if !self.interactive || self.jobs.warned.is_some() || !self.jobs.any_stopped() {
            return false;
        }
        self.tell(b"There are stopped jobs.\n");
        self.jobs.warned = Some(0);
        true
    }
}

/// Those of `numbers` that ended are forgotten, now that it has been told.
fn told(jobs: &mut Jobs, numbers: &[u32]) {
    for number in numbers {
        let Some(job) = jobs.get_mut(*number) else {
            continue;
        };
        job.changed = false;
        if matches!(job.state(), JobState::Ended(_)) {
            jobs.remove(*number);
        }
    }
}

/// One line of `jobs`; with `-l` and `-p` more and less than that.
fn describe(jobs: &Jobs, number: u32, option: Option<char>, into: &mut Vec<u8>) {
    let Some(job) = jobs.list().iter().find(|job| job.number == number) else {
        return;
    };
    if option == Some('p') {
        into.extend_from_slice(format!("{}\n", job.pid()).as_bytes());
        return;
    }
    let state = job.state().sentence();
    let mut start = format!("[{number}] {} ", jobs.mark(number));
    let indent = start.len();
    if option.is_none() {
        into.extend_from_slice(format!("{start}{state:<26} ").as_bytes());
        into.extend_from_slice(&job.command);
        into.push(b'\n');
        return;
    }
    let mut state = state.as_str();
    for (at, (process, text)) in job.processes.iter().zip(parts(job)).enumerate() {
        if at > 0 {
            into.extend_from_slice(b" |\n");
        }
        into.extend_from_slice(format!("{start}{} {state:<26} ", process.pid).as_bytes());
        into.extend_from_slice(text);
        (start, state) = (" ".repeat(indent), "");
    }
    into.push(b'\n');
}

/// What each process of `job` runs; nothing behind the first one where that cannot be told.
fn parts(job: &Job) -> Vec<&[u8]> {
    let bump = Bump::new();
    let mut stages = match parse::parse(&job.command, &bump, &()) {
        Parsed::Complete(script) => stages(&script.list)
            .map(|command| command.span().of(&job.command))
            .collect(),
        _ => Vec::new(),
    };
    if stages.len() != job.processes.len() {
        stages = vec![&job.command];
        stages.resize(job.processes.len(), b"");
    }
    stages
}

/// The commands of the only pipeline of `list`; those of the first, if there are more.
fn stages<'l>(list: &'l List<'l>) -> impl Iterator<Item = &'l Command<'l>> {
    let pipeline = list.items.first().map(|item| &item.and_or.first);
    pipeline.into_iter().flat_map(|pipeline| pipeline.commands)
}
