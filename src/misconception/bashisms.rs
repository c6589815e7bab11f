//! Ideas that bash brings along: what it has beyond the shell of POSIX, and what `sh` makes of that.

use super::answers::Compared;
use super::broken::Broken;
use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::find::find_simple;
use super::sums::number_alone;
use super::tested_commands::command_in;
use super::testing::{find_test, level};
use super::tree::{self, Tree};
use super::values::value_of;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::*;
use crate::syntax::visit::{self, Visitor};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "double-equals",
        "`==` is the comparison operator.",
        "The portable operator is a single `=`. bash (and busybox) accept `==`, but to dash, which is `sh` on Debian, Ubuntu and images built on them, it is no operator: the test ends with status 2.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(double_equals),
    Idea::core(
        "double-bracket",
        "`[[ ]]` is a nicer `[ ]`.",
        "`[[` is a keyword of bash, ksh and zsh. To dash, Debian's `sh`, it is an unknown command (127), and an unknown command looks like \"false\".",
    )
    .at(Level::Static)
    .ranked(2)
    .by(double_bracket),
    Idea::later(
        "double-parentheses",
        "`(( ))` compares and calculates in every shell.",
        "`(( ))` is arithmetic of bash, ksh and zsh. `sh` sees a subshell in a subshell and runs commands there. Compare with `[ ]` and `-lt`, `-gt`; calculate with `$(( ))`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(double_parentheses),
    Idea::later(
        "bash-expansion",
        "`${name[0]}`, `${name//a/b}`, `$(< file)` and `{1..3}` work in every shell.",
        "Arrays, replacing, `$(< file)` and `{1..3}` are of bash. `sh` knows `${name}`, `${name:-text}`, `${name#pattern}` and their like, and `$(cat file)`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(bash_expansion),
    Idea::later(
        "function-as-in-bash",
        "`function f {` or `f {` defines a function.",
        "A function is defined by `name() { ...; }`; `function` is a word of bash.",
    )
    .at(Level::SyntaxError)
    .ranked(3)
    .by(function_of_bash),
    Idea::later(
        "braces-run-command",
        "`${cmd}` or `$((cmd))` stands for what cmd prints.",
        "`${ }` takes the name of a variable. What a command prints is `$( )`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(braces_run),
];

fn double_equals(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        // Where it compares the answer of a test, or where a command was to be run, a single `=` is no better.
        if Compared::of(test).is_some() || command_in(test).is_some() {
            return None;
        }
        let word = test
            .operands
            .iter()
            .skip(1)
            .find(|word| words::bare(word).is_some_and(|text| text == "=="))?;
        Some(
            Spot::of(index, word.span)
                .at(level(evidence, text, test.span))
                .instead(text.with(word.span, "=")),
        )
    })
}

fn double_bracket(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let word = simple.command.words.first()?;
        let is = words::bare(word).is_some_and(|name| name == "[[");
        is.then(|| Spot::of(index, word.span).at(level(evidence, text, simple.command.span)))
    })
}

fn double_parentheses(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.compounds().find_map(|(_, compound)| {
            let CompoundKind::Subshell(_) = compound.kind else {
                return None;
            };
            let source = text.at(compound.span);
            // Redirections may follow.
            let (inner, _) = source.strip_prefix("((")?.rsplit_once("))")?;
            let is_number = |name: &str| is_number(evidence, text, name);
            let alone = number_alone(inner, is_number);
            let other = if alone.is_some() { "-ne 0" } else { "-ge 5" };
            let name = alone.or_else(|| calculates(inner))?;
            let meant = compared(inner, is_number).unwrap_or_else(|| format!("\"${name}\" {other}"));
            let ran = evidence.did_run(text, compound.span);
            Some(
                Spot::of(index, compound.span)
                    .at(if ran { Level::Certain } else { Level::Static })
                    .saying(format!(
                        "`(( ))` is arithmetic of bash, ksh and zsh. `sh` sees a subshell in a subshell, and `{name}` as the name of a command there. Compare with `[ ]`, as in `[ {meant} ]`; calculate with `$(( ))`."
                    )),
            )
        })
    })
}

/// Whether `name` may stand for a number: a variable that is set, unless its value is known to be a text.
fn is_number(evidence: &Evidence<'_>, text: &Text<'_>, name: &str) -> bool {
    let value = value_of(evidence, name);
    let is_text = value.is_some_and(|value| !words::is_integer(&value));
    is_variable(evidence, text, name) && !is_text
}

/// A comparison of `(( ))` as `[ ]` has it, if it is a plain one. `is_number` says which names stand for numbers.
fn compared(text: &str, is_number: impl Fn(&str) -> bool) -> Option<String> {
    const SIGNS: [(&str, &str); 7] = [
        (">=", "-ge"),
        ("<=", "-le"),
        ("==", "-eq"),
        ("!=", "-ne"),
        (">", "-gt"),
        ("<", "-lt"),
        ("=", "-eq"),
    ];
    let end = ["&&", "||"].iter().filter_map(|sign| text.find(sign)).min();
    let first = &text[..end.unwrap_or(text.len())];
    let (at, sign, operator) = SIGNS
        .iter()
        .find_map(|(sign, operator)| Some((first.find(sign)?, *sign, *operator)))?;
    let (left, right) = (first[..at].trim(), first[at + sign.len()..].trim());
    // `-eq` is for numbers alone.
    let bare = right.trim_matches(['"', '\'']);
    if let ("-eq" | "-ne", true) = (operator, words::is_name(bare) && !is_number(bare)) {
        let left = left.trim_start_matches('$');
        let sign = if operator == "-eq" { "=" } else { "!=" };
        return words::is_name(left).then(|| format!("\"${left}\" {sign} {bare}"));
    }
    let value = |text: &str| match (words::is_integer(text), words::is_name(text)) {
        (true, _) => Some(text.to_owned()),
        (_, true) => Some(format!("\"${text}\"")),
        _ if text.starts_with('$') && !text.contains(['"', '`', '<', '>']) => {
            Some(format!("\"{text}\""))
        }
        _ => None,
    };
    Some(format!("{} {operator} {}", value(left)?, value(right)?))
}

/// The name that begins a calculation, or a comparison, of `text`, if that is what it looks like.
fn calculates(text: &str) -> Option<String> {
    let text = text.trim();
    // `$n > 3`: what it runs is known only by then.
    if text.starts_with('$') && compared(text, |_| false).is_some() {
        let end = text.find(['<', '>', '=', '!'])?;
        return Some(text[..end].trim().to_owned());
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.trim();
    let signs = [
        "<", ">", "=", "!=", "+ ", "- ", "* ", "/ ", "% ", "++", "--", "+=", "-=",
    ];
    let goes_on = signs.iter().any(|sign| rest.starts_with(sign));
    (goes_on && words::is_name(name) && !words::is_known_command(name)).then(|| name.to_owned())
}

/// Every `${…}` of no known form, every sum and every command substitution, with its place.
#[derive(Default)]
struct Expansions<'a> {
    faulty: Vec<(&'a [u8], Span)>,
    /// Every `$(( ))`.
    sums: Vec<Span>,
    commands: Vec<(&'a CommandSubstitution<'a>, Span)>,
    /// Words such as `{1..10}` and `{a,b}`.
    braces: Vec<Span>,
}

impl<'a> Expansions<'a> {
    fn of(tree: &Tree<'a>) -> Expansions<'a> {
        let mut found = Expansions::default();
        if let Some(program) = tree.lists.first() {
            found.list(&program.list);
        }
        found
    }
}

impl<'a> Visitor<'a> for Expansions<'a> {
    fn word(&mut self, word: &Word<'a>) {
        if words::bare(word).is_some_and(|text| makes_words(&text)) {
            self.braces.push(word.span);
        }
        word.parts.iter().for_each(|part| self.part(part));
    }

    fn part(&mut self, part: &WordPart<'a>) {
        match part.kind {
            WordPartKind::BadSubstitution(text) => self.faulty.push((text, part.span)),
            WordPartKind::Arithmetic(_) => self.sums.push(part.span),
            WordPartKind::Command(command) => self.commands.push((command, part.span)),
            _ => {}
        }
        visit::walk_part(self, part);
    }
}

/// How sure it is that what stands in `text` was expanded, or will be.
fn expanded(evidence: &Evidence<'_>, text: &Text<'_>) -> Level {
    match evidence.has_run() && text.source.is_some() {
        true => Level::Certain,
        false => Level::Static,
    }
}

fn bash_expansion(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let found = Expansions::of(&text.tree);
        let spot = |span| Spot::of(index, span).at(expanded(evidence, text));
        let faulty = found.faulty.iter().find_map(|(inner, span)| {
            let inner = String::from_utf8_lossy(inner).into_owned();
            let of_bash = said_of(&inner)?;
            Some(spot(*span).saying(of_bash))
        });
        let read = found.commands.iter().find_map(|(command, span)| {
            let file = text.at(file_alone(command)?);
            let meant = format!("$(cat {file})");
            Some(spot(*span).instead(text.with(*span, &meant)).saying(format!(
                "`{}` is of bash: to `sh` no command stands there, and it is empty. What a file holds is `{meant}`.",
                text.at(*span)
            )))
        });
        let braces = found.braces.first().map(|span| {
            spot(*span).saying(format!(
                "`{}` makes several words in bash; `sh` takes it as it stands. A row of numbers is `$(seq 1 10)`, anything else is written out.",
                text.at(*span)
            ))
        });
        faulty.or(read).or(braces)
    })
}

/// Whether bash makes several words of `text`, which stands between one pair of braces.
fn makes_words(text: &str) -> bool {
    let Some(inner) = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    else {
        return false;
    };
    let row = inner.split_once("..").is_some_and(|(from, to)| {
        let end =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        end(from) && end(to)
    });
    let several = inner.split(',').count() > 1 && inner.split(',').any(|part| !part.is_empty());
    !inner.contains(['{', '}']) && (row || several)
}

/// What is said of `${inner}`, if bash knows its form.
fn said_of(inner: &str) -> Option<String> {
    let name = inner.trim_start_matches(['#', '!']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let (name, rest) = name.split_at(end.unwrap_or(name.len()));
    if name == "PIPESTATUS" {
        return Some("`PIPESTATUS` is of bash. `sh` knows the status of a pipeline's last command alone: take the command whose status counts out of the pipe, with `> file`.".to_owned());
    }
    let what = match rest.chars().next()? {
        '[' => "Arrays are",
        '/' => "Replacing in a value is",
        ':' => "Cutting a piece out of a value is",
        ',' | '^' => "Changing small letters and capitals in a value is",
        '@' => "`@` behind a name is",
        _ => return None,
    };
    words::is_name(name).then(|| {
        format!("{what} of bash; `sh` calls `${{{inner}}}` a bad substitution and stops there.")
    })
}

/// The file that a command substitution only names, as in `$(< file)`.
fn file_alone(command: &CommandSubstitution<'_>) -> Option<Span> {
    let [item] = command.script.list.items else {
        return None;
    };
    let simple = tree::sole_command(item)?;
    match simple.redirects {
        [only] if simple.words.is_empty() && simple.assignments.is_empty() => {
            (only.operator == RedirectOperator::Input && only.fd.is_none())
                .then_some(only.target.span)
        }
        _ => None,
    }
}

/// `function f {`, `function f() {` and `f {`.
fn function_of_bash(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found()?;
    let tokens = &broken.tokens;
    let name = match found.text {
        "}" => {
            (1..broken.at)
                .rev()
                .find(|at| tokens[*at].text == "{" && !broken.begins_command(*at))?
                - 1
        }
        "(" => broken.at.checked_sub(1)?,
        _ => return None,
    };
    let by_word =
        name > 0 && tokens[name - 1].text == "function" && broken.begins_command(name - 1);
    let called = tokens[name].text;
    let bare = found.text == "}" && broken.begins_command(name);
    let is_new = words::is_name(called) && !words::is_known_command(called);
    if !is_new || !(by_word || bare) {
        return None;
    }
    let first = if by_word {
        tokens[name - 1]
    } else {
        tokens[name]
    };
    let head = Span::new(first.span.start, tokens[name].span.end);
    let meant = format!("{called}()");
    let instead = match found.text {
        "(" => broken.with(head, called),
        _ => broken.with(head, &meant),
    };
    let said = match by_word {
        true => {
            format!("`function` is a word of bash. A function is defined by `{meant} {{ ...; }}`.")
        }
        false => format!(
            "`{{` is an argument of `{called}` here. A function is defined by `{meant} {{ ...; }}`."
        ),
    };
    Some(broken.spot(head).instead(instead).saying(said))
}

/// `$((cat VERSION))`: the command in it, and the substitution that was meant. What could be a sum is none.
fn command_in_sum(written: &str) -> Option<(String, String)> {
    let inner = written.strip_prefix("$((")?.strip_suffix("))")?.trim();
    let (name, rest) = inner.split_once(' ')?;
    let next = rest.trim_start();
    let is_word = next.starts_with(|c: char| c.is_ascii_alphabetic());
    (words::is_known_command(name) && is_word && !written.contains('`'))
        .then(|| (name.to_owned(), format!("$({inner})")))
}

fn braces_run(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let found = Expansions::of(&text.tree);
        let summed = found.sums.iter().find_map(|span| {
            let (name, meant) = command_in_sum(&text.at(*span))?;
            Some(Spot::of(index, *span)
                .at(expanded(evidence, text))
                .instead(text.with(*span, &meant))
                .saying(format!(
                    "`$(( ))` calculates with whole numbers and runs nothing. What `{name}` prints is `{meant}`."
                )))
        });
        if summed.is_some() {
            return summed;
        }
        found.faulty.iter().find_map(|(inner, span)| {
            let inner = String::from_utf8_lossy(inner).into_owned();
            let name = inner.split_ascii_whitespace().next()?;
            let runs = words::is_known_command(name) && inner.len() > name.len();
            let meant = format!("$({})", inner.trim());
            runs.then(|| {
                Spot::of(index, *span)
                    .at(expanded(evidence, text))
                    .instead(text.with(*span, &meant))
                    .saying(format!(
                        "`${{ }}` takes the name of a variable, and `sh` stops there. What `{name}` prints is `{meant}`."
                    ))
            })
        })
    })
}
