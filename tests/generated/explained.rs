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
pub const EXPLAINED: &[Explained] = &[];

/// The difference that explains these runs, if there is one.
pub fn explanation(program: &Program, runs: [&Run; 3]) -> Option<&'static Explained> {
    EXPLAINED
        .iter()
        .find(|explained| (explained.applies)(program, runs))
}
