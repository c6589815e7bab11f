//! What `wait` is given that is no number of a process.

use super::evidence::Evidence;
use super::exits::is_variable;
use super::find::find_simple;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "wait-for-name",
    "`wait pid` waits for the job whose number is in pid.",
    "`wait` takes numbers. That of the job started last is `$!`, and a variable's value is `\"$pid\"`.",
)
.at(Level::Static)
.ranked(2)
.by(wait_for_name)];

/// `wait pid`, `wait '$!'` and `wait -n`
fn wait_for_name(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [only] = simple.arguments() else {
            return None;
        };
        let given = words::literal(only).filter(|_| simple.is(&["wait"]))?;
        // A `!` alone is told in words of its own.
        let other = given == "!" || given == "--" || given.starts_with('%');
        let failed = evidence
            .status_of(text, simple.command.span)
            .is_none_or(|status| !status.is_success());
        if other || given.is_empty() || words::is_integer(&given) || !failed || given.contains('`')
        {
            return None;
        }
        let (said, meant) = match given.as_str() {
            "$!" => (
                "Single quotes switch the `$` off, so `wait` is given two signs and no number.".to_owned(),
                "\"$!\"".to_owned(),
            ),
            "-n" => (
                "`-n` is an option of bash. To `sh`, `wait` takes the numbers of jobs, as `$!` is that of the one started last.".to_owned(),
                "\"$!\"".to_owned(),
            ),
            name if is_variable(evidence, text, name) => (
                format!("`wait` takes a number, and `{name}` is a word. The value of the variable is `\"${name}\"`."),
                format!("\"${name}\""),
            ),
            name => (
                format!("`wait` takes a number, and `{name}` is none. That of the job started last is `$!`."),
                "\"$!\"".to_owned(),
            ),
        };
        Some(
            Spot::of(index, only.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(only.span, &meant))
                .saying(said),
        )
    })
}
