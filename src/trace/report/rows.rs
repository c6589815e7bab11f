//! What stands on each line of the tree.

use super::Look;
use super::fate::{fate, process_fate, saw};
use super::layout::Row;
use super::notes::notes;
use crate::trace::tree::{
    self, Command, CommandKind, Link, Node, Pipeline, Process, ProcessId, Tree,
};
use crate::trace::words::{
    at_least, count, on_one_line, quoted, shortened, signal_name, visible, visible_bytes,
};
use crate::trace::{Connection, ForkReason, How, Termination};

/// Characters of a command, or of what came of it, that are shown at all.
const LONGEST: usize = 200;
/// Turns of a loop that are shown of those there were, first and last.
const TURNS: (usize, usize) = (2, 1);

/// The shell and everything below it.
pub fn rows(tree: &Tree, look: Look) -> Row {
    let Some(shell) = tree.shell() else {
        return Row::default();
    };
    let view = View { tree, look };
    let only_pipeline = match &shell.nodes[..] {
        [Node::Pipeline(pipeline)] => Some(pipeline),
        _ => None,
    };
    Row {
        label: view.name(0),
        cells: view.outer_cells(shell),
        children: match only_pipeline {
            Some(pipeline) => view.stages(pipeline),
            None => view.nodes(&shell.nodes),
        },
        ..Row::default()
    }
}

/// What a descriptor leads to, in a few words.
pub fn link(link: &Link) -> String {
    match link {
        Link::Outer(Connection::Terminal) => "terminal".to_owned(),
        Link::Outer(Connection::Pipe) => "outer pipe".to_owned(),
        Link::Outer(Connection::Other) => "outer socket".to_owned(),
        Link::Outer(Connection::File(path)) | Link::File(path) if path.starts_with(b"/dev/") => {
            visible_bytes(path)
        }
        Link::Outer(Connection::File(_)) => "outer file".to_owned(),
        Link::File(path) => {
            format!("file {}", shortened(&visible_bytes(path), 30))
        }
        Link::Pipe(index) => format!("pipe {}", tree::pipe_name(*index)),
        Link::Substitution => "$( )".to_owned(),
        Link::HereDocument => "here-document".to_owned(),
    }
}

struct View<'t> {
    tree: &'t Tree,
    look: Look,
}

impl View<'_> {
    fn name(&self, id: ProcessId) -> String {
        let pid = self.tree.processes.get(id).map(|process| process.pid);
        match pid.filter(|_| self.look.pids) {
            Some(pid) => format!("{} ({pid})", tree::name(id)),
            None => tree::name(id),
        }
    }

    /// The shell's own descriptors, unless they are what one expects.
    fn outer_cells(&self, shell: &Process) -> Vec<String> {
        let table = &shell.descriptors;
        let terminal = Some(&Link::Outer(Connection::Terminal));
        let numbers = table.numbers();
        if numbers.iter().all(|fd| table.get(*fd) == terminal) {
            return Vec::new();
        }
        cells(&numbers, table)
    }

    fn nodes(&self, nodes: &[Node]) -> Vec<Row> {
        nodes.iter().map(|node| self.node(node, None)).collect()
    }

    /// `variable` is that of the `for` loop in which it happened.
    fn node(&self, node: &Node, variable: Option<&str>) -> Row {
        match node {
            Node::Command(command) => self.command(command),
            Node::Pipeline(pipeline) => self.pipeline(pipeline),
            Node::Background { text, processes } => self.background(text, processes),
            Node::Substitution(id) => self.process(*id),
            Node::Skipped {
                text, right_side, ..
            } => Row {
                label: typed(text),
                fate: format!(
                    "skipped: {} saw {}",
                    right_side.operator.as_str(),
                    right_side.because
                ),
                ..Row::default()
            },
            Node::LeftOut { text } => left_out(text),
            Node::Condition {
                nodes,
                status,
                holds,
            } => self.condition(nodes, *status, *holds),
            Node::Turn {
                number,
                value,
                nodes,
            } => Row {
                label: match value {
                    None => format!("turn {number}"),
                    Some(value) => {
                        let name = variable.unwrap_or_default();
                        format!("turn {number}: {name}={}", text(&quoted(value, false)))
                    }
                },
                children: self.nodes(nodes),
                ..Row::default()
            },
            Node::Branched { taken, otherwise } => said(match (taken, otherwise) {
                (Some(0), _) => "so the part after then runs:".to_owned(),
                (Some(index), _) => format!("so the part after elif number {index} runs:"),
                (None, true) => "so the part after else runs:".to_owned(),
                (None, false) => "so no part runs".to_owned(),
            }),
            Node::Chosen { pattern } => said(match pattern {
                Some(pattern) => format!("{}) matches", typed(pattern)),
                None => "no pattern matches".to_owned(),
            }),
            Node::ErrExit { status, .. } => said(format!("set -e ends the shell, with {status}")),
            Node::Defined { name } => said(format!("{}() is defined", visible_bytes(name))),
            Node::SyntaxError { message } => said(format!("not run: {}", visible(message))),
            Node::FellThrough => said(";& goes on with the next commands".to_owned()),
            Node::ExpansionFailed { message, .. } => said(format!("not run: {}", visible(message))),
        }
    }

    fn condition(&self, nodes: &[Node], status: crate::trace::ExitStatus, holds: bool) -> Row {
        let holds = if holds { "holds" } else { "does not hold" };
        match nodes {
            [Node::Command(command)] if !has_parts(command) => {
                let mut row = self.command(command);
                row.label = format!("condition  {}", row.label);
                row
            }
            _ => Row {
                label: "condition".to_owned(),
                fate: format!("exit {status}: it {holds}"),
                children: self.nodes(nodes),
                ..Row::default()
            },
        }
    }

    fn command(&self, command: &Command) -> Row {
        let label = match command.kind {
            CommandKind::Trap(0) => format!("trap on EXIT: {}", typed(&command.text)),
            CommandKind::Trap(signal) => {
                format!("trap on {}: {}", signal_name(signal), typed(&command.text))
            }
            CommandKind::Found(_) => typed(&command.text),
        };
        let row = Row {
            label,
            cells: own_cells(command),
            fate: fate(command),
            notes: notes(command, self.look.is_misread),
            children: self.parts(command),
        };
        match command.process {
            Some(id) => self.in_process(command, row, id),
            None => row,
        }
    }

    /// A command for which the shell made a process: one row for both.
    fn in_process(&self, command: &Command, row: Row, id: ProcessId) -> Row {
        let Some(process) = self.tree.processes.get(id) else {
            return row;
        };
        let mut children = row.children;
        children.extend(self.nodes(&process.nodes));
        let table = match process.reason {
            Some(ForkReason::Subshell) => &process.descriptors,
            _ => &command.descriptors,
        };
        Row {
            label: format!("{}  {}", self.name(id), row.label),
            cells: cells(&table.numbers(), table),
            children,
            ..row
        }
    }

    /// What ran for a command: each turn of a loop, or the first and last of many.
    fn parts(&self, command: &Command) -> Vec<Row> {
        let nodes = match &command.nodes[..] {
            // The braces of a function's body say nothing that the call does not.
            [Node::Command(body)]
                if command.kind == CommandKind::Found(How::Function)
                    && body.text.starts_with(b"{")
                    && body.redirects.is_empty() =>
            {
                &body.nodes[..]
            }
            nodes => nodes,
        };
        let mut rows = self.turns(nodes, loop_variable(&command.text).as_deref());
        if command.cut {
            let signal = match command.ended {
                Some(Termination::Signaled(signal) | Termination::Dumped(signal)) => signal,
                _ => 0,
            };
            rows.push(said(format!(
                "... and so on until {} came",
                signal_name(signal)
            )));
        }
        rows
    }

    fn turns(&self, nodes: &[Node], variable: Option<&str>) -> Vec<Row> {
        let is_turn = |node: &&Node| matches!(node, Node::Turn { .. });
        let turns = nodes.iter().filter(is_turn).count();
        let hidden = turns.saturating_sub(TURNS.0 + TURNS.1);
        if hidden < 2 {
            return nodes.iter().map(|node| self.node(node, variable)).collect();
        }
        let mut rows = Vec::new();
        // How many turns are over, counted when the next one's condition begins.
        let mut over = 0;
        for node in nodes {
            let shown = over < TURNS.0 || over >= TURNS.0 + hidden;
            if shown {
                rows.push(self.node(node, variable));
            }
            if is_turn(&node) {
                over += 1;
                if over == TURNS.0 + hidden {
                    let turns = count(hidden as u64, "more turn");
                    let turns = at_least(turns, self.tree.truncated);
                    rows.push(said(format!("... {turns}")));
                }
            }
        }
        rows
    }

    fn pipeline(&self, pipeline: &Pipeline) -> Row {
        let mut fate = match pipeline.status {
            Some(status) => format!("exit {status}"),
            None => "no end seen".to_owned(),
        };
        if pipeline.negated {
            fate.push_str(", made by !");
        }
        if let Some(seen) = &pipeline.right_side {
            fate.push_str(&saw(seen));
        }
        Row {
            label: typed(&pipeline.text),
            fate,
            children: self.stages(pipeline),
            ..Row::default()
        }
    }

    fn stages(&self, pipeline: &Pipeline) -> Vec<Row> {
        let ran = pipeline.stages.iter().map(|id| self.process(*id));
        ran.chain(pipeline.left_out.iter().map(|text| left_out(text)))
            .collect()
    }

    fn background(&self, text: &[u8], processes: &[ProcessId]) -> Row {
        match processes {
            [id] => self.process(*id),
            _ => Row {
                label: format!("{} &", typed(text)),
                fate: "in the background".to_owned(),
                children: processes.iter().map(|id| self.process(*id)).collect(),
                ..Row::default()
            },
        }
    }

    /// A process and what it did; if that is one command, both are one row.
    fn process(&self, id: ProcessId) -> Row {
        let Some(process) = self.tree.processes.get(id) else {
            return Row::default();
        };
        let name = self.name(id);
        let fate = process_fate(process);
        if let [Node::Command(command)] = &process.nodes[..]
            && command.process.is_none()
            && matches!(command.kind, CommandKind::Found(_))
        {
            let own = self.command(command);
            let table = &command.descriptors;
            return Row {
                label: format!("{name}  {}{}", own.label, ampersand(process)),
                cells: cells(&table.numbers(), table),
                fate,
                ..own
            };
        }
        let cells = match process.is_told {
            true => cells(&process.descriptors.numbers(), &process.descriptors),
            false => Vec::new(),
        };
        let copied = match &process.nodes[..] {
            [Node::Command(command)] => command.process.is_some() && command.text == process.text,
            _ => false,
        };
        let text = match copied {
            true => "copy of the shell".to_owned(),
            false => typed(&process.text),
        };
        let refused = process.refused.iter();
        Row {
            label: format!("{name}  {text}{}", ampersand(process)),
            cells,
            fate,
            notes: refused
                .map(|text| format!("{} could not be made", typed(text)))
                .collect(),
            children: self.nodes(&process.nodes),
        }
    }
}

/// A row that only says something.
fn said(label: String) -> Row {
    Row {
        label,
        ..Row::default()
    }
}

/// The name behind `for` in the text of a loop.
fn loop_variable(text: &[u8]) -> Option<String> {
    let words = text.split(|byte| byte.is_ascii_whitespace() || *byte == b';');
    let name = words.filter(|word| !word.is_empty()).nth(1)?;
    Some(visible_bytes(name))
}

fn ampersand(process: &Process) -> &'static str {
    match process.reason {
        Some(ForkReason::AsyncList) => " &",
        _ => "",
    }
}

/// The text of a command on one line.
pub(super) fn typed(bytes: &[u8]) -> String {
    match bytes.is_empty() {
        true => "(text not kept)".to_owned(),
        false => text(&on_one_line(bytes)),
    }
}

/// What of `text` there is room for.
pub(super) fn text(text: &str) -> String {
    shortened(text, LONGEST)
}

fn cells(numbers: &[u32], table: &tree::Descriptors) -> Vec<String> {
    let cell = |fd: &u32| match table.get(*fd) {
        Some(to) => format!("{fd}: {}", link(to)),
        None => format!("{fd}: closed"),
    };
    numbers.iter().map(cell).collect()
}

/// The descriptors that the command's own redirections changed.
fn own_cells(command: &Command) -> Vec<String> {
    let mut numbers: Vec<u32> = command
        .redirects
        .iter()
        .filter(|redirect| !redirect.failed())
        .map(|redirect| redirect.fd)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    cells(&numbers, &command.descriptors)
}

fn has_parts(command: &Command) -> bool {
    command.kind == CommandKind::Found(How::Compound) || !command.nodes.is_empty()
}

/// What is not run in a world that is misread.
fn left_out(text: &[u8]) -> Row {
    Row {
        label: typed(text),
        fate: "not run".to_owned(),
        ..Row::default()
    }
}
