//! What is known only at the end: the turns of loops are put together, what a process became ended with the process, and what
//! only time decides is taken out; then everything gets the number it is shown with.

use super::{Command, CommandKind, Link, Node, Process, ProcessId, Tree};
use crate::trace::Termination;
use std::collections::HashMap;

/// Finishes `tree`.
pub fn fold(tree: &mut Tree) {
    for process in &mut tree.processes {
        let nodes = std::mem::take(&mut process.nodes);
        process.nodes = folded(nodes, process.ended);
    }
    number(tree);
}

/// `nodes` of a process that ended so, with what ran in each turn of a loop within that turn.
fn folded(nodes: Vec<Node>, ended: Option<Termination>) -> Vec<Node> {
    let mut done: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let node = finished(node, ended);
        match (done.last_mut(), node) {
            (_, node @ (Node::Turn { .. } | Node::Condition { .. })) => done.push(node),
            (Some(Node::Turn { nodes, .. }), node) => nodes.push(node),
            (_, node) => done.push(node),
        }
    }
    done
}

fn finished(node: Node, ended: Option<Termination>) -> Node {
    match node {
        Node::Command(mut command) => {
            command.nodes = folded(command.nodes, ended);
            let is_own = command.process.is_none();
            if is_own && command.ended.is_none() && matches!(command.kind, CommandKind::Found(_)) {
                // What had not ended when the process did ended with it; not what ran in another.
                command.ended = ended;
                cut(&mut command);
            }
            Node::Command(command)
        }
        Node::Condition {
            nodes,
            status,
            holds,
        } => Node::Condition {
            nodes: folded(nodes, ended),
            status,
            holds,
        },
        node => node,
    }
}

/// Of a loop that a signal ended, the first turn alone is told.
fn cut(command: &mut Command) {
    let killed = matches!(
        command.ended,
        Some(Termination::Signaled(_) | Termination::Dumped(_))
    );
    let is_turn = |node: &Node| matches!(node, Node::Turn { .. });
    let first = command.nodes.iter().position(is_turn);
    if let Some(first) = first.filter(|_| killed) {
        command.nodes.truncate(first + 1);
        command.cut = true;
    }
}

/// Gives processes and pipes their numbers in the order in which they are shown; what is not shown is gone.
fn number(tree: &mut Tree) {
    let mut order: Vec<ProcessId> = Vec::new();
    if !tree.processes.is_empty() {
        reach(tree, 0, &mut order);
    }
    let numbers: HashMap<ProcessId, ProcessId> = order
        .iter()
        .enumerate()
        .map(|(number, id)| (*id, number))
        .collect();
    let new = |id: ProcessId| numbers.get(&id).copied().unwrap_or_default();
    let mut pipes: HashMap<usize, usize> = HashMap::new();
    let mut kept = Vec::new();
    for (index, mut pipe) in std::mem::take(&mut tree.pipes).into_iter().enumerate() {
        let ends = [pipe.writer, pipe.reader];
        if ends.iter().flatten().all(|id| numbers.contains_key(id)) {
            (pipe.writer, pipe.reader) = (pipe.writer.map(new), pipe.reader.map(new));
            pipes.insert(index, kept.len());
            kept.push(pipe);
        }
    }
    tree.pipes = kept;
    let mut processes: Vec<Option<Process>> = std::mem::take(&mut tree.processes)
        .into_iter()
        .map(Some)
        .collect();
    for id in order {
        if let Some(mut process) = processes[id].take() {
            process.descriptors.renumber(&pipes);
            renumber(&mut process.nodes, &new, &pipes);
            tree.processes.push(process);
        }
    }
}

/// Adds process `id`, and those that are below it, to `order`.
fn reach(tree: &Tree, id: ProcessId, order: &mut Vec<ProcessId>) {
    order.push(id);
    if let Some(process) = tree.processes.get(id) {
        reach_from(tree, &process.nodes, order);
    }
}

fn reach_from(tree: &Tree, nodes: &[Node], order: &mut Vec<ProcessId>) {
    for node in nodes {
        match node {
            Node::Command(command) => {
                // What is substituted in its words comes before it.
                let (early, late): (Vec<&Node>, Vec<&Node>) = command
                    .nodes
                    .iter()
                    .partition(|node| matches!(node, Node::Substitution(_)));
                for node in early {
                    reach_from(tree, std::slice::from_ref(node), order);
                }
                command
                    .process
                    .iter()
                    .for_each(|id| reach(tree, *id, order));
                for node in late {
                    reach_from(tree, std::slice::from_ref(node), order);
                }
            }
            Node::Pipeline(pipeline) => {
                pipeline
                    .stages
                    .iter()
                    .for_each(|id| reach(tree, *id, order));
            }
            Node::Background { processes, .. } => {
                processes.iter().for_each(|id| reach(tree, *id, order));
            }
            Node::Substitution(id) => reach(tree, *id, order),
            Node::Condition { nodes, .. } | Node::Turn { nodes, .. } => {
                reach_from(tree, nodes, order);
            }
            _ => {}
        }
    }
}

fn renumber(
    nodes: &mut [Node],
    new: &impl Fn(ProcessId) -> ProcessId,
    pipes: &HashMap<usize, usize>,
) {
    let each = |ids: &mut Vec<ProcessId>| ids.iter_mut().for_each(|id| *id = new(*id));
    for node in nodes {
        match node {
            Node::Command(command) => {
                command.process = command.process.map(new);
                command.descriptors.renumber(pipes);
                let redirects = command.redirects.iter_mut();
                redirects
                    .filter_map(|redirect| redirect.leads_to.as_mut())
                    .for_each(|link| link.renumber(pipes));
                renumber(&mut command.nodes, new, pipes);
            }
            Node::Pipeline(pipeline) => each(&mut pipeline.stages),
            Node::Background { processes, .. } => each(processes),
            Node::Substitution(id) => *id = new(*id),
            Node::Condition { nodes, .. } | Node::Turn { nodes, .. } => {
                renumber(nodes, new, pipes);
            }
            _ => {}
        }
    }
}

impl super::Descriptors {
    fn renumber(&mut self, pipes: &HashMap<usize, usize>) {
        self.links().for_each(|link| link.renumber(pipes));
    }
}

impl Link {
    fn renumber(&mut self, pipes: &HashMap<usize, usize>) {
        if let Link::Pipe(index) = self {
            *index = pipes.get(index).copied().unwrap_or(*index);
        }
    }
}
