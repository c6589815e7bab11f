//! What is known of one process while its events are gone through: what is open, what came early, what leads where.

use super::descriptors::{Descriptors, Link};
use super::replay::{Birth, Replay};
use super::texts::Texts;
use super::{
    Command, CommandKind, Expansion, Node, Pipeline, Place, ProcessId, Redirect, RightSide,
    StatusRead,
};
use crate::source::Span;
use crate::trace::{ExitStatus, ForkReason, How, Jump, Termination, TraceEvent};
use std::collections::HashMap;
use std::rc::Rc;

/// Commands within commands that are told: nobody reads on, and whoever walks the tree has a stack.
const NESTED: usize = 200;

/// A command that has begun and not ended.
pub(super) struct Open {
    pub(super) command: Command,
    pub(super) nodes: Nodes,
    pub(super) place: Place,
    /// What its redirections hid.
    pub(super) saved: Vec<(u32, Option<Link>)>,
    /// Of a trap: the text that goes on after it, and what had set the status before it.
    pub(super) outer: Option<(u32, Vec<u8>)>,
}

pub(super) type Nodes = Vec<(Place, Node)>;

/// What comes before the command it belongs to.
pub(super) enum Early {
    Expansion(Expansion),
    StatusRead(StatusRead),
    Node(Node),
}

/// The life of one process, as far as it has been looked at.
pub(super) struct Run {
    pub(super) id: ProcessId,
    pub(super) table: Descriptors,
    pub(super) texts: Rc<Texts>,
    pub(super) stack: Vec<Open>,
    pub(super) nodes: Nodes,
    pub(super) early: Vec<(Place, Early)>,
    pub(super) right_side: Option<(Place, RightSide)>,
    pub(super) pipeline: Option<(Place, Pipeline)>,
    pub(super) background: Vec<ProcessId>,
    /// The pipe that the next child writes to, and the one that it reads from.
    pub(super) pipes: (Option<usize>, Option<usize>),
    /// Whether that child reads nothing.
    pub(super) reads_nothing: bool,
    pub(super) children: HashMap<i32, ProcessId>,
    /// What set `$?`.
    pub(super) latest: Vec<u8>,
    /// Whether it is, or is a copy of, a shell that began anew: what ran before is nothing to it.
    pub(super) is_anew: bool,
    /// What called for the end of the shell.
    pub(super) left_by: Option<Vec<u8>>,
    /// Whether something was nested too deeply to be told.
    pub(super) was_too_deep: bool,
}

impl Run {
    pub(super) fn new(id: ProcessId, birth: Birth) -> Run {
        Run {
            id,
            table: birth.table,
            texts: Rc::new(birth.texts),
            stack: Vec::new(),
            nodes: Vec::new(),
            early: Vec::new(),
            right_side: None,
            pipeline: None,
            background: Vec::new(),
            pipes: (None, None),
            reads_nothing: false,
            children: HashMap::new(),
            latest: birth.latest,
            is_anew: birth.is_anew,
            left_by: None,
            was_too_deep: false,
        }
    }

    pub(super) fn text(&self, (source, span): Place) -> Vec<u8> {
        self.texts.at(source, span)
    }

    pub(super) fn fork(
        &mut self,
        replay: &mut Replay<'_>,
        place: Place,
        child: i32,
        reason: ForkReason,
    ) {
        if reason != ForkReason::CommandSubstitution {
            self.flush_early();
        }
        let id = replay.tree.processes.len();
        let mut table = self.table.clone();
        match reason {
            ForkReason::CommandSubstitution => {
                table.set(1, Some(Link::Substitution));
            }
            ForkReason::PipelineStage { .. } | ForkReason::AsyncList => {
                if std::mem::take(&mut self.reads_nothing) {
                    table.set(0, Some(Link::File(b"/dev/null".to_vec())));
                }
                let (output, input) = self.pipes;
                if let Some(pipe) = input {
                    table.set(0, Some(Link::Pipe(pipe)));
                    replay.tree.pipes[pipe].reader = Some(id);
                }
                if let Some(pipe) = output {
                    table.set(1, Some(Link::Pipe(pipe)));
                    replay.tree.pipes[pipe].writer = Some(id);
                }
                self.pipes = (None, output);
            }
            ForkReason::External | ForkReason::OwnShell | ForkReason::Subshell => {}
        }
        self.children.insert(child, id);
        replay.process(Birth {
            pid: child,
            reason: Some(reason),
            text: self.text(place),
            table,
            texts: self.texts.copied(),
            latest: self.latest.clone(),
            is_anew: self.is_anew,
        });
        match reason {
            ForkReason::CommandSubstitution => {
                self.early
                    .push((place, Early::Node(Node::Substitution(id))));
            }
            ForkReason::PipelineStage { .. } => {
                if let Some((_, pipeline)) = &mut self.pipeline {
                    pipeline.stages.push(id);
                }
            }
            ForkReason::AsyncList => self.background.push(id),
            ForkReason::External | ForkReason::OwnShell | ForkReason::Subshell => {
                if let Some(open) = self.stack.last_mut() {
                    open.command.process = Some(id);
                    // Looked for before its assignments were made, one of which led to it.
                    if let (ForkReason::External, CommandKind::Found(how)) =
                        (reason, &mut open.command.kind)
                        && matches!(how, How::NotFound | How::NotExecutable)
                    {
                        *how = How::External;
                    }
                }
            }
        }
    }

    pub(super) fn open(
        &mut self,
        replay: &mut Replay<'_>,
        place: Place,
        argv: &[Vec<u8>],
        kind: CommandKind,
    ) {
        let is_within = |early: &(Place, Early)| within(place, early.0);
        let (own, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.early)
            .into_iter()
            .partition(is_within);
        self.early = others;
        self.flush_early();
        let right_side = self
            .right_side
            .take_if(|(at, _)| within(*at, place))
            .map(|(_, right_side)| right_side);
        if self.stack.is_empty() && self.nodes.is_empty() {
            replay.own(self.id).descriptors = self.table.clone();
        }
        let command = Command {
            source: place.0,
            text: self.text(place),
            argv: argv.to_vec(),
            kind,
            expansions: Vec::new(),
            redirects: Vec::new(),
            descriptors: self.table.clone(),
            assigned: Vec::new(),
            statuses_read: Vec::new(),
            process: None,
            became: None,
            began_anew: false,
            nodes: Vec::new(),
            jump: None,
            right_side,
            cut: false,
            negated: None,
            is_overlooked: false,
            cut_short: None,
            is_fatal: false,
            ended: None,
        };
        let mut open = Open {
            command,
            nodes: Vec::new(),
            place,
            saved: Vec::new(),
            outer: None,
        };
        own.into_iter().for_each(|early| open.add(early));
        for expansion in &mut open.command.expansions {
            expansion.is_argument = true;
        }
        self.stack.push(open);
    }

    pub(super) fn end(&mut self, place: Place, how: Termination) {
        let Some(at) = self.stack.iter().rposition(|open| open.place == place) else {
            return;
        };
        while self.stack.len() > at + 1 {
            self.close(None);
        }
        self.close(Some(how));
    }

    /// Ends the innermost open command.
    pub(super) fn close(&mut self, how: Option<Termination>) {
        let Some(mut open) = self.stack.pop() else {
            return;
        };
        if !open.redirections_stay() {
            for (fd, link) in open.saved.drain(..).rev() {
                self.table.set(fd, link);
            }
        }
        match open.outer {
            // The shell ends with the status that the trap left it with.
            Some(_) if ends_shell(&open.nodes) => {}
            Some((_, before)) => self.latest = before,
            None => self.latest.clone_from(&open.command.text),
        }
        open.command.ended = how;
        if let (CommandKind::Found(found), Some(ended)) = (&mut open.command.kind, how) {
            *found = found.in_the_end(ended);
        }
        open.command.nodes = open.nodes.into_iter().map(|(_, node)| node).collect();
        if self.stack.len() > NESTED {
            self.was_too_deep = true;
        } else {
            self.push(open.place, Node::Command(Box::new(open.command)));
        }
    }

    /// A trap's commands have ended when the text around it goes on.
    pub(super) fn leave_trap(&mut self, event: &TraceEvent) {
        let is_over = |open: &Open| {
            let goes_on = |(source, _): &(u32, Vec<u8>)| *source == event.source;
            open.outer.as_ref().is_some_and(goes_on) && !open.nodes.is_empty()
        };
        if self.stack.last().is_some_and(is_over) {
            self.flush_early();
            self.close(None);
        }
    }

    pub(super) fn redirect(
        &mut self,
        replay: &mut Replay<'_>,
        redirect: Redirect,
        is_written: bool,
    ) {
        let link = self.table.target(redirect.operator, &redirect.target);
        if !redirect.failed() {
            let before = self.table.set(redirect.fd, link);
            if let Some(open) = self.stack.last_mut().filter(|_| is_written) {
                open.saved.push((redirect.fd, before));
                open.command.descriptors = self.table.clone();
            } else {
                replay.own(self.id).descriptors = self.table.clone();
            }
        }
        if let Some(open) = self.stack.last_mut().filter(|_| is_written) {
            open.command.redirects.push(redirect);
        } else if is_written && redirect.failed() {
            // A subshell that could not begin.
            replay.own(self.id).refused = Some(redirect.text);
        }
    }

    /// Leaving a loop that is another process's, around a subshell, ends the subshell.
    pub(super) fn bound_jump(&mut self) {
        let loops = self.stack.iter().filter(|open| open.is_loop()).count();
        let Some(open) = self.stack.last_mut() else {
            return;
        };
        if let Some(Jump::Break(levels) | Jump::Continue(levels)) = open.command.jump
            && levels as usize > loops
        {
            open.command.jump = Some(Jump::Exit(ExitStatus::SUCCESS));
        }
    }

    pub(super) fn begin_pipeline(&mut self, place: Place) {
        let right_side = self
            .right_side
            .take_if(|(at, _)| within(*at, place))
            .map(|(_, right_side)| right_side);
        let pipeline = Pipeline {
            source: place.0,
            text: self.text(place),
            right_side,
            ..Pipeline::default()
        };
        self.pipeline = Some((place, pipeline));
    }

    pub(super) fn end_pipeline(&mut self) {
        self.pipes = (None, None);
        if let Some((place, pipeline)) = self.pipeline.take() {
            self.push(place, Node::Pipeline(pipeline));
        }
    }

    /// The command that ended last stood behind `!`.
    pub(super) fn negate(&mut self, status: ExitStatus) {
        if let Some((_, Node::Command(command))) = self.here().last_mut() {
            command.negated = Some(status);
        }
    }

    /// A trap runs because `signal` came: it is why a `wait` ended that left this number.
    pub(super) fn cut_short(&mut self, signal: i32) {
        if let Some((_, Node::Command(command))) = self.here().last_mut()
            && command.argv.first().is_some_and(|name| name == b"wait")
            && command.ended.map(|how| how.status().0) == u32::try_from(signal + 128).ok()
        {
            command.cut_short = Some(signal);
        }
    }

    /// `set -e` overlooks what ended last.
    pub(super) fn overlook(&mut self) {
        match self.here().last_mut() {
            Some((_, Node::Command(command))) => command.is_overlooked = true,
            Some((_, Node::Pipeline(pipeline))) => pipeline.is_overlooked = true,
            _ => {}
        }
    }

    fn here(&mut self) -> &mut Nodes {
        match self.stack.last_mut() {
            Some(open) => &mut open.nodes,
            None => &mut self.nodes,
        }
    }

    pub(super) fn push(&mut self, place: Place, node: Node) {
        self.here().push((place, node));
    }

    /// Takes out what was done last for the part of the text at `place`.
    pub(super) fn take_within(&mut self, place: Place) -> Vec<Node> {
        let nodes = self.here();
        let outside = nodes.iter().rposition(|(at, _)| !within(place, *at));
        let from = outside.map_or(0, |last| last + 1);
        nodes.drain(from..).map(|(_, node)| node).collect()
    }

    /// What no command claimed belongs to the one that is open.
    pub(super) fn flush_early(&mut self) {
        for early in std::mem::take(&mut self.early) {
            match (self.stack.last_mut(), early) {
                (Some(open), early) => open.add(early),
                (None, (place, Early::Node(node))) => self.nodes.push((place, node)),
                (None, _) => {}
            }
        }
    }
}

impl Open {
    fn add(&mut self, (place, early): (Place, Early)) {
        match early {
            Early::Expansion(expansion) => self.command.expansions.push(expansion),
            Early::StatusRead(read) => self.command.statuses_read.push(read),
            Early::Node(node) => self.nodes.push((place, node)),
        }
    }

    /// Whether it is `exec` without a command.
    fn is_loop(&self) -> bool {
        let words = ["for", "while", "until"];
        let text = &self.command.text;
        self.command.is_compound() && words.iter().any(|word| text.starts_with(word.as_bytes()))
    }

    fn redirections_stay(&self) -> bool {
        let argv = &self.command.argv;
        let words = [&b"exec"[..], b"command", b"--"];
        argv.iter().any(|word| word == b"exec")
            && argv.iter().all(|word| words.contains(&word.as_slice()))
    }
}

/// Whether the last of `nodes` is a command that ended the shell.
fn ends_shell(nodes: &Nodes) -> bool {
    fn ends(node: &Node) -> bool {
        let Node::Command(command) = node else {
            return false;
        };
        matches!(command.jump, Some(Jump::Exit(_))) || command.nodes.last().is_some_and(ends)
    }
    nodes.last().is_some_and(|(_, node)| ends(node))
}

/// Whether `inner` stands in `outer`.
fn within(outer: Place, inner: Place) -> bool {
    let (source, span): (u32, Span) = outer;
    source == inner.0 && span.contains(inner.1)
}
