//! What a subshell environment brings back to its parent beside its status. In truth that is nothing (XCU 2.13); a misreading
//! may have it otherwise: see [`BringsBack`].
//!
//! The child leaves it in a file that the parent opened before the fork, and the parent takes it when it has waited.

use crate::engine::Flow;
use crate::engine::rules::BringsBack;
use crate::engine::shell::Shell;
use crate::observation::VariableState;
use crate::sys::fd::{self, Fd};
use crate::sys::file;
use crate::trace::{ExitStatus, Termination};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow::{Break, Continue};

/// Where things are left, in the parent and in the child.
#[derive(Default)]
pub struct Home {
    /// In a child: the file, and the variables and directory it began with.
    own: Option<(Fd, Vec<VariableState>, Vec<u8>)>,
    /// Of each child that has not been waited for: its id and its file.
    children: Vec<(i32, Fd)>,
    /// A child ended by `exit`, and this shell is to end as well.
    exits: Option<ExitStatus>,
}

/// What is left.
#[derive(Serialize, Deserialize)]
struct Left {
    status: ExitStatus,
    exited: bool,
    /// Those that are not as they were.
    changed: Vec<VariableState>,
    /// The working directory, if it is another.
    directory: Option<Vec<u8>>,
}

/// In a shell that begins: what is to come back from programs as well must be handed to them.
pub fn begin(shell: &mut Shell) {
    shell.variables.export_all |= shell.rules.brings_back == Some(BringsBack::State);
}

/// A file for a child that is about to be forked, if anything comes back from it.
pub fn prepare(shell: &Shell) -> Option<Fd> {
    shell.rules.brings_back?;
    let file = fd::memory_file(b"").ok()?;
    fd::move_internal(file).ok()
}

/// In the parent: notes that `child` has the file.
pub fn expect(shell: &mut Shell, child: i32, file: Option<Fd>) {
    if let Some(file) = file {
        shell.home.children.push((child, file));
    }
}

/// In the child: from now on what it does is compared with how it is now.
pub fn set_out(shell: &mut Shell, file: Option<Fd>) {
    shell.home = Home {
        own: file.map(|file| (file, shell.variables.states(), shell.directory.clone())),
        ..Home::default()
    };
}

/// The descriptor of the file, in a child.
pub fn descriptor(home: &Home) -> Option<Fd> {
    home.own.as_ref().map(|(file, ..)| *file)
}

/// In a shell called by its name within the child: it left by itself.
pub fn begin_anew(shell: &mut Shell, outer: Home) {
    let own = outer.own;
    shell.home.own =
        own.map(|(file, ..)| (file, shell.variables.states(), shell.directory.clone()));
    begin(shell);
}

/// In the child, as its last act: leaves what is to come back. `exited` says that `exit` ended it.
pub fn leave(shell: &mut Shell, status: ExitStatus, exited: bool) {
    let Some((file, before, directory)) = shell.home.own.take() else {
        return;
    };
    let mut changed = shell.variables.states();
    changed.retain(|variable| !before.contains(variable));
    let left = Left {
        status,
        exited,
        changed,
        directory: (shell.directory != directory).then(|| shell.directory.clone()),
    };
    if let Ok(text) = postcard::to_stdvec(&left) {
        // What does not fit into memory does not come back.
        let _ = fd::write_all(file, &text);
    }
}

/// In the parent, when `child` has ended so: takes what it left. Returns how it is to count as having ended.
pub fn receive(shell: &mut Shell, child: i32, how: Termination) -> Termination {
    let known = shell
        .home
        .children
        .iter()
        .position(|(pid, _)| *pid == child);
    let Some(file) = known.map(|at| shell.home.children.remove(at).1) else {
        return how;
    };
    let left = read(file);
    fd::close(file);
    let (Some(left), Termination::Exited(_)) = (left, how) else {
        return how;
    };
    match shell.rules.brings_back {
        Some(BringsBack::Status) => return Termination::Exited(left.status),
        Some(BringsBack::Exit) if left.exited => shell.home.exits = Some(left.status),
        Some(BringsBack::State) => move_in(shell, left),
        Some(BringsBack::Exit) | None => {}
    }
    how
}

/// Ends this shell, if a child of it was to.
pub fn follow(shell: &mut Shell) -> Flow {
    match shell.home.exits.take() {
        Some(status) => Break(crate::engine::Divert::Exit(status)),
        None => Continue(shell.status),
    }
}

fn read(file: Fd) -> Option<Left> {
    fd::seek_to(file, 0).ok()?;
    let mut text = vec![0; fd::size(file)];
    let length = fd::read(file, &mut text).ok()?;
    postcard::from_bytes(&text[..length]).ok()
}

fn move_in(shell: &mut Shell, left: Left) {
    for variable in left.changed {
        if let Some(value) = variable.value {
            // One that is read-only here stays as it is.
            let _ = shell.variables.assign(&variable.name, value);
        }
    }
    if let Some(directory) = left.directory
        && file::change_directory(&directory).is_ok()
    {
        shell.directory = directory;
    }
}
