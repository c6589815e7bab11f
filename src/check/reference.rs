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
use std::thread;

/// How they are called.
const SHELLS: [(&str, &str); 2] = [("dash", "dash"), ("bash", "bash --posix")];

/// What runs a text as other shells would.
#[derive(Debug)]
pub struct References {
    own: Reference,
    others: Vec<Reference>,
    /// Links to the practice programs, without a `sh` of ours.
    programs: Scratch,
}

/// A shell, and where it runs: each somewhere of its own, so that nobody waits for three shells in which the same does not end.
#[derive(Debug)]
struct Reference {
    name: &'static str,
    command: &'static str,
    laboratory: Laboratory,
}

impl Reference {
    fn new((name, command): (&'static str, &'static str)) -> Reference {
        Reference {
            name,
            command,
            laboratory: Laboratory::default(),
        }
    }
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
        let installed = SHELLS
            .into_iter()
            .filter(|(name, _)| programs::is_there(name));
        Ok(References {
            own: Reference::new(("our own shell", "sh")),
            others: installed.map(Reference::new).collect(),
            programs,
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
        let path = self.path();
        let text = |command: &str| format!("{path}; {command} -c {}", quoted(&whole));
        let others = self.others.iter_mut();
        side_by_side(others, |shell| material(setup, "", text(shell.command)))
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
        let path = self.path();
        let proofs = |command: &str| -> String {
            let one =
                |text: &&str| format!("{command} -c {} >/dev/null 2>&1; echo $?\n", quoted(text));
            texts.iter().map(one).collect()
        };
        let own = self.own.name;
        let all = [&mut self.own].into_iter().chain(&mut self.others);
        let seen = side_by_side(all, |shell| {
            let path = if shell.name == own { ":" } else { &path };
            let lines = format!("{path}\n{}", proofs(shell.command));
            material(setup, &setup.run, lines)
        })?;
        let lines = |seen: &Observation| printed(seen).lines().map(str::to_owned).collect();
        let statuses = seen.iter().map(|(name, seen)| (*name, lines(seen)));
        Ok(statuses.collect())
    }

    fn path(&self) -> String {
        let programs = quoted(&self.programs.path().to_string_lossy());
        format!("PATH={programs}:{}", programs::INSTALLED)
    }
}

/// What each of the `shells` makes of its material, at the same time.
fn side_by_side<'s>(
    shells: impl Iterator<Item = &'s mut Reference>,
    material: impl Fn(&Reference) -> Material,
) -> Result<Vec<(&'static str, Observation)>, CheckError> {
    let begin = |shell: &'s mut Reference| (material(shell), shell);
    let begun: Vec<(Material, &mut Reference)> = shells.map(begin).collect();
    let seen = thread::scope(|scope| {
        let run = |(material, shell): (Material, &'s mut Reference)| {
            scope.spawn(move || Ok((shell.name, shell.laboratory.run(&material, None)?)))
        };
        let running: Vec<_> = begun.into_iter().map(run).collect();
        let joined = running.into_iter().map(|shell| shell.join());
        joined.collect::<Vec<_>>()
    });
    let seen = seen
        .into_iter()
        .map(|one| one.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
    seen.collect()
}

fn material(setup: &Setup, before: &str, text: String) -> Material {
    let files = setup.files.iter();
    Material {
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
    }
}

/// `text` as one word of a shell's.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
