//! Differences that are known and meant: in each `dash` and `bash` agree, and POSIX has it otherwise.

use super::arena::Run;
use super::program::Program;

/// A difference with its reason.
pub struct Explained {
    /// What differs.
    pub what: &'static str,
    /// The section that decides it.
    pub posix: &'static str,
    /// Whether it is this difference: of the program, `dash`'s run, `bash`'s and ours.
    pub applies: fn(&Program, [&Run; 3]) -> bool,
}

/// All that are known.
pub const EXPLAINED: &[Explained] = &[Explained {
    what: "an expansion error in a redirection of an external utility ends the shell, not the utility's process alone",
    posix: "XCU 2.8.1",
    applies: |program, [dash, _, ours]| {
        let end = ours.errors.rsplit(|byte| *byte == b'\n').nth(1);
        let expansion = end.is_some_and(|line| {
            let line = String::from_utf8_lossy(line);
            let told = ["arithmetic:", "bad substitution", "not set"];
            told.iter().any(|message| line.contains(message))
        });
        let redirected = program.text.contains("<<") || program.text.contains('>');
        let ended = ours.status == 2 && dash.output.starts_with(&ours.output);
        expansion && redirected && ended && !dash.errors.is_empty()
    },
}];

/// The difference that explains these runs, if there is one.
pub fn explanation(program: &Program, runs: [&Run; 3]) -> Option<&'static Explained> {
    EXPLAINED
        .iter()
        .find(|explained| (explained.applies)(program, runs))
}
