//! Simple commands: assignments, the command's name, its arguments and its redirections, in the order written.

use super::Piece::{self, Again, Here, Once, Rule as Stated};
use super::Programs;
use super::argument::{Arguments, Coming, is_all_arguments};
use super::settings::{Setting, ShellOption};
use super::utility;
use super::walk::{Walk, named, one_line};
use super::word::plain_text;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::*;

/// A part of a simple command.
#[derive(Clone, Copy)]
enum Part<'c, 'a> {
    Assignment(&'c Assignment<'a>),
    Redirect(&'c IoRedirect<'a>),
    Word(&'c Word<'a>),
}

impl Part<'_, '_> {
    fn start(&self) -> u32 {
        match self {
            Part::Assignment(assignment) => assignment.span.start,
            Part::Redirect(redirect) => redirect.span.start,
            Part::Word(word) => word.span.start,
        }
    }
}

/// What is said of the names that mean something to other shells, or to those who show a line.
fn of_other_shells(name: &str) -> Option<&'static str> {
    Some(match name {
        "$" | "%" => "the prompt of whoever showed the line, and no part of it: leave it out",
        "let" => "of bash; here: n=$((...))",
        "source" => "the name that bash has for the command  .",
        "declare" | "typeset" => "of bash; sh has assignments, readonly and export",
        "function" => "of bash; here: name() { ...; }",
        "select" | "shopt" | "pushd" | "popd" | "disown" | "mapfile" | "readarray" => {
            "of bash; sh has no such command"
        }
        name if name
            .split_once("+=")
            .is_some_and(|(name, _)| utility::is_name(name)) =>
        {
            "+= adds to a variable in bash; here: name=$name..."
        }
        _ => return None,
    })
}

impl<'a> Walk<'a> {
    pub fn simple(&mut self, command: &SimpleCommand<'a>) {
        let mut parts: Vec<Part<'_, 'a>> = Vec::new();
        parts.extend(command.assignments.iter().map(Part::Assignment));
        parts.extend(command.redirects.iter().map(Part::Redirect));
        parts.extend(command.words.iter().map(Part::Word));
        parts.sort_by_key(Part::start);
        let operands: Vec<String> = command
            .words
            .iter()
            .skip(1)
            .filter_map(|word| plain_text(word.parts))
            .collect();
        let name = command.words.first();
        let split = parts
            .iter()
            .position(|part| matches!(part, Part::Word(_)))
            .unwrap_or(parts.len());
        for part in &parts[..split] {
            self.before_name(part, command, &operands);
        }
        let Some(name) = name else { return };
        self.quiet_gap(name.span.start);
        let text = plain_text(name.parts);
        let (pieces, arguments) = self.name(name, text.as_deref(), command);
        let mut arguments = arguments.before(Coming::of(&command.words[1..]));
        let prefixed = command.assignments.iter().map(|assignment| assignment.name);
        let outer = std::mem::replace(&mut self.prefixed, prefixed.collect());
        self.field_note(name, pieces);
        self.at = name.span.end;
        self.nest(|walk| {
            for part in &parts[split + 1..] {
                walk.flush_before(part.start(), &mut arguments);
                if !matches!(part, Part::Word(_)) {
                    walk.flush_plain(&mut arguments);
                }
                walk.quiet_gap(part.start());
                match part {
                    Part::Word(word) => walk.argument(word, &mut arguments),
                    Part::Redirect(redirect) => {
                        walk.redirect(redirect, command.redirects, Some(name.span), &operands)
                    }
                    // None stands behind the name.
                    Part::Assignment(assignment) => walk.assignment(assignment, command),
                }
            }
            walk.flush_plain(&mut arguments);
        });
        self.prefixed = outer;
        self.after(text.as_deref(), command);
    }

    fn before_name(
        &mut self,
        part: &Part<'_, 'a>,
        command: &SimpleCommand<'a>,
        operands: &[String],
    ) {
        self.quiet_gap(part.start());
        match part {
            Part::Assignment(assignment) => self.assignment(assignment, command),
            Part::Redirect(redirect) => {
                let whose = command.words.first().map(|word| word.span);
                self.redirect(redirect, command.redirects, whose, operands);
                if whose.is_none() && command.assignments.is_empty() {
                    self.add(Stated(Rule::NoCommand));
                }
            }
            Part::Word(_) => {}
        }
    }

    /// Adds a sentence to the newest note.
    fn add(&mut self, piece: Piece) {
        if let Some(last) = self.notes.last_mut() {
            last.pieces.push(piece);
        }
    }

    fn assignment(&mut self, assignment: &Assignment<'a>, command: &SimpleCommand<'a>) {
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        let value = plain_text(assignment.value.parts);
        let here = match (value.as_deref(), command.words.first()) {
            (Some(""), None) => format!("sets {name} to nothing"),
            (_, None) => format!("sets {name}; the value is not split"),
            (_, Some(command)) => format!("{name} is set for {} alone", self.named(command.span)),
        };
        let reads = command
            .words
            .first()
            .and_then(|word| plain_text(word.parts));
        let mut pieces = match reads.as_deref() {
            _ if command.words.is_empty() => vec![Stated(Rule::Assignment), Here(here)],
            Some(special) if utility::is_special(special) => vec![Here(format!(
                "{name} stays set in this shell: {} is a special built-in",
                named(special)
            ))],
            Some(called)
                if self.function(called.as_bytes()).is_some()
                    && !self.comes_too_early(called.as_bytes(), command.span.start) =>
            {
                vec![Here(format!(
                    "{name} is set while the function {} runs; POSIX leaves open whether it stays set",
                    named(called)
                ))]
            }
            _ => vec![Stated(Rule::AssignmentPrefix), Here(here)],
        };
        pieces.extend(super::parameter::when_set(
            &name,
            value.as_deref(),
            reads.as_deref(),
        ));
        if command.words.is_empty() {
            if let Some(what) = self.scope.subshell {
                pieces.push(Here(format!(
                    "it stands in {what}, a subshell: the shell itself does not see the new value"
                )));
            }
            let substitutes = has_substitution(assignment.value.parts);
            pieces.push(match substitutes {
                true => Once("its status is that of the $( )".into()),
                false => Stated(Rule::AssignmentStatus),
            });
            if self.scope.options.of(ShellOption::AllExport) == Setting::On {
                pieces.push(Here("set -a is on: handed on to programs, too".into()));
            }
        }
        self.note(assignment.span, pieces);
        let parts = assignment.value.parts;
        self.nest(|walk| {
            for part in parts {
                match part.kind {
                    WordPartKind::Literal(text) if text.starts_with(b"~") => {
                        walk.note(part.span, vec![Stated(Rule::Tilde)]);
                    }
                    _ => walk.part(part, super::word::Place::OneWord),
                }
            }
        });
        self.at = assignment.span.end;
    }

    /// What is said of a command's name, and how its arguments are read.
    fn name(
        &mut self,
        word: &Word<'a>,
        text: Option<&str>,
        command: &SimpleCommand<'a>,
    ) -> (Vec<Piece>, Arguments) {
        let Some(text) = text else {
            let mut pieces = vec![Here(format!(
                "the command is whatever {} comes to",
                self.named(word.span)
            ))];
            if is_all_arguments(word) && command.words.len() == 1 {
                pieces.push(Here(
                    "without arguments no command runs, and the status is 0".into(),
                ));
            }
            if let ([only], Some(next)) = (word.parts, command.words.get(1))
                && may_be_nothing(only)
            {
                pieces.push(Here(format!(
                    "if that is nothing, the next word is the command: {}",
                    self.named(next.span)
                )));
            }
            return (pieces, Arguments::unknown());
        };
        let mut pieces = Vec::new();
        if let Some(line) = self.function(text.as_bytes())
            && !utility::is_special(text)
        {
            if self.comes_too_early(text.as_bytes(), word.span.start) {
                pieces.push(Here(format!(
                    "careful: not the function of line {line}, which is defined only later"
                )));
                let (more, arguments) = self.command_called(word, text, command);
                pieces.extend(more);
                return (pieces, arguments);
            }
            pieces.push(Here(format!("calls the function of line {line}")));
            return (pieces, Arguments::unknown());
        }
        self.command_called(word, text, command)
    }

    /// What is said of the name of a command that is no function.
    fn command_called(
        &mut self,
        word: &Word<'a>,
        text: &str,
        command: &SimpleCommand<'a>,
    ) -> (Vec<Piece>, Arguments) {
        let mut pieces = Vec::new();
        match utility::find(text, self.programs) {
            Some(found) => {
                let bites = self.bites(text, command);
                // Of these the rule says it all.
                let stated = [
                    "exit", "exec", "return", "break", "continue", ".", "eval", "wait", "trap",
                    "cd",
                ];
                if !stated.contains(&text) || bites.is_empty() {
                    pieces.push(Once(found.about.to_owned()));
                }
                pieces.push(Again);
                pieces.extend(bites);
                (pieces, Arguments::of(found, text))
            }
            None => match text.rsplit_once('/') {
                Some((_, base)) => {
                    pieces.push(Here(format!("runs the file {}", named(text))));
                    pieces.push(Stated(Rule::CommandPath));
                    match utility::find_program(base, Programs::Installed) {
                        Some(found) => {
                            pieces.push(Once(format!("{base}: {}", found.about)));
                            (pieces, Arguments::of(found, base))
                        }
                        None => (pieces, Arguments::unknown()),
                    }
                }
                None => {
                    if super::wrapper::holds_value(text) {
                        let whole = self.named(word.span);
                        pieces.push(Here(format!("the command is whatever {whole} comes to")));
                        return (pieces, Arguments::unknown());
                    }
                    pieces.push(Here(format!("a command called {}", one_line(text))));
                    pieces.push(match of_other_shells(text) {
                        Some(said) => Here(said.to_owned()),
                        None => Stated(Rule::CommandSearch),
                    });
                    (pieces, Arguments::unknown())
                }
            },
        }
    }

    /// What is said once all of a command is known.
    fn after(&mut self, name: Option<&str>, command: &SimpleCommand<'a>) {
        if let Some(name) = name
            && self.has_wide_gap(command)
        {
            self.add(Stated(Rule::Word));
            self.add(Here(format!(
                "{} gets {} words, however many blanks stand between them",
                named(name),
                command.words.len() - 1
            )));
        }
        let substitutes = command
            .words
            .iter()
            .skip(1)
            .any(|word| has_substitution(word.parts));
        if !substitutes {
            return;
        }
        let piece = match name {
            Some(name @ ("local" | "export" | "readonly")) => Here(format!(
                "the status is that of {name}: a failure of the $( ) is not seen"
            )),
            _ => Stated(Rule::ArgumentStatus),
        };
        self.add(piece);
    }

    /// Whether more than one blank stands between two arguments, as if the command could see that.
    fn has_wide_gap(&self, command: &SimpleCommand<'a>) -> bool {
        let words = command.words.get(1..).unwrap_or_default();
        words.windows(2).any(|pair| {
            let (end, start) = (pair[0].span.end, pair[1].span.start);
            let gap = Span::new(end, start.max(end)).of(self.text);
            gap.len() > 1 && gap.iter().all(|byte| b" \t".contains(byte))
        })
    }

    /// The note on a command's name, with what its quotes and expansions do.
    fn field_note(&mut self, word: &Word<'a>, pieces: Vec<Piece>) {
        match word.parts {
            [part] if matches!(part.kind, WordPartKind::Literal(_)) => self.note(word.span, pieces),
            _ => self.field(word, pieces),
        }
    }
}

/// Whether a part of a command's name may come out empty.
fn may_be_nothing(part: &WordPart<'_>) -> bool {
    match part.kind {
        WordPartKind::Parameter(expansion) => match expansion.parameter {
            Parameter::Variable(_) | Parameter::Positional(_) => true,
            Parameter::Special(sign) => b"@*!-".contains(&sign),
        },
        WordPartKind::Command(_) => true,
        _ => false,
    }
}

fn has_substitution(parts: &[WordPart<'_>]) -> bool {
    parts.iter().any(|part| match part.kind {
        WordPartKind::Command(_) => true,
        WordPartKind::DoubleQuoted(parts) => has_substitution(parts),
        _ => false,
    })
}
