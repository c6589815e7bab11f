//! Ideas about variables in a test without quotes: empty ones vanish, others are split.

use super::contents::near_variable;
use super::evidence::{Evidence, Text, operands, without_bang};
use super::exits::is_variable;
use super::find::find_simple;
use super::signs;
use super::status::shorten;
use super::tested_commands::reading_input;
use super::testing::{find_test_run, is_variable as is_value, quoted};
use super::words::{self, Test};
use super::{Idea, Spot};
use crate::syntax::ast::{Parameter, SimpleCommand, Word};
use crate::trace::{ExitStatus, ExpansionStep, How};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "unquoted-empty",
        "An empty variable still counts as an (empty) operand.",
        "An empty unquoted variable vanishes, and `[` is left with too few operands. Quote it: `[ \"$x\" = y ]`.",
    )
    .ranked(2)
    .by(unquoted_empty),
    Idea::core(
        "unquoted-spaces",
        "A variable is one argument whatever is in it.",
        "An unquoted variable is split at blanks, so `[` may see too many arguments (status 2, which is more than \"false\"). Quote it: `\"$x\"`.",
    )
    .ranked(2)
    .by(unquoted_spaces),
    Idea::core(
        "n-unquoted",
        "`[ -n $x ]` checks that x is not empty.",
        "With x empty the command is `[ -n ]`: one operand, the text `-n`, which is not empty, so it is always true. Quote: `[ -n \"$x\" ]`.",
    )
    .ranked(3)
    .by(n_unquoted),
    Idea::core(
        "file-test-lost-operand",
        "`[ -f $f ]` is false when f is unset.",
        "`$f` vanishes and leaves `[ -f ]`, \"is the text -f non-empty?\": true. Quote: `[ -f \"$f\" ]`.",
    )
    .ranked(3)
    .by(lost_operand),
    Idea::later(
        "blank-twice",
        "`echo \"a: \" $x` prints one blank.",
        "Quotes keep the blanks between them, and `echo` puts one between its arguments. Put it all between one pair of quotes.",
    )
    .ranked(2)
    .by(blank_twice),
    Idea::later(
        "blanks-lost",
        "`echo $x` prints the value as it is.",
        "An unquoted variable is split at blanks, and `echo` puts one blank between its arguments. `\"$x\"` keeps the value as it is.",
    )
    .ranked(2)
    .by(blanks_lost),
];

/// How a word is spoken of: its variable, or its text.
fn spoken(text: &Text<'_>, word: &Word<'_>) -> String {
    shorten(&text.at(word.span))
}

/// The first unquoted operand of a run that vanished, and how the command looked then.
fn vanished<'a>(evidence: &Evidence<'_>, text: &Text<'_>, test: &Test<'a>) -> Option<&'a Word<'a>> {
    test.operands.iter().find(|word| {
        let last = evidence.expansions(text, word).last();
        words::has_unquoted_expansion(word) && last.is_some_and(|(fields, _)| fields.is_empty())
    })
}

/// Whether a word is the right side of a comparison of texts, with a variable on the left.
fn is_compared(test: &Test<'_>, word: &Word<'_>) -> bool {
    match test.turned() {
        (_, [left, sign, right]) => {
            signs::of_texts(sign).is_some() && right.span == word.span && is_value(left)
        }
        _ => false,
    }
}

/// Whether a `$( )` in a word had no command to run.
fn ran_nothing(evidence: &Evidence<'_>, text: &Text<'_>, word: &Word<'_>) -> bool {
    let last = evidence.expansions(text, word).last();
    last.is_some_and(|(_, steps)| {
        steps.iter().any(|step| {
            matches!(step, ExpansionStep::CommandSubstitution { status, .. } if *status == ExitStatus::NOT_FOUND)
        })
    })
}

/// Whether the variable that a word consists of was to get its value where `n=grep -c x f` gave it to a command that is not there,
/// or where `n = 5` or `$n=5` is such a command.
fn never_arrived(evidence: &Evidence<'_>, text: &Text<'_>, word: &Word<'_>) -> bool {
    let Some(Parameter::Variable(name)) = words::parameter(word) else {
        return false;
    };
    text.tree.simples().any(|simple| {
        let command = simple.command;
        let mut given = command.assignments.iter();
        let mut runs = evidence.runs_at(text, command.span);
        let is_given = given.any(|assignment| assignment.name == name);
        command.span.end <= word.span.start
            && !command.words.is_empty()
            && (is_given || assigns_in_vain(text, command, name))
            && runs.any(|ran| ran.run.how == Some(How::NotFound))
    })
}

/// Whether a command looks like an assignment to the variable: `n = 5`, `$n=5`.
fn assigns_in_vain(text: &Text<'_>, command: &SimpleCommand<'_>, name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name);
    let first = command.words.first().map(|word| text.at(word.span));
    let first = first.unwrap_or_default();
    let spaced = command
        .words
        .get(1)
        .is_some_and(|sign| text.at(sign.span).starts_with('='));
    let plain = first.trim_start_matches('$');
    plain == name && spaced || first.starts_with(&format!("${name}="))
}

fn unquoted_empty(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test_run(evidence, |text, ran, test| {
        let word = vanished(evidence, text, test)?;
        // That there is no such command is told in words of its own.
        if ran_nothing(evidence, text, word) || never_arrived(evidence, text, word) {
            return None;
        }
        let variable = spoken(text, word);
        let shown = ran
            .run
            .words()
            .into_iter()
            .map(|word| match word.is_empty() {
                true => "\"\"".to_owned(),
                false => word,
            });
        let became = shown.collect::<Vec<_>>().join(" ");
        let name = never_set(evidence, text, word);
        let near = name.as_ref();
        let near = near.and_then(|name| near_variable(evidence, text, name));
        // What another value is compared with may be a text.
        let as_text = name.filter(|_| near.is_none() && is_compared(test, word));
        let near = near.map_or(String::new(), |near| format!(" Or is `\"${near}\"` meant?"));
        let (remedy, instead) = match as_text {
            _ if near.is_empty() && wants_number(test) => (no_number(evidence, text, word), None),
            Some(name) => (
                format!(
                    "If the text `{name}` is meant, it stands without `$`; the value of a variable is quoted: `{}`.",
                    quoted(&variable)
                ),
                Some(name),
            ),
            None => (
                format!("Quote it: `{}`.", quoted(&variable)),
                Some(quoted(&variable)),
            ),
        };
        (ran.run.status()?.0 >= 2).then(|| {
            Spot::line(word.span)
                .instead(instead.and_then(|instead| text.with(word.span, &instead)))
                .saying(format!(
                    "`{variable}` was empty and unquoted, so it vanished: the command became `{became}`. {remedy}{near}"
                ))
        })
    })
}

/// Whether a test compares numbers, so that an empty text would be no better than none.
fn wants_number(test: &Test<'_>) -> bool {
    matches!(test.turned(), (_, [_, sign, _]) if signs::of_numbers(sign).is_some())
}

/// What is said of the value of `word`, which was to be a number and is empty.
fn no_number(evidence: &Evidence<'_>, text: &Text<'_>, word: &Word<'_>) -> String {
    let start = "Quotes alone do not help: an empty text is no number";
    match never_set(evidence, text, word) {
        Some(name) => format!("{start}, and nothing has given `{name}` a value here."),
        None => format!("{start}."),
    }
}

fn unquoted_spaces(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test_run(evidence, |text, ran, test| {
        let (word, count) = test.operands.iter().find_map(|word| {
            let (fields, steps) = evidence.expansions(text, word).last()?;
            let matched = steps.iter().any(
                |step| matches!(step, ExpansionStep::PathnameExpansion { matches, .. } if *matches > 1),
            );
            (fields.len() > 1 && !matched && words::has_unquoted_expansion(word))
                .then_some((word, fields.len()))
        })?;
        let variable = spoken(text, word);
        if let Some(number) = number_alone(text, word).filter(|_| wants_number(test)) {
            return Some(Spot::line(word.span).instead(text.with(word.span, &number)).saying(format!(
                "`{variable}` became {count} words: `wc` prints the name of the file as well. What it reads as its input has none: `{number}`."
            )));
        }
        let end = match ran.run.status()?.0 {
            status @ 2.. => format!(
                ", so `{}` saw too many arguments: status {status}, which is more than \"false\"",
                test.name()
            ),
            _ => String::new(),
        };
        Some(
            Spot::line(word.span)
                .instead(text.with(word.span, &quoted(&variable)))
                .saying(format!(
                    "Unquoted `{variable}` was split into {count} words{end}. Quote it: `{}`.",
                    quoted(&variable)
                )),
        )
    })
}

/// `"$(wc -l < f)"` for a word that is `$(wc -l f)`.
pub(super) fn number_alone(text: &Text<'_>, word: &Word<'_>) -> Option<String> {
    let list = words::substitution(word)?.script.list;
    let written = text.at(list.span()?);
    let words: Vec<String> = written.split_whitespace().map(str::to_owned).collect();
    let line = reading_input(&words);
    (line != words.join(" ")).then(|| format!("\"$({line})\""))
}

/// The variable that a word consists of, if nothing has given it a value.
fn never_set(evidence: &Evidence<'_>, text: &Text<'_>, word: &Word<'_>) -> Option<String> {
    let Parameter::Variable(name) = words::parameter(word)? else {
        return None;
    };
    let name = String::from_utf8_lossy(name).into_owned();
    (!is_variable(evidence, text, &name)).then_some(name)
}

/// A test of one operand that was an operator before its variable vanished.
fn lost(
    evidence: &Evidence<'_>,
    operators: impl Fn(&str) -> bool,
    say: impl Fn(&Test<'_>, [&str; 3], Option<String>) -> String,
) -> Option<Spot> {
    find_test_run(evidence, |text, ran, test| {
        let word = vanished(evidence, text, test)?;
        let left = operands(&ran.run);
        let [operator] = without_bang(&left) else {
            return None;
        };
        let variable = spoken(text, word);
        let never_set = never_set(evidence, text, word);
        let file = never_set
            .as_ref()
            .filter(|name| evidence.file(name.as_bytes()).is_some());
        let bang = if left.len() == 1 { "" } else { "! " };
        let (place, meant) = match (file, of_text(operator)) {
            (Some(name), true) => (test.span, test.asking(&has_content(bang, operator, name))),
            (Some(name), false) => (word.span, name.clone()),
            (None, _) => (word.span, quoted(&variable)),
        };
        let never_set = match file.is_none() && of_text(operator) {
            true => None,
            false => never_set.clone(),
        };
        operators(operator).then(|| {
            Spot::line(word.span)
                .instead(text.with(place, &meant))
                .saying(say(test, [bang, operator, &variable], never_set))
        })
    })
}

/// Whether an operator asks of a text whether there is any.
fn of_text(operator: &str) -> bool {
    matches!(operator, "-n" | "-z")
}

/// The question about a file that `operator`, perhaps behind a `bang`, asks of a text.
fn has_content(bang: &str, operator: &str, file: &str) -> String {
    let asks_for_nothing = (operator == "-z") == bang.is_empty();
    match asks_for_nothing {
        true => format!("! -s {file}"),
        false => format!("-s {file}"),
    }
}

/// What a test of one operand answers, perhaps behind a `bang`.
fn answers(bang: &str) -> &'static str {
    match bang {
        "" => "true",
        _ => "true, and `!` makes that false",
    }
}

fn n_unquoted(evidence: &Evidence<'_>) -> Option<Spot> {
    lost(
        evidence,
        of_text,
        |test, [bang, operator, variable], file| {
            let remedy = match file {
                Some(name) => format!(
                    "For the content of the file `{name}` it is `{}`; the value of a variable is quoted",
                    has_content(bang, operator, &name)
                ),
                None => "Quote".to_owned(),
            };
            format!(
                "`{variable}` was empty and vanished, so the command was `{}`: one operand, the text `{operator}`, which is not empty, so it is always {}. {remedy}: `{}`.",
                test.asking(&format!("{bang}{operator}")),
                answers(bang),
                test.asking(&format!("{bang}{operator} {}", quoted(variable)))
            )
        },
    )
}

fn lost_operand(evidence: &Evidence<'_>) -> Option<Spot> {
    let of_files = |operator: &str| {
        let letters = "bcdefghLprsSuwx";
        operator.len() == 2 && operator.starts_with('-') && letters.contains(&operator[1..])
    };
    lost(
        evidence,
        of_files,
        |test, [bang, operator, variable], never_set| {
            let remedy = match never_set {
                Some(name) => format!(
                    "If the file `{name}` is meant, its name stands without `$`: `{}`. The value of a variable is quoted",
                    test.asking(&format!("{bang}{operator} {name}"))
                ),
                None => "Quote".to_owned(),
            };
            format!(
                "`{variable}` was empty and vanished, leaving `{}`, \"is the text {operator} non-empty?\": {}. {remedy}: `{}`.",
                test.asking(&format!("{bang}{operator}")),
                answers(bang),
                test.asking(&format!("{bang}{operator} {}", quoted(variable)))
            )
        },
    )
}

/// `echo "status: " $rc`: a blank between quotes beside the one that `echo` adds, where one is wanted.
fn blank_twice(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = evidence.wanted?.output.as_ref()?;
    let wanted = String::from_utf8_lossy(wanted).into_owned();
    find_simple(evidence, |index, text, simple| {
        let [before @ .., _] = simple.arguments() else {
            return None;
        };
        if !simple.is(&["echo"]) {
            return None;
        }
        let ends = before.iter().find(|word| {
            let source = text.at(word.span);
            source.ends_with(" \"") || source.ends_with(" '")
        })?;
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        // One that was skipped has no words.
        let printed = ran.run.words().get(1..)?.join(" ");
        let single = printed.replacen("  ", " ", 1);
        let meant = wanted.lines().any(|line| line == single);
        (meant && printed != single).then(|| {
            Spot::of(index, ends.span).saying(format!(
                "`{}` keeps its blank, and `echo` puts another between its arguments: two are printed. With all of it between one pair of quotes there is only what you type.",
                text.at(ends.span)
            ))
        })
    })
}

/// An unquoted variable among the arguments of an `echo`, whose value has other blanks than were printed.
fn blanks_lost(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.wanted?.output.as_ref()?;
    find_simple(evidence, |index, text, simple| {
        if !simple.is(&["echo"]) {
            return None;
        }
        simple.arguments().iter().find_map(|word| {
            words::parameter(word).filter(|_| words::has_unquoted_expansion(word))?;
            let (fields, steps) = evidence.expansions(text, word).last()?;
            let is_pattern = |step: &ExpansionStep| matches!(step, ExpansionStep::PathnameExpansion { .. });
            let value = steps.iter().find_map(|step| match step {
                ExpansionStep::Parameter { values, is_set: true, .. } => match values.as_slice() {
                    [value] => Some(value),
                    _ => None,
                },
                _ => None,
            })?;
            let printed = fields.join(&b' ');
            let lost = printed != *value && !value.is_empty() && !steps.iter().any(is_pattern);
            lost.then(|| {
                let variable = spoken(text, word);
                Spot::of(index, word.span)
                    .instead(text.with(word.span, &quoted(&variable)))
                    .saying(format!(
                        "Unquoted `{variable}` was split at its blanks, and `echo` puts one blank between its arguments: not all blanks of the value were printed. `{}` keeps them.",
                        quoted(&variable)
                    ))
            })
        })
    })
}
