//! What decided how one command ran: its words, its redirections, where it was found, how it ended.

use super::Made;
use crate::rule::Rule;
use crate::syntax::ast::RedirectOperator;
use crate::trace::report::link;
use crate::trace::tree::{Command, CommandKind, Expansion, ProcessId, StatusRead};
use crate::trace::words::{count, first_word, named, quoted_all, shortened, signal_name};
use crate::trace::{ExpansionStep, How, Jump, Termination};

/// Columns of what came of a word.
const CAME: usize = 40;

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
        self.redirects(command);
        self.kind(command);
        self.nodes(&command.nodes, id);
        if let Some(child) = command.process {
            self.process(child);
        }
        let is_loop = matches!(
            first_word(&command.text).as_str(),
            "while" | "until" | "for"
        );
        if is_compound(command) && is_loop {
            self.loop_turns(command);
        }
        self.ended(command);
    }

    fn word(&mut self, expansion: &Expansion) {
        let word = named(&expansion.word);
        let came = shortened(&quoted_all(&expansion.fields), CAME);
        for step in &expansion.steps {
            match step {
                ExpansionStep::FieldSplitting { fields: 0 } => {
                    self.decide(Rule::EmptyField, format!("{word} came out empty"));
                }
                ExpansionStep::FieldSplitting { fields } if *fields > 1 => {
                    let words = count((*fields).into(), "word");
                    self.decide(
                        Rule::FieldSplitting,
                        format!("{word} became {words}: {came}"),
                    );
                }
                ExpansionStep::PathnameExpansion { matches: 0, .. } => {
                    self.decide(Rule::NoMatch, format!("nothing matched {word}"));
                }
                ExpansionStep::PathnameExpansion { matches, .. } => {
                    let names = count((*matches).into(), "name");
                    self.decide(
                        Rule::PathnameExpansion,
                        format!("{word} became {names}: {came}"),
                    );
                }
                ExpansionStep::CommandSubstitution { output, .. } => {
                    let output = crate::trace::words::visible_bytes(output);
                    let stood = match output.is_empty() {
                        true => "nothing".to_owned(),
                        false => shortened(&output, CAME),
                    };
                    self.decide(
                        Rule::CommandSubstitution,
                        format!("{word} stood for {stood}"),
                    );
                }
                _ => {}
            }
        }
    }

    fn status_read(&mut self, read: &StatusRead) {
        let from = match &read.producer {
            Some(text) => named(text),
            None => "before".to_owned(),
        };
        self.decide(
            Rule::LatestStatus,
            format!("$? was {}, from {from}", read.value),
        );
    }

    fn redirects(&mut self, command: &Command) {
        for redirect in &command.redirects {
            if redirect.failed {
                let (text, target) = (named(&redirect.text), &redirect.target);
                let why = match target.is_empty() || redirect.text.ends_with(target) {
                    true => String::new(),
                    false => format!(" (to {})", crate::trace::words::visible_bytes(target)),
                };
                self.decide(
                    Rule::RedirectionFailed,
                    format!("{text}{why} could not be made"),
                );
                continue;
            }
            let (rule, fd) = match redirect.operator {
                RedirectOperator::DuplicateOutput if redirect.target == b"-" => {
                    (Rule::CloseDescriptor, redirect.fd)
                }
                RedirectOperator::DuplicateOutput => (Rule::DuplicateOutput, redirect.fd),
                _ => continue,
            };
            let leads = match command.descriptors.get(fd) {
                None => "is closed".to_owned(),
                Some(to) => format!("leads to {}", link(to)),
            };
            self.decide(
                rule,
                format!("{}: descriptor {fd} {leads}", named(&redirect.text)),
            );
        }
    }

    fn kind(&mut self, command: &Command) {
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
                b"wait" if command.argv.len() == 1 => self.decide(Rule::WaitAll, text),
                b"wait" => self.decide(Rule::Wait, text),
                _ => {}
            },
            CommandKind::Found(_) => {}
        }
        match command.jump {
            // A failure may end the shell as well.
            Some(Jump::Exit(_)) if name != b"exit" => {}
            Some(Jump::Exit(_)) => self.decide(Rule::Exit, text_of(command)),
            Some(Jump::Return(_)) => self.decide(Rule::Return, text_of(command)),
            Some(Jump::Break(_)) => self.decide(Rule::Break, text_of(command)),
            Some(Jump::Continue(_)) => self.decide(Rule::Continue, text_of(command)),
            None => {}
        }
    }

    fn ended(&mut self, command: &Command) {
        let text = named(&command.text);
        let is_simple = !is_compound(command);
        match command.ended {
            Some(Termination::Signaled(13)) if is_simple => {
                self.decide(
                    Rule::BrokenPipe,
                    format!("nobody read what {text} wrote any more"),
                );
            }
            Some(Termination::Signaled(number) | Termination::Dumped(number)) if is_simple => {
                let (name, status) = (signal_name(number), number + 128);
                self.decide(
                    Rule::SignalStatus,
                    format!("{name} is signal {number}, so {text} left {status}"),
                );
            }
            Some(Termination::Exited(status)) => {
                let name = command.argv.first().map_or(&[][..], Vec::as_slice);
                if (name == b"[" || name == b"test") && status.0 > 1 {
                    self.decide(Rule::TestError, text.clone());
                }
                self.substituted(command, status);
            }
            _ => {}
        }
        if let (Some(status), Some(how)) = (command.negated, command.ended) {
            let before = how.status();
            self.decide(
                Rule::Negation,
                format!("{before} of {text} became {status}"),
            );
        }
    }

    /// What became of the statuses of the substitutions in a command.
    fn substituted(&mut self, command: &Command, status: crate::trace::ExitStatus) {
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
            Some(inner) if !command.argv.is_empty() && !inner.is_success() => {
                let name = first_word(&command.text);
                self.decide(
                    Rule::ArgumentStatus,
                    format!("$( ) ended with {inner}; {status} is the status of {name}"),
                );
            }
            _ => {}
        }
    }
}

fn is_compound(command: &Command) -> bool {
    command.kind == CommandKind::Found(How::Compound)
}

/// The command and what it had around it, for a jump.
fn text_of(command: &Command) -> String {
    let status = match command.jump {
        Some(Jump::Exit(status) | Jump::Return(status)) => format!(", with {status}"),
        _ => String::new(),
    };
    format!("{}{status}", named(&command.text))
}
