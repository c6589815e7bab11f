//! A throw-away session: a text runs as a script in a confined folder that is removed afterwards, by the rules of the language
//! or by a misreading of them.
//!
//! Start with [`Laboratory`]. What comes of it is an ordinary [`Observation`]; under a misreading its
//! [`line`](Observation::line) is the text as it was read, so that spans fit.

use crate::engine::rules::Rules;
use crate::misreading::Misreading;
use crate::observation::{Excess, Observation, ShellState};
use crate::session::experiment::Experiment;
use crate::session::host::own_executable;
use crate::session::{Limits, Network, Screen, Session, SessionError, Setup};
use crate::sys::scratch::{self, Scratch};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Bytes of output kept of each stream.
const OUTPUT: usize = 256 * 1024;

/// What runs, and what it finds.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// What runs first, in whole lines. Nothing that it prints is observed.
    pub before: String,
    /// The text.
    pub text: String,
    /// Files of the folder, by their paths in it.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// `$1` and so on.
    pub positional: Vec<Vec<u8>>,
    /// Variables and so on to begin with.
    pub state: Option<ShellState>,
    /// Whether it may speak to this machine over TCP.
    pub loopback: bool,
}

/// Why nothing could be run. A text that fails is no error.
#[derive(Debug, thiserror::Error)]
pub enum LaboratoryError {
    /// There is no folder for it.
    #[error("no folder could be made for it")]
    Folder(#[source] io::Error),
    /// Somebody interrupted it.
    #[error("it was interrupted")]
    Interrupted,
    /// The time for all that was to be run is up.
    #[error("it takes too long")]
    TooLong,
    /// The session could not start, or was lost.
    #[error("it could not be run")]
    Session(#[from] SessionError),
}

impl Material {
    /// A text alone.
    pub fn text(text: impl Into<String>) -> Material {
        Material {
            text: text.into(),
            ..Material::default()
        }
    }

    fn furnish(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)?;
        for (path, content) in &self.files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, content)?;
        }
        Ok(())
    }
}

/// Where texts are run, one after the other, each in a folder of its own.
#[derive(Debug)]
pub struct Laboratory {
    /// Where its sessions find this program.
    executable: PathBuf,
    /// How long a text may take.
    pub wall: Duration,
    /// When nothing more is to be run, if somebody waits for all of it.
    pub until: Option<Instant>,
    /// The session, once there is one: for texts that begin with the same state, and speak to the same.
    session: Option<Bench>,
}

/// A session, and what it is for.
#[derive(Debug)]
struct Bench {
    session: Session,
    scratch: Scratch,
    state: Option<ShellState>,
    loopback: bool,
    /// How many texts it has run.
    runs: u32,
}

/// How long a text may take, if nobody says otherwise.
const WALL: Duration = Duration::from_secs(10);

impl Default for Laboratory {
    fn default() -> Laboratory {
        Laboratory::of(&own_executable())
    }
}

impl Laboratory {
    /// One whose sessions are of `executable`: a binary whose `main` calls [`child::main`](crate::session::child::main).
    pub fn of(executable: &Path) -> Laboratory {
        Laboratory {
            executable: executable.to_owned(),
            wall: WALL,
            until: None,
            session: None,
        }
    }

    /// It, giving up after so long.
    pub fn within(self, time: Duration) -> Laboratory {
        Laboratory {
            until: Some(Instant::now() + time),
            ..self
        }
    }

    /// Another of the same kind, whose session runs beside this one's.
    pub fn another(&self) -> Laboratory {
        Laboratory {
            wall: self.wall,
            until: self.until,
            ..Laboratory::of(&self.executable)
        }
    }

    /// Runs `material` by the rules, or by a misreading of them.
    ///
    /// # Errors
    /// There is no folder to be had, or no shell can be started in it; it is interrupted, or there is no time left for it.
    pub fn run(
        &mut self,
        material: &Material,
        misreading: Option<Misreading>,
    ) -> Result<Observation, LaboratoryError> {
        let now = Instant::now();
        let left = self.until.map(|until| until.saturating_duration_since(now));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(LaboratoryError::TooLong);
        }
        let mut bench = match self.session.take() {
            Some(bench) if bench.state == material.state && bench.loopback == material.loopback => {
                bench
            }
            _ => self.open(material)?,
        };
        bench.runs += 1;
        let folder = bench
            .scratch
            .path()
            .join("work")
            .join(bench.runs.to_string());
        material.furnish(&folder).map_err(LaboratoryError::Folder)?;
        let (before, gap) = split_gap(&material.before);
        let text = format!("{gap}{}", material.text);
        let experiment = Experiment {
            folder: folder.clone(),
            positional: material.positional.clone(),
            before: before.into(),
            misreading,
        };
        let wall = left.map_or(self.wall, |left| left.min(self.wall));
        bench.session.set_wall(Some(wall));
        let observation = bench.session.run_script(&text, experiment)?;
        // What is left of it would only fill the folder.
        let _ = scratch::remove(&folder);
        if observation.stopped == Some(Excess::Interrupts) {
            return Err(LaboratoryError::Interrupted);
        }
        if observation.ended.is_none() && observation.stopped.is_none() {
            self.session = Some(bench);
        }
        Ok(Observation {
            line: as_read(&text, misreading),
            ..observation
        })
    }

    fn open(&self, material: &Material) -> Result<Bench, LaboratoryError> {
        let scratch = Scratch::new().map_err(LaboratoryError::Folder)?;
        let folder = scratch.path().join("work");
        fs::create_dir(&folder).map_err(LaboratoryError::Folder)?;
        let setup = Setup {
            folder,
            state: material.state.clone(),
            screen: Screen::Headless,
            limits: Limits {
                wall: Some(self.wall),
                output: OUTPUT,
            },
            network: match material.loopback {
                true => Network::Loopback,
                false => Network::None,
            },
        };
        Ok(Bench {
            session: Session::start_with(&self.executable, setup)?,
            scratch,
            state: material.state.clone(),
            loopback: material.loopback,
            runs: 0,
        })
    }
}

/// Splits what stands before a text in what runs and the lines behind it, empty ones and comments: somebody may believe that
/// those do something, so they must not be cut off from what follows.
fn split_gap(before: &str) -> (&str, &str) {
    let mut end = before.len();
    while let Some(newline) = before[..end].rfind('\n') {
        let line = before[newline..end].trim();
        if !line.is_empty() && !line.starts_with('#') {
            break;
        }
        end = newline;
    }
    before.split_at(end)
}

/// The text that somebody who has `misreading` takes `text` for.
pub fn as_read(text: &str, misreading: Option<Misreading>) -> String {
    let reads = misreading.and_then(|misreading| Rules::misread(misreading).reads);
    match reads {
        Some(reads) => String::from_utf8_lossy(&reads(text.as_bytes())).into_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_nothing_stays_with_what_follows() {
        let check = |before: &str, runs: &str, gap: &str| {
            assert_eq!(split_gap(before), (runs, gap), "{before:?}");
        };
        check("false\n# note\n", "false", "\n# note\n");
        check("false\n\n \n", "false", "\n\n \n");
        check("a\n# b\nc\n", "a\n# b\nc", "\n");
        check("false", "false", "");
        check("", "", "");
    }
}
