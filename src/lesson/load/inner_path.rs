//! Paths of files that a lesson puts into a step's folder. A lesson may come from anybody, so none leads out of the folder.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of one name that a file system takes.
const LONGEST_NAME: usize = 255;
/// Bytes of a path: together with that of the folder it must stay below what the system takes.
const LONGEST: usize = 1000;

/// Names with `/` between them: from whatever folder it is followed, it stays within it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct InnerPath(String);

/// Why a text is no [`InnerPath`].
#[derive(Debug, thiserror::Error)]
#[error("found the path {found:?}, expected {expected}")]
pub(super) struct NotInner {
    found: String,
    expected: &'static str,
}

impl InnerPath {
    /// As it is written.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for InnerPath {
    type Error = NotInner;

    fn try_from(path: String) -> Result<InnerPath, NotInner> {
        let any = |is: fn(&str) -> bool| path.split('/').any(is);
        let expected = if path.is_empty() {
            "the name of a file"
        } else if path.starts_with('/') {
            "one that begins in the step's folder, without `/` before it"
        } else if any(|name| name.trim().is_empty()) {
            "one with a name before and behind each `/`"
        } else if any(|name| matches!(name, "." | "..")) {
            "one that stays in the step's folder, without `.` and `..`"
        } else if path.chars().any(char::is_control) {
            "one without control characters"
        } else if path.len() > LONGEST || any(|name| name.len() > LONGEST_NAME) {
            "names of 255 bytes at most, and 1000 in all"
        } else {
            return Ok(InnerPath(path));
        };
        let found = path.chars().take(60).collect();
        Err(NotInner { found, expected })
    }
}

/// Reads a table of files, each an [`InnerPath`] and a content.
///
/// # Errors
/// A path leads out of the folder, or two of them cannot both be there.
pub(in crate::lesson) fn files<'de, D: Deserializer<'de>>(
    table: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let files = BTreeMap::<InnerPath, String>::deserialize(table)?;
    let files: BTreeMap<String, String> = files
        .into_iter()
        .map(|(path, content)| (path.0, content))
        .collect();
    match clash(files.keys().map(String::as_str)) {
        Some((found, expected)) => Err(D::Error::custom(format!(
            "found {found}, expected {expected}"
        ))),
        None => Ok(files),
    }
}

/// What is found where one of `paths` is a file, and another one stands in it as in a folder; and what is expected.
pub(super) fn clash<'p>(paths: impl Iterator<Item = &'p str>) -> Option<(String, &'static str)> {
    let paths: BTreeSet<&str> = paths.collect();
    let folder_of = |path: &'p str| {
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.find(|folder| paths.contains(folder))
    };
    let mut clashes = paths
        .iter()
        .copied()
        .filter_map(|path| Some((folder_of(path)?, path)));
    let (folder, path) = clashes.next()?;
    let found = format!("the file {folder:?}, and {path:?} in it");
    Some((found, "either a file or a folder of that name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_its_folder() {
        for path in [
            "a",
            "a/b",
            ".env",
            "..a",
            "a..b/c",
            "old app.env",
            "-x",
            "é",
        ] {
            assert!(InnerPath::try_from(path.to_owned()).is_ok(), "{path}");
        }
        let long = "x".repeat(256);
        let deep = "x/".repeat(500) + "x";
        for path in [
            "",
            "/",
            "/etc/x",
            "..",
            "../x",
            "a/../../x",
            ".",
            "./a",
            "a/.",
            "a//b",
            "a/",
            " ",
            "a/ /b",
            "a\0b",
            "a\nb",
            &long,
            &deep,
        ] {
            assert!(InnerPath::try_from(path.to_owned()).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_file_is_no_folder() {
        let check = |paths: &[&str], clashes| {
            assert_eq!(clash(paths.iter().copied()).is_some(), clashes, "{paths:?}");
        };
        check(&["a", "a.b", "a/b"], true);
        check(&["a/b/c", "a"], true);
        check(&["a/b", "a/c", "ab", "a-"], false);
    }
}
