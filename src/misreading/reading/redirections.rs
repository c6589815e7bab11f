//! How far a redirection reaches.

use super::edit::{Edits, edit, simple, writes};
use crate::source::Span;
use crate::syntax::ast::{Command, CompoundKind, List, ListItem, SimpleCommand};
use crate::syntax::visit::{self, Visitor};

/// The redirections of a group as if they were its last command's.
pub fn group_like_single(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Groups(edits).list(list))
}

/// A redirection at the end of a line as if it were for all of the line.
pub fn redirect_all(text: &[u8]) -> Vec<u8> {
    edit(text, |edits, list| Lines(edits).list(list))
}

/// The simple command that a list item ends with.
fn last_simple<'a>(item: &ListItem<'a>) -> Option<&'a SimpleCommand<'a>> {
    let last = item.and_or.rest.last().map(|part| part.pipeline);
    let pipeline = last.unwrap_or(item.and_or.first);
    pipeline.commands.last().and_then(simple)
}

struct Groups<'e, 't>(&'e mut Edits<'t>);

impl<'a> Visitor<'a> for Groups<'_, '_> {
    fn command(&mut self, command: &Command<'a>) {
        if let Command::Compound(group) = command
            && let CompoundKind::BraceGroup(list) | CompoundKind::Subshell(list) = &group.kind
            && let Some(last) = list.items.last().and_then(last_simple)
        {
            let redirects = self.0.take(group.redirects);
            self.0.insert(last.span.end, redirects);
        }
        visit::walk_command(self, command);
    }
}

struct Lines<'e, 't>(&'e mut Edits<'t>);

impl<'a> Visitor<'a> for Lines<'_, '_> {
    fn list(&mut self, list: &List<'a>) {
        let mut first = 0;
        for (index, item) in list.items.iter().enumerate() {
            let end = item.and_or.span().end;
            let next = list
                .items
                .get(index + 1)
                .map(|item| item.and_or.span().start);
            let ends_line = next.is_none_or(|next| self.0.between(end, next).contains(&b'\n'));
            if ends_line {
                self.line(&list.items[first..=index]);
                first = index + 1;
            }
        }
        visit::walk_list(self, list);
    }
}

impl Lines<'_, '_> {
    /// Items that share a line.
    fn line(&mut self, items: &[ListItem<'_>]) {
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return;
        };
        let is_alone = items.len() == 1 && last.and_or.rest.is_empty();
        let Some(command) = last_simple(last).filter(|_| !is_alone && last.background.is_none())
        else {
            return;
        };
        let ends = command.redirects.iter().all(|redirect| {
            let behind = |word: Span| redirect.span.start >= word.end;
            command.words.last().is_none_or(|word| behind(word.span))
        });
        if ends && command.redirects.iter().any(writes) {
            self.0.insert(first.and_or.span().start, "{ ");
            let redirects = self.0.take(command.redirects);
            let end = [b"; }", redirects.as_slice()].concat();
            self.0.insert(last.and_or.span().end, end);
        }
    }
}
