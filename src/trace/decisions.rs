//! Why it went as it did: the rules that decided something in a run, each with its case.
//!
//! One vocabulary: `:why`, `:trace` and `shtutor trace` say the same sentences. Start with [`decisions`].

mod commands;
mod flow;

use super::ForkReason;
use super::tree::{Node, Process, ProcessId, Tree};
use super::words::{first_word, named};
use crate::rule::Rule;

/// Cases that are told of one rule; how many others there were is told of the rest.
const CASES: usize = 2;

/// A rule that decided something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which.
    pub rule: Rule,
    /// What it decided, in order: a sentence each, without a capital at its start or a full stop.
    pub cases: Vec<String>,
    /// How many cases there were beside those.
    pub more: usize,
}

impl Decision {
    /// Whether it decided what ran, or with which words, or what a status is: what is asked for first. The others say how the
    /// rest was done.
    pub fn is_reason(&self) -> bool {
        !matches!(
            self.rule,
            Rule::PipeTogether
                | Rule::FunctionDefinition
                | Rule::FunctionCall
                | Rule::CommandSubstitution
                | Rule::Eval
                | Rule::Dot
                | Rule::ExecRedirects
                | Rule::AsyncList
                | Rule::AsyncInput
                | Rule::DuplicateOutput
                | Rule::CloseDescriptor
                | Rule::PathnameExpansion
                | Rule::SkippedStatus
                | Rule::ForLoop
                | Rule::WhileLoop
                | Rule::UntilLoop
                | Rule::Wait
                | Rule::WaitAll
        )
    }

    /// The rule and its cases in one paragraph; a paragraph for each `$?` that was read, which is all there is to say of it.
    pub fn in_short(&self) -> Vec<String> {
        let more = (self.more > 0).then(|| {
            let times = super::words::count(self.more as u64, "time");
            format!("and {times} more")
        });
        match self.rule {
            Rule::LatestStatus => self.cases.iter().cloned().chain(more).collect(),
            rule => {
                let cases: Vec<String> = self.cases.iter().cloned().chain(more).collect();
                vec![format!("{} Here: {}.", rule.stated(), cases.join("; "))]
            }
        }
    }

    /// The cases as they are told: none, one or two sentences.
    pub fn told(&self) -> Vec<String> {
        let mut told: Vec<String> = self
            .cases
            .iter()
            .map(|case| format!("here: {case}"))
            .collect();
        if self.more > 0 {
            let times = super::words::count(self.more as u64, "time");
            told.push(format!("and {times} more"));
        }
        told
    }
}

/// The rules that decided something in `tree`, in the order in which they first did.
pub fn decisions(tree: &Tree) -> Vec<Decision> {
    let mut made = Made {
        tree,
        decisions: Vec::new(),
    };
    if let Some(shell) = tree.shell() {
        made.nodes(&shell.nodes, 0);
        made.end(shell);
    }
    made.decisions
}

struct Made<'t> {
    tree: &'t Tree,
    decisions: Vec<Decision>,
}

impl<'t> Made<'t> {
    fn decide(&mut self, rule: Rule, case: impl Into<String>) {
        let case = case.into();
        let known = self.decisions.iter_mut().find(|known| known.rule == rule);
        match known {
            None => self.decisions.push(Decision {
                rule,
                cases: vec![case],
                more: 0,
            }),
            Some(known) if known.cases.contains(&case) => {}
            Some(known) if known.cases.len() < CASES => known.cases.push(case),
            Some(known) => known.more += 1,
        }
    }

    /// What `nodes` of process `id` decided, and what the processes did that they made.
    fn nodes(&mut self, nodes: &'t [Node], id: ProcessId) {
        for (index, node) in nodes.iter().enumerate() {
            match node {
                Node::Command(command) => self.command(command, id),
                Node::Pipeline(pipeline) => self.pipeline(pipeline),
                Node::Background { text, processes } => self.background(text, processes),
                Node::Substitution(child) => self.process(*child),
                Node::Skipped { text, right_side } => self.skipped(text, right_side),
                Node::Condition { nodes, .. } | Node::Turn { nodes, .. } => self.nodes(nodes, id),
                Node::Branched { taken, otherwise } => {
                    self.branch(&nodes[..index], *taken, *otherwise);
                }
                Node::Chosen { pattern } => self.chosen(pattern.as_deref()),
                Node::ErrExit { text, status } => self.decide(
                    Rule::ErrExit,
                    format!(
                        "{} ended with {status}, and nothing looked at that",
                        named(text)
                    ),
                ),
                Node::Defined { name } => self.decide(
                    Rule::FunctionDefinition,
                    format!("{} can be called from now on", named(name)),
                ),
                Node::SyntaxError { message } => {
                    self.decide(Rule::SyntaxError, super::words::visible(message));
                }
                Node::ExpansionFailed { message } => {
                    self.decide(Rule::ExpansionError, super::words::visible(message));
                }
            }
        }
    }

    fn process(&mut self, id: ProcessId) {
        if let Some(process) = self.tree.processes.get(id) {
            self.nodes(&process.nodes, id);
            self.lost(process, id);
        }
    }

    /// What a process changed that is gone with it.
    fn lost(&mut self, process: &Process, id: ProcessId) {
        let rule = match process.reason {
            Some(ForkReason::Subshell) => Rule::SubshellEnvironment,
            Some(ForkReason::PipelineStage { .. }) => Rule::PipeSubshell,
            _ => return,
        };
        let mut names: Vec<String> = Vec::new();
        changed(&process.nodes, &mut names);
        if names.is_empty() {
            return;
        }
        let are = if names.len() == 1 { "was" } else { "were" };
        let (names, process) = (super::words::listed(&names), super::tree::name(id));
        self.decide(rule, format!("{names} {are} set in {process} alone"));
    }

    /// What stands in `$?` at the end.
    fn end(&mut self, shell: &Process) {
        if let (Some(Node::Skipped { .. }), Some(left)) = (shell.nodes.last(), &self.tree.left) {
            self.decide(Rule::SkippedStatus, format!("$? stays {}", left.value));
        }
    }

    /// How a process is called in a sentence: by the name of the command that it runs.
    fn called(&self, id: ProcessId) -> String {
        let text = self.tree.processes.get(id).map(|process| &process.text);
        let text = text.map_or(&[][..], Vec::as_slice);
        match first_word(text).as_str() {
            "while" | "until" | "for" | "if" | "case" | "{" => named(text),
            word if word.starts_with('(') => named(text),
            word => word.to_owned(),
        }
    }
}

/// The variables that `nodes` set for good in their own process.
fn changed(nodes: &[Node], names: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Command(command) => {
                let set: Vec<&[u8]> = match command.argv.split_first() {
                    None => command.assigned.iter().map(|set| &set.name[..]).collect(),
                    Some((name, words)) if name == b"read" => words
                        .iter()
                        .map(Vec::as_slice)
                        .filter(|word| !word.starts_with(b"-"))
                        .collect(),
                    Some(_) => Vec::new(),
                };
                for name in set.into_iter().map(super::words::visible_bytes) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                if command.process.is_none() {
                    changed(&command.nodes, names);
                }
            }
            Node::Condition { nodes, .. } | Node::Turn { nodes, .. } => changed(nodes, names),
            _ => {}
        }
    }
}
