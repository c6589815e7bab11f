//! Where in a command the name of a file is wanted.

use super::evidence::{Evidence, Text};
use super::same_file::{READERS, takes_text_first};
use super::tree::Simple;
use super::words::{self, Test};
use crate::source::Span;
use crate::syntax::ast::{Parameter, RedirectOperator, Word};

/// Where the name of a file is wanted.
pub(super) struct Place {
    /// The words in whose place others belong, and what stands before and behind the name there.
    span: Span,
    before: String,
    after: &'static str,
    /// Whether nothing but a file can be meant.
    sure: bool,
}

impl Place {
    /// The place of the parameter at `span`, if it is one for a file's name.
    pub(super) fn of(evidence: &Evidence<'_>, text: &Text<'_>, span: Span) -> Option<Place> {
        let simples = text.tree.simples();
        let simple = simples
            .filter(|simple| simple.command.span.contains(span))
            .last()?;
        let command = simple.command;
        let place = |before: String, after, sure| Place {
            span: command.span,
            before,
            after,
            sure,
        };
        let is_it = |word: &Word<'_>| word.span.contains(span) && words::parameter(word).is_some();
        if let Some(redirect) = command
            .redirects
            .iter()
            .find(|redirect| is_it(&redirect.target))
        {
            let is_document = matches!(
                redirect.operator,
                RedirectOperator::HereDoc | RedirectOperator::HereDocTabs
            );
            return (!is_document).then(|| Place {
                span: redirect.span,
                ..place(format!("{} ", redirect.operator.as_str()), "", true)
            });
        }
        if let Some(test) = Test::of(&simple) {
            return Place::in_test(&test, is_it).map(|(before, sure)| match test.bracket {
                true => place(format!("[ {before}"), " ]", sure),
                false => place(format!("test {before}"), "", sure),
            });
        }
        let reads = simple.is(&["cat", "sort", "head", "tail", "wc", "touch", "uniq"]);
        if reads && matches!(simple.arguments(), [only] if is_it(only)) {
            return Some(place(format!("{} ", simple.name()?), "", false));
        }
        operand(evidence, &simple, is_it).map(|word| Place {
            span: word.span,
            ..place(String::new(), "", false)
        })
    }

    /// What stands before the name in a test, and whether it asks about a file.
    fn in_test(test: &Test<'_>, is_it: impl Fn(&Word<'_>) -> bool) -> Option<(String, bool)> {
        let (bang, operands) = test.turned();
        match operands {
            [only] if is_it(only) => Some((format!("{bang}-e "), false)),
            // Whether there is any text is the question; of a file that is `-s`.
            [sign, only] if is_it(only) && words::is_text(sign, "-n") => {
                Some((format!("{bang}-s "), false))
            }
            [sign, only] if is_it(only) && words::is_text(sign, "-z") => {
                let turned = if bang.is_empty() { "! " } else { "" };
                Some((format!("{turned}-s "), false))
            }
            [sign, name] if is_it(name) => {
                let sign =
                    words::bare(sign).filter(|sign| sign.len() == 2 && sign.starts_with('-'))?;
                let of_files = "bcdefghLprsSuwx".contains(&sign[1..]);
                of_files.then(|| (format!("{bang}{sign} "), true))
            }
            _ => None,
        }
    }

    pub(super) fn with(&self, name: &str) -> (Span, String, bool) {
        (
            self.span,
            format!("{}{name}{}", self.before, self.after),
            self.sure,
        )
    }
}

/// The operand of a command that takes names of files, if it is the one looked for and what the file of its name holds is no
/// list of such names.
fn operand<'a>(
    evidence: &Evidence<'_>,
    simple: &Simple<'_, 'a>,
    is_it: impl Fn(&Word<'_>) -> bool,
) -> Option<&'a Word<'a>> {
    const OTHERS: [&str; 5] = ["rm", "cp", "mv", "ls", "chmod"];
    let called = simple.name()?;
    if !READERS.contains(&called.as_str()) && !OTHERS.contains(&called.as_str()) || called == "tr" {
        return None;
    }
    let option = |word: &&Word<'_>| words::literal(word).is_some_and(|word| word.starts_with('-'));
    let skipped = usize::from(takes_text_first(&called) || called == "chmod");
    let mut operands = simple
        .arguments()
        .iter()
        .filter(|word| !option(word))
        .skip(skipped);
    let word = operands.find(|word| is_it(word))?;
    let Some(Parameter::Variable(name)) = words::parameter(word) else {
        return None;
    };
    let holds_names = evidence.file(name).is_some_and(|file| {
        let held = String::from_utf8_lossy(&file.content).into_owned();
        let mut names = held.split_whitespace().peekable();
        let is_there = |name: &str| {
            let mut before = evidence.seen.files_before.iter();
            before.any(|file| file.path.to_str() == Some(name))
        };
        names.peek().is_some() && names.all(is_there)
    });
    (!holds_names).then_some(word)
}
