//! Where two shells agree on what a program does, and whether the third does the same.

use super::arena::{Files, Run};
use nix::libc;

/// In what the shell under test differs from both others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It had to be killed, or it panicked.
    Broken(&'static str),
    /// The standard output, as far as the others agree.
    Output,
    /// The exit status.
    Status,
    /// A file: it is there or not, its mode, its contents.
    File(String),
    /// Whether there is anything on standard error.
    Errors,
}

/// How far the two shells agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// On everything.
    Whole,
    /// On something.
    Partial,
}

/// How far `dash` and `bash` agree.
pub fn agreement(dash: &Run, bash: &Run) -> Agreement {
    let whole =
        dash.output == bash.output && dash.status == bash.status && dash.files == bash.files;
    if whole {
        Agreement::Whole
    } else {
        Agreement::Partial
    }
}

/// Whether two runs differ in anything that is compared.
pub fn differ(one: &Run, other: &Run) -> bool {
    one.output != other.output
        || one.status != other.status
        || one.files != other.files
        || one.timed_out != other.timed_out
        || one.errors.is_empty() != other.errors.is_empty()
        || contains(&other.errors, b"panicked at")
}

/// The first thing in which `ours` differs where `dash` and `bash` agree.
///
/// Where their outputs part, the lines before must still be ours; all that comes later is a consequence.
pub fn difference(dash: &Run, bash: &Run, ours: &Run) -> Option<Difference> {
    if contains(&ours.errors, b"panicked at") {
        return Some(Difference::Broken("panicked"));
    }
    // Who crashes agrees with nobody: `dash` does at `test -a -a`.
    if dash.timed_out || bash.timed_out || crashed(dash) || crashed(bash) {
        return None;
    }
    if ours.timed_out {
        return Some(Difference::Broken("timed out"));
    }
    if dash.output != bash.output {
        let same = common_lines(&dash.output, &bash.output);
        return (!ours.output.starts_with(same)).then_some(Difference::Output);
    }
    if ours.output != dash.output {
        return Some(Difference::Output);
    }
    if dash.status == bash.status && ours.status != dash.status {
        return Some(Difference::Status);
    }
    if let Some(name) = differing_file(&dash.files, &bash.files, &ours.files) {
        return Some(Difference::File(name));
    }
    let silent = |run: &Run| run.errors.is_empty();
    let differ = silent(dash) == silent(bash) && silent(ours) != silent(dash);
    differ.then_some(Difference::Errors)
}

fn crashed(run: &Run) -> bool {
    [libc::SIGSEGV, libc::SIGABRT, libc::SIGBUS].contains(&(run.status - 128))
}

fn differing_file(dash: &Files, bash: &Files, ours: &Files) -> Option<String> {
    let mut names = dash.keys().chain(bash.keys()).chain(ours.keys());
    let differs = |name: &&String| {
        let [dash, bash, ours] = [dash, bash, ours].map(|files| files.get(*name));
        dash == bash && ours != dash
    };
    names.find(differs).cloned()
}

/// The whole lines that both begin with.
fn common_lines<'a>(one: &'a [u8], other: &[u8]) -> &'a [u8] {
    let same = one
        .iter()
        .zip(other)
        .take_while(|(one, other)| one == other)
        .count();
    let end = one[..same].iter().rposition(|byte| *byte == b'\n');
    &one[..end.map_or(0, |newline| newline + 1)]
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
