//! [`Shell`]: the shell execution environment (XCU 2.13), made of small parts, each its own type.

pub mod aliases;
mod descriptors;
pub mod frames;
pub mod functions;
pub mod history;
pub mod input;
pub mod job_control;
pub mod jobs;
pub mod locations;
pub mod options;
pub mod output;
pub mod program;
pub mod separators;
mod state;
pub mod traps;
pub mod variables;

use crate::engine::builtin::getopts::Position;
use crate::engine::exec::homecoming::Home;
use crate::engine::expand::fields::Fields;
use crate::engine::expand::gather::Expansion;
use crate::engine::line_editor::Editor;
use crate::engine::rules::Rules;
use crate::source::Span;
use crate::sys::fd::{self, Fd};
use crate::sys::{file, process};
use crate::trace::sink::Tracer;
use crate::trace::{ExitStatus, TraceKind};
use aliases::Aliases;
use frames::Frames;
use functions::Functions;
use history::History;
use input::Input;
use jobs::Jobs;
use locations::Locations;
use options::{Options, ShellOption};
use output::Output;
use program::{Memory, Program};
use std::ffi::CString;
use std::ops::Range;
use std::rc::Rc;
use traps::Traps;
use variables::{Variable, Variables};

/// What a function hid, to be put back when it returns.
#[derive(Default)]
pub struct Locals {
    /// Variables, with what they were.
    pub hidden: Vec<(Vec<u8>, Option<Variable>)>,
    /// The options of `set`, after `local -`.
    pub options: Option<Options>,
}

impl Locals {
    /// Puts everything back.
    pub fn put_back(self, shell: &mut Shell) {
        for (name, before) in self.hidden.into_iter().rev() {
            shell.variables.put_back(&name, before);
        }
        if let Some(options) = self.options {
            shell.set_job_control(options.is_on(ShellOption::Monitor));
            shell.options = options;
            shell.variables.export_all = options.is_on(ShellOption::AllExport);
        }
    }
}

/// Everything a shell knows between two commands.
pub struct Shell {
    /// `$0`.
    pub name: Vec<u8>,
    /// `$1` and so on.
    pub positional: Vec<Vec<u8>>,
    /// Variables and their attributes.
    pub variables: Variables,
    /// Function definitions.
    pub functions: Functions,
    /// What the parser works with.
    pub parsing: Memory,
    /// Alias definitions.
    pub aliases: Aliases,
    /// Where utilities were found.
    pub locations: Locations,
    /// `set` options.
    pub options: Options,
    /// Asynchronous lists that were started.
    pub jobs: Jobs,
    /// What is done on signals and at the end.
    pub traps: Traps,
    /// What is being executed around the current command.
    pub frames: Frames,
    /// `$?`.
    pub status: ExitStatus,
    /// What `$?` gives where that is not the status: see [`Rules::remembered`].
    pub believed: Option<ExitStatus>,
    /// The command that set `$?`: its text's number and its span there.
    pub producer: Option<(u32, Span)>,
    /// Who hears what happens.
    pub tracer: Tracer,
    /// How the language decides.
    pub rules: Rules,
    /// `$$`: the id of the shell's first process, also in subshells.
    pub process_id: i32,
    /// Whether a person types at it: errors and SIGINT then end the line, not the shell.
    pub interactive: bool,
    /// What built-ins print.
    pub output: Output,
    /// What built-ins read.
    pub input: Input,
    /// The text that is running; spans point into it.
    pub program: Option<Rc<Program>>,
    /// The status of the last command substitution since it was set to `None`.
    pub substitution_status: Option<ExitStatus>,
    /// Where `getopts` stopped.
    pub getopts: Position,
    /// What `local` hid, innermost function last.
    pub locals: Vec<Locals>,
    /// The working directory as `cd` and `pwd -L` see it, whatever becomes of `PWD`.
    pub directory: Vec<u8>,
    /// The commands that were entered, in a shell that a person types at.
    pub history: Option<History>,
    /// What line editing keeps from one line to the next.
    pub editor: Option<Box<Editor>>,
    /// Descriptors of whoever embeds the shell: to every redirection they are not there, not even to be closed.
    pub reserved_fds: Range<u32>,
    /// The path by which programs of this process are told to be this shell itself: see
    /// [`own_shell`](crate::engine::exec::own_shell).
    pub own_shell: Option<CString>,
    /// What comes back from subshell environments.
    pub home: Home,
    /// The file that holds all that was printed, where somebody asks what or how much that is.
    pub visible: Option<Fd>,
    /// Buffers for the fields of commands, kept for reuse.
    spare_fields: Vec<Fields>,
    /// Buffers for words being expanded, kept for reuse.
    pub spare_expansions: Vec<Expansion>,
    /// Buffers for text, kept for reuse.
    pub spare_text: Vec<Vec<u8>>,
    /// Buffers for the arguments of functions, kept for reuse.
    pub spare_arguments: Vec<Vec<Vec<u8>>>,
}

impl Shell {
    /// A shell called `name` with positional parameters `positional`; variables come from this process's environment.
    pub fn new(name: Vec<u8>, positional: Vec<Vec<u8>>) -> Shell {
        Shell::with_variables(name, positional, Variables::from_environment())
    }

    /// As [`Shell::new`], with other variables.
    pub fn with_variables(name: Vec<u8>, positional: Vec<Vec<u8>>, variables: Variables) -> Shell {
        let mut shell = Shell {
            name,
            positional,
            variables,
            functions: Functions::default(),
            parsing: Memory::default(),
            aliases: Aliases::default(),
            locations: Locations::default(),
            options: Options::default(),
            jobs: Jobs::default(),
            traps: Traps::default(),
            frames: Frames::default(),
            status: ExitStatus::SUCCESS,
            believed: None,
            producer: None,
            tracer: Tracer::default(),
            rules: Rules::POSIX,
            process_id: process::pid(),
            interactive: false,
            output: Output::default(),
            input: Input::default(),
            program: None,
            substitution_status: None,
            getopts: Position::default(),
            locals: Vec::new(),
            directory: Vec::new(),
            history: None,
            editor: None,
            reserved_fds: 0..0,
            own_shell: None,
            home: Home::default(),
            visible: None,
            spare_fields: Vec::new(),
            spare_expansions: Vec::new(),
            spare_text: Vec::new(),
            spare_arguments: Vec::new(),
        };
        shell.set_working_directory();
        let parent = process::parent_pid().to_string();
        // A new shell has no read-only variables yet.
        let _ = shell.variables.assign(b"PPID", parent.into_bytes());
        shell
    }

    /// Sets `PWD` as XCU `sh` asks: kept if it names the working directory, else found out.
    fn set_working_directory(&mut self) {
        let valid = self
            .variables
            .get(b"PWD")
            .is_some_and(|path| path.starts_with(b"/") && names_here(path));
        if !valid && let Ok(path) = file::working_directory() {
            let _ = self.variables.assign(b"PWD", path);
        }
        self.variables.export(b"PWD");
        self.directory = self.variables.get(b"PWD").unwrap_or(b"").to_vec();
    }

    /// From now on a person types at this shell.
    pub fn make_interactive(&mut self) {
        self.interactive = true;
        self.options.set(ShellOption::Interactive, true);
    }

    /// Sets `$?` and remembers that the command at `span` did.
    pub fn set_status(&mut self, status: ExitStatus, span: Span) -> ExitStatus {
        self.status = status;
        self.producer = Some((self.tracer.source, span));
        status
    }

    /// Notes what `$?` gives from now on, after a command called `name`, where that is believed not to be its status.
    pub fn remember(&mut self, name: &[u8]) {
        if let Some(remembered) = self.rules.remembered {
            let before = self.believed.unwrap_or_default();
            self.believed = Some(remembered(before, self.status, name));
        }
    }

    /// Records that `$?` was read at `span`.
    pub fn read_status(&mut self, span: Span) -> ExitStatus {
        let (believed, source) = (self.believed.unwrap_or(self.status), self.tracer.source);
        let value = self.rules.shown.map_or(believed, |shown| shown(believed));
        let producer = self
            .producer
            .filter(|(text, _)| *text == source)
            .map(|(_, span)| span);
        self.tracer
            .emit(Some(span), || TraceKind::StatusRead { value, producer });
        value
    }

    /// Records what `$?` is left at, `status`, and who set it.
    pub fn tell_status_left(&mut self, value: ExitStatus) {
        let producer = self.producer;
        self.tracer
            .emit(None, || TraceKind::StatusLeft { value, producer });
    }

    /// Records what the descriptors are connected to that programs inherit, if anybody listens.
    pub fn tell_descriptors(&mut self) {
        if self.tracer.is_on() {
            let open = descriptors::connections();
            self.tracer.emit(None, || TraceKind::Descriptors { open });
        }
    }

    /// Notes what a variable was before `local` changed it; outside of a function nothing is put back.
    pub fn remember_local(&mut self, name: &[u8], before: Option<Variable>) {
        if let Some(Locals { hidden, .. }) = self.locals.last_mut()
            && !hidden.iter().any(|(known, _)| known == name)
        {
            hidden.push((name.to_vec(), before));
        }
    }

    /// What must be done before another process comes to be: what was printed is written once, and what was read is settled.
    pub fn before_fork(&mut self) {
        self.output.flush_quietly();
        self.input.share();
    }

    /// How much has been printed, in bytes; 0 where nobody keeps it.
    pub fn printed(&mut self) -> usize {
        self.output.flush_quietly();
        self.visible.map_or(0, fd::size)
    }

    /// What has been printed from byte `from` on: so much of it as a number may be long.
    pub fn printed_since(&mut self, from: usize) -> Vec<u8> {
        const LONGEST: usize = 32;
        self.output.flush_quietly();
        let mut text = vec![0; LONGEST];
        let read = self.visible.map(|file| fd::read_at(file, &mut text, from));
        // Where nobody keeps it, nothing can be said of it.
        text.truncate(read.and_then(Result::ok).unwrap_or(0));
        text
    }

    /// An empty buffer for fields; give it back with [`Shell::give_back`].
    pub fn take_fields(&mut self) -> Fields {
        self.spare_fields.pop().unwrap_or_default()
    }

    /// Returns a buffer for reuse.
    pub fn give_back(&mut self, mut fields: Fields) {
        fields.clear();
        self.spare_fields.push(fields);
    }

    /// Prints a message on standard error, as `name: message`, after what was printed before it.
    pub fn complain(&mut self, message: &str) {
        self.output.flush_quietly();
        let mut line = self.name.clone();
        line.extend_from_slice(b": ");
        if let Some(number) = self.line_number() {
            line.extend_from_slice(format!("line {number}: ").as_bytes());
        }
        line.extend_from_slice(message.as_bytes());
        line.push(b'\n');
        // There is nowhere left to complain if this fails.
        let _ = crate::sys::fd::write_all(crate::sys::fd::STDERR, &line);
    }

    /// Prints what a person is to know of jobs, on standard error.
    pub fn tell(&mut self, text: &[u8]) {
        self.output.flush_quietly();
        if !self.tracer.aside(text) {
            let _ = crate::sys::fd::write_all(crate::sys::fd::STDERR, text);
        }
    }

    /// 1-based line of the command that is running, in a shell that reads a script; the copies of one at which a person types
    /// read none either.
    pub fn line_number(&self) -> Option<usize> {
        match self.options.is_on(ShellOption::Interactive) {
            true => None,
            false => self.line(),
        }
    }

    /// 1-based line of the command that is running.
    pub fn line(&self) -> Option<usize> {
        self.line_at(self.frames.span?)
    }

    /// The 1-based line of `span` in its file.
    pub fn line_at(&self, span: Span) -> Option<usize> {
        let program = self.program.as_ref()?;
        Some(program.first_line() + program.line_of(span.start))
    }

    /// What stands at `span` of the text that is running.
    pub fn text_of(&self, span: Span) -> &[u8] {
        let text = self.program.as_ref().map(|program| program.bytes());
        text.map_or(&[], |text| span.of(text))
    }

    /// What stands at `span` of the text that is running, on one line.
    pub fn text_at(&self, span: Span) -> Vec<u8> {
        let lines = self.text_of(span).split(|byte| *byte == b'\n');
        let lines: Vec<&[u8]> = lines.map(<[u8]>::trim_ascii).collect();
        lines.join(&b' ')
    }
}

/// Whether `path` and `.` are the same directory.
fn names_here(path: &[u8]) -> bool {
    let identity = |path: &[u8]| file::stat(path).map(|stat| (stat.st_dev, stat.st_ino));
    match (identity(path), identity(b".")) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
