//! What can be wrong with a text, and which constructs were open when it went wrong.

use crate::source::Span;

/// A syntax error: where, what stood there, what was expected, what was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The offending token; empty at the end of the text.
    pub span: Span,
    /// What would have been right there.
    pub expected: Expected,
    /// The constructs still open, outermost first.
    pub open: Vec<Unclosed>,
}

/// A construct that was opened and not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclosed {
    /// Which one.
    pub construct: Construct,
    /// What opened it.
    pub opener: Span,
}

/// What can be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construct {
    /// `'…'`
    SingleQuotes,
    /// `"…"`
    DoubleQuotes,
    /// `$'…'`
    DollarSingleQuotes,
    /// `` `…` ``
    Backquotes,
    /// `$(…)`
    CommandSubstitution,
    /// `$((…))`
    Arithmetic,
    /// `${…}`
    ParameterExpansion,
    /// `( … )`
    Subshell,
    /// `{ … }`
    BraceGroup,
    /// `if … fi`, waiting for `then`.
    If,
    /// After `then`, waiting for `elif`, `else` or `fi`.
    Then,
    /// After `else`, waiting for `fi`.
    Else,
    /// `while … do`
    While,
    /// `until … do`
    Until,
    /// `for`
    For,
    /// `do … done`
    Do,
    /// `case … esac`
    Case,
    /// `name()`
    Function,
    /// `a &&`
    And,
    /// `a ||`
    Or,
    /// `a |`
    Pipe,
    /// `! `
    Bang,
    /// `<< word`
    HereDoc,
    /// A backslash at the end of a line.
    ContinuedLine,
}

impl Construct {
    /// The word or sign that opens it, as a continuation prompt shows it.
    pub fn opener(self) -> &'static str {
        match self {
            Construct::SingleQuotes => "'",
            Construct::DoubleQuotes => "\"",
            Construct::DollarSingleQuotes => "$'",
            Construct::Backquotes => "`",
            Construct::CommandSubstitution => "$(",
            Construct::Arithmetic => "$((",
            Construct::ParameterExpansion => "${",
            Construct::Subshell => "(",
            Construct::BraceGroup => "{",
            Construct::If => "if",
            Construct::Then => "then",
            Construct::Else => "else",
            Construct::While => "while",
            Construct::Until => "until",
            Construct::For => "for",
            Construct::Do => "do",
            Construct::Case => "case",
            Construct::Function => "function",
            Construct::And => "&&",
            Construct::Or => "||",
            Construct::Pipe => "|",
            Construct::Bang => "!",
            Construct::HereDoc => "<<",
            Construct::ContinuedLine => "\\",
        }
    }

    /// What closes it, in words that fit behind "expected"; `None` where any command will do.
    pub fn closer(self) -> Option<&'static str> {
        Some(match self {
            Construct::SingleQuotes | Construct::DollarSingleQuotes => "a closing '",
            Construct::DoubleQuotes => "a closing \"",
            Construct::Backquotes => "a closing `",
            Construct::CommandSubstitution | Construct::Subshell => "`)`",
            Construct::Arithmetic => "`))`",
            Construct::ParameterExpansion | Construct::BraceGroup => "`}`",
            Construct::If => "`then`",
            Construct::Then => "`fi`",
            Construct::Else => "`fi`",
            Construct::While | Construct::Until | Construct::For => "`do`",
            Construct::Do => "`done`",
            Construct::Case => "`esac`",
            _ => return None,
        })
    }
}

/// What would have been right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A command, perhaps behind the operator named.
    Command,
    /// A particular token, written as messages quote it.
    Token(&'static str),
    /// A word, for what is named.
    Word(&'static str),
    /// A newline or separator after a complete command.
    Separator,
    /// The end of quotes or an expansion.
    Closing(Construct),
    /// A compound command, the body of a function.
    FunctionBody,
    /// A valid function name.
    FunctionName,
    /// A valid variable name.
    Name,
    /// The here-document's delimiter on a line of its own.
    Delimiter,
    /// Less nesting: the text nests deeper than the parser follows.
    LessNesting,
}

impl SyntaxError {
    /// The message without its place: what was found, what was expected. `text` is what was parsed.
    pub fn message(&self, text: &[u8]) -> String {
        if self.expected == Expected::LessNesting {
            return "commands are nested too deeply".to_string();
        }
        let token = String::from_utf8_lossy(self.span.of(text)).into_owned();
        let found = match token.as_str() {
            "" => "the text ends".to_string(),
            "\n" => "the line ends".to_string(),
            _ => format!("`{token}` found"),
        };
        format!("{found}, expected {}", self.wanted())
    }

    fn wanted(&self) -> String {
        match self.expected {
            Expected::Command => match self.open.last().map(|open| open.construct) {
                Some(Construct::And | Construct::Or | Construct::Pipe | Construct::Bang) => {
                    format!(
                        "a command after `{}`",
                        self.open[self.open.len() - 1].construct.opener()
                    )
                }
                Some(construct) => format!("a command in `{}`", construct.opener()),
                None => "a command".to_string(),
            },
            Expected::Token(token) => format!("`{token}`"),
            Expected::Word(what) => format!("a word: {what}"),
            Expected::Separator => "`;`, `&` or a newline".to_string(),
            Expected::Closing(construct) => construct.closer().unwrap_or("the end").to_string(),
            Expected::FunctionBody => "a function body such as { commands; }".to_string(),
            Expected::FunctionName => "a valid function name".to_string(),
            Expected::Name => "a variable name".to_string(),
            Expected::Delimiter => "the here-document's delimiter".to_string(),
            Expected::LessNesting => "less nesting".to_string(),
        }
    }
}

/// The parser's own error: small, because it travels through every production. [`SyntaxError`] is made of it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Where the offending token begins.
    pub at: u32,
    pub expected: Expected,
    /// Whether the input ended there.
    pub at_end: bool,
}

impl<'a> nom::error::ParseError<&'a [u8]> for Failure {
    fn from_error_kind(input: &'a [u8], _: nom::error::ErrorKind) -> Failure {
        Failure {
            at: 0,
            expected: Expected::Command,
            at_end: input.is_empty(),
        }
    }

    fn append(_: &'a [u8], _: nom::error::ErrorKind, other: Failure) -> Failure {
        other
    }
}
