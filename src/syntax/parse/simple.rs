//! Simple commands, and the function definitions that begin like one (XCU 2.9.1, 2.9.5).

use super::context::{Cx, Input, PResult, skip_continuations};
use super::error::{Construct, Expected};
use super::lex::{ends_word, is_reserved};
use crate::syntax::ast::*;

impl<'a> Cx<'a, '_> {
    /// `simple_command`, or `function_definition` if `()` follows its first word.
    pub fn simple_command(&self, start: Input<'a>) -> PResult<'a, Command<'a>> {
        let assignments = self.scratch.assignments.mark();
        let words = self.scratch.words.mark();
        let redirects = self.scratch.redirects.mark();
        let (mut rest, mut at) = (start, start);
        loop {
            if let Some(found) = self.opt_io_redirect(at) {
                let (after, redirect) = found?;
                self.scratch.redirects.push(redirect);
                rest = after;
            } else if at.first().is_none_or(|byte| ends_word(*byte)) {
                break;
            } else if let Some(found) = self.opt_assignment(words, at) {
                let (after, assignment) = found?;
                self.scratch.assignments.push(assignment);
                rest = after;
            } else {
                let (after, word) = self.word(at)?;
                self.scratch.words.push(word);
                rest = after;
            }
            at = self.blanks_before_word(rest);
            // The command name may stand behind assignments.
            if self.scratch.words.mark() == words {
                at = self.substitute_command_name(at);
            }
        }
        let assignments = self.scratch.assignments.cut(self.bump, assignments);
        let words = self.scratch.words.cut(self.bump, words);
        let redirects = self.scratch.redirects.cut(self.bump, redirects);
        if at.first() == Some(&b'(')
            && words.len() == 1
            && assignments.is_empty()
            && redirects.is_empty()
        {
            return self.function_definition(start, words[0], at);
        }
        let span = self.span(start, rest);
        Ok((
            at,
            Command::Simple(self.bump.alloc(SimpleCommand {
                assignments,
                words,
                redirects,
                span,
            })),
        ))
    }

    /// An assignment word, as long as no command name has been read since the stack stood at `words`.
    fn opt_assignment(
        &self,
        words: usize,
        start: Input<'a>,
    ) -> Option<PResult<'a, Assignment<'a>>> {
        if self.scratch.words.mark() != words {
            return None;
        }
        let (rest, name) = self.opt_name(start)?;
        let rest = skip_continuations(rest).strip_prefix(b"=")?;
        Some(self.opt_word(rest).map(|(rest, value)| {
            (
                rest,
                Assignment {
                    name,
                    value,
                    span: self.span(start, rest),
                },
            )
        }))
    }

    /// The text of a word that is nothing but text; line continuations have split it into stretches.
    fn unquoted_text(&self, word: Word<'a>) -> Option<&'a [u8]> {
        match word.parts {
            [
                WordPart {
                    kind: WordPartKind::Literal(text),
                    ..
                },
            ] => Some(text),
            parts => {
                let mut joined = Vec::new();
                for part in parts {
                    let WordPartKind::Literal(text) = part.kind else {
                        return None;
                    };
                    joined.extend_from_slice(text);
                }
                Some(self.bump.alloc_slice_copy(&joined))
            }
        }
    }

    /// `function_definition`, from the `(` on.
    fn function_definition(
        &self,
        start: Input<'a>,
        name: Word<'a>,
        at: Input<'a>,
    ) -> PResult<'a, Command<'a>> {
        let Some(name) = self.unquoted_text(name) else {
            return self.fail(at, Expected::Separator);
        };
        let valid =
            self.opt_name(name).is_some_and(|(rest, _)| rest.is_empty()) && !is_reserved(name);
        if !valid {
            return self.fail(start, Expected::FunctionName);
        }
        let opener = self.span(start, at);
        let (rest, _) = self.expect_operator(")", &at[1..])?;
        self.within(Construct::Function, opener, rest, |rest| {
            let index = self.next_function();
            let empty = CompoundKind::BraceGroup(List { items: &[] });
            let placeholder = self.bump.alloc(CompoundCommand {
                kind: empty,
                redirects: &[],
                span: opener,
            });
            self.reserve_function(self.bump.alloc(FunctionDefinition {
                name,
                body: placeholder,
                index,
                span: opener,
            }));
            let rest = self.command_start(rest)?;
            let begins = rest.first() == Some(&b'(')
                || matches!(
                    self.reserved_word(rest),
                    Some((_, "{" | "if" | "while" | "until" | "for" | "case"))
                );
            if !begins {
                return self.fail(rest, Expected::FunctionBody);
            }
            let (rest, command) = self.command(rest)?;
            let Command::Compound(body) = command else {
                return self.fail(rest, Expected::FunctionBody);
            };
            let span = self.span(start, start).to(body.span);
            let definition = self.bump.alloc(FunctionDefinition {
                name,
                body,
                index,
                span,
            });
            self.add_function(definition);
            Ok((rest, Command::Function(definition)))
        })
    }
}
