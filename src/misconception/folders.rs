//! A file that is not where the shell is now, but in a folder that it came from.

use super::evidence::{Evidence, Ran};
use super::find::find_run;
use super::{Idea, Spot};
use crate::observation::FileKind;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "other-folder",
    "The files of the folder before are here too.",
    "A name without a folder is looked for in the folder where the shell is now. `pwd` prints which that is.",
)
.by(other_folder)];

/// Commands that need the file they are given.
const READERS: [&str; 16] = [
    ".", "awk", "cat", "chmod", "cp", "cut", "dash", "grep", "head", "mv", "rm", "sed", "sh",
    "sort", "tail", "wc",
];

/// `cat log` behind a `cd` that left the folder of log.
fn other_folder(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        let failed = ran.run.status().is_some_and(|status| !status.is_success());
        let reads = READERS.iter().any(|name| name.as_bytes() == ran.run.name());
        let said = operands(ran)
            .into_iter()
            .find_map(|name| elsewhere(evidence, &name));
        said.filter(|_| failed && reads)
            .map(|said| Spot::line(ran.run.span).saying(said))
    })
}

/// What may be names of files among the words of a command.
fn operands(ran: &Ran) -> Vec<String> {
    let words = ran.run.words().into_iter().skip(1);
    words.filter(|word| !word.starts_with('-')).collect()
}

/// What is said of the file `name`, which is not where the shell has gone and is in the folder above or before; nothing if it is
/// here or nowhere.
pub(super) fn elsewhere(evidence: &Evidence<'_>, name: &str) -> Option<String> {
    let file = name.strip_prefix("./").unwrap_or(name);
    let state = evidence.seen.state.as_ref()?;
    let now = state.directory.as_path();
    let mut variables = state.variables.iter();
    let before = variables.find(|variable| variable.name == b"OLDPWD")?;
    let before = Path::new(OsStr::from_bytes(before.value.as_deref()?));
    // Paths are told from the folder in which the session began.
    let first = evidence
        .earlier
        .first()
        .and_then(|line| line.state.as_ref());
    let begins = first.map_or(before, |state| state.directory.as_path());
    let is_in = |folder: &Path| {
        let folder = folder.strip_prefix(begins).ok();
        let path = folder.map(|folder| folder.join(file));
        let mut files = evidence.seen.files.iter();
        path.is_some_and(|path| files.any(|fact| fact.kind == FileKind::File && fact.path == path))
    };
    if file.is_empty() || file.contains('/') || is_in(now) {
        return None;
    }
    let back = match now.parent() {
        Some(above) if is_in(above) => "in the folder above, to which `cd ..` goes",
        _ if is_in(before) => "in the folder before, to which `cd -` goes back",
        _ => return None,
    };
    let folder = now.file_name().map_or("/".into(), OsStr::to_string_lossy);
    Some(format!(
        "There is no `{file}` in the folder where the shell is now, `{folder}`. There is one {back}."
    ))
}
