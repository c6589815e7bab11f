//! What decided how one command ran: what it is, where it was found, how it ended.

use super::Made;
use super::place::{Place, before_it_began};
use crate::rule::Rule;
use crate::trace::tree::{self, Command, CommandKind, Node, ProcessId, Redirect, StatusRead};
use crate::trace::words::{
    BROKEN_PIPE, first_word, named, quoted_all, set_apart, signal_name, visible_bytes,
};
use crate::trace::{ExitStatus, ExpansionStep, How, Jump, Termination};

impl<'t> Made<'t> {
    pub(super) fn command(&mut self, command: &'t Command, id: ProcessId) {
        if let Some(seen) = &command.right_side {
            self.ran(&command.text, seen);
        }
        command.expansions.iter().for_each(|word| self.word(word));
        command
            .statuses_read
            .iter()
            .for_each(|read| self.status_read(read));
        self.simple(command);
        self.redirects(command);
        self.assigned(command, id);
        self.found(command, id);
        self.kind(command, id);
        let own = command
            .process
            .and_then(|child| self.tree.processes.get(child));
        let begun = Place::begun_by(command, own);
        let (before, rest) = command.nodes.split_at(before_it_began(command));
        self.nodes(before, id);
        let outer = (self.place.clone(), self.shell);
        if let Some(begun) = begun {
            self.place = begun;
            self.shell = command.process.unwrap_or(id);
        }
        self.nodes(rest, id);
        if let Some(child) = command.process {
            self.process(child);
        }
        (self.place, self.shell) = outer;
        let is_loop = matches!(
            first_word(&command.text).as_str(),
            "while" | "until" | "for"
        );
        if command.is_compound() && is_loop {
            self.loop_turns(command);
        }
        self.ended(command);
    }

    fn status_read(&mut self, read: &StatusRead) {
        let place = self.place.ending();
        let said = format!("$? was {}, {}{place}", read.value, read.from());
        self.decide(Rule::LatestStatus, said);
    }

    fn kind(&mut self, command: &Command, id: ProcessId) {
        let name = command.argv.first().map_or(&[][..], Vec::as_slice);
        let text = named(&command.text);
        match command.kind {
            CommandKind::Trap(0) => {
                self.decide(Rule::Trap, "the shell was about to end, so the trap ran");
            }
            CommandKind::Trap(signal) => {
                self.decide(
                    Rule::Trap,
                    format!("{} came, so the trap ran", signal_name(signal)),
                );
            }
            CommandKind::Found(How::Function) => {
                self.decide(
                    Rule::FunctionCall,
                    format!("{text} ran in the shell that called it"),
                );
            }
            // Behind a redirection that failed nothing was looked for.
            CommandKind::Found(How::NotFound) if command.redirects.iter().any(Redirect::failed) => {
            }
            CommandKind::Found(How::NotFound) => {
                self.decide(Rule::NotFound, format!("there is no {}", named(name)));
            }
            CommandKind::Found(How::NotExecutable) => {
                self.decide(Rule::NotExecutable, format!("{} is there", named(name)));
            }
            CommandKind::Found(How::SpecialBuiltin | How::Builtin) => match name {
                b"eval" => self.decide(Rule::Eval, text),
                b"." => self.decide(Rule::Dot, text),
                b"exec" if command.became.is_some() => self.decide(Rule::Exec, text),
                b"exec" if command.argv.len() == 1 => self.decide(Rule::ExecRedirects, text),
                b"exec" => self.not_started(command, &command.argv[1]),
                b"wait" if command.cut_short.is_some() => {
                    let number = command.cut_short.unwrap_or_default();
                    self.decide(Rule::WaitCutShort, left_by_signal(&command.text, number));
                }
                b"wait" if command.argv.len() == 1 => self.decide(Rule::WaitAll, text),
                // That says that there was nothing to wait for.
                b"wait"
                    if command.ended.map(Termination::status) == Some(ExitStatus::NOT_FOUND) => {}
                b"wait" => self.decide(Rule::Wait, text),
                _ => {}
            },
            CommandKind::Found(How::External)
                if command.process.is_none() && self.tree.processes[id].program.is_none() =>
            {
                self.not_started(command, name);
            }
            CommandKind::Found(_) => {}
        }
        match command.jump {
            // A failure may end the shell as well.
            Some(Jump::Exit(_)) if name != b"exit" => {}
            Some(Jump::Exit(status)) => {
                let which = self.which_shell(id);
                self.decide(Rule::Exit, format!("{}{which}", text_of(command)));
                self.cut_to_a_byte(command, status);
            }
            Some(Jump::Return(status)) => {
                self.decide(Rule::Return, text_of(command));
                self.cut_to_a_byte(command, status);
            }
            Some(Jump::Break(_)) => self.decide(Rule::Break, text_of(command)),
            Some(Jump::Continue(_)) => self.decide(Rule::Continue, text_of(command)),
            None => {}
        }
    }

    /// Which shell it is that process `id` ends, where that is not the one of the line.
    fn which_shell(&self, id: ProcessId) -> String {
        if id == self.shell {
            return self.place.ending();
        }
        let copy = self.place.copy();
        match self.in_words {
            true => format!(", in {copy}, which alone ended"),
            false => format!(", in {}, {copy}, which alone ended", tree::name(id)),
        }
    }

    /// What kept `name` from being started, if something did.
    fn not_started(&mut self, command: &Command, name: &[u8]) {
        let status = command.ended.map(Termination::status);
        // Along a PATH of its own it was not looked for where it is.
        let is_file = command.kind == CommandKind::Found(How::External)
            && command.assigned.iter().all(|set| set.name != b"PATH");
        let name = named(name);
        match status {
            _ if command.became.is_some() || command.redirects.iter().any(Redirect::failed) => {}
            Some(ExitStatus::NOT_FOUND) if is_file => {
                let case = format!("{name} is there; what is to read it is not");
                self.decide(Rule::NotFound, case);
            }
            Some(ExitStatus::NOT_FOUND) => {
                self.decide(Rule::NotFound, format!("there is no {name}"));
            }
            Some(ExitStatus::NOT_EXECUTABLE) => {
                self.decide(Rule::NotExecutable, format!("{name} is there"));
            }
            _ => {}
        }
    }

    fn ended(&mut self, command: &Command) {
        let text = named(&command.text);
        let is_simple = !command.is_compound();
        match command.ended {
            // It is the shell that a signal ends while a built-in runs, and what started that shell ends so too.
            Some(Termination::Signaled(_) | Termination::Dumped(_)) if command.is_builtin() => {}
            Some(Termination::Signaled(number) | Termination::Dumped(number)) if is_simple => {
                self.by_signal(&command.text, number);
            }
            Some(Termination::Exited(status)) => {
                let name = command.argv.first().map_or(&[][..], Vec::as_slice);
                // Where a redirection failed, nobody read the question.
                let ran = !command.redirects.iter().any(Redirect::failed);
                if ran && (name == b"[" || name == b"test") && status.0 > 1 {
                    self.decide(Rule::TestError, text.clone());
                }
                if ran {
                    self.utility(command, status);
                }
                self.substituted(command, status);
                self.status_from_within(command, status);
            }
            _ => {}
        }
        if let (Some(status), Some(how)) = (command.negated, command.ended) {
            let before = how.status();
            self.decide(
                Rule::Negation,
                format!("the {before} of {text} became {status}"),
            );
        }
        if command.is_overlooked {
            let status = command.ended.map(Termination::status).unwrap_or_default();
            self.overlooked(&command.text, status);
        }
        if command.is_fatal {
            self.decide(
                Rule::SpecialBuiltinError,
                format!("{text} failed, and the shell ended"),
            );
        }
    }

    /// That signal `number` ended what was typed as `text`.
    pub(super) fn by_signal(&mut self, text: &[u8], number: i32) {
        if number == BROKEN_PIPE {
            let case = format!("nobody read what {} wrote any more", named(text));
            return self.decide(Rule::BrokenPipe, case);
        }
        self.decide(Rule::SignalStatus, left_by_signal(text, number));
    }

    /// The words of a simple command.
    fn simple(&mut self, command: &Command) {
        let [name, arguments @ ..] = &command.argv[..] else {
            return;
        };
        let (name, text) = (set_apart(name), named(&command.text));
        let is_changed = |step: &ExpansionStep| *step != ExpansionStep::QuoteRemoval;
        let expanded = command
            .expansions
            .iter()
            .any(|word| word.is_argument && word.steps.iter().any(is_changed));
        if expanded {
            self.plainly(Rule::ExpansionOrder, || {
                format!(
                    "{text} ran as {}",
                    set_apart(quoted_all(&command.argv).as_bytes())
                )
            });
        }
        self.plainly(Rule::SimpleCommand, || match arguments {
            [] => format!("{name} is the name, and there are no arguments"),
            [_] => format!("{name} is the name, {} its argument", quoted_all(arguments)),
            _ => format!(
                "{name} is the name, {} its arguments",
                quoted_all(arguments)
            ),
        });
        if let Some(typed) = command.alias() {
            self.plainly(Rule::Alias, || {
                format!("{name} stands where {} was typed", set_apart(typed))
            });
        }
    }

    /// The variables that it set.
    fn assigned(&mut self, command: &Command, id: ProcessId) {
        let is_special = command.kind == CommandKind::Found(How::SpecialBuiltin);
        for set in &command.assigned {
            let (name, value) = (visible_bytes(&set.name), set_apart(&set.value));
            if command.argv.is_empty() {
                let process = self.name(id);
                self.plainly(Rule::Assignment, || {
                    format!("{name} became {value} in {process}")
                });
            } else if !is_special {
                self.plainly(Rule::AssignmentPrefix, || {
                    let text = set_apart(quoted_all(&command.argv).as_bytes());
                    format!("{name} was {value} for {text} and for nothing else")
                });
            }
        }
    }

    /// What its name was found to be.
    fn found(&mut self, command: &Command, id: ProcessId) {
        let CommandKind::Found(how) = command.kind else {
            return;
        };
        let Some(argv0) = command.argv.first() else {
            return;
        };
        let name = set_apart(argv0);
        // In a process made for it nothing else is left to be done than to become the program.
        let child = command.process.or((id > 0).then_some(id));
        let process = child.and_then(|id| self.tree.processes.get(id));
        let program = process.and_then(|process| process.program.as_ref());
        let program = program.or(command.became.as_ref());
        let is = match (how, program) {
            (How::SpecialBuiltin | How::Builtin, _) => "a built-in".to_owned(),
            (How::Function, _) => "a function".to_owned(),
            (How::External, Some(path)) => format!("the file {}", set_apart(path)),
            (How::External, None) => "a file".to_owned(),
            _ => return,
        };
        match argv0.contains(&b'/') {
            true => self.plainly(Rule::CommandPath, || {
                format!("{name} has a slash, so it is {is}")
            }),
            false => self.plainly(Rule::CommandSearch, || format!("{name} is {is}")),
        }
        if let (How::External, Some(child)) = (how, child) {
            let left = match command.ended {
                Some(how) => format!(" and left {}", how.status()),
                None => String::new(),
            };
            let process = self.name(child);
            self.plainly(Rule::External, || format!("{name} ran as {process}{left}"));
        }
    }

    /// What `exit` or `return` made of a number that is no status.
    fn cut_to_a_byte(&mut self, command: &Command, status: ExitStatus) {
        let number = command
            .argv
            .get(1)
            .and_then(|word| str::from_utf8(word).ok());
        let number = number.and_then(|number| number.parse::<u64>().ok());
        if let Some(number) = number.filter(|number| *number > 255) {
            self.decide(
                Rule::StatusByte,
                format!("{number} is more than a byte holds; {status} was left"),
            );
        }
    }

    /// A failure that `set -e` does not end the shell for.
    pub(super) fn overlooked(&mut self, text: &[u8], status: ExitStatus) {
        self.decide(
            Rule::ErrExitExempt,
            format!("{} ended with {status}, and the shell went on", named(text)),
        );
    }

    /// Whose status a function's or a compound command's is.
    fn status_from_within(&mut self, command: &Command, status: ExitStatus) {
        let nodes = match command.process.and_then(|id| self.tree.processes.get(id)) {
            Some(process) if command.is_compound() => &process.nodes[..],
            _ => match &command.nodes[..] {
                // The braces of a function's body are not what anybody means.
                [Node::Command(body)] if !command.is_compound() && body.is_compound() => {
                    &body.nodes[..]
                }
                nodes => nodes,
            },
        };
        let text = named(&command.text);
        let first = first_word(&command.text);
        let rule = match command.kind {
            CommandKind::Found(How::Function) => Rule::FunctionStatus,
            CommandKind::Found(How::Compound) => match first.as_str() {
                "if" => Rule::IfStatus,
                "case" => Rule::CaseStatus,
                "while" | "until" | "for" => Rule::LoopStatus,
                _ => Rule::GroupStatus,
            },
            _ => return,
        };
        match (rule, first.as_bytes().first()) {
            (Rule::GroupStatus, Some(b'(')) => {
                let child = command.process.map(tree::name).unwrap_or_default();
                self.plainly(Rule::Subshell, || format!("{text} ran in {child}"));
            }
            (Rule::GroupStatus, _) => self.plainly(Rule::BraceGroup, || {
                format!("{text} is one command, and ran in the shell that read it")
            }),
            _ => {}
        }
        let is_choice = matches!(rule, Rule::IfStatus | Rule::CaseStatus | Rule::LoopStatus);
        if let Some(last) = last_command(nodes, is_choice) {
            let last = named(last);
            self.plainly(rule, || {
                format!("{last} was the last that ran; {text} ended with {status}")
            });
        }
    }

    /// What became of the statuses of the substitutions in a command.
    fn substituted(&mut self, command: &Command, status: ExitStatus) {
        let last = command.expansions.iter().rev().flat_map(|word| {
            word.steps.iter().rev().filter_map(|step| match step {
                ExpansionStep::CommandSubstitution { status, .. } => Some(*status),
                _ => None,
            })
        });
        let text = named(&command.text);
        match last.into_iter().next() {
            Some(_) if command.argv.is_empty() && !command.assigned.is_empty() => {
                self.decide(
                    Rule::AssignmentStatus,
                    format!("{text} left {status}, as $( ) did"),
                );
            }
            None if command.argv.is_empty() && !command.assigned.is_empty() => {
                self.plainly(Rule::AssignmentStatus, || format!("{text} left {status}"));
            }
            Some(inner) if !command.argv.is_empty() && !inner.is_success() => {
                let name = visible_bytes(&command.argv[0]);
                self.decide(
                    Rule::ArgumentStatus,
                    format!("$( ) ended with {inner}; {status} is the status of {name}"),
                );
            }
            _ => {}
        }
    }
}

/// The command of `nodes` that ran last, whose status is that of what they stand in; of a choice or a loop, none if only
/// conditions ran.
fn last_command(nodes: &[Node], is_choice: bool) -> Option<&[u8]> {
    let last = nodes.iter().rev().find_map(|node| match node {
        Node::Command(command) => Some(Some(&command.text[..])),
        Node::Pipeline(pipeline) => Some(Some(&pipeline.text[..])),
        Node::Turn { nodes, .. } => Some(last_command(nodes, false)),
        Node::Branched { .. } | Node::Chosen { .. } => Some(None),
        Node::Condition { .. } if !is_choice => Some(None),
        _ => None,
    });
    last.flatten()
}

/// The command and what it had around it, for a jump.
fn text_of(command: &Command) -> String {
    let status = match command.jump {
        Some(Jump::Exit(status) | Jump::Return(status)) => format!(", with {status}"),
        _ => String::new(),
    };
    format!("{}{status}", named(&command.text))
}

/// What signal `number` made of the status of what was typed as `text`.
fn left_by_signal(text: &[u8], number: i32) -> String {
    let (name, status) = (signal_name(number), number + 128);
    format!(
        "{name} is signal {number}, so {} left {status}",
        named(text)
    )
}
