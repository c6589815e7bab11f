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
pub const EXPLAINED: &[Explained] = &[
    AN_EXPANSION_ERROR_OUTSIDE,
    A_HERE_DOCUMENT_BEFORE_DO,
    LOCAL_OUTSIDE,
    NO_POSITIONAL_PARAMETERS,
];

/// `dash` takes it for words of any `for`; `bash` does where it reads the text of a substitution again.
const A_HERE_DOCUMENT_BEFORE_DO: Explained = Explained {
    what: "in a substitution too, a here-document's lines may stand between the words of a `for` and its `do`",
    posix: "XCU 2.7.4",
    applies: |program, [dash, bash, ours]| {
        let says = |run: &Run, message: &str| {
            let errors = String::from_utf8_lossy(&run.errors);
            errors.contains(message)
        };
        program.text.contains("<<")
            && says(dash, "(expecting \"do\")")
            && says(bash, "command substitution: ")
            && says(bash, "near unexpected token `do'")
            && !says(ours, "syntax error")
    },
};

/// The standard has no `local`; outside of functions it ends `dash`, and only fails in `bash` and here.
const LOCAL_OUTSIDE: Explained = Explained {
    what: "`local` outside of all functions only fails",
    posix: "XCU 2.9.1.4",
    applies: |_, runs| {
        runs.iter().all(|run| {
            let errors = String::from_utf8_lossy(&run.errors);
            errors.contains("local: ") && errors.contains(" in a function")
        })
    },
};

/// `dash` never takes `@` and `*` for unset; it may still end as `bash` does, for a reason of its own.
const NO_POSITIONAL_PARAMETERS: Explained = Explained {
    what: "`${@?}` and `${*?}` without positional parameters are errors",
    posix: "XCU 2.6.2",
    applies: |_, [dash, bash, ours]| {
        let says = |run: &Run| {
            let errors = String::from_utf8_lossy(&run.errors);
            errors.contains(": @: ") || errors.contains(": *: ")
        };
        !says(dash) && says(bash) && says(ours)
    },
};

const AN_EXPANSION_ERROR_OUTSIDE: Explained = Explained {
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
};

/// The difference that explains these runs, if there is one.
pub fn explanation(program: &Program, runs: [&Run; 3]) -> Option<&'static Explained> {
    EXPLAINED
        .iter()
        .find(|explained| (explained.applies)(program, runs))
}
