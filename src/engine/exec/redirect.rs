//! Redirections (XCU 2.7): made in the order written, undone in the opposite one.

mod error;
mod open;

pub use error::RedirectError;
use open::{Source, open};

use crate::engine::Flow;
use crate::engine::expand;
use crate::engine::shell::Shell;
use crate::engine::shell::input::{Access, Input};
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator};
use crate::sys::describe;
use crate::sys::fd::{self, Fd, STDERR, STDIN};
use crate::trace::TraceKind;
use nix::errno::Errno;

/// Redirections that have been made.
#[derive(Debug, Default)]
pub struct Redirects {
    /// Each descriptor that was changed, with a copy of what it was; `None` if it was closed.
    saved: Vec<(Fd, Option<Fd>)>,
    /// The access there was to standard input, if that was changed.
    input: Option<Access>,
    /// What the shell read before, if it reads a here-document from memory.
    outer: Option<Input>,
    /// The file that a built-in's output is written to.
    output: Option<Fd>,
}

impl Redirects {
    /// Makes the redirections of the command at `span`, in order. One that cannot be made is told of where those before it
    /// lead, then all of them are undone.
    ///
    /// # Errors
    /// How control goes on after such a failure.
    pub fn apply(
        shell: &mut Shell,
        redirects: &[IoRedirect<'_>],
        span: Span,
    ) -> Result<Redirects, Flow> {
        let mut made = Redirects::default();
        if redirects.is_empty() {
            return Ok(made);
        }
        shell.output.flush_quietly();
        for redirect in redirects {
            if let Err(error) = made.make(shell, redirect) {
                let flow = error.report(shell, span);
                made.undo(shell);
                return Err(flow);
            }
        }
        Ok(made)
    }

    /// As [`Redirects::apply`], for the built-in `name` and nothing besides: what it alone reads or writes need not become
    /// descriptor 0 or 1.
    ///
    /// # Errors
    /// As [`Redirects::apply`].
    pub fn apply_for_builtin(
        shell: &mut Shell,
        name: &str,
        redirects: &[IoRedirect<'_>],
        span: Span,
    ) -> Result<Redirects, Flow> {
        use RedirectOperator::{Append, Clobber, Output};
        let [redirect] = redirects else {
            return Redirects::apply(shell, redirects, span);
        };
        let fd = redirect.fd.unwrap_or(default_fd(redirect.operator));
        match (name, redirect.operator) {
            ("read", _) if fd == 0 => Redirects::apply_for_read(shell, redirect, span),
            ("echo" | "printf", Output | Append | Clobber) if fd == 1 => {
                Redirects::apply_for_output(shell, redirect, span)
            }
            _ => Redirects::apply(shell, redirects, span),
        }
    }

    /// A file that is opened is written to as it is.
    fn apply_for_output(
        shell: &mut Shell,
        redirect: &IoRedirect<'_>,
        span: Span,
    ) -> Result<Redirects, Flow> {
        shell.output.flush_quietly();
        let mut made = Redirects::default();
        let (word, result) = match open(shell, redirect) {
            Ok((word, Source::Opened(file))) => {
                shell.output.lead_to(Some(file));
                made.output = Some(file);
                (word, Ok(()))
            }
            // Nothing else comes of these operators.
            Ok((word, _)) => (word, Ok(())),
            Err(error) => (error.path(), Err(error)),
        };
        record(shell, redirect, word, &result);
        result
            .map(|()| made)
            .map_err(|error| error.report(shell, span))
    }

    /// A here-document is read from memory.
    fn apply_for_read(
        shell: &mut Shell,
        redirect: &IoRedirect<'_>,
        span: Span,
    ) -> Result<Redirects, Flow> {
        match redirect.here_doc.and_then(|cell| cell.get()) {
            Some(document) => {
                let body = match expand::here_doc(shell, document) {
                    Ok(body) => body,
                    Err(error) => return Err(RedirectError::from(error).report(shell, span)),
                };
                record(shell, redirect, Vec::new(), &Ok(()));
                Ok(Redirects {
                    outer: Some(std::mem::replace(&mut shell.input, Input::text(body))),
                    ..Redirects::default()
                })
            }
            None => Redirects::apply(shell, std::slice::from_ref(redirect), span),
        }
    }

    /// Puts every descriptor back to what it was.
    pub fn undo(mut self, shell: &mut Shell) {
        if let Some(outer) = self.outer {
            shell.input = outer;
        }
        if let Some(file) = self.output {
            shell.output.lead_to(None);
            fd::close(file);
        }
        if let Some(access) = self.input {
            shell.input.change(access);
        }
        for (fd, saved) in self.saved.drain(..).rev() {
            match saved {
                Some(saved) => {
                    let restored = fd::duplicate_onto(saved, fd);
                    fd::close(saved);
                    if let Err(errno) = restored {
                        let reason = describe(errno);
                        shell.complain(&format!("cannot restore descriptor {}: {reason}", fd.0));
                    }
                }
                None => fd::close(fd),
            }
        }
    }

    /// Leaves the redirections as they are, for good.
    pub fn keep(mut self) {
        self.saved
            .drain(..)
            .filter_map(|(_, saved)| saved)
            .for_each(fd::close);
    }

    /// Where standard error led before: what `set -x` prints goes there, whatever becomes of the command's own. `None` if it
    /// was closed.
    pub fn outer_stderr(&self) -> Option<Fd> {
        let changed = self.saved.iter().find(|(fd, _)| *fd == STDERR);
        changed.map_or(Some(STDERR), |(_, saved)| *saved)
    }

    fn make(&mut self, shell: &mut Shell, redirect: &IoRedirect<'_>) -> Result<(), RedirectError> {
        let operator = redirect.operator;
        let fd = redirect.fd.unwrap_or(default_fd(operator));
        if shell.reserved_fds.contains(&fd) {
            let errno = Errno::EBADF;
            return Err(RedirectError::System { fd, errno });
        }
        // Saved before anything is opened: if it is closed, it may be the very number that a file gets.
        let target = self.save(fd)?;
        let (word, result) = match open(shell, redirect) {
            Ok((word, source)) => {
                self.change_input(shell, target, source);
                (word, connect(fd, target, source))
            }
            Err(error) => (error.path(), Err(error)),
        };
        record(shell, redirect, word, &result);
        result
    }

    /// Tells the shell's input what is about to become of the descriptor it reads from.
    fn change_input(&mut self, shell: &mut Shell, target: Fd, source: Source) {
        if matches!(source, Source::Copy(0)) {
            shell.input.share();
        }
        if target == STDIN {
            // The open file lives on in the saved copy. It was good when it was looked at.
            let _ = shell.input.settle();
            let before = shell.input.change(match source {
                Source::Opened(_) => Access::Opened,
                Source::HereDoc(_) => Access::Private,
                Source::Copy(_) | Source::Close => Access::Shared,
            });
            self.input.get_or_insert(before);
        }
    }

    fn save(&mut self, number: u32) -> Result<Fd, RedirectError> {
        let system = |errno| RedirectError::System { fd: number, errno };
        let target = Fd(i32::try_from(number).map_err(|_| system(Errno::EBADF))?);
        let saved = match fd::duplicate_internal(target) {
            Ok(saved) => Some(saved),
            Err(Errno::EBADF) => None,
            Err(errno) => return Err(system(errno)),
        };
        self.saved.push((target, saved));
        Ok(target)
    }
}

fn connect(number: u32, target: Fd, source: Source) -> Result<(), RedirectError> {
    let system = |errno| RedirectError::System { fd: number, errno };
    match source {
        Source::Close => fd::close(target),
        Source::Copy(from) => {
            let from_fd = Fd(i32::try_from(from).map_err(|_| RedirectError::NotOpen(from))?);
            if !fd::is_inheritable(from_fd) {
                return Err(RedirectError::NotOpen(from));
            }
            fd::duplicate_onto(from_fd, target).map_err(system)?;
        }
        Source::Opened(opened) | Source::HereDoc(opened) => {
            let result = fd::duplicate_onto(opened, target).map_err(system);
            if opened != target {
                fd::close(opened);
            }
            result?;
        }
    }
    Ok(())
}

/// Tells the tracer what came of `redirect`, unless its word could not even be expanded.
fn record(
    shell: &mut Shell,
    redirect: &IoRedirect<'_>,
    target: Vec<u8>,
    result: &Result<(), RedirectError>,
) {
    let error = result.as_ref().err().and_then(RedirectError::errno);
    if error.is_none() && result.is_err() {
        return;
    }
    let operator = redirect.operator;
    shell
        .tracer
        .emit(Some(redirect.span), || TraceKind::Redirected {
            fd: redirect.fd.unwrap_or(default_fd(operator)),
            operator,
            target,
            error,
        });
}

fn default_fd(operator: RedirectOperator) -> u32 {
    use RedirectOperator::*;
    match operator {
        Input | ReadWrite | DuplicateInput | HereDoc | HereDocTabs => 0,
        Output | Clobber | Append | DuplicateOutput => 1,
    }
}
