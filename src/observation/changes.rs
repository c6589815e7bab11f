//! What a line did to the files of the folder: the two looks at it, compared.

use super::{FileFact, Observation};
use std::cmp::Ordering;

/// What happened to one path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change<'o> {
    /// It was not there before.
    Created(&'o FileFact),
    /// Its kind, mode or content is another.
    Changed {
        /// What it was.
        before: &'o FileFact,
        /// What it is.
        after: &'o FileFact,
    },
    /// It is no longer there.
    Removed(&'o FileFact),
}

impl Observation {
    /// What became of files, sorted by path. A file that was renamed is removed in one place and created in another.
    pub fn changes(&self) -> Vec<Change<'_>> {
        let mut changes = Vec::new();
        let (mut before, mut after) = (self.files_before.iter(), self.files.iter());
        let (mut old, mut new) = (before.next(), after.next());
        loop {
            let order = match (old, new) {
                (None, None) => return changes,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.path.cmp(&new.path),
            };
            match (order, old, new) {
                (Ordering::Equal, Some(before), Some(after)) if before != after => {
                    changes.push(Change::Changed { before, after });
                }
                (Ordering::Less, Some(gone), _) => changes.push(Change::Removed(gone)),
                (Ordering::Greater, _, Some(made)) => changes.push(Change::Created(made)),
                _ => {}
            }
            if order != Ordering::Greater {
                old = before.next();
            }
            if order != Ordering::Less {
                new = after.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::FileKind;

    /// A regular file a letter: its path; what follows it is its content.
    fn files(texts: &[&str]) -> Vec<FileFact> {
        let fact = |text: &&str| FileFact {
            path: text[..1].into(),
            kind: FileKind::File,
            mode: 0o644,
            content: text[1..].into(),
        };
        texts.iter().map(fact).collect()
    }

    fn check(before: &[&str], after: &[&str], expected: &str) {
        let observation = Observation {
            files_before: files(before),
            files: files(after),
            ..Observation::default()
        };
        let said = observation.changes().into_iter().map(|change| {
            let (sign, fact) = match change {
                Change::Created(fact) => ('+', fact),
                Change::Changed { after, .. } => ('~', after),
                Change::Removed(fact) => ('-', fact),
            };
            format!("{sign}{}", fact.path.display())
        });
        assert_eq!(said.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn files_are_created_changed_and_removed() {
        check(&[], &[], "");
        check(&["a"], &["a"], "");
        check(&[], &["a", "b"], "+a +b");
        check(&["a", "b"], &[], "-a -b");
        check(&["a", "b1", "d"], &["b2", "c", "d"], "-a ~b +c");
    }

    #[test]
    fn another_mode_or_kind_is_a_change() {
        let mut observation = Observation {
            files_before: files(&["a"]),
            files: files(&["a"]),
            ..Observation::default()
        };
        observation.files[0].mode = 0o755;
        assert_eq!(observation.changes().len(), 1);
        observation.files[0] = FileFact {
            kind: FileKind::Directory,
            ..observation.files_before[0].clone()
        };
        assert_eq!(observation.changes().len(), 1);
    }
}
