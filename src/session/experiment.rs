//! A text that runs as a script of its own within a session, by the rules of the language or by a misreading of them.
//!
//! It is a process like those of any line, so the session confines and bounds it, and hears what it does. What it prints goes to
//! files first: whatever it leaves running cannot print into what comes after it.

use super::private;
use crate::engine::exec::homecoming;
use crate::engine::exec::subshell;
use crate::engine::rules::Rules;
use crate::engine::shell::Shell;
use crate::engine::shell::job_control::Group;
use crate::engine::shell::options::ShellOption;
use crate::engine::{Flow, run_text};
use crate::misreading::Misreading;
use crate::observation::any_path;
use crate::source::Span;
use crate::sys::fd::{self, Fd};
use crate::sys::{file, process};
use crate::trace::{ExitStatus, ForkReason};
use nix::errno::Errno;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Write};
use std::ops::ControlFlow::{Break, Continue};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// How a text is run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Experiment {
    /// Its `HOME`, `TMPDIR` and working directory.
    #[serde(with = "any_path")]
    pub folder: PathBuf,
    /// `$1` and so on.
    pub positional: Vec<Vec<u8>>,
    /// What runs first, of whose output nothing is kept.
    pub before: Vec<u8>,
    /// The rule that is replaced; none for the truth.
    pub misreading: Option<Misreading>,
}

impl Experiment {
    /// Runs `text`, and hands what it prints on to `outputs`, standard output first. `$?` is then what it ended with.
    pub(super) fn run(&self, shell: &mut Shell, text: Vec<u8>, outputs: &[File]) -> Flow {
        let kept = match [keep(), keep()] {
            [Ok(stdout), Ok(stderr)] => [stdout, stderr],
            [Err(errno), _] | [_, Err(errno)] => {
                return Continue(subshell::not_started(shell, errno, Span::default()));
            }
        };
        let group = Group::Shell;
        let started = subshell::start(
            shell,
            Span::default(),
            ForkReason::Subshell,
            group,
            |shell| match self.prepare(shell, kept) {
                Ok(()) => {
                    self.run_before(shell, kept)?;
                    shell.tell_descriptors();
                    let flow = run_text(shell, text);
                    let left = match flow {
                        Break(divert) => divert.status(),
                        Continue(status) => Some(status),
                    };
                    shell.tell_status_left(left.unwrap_or(shell.status));
                    flow
                }
                Err(errno) => Continue(subshell::not_started(shell, errno, Span::default())),
            },
        );
        let status = match started {
            Ok(child) => {
                let how = subshell::wait(shell, child);
                shell.set_status(how.status(), Span::default())
            }
            Err(errno) => subshell::not_started(shell, errno, Span::default()),
        };
        for (kept, output) in kept.into_iter().zip(outputs) {
            // Nobody reads on if this fails.
            let _ = hand_on(kept, output);
            fd::close(kept);
        }
        Continue(status)
    }

    /// Runs what runs first, and forgets what it printed.
    fn run_before(&self, shell: &mut Shell, kept: [Fd; 2]) -> Flow {
        if self.before.is_empty() {
            return Continue(shell.status);
        }
        let flow = run_text(shell, self.before.as_slice());
        shell.output.flush_quietly();
        for fd in kept {
            // They are files of ours in memory, so this does not fail.
            let _ = fd::empty(fd);
        }
        flow
    }

    /// Makes this copy of the session's shell one that runs a script.
    fn prepare(&self, shell: &mut Shell, [stdout, stderr]: [Fd; 2]) -> Result<(), Errno> {
        fd::duplicate_onto(stdout, fd::STDOUT)?;
        fd::duplicate_onto(stderr, fd::STDERR)?;
        let folder = self.folder.as_os_str().as_bytes();
        file::change_directory(folder)?;
        shell.directory = folder.to_vec();
        for name in [&b"HOME"[..], b"TMPDIR", b"PWD"] {
            // A session that begins has no read-only variables.
            let _ = shell.variables.assign(name, folder);
            shell.variables.export(name);
        }
        // What ran in the session before has left its own.
        shell.status = ExitStatus::SUCCESS;
        shell.positional.clone_from(&self.positional);
        shell.process_id = process::pid();
        shell.frames.subshell = false;
        shell.options.set(ShellOption::Interactive, false);
        shell.rules = self.misreading.map_or(Rules::POSIX, Rules::misread);
        shell.visible = Some(stdout);
        homecoming::begin(shell);
        Ok(())
    }
}

/// A file for what is printed.
fn keep() -> Result<Fd, Errno> {
    let file = fd::memory_file(b"")?;
    let kept = fd::duplicate_private(file, private::first());
    fd::close(file);
    kept
}

/// Writes all that `kept` holds to `output`.
fn hand_on(kept: Fd, mut output: &File) -> io::Result<()> {
    fd::seek_to(kept, 0)?;
    let mut block = [0; 64 * 1024];
    loop {
        match fd::read(kept, &mut block)? {
            0 => return Ok(()),
            length => output.write_all(&block[..length])?,
        }
    }
}
