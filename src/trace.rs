//! What the engine did, as data: one [`TraceEvent`] a decision or a system call that matters.
//!
//! Says nothing of who listens and does no I/O. The engine hands events to a [`Tracer`](sink::Tracer).

pub mod decisions;
pub mod expansion;
pub mod json;
pub mod report;
pub mod sink;
pub mod tree;
pub mod words;

pub use expansion::ExpansionStep;

use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{AndOr, RedirectOperator};
use serde::{Deserialize, Serialize};

/// An exit status: 0 to 255, or more only where a misreading has it so. A death by signal n is 128 + n here; [`Termination`]
/// keeps the difference.
///
/// POSIX: XCU 2.8.2.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct ExitStatus(pub u32);

impl ExitStatus {
    /// 0.
    pub const SUCCESS: ExitStatus = ExitStatus(0);
    /// 1, the usual failure.
    pub const FAILURE: ExitStatus = ExitStatus(1);
    /// 2, misuse and syntax errors.
    pub const MISUSE: ExitStatus = ExitStatus(2);
    /// 126, found but not executable.
    pub const NOT_EXECUTABLE: ExitStatus = ExitStatus(126);
    /// 127, not found.
    pub const NOT_FOUND: ExitStatus = ExitStatus(127);

    /// Whether it is 0.
    pub fn is_success(self) -> bool {
        self.0 == 0
    }
}

impl From<u8> for ExitStatus {
    fn from(byte: u8) -> ExitStatus {
        ExitStatus(byte.into())
    }
}

impl std::fmt::Display for ExitStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Termination {
    /// It left by itself.
    Exited(ExitStatus),
    /// A signal ended it.
    Signaled(i32),
    /// A signal ended it, and the system kept an image of it.
    Dumped(i32),
    /// A signal stopped it; it may go on.
    Stopped(i32),
}

impl Termination {
    /// The exit status the shell reports for it (XCU 2.8.2).
    pub fn status(self) -> ExitStatus {
        match self {
            Termination::Exited(status) => status,
            Termination::Signaled(signal)
            | Termination::Dumped(signal)
            | Termination::Stopped(signal) => {
                ExitStatus(signal.wrapping_add(128).cast_unsigned() & 0xff)
            }
        }
    }

    /// The signal that ended it.
    pub fn signal(self) -> Option<i32> {
        match self {
            Termination::Signaled(signal) | Termination::Dumped(signal) => Some(signal),
            Termination::Exited(_) | Termination::Stopped(_) => None,
        }
    }
}

/// One thing the engine did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceEvent {
    /// The process that did it.
    pub pid: i32,
    /// Orders the events of one process, from 0.
    pub seq: u32,
    /// Which text `span` points into: 0 is the line that runs, any other number another text (a function defined by an
    /// earlier line, a sourced file, what `eval` was given).
    pub source: u32,
    /// The node it did it for; `None` where no text stands behind it.
    pub span: Option<Span>,
    /// What it was.
    pub kind: TraceKind,
}

/// What a [`TraceEvent`] tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TraceKind {
    /// A command is about to run, its words expanded. `span` is the command's node.
    Started {
        /// Command name and arguments; empty for a compound command or bare assignments.
        argv: Vec<Vec<u8>>,
        /// What kind of thing runs.
        how: How,
    },
    /// The command `Started` last at this span, in this process, ended.
    Ended {
        /// With this.
        how: Termination,
    },
    /// `span`, the right side of an operator, was not run.
    Skipped {
        /// The operator.
        operator: AndOr,
        /// The span of the operator.
        operator_span: Span,
        /// The status that made it so.
        because: ExitStatus,
        /// The rule that says so.
        rule: Rule,
    },
    /// `span`, what comes next in a list or the next stage of a pipeline, is not run: never by the rules of POSIX, but by what
    /// somebody believes.
    LeftOut,
    /// `span`, the right side of an operator, is about to run.
    RightSideRan {
        /// The operator.
        operator: AndOr,
        /// The status that made it so.
        because: ExitStatus,
        /// The rule that says so.
        rule: Rule,
    },
    /// A part of the text [`TraceEvent::source`], told before the first event whose span points into it.
    Text {
        /// The byte of the text at which the part begins.
        offset: u32,
        /// The part.
        bytes: Vec<u8>,
    },
    /// What the descriptors of this process are connected to when it begins to listen to a text.
    Descriptors {
        /// Those below 10 that programs inherit, in order.
        open: Vec<(u32, Connection)>,
    },
    /// What `$?` is when a line, or this shell, has ended.
    StatusLeft {
        /// Its value.
        value: ExitStatus,
        /// The text and the command in it that set it; `None` if no command did.
        producer: Option<(u32, Span)>,
    },
    /// An `if` (at `span`) chose.
    Branched {
        /// 0-based branch; `None` is the `else` part or nothing.
        taken: Option<u32>,
        /// Whether an `else` part ran.
        otherwise: bool,
    },
    /// A pipeline (at `span`) of more than one command, or with `!`, ended.
    PipelineEnded {
        /// Of each stage, in order.
        statuses: Vec<ExitStatus>,
        /// Of the whole, `!` applied.
        status: ExitStatus,
        /// Whether `!` stood before it.
        negated: bool,
    },
    /// A condition of an `if` or a loop ended; `span` is its list.
    ConditionEnded {
        /// With this.
        status: ExitStatus,
        /// Whether it holds.
        holds: bool,
    },
    /// A loop (at `span`) begins to run its body once more.
    LoopTurned {
        /// How often before, in this run of the loop.
        turns: u32,
        /// What the variable of a `for` loop now is, perhaps shortened.
        value: Option<Vec<u8>>,
    },
    /// A `case` (at `span`) chose.
    CaseChosen {
        /// 0-based item, and the pattern that matched; `None` is nothing.
        taken: Option<(u32, Span)>,
    },
    /// The commands of a `case` item (at `span`) are run since those before it ended with `;&`.
    FellThrough,
    /// The command at `span` leaves the normal order.
    Jumped {
        /// For where.
        jump: Jump,
    },
    /// The pipeline that ended last failed, and `set -e` ends the shell for it.
    ErrExit {
        /// What it ended with.
        status: ExitStatus,
    },
    /// A trap runs: the next text is its commands.
    TrapRun {
        /// The number of the signal; 0 for the end of the shell.
        condition: i32,
    },
    /// A function was defined.
    FunctionDefined {
        /// Its name.
        name: Vec<u8>,
    },
    /// The asynchronous list at `span` became a job.
    JobStarted {
        /// Its number.
        number: u32,
        /// What `$!` is.
        pid: i32,
    },
    /// The word at `span` was expanded, and that was more than to take it as it stands.
    Expanded {
        /// What came of it; for other words than those of a command or a `for` one string. Perhaps shortened.
        fields: Vec<Vec<u8>>,
        /// How, in order.
        steps: Vec<ExpansionStep>,
    },
    /// A word of the command at `span` could not be expanded, or a variable not be given a value.
    ExpansionFailed {
        /// Why.
        message: String,
        /// The rule that says so.
        rule: Rule,
    },
    /// The pipeline that ended last failed, and `set -e` overlooks it.
    ErrExitExempt {
        /// What it ended with.
        status: ExitStatus,
    },
    /// An error in the special built-in at `span` ends the shell.
    BuiltinFailed {
        /// What it leaves.
        status: ExitStatus,
    },
    /// `$?` was read.
    StatusRead {
        /// What it was.
        value: ExitStatus,
        /// The command that had set it; `None` if it was set before this text began.
        producer: Option<Span>,
    },
    /// A variable was given a value.
    Assigned {
        /// Its name.
        name: Vec<u8>,
        /// Its value, perhaps shortened.
        value: Vec<u8>,
    },
    /// A redirection was made, or failed.
    Redirected {
        /// Which descriptor.
        fd: u32,
        /// By which operator.
        operator: RedirectOperator,
        /// The path or descriptor after expansion.
        target: Vec<u8>,
        /// The errno of its failure.
        error: Option<i32>,
    },
    /// A process was forked.
    Forked {
        /// Its id.
        child: i32,
        /// What for.
        reason: ForkReason,
    },
    /// The process that is forked next, for `… &`, reads `/dev/null` (XCU 2.9.3.1). Told by the one that forks it: it may be
    /// killed before it can tell anything.
    AsyncInput,
    /// This process is about to become another program.
    Execed {
        /// The file.
        path: Vec<u8>,
        /// The name it is told and its arguments.
        #[serde(default)]
        argv: Vec<Vec<u8>>,
        /// Whether that program is this shell once more, so that what it does is told as well.
        #[serde(default)]
        again: bool,
    },
    /// A pipe between two stages was opened.
    PipeOpened {
        /// The stage, 0-based, that writes to it.
        from_stage: u32,
        /// The number under which what goes through it is told of; `None` if nobody looks.
        #[serde(default)]
        watched: Option<u64>,
    },
    /// A child was waited for.
    Waited {
        /// Its id.
        child: i32,
        /// How it ended.
        how: Termination,
    },
    /// This shell process is about to end by `exit`, `exec` or an error that ends it.
    ShellExited {
        /// With this.
        status: ExitStatus,
    },
    /// The text could not be parsed; nothing more of it ran.
    SyntaxError {
        /// The message without position.
        message: String,
    },
}

/// What went through a pipe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipeData {
    /// Which pipe: see [`TraceKind::PipeOpened`].
    pub number: u64,
    /// Bytes written to it.
    pub bytes: u64,
    /// Newlines among them.
    pub lines: u64,
    /// The first of them.
    pub head: Vec<u8>,
    /// Whether the last of them was a newline.
    pub ends_line: bool,
    /// Whether nobody could read any more before nobody could write any more.
    pub reader_left: bool,
}

/// What is behind a descriptor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Connection {
    /// A terminal.
    Terminal,
    /// A pipe, or a FIFO, of somebody else's.
    Pipe,
    /// A file or device with this path.
    File(Vec<u8>),
    /// A socket, or something else that has no path.
    Other,
}

/// A way to leave the normal order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Jump {
    /// Out of this many loops.
    Break(u32),
    /// To the next turn of the loop this many levels out, from 1.
    Continue(u32),
    /// Out of a function or sourced file.
    Return(ExitStatus),
    /// Out of the shell.
    Exit(ExitStatus),
}

/// What kind of thing a command turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// A special built-in utility (XCU 2.15).
    SpecialBuiltin,
    /// A regular built-in.
    Builtin,
    /// A function.
    Function,
    /// A program run by the kernel.
    External,
    /// Not found: 127.
    NotFound,
    /// Found, but not executable: 126.
    NotExecutable,
    /// Assignments or redirections without a command name.
    NoCommand,
    /// A compound command: a group, subshell, `if` or loop.
    Compound,
}

impl How {
    /// What it was in the end, which was `ended`: a name is looked up before the assignments in front of it are made, and one of
    /// these may be of `PATH`.
    pub fn in_the_end(self, ended: Termination) -> How {
        match (self, ended.status()) {
            (How::NotFound, ExitStatus::NOT_EXECUTABLE) => How::NotExecutable,
            (How::NotExecutable, ExitStatus::NOT_FOUND) => How::NotFound,
            (how, _) => how,
        }
    }
}

/// Why the engine forked. A fork without a reason does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ForkReason {
    /// A program to be executed.
    External,
    /// This shell, called by its name.
    OwnShell,
    /// `( … )`.
    Subshell,
    /// A stage of a pipeline.
    PipelineStage {
        /// 0-based.
        index: u32,
        /// Number of stages.
        of: u32,
    },
    /// `$( … )`.
    CommandSubstitution,
    /// `… &`.
    AsyncList,
}
