//! Ideas about how what a command prints, or a file holds, comes into a variable; and a path with a backslash in it.

use super::contents::unset;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::testing::level;
use super::words;
use super::{Idea, Level, Spot};
use crate::observation::FileKind;
use crate::source::Span;
use crate::syntax::ast::{Parameter, RedirectOperator, Word, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "redirect-to-variable",
        "`cmd > $x` stores what cmd prints in x.",
        "`>` writes to a file, of which `$x` is the name. What a command prints is stored by `x=$(cmd)`.",
    )
    .at(Level::Ask)
    .ranked(4)
    .by(redirect_to_variable),
    Idea::later(
        "command-in-declaration",
        "`export x=cat FILE` stores what cat prints.",
        "`export x=cat` stores the word cat. What a command prints is `$( )`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(command_in_declaration),
    Idea::later(
        "read-from-operand",
        "`read x FILE` reads x from FILE.",
        "The operands of `read` are names of variables, and it reads standard input: `read x < FILE`.",
    )
    .at(Level::Ask)
    .ranked(2)
    .by(read_from_operand),
    Idea::later(
        "backslash-in-path",
        "`out\\count` is the file count in out.",
        "A path is parted by `/`. To the shell, a backslash before a letter stands for that letter alone.",
    )
    .ranked(3)
    .by(backslash_in_path),
];

/// `cat VERSION > $version`, where the step wants the variable to have a value.
fn redirect_to_variable(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let text = &evidence.texts[index];
        let mut simples = text.tree.simples();
        let (simple, redirect) = simples.find_map(|simple| {
            let mut redirects = simple.command.redirects.iter();
            let redirect = redirects.find(|redirect| {
                let writes = redirect.operator == RedirectOperator::Output;
                writes && redirect.target.span.contains(span) && is_variable(&redirect.target)
            })?;
            Some((simple, redirect))
        })?;
        let before = Span::new(simple.command.span.start, redirect.span.start);
        let command = text.at(before);
        let meant = format!("{name}=$({command})");
        let plain = !command.is_empty() && !command.contains('`');
        (plain && evidence.lacks(name.as_bytes())).then(|| {
            Spot::of(index, redirect.span)
                .instead(text.with(simple.command.span, &meant))
                .asking(format!(
                    "Is what `{}` prints to be stored in `{name}`? `>` writes to a file, of which `${name}` would be the name. A variable gets it by `{}`.",
                    shorten(&command),
                    shorten(&meant)
                ))
        })
    })
}

fn is_variable(word: &Word<'_>) -> bool {
    matches!(words::parameter(word), Some(Parameter::Variable(_)))
}

/// `export version=cat VERSION`
fn command_in_declaration(evidence: &Evidence<'_>) -> Option<Spot> {
    const PRINTS: [&str; 12] = [
        "cat", "curl", "cut", "date", "git", "grep", "head", "hostname", "sed", "tail", "wc",
        "whoami",
    ];
    find_simple(evidence, |index, text, simple| {
        let [first, rest @ ..] = simple.arguments() else {
            return None;
        };
        let declares = simple
            .name()
            .filter(|name| name == "export" || name == "readonly")?;
        let given = words::bare(first)?;
        let (name, command) = given.split_once('=')?;
        let last = rest.last()?;
        let more = rest.iter().any(|word| text.at(word.span).contains('='));
        let start = first.span.start + name.len() as u32 + 1;
        let whole = Span::new(start, last.span.end);
        let line = text.at(whole);
        (PRINTS.contains(&command) && !more && !line.contains('`')).then(|| {
            Spot::of(index, whole)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(whole, &format!("$({line})")))
                .saying(format!(
                    "`{declares}` stores the word `{command}` in `{name}` here, and takes what follows for names of variables. What `{line}` prints is `$({line})`."
                ))
        })
    })
}

/// `read version VERSION`, where there is a file of that name.
fn read_from_operand(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [.., before, last] = simple.arguments() else {
            return None;
        };
        let path = words::bare(last).filter(|_| simple.is(&["read"]))?;
        let is_file = evidence
            .seen
            .files_before
            .iter()
            .chain(&evidence.seen.files)
            .any(|file| file.kind == FileKind::File && file.path.to_str() == Some(path.as_str()));
        let fed =
            !simple.command.redirects.is_empty() || text.tree.commands[simple.index].stage > 0;
        let option = text.at(before.span).starts_with('-');
        let meant = format!("< {path}");
        (is_file && !fed && !option).then(|| {
            Spot::of(index, last.span)
                .instead(text.with(last.span, &meant))
                .asking(format!(
                    "Is it to be read from the file `{path}`? The operands of `read` are names of variables; what it reads is its input: `{meant}`."
                ))
        })
    })
}

/// `out\count`, where `out` is a folder.
fn backslash_in_path(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let targets = simple
            .command
            .redirects
            .iter()
            .map(|redirect| &redirect.target);
        let mut all = simple.command.words.iter().skip(1).chain(targets);
        let word = all.find(|word| parted(evidence, text, word))?;
        let written = text.at(word.span);
        let became = words::literal(word)?;
        let meant = written.replace('\\', "/");
        Some(
            Spot::of(index, word.span)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(word.span, &meant))
                .saying(format!(
                    "A path is parted by `/`: `{meant}`. A backslash before a letter stands for that letter alone, so this is the name `{became}`."
                )),
        )
    })
}

/// Whether a word is the name of a folder, a backslash and more.
fn parted(evidence: &Evidence<'_>, text: &Text<'_>, word: &Word<'_>) -> bool {
    let escapes = word.parts.iter().any(|part| {
        matches!(part.kind, WordPartKind::Escaped([letter, ..]) if letter.is_ascii_alphanumeric())
    });
    let written = text.at(word.span);
    let folder = written.split('\\').next().unwrap_or_default();
    let is_folder = evidence
        .file(folder.as_bytes())
        .is_some_and(|file| file.kind == FileKind::Directory);
    escapes && is_folder && words::literal(word).is_some()
}
