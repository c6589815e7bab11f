//! Traps (XCU 2.12, 2.15 `trap`): what is done when a signal comes, or when the shell ends.

use super::Shell;
use crate::sys::signal::{self, Disposition, Signal};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The condition of a trap that runs when the shell ends.
pub const EXIT: i32 = 0;

/// What is done on a condition. Its absence means the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing: the signal is ignored, here and in programs.
    Ignore,
    /// These commands.
    Run(Rc<[u8]>),
}

/// The traps of a shell environment.
#[derive(Clone, Debug, Default)]
pub struct Traps {
    actions: BTreeMap<i32, Action>,
    /// In a subshell that has set no trap yet: those of its parent, which `trap` alone still prints.
    inherited: Option<BTreeMap<i32, Action>>,
    /// Of which signals it is known whether they were ignored when the shell began: by [`signal::bit`].
    examined: u64,
    /// Those of them that were: they stay so.
    ignored_on_entry: u64,
}

impl Traps {
    /// What is done on `condition`.
    pub fn action(&self, condition: i32) -> Option<&Action> {
        self.actions.get(&condition)
    }

    /// What `trap` prints, in the order of the conditions' numbers.
    pub fn shown(&self) -> impl Iterator<Item = (i32, &Action)> {
        let actions = self.inherited.as_ref().unwrap_or(&self.actions);
        actions
            .iter()
            .map(|(condition, action)| (*condition, action))
    }

    /// Sets what is done on `condition`; `None` is the default, unless the shell `keeps` that signal for itself. In a shell that
    /// is not `interactive` what was ignored from the start stays so.
    pub fn set(&mut self, condition: i32, action: Option<Action>, interactive: bool, keeps: bool) {
        self.inherited = None;
        if condition != EXIT && !interactive && self.was_ignored_on_entry(condition) {
            return;
        }
        if condition != EXIT {
            match (&action, Signal::try_from(condition)) {
                (Some(Action::Run(_)), _) => signal::dispose(condition, Disposition::Catch),
                // Of children that are ignored there is no status to wait for.
                (Some(Action::Ignore), Ok(Signal::SIGCHLD)) => {
                    signal::dispose(condition, Disposition::Default)
                }
                (Some(Action::Ignore), _) => signal::dispose(condition, Disposition::Ignore),
                (None, Ok(signal)) if keeps => signal::keep(signal),
                (None, _) => signal::dispose(condition, Disposition::Default),
            }
        }
        match action {
            Some(action) => self.actions.insert(condition, action),
            None => self.actions.remove(&condition),
        };
    }

    /// Whether `number` was ignored when the shell began. Whoever changes its disposition looks before, so
    /// the first look tells.
    pub fn was_ignored_on_entry(&mut self, number: i32) -> bool {
        if !signal::NUMBERS.contains(&number) {
            return false;
        }
        let bit = signal::bit(number);
        if self.examined & bit == 0 {
            self.examined |= bit;
            self.ignored_on_entry |= if signal::is_ignored(number) { bit } else { 0 };
        }
        self.ignored_on_entry & bit != 0
    }

    /// Whether any commands wait for a condition: the process must then stay a shell.
    pub fn has_commands(&self) -> bool {
        self.actions
            .values()
            .any(|action| matches!(action, Action::Run(_)))
    }

    /// The signals with commands.
    pub fn caught(&self) -> impl Iterator<Item = i32> {
        let caught = self
            .actions
            .iter()
            .filter(|(condition, action)| **condition != EXIT && **action != Action::Ignore);
        caught.map(|(condition, _)| *condition)
    }

    /// Takes the commands that run when the shell ends.
    pub fn take_exit(&mut self) -> Option<Rc<[u8]>> {
        match self.actions.remove(&EXIT) {
            Some(Action::Run(commands)) => Some(commands),
            _ => None,
        }
    }

    /// In a subshell traps with commands are back at their default; what is ignored stays ignored (XCU 2.12).
    pub fn enter_subshell(&mut self) {
        for number in self.caught() {
            signal::dispose(number, Disposition::Default);
        }
        if self.inherited.is_none() {
            self.inherited = Some(self.actions.clone());
        }
        self.actions.retain(|_, action| *action == Action::Ignore);
    }
}

impl Shell {
    /// Sets what is done on `condition`; `None` is the default.
    pub fn set_trap(&mut self, condition: i32, action: Option<Action>) {
        let keeps = Signal::try_from(condition).is_ok_and(|signal| self.keeps(signal));
        self.traps.set(condition, action, self.interactive, keeps);
    }
}
