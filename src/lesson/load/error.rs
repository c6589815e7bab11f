//! What can be wrong with a lesson file, and where.

use std::ops::Range;

/// A fault of a lesson file. Shown as `FILE:LINE: what was found, what was expected`.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct LessonError {
    /// The file, as messages name it.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a lesson file.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A block is not TOML, or not of the shape that is asked for.
    #[error("{}", .0.message().trim_end().replace('\n', ", "))]
    Toml(#[source] Box<toml::de::Error>),
    /// Anything else.
    #[error("found {found}, expected {expected}")]
    Unexpected {
        /// What is there.
        found: String,
        /// What should be there.
        expected: String,
    },
}

/// A lesson file being read: turns byte offsets into errors.
pub(super) struct SourceFile<'t> {
    pub(super) name: &'t str,
    pub(super) text: &'t str,
}

impl SourceFile<'_> {
    /// 1-based line of a byte offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        memchr::memchr_iter(b'\n', before).count() + 1
    }

    /// An error at a byte offset.
    pub(super) fn unexpected(
        &self,
        offset: usize,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> LessonError {
        let problem = Problem::Unexpected {
            found: found.into(),
            expected: expected.into(),
        };
        LessonError {
            file: self.name.to_owned(),
            line: self.line(offset),
            problem,
        }
    }

    /// Reads a TOML block whose text begins at byte `start` of the file.
    pub(super) fn toml<T: serde::de::DeserializeOwned>(
        &self,
        text: &str,
        start: usize,
    ) -> Result<T, LessonError> {
        toml::from_str(text).map_err(|error| {
            let at = error.span().unwrap_or(Range { start: 0, end: 0 }).start;
            let line = self.line(start + at);
            LessonError {
                file: self.name.to_owned(),
                line,
                problem: Problem::Toml(Box::new(error)),
            }
        })
    }
}
