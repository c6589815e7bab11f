//! The idea that quotes round a command stand for what it prints.

use super::Level;
use super::assignments::holds_status;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::tree::{self, Simple};
use super::words;
use super::{Idea, Spot};
use crate::syntax::ast::{Parameter, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "command-between-quotes",
    "`x='cat FILE'` keeps what the command prints.",
    "Quotes keep a text as it stands, and run nothing. What a command prints is kept by `x=$(cat FILE)`.",
)
.at(Level::Ask)
.ranked(2)
.by(between_quotes)];

fn between_quotes(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = evidence.wanted?;
    find_simple(evidence, |index, text, simple| {
        let ([given], []) = (simple.command.assignments, simple.command.words) else {
            return None;
        };
        let [part] = given.value.parts else {
            return None;
        };
        let quoted = matches!(
            part.kind,
            WordPartKind::SingleQuoted(_) | WordPartKind::DoubleQuoted(_)
        );
        let command = words::literal(&given.value).filter(|_| quoted)?;
        let (first, _) = command.split_once(' ')?;
        let name = String::from_utf8_lossy(given.name).into_owned();
        let missed = wanted.variables.contains(&name)
            || wanted.output.is_some() && !evidence.prints_as_wanted();
        let meant = format!("{name}=$({command})");
        let plain = words::is_known_command(first) && !command.contains(['`', '\n']);
        if !plain || !missed || is_run(text, given.name) {
            return None;
        }
        if holds_status(&name) {
            return Some(status_of(index, text, &simple, (&name, &command)));
        }
        Some(
            Spot::of(index, given.value.span)
                .instead(text.with(given.span, &meant))
                .asking(format!(
                    "Is what `{}` prints to be kept? Quotes keep the text as it stands, and nothing runs; what a command prints is kept by `{}`.",
                    shorten(&command),
                    shorten(&meant)
                )),
        )
    })
}

/// `rc="exits 3"`: it is the status that a variable of such a name is for.
fn status_of(
    index: usize,
    text: &Text<'_>,
    simple: &Simple<'_, '_>,
    (name, command): (&str, &str),
) -> Spot {
    let node = text.tree.and_or_of(simple.index);
    let before = node.item.checked_sub(1);
    let before =
        before.and_then(|at| tree::sole_span(text.tree.lists[node.list].list.items.get(at)?));
    let has_run = before.is_some_and(|before| text.at(before) == command);
    let meant = match has_run {
        true => format!("{name}=$?"),
        false => format!("{command}; {name}=$?"),
    };
    Spot::of(index, simple.command.span)
        .instead(text.with(simple.command.span, &meant))
        .asking(format!(
            "Is `{name}` to hold the status of `{}`? Quotes keep the text as it stands, and nothing runs. Straight behind the command, `{name}=$?` keeps its status.",
            shorten(command)
        ))
}

/// Whether the value of the variable is run as a command somewhere.
fn is_run(text: &Text<'_>, name: &[u8]) -> bool {
    text.tree.simples().any(|simple| {
        let own = |word| words::parameter(word) == Some(Parameter::Variable(name));
        let mut words = simple.command.words.iter();
        match simple.is(&["eval", "sh", "dash", "bash"]) {
            true => words.any(own),
            false => words.next().is_some_and(own),
        }
    })
}
