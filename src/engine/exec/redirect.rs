//! Redirections (XCU 2.7): made in the order written, undone in the opposite one.

use crate::engine::expand::{self, ExpandError};
use crate::engine::shell::Shell;
use crate::engine::shell::input::{Access, Input};
use crate::engine::shell::options::ShellOption;
use crate::engine::{Flow, expansion_failed};
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator};
use crate::sys::describe;
use crate::sys::fd::{self, Fd, STDIN};
use crate::sys::file;
use crate::trace::{ExitStatus, TraceKind};
use nix::errno::Errno;
use nix::libc;
use std::ffi::CString;
use std::ops::ControlFlow::Continue;

/// Why a redirection could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RedirectError {
    /// Its word could not be expanded.
    #[error(transparent)]
    Expand(#[from] ExpandError),
    /// The file could not be opened.
    #[error("cannot {} {}: {}", if *.create { "create" } else { "open" }, String::from_utf8_lossy(.path), describe(*.errno))]
    Open {
        /// Which file.
        path: Vec<u8>,
        /// Whether it was to be written.
        create: bool,
        /// Why not.
        errno: Errno,
    },
    /// The descriptor to copy is not open.
    #[error("{0}: is not an open descriptor")]
    NotOpen(u32),
    /// What stands behind `<&` or `>&` is neither a number nor `-`.
    #[error("{}: is not a descriptor number", String::from_utf8_lossy(.0))]
    NotADescriptor(Vec<u8>),
    /// A descriptor could not be made.
    #[error("cannot redirect descriptor {fd}: {}", describe(*.errno))]
    System {
        /// Which one.
        fd: u32,
        /// Why not.
        errno: Errno,
    },
}

impl RedirectError {
    /// Prints the message and sets `$?`. An expansion error leaves as such; what else follows depends on the command
    /// (XCU 2.8.1).
    fn report(&self, shell: &mut Shell, span: Span) -> Flow {
        if let RedirectError::Expand(error) = self {
            return expansion_failed(shell, error, span);
        }
        shell.complain(&self.to_string());
        Continue(shell.set_status(ExitStatus::MISUSE, span))
    }
}

/// Redirections that have been made.
#[derive(Debug, Default)]
pub struct Redirects {
    /// Each descriptor that was changed, with a copy of what it was; `None` if it was closed.
    saved: Vec<(Fd, Option<Fd>)>,
    /// The access there was to standard input, if that was changed.
    input: Option<Access>,
    /// What the shell read before, if it reads a here-document from memory.
    outer: Option<Input>,
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

    /// As [`Redirects::apply`], for the built-in `read`, which is alone to see what standard input is: a here-document needs no
    /// descriptor then.
    ///
    /// # Errors
    /// As [`Redirects::apply`].
    pub fn apply_for_read(
        shell: &mut Shell,
        redirects: &[IoRedirect<'_>],
        span: Span,
    ) -> Result<Redirects, Flow> {
        let [redirect] = redirects else {
            return Redirects::apply(shell, redirects, span);
        };
        let fd = redirect.fd.unwrap_or(default_fd(redirect.operator));
        match redirect.here_doc.and_then(|cell| cell.get()) {
            Some(document) if fd == 0 => {
                let body = match expand::here_doc(shell, document) {
                    Ok(body) => body,
                    Err(error) => return Err(RedirectError::from(error).report(shell, span)),
                };
                let operator = redirect.operator;
                shell
                    .tracer
                    .emit(Some(redirect.span), || TraceKind::Redirected {
                        fd,
                        operator,
                        target: Vec::new(),
                        error: None,
                    });
                Ok(Redirects {
                    outer: Some(std::mem::replace(&mut shell.input, Input::text(body))),
                    ..Redirects::default()
                })
            }
            _ => Redirects::apply(shell, redirects, span),
        }
    }

    /// Puts every descriptor back to what it was.
    pub fn undo(mut self, shell: &mut Shell) {
        if let Some(outer) = self.outer {
            shell.input = outer;
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

    /// Leaves the redirections as they are, for good: what `exec` does.
    pub fn keep(mut self) {
        self.saved
            .drain(..)
            .filter_map(|(_, saved)| saved)
            .for_each(fd::close);
    }

    fn make(&mut self, shell: &mut Shell, redirect: &IoRedirect<'_>) -> Result<(), RedirectError> {
        let operator = redirect.operator;
        let fd = redirect.fd.unwrap_or(default_fd(operator));
        // Saved before anything is opened: if it is closed, it may be the very number that a file gets.
        let target = self.save(fd)?;
        let (word, result) = match open(shell, redirect) {
            Ok((word, source)) => {
                self.change_input(shell, target, source);
                (word, connect(fd, target, source))
            }
            Err(error) => (error.path(), Err(error)),
        };
        let error = result.as_ref().err().and_then(RedirectError::errno);
        if error.is_some() || result.is_ok() {
            shell
                .tracer
                .emit(Some(redirect.span), || TraceKind::Redirected {
                    fd,
                    operator,
                    target: word,
                    error,
                });
        }
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

impl RedirectError {
    fn errno(&self) -> Option<i32> {
        match self {
            RedirectError::Open { errno, .. } | RedirectError::System { errno, .. } => {
                Some(*errno as i32)
            }
            RedirectError::NotOpen(_) | RedirectError::NotADescriptor(_) => Some(libc::EBADF),
            RedirectError::Expand(_) => None,
        }
    }

    /// What was to be opened or copied.
    fn path(&self) -> Vec<u8> {
        match self {
            RedirectError::Open { path, .. } | RedirectError::NotADescriptor(path) => path.clone(),
            RedirectError::NotOpen(fd) => fd.to_string().into_bytes(),
            RedirectError::Expand(_) | RedirectError::System { .. } => Vec::new(),
        }
    }
}

/// What a descriptor is to become.
#[derive(Clone, Copy)]
enum Source {
    /// A file that was opened for it.
    Opened(Fd),
    /// A here-document.
    HereDoc(Fd),
    /// What another descriptor is.
    Copy(u32),
    /// Nothing.
    Close,
}

fn default_fd(operator: RedirectOperator) -> u32 {
    use RedirectOperator::*;
    match operator {
        Input | ReadWrite | DuplicateInput | HereDoc | HereDocTabs => 0,
        Output | Clobber | Append | DuplicateOutput => 1,
    }
}

fn open(shell: &mut Shell, redirect: &IoRedirect<'_>) -> Result<(Vec<u8>, Source), RedirectError> {
    use RedirectOperator::*;
    if let Some(document) = redirect.here_doc.and_then(|cell| cell.get()) {
        let body = expand::here_doc(shell, document)?;
        let source = here_doc(&body).map_err(|errno| RedirectError::System { fd: 0, errno })?;
        return Ok((Vec::new(), Source::HereDoc(source)));
    }
    let word = expand::text(shell, &redirect.target)?;
    let flags = match redirect.operator {
        DuplicateInput | DuplicateOutput => return descriptor(&word).map(|source| (word, source)),
        Input | HereDoc | HereDocTabs => libc::O_RDONLY,
        ReadWrite => libc::O_RDWR | libc::O_CREAT,
        Append => libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND,
        Output if shell.options.is_on(ShellOption::NoClobber) => {
            return no_clobber(&word).map(|fd| (word, fd));
        }
        Output | Clobber => libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC,
    };
    let source = open_file(&word, flags);
    if let Err(RedirectError::Open { errno, .. }) = &source {
        let (operator, fd) = (
            redirect.operator,
            redirect.fd.unwrap_or(default_fd(redirect.operator)),
        );
        let (target, error) = (word.clone(), Some(*errno as i32));
        shell
            .tracer
            .emit(Some(redirect.span), || TraceKind::Redirected {
                fd,
                operator,
                target,
                error,
            });
    }
    Ok((word, Source::Opened(source?)))
}

fn open_file(path: &[u8], flags: i32) -> Result<Fd, RedirectError> {
    let create = flags & libc::O_CREAT != 0;
    let failed = |errno| RedirectError::Open {
        path: path.to_vec(),
        create,
        errno,
    };
    let name = CString::new(path).map_err(|_| failed(Errno::EINVAL))?;
    fd::open(&name, flags, 0o666).map_err(failed)
}

/// `>` under `set -C`: a regular file that exists is not overwritten (XCU 2.7.2).
fn no_clobber(path: &[u8]) -> Result<Source, RedirectError> {
    let exclusive = libc::O_WRONLY | libc::O_CREAT | libc::O_EXCL;
    match open_file(path, exclusive) {
        Err(RedirectError::Open {
            errno: Errno::EEXIST,
            ..
        }) => {}
        result => return result.map(Source::Opened),
    }
    // Something that is no regular file, a terminal say, may be written to.
    if file::stat(path).is_ok_and(|stat| file::is_kind(&stat, libc::S_IFREG)) {
        return Err(RedirectError::Open {
            path: path.to_vec(),
            create: true,
            errno: Errno::EEXIST,
        });
    }
    open_file(path, libc::O_WRONLY).map(Source::Opened)
}

fn descriptor(word: &[u8]) -> Result<Source, RedirectError> {
    if word == b"-" {
        return Ok(Source::Close);
    }
    let number = std::str::from_utf8(word)
        .ok()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    match number.and_then(|text| text.parse().ok()) {
        Some(number) => Ok(Source::Copy(number)),
        None => Err(RedirectError::NotADescriptor(word.to_vec())),
    }
}

/// What every pipe holds without a reader, in bytes.
const LEAST_CAPACITY: usize = libc::PIPE_BUF;
/// What a pipe usually holds; less for a user who has many.
const USUAL_CAPACITY: usize = 65536;

fn here_doc(body: &[u8]) -> Result<Fd, Errno> {
    if body.len() > USUAL_CAPACITY {
        return fd::memory_file(body);
    }
    let (reader, writer) = fd::pipe()?;
    let fits = body.len() <= LEAST_CAPACITY || body.len() <= fd::pipe_capacity(writer);
    let result = if fits {
        fd::write_all(writer, body).map(|()| reader)
    } else {
        fd::memory_file(body)
    };
    fd::close(writer);
    if result != Ok(reader) {
        fd::close(reader);
    }
    result
}
