//! What an operand is where that hangs on the options, on how many follow, or on the operand itself.

use super::{Arguments, awk, format, regex, sed};
use crate::explain::Piece::{self, Here, Once};
use crate::explain::walk::named;
use crate::syntax::ast::{Parameter, Word, WordPart, WordPartKind};

impl Arguments {
    /// Whether an option with one of these letters was met.
    pub(super) fn has_letter(&self, letters: [char; 2]) -> bool {
        let mut words = self.words.iter().flatten();
        words.any(|word| {
            let option = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
            option.is_some_and(|option| option.contains(letters))
        })
    }

    /// Whether the permissions or the owner are those of another file.
    fn has_reference(&self) -> bool {
        let mut words = self.words.iter().flatten();
        words.any(|word| word.starts_with("--reference"))
    }

    /// Whether the first operand of `grep` is an expression that a part of a line has to match.
    fn is_regular(&self) -> bool {
        let others = [['e', 'f'], ['F', 'P'], ['w', 'x'], ['z', 'z']];
        !others.into_iter().any(|letters| self.has_letter(letters))
    }

    /// What is said of operand `number` where that hangs on the options, on how many follow, or on the operand itself.
    pub(super) fn particular(
        &self,
        number: usize,
        text: Option<&str>,
        word: &Word<'_>,
    ) -> Option<String> {
        const READERS: [&str; 12] = [
            "cat", "sort", "head", "tail", "wc", "cut", "uniq", "sed", "awk", "nl", "paste", "diff",
        ];
        let name = self.name.as_str();
        if text == Some("-") && READERS.contains(&name) {
            return Some("standard input".to_owned());
        }
        let said = match name {
            "exit" | "return" => return left_of(text?),
            "install" if self.has_letter(['d', 'd']) => "a directory to make",
            "cp" | "mv" if self.has_letter(['t', 't']) => "from",
            "cp" | "mv" | "install" | "rsync" | "scp" if self.left() == 0 && number > 0 => "to",
            "cp" | "mv" | "install" | "rsync" | "scp" => "from",
            "ln" if self.left() == 0 && number > 0 => "the new name, or the directory for it",
            "ln" => "what it points to",
            "awk" if number == 0 && text.is_none() && has_positional(word.parts) => {
                "the program, awk's own language; a $1 in it is the shell's, put in before awk reads it"
            }
            "printf" if number == 0 => {
                let (said, _) = format::printf(text?)?;
                return Some(format!("the format: {said}"));
            }
            "date" => {
                let form = format::date(text?.strip_prefix('+')?)?;
                return Some(format!("the form: {form}"));
            }
            "make" if text.is_some_and(|text| text.contains('=')) => {
                "a variable of make's, whatever the Makefile says"
            }
            "sleep" if number == 0 => return pause(text?),
            "chmod" | "chown" | "chgrp" => return self.attributes(number, text).map(str::to_owned),
            "expr" => return of_table(EXPR, text?).map(str::to_owned),
            "dd" => {
                let (key, value) = text?.split_once('=')?;
                return of_table(DD, key).map(|said| said.replace("{}", &named(value)));
            }
            "sed" if self.has_letter(['e', 'f']) => "a file to read",
            "grep" | "egrep" | "fgrep" if self.has_letter(['e', 'f']) => "a file to search",
            "awk" if self.has_letter(['f', 'f']) => "a file to read",
            "sh" | "dash" | "bash" | "ash" if self.has_letter(['s', 's']) => {
                "an argument, $1, $2 and so on: the commands come from standard input"
            }
            "nc" if self.has_letter(['l', 'l']) && self.left() == 0 => "the port it waits at",
            "." if number == 0 && text.is_some_and(|text| !text.contains('/')) => {
                "the file; without a / it is looked for along PATH, and not in this directory"
            }
            "." if number > 0 => {
                "an argument: $1 and so on while bash reads the file; dash passes it over"
            }
            "getopts" if number == 0 && text.is_some_and(|text| text.starts_with(':')) => {
                "the letters that are options; one with : behind it takes a value. The : in front: no messages; the letter becomes ? for one that is unknown, : for one without its value"
            }
            "kill" => return self.whom(text, word).map(str::to_owned),
            "grep" | "egrep" | "fgrep" if number > 0 && self.has_letter(['r', 'R']) => {
                "where to search"
            }
            "tr" => self.characters(number)?,
            "unset" if text == Some("IFS") => {
                "the name; unset, words are split at blanks, tabs and newlines again"
            }
            "unset" if self.has_letter(['f', 'f']) => "the name of a function",
            "read" if text == Some("_") && self.left() == 0 => {
                "the rest of the line, all of it, which nobody needs"
            }
            "read" if text == Some("_") => "a field that nobody needs",
            "read" if number == 0 && self.left() == 0 => "a variable",
            "read" if self.left() == 0 => "the variable that takes the rest",
            "read" => "a variable for one field",
            "seq" if self.left() == 0 => "up to",
            "seq" if number == 0 => "from",
            "seq" => "in steps of",
            "set" if is_all_arguments(word) => "all the arguments there are",
            "umask" if text.is_some_and(|text| text.contains(['=', '+'])) => {
                "the permissions that are left, for user, group and others"
            }
            "cd" if text == Some("-") => "the directory before this one, whose name is printed",
            _ => return None,
        };
        Some(said.to_owned())
    }

    /// What is said of an operand of `tr`.
    fn characters(&self, number: usize) -> Option<&'static str> {
        let complement = self.has_letter(['c', 'C']);
        Some(match (number, self.has_letter(['d', 'd'])) {
            (0, true) if complement => "the characters that stay; all others are removed",
            (0, true) => "the characters that are removed",
            (0, false) if complement => "all characters but these",
            (0, false) if self.left() == 0 => "these characters",
            (1, true) => "the characters that are squeezed",
            _ => return None,
        })
    }

    /// What the commands of a script of `sed` do.
    pub(super) fn sed_commands(&self, script: Option<&str>) -> Vec<Piece> {
        let extended = self.has_letter(['E', 'r']);
        let told = script.and_then(|script| sed::commands(script, extended));
        told.into_iter().flatten().map(Here).collect()
    }

    /// What is said of an operand of what changes permissions and owners.
    fn attributes(&self, number: usize, text: Option<&str>) -> Option<&'static str> {
        if self.has_reference() {
            return Some("the file that is changed");
        }
        let is_permissions = self.name == "chmod" && number == 0;
        text.filter(|_| is_permissions)
            .and_then(format::permissions)
            .map(|_| "the permissions")
    }

    /// What is said of an operand of `kill` that is no process id.
    fn whom(&self, text: Option<&str>, word: &Word<'_>) -> Option<&'static str> {
        match text {
            _ if self.has_letter(['l', 'l']) => {
                Some("the number of a signal, or a status that one left: its name is printed")
            }
            Some("-1") => Some("every process that may be sent a signal"),
            Some("0") => Some("every process of this process group, the shell too"),
            _ if begins_with_dash(word) => Some("a process group: every process of it"),
            _ => None,
        }
    }

    /// What is said of an operand that has a language of its own.
    pub(super) fn of_own_language(&self, number: usize, text: Option<&str>) -> Vec<Piece> {
        let here = |said: String| vec![Here(said)];
        match (self.name.as_str(), number, text) {
            ("printf", 0, Some(text)) => {
                let Some((_, arguments)) = format::printf(text) else {
                    return Vec::new();
                };
                match arguments > 0 && self.left() > arguments {
                    true => here("it is used again until no argument is left".to_owned()),
                    false => Vec::new(),
                }
            }
            ("printf", 0, None) => {
                here("a % or \\ in what is expanded in it counts, too".to_owned())
            }
            ("chmod", 0, Some(text)) => format::permissions(text).map(here).unwrap_or_default(),
            ("umask", 0, Some(text)) => format::permissions(text).map(here).unwrap_or_default(),
            ("grep" | "egrep", 0, Some(text)) if self.is_regular() => {
                let extended = self.name == "egrep" || self.has_letter(['E', 'E']);
                let told = regex::lines_that_match(text, extended);
                told.map(here).unwrap_or_default()
            }
            ("awk", 0, Some(text)) if !self.has_letter(['f', 'f']) => {
                let told = awk::rules(text).unwrap_or_default();
                told.into_iter().map(Here).collect()
            }
            ("sed", 0, text) if !self.has_letter(['e', 'f']) => {
                let told = self.sed_commands(text);
                match told.is_empty() {
                    true => vec![Once("in it s/a/b/ puts b in the place of a".to_owned())],
                    false => told,
                }
            }
            _ => Vec::new(),
        }
    }
}

/// What is said of the operand of `sleep`, if it has a unit.
fn pause(text: &str) -> Option<String> {
    let units = [
        ("s", "second"),
        ("m", "minute"),
        ("h", "hour"),
        ("d", "day"),
    ];
    let (number, unit) = units
        .iter()
        .find_map(|(letter, unit)| Some((text.strip_suffix(letter)?, unit)))?;
    number.parse::<f64>().ok()?;
    let plural = if number == "1" { "" } else { "s" };
    Some(format!(
        "how long: {number} {unit}{plural}; POSIX knows seconds alone, without a letter"
    ))
}

/// What is said of the operand of `exit` or `return`, if it does not fit into a status.
fn left_of(text: &str) -> Option<String> {
    let number = text.parse::<u64>().ok().filter(|number| *number > 255)?;
    Some(format!(
        "more than a byte holds: the status is {}",
        number % 256
    ))
}

/// Whether a word is `"$@"` or `$@`.
pub(in crate::explain) fn is_all_arguments(word: &Word<'_>) -> bool {
    let parts = match word.parts {
        [only] => match only.kind {
            WordPartKind::DoubleQuoted(parts) => parts,
            _ => word.parts,
        },
        parts => parts,
    };
    matches!(parts, [only] if matches!(only.kind, WordPartKind::Parameter(found) if found.parameter == Parameter::Special(b'@')))
}

/// Conditions of `trap`: the name, the number, what is said.
const CONDITIONS: &[(&str, &str, &str)] = &[
    ("EXIT", "0", "when the shell ends, unless SIGKILL ends it"),
    ("HUP", "1", "when its terminal is gone (SIGHUP)"),
    ("INT", "2", "when Ctrl-C is pressed (SIGINT)"),
    ("QUIT", "3", "when Ctrl-\\ is pressed (SIGQUIT)"),
    (
        "KILL",
        "9",
        "SIGKILL, which no process can catch: POSIX leaves open what happens",
    ),
    ("ALRM", "14", "when SIGALRM comes"),
    (
        "TERM",
        "15",
        "when it is asked to end (SIGTERM), as kill and docker stop do",
    ),
    (
        "STOP",
        "",
        "SIGSTOP, which no process can catch: POSIX leaves open what happens",
    ),
    (
        "CHLD",
        "",
        "when a child of it has ended or stopped (SIGCHLD)",
    ),
    ("TSTP", "", "when Ctrl-Z is pressed (SIGTSTP)"),
    ("PIPE", "", "when nobody reads what it writes (SIGPIPE)"),
    (
        "ERR",
        "",
        "of bash: after a failure; dash stops here with an error",
    ),
    (
        "DEBUG",
        "",
        "of bash: before each command; dash stops here with an error",
    ),
    (
        "RETURN",
        "",
        "of bash: when a function ends; dash stops here with an error",
    ),
];

pub(super) fn trap_condition(text: Option<&str>) -> String {
    let Some(text) = text else {
        return "the signal it is for".to_owned();
    };
    let name = text.strip_prefix("SIG").unwrap_or(text);
    let known = CONDITIONS
        .iter()
        .find(|(known, number, _)| *known == name || !number.is_empty() && *number == name);
    let said = match known {
        Some((.., said)) => (*said).to_owned(),
        None if name.parse::<u32>().is_ok() => format!("when signal {name} comes"),
        None => format!("when SIG{name} comes"),
    };
    match name == text {
        true => said,
        false => format!("{said}; POSIX writes {name}, and dash refuses it with SIG in front"),
    }
}

/// Whether `echo` may make something else of a backslash in `text`.
pub(super) fn has_escape(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('\\') {
        if behind.starts_with(['a', 'b', 'c', 'f', 'n', 'r', 't', 'v', '0', '\\']) {
            return true;
        }
        rest = behind;
    }
    false
}

/// Operators of `expr`.
const EXPR: &[(&str, &str)] = &[
    (
        ":",
        "how much of the left text, from its start, the pattern on the right matches; or what its \\( \\) matched",
    ),
    ("+", "plus"),
    ("-", "minus"),
    ("*", "times; quoted for the shell"),
    ("/", "divided by, without a fraction"),
    ("%", "what a division leaves over"),
    ("=", "1 if both sides are equal, else 0"),
    ("!=", "1 if the sides differ, else 0"),
    (
        "<",
        "1 if the left side is less, else 0; quoted for the shell",
    ),
    (
        ">",
        "1 if the left side is greater, else 0; quoted for the shell",
    ),
    ("<=", "1 if the left side is less or equal, else 0"),
    (">=", "1 if the left side is greater or equal, else 0"),
    (
        "|",
        "the left side if it is neither empty nor 0, else the right one",
    ),
    ("&", "the left side if neither side is empty or 0, else 0"),
    ("(", "opens a group; quoted for the shell"),
    (")", "ends the group"),
];

/// Operands of `dd`.
const DD: &[(&str, &str)] = &[
    ("if", "reads {}"),
    ("of", "writes {}"),
    ("bs", "{} bytes at a time"),
    ("count", "{} times"),
    ("skip", "begins {} blocks further on in what it reads"),
    ("seek", "begins {} blocks further on in what it writes"),
    ("conv", "on the way: {}"),
    ("status", "which messages: {}"),
];

fn of_table(table: &'static [(&str, &str)], key: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, said)| *said)
}

/// Whether `$1` or the like stands within these parts.
fn has_positional(parts: &[WordPart<'_>]) -> bool {
    parts.iter().any(|part| match part.kind {
        WordPartKind::DoubleQuoted(parts) => has_positional(parts),
        WordPartKind::Parameter(expansion) => {
            matches!(expansion.parameter, Parameter::Positional(_))
        }
        _ => false,
    })
}

fn begins_with_dash(word: &Word<'_>) -> bool {
    matches!(word.parts.first().map(|part| part.kind), Some(WordPartKind::Literal(text)) if text.starts_with(b"-"))
}
