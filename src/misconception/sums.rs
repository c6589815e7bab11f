//! Sums that the shell takes for commands.

use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::find::find_simple;
use super::tree::{Role, Simple};
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "sum-as-command",
    "`n++` and `n=$(n+1)` add one to n.",
    "Both run a command of that name. A sum is written `n=$((n + 1))`.",
)
.at(Level::Static)
.ranked(3)
.by(sum_as_command)];

/// The variable that is all of `text`, where `is_number` says that it may stand for a number: `(( n ))` asks whether it is 0.
pub(super) fn number_alone(text: &str, is_number: impl Fn(&str) -> bool) -> Option<String> {
    let name = text.trim();
    let is_it = words::is_name(name) && !words::is_known_command(name) && is_number(name);
    is_it.then(|| name.to_owned())
}

/// `n++`, `n+=1` and `n=$(n+1)`, where n is a variable and there is no such command.
fn sum_as_command(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let (first, last) = (simple.command.words.first()?, simple.command.words.last()?);
        let written = text.at(first.span.to(last.span));
        let sum = Sum::of(&written)?;
        let ran = evidence.runs_at(text, simple.command.span).last();
        let missing = ran.is_some_and(|ran| ran.run.how == Some(How::NotFound));
        // `(( ))` is told in words of its own.
        let in_parentheses = text.tree.list_of(simple.index).role == Role::Subshell;
        if !missing || in_parentheses || !is_variable(evidence, text, sum.name) {
            return None;
        }
        let Sum {
            name, sign, other, ..
        } = sum;
        let meant = format!("$(({name} {sign} {other}))");
        let place = substitution(text, &simple);
        let (place, meant) = match (place, sum.is_change) {
            (Some(place), false) => (place, meant),
            (None, true) => (first.span.to(last.span), format!("{name}={meant}")),
            _ => return None,
        };
        Some(
            Spot::of(index, place)
                .at(Level::Certain)
                .instead(text.with(place, &meant))
                .saying(format!(
                    "`{written}` is no sum to the shell, but the name of a command, and none was found (127). A sum is written `{meant}`."
                )),
        )
    })
}

/// The whole `$( )` round a command, if it stands alone in one.
fn substitution(text: &Text<'_>, simple: &Simple<'_, '_>) -> Option<Span> {
    if text.tree.list_of(simple.index).role != Role::Substitution {
        return None;
    }
    let source = String::from_utf8_lossy(text.bytes);
    let (start, end) = (
        simple.command.span.start as usize,
        simple.command.span.end as usize,
    );
    let before = source.get(..start)?.trim_end().strip_suffix("$(")?;
    let behind = source.get(end..)?;
    let blanks = behind.len() - behind.trim_start().len();
    behind
        .trim_start()
        .starts_with(')')
        .then(|| Span::new(before.len() as u32, (end + blanks + 1) as u32))
}

/// What looks like a sum.
struct Sum<'t> {
    name: &'t str,
    sign: char,
    other: &'t str,
    /// Whether it is to change the variable as well.
    is_change: bool,
}

impl<'t> Sum<'t> {
    fn of(written: &'t str) -> Option<Sum<'t>> {
        let at = written.find(['+', '-'])?;
        let (name, rest) = (written[..at].trim(), &written[at..]);
        let name = name.trim_start_matches('$');
        let sign = rest.chars().next()?;
        let (other, is_change) = match &rest[1..] {
            "+" if sign == '+' => ("1", true),
            "-" if sign == '-' => ("1", true),
            rest => match rest.strip_prefix('=') {
                Some(other) => (other.trim(), true),
                None => (rest.trim(), false),
            },
        };
        let counts = !other.is_empty() && other.bytes().all(|byte| byte.is_ascii_digit());
        (words::is_name(name) && counts).then_some(Sum {
            name,
            sign,
            other,
            is_change,
        })
    }
}
