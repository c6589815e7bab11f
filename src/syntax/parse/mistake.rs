//! What went wrong where a text cannot be parsed: recognised from what was found, what stood before it and what was open.
//!
//! [`SyntaxError::mistake`] names it; [`advice`](super::advice) says what to try.

mod misspelt;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use super::error::{Construct, Expected, SyntaxError};
use crate::source::Span;
pub use misspelt::{is_else, is_else_if, reserved};
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
    /// `then:`, `FI`: a reserved word with a sign behind it, or in capitals.
    MisspeltWord(Span),
    /// `function f {`
    FunctionWord(Span),
    /// `echo { a; }`: the `{` is an argument.
    BraceIsWord(Span),
    /// `> file { a; }`: the `{` follows a redirection.
    BraceBehindRedirection(Span),
    /// `}}`
    DoubledBrace(Span),
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

    /// The token that stands before the one at `span`, which is before the error.
    pub fn token_before(&self, text: &[u8], span: Span) -> Option<String> {
        let tokens = self.tokens(text);
        let before = tokens.iter().rfind(|token| token.end <= span.start)?;
        Some(String::from_utf8_lossy(before.of(text)).into_owned())
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
        if let Some(span) = self.function_word(text, found) {
            return Some(Mistake::FunctionWord(span));
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
