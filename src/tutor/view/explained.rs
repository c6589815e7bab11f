//! What `:explain` shows: a line in its parts, or what is wrong with it.

use super::Page;
use crate::explain;

/// What `text` says, part by part.
pub fn explained(text: &str, page: Page) -> String {
    let explanation = explain::explain(text.as_bytes());
    let mut shown = explanation.render(text.as_bytes(), page.width);
    if let Some(error) = &explanation.error {
        shown.push_str(&error.explained(text.as_bytes(), None));
    }
    match shown.trim_end() {
        "" => "  Nothing here for the shell to do.".to_owned(),
        shown => shown.to_owned(),
    }
}
