//! The lessons that are to be checked, and those beside them that they build on.

use super::Finding;
use crate::lesson::Lesson;
use crate::lesson::load::{self, LessonError};
use crate::library::{self, LibraryError};
use std::path::Path;

/// Lessons with their texts.
#[derive(Debug, Default)]
pub struct Shelf {
    /// File names, as messages name them, and texts, in teaching order.
    pub files: Vec<(String, String)>,
    /// The lessons that could be read, in teaching order.
    pub lessons: Vec<Lesson>,
    /// Why others could not be.
    pub faults: Vec<Finding>,
    /// The one file that is to be checked; all, if there is none.
    only: Option<String>,
}

/// Why there is nothing to check.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// A file or folder cannot be read, or there is no lesson in it.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The word names no step.
    #[error("{0}")]
    NoSuchStep(String),
    /// The step's lesson is not among those that could be read, and these could not.
    #[error("what should have the step cannot be read")]
    Unread(Vec<Finding>),
}

impl Shelf {
    /// The course inside the program.
    pub fn built_in() -> Shelf {
        let owned = |(file, text): &(&str, &str)| ((*file).to_owned(), (*text).to_owned());
        Shelf::of(load::BUILT_IN.iter().map(owned).collect(), None)
    }

    /// The lessons of a folder, or the one in a file: then those before it in its folder are what it builds on.
    ///
    /// # Errors
    /// Something cannot be read, or there is no lesson.
    pub fn at(path: &Path) -> Result<Shelf, ShelfError> {
        if path.is_dir() {
            return Ok(Shelf::of(library::texts(path)?, None));
        }
        let own = library::text(path)?;
        let folder = match path.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => Path::new("/"),
        };
        let before = |(file, _): &(String, String)| Path::new(file).file_name() < path.file_name();
        let mut files = library::texts(folder).unwrap_or_default();
        files.retain(before);
        let only = own.0.clone();
        files.push(own);
        Ok(Shelf::of(files, Some(only)))
    }

    fn of(files: Vec<(String, String)>, only: Option<String>) -> Shelf {
        let borrowed: Vec<(&str, &str)> = files
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()))
            .collect();
        let mut shelf = Shelf::default();
        for read in load::parse_each(&borrowed) {
            match read {
                Ok(lesson) => shelf.lessons.push(lesson),
                Err(error) => shelf.faults.push(fault(&error)),
            }
        }
        shelf
            .faults
            .retain(|fault| only.as_ref().is_none_or(|only| *only == fault.file));
        Shelf {
            files,
            only,
            ..shelf
        }
    }

    /// Leaves only what `word` names to be checked: `LESSON:STEP`, or, where one file is checked, a step of it. Steps have
    /// numbers and names. Returns the index of the step.
    ///
    /// # Errors
    /// There is no such step, or it may be of a lesson that could not be read.
    pub fn narrow(&mut self, word: &str) -> Result<usize, ShelfError> {
        let (lesson, step) = match (word.split_once(':'), &self.only) {
            (Some((lesson, step)), _) => (self.lesson_named(lesson), step),
            (None, Some(only)) => (
                self.lessons.iter().find(|lesson| lesson.file == *only),
                word,
            ),
            (None, None) => {
                let expected = format!(
                    "--step {word}: LESSON:STEP is expected where there are several lessons"
                );
                return Err(ShelfError::NoSuchStep(expected));
            }
        };
        let none = || ShelfError::NoSuchStep(format!("--step {word}: there is no such step"));
        let lesson = lesson.ok_or_else(|| match self.faults.is_empty() {
            true => none(),
            false => ShelfError::Unread(self.faults.clone()),
        })?;
        let number = step.parse::<usize>().ok();
        let by_number = number.and_then(|number| number.checked_sub(1));
        let by_number = by_number.filter(|index| *index < lesson.steps.len());
        let by_name = || lesson.steps.iter().position(|one| one.id.0 == step);
        let index = by_number.or_else(by_name).ok_or_else(none)?;
        let only = lesson.file.clone();
        self.faults.retain(|fault| fault.file == only);
        self.only = Some(only);
        Ok(index)
    }

    fn lesson_named(&self, word: &str) -> Option<&Lesson> {
        let number = word
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let by_number = number.and_then(|index| self.lessons.get(index));
        by_number.or_else(|| self.lessons.iter().find(|lesson| lesson.id.0 == word))
    }

    /// The lessons to be checked, each with its place among all.
    pub fn lessons_to_check(&self) -> impl Iterator<Item = &Lesson> {
        let wanted = |lesson: &Lesson| self.only.as_ref().is_none_or(|only| *only == lesson.file);
        self.lessons.iter().filter(move |lesson| wanted(lesson))
    }

    /// The text that a lesson was read from.
    pub fn text_of(&self, lesson: &Lesson) -> &str {
        let file = self.files.iter().find(|(name, _)| *name == lesson.file);
        file.map_or("", |(_, text)| text)
    }
}

/// The loader's own words: what was found, and what is expected.
fn fault(error: &LessonError) -> Finding {
    Finding {
        file: error.file.clone(),
        line: u32::try_from(error.line).unwrap_or(u32::MAX),
        message: error.problem.to_string(),
    }
}
