//! The option `-e` of `echo` in other shells, which to `sh` is a text.

use super::evidence::Evidence;
use super::find::find_simple;
use super::words;
use super::{Idea, Spot};
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::trace::How;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "echo-option",
    "`echo -e` has echo read `\\n` and the like.",
    "To the `echo` of `sh`, `-e` is a text like any other, and is printed. Texts with `\\n` are for `printf`.",
)
.by(option)];

/// `echo -e text`, where the `-e` was printed.
fn option(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [first, rest @ ..] = simple.arguments() else {
            return None;
        };
        let option = words::bare(first).filter(|option| is_option(option))?;
        // Other shells, for which the script may be written, do have the option.
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        // What is redirected or captured is printed where nobody looks.
        let shown = ran.run.printed.clone();
        let shown = shown.map(|range| &evidence.seen.screen[range]);
        let is_text = shown.is_none_or(|shown| shown.is_empty() || shown.starts_with(b"-"));
        let is_own = ran.run.how == Some(How::Builtin);
        let is_meant = wanted_texts(evidence).any(|wanted| is_within(wanted, option.as_bytes()));
        if !simple.is(&["echo"]) || !is_own || !is_text || is_meant {
            return None;
        }
        let end = rest.first().map_or(first.span.end, |next| next.span.start);
        let whole = Span::new(first.span.start, end);
        let escaped = |word: &Word<'_>| text.at(word.span).contains('\\');
        let printf = match rest.iter().any(escaped) {
            true => " What stands for a newline or a tab is for `printf`: `printf 'a\\nb\\n'`.",
            false => "",
        };
        Some(
            Spot::of(index, first.span)
                .instead(text.with(whole, ""))
                .saying(format!(
                    "To the `echo` of `sh`, `{option}` is no option but a text, and is printed with the rest.{printf}"
                )),
        )
    })
}

/// Whether other shells take it for an option that has `echo` read backslashes.
fn is_option(word: &str) -> bool {
    let letters = word.strip_prefix('-');
    letters.is_some_and(|letters| {
        letters.contains(['e', 'E']) && letters.chars().all(|letter| "neE".contains(letter))
    })
}

/// What is to be printed, or to be in a file.
fn wanted_texts<'e>(evidence: &Evidence<'e>) -> impl Iterator<Item = &'e Vec<u8>> {
    let wanted = evidence.wanted.into_iter();
    wanted.flat_map(|wanted| {
        let files = wanted.files.iter();
        let contents = files.filter_map(|(_, content)| content.as_ref());
        wanted.output.iter().chain(contents)
    })
}

fn is_within(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
