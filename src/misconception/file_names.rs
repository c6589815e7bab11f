//! Names of files that are nearly right: another one is there, or the two stand in the wrong order.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::operands::wants_a_name;
use super::same_file::READERS;
use super::testing::{find_test, level};
use super::tree::Simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::RedirectOperator;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "file-misspelt",
        "`Lock` and `lock` are one file.",
        "A file is found by its exact name, and small letters and capitals are different.",
    )
    .at(Level::Ask)
    .by(misspelt),
    Idea::later(
        "moved-backwards",
        "`mv old new` puts new in the place of old.",
        "`mv` takes the file that is to be moved first, and then its new name.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(backwards),
];

/// `[ -e Lock ]`, where there is a file lock.
fn misspelt(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let (bang, [sign, word]) = test.whole()?.turned() else {
            return None;
        };
        let of_text = words::is_text(sign, "-n") || words::is_text(sign, "-z");
        let name = words::literal(word).filter(|_| wants_a_name(sign) && !of_text)?;
        let said_no = |ran: &super::evidence::Ran| {
            ran.run
                .status()
                .is_some_and(|status| status.0 == u32::from(bang.is_empty()))
        };
        let answered = evidence.runs_at(text, test.span).all(said_no);
        let moves = text.tree.simples().any(|simple| simple.is(&["cd"]));
        if evidence.file(name.as_bytes()).is_some() || !answered || moves {
            return None;
        }
        let mut files = evidence.seen.files_before.iter();
        let path = files.find_map(|file| {
            let path = file.path.to_str()?;
            (path != name && path.eq_ignore_ascii_case(&name)).then(|| path.to_owned())
        })?;
        // Who asks for both spellings means both.
        if text
            .bytes
            .windows(path.len())
            .any(|part| part == path.as_bytes())
        {
            return None;
        }
        Some(Spot::of(index, word.span).instead(text.with(word.span, &path)).asking(format!(
            "Is the file `{path}` meant? There is none called `{name}`: small letters and capitals are different."
        )))
    })
}

/// `sort names > names2 && mv names names2`: what was written is replaced by what it was made from.
fn backwards(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [from, to] = simple.arguments() else {
            return None;
        };
        let (old, new) = (words::literal(from)?, words::literal(to)?);
        // What was done between the two may have made the order right.
        let before = text
            .tree
            .simples()
            .filter(|other| other.index < simple.index)
            .last()?;
        let whole = text.tree.pipeline_of(before.index).pipeline.span;
        let between = Span::new(whole.end, simple.command.span.start).of(text.bytes);
        let goes_on = matches!(between.trim_ascii(), b";" | b"&&" | b"");
        let mut ran = evidence.runs_at(text, simple.command.span);
        let moved = ran.all(|ran| {
            ran.run.status().is_none_or(|status| status.is_success()) && ran.run.skipped.is_none()
        });
        let made = makes(text, &before, &old, &new) && goes_on && moved;
        (simple.is(&["mv"]) && made).then(|| {
            let meant = format!("mv {new} {old}");
            Spot::of(index, simple.command.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(simple.command.span, &meant))
                .saying(format!(
                    "`mv {old} {new}` puts `{old}`, as it was, in the place of `{new}`, and what was written there is lost. The file that is to be moved stands first: `{meant}`."
                ))
        })
    })
}

/// Whether a command writes the file `new`, and it or one of its pipeline reads `old`.
fn makes(text: &Text<'_>, simple: &Simple<'_, '_>, old: &str, new: &str) -> bool {
    let mut redirects = simple.command.redirects.iter();
    let writes = redirects.any(|redirect| {
        redirect.operator == RedirectOperator::Output
            && matches!(redirect.fd, None | Some(1))
            && words::is_text(&redirect.target, new)
    });
    let whole = text.tree.pipeline_of(simple.index).pipeline.span;
    let mut stages = text
        .tree
        .simples()
        .filter(|stage| whole.contains(stage.command.span));
    writes
        && stages.any(|stage| {
            let command = stage.command;
            let mut fed = command
                .redirects
                .iter()
                .filter(|redirect| redirect.operator == RedirectOperator::Input);
            let named = command
                .words
                .iter()
                .skip(1)
                .any(|word| words::is_text(word, old));
            stage.is(&READERS) && named || fed.any(|redirect| words::is_text(&redirect.target, old))
        })
}
