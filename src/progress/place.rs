//! Where saved work lies, and who else is using it.
//!
//! The first tutor holds a lock for as long as it runs; the kernel lets go of it however the tutor ends. A second one gets
//! step folders of its own, in a temporary folder.

use super::{ProgressError, failed, resume};
use crate::sys::scratch::{self, Scratch};
use nix::fcntl::{Flock, FlockArg};
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
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
        resume::check_writable(root)?;
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
        resume::check_writable(&work)?;
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

    /// The place of work that is only looked at: nothing is looked for there, and nothing kept.
    pub fn unused() -> Place {
        Place {
            root: PathBuf::from("/dev/null"),
            work: PathBuf::from("/dev/null"),
            lock: None,
            _temporary: None,
        }
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

/// Creates `folder` if it is not there, and takes from others what they may do with it. What its owner may do with it stays as
/// the owner has set it.
fn make_private(folder: &Path) -> Result<(), ProgressError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(failed("create", folder))?;
    let found = folder.metadata().map_err(failed("read", folder))?;
    let mode = found.permissions().mode() & 0o7777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let private = Permissions::from_mode(mode & 0o7700);
    std::fs::set_permissions(folder, private).map_err(failed("make private", folder))
}

/// What to tell somebody whose work cannot be kept in `root` because of `error`: why, and what helps.
pub(super) fn unkept(root: Option<&Path>, error: &ProgressError) -> String {
    let elsewhere = "With XDG_STATE_HOME set to a folder that you can write to, it is kept there";
    let closed = root.and_then(closed_by_its_owner).map(|(folder, mode)| {
        let folder = folder.display();
        format!("The mode of {folder} is {mode:03o}: chmod u+rwx {folder} opens it. ")
    });
    let closed = closed.unwrap_or_default();
    format!("what you do in this sitting cannot be kept: {error}. {closed}{elsewhere}")
}

/// The folder on the way to `root`, or `root` itself, in which its owner, who we are, may not make a file; and its mode.
fn closed_by_its_owner(root: &Path) -> Option<(&Path, u32)> {
    let user = nix::unistd::geteuid();
    let (folder, found) = root
        .ancestors()
        .find_map(|folder| Some((folder, folder.metadata().ok()?)))?;
    let mode = found.permissions().mode() & 0o777;
    let is_closed = found.is_dir() && mode & 0o300 != 0o300;
    (is_closed && !user.is_root() && found.uid() == user.as_raw()).then_some((folder, mode))
}
