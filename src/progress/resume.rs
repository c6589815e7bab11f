//! Where the learner stopped: lesson, step, folder, shell state and what the step has seen so far.
//!
//! Replaced as a whole: written beside the old file, synchronised, renamed over it. After a power cut there is the old one or
//! the new one, never half of either.

use super::entry::Sure;
use super::record::refuse_newer;
use super::{ProgressError, VERSION, failed};
use crate::lesson::{LessonId, StepId};
use crate::observation::{Observation, ShellState, any_path};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Its name in the state folder.
pub const FILE: &str = "resume.json";
/// What the name of one begins with that is being written.
const UNFINISHED: &str = ".resume-";

/// Where the learner stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resume {
    /// The version of the format.
    pub version: u32,
    /// The lesson.
    pub lesson: LessonId,
    /// The step within it.
    pub step: StepId,
    /// What has happened in the step; `None` if it has not been begun.
    pub begun: Option<Begun>,
}

/// A step that was begun.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    /// The folder its shell works in.
    #[serde(with = "any_path")]
    pub folder: PathBuf,
    /// The shell's variables and so on.
    pub state: Option<ShellState>,
    /// Every line run since the step began.
    pub seen: Vec<Observation>,
    /// Hints opened.
    pub hints: usize,
    /// Attempts that did not hold.
    pub misses: usize,
    /// Which part of the step is asked, 0-based.
    pub part: usize,
    /// What a *drawn* step asks, part by part.
    #[serde(default)]
    pub drawn: Vec<Chosen>,
    /// The prediction of which not all has been asked yet.
    #[serde(default)]
    pub predicted: Option<Predicted>,
    /// Whether the author of a prediction about one of its parts was not sure, right or not.
    #[serde(default)]
    pub doubted: bool,
    /// Whether the step, or the part of it, is answered.
    pub settled: bool,
}

impl Begun {
    /// Whether the run was shown that a prediction is about, and more is asked of it.
    pub fn is_shown(&self) -> bool {
        let predicted = self.predicted.as_ref();
        predicted.is_some_and(|predicted| predicted.sure.is_some())
    }
}

/// A prediction that was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predicted {
    /// What was typed.
    pub answer: String,
    /// How sure its author was; until that is said nothing has run. Once it is, the run has been shown, and the question is open
    /// that tells ways of thinking apart.
    pub sure: Option<Sure>,
}

/// A variant of a template of the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// The template's id.
    pub template: String,
    /// The variant's number.
    pub number: usize,
}

/// Why a resume point was not taken.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It must not be touched.
    Refused(ProgressError),
    /// It was set aside; this says so.
    Damaged(String),
}

impl Resume {
    /// The beginning of a step.
    pub fn at(lesson: &LessonId, step: &StepId) -> Resume {
        Resume {
            version: VERSION,
            lesson: lesson.clone(),
            step: step.clone(),
            begun: None,
        }
    }

    /// The same place where the folder cannot be worked in that the step was begun in.
    pub(super) fn without_folder(self) -> Resume {
        Resume {
            begun: None,
            ..self
        }
    }

    /// The same with the step's folder, if it is in `root`, named from there: so the whole may be copied elsewhere.
    fn portable(&self, root: &Path) -> Resume {
        let mut portable = self.clone();
        if let Some(begun) = &mut portable.begun
            && let Ok(inner) = begun.folder.strip_prefix(root)
        {
            let inner = inner.to_path_buf();
            let state = begun.state.take();
            begun.state = state.map(|state| state.moved(&begun.folder, &inner));
            begun.folder = inner;
        }
        portable
    }

    /// The same with the step's folder named as it is in `root`.
    pub(super) fn settled_in(mut self, root: &Path) -> Resume {
        if let Some(begun) = &mut self.begun {
            let inner = std::mem::take(&mut begun.folder);
            if !inner.as_os_str().is_empty() {
                begun.folder = root.join(&inner);
                let state = begun.state.take();
                begun.state = state.map(|state| state.moved(&inner, &begun.folder));
            }
        }
        self
    }

    pub(super) fn read(path: &Path) -> Result<Option<Resume>, Unreadable> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Unreadable::Refused(failed("read", path)(error))),
        };
        refuse_newer(&bytes, path).map_err(Unreadable::Refused)?;
        serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|_| set_aside(path))
    }

    pub(super) fn write(&self, root: &Path) -> Result<(), ProgressError> {
        let path = root.join(FILE);
        self.replace(root, &path).map_err(failed("write", &path))
    }

    fn replace(&self, root: &Path, path: &Path) -> std::io::Result<()> {
        let mut file = tempfile::Builder::new()
            .prefix(UNFINISHED)
            .tempfile_in(root)?;
        // At once: a line may have had 50,000 events, and a system call for each of their words takes a second.
        let whole = serde_json::to_vec(&self.portable(root)).map_err(std::io::Error::other)?;
        file.write_all(&whole)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        File::open(root)?.sync_all()
    }
}

/// Removes what a tutor that was killed had not finished writing to `root`. No other may be writing there.
pub(super) fn sweep(root: &Path) {
    for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(UNFINISHED.as_bytes())
        {
            // It does no harm where it is.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Refuses a folder in which no file can be made, now or later. A disk that is full may have room again.
pub(super) fn check_writable(root: &Path) -> Result<(), ProgressError> {
    let made = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .tempfile_in(root);
    match made.map_err(|error| (error.kind(), error)) {
        Err((ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem, error)) => {
            Err(failed("write to", root)(error))
        }
        _ => Ok(()),
    }
}

/// Keeps a damaged file under a name that nothing has.
fn set_aside(path: &Path) -> Unreadable {
    let mut names = (1..).map(|number: u32| match number {
        1 => path.with_extension("damaged"),
        _ => path.with_extension(format!("damaged-{number}")),
    });
    let is_free = |aside: &PathBuf| aside.symlink_metadata().is_err();
    let Some(aside) = names.find(is_free) else {
        return Unreadable::Damaged("the place where you stopped could not be read".to_owned());
    };
    match std::fs::rename(path, &aside) {
        Ok(()) => Unreadable::Damaged(format!(
            "the place where you stopped could not be read: {} is damaged, and kept as {}. What you have done is in the record",
            path.display(),
            aside.display()
        )),
        Err(rename) => Unreadable::Refused(failed("set aside", path)(rename)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut resume = Resume::at(&LessonId("a".into()), &StepId("b".into()));
        resume.begun = Some(Begun {
            hints: 2,
            ..Begun::default()
        });
        resume.write(folder.path()).unwrap();
        assert_eq!(
            Resume::read(&folder.path().join(FILE)).unwrap(),
            Some(resume)
        );
    }

    #[test]
    fn a_damaged_file_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, "{\"version\":1,").unwrap();
        assert!(matches!(Resume::read(&path), Err(Unreadable::Damaged(_))));
        assert!(folder.path().join("resume.damaged").exists());
        // The next one takes nothing from the first.
        std::fs::write(&path, "").unwrap();
        assert!(matches!(Resume::read(&path), Err(Unreadable::Damaged(_))));
        let first = std::fs::read(folder.path().join("resume.damaged"));
        assert_eq!(first.unwrap(), b"{\"version\":1,");
        assert!(folder.path().join("resume.damaged-2").exists());
    }
}
