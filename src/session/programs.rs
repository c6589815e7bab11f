//! The folder of practice programs, first on a session's `PATH`: the host names it, the guardian makes and removes it.
//!
//! The guardian outlives its host, however that ends, so nothing of the folder does.

use super::marker::Nonce;
use crate::practice;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};

/// A name nobody has used, in the system's folder for temporary files. Nothing is there yet.
pub fn choose() -> PathBuf {
    std::env::temp_dir().join(format!("shtutor-bin-{}", Nonce::new().0))
}

/// Takes away what [`Programs::link`] made.
pub fn remove(folder: &Path) {
    // What is gone already need not be removed.
    let _ = fs::remove_dir_all(folder);
}

/// The folder, while it is there.
#[derive(Debug)]
pub struct Programs(PathBuf);

impl Programs {
    /// Makes `folder`, which must not exist, with a link to `executable` for each practice program.
    ///
    /// # Errors
    /// Something stands there already, or it cannot be written.
    pub fn link(folder: &Path, executable: &Path) -> io::Result<Programs> {
        DirBuilder::new().mode(0o700).create(folder)?;
        let programs = Programs(folder.to_owned());
        for name in practice::NAMES {
            symlink(executable, folder.join(name))?;
        }
        Ok(programs)
    }
}

impl Drop for Programs {
    fn drop(&mut self) {
        remove(&self.0);
    }
}
