//! Execution: one file a production, [`Execute`] for each node.
//!
//! `?` carries a [`Divert`](crate::engine::Divert) outwards; loops and functions catch it. A non-zero status is a value.

pub mod background;
mod compound;
pub mod direct;
pub mod external;
pub mod foreground;
mod function;
pub mod gate;
pub mod homecoming;
mod list;
mod one_by_one;
pub mod own_shell;
mod pipeline;
pub mod redirect;
pub mod search;
pub mod simple;
pub mod subshell;

use crate::depth;
use crate::engine::shell::Shell;
use crate::engine::{Flow, too_deep};
use crate::syntax::ast::Command;

/// Something that runs.
pub trait Execute {
    /// Runs it; afterwards `shell.status` is the status it returned.
    fn execute(&self, shell: &mut Shell) -> Flow;
}

impl Execute for Command<'_> {
    fn execute(&self, shell: &mut Shell) -> Flow {
        if depth::is_exhausted() {
            return too_deep(shell, self.span());
        }
        match self {
            Command::Simple(command) => command.execute(shell),
            Command::Compound(command) => command.execute(shell),
            Command::Function(definition) => definition.execute(shell),
        }
    }
}
