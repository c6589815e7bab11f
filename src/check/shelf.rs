//! The lessons that are to be checked, and those beside them that they build on.

use super::Finding;
use crate::lesson::load::{self, LessonError, Reading, Row};
use crate::lesson::{Lesson, Step, StepId};
use crate::library::{self, LessonFile, LibraryError};
use std::fs;
use std::io;
use std::path::Path;

/// Lessons with their texts.
#[derive(Debug, Default)]
pub struct Shelf {
    /// In teaching order.
    volumes: Vec<Volume>,
    /// The one step of each lesson that is to be checked; all, if there is none.
    step: Option<StepId>,
}

/// A lesson's file, and what could be read of it.
#[derive(Debug)]
pub struct Volume {
    /// As messages name it.
    pub file: String,
    /// What stands in it.
    pub text: String,
    /// The lesson, with those of its steps in which nothing is wrong.
    pub lesson: Option<Lesson>,
    /// What is wrong with the rest.
    pub faults: Vec<Finding>,
    /// Whether it is not known of all lessons before it what they bring.
    pub is_behind_gap: bool,
    /// Whether it is to be checked.
    is_wanted: bool,
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
}

impl Shelf {
    /// The course inside the program.
    pub fn built_in() -> Shelf {
        let file = |(name, text): &(&str, &str)| LessonFile {
            name: (*name).to_owned(),
            text: Ok((*text).to_owned()),
        };
        Shelf::of(load::BUILT_IN.iter().map(file), &mut Row::default())
    }

    /// The lessons of a folder, or the one in a file: then those before it in its folder are what it builds on.
    ///
    /// # Errors
    /// The path leads nowhere, or to a folder without a lesson.
    pub fn at(path: &Path) -> Result<Shelf, ShelfError> {
        let lost = |error: io::Error| LibraryError::Unreadable {
            path: path.to_path_buf(),
            error,
        };
        let mut row = Row::default();
        if fs::metadata(path).map_err(lost)?.is_dir() {
            return Ok(Shelf::of(library::files(path)?, &mut row));
        }
        let folder = match path.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => Path::new("/"),
        };
        let mut files = match library::files(folder) {
            Ok(files) => files,
            Err(LibraryError::Empty(_)) => Vec::new(),
            Err(_) => {
                row.skip();
                Vec::new()
            }
        };
        files.retain(|file| Path::new(&file.name).file_name() < path.file_name());
        files.push(library::file(path));
        let mut shelf = Shelf::of(files, &mut row);
        let neighbours = shelf.volumes.len() - 1;
        for volume in &mut shelf.volumes[..neighbours] {
            volume.is_wanted = false;
        }
        Ok(shelf)
    }

    fn of(files: impl IntoIterator<Item = LessonFile>, row: &mut Row) -> Shelf {
        Shelf {
            volumes: files
                .into_iter()
                .map(|file| Volume::read(file, row))
                .collect(),
            step: None,
        }
    }

    /// Leaves only what `word` names to be checked: `LESSON:STEP`, or, where one file is checked, a step of it. Steps have
    /// numbers and names. Where it may name what is too faulty to be read, the faults are left, and nothing to run.
    ///
    /// # Errors
    /// There is no such step.
    pub fn narrow(&mut self, word: &str) -> Result<(), ShelfError> {
        let all = 0..self.volumes.len();
        let wanted: Vec<usize> = all
            .clone()
            .filter(|at| self.volumes[*at].is_wanted)
            .collect();
        let (lesson, step) = match (word.split_once(':'), &wanted[..]) {
            (Some((lesson, step)), _) => (self.lesson_named(lesson), step),
            (None, [only]) => (Some(*only), word),
            (None, _) => {
                let expected = format!(
                    "--step {word}: LESSON:STEP is expected where there are several lessons"
                );
                return Err(ShelfError::NoSuchStep(expected));
            }
        };
        let found = lesson.and_then(|at| self.volumes[at].step_named(step));
        let id = found.unwrap_or_else(|| StepId(step.to_owned()));
        let may_be_in = |at: &usize| match lesson {
            Some(lesson) => *at == lesson,
            None => self.volumes[*at].lesson.is_none(),
        };
        let left: Vec<usize> = all.filter(may_be_in).collect();
        let is_there = |at: &usize| {
            let volume = &self.volumes[*at];
            !volume.faults.is_empty() || volume.steps().iter().any(|one| one.id == id)
        };
        if !left.iter().any(is_there) {
            let none = format!("--step {word}: there is no such step");
            return Err(ShelfError::NoSuchStep(none));
        }
        for (at, volume) in self.volumes.iter_mut().enumerate() {
            volume.is_wanted = left.contains(&at);
        }
        self.step = Some(id);
        Ok(())
    }

    /// Where the lesson stands that has this number or id.
    fn lesson_named(&self, word: &str) -> Option<usize> {
        let number = word.parse::<usize>().ok();
        let by_number = number.and_then(|number| number.checked_sub(1));
        let by_number = by_number.filter(|at| *at < self.volumes.len());
        let is_named = |lesson: &Lesson| lesson.id.0 == word;
        let by_name = || {
            let mut volumes = self.volumes.iter();
            volumes.position(|volume| volume.lesson.as_ref().is_some_and(is_named))
        };
        by_number.or_else(by_name)
    }

    /// The lessons to be checked, in teaching order.
    pub fn wanted(&self) -> impl Iterator<Item = &Volume> {
        self.volumes.iter().filter(|volume| volume.is_wanted)
    }

    /// The lessons to be checked whose text is to be checked as a whole: not where one step is asked for.
    pub fn whole(&self) -> impl Iterator<Item = (&Volume, &Lesson)> {
        let wanted = self.wanted().filter(|_| self.step.is_none());
        wanted.filter_map(|volume| Some((volume, volume.lesson.as_ref()?)))
    }

    /// The steps to be checked.
    pub fn steps(&self) -> impl Iterator<Item = (&Volume, &Lesson, &Step)> {
        let lessons = self.wanted();
        let lessons = lessons.filter_map(|volume| Some((volume, volume.lesson.as_ref()?)));
        let steps = lessons.flat_map(|(volume, lesson)| {
            let steps = lesson.steps.iter();
            steps.map(move |step| (volume, lesson, step))
        });
        steps.filter(|(_, _, step)| self.step.as_ref().is_none_or(|wanted| *wanted == step.id))
    }
}

impl Volume {
    fn read(LessonFile { name, text }: LessonFile, row: &mut Row) -> Volume {
        let is_behind_gap = row.has_gap();
        let reading = match &text {
            Ok(text) => row.read(&name, text).map_err(|fault| vec![fault]),
            Err(_) => {
                row.skip();
                Err(Vec::new())
            }
        };
        let (lesson, faults) = match reading {
            Ok(Reading { lesson, faults }) => (Some(lesson), faults),
            Err(faults) => (None, faults),
        };
        let (text, fault) = match text {
            Ok(text) => (text, None),
            Err(fault) => (String::new(), Some(fault)),
        };
        Volume {
            file: name,
            text,
            lesson,
            faults: faults.iter().chain(&fault).map(finding).collect(),
            is_behind_gap,
            is_wanted: true,
        }
    }

    fn steps(&self) -> &[Step] {
        self.lesson.as_ref().map_or(&[], |lesson| &lesson.steps)
    }

    /// Whether the lesson begins with `step`.
    pub fn begins_with(&self, step: &Step) -> bool {
        let first = self.steps().first().map(|first| &first.id);
        self.faults.is_empty() && first == Some(&step.id)
    }

    /// The step that has this name, or this number: where faulty ones are missing, nobody knows the numbers.
    fn step_named(&self, word: &str) -> Option<StepId> {
        let number = word.parse::<usize>().ok();
        let index = number.and_then(|number| number.checked_sub(1));
        let by_number = index.filter(|_| self.faults.is_empty());
        let by_number = by_number.and_then(|index| self.steps().get(index));
        let by_name = || self.steps().iter().find(|one| one.id.0 == word);
        Some(by_number.or_else(by_name)?.id.clone())
    }
}

/// The loader's own words: what was found, and what is expected.
fn finding(error: &LessonError) -> Finding {
    Finding {
        file: error.file.clone(),
        line: u32::try_from(error.line).unwrap_or(u32::MAX),
        message: error.problem.to_string(),
    }
}
