//! A shell execution environment (XCU 2.13) as data: what a new shell needs to go on where another one stopped.
//!
//! It is kept in files, so a field that is added has a default, and what an older version wrote can still be read.

use super::any_path;
use crate::trace::ExitStatus;
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// What of a shell execution environment can be given to another shell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShellState {
    /// Sorted by name.
    pub variables: Vec<VariableState>,
    /// The working directory as `pwd` tells it.
    #[serde(with = "any_path")]
    pub directory: PathBuf,
    /// The long names of the options of `set` that are on.
    pub options: Vec<String>,
    /// The positional parameters.
    pub positional: Vec<Vec<u8>>,
    /// Function definitions as source text that can be run again where there is no alias.
    pub functions: Vec<Vec<u8>>,
    /// `$?`.
    pub status: ExitStatus,
    /// The file mode creation mask.
    pub umask: u32,
    /// Sorted by name.
    pub aliases: Vec<AliasState>,
    /// The conditions that are not at their default, sorted.
    pub traps: Vec<TrapState>,
    /// Where `getopts` stopped: the value of `OPTIND` it left, and how many letters of that argument it has taken.
    pub getopts: (usize, usize),
    /// `$!`.
    pub last_background: Option<i32>,
    /// The limits that are not those the shell began with.
    pub limits: Vec<LimitState>,
    /// The descriptors that are not those the shell began with, sorted by number.
    pub descriptors: Vec<DescriptorState>,
    /// The folder of programs that `PATH` holds.
    #[serde(with = "any_path")]
    pub programs: PathBuf,
}

/// One variable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VariableState {
    /// Its name.
    pub name: Vec<u8>,
    /// Its value; `None` if it only has attributes.
    pub value: Option<Vec<u8>>,
    /// Whether programs receive it.
    pub exported: bool,
    /// Whether it may not change.
    pub read_only: bool,
}

/// One alias.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AliasState {
    /// What is replaced.
    pub name: Vec<u8>,
    /// By this.
    pub value: Vec<u8>,
}

/// What is done on one condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrapState {
    /// The number of the signal; 0 is the end of the shell.
    pub condition: i32,
    /// The commands; `None` if it is ignored.
    pub commands: Option<Vec<u8>>,
}

/// Both limits of a resource, in bytes, seconds or pieces; the largest number is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitState {
    /// The option of `ulimit` that names it.
    pub resource: char,
    /// The limit in force.
    pub soft: u64,
    /// What it may be raised to.
    pub hard: u64,
}

/// One descriptor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DescriptorState {
    /// Its number.
    pub number: i32,
    /// What it refers to.
    pub target: Target,
}

/// What a descriptor refers to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// Nothing, or something that has no name and so cannot be had again: a pipe, a file that was removed.
    Closed,
    /// What one of the descriptors 0 to 2 referred to when the shell began.
    Standard(i32),
    /// The same open file as a descriptor with a lower number.
    Same(i32),
    /// A file.
    File {
        /// Its absolute path.
        path: Vec<u8>,
        /// How it was opened, as in open(2).
        flags: i32,
        /// Where reading or writing goes on, in bytes.
        offset: u64,
    },
}

/// `inner` in `folder`, without a slash behind the folder itself.
fn join(folder: &Path, inner: &Path) -> PathBuf {
    match inner.as_os_str().is_empty() {
        true => folder.to_path_buf(),
        false => folder.join(inner),
    }
}

impl ShellState {
    /// The same where the folder `from` is now called `to`: the working directory, the variables that name it, and open files.
    pub fn moved(mut self, from: &Path, to: &Path) -> ShellState {
        let moved = |path: &Path| path.strip_prefix(from).ok().map(|inner| join(to, inner));
        let bytes = |value: &[u8]| {
            let path = moved(Path::new(OsStr::from_bytes(value)))?;
            Some(path.into_os_string().into_vec())
        };
        if let Some(directory) = moved(&self.directory) {
            self.directory = directory;
        }
        for variable in &mut self.variables {
            let names_a_directory = matches!(
                variable.name.as_slice(),
                b"PWD" | b"OLDPWD" | b"HOME" | b"TMPDIR"
            );
            if let Some(value) = variable.value.as_mut().filter(|_| names_a_directory)
                && let Some(moved) = bytes(value)
            {
                *value = moved;
            }
        }
        for descriptor in &mut self.descriptors {
            if let Target::File { path, .. } = &mut descriptor.target
                && let Some(moved) = bytes(path)
            {
                *path = moved;
            }
        }
        self
    }

    /// What of it a new shell gets after this one has ended: what a learner knows a shell by. What could end the new one at once
    /// for the reason the last one ended, and what belonged to its process alone, ends with it.
    pub fn after_its_end(self, status: ExitStatus) -> ShellState {
        let lasts = |name: &String| !matches!(name.as_str(), "errexit" | "noexec");
        ShellState {
            options: self.options.into_iter().filter(lasts).collect(),
            status,
            traps: Vec::new(),
            last_background: None,
            limits: Vec::new(),
            descriptors: Vec::new(),
            ..self
        }
    }

    /// Whether a learner would take both for the same shell, whatever `$?` and `$!` are.
    pub fn is_like(&self, other: &ShellState) -> bool {
        let plain = |state: &ShellState| ShellState {
            variables: state
                .variables
                .iter()
                .filter(|variable| variable.name != b"PPID")
                .cloned()
                .collect(),
            status: ExitStatus::SUCCESS,
            last_background: None,
            ..state.clone()
        };
        plain(self).with_programs(&other.programs) == plain(other)
    }

    /// The same where the folder of programs is `programs`: it stands in `PATH` wherever the old one stood.
    pub fn with_programs(mut self, programs: &Path) -> ShellState {
        let old = self.programs.as_os_str().as_encoded_bytes();
        let new = programs.as_os_str().as_encoded_bytes();
        let path = self.variables.iter_mut().find(|path| path.name == b"PATH");
        if let Some(value) = path.and_then(|path| path.value.as_mut())
            && !old.is_empty()
        {
            let folders = value.split(|byte| *byte == b':');
            let folders = folders.map(|folder| if folder == old { new } else { folder });
            *value = folders.collect::<Vec<_>>().join(&b':');
        }
        self.programs = programs.to_owned();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_path(value: &str) -> ShellState {
        ShellState {
            variables: vec![VariableState {
                name: b"PATH".to_vec(),
                value: Some(value.into()),
                exported: true,
                read_only: false,
            }],
            programs: "/tmp/old".into(),
            ..ShellState::default()
        }
    }

    #[test]
    fn a_state_moves_with_its_folder() {
        let variable = |name: &str, value: &str| VariableState {
            name: name.into(),
            value: Some(value.into()),
            exported: false,
            read_only: false,
        };
        let file = |path: &str| DescriptorState {
            number: 3,
            target: Target::File {
                path: path.into(),
                flags: 0,
                offset: 0,
            },
        };
        let state = |folder: &str| ShellState {
            directory: format!("{folder}/sub").into(),
            variables: vec![
                variable("PWD", &format!("{folder}/sub")),
                variable("OLDPWD", folder),
                variable("x", "/a/step/sub"),
            ],
            descriptors: vec![file(&format!("{folder}/log")), file("/a/stepped")],
            ..ShellState::default()
        };
        let moved = state("/a/step").moved(Path::new("/a/step"), Path::new("/b/one"));
        assert_eq!(moved, state("/b/one"));
        let inner = state("/a/step").moved(Path::new("/a/step"), Path::new("work"));
        assert_eq!(inner, state("work"));
    }

    #[test]
    fn the_path_holds_the_programs_of_the_session_where_it_did() {
        let check = |before: &str, expected: &str| {
            let after = with_path(before).with_programs(Path::new("/tmp/new"));
            assert_eq!(
                after.variables[0].value.as_deref(),
                Some(expected.as_bytes())
            );
        };
        check("/tmp/old:/bin", "/tmp/new:/bin");
        check("/tmp/old", "/tmp/new");
        check("/tmp/older:/bin", "/tmp/older:/bin");
        check("/bin:/tmp/old:/x", "/bin:/tmp/new:/x");
        check("", "");
    }

    #[test]
    fn what_an_older_version_wrote_is_read() {
        let old = r#"{"variables":[],"directory":"/x","options":["pipefail"],"positional":[[97]],
            "functions":[],"status":3,"umask":18}"#;
        let state: ShellState = serde_json::from_str(old).unwrap();
        let expected = ShellState {
            directory: "/x".into(),
            options: vec!["pipefail".into()],
            positional: vec![b"a".to_vec()],
            status: ExitStatus(3),
            umask: 0o022,
            ..ShellState::default()
        };
        assert_eq!(state, expected);
    }
}
