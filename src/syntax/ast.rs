//! Every node of the shell command language, parents first, without behaviour.
//!
//! Nodes are small, `Copy`, and live in a bump arena; `'a` is the arena together with the source text. Every node has a
//! [`Span`] or derives one, and operators keep theirs. Nothing is expanded here: a [`Word`] is what was written.
//!
//! POSIX: XCU 2.10.2, the grammar's own names.

use crate::source::Span;

/// What one parse yields: a whole script, or one of its complete commands.
///
/// POSIX: XCU 2.10.2 `program`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Script<'a> {
    /// The commands; empty for a text of blanks and comments.
    pub list: List<'a>,
    /// From the first command to the end of the text that was read.
    pub span: Span,
}

/// AND-OR lists in sequence, each ended by `;`, `&`, a newline, or the end (XCU 2.9.3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct List<'a> {
    /// In the order written.
    pub items: &'a [ListItem<'a>],
}

/// One AND-OR list of a [`List`], and how it was ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListItem<'a> {
    /// What runs.
    pub and_or: AndOrList<'a>,
    /// The span of the `&` that makes it asynchronous.
    pub background: Option<Span>,
}

/// Pipelines joined by `&&` and `||`: left-associative, equal precedence (XCU 2.9.3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AndOrList<'a> {
    /// The pipeline that always runs.
    pub first: Pipeline<'a>,
    /// The others, each behind its operator.
    pub rest: &'a [AndOrPart<'a>],
}

/// An operator and the pipeline on its right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AndOrPart<'a> {
    /// `&&` or `||`.
    pub operator: AndOr,
    /// Where the operator stands.
    pub operator_span: Span,
    /// What it guards.
    pub pipeline: Pipeline<'a>,
}

/// The connector of an AND-OR list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AndOr {
    /// `&&`: the right side runs only after a success.
    And,
    /// `||`: the right side runs only after a failure.
    Or,
}

impl AndOr {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            AndOr::And => "&&",
            AndOr::Or => "||",
        }
    }
}

/// Commands joined by `|`, perhaps negated by `!` (XCU 2.9.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pipeline<'a> {
    /// The span of the `!`.
    pub bang: Option<Span>,
    /// The stages, never empty.
    pub commands: &'a [Command<'a>],
    /// From the `!` or the first stage to the last.
    pub span: Span,
}

/// One command of a pipeline (XCU 2.9).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command<'a> {
    /// Assignment words, redirections and words.
    Simple(&'a SimpleCommand<'a>),
    /// Grouping, choice or repetition, with its redirections.
    Compound(&'a CompoundCommand<'a>),
    /// A function being defined.
    Function(&'a FunctionDefinition<'a>),
}

/// A simple command (XCU 2.9.1). At least one of the three lists is not empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimpleCommand<'a> {
    /// `name=value` words before the command name.
    pub assignments: &'a [Assignment<'a>],
    /// The command name and its arguments.
    pub words: &'a [Word<'a>],
    /// In the order written, wherever they stood.
    pub redirects: &'a [IoRedirect<'a>],
    /// The whole command.
    pub span: Span,
}

/// An assignment word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assignment<'a> {
    /// The variable's name.
    pub name: &'a [u8],
    /// What stands right of the `=`; may be empty.
    pub value: Word<'a>,
    /// Name, `=` and value.
    pub span: Span,
}

/// A compound command and the redirections written after it (XCU 2.9.4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompoundCommand<'a> {
    /// Which one.
    pub kind: CompoundKind<'a>,
    /// They hold for all of it.
    pub redirects: &'a [IoRedirect<'a>],
    /// With its redirections.
    pub span: Span,
}

/// The compound commands (XCU 2.9.4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CompoundKind<'a> {
    /// `{ list; }`: runs in this shell.
    BraceGroup(List<'a>),
    /// `( list )`: runs in a subshell environment.
    Subshell(List<'a>),
    /// `if … then … fi`.
    If(IfClause<'a>),
    /// `while … do … done` and `until … do … done`.
    Loop(LoopClause<'a>),
    /// `for name in … do … done`.
    For(ForClause<'a>),
    /// `case word in … esac`.
    Case(CaseClause<'a>),
}

/// `if`, its `elif`s and its `else`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IfClause<'a> {
    /// The `if` and each `elif`, in order; never empty.
    pub branches: &'a [IfBranch<'a>],
    /// The `else` part.
    pub otherwise: Option<List<'a>>,
}

/// A condition and what runs if it succeeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IfBranch<'a> {
    /// Between `if` or `elif` and `then`.
    pub condition: List<'a>,
    /// After `then`.
    pub body: List<'a>,
    /// The reserved word `if` or `elif`.
    pub opener: Span,
}

/// `while` or `until`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoopClause<'a> {
    /// Whether the condition's sense is that of `until`.
    pub until: bool,
    /// Run before each turn.
    pub condition: List<'a>,
    /// Between `do` and `done`.
    pub body: List<'a>,
}

/// `for`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForClause<'a> {
    /// The loop's variable.
    pub name: &'a [u8],
    /// The words after `in`; `None` means `"$@"`.
    pub words: Option<&'a [Word<'a>]>,
    /// Between `do` and `done`.
    pub body: List<'a>,
}

/// `case`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaseClause<'a> {
    /// What is matched.
    pub word: Word<'a>,
    /// In the order written.
    pub items: &'a [CaseItem<'a>],
}

/// One pattern list of a `case` and its commands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaseItem<'a> {
    /// Separated by `|`; never empty.
    pub patterns: &'a [Word<'a>],
    /// What runs on a match.
    pub body: List<'a>,
    /// Whether it ends in `;&` and so goes on into the next item's commands.
    pub falls_through: bool,
}

/// `name() compound-command` (XCU 2.9.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunctionDefinition<'a> {
    /// The function's name.
    pub name: &'a [u8],
    /// What a call runs, with its redirections.
    pub body: &'a CompoundCommand<'a>,
    /// This definition's place among all definitions of its parse, 0-based: how a stored function finds its body.
    pub index: u32,
    /// The whole definition.
    pub span: Span,
}

/// A redirection (XCU 2.7).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IoRedirect<'a> {
    /// The io number before the operator; `None` means the operator's own default.
    pub fd: Option<u32>,
    /// Which redirection.
    pub operator: RedirectOperator,
    /// The word after the operator: a path, a descriptor, or a here-document's delimiter.
    pub target: Word<'a>,
    /// The body, for `<<` and `<<-`.
    ///
    /// A cell, because the body is read only after the line that asks for it.
    pub here_doc: Option<&'a std::cell::OnceCell<HereDoc<'a>>>,
    /// From the io number to the end of the word.
    pub span: Span,
}

/// The redirection operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum RedirectOperator {
    /// `<`
    Input,
    /// `>`
    Output,
    /// `>|`
    Clobber,
    /// `>>`
    Append,
    /// `<>`
    ReadWrite,
    /// `<&`
    DuplicateInput,
    /// `>&`
    DuplicateOutput,
    /// `<<`
    HereDoc,
    /// `<<-`
    HereDocTabs,
}

impl RedirectOperator {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            RedirectOperator::Input => "<",
            RedirectOperator::Output => ">",
            RedirectOperator::Clobber => ">|",
            RedirectOperator::Append => ">>",
            RedirectOperator::ReadWrite => "<>",
            RedirectOperator::DuplicateInput => "<&",
            RedirectOperator::DuplicateOutput => ">&",
            RedirectOperator::HereDoc => "<<",
            RedirectOperator::HereDocTabs => "<<-",
        }
    }
}

/// The text of a here-document (XCU 2.7.4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HereDoc<'a> {
    /// What is fed to the command; a single literal part if the delimiter was quoted.
    pub body: Word<'a>,
    /// Whether the delimiter was quoted, so that nothing in the body is expanded.
    pub quoted: bool,
}

/// A word as written: quotes and expansions kept, nothing expanded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word<'a> {
    /// In order; empty for the empty value of an assignment.
    pub parts: &'a [WordPart<'a>],
    /// The word in the source.
    pub span: Span,
}

/// A stretch of a word that is treated alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordPart<'a> {
    /// What it is.
    pub kind: WordPartKind<'a>,
    /// With its quotes.
    pub span: Span,
}

/// What a part of a word is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WordPartKind<'a> {
    /// Unquoted text, or text between expansions inside double quotes.
    Literal(&'a [u8]),
    /// A character quoted by a backslash, without the backslash.
    Escaped(&'a [u8]),
    /// `'…'`, the text between the quotes.
    SingleQuoted(&'a [u8]),
    /// `$'…'`, its escapes already replaced.
    DollarSingleQuoted(&'a [u8]),
    /// `"…"`, the parts between the quotes.
    DoubleQuoted(&'a [WordPart<'a>]),
    /// `$name`, `${…}`.
    Parameter(&'a ParameterExpansion<'a>),
    /// `${…}` of no known form, the text between the braces: an error when it is expanded (XCU 2.8.1).
    BadSubstitution(&'a [u8]),
    /// `$(…)` or backquotes.
    Command(&'a CommandSubstitution<'a>),
    /// `$((…))`, the expression's text as parts still to be expanded.
    Arithmetic(&'a [WordPart<'a>]),
}

/// A parameter expansion (XCU 2.6.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParameterExpansion<'a> {
    /// Whose value.
    pub parameter: Parameter<'a>,
    /// What is done with it.
    pub operation: ParameterOperation<'a>,
    /// Whether it was written with braces.
    pub braced: bool,
}

/// A parameter: a variable, a positional or a special parameter (XCU 2.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parameter<'a> {
    /// A variable.
    Variable(&'a [u8]),
    /// `$1`, `${10}`.
    Positional(u32),
    /// One of `@ * # ? - $ ! 0`.
    Special(u8),
}

/// What a parameter expansion does with the value (XCU 2.6.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParameterOperation<'a> {
    /// `$p`, `${p}`.
    Value,
    /// `${#p}`.
    Length,
    /// `${p-w}`, `${p=w}`, `${p?w}`, `${p+w}`, and with a colon.
    Conditional {
        /// Which of the four.
        operator: Conditional,
        /// Whether a null value counts as unset.
        colon: bool,
        /// The word behind the operator.
        word: Word<'a>,
    },
    /// `${p%w}`, `${p%%w}`, `${p#w}`, `${p##w}`.
    Remove {
        /// From which end.
        side: Side,
        /// `%%` and `##` rather than `%` and `#`.
        longest: bool,
        /// The pattern.
        pattern: Word<'a>,
    },
}

/// The operators of a conditional parameter expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditional {
    /// `-`: use the word.
    Default,
    /// `=`: assign the word, then use it.
    Assign,
    /// `?`: report the word and fail.
    Error,
    /// `+`: use the word if the parameter is set.
    Alternative,
}

/// An end of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `#`: from the start.
    Prefix,
    /// `%`: from the end.
    Suffix,
}

/// A command substitution (XCU 2.6.3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommandSubstitution<'a> {
    /// What runs.
    pub script: Script<'a>,
    /// Whether it was written with backquotes.
    pub backquoted: bool,
}

impl AndOrList<'_> {
    /// From the first pipeline to the last.
    pub fn span(&self) -> Span {
        self.rest.last().map_or(self.first.span, |last| {
            self.first.span.to(last.pipeline.span)
        })
    }
}

impl List<'_> {
    /// Whether it is one function definition and nothing else.
    pub fn is_definition(&self) -> bool {
        let [item] = self.items else {
            return false;
        };
        let pipeline = item.and_or.first;
        item.background.is_none()
            && item.and_or.rest.is_empty()
            && pipeline.bang.is_none()
            && matches!(pipeline.commands, [Command::Function(_)])
    }

    /// From the first command to the last; `None` for an empty list.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.items.first()?, self.items.last()?);
        let end = last.background.unwrap_or(last.and_or.span());
        Some(first.and_or.span().to(end))
    }
}

impl Command<'_> {
    /// The whole command.
    pub fn span(&self) -> Span {
        match self {
            Command::Simple(command) => command.span,
            Command::Compound(command) => command.span,
            Command::Function(definition) => definition.span,
        }
    }
}
