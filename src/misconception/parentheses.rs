//! Parentheses that were to stand for what a command prints, and lack their `$`.

use super::Spot;
use super::broken::Broken;
use super::evidence::Evidence;
use super::words;
use super::{Idea, Level};
use crate::source::Span;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "parentheses-for-output",
    "`x=(cmd)` or `rm (cmd)` stands for what cmd prints.",
    "`( )` alone runs commands in a subshell. What they print is `$( )`, with the `$` right before the `(`.",
)
.at(Level::SyntaxError)
.ranked(2)
.by(without_dollar)];

/// `version=(cat VERSION)`, `version=$ (cat VERSION)` and `rm (cat list)`.
fn without_dollar(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    // Behind a name, `(` is read as the beginning of a function.
    let at = match (broken.found()?.text, broken.previous()?.text) {
        ("(", _) => broken.at,
        (_, "(") => broken.at - 1,
        _ => return None,
    };
    let open = broken.tokens[at];
    let before = broken.tokens[at.checked_sub(1)?];
    let runs = broken.tokens.get(at + 1)?;
    if before.operator {
        return None;
    }
    // The name of a file ends there, and a group was to follow.
    let sign = at.checked_sub(2).map(|at| broken.tokens[at].text);
    if sign.is_some_and(|sign| sign.starts_with(['<', '>'])) {
        return None;
    }
    // Without a command it may be a list, or text.
    if !words::is_known_command(runs.text) {
        return None;
    }
    let close = broken.tokens[at..].iter().find(|token| token.text == ")")?;
    let inner = Span::new(open.span.start, close.span.end);
    let inner = String::from_utf8_lossy(inner.of(broken.text.as_bytes())).into_owned();
    let apart = before.span.end < open.span.start;
    let (start, rule) = match before.text.strip_suffix('$') {
        Some(_) if apart => (
            before.span.end - 1,
            "no blank stands between the `$` and the `(`",
        ),
        None if !apart && before.text.ends_with('=') => {
            (open.span.start, "the `(` needs a `$` right before it")
        }
        None if apart && !broken.begins_command(at) => {
            (open.span.start, "the `(` needs a `$` right before it")
        }
        _ => return None,
    };
    let whole = Span::new(start, close.span.end);
    let meant = format!("${inner}");
    let plain = !inner.contains(['`', '\n']);
    plain.then(|| {
        broken
            .spot(whole)
            .instead(broken.with(whole, &meant))
            .saying(format!("What a command prints is `{meant}`: {rule}."))
    })
}
