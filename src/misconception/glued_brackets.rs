//! A `[` that is glued to the word behind it, and so is a part of another name.

use super::Spot;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::signs;
use super::spacing::asks_of_file;
use super::status::shorten;
use super::tested_commands::reading_input;
use super::testing::level;
use super::words;
use crate::source::Span;
use crate::syntax::ast::{SimpleCommand, Word, WordPartKind};

pub(super) fn no_space(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let word = simple.command.words.first()?;
        let begins = match word.parts.first()?.kind {
            WordPartKind::Literal(text) => text.starts_with(b"["),
            _ => false,
        };
        let source = text.at(word.span);
        if !begins || source.len() < 2 || source.starts_with("[[") {
            return None;
        }
        let rest = &source[1..];
        // A pattern is no test.
        let asks = rest.contains(['=', '$', '"']) || rest.starts_with('-');
        if rest.contains(']') && simple.arguments().is_empty() && !asks {
            return None;
        }
        let words = up_to_bracket(text, simple.command.words);
        let whole = word.span.to(words.last()?.span);
        let command = command_within(text, words, "[");
        // What else belongs to the command stands outside of these words.
        let end = words.last()?.span.end;
        let mut redirects = simple.command.redirects.iter();
        let goes_on = redirects.any(|redirect| redirect.span.start < end)
            || words
                .last()
                .is_some_and(|word| !text.at(word.span).ends_with(']'));
        if command.is_some() && goes_on {
            return Some(
                Spot::of(index, word.span)
                    .at(level(evidence, text, simple.command.span))
                    .saying(format!(
                        "`[` is the name of a command. `{source}` is a different name, and no such command exists (127). And `[` compares, and runs nothing: a command stands there without brackets."
                    )),
            );
        }
        let (whole, meant) = match with_arrow(text, simple.command, whole) {
            Some((whole, meant)) => (whole, meant),
            None => (whole, Some(spaced(text, words, "["))),
        };
        let remedy = match (&meant, command) {
            (_, Some(command)) => command.remedy(),
            (Some(meant), None) => format!("A blank stands round every part: `{meant}`."),
            (None, None) => "A blank stands round every part.".to_owned(),
        };
        Some(
            Spot::of(index, word.span)
                .at(level(evidence, text, simple.command.span))
                .instead(meant.and_then(|meant| text.with(whole, &meant)))
                .saying(format!(
                    "`[` is the name of a command. `{source}` is a different name, and no such command exists (127). {remedy}"
                )),
        )
    })
}

/// A command behind a glued `[`, which asks for no brackets.
pub(super) enum Within {
    /// `[grep -q x f]`: what the brackets are left out of.
    Command(String),
    /// `[grep -c x f -gt 3]`: what the command prints was to be compared.
    Output(String),
    /// `[test -e f]`: the operands of a `test`.
    Test(String),
}

impl Within {
    /// The line that was meant.
    fn meant(&self) -> String {
        match self {
            Within::Command(meant) | Within::Output(meant) => meant.clone(),
            Within::Test(operands) => format!("[ {operands} ]"),
        }
    }

    /// What is to be done about it.
    pub(super) fn remedy(&self) -> String {
        match self {
            Within::Command(meant) => format!(
                "And `[` compares, and runs nothing: a command stands there without brackets, `{}`.",
                shorten(meant)
            ),
            Within::Output(meant) => {
                format!("What a command prints is compared by `{}`.", shorten(meant))
            }
            Within::Test(operands) => format!(
                "`test` and `[` are one command under two names, and one of them is enough: `test {operands}`, or `[ {operands} ]`."
            ),
        }
    }
}

/// The command that stands behind a glued `opening`.
pub(super) fn command_within(text: &Text<'_>, words: &[Word<'_>], opening: &str) -> Option<Within> {
    let parts: Vec<String> = inner(text, words, opening)
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let (name, rest) = parts.split_first()?;
    let of_files = |sign: &String| matches!(sign.as_str(), "-nt" | "-ot" | "-ef");
    let compares = rest
        .first()
        .is_some_and(|sign| signs::compares(sign) || of_files(sign));
    if name == "!"
        && rest
            .first()
            .is_some_and(|name| words::is_known_command(name) && name != "test")
    {
        return Some(Within::Command(parts.join(" ")));
    }
    if !words::is_known_command(name) || compares {
        return None;
    }
    Some(match rest {
        [] if name == "test" => return None,
        operands if name == "test" => Within::Test(operands.join(" ")),
        [command @ .., sign, value] if signs::compares(sign) => {
            let command = [&parts[..1], command].concat();
            let line = reading_input(&command);
            Within::Output(format!("[ \"$({line})\" {sign} {value} ]"))
        }
        _ => Within::Command(parts.join(" ")),
    })
}

/// The words up to the one that ends with a `]`, or all.
pub(super) fn up_to_bracket<'a>(text: &Text<'_>, words: &'a [Word<'a>]) -> &'a [Word<'a>] {
    let places = words.iter();
    // A pattern has brackets of its own.
    let closes = |(place, word): (usize, &Word<'_>)| {
        let written = text.at(word.span);
        written.ends_with(']') && (place == 0 || !written.contains('['))
    };
    let end = places.enumerate().position(closes);
    &words[..end.map_or(words.len(), |end| end + 1)]
}

/// The place and the meaning of a test in which a `>` or `<` stands, which is a redirection and was to compare numbers; `None` for
/// the meaning where nobody can tell.
fn with_arrow(
    text: &Text<'_>,
    command: &SimpleCommand<'_>,
    words: Span,
) -> Option<(Span, Option<String>)> {
    let redirect = command.redirects.first()?;
    if redirect.span.start < words.start {
        return None;
    }
    let touched = words.contains(redirect.span);
    let whole = words.to(redirect.span);
    let written = text.at(whole);
    let inner = written
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'));
    // Behind the `]` it is a redirection like any other.
    let Some(inner) = inner else {
        return touched.then_some((words, None));
    };
    let parts: Vec<&str> = inner.split_whitespace().collect();
    let meant = match parts.as_slice() {
        [left, sign, right] => {
            let counts = words::is_integer(left) || words::is_integer(right);
            let sign = signs::for_numbers(sign).filter(|_| counts);
            sign.map(|sign| format!("[ {left} {sign} {right} ]"))
        }
        _ => None,
    };
    Some((whole, meant))
}

/// The words of a test whose `[` is glued to the first, behind an `opening` that may hold more, with a blank round each part; a
/// command among them as it is written.
pub(super) fn spaced(text: &Text<'_>, words: &[Word<'_>], opening: &str) -> String {
    if let Some(command) = command_within(text, words, opening) {
        return command.meant();
    }
    let parts = inner(text, words, opening);
    let parts: Vec<String> = parts
        .iter()
        .map(|part| parted(part))
        .filter(|part| !part.is_empty())
        .collect();
    format!("[ {} ]", parts.join(" "))
}

/// The words of a test without its brackets.
fn inner(text: &Text<'_>, words: &[Word<'_>], opening: &str) -> Vec<String> {
    let last = words.len().saturating_sub(1);
    let parts = words.iter().enumerate().map(|(place, word)| {
        let written = text.at(word.span);
        let start = if place == 0 { opening.len() } else { 0 };
        match place == last {
            true => written[start..].trim_end_matches(']').to_owned(),
            false => written[start..].to_owned(),
        }
    });
    parts.collect()
}

/// A word with blanks round the sign that compares in it, and behind the `!` or the operator it begins with.
fn parted(word: &str) -> String {
    let asked = word.strip_prefix('!');
    if let Some(rest) = asked.filter(|rest| rest.starts_with(['-', '$', '"'])) {
        return format!("! {}", parted(rest));
    }
    if let Some((sign, name)) = word
        .split_at_checked(2)
        .filter(|(sign, _)| asks_of_file(sign))
    {
        return format!("{sign} {}", name.trim_start_matches('='))
            .trim_end()
            .to_owned();
    }
    match sign_within(word) {
        Some((at, sign)) => [&word[..at], signs::portable(sign), &word[at + sign.len()..]]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        None => word.to_owned(),
    }
}

/// The first sign that compares outside quotes, and where it begins.
fn sign_within(word: &str) -> Option<(usize, &'static str)> {
    let mut quote = None;
    word.char_indices().find_map(|(at, letter)| {
        let is_quote = matches!(letter, '"' | '\'');
        match quote {
            Some(open) if open == letter => quote = None,
            None if is_quote => quote = Some(letter),
            None => {
                let mut here = signs::all().filter(|sign| word[at..].starts_with(sign));
                // `-eq` is found in ordinary names as well.
                let counts = |sign: &&str| {
                    let behind = &word[at + sign.len()..];
                    let number = behind.is_empty()
                        || behind.starts_with(['$', '"'])
                        || behind.starts_with(|c: char| c.is_ascii_digit());
                    !sign.starts_with('-') || number
                };
                return here.find(counts).map(|sign| (at, sign));
            }
            Some(_) => {}
        }
        None
    })
}
