//! Walks a tree: [`Visitor`] sees every node, parents before children, and decides nothing about the order.

use crate::syntax::ast::*;

/// Sees the nodes it cares about; what it overrides must call the `walk_…` function to go on below.
pub trait Visitor<'a> {
    /// A list and everything in it.
    fn list(&mut self, list: &List<'a>) {
        walk_list(self, list);
    }

    /// An AND-OR list.
    fn and_or(&mut self, and_or: &AndOrList<'a>) {
        walk_and_or(self, and_or);
    }

    /// A pipeline.
    fn pipeline(&mut self, pipeline: &Pipeline<'a>) {
        pipeline
            .commands
            .iter()
            .for_each(|command| self.command(command));
    }

    /// A command of any kind.
    fn command(&mut self, command: &Command<'a>) {
        walk_command(self, command);
    }

    /// A redirection.
    fn redirect(&mut self, redirect: &IoRedirect<'a>) {
        walk_redirect(self, redirect);
    }

    /// A word.
    fn word(&mut self, word: &Word<'a>) {
        word.parts.iter().for_each(|part| self.part(part));
    }

    /// A part of a word.
    fn part(&mut self, part: &WordPart<'a>) {
        walk_part(self, part);
    }
}

/// Visits the AND-OR lists of a list.
pub fn walk_list<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, list: &List<'a>) {
    list.items
        .iter()
        .for_each(|item| visitor.and_or(&item.and_or));
}

/// Visits the pipelines of an AND-OR list.
pub fn walk_and_or<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, and_or: &AndOrList<'a>) {
    visitor.pipeline(&and_or.first);
    and_or
        .rest
        .iter()
        .for_each(|part| visitor.pipeline(&part.pipeline));
}

/// Visits the parts of a command.
pub fn walk_command<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, command: &Command<'a>) {
    match command {
        Command::Simple(simple) => {
            simple
                .assignments
                .iter()
                .for_each(|assignment| visitor.word(&assignment.value));
            simple.words.iter().for_each(|word| visitor.word(word));
            simple
                .redirects
                .iter()
                .for_each(|redirect| visitor.redirect(redirect));
        }
        Command::Compound(compound) => walk_compound(visitor, compound),
        Command::Function(definition) => walk_compound(visitor, definition.body),
    }
}

/// Visits the parts of a compound command.
pub fn walk_compound<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, compound: &CompoundCommand<'a>) {
    match &compound.kind {
        CompoundKind::BraceGroup(list) | CompoundKind::Subshell(list) => visitor.list(list),
        CompoundKind::If(clause) => {
            for branch in clause.branches {
                visitor.list(&branch.condition);
                visitor.list(&branch.body);
            }
            clause.otherwise.iter().for_each(|list| visitor.list(list));
        }
        CompoundKind::Loop(clause) => {
            visitor.list(&clause.condition);
            visitor.list(&clause.body);
        }
        CompoundKind::For(clause) => {
            clause
                .words
                .unwrap_or(&[])
                .iter()
                .for_each(|word| visitor.word(word));
            visitor.list(&clause.body);
        }
        CompoundKind::Case(clause) => {
            visitor.word(&clause.word);
            for item in clause.items {
                item.patterns
                    .iter()
                    .for_each(|pattern| visitor.word(pattern));
                visitor.list(&item.body);
            }
        }
    }
    compound
        .redirects
        .iter()
        .for_each(|redirect| visitor.redirect(redirect));
}

/// Visits a redirection's word and its here-document.
pub fn walk_redirect<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, redirect: &IoRedirect<'a>) {
    visitor.word(&redirect.target);
    if let Some(document) = redirect.here_doc.and_then(|cell| cell.get()) {
        visitor.word(&document.body);
    }
}

/// Visits what stands inside a part of a word.
pub fn walk_part<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, part: &WordPart<'a>) {
    match part.kind {
        WordPartKind::DoubleQuoted(parts) | WordPartKind::Arithmetic(parts) => {
            parts.iter().for_each(|part| visitor.part(part));
        }
        WordPartKind::Command(substitution) => visitor.list(&substitution.script.list),
        WordPartKind::Parameter(expansion) => match &expansion.operation {
            ParameterOperation::Conditional { word, .. }
            | ParameterOperation::Remove { pattern: word, .. } => {
                visitor.word(word);
            }
            ParameterOperation::Value | ParameterOperation::Length => {}
        },
        WordPartKind::Literal(_)
        | WordPartKind::Escaped(_)
        | WordPartKind::SingleQuoted(_)
        | WordPartKind::DollarSingleQuoted(_)
        | WordPartKind::BadSubstitution(_) => {}
    }
}
