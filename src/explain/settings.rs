//! Which options of the shell are on where (XCU 2.15 `set`): a text is gone through as a shell would run it, with every branch
//! taken.
//!
//! What a branch changes holds perhaps behind it, what a subshell changes does not, and what a function changes holds from where
//! it is called. Knows nothing of notes. Begin with [`Settings::of`].

mod course;
mod options;

use crate::source::Span;
use crate::syntax::ast::{FunctionDefinition, List};
use course::Course;
pub(super) use options::{Options, Setting, ShellOption};
use std::collections::BTreeMap;

/// Functions of a text by name, in the order of their definitions.
pub(super) type Functions<'a> = BTreeMap<&'a [u8], Vec<&'a FunctionDefinition<'a>>>;

/// The options of one text.
pub(super) struct Settings {
    /// For the first byte of a pipeline: what is on when it begins, whichever way led there.
    at: BTreeMap<u32, Options>,
    /// What is on when the text ends.
    pub after: Options,
}

impl Settings {
    /// Those of the commands `lists`, which begin with `before`.
    pub fn of<'a>(lists: &[List<'a>], functions: &Functions<'a>, before: Options) -> Settings {
        let mut course = Course::new(functions, before);
        if before != Options::default() || course.has_set(lists) {
            lists.iter().for_each(|list| course.list(list));
            course.never_called(before);
        }
        Settings {
            after: course.now,
            at: course.at,
        }
    }

    /// Whether `option` may be on anywhere.
    pub fn may_ever(&self, option: ShellOption) -> bool {
        self.after.may(option) || self.at.values().any(|options| options.may(option))
    }

    /// What is on when the pipeline `span` begins; none if the text does not tell.
    pub fn at(&self, span: Span) -> Option<Options> {
        self.at.get(&span.start).copied()
    }
}
