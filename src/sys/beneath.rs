//! Files of a folder that somebody else may fill while we look: read only if they are what they seem to be.
//!
//! A name may be a link to anything, a FIFO that nobody writes to, or a device without an end. So a file is first only named
//! (`O_PATH`), which neither waits nor reads; where *that* is decides, and that very file is read.

use nix::errno::Errno;
use nix::fcntl::{OFlag, open, readlink};
use nix::libc;
use nix::sys::stat::{Mode, fstat};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

/// Why a file was not read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// There is none of that name.
    #[error("there is no such file")]
    Missing,
    /// Links lead from the name to somewhere else.
    #[error("it is a link that leads out of the folder")]
    Elsewhere,
    /// It is a directory, a FIFO or a device.
    #[error("it is no regular file")]
    NoFile,
    /// It has more bytes than were to be read.
    #[error("it is longer than {} KiB", .0 >> 10)]
    TooLong(u64),
    /// The system says no.
    #[error("{}", super::describe(*.0))]
    Refused(Errno),
}

/// All bytes of the regular file `name` in `folder`, which are no more than `most`.
///
/// # Errors
/// See [`Unread`]. Nothing is waited for.
pub fn read(folder: &Path, name: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    let file = open(&folder.join(name), named(), Mode::empty()).map_err(refused)?;
    let root = open(folder, named(), Mode::empty()).map_err(refused)?;
    if !place(&file)?.starts_with(place(&root)?) {
        return Err(Unread::Elsewhere);
    }
    let status = fstat(&file).map_err(Unread::Refused)?;
    if !super::file::is_kind(&status, libc::S_IFREG) {
        return Err(Unread::NoFile);
    }
    let flags = OFlag::O_RDONLY | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
    let file = open(itself(&file).as_path(), flags, Mode::empty()).map_err(Unread::Refused)?;
    let mut bytes = Vec::new();
    let read = File::from(file).take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| Unread::Refused(errno(&error)))?;
    match bytes.len() as u64 > most {
        true => Err(Unread::TooLong(most)),
        false => Ok(bytes),
    }
}

fn named() -> OFlag {
    OFlag::O_PATH | OFlag::O_CLOEXEC
}

/// Where the kernel says that an open file is.
fn place(file: &OwnedFd) -> Result<PathBuf, Unread> {
    readlink(&itself(file))
        .map(PathBuf::from)
        .map_err(Unread::Refused)
}

fn itself(file: &OwnedFd) -> PathBuf {
    format!("/proc/self/fd/{}", file.as_raw_fd()).into()
}

fn refused(errno: Errno) -> Unread {
    match errno {
        Errno::ENOENT | Errno::ENOTDIR | Errno::ENAMETOOLONG => Unread::Missing,
        _ => Unread::Refused(errno),
    }
}

fn errno(error: &io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::unistd::mkfifo;
    use std::fs;
    use std::os::unix::fs::symlink;

    const MOST: u64 = 1 << 10;

    #[test]
    fn what_is_in_the_folder_is_read_by_links_as_well() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("sub/file"), "text\n").unwrap();
        symlink("sub/file", at("near")).unwrap();
        symlink(at("sub/file"), at("absolute")).unwrap();
        for name in ["sub/file", "near", "absolute", "sub/../near"] {
            let bytes = read(folder.path(), Path::new(name), MOST).unwrap();
            assert_eq!(bytes, b"text\n", "{name}");
        }
    }

    #[test]
    fn what_is_elsewhere_or_has_no_end_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(other.path().join("secret"), "secret").unwrap();
        symlink(other.path().join("secret"), at("link")).unwrap();
        symlink(other.path(), at("folder")).unwrap();
        symlink("/dev/zero", at("zero")).unwrap();
        symlink("nothing", at("broken")).unwrap();
        symlink("round", at("round")).unwrap();
        mkfifo(&at("fifo"), Mode::S_IRWXU).unwrap();
        fs::write(at("most"), vec![b'x'; MOST as usize]).unwrap();
        fs::write(at("long"), vec![b'x'; MOST as usize + 1]).unwrap();
        let check = |name: &str, expected: &str| {
            let seen = match read(folder.path(), Path::new(name), MOST) {
                Ok(bytes) => bytes.len().to_string(),
                Err(unread) => unread.to_string(),
            };
            assert_eq!(seen, expected, "{name}");
        };
        let elsewhere = "it is a link that leads out of the folder";
        check("link", elsewhere);
        check("folder/secret", elsewhere);
        check("zero", elsewhere);
        check("/dev/zero", elsewhere);
        check("fifo", "it is no regular file");
        check(".", "it is no regular file");
        check("broken", "there is no such file");
        check("round", "Too many levels of symbolic links");
        check("most", "1024");
        check("long", "it is longer than 1 KiB");
    }
}
