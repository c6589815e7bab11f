//! What the learner sees, as text: pure functions from data to wrapped lines. Nothing here writes.

pub mod comparison;
pub mod difference;
pub mod ending;
pub mod explained;
pub mod feedback;
pub mod finding;
pub mod fit;
pub mod ideas;
pub mod list;
pub mod output;
pub mod prose;
pub mod question;
pub mod reasons;
pub mod runs;
pub mod step;
pub mod table;
pub mod worked;

pub use crate::trace::words::visible;

use super::theme::Theme;

/// The rows of a terminal nobody has made larger.
const ROWS: usize = 24;

/// What a view needs to know of the place it is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Columns to fill at most; never below 10.
    pub width: usize,
    /// Lines that are seen at once, the one of the prompt included; never below 8.
    pub rows: usize,
    /// How text may look.
    pub theme: Theme,
}

impl Page {
    /// A page as wide as the terminal, yet no wider than 80 columns, and as high as most are.
    pub fn new(columns: usize, theme: Theme) -> Page {
        Page {
            width: columns.clamp(10, 80),
            rows: ROWS,
            theme,
        }
    }

    /// The same on a terminal with so many rows.
    pub fn with_rows(self, rows: usize) -> Page {
        Page {
            rows: rows.max(8),
            ..self
        }
    }

    /// A plain page of 80 columns.
    #[cfg(test)]
    pub fn plain() -> Page {
        Page::new(80, Theme::default())
    }
}
