//! The idea that quotes round a command stand for what it prints.

use super::Level;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
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
        (plain && missed && !is_run(text, given.name)).then(|| {
            Spot::of(index, given.value.span)
                .instead(text.with(given.span, &meant))
                .asking(format!(
                    "Is what `{}` prints to be kept? Quotes keep the text as it stands, and nothing runs; what a command prints is kept by `{}`.",
                    shorten(&command),
                    shorten(&meant)
                ))
        })
    })
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
