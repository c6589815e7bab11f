//! What the learner sees, as text: pure functions from data to wrapped lines. Nothing here writes.

pub mod ending;
pub mod feedback;
pub mod list;
pub mod prose;
pub mod question;
pub mod reasons;
pub mod runs;
pub mod step;
pub mod table;

use super::theme::Theme;

/// What a view needs to know of the place it is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Columns to fill at most; never below 10.
    pub width: usize,
    /// How text may look.
    pub theme: Theme,
}

impl Page {
    /// A page as wide as the terminal, yet no wider than 80 columns.
    pub fn new(columns: usize, theme: Theme) -> Page {
        Page {
            width: columns.clamp(10, 80),
            theme,
        }
    }

    /// A plain page of 80 columns.
    #[cfg(test)]
    pub fn plain() -> Page {
        Page::new(80, Theme::default())
    }
}

/// `text` with what is invisible in it made visible, on one line.
pub fn visible(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            '\u{1b}' => shown.push_str("\\e"),
            other if other.is_control() => shown.push_str(&format!("\\x{:02x}", u32::from(other))),
            other => shown.push(other),
        }
    }
    shown
}
