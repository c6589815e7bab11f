//! What happened, as a tree: processes in causal order, in each what it ran, and how everything ended.
//!
//! Events of processes that run side by side arrive in any order; within a process they are ordered. So the tree is built
//! process by process, and each is put where it was forked: the same line makes the same tree, whatever was faster. What only
//! time decides is left out: what a background process did that nobody waited for and that had not ended.
//!
//! Start with [`Tree::of`]. [`decisions`](super::decisions) says why, [`report`](super::report) shows both.

mod descriptors;
mod fold;
mod lives;
mod pids;
mod replay;
mod run;
mod texts;

pub use descriptors::{Descriptors, Link};
pub use texts::Texts;

use super::words::named;
use super::{ExitStatus, ExpansionStep, ForkReason, How, Jump, PipeData, Termination, TraceEvent};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{AndOr, RedirectOperator};

/// All that happened in one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// The first is the shell itself; the others stand in the order in which they are shown.
    pub processes: Vec<Process>,
    /// In the order in which they were opened, by program order.
    pub pipes: Vec<Pipe>,
    /// What `$?` was left at.
    pub left: Option<StatusLeft>,
    /// Whether there was more than is kept.
    pub truncated: bool,
}

/// A number of [`Tree::processes`].
pub type ProcessId = usize;

/// One process.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Process {
    /// What the system calls it.
    pub pid: i32,
    /// What it was made for; `None` for the shell itself.
    pub reason: Option<ForkReason>,
    /// The text it was made for, as typed.
    pub text: Vec<u8>,
    /// What its descriptors were connected to when it began what it was made for.
    pub descriptors: Descriptors,
    /// What it did as a shell.
    pub nodes: Vec<Node>,
    /// The redirection of its own, as typed, that could not be made, so that it did nothing.
    pub refused: Option<Vec<u8>>,
    /// The program it became.
    pub program: Option<Vec<u8>>,
    /// How it ended, as far as anybody was told.
    pub ended: Option<Termination>,
    /// Whether another process waited for it.
    pub waited: bool,
    /// Whether what it did is known and told.
    pub is_told: bool,
}

/// One thing a shell process did.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// It ran a command.
    Command(Box<Command>),
    /// It started the commands of a pipeline and waited for all of them.
    Pipeline(Pipeline),
    /// It started processes that it did not wait for.
    Background {
        /// The asynchronous list, as typed.
        text: Vec<u8>,
        /// One, or those of a pipeline.
        processes: Vec<ProcessId>,
    },
    /// It ran commands for what they print.
    Substitution(ProcessId),
    /// It did not run the right side of `&&` or `||`.
    Skipped {
        /// Which text it stands in, as [`Command::source`].
        source: u32,
        /// What did not run, as typed.
        text: Vec<u8>,
        /// Why not.
        right_side: RightSide,
    },
    /// It did not run the next item of a list, as somebody believes.
    LeftOut {
        /// What did not run, as typed.
        text: Vec<u8>,
    },
    /// It ran a condition of an `if` or a loop.
    Condition {
        /// Its commands.
        nodes: Vec<Node>,
        /// What it ended with.
        status: ExitStatus,
        /// Whether it holds.
        holds: bool,
    },
    /// It ran the body of a loop once.
    Turn {
        /// Which turn, from 1.
        number: u32,
        /// What the variable of a `for` loop was.
        value: Option<Vec<u8>>,
        /// What ran.
        nodes: Vec<Node>,
    },
    /// An `if` chose.
    Branched {
        /// 0-based branch.
        taken: Option<u32>,
        /// Whether the `else` part ran.
        otherwise: bool,
    },
    /// A `case` chose.
    Chosen {
        /// The pattern that matched, as typed.
        pattern: Option<Vec<u8>>,
    },
    /// `set -e` ended the shell.
    ErrExit {
        /// What failed.
        text: Vec<u8>,
        /// What it ended with.
        status: ExitStatus,
    },
    /// A function was defined.
    Defined {
        /// Its name.
        name: Vec<u8>,
    },
    /// The text could not be parsed.
    SyntaxError {
        /// Why.
        message: String,
    },
    /// It went on with the commands of the next `case` item.
    FellThrough,
    /// A word could not be expanded, or a variable not be given a value.
    ExpansionFailed {
        /// Why.
        message: String,
        /// The rule that says so.
        rule: Rule,
    },
}

/// A command that ran.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Which text it stands in: 0 is the line, see [`TraceEvent::source`].
    pub source: u32,
    /// As typed.
    pub text: Vec<u8>,
    /// Name and arguments after expansion; empty for compound commands and bare assignments.
    pub argv: Vec<Vec<u8>>,
    /// What kind of thing it was.
    pub kind: CommandKind,
    /// The words that expansion changed.
    pub expansions: Vec<Expansion>,
    /// Its redirections, in order.
    pub redirects: Vec<Redirect>,
    /// What the descriptors were connected to, its redirections made.
    pub descriptors: Descriptors,
    /// Variables it set.
    pub assigned: Vec<Assigned>,
    /// Where it read `$?`.
    pub statuses_read: Vec<StatusRead>,
    /// The process that ran it, where the shell made one for it.
    pub process: Option<ProcessId>,
    /// The program that took the shell's place for it.
    pub became: Option<Vec<u8>>,
    /// Whether this shell began anew for it in the same process, so that what ran for it ran in that one.
    pub began_anew: bool,
    /// What ran for it in this process: substitutions, the parts of a compound command, the body of a function.
    pub nodes: Vec<Node>,
    /// The way it left the normal order.
    pub jump: Option<Jump>,
    /// The operator before it that let it run.
    pub right_side: Option<RightSide>,
    /// Whether it is a loop that a signal ended, of which only the first turn is told: how many there were is a matter of time.
    pub cut: bool,
    /// Whether `!` turned its status round: the status of the whole.
    pub negated: Option<ExitStatus>,
    /// Whether it failed and `set -e` overlooked that.
    pub is_overlooked: bool,
    /// The signal whose trap ended it, where it is a `wait` that was cut short.
    pub cut_short: Option<i32>,
    /// Whether an error in it ended the shell, as it is a special built-in.
    pub is_fatal: bool,
    /// How it ended.
    pub ended: Option<Termination>,
}

impl Command {
    /// Whether it is a compound command.
    pub fn is_compound(&self) -> bool {
        self.kind == CommandKind::Found(How::Compound)
    }

    /// Whether what is assigned before it is set for it alone (XCU 2.9.1.2).
    pub fn assigns_for_itself(&self) -> bool {
        let CommandKind::Found(how) = self.kind else {
            return false;
        };
        match how {
            How::Builtin | How::External | How::Function | How::NotFound | How::NotExecutable => {
                true
            }
            How::SpecialBuiltin | How::NoCommand | How::Compound => false,
        }
    }

    /// Whether it ran in the shell itself, by its name.
    pub fn is_builtin(&self) -> bool {
        matches!(
            self.kind,
            CommandKind::Found(How::Builtin | How::SpecialBuiltin)
        )
    }

    /// The name that was typed, if an alias took its place.
    pub fn alias(&self) -> Option<&[u8]> {
        let mut words = self.text.split(|byte| byte.is_ascii_whitespace());
        let typed = words.next().filter(|word| !word.is_empty())?;
        let is_plain = typed.iter().all(u8::is_ascii_alphanumeric);
        let name = self.argv.first()?;
        (is_plain && name != typed).then_some(typed)
    }
}

/// What kind of thing a [`Command`] was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// As the engine found it.
    Found(How),
    /// The commands of a trap on this condition: the number of a signal, or 0 for the end of the shell.
    Trap(i32),
}

/// An operator, and what it saw.
#[derive(Clone, Debug, PartialEq)]
pub struct RightSide {
    /// `&&` or `||`.
    pub operator: AndOr,
    /// The status it saw.
    pub because: ExitStatus,
    /// The command that had set it, as typed; empty if nothing had run.
    pub left: Vec<u8>,
    /// The rule that decided.
    pub rule: Rule,
}

/// A word that was expanded.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// As typed.
    pub word: Vec<u8>,
    /// What came of it.
    pub fields: Vec<Vec<u8>>,
    /// How.
    pub steps: Vec<ExpansionStep>,
    /// For each step the expansion it is about, as typed; empty where it is about the whole word.
    pub parts: Vec<Vec<u8>>,
    /// Whether it is the name or an argument of the command, and not of a redirection, an assignment or a list.
    pub is_argument: bool,
}

/// A redirection that was made, or failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// As typed.
    pub text: Vec<u8>,
    /// Which descriptor.
    pub fd: u32,
    /// By which operator.
    pub operator: RedirectOperator,
    /// The path or descriptor after expansion.
    pub target: Vec<u8>,
    /// What the descriptor led to from then on, until the next redirection; `None` if it was closed.
    pub leads_to: Option<Link>,
    /// The errno of its failure.
    pub error: Option<i32>,
}

impl Redirect {
    /// Whether it could not be made.
    pub fn failed(&self) -> bool {
        self.error.is_some()
    }
}

/// A variable that was set.
#[derive(Clone, Debug, PartialEq)]
pub struct Assigned {
    /// Its name.
    pub name: Vec<u8>,
    /// Its value, perhaps shortened.
    pub value: Vec<u8>,
}

/// A `$?` that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusRead {
    /// What it was.
    pub value: ExitStatus,
    /// The command that had set it, as typed; `None` if that is not known here.
    pub producer: Option<Vec<u8>>,
    /// Whether that stood in an earlier text of the same shell.
    pub is_earlier: bool,
    /// Whether nothing had run yet in a shell of its own.
    pub is_first: bool,
}

impl StatusRead {
    /// Who had set it, in words.
    pub fn from(&self) -> String {
        match (&self.producer, self.is_earlier) {
            (Some(text), false) => format!("from {}", named(text)),
            (Some(text), true) => format!("from {} in an earlier line", named(text)),
            (None, _) if self.is_first => "and nothing had run yet".to_owned(),
            (None, _) => "from before".to_owned(),
        }
    }
}

/// A pipeline of more than one command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipeline {
    /// Which text it stands in, as [`Command::source`].
    pub source: u32,
    /// As typed.
    pub text: Vec<u8>,
    /// Its processes, in order.
    pub stages: Vec<ProcessId>,
    /// The stages that did not run, as somebody believes; as typed.
    pub left_out: Vec<Vec<u8>>,
    /// What they ended with, if the pipeline ended.
    pub statuses: Vec<ExitStatus>,
    /// What the pipeline ended with.
    pub status: Option<ExitStatus>,
    /// Whether `!` stood before it.
    pub negated: bool,
    /// Whether it failed and `set -e` overlooked that.
    pub is_overlooked: bool,
    /// The operator before it that let it run.
    pub right_side: Option<RightSide>,
}

/// A pipe between two commands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pipe {
    /// Who writes to it.
    pub writer: Option<ProcessId>,
    /// Who reads from it.
    pub reader: Option<ProcessId>,
    /// What went through it, if somebody looked and it was closed in time.
    pub data: Option<PipeData>,
    /// Whether somebody looked.
    pub is_watched: bool,
}

/// What `$?` was left at.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusLeft {
    /// Its value.
    pub value: ExitStatus,
    /// The command that set it, as typed; `None` if none of this run did.
    pub producer: Option<Vec<u8>>,
}

/// What a tree is made of.
#[derive(Clone, Copy, Debug)]
pub struct Events<'e> {
    /// As they arrived.
    pub events: &'e [TraceEvent],
    /// The process that ran the text.
    pub shell: i32,
    /// The text that events call source 0, where they do not tell it themselves.
    pub text: Option<&'e [u8]>,
    /// What had set `$?` before the text began, as typed, if that is known.
    pub before: Option<&'e [u8]>,
    /// How that process ended, if it did.
    pub ended: Option<Termination>,
    /// What went through the pipes.
    pub data: &'e [PipeData],
    /// Whether what ran in the background was listened to as well, until it ended. If not, how much is known of it is a matter
    /// of time, and it is left out unless somebody waited for it.
    pub settled: bool,
    /// Whether there was more than is kept.
    pub truncated: bool,
}

impl Tree {
    /// The tree of what happened.
    pub fn of(seen: Events<'_>) -> Tree {
        let mut tree = replay::replay(seen);
        tree.truncated |= seen.truncated;
        if !seen.settled {
            tree.forget_the_unfinished();
        }
        fold::fold(&mut tree);
        pids::name_all(&mut tree);
        tree
    }

    /// What went through the pipes of a background pipeline that nobody waited for is a matter of time.
    fn forget_the_unfinished(&mut self) {
        let unfinished =
            |process: &Process| process.reason == Some(ForkReason::AsyncList) && !process.waited;
        for pipe in &mut self.pipes {
            let writer = pipe.writer.and_then(|id| self.processes.get(id));
            if writer.is_some_and(unfinished) {
                pipe.data = None;
            }
        }
    }

    /// The shell itself.
    pub fn shell(&self) -> Option<&Process> {
        self.processes.first()
    }
}

/// The name of process `id`, as the trace says it.
pub fn name(id: ProcessId) -> String {
    match id {
        0 => "shell".to_owned(),
        id => format!("p{id}"),
    }
}

/// The name of pipe number `index`: A to Z, then AA.
pub fn pipe_name(index: usize) -> String {
    let letter = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", pipe_name(more - 1)),
    }
}

/// Where something stands: the number of a text, and the span in it.
type Place = (u32, Span);
