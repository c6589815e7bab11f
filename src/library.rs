//! Lessons on disk: a folder of Markdown files becomes a course. The lessons inside the program need none of this.

use crate::lesson::Course;
use crate::lesson::load::{LessonError, Problem};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why a folder gave no course.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The folder cannot be read.
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

/// A file of a lesson.
#[derive(Debug)]
pub struct LessonFile {
    /// As messages name it.
    pub name: String,
    /// What stands in it, or why that is no text.
    pub text: Result<String, LessonError>,
}

/// Reads the `.md` files of `directory`, except `README.md`, in the order of their names.
///
/// # Errors
/// Something cannot be read, there is no lesson, or one is faulty.
pub fn read(directory: &Path) -> Result<Course, LibraryError> {
    let mut sources = Vec::new();
    for file in files(directory)? {
        sources.push((file.name, file.text?));
    }
    let borrowed: Vec<(&str, &str)> = sources
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    Ok(Course::parse(&borrowed)?)
}

/// The files that [`read`] reads.
///
/// # Errors
/// The folder cannot be read, or there is no lesson in it.
pub fn files(directory: &Path) -> Result<Vec<LessonFile>, LibraryError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable(directory))? {
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
    Ok(paths.iter().map(|path| file(path)).collect())
}

/// One file.
pub fn file(path: &Path) -> LessonFile {
    let name = path.display().to_string();
    let text = text(path).map_err(|(line, problem)| LessonError {
        file: name.clone(),
        line,
        problem,
    });
    LessonFile { name, text }
}

/// The text of a file, or the line at which it is none.
fn text(path: &Path) -> Result<String, (usize, Problem)> {
    let fault = |line: usize, found: String, expected: &str| {
        let expected = expected.to_owned();
        (line, Problem::Unexpected { found, expected })
    };
    let unreadable = |error: io::Error| {
        let found = format!("a file that cannot be read ({error})");
        fault(1, found, "one that can, or another ending than .md")
    };
    let kind = fs::metadata(path).map_err(unreadable)?;
    if !kind.is_file() {
        let found = match kind.is_dir() {
            true => "a directory",
            false => "a pipe or a device",
        };
        let expected = "a file of text, or another ending than .md";
        return Err(fault(1, found.to_owned(), expected));
    }
    String::from_utf8(fs::read(path).map_err(unreadable)?).map_err(|error| {
        let (good, bad) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let found = format!(
            "the byte {:02X}, which is no UTF-8",
            bad.first().unwrap_or(&0)
        );
        fault(line, found, "text in UTF-8; save the file so")
    })
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> LibraryError {
    let path = path.to_path_buf();
    |error| LibraryError::Unreadable { path, error }
}
