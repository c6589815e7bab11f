//! Ideas about how what stands in a file comes to a command, or into a variable.

use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::find::find_simple;
use super::places::Place;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::FileKind;
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, RedirectOperator, Word};
use crate::trace::{ExpansionStep, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "input-to-non-reader",
        "`rm < list` works on the names in list.",
        "`<` feeds standard input, and not every command reads that. What a file says becomes arguments by `$(cat FILE)`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(non_reader),
    Idea::later(
        "value-from-redirect",
        "`x=<file` stores what stands in the file.",
        "An assignment reads no file: `x=` gives it an empty value. What a file says is stored by `x=$(cat FILE)`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(value_from_redirect),
    Idea::later(
        "variable-for-file",
        "`$NAME` is what stands in the file NAME.",
        "`$NAME` is the value of a variable. What stands in a file is printed by `cat NAME`: `$(cat NAME)`.",
    )
    .ranked(2)
    .by(variable_for_file),
    Idea::later(
        "variable-misspelt",
        "`$State` is the value of state.",
        "A variable is found by its exact name, and small letters and capitals are different. One that was never set stands for nothing.",
    )
    .at(Level::Ask)
    .ranked(3)
    .by(misspelt),
];

/// The redirection that gives a command a file as its standard input.
fn input<'a>(redirects: &'a [IoRedirect<'a>]) -> Option<&'a IoRedirect<'a>> {
    redirects.iter().find(|redirect| {
        redirect.operator == RedirectOperator::Input && matches!(redirect.fd, None | Some(0))
    })
}

fn non_reader(evidence: &Evidence<'_>) -> Option<Spot> {
    const DEAF: [&str; 8] = ["rm", "rmdir", "mkdir", "touch", "kill", "echo", "mv", "cp"];
    find_simple(evidence, |index, text, simple| {
        let name = simple.name().filter(|name| DEAF.contains(&name.as_str()))?;
        let redirect = input(simple.command.redirects)?;
        let path = words::bare(&redirect.target)?;
        let option = |word: &Word<'_>| words::bare(word).is_some_and(|word| word.starts_with('-'));
        if !simple.arguments().iter().all(option) || path.starts_with("/dev/") {
            return None;
        }
        let command: Vec<String> = simple
            .command
            .words
            .iter()
            .map(|word| text.at(word.span))
            .collect();
        let line = match name.as_str() {
            "echo" => format!("cat {path}"),
            _ => format!("{} $(cat {path})", command.join(" ")),
        };
        let does = match name.as_str() {
            "echo" => "it prints its arguments. What stands in the file is printed by",
            _ => "its operands are arguments. Each word of the file becomes one by",
        };
        Some(
            Spot::of(index, redirect.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(simple.command.span, &line))
                .saying(format!(
                    "`{}` feeds standard input, and `{name}` does not read that: {does} `{line}`.",
                    text.at(redirect.span)
                )),
        )
    })
}

fn value_from_redirect(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let (Some(assignment), []) = (command.assignments.last(), command.words) else {
            return None;
        };
        let redirect = input(command.redirects)?;
        let path = words::bare(&redirect.target).filter(|path| !path.starts_with("/dev/"))?;
        if !assignment.value.parts.is_empty() || redirect.span.start < assignment.span.end {
            return None;
        }
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        let meant = format!("{name}=$(cat {path})");
        Some(
            Spot::of(index, command.span)
                .at(level(evidence, text, command.span))
                .instead(text.with(command.span, &meant))
                .saying(format!(
                    "`{name}=` gives it an empty value, and `{}` opens the file, which nobody reads. What stands in it is stored by `{meant}`.",
                    text.at(redirect.span)
                )),
        )
    })
}

/// The parameters that were expanded and had no value: the index of the text, the place and the name.
pub(super) fn unset<'e>(
    evidence: &'e Evidence<'_>,
) -> impl Iterator<Item = (usize, Span, String)> + 'e {
    let expanded = evidence
        .seen
        .trace
        .iter()
        .filter_map(|event| match &event.kind {
            TraceKind::Expanded { steps, .. } => Some((evidence.text_of(event.source)?.0, steps)),
            _ => None,
        });
    let parameters = expanded.flat_map(|(index, steps)| {
        steps.iter().filter_map(move |step| match step {
            ExpansionStep::Parameter {
                span,
                name,
                is_set: false,
                ..
            } => Some((index, *span, String::from_utf8_lossy(name).into_owned())),
            _ => None,
        })
    });
    // What says itself what to do without a value reckons with that.
    parameters.filter(|(index, span, name)| {
        let written = evidence.texts[*index].at(*span);
        words::is_name(name) && (written == format!("${name}") || written == format!("${{{name}}}"))
    })
}

fn variable_for_file(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let text = &evidence.texts[index];
        if is_variable(evidence, text, &name) {
            return None;
        }
        let place = Place::of(evidence, text, span);
        let there = is_file(&evidence.seen.files_before, &name);
        if let Some(meant) = place.as_ref().map(|place| place.with(&name)) {
            return name_with_dollar(evidence, index, span, &name, (&meant, there));
        }
        let meant = format!("$(cat {name})");
        there.then(|| {
            Spot::of(index, span)
                .instead(text.with(span, &meant))
                .saying(format!(
                    "There is no variable `{name}`, so `{}` stands for nothing. What stands in the file `{name}` is printed by `cat {name}`: `{meant}`.",
                    text.at(span)
                ))
        })
    })
}

fn is_file(files: &[crate::observation::FileFact], name: &str) -> bool {
    let mut files = files.iter();
    files.any(|fact| fact.kind == FileKind::File && fact.path.to_str() == Some(name))
}

/// What is said of `$name` where the name of a file is wanted: certain if there is one, a question if one may be meant.
fn name_with_dollar(
    evidence: &Evidence<'_>,
    index: usize,
    span: Span,
    name: &str,
    ((whole, meant, sure), there): (&(Span, String, bool), bool),
) -> Option<Spot> {
    let text = &evidence.texts[index];
    let written = text.at(span);
    let instead = text.with(*whole, meant);
    let spot = Spot::of(index, span).instead(instead);
    if there {
        let nothing = format!(
            "There is no variable `{name}`, so `{written}` stands for nothing. The name of a file stands without `$`"
        );
        // Without an operator nobody can tell which question it is.
        let said = match meant.split_once("-e ").filter(|_| !sure) {
            Some((before, after)) => format!(
                "{nothing}: `{meant}` asks whether it is there, `{before}-s {after}` whether anything is in it."
            ),
            None => format!("{nothing}: `{meant}`."),
        };
        return Some(spot.saying(said));
    }
    let wanted = evidence
        .wanted
        .is_some_and(|wanted| wanted.files.iter().any(|(path, _)| path == name));
    let named = text.tree.simples().any(|simple| {
        simple
            .arguments()
            .iter()
            .any(|word| words::bare(word).is_some_and(|word| word == name))
    });
    let unset = text.tree.simples().any(|simple| simple.is(&["unset"]));
    let may_be = wanted || named || *sure || is_file(&evidence.seen.files, name);
    (may_be && !unset).then(|| {
        spot.asking(format!(
            "Is a file `{name}` meant? Nothing has given a variable `{name}` a value here, so `{written}` stands for nothing. The name of a file stands without `$`: `{meant}`."
        ))
    })
}

/// The variable with a value whose name is that of one without but for capitals, or for a letter.
pub(super) fn near_variable(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    name: &str,
) -> Option<String> {
    if is_variable(evidence, text, name) {
        return None;
    }
    let written = text
        .tree
        .simples()
        .flat_map(|simple| simple.command.assignments);
    let written = written.map(|assignment| assignment.name);
    let states = [evidence.earlier.last(), Some(evidence.seen)];
    let states = states
        .into_iter()
        .flatten()
        .filter_map(|line| line.state.as_ref());
    let held = states.flat_map(|state| &state.variables);
    let held = held
        .filter(|known| known.value.is_some())
        .map(|known| known.name.as_slice());
    let all: Vec<String> = written
        .chain(held)
        .map(|known| String::from_utf8_lossy(known).into_owned())
        .collect();
    let by_case = all.iter().find(|known| known.eq_ignore_ascii_case(name));
    let found = by_case.or_else(|| all.iter().find(|known| words::is_near(name, known)));
    found.cloned()
}

/// `PORT=8080`, where the step wants `port` to have a value.
fn given_to_another(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = &evidence.wanted?.variables;
    let text = evidence.line();
    let simples = text.tree.simples();
    let mut given = simples.flat_map(|simple| simple.command.assignments);
    given.find_map(|assignment| {
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        let alike = |meant: &&String| meant.eq_ignore_ascii_case(&name) || words::is_near(&name, meant);
        let meant = wanted.iter().find(|meant| **meant != name && alike(meant))?;
        let start = assignment.span.start;
        let place = Span::new(start, start + assignment.name.len() as u32);
        evidence.lacks(meant.as_bytes()).then(|| {
            Spot::line(place).instead(text.with(place, meant)).asking(format!(
                "Is `{meant}` to have the value? `{name}` is a variable of its own: a name is taken letter by letter, and small letters and capitals are different."
            ))
        })
    })
}

fn misspelt(evidence: &Evidence<'_>) -> Option<Spot> {
    given_to_another(evidence).or_else(|| misspelt_in_use(evidence))
}

fn misspelt_in_use(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let text = &evidence.texts[index];
        let near = near_variable(evidence, text, &name)?;
        let meant = text.at(span).replacen(&name, &near, 1);
        let rule = match near.eq_ignore_ascii_case(&name) {
            true => " Small letters and capitals are different in a name.",
            false => "",
        };
        Some(
            Spot::of(index, span)
                .instead(text.with(span, &meant))
                .asking(format!(
                    "Is `{meant}` meant? Nothing has given a variable `{name}` a value here, so `{}` stands for nothing.{rule}",
                    text.at(span)
                )),
        )
    })
}
