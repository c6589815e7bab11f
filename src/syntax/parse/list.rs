//! Lists, AND-OR lists and pipelines (XCU 2.9.2, 2.9.3), and the texts made of them.

use super::context::{Cx, Input, PResult};
use super::error::{Construct, Expected, Failure};
use crate::syntax::ast::{AndOr, AndOrList, AndOrPart, List, ListItem, Pipeline, Script};

impl<'a> Cx<'a, '_> {
    /// `program`: every complete command of a text, as one list.
    pub fn program(&self, mut input: Input<'a>) -> PResult<'a, List<'a>> {
        let mark = self.scratch.items.mark();
        loop {
            let (rest, more) = self.complete_command(input)?;
            match more {
                Some(list) => list
                    .items
                    .iter()
                    .for_each(|item| self.scratch.items.push(*item)),
                None => {
                    return Ok((
                        rest,
                        List {
                            items: self.scratch.items.cut(self.bump, mark),
                        },
                    ));
                }
            }
            input = rest;
        }
    }

    /// `complete_command`: one logical line with the newline behind it; `None` if only blanks and comments are left.
    pub fn complete_command(&self, input: Input<'a>) -> PResult<'a, Option<List<'a>>> {
        let mut input = self.command_start(input)?;
        if input.is_empty() {
            let (input, ()) = self.end_of_text(input)?;
            return Ok((input, None));
        }
        let mark = self.scratch.items.mark();
        loop {
            let (rest, item) = self.list_item(input)?;
            self.scratch.items.push(item);
            input = self.blanks(rest);
            match input.first() {
                None => {
                    let (rest, ()) = self.end_of_text(input)?;
                    let (rest, ()) = self.here_docs_at_end(rest)?;
                    input = rest;
                    break;
                }
                Some(b'\n') => {
                    let (rest, ()) = self.newline(input)?;
                    input = rest;
                    if !self.is_in_replacement(input) {
                        break;
                    }
                    // The lines of an alias's value belong to the line that names it.
                    let (rest, ()) = self.linebreak(input)?;
                    input = self.substitute_aliases(rest);
                    if input.is_empty() {
                        break;
                    }
                }
                Some(_) => {}
            }
        }
        Ok((
            input,
            Some(List {
                items: self.scratch.items.cut(self.bump, mark),
            }),
        ))
    }

    /// `compound_list`: at least one command, up to a reserved word or operator that only the caller can use.
    pub fn compound_list(&self, input: Input<'a>) -> PResult<'a, List<'a>> {
        let mut input = self.command_start(input)?;
        let mark = self.scratch.items.mark();
        loop {
            let (rest, item) = self.list_item(input)?;
            self.scratch.items.push(item);
            // An alias may bring the reserved word or operator that ends the list.
            input = self.command_start(rest)?;
            if self.ends_compound_list(input) {
                return Ok((
                    input,
                    List {
                        items: self.scratch.items.cut(self.bump, mark),
                    },
                ));
            }
        }
    }

    /// A list that may be empty, as in a `case` item.
    pub fn opt_compound_list(&self, input: Input<'a>) -> PResult<'a, List<'a>> {
        let input = self.command_start(input)?;
        if self.ends_compound_list(input) {
            return Ok((input, List { items: &[] }));
        }
        self.compound_list(input)
    }

    /// The list of a command substitution or a detached text: up to its end or a `)`.
    pub fn substituted_script(&self, start: Input<'a>) -> PResult<'a, Script<'a>> {
        let (rest, list) = self.opt_compound_list(start)?;
        self.here_docs_without_lines(rest);
        Ok((
            rest,
            Script {
                list,
                span: self.span(start, rest),
            },
        ))
    }

    fn ends_compound_list(&self, input: Input<'a>) -> bool {
        match input.first() {
            None | Some(b')') => true,
            Some(b';') => true,
            Some(_) => matches!(
                self.reserved_word(input),
                Some((
                    _,
                    "then" | "else" | "elif" | "fi" | "do" | "done" | "esac" | "}"
                ))
            ),
        }
    }

    /// An AND-OR list and the separator behind it, if there is one; a newline is left.
    fn list_item(&self, input: Input<'a>) -> PResult<'a, ListItem<'a>> {
        let (rest, and_or) = self.and_or(input)?;
        let at = self.blanks(rest);
        match at.first() {
            Some(b'&') => {
                // `&&` was taken by `and_or`, so this one stands alone.
                let rest = &at[1..];
                Ok((
                    rest,
                    ListItem {
                        and_or,
                        background: Some(self.span(at, rest)),
                    },
                ))
            }
            Some(b';') => {
                let case_end = self
                    .opt_operator(b";;", at)
                    .or_else(|| self.opt_operator(b";&", at))
                    .is_some();
                let rest = if case_end { at } else { &at[1..] };
                Ok((
                    rest,
                    ListItem {
                        and_or,
                        background: None,
                    },
                ))
            }
            None | Some(b'\n' | b')') => Ok((
                at,
                ListItem {
                    and_or,
                    background: None,
                },
            )),
            Some(_) if self.ends_compound_list(at) => Ok((
                at,
                ListItem {
                    and_or,
                    background: None,
                },
            )),
            Some(_) => self.fail(at, Expected::Separator),
        }
    }

    /// `and_or`
    fn and_or(&self, input: Input<'a>) -> PResult<'a, AndOrList<'a>> {
        let (mut input, first) = self.pipeline(input)?;
        let mark = self.scratch.and_or.mark();
        loop {
            let at = self.blanks(input);
            let found = match at.first() {
                Some(b'&') => self
                    .opt_operator(b"&&", at)
                    .map(|rest| (rest, AndOr::And, Construct::And)),
                Some(b'|') => self
                    .opt_operator(b"||", at)
                    .map(|rest| (rest, AndOr::Or, Construct::Or)),
                _ => None,
            };
            let Some((rest, operator, construct)) = found else {
                return Ok((
                    at,
                    AndOrList {
                        first,
                        rest: self.scratch.and_or.cut(self.bump, mark),
                    },
                ));
            };
            let operator_span = self.span(at, rest);
            let (rest, pipeline) = self.within(construct, operator_span, rest, |rest| {
                let rest = self.command_start(rest)?;
                self.pipeline(rest)
            })?;
            self.scratch.and_or.push(AndOrPart {
                operator,
                operator_span,
                pipeline,
            });
            input = rest;
        }
    }

    /// `pipeline`
    fn pipeline(&self, input: Input<'a>) -> PResult<'a, Pipeline<'a>> {
        let start = self.substitute_aliases(self.blanks(input));
        if let Some((rest, "!")) = self.reserved_word(start) {
            let bang = self.span(start, rest);
            let (rest, pipeline) = self.within(Construct::Bang, bang, rest, |rest| {
                self.pipe_sequence(self.blanks(rest))
            })?;
            return Ok((
                rest,
                Pipeline {
                    bang: Some(bang),
                    span: bang.to(pipeline.span),
                    ..pipeline
                },
            ));
        }
        self.pipe_sequence(start)
    }

    /// `pipe_sequence`
    fn pipe_sequence(&self, start: Input<'a>) -> PResult<'a, Pipeline<'a>> {
        let mark = self.scratch.commands.mark();
        let (mut input, first) = self.command(start)?;
        self.scratch.commands.push(first);
        loop {
            let at = self.blanks(input);
            let pipe = match at.first() {
                Some(b'|') if self.opt_operator(b"||", at).is_none() => self.opt_operator(b"|", at),
                _ => None,
            };
            let Some(rest) = pipe else {
                let commands = self.scratch.commands.cut(self.bump, mark);
                let span = commands[0].span().to(commands[commands.len() - 1].span());
                return Ok((
                    at,
                    Pipeline {
                        bang: None,
                        commands,
                        span,
                    },
                ));
            };
            let (rest, command) =
                self.within(Construct::Pipe, self.span(at, rest), rest, |rest| {
                    let rest = self.command_start(rest)?;
                    self.command(rest)
                })?;
            self.scratch.commands.push(command);
            input = rest;
        }
    }

    /// Where the next command begins: `linebreak`, and what aliases make of the command's name. An alias may stand for
    /// nothing, and leave a line as blank as any.
    pub fn command_start(&self, mut input: Input<'a>) -> Result<Input<'a>, nom::Err<Failure>> {
        loop {
            let (start, ()) = self.linebreak(input)?;
            input = self.substitute_aliases(start);
            if !matches!(input.first(), Some(b'\n')) {
                return Ok(input);
            }
        }
    }

    /// `linebreak`: any number of newlines, with blanks and comments between them.
    pub fn linebreak(&self, mut input: Input<'a>) -> PResult<'a, ()> {
        loop {
            input = self.blanks(input);
            if input.first() != Some(&b'\n') {
                return Ok((input, ()));
            }
            let (rest, ()) = self.newline(input)?;
            input = rest;
        }
    }
}
