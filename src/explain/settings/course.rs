//! The course of a text: its commands in the order in which a shell comes to them, and the options that are on at each.

use super::super::word::plain_text;
use super::{Functions, Options};
use crate::depth;
use crate::syntax::ast::*;
use crate::syntax::visit::{self, Visitor};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Course<'c, 'a> {
    /// What is on where the course is.
    pub now: Options,
    /// For the first byte of each pipeline.
    pub at: BTreeMap<u32, Options>,
    functions: &'c Functions<'a>,
    /// What was on where a function, by its first byte, was defined.
    defined: BTreeMap<u32, Options>,
    /// What a call leaves on: by the function and what was on before.
    calls: BTreeMap<(u32, Options), Options>,
}

impl<'c, 'a> Course<'c, 'a> {
    pub fn new(functions: &'c Functions<'a>, now: Options) -> Course<'c, 'a> {
        Course {
            now,
            at: BTreeMap::new(),
            functions,
            defined: BTreeMap::new(),
            calls: BTreeMap::new(),
        }
    }

    /// Whether a `set` stands anywhere in `lists`.
    pub fn has_set(&self, lists: &[List<'a>]) -> bool {
        let mut sets = Sets::new(self.functions);
        lists.iter().for_each(|list| sets.list(list));
        !sets.found.is_empty()
    }

    /// Goes through the functions that nothing calls: who does may have on what was on at any time since.
    pub fn never_called(&mut self, before: Options) {
        let after = self.now;
        for definition in self.functions.values().flatten() {
            let start = definition.span.start;
            let called = self.calls.range((start, Options::default())..);
            if called.take(1).any(|((function, _), _)| *function == start) {
                continue;
            }
            self.now = self
                .defined
                .get(&start)
                .copied()
                .unwrap_or(before)
                .join(after);
            self.call(definition);
        }
        self.now = after;
    }

    pub fn list(&mut self, list: &List<'a>) {
        if depth::is_exhausted() {
            return;
        }
        for item in list.items {
            match item.background {
                Some(_) => self.apart(|course| course.and_or(&item.and_or)),
                None => self.and_or(&item.and_or),
            }
        }
    }

    /// A part whose changes are lost with its subshell.
    fn apart(&mut self, part: impl FnOnce(&mut Self)) {
        let now = self.now;
        part(self);
        self.now = now;
    }

    fn and_or(&mut self, list: &AndOrList<'a>) {
        self.pipeline(&list.first);
        // What is on if all before ran, and whatever of it ran.
        let (mut ran, mut whatever) = (self.now, self.now);
        let mut before = None;
        for part in list.rest {
            let same = before.is_none_or(|before| before == part.operator);
            self.now = if same { ran } else { whatever };
            self.pipeline(&part.pipeline);
            ran = self.now;
            whatever = whatever.join(ran);
            before = Some(part.operator);
        }
        self.now = whatever;
    }

    fn pipeline(&mut self, pipeline: &Pipeline<'a>) {
        let now = self.now;
        let at = self.at.entry(pipeline.span.start).or_insert(now);
        *at = at.join(now);
        match pipeline.commands {
            [only] => self.command(only),
            several => {
                for command in several {
                    self.apart(|course| course.command(command));
                }
            }
        }
    }

    fn command(&mut self, command: &Command<'a>) {
        match command {
            Command::Simple(simple) => {
                self.substitutions(|words| visit::walk_command(words, command));
                self.simple(simple);
            }
            Command::Compound(compound) => {
                self.compound(compound);
                self.substitutions(|words| {
                    compound
                        .redirects
                        .iter()
                        .for_each(|redirect| words.redirect(redirect));
                });
            }
            Command::Function(definition) => {
                let at = self
                    .defined
                    .entry(definition.span.start)
                    .or_insert(self.now);
                *at = at.join(self.now);
            }
        }
    }

    /// The commands of the substitutions that `visit` comes by.
    fn substitutions(&mut self, visit: impl FnOnce(&mut Substitutions<'a>)) {
        let mut words = Substitutions(Vec::new());
        visit(&mut words);
        for substitution in words.0 {
            self.apart(|course| course.list(&substitution.script.list));
        }
    }

    fn simple(&mut self, command: &SimpleCommand<'a>) {
        let words = texts(command);
        match words.split_first() {
            Some((Some(name), rest)) if name == "set" => self.now.read(rest.iter().cloned()),
            Some((Some(name), _)) => {
                let definitions = self.functions.get(name.as_bytes());
                let before = self.now;
                let mut after = None;
                for definition in definitions.into_iter().flatten() {
                    self.now = before;
                    self.call(definition);
                    after = Some(after.map_or(self.now, |other: Options| other.join(self.now)));
                }
                self.now = after.unwrap_or(before);
            }
            _ => {}
        }
    }

    fn call(&mut self, definition: &'a FunctionDefinition<'a>) {
        let key = (definition.span.start, self.now);
        if let Some(after) = self.calls.get(&key) {
            self.now = *after;
            return;
        }
        // A function that calls itself adds nothing to what its own commands do.
        self.calls.insert(key, self.now);
        self.compound(definition.body);
        self.calls.insert(key, self.now);
    }

    fn compound(&mut self, compound: &CompoundCommand<'a>) {
        if depth::is_exhausted() {
            return;
        }
        match &compound.kind {
            CompoundKind::BraceGroup(list) => self.list(list),
            CompoundKind::Subshell(list) => self.apart(|course| course.list(list)),
            CompoundKind::If(clause) => self.if_clause(clause),
            CompoundKind::Loop(clause) => self.repeated(&[&clause.condition, &clause.body]),
            CompoundKind::For(clause) => {
                let words = clause.words.unwrap_or_default();
                self.substitutions(|visitor| words.iter().for_each(|word| visitor.word(word)));
                self.repeated(&[&clause.body]);
            }
            CompoundKind::Case(clause) => self.case_clause(clause),
        }
    }

    fn if_clause(&mut self, clause: &IfClause<'a>) {
        let mut ends: Option<Options> = None;
        for branch in clause.branches {
            self.list(&branch.condition);
            let asked = self.now;
            self.list(&branch.body);
            ends = Some(ends.map_or(self.now, |ends| ends.join(self.now)));
            self.now = asked;
        }
        if let Some(list) = &clause.otherwise {
            self.list(list);
        }
        self.now = ends.map_or(self.now, |ends| ends.join(self.now));
    }

    /// Lists that run any number of times: whatever one of them sets may be set when one of them begins.
    fn repeated(&mut self, lists: &[&List<'a>]) {
        let mut sets = Sets::new(self.functions);
        lists.iter().for_each(|list| sets.list(list));
        for words in sets.found {
            let mut after = self.now;
            after.read(words);
            self.now = self.now.join(after);
        }
        for list in lists {
            let before = self.now;
            self.list(list);
            self.now = self.now.join(before);
        }
    }

    fn case_clause(&mut self, clause: &CaseClause<'a>) {
        self.substitutions(|visitor| visitor.word(&clause.word));
        let before = self.now;
        let mut ends = None;
        let mut falls = None;
        let mut has_default = false;
        for item in clause.items {
            self.now = falls.map_or(before, |fallen: Options| fallen.join(before));
            self.list(&item.body);
            falls = item.falls_through.then_some(self.now);
            ends = Some(ends.map_or(self.now, |ends: Options| ends.join(self.now)));
            has_default |= item.patterns.iter().any(|pattern| {
                matches!(pattern.parts, [part] if part.kind == WordPartKind::Literal(b"*"))
            });
        }
        self.now = match ends {
            Some(ends) if has_default => ends,
            Some(ends) => ends.join(before),
            None => before,
        };
    }
}

/// The words of a command from its name on, where they are known; `command` before the name is left out.
fn texts(command: &SimpleCommand<'_>) -> Vec<Option<String>> {
    let words = command.words.iter().map(|word| plain_text(word.parts));
    let is_prefix = |word: &Option<String>| matches!(word.as_deref(), Some("command" | "builtin"));
    words.skip_while(is_prefix).collect()
}

/// Substitutions in words. What stands in backquotes has no sure place in the text.
struct Substitutions<'a>(Vec<&'a CommandSubstitution<'a>>);

impl<'a> Visitor<'a> for Substitutions<'a> {
    fn part(&mut self, part: &WordPart<'a>) {
        match part.kind {
            WordPartKind::Command(substitution) if substitution.backquoted => {}
            WordPartKind::Command(substitution) => self.0.push(substitution),
            _ => visit::walk_part(self, part),
        }
    }
}

/// The words behind every `set`, in functions that are called too.
struct Sets<'c, 'a> {
    functions: &'c Functions<'a>,
    seen: BTreeSet<u32>,
    found: Vec<Vec<Option<String>>>,
}

impl<'c, 'a> Sets<'c, 'a> {
    fn new(functions: &'c Functions<'a>) -> Sets<'c, 'a> {
        Sets {
            functions,
            seen: BTreeSet::new(),
            found: Vec::new(),
        }
    }
}

impl<'a> Visitor<'a> for Sets<'_, 'a> {
    fn command(&mut self, command: &Command<'a>) {
        if depth::is_exhausted() {
            return;
        }
        if let Command::Simple(simple) = command {
            let words = texts(simple);
            match words.split_first() {
                Some((Some(name), rest)) if name == "set" => self.found.push(rest.to_vec()),
                Some((Some(name), _)) => {
                    for definition in self.functions.get(name.as_bytes()).into_iter().flatten() {
                        if self.seen.insert(definition.span.start) {
                            visit::walk_compound(self, definition.body);
                        }
                    }
                }
                _ => {}
            }
        }
        visit::walk_command(self, command);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Setting, Settings, ShellOption};
    use super::*;
    use crate::syntax::parse::{Parsed, parse};
    use bumpalo::Bump;

    /// Whether pipefail is on where the pipeline that begins with `here` does.
    #[track_caller]
    fn check(text: &str, expected: Setting) {
        let arena = Bump::new();
        let Parsed::Complete(script) = parse(text.as_bytes(), &arena, &()) else {
            panic!("{text}");
        };
        let mut functions = Functions::new();
        for definition in super::super::super::walk::definitions(&script.list) {
            functions
                .entry(definition.name)
                .or_default()
                .push(definition);
        }
        let settings = Settings::of(&[script.list], &functions, Options::default());
        let here = text.find("here").unwrap() as u32;
        let options = settings
            .at(crate::source::Span::at(here))
            .unwrap_or_default();
        assert_eq!(options.of(ShellOption::PipeFail), expected, "{text}");
    }

    #[test]
    fn set_holds_from_where_it_runs() {
        check("here | b; set -o pipefail", Setting::Off);
        check("set -eo pipefail; here | b", Setting::On);
        check("command set -o pipefail\nhere | b", Setting::On);
        check("set -o pipefail; set +o pipefail; here | b", Setting::Off);
        check(
            "{ set -o pipefail; } 2>/dev/null || :; here | b",
            Setting::On,
        );
        check("set -o pipefail; x=$(here | b)", Setting::On);
    }

    #[test]
    fn a_subshell_keeps_it_to_itself() {
        check("(set -o pipefail); here | b", Setting::Off);
        check("(set -o pipefail; here | b)", Setting::On);
        check("set -o pipefail | x; here | b", Setting::Off);
        check("set -o pipefail & here | b", Setting::Off);
        check("x=$(set -o pipefail); here | b", Setting::Off);
    }

    #[test]
    fn behind_a_branch_it_is_perhaps_on() {
        check("a && set -o pipefail; here | b", Setting::Perhaps);
        check("a && set -o pipefail && here | b", Setting::On);
        check("a && set -o pipefail || here | b", Setting::Perhaps);
        check("if a; then set -o pipefail; fi; here | b", Setting::Perhaps);
        check(
            "if a; then set -o pipefail; else set -o pipefail; fi; here | b",
            Setting::On,
        );
        check("if set -o pipefail; then :; fi; here | b", Setting::On);
        check(
            "case x in a) set -o pipefail;; esac; here | b",
            Setting::Perhaps,
        );
        check("case x in *) set -o pipefail;; esac; here | b", Setting::On);
        check(
            "for i in 1 2; do here | b; set -o pipefail; done",
            Setting::Perhaps,
        );
        check(
            "while a; do set -o pipefail; done; here | b",
            Setting::Perhaps,
        );
        check(
            "set -o pipefail; while a; do here | b; set -e; done",
            Setting::On,
        );
    }

    #[test]
    fn a_function_sets_it_where_it_is_called() {
        check("f() { set -o pipefail; }; here | b; f", Setting::Off);
        check("f() { set -o pipefail; }; f; here | b", Setting::On);
        check("f() (set -o pipefail); f; here | b", Setting::Off);
        check("f() { here | b; }; set -o pipefail; f", Setting::On);
        check("f() { here | b; }; f; set -o pipefail; f", Setting::Perhaps);
        check("f() { here | b; }; set -o pipefail", Setting::Perhaps);
        check("f() { here | b; f; }; f; set -o pipefail", Setting::Off);
        check(
            "f() { g; }; g() { set -o pipefail; }; while a; do here | b; f; done",
            Setting::Perhaps,
        );
    }
}
