//! What can be wrong with the front matter of a lesson.

use super::blocks::FrontMatter;
use super::check_id;
use super::error::{LessonError, SourceFile};
use crate::lesson::LessonId;
use crate::misconception;
use toml::Spanned;

/// Letters of a title: the list has room for so many beside the name and what is done.
const LONGEST_TITLE: usize = 60;

/// Everything that is wrong with `matter`, whose text begins at byte `start`. Its id must be none of `others`; what it needs
/// must be among `earlier`, where those are known.
pub(super) fn faults(
    file: &SourceFile,
    matter: &FrontMatter,
    start: usize,
    others: &[LessonId],
    earlier: Option<&[LessonId]>,
) -> Vec<LessonError> {
    let among = |lessons: &[LessonId], id: &str| lessons.iter().any(|known| known.0 == id);
    let fault = |at: &Spanned<String>, found: String, expected: &str| {
        file.unexpected(start + at.span().start, found, expected)
    };
    let mut faults: Vec<LessonError> = Vec::new();
    let (id, title) = (&matter.id, &matter.title);
    faults.extend(check_id(file, start, id).err());
    if among(others, id.get_ref()) {
        let found = format!("the id \"{}\" for a second time", id.get_ref());
        faults.push(fault(id, found, "one no lesson has yet"));
    }
    faults.extend(title_fault(title.get_ref()).map(|(found, todo)| fault(title, found, &todo)));
    for idea in &matter.ideas {
        if misconception::named(idea.get_ref()).is_none() {
            let found = format!("the idea {:?}", idea.get_ref());
            let expected = "one of the catalogue in src/misconception/";
            faults.push(fault(idea, found, expected));
        }
    }
    for need in &matter.needs {
        if earlier.is_some_and(|earlier| !among(earlier, need.get_ref())) {
            let found = format!("{:?} in `needs`", need.get_ref());
            faults.push(fault(need, found, "the id of an earlier lesson"));
        }
    }
    faults
}

/// What is wrong with a title, and what is expected: it stands on one line of the list.
fn title_fault(title: &str) -> Option<(String, String)> {
    let letters = title.chars().count();
    let found = if title.trim().is_empty() {
        "an empty `title`".to_owned()
    } else if title.chars().any(char::is_control) {
        "a `title` of several lines, or with control characters".to_owned()
    } else if letters > LONGEST_TITLE {
        format!("a `title` of {letters} letters")
    } else {
        return None;
    };
    Some((found, format!("one line of {LONGEST_TITLE} at most")))
}
