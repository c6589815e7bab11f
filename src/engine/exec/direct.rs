//! A stage of a pipeline, or a command substitution, that is one external utility: started without a copy of the shell between.
//!
//! What happens is what would happen in the subshell environment that XCU 2.13 asks for, since nothing in it can change
//! anything. Where somebody watches, the copy is made, so that the trace tells the whole story.

use super::external;
use super::search::{self, Found};
use crate::engine::expand;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::syntax::ast::{Command, List, ParameterOperation, WordPart, WordPartKind};
use crate::sys::process::{self, ChildStep, Program};

/// Starts `command`, with the descriptors that `steps` make. `None` if it takes a process of the shell's own; then nothing has
/// been done.
pub fn start(shell: &mut Shell, command: &Command<'_>, steps: &[ChildStep]) -> Option<i32> {
    let Command::Simple(command) = command else {
        return None;
    };
    let bare = command.assignments.is_empty() && command.redirects.is_empty();
    let watched = shell.interactive
        || shell.jobs.control.is_some()
        || shell.tracer.is_on()
        || shell.options.is_on(ShellOption::XTrace);
    if !bare || watched || !command.words.iter().all(|word| is_pure(word.parts)) {
        return None;
    }
    let mut fields = shell.take_fields();
    let expanded = expand::fields(shell, command.words, &mut fields);
    let child = expanded.ok().and_then(|()| spawn(shell, &fields, steps));
    shell.give_back(fields);
    child
}

/// As [`start`], for the only command of `list`.
pub fn start_only(shell: &mut Shell, list: &List<'_>, steps: &[ChildStep]) -> Option<i32> {
    let [item] = list.items else { return None };
    let pipeline = &item.and_or.first;
    let alone = item.background.is_none() && item.and_or.rest.is_empty() && pipeline.bang.is_none();
    match pipeline.commands {
        [command] if alone => start(shell, command, steps),
        _ => None,
    }
}

/// Whether expanding `parts` changes nothing and runs nothing.
fn is_pure(parts: &[WordPart<'_>]) -> bool {
    parts.iter().all(|part| match part.kind {
        WordPartKind::Literal(_)
        | WordPartKind::Escaped(_)
        | WordPartKind::SingleQuoted(_)
        | WordPartKind::DollarSingleQuoted(_) => true,
        WordPartKind::DoubleQuoted(inner) => is_pure(inner),
        WordPartKind::Parameter(expansion) => matches!(
            expansion.operation,
            ParameterOperation::Value | ParameterOperation::Length
        ),
        _ => false,
    })
}

fn spawn(shell: &mut Shell, fields: &Fields, steps: &[ChildStep]) -> Option<i32> {
    let Found::External(file) = search::find(shell, fields.get(0)?) else {
        return None;
    };
    let program = Program::new(vec![file], external::arguments(fields));
    let environment = shell.variables.environment();
    shell.before_fork();
    // Whatever went wrong, the shell's own process meets it again and says so.
    process::spawn(&program, &environment, steps).ok()?.ok()
}
