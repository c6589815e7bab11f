//! Ideas that leave a text the shell cannot read: separators, reserved words, operators in the wrong place.

use super::evidence::{Evidence, Fault};
use super::find::find_run;
use super::tokens::{Token, tokens};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::parse::{Construct, Unclosed};
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "if-without-separator",
        "`then` can follow the condition on the same line.",
        "`then` was swallowed as an argument of the command before it. Put `;` or a newline before it: `if [ 1 = 1 ]; then`.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(without_separator),
    Idea::core(
        "if-glued-bracket",
        "`if[ ... ]` is fine.",
        "`if[` is one word, so the shell never saw an `if`. Write `if [`.",
    )
    .at(Level::SyntaxError)
    .ranked(3)
    .by(glued_bracket),
    Idea::core(
        "else-if",
        "`else if` is the shell's \"elif\".",
        "`else if` opens a second `if` that needs its own `fi`. Use `elif`.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(else_if),
    Idea::core(
        "then-semicolon",
        "Every keyword gets a `;`.",
        "`then` already separates; a `;` right after it is an empty command, which is not allowed.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(then_semicolon),
    Idea::later(
        "empty-branch",
        "A branch may be empty or hold only a comment.",
        "A branch needs at least one command. `:` is the do-nothing command.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(empty_branch),
    Idea::core(
        "wrong-closing-word",
        "`end`, `endif`, `done` or `}` closes an `if`.",
        "`if` pairs with `then` and `fi`; `while`/`for` pair with `do` and `done`.",
    )
    .at(Level::SyntaxError)
    .by(wrong_closing),
    Idea::later(
        "operator-starts-line",
        "A new line may start with `&&`, `||` or `|`.",
        "The newline ended the command. Leave the operator at the end of the previous line (the shell then keeps reading).",
    )
    .at(Level::SyntaxError)
    .by(starts_line),
    Idea::later(
        "doubled-operator",
        "Operators can be stacked (`&& ||`, `; ;`).",
        "Every operator needs a command on each side.",
    )
    .at(Level::SyntaxError)
    .by(doubled),
    Idea::core(
        "ampersand-semicolon",
        "`cmd &; next` starts cmd and goes on.",
        "`&` already ends the command, exactly like `;`. Write `cmd & next`.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(ampersand_semicolon),
    Idea::later(
        "ampersand-and-and",
        "`cmd & && next` starts cmd and, if that worked, goes on.",
        "`&` ends the command, so the operator has nothing on its left. A background start always reports 0; use `wait \"$!\" && next` to depend on its result.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(ampersand_and),
    Idea::core(
        "brace-group-spacing",
        "`{` and `}` are punctuation like `(` and `)`.",
        "`{` needs a space after it and `;` (or a newline) before `}`, because both are words, not punctuation.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(brace_spacing),
    Idea::later(
        "pipe-ampersand",
        "`|&` is standard.",
        "`|&` is a shorthand of bash and zsh; in `sh` it is a syntax error. Write `2>&1 |`.",
    )
    .at(Level::SyntaxError)
    .ranked(2)
    .by(pipe_ampersand),
];

/// A text that could not be read: its tokens, and how far it was read.
struct Broken<'e> {
    index: usize,
    text: &'e str,
    tokens: Vec<Token<'e>>,
    /// Which token was not expected; the number of tokens at the end of the text.
    at: usize,
    open: &'e [Unclosed],
}

impl<'e> Broken<'e> {
    fn of(evidence: &'e Evidence<'_>) -> Option<Broken<'e>> {
        let (index, text) = evidence
            .texts
            .iter()
            .enumerate()
            .find(|(_, text)| text.fault.is_some())?;
        let source = std::str::from_utf8(text.bytes).ok()?;
        let tokens = tokens(source);
        let (at, open) = match text.fault.as_ref()? {
            Fault::Incomplete(open) => (tokens.len(), open.as_slice()),
            Fault::Invalid(error) => {
                let at = tokens
                    .iter()
                    .position(|token| token.span.end > error.span.start);
                (at.unwrap_or(tokens.len()), error.open.as_slice())
            }
        };
        Some(Broken {
            index,
            text: source,
            tokens,
            at,
            open,
        })
    }

    /// The token that was not expected.
    fn found(&self) -> Option<Token<'e>> {
        self.tokens.get(self.at).copied()
    }

    /// The token before it.
    fn previous(&self) -> Option<Token<'e>> {
        self.at.checked_sub(1).map(|at| self.tokens[at])
    }

    /// The last token before it that is no newline.
    fn previous_word(&self) -> Option<Token<'e>> {
        self.tokens[..self.at]
            .iter()
            .rev()
            .find(|token| token.text != "\n")
            .copied()
    }

    fn is_open(&self, construct: Construct) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.construct == construct)
    }

    /// Whether a command begins with token `at`.
    fn begins_command(&self, at: usize) -> bool {
        match at.checked_sub(1).map(|before| self.tokens[before]) {
            None => true,
            Some(before) if before.operator => !matches!(
                before.text,
                "<" | ">" | ">>" | "<&" | ">&" | "<>" | ">|" | "<<" | "<<-"
            ),
            Some(before) => matches!(
                before.text,
                "then" | "else" | "do" | "if" | "elif" | "while" | "until" | "{" | "!"
            ),
        }
    }

    fn spot(&self, span: Span) -> Spot {
        Spot::of(self.index, span)
    }

    /// The line at `span`, that replaced by `new`.
    fn with(&self, span: Span, new: &str) -> Option<String> {
        let (before, after) = (
            &self.text[..span.start as usize],
            &self.text[span.end as usize..],
        );
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').unwrap_or(after.len());
        let whole = format!("{}{new}{}", &before[start..], &after[..end]);
        (whole.chars().count() <= 70).then(|| whole.trim().to_owned())
    }
}

fn without_separator(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let (word, head) = match broken.open.last()?.construct {
        Construct::If => ("then", "if"),
        Construct::While | Construct::Until | Construct::For => ("do", "while"),
        _ => return None,
    };
    let opener = broken.open.last()?.opener;
    let swallowed = broken.tokens[..broken.at]
        .iter()
        .enumerate()
        .find(|(at, token)| {
            token.text == word && token.span.start > opener.start && !broken.begins_command(*at)
        });
    let (at, token) = swallowed?;
    let before = broken.tokens[at - 1];
    let joined = Span::new(before.span.end, token.span.start);
    let command = broken.tokens[..at]
        .iter()
        .rposition(|token| token.span.end <= opener.end);
    let name = broken.tokens[command.map_or(0, |at| at + 1)].text;
    Some(
        broken
            .spot(token.span)
            .instead(broken.with(joined, "; "))
            .saying(format!(
                "`{word}` was swallowed as an argument of `{name}`. Put `;` or a newline before it: `{head} ...; {word}`."
            )),
    )
}

fn glued_bracket(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let (at, token) = broken
        .tokens
        .iter()
        .enumerate()
        .take(broken.at)
        .rev()
        .find(|(at, token)| {
            let word = token.text.split_once('[').map(|(word, _)| word);
            matches!(word, Some("if" | "elif" | "while" | "until")) && broken.begins_command(*at)
        })?;
    let (word, rest) = token.text.split_once('[')?;
    let spaced = format!("{word} [ {rest}").trim_end().to_owned();
    let mismatch = matches!(
        broken.found().map(|token| token.text),
        Some("then" | "do" | "fi" | "done" | "else")
    );
    let _ = at;
    (mismatch || broken.found().is_none()).then(|| {
        broken
            .spot(token.span)
            .instead(broken.with(token.span, &spaced))
            .saying(format!(
                "`{word}[` is one word, so the shell never saw `{word}`. Write `{word} [`."
            ))
    })
}

fn else_if(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    second_if(&broken).or_else(|| condition_of_else(&broken))
}

/// A `then` that nothing waits for: before it stands an `else`, or a word that is none of the shell's.
fn condition_of_else(broken: &Broken<'_>) -> Option<Spot> {
    broken.found().filter(|token| token.text == "then")?;
    if !broken.is_open(Construct::Then) && !broken.is_open(Construct::Else) {
        return None;
    }
    let at = (0..broken.at).rev().find(|at| {
        let word = broken.tokens[*at].text;
        matches!(word, "else" | "elseif" | "elsif" | "elif") && broken.begins_command(*at)
    })?;
    let word = broken.tokens[at];
    let said = match word.text {
        "elif" => return None,
        "else" => "`else` takes no condition: what stands behind it runs if none before it was met. To ask one more: `elif`.".to_owned(),
        other => format!("`{other}` is no word of the shell, so it was taken for the name of a command. The word is `elif`."),
    };
    let instead = broken.with(word.span, "elif");
    Some(broken.spot(word.span).instead(instead).saying(said))
}

/// `else if` that opens an `if` of its own.
fn second_if(broken: &Broken<'_>) -> Option<Spot> {
    // The inner `if` is closed, and what stands open is the `else` before it.
    let open = broken
        .open
        .iter()
        .rfind(|open| open.construct == Construct::Else)?;
    let at = broken
        .tokens
        .iter()
        .position(|token| token.span.start == open.opener.start)?;
    let (word, next) = (broken.tokens[at], broken.tokens.get(at + 1)?);
    let adjacent = !broken.text[word.span.end as usize..next.span.start as usize].contains('\n');
    let joined = Span::new(word.span.start, next.span.end);
    (word.text == "else" && next.text == "if" && adjacent)
        .then(|| broken.spot(joined).instead(broken.with(joined, "elif")))
}

/// The reserved word that stands directly before the token that was not expected.
fn opened_by<'e>(broken: &Broken<'e>, token: Option<Token<'e>>) -> Option<Token<'e>> {
    let token = token?;
    let at = broken
        .tokens
        .iter()
        .position(|found| found.span == token.span)?;
    let opens = matches!(token.text, "then" | "else" | "do" | "{") && broken.begins_command(at);
    opens.then_some(token)
}

fn then_semicolon(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == ";")?;
    let word = opened_by(&broken, broken.previous())?;
    let word_text = word.text;
    Some(broken.spot(found.span).instead(broken.with(found.span, "")).saying(format!(
        "`{word_text}` already separates; a `;` right after it is an empty command, which is not allowed. Write the command straight after `{word_text}`."
    )))
}

fn empty_branch(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken
        .found()
        .filter(|token| matches!(token.text, "fi" | "else" | "elif" | "done" | "}"))?;
    let word = opened_by(&broken, broken.previous_word())?;
    Some(broken.spot(found.span).saying(format!(
        "Between `{}` and `{}` there has to be at least one command. `:` is the do-nothing command.",
        word.text, found.text
    )))
}

fn wrong_closing(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let construct = broken.open.last()?.construct;
    let (opened, pairs) = match construct {
        Construct::If | Construct::Then | Construct::Else => ("if", "`then` and `fi`"),
        Construct::While => ("while", "`do` and `done`"),
        Construct::Until => ("until", "`do` and `done`"),
        Construct::For | Construct::Do => ("loop", "`do` and `done`"),
        _ => return None,
    };
    let ends = |token: &Token<'_>| {
        matches!(
            token.text,
            "end" | "endif" | "end_if" | "endfor" | "endwhile"
        )
    };
    let found = match broken.found() {
        Some(token) => {
            let fits = match opened {
                "if" => matches!(token.text, "do" | "done" | "}" | "esac"),
                _ => matches!(token.text, "then" | "fi" | "}" | "esac"),
            };
            Some(token).filter(|_| fits)
        }
        None => broken
            .tokens
            .iter()
            .enumerate()
            .rev()
            .find(|(at, token)| ends(token) && broken.begins_command(*at))
            .map(|(_, token)| *token),
    }?;
    let what = match opened {
        "loop" => "A loop".to_owned(),
        word => format!("`{word}`"),
    };
    Some(broken.spot(found.span).saying(format!(
        "`{}` does not belong here. {what} pairs with {pairs}.",
        found.text
    )))
}

fn is_joining(token: &Token<'_>) -> bool {
    matches!(token.text, "&&" | "||" | "|")
}

fn starts_line(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(is_joining)?;
    let line_begins = broken.previous().is_none_or(|token| token.text == "\n");
    (line_begins && broken.at > 0).then(|| {
        broken.spot(found.span).saying(format!(
            "The newline ended the command, so `{0}` has nothing on its left. Leave `{0}` at the end of the previous line; the shell then keeps reading.",
            found.text
        ))
    })
}

fn doubled(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken
        .found()
        .filter(|token| is_joining(token) || matches!(token.text, ";" | "&"))?;
    let before = broken
        .previous()
        .filter(|token| is_joining(token) || token.text == ";")?;
    Some(broken.spot(found.span).saying(format!(
        "`{}` stands right after `{}`. Every operator needs a command on each side.",
        found.text, before.text
    )))
}

fn ampersand_semicolon(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == ";")?;
    broken.previous().filter(|token| token.text == "&")?;
    Some(broken.spot(found.span).instead(broken.with(found.span, "")))
}

fn ampersand_and(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken
        .found()
        .filter(|token| matches!(token.text, "&&" | "||"))?;
    broken.previous().filter(|token| token.text == "&")?;
    Some(broken.spot(found.span))
}

fn brace_spacing(evidence: &Evidence<'_>) -> Option<Spot> {
    let Some(broken) = Broken::of(evidence) else {
        return glued_brace(evidence);
    };
    // `}` among the words of a command in a group that is still open.
    if broken.is_open(Construct::BraceGroup) && broken.found().is_none() {
        let brace = broken.tokens.iter().enumerate().rfind(|(at, token)| {
            token.text.ends_with('}')
                && !token.text.contains(['{', '"', '\''])
                && (!broken.begins_command(*at) || token.text.len() > 1)
        });
        let (_, token) = brace?;
        let end = token.span.end - 1;
        let start = broken.text[..end as usize].trim_end().len() as u32;
        return Some(
            broken
                .spot(Span::new(end, token.span.end))
                .instead(broken.with(Span::new(start, end), "; "))
                .saying("`}` is a word and not punctuation: it ends the group only where a command may begin. Put `;` or a newline before it.".to_owned()),
        );
    }
    let found = broken.found().filter(|token| token.text == "}")?;
    let _ = found;
    let (_, glued) = broken.tokens[..broken.at]
        .iter()
        .enumerate()
        .rfind(|(at, token)| {
            let rest = token.text.strip_prefix('{');
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('}'))
                && broken.begins_command(*at)
        })?;
    let spaced = format!("{{ {}", &glued.text[1..]);
    Some(broken.spot(glued.span).instead(broken.with(glued.span, &spaced)).saying(format!(
        "`{}` is one word, so no group was opened. `{{` needs a space after it, and `;` or a newline before `}}`.",
        glued.text
    )))
}

/// A `{` glued to a name in a text that can be read, since there is no `}` to end a group either.
fn glued_brace(evidence: &Evidence<'_>) -> Option<Spot> {
    find_run(evidence, |ran| {
        let name = String::from_utf8_lossy(ran.run.name()).into_owned();
        let glued = matches!(ran.run.how, Some(How::NotFound)) && name.len() > 1;
        let rest = name.strip_prefix('{').filter(|_| glued)?;
        Some(Spot::line(ran.run.span).at(Level::Certain).saying(format!(
            "`{name}` is one word, the name of a command that is not there. `{{` needs a space after it, and `;` or a newline before `}}`: `{{ {rest} ...; }}`."
        )))
    })
}

fn pipe_ampersand(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == "&")?;
    let before = broken
        .previous()
        .filter(|token| token.text == "|" && token.span.end == found.span.start)?;
    let both = Span::new(before.span.start, found.span.end);
    Some(broken.spot(both).instead(broken.with(both, "2>&1 |")))
}
