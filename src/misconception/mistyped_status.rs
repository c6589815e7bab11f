//! The idea that something else than `$?` stands for the status of the last command.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::words;
use super::{Idea, Level, Spot, tree};
use crate::source::Span;
use crate::syntax::ast::SimpleCommand;

pub(super) static IDEAS: &[Idea] = &[Idea::core(
    "status-mistyped",
    "`$`, `%?`, `status` or the number itself stands for the status of the last command.",
    "The status of the last command is `$?`, in one word. Everything else is printed as it stands.",
)
.at(Level::Ask)
.ranked(2)
.by(mistyped)];

/// Words that people have for it.
const NAMES: [&str; 6] = ["status", "rc", "exit", "exitcode", "errorlevel", "code"];

fn mistyped(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let span = meant_for_status(evidence, text, simple.command)?;
        let written = text.at(span);
        let before = before(text, simple.command);
        let of = before.map_or(String::new(), |before| {
            format!(" of `{}`", shorten(&text.at(before)))
        });
        Some(Spot::of(index, span).instead(text.with(span, "$?")).asking(format!(
            "Is the status{of} to be printed? It is `$?`, written as one word. `{written}` is text like any other, and printed whatever the status is."
        )))
    })
}

/// What an `echo` prints as it stands, where a status is wanted of it.
pub(super) fn meant_for_status(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    command: &SimpleCommand<'_>,
) -> Option<Span> {
    let (name, rest) = command.words.split_first()?;
    let printed = evidence.runs_at(text, command.span).last();
    let ran = printed.is_some_and(|ran| ran.run.how.is_some());
    if !words::is_text(name, "echo") || !ran || evidence.prints_as_wanted() {
        return None;
    }
    let span = rest.first()?.span.to(rest.last()?.span);
    let written: Option<Vec<String>> = rest.iter().map(words::bare).collect();
    let written = written?.concat();
    let alone = rest.len() == 1;
    let is_slip = matches!(
        written.as_str(),
        "$" | "$?" | "?$" | "%?" | "&?" | "!?" | "S?" | "s?"
    );
    let is_number = written.parse::<u8>().is_ok() && alone;
    let is_name = NAMES.contains(&written.to_ascii_lowercase().as_str()) && alone;
    let is_one = is_slip
        || (is_number || is_name || written == "?") && wants_status(evidence, text, command);
    is_one.then_some(span)
}

/// The command that stands alone before `command` in its list.
fn before(text: &Text<'_>, command: &SimpleCommand<'_>) -> Option<Span> {
    let mut simples = text.tree.simples();
    let simple = simples.find(|simple| simple.command.span == command.span)?;
    let node = text.tree.and_or_of(simple.index);
    let item = node.item.checked_sub(1)?;
    tree::sole_span(text.tree.lists[node.list].list.items.get(item)?)
}

/// Whether all that the step wants to be printed is numbers, and one of them the status of the command before.
fn wants_status(evidence: &Evidence<'_>, text: &Text<'_>, command: &SimpleCommand<'_>) -> bool {
    let status = before(text, command).and_then(|before| evidence.status_of(text, before));
    let wanted = evidence.wanted.and_then(|wanted| wanted.output.as_ref());
    let (Some(status), Some(wanted)) = (status, wanted) else {
        return false;
    };
    let (status, wanted) = (status.to_string(), String::from_utf8_lossy(wanted));
    wanted.lines().any(|line| line == status)
        && wanted.lines().all(|line| line.parse::<u8>().is_ok())
}
