//! Other shells that are installed here, with the practice programs at hand. They run in a session like everything else, so that
//! a lesson being checked can do no harm either.

use super::CheckError;
use crate::diagnosis::printed;
use crate::judging::JudgingError;
use crate::laboratory::{Laboratory, Material};
use crate::lesson::Setup;
use crate::observation::Observation;
use crate::practice;
use crate::session::host::own_executable;
use crate::session::programs;
use crate::sys::scratch::Scratch;
use std::os::unix::fs::symlink;

/// How they are called.
const SHELLS: [(&str, &str); 2] = [("dash", "dash"), ("bash", "bash --posix")];

/// What runs a text as other shells would.
#[derive(Debug)]
pub struct References {
    shells: Vec<(&'static str, &'static str)>,
    /// Links to the practice programs, without a `sh` of ours.
    programs: Scratch,
    laboratory: Laboratory,
}

impl References {
    /// Those that are installed.
    ///
    /// # Errors
    /// There is no folder to be had.
    pub fn find() -> Result<References, CheckError> {
        let programs = Scratch::new().map_err(JudgingError::Scratch)?;
        let executable = own_executable();
        for name in practice::NAMES {
            symlink(&executable, programs.path().join(name)).map_err(JudgingError::Scratch)?;
        }
        Ok(References {
            shells: SHELLS
                .into_iter()
                .filter(|(name, _)| programs::is_there(name))
                .collect(),
            programs,
            laboratory: Laboratory::default(),
        })
    }

    /// What each of them makes of `text` in a fresh folder prepared as `setup` says.
    ///
    /// # Errors
    /// Nothing can be run here.
    pub fn run(
        &mut self,
        setup: &Setup,
        text: &str,
    ) -> Result<Vec<(&'static str, Observation)>, CheckError> {
        let whole = match setup.run.trim() {
            "" => text.to_owned(),
            run => format!("{{\n{run}\n}} >/dev/null 2>&1\n{text}"),
        };
        let mut seen = Vec::new();
        for (name, command) in self.shells.clone() {
            let line = format!("{}; {command} -c {}", self.path(), quoted(&whole));
            seen.push((name, self.run_own(setup, "", line)?));
        }
        Ok(seen)
    }

    /// The statuses that `texts` end with, one after the other in one folder, in our own shell and in each of them; only those
    /// before one that does not end in time.
    ///
    /// # Errors
    /// Nothing can be run here.
    pub fn statuses(
        &mut self,
        setup: &Setup,
        texts: &[&str],
    ) -> Result<Vec<(&'static str, Vec<String>)>, CheckError> {
        let mut all = Vec::new();
        let own = [("our own shell", "sh", ":".to_owned())];
        let path = self.path();
        let others = self
            .shells
            .iter()
            .map(|(name, command)| (*name, *command, path.clone()));
        let shells: Vec<_> = own.into_iter().chain(others).collect();
        for (name, command, path) in shells {
            let one =
                |text: &&str| format!("{command} -c {} >/dev/null 2>&1; echo $?\n", quoted(text));
            let lines: String = texts.iter().map(one).collect();
            let seen = self.run_own(setup, &setup.run, format!("{path}\n{lines}"))?;
            all.push((name, printed(&seen).lines().map(str::to_owned).collect()));
        }
        Ok(all)
    }

    fn path(&self) -> String {
        let programs = quoted(&self.programs.path().to_string_lossy());
        format!("PATH={programs}:{}", programs::INSTALLED)
    }

    fn run_own(
        &mut self,
        setup: &Setup,
        before: &str,
        text: String,
    ) -> Result<Observation, CheckError> {
        let files = setup.files.iter();
        let material = Material {
            before: match before.trim() {
                "" => String::new(),
                before => format!("{before}\n"),
            },
            text,
            files: files
                .map(|(path, content)| (path.into(), content.clone().into_bytes()))
                .collect(),
            loopback: setup.loopback,
            ..Material::default()
        };
        Ok(self.laboratory.run(&material, None)?)
    }
}

/// `text` as one word of a shell's.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
