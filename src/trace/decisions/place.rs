//! Which shell it is that does something: that of the line, which need not be named, or one that a command of it began.

use crate::trace::ForkReason;
use crate::trace::tree::{Command, Node, Process};
use crate::trace::words::named;

/// A shell, as sentences name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// That of the line, or a copy of it.
    Line,
    /// One that runs this script.
    Script(Vec<u8>),
    /// One that was given its text: by an option, or as its input.
    Given(Vec<u8>),
}

impl Place {
    /// The shell that `command` began, if it began one, in a process of its own or in one that was there.
    pub(super) fn begun_by(command: &Command, own: Option<&Process>) -> Option<Place> {
        let forked = own.is_some_and(|process| process.reason == Some(ForkReason::OwnShell));
        (forked || command.began_anew).then(|| Place::of(&command.argv))
    }

    /// What a shell called with these words runs.
    fn of(argv: &[Vec<u8>]) -> Place {
        let mut words = argv.iter().skip_while(|word| *word == b"exec");
        let name = words.next().map_or(&b"sh"[..], Vec::as_slice);
        let is_shell = name.rsplit(|byte| *byte == b'/').next() == Some(b"sh");
        if !is_shell {
            return Place::Script(name.to_vec());
        }
        while let Some(word) = words.next() {
            match word.as_slice() {
                b"--" => continue,
                [b'-', letters @ ..] if letters.contains(&b'c') => {
                    return Place::Given([name, b" -c"].concat());
                }
                // What follows are its arguments.
                [b'-', letters @ ..] if letters.contains(&b's') => break,
                [b'-' | b'+', letters @ ..] if !letters.is_empty() => {
                    // The name of an option is a word of its own.
                    if letters.ends_with(b"o") {
                        words.next();
                    }
                }
                script => return Place::Script(script.to_vec()),
            }
        }
        Place::Given(name.to_vec())
    }

    /// What a sentence about it begins with.
    pub(super) fn opening(&self) -> String {
        match self {
            Place::Line => String::new(),
            Place::Script(path) => format!("in {} ", named(path)),
            Place::Given(text) => format!("in the shell that {} started, ", named(text)),
        }
    }

    /// What a sentence about what is done in it adds that does not say so by itself; empty if there is nothing to add.
    pub(super) fn beside(&self, sentence: &str) -> String {
        match self {
            Place::Line => String::new(),
            Place::Script(name) | Place::Given(name) if sentence.contains(&named(name)) => {
                String::new()
            }
            Place::Script(path) => format!("in {}", named(path)),
            Place::Given(text) => format!("in what {} was given", named(text)),
        }
    }

    /// What a process that it made of itself is called.
    pub(super) fn copy(&self) -> String {
        match self {
            Place::Line => "a copy of the shell".to_owned(),
            Place::Script(path) => format!("a copy of the shell that runs {}", named(path)),
            Place::Given(text) => format!("a copy of the shell that {} started", named(text)),
        }
    }

    /// What a sentence about it ends with.
    pub(super) fn ending(&self) -> String {
        match self {
            Place::Line => String::new(),
            Place::Script(path) => format!(" in {}", named(path)),
            Place::Given(text) => format!(" in the shell that {} started", named(text)),
        }
    }
}

/// What of the nodes of a command that began a shell in its own process was done before: what its words needed.
pub(super) fn before_it_began(command: &Command) -> usize {
    let substituted = |node: &&Node| matches!(node, Node::Substitution(_));
    match command.began_anew {
        true => command.nodes.iter().take_while(substituted).count(),
        false => command.nodes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_is_called_by_what_it_runs() {
        let check = |line: &str, expected: Place| {
            let argv: Vec<Vec<u8>> = line.split(' ').map(Into::into).collect();
            assert_eq!(Place::of(&argv), expected);
        };
        let script = |path: &str| Place::Script(path.into());
        check("sh a.sh x", script("a.sh"));
        check("sh -e -o pipefail a.sh", script("a.sh"));
        check("./a.sh x", script("./a.sh"));
        check("sh -c date", Place::Given(b"sh -c".to_vec()));
        check("/bin/sh -ec date", Place::Given(b"/bin/sh -c".to_vec()));
        check("exec sh", Place::Given(b"sh".to_vec()));
    }
}
