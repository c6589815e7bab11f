//! The shell execution environment as data, and back: see [`ShellState`].
//!
//! What belongs to the process and not to the language, descriptors and limits, is left to whoever owns the process.

use super::traps::Action;
use super::variables::Variables;
use super::{Shell, names_here};
use crate::engine::run_text;
use crate::observation::{AliasState, ShellState, TrapState};
use crate::sys::file;
use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// The id of the parent, which differs from shell to shell.
const PARENT: &[u8] = b"PPID";

impl Shell {
    /// This environment, for another shell to begin with.
    pub fn state(&self) -> ShellState {
        let directory = match names_here(&self.directory) {
            true => self.directory.clone(),
            false => file::working_directory().unwrap_or_else(|_| self.directory.clone()),
        };
        let alias = |(name, value): (&[u8], &[u8])| AliasState {
            name: name.to_vec(),
            value: value.to_vec(),
        };
        let trap = |(condition, action): (i32, &Action)| TrapState {
            condition,
            commands: match action {
                Action::Ignore => None,
                Action::Run(commands) => Some(commands.to_vec()),
            },
        };
        ShellState {
            variables: self.variables.states(),
            directory: OsString::from_vec(directory).into(),
            options: self.options.names(),
            positional: self.positional.clone(),
            functions: self.functions.sources(),
            status: self.status,
            umask: file::mode_mask(),
            aliases: self.aliases.iter().map(alias).collect(),
            traps: self.traps.shown().map(trap).collect(),
            getopts: self.getopts.parts(),
            last_background: self.jobs.last_pid,
            ..ShellState::default()
        }
    }

    /// Makes this environment what `state` says, as far as the system lets it.
    pub fn restore(&mut self, state: &ShellState) {
        self.restore_variables(state);
        self.restore_directory(state);
        self.positional.clone_from(&state.positional);
        // Before there are aliases, which would take part, and options, which may keep commands from being run.
        for source in &state.functions {
            let _ = run_text(self, source.as_slice());
        }
        self.aliases.clear();
        for alias in &state.aliases {
            self.aliases.define(&alias.name, &alias.value);
        }
        self.options.set_names(&state.options);
        self.variables.export_all = self.options.is_on(super::ShellOption::AllExport);
        for TrapState {
            condition,
            commands,
        } in &state.traps
        {
            let run = |commands: &Vec<u8>| Action::Run(commands.as_slice().into());
            let action = commands.as_ref().map_or(Action::Ignore, run);
            self.set_trap(*condition, Some(action));
        }
        file::set_mode_mask(state.umask);
        self.getopts = state.getopts.into();
        self.jobs.last_pid = state.last_background;
        self.status = state.status;
        self.producer = None;
    }

    fn restore_variables(&mut self, state: &ShellState) {
        let parent = self.variables.get(PARENT).map(<[u8]>::to_vec);
        self.variables = Variables::default();
        for variable in &state.variables {
            let value = match variable.name == PARENT {
                true => parent.clone(),
                false => variable.value.clone(),
            };
            let (exported, read_only) = (variable.exported, variable.read_only);
            self.variables
                .restore(&variable.name, value, exported, read_only);
        }
    }

    /// A directory that is gone leaves the shell where it is.
    fn restore_directory(&mut self, state: &ShellState) {
        let wanted = state.directory.as_os_str().as_bytes();
        if file::change_directory(wanted).is_ok() {
            self.directory = wanted.to_vec();
        } else if let Ok(here) = file::working_directory() {
            // A learner who made it read-only keeps it as it was.
            let _ = self.variables.assign(b"PWD", &here);
            self.directory = here;
        }
    }
}
