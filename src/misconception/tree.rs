//! A parsed text laid out flat, so that a detector can ask for every command and go from one to what surrounds it.

use crate::syntax::ast::*;
use crate::syntax::visit::{self, Visitor};

/// What a list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The text itself.
    Program,
    /// Between `if` or `elif` and `then`.
    IfCondition,
    /// Between `while` or `until` and `do`.
    LoopCondition {
        /// Whether it is that of `until`.
        until: bool,
    },
    /// What an `if` or a `case` may run.
    Branch,
    /// Between `do` and `done`.
    LoopBody,
    /// In `{ … }`.
    Group,
    /// In `( … )`.
    Subshell,
    /// In `$( … )`.
    Substitution,
}

impl Role {
    /// Whether its status chooses what happens next.
    pub fn is_condition(self) -> bool {
        matches!(self, Role::IfCondition | Role::LoopCondition { .. })
    }
}

/// A list, and the command it stands in.
#[derive(Clone, Copy, Debug)]
pub struct ListNode<'a> {
    /// The list.
    pub list: List<'a>,
    /// What it is for.
    pub role: Role,
    /// The index of the command that holds it; `None` for the text itself.
    pub parent: Option<usize>,
}

/// An AND-OR list, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct AndOrNode<'a> {
    /// The AND-OR list.
    pub and_or: AndOrList<'a>,
    /// The index of its list.
    pub list: usize,
    /// Which item of that list it is.
    pub item: usize,
}

/// A pipeline, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct PipelineNode<'a> {
    /// The pipeline.
    pub pipeline: Pipeline<'a>,
    /// The index of its AND-OR list.
    pub and_or: usize,
    /// Which part of that it is: 0 is the first.
    pub part: usize,
}

/// A command, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct CommandNode<'a> {
    /// The command.
    pub command: Command<'a>,
    /// The index of its pipeline.
    pub pipeline: usize,
    /// Which stage of that it is.
    pub stage: usize,
}

/// Every node of a text. Parents come before their children.
#[derive(Clone, Debug, Default)]
pub struct Tree<'a> {
    /// Every list.
    pub lists: Vec<ListNode<'a>>,
    /// Every AND-OR list.
    pub and_ors: Vec<AndOrNode<'a>>,
    /// Every pipeline.
    pub pipelines: Vec<PipelineNode<'a>>,
    /// Every command.
    pub commands: Vec<CommandNode<'a>>,
}

/// A simple command of a [`Tree`].
#[derive(Clone, Copy, Debug)]
pub struct Simple<'t, 'a> {
    /// The tree.
    pub tree: &'t Tree<'a>,
    /// The command's index in it.
    pub index: usize,
    /// The command.
    pub command: &'a SimpleCommand<'a>,
}

impl<'a> Tree<'a> {
    /// Lays out `list`.
    pub fn new(list: &List<'a>) -> Tree<'a> {
        let mut layout = Layout::default();
        layout.enter(list, Role::Program);
        layout.tree
    }

    /// Every simple command.
    pub fn simples(&self) -> impl Iterator<Item = Simple<'_, 'a>> {
        self.commands
            .iter()
            .enumerate()
            .filter_map(|(index, node)| match node.command {
                Command::Simple(command) => Some(Simple {
                    tree: self,
                    index,
                    command,
                }),
                _ => None,
            })
    }

    /// Every compound command with its index.
    pub fn compounds(&self) -> impl Iterator<Item = (usize, &'a CompoundCommand<'a>)> {
        self.commands
            .iter()
            .enumerate()
            .filter_map(|(index, node)| match node.command {
                Command::Compound(command) => Some((index, command)),
                _ => None,
            })
    }

    /// The pipeline of the command at `index`.
    pub fn pipeline_of(&self, index: usize) -> PipelineNode<'a> {
        self.pipelines[self.commands[index].pipeline]
    }

    /// The AND-OR list of the command at `index`.
    pub fn and_or_of(&self, index: usize) -> AndOrNode<'a> {
        self.and_ors[self.pipeline_of(index).and_or]
    }

    /// The list of the command at `index`.
    pub fn list_of(&self, index: usize) -> ListNode<'a> {
        self.lists[self.and_or_of(index).list]
    }

    /// The item that follows the one the command at `index` stands in.
    pub fn next_item(&self, index: usize) -> Option<ListItem<'a>> {
        let node = self.and_or_of(index);
        self.lists[node.list].list.items.get(node.item + 1).copied()
    }

    /// Whether the command at `index` stands in what a `&` starts, directly or in a list around it.
    pub fn is_job(&self, index: usize) -> bool {
        let node = self.and_or_of(index);
        let list = self.lists[node.list];
        let own = list.list.items.get(node.item);
        own.is_some_and(|item| item.background.is_some())
            || list.parent.is_some_and(|outer| self.is_job(outer))
    }

    /// Whether what the command at `index` ends with is what its AND-OR list ends with: it is the last, or only, part.
    pub fn is_alone(&self, index: usize) -> bool {
        let pipeline = self.pipeline_of(index).pipeline;
        self.and_or_of(index).and_or.rest.is_empty()
            && pipeline.commands.len() == 1
            && pipeline.bang.is_none()
    }

    /// Whether something depends on the status of the pipeline of the command at `index`: an operator behind it, or a
    /// condition it ends.
    pub fn is_checked(&self, index: usize) -> bool {
        let pipeline = self.pipeline_of(index);
        let node = self.and_ors[pipeline.and_or];
        let list = self.lists[node.list];
        let decides = list.role.is_condition() && node.item + 1 == list.list.items.len();
        pipeline.part < node.and_or.rest.len() || decides || pipeline.pipeline.bang.is_some()
    }

    /// The same where the command stands last in a group: what it ends with is what the group ends with.
    pub fn decides(&self, index: usize) -> bool {
        if self.is_checked(index) {
            return true;
        }
        let node = self.and_or_of(index);
        let list = self.lists[node.list];
        let last = node.item + 1 == list.list.items.len();
        let is_group = matches!(list.role, Role::Group | Role::Subshell);
        let Some(parent) = list.parent.filter(|_| last && is_group) else {
            return false;
        };
        let ends =
            self.commands[parent].stage + 1 == self.pipeline_of(parent).pipeline.commands.len();
        ends && self.decides(parent)
    }

    /// The roles of the lists round the command at `index`, inside first.
    pub fn roles(&self, index: usize) -> Vec<Role> {
        let mut roles = Vec::new();
        let mut at = Some(index);
        while let Some(index) = at {
            let list = self.list_of(index);
            roles.push(list.role);
            at = list.parent;
        }
        roles
    }

    /// The function definition round the command at `index`, inside first.
    pub fn function_of(&self, index: usize) -> Option<&'a FunctionDefinition<'a>> {
        let mut at = self.list_of(index).parent;
        while let Some(index) = at {
            if let Command::Function(definition) = self.commands[index].command {
                return Some(definition);
            }
            at = self.list_of(index).parent;
        }
        None
    }
}

impl<'a> Simple<'_, 'a> {
    /// The text of its command name, if that stands there as text.
    pub fn name(&self) -> Option<String> {
        super::words::literal(self.command.words.first()?)
    }

    /// The words behind the command name.
    pub fn arguments(&self) -> &'a [Word<'a>] {
        self.command.words.get(1..).unwrap_or(&[])
    }

    /// The texts of its arguments; `None` for one with an expansion.
    pub fn literals(&self) -> Vec<Option<String>> {
        self.arguments().iter().map(super::words::literal).collect()
    }

    /// Whether its name is one of `names`.
    pub fn is(&self, names: &[&str]) -> bool {
        self.name()
            .is_some_and(|name| names.contains(&name.as_str()))
    }
}

/// The first command of an item, if it is simple and nothing is joined to it.
pub fn sole_command<'a>(item: &ListItem<'a>) -> Option<&'a SimpleCommand<'a>> {
    match (item.and_or.rest, item.and_or.first.commands) {
        ([], [Command::Simple(command)]) => Some(command),
        _ => None,
    }
}

/// The span of the one command of an item, if nothing is joined to it and no `!` stands before it.
pub fn sole_span(item: &ListItem<'_>) -> Option<crate::source::Span> {
    match (item.and_or.rest, item.and_or.first.commands) {
        ([], [only]) if item.and_or.first.bang.is_none() => Some(only.span()),
        _ => None,
    }
}

/// The first command of an item, if it is simple, whatever follows it.
pub fn first_command<'a>(item: &ListItem<'a>) -> Option<&'a SimpleCommand<'a>> {
    match item.and_or.first.commands {
        [Command::Simple(command), ..] => Some(command),
        _ => None,
    }
}

#[derive(Default)]
struct Layout<'a> {
    tree: Tree<'a>,
    /// The command being visited.
    command: Option<usize>,
}

impl<'a> Layout<'a> {
    fn enter(&mut self, list: &List<'a>, role: Role) {
        let index = self.tree.lists.len();
        self.tree.lists.push(ListNode {
            list: *list,
            role,
            parent: self.command,
        });
        for (item, found) in list.items.iter().enumerate() {
            let and_or = self.tree.and_ors.len();
            self.tree.and_ors.push(AndOrNode {
                and_or: found.and_or,
                list: index,
                item,
            });
            let rest = found.and_or.rest.iter().map(|part| part.pipeline);
            for (part, pipeline) in std::iter::once(found.and_or.first).chain(rest).enumerate() {
                self.pipeline_at(pipeline, and_or, part);
            }
        }
    }

    fn pipeline_at(&mut self, pipeline: Pipeline<'a>, and_or: usize, part: usize) {
        let index = self.tree.pipelines.len();
        self.tree.pipelines.push(PipelineNode {
            pipeline,
            and_or,
            part,
        });
        for (stage, command) in pipeline.commands.iter().enumerate() {
            let outer = self.command.replace(self.tree.commands.len());
            self.tree.commands.push(CommandNode {
                command: *command,
                pipeline: index,
                stage,
            });
            self.inside(command);
            self.command = outer;
        }
    }

    fn inside(&mut self, command: &Command<'a>) {
        let compound = match command {
            Command::Simple(_) => return visit::walk_command(self, command),
            Command::Compound(compound) => compound,
            Command::Function(definition) => definition.body,
        };
        match &compound.kind {
            CompoundKind::BraceGroup(list) => self.enter(list, Role::Group),
            CompoundKind::Subshell(list) => self.enter(list, Role::Subshell),
            CompoundKind::If(clause) => {
                for branch in clause.branches {
                    self.enter(&branch.condition, Role::IfCondition);
                    self.enter(&branch.body, Role::Branch);
                }
                if let Some(list) = &clause.otherwise {
                    self.enter(list, Role::Branch);
                }
            }
            CompoundKind::Loop(clause) => {
                let until = clause.until;
                self.enter(&clause.condition, Role::LoopCondition { until });
                self.enter(&clause.body, Role::LoopBody);
            }
            CompoundKind::For(clause) => {
                clause
                    .words
                    .unwrap_or(&[])
                    .iter()
                    .for_each(|word| self.word(word));
                self.enter(&clause.body, Role::LoopBody);
            }
            CompoundKind::Case(clause) => {
                self.word(&clause.word);
                for item in clause.items {
                    self.enter(&item.body, Role::Branch);
                }
            }
        }
        compound
            .redirects
            .iter()
            .for_each(|redirect| self.redirect(redirect));
    }
}

impl<'a> Visitor<'a> for Layout<'a> {
    /// Only the lists of substitutions are met here.
    fn list(&mut self, list: &List<'a>) {
        self.enter(list, Role::Substitution);
    }
}
