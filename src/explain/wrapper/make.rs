//! A recipe line of a Makefile, and a step of a CI workflow.

use super::{Options, Replacement, Wrapper, words};
use crate::source::Span;

/// A line that begins with a tab.
pub(super) fn recipe(line: &str) -> Option<Wrapper> {
    let rest = line.strip_prefix('\t')?;
    let mut notes = vec![(
        Span::new(0, 1),
        "a tab: this is a recipe line of a Makefile. make gives it to a shell of its own, line by line, and stops at a status that is not 0".to_owned(),
    )];
    let mut from = 1;
    for sign in rest.chars() {
        let said = match sign {
            '@' => "make does not show the command",
            '-' => "make goes on even if the command fails",
            '+' => "runs even under make -n",
            ' ' | '\t' => {
                from += 1;
                continue;
            }
            _ => break,
        };
        notes.push((Span::new(from, from + 1), said.to_owned()));
        from += 1;
    }
    if line[from as usize..].trim().is_empty() {
        return None;
    }
    let mut replaced = Vec::new();
    let mut at = from as usize;
    while let Some(found) = line[at..].find('$') {
        let start = at + found;
        let (length, replacement) = of_make(&line[start..]);
        let span = Span::new(start as u32, (start + length) as u32);
        notes.push((
            span,
            match replacement {
                Replacement::Text(_) => "make turns $$ into the $ that the shell reads".to_owned(),
                Replacement::Value => make_value(&line[start..start + length]),
            },
        ));
        replaced.push((span, replacement));
        at = start + length;
    }
    Some(Wrapper {
        notes,
        from,
        replaced,
        ..Wrapper::default()
    })
}

/// The length of what a `$` of make begins, and what becomes of it.
fn of_make(rest: &str) -> (usize, Replacement) {
    let closer = match rest.as_bytes().get(1) {
        Some(b'$') => return (2, Replacement::Text("$")),
        Some(b'(') => ')',
        Some(b'{') => '}',
        Some(_) => {
            let length = rest[1..].chars().next().map_or(0, char::len_utf8);
            return (1 + length, Replacement::Value);
        }
        None => return (1, Replacement::Text("")),
    };
    let length = rest.find(closer).map_or(rest.len(), |at| at + 1);
    (length, Replacement::Value)
}

fn make_value(text: &str) -> String {
    let what = match text {
        "$@" => "the target that is being made",
        "$<" => "the first file the target is made of",
        "$^" => "all files the target is made of",
        "$?" => "the files that are newer than the target",
        "$*" => "what the % of the rule stands for",
        _ => "the value that make has for it",
    };
    format!("make's own, not the shell's: {what} stands here when the shell reads the line")
}

/// `run: command` or `- run: command`.
pub(super) fn ci_step(line: &str) -> Option<Wrapper> {
    let (key, command) = run_key(line)?;
    let from = command.start;
    if line[from as usize..].starts_with(['|', '>']) {
        return None;
    }
    Some(step(line, key, Vec::new(), from))
}

/// `run: |`, and the commands in the lines below, which are indented further. Other keys of the step may stand before it.
pub(super) fn ci_block(text: &str) -> Option<Wrapper> {
    let mut start = 0;
    let mut others = Vec::new();
    let (first, key, sign) = loop {
        let line = text[start..].split_inclusive('\n').next()?;
        let offset = start as u32;
        let moved = |span: Span| Span::new(span.start + offset, span.end + offset);
        if let Some((key, sign)) = run_key(line) {
            break (line, moved(key), moved(sign));
        }
        others.push((moved(step_key(line)?), OTHER_KEY.to_owned()));
        start += line.len();
    };
    let below = start + first.len();
    let value = text[sign.start as usize..below].trim_end();
    if !value.starts_with(['|', '>']) && !others.is_empty() && text[below..].trim().is_empty() {
        return Some(step(text, key, others, sign.start));
    }
    let keeps_lines = matches!(value, "|" | "|-" | "|+");
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = (key.end as usize - "run:".len()) - start;
    let is_within = |line: &str| line.trim().is_empty() || indent(line) > own;
    let rest = &text[below..];
    if !keeps_lines || !rest.lines().all(is_within) || rest.trim().is_empty() {
        return None;
    }
    others.push((
        sign,
        "YAML: the indented lines below are the text, as they stand".to_owned(),
    ));
    Some(step(text, key, others, below as u32))
}

pub(super) const STEP: &str = "a step of a CI workflow, in YAML: the machine that runs it gives the rest to a shell (GitHub's to bash -e); a status that is not 0 fails the job";

const OTHER_KEY: &str = "YAML, for the machine that runs the step: no shell reads it";

/// A key of a step that holds no commands, with its value.
fn step_key(line: &str) -> Option<Span> {
    const KEYS: [&str; 8] = [
        "name:",
        "if:",
        "id:",
        "shell:",
        "env:",
        "working-directory:",
        "continue-on-error:",
        "timeout-minutes:",
    ];
    let all = words(line);
    let key = match all.as_slice() {
        [(_, "-"), (_, key), ..] | [(_, key), ..] => *key,
        [] => return None,
    };
    let (first, last) = (all.first()?.0, all.last()?.0);
    KEYS.contains(&key).then(|| first.to(last))
}

/// `run:` with a dash before it, and the word behind it.
fn run_key(line: &str) -> Option<(Span, Span)> {
    match words(line).as_slice() {
        [(dash, "-"), (key, "run:"), (next, _), ..] => Some((dash.to(*key), *next)),
        [(key, "run:"), (next, _), ..] => Some((*key, *next)),
        _ => None,
    }
}

/// A step whose commands begin at `from`.
fn step(text: &str, key: Span, more: Vec<(Span, String)>, from: u32) -> Wrapper {
    let mut notes = vec![(key, STEP.to_owned())];
    notes.extend(more);
    let expressions = expressions(text, from);
    let replaced = expressions
        .iter()
        .map(|(span, _)| (*span, Replacement::Value));
    let replaced = replaced.collect();
    notes.extend(expressions);
    let mut options = Options::default();
    let bash_is_named = words(&text[..from as usize])
        .windows(2)
        .any(|pair| (pair[0].1, pair[1].1) == ("shell:", "bash"));
    options.read(match bash_is_named {
        true => vec![Some("-eo".to_owned()), Some("pipefail".to_owned())],
        false => vec![Some("-e".to_owned())],
    });
    Wrapper {
        notes,
        from,
        replaced,
        options,
    }
}

/// What a workflow puts in behind `from`: each `${{ }}`.
pub(super) fn expressions(text: &str, from: u32) -> Vec<(Span, String)> {
    const SAID: &str =
        "put in before the shell reads the line; what it holds is read as shell text";
    let mut found = Vec::new();
    let mut at = from as usize;
    while let Some(offset) = text[at..].find("${{") {
        let start = at + offset;
        let length = text[start..]
            .find("}}")
            .map_or(text.len() - start, |end| end + 2);
        let span = Span::new(start as u32, (start + length) as u32);
        found.push((span, SAID.to_owned()));
        at = start + length;
    }
    found
}
