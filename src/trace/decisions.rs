//! Why it went as it did: the rules that decided something in a run, each with its case.
//!
//! One vocabulary: `:why`, `:trace` and `shtutor trace` say the same sentences. Start with [`decisions`]; [`all`] leaves out no
//! rule, not even those that only say what everybody expects.

mod commands;
mod decision;
mod flow;
mod place;
mod redirects;
mod utilities;
mod words;

pub use decision::{Case, Decision};
use place::Place;

use super::tree::{Node, Process, ProcessId, Tree};
use super::words::{first_word, named, visible_bytes};
use super::{ForkReason, Termination};
use crate::rule::Rule;

/// Cases that are told of one rule; how many others there were is told of the rest.
const CASES: usize = 2;

/// The rules that decided something in `tree`, in the order in which they first did.
pub fn decisions(tree: &Tree) -> Vec<Decision> {
    made(tree, false)
}

/// As [`decisions`], for where no trace is shown: a process is called by what it runs, and not by its label there.
pub fn in_words(tree: &Tree) -> Vec<Decision> {
    let mut made = Made::of(tree, false).in_words();
    made.all();
    made.decisions
}

/// As [`decisions`], with the rules that decided nothing but what everybody expects, and with those cases of the others.
pub fn all(tree: &Tree) -> Vec<Decision> {
    made(tree, true)
}

/// The rules that decided how one command of the line itself came to its turn and how it went: the one typed as `text` that ran,
/// or was skipped, after `nth` others of that text. Where nothing but what everybody expects decided, those rules.
pub fn about(tree: &Tree, text: &[u8], nth: usize) -> Vec<Decision> {
    let mut found = Vec::new();
    if let Some(shell) = tree.shell() {
        find(tree, &shell.nodes, text.trim_ascii(), &mut found);
    }
    let Some((before, node)) = found.get(nth) else {
        return Vec::new();
    };
    let of = |tells_all| {
        let mut made = Made::of(tree, tells_all).in_words();
        made.sequence(before, node);
        made.nodes(std::slice::from_ref(*node), 0);
        made.decisions
    };
    let telling = of(false);
    match telling.is_empty() {
        true => of(true),
        false => telling,
    }
}

/// What went from one command to the next of the pipeline of the line itself that was typed as `text`.
pub fn piped(tree: &Tree, text: &[u8]) -> Option<Decision> {
    let mut found = Vec::new();
    if let Some(shell) = tree.shell() {
        find(tree, &shell.nodes, text.trim_ascii(), &mut found);
    }
    let (_, node) = found.first()?;
    let mut made = Made::of(tree, true).in_words();
    made.nodes(std::slice::from_ref(*node), 0);
    let mut decisions = made.decisions.into_iter();
    decisions.find(|decision| decision.rule == Rule::PipeData)
}

/// The rules that decided something in the last thing that the shell did.
pub fn last(tree: &Tree) -> Vec<Decision> {
    let mut made = Made::of(tree, false).in_words();
    if let Some(shell) = tree.shell() {
        made.nodes(shell.nodes.last().map_or(&[], std::slice::from_ref), 0);
    }
    made.decisions
}

/// Adds the nodes typed as `text` that `nodes` hold, however deep, each with those before it. What a script or another shell ran
/// may be spelt alike, and is not what was typed here.
fn find<'t>(
    tree: &'t Tree,
    nodes: &'t [Node],
    text: &[u8],
    found: &mut Vec<(&'t [Node], &'t Node)>,
) {
    for (index, node) in nodes.iter().enumerate() {
        let typed = |source: u32, own: &'t [u8]| Some(own.trim_ascii()).filter(|_| source == 0);
        let (own, inner, made): (Option<&[u8]>, &[Node], &[ProcessId]) = match node {
            Node::Command(command) => (
                typed(command.source, &command.text),
                &command.nodes,
                command.process.as_slice(),
            ),
            Node::Pipeline(pipeline) => (
                typed(pipeline.source, &pipeline.text),
                &[],
                &pipeline.stages,
            ),
            Node::Skipped { source, text, .. } => (typed(*source, text), &[], &[]),
            Node::Background { processes, .. } => (None, &[], processes),
            Node::Substitution(child) => (None, &[], std::slice::from_ref(child)),
            Node::Condition { nodes, .. } | Node::Turn { nodes, .. } => (None, nodes, &[]),
            _ => continue,
        };
        if own == Some(text) {
            found.push((&nodes[..index], node));
        }
        find(tree, inner, text, found);
        for child in made {
            if let Some(process) = tree.processes.get(*child) {
                find(tree, &process.nodes, text, found);
            }
        }
    }
}

fn made(tree: &Tree, tells_all: bool) -> Vec<Decision> {
    let mut made = Made::of(tree, tells_all);
    made.all();
    made.decisions
}

struct Made<'t> {
    tree: &'t Tree,
    tells_all: bool,
    /// Whether processes are called by what they run.
    in_words: bool,
    /// Which shell it is that decides.
    place: Place,
    /// Its process; the others are copies of it.
    shell: ProcessId,
    decisions: Vec<Decision>,
}

impl<'t> Made<'t> {
    fn of(tree: &'t Tree, tells_all: bool) -> Made<'t> {
        Made {
            tree,
            tells_all,
            in_words: false,
            place: Place::Line,
            shell: 0,
            decisions: Vec::new(),
        }
    }

    fn in_words(self) -> Made<'t> {
        Made {
            in_words: true,
            ..self
        }
    }

    /// What a process is called.
    fn name(&self, id: ProcessId) -> String {
        let process = self.tree.processes.get(id).filter(|_| self.in_words);
        match process {
            Some(process) if id > 0 => named(&process.text),
            Some(_) => "the shell".to_owned(),
            None => super::tree::name(id),
        }
    }

    /// All that the shell decided.
    fn all(&mut self) {
        if let Some(shell) = self.tree.shell() {
            self.nodes(&shell.nodes, 0);
            self.end(shell);
        }
    }

    fn decide(&mut self, rule: Rule, case: impl Into<String>) {
        let case = self.case(case.into());
        let known = self.decision(rule);
        add(case, &mut known.cases, &mut known.more);
    }

    /// Notes a case that is as everybody expects.
    fn plainly(&mut self, rule: Rule, case: impl FnOnce() -> String) {
        if self.tells_all {
            let case = self.case(case());
            let known = self.decision(rule);
            add(case, &mut known.plain, &mut known.more);
        }
    }

    fn case(&self, sentence: String) -> Case {
        Case {
            place: self.place.beside(&sentence),
            sentence,
        }
    }

    fn decision(&mut self, rule: Rule) -> &mut Decision {
        let truncated = self.tree.truncated;
        let known = self.decisions.iter().position(|known| known.rule == rule);
        let at = known.unwrap_or_else(|| {
            self.decisions.push(Decision {
                rule,
                cases: Vec::new(),
                plain: Vec::new(),
                more: 0,
                truncated,
                telling: false,
            });
            self.decisions.len() - 1
        });
        &mut self.decisions[at]
    }

    /// What `nodes` of process `id` decided, and what the processes did that they made.
    fn nodes(&mut self, nodes: &'t [Node], id: ProcessId) {
        for (index, node) in nodes.iter().enumerate() {
            self.sequence(&nodes[..index], node);
            match node {
                Node::Command(command) => self.command(command, id),
                Node::Pipeline(pipeline) => self.pipeline(pipeline),
                Node::Background { text, processes } => self.background(text, processes),
                Node::Substitution(child) => self.process(*child),
                Node::Skipped {
                    text, right_side, ..
                } => self.skipped(text, right_side),
                // The truth is told beside a world that is misread.
                Node::LeftOut { .. } => {}
                Node::Condition {
                    nodes,
                    status,
                    holds,
                } => {
                    self.nodes(nodes, id);
                    self.condition(nodes, *status, *holds);
                }
                Node::Turn { nodes, .. } => self.nodes(nodes, id),
                Node::FellThrough => self.plainly(Rule::CaseFallThrough, || {
                    "the item that ran ends in ;& so the next one ran as well".to_owned()
                }),
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
                Node::ExpansionFailed { message, rule } => {
                    let message = super::words::visible(message);
                    if *rule == Rule::NoUnset {
                        self.decide(Rule::ExpansionError, message.clone());
                    }
                    self.decide(*rule, message);
                }
            }
        }
    }

    fn process(&mut self, id: ProcessId) {
        if let Some(process) = self.tree.processes.get(id) {
            if let Some(redirect) = &process.refused {
                let case = format!("{} could not be made", named(redirect));
                self.decide(Rule::RedirectionFailed, case);
            }
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
        let (names, process) = (super::words::listed(&names), self.name(id));
        self.decide(rule, format!("{names} {are} set in {process} alone"));
    }

    /// What stands in `$?` at the end.
    fn end(&mut self, shell: &Process) {
        if let (Some(Node::Skipped { .. }), Some(left)) = (shell.nodes.last(), &self.tree.left) {
            self.decide(Rule::SkippedStatus, format!("$? stays {}", left.value));
        }
        if let (Some(Termination::Exited(status)), Some(left)) = (shell.ended, &self.tree.left)
            && let Some(producer) = &left.producer
        {
            self.plainly(Rule::ScriptStatus, || {
                format!(
                    "{} was the last, and the shell ended with {status}",
                    named(producer)
                )
            });
        }
    }

    /// How a process is called in a sentence: by the name of the command that it runs.
    fn called(&self, id: ProcessId) -> String {
        let Some(process) = self.tree.processes.get(id) else {
            return String::new();
        };
        // The name, and not what is assigned before it.
        if let [Node::Command(command)] = &process.nodes[..]
            && command.process.is_none()
            && let Some(name) = command.argv.first()
        {
            return visible_bytes(name);
        }
        let text = &process.text[..];
        match first_word(text).as_str() {
            "while" | "until" | "for" | "if" | "case" | "{" => named(text),
            word if word.starts_with('(') => named(text),
            word => word.to_owned(),
        }
    }
}

/// Adds `case` to `cases`, or counts it if there are enough.
fn add(case: Case, cases: &mut Vec<Case>, more: &mut usize) {
    if cases.contains(&case) {
        return;
    }
    match cases.len() < CASES {
        true => cases.push(case),
        false => *more += 1,
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
