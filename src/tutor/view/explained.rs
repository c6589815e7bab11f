//! What `:explain` shows: a line in its parts, or what is wrong with it.

use super::{Page, prose};
use crate::explain::{self, Programs};
use crate::sys::beneath::{self, Unread};
use std::path::{Component, Path};

/// Bytes of a file that are explained: the tree of a text takes up to 150 times as much.
const LONGEST: u64 = 256 << 10;

/// What `text` says, part by part.
pub fn explained(text: &str, page: Page) -> String {
    shown(text.as_bytes(), None, page)
}

/// What is named behind `:explain`: a file of `folder`, if there is one of that name, or else a command.
pub fn of_operand(operand: &str, folder: Option<&Path>, page: Page) -> String {
    let name = Path::new(operand);
    let is_beneath = name
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let Some(folder) = folder.filter(|_| is_beneath) else {
        return explained(operand, page);
    };
    match beneath::read(folder, name, LONGEST) {
        Ok(text) => shown(&text, Some(operand), page),
        // A directory may have the name of a command.
        Err(Unread::Missing | Unread::NoFile) => explained(operand, page),
        Err(why) => prose::plain(&format!("{operand} is not read: {why}."), 2, page),
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
