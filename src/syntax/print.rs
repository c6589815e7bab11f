//! Writes a tree: [`source`] as shell text that parses to the same tree, [`tree`](tree()) as an s-expression.

mod tree;

pub use tree::tree;

use crate::syntax::ast::*;
use crate::syntax::parse::is_reserved_word;
use std::fmt::Write;

/// `list` as source on as few lines as here-documents allow. Parsing it again gives the same tree but for spans.
pub fn source(list: &List<'_>) -> Vec<u8> {
    let mut printer = Printer::default();
    printer.list(list);
    printer.end_line();
    printer.out
}

/// `definition` as source, a complete command.
pub fn definition(definition: &FunctionDefinition<'_>) -> Vec<u8> {
    let mut printer = Printer::default();
    printer.definition(definition);
    printer.end_line();
    printer.out
}

#[derive(Default)]
struct Printer<'a> {
    out: Vec<u8>,
    /// Here-documents whose body the next newline must bring.
    pending: Vec<(Word<'a>, &'a HereDoc<'a>)>,
}

impl<'a> Printer<'a> {
    fn text(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
    }

    /// A newline, and the here-documents that wait for one.
    fn end_line(&mut self) {
        self.text(b"\n");
        for (delimiter, document) in std::mem::take(&mut self.pending) {
            match document.body.parts {
                [
                    WordPart {
                        kind: WordPartKind::SingleQuoted(text),
                        ..
                    },
                ] if document.quoted => self.text(text),
                parts => self.parts(parts, true),
            }
            // The body of one that ended with its text may have no newline of its own.
            if !document.body.parts.is_empty() && !self.out.ends_with(b"\n") {
                self.text(b"\n");
            }
            self.word_text(&delimiter);
            self.text(b"\n");
        }
    }

    /// A delimiter after quote removal.
    fn word_text(&mut self, word: &Word<'a>) {
        for part in word.parts {
            match part.kind {
                WordPartKind::Literal(text)
                | WordPartKind::Escaped(text)
                | WordPartKind::SingleQuoted(text)
                | WordPartKind::DollarSingleQuoted(text) => self.text(text),
                WordPartKind::DoubleQuoted(parts) => self.word_text(&Word {
                    parts,
                    span: part.span,
                }),
                _ => {}
            }
        }
    }

    fn list(&mut self, list: &List<'a>) {
        for (index, item) in list.items.iter().enumerate() {
            if index > 0 {
                let separator: &[u8] = if list.items[index - 1].background.is_some() {
                    b" "
                } else {
                    b"; "
                };
                match self.pending.is_empty() {
                    true => self.text(separator),
                    false => self.end_line(),
                }
            }
            self.and_or(&item.and_or);
            if item.background.is_some() {
                self.text(b" &");
            }
        }
    }

    /// A list that a reserved word or operator follows.
    fn body(&mut self, list: &List<'a>) {
        self.list(list);
        let closed = list
            .items
            .last()
            .is_none_or(|item| item.background.is_some());
        match (self.pending.is_empty(), closed) {
            (false, _) => self.end_line(),
            (true, true) => self.text(b" "),
            (true, false) => self.text(b"; "),
        }
    }

    fn and_or(&mut self, and_or: &AndOrList<'a>) {
        self.pipeline(&and_or.first);
        for part in and_or.rest {
            let _ = write!(Bytes(&mut self.out), " {} ", part.operator.as_str());
            self.pipeline(&part.pipeline);
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline<'a>) {
        if pipeline.bang.is_some() {
            self.text(b"! ");
        }
        for (index, command) in pipeline.commands.iter().enumerate() {
            if index > 0 {
                self.text(b" | ");
            }
            self.command(command);
        }
    }

    fn command(&mut self, command: &Command<'a>) {
        match command {
            Command::Simple(simple) => self.simple(simple),
            Command::Compound(compound) => self.compound(compound),
            Command::Function(definition) => self.definition(definition),
        }
    }

    fn definition(&mut self, definition: &FunctionDefinition<'a>) {
        self.text(definition.name);
        self.text(b"() ");
        self.compound(definition.body);
    }

    fn simple(&mut self, simple: &SimpleCommand<'a>) {
        let mut first = true;
        let mut blank = |printer: &mut Printer<'a>| {
            if !std::mem::take(&mut first) {
                printer.text(b" ");
            }
        };
        for assignment in simple.assignments {
            blank(self);
            self.text(assignment.name);
            self.text(b"=");
            self.word(&assignment.value);
        }
        // A command that is called like a reserved word must not stand first.
        let called_so = simple.words.first().is_some_and(is_reserved_text);
        let (before, behind): (&[_], &[_]) = match called_so && simple.assignments.is_empty() {
            true => (simple.redirects, &[]),
            false => (&[], simple.redirects),
        };
        for redirect in before {
            blank(self);
            self.redirect(redirect);
        }
        for word in simple.words {
            blank(self);
            self.word(word);
        }
        for redirect in behind {
            blank(self);
            self.redirect(redirect);
        }
    }

    fn compound(&mut self, compound: &CompoundCommand<'a>) {
        match &compound.kind {
            CompoundKind::BraceGroup(list) => {
                self.text(b"{ ");
                self.body(list);
                self.text(b"}");
            }
            CompoundKind::Subshell(list) => {
                self.text(b"( ");
                self.list(list);
                match self.pending.is_empty() {
                    true => self.text(b" )"),
                    false => {
                        self.end_line();
                        self.text(b")");
                    }
                }
            }
            CompoundKind::If(clause) => self.if_clause(clause),
            CompoundKind::Loop(clause) => {
                self.text(if clause.until { b"until " } else { b"while " });
                self.body(&clause.condition);
                self.do_group(&clause.body);
            }
            CompoundKind::For(clause) => {
                self.text(b"for ");
                self.text(clause.name);
                if let Some(words) = clause.words {
                    self.text(b" in");
                    for word in words {
                        self.text(b" ");
                        self.word(word);
                    }
                }
                self.text(b"; ");
                self.do_group(&clause.body);
            }
            CompoundKind::Case(clause) => self.case_clause(clause),
        }
        for redirect in compound.redirects {
            self.text(b" ");
            self.redirect(redirect);
        }
    }

    fn do_group(&mut self, body: &List<'a>) {
        self.text(b"do ");
        self.body(body);
        self.text(b"done");
    }

    fn if_clause(&mut self, clause: &IfClause<'a>) {
        for (index, branch) in clause.branches.iter().enumerate() {
            self.text(if index == 0 { b"if " } else { b"elif " });
            self.body(&branch.condition);
            self.text(b"then ");
            self.body(&branch.body);
        }
        if let Some(list) = &clause.otherwise {
            self.text(b"else ");
            self.body(list);
        }
        self.text(b"fi");
    }

    fn case_clause(&mut self, clause: &CaseClause<'a>) {
        self.text(b"case ");
        self.word(&clause.word);
        self.text(b" in ");
        for item in clause.items {
            self.text(b"(");
            for (index, pattern) in item.patterns.iter().enumerate() {
                if index > 0 {
                    self.text(b" | ");
                }
                self.word(pattern);
            }
            self.text(b") ");
            self.list(&item.body);
            match self.pending.is_empty() {
                true => self.text(b" "),
                false => self.end_line(),
            }
            self.text(if item.falls_through { b";& " } else { b";; " });
        }
        self.text(b"esac");
    }

    fn redirect(&mut self, redirect: &IoRedirect<'a>) {
        if let Some(fd) = redirect.fd {
            let _ = write!(Bytes(&mut self.out), "{fd}");
        }
        self.text(redirect.operator.as_str().as_bytes());
        // `<<-` with its tabs gone is `<<`, but reading it again strips nothing, so the operator may stay.
        self.text(b" ");
        self.word(&redirect.target);
        if let Some(document) = redirect.here_doc.and_then(|cell| cell.get()) {
            self.pending.push((redirect.target, document));
        }
    }

    fn word(&mut self, word: &Word<'a>) {
        self.parts(word.parts, false);
    }

    fn parts(&mut self, parts: &[WordPart<'a>], quoted: bool) {
        for part in parts {
            match part.kind {
                // Behind a literal `$` the other form would begin with `$$`.
                WordPartKind::Command(substitution) if self.out.ends_with(b"$") => {
                    self.backquoted(substitution)
                }
                _ => self.part(part, quoted),
            }
        }
    }

    fn part(&mut self, part: &WordPart<'a>, quoted: bool) {
        match part.kind {
            WordPartKind::Literal(text) => self.text(text),
            WordPartKind::Escaped(text) => {
                self.text(b"\\");
                self.text(text);
            }
            WordPartKind::SingleQuoted(text) => {
                self.text(b"'");
                self.text(text);
                self.text(b"'");
            }
            WordPartKind::DollarSingleQuoted(text) => self.dollar_single_quoted(text),
            WordPartKind::DoubleQuoted(parts) => {
                self.text(b"\"");
                self.parts(parts, true);
                self.text(b"\"");
            }
            WordPartKind::Parameter(expansion) => self.parameter(expansion, quoted),
            WordPartKind::BadSubstitution(text) => {
                self.text(b"${");
                self.text(text);
                self.text(b"}");
            }
            WordPartKind::Command(substitution) => {
                self.text(b"$( ");
                let outer = std::mem::take(&mut self.pending);
                self.list(&substitution.script.list);
                match self.pending.is_empty() {
                    true => self.text(b" )"),
                    false => {
                        self.end_line();
                        self.text(b")");
                    }
                }
                self.pending = outer;
            }
            WordPartKind::Arithmetic(parts) => {
                self.text(b"$((");
                self.parts(parts, true);
                self.text(b"))");
            }
        }
    }

    fn backquoted(&mut self, substitution: &CommandSubstitution<'a>) {
        self.text(b"`");
        for byte in source(&substitution.script.list) {
            if matches!(byte, b'\\' | b'`' | b'$') {
                self.text(b"\\");
            }
            self.text(&[byte]);
        }
        self.text(b"`");
    }

    fn dollar_single_quoted(&mut self, text: &[u8]) {
        self.text(b"$'");
        for byte in text {
            match byte {
                b'\'' | b'\\' => self.text(&[b'\\', *byte]),
                byte => self.text(&[*byte]),
            }
        }
        self.text(b"'");
    }

    fn parameter(&mut self, expansion: &ParameterExpansion<'a>, quoted: bool) {
        let name = match expansion.parameter {
            Parameter::Variable(name) => String::from_utf8_lossy(name).into_owned(),
            Parameter::Positional(number) => number.to_string(),
            Parameter::Special(byte) => char::from(byte).to_string(),
        };
        match &expansion.operation {
            ParameterOperation::Value if !expansion.braced => {
                self.text(format!("${name}").as_bytes())
            }
            ParameterOperation::Value => self.text(format!("${{{name}}}").as_bytes()),
            ParameterOperation::Length => self.text(format!("${{#{name}}}").as_bytes()),
            ParameterOperation::Conditional {
                operator,
                colon,
                word,
            } => {
                let sign = match operator {
                    Conditional::Default => '-',
                    Conditional::Assign => '=',
                    Conditional::Error => '?',
                    Conditional::Alternative => '+',
                };
                self.text(format!("${{{name}{}{sign}", if *colon { ":" } else { "" }).as_bytes());
                self.parts(word.parts, quoted);
                self.text(b"}");
            }
            ParameterOperation::Remove {
                side,
                longest,
                pattern,
            } => {
                let sign = if *side == Side::Prefix { "#" } else { "%" };
                self.text(
                    format!("${{{name}{}", sign.repeat(1 + usize::from(*longest))).as_bytes(),
                );
                self.word(pattern);
                self.text(b"}");
            }
        }
    }
}

/// Lets `write!` append to bytes.
struct Bytes<'b>(&'b mut Vec<u8>);

impl Write for Bytes<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// Whether a word is, unquoted, the text of a reserved word; line continuations may have split it into stretches.
fn is_reserved_text(word: &Word<'_>) -> bool {
    let mut text = Vec::new();
    for part in word.parts {
        match part.kind {
            WordPartKind::Literal(stretch) => text.extend_from_slice(stretch),
            _ => return false,
        }
    }
    is_reserved_word(&text)
}
