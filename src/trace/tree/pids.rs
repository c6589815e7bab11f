//! Process ids that a script read are different in every run: in a tree they are told by the names of their processes.

use super::{Command, ExpansionStep, Node, Process, Tree, name};
use std::collections::{BTreeMap, BTreeSet};

/// Ids that were read from `$!`, `$$` or `PPID`, as they were spelt, and what is told instead.
type Names = BTreeMap<Vec<u8>, String>;

/// Replaces them in all that came of words.
pub fn name_all(tree: &mut Tree) {
    let mut read = Names::new();
    let pids: BTreeSet<Vec<u8>> = tree
        .processes
        .iter()
        .map(|process| process.pid.to_string().into_bytes())
        .collect();
    for process in &tree.processes {
        collect(&process.nodes, &pids, &mut read);
    }
    if read.is_empty() {
        return;
    }
    for (id, process) in tree.processes.iter().enumerate() {
        let spelt = process.pid.to_string().into_bytes();
        read.entry(spelt)
            .and_modify(|told| *told = format!("id-of-{}", name(id)));
    }
    for data in tree.pipes.iter_mut().filter_map(|pipe| pipe.data.as_mut()) {
        replace(&mut data.head, &read);
    }
    for Process { nodes, .. } in &mut tree.processes {
        replace_in(nodes, &read);
    }
}

fn collect(nodes: &[Node], pids: &BTreeSet<Vec<u8>>, read: &mut Names) {
    for node in nodes {
        match node {
            Node::Command(command) => {
                for step in command.expansions.iter().flat_map(|word| &word.steps) {
                    let told = || "id-of-a-process".to_owned();
                    for value in ids(step, pids) {
                        read.entry(value.clone()).or_insert_with(told);
                    }
                }
                collect(&command.nodes, pids, read);
            }
            Node::Condition { nodes, .. } | Node::Turn { nodes, .. } => collect(nodes, pids, read),
            _ => {}
        }
    }
}

/// The process ids that `step` came to: `pids` are those of this run.
fn ids<'s>(step: &'s ExpansionStep, pids: &BTreeSet<Vec<u8>>) -> Vec<&'s Vec<u8>> {
    match step {
        ExpansionStep::Parameter { name, values, .. }
            if [&b"!"[..], b"$", b"PPID"].contains(&name.as_slice()) =>
        {
            values.iter().filter(|value| !value.is_empty()).collect()
        }
        // What a program printed may be the id that it asked for.
        ExpansionStep::CommandSubstitution { output, .. } if pids.contains(output) => vec![output],
        _ => Vec::new(),
    }
}

fn replace_in(nodes: &mut [Node], names: &Names) {
    for node in nodes {
        match node {
            Node::Command(command) => replace_in_command(command, names),
            Node::Condition { nodes, .. } => replace_in(nodes, names),
            Node::Turn { nodes, value, .. } => {
                value.iter_mut().for_each(|value| replace(value, names));
                replace_in(nodes, names);
            }
            Node::ExpansionFailed { message, .. } => {
                let mut bytes = std::mem::take(message).into_bytes();
                replace(&mut bytes, names);
                *message = String::from_utf8_lossy(&bytes).into_owned();
            }
            _ => {}
        }
    }
}

fn replace_in_command(command: &mut Command, names: &Names) {
    let all = |texts: &mut Vec<Vec<u8>>| texts.iter_mut().for_each(|text| replace(text, names));
    all(&mut command.argv);
    for word in &mut command.expansions {
        all(&mut word.fields);
        for step in &mut word.steps {
            match step {
                ExpansionStep::Parameter { values, .. } => all(values),
                ExpansionStep::CommandSubstitution { output, .. } => replace(output, names),
                _ => {}
            }
        }
    }
    for set in &mut command.assigned {
        replace(&mut set.value, names);
    }
    for redirect in &mut command.redirects {
        replace(&mut redirect.target, names);
        if let Some(super::Link::File(path)) = &mut redirect.leads_to {
            replace(path, names);
        }
    }
    for link in command.descriptors.links() {
        if let super::Link::File(path) = link {
            replace(path, names);
        }
    }
    replace_in(&mut command.nodes, names);
}

/// Replaces each number of `text` that is one of `names`.
fn replace(text: &mut Vec<u8>, names: &Names) {
    let mut replaced = Vec::with_capacity(text.len());
    for piece in text.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit()) {
        match names.get(piece) {
            Some(told) => replaced.extend_from_slice(told.as_bytes()),
            None => replaced.extend_from_slice(piece),
        }
    }
    *text = replaced;
}
