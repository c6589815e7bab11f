//! Files that a step began with and that the learner's own lines have destroyed: who goes on trying meets a folder in which
//! nothing can come right, and is told so unasked.

use crate::lesson::Judge;
use crate::lesson::check::{Check, FileState};
use crate::observation::{FileFact, FileKind, Observation};
use std::path::Path;

/// A file that was destroyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lost {
    /// Its path.
    path: String,
    /// Whether it is there still, without what it held.
    emptied: bool,
    /// Whether the latest line did it.
    just_now: bool,
}

impl Lost {
    /// The first file with text in it that the step began with and that is gone or empty now, unless that is what `judge` wants
    /// of it. `seen` are the lines since then.
    pub(super) fn find(judge: &Judge, seen: &[Observation]) -> Option<Lost> {
        let (first, last) = (seen.first()?, seen.last()?);
        let lost = first.files_before.iter().filter(|fact| holds_text(fact));
        let mut lost = lost.filter(|fact| !is_to_go(judge, &fact.path));
        // What nobody may read holds what it held, as far as one knows.
        let is_whole = |fact: &FileFact| holds_text(fact) || fact.mode & 0o400 == 0;
        let gone = lost.find(|fact| !find(&last.files, &fact.path).is_some_and(is_whole))?;
        Some(Lost {
            path: gone.path.display().to_string(),
            emptied: find(&last.files, &gone.path).is_some(),
            just_now: find(&last.files_before, &gone.path).is_some_and(holds_text),
        })
    }

    /// Whether the latest line did it.
    pub(super) fn is_new(&self) -> bool {
        self.just_now
    }

    /// What is said of it, with the way back.
    pub(super) fn told(&self) -> String {
        let Lost { path, emptied, .. } = self;
        let state = if *emptied { "is empty" } else { "is gone" };
        match self.just_now {
            true => format!("{path} {state} now: :undo takes the line back."),
            false => format!("{path} {state} since an earlier line; :reset brings it back."),
        }
    }
}

fn find<'f>(files: &'f [FileFact], path: &Path) -> Option<&'f FileFact> {
    files.iter().find(|fact| fact.path == path)
}

fn holds_text(fact: &FileFact) -> bool {
    fact.kind == FileKind::File && !fact.content.is_empty()
}

/// Whether it is wanted that the file is not there.
fn is_to_go(judge: &Judge, path: &Path) -> bool {
    judge.checks.iter().any(|check| {
        matches!(check, Check::File(file) if file.state == FileState::Absent && Path::new(&file.path) == path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(path: &str, content: &str) -> FileFact {
        FileFact {
            path: path.into(),
            kind: FileKind::File,
            mode: 0o644,
            content: content.into(),
        }
    }

    fn line(before: &[FileFact], after: &[FileFact]) -> Observation {
        Observation {
            files_before: before.to_vec(),
            files: after.to_vec(),
            ..Observation::default()
        }
    }

    fn told(judge: &Judge, seen: &[Observation]) -> Option<String> {
        Lost::find(judge, seen).map(|lost| lost.told())
    }

    #[test]
    fn what_a_line_destroyed_is_told_by_it_and_by_those_after_it() {
        let (full, empty) = ([fact("names", "a\n")], [fact("names", "")]);
        let judge = Judge::default();
        let lines = [line(&full, &empty), line(&empty, &empty)];
        assert_eq!(
            told(&judge, &lines[..1]).as_deref(),
            Some("names is empty now: :undo takes the line back.")
        );
        assert_eq!(
            told(&judge, &lines).as_deref(),
            Some("names is empty since an earlier line; :reset brings it back.")
        );
        assert_eq!(told(&judge, &[line(&full, &full)]), None);
        assert_eq!(told(&judge, &[line(&empty, &[])]), None);
        let gone = told(&judge, &[line(&full, &[])]);
        assert_eq!(
            gone.as_deref(),
            Some("names is gone now: :undo takes the line back.")
        );
    }

    #[test]
    fn what_is_to_go_is_no_loss() {
        let check = toml::from_str("kind = 'file'\npath = 'names'\nstate = 'absent'");
        let judge = Judge {
            checks: vec![check.unwrap()],
            ..Judge::default()
        };
        assert_eq!(told(&judge, &[line(&[fact("names", "a\n")], &[])]), None);
    }
}
