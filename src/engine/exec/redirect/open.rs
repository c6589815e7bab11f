//! What the operator and the word of a redirection come to: a file, a here-document, another descriptor, or none (XCU 2.7.1
//! to 2.7.7).

use super::RedirectError;
use crate::engine::expand;
use crate::engine::shell::Shell;
use crate::engine::shell::options::ShellOption;
use crate::syntax::ast::{IoRedirect, RedirectOperator};
use crate::sys::fd::{self, Fd};
use crate::sys::file;
use nix::errno::Errno;
use nix::libc;
use std::ffi::CString;

/// What a descriptor is to become.
#[derive(Clone, Copy)]
pub enum Source {
    /// A file that was opened for it.
    Opened(Fd),
    /// A here-document.
    HereDoc(Fd),
    /// What another descriptor is.
    Copy(u32),
    /// Nothing.
    Close,
}

/// Opens what `redirect` names, if it names anything to open. Returns its word as well.
///
/// # Errors
/// If the word cannot be expanded, or what it names cannot be opened or is no descriptor.
pub fn open(
    shell: &mut Shell,
    redirect: &IoRedirect<'_>,
) -> Result<(Vec<u8>, Source), RedirectError> {
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
    let file = open_file(&word, flags)?;
    Ok((word, Source::Opened(file)))
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
