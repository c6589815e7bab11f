//! Variables and their attributes (XCU 2.5.3), and the environment made of the exported ones.

use super::separators::Separators;
use crate::character::Characters;
use crate::observation::VariableState;
use crate::sys::process::Environment;
use rustc_hash::FxHashMap;
use std::ffi::CString;
use std::os::unix::ffi::OsStringExt;
use std::rc::Rc;

/// One variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    /// `None` for one that only has attributes.
    pub value: Option<Vec<u8>>,
    /// Whether programs receive it.
    pub exported: bool,
    /// Whether it may change.
    pub read_only: bool,
}

/// An assignment to, or the unsetting of, a read-only variable.
#[derive(Debug, thiserror::Error)]
#[error("{}: is read only", String::from_utf8_lossy(.0))]
pub struct ReadOnly(pub Vec<u8>);

/// The variable whose value is the line of the command that is running, until it is given another or unset (XCU 2.5.3).
pub const LINE: &[u8] = b"LINENO";

/// All variables of a shell.
#[derive(Default)]
pub struct Variables {
    named: FxHashMap<Vec<u8>, Variable>,
    /// Whether every assignment exports (`set -a`).
    pub export_all: bool,
    environment: Option<Rc<Environment>>,
    /// What this process's environment holds that is no variable: programs receive it as it is.
    foreign: Vec<CString>,
    separators: Separators,
    characters: Characters,
    /// How often `PATH` was given a value or lost it.
    path_assignments: u32,
}

/// Where utilities are looked for in a shell that was told of no `PATH`.
const DEFAULT_PATH: &[u8] = b"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

impl Variables {
    /// From this process's environment; what has no valid name is not a variable, and handed on. `IFS` is never taken over
    /// (XCU 2.5.3).
    pub fn from_environment() -> Variables {
        let own = std::env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec()));
        Variables::from_pairs(own)
    }

    /// As [`Variables::from_environment`], of an environment that this process would have had.
    pub fn from_other(environment: &Environment) -> Variables {
        let pairs = environment.strings().iter().filter_map(|text| {
            let text = text.to_bytes();
            let equals = text.iter().position(|byte| *byte == b'=')?;
            Some((text[..equals].to_vec(), text[equals + 1..].to_vec()))
        });
        Variables::from_pairs(pairs)
    }

    fn from_pairs(environment: impl Iterator<Item = (Vec<u8>, Vec<u8>)>) -> Variables {
        let mut variables = Variables::default();
        for (name, value) in environment {
            if is_name(&name) {
                let variable = Variable {
                    value: Some(value),
                    exported: true,
                    read_only: false,
                };
                variables.named.insert(name, variable);
            } else if let Ok(text) = CString::new([&name, b"=".as_slice(), &value].concat()) {
                variables.foreign.push(text);
            }
        }
        variables.named.insert(LINE.to_vec(), Variable::default());
        let parent = nix::unistd::getppid().to_string().into_bytes();
        variables.named.entry(b"PPID".to_vec()).or_default().value = Some(parent);
        variables.named.remove(b"IFS".as_slice());
        let defaults: [(&[u8], &[u8]); 5] = [
            (b"PATH", DEFAULT_PATH),
            (b"IFS", b" \t\n"),
            (b"PS1", b"$ "),
            (b"PS2", b"> "),
            (b"PS4", b"+ "),
        ];
        for (name, value) in defaults {
            variables
                .named
                .entry(name.to_vec())
                .or_default()
                .value
                .get_or_insert_with(|| value.to_vec());
        }
        variables.named.entry(b"OPTIND".to_vec()).or_default().value = Some(b"1".to_vec());
        variables.note_locale();
        variables
    }

    /// The value of `name`, if it has one.
    pub fn get(&self, name: &[u8]) -> Option<&[u8]> {
        self.named.get(name)?.value.as_deref()
    }

    /// What field splitting splits at.
    pub fn separators(&self) -> &Separators {
        &self.separators
    }

    /// What is a character in the locale that the variables name (XCU 2.5.3).
    pub fn characters(&self) -> Characters {
        self.characters
    }

    /// The variable `name`.
    pub fn variable(&self, name: &[u8]) -> Option<&Variable> {
        self.named.get(name)
    }

    /// Gives `name` a value.
    ///
    /// # Errors
    /// If it is read-only.
    pub fn assign(&mut self, name: &[u8], value: impl AsRef<[u8]>) -> Result<(), ReadOnly> {
        let value = value.as_ref();
        let export_all = self.export_all;
        let Some(variable) = self.named.get_mut(name) else {
            let variable = Variable {
                value: Some(value.to_vec()),
                exported: export_all,
                read_only: false,
            };
            self.named.insert(name.to_vec(), variable);
            self.note_change(name, export_all);
            return Ok(());
        };
        if variable.read_only {
            return Err(ReadOnly(name.to_vec()));
        }
        variable.exported |= export_all;
        let exported = variable.exported;
        // What memory there is serves the new value too.
        let own = variable.value.get_or_insert_default();
        own.clear();
        own.extend_from_slice(value);
        self.note_change(name, exported);
        Ok(())
    }

    /// What follows from a change of the variable `name`, which programs did or do receive if it is `exported`.
    fn note_change(&mut self, name: &[u8], exported: bool) {
        if exported {
            self.environment = None;
        }
        match name {
            b"IFS" => self.separators = Separators::new(self.get(name), self.characters),
            b"LC_ALL" | b"LC_CTYPE" | b"LANG" => self.note_locale(),
            b"PATH" => self.path_assignments = self.path_assignments.wrapping_add(1),
            _ => {}
        }
    }

    /// The locale's characters are those that its variables say now.
    fn note_locale(&mut self) {
        let characters = Characters::of_locale(|name| self.get(name.as_bytes()));
        if characters != self.characters {
            self.characters = characters;
            self.separators = Separators::new(self.get(b"IFS"), characters);
        }
    }

    /// How often `PATH` has been given a value or lost it: remembered locations of utilities are good until it is again.
    pub fn path_assignments(&self) -> u32 {
        self.path_assignments
    }

    /// Marks `name` for export.
    pub fn export(&mut self, name: &[u8]) {
        self.named.entry(name.to_vec()).or_default().exported = true;
        self.environment = None;
    }

    /// Marks `name` as read-only.
    pub fn make_read_only(&mut self, name: &[u8]) {
        self.named.entry(name.to_vec()).or_default().read_only = true;
    }

    /// Forgets `name`.
    ///
    /// # Errors
    /// If it is read-only.
    pub fn unset(&mut self, name: &[u8]) -> Result<(), ReadOnly> {
        if self
            .named
            .get(name)
            .is_some_and(|variable| variable.read_only)
        {
            return Err(ReadOnly(name.to_vec()));
        }
        let removed = self.named.remove(name);
        self.note_change(name, removed.is_some_and(|variable| variable.exported));
        Ok(())
    }

    /// Puts `name` back to what it was: see [`Variables::variable`].
    pub fn put_back(&mut self, name: &[u8], old: Option<Variable>) {
        match old {
            Some(variable) => self.named.insert(name.to_vec(), variable),
            None => self.named.remove(name),
        };
        self.note_change(name, true);
    }

    /// Sets a variable with all its attributes, read-only or not.
    pub fn restore(
        &mut self,
        name: &[u8],
        value: Option<Vec<u8>>,
        exported: bool,
        read_only: bool,
    ) {
        self.put_back(
            name,
            Some(Variable {
                value,
                exported,
                read_only,
            }),
        );
    }

    /// Names of the variables that satisfy `wanted`, sorted.
    pub fn names(&self, wanted: impl Fn(&Variable) -> bool) -> Vec<Vec<u8>> {
        let mut names: Vec<_> = self
            .named
            .iter()
            .filter(|(_, variable)| wanted(variable))
            .map(|(name, _)| name.clone())
            .collect();
        names.sort();
        names
    }

    /// Everything, sorted by name.
    pub fn states(&self) -> Vec<VariableState> {
        let state = |name: Vec<u8>| {
            let variable = self.named.get(&name).cloned().unwrap_or_default();
            let Variable {
                value,
                exported,
                read_only,
            } = variable;
            VariableState {
                name,
                value,
                exported,
                read_only,
            }
        };
        self.names(|_| true).into_iter().map(state).collect()
    }

    /// What programs receive; built anew only after a change.
    pub fn environment(&mut self) -> Rc<Environment> {
        if let Some(environment) = &self.environment {
            return Rc::clone(environment);
        }
        let exported = self.names(|variable| variable.exported && variable.value.is_some());
        let strings = exported.into_iter().filter_map(|name| {
            let value = self.named.get(&name)?.value.as_deref()?;
            CString::new([name.as_slice(), b"=", value].concat()).ok()
        });
        let strings = self.foreign.iter().cloned().chain(strings);
        let environment = Rc::new(Environment::new(strings.collect()));
        self.environment = Some(Rc::clone(&environment));
        environment
    }
}

/// Whether `text` is a name (XBD 3.216).
pub fn is_name(text: &[u8]) -> bool {
    let begins = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    text.first().is_some_and(begins)
        && text
            .iter()
            .all(|byte| begins(byte) || byte.is_ascii_digit())
}
