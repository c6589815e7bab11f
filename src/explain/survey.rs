//! What in one place of a text matters in another: where `IFS` may have been changed, whether signals are trapped, where the shell
//! may end before the text does.

use super::word::plain_text;
use super::{Lines, utility};
use crate::depth;
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::visit::{self, Visitor};

/// What was found in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Survey {
    /// Where words may be split at other characters than blanks, tabs and newlines.
    ifs: Vec<Span>,
    /// Whether commands are kept for a signal.
    pub traps_signals: bool,
    /// Whether the commands of a trap on EXIT may leave with a status of their own.
    pub exits_in_trap: bool,
    /// Where the first command stands that ends this shell.
    ends: Option<u32>,
}

impl Survey {
    /// Of the commands `lists`, which may call `functions`.
    pub fn of(lists: &[List<'_>], functions: &Lines) -> Survey {
        let mut surveyor = Surveyor {
            found: Survey::default(),
            functions,
            here: Region::default(),
        };
        lists.iter().for_each(|list| surveyor.list(list));
        surveyor.found
    }

    /// Whether `IFS` may have been changed at `offset`. A function may be called at any time.
    pub fn may_split_otherwise(&self, offset: u32, in_function: bool) -> bool {
        in_function && !self.ifs.is_empty()
            || self
                .ifs
                .iter()
                .any(|span| span.start < offset && offset < span.end)
    }

    /// Whether a command before `offset` may end the shell.
    pub fn may_end_before(&self, offset: u32) -> bool {
        self.ends.is_some_and(|at| at < offset)
    }
}

/// Where a change holds.
#[derive(Clone, Copy, Default)]
struct Region {
    /// The end of the subshell round this place; none if the shell itself runs it.
    end: Option<u32>,
    /// The beginning of the loop or function round this place: what runs before the change may run behind it, too.
    start: Option<u32>,
    /// Whether a function is being defined.
    function: bool,
}

struct Surveyor<'f> {
    found: Survey,
    functions: &'f Lines,
    here: Region,
}

impl Surveyor<'_> {
    fn within(&mut self, region: Region, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.here, region);
        visit(self);
        self.here = outer;
    }

    fn subshell(&mut self, span: Span, visit: impl FnOnce(&mut Self)) {
        let region = Region {
            end: Some(span.end),
            start: None,
            ..self.here
        };
        self.within(region, visit);
    }

    fn repeated(&mut self, span: Span, visit: impl FnOnce(&mut Self)) {
        let region = Region {
            start: self.here.start.or(Some(span.start)),
            ..self.here
        };
        self.within(region, visit);
    }

    fn changes_ifs(&mut self, at: u32) {
        let start = self.here.start.unwrap_or(at);
        let end = self.here.end.unwrap_or(u32::MAX);
        self.found.ifs.push(Span::new(start, end));
    }

    fn ends(&mut self, at: u32) {
        if self.here.end.is_none() {
            let first = self.found.ends.get_or_insert(at);
            *first = at.min(*first);
        }
    }

    fn simple(&mut self, command: &SimpleCommand<'_>) {
        let at = command.span.start;
        let words: Vec<Option<String>> = command
            .words
            .iter()
            .map(|word| plain_text(word.parts))
            .collect();
        let name = words.first().map(|name| name.as_deref().unwrap_or("$"));
        let stays = name.is_none_or(|name| {
            utility::is_special(name) || self.functions.contains_key(name.as_bytes())
        });
        if stays && command.assignments.iter().any(|one| one.name == b"IFS") {
            self.changes_ifs(at);
        }
        let operands = words.get(1..).unwrap_or_default();
        let begins_with_ifs = |word: &Word<'_>| matches!(word.parts.first().map(|part| part.kind), Some(WordPartKind::Literal(text)) if text.starts_with(b"IFS"));
        match name {
            Some("read" | "getopts" | "export" | "readonly" | "local")
                if command.words.iter().any(begins_with_ifs) =>
            {
                self.changes_ifs(at);
            }
            Some("eval") if operands.iter().any(|word| holds_ifs(word.as_deref())) => {
                self.changes_ifs(at);
            }
            Some("trap") => {
                let at_end = |word: &Option<String>| matches!(word.as_deref(), Some("EXIT" | "0"));
                let exits = |word: &Option<String>| {
                    let commands = word.as_deref().unwrap_or_default();
                    commands.split([' ', ';', '\n']).any(|word| word == "exit")
                };
                self.found.exits_in_trap |=
                    operands.first().is_some_and(exits) && operands.iter().skip(1).any(at_end);
                let conditions = operands.iter().skip(1).flatten();
                self.found.traps_signals |= conditions
                    .into_iter()
                    .any(|condition| condition != "EXIT" && condition != "0");
            }
            Some("exit") => self.ends(at),
            Some("return") if !self.here.function => self.ends(at),
            Some("exec") if words.len() > 1 => self.ends(at),
            _ => {}
        }
    }
}

fn holds_ifs(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.contains("IFS"))
}

impl<'a> Visitor<'a> for Surveyor<'_> {
    fn list(&mut self, list: &List<'a>) {
        if depth::is_exhausted() {
            return;
        }
        for item in list.items {
            match item.background {
                Some(_) => {
                    self.subshell(item.and_or.span(), |inner| inner.and_or(&item.and_or));
                }
                None => self.and_or(&item.and_or),
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline<'a>) {
        match pipeline.commands {
            [only] => self.command(only),
            several => {
                for command in several {
                    self.subshell(command.span(), |inner| inner.command(command));
                }
            }
        }
    }

    fn command(&mut self, command: &Command<'a>) {
        let walk = |inner: &mut Self| visit::walk_command(inner, command);
        match command {
            Command::Simple(simple) => {
                walk(self);
                self.simple(simple);
            }
            Command::Compound(compound) => match &compound.kind {
                CompoundKind::Subshell(_) => self.subshell(compound.span, walk),
                CompoundKind::Loop(_) => self.repeated(compound.span, walk),
                CompoundKind::For(clause) => self.repeated(compound.span, |inner| {
                    if clause.name == b"IFS" {
                        inner.changes_ifs(compound.span.start);
                    }
                    walk(inner);
                }),
                _ => walk(self),
            },
            Command::Function(definition) => self.repeated(definition.span, |inner| {
                inner.here.function = true;
                walk(inner);
            }),
        }
    }

    fn part(&mut self, part: &WordPart<'a>) {
        match part.kind {
            WordPartKind::Command(_) => {
                self.subshell(part.span, |inner| visit::walk_part(inner, part));
            }
            WordPartKind::Parameter(expansion) => {
                if let ParameterOperation::Conditional { operator, .. } = &expansion.operation {
                    match (operator, expansion.parameter) {
                        (Conditional::Error, _) => self.ends(part.span.start),
                        (Conditional::Assign, Parameter::Variable(b"IFS")) => {
                            self.changes_ifs(part.span.start);
                        }
                        _ => {}
                    }
                }
                visit::walk_part(self, part);
            }
            _ => visit::walk_part(self, part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse::{Parsed, parse};
    use bumpalo::Bump;

    /// Whether `$here` may be split otherwise.
    #[track_caller]
    fn check(text: &str, expected: bool) {
        let arena = Bump::new();
        let Parsed::Complete(script) = parse(text.as_bytes(), &arena, &()) else {
            panic!("{text}");
        };
        let functions = Lines::from([(b"f".to_vec(), vec![1])]);
        let survey = Survey::of(&[script.list], &functions);
        let here = text.find("$here").unwrap() as u32;
        let in_function = text.contains("f() { $here");
        assert_eq!(
            survey.may_split_otherwise(here, in_function),
            expected,
            "{text}"
        );
    }

    #[test]
    fn ifs_changes_what_runs_behind_it_in_the_same_shell() {
        check("IFS=:; echo $here", true);
        check("echo $here; IFS=:", false);
        check("IFS=: read -r a b; echo $here", false);
        check("IFS=: set -- a; echo $here", true);
        check("IFS=: f; echo $here", true);
        check("(IFS=:; echo a); echo $here", false);
        check("(IFS=:; echo $here)", true);
        check("x=$(IFS=:; echo a); echo $here", false);
        check("IFS=: | cat; echo $here", false);
        check("{ IFS=:; } & echo $here", false);
        check("read -r IFS; echo $here", true);
        check("for IFS in a b; do echo $here; done", true);
        check("while a; do echo $here; IFS=:; done", true);
        check("f() { $here; }; IFS=:; f", true);
        check("echo 'IFS=:'; echo $here", false);
        check("# IFS=:\necho $here", false);
        check("eval 'IFS=:'; echo $here", true);
        check(": \"${IFS:=x}\"; echo $here", true);
    }
}
