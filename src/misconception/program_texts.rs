//! Whether a file of the folder is a program: one that may be run, or a text that a shell would read as commands.

use super::evidence::Evidence;
use super::tree::Tree;
use super::words;
use crate::observation::{FileFact, FileKind};
use crate::syntax::ast::{Command, CompoundKind, FunctionDefinition, List, Parameter, Word};
use crate::syntax::parse::{self, Parsed};
use bumpalo::Bump;

/// Built-ins of every shell that are no programs elsewhere, and that nobody means by a typing error.
const BUILT_IN: [&str; 9] = [
    ".", ":", "break", "continue", "getopts", "hash", "local", "times", "ulimit",
];

/// Words that open a compound command, each with one that must follow.
const OPENERS: [(&str, &str); 5] = [
    ("if", "then"),
    ("while", "do"),
    ("until", "do"),
    ("for", "do"),
    ("case", "in"),
];

/// Whether a file may not be run.
pub(super) fn is_not_executable(file: &FileFact) -> bool {
    file.kind == FileKind::File && file.mode & 0o111 == 0
}

/// Whether a file may be run, or is there to be: by its first line, its name, or what it says.
pub(super) fn is_program(evidence: &Evidence<'_>, file: &FileFact) -> bool {
    let named = || {
        let ends = file.path.extension().is_some_and(|end| end == "sh");
        ends && !file.content.trim_ascii().is_empty()
    };
    let is_one = || {
        !is_not_executable(file)
            || file.content.starts_with(b"#!")
            || named()
            || is_script(evidence, &file.content)
    };
    file.kind == FileKind::File && is_one()
}

/// Whether `sh` is who reads it: no other program is named by its first line.
pub(super) fn is_read_by_sh(file: &FileFact) -> bool {
    let first = file.content.split(|byte| *byte == b'\n').next();
    let Some(reader) = first.and_then(|line| line.strip_prefix(b"#!")) else {
        return true;
    };
    let reader = String::from_utf8_lossy(reader).into_owned();
    let mut names = reader
        .split_whitespace()
        .map(|word| word.rsplit('/').next().unwrap_or_default());
    names.any(|name| matches!(name, "sh" | "dash" | "bash" | "ash"))
}

/// Whether a text is a script: the parser takes all of it, and it calls what there is to be called.
fn is_script(evidence: &Evidence<'_>, text: &[u8]) -> bool {
    let arena = Bump::new();
    match parse::parse(text, &arena, &()) {
        Parsed::Complete(script) => is_of_commands(evidence, &script.list),
        Parsed::Incomplete(_) | Parsed::Invalid(_) => is_broken_script(text),
    }
}

/// Whether the first command of a list is one, and at least half of them are.
fn is_of_commands(evidence: &Evidence<'_>, list: &List<'_>) -> bool {
    let tree = Tree::new(list);
    let functions: Vec<&FunctionDefinition<'_>> = tree
        .commands
        .iter()
        .filter_map(|node| match node.command {
            Command::Function(definition) => Some(definition),
            _ => None,
        })
        .collect();
    let is_command = |word: &Word<'_>| match words::literal(word) {
        Some(name) => {
            is_called_so(evidence, &name)
                || functions.iter().any(|known| known.name == name.as_bytes())
        }
        // What a variable holds may be one.
        None => matches!(
            words::parameter(word),
            Some(Parameter::Variable(_) | Parameter::Special(b'@'))
        ),
    };
    let firsts = list
        .items
        .iter()
        .map(|item| item.and_or.first.commands.first());
    let begins = firsts.flatten().find_map(|command| match command {
        Command::Function(_) => Some(true),
        // Parentheses stand in other texts as well.
        Command::Compound(compound) if matches!(compound.kind, CompoundKind::Subshell(_)) => None,
        Command::Compound(_) => Some(true),
        // Settings alone are no program.
        Command::Simple(simple) => simple.words.first().map(is_command),
    });
    let names = tree
        .simples()
        .filter_map(|simple| simple.command.words.first());
    let names: Vec<&Word<'_>> = names.collect();
    let known = names.iter().filter(|name| is_command(name)).count();
    begins.unwrap_or(known > 0) && 2 * known >= names.len()
}

/// Whether there is a command of this name, or a file here by this path.
fn is_called_so(evidence: &Evidence<'_>, name: &str) -> bool {
    let by_path = |(folder, _): (&str, &str)| {
        let system = folder.rsplit('/').next();
        system.is_some_and(|name| matches!(name, "bin" | "sbin"))
            || evidence.file(name.as_bytes()).is_some()
    };
    words::is_known_command(name)
        || words::is_known_elsewhere(name)
        || BUILT_IN.contains(&name)
        || name.rsplit_once('/').is_some_and(by_path)
}

/// Whether a text that cannot be read as a whole was to be a script: it begins with a command, or opens what goes on behind it.
fn is_broken_script(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next().and_then(|line| line.split_whitespace().next());
    first.is_some_and(
        |first| match OPENERS.iter().find(|(opener, _)| *opener == first) {
            Some((_, follows)) => text
                .split(|c: char| c.is_whitespace() || c == ';')
                .any(|word| word == *follows),
            None => words::is_known_command(first) || BUILT_IN.contains(&first),
        },
    )
}
