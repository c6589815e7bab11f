//! The idea that `grep` looks for names of files, by the patterns that the shell has for these.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::words;
use super::{Idea, Spot};
use crate::syntax::ast::Word;
use crate::trace::ExitStatus;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "file-pattern-in-grep",
    "`grep '*.txt'` finds what ends in .txt.",
    "`*.txt` is a pattern for the names of files. `grep` has another language, in which what ends in .txt is `'\\.txt$'`.",
)
.ranked(4)
.by(file_pattern)];

/// `ls | grep -c "*.txt"`, which matched nothing, and the same without quotes.
fn file_pattern(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if !simple.is(&["grep", "egrep"]) {
            return None;
        }
        let pattern = first_operand(text, simple.arguments())?;
        let ending = ending(&text.at(pattern.span))?;
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        // To `grep -F` every character is one.
        let by_text = simple.literals().into_iter().flatten();
        let by_text = by_text
            .into_iter()
            .any(|word| word.starts_with('-') && word.contains('F'));
        if by_text {
            return None;
        }
        let meant = format!("'\\{ending}$'");
        let spot = Spot::of(index, pattern.span).instead(text.with(pattern.span, &meant));
        let written = text.at(pattern.span);
        let remedy = format!("What ends in {ending} is `{meant}` to `grep`.");
        let bare = words::bare(pattern).is_some();
        let expanded = evidence.expansions(text, pattern).last();
        let first = expanded.and_then(|(fields, _)| fields.first());
        let became = first.map(|field| String::from_utf8_lossy(field).into_owned());
        if let Some(became) = became.filter(|became| bare && *became != written) {
            return Some(spot.saying(format!(
                "Without quotes the shell replaced `{written}` by the names of files that fit, so `grep` looked for `{became}`. {remedy}"
            )));
        }
        (ran.run.status()? == ExitStatus::FAILURE).then(|| {
            spot.saying(format!(
                "`{written}` is a pattern for the names of files, and `grep` has another language: there a `*` repeats what stands before it. {remedy}"
            ))
        })
    })
}

/// The first word that is no option.
fn first_operand<'a>(text: &Text<'_>, arguments: &'a [Word<'a>]) -> Option<&'a Word<'a>> {
    let mut arguments = arguments.iter();
    arguments.find(|word| !text.at(word.span).starts_with('-'))
}

/// The `.txt` of `*.txt`, between quotes or not.
fn ending(written: &str) -> Option<String> {
    let inner = ['"', '\'']
        .iter()
        .find_map(|sign| written.strip_prefix(*sign)?.strip_suffix(*sign))
        .unwrap_or(written);
    let letters = inner.strip_prefix("*.")?;
    let plain = !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| format!(".{letters}"))
}
