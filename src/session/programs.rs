//! The folder of practice programs, first on a session's `PATH`: the host makes it, and whoever lives longer removes it.

use crate::practice;
use crate::sys::scratch::{self, Scratch};
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

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

/// The folder, while it is there.
#[derive(Debug)]
pub struct Programs(Scratch);

impl Programs {
    /// Makes the folder, with a link to `executable` for each practice program.
    ///
    /// # Errors
    /// The system's folder for temporary files cannot be written.
    pub fn link(executable: &Path) -> io::Result<Programs> {
        let programs = Programs(Scratch::new()?);
        for name in practice::NAMES.iter().copied().chain([SHELL]) {
            symlink(executable, programs.path().join(name))?;
        }
        Ok(programs)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What the guardian does when the session is over: its host may have been killed.
pub fn remove(folder: &Path) {
    // What is gone already need not be removed.
    let _ = scratch::remove(folder);
}
