//! What is in the session's folder: a bounded look that follows no link.
//!
//! The learner's processes may change the folder meanwhile, even trade a directory for a link out of it; so every step opens
//! relative to the directory above, and refuses links.

use crate::observation::{FileFact, FileKind};
use nix::dir::Dir;
use nix::fcntl::{AtFlags, OFlag, openat, readlinkat};
use nix::sys::stat::{FileStat, Mode, SFlag, fstat, fstatat};
use std::ffi::{CString, OsStr};
use std::fs::File;
use std::io::Read;
use std::os::fd::AsFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

/// Entries looked at, in all directories together.
const ENTRIES: usize = 1_000;
/// Bytes of one file's content.
const CONTENT: u64 = 64 * 1024;
/// Bytes of all content together.
const ALL_CONTENT: u64 = 4 * 1024 * 1024;
/// Directories within directories.
const DEPTH: usize = 32;

/// Everything below `folder`, sorted by path. What cannot be read is there without content.
pub fn scan(folder: &Path) -> Vec<FileFact> {
    let mut scan = Scan {
        facts: Vec::new(),
        content_left: ALL_CONTENT,
    };
    if let Ok(dir) = Dir::open(folder, directory(), Mode::empty()) {
        scan.directory(dir, Path::new(""), 0);
    }
    scan.facts.sort_by(|one, other| one.path.cmp(&other.path));
    scan.facts
}

struct Scan {
    facts: Vec<FileFact>,
    content_left: u64,
}

fn directory() -> OFlag {
    OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC
}

impl Scan {
    fn directory(&mut self, mut dir: Dir, path: &Path, depth: usize) {
        let names: Vec<CString> = dir
            .iter()
            .filter_map(|entry| Some(entry.ok()?.file_name().to_owned()))
            .filter(|name| !matches!(name.as_bytes(), b"." | b".."))
            .take(ENTRIES)
            .collect();
        for name in names {
            if self.facts.len() >= ENTRIES {
                return;
            }
            let Ok(status) = fstatat(&dir, name.as_c_str(), AtFlags::AT_SYMLINK_NOFOLLOW) else {
                continue;
            };
            let path = path.join(OsStr::from_bytes(name.as_bytes()));
            let kind = kind(&status);
            let content = match kind {
                FileKind::File => self.content(&dir, &name),
                FileKind::Link => readlinkat(&dir, name.as_c_str())
                    .map(OsStringExt::into_vec)
                    .unwrap_or_default(),
                FileKind::Directory | FileKind::Other => Vec::new(),
            };
            self.facts.push(FileFact {
                path: path.clone(),
                kind,
                mode: status.st_mode & 0o7777,
                content,
            });
            if kind == FileKind::Directory && depth < DEPTH {
                let below = Dir::openat(&dir, name.as_c_str(), directory(), Mode::empty());
                if let Ok(below) = below {
                    self.directory(below, &path, depth + 1);
                }
            }
        }
    }

    fn content(&mut self, dir: impl AsFd, name: &CString) -> Vec<u8> {
        // Not to block on a FIFO that took the file's place since.
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        let Ok(fd) = openat(dir, name.as_c_str(), flags, Mode::empty()) else {
            return Vec::new();
        };
        let is_file = fstat(&fd).is_ok_and(|status| kind(&status) == FileKind::File);
        let mut content = Vec::new();
        if is_file {
            let limit = CONTENT.min(self.content_left);
            // What could be read before an error is what there is.
            let _ = File::from(fd).take(limit).read_to_end(&mut content);
        }
        self.content_left -= content.len() as u64;
        content
    }
}

fn kind(status: &FileStat) -> FileKind {
    match SFlag::from_bits_truncate(status.st_mode) & SFlag::S_IFMT {
        SFlag::S_IFREG => FileKind::File,
        SFlag::S_IFDIR => FileKind::Directory,
        SFlag::S_IFLNK => FileKind::Link,
        _ => FileKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn files_directories_and_links_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("sub/x"), "content\n").unwrap();
        fs::set_permissions(at("sub/x"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("/etc", at("link")).unwrap();
        fs::write(at("big"), vec![b'x'; 100_000]).unwrap();

        let facts = scan(folder.path());
        let seen: Vec<_> = facts
            .iter()
            .map(|fact| (fact.path.to_str().unwrap(), fact.kind, fact.content.len()))
            .collect();
        assert_eq!(
            seen,
            [
                ("big", FileKind::File, 65_536),
                ("link", FileKind::Link, 4),
                ("sub", FileKind::Directory, 0),
                ("sub/x", FileKind::File, 8),
            ]
        );
        assert_eq!(facts[3].mode, 0o640);
    }

    #[test]
    fn the_look_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..1_100 {
            fs::write(folder.path().join(number.to_string()), "").unwrap();
        }
        assert_eq!(scan(folder.path()).len(), ENTRIES);
        assert_eq!(scan(Path::new("/no/such/folder")), []);
    }
}
