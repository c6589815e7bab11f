//! What went wrong where a text cannot be parsed: recognised from what was found, what stood before it and what was open.
//!
//! [`SyntaxError::mistake`] names it; [`advice`](super::advice) says what to try.

mod tokens;
mod words;

use super::error::{Construct, Expected, SyntaxError};
use crate::source::Span;
use tokens::{line_start, opens_part, tokens};

/// What is known to have gone wrong. Spans are those of what has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// `if [ 1 = 1 ] then`: the reserved word was taken for an argument.
    SwallowedWord(Span),
    /// `if[ 1 = 1 ]`: the word is glued to a `[`.
    GluedBracket(Span),
    /// `else if`: the inner `if` has used up the `fi`.
    ElseIf(Span),
    /// `elseif`: a word of other languages, taken for the name of a command.
    ElseIfWord(Span),
    /// `else [ … ]; then`: an `else` with a condition.
    ElseCondition(Span),
    /// `then;`: a separator right behind a word that needs none.
    SeparatorAfter(Span),
    /// `then fi`: nothing stands between the two.
    EmptyPart(Span),
    /// `if … done`: a word that closes something else.
    WrongCloser(Span),
    /// `done` without a `do`: a word that closes nothing.
    StrayCloser(Span),
    /// `{echo`: no blank behind the `{`.
    GluedBrace(Span),
    /// `{ echo a }`: no `;` before the `}`.
    BraceIsArgument(Span),
    /// `&&` at the start of a line.
    OperatorStartsLine(Span),
    /// `&& ||`: two operators in a row.
    DoubledOperator(Span),
    /// `&;`
    AmpersandSemicolon(Span),
    /// `& &&`
    AmpersandAndAnd(Span),
    /// `& &` or `| |`: one operator, cut in two.
    SplitOperator(Span),
    /// `2> &1`: one redirection, cut in two.
    SplitRedirection(Span),
    /// `else … elif` or `else … else`.
    AfterElse(Span),
    /// `select x in …; do`
    Select(Span),
    /// `|&`
    PipeAmpersand(Span),
    /// `)` that nothing opened.
    StrayParenthesis(Span),
    /// `f(x)`, `[[ ( … ) ]]`, `a=(…)`: a `(` where no command begins.
    ParenthesisInCommand(Span),
    /// `cat <<< text`
    HereString(Span),
    /// `<(…)` or `>(…)`
    ProcessSubstitution(Span),
    /// `for ((i=0; …))`
    ArithmeticFor(Span),
    /// `for $x in`
    DollarInFor(Span),
    /// `;;` outside of a `case`.
    CaseEnd(Span),
    /// `a) echo a` and then `b)`: nothing ends the commands of the pattern before.
    MissingCaseEnd(Span),
    /// `a|)` or `)`: a pattern is missing.
    MissingPattern(Span),
    /// `;;&`
    CaseGoesOn(Span),
    /// `f( { …; }`
    FunctionParentheses(Span),
    /// `if() { …; }`
    ReservedFunction(Span),
    /// `> 2>&1`: the number of a descriptor where a file should stand.
    DescriptorForFile(Span),
}

impl SyntaxError {
    /// The token found; empty at the end of the text.
    pub fn found<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        self.span.of(text)
    }

    /// The innermost construct that was open.
    pub fn innermost(&self) -> Option<Construct> {
        self.open.last().map(|open| open.construct)
    }

    /// The token that stands before the error, if it is in the same command.
    pub fn before(&self, text: &[u8]) -> Option<Span> {
        self.tokens(text).last().copied()
    }

    /// The tokens between what was opened last, or the start of the line, and the error. Newlines are tokens; quoted text is a
    /// part of its word.
    pub fn tokens(&self, text: &[u8]) -> Vec<Span> {
        let end = (self.span.start as usize).min(text.len());
        let start = match self.open.last() {
            Some(open) if (open.opener.start as usize) <= end => open.opener.start as usize,
            _ => line_start(text, end),
        };
        tokens(text, start, end)
    }

    /// What went wrong, if that is known.
    pub fn mistake(&self, text: &[u8]) -> Option<Mistake> {
        let found = self.found(text);
        let tokens = self.tokens(text);
        let word = |span: Span| span.of(text);
        let before = tokens.last().map(|span| word(*span));
        if let Some(mistake) = self.of_function(text, found, before) {
            return Some(mistake);
        }
        if let Some(mistake) = self.foreign(text, found, before) {
            return Some(mistake);
        }
        match found {
            b"&" | b"|" if before == Some(found) => {
                return Some(Mistake::SplitOperator(self.span));
            }
            b"&" if self.is_split_redirection(text, before) => {
                return Some(Mistake::SplitRedirection(self.span));
            }
            b";" | b"&" if before == Some(b"&") => {
                return Some(Mistake::AmpersandSemicolon(self.span));
            }
            b"&&" | b"||" | b"|" if before == Some(b"&") => {
                return Some(Mistake::AmpersandAndAnd(self.span));
            }
            b";" | b"&" if before.is_some_and(opens_part) && self.is_followed_by_closer(text) => {
                return Some(Mistake::EmptyPart(self.span));
            }
            b";" | b"&" if before.is_some_and(opens_part) || self.is_behind_in(before) => {
                return Some(Mistake::SeparatorAfter(self.span));
            }
            b"&&" | b"||" | b"|" | b";" | b"&" => return operator(self.span, before),
            b";;" | b";&" if !self.is_in(Construct::Case) => {
                return Some(Mistake::CaseEnd(self.span));
            }
            b")" if self.expected == Expected::Token(";;") => {
                return Some(Mistake::MissingCaseEnd(self.span));
            }
            b")" if self.expected == Expected::Word("a pattern") => {
                return Some(Mistake::MissingPattern(self.span));
            }
            digits if is_number(digits) && matches!(self.expected, Expected::Word(_)) => {
                return Some(Mistake::DescriptorForFile(self.span));
            }
            b")" if self.expected == Expected::Command
                && self.innermost() == Some(Construct::Subshell) =>
            {
                return Some(Mistake::EmptyPart(self.span));
            }
            b")" if !self.has_parenthesis() => return Some(Mistake::StrayParenthesis(self.span)),
            _ => {}
        }
        self.word_mistake(text, found)
    }

    /// What other shells know and POSIX does not.
    fn foreign(&self, text: &[u8], found: &[u8], before: Option<&[u8]>) -> Option<Mistake> {
        let behind = &text[(self.span.end as usize).min(text.len())..];
        match (found, before) {
            (b"&", Some(b"|")) => Some(Mistake::PipeAmpersand(self.span)),
            (b"&", Some(b";;")) => Some(Mistake::CaseGoesOn(self.span)),
            (b"<", Some(b"<<")) => Some(Mistake::HereString(self.span)),
            (b"(", Some(b"<" | b">")) => Some(Mistake::ProcessSubstitution(self.span)),
            (b"<" | b">", Some(b"<" | b">")) if behind.starts_with(b"(") => {
                Some(Mistake::ProcessSubstitution(self.span))
            }
            (b"(", Some(b"for")) if behind.starts_with(b"(") || counts(behind) => {
                Some(Mistake::ArithmeticFor(self.span))
            }
            (word, Some(b"for")) if word.starts_with(b"$") => Some(Mistake::DollarInFor(self.span)),
            (b"(", Some(_))
                if self.expected == Expected::Separator
                    || self.expected == Expected::Token(")") =>
            {
                Some(Mistake::ParenthesisInCommand(self.span))
            }
            (word, Some(b"(")) if self.expected == Expected::Token(")") && !word.is_empty() => {
                Some(Mistake::ParenthesisInCommand(self.span))
            }
            _ => None,
        }
    }

    /// The definition of a function that is none.
    fn of_function(&self, text: &[u8], found: &[u8], before: Option<&[u8]>) -> Option<Mistake> {
        if (found, before) == (b"{", Some(b"(")) && self.expected == Expected::Token(")") {
            return Some(Mistake::FunctionParentheses(self.span));
        }
        let [.., word, parenthesis] = &self.open[..] else {
            return None;
        };
        let is_name = parenthesis.construct == Construct::Subshell
            && parenthesis.opener.start == word.opener.end
            && parenthesis.opener.end == self.span.start
            && word
                .opener
                .of(text)
                .first()
                .is_some_and(u8::is_ascii_lowercase);
        (is_name && found == b")").then_some(Mistake::ReservedFunction(word.opener))
    }

    /// Whether the `&` found is that of a `>&1` in which a blank stands.
    fn is_split_redirection(&self, text: &[u8], before: Option<&[u8]>) -> bool {
        let behind = &text[(self.span.end as usize).min(text.len())..];
        let first = behind.trim_ascii_start().first();
        let is_target = first.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
        matches!(before, Some(b"<" | b">")) && is_target
    }

    /// Whether what stands behind the separator found ends the part that it stands in.
    fn is_followed_by_closer(&self, text: &[u8]) -> bool {
        let from = (self.span.end as usize).min(text.len());
        let behind = tokens(text, from, text.len());
        let next = behind.iter().find(|span| span.of(text) != b"\n");
        next.is_some_and(|span| {
            matches!(
                span.of(text),
                b"then" | b"do" | b"fi" | b"done" | b"}" | b"else" | b"elif"
            )
        })
    }

    /// Whether a pattern was expected behind the `in` of a `case`.
    fn is_behind_in(&self, before: Option<&[u8]>) -> bool {
        before == Some(b"in") && self.expected == Expected::Word("a pattern")
    }

    fn is_in(&self, construct: Construct) -> bool {
        self.open.iter().any(|open| open.construct == construct)
    }

    fn has_parenthesis(&self) -> bool {
        self.is_in(Construct::Subshell) || self.is_in(Construct::CommandSubstitution)
    }
}

/// Whether three parts, as languages like C separate them, stand up to the next `)`.
fn counts(behind: &[u8]) -> bool {
    let inside = behind.split(|byte| *byte == b')').next();
    inside.is_some_and(|inside| inside.iter().filter(|byte| **byte == b';').count() == 2)
}

fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// An operator where a command should begin.
fn operator(span: Span, before: Option<&[u8]>) -> Option<Mistake> {
    match before {
        None | Some(b"\n") => Some(Mistake::OperatorStartsLine(span)),
        Some(b"&&" | b"||" | b"|" | b";" | b"&" | b"!") => Some(Mistake::DoubledOperator(span)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Next, Parser};
    use super::*;
    use bumpalo::Bump;

    fn error(text: &str) -> SyntaxError {
        let arena = Bump::new();
        let mut parser = Parser::default();
        let mut at = 0;
        loop {
            match parser.complete_command(text.as_bytes(), at, false, &arena, &()) {
                Next::Command { next, .. } => at = next,
                Next::Incomplete(error) | Next::Invalid(error) => return error,
                Next::End => panic!("{text:?} parses"),
            }
        }
    }

    /// The name of the mistake in `text`, and what it points at.
    #[track_caller]
    fn check(text: &str, name: &str, place: &str) {
        let error = error(text);
        let mistake = error.mistake(text.as_bytes());
        let spelt = format!("{mistake:?}");
        assert!(
            spelt.starts_with(&format!("Some({name}(")),
            "{text:?}: {spelt} {error:?}"
        );
        let diagnostic = error.diagnostic(text.as_bytes());
        let spans = std::iter::once(diagnostic.span)
            .chain(diagnostic.labels.iter().map(|label| label.span));
        let places: Vec<&str> = spans
            .map(|span| std::str::from_utf8(span.of(text.as_bytes())).unwrap())
            .collect();
        assert!(places.contains(&place), "{text:?}: {places:?}");
        assert!(diagnostic.help.is_some(), "{text:?}");
    }

    #[test]
    fn words_that_need_a_separator() {
        check("if [ 1 = 1 ] then echo a; fi", "SwallowedWord", "then");
        check("while true do echo a; done", "SwallowedWord", "do");
        check("for f in a b do echo a; done", "SwallowedWord", "do");
        check("if true; then echo a fi", "SwallowedWord", "fi");
        let elif = "if a; then echo b elif c; then d; fi";
        check(elif, "SwallowedWord", "elif");
        let nested = "if a; then if b; then echo c elif d; then e; fi; fi";
        check(nested, "SwallowedWord", "elif");
        let other = "if a; then echo b else if c; then d; fi";
        check(other, "SwallowedWord", "else");
        check("{ echo a }", "BraceIsArgument", "}");
        check("true || {echo a; }", "GluedBrace", "{echo");
        check("if[ 1 = 1 ]; then echo a; fi", "GluedBracket", "if[");
        check("if true; then; echo a; fi", "SeparatorAfter", ";");
    }

    #[test]
    fn words_that_close_something_else() {
        check("if true; then echo a; done", "WrongCloser", "done");
        check("if true; do echo a; fi", "WrongCloser", "do");
        check("while true; then echo a; done", "WrongCloser", "then");
        check("echo a; fi", "StrayCloser", "fi");
        check("done", "StrayCloser", "done");
        check("if true; then\n  # todo\nfi", "EmptyPart", "fi");
        check("f() { }", "EmptyPart", "}");
        check(
            "if a; then b; else c; elif d; then e; fi",
            "AfterElse",
            "elif",
        );
        check("if a; then b; else c; else d; fi", "AfterElse", "else");
        check(
            "if false; then echo a; else if true; then echo b; fi",
            "ElseIf",
            "else if",
        );
    }

    #[test]
    fn operators_in_the_wrong_place() {
        check("true\n&& echo yes", "OperatorStartsLine", "&&");
        check("true && || echo x", "DoubledOperator", "||");
        check("true &; echo hi", "AmpersandSemicolon", ";");
        check("true & && echo hi", "AmpersandAndAnd", "&&");
        check("mkdir out & & echo x", "SplitOperator", "&");
        check("a | | b", "SplitOperator", "|");
        check("sh a.sh 2 > &1 | wc", "SplitRedirection", "&");
        check("sh a.sh 2> & 1", "SplitRedirection", "&");
        check("case $1 in; start) a;; esac", "SeparatorAfter", ";");
        check("if ! ; then a; fi", "EmptyPart", ";");
        check("if ; then a; fi", "EmptyPart", ";");
        check("if ! ; a; then b; fi", "SeparatorAfter", ";");
        check("cat nofile |& grep -c cat", "PipeAmpersand", "&");
        check("echo a ;; echo b", "CaseEnd", ";;");
        check("echo )", "StrayParenthesis", ")");
    }

    #[test]
    fn what_other_shells_have() {
        check("cat <<< text", "HereString", "<");
        check("diff <(sort a) b", "ProcessSubstitution", "(");
        check("exec > >(tee log) 2>&1", "ProcessSubstitution", ">");
        check(
            "while read x; do :; done < <(ls)",
            "ProcessSubstitution",
            "<",
        );
        check("for (i=0; i<3; i++); do a; done", "ArithmeticFor", "(");
        check("select x in a b; do a; done", "Select", "select");
        check(
            "for ((i=0; i<3; i++)); do echo $i; done",
            "ArithmeticFor",
            "(",
        );
        check("for $x in a b; do :; done", "DollarInFor", "$x");
        check("a=(1 2)", "ParenthesisInCommand", "(");
        check("f(x) { :; }", "ParenthesisInCommand", "x");
        check("case a in a) echo;;& b) ;; esac", "CaseGoesOn", "&");
    }

    #[test]
    fn parts_of_a_case_and_of_a_function() {
        check("case a in a) echo\n b) echo;; esac", "MissingCaseEnd", ")");
        check("case a in a|) ;; esac", "MissingPattern", ")");
        check("f( { a; }", "FunctionParentheses", "{");
        check("if() { a; }", "ReservedFunction", "if");
        check("a > b > 2>&1", "DescriptorForFile", "2");
    }

    #[test]
    fn what_is_missing_is_named() {
        for (text, named) in [
            ("case $x in a) echo a;;", "esac"),
            ("if (test 1 -eq 1) echo a; fi", "; then"),
            ("while (test 1 -eq 1) echo a; done", "; do"),
        ] {
            let help = error(text).diagnostic(text.as_bytes()).help;
            let help = help.unwrap_or_default();
            assert!(help.contains(named), "{text:?}: {help}");
        }
    }

    #[test]
    fn a_redirection_is_written_in_one() {
        for (text, advice) in [
            ("sh a.sh 2 > &1 | wc", "2>&1"),
            ("sh a.sh 2> & 1", "2>&1"),
            ("sh a.sh > &2", ">&2"),
            ("read x < &3", "<&3"),
        ] {
            let help = error(text).diagnostic(text.as_bytes()).help;
            let help = help.unwrap_or_default();
            assert!(help.ends_with(&format!(":  {advice}")), "{text:?}: {help}");
        }
        let text = "echo a > & echo b";
        let help = error(text).diagnostic(text.as_bytes()).help;
        assert!(help.is_some_and(|help| help.starts_with("write the file")));
    }

    #[test]
    fn what_is_open_at_the_end_is_told_how_to_be_closed() {
        for text in [
            "echo 'a",
            "echo \"a",
            "echo $(a",
            "echo ${a",
            "echo `a",
            "echo $((1",
            "(a",
            "a &&",
            "a |",
            "while true; do a",
            "case x in",
            "for",
            "case",
            "cat >",
            "cat <<",
        ] {
            let diagnostic = error(text).diagnostic(text.as_bytes());
            assert!(diagnostic.help.is_some(), "{text:?}: {diagnostic:?}");
        }
    }
}
