//! Where saved work lies, and who else is using it.
//!
//! The first tutor holds a lock for as long as it runs; the kernel lets go of it however the tutor ends. A second one gets
//! step folders of its own, in a temporary folder.

use super::{ProgressError, failed, resume};
use crate::sys::scratch::{self, Scratch};
use nix::fcntl::{Flock, FlockArg};
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The folders of one sitting.
#[derive(Debug)]
pub struct Place {
    /// What is saved.
    pub root: PathBuf,
    /// The steps' folders.
    pub work: PathBuf,
    lock: Option<Flock<File>>,
    _temporary: Option<Scratch>,
}

impl Place {
    /// Creates what is missing in `root` and takes the lock, if no other tutor holds it.
    ///
    /// # Errors
    /// The folder cannot be created or written.
    pub fn open(root: &Path) -> Result<Place, ProgressError> {
        make_private(root)?;
        let file = root.join("lock");
        let options = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&file);
        let lock = Flock::lock(
            options.map_err(failed("write", &file))?,
            FlockArg::LockExclusiveNonblock,
        )
        .ok();
        if lock.is_none() {
            let temporary = scratch()?;
            let work = temporary.path().to_path_buf();
            return Ok(Place {
                root: root.to_path_buf(),
                work,
                lock: None,
                _temporary: Some(temporary),
            });
        }
        scratch::sweep();
        resume::sweep(root);
        let work = root.join("work");
        make_private(&work)?;
        Ok(Place {
            root: root.to_path_buf(),
            work,
            lock,
            _temporary: None,
        })
    }

    /// A place that is gone when it is dropped.
    ///
    /// # Errors
    /// No temporary folder can be made.
    pub fn temporary() -> Result<Place, ProgressError> {
        let temporary = scratch()?;
        let root = temporary.path().to_path_buf();
        Ok(Place {
            work: root.join("work"),
            root,
            lock: None,
            _temporary: Some(temporary),
        })
    }

    /// Whether another tutor is using it.
    pub fn is_shared(&self) -> bool {
        self.lock.is_none()
    }

    /// The file of the resume point.
    pub fn resume_file(&self) -> PathBuf {
        self.root.join(super::resume::FILE)
    }
}

/// `$XDG_STATE_HOME/shtutor`, or its default below `$HOME`.
///
/// # Errors
/// Neither variable is set.
pub fn state_folder() -> Result<PathBuf, ProgressError> {
    let home = xdg::BaseDirectories::with_prefix("shtutor").get_state_home();
    // A path that messages show without a slash at its end.
    let home = home.map(|home| home.components().collect());
    home.ok_or(ProgressError::Nowhere)
}

/// A temporary folder nobody else can read.
///
/// # Errors
/// The system's folder for temporary files cannot be written.
pub fn scratch() -> Result<Scratch, ProgressError> {
    Scratch::new().map_err(failed("make a folder in", &scratch::parent()))
}

/// Takes from others what they may do with `file`, if it is there: it may have been copied here.
///
/// # Errors
/// It is somebody else's.
pub(super) fn make_file_private(file: &Path) -> Result<(), ProgressError> {
    match file.metadata() {
        Ok(found) if found.permissions().mode() & 0o077 != 0 => {
            let private = Permissions::from_mode(0o600);
            std::fs::set_permissions(file, private).map_err(failed("make private", file))
        }
        _ => Ok(()),
    }
}

fn make_private(folder: &Path) -> Result<(), ProgressError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed("create", folder))?;
    let private = Permissions::from_mode(0o700);
    std::fs::set_permissions(folder, private).map_err(failed("make private", folder))
}
