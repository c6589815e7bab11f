//! Compound commands and function definitions: each reserved word, with what stands behind it nested below.

use super::Piece::{self, Here, Once, Rule as Stated};
use super::settings::ShellOption;
use super::utility;
use super::walk::{Walk, named, verbatim};
use super::word::{is_pattern, plain_text};
use crate::rule::Rule;
use crate::source::{Span, line_end};
use crate::syntax::ast::*;

impl<'a> Walk<'a> {
    pub fn compound(&mut self, compound: &CompoundCommand<'a>) {
        let span = compound.span;
        let end = compound.redirects.first();
        let end = end.map_or(span.end, |redirect| redirect.span.start);
        match &compound.kind {
            CompoundKind::BraceGroup(list) => self.group(list, end, b"{", b"}"),
            CompoundKind::Subshell(list) => {
                self.scoped(
                    |scope| scope.subshell = Some("( )"),
                    |walk| walk.group(list, end, b"(", b")"),
                );
            }
            CompoundKind::If(clause) => self.if_clause(clause, span, end),
            CompoundKind::Loop(clause) => self.loop_clause(clause, span, end),
            CompoundKind::For(clause) => self.for_clause(clause, span, end),
            CompoundKind::Case(clause) => self.case_clause(clause, span, end),
        }
        let whole = Span::new(span.start, self.at);
        self.redirects(compound.redirects, Some(whole), &[]);
    }

    fn group(&mut self, list: &List<'a>, end: u32, open: &[u8], close: &[u8]) {
        let start = self.at;
        let pieces = match open {
            b"(" => vec![Stated(Rule::Subshell), Stated(Rule::SubshellEnvironment)],
            _ => vec![
                Stated(Rule::BraceGroup),
                Once("{ is a word: a blank stands after it, and ; or a newline before }".into()),
            ],
        };
        self.reserved(end, open, pieces);
        self.nest(|walk| walk.list(list));
        let closes = self.closes(Span::at(start), open);
        self.reserved(end, close, vec![closes, Stated(Rule::GroupStatus)]);
    }

    /// What is said of a word that ends what `opener` began.
    fn closes(&self, opener: Span, word: &[u8]) -> Piece {
        let word = String::from_utf8_lossy(word);
        let line = self.line(opener);
        let here = self.line(Span::at(self.at));
        Here(match line == here {
            true => format!("ends the {word}"),
            false => format!("ends the {word} of line {line}"),
        })
    }

    fn if_clause(&mut self, clause: &IfClause<'a>, span: Span, end: u32) {
        for (number, branch) in clause.branches.iter().enumerate() {
            let mut pieces = match number {
                0 => vec![Stated(Rule::IfCondition)],
                _ => vec![Once(
                    "asked only if no condition before it ended with 0".into(),
                )],
            };
            if branch.condition.items.len() > 1 {
                pieces.push(Stated(Rule::ConditionStatus));
            }
            if self.may(ShellOption::ErrExit) {
                pieces.push(Stated(Rule::ErrExitExempt));
            }
            let word: &[u8] = if number == 0 { b"if" } else { b"elif" };
            self.reserved(branch.opener.end, word, pieces);
            self.nest(|walk| walk.list(&branch.condition));
            let body = branch.body.span().map_or(end, |span| span.start);
            let condition = self.condition(&branch.condition);
            let mut pieces = vec![Here(format!("what runs if {condition} ends with 0"))];
            if clause.branches.len() > 1 {
                pieces.push(Stated(Rule::IfBranch));
            }
            self.reserved(body, b"then", pieces);
            self.nest(|walk| walk.list(&branch.body));
        }
        if let Some(list) = &clause.otherwise {
            let body = list.span().map_or(end, |span| span.start);
            self.reserved(body, b"else", vec![Stated(Rule::IfElse)]);
            self.nest(|walk| walk.list(list));
        }
        let closes = self.closes_keyword(span, end, "if");
        let mut pieces = vec![closes, Stated(Rule::IfStatus)];
        if clause.otherwise.is_none() {
            pieces.push(Stated(Rule::IfWithoutBranch));
        }
        self.reserved(end, b"fi", pieces);
    }

    /// As [`Walk::closes`], for a word that stands right before `end`.
    fn closes_keyword(&self, opener: Span, end: u32, word: &str) -> Piece {
        let (line, here) = (
            self.line(opener),
            self.line(Span::at(end.saturating_sub(1))),
        );
        Here(match line == here {
            true => format!("ends the {word}"),
            false => format!("ends the {word} of line {line}"),
        })
    }

    /// The command of a condition that decides.
    fn condition(&self, list: &List<'a>) -> String {
        match list.items.last() {
            Some(last) => self.left_side(&last.and_or, last.and_or.rest.len()),
            None => "the condition".to_owned(),
        }
    }

    fn loop_clause(&mut self, clause: &LoopClause<'a>, span: Span, end: u32) {
        let (word, rule) = match clause.until {
            true => ("until", Rule::UntilLoop),
            false => ("while", Rule::WhileLoop),
        };
        let condition = clause.condition.span().map_or(end, |span| span.start);
        let mut pieces = vec![Stated(rule)];
        if clause.condition.items.len() > 1 {
            pieces.push(Stated(Rule::ConditionStatus));
        }
        if self.may(ShellOption::ErrExit) {
            pieces.push(Stated(Rule::ErrExitExempt));
        }
        self.reserved(condition, word.as_bytes(), pieces);
        self.scoped(
            |scope| scope.repeated = true,
            |walk| walk.nest(|walk| walk.list(&clause.condition)),
        );
        let decides = self.condition(&clause.condition);
        let how = if clause.until { "fails" } else { "ends with 0" };
        let pieces = vec![Here(format!("what runs each time {decides} {how}"))];
        self.do_group(&clause.body, pieces, span, end, word);
    }

    fn do_group(&mut self, body: &List<'a>, pieces: Vec<Piece>, span: Span, end: u32, word: &str) {
        let start = body.span().map_or(end, |span| span.start);
        self.reserved(start, b"do", pieces);
        self.scoped(
            |scope| scope.repeated = true,
            |walk| walk.nest(|walk| walk.list(body)),
        );
        let closes = self.closes_keyword(span, end, word);
        self.reserved(end, b"done", vec![closes, Stated(Rule::LoopStatus)]);
    }

    fn for_clause(&mut self, clause: &ForClause<'a>, span: Span, end: u32) {
        let name = String::from_utf8_lossy(clause.name).into_owned();
        let start = clause.body.span().map_or(end, |span| span.start);
        let takes = match clause.words {
            Some(_) => format!("`{name}` is each word in turn"),
            None => format!("`{name}` is each argument, \"$@\", in turn"),
        };
        self.reserved(start, b"for", vec![Stated(Rule::ForLoop), Here(takes)]);
        // The variable belongs to the `for`.
        self.reserved(start, clause.name, vec![Once("the loop's variable".into())]);
        if let Some(words) = clause.words {
            let words_start = words.first().map_or(start, |word| word.span.start);
            let pieces = match words {
                [] => vec![Here("no words: the loop runs not once".into())],
                _ => vec![Once("the words come after it".into())],
            };
            self.reserved(words_start, b"in", pieces);
            self.nest(|walk| {
                for word in words {
                    walk.quiet_gap(word.span.start);
                    walk.field(word, vec![Once("a word of the loop".into())]);
                }
            });
        }
        let pieces = vec![Once("what runs for each of them".into())];
        self.do_group(&clause.body, pieces, span, end, "for");
    }

    fn case_clause(&mut self, clause: &CaseClause<'a>, span: Span, end: u32) {
        let pieces = vec![Stated(Rule::CaseMatch)];
        self.reserved(clause.word.span.start, b"case", pieces);
        let what = self.named(clause.word.span);
        self.nest(|walk| {
            walk.one_word(
                &clause.word,
                vec![Once("what is matched; it is not split".into())],
            )
        });
        let first = clause.items.first();
        let patterns = first.map_or(end, |item| item.patterns[0].span.start);
        self.reserved(patterns, b"in", vec![Once("the patterns follow".into())]);
        for item in clause.items {
            self.case_item(item, &what, end);
        }
        let closes = self.closes_keyword(span, end, "case");
        self.reserved(end, b"esac", vec![closes, Stated(Rule::CaseStatus)]);
    }

    fn case_item(&mut self, item: &CaseItem<'a>, what: &str, end: u32) {
        for (number, pattern) in item.patterns.iter().enumerate() {
            self.quiet_gap(pattern.span.start);
            let text = self.quote(pattern.span);
            let or = if number > 0 { "or " } else { "" };
            let matches = match text.as_str() {
                "*" => "* matches whatever is left".to_owned(),
                "''" | "\"\"" => format!("{or}if {what} is empty"),
                _ if is_pattern(pattern.parts) => {
                    format!("{or}if {what} matches the pattern {}", named(&text))
                }
                // Without its quotes and backslashes, which take the meaning from what stands behind them.
                _ => match plain_text(pattern.parts) {
                    Some(plain) => format!("{or}if {what} is {}", verbatim(&plain)),
                    None => format!("{or}if {what} is {}", named(&text)),
                },
            };
            self.pattern(pattern, vec![Here(matches)]);
        }
        let closer = self.text[self.at as usize..]
            .iter()
            .position(|byte| *byte == b')');
        let closer = self.at + closer.unwrap_or(0) as u32 + 1;
        let pieces = match item.body.items {
            [] => vec![Here("nothing runs for it".into())],
            _ => vec![Once("ends the pattern; what runs for it follows".into())],
        };
        self.reserved(closer, b")", pieces);
        self.nest(|walk| walk.list(&item.body));
        let (word, pieces): (&[u8], _) = match item.falls_through {
            true => (b";&", vec![Stated(Rule::CaseFallThrough)]),
            false => (
                b";;",
                vec![Once(
                    "ends the commands of this pattern; the case is done".into(),
                )],
            ),
        };
        // Only the last may lack one.
        let limit = self.item_end(end);
        if let Some(limit) = limit {
            self.reserved(limit, word, pieces);
        }
    }

    /// Just past the `;;` or `;&` that comes next; none if an `esac` comes before it.
    fn item_end(&mut self, end: u32) -> Option<u32> {
        let mut at = self.at as usize;
        let end = (end as usize).min(self.text.len());
        while at < end {
            match &self.text[at..end] {
                [b' ' | b'\t' | b'\n', ..] => at += 1,
                [b'\\', b'\n', ..] => at += 2,
                [b'#', ..] => at += line_end(&self.text[at..end]),
                [b';', b';' | b'&', ..] => return Some(at as u32 + 2),
                // A `;` or a newline with here-documents ends the last command.
                [b';', ..] => at += 1,
                _ => return self.document_before_end(at, end),
            }
        }
        None
    }

    /// The lines of a here-document stand before the `;;`.
    fn document_before_end(&self, at: usize, end: usize) -> Option<u32> {
        let last = self.waiting.last()?;
        let body_end = last.document.body.span.end as usize;
        let rest = self.text.get(body_end.max(at)..end)?;
        let line = rest.iter().position(|byte| *byte == b'\n')?;
        let start = body_end.max(at) + line;
        let behind = self.text[start..end].trim_ascii_start();
        let offset = end - behind.len();
        behind.starts_with(b";").then_some(offset as u32 + 2)
    }

    pub fn definition(&mut self, definition: &FunctionDefinition<'a>) {
        let start = definition.span.start;
        let rest = &self.text[start as usize..definition.body.span.start as usize];
        let closer = rest.iter().position(|byte| *byte == b')').unwrap_or(0) as u32;
        let mark = Span::new(start, start + closer + 1);
        let name = String::from_utf8_lossy(definition.name).into_owned();
        let pieces = match utility::is_special(&name) {
            true => vec![Here(format!(
                "`{name}` is a special built-in: no function can have its name, and the shell stops here"
            ))],
            false => vec![
                Stated(Rule::FunctionDefinition),
                Here(format!("the body runs each time `{name}` is called")),
                Stated(Rule::FunctionCall),
                Stated(Rule::FunctionStatus),
            ],
        };
        self.note(mark, pieces);
        self.at = mark.end;
        self.nest(|walk| {
            walk.quiet_gap(definition.body.span.start);
            walk.scoped(
                |scope| {
                    scope.function = true;
                    scope.subshell = None;
                },
                |walk| walk.compound(definition.body),
            );
        });
    }
}
