//! What `:explain` shows: a line in its parts, or what is wrong with it.

use super::Page;
use crate::explain::{self, Programs};
use std::fs;
use std::path::Path;

/// What `text` says, part by part.
pub fn explained(text: &str, page: Page) -> String {
    shown(text.as_bytes(), None, page)
}

/// What is named behind `:explain`: a file of `folder`, if there is one of that name, or else a command.
pub fn of_operand(operand: &str, folder: Option<&Path>, page: Page) -> String {
    let path = folder.map(|folder| folder.join(operand));
    let file = path.filter(|path| path.is_file());
    match file.and_then(|path| fs::read(path).ok()) {
        Some(text) => shown(&text, Some(operand), page),
        None => explained(operand, page),
    }
}

fn shown(text: &[u8], name: Option<&str>, page: Page) -> String {
    let explanation = explain::explain(text, Programs::Practice);
    let mut shown = explanation.render(text, page.width);
    if let Some(error) = &explanation.error {
        shown.push_str(&error.explained(text, name));
    }
    match shown.trim_end() {
        "" => "  Nothing here for the shell to do.".to_owned(),
        shown => shown.to_owned(),
    }
}
