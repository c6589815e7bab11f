//! Whose events count: the session's own shell's, and those of the processes that it, or one of these, forked.
//!
//! Pure. The kernel tells who sent a message, so a program that got hold of the socket can speak in nobody's name but its
//! own; and a process that became a program is heard no more. A child may speak before its parent has told that it forked
//! it: what it says is held until then, which also puts the events into causal order. Start with [`Speakers::hear`].

use crate::trace::{ForkReason, Termination, TraceEvent, TraceKind};
use std::collections::{HashMap, VecDeque};

/// Events held for processes that nobody has told of yet.
const HELD: usize = 1000;
/// Processes known at a time.
const KNOWN: usize = 10_000;

/// An event as it came up the socket.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The process that sent it, as the kernel says.
    pub sender: i32,
    /// The number of the line it belongs to.
    pub line: u32,
    /// Whether others of this process may be missing from here on.
    pub is_last: bool,
    /// What happened.
    pub event: TraceEvent,
}

/// What a process may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// Anything: a shell.
    Shell,
    /// That it becomes a program, and nothing else.
    Program,
}

/// The processes that may report.
#[derive(Debug, Default)]
pub struct Speakers {
    shell: i32,
    voices: HashMap<i32, Voice>,
    held: VecDeque<Told>,
}

impl Speakers {
    /// At first there is the session's `shell`.
    pub fn new(shell: i32) -> Speakers {
        Speakers {
            shell,
            voices: HashMap::from([(shell, Voice::Shell)]),
            held: VecDeque::new(),
        }
    }

    /// Takes the next event, and adds to `heard` those that count: this one, if it does, and what was held for it.
    pub fn hear(&mut self, told: Told, heard: &mut Vec<Told>) {
        let mut ready = VecDeque::from([told]);
        while let Some(told) = ready.pop_front() {
            match self.voices.get(&told.sender) {
                None => self.hold(told),
                Some(voice) if self.may_say(*voice, &told) => {
                    self.learn(&told.event, &mut ready);
                    heard.push(told);
                }
                Some(_) => {}
            }
        }
    }

    /// Whether anybody but the shell may report.
    pub fn are_many(&self) -> bool {
        self.voices.len() > 1
    }

    fn may_say(&self, voice: Voice, told: &Told) -> bool {
        let becomes_program = matches!(told.event.kind, TraceKind::Execed { again: false, .. });
        let child = self.voices.get(&told.event.pid);
        match told.event.pid == told.sender {
            true => voice == Voice::Shell || becomes_program,
            // A child that shares its parent's memory until it is a program cannot speak for itself.
            false => voice == Voice::Shell && becomes_program && child == Some(&Voice::Program),
        }
    }

    /// Draws from `event` who may speak from now on; what was held for a new one is `ready`.
    fn learn(&mut self, event: &TraceEvent, ready: &mut VecDeque<Told>) {
        match event.kind {
            TraceKind::Forked { child, reason } if self.voices.len() < KNOWN => {
                let voice = match reason {
                    ForkReason::External => Voice::Program,
                    _ => Voice::Shell,
                };
                self.voices.insert(child, voice);
                // Before what its parent says later, which may be that it has ended.
                let released = self.release(child);
                released
                    .into_iter()
                    .rev()
                    .for_each(|told| ready.push_front(told));
            }
            // If the session's own shell could not become it after all, it goes on.
            TraceKind::Execed { again: false, .. } if event.pid != self.shell => {
                self.forget(event.pid);
            }
            TraceKind::ShellExited { .. } if event.pid != self.shell => self.forget(event.pid),
            TraceKind::Waited { child, how } if !matches!(how, Termination::Stopped(_)) => {
                self.forget(child)
            }
            _ => {}
        }
    }

    fn forget(&mut self, pid: i32) {
        self.voices.remove(&pid);
        self.held.retain(|told| told.sender != pid);
    }

    fn hold(&mut self, told: Told) {
        // What is the session's own is not held for long, so the oldest is the least likely to be missed.
        if self.held.len() == HELD {
            self.held.pop_front();
        }
        self.held.push_back(told);
    }

    fn release(&mut self, pid: i32) -> VecDeque<Told> {
        let (released, held) = std::mem::take(&mut self.held)
            .into_iter()
            .partition(|told| told.sender == pid);
        self.held = held;
        released
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::ExitStatus;

    const SHELL: i32 = 10;

    fn told(sender: i32, pid: i32, kind: TraceKind) -> Told {
        Told {
            sender,
            line: 1,
            is_last: false,
            event: TraceEvent {
                pid,
                seq: 0,
                source: 0,
                span: None,
                kind,
            },
        }
    }

    fn forked(parent: i32, child: i32, reason: ForkReason) -> Told {
        told(parent, parent, TraceKind::Forked { child, reason })
    }

    fn exited(pid: i32) -> Told {
        let status = ExitStatus(3);
        told(pid, pid, TraceKind::ShellExited { status })
    }

    fn becomes_program(sender: i32, pid: i32) -> Told {
        told(sender, pid, execed())
    }

    fn execed() -> TraceKind {
        TraceKind::Execed {
            path: b"/bin/true".to_vec(),
            argv: Vec::new(),
            again: false,
        }
    }

    /// Which of `all`, by their places, count, in the order in which they do.
    fn check(all: &[Told], expected: &[usize]) {
        let mut speakers = Speakers::new(SHELL);
        let mut heard = Vec::new();
        for told in all {
            speakers.hear(told.clone(), &mut heard);
        }
        let expected: Vec<Told> = expected.iter().map(|index| all[*index].clone()).collect();
        assert_eq!(heard, expected);
    }

    #[test]
    fn a_process_that_begins_anew_as_this_shell_is_heard_on() {
        let again = TraceKind::Execed {
            path: b"/bin/sh".to_vec(),
            argv: Vec::new(),
            again: true,
        };
        let forked = |child, reason| TraceKind::Forked { child, reason };
        let mut speakers = Speakers::new(SHELL);
        let mut heard = Vec::new();
        let said = [
            told(SHELL, SHELL, forked(11, ForkReason::OwnShell)),
            told(11, 11, again.clone()),
            told(11, 11, forked(12, ForkReason::External)),
            // A program says nothing, whatever it says that it is.
            told(12, 12, again),
            told(12, 12, forked(13, ForkReason::Subshell)),
        ];
        for one in said {
            speakers.hear(one, &mut heard);
        }
        let heard: Vec<i32> = heard.iter().map(|told| told.sender).collect();
        assert_eq!(heard, [SHELL, 11, 11]);
    }

    #[test]
    fn children_are_heard_after_their_parents() {
        let (subshell, stage) = (
            ForkReason::Subshell,
            ForkReason::PipelineStage { index: 0, of: 2 },
        );
        check(
            &[
                exited(12),
                forked(11, 12, stage),
                exited(11),
                forked(SHELL, 11, subshell),
            ],
            &[3, 1, 0, 2],
        );
        // That it was waited for is held as well, and comes after what it said.
        let how = Termination::Exited(ExitStatus(3));
        check(
            &[
                exited(12),
                forked(11, 12, stage),
                told(11, 11, TraceKind::Waited { child: 12, how }),
                forked(SHELL, 11, subshell),
            ],
            &[3, 1, 0, 2],
        );
    }

    #[test]
    fn strangers_and_borrowed_names_are_not_heard() {
        let borrowed = told(99, SHELL, exited(SHELL).event.kind);
        let mut of_child = exited(11);
        of_child.event.pid = SHELL;
        check(
            &[
                exited(99),
                borrowed,
                forked(SHELL, 11, ForkReason::Subshell),
                of_child,
                exited(11),
            ],
            &[2, 4],
        );
    }

    #[test]
    fn a_program_is_not_heard() {
        let external = ForkReason::External;
        check(
            &[
                forked(SHELL, 11, external),
                exited(11),
                becomes_program(11, 11),
                exited(11),
            ],
            &[0, 2],
        );
        check(
            &[
                exited(11),
                forked(SHELL, 11, external),
                becomes_program(SHELL, 11),
                forked(SHELL, 12, ForkReason::Subshell),
                becomes_program(12, 12),
                exited(12),
            ],
            &[1, 2, 3, 4],
        );
    }

    #[test]
    fn what_is_held_is_bounded() {
        let mut speakers = Speakers::new(SHELL);
        let mut heard = Vec::new();
        for pid in 100..100 + 2 * HELD as i32 {
            speakers.hear(exited(pid), &mut heard);
        }
        assert_eq!((heard.len(), speakers.held.len()), (0, HELD));
    }
}
