//! What is right here and not everywhere: the one thing that is said of a right answer which another shell, or another value,
//! takes otherwise. It says nothing of what is wrong.

use crate::syntax::ast::{Command, SimpleCommand, Word, WordPartKind};
use crate::syntax::parse::{self, Parsed};
use crate::syntax::visit::{Visitor, walk_command, walk_list};
use bumpalo::Bump;

/// The first remark on `text`, a line or a script, as inline Markdown; `None` if there is none.
pub fn remark(text: &str) -> Option<String> {
    let bump = Bump::new();
    let Parsed::Complete(script) = parse::parse(text.as_bytes(), &bump, &()) else {
        return None;
    };
    let mut reader = Reader { text, found: None };
    walk_list(&mut reader, &script.list);
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    found: Option<String>,
}

impl<'a> Visitor<'a> for Reader<'_> {
    fn command(&mut self, command: &Command<'a>) {
        if let Command::Simple(simple) = command
            && self.found.is_none()
        {
            self.found = self.of(simple);
        }
        walk_command(self, command);
    }
}

impl Reader<'_> {
    fn of(&self, simple: &SimpleCommand) -> Option<String> {
        let spelled = |word: &Word| {
            let text = word.span.of(self.text.as_bytes());
            String::from_utf8_lossy(text).into_owned()
        };
        let words: Vec<String> = simple.words.iter().map(spelled).collect();
        let (name, operands) = words.split_first()?;
        let has = |word: &str| operands.iter().any(|operand| operand == word);
        match name.as_str() {
            "[" | "test" => joined(operands).or_else(|| unquoted(simple, operands)),
            "echo" => operands.iter().find_map(|word| escaped(word)),
            "set" if has("-o") && has("pipefail") => Some(
                "`pipefail` has been in POSIX only since 2024: in a shell that does not know it, `set -o pipefail` ends the \
                 script."
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

/// Of `-a` or `-o` between two questions.
fn joined(operands: &[String]) -> Option<String> {
    let between = operands.get(1..)?;
    let found = between
        .iter()
        .find(|word| matches!(word.as_str(), "-a" | "-o"))?;
    let operator = if found == "-a" { "&&" } else { "||" };
    Some(format!(
        "`{found}` within `[ ]` is no longer in POSIX. Two `[ ]` with `{operator}` between them ask the same everywhere."
    ))
}

/// Of an operand that is not there where its value is empty.
fn unquoted(simple: &SimpleCommand, operands: &[String]) -> Option<String> {
    let values = simple.words.iter().skip(1).zip(operands);
    let is_variable = |word: &Word, text: &str| {
        let is_name = |c: char| c.is_alphanumeric() || "_{}".contains(c);
        let only = matches!(word.parts, [part] if matches!(part.kind, WordPartKind::Parameter(_)));
        only && text[1..].chars().all(is_name)
    };
    let (_, text) = values
        .into_iter()
        .find(|(word, text)| is_variable(word, text))?;
    Some(format!(
        "Without quotes `{text}` is no word at all where it is empty, and two where it has a blank: `\"{text}\"` is always one."
    ))
}

/// Of a text with a `\n` in it.
fn escaped(word: &str) -> Option<String> {
    let quoted = word.contains(['"', '\'']);
    let escape = ["\\n", "\\t", "\\c"];
    let found = escape.into_iter().find(|escape| word.contains(escape))?;
    quoted.then(|| {
        format!("`echo` of bash prints `{found}` as it stands. What `printf` makes of it is the same everywhere.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, begins: Option<&str>) {
        let found = remark(text);
        match begins {
            Some(begins) => assert!(
                found
                    .as_deref()
                    .is_some_and(|found| found.starts_with(begins)),
                "{text}: {found:?}"
            ),
            None => assert_eq!(found, None, "{text}"),
        }
    }

    #[test]
    fn tests_that_are_joined_in_one_bracket() {
        check("[ -e log -a ! -s log ] && echo empty", Some("`-a` within"));
        check("if test -e a -o -e b; then ls; fi", Some("`-o` within"));
        check("[ -e log ] && [ ! -s log ]", None);
        check("[ \"$a\" = -a ]", Some("`-a` within"));
    }

    #[test]
    fn values_without_quotes() {
        check("[ -z $errors ]", Some("Without quotes `$errors`"));
        check("! { [ ${n} -gt 3 ]; }", Some("Without quotes `${n}`"));
        for text in [
            "[ -z \"$errors\" ]",
            "[ $? -eq 0 ]",
            "[ $# -eq 1 ]",
            "echo $x",
            "[ x$a = x ]",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn texts_that_bash_prints_otherwise() {
        check("echo \"a\\nb\" > log", Some("`echo` of bash"));
        check("printf 'a\\nb\\n'", None);
        check("echo a\\nb", None);
        check("set -o pipefail; a | b", Some("`pipefail` has"));
        check("set -e; echo 'a", None);
    }
}
