//! What can be read off words: their text where no expansion is in them, and which expansions are.

use super::tree::Simple;
use crate::source::Span;
use crate::syntax::ast::*;

/// The text of a word without expansions, its quotes removed.
pub fn literal(word: &Word<'_>) -> Option<String> {
    let mut text = Vec::new();
    all_literal(word.parts, &mut text).then(|| String::from_utf8_lossy(&text).into_owned())
}

fn all_literal(parts: &[WordPart<'_>], into: &mut Vec<u8>) -> bool {
    parts.iter().all(|part| match part.kind {
        WordPartKind::Literal(text)
        | WordPartKind::Escaped(text)
        | WordPartKind::SingleQuoted(text)
        | WordPartKind::DollarSingleQuoted(text) => {
            into.extend(text);
            true
        }
        WordPartKind::DoubleQuoted(parts) => all_literal(parts, into),
        _ => false,
    })
}

/// The text of a word that is neither quoted nor expanded.
pub fn bare(word: &Word<'_>) -> Option<String> {
    match word.parts {
        [part] => match part.kind {
            WordPartKind::Literal(text) => Some(String::from_utf8_lossy(text).into_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a word is exactly the text `text`, quoted or not.
pub fn is_text(word: &Word<'_>, text: &str) -> bool {
    literal(word).is_some_and(|found| found == text)
}

/// The one part that a word has, without double quotes round it.
fn only_part<'a>(word: &Word<'a>) -> Option<WordPartKind<'a>> {
    let [only] = word.parts else { return None };
    match only.kind {
        WordPartKind::DoubleQuoted([inner]) => Some(inner.kind),
        WordPartKind::DoubleQuoted(_) => None,
        kind => Some(kind),
    }
}

/// The parameter a word consists of, quoted or not.
pub fn parameter<'a>(word: &Word<'a>) -> Option<Parameter<'a>> {
    match only_part(word)? {
        WordPartKind::Parameter(found) if found.operation == ParameterOperation::Value => {
            Some(found.parameter)
        }
        _ => None,
    }
}

/// Whether a word is exactly `$?`, quoted or not.
pub fn is_status(word: &Word<'_>) -> bool {
    parameter(word) == Some(Parameter::Special(b'?'))
}

/// Whether there is an unquoted expansion of a parameter or of commands in a word.
pub fn has_unquoted_expansion(word: &Word<'_>) -> bool {
    word.parts.iter().any(|part| {
        matches!(
            part.kind,
            WordPartKind::Parameter(_) | WordPartKind::Command(_)
        )
    })
}

/// The command substitution a word consists of, quoted or not.
pub fn substitution<'a>(word: &Word<'a>) -> Option<&'a CommandSubstitution<'a>> {
    match only_part(word)? {
        WordPartKind::Command(found) => Some(found),
        _ => None,
    }
}

/// Whether a command substitution stands anywhere in a word.
pub fn has_substitution(word: &Word<'_>) -> bool {
    fn within(parts: &[WordPart<'_>]) -> bool {
        parts.iter().any(|part| match part.kind {
            WordPartKind::Command(_) => true,
            WordPartKind::DoubleQuoted(parts) => within(parts),
            _ => false,
        })
    }
    within(word.parts)
}

/// Whether a whole number stands there.
pub fn is_integer(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['-', '+']);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it could be the name of a variable.
pub fn is_name(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    text.bytes().next().is_some_and(letter)
        && text
            .bytes()
            .all(|byte| letter(byte) || byte.is_ascii_digit())
}

/// A `[` or `test`: its operands, and whether it is closed as it should be.
#[derive(Clone, Copy, Debug)]
pub struct Test<'a> {
    /// Without the `]`.
    pub operands: &'a [Word<'a>],
    /// Whether it is `[`.
    pub bracket: bool,
    /// Whether its last word is `]`.
    pub closed: bool,
    /// The whole command.
    pub span: Span,
}

impl<'a> Test<'a> {
    /// The test that a simple command is.
    pub fn of(simple: &Simple<'_, 'a>) -> Option<Test<'a>> {
        Test::of_command(simple.command)
    }

    /// The same of a command.
    pub fn of_command(command: &SimpleCommand<'a>) -> Option<Test<'a>> {
        let (first, rest) = command.words.split_first()?;
        let bracket = match literal(first)?.as_str() {
            "[" => true,
            "test" => false,
            _ => return None,
        };
        let closed = rest.last().is_some_and(|word| is_text(word, "]"));
        let operands = match closed && bracket {
            true => &rest[..rest.len() - 1],
            false => rest,
        };
        Some(Test {
            operands,
            bracket,
            closed,
            span: command.span,
        })
    }

    /// It, if it has its `]` where it needs one and nowhere else, so that it is a question.
    pub fn whole(&self) -> Option<&Test<'a>> {
        (self.bracket == self.closed).then_some(self)
    }

    /// The name it was called by.
    pub fn name(&self) -> &'static str {
        if self.bracket { "[" } else { "test" }
    }

    /// A test of `operands` by the same name.
    pub fn asking(&self, operands: &str) -> String {
        match self.bracket {
            true => format!("[ {operands} ]"),
            false => format!("test {operands}"),
        }
    }

    /// Its operands without a `!` before them, and that as it is to be put before others: with its blank, or nothing.
    pub fn turned(&self) -> (&'static str, &'a [Word<'a>]) {
        turned(self.operands)
    }
}

/// The same of any words that may be operands.
pub fn turned<'w, 'a>(operands: &'w [Word<'a>]) -> (&'static str, &'w [Word<'a>]) {
    match operands {
        [bang, rest @ ..] if !rest.is_empty() && is_text(bang, "!") => ("! ", rest),
        all => ("", all),
    }
}

/// Programs and built-ins that a course, and most systems, have.
const KNOWN: [&str; 96] = [
    "[", "alias", "awk", "basename", "bg", "cat", "cd", "chmod", "chown", "clear", "cmp",
    "command", "cp", "curl", "cut", "date", "dd", "df", "diff", "dirname", "docker", "du", "echo",
    "env", "eval", "exec", "exit", "export", "expr", "false", "fg", "file", "find", "git", "grep",
    "gzip", "head", "hostname", "id", "jobs", "kill", "less", "ln", "ls", "make", "man", "mkdir",
    "mktemp", "more", "mv", "nc", "node", "od", "paste", "pgrep", "ping", "printf", "ps", "pwd",
    "python3", "read", "readonly", "return", "rev", "rm", "rmdir", "sed", "seq", "set", "sh",
    "shift", "sleep", "sort", "ssh", "stat", "tail", "tar", "tee", "test", "touch", "tr", "trap",
    "true", "type", "umask", "uname", "unalias", "uniq", "unset", "vi", "wait", "wc", "wget",
    "which", "whoami", "xargs",
];

/// Programs that only a course has: nobody means one of these by a typing error.
const OF_THE_COURSE: [&str; 2] = ["exits", "flaky"];

/// Well-known programs and commands of other shells that need not be where the learner is.
const ELSEWHERE: [&str; 22] = [
    "apk", "apt", "bash", "brew", "declare", "doas", "emacs", "fish", "ksh", "let", "nano", "perl",
    "pip", "popd", "pushd", "python", "shopt", "source", "sudo", "typeset", "vim", "zsh",
];

/// Whether there is a well-known command of this name.
pub fn is_known_command(name: &str) -> bool {
    KNOWN.contains(&name) || OF_THE_COURSE.contains(&name)
}

/// Whether it is the name of something that is well known elsewhere, and so no typing error.
pub fn is_known_elsewhere(name: &str) -> bool {
    ELSEWHERE.contains(&name)
}

/// Words that are near to a command, and that people write for themselves.
const PLAIN: [&str; 24] = [
    "call", "clean", "data", "fail", "fine", "gate", "hill", "kind", "late", "line", "mail",
    "main", "mind", "mode", "move", "none", "note", "part", "port", "rate", "send", "start",
    "state", "text",
];

/// The well-known command that `name` may have been meant for.
pub fn near_command(name: &str) -> Option<&'static str> {
    if PLAIN.contains(&name) {
        return None;
    }
    // Other languages print by this name.
    if name == "print" {
        return Some("echo");
    }
    let mut known = KNOWN.iter().copied();
    let by_case = known.find(|known| known.len() > 1 && known.eq_ignore_ascii_case(name));
    by_case.or_else(|| KNOWN.iter().copied().find(|known| is_near(name, known)))
}

/// The well-known command of which `name`, a program of its own, exchanges two neighbouring letters.
pub fn swapped_command(name: &str) -> Option<&'static str> {
    // Everyday programs, each known for itself.
    const OWN: [&str; 1] = ["nl"];
    let sorted = |text: &str| {
        let mut letters = text.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    let mut known = KNOWN.iter().copied();
    known.find(|known| {
        let swapped =
            sorted(known) == sorted(name) && edits(name.as_bytes(), known.as_bytes()) == 1;
        swapped && !OWN.contains(&name) && !is_known_command(name)
    })
}

/// Whether `name` may be `meant` with a typing error in it. A short word is near to too many to be any of them.
pub fn is_near(name: &str, meant: &str) -> bool {
    const SHORTEST: usize = 4;
    let long = name.chars().count() >= SHORTEST && meant.len() > 1;
    long && edits(name.as_bytes(), meant.as_bytes()) == 1
}

/// How many letters are to be put in, left out, replaced or exchanged with their neighbour.
fn edits(from: &[u8], to: &[u8]) -> usize {
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for row in 1..=from.len() {
        let mut next = vec![row];
        for column in 1..=to.len() {
            let replaced = rows[row - 1][column - 1] + usize::from(from[row - 1] != to[column - 1]);
            let mut best = replaced
                .min(rows[row - 1][column] + 1)
                .min(next[column - 1] + 1);
            let exchanged = row > 1
                && column > 1
                && from[row - 1] == to[column - 2]
                && from[row - 2] == to[column - 1];
            if exchanged {
                best = best.min(rows[row - 2][column - 2] + 1);
            }
            next.push(best);
        }
        rows.push(next);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_is_near_what_was_meant() {
        assert_eq!(near_command("gerp"), Some("grep"));
        assert_eq!(near_command("ehco"), Some("echo"));
        assert_eq!(near_command("toucch"), Some("touch"));
        assert_eq!(near_command("print"), Some("echo"));
        assert_eq!(near_command("sl"), None);
        assert_eq!(swapped_command("sl"), Some("ls"));
        assert_eq!(swapped_command("tset"), Some("test"));
        assert_eq!(swapped_command("nl"), None);
        assert_eq!(swapped_command("tac"), None);
        assert_eq!(near_command("TEST"), Some("test"));
        assert_eq!(near_command("Rm"), Some("rm"));
        assert_eq!(near_command("g"), None);
        assert_eq!(near_command("start"), None);
        assert_eq!(near_command("port:"), None);
        assert_eq!(near_command("nosuchcmd"), None);
    }

    #[test]
    fn numbers_and_names_are_told_apart() {
        assert!(is_integer("-5") && is_integer("010") && !is_integer("") && !is_integer("1a"));
        assert!(is_name("_x1") && !is_name("1x") && !is_name("a-b") && !is_name(""));
    }
}
