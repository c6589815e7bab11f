//! The idea that quotes round a command stand for what it prints.

use super::Level;
use super::assignments::holds_status;
use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::find::find_simple;
use super::status::shorten;
use super::tree::{self, Simple};
use super::words::{self, Test};
use super::{Idea, Spot};
use crate::syntax::ast::{Parameter, Word, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "command-between-quotes",
    "`x='cat FILE'` keeps what the command prints.",
    "Quotes keep a text as it stands, and run nothing. What a command prints is kept by `x=$(cat FILE)`.",
)
.at(Level::Ask)
.ranked(2)
.by(between_quotes)];

fn between_quotes(evidence: &Evidence<'_>) -> Option<Spot> {
    assigned(evidence).or_else(|| in_arguments(evidence))
}

/// `rm "cat list"` and `[ -z "cat log" ]`: what a command prints was to stand there.
fn in_arguments(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.wanted?;
    find_simple(evidence, |index, text, simple| {
        let status = evidence.status_of(text, simple.command.span)?;
        let works = simple.is(&["rm", "cp", "mv", "ls", "touch", "chmod"]) && !status.is_success();
        // What is compared with a text may be one.
        let alone = Test::of(&simple).is_some_and(|test| test.turned().1.len() < 3);
        if !works && !alone {
            return None;
        }
        let command = |word: &Word<'_>| {
            let [part] = word.parts else { return None };
            let quoted = matches!(
                part.kind,
                WordPartKind::SingleQuoted(_) | WordPartKind::DoubleQuoted(_)
            );
            let command = words::literal(word).filter(|_| quoted)?;
            runs(&command).then_some((word.span, command))
        };
        let (span, command) = simple.arguments().iter().find_map(command)?;
        let meant = format!("\"$({command})\"");
        Some(Spot::of(index, span).instead(text.with(span, &meant)).asking(format!(
            "Is what `{}` prints meant? Quotes keep the text as it stands, and nothing runs; what a command prints stands in `{}`.",
            shorten(&command),
            shorten(&meant)
        )))
    })
}

/// Whether a text is a command with more behind it.
fn runs(text: &str) -> bool {
    let first = text.split_once(' ').map(|(first, _)| first);
    first.is_some_and(words::is_known_command) && !text.contains(['`', '\n', '"'])
}

/// `version="cat VERSION"`
fn assigned(evidence: &Evidence<'_>) -> Option<Spot> {
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
        let dollar = with_dollar(evidence, text, &given.value);
        let command = words::literal(&given.value).filter(|_| quoted);
        let command = command.or_else(|| dollar.clone())?;
        let name = String::from_utf8_lossy(given.name).into_owned();
        let missed = wanted.variables.contains(&name)
            || wanted.output.is_some() && !evidence.prints_as_wanted();
        let meant = format!("{name}=$({command})");
        if !runs(&command) || !missed || is_run(text, given.name) {
            return None;
        }
        if dollar.is_none() && holds_status(&name) {
            return Some(status_of(index, text, &simple, (&name, &command)));
        }
        let does = match &dollar {
            Some(command) => format!(
                "`${}` is the value of a variable, and nothing runs",
                command.split(' ').next().unwrap_or_default()
            ),
            None => "Quotes keep the text as it stands, and nothing runs".to_owned(),
        };
        Some(
            Spot::of(index, given.value.span)
                .instead(text.with(given.span, &meant))
                .asking(format!(
                    "Is what `{}` prints to be kept? {does}; what a command prints is kept by `{}`.",
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

/// `cat VERSION` for `"$cat VERSION"`.
fn with_dollar(evidence: &Evidence<'_>, text: &Text<'_>, value: &Word<'_>) -> Option<String> {
    let [part] = value.parts else { return None };
    let WordPartKind::DoubleQuoted([first, rest]) = part.kind else {
        return None;
    };
    let is_value = matches!(first.kind, WordPartKind::Parameter(_));
    let name = text.at(first.span).strip_prefix('$')?.to_owned();
    let WordPartKind::Literal(rest) = rest.kind else {
        return None;
    };
    let rest = String::from_utf8_lossy(rest);
    (is_value && rest.starts_with(' ') && !is_variable(evidence, text, &name))
        .then(|| format!("{name}{rest}"))
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
