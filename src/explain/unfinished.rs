//! A text that ends too early, or is wrong from some place on: what stands before that is read as if the rest had come.
//!
//! What is missing is put behind the text, the shortest that the parser asks for, and `...` where a command or a word would
//! stand. Nothing of that is shown: [`without`] takes it out again.

use super::Note;
use super::walk::one_line;
use crate::source::Span;
use crate::syntax::ast::List;
use crate::syntax::parse::{Construct, Expected, Next, Parser, SyntaxError};
use bumpalo::Bump;

/// What stands for a command or a word that has not come.
const SOMETHING: &str = "...";
/// Tokens before an error that are tried as the end of a text.
const TRIED: usize = 64;
/// Pieces that are put behind a text at most.
const PIECES: usize = 200;

/// A text that was completed.
pub(super) struct Completed<'a> {
    /// It, and what was put behind it.
    pub text: &'a [u8],
    /// The command that was not finished.
    pub list: List<'a>,
    /// How much of it is the text's own.
    pub end: u32,
    /// A here-document that the end of the text ended: its operator, and its delimiter.
    pub document: Option<(Span, String)>,
}

/// Completes the command of `text` that stands at `at` and has the `error`, or as much of it as can be completed.
pub(super) fn complete<'a>(
    parser: &mut Parser,
    text: &[u8],
    at: u32,
    error: &SyntaxError,
    arena: &'a Bump,
) -> Option<Completed<'a>> {
    let mut ends: Vec<u32> = error.tokens(text).iter().map(|span| span.start).collect();
    ends.push(error.span.start);
    let mut cause = redirection_before(text, error).unwrap_or(error.cause(text).start);
    if error.open.last().map(|open| open.construct) == Some(Construct::ParameterExpansion) {
        // A newline would be part of it.
        cause = cause.min(text.trim_ascii_end().len() as u32);
    }
    ends.retain(|end| *end < cause);
    ends.push(cause);
    let ends = ends.into_iter().rev().filter(|end| *end > at);
    ends.take(TRIED)
        .find_map(|end| up_to(parser, &text[..end as usize], at, arena))
}

/// Where the redirection begins in whose place of a file something else was found: it is none, and nothing is said of it.
fn redirection_before(text: &[u8], error: &SyntaxError) -> Option<u32> {
    let wants_file = matches!(
        error.expected,
        Expected::Word("a file name" | "the here-document's delimiter")
    );
    let at_end = text
        .get(error.span.start as usize..)?
        .trim_ascii()
        .is_empty();
    let before = text[..error.span.start as usize].trim_ascii_end();
    let signs =
        |text: &[u8], of: fn(&u8) -> bool| text.iter().rev().take_while(|byte| of(byte)).count();
    let operator = signs(before, |byte| b"<>&|-".contains(byte));
    let start = before.len() - operator;
    let number = signs(&before[..start], u8::is_ascii_digit);
    (wants_file && !at_end && operator > 0).then_some((start - number) as u32)
}

/// Completes all of `text`.
fn up_to<'a>(parser: &mut Parser, text: &[u8], at: u32, arena: &'a Bump) -> Option<Completed<'a>> {
    let mut whole = text.to_vec();
    let mut before: Option<(SyntaxError, usize)> = None;
    let mut document = None;
    for _ in 0..PIECES {
        match parser.complete_command(&whole, at, false, &Bump::new(), &()) {
            Next::Command { .. } => break,
            Next::Incomplete(error) => {
                let helped = before
                    .as_ref()
                    .is_none_or(|(last, _)| !is_same(last, &error));
                if !helped {
                    // A here-document may have taken it for its own.
                    let length = before.take().map_or(whole.len(), |(_, length)| length);
                    whole.truncate(length);
                    let open = open_document(&whole, at).filter(|_| document.is_none())?;
                    whole.extend(format!("\n{}", open.1).bytes());
                    document = Some(open);
                    continue;
                }
                let length = whole.len();
                whole.extend(missing(&error, &whole)?.bytes());
                before = Some((error, length));
            }
            Next::End | Next::Invalid(_) => return None,
        }
    }
    let whole: &'a [u8] = arena.alloc_slice_copy(&whole);
    match parser.complete_command(whole, at, false, arena, &()) {
        Next::Command { list, next, .. } if next as usize == whole.len() => Some(Completed {
            text: whole,
            list,
            end: text.len() as u32,
            document,
        }),
        _ => None,
    }
}

fn is_same(one: &SyntaxError, other: &SyntaxError) -> bool {
    one.expected == other.expected && one.open == other.open
}

/// The last here-document that begins in `text` behind `at`: its operator, and its delimiter.
fn open_document(text: &[u8], at: u32) -> Option<(Span, String)> {
    let from = text[at as usize..]
        .windows(2)
        .rposition(|pair| pair == b"<<")?;
    let start = at as usize + from;
    let strips = text[start + 2..].starts_with(b"-");
    let behind = &text[start + 2 + usize::from(strips)..];
    let word = behind.trim_ascii_start();
    let length = word
        .iter()
        .position(|byte| b" \t\n;&|()<>".contains(byte))
        .unwrap_or(word.len());
    let end = text.len() - word.len() + length;
    let is_quote = |character: &char| matches!(character, '\'' | '"' | '\\');
    let delimiter = String::from_utf8_lossy(&word[..length]);
    let delimiter: String = delimiter.chars().filter(|one| !is_quote(one)).collect();
    let operator = Span::new(start as u32, end as u32);
    (!delimiter.is_empty()).then_some((operator, delimiter))
}

/// What brings `text`, which ends with this error, a step further.
fn missing(error: &SyntaxError, text: &[u8]) -> Option<String> {
    // A comment ends with its line.
    let line = text
        .rsplit(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let innermost = error.open.last().map(|open| open.construct);
    let blank = match innermost {
        Some(Construct::Bang) => ' ',
        _ if line.contains(&b'#') => '\n',
        _ => ' ',
    };
    let is_case = innermost == Some(Construct::Case);
    Some(match error.expected {
        Expected::Word("a pattern") | Expected::Token(";;") if is_case => "\nesac".to_owned(),
        Expected::Separator if innermost == Some(Construct::For) => format!(" {SOMETHING}\n"),
        Expected::Command | Expected::Word(_) => format!("{blank}{SOMETHING}"),
        Expected::Separator => "\n".to_owned(),
        Expected::FunctionBody => format!("{blank}{{ {SOMETHING}; }}"),
        Expected::Token("))") => "))".to_owned(),
        Expected::Token(token @ ("in" | ")")) => format!("{blank}{token}"),
        _ if innermost == Some(Construct::ParameterExpansion) && text.ends_with(b"${") => {
            return None;
        }
        Expected::Token(token) if innermost == Some(Construct::ParameterExpansion) => {
            token.to_owned()
        }
        Expected::Token(token) => format!("\n{token}"),
        Expected::Closing(construct) => match construct {
            Construct::SingleQuotes | Construct::DollarSingleQuotes => "'",
            Construct::DoubleQuotes => "\"",
            Construct::Backquotes => "`",
            Construct::Arithmetic => "))",
            Construct::ParameterExpansion => "}",
            Construct::CommandSubstitution | Construct::Subshell => ")",
            _ => return None,
        }
        .to_owned(),
        _ => return None,
    })
}

/// `notes` without what is said of more than the first `end` bytes of `text`.
pub(super) fn without(notes: Vec<Note>, text: &[u8], end: u32) -> Vec<Note> {
    let kept = notes.into_iter().filter(|note| note.mark.start < end);
    kept.map(|mut note| {
        if note.mark.end > end {
            note.mark.end = end;
            let own = String::from_utf8_lossy(note.mark.of(text));
            note.quote = one_line(&own).trim().to_owned();
        }
        note.span.end = note.span.end.min(end);
        note.inner = without(std::mem::take(&mut note.inner), text, end);
        note
    })
    .collect()
}
