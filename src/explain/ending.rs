//! Whether a command comes back: what ends the shell leaves nothing behind it to run, and nothing to decide the status.

use super::settings::Functions;
use super::utility;
use super::word::{is_one_field, plain_text};
use crate::depth;
use crate::syntax::ast::*;
use crate::syntax::visit::{self, Visitor};

/// Whether what runs a command, the shell or a subshell, ends with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    Never,
    Perhaps,
    Always,
}

/// What ends what, in a text with these functions.
pub(super) struct Endings<'e, 'a> {
    functions: &'e Functions<'a>,
    /// What `return` ends: the list it stands in, and nothing else if that is the body of a function.
    of_return: Ending,
    /// Functions whose bodies are being looked through: one that calls itself says nothing new.
    calls: Vec<&'a [u8]>,
}

impl<'e, 'a> Endings<'e, 'a> {
    /// For commands within a function or outside of any: there dash ends with `return`, and bash goes on.
    pub fn new(functions: &'e Functions<'a>, in_function: bool) -> Endings<'e, 'a> {
        let of_return = match in_function {
            true => Ending::Always,
            false => Ending::Perhaps,
        };
        Endings {
            functions,
            of_return,
            calls: Vec::new(),
        }
    }

    fn list(&mut self, list: &List<'a>) -> Ending {
        if depth::is_exhausted() {
            return Ending::Perhaps;
        }
        let mut found = Ending::Never;
        for item in list.items {
            found = found.max(self.item(item));
            if found == Ending::Always {
                break;
            }
        }
        found
    }

    pub fn item(&mut self, item: &ListItem<'a>) -> Ending {
        match item.background {
            Some(_) => Ending::Never,
            None => self.and_or(&item.and_or),
        }
    }

    fn and_or(&mut self, list: &AndOrList<'a>) -> Ending {
        let first = self.pipeline(&list.first);
        let rest = list.rest.iter().map(|part| self.pipeline(&part.pipeline));
        match first {
            Ending::Always => first,
            // Whether the others are reached hangs on the first.
            first => rest.fold(first, Ord::max).min(Ending::Perhaps),
        }
    }

    pub fn pipeline(&mut self, pipeline: &Pipeline<'a>) -> Ending {
        match pipeline.commands {
            [only] => self.command(only),
            // Each runs in a subshell.
            _ => Ending::Never,
        }
    }

    fn command(&mut self, command: &Command<'a>) -> Ending {
        match command {
            Command::Simple(simple) => self.simple(simple),
            Command::Compound(compound) => self.compound(compound),
            Command::Function(_) => Ending::Never,
        }
    }

    fn compound(&mut self, compound: &CompoundCommand<'a>) -> Ending {
        let inside = match &compound.kind {
            CompoundKind::BraceGroup(list) => {
                let inside = self.list(list);
                // A group whose redirection fails does not run.
                match compound.redirects {
                    [] => inside,
                    _ => inside.min(Ending::Perhaps),
                }
            }
            CompoundKind::Subshell(_) => Ending::Never,
            CompoundKind::If(clause) => self.if_clause(clause),
            CompoundKind::Loop(clause) => {
                let body = self.list(&clause.body).min(Ending::Perhaps);
                self.list(&clause.condition).max(body)
            }
            CompoundKind::For(clause) => {
                let words = of_words(clause.words.unwrap_or_default());
                self.list(&clause.body).min(Ending::Perhaps).max(words)
            }
            CompoundKind::Case(clause) => {
                let bodies = clause.items.iter().map(|item| self.list(&item.body));
                let inside = bodies.fold(Ending::Never, Ord::max).min(Ending::Perhaps);
                inside.max(of_words(std::slice::from_ref(&clause.word)))
            }
        };
        inside.max(of_redirects(compound.redirects))
    }

    fn if_clause(&mut self, clause: &IfClause<'a>) -> Ending {
        let Some(first) = clause.branches.first() else {
            return Ending::Never;
        };
        let condition = self.list(&first.condition);
        if condition == Ending::Always {
            return condition;
        }
        let mut branches: Vec<Ending> = Vec::new();
        for branch in clause.branches {
            branches.push(self.list(&branch.body));
        }
        branches.push(
            clause
                .otherwise
                .map_or(Ending::Never, |list| self.list(&list)),
        );
        if branches.iter().all(|branch| *branch == Ending::Always) {
            return Ending::Always;
        }
        let later = clause.branches[1..]
            .iter()
            .map(|branch| self.list(&branch.condition));
        let conditions = later.fold(condition, Ord::max);
        let inside = branches.into_iter().fold(conditions, Ord::max);
        inside.min(Ending::Perhaps)
    }

    fn simple(&mut self, simple: &SimpleCommand<'a>) -> Ending {
        let expanded = simple
            .assignments
            .iter()
            .map(|one| of_words(std::slice::from_ref(&one.value)))
            .fold(of_words(simple.words), Ord::max);
        let named = match simple.words.first() {
            None => Ending::Never,
            Some(name) => match plain_text(name.parts) {
                Some(name) => self.called(&name, simple),
                // It may come to any of those.
                None => Ending::Perhaps,
            },
        };
        named.max(expanded).max(of_redirects(simple.redirects))
    }

    /// Whether the command `name` ends the shell.
    fn called(&mut self, name: &str, simple: &SimpleCommand<'a>) -> Ending {
        let special = utility::is_special(name);
        if !special && let Some(body) = self.function(name) {
            return body;
        }
        // A redirection that fails ends the shell if it is one of a special built-in (XCU 2.8.1).
        let redirected = match special && !simple.redirects.is_empty() {
            true => Ending::Perhaps,
            false => Ending::Never,
        };
        match name {
            "command" => of_command(&simple.words[1..], self.of_return),
            _ => of_builtin(name, &simple.words[1..], self.of_return).max(redirected),
        }
    }

    /// Whether a call of a function of the text ends the shell; none if the text has none of that name.
    fn function(&mut self, name: &str) -> Option<Ending> {
        let (name, definitions) = self.functions.get_key_value(name.as_bytes())?;
        if self.calls.contains(name) {
            return Some(Ending::Never);
        }
        self.calls.push(name);
        // Its `return` leaves the function alone.
        let mut inner = Endings {
            functions: self.functions,
            of_return: Ending::Never,
            calls: std::mem::take(&mut self.calls),
        };
        let bodies = definitions.iter().map(|one| inner.compound(one.body));
        let found = bodies.fold(Ending::Never, Ord::max).min(Ending::Perhaps);
        self.calls = inner.calls;
        self.calls.pop();
        Some(found)
    }
}

/// Whether a built-in with these operands ends the shell. Programs do not, but for a `kill` that may be aimed at it.
fn of_builtin(name: &str, operands: &[Word<'_>], of_return: Ending) -> Ending {
    match name {
        "exit" => Ending::Always,
        "return" => of_return,
        "exec" => match operands {
            [] => Ending::Never,
            [program, ..] if is_one_field(program) => Ending::Always,
            _ => Ending::Perhaps,
        },
        "." | "eval" | "shift" => Ending::Perhaps,
        "export" | "readonly" | "unset" if operands.iter().any(is_no_name) => Ending::Perhaps,
        "kill" if operands.iter().any(may_be_the_shell) => Ending::Perhaps,
        _ => Ending::Never,
    }
}

/// Behind `command`, what a special built-in cannot do ends no shell.
fn of_command(words: &[Word<'_>], of_return: Ending) -> Ending {
    let name = words.iter().position(|word| {
        let text = plain_text(word.parts);
        text.is_none_or(|text| !text.starts_with('-'))
    });
    let Some(at) = name else { return Ending::Never };
    let looks_up = words[..at].iter().any(|word| {
        let text = plain_text(word.parts).unwrap_or_default();
        text.contains(['v', 'V'])
    });
    if looks_up {
        return Ending::Never;
    }
    match plain_text(words[at].parts).as_deref() {
        None => Ending::Perhaps,
        Some("shift" | "export" | "readonly" | "unset") => Ending::Never,
        Some(name) => of_builtin(name, &words[at + 1..], of_return),
    }
}

/// Whether an operand of `export` is surely no name: the shell ends with an error.
fn is_no_name(word: &Word<'_>) -> bool {
    plain_text(word.parts).is_some_and(|text| {
        let name = text.split_once('=').map_or(text.as_str(), |(name, _)| name);
        !text.starts_with('-') && !utility::is_name(name)
    })
}

/// Whether an operand of `kill` may be the shell itself or a group it is in.
fn may_be_the_shell(word: &Word<'_>) -> bool {
    struct Finder(bool);
    impl<'a> Visitor<'a> for Finder {
        fn part(&mut self, part: &WordPart<'a>) {
            if let WordPartKind::Parameter(found) = part.kind {
                self.0 |= found.parameter == Parameter::Special(b'$');
            }
            visit::walk_part(self, part);
        }
    }
    let mut finder = Finder(false);
    word.parts.iter().for_each(|part| finder.part(part));
    finder.0 || matches!(plain_text(word.parts).as_deref(), Some("0"))
}

fn of_redirects(redirects: &[IoRedirect<'_>]) -> Ending {
    redirects
        .iter()
        .map(|redirect| of_words(std::slice::from_ref(&redirect.target)))
        .fold(Ending::Never, Ord::max)
}

/// Whether an expansion in `words` may end the shell: an error of one does (XCU 2.8.1).
fn of_words(words: &[Word<'_>]) -> Ending {
    struct Finder(bool);
    impl<'a> Visitor<'a> for Finder {
        fn part(&mut self, part: &WordPart<'a>) {
            match part.kind {
                // An error in it ends its subshell alone.
                WordPartKind::Command(_) => return,
                WordPartKind::BadSubstitution(_) | WordPartKind::Arithmetic(_) => self.0 = true,
                WordPartKind::Parameter(found) => {
                    self.0 |= matches!(
                        found.operation,
                        ParameterOperation::Conditional {
                            operator: Conditional::Error,
                            ..
                        }
                    );
                }
                _ => {}
            }
            visit::walk_part(self, part);
        }
    }
    let mut finder = Finder(false);
    let parts = words.iter().flat_map(|word| word.parts);
    parts.for_each(|part| finder.part(part));
    match finder.0 {
        true => Ending::Perhaps,
        false => Ending::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse::{Parsed, parse};
    use bumpalo::Bump;

    #[track_caller]
    fn check(texts: &[&str], expected: Ending) {
        for text in texts {
            let arena = Bump::new();
            let Parsed::Complete(script) = parse(text.as_bytes(), &arena, &()) else {
                panic!("{text}");
            };
            let mut functions = Functions::new();
            for one in crate::explain::walk::definitions(&script.list) {
                functions.entry(one.name).or_default().push(one);
            }
            let found = Endings::new(&functions, false).list(&script.list);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_surely_ends_the_shell() {
        check(
            &[
                "exit 3",
                "exit",
                "{ exit 3; }",
                "command exit 3",
                "exec false",
                "exec \"$x\"",
                "! exit",
                "if a; then exit 1; else exit 2; fi",
                "exit 3 && echo",
                "a; exit",
            ],
            Ending::Always,
        );
    }

    #[test]
    fn what_may_end_the_shell() {
        check(
            &[
                "a && exit 1",
                "eval 'exit 3'",
                "command eval x",
                "return 3",
                ": ${x:?no}",
                "x=$((1 / y))",
                ". ./nosuch",
                // The file may hold an `exit`.
                "command . ./nosuch",
                "shift 5",
                "kill $$",
                "kill \"$$\"",
                "exec $x",
                "exec \"$@\"",
                "exec > log",
                "$x",
                ": > /nodir/f",
                "f() { exit 3; }; f",
                "if a; then exit; fi",
                "for i in a; do exit; done",
                "case x in x) exit;; esac",
                "while a; do exit; done",
                "export x = 3",
            ],
            Ending::Perhaps,
        );
    }

    #[test]
    fn what_never_ends_the_shell() {
        check(
            &[
                "( exit 3 )",
                "exit 3 | cat",
                "exit &",
                "x=$(exit 3)",
                "f() { exit 3; }",
                "f() { return 3; }; f",
                "f() { f; }; f",
                "command -v exit",
                "ls > /nodir/f",
                "kill $pid",
                "export PATH=$HOME/bin",
                "echo exit",
            ],
            Ending::Never,
        );
    }
}
