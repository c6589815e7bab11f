//! What processes hold that no folder shows: files without a name, what waits in sockets; and whether they hold what cannot be
//! seen at all.

use super::processes::{self, Below};
use crate::sys::socket;
use nix::libc;
use nix::sys::stat::{FileStat, stat};
use std::collections::HashSet;
use std::fs::{read_dir, read_to_string};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::LazyLock;

/// What `st_blocks` counts, in bytes.
pub const BLOCK: u64 = 512;

/// Bytes of files that processes `below` the guardian hold open on a device that `counts`, and that have no name any more.
pub fn nameless(below: &Below, counts: impl Fn(u64) -> bool) -> u64 {
    let nameless = |file: &Open| file.is(libc::S_IFREG) && file.status.st_nlink == 0;
    let files = distinct(below).filter(nameless);
    let counted = files.filter(|file| counts(file.status.st_dev));
    counted
        .map(|file| file.status.st_blocks as u64 * BLOCK)
        .sum()
}

/// Bytes that wait in sockets of processes `below` the guardian, whose own kind of memory no other count holds.
pub fn waiting(below: &Below) -> u64 {
    let sockets = distinct(below).filter(|file| file.is(libc::S_IFSOCK));
    let queues = sockets.filter_map(|file| socket::copy(file.pid, file.fd).ok());
    // A pair's two ends tell of the same bytes, or one of them is closed.
    let (sent, unread) = queues.fold((0, 0), |(sent, unread), queue| {
        (
            sent + socket::unsent(&queue).unwrap_or(0),
            unread + socket::unread(&queue).unwrap_or(0),
        )
    });
    sent.max(unread)
}

/// Whether a process `below` the guardian may hold files that nobody can count: it is closed to us, it has a file of `folder`
/// in its memory that has no name any more, or files are on their way to it. Our shells are closed to us, and tell themselves.
pub fn is_hidden(below: &Below, folder: &Path) -> bool {
    let hides = |pid: &i32| is_closed(*pid) || maps_nameless(*pid, folder) || awaits_files(*pid);
    below.hide || below.pids().iter().any(hides)
}

/// A descriptor of a process, and what it is open on.
struct Open {
    pid: i32,
    fd: i32,
    status: FileStat,
}

impl Open {
    fn is(&self, kind: u32) -> bool {
        self.status.st_mode & libc::S_IFMT == kind
    }
}

/// What processes have open, each file once.
fn distinct(below: &Below) -> impl Iterator<Item = Open> {
    let mut met = HashSet::new();
    let open = below.pids().iter().flat_map(|pid| descriptors(*pid));
    open.filter(move |file| met.insert((file.status.st_dev, file.status.st_ino)))
}

fn descriptors(pid: i32) -> impl Iterator<Item = Open> {
    let folder = read_dir(format!("/proc/{pid}/fd")).into_iter();
    folder.flatten().flatten().filter_map(move |entry| {
        let fd = entry.file_name().to_str()?.parse().ok()?;
        let status = stat(&entry.path()).ok()?;
        Some(Open { pid, fd, status })
    })
}

/// Whether `pid` lets nobody look into it, and is none of our own shells, which are known by the size of their program and have
/// become no other program since they were forked.
fn is_closed(pid: i32) -> bool {
    let is_closed = match read_dir(format!("/proc/{pid}/fd")) {
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
        // Root may read the names, and not what they lead to.
        Ok(mut links) => links
            .find_map(|link| stat(&link.ok()?.path()).err())
            .is_some_and(|errno| errno == nix::Error::EACCES),
    };
    let is_shell = |size: String| Some(&size) == OWN_SIZE.as_ref() && processes::is_copy(pid);
    is_closed && program_size(&pid.to_string()).is_some_and(|size| !is_shell(size))
}

/// Bytes of this program's code, as the kernel writes them.
static OWN_SIZE: LazyLock<Option<String>> = LazyLock::new(|| program_size("self"));

/// `None` for one that has ended.
fn program_size(process: &str) -> Option<String> {
    let status = read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmExe:"));
    line.map(|size| size.trim().to_owned())
}

fn maps_nameless(pid: i32, folder: &Path) -> bool {
    let Ok(maps) = std::fs::read(format!("/proc/{pid}/maps")) else {
        return false;
    };
    let folder = folder.as_os_str().as_bytes();
    let lines = maps.split(|byte| *byte == b'\n');
    let nameless = lines.filter_map(|line| line.strip_suffix(b" (deleted)"));
    nameless
        .filter_map(|line| line.splitn(2, |byte| *byte == b'/').nth(1))
        .any(|path| path.starts_with(&folder[1..]))
}

/// Whether files are under way through one of its sockets (SCM_RIGHTS).
fn awaits_files(pid: i32) -> bool {
    descriptors(pid)
        .filter(|file| file.is(libc::S_IFSOCK))
        .filter_map(|file| read_to_string(format!("/proc/{pid}/fdinfo/{}", file.fd)).ok())
        .any(|about| under_way(&about) > 0)
}

/// The number that `/proc/PID/fdinfo` tells of a socket.
fn under_way(about: &str) -> u32 {
    let line = about.lines().find_map(|line| line.strip_prefix("scm_fds:"));
    line.and_then(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_under_way_are_found() {
        assert_eq!(under_way("pos:\t0\nino:\t7\nscm_fds: 3\n"), 3);
        assert_eq!(under_way("pos:\t0\n"), 0);
    }

    #[test]
    fn we_are_open_to_ourselves() {
        let own = std::process::id() as i32;
        assert!(!is_closed(own) && program_size("self").is_some());
        assert!(!maps_nameless(own, Path::new("/no/such/folder")));
    }
}
