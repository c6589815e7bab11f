//! Goes through the events of each process and builds what it did; a child is built where its parent made it.

use super::descriptors::Descriptors;
use super::lives::{Life, Lives};
use super::run::{Early, Run};
use super::texts::Texts;
use super::{
    Assigned, CommandKind, Events, Expansion, Node, Pipe, Place, Process, ProcessId, Redirect,
    RightSide, StatusLeft, StatusRead, Tree,
};
use crate::trace::{
    ExpansionStep, ForkReason, How, Jump, PipeData, Termination, TraceEvent, TraceKind,
};
use std::rc::Rc;

/// Processes within processes that are looked into.
const DEPTH: usize = 100;

/// Builds the tree of what was `seen`.
pub fn replay(seen: Events<'_>) -> Tree {
    let mut replay = Replay {
        lives: Lives::of(seen.events, seen.settled),
        tree: Tree::default(),
        data: seen.data,
        before: seen.before,
        depth: 0,
        latest: Vec::new(),
    };
    let mut texts = Texts::default();
    if let Some(text) = seen.text {
        texts.add(0, 0, text);
    }
    let shell = Birth {
        pid: seen.shell,
        reason: None,
        text: Vec::new(),
        table: Descriptors::default(),
        texts,
        latest: Vec::new(),
        is_anew: false,
    };
    replay.process(shell);
    if let (Some(shell), Some(how)) = (replay.tree.processes.first_mut(), seen.ended) {
        shell.ended = Some(how);
    }
    if let (None, Some(how)) = (&replay.tree.left, seen.ended) {
        // It could not say so itself: it had become a program, or a signal ended it.
        replay.tree.left = Some(StatusLeft {
            value: how.status(),
            producer: Some(replay.latest).filter(|text| !text.is_empty()),
        });
    }
    replay.tree
}

/// All that is gone through.
pub(super) struct Replay<'e> {
    lives: Lives<'e>,
    pub(super) tree: Tree,
    data: &'e [PipeData],
    before: Option<&'e [u8]>,
    depth: usize,
    /// What set `$?` last in the process that was looked at last.
    latest: Vec<u8>,
}

/// What a process has from the one that made it.
pub(super) struct Birth {
    pub(super) pid: i32,
    pub(super) reason: Option<ForkReason>,
    pub(super) text: Vec<u8>,
    pub(super) table: Descriptors,
    pub(super) texts: Texts,
    pub(super) latest: Vec<u8>,
    pub(super) is_anew: bool,
}

impl<'e> Replay<'e> {
    /// Goes through the life that begins with `birth`.
    pub(super) fn process(&mut self, birth: Birth) -> ProcessId {
        let id = self.tree.processes.len();
        let life = self.lives.take(birth.pid);
        let is_background = birth.reason == Some(ForkReason::AsyncList);
        let is_told =
            self.depth < DEPTH && (!is_background || self.lives.is_whole(birth.pid, &life));
        self.tree.processes.push(Process {
            pid: birth.pid,
            reason: birth.reason,
            text: birth.text.clone(),
            descriptors: birth.table.clone(),
            is_told,
            ..Process::default()
        });
        if is_told {
            self.depth += 1;
            let mut run = Run::new(id, birth);
            run.live(self, &life);
            self.depth -= 1;
        }
        id
    }

    pub(super) fn own(&mut self, id: ProcessId) -> &mut Process {
        // Every id was given by `process`.
        &mut self.tree.processes[id]
    }
}

impl Run {
    fn live(&mut self, replay: &mut Replay<'_>, life: &Life<'_>) {
        let mut execed = false;
        for event in life {
            if execed && !matches!(event.kind, TraceKind::Descriptors { .. }) {
                // It could not become the program.
                replay.own(self.id).program = None;
            }
            execed = matches!(event.kind, TraceKind::Execed { again: false, .. });
            self.take(replay, event);
        }
        self.flush_early();
        self.end_pipeline();
        while !self.stack.is_empty() {
            self.close(None);
        }
        replay.tree.truncated |= self.was_too_deep;
        replay.latest = std::mem::take(&mut self.latest);
        let nodes = std::mem::take(&mut self.nodes);
        replay.own(self.id).nodes = nodes.into_iter().map(|(_, node)| node).collect();
    }

    fn take(&mut self, replay: &mut Replay<'_>, event: &TraceEvent) {
        let place = (event.source, event.span.unwrap_or_default());
        self.leave_trap(event);
        match &event.kind {
            TraceKind::Text { bytes, .. } => {
                if let Some(open) = self.stack.last_mut()
                    && open.outer.is_some()
                    && open.command.text.is_empty()
                {
                    open.command.text = bytes.trim_ascii().to_vec();
                }
                Rc::make_mut(&mut self.texts).note(event);
            }
            TraceKind::Expanded { fields, steps } => {
                let part = |step: &ExpansionStep| match step.span() {
                    Some(span) => self.text((event.source, span)),
                    None => Vec::new(),
                };
                let expansion = Expansion {
                    word: self.text(place),
                    fields: fields.clone(),
                    steps: steps.clone(),
                    parts: steps.iter().map(part).collect(),
                    is_argument: false,
                };
                self.early.push((place, Early::Expansion(expansion)));
            }
            TraceKind::StatusRead { value, producer } => {
                let own = producer.map(|span| self.text((event.source, span)));
                let own = own.or_else(|| Some(self.latest.clone()));
                let own = own.filter(|text| !text.is_empty());
                let read = StatusRead {
                    value: *value,
                    is_earlier: own.is_none() && !self.is_anew,
                    is_first: own.is_none() && self.is_anew,
                    producer: own.or_else(|| {
                        let before = replay.before.filter(|_| !self.is_anew);
                        before.map(<[u8]>::to_vec)
                    }),
                };
                self.early.push((place, Early::StatusRead(read)));
            }
            TraceKind::Forked { child, reason } => self.fork(replay, place, *child, *reason),
            TraceKind::Waited { child, how } => {
                if let Some(id) = self.children.get(child) {
                    let process = replay.own(*id);
                    (process.ended, process.waited) = (Some(*how), true);
                }
            }
            TraceKind::Started { argv, how } => {
                self.open(replay, place, argv, CommandKind::Found(*how))
            }
            _ => {
                self.flush_early();
                self.take_late(replay, place, event);
            }
        }
    }

    /// What does not come before the command it belongs to.
    fn take_late(&mut self, replay: &mut Replay<'_>, place: Place, event: &TraceEvent) {
        match &event.kind {
            TraceKind::Ended { how } => self.end(place, *how),
            TraceKind::Skipped {
                operator,
                because,
                rule,
                ..
            } => {
                let node = Node::Skipped {
                    source: place.0,
                    text: self.text(place),
                    right_side: RightSide {
                        operator: *operator,
                        because: *because,
                        left: self.latest.clone(),
                        rule: *rule,
                    },
                };
                self.push(place, node);
            }
            TraceKind::LeftOut => {
                let text = self.text(place);
                match &mut self.pipeline {
                    Some((_, pipeline)) => pipeline.left_out.push(text),
                    None => self.push(place, Node::LeftOut { text }),
                }
            }
            TraceKind::RightSideRan {
                operator,
                because,
                rule,
            } => {
                let right_side = RightSide {
                    operator: *operator,
                    because: *because,
                    left: self.latest.clone(),
                    rule: *rule,
                };
                self.right_side = Some((place, right_side));
            }
            TraceKind::PipeOpened { watched, .. } => {
                self.pipes.0 = Some(replay.tree.pipes.len());
                let known = |data: &&PipeData| Some(data.number) == *watched;
                replay.tree.pipes.push(Pipe {
                    data: replay.data.iter().find(known).cloned(),
                    is_watched: watched.is_some(),
                    ..Pipe::default()
                });
                if self.pipeline.is_none() {
                    self.begin_pipeline(place);
                }
            }
            TraceKind::PipelineEnded {
                statuses,
                status,
                negated,
            } => {
                self.latest = self.text(place);
                match &mut self.pipeline {
                    Some((_, pipeline)) => {
                        pipeline.statuses.clone_from(statuses);
                        pipeline.status = Some(*status);
                        pipeline.negated = *negated;
                        self.end_pipeline();
                    }
                    None => self.negate(*status),
                }
            }
            _ => self.take_choice(replay, place, event),
        }
    }

    /// What was chosen, or could not be done.
    fn take_choice(&mut self, replay: &mut Replay<'_>, place: Place, event: &TraceEvent) {
        match &event.kind {
            TraceKind::ConditionEnded { status, holds } => {
                let nodes = self.take_within(place);
                let (status, holds) = (*status, *holds);
                let condition = Node::Condition {
                    nodes,
                    status,
                    holds,
                };
                self.push(place, condition);
            }
            TraceKind::LoopTurned { turns, value } => {
                let turn = Node::Turn {
                    number: turns.wrapping_add(1),
                    value: value.clone(),
                    nodes: Vec::new(),
                };
                self.push(place, turn);
            }
            TraceKind::Branched { taken, otherwise } => {
                let (taken, otherwise) = (*taken, *otherwise);
                self.push(place, Node::Branched { taken, otherwise });
            }
            TraceKind::CaseChosen { taken } => {
                let pattern = taken.map(|(_, span)| self.text((event.source, span)));
                self.push(place, Node::Chosen { pattern });
            }
            TraceKind::FunctionDefined { name } => {
                self.latest = self.text(place);
                self.push(place, Node::Defined { name: name.clone() });
            }
            TraceKind::SyntaxError { message } => {
                let message = message.clone();
                self.push(place, Node::SyntaxError { message });
            }
            TraceKind::FellThrough => self.push(place, Node::FellThrough),
            TraceKind::ExpansionFailed { message, rule } => {
                self.latest = self.text(place);
                let (message, rule) = (message.clone(), *rule);
                self.push(place, Node::ExpansionFailed { message, rule });
            }
            TraceKind::ErrExitExempt { .. } => self.overlook(),
            TraceKind::ErrExit { status } => {
                let (text, status) = (self.latest.clone(), *status);
                self.push(place, Node::ErrExit { text, status });
            }
            _ => self.take_of_process(replay, place, event),
        }
    }

    /// What changes the process itself.
    fn take_of_process(&mut self, replay: &mut Replay<'_>, place: Place, event: &TraceEvent) {
        match &event.kind {
            TraceKind::Redirected {
                fd,
                operator,
                target,
                error,
            } => {
                let redirect = Redirect {
                    text: self.text(place),
                    fd: *fd,
                    operator: *operator,
                    target: target.clone(),
                    leads_to: None,
                    error: *error,
                };
                self.redirect(replay, redirect, event.span.is_some());
            }
            TraceKind::TrapRun { condition } => {
                self.cut_short(*condition);
                let outer = (event.source, self.latest.clone());
                self.open(replay, place, &[], CommandKind::Trap(*condition));
                if let Some(open) = self.stack.last_mut() {
                    open.outer = Some(outer);
                }
            }
            TraceKind::AsyncInput => self.reads_nothing = true,
            TraceKind::JobStarted { .. } => {
                self.latest = self.text(place);
                self.pipeline = None;
                self.pipes = (None, None);
                let processes = std::mem::take(&mut self.background);
                let text = self.text(place);
                self.push(place, Node::Background { text, processes });
            }
            // What follows is what that shell does. It knows nothing of what ran before.
            TraceKind::Execed { again: true, .. } => {
                self.latest.clear();
                self.is_anew = true;
                if let Some(open) = self.stack.last_mut() {
                    open.command.began_anew = true;
                }
            }
            TraceKind::Execed { path, .. } => {
                replay.own(self.id).program = Some(path.clone());
                if let Some(open) = self.stack.last_mut()
                    && open.command.kind == CommandKind::Found(How::SpecialBuiltin)
                {
                    open.command.became = Some(path.clone());
                }
            }
            // One that became a shell again has those that it had.
            TraceKind::Descriptors { open }
                if self.id == 0 && self.nodes.is_empty() && self.stack.is_empty() =>
            {
                self.table = Descriptors::outer(open);
                replay.own(self.id).descriptors = self.table.clone();
            }
            TraceKind::StatusLeft { value, producer } => {
                let left_by = self.left_by.clone();
                let producer = producer.map(|(source, span)| self.text((source, span)));
                let left = StatusLeft {
                    value: *value,
                    producer: left_by.or(producer).filter(|text| !text.is_empty()),
                };
                if self.id == 0 {
                    replay.tree.left = Some(left);
                }
            }
            TraceKind::ShellExited { status } => {
                let how = Termination::Exited(*status);
                replay.own(self.id).ended.get_or_insert(how);
            }
            _ => self.take_of_command(event),
        }
    }

    /// What is noted of the command that is open.
    fn take_of_command(&mut self, event: &TraceEvent) {
        let Some(open) = self.stack.last_mut() else {
            return;
        };
        match &event.kind {
            TraceKind::Assigned { name, value } => {
                let (name, value) = (name.clone(), value.clone());
                open.command.assigned.push(Assigned { name, value });
            }
            TraceKind::Jumped { jump } => {
                open.command.jump = Some(*jump);
                if let Jump::Exit(_) = jump {
                    self.left_by = Some(open.command.text.clone());
                }
                self.bound_jump();
            }
            TraceKind::BuiltinFailed { .. } => open.command.is_fatal = true,
            _ => {}
        }
    }
}
