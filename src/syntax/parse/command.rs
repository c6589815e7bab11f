//! Commands of every kind, and the compound ones with one function a clause (XCU 2.9, 2.9.4).

use super::context::{Cx, Input, PResult, skip_continuations};
use super::error::{Construct, Expected};
use super::lex::ends_word;
use crate::source::Span;
use crate::syntax::ast::*;

impl<'a> Cx<'a, '_> {
    /// `command`
    pub fn command(&self, input: Input<'a>) -> PResult<'a, Command<'a>> {
        let start = self.substitute_aliases(self.blanks(input));
        let Some(first) = start.first() else {
            return self.fail(start, Expected::Command);
        };
        if *first == b'(' {
            return self.compound(start, |input| self.subshell(input));
        }
        if ends_word(*first) && !matches!(first, b'<' | b'>') {
            return self.fail(start, Expected::Command);
        }
        match self.reserved_word(start) {
            None => self.simple_command(start),
            Some((rest, word)) => {
                let opener = self.span(start, rest);
                match word {
                    "{" => self.compound(start, |_| self.brace_group(opener, rest)),
                    "if" => self.compound(start, |_| self.if_clause(opener, rest)),
                    "while" | "until" => {
                        self.compound(start, |_| self.loop_clause(word == "until", opener, rest))
                    }
                    "for" => self.compound(start, |_| self.for_clause(opener, rest)),
                    "case" => self.compound(start, |_| self.case_clause(opener, rest)),
                    _ => self.fail(start, Expected::Command),
                }
            }
        }
    }

    fn compound(
        &self,
        start: Input<'a>,
        parse: impl FnOnce(Input<'a>) -> PResult<'a, CompoundKind<'a>>,
    ) -> PResult<'a, Command<'a>> {
        let (rest, command) = self.compound_command(start, parse)?;
        Ok((rest, Command::Compound(command)))
    }

    fn compound_command(
        &self,
        start: Input<'a>,
        parse: impl FnOnce(Input<'a>) -> PResult<'a, CompoundKind<'a>>,
    ) -> PResult<'a, &'a CompoundCommand<'a>> {
        let (mut rest, kind) = parse(start)?;
        let mark = self.scratch.redirects.mark();
        let mut at = self.blanks(rest);
        while let Some(found) = self.opt_io_redirect(at) {
            let (after, redirect) = found?;
            self.scratch.redirects.push(redirect);
            rest = after;
            at = self.blanks(rest);
        }
        let redirects = self.scratch.redirects.cut(self.bump, mark);
        Ok((
            at,
            self.bump.alloc(CompoundCommand {
                kind,
                redirects,
                span: self.span(start, rest),
            }),
        ))
    }

    /// `subshell`
    fn subshell(&self, start: Input<'a>) -> PResult<'a, CompoundKind<'a>> {
        let rest = &start[1..];
        let opener = self.span(start, rest);
        let (rest, list) = self.within(Construct::Subshell, opener, rest, |rest| {
            let (rest, list) = self.compound_list(rest)?;
            let (rest, _) = self.expect_operator(")", rest)?;
            Ok((rest, list))
        })?;
        Ok((rest, CompoundKind::Subshell(list)))
    }

    /// `brace_group`
    fn brace_group(&self, opener: Span, rest: Input<'a>) -> PResult<'a, CompoundKind<'a>> {
        let (rest, list) = self.within(Construct::BraceGroup, opener, rest, |rest| {
            let (rest, list) = self.compound_list(rest)?;
            let (rest, _) = self.expect_reserved("}", rest)?;
            Ok((rest, list))
        })?;
        Ok((rest, CompoundKind::BraceGroup(list)))
    }

    /// `if_clause`
    fn if_clause(&self, opener: Span, rest: Input<'a>) -> PResult<'a, CompoundKind<'a>> {
        self.within(Construct::If, opener, rest, |mut rest| {
            let mark = self.scratch.branches.mark();
            let mut opener = opener;
            loop {
                let (after, branch) = self.if_branch(opener, rest)?;
                self.scratch.branches.push(branch);
                let start = self.blanks(after);
                let Some((after, word)) = self.reserved_word(start) else {
                    return self.fail(start, Expected::Token("fi"));
                };
                let word_span = self.span(start, after);
                let otherwise = match word {
                    "elif" => {
                        self.reopen(Construct::If, word_span);
                        (opener, rest) = (word_span, after);
                        continue;
                    }
                    "else" => {
                        self.reopen(Construct::Else, word_span);
                        let (after, list) = self.compound_list(after)?;
                        let (after, _) = self.expect_reserved("fi", after)?;
                        rest = after;
                        Some(list)
                    }
                    "fi" => {
                        rest = after;
                        None
                    }
                    _ => return self.fail(start, Expected::Token("fi")),
                };
                let branches = self.scratch.branches.cut(self.bump, mark);
                return Ok((
                    rest,
                    CompoundKind::If(IfClause {
                        branches,
                        otherwise,
                    }),
                ));
            }
        })
    }

    fn if_branch(&self, opener: Span, rest: Input<'a>) -> PResult<'a, IfBranch<'a>> {
        let (rest, condition) = self.compound_list(rest)?;
        let (rest, then) = self.expect_reserved("then", rest)?;
        self.reopen(Construct::Then, then);
        let (rest, body) = self.compound_list(rest)?;
        Ok((
            rest,
            IfBranch {
                condition,
                body,
                opener,
            },
        ))
    }

    /// `while_clause` and `until_clause`
    fn loop_clause(
        &self,
        until: bool,
        opener: Span,
        rest: Input<'a>,
    ) -> PResult<'a, CompoundKind<'a>> {
        let construct = if until {
            Construct::Until
        } else {
            Construct::While
        };
        let (rest, clause) = self.within(construct, opener, rest, |rest| {
            let (rest, condition) = self.compound_list(rest)?;
            let (rest, body) = self.do_group(rest)?;
            Ok((
                rest,
                LoopClause {
                    until,
                    condition,
                    body,
                },
            ))
        })?;
        Ok((rest, CompoundKind::Loop(clause)))
    }

    /// `do_group`
    fn do_group(&self, rest: Input<'a>) -> PResult<'a, List<'a>> {
        let (rest, opener) = self.expect_reserved("do", rest)?;
        self.within(Construct::Do, opener, rest, |rest| {
            let (rest, body) = self.compound_list(rest)?;
            let (rest, _) = self.expect_reserved("done", rest)?;
            Ok((rest, body))
        })
    }

    /// `for_clause`
    fn for_clause(&self, opener: Span, rest: Input<'a>) -> PResult<'a, CompoundKind<'a>> {
        let (rest, clause) = self.within(Construct::For, opener, rest, |rest| {
            let start = self.blanks_before_word(rest);
            let Some((rest, name)) = self.opt_name(start) else {
                return self.fail(start, Expected::Name);
            };
            let rest = skip_continuations(rest);
            if !rest.first().is_none_or(|byte| ends_word(*byte)) {
                return self.fail(start, Expected::Name);
            }
            let (rest, words) = self.for_words(rest)?;
            let (rest, ()) = self.linebreak(rest)?;
            let (rest, body) = self.do_group(rest)?;
            Ok((rest, ForClause { name, words, body }))
        })?;
        Ok((rest, CompoundKind::For(clause)))
    }

    /// `in` and the words behind it, with their separator; or a separator alone.
    fn for_words(&self, rest: Input<'a>) -> PResult<'a, Option<&'a [Word<'a>]>> {
        let at = self.blanks(rest);
        if at.first() == Some(&b';') {
            return Ok((&at[1..], None));
        }
        let (at, ()) = self.linebreak(at)?;
        let Some((mut rest, "in")) = self.reserved_word(at) else {
            return Ok((at, None));
        };
        let mark = self.scratch.words.mark();
        loop {
            let at = self.blanks_before_word(rest);
            match at.first() {
                Some(b';') => {
                    return Ok((&at[1..], Some(self.scratch.words.cut(self.bump, mark))));
                }
                Some(b'\n') => return Ok((at, Some(self.scratch.words.cut(self.bump, mark)))),
                Some(byte) if !ends_word(*byte) => {
                    let (after, word) = self.word(at)?;
                    self.scratch.words.push(word);
                    rest = after;
                }
                _ => return self.fail(at, Expected::Separator),
            }
        }
    }

    /// `case_clause`
    fn case_clause(&self, opener: Span, rest: Input<'a>) -> PResult<'a, CompoundKind<'a>> {
        let (rest, clause) = self.within(Construct::Case, opener, rest, |rest| {
            let (rest, word) = self.expect_word("what `case` looks at", rest)?;
            let (rest, ()) = self.linebreak(rest)?;
            let (mut rest, _) = self.expect_reserved("in", rest)?;
            let mark = self.scratch.cases.mark();
            loop {
                let (at, ()) = self.linebreak(rest)?;
                if let Some((rest, "esac")) = self.reserved_word(at) {
                    let items = self.scratch.cases.cut(self.bump, mark);
                    return Ok((rest, CaseClause { word, items }));
                }
                let (after, item) = self.case_item(at)?;
                self.scratch.cases.push(item);
                rest = after;
            }
        })?;
        Ok((rest, CompoundKind::Case(clause)))
    }

    /// `case_item`, its `;;` or `;&` included; only the last may lack one.
    fn case_item(&self, start: Input<'a>) -> PResult<'a, CaseItem<'a>> {
        let mut rest = start.strip_prefix(b"(").unwrap_or(start);
        let mark = self.scratch.words.mark();
        loop {
            let (after, pattern) = self.expect_word("a pattern", rest)?;
            self.scratch.words.push(pattern);
            let at = self.blanks(after);
            match at.first() {
                Some(b'|') => rest = &at[1..],
                Some(b')') => {
                    rest = &at[1..];
                    break;
                }
                _ => return self.fail(at, Expected::Token(")")),
            }
        }
        let patterns = self.scratch.words.cut(self.bump, mark);
        let (rest, body) = self.opt_compound_list(rest)?;
        let at = self.blanks(rest);
        if let Some(rest) = self.opt_operator(b";;", at) {
            return Ok((
                rest,
                CaseItem {
                    patterns,
                    body,
                    falls_through: false,
                },
            ));
        }
        if let Some(rest) = self.opt_operator(b";&", at) {
            return Ok((
                rest,
                CaseItem {
                    patterns,
                    body,
                    falls_through: true,
                },
            ));
        }
        match self.reserved_word(at) {
            Some((_, "esac")) => Ok((
                at,
                CaseItem {
                    patterns,
                    body,
                    falls_through: false,
                },
            )),
            _ => self.fail(at, Expected::Token(";;")),
        }
    }

    /// A word, after blanks.
    pub fn expect_word(&self, what: &'static str, input: Input<'a>) -> PResult<'a, Word<'a>> {
        let at = self.blanks_before_word(input);
        match at.first() {
            Some(byte) if !ends_word(*byte) => self.word(at),
            _ => self.fail(at, Expected::Word(what)),
        }
    }
}
