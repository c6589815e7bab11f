//! The folder of practice programs, first on a session's `PATH`.

use crate::practice;
use crate::sys::scratch::Scratch;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// What the shell that is taught is called there: the scripts of a lesson are run by it.
pub const SHELL: &str = "sh";

/// Where a session finds all other programs.
pub const INSTALLED: &str = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

/// Whether a session finds a program called `name`; practice versions do not count.
pub fn is_there(name: &str) -> bool {
    let runs = |folder: &str| {
        let facts = Path::new(folder).join(name).metadata();
        facts.is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
    };
    name == SHELL || INSTALLED.split(':').any(runs)
}

/// The first of `names` that is not there.
pub fn missing(names: &[String]) -> Option<&str> {
    let missing = names.iter().find(|name| !is_there(name));
    missing.map(String::as_str)
}

/// The folder, for as long as a session of this process needs it. If the process is killed, the folder is one that
/// [`scratch`](crate::sys::scratch) removes.
#[derive(Debug)]
pub struct Programs(Scratch);

impl Programs {
    /// A folder with a link to `executable` for each practice program: the one that other sessions have, since making it takes as
    /// long as starting a process.
    ///
    /// # Errors
    /// The system's folder for temporary files cannot be written.
    pub fn of(executable: &Path) -> io::Result<Arc<Programs>> {
        static SHARED: Mutex<Weak<Programs>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let there = shared.upgrade();
        if let Some(programs) = there.filter(|there| there.are_whole(executable)) {
            return Ok(programs);
        }
        let programs = Arc::new(Programs::link(executable)?);
        *shared = Arc::downgrade(&programs);
        Ok(programs)
    }

    fn link(executable: &Path) -> io::Result<Programs> {
        let folder = Scratch::new()?;
        for name in names() {
            symlink(executable, folder.path().join(name))?;
        }
        Ok(Programs(folder))
    }

    /// Whether all of them still lead to `executable`: where nothing confines a learner, one may be gone.
    fn are_whole(&self, executable: &Path) -> bool {
        let leads = |name| fs::read_link(self.path().join(name)).is_ok_and(|to| to == executable);
        names().all(leads)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What the programs are called.
fn names() -> impl Iterator<Item = &'static str> {
    practice::NAMES.iter().copied().chain([SHELL])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_share_a_folder_until_something_is_missing_in_it() {
        let executable = Path::new("/bin/true");
        let first = Programs::link(executable).unwrap();
        assert!(first.are_whole(executable));
        assert!(!first.are_whole(Path::new("/bin/false")));
        fs::remove_file(first.path().join(SHELL)).unwrap();
        assert!(!first.are_whole(executable));
    }
}
