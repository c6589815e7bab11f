//! `|`, `&` and `!`.

use super::edit::{Edits, edit, name, simple};
use crate::source::Span;
use crate::syntax::ast::{AndOrList, IoRedirect, List, Pipeline, RedirectOperator};
use crate::syntax::visit::{self, Visitor};

/// `|` as if it were `||`.
pub fn bar_is_or(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Pipelines(edits, double_bars).list(list))
}

/// `!` as if it covered the first command alone.
pub fn bang_first(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| {
        Pipelines(edits, negate_first).list(list)
    })
}

/// What comes through `|` as arguments, where a command reads nothing.
pub fn pipe_arguments(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Pipelines(edits, hand_over).list(list))
}

/// What comes through `|` as if a command that reads nothing passed it on.
pub fn pipe_passes_on(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Pipelines(edits, pass_on).list(list))
}

/// `&` as if it were `&&`, where a command follows on its line.
pub fn amp_is_and(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Ampersands(edits).list(list))
}

/// `!` as if it covered everything up to the end of the AND-OR list.
pub fn bang_wide(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Negations(edits).list(list))
}

/// Does something to each pipeline.
struct Pipelines<'e, 't>(&'e mut Edits<'t>, fn(&mut Edits<'t>, &Pipeline<'_>));

impl<'a> Visitor<'a> for Pipelines<'_, '_> {
    fn pipeline(&mut self, pipeline: &Pipeline<'a>) {
        self.1(self.0, pipeline);
        pipeline
            .commands
            .iter()
            .for_each(|command| self.command(command));
    }
}

fn double_bars(edits: &mut Edits<'_>, pipeline: &Pipeline<'_>) {
    for pair in pipeline.commands.windows(2) {
        let start = pair[0].span().end;
        let between = edits.between(start, pair[1].span().start);
        if let Some(bar) = between.iter().position(|byte| *byte == b'|') {
            edits.insert(start + bar as u32, "|");
        }
    }
}

fn negate_first(edits: &mut Edits<'_>, pipeline: &Pipeline<'_>) {
    if let (Some(bang), [first, _, ..]) = (pipeline.bang, pipeline.commands) {
        edits.insert(bang.start, "{ ");
        edits.insert(first.span().end, "; }");
    }
}

/// Commands that read nothing from standard input.
const READ_NOTHING: [&[u8]; 18] = [
    b"[",
    b"basename",
    b"cd",
    b"chmod",
    b"cp",
    b"dirname",
    b"echo",
    b"exit",
    b"kill",
    b"ls",
    b"mkdir",
    b"mv",
    b"printf",
    b"rm",
    b"rmdir",
    b"test",
    b"touch",
    b"exits",
];

fn hand_over(edits: &mut Edits<'_>, pipeline: &Pipeline<'_>) {
    let ([first, rest @ ..], mut changed) = (pipeline.commands, false) else {
        return;
    };
    let mut text = edits.at(first.span()).to_vec();
    for command in rest {
        let own = edits.at(command.span());
        let name = simple(command).and_then(name);
        text = if name.is_some_and(|name| READ_NOTHING.contains(&name)) {
            changed = true;
            // Behind `$(` a subshell's own parenthesis would make arithmetic of it.
            let apart: &[u8] = if text.starts_with(b"(") { b" " } else { b"" };
            [own, b" $(", apart, &text, b")"].concat()
        } else {
            [&text, &b" | "[..], own].concat()
        };
    }
    if let (true, Some(last)) = (changed, rest.last()) {
        edits.replace(first.span().to(last.span()), text);
    }
}

/// Those that are there for their status alone read nothing either, and nobody would give them arguments.
const ANSWER_ALONE: [&[u8]; 4] = [b"true", b"false", b":", b"sleep"];

fn pass_on(edits: &mut Edits<'_>, pipeline: &Pipeline<'_>) {
    let readers = pipeline.commands.iter().skip(1).filter_map(simple);
    for command in readers {
        let deaf = |name| READ_NOTHING.contains(&name) || ANSWER_ALONE.contains(&name);
        // Nothing comes to what has another input.
        let has_other = command.redirects.iter().any(is_input);
        if name(command).is_some_and(deaf) && !has_other {
            edits.insert(command.span.start, "{ cat; ");
            let redirects = edits.take(command.redirects);
            edits.insert(command.span.end, [&b"; }"[..], &redirects].concat());
        }
    }
}

fn is_input(redirect: &IoRedirect<'_>) -> bool {
    let (operator, fd) = (redirect.operator, redirect.fd);
    let input = matches!(
        operator,
        RedirectOperator::Input | RedirectOperator::ReadWrite | RedirectOperator::DuplicateInput
    );
    (input || redirect.here_doc.is_some()) && matches!(fd, None | Some(0))
}

struct Ampersands<'e, 't>(&'e mut Edits<'t>);

impl<'a> Visitor<'a> for Ampersands<'_, '_> {
    fn list(&mut self, list: &List<'a>) {
        for pair in list.items.windows(2) {
            if let Some(ampersand) = pair[0].background {
                let next = pair[1].and_or.span().start;
                if !self.0.between(ampersand.end, next).contains(&b'\n') {
                    self.0.insert(ampersand.end, "&");
                }
            }
        }
        visit::walk_list(self, list);
    }
}

struct Negations<'e, 't>(&'e mut Edits<'t>);

impl<'a> Visitor<'a> for Negations<'_, '_> {
    fn and_or(&mut self, and_or: &AndOrList<'a>) {
        let pipelines = std::iter::once(&and_or.first);
        let mut pipelines = pipelines.chain(and_or.rest.iter().map(|part| &part.pipeline));
        let negated = pipelines.find_map(|pipeline| Some((pipeline.bang?, pipeline.span)));
        let end = and_or.span().end;
        if let Some((bang, pipeline)) = negated
            && pipeline.end < end
        {
            self.0.insert(bang.end, " {");
            self.0.replace(Span::new(end, end), "; }");
        }
        visit::walk_and_or(self, and_or);
    }
}
