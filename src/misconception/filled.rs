//! Scripts written by `echo` or `printf`: what the shell that writes them fills in outside single quotes, and the script was to
//! keep.

use super::documents::{self, Reads, sets};
use super::evidence::Evidence;
use super::find::find_simple;
use super::testing::level;
use super::tree::Simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::Observation;
use crate::source::Span;
use crate::syntax::ast::{Parameter, RedirectOperator, Word};
use crate::syntax::visit::Visitor;

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "script-filled-in",
    "`echo \"exit $rc\" > s.sh` writes `$rc` into the script.",
    "Outside single quotes the current shell fills in the variables while the text is written. Single quotes keep it as it stands.",
)
.at(Level::Static)
.ranked(3)
.by(filled_in)];

/// What was filled in, and with what.
struct Filled {
    name: String,
    span: Span,
    with: String,
}

fn filled_in(evidence: &Evidence<'_>) -> Option<Spot> {
    let here = find_simple(evidence, |index, text, simple| {
        let path = written_to(&simple)?;
        let is_run = evidence
            .texts
            .iter()
            .any(|text| text.name.as_deref() == Some(path.as_str()));
        if !is_run && !path.ends_with(".sh") || text.tree.function_of(simple.index).is_some() {
            return None;
        }
        let filled = Filled::of(&simple, text.bytes)?;
        Some(
            Spot::of(index, filled.span)
                .at(level(evidence, text, simple.command.span))
                .saying(format!(
                    "Outside single quotes the current shell fills in `{0}` while the text is written, {1}. Between single quotes `{0}` itself is stored.",
                    filled.name, filled.with
                )),
        )
    });
    here.or_else(|| before(evidence))
}

/// A script that the line ran, and that an earlier line wrote.
fn before(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| {
        text.runner?;
        let path = text.name.as_deref()?;
        // What this line has written is no matter of an earlier one.
        if evidence.writes(path) {
            return None;
        }
        let said = written(evidence.earlier, path, text.bytes)?;
        Some(Spot::of(index, Span::at(0)).at(Level::Certain).saying(said))
    })
}

/// What is to be said of the file `path` that the newest of `lines` to write it has spoilt, if it has, and `text` is still what it
/// left there.
pub(super) fn written(lines: &[Observation], path: &str, text: &[u8]) -> Option<String> {
    documents::of_newest(lines, path, text, |simple, bytes| {
        let filled = Filled::of(simple, bytes)?;
        Some(format!(
            "`{}` was filled in by the shell that wrote the file, as it stood outside single quotes; `cat {path}` shows what the file holds.",
            filled.name
        ))
    })
}

/// The file that an `echo` or a `printf` writes to.
fn written_to(simple: &Simple<'_, '_>) -> Option<String> {
    let mut redirects = simple.command.redirects.iter();
    let redirect = redirects.find(|redirect| {
        matches!(
            redirect.operator,
            RedirectOperator::Output | RedirectOperator::Append
        )
    })?;
    words::literal(&redirect.target).filter(|_| simple.is(&["echo", "printf"]))
}

impl Filled {
    /// The first parameter among the arguments whose value the script has for itself.
    fn of(simple: &Simple<'_, '_>, bytes: &[u8]) -> Option<Filled> {
        written_to(simple)?;
        let first = simple.arguments().first()?;
        let of_word = |word: &Word<'_>| {
            let mut reads = Reads::default();
            reads.word(word);
            reads.all().find_map(|(parameter, span)| {
                let before = bytes.get(first.span.start as usize..span.start as usize)?;
                let with = filled_with(parameter, &String::from_utf8_lossy(before))?;
                let name = String::from_utf8_lossy(span.of(bytes)).into_owned();
                Some(Filled { name, span, with })
            })
        };
        simple.arguments().iter().find_map(of_word)
    }
}

/// What the writing shell has for a parameter that stands behind `before`, where the script has a value of its own for it.
fn filled_with(parameter: Parameter<'_>, before: &str) -> Option<String> {
    match parameter {
        Parameter::Special(b'?') => {
            Some("with the status of the command before this one".to_owned())
        }
        Parameter::Positional(_) | Parameter::Special(b'@' | b'*' | b'#') => {
            Some("from its own arguments, not from those of the script".to_owned())
        }
        Parameter::Variable(name) => {
            let name = String::from_utf8_lossy(name);
            let lines = before.replace("\\n", "\n");
            let lines = lines.trim_start_matches(['"', '\'']);
            sets(lines, &name)
                .then(|| format!("and the `{name}=` in the text comes too late for that"))
        }
        _ => None,
    }
}
