//! The idea that `$` works between single quotes: in what was typed, and in the scripts that it ran.

use super::evidence::{Evidence, Text};
use super::words::Test;
use super::{Idea, Spot, words};
use crate::source::Span;
use crate::syntax::ast::{WordPart, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "single-quoted-status",
        "`$?` works inside any quotes.",
        "Single quotes switch every `$` off, so the characters themselves are used. Double quotes keep `$` working.",
    )
    .by(single_quoted),
];

/// Something in single quotes that double quotes would expand.
struct SwitchedOff {
    /// Its quotes.
    span: Span,
    /// What between them is meant, as it is spoken of.
    what: String,
}

fn single_quoted(evidence: &Evidence<'_>) -> Option<Spot> {
    let texts = || evidence.texts.iter().enumerate();
    let printed = texts().find_map(|(index, text)| {
        let found = in_arguments(evidence, text)?;
        let output = evidence.wanted.and_then(|wanted| wanted.output.as_ref());
        let is_wrong = evidence.has_run() && output.is_some_and(|output| !output.contains(&b'$'));
        Some(match is_wrong {
            true => spot(index, text, &found).saying(format!(
                "Single quotes switch every `$` off, so `{}` was taken as it stands. Double quotes keep `$` working.",
                found.what
            )),
            false => asked(index, text, &found),
        })
    });
    printed.or_else(|| {
        texts().find_map(|(index, text)| {
            let found = in_assignment(evidence, text)?;
            Some(match names_nothing(evidence, &found.what) {
                true => Spot::of(index, found.span).saying(format!(
                    "Single quotes switch every `$` off, so the value is `{}` as it stands, with its `$`.",
                    found.what
                )),
                false => asked(index, text, &found),
            })
        })
    })
}

fn spot(index: usize, text: &Text<'_>, found: &SwitchedOff) -> Spot {
    let inner = text.at(found.span);
    let double = inner.trim_matches('\'').to_owned();
    let fixable = !double.contains(['"', '\\', '`', '!']);
    let instead = fixable.then(|| text.with(found.span, &format!("\"{double}\"")));
    Spot::of(index, found.span).instead(instead.flatten())
}

fn asked(index: usize, text: &Text<'_>, found: &SwitchedOff) -> Spot {
    spot(index, text, found).asking(format!(
        "Did you want the value of `{}`? Single quotes switch every `$` off, so these characters are taken as they stand; double quotes keep `$` working.",
        found.what
    ))
}

/// Among the arguments of what prints, asks, or looks for a file and finds none.
fn in_arguments(evidence: &Evidence<'_>, text: &Text<'_>) -> Option<SwitchedOff> {
    let given = arguments(evidence, text);
    text.tree.simples().find_map(|simple| {
        let shows = simple.is(&["echo", "printf"]);
        // To these a name with a `$` in it is no name of a file, unless there is one.
        let status = || evidence.status_of(text, simple.command.span);
        let failed = || status().is_some_and(|status| !status.is_success());
        let names = simple.is(&["rm", "cat", "cp", "mv", "ls", "cd", "rmdir"]) && failed();
        let decides = Test::of(&simple).is_some() || names;
        let is_piped = text.tree.pipeline_of(simple.index).pipeline.commands.len() > 1;
        if !(shows || decides) || is_piped || !simple.command.redirects.is_empty() {
            return None;
        }
        let mut parts = simple.arguments().iter().flat_map(|word| word.parts);
        parts.find_map(|part| switched_off(part, given))
    })
}

/// `rc='$?'`: what is assigned is one parameter and nothing but its name, or one command substitution.
fn in_assignment(evidence: &Evidence<'_>, text: &Text<'_>) -> Option<SwitchedOff> {
    // What is kept for later has its `$` for then.
    if text.tree.simples().any(|simple| simple.is(&["eval"])) {
        return None;
    }
    let given = arguments(evidence, text);
    let all = text
        .tree
        .simples()
        .flat_map(|simple| simple.command.assignments);
    let mut plain = all.filter(|assignment| !assignment.name.starts_with(b"PS"));
    plain.find_map(|assignment| {
        let [part] = assignment.value.parts else {
            return None;
        };
        let found = switched_off(part, given)?;
        let written = text.at(found.span);
        let is_whole = match found.what.as_str() {
            "$( )" => written.starts_with("'$(") && written.ends_with(")'"),
            what => written == format!("'{what}'"),
        };
        is_whole.then_some(found)
    })
}

/// Whether `what` is a variable that has no value: nobody wants that one's.
fn names_nothing(evidence: &Evidence<'_>, what: &str) -> bool {
    let name = what.strip_prefix('$').filter(|name| words::is_name(name));
    let Some((name, state)) = name.zip(evidence.seen.state.as_ref()) else {
        return false;
    };
    let mut variables = state.variables.iter();
    !variables.any(|variable| variable.name == name.as_bytes())
}

/// How many arguments the line gives to a script that it runs.
fn arguments(evidence: &Evidence<'_>, text: &Text<'_>) -> usize {
    let runner = text
        .runner
        .map(|span| evidence.runs_at(evidence.line(), span));
    let Some(ran) = runner.and_then(Iterator::last) else {
        return 0;
    };
    let before = match (ran.run.name(), text.name.as_deref()) {
        (_, Some("sh -c")) => 4,
        (b"sh" | b"dash" | b".", _) => 2,
        _ => 1,
    };
    ran.run.argv.len().saturating_sub(before)
}

/// Whether a part in single quotes names something that double quotes would expand. `given` arguments can be meant.
fn switched_off(part: &WordPart<'_>, given: usize) -> Option<SwitchedOff> {
    let WordPartKind::SingleQuoted(text) = part.kind else {
        return None;
    };
    let text = String::from_utf8_lossy(text);
    let what = text.match_indices('$').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let next = rest.chars().next()?;
        let name: String = rest
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        match next {
            '?' => Some("$?".to_owned()),
            '(' => Some("$( )".to_owned()),
            '{' => Some("${ }".to_owned()),
            '#' | '@' if given > 0 => Some(format!("${next}")),
            '1'..='9' if name.parse().is_ok_and(|number: usize| number <= given) => {
                Some(format!("${name}"))
            }
            _ if words::is_name(&name) => Some(format!("${name}")),
            _ => None,
        }
    })?;
    let span = part.span;
    Some(SwitchedOff { span, what })
}
