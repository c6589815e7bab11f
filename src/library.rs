//! Lessons on disk: a folder of Markdown files becomes a course. The lessons inside the program need none of this.

use crate::lesson::Course;
use crate::lesson::load::LessonError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a folder gave no course.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The folder or a file in it cannot be read.
    #[error("{}: {error}", .path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// There is no lesson in it.
    #[error("{}: no lesson here, a file NAME.md expected", .0.display())]
    Empty(PathBuf),
    /// A lesson is faulty.
    #[error(transparent)]
    Lesson(#[from] LessonError),
}

/// Reads the `.md` files of `directory`, except `README.md`, in the order of their names.
///
/// # Errors
/// Something cannot be read, there is no lesson, or one is faulty.
pub fn read(directory: &Path) -> Result<Course, LibraryError> {
    let sources = texts(directory)?;
    let borrowed: Vec<(&str, &str)> = sources
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    Ok(Course::parse(&borrowed)?)
}

/// The files that [`read`] reads: their names, as messages name them, and their texts.
///
/// # Errors
/// Something cannot be read, or there is no lesson.
pub fn texts(directory: &Path) -> Result<Vec<(String, String)>, LibraryError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable(directory))? {
        let path = entry.map_err(unreadable(directory))?.path();
        let readme = path.file_name().is_some_and(|name| name == "README.md");
        if !readme && path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(LibraryError::Empty(directory.to_path_buf()));
    }
    paths.iter().map(|path| text(path)).collect()
}

/// The name and the text of one file.
///
/// # Errors
/// It cannot be read.
pub fn text(path: &Path) -> Result<(String, String), LibraryError> {
    let text = std::fs::read_to_string(path).map_err(unreadable(path))?;
    Ok((path.display().to_string(), text))
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> LibraryError {
    let path = path.to_path_buf();
    |error| LibraryError::Unreadable { path, error }
}
