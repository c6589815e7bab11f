//! Checks of what the latest line left behind: files, and variables of the shell.

use super::{TextTest, Verdict};
use crate::lesson::visible::{Marks, visible_line};
use crate::observation::{FileFact, FileKind, Observation};
use serde::Deserialize;
use std::path::Path;

/// A path of the step's folder. Without any condition, it must exist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Relative to the folder.
    pub path: String,
    /// What it is called; without it, `file` and the path.
    #[serde(default)]
    pub what: Option<String>,
    /// What it must be.
    #[serde(default)]
    pub state: FileState,
    /// Its whole content; a final newline may be left out here.
    pub is: Option<String>,
    /// Occurs in its content.
    pub contains: Option<String>,
    /// Does not occur in its content.
    pub lacks: Option<String>,
    /// Whether it has no content.
    pub empty: Option<bool>,
    /// Whether its owner may execute it.
    pub executable: Option<bool>,
}

/// What must be at a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// Anything.
    #[default]
    Exists,
    /// Nothing.
    Absent,
    /// A regular file.
    File,
    /// A directory.
    Directory,
}

impl File {
    /// Judges the folder after the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let what = self.what.clone();
        let what = what.unwrap_or_else(|| format!("file {}", self.path));
        let Some(latest) = observations.last() else {
            return Verdict::nothing_ran(what, self.state.wanted());
        };
        let fact = latest
            .files
            .iter()
            .find(|fact| fact.path == Path::new(&self.path));
        if !self.state.accepts(fact) {
            return Verdict::new(false, what, self.state.wanted(), describe(fact));
        }
        match fact {
            Some(fact) => self.judge_fact(what, fact),
            None => Verdict::new(true, what, self.state.wanted(), describe(None)),
        }
    }

    fn judge_fact(&self, what: String, fact: &FileFact) -> Verdict {
        let executable = fact.mode & 0o100 != 0;
        if self.executable.is_some_and(|wanted| wanted != executable) {
            let words = |may| if may { "executable" } else { "not executable" };
            return Verdict::new(false, what, words(!executable), words(executable));
        }
        let test = TextTest {
            is: self.is.clone(),
            contains: self.contains.clone(),
            lacks: self.lacks.clone(),
            empty: self.empty,
        };
        match test == TextTest::default() {
            true => Verdict::new(true, what, self.state.wanted(), describe(Some(fact))),
            false => {
                let mut verdict = test.judge(&what, &fact.content);
                // What its owner may not read, nobody has looked into.
                if fact.mode & 0o400 == 0 && fact.content.is_empty() {
                    verdict.got = "may not be read".to_owned();
                }
                verdict
            }
        }
    }
}

impl FileState {
    fn accepts(self, fact: Option<&FileFact>) -> bool {
        let kind = fact.map(|fact| fact.kind);
        match self {
            FileState::Exists => kind.is_some(),
            FileState::Absent => kind.is_none(),
            FileState::File => kind == Some(FileKind::File),
            FileState::Directory => kind == Some(FileKind::Directory),
        }
    }

    fn wanted(self) -> &'static str {
        match self {
            FileState::Exists => "exists",
            FileState::Absent => "missing",
            FileState::File => "a file",
            FileState::Directory => "a directory",
        }
    }
}

fn describe(fact: Option<&FileFact>) -> &'static str {
    match fact.map(|fact| fact.kind) {
        None => "missing",
        Some(FileKind::File) => "a file",
        Some(FileKind::Directory) => "a directory",
        Some(FileKind::Link) => "a symbolic link",
        Some(FileKind::Other) => "a special file",
    }
}

/// No path but those of `than` has come into being since the step began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NothingElse {
    /// The paths that may be new.
    pub than: Vec<String>,
}

impl NothingElse {
    /// Compares the folder before the first line with that after the latest.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let before = observations
            .first()
            .map_or(&[][..], |first| &first.files_before);
        let after = observations.last().map_or(&[][..], |last| &last.files);
        let is_new = |fact: &&FileFact| before.iter().all(|old| old.path != fact.path);
        let allowed = |fact: &FileFact| self.than.iter().any(|path| fact.path == Path::new(path));
        let new = after.iter().filter(is_new).filter(|fact| !allowed(fact));
        let new: Vec<String> = new.map(|fact| fact.path.display().to_string()).collect();
        let got = if new.is_empty() {
            "(none)".to_owned()
        } else {
            new.join(", ")
        };
        Verdict::new(new.is_empty(), "other new files", "(none)", got)
    }
}

/// A variable of the shell after the latest line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; `None` means that it must not be set.
    pub is: Option<String>,
}

impl Variable {
    /// Judges the state after the latest line.
    pub fn judge(&self, observations: &[Observation]) -> Verdict {
        let state = observations.last().and_then(|latest| latest.state.as_ref());
        let variables = state.map_or(&[][..], |state| &state.variables);
        let found = variables
            .iter()
            .find(|variable| variable.name == self.name.as_bytes());
        let value = found.and_then(|variable| variable.value.as_deref());
        let wanted = self.is.as_deref().map(str::as_bytes);
        let show = |value: Option<&[u8]>| match value {
            None => "unset".to_owned(),
            Some(b"") => "(empty)".to_owned(),
            Some(value) => visible_line(value, Marks::Unicode),
        };
        let holds = state.is_some() && value == wanted;
        Verdict::new(
            holds,
            format!("variable {}", self.name),
            show(wanted),
            show(value),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Line, judge};
    use super::*;
    use crate::observation::{ShellState, VariableState};

    #[test]
    fn a_missing_file_is_named() {
        let verdict = judge("kind = 'file'\npath = 'alert'", Line::new("x").done());
        assert_eq!(
            verdict,
            Verdict::new(false, "file alert", "exists", "missing")
        );
    }

    #[test]
    fn kind_and_content_are_judged() {
        let line = || Line::new("x").file("out/", "").file("count", "2\n").done();
        assert!(judge("kind = 'file'\npath = 'out'\nstate = 'directory'", line()).holds);
        assert!(judge("kind = 'file'\npath = 'count'\nis = '2'", line()).holds);
        assert!(judge("kind = 'file'\npath = 'gone'\nstate = 'absent'", line()).holds);
        assert!(!judge("kind = 'file'\npath = 'count'\nexecutable = true", line()).holds);
        let verdict = judge("kind = 'file'\npath = 'count'\nstate = 'directory'", line());
        assert_eq!(verdict.got, "a file");
    }

    #[test]
    fn what_may_not_be_read_is_not_said_to_be_empty() {
        let mut line = Line::new("x").file("job", "").done();
        line.files[0].mode = 0o300;
        let verdict = judge("kind = 'file'\npath = 'job'\ncontains = 'done'", line);
        assert_eq!(
            (verdict.holds, verdict.got.as_str()),
            (false, "may not be read")
        );
    }

    #[test]
    fn new_files_are_found() {
        let mut line = Line::new("x")
            .file("config", "")
            .file("made", "")
            .file("out/", "")
            .done();
        line.files_before = line.files[..1].to_vec();
        let verdict = judge("kind = 'nothing-else-created'\nthan = ['out']", line);
        assert_eq!((verdict.holds, verdict.got.as_str()), (false, "made"));
    }

    #[test]
    fn variables_are_read_from_the_state() {
        let mut line = Line::new("x=5").done();
        let variable = VariableState {
            name: b"x".into(),
            value: Some(b"5".into()),
            exported: false,
            read_only: false,
        };
        line.state = Some(ShellState {
            variables: vec![variable],
            ..ShellState::default()
        });
        assert!(judge("kind = 'variable'\nname = 'x'\nis = '5'", line.clone()).holds);
        assert!(judge("kind = 'variable'\nname = 'y'", line.clone()).holds);
        assert_eq!(
            judge("kind = 'variable'\nname = 'x'\nis = ''", line).wanted,
            "(empty)"
        );
    }
}
