//! Simple commands (XCU 2.9.1): expand, redirect, assign, find, run.

use super::redirect::Redirects;
use super::search::{self, Found};
use super::{Execute, external, function, list, pipeline};
use crate::engine::builtin::{Builtin, BuiltinError};
use crate::engine::expand::fields::Fields;
use crate::engine::expand::{self, ExpandError};
use crate::engine::prompt;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::engine::shell::variables::Variable;
use crate::engine::{Divert, Flow, assignment_failed, expansion_failed};
use crate::syntax::ast::{Assignment, SimpleCommand};
use crate::sys::describe;
use crate::sys::fd::{self, Fd, STDERR};
use crate::sys::file::is_directory;
use crate::sys::signal;
use crate::trace::{ExitStatus, How, Termination, TraceKind};
use nix::errno::Errno;
use std::ops::ControlFlow::{Break, Continue};

impl Execute for SimpleCommand<'_> {
    fn execute(&self, shell: &mut Shell) -> Flow {
        if shell.interactive && signal::take_interrupt() {
            return Break(Divert::Interrupt(crate::engine::INTERRUPTED));
        }
        // A trap comes before the next command, also within an AND-OR list (XCU 2.15 trap).
        list::run_traps(shell)?;
        let tail = std::mem::take(&mut shell.frames.tail);
        shell.frames.span = Some(self.span);
        shell.substitution_status = None;
        let mut fields = shell.take_fields();
        let flow = match expand::command(shell, self.words, &mut fields) {
            Err(error) => expansion_failed(shell, &error, self.span),
            Ok(()) => match pipeline::look_at_substitution(shell) {
                Break(divert) => Break(divert),
                Continue(_) if fields.is_empty() => self.without_command(shell),
                Continue(_) => self.run(shell, &fields, tail),
            },
        };
        shell.remember(fields.get(0).unwrap_or_default());
        shell.give_back(fields);
        flow
    }
}

impl SimpleCommand<'_> {
    /// Assignments and redirections alone: the assignments stay, the redirections do not.
    fn without_command(&self, shell: &mut Shell) -> Flow {
        let span = self.span;
        shell.tracer.emit(Some(span), || TraceKind::Started {
            argv: Vec::new(),
            how: How::NoCommand,
        });
        let flow = self.assign_and_redirect(shell);
        let how = Termination::Exited(shell.status);
        shell.tracer.emit(Some(span), || TraceKind::Ended { how });
        flow
    }

    fn assign_and_redirect(&self, shell: &mut Shell) -> Flow {
        if self.redirects.is_empty() {
            return self.assign_alone(shell, Some(STDERR));
        }
        let redirects = match Redirects::apply(shell, self.redirects, self.span) {
            Ok(redirects) => redirects,
            Err(flow) => return flow,
        };
        let flow = self.assign_alone(shell, redirects.outer_stderr());
        redirects.undo(shell);
        flow
    }

    fn assign_alone(&self, shell: &mut Shell, stderr: Option<Fd>) -> Flow {
        let mut trace = Vec::new();
        for assignment in self.assignments {
            if let Err(error) = assign(shell, assignment, &mut trace) {
                return assignment_failed(shell, &error, self.span);
            }
        }
        print_trace(shell, &trace, &Fields::default(), stderr);
        let status = shell.substitution_status.unwrap_or(ExitStatus::SUCCESS);
        Continue(shell.set_status(status, self.span))
    }

    fn run(&self, shell: &mut Shell, fields: &Fields, tail: bool) -> Flow {
        // The caller saw that there is a first field.
        let name = fields.get(0).unwrap_or_default();
        let found = search::find(shell, name);
        let span = self.span;
        let how = found.how();
        shell.tracer.emit(Some(span), || TraceKind::Started {
            argv: fields.to_vec(),
            how,
        });
        let flow = self.run_found(shell, found, fields, tail);
        shell.output.flush_quietly();
        let how = match flow {
            Break(Divert::Exit(status) | Divert::Return(status)) => Termination::Exited(status),
            _ => shell
                .frames
                .ended
                .take()
                .unwrap_or(Termination::Exited(shell.status)),
        };
        shell.tracer.emit(Some(span), || TraceKind::Ended { how });
        flow
    }

    fn run_found(&self, shell: &mut Shell, found: Found, fields: &Fields, tail: bool) -> Flow {
        // Most commands are built-ins with arguments alone: nothing has to be put back after them.
        if let Found::Builtin(builtin) = &found
            && self.redirects.is_empty()
            && self.assignments.is_empty()
        {
            print_trace(shell, &[], fields, Some(STDERR));
            return self.run_builtin(shell, builtin, fields);
        }
        // What an assignment expands may run programs, and they use the descriptors.
        let applied = match &found {
            Found::Builtin(builtin) if self.assignments.is_empty() => {
                Redirects::apply_for_builtin(shell, builtin.name, self.redirects, self.span)
            }
            _ => Redirects::apply(shell, self.redirects, self.span),
        };
        let redirects = match applied {
            Ok(redirects) => redirects,
            Err(Break(divert)) => return Break(divert),
            Err(Continue(status)) => {
                // A special built-in's redirection error ends a shell that is not interactive (XCU 2.8.1).
                let fatal = matches!(&found, Found::Builtin(builtin) if builtin.special)
                    && !shell.interactive;
                return if fatal {
                    self.builtin_failed(shell, status)
                } else {
                    Continue(status)
                };
            }
        };
        if let Found::Builtin(builtin) = &found
            && builtin.special
        {
            return self.run_special(shell, builtin, fields, redirects);
        }
        let before = match self.assign_for_command(shell, fields, redirects.outer_stderr()) {
            Ok(before) => before,
            Err(error) => {
                redirects.undo(shell);
                return assignment_failed(shell, &error, self.span);
            }
        };
        // The search is for the utility's own PATH (XCU 2.9.1.4).
        let found = match found {
            Found::External(_) | Found::NotExecutable(_) | Found::Nothing
                if self
                    .assignments
                    .iter()
                    .any(|assignment| assignment.name == b"PATH") =>
            {
                search::find(shell, fields.get(0).unwrap_or_default())
            }
            found => found,
        };
        let flow = match &found {
            Found::Builtin(builtin) => self.run_builtin(shell, builtin, fields),
            Found::Function(function) => function::call(shell, function, fields, self.span),
            Found::External(path) => external::run(shell, path, fields, tail, self.span),
            Found::NotExecutable(file) => {
                let errno = if is_directory(file) {
                    Errno::EISDIR
                } else {
                    Errno::EACCES
                };
                let message = format!("{}: {}", String::from_utf8_lossy(file), describe(errno));
                shell.complain(&message);
                Continue(shell.set_status(ExitStatus::NOT_EXECUTABLE, self.span))
            }
            Found::Nothing => {
                external::not_found(shell, fields.get(0).unwrap_or_default(), self.span)
            }
        };
        shell.output.flush_quietly();
        for (name, old) in before.into_iter().rev() {
            shell.variables.put_back(&name, old);
        }
        leave_redirections(shell, redirects);
        flow
    }

    /// Before a special built-in assignments stay (XCU 2.15).
    fn run_special(
        &self,
        shell: &mut Shell,
        builtin: &'static Builtin,
        fields: &Fields,
        redirects: Redirects,
    ) -> Flow {
        let mut trace = Vec::new();
        for assignment in self.assignments {
            if let Err(error) = assign(shell, assignment, &mut trace) {
                redirects.undo(shell);
                return assignment_failed(shell, &error, self.span);
            }
            // Only what takes the shell's place sees them.
            if builtin.name == "exec" && fields.len() > 1 {
                shell.variables.export(assignment.name);
            }
        }
        print_trace(shell, &trace, fields, redirects.outer_stderr());
        let flow = self.run_builtin(shell, builtin, fields);
        shell.output.flush_quietly();
        leave_redirections(shell, redirects);
        flow
    }

    fn run_builtin(&self, shell: &mut Shell, builtin: &'static Builtin, fields: &Fields) -> Flow {
        let result = (builtin.run)(shell, fields);
        let result = match (result, shell.output.flush()) {
            (Ok(Continue(_)), Err(errno)) => Err(BuiltinError::Write(errno)),
            (result, _) => result,
        };
        match result {
            Ok(Continue(status)) => Continue(shell.set_status(status, self.span)),
            Ok(Break(divert)) => {
                if let Divert::Interrupt(status) = divert {
                    // The line ends; what ended it has a status all the same.
                    shell.set_status(status, self.span);
                }
                // Where `exit` is believed to be local, what it ends goes by another name.
                let local = shell.rules.exit_is_local && matches!(divert, Divert::Exit(_));
                if let Some(jump) = divert.jump().filter(|_| !local) {
                    let jumped = || TraceKind::Jumped { jump };
                    shell.tracer.emit(Some(self.span), jumped);
                }
                Break(divert)
            }
            Err(error) => {
                shell.complain(&format!("{}: {error}", builtin.name));
                let status = shell.set_status(error.status(), self.span);
                let fatal = builtin.special && !shell.interactive && error.is_fatal();
                if fatal {
                    self.builtin_failed(shell, status)
                } else {
                    Continue(status)
                }
            }
        }
    }

    /// An error in a special built-in ends a shell that is not interactive (XCU 2.8.1).
    fn builtin_failed(&self, shell: &mut Shell, status: ExitStatus) -> Flow {
        let failed = || TraceKind::BuiltinFailed { status };
        shell.tracer.emit(Some(self.span), failed);
        Break(Divert::Exit(status))
    }

    fn assign_for_command(
        &self,
        shell: &mut Shell,
        fields: &Fields,
        stderr: Option<Fd>,
    ) -> Result<Hidden, ExpandError> {
        let mut before = Vec::new();
        let mut trace = Vec::new();
        for assignment in self.assignments {
            // Expanded first: `x=${x=1} utility` changes the shell's own x on the way.
            let done = expand::with_assigned(shell, &assignment.value, |shell, value| {
                before.push((
                    assignment.name.to_vec(),
                    shell.variables.variable(assignment.name).cloned(),
                ));
                assign_value(shell, assignment, value, &mut trace)
            });
            if let Err(error) = done.flatten() {
                for (name, old) in before.into_iter().rev() {
                    shell.variables.put_back(&name, old);
                }
                return Err(error);
            }
            shell.variables.export(assignment.name);
        }
        print_trace(shell, &trace, fields, stderr);
        Ok(before)
    }
}

/// Undoes the redirections of a command, unless it was `exec`, perhaps behind `command`, and they are to stay.
fn leave_redirections(shell: &mut Shell, redirects: Redirects) {
    if std::mem::take(&mut shell.frames.redirections_stay) {
        redirects.keep();
    } else {
        redirects.undo(shell);
    }
}

/// Variables that an assignment before a command hides, with what they were.
type Hidden = Vec<(Vec<u8>, Option<Variable>)>;

/// Expands the value of `assignment` and assigns it; what `set -x` prints of it is added to `trace`.
fn assign(
    shell: &mut Shell,
    assignment: &Assignment<'_>,
    trace: &mut Vec<u8>,
) -> Result<(), ExpandError> {
    expand::with_assigned(shell, &assignment.value, |shell, value| {
        assign_value(shell, assignment, value, trace)
    })
    .flatten()
}

fn assign_value(
    shell: &mut Shell,
    assignment: &Assignment<'_>,
    value: &[u8],
    trace: &mut Vec<u8>,
) -> Result<(), ExpandError> {
    if shell.options.is_on(ShellOption::XTrace) {
        trace.extend_from_slice(assignment.name);
        trace.push(b'=');
        trace.extend_from_slice(&crate::engine::builtin::quoted(value));
        trace.push(b' ');
    }
    let (name, copy) = (
        assignment.name,
        shell.tracer.is_on().then(|| value.to_vec()),
    );
    shell.variables.assign(name, value)?;
    if let Some(value) = copy {
        shell
            .tracer
            .emit(Some(assignment.span), || TraceKind::Assigned {
                name: name.to_vec(),
                value,
            });
    }
    Ok(())
}

/// What `set -x` prints of a command, on the standard error around it.
fn print_trace(shell: &mut Shell, assignments: &[u8], fields: &Fields, stderr: Option<Fd>) {
    if !shell.options.is_on(ShellOption::XTrace) {
        return;
    }
    let mut line = prompt::expanded(shell, b"PS4");
    line.extend_from_slice(assignments);
    for field in fields.iter() {
        line.extend_from_slice(&crate::engine::builtin::quoted(field));
        line.push(b' ');
    }
    line.pop();
    line.push(b'\n');
    shell.output.flush_quietly();
    if let Some(stderr) = stderr {
        let _ = fd::write_all(stderr, &line);
    }
}
