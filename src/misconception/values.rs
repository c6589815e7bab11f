//! Ideas about a variable's name and its value: a name where the value was meant, a sum that stays a text.

use super::contents::unset;
use super::evidence::{Evidence, Text};
use super::exits::is_variable;
use super::find::find_simple;
use super::missing::is_to_be_printed;
use super::signs;
use super::testing::{find_test, level};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{Assignment, CompoundKind, Parameter, Word, WordPart, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "name-for-value",
        "`[ name = text ]` compares the value of name.",
        "A word without `$` is a text and nothing else. The value of a variable is `\"$name\"`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(name_for_value),
    Idea::later(
        "dollar-for-text",
        "A word that is compared or printed takes a `$`.",
        "`$name` is the value of a variable. A text stands as it is, without `$`.",
    )
    .at(Level::Ask)
    .by(dollar_for_text),
    Idea::later(
        "sum-as-text",
        "`n=n+1` adds one to n.",
        "An assignment stores text as it stands. A sum is written `n=$((n + 1))`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(sum_as_text),
];

/// Words that stand for themselves wherever they are compared.
pub(super) const ANSWERS: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "ok", "none"];

/// `echo "status: rc"` where `status: 3` is wanted, and rc is 3.
fn name_in_message(evidence: &Evidence<'_>) -> Option<Spot> {
    let wanted = evidence.wanted?.output.as_ref()?;
    let wanted = String::from_utf8_lossy(wanted).into_owned();
    let is_wanted = |text: &str| wanted.lines().any(|line| line == text);
    find_simple(evidence, |index, text, simple| {
        let printed = simple.literals();
        let printed: Option<Vec<String>> = printed.into_iter().collect();
        let printed = printed.filter(|_| simple.is(&["echo"]))?.join(" ");
        if is_wanted(&printed) {
            return None;
        }
        let name = printed
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .find(|name| {
                let value = value_of(evidence, name);
                let plain = printed.replace(&format!("{{{name}}}"), name);
                value.is_some_and(|value| is_wanted(&replaced(&plain, name, &value)))
            })?;
        let span = simple.command.span;
        let braced = format!("{{{name}}}");
        if printed.contains(&braced) {
            return Some(Spot::of(index, span).at(level(evidence, text, span)).saying(format!(
                "Without `$`, `{braced}` is a text like any other; the value of the variable is `${name}`, or `${braced}`."
            )));
        }
        Some(Spot::of(index, span).at(level(evidence, text, span)).saying(format!(
            "Without `$`, `{name}` is the text {name} itself; the value of the variable is `${name}`."
        )))
    })
}

/// `text` with `value` where `name` stands as a word.
pub(super) fn replaced(text: &str, name: &str, value: &str) -> String {
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let words = words.map(|word| match word.strip_prefix(name) {
        Some(end)
            if end.chars().count() <= 1
                && !end.starts_with(|c: char| c.is_alphanumeric() || c == '_') =>
        {
            format!("{value}{end}")
        }
        _ => word.to_owned(),
    });
    words.collect()
}

/// What the variable is behind the line.
pub(super) fn value_of(evidence: &Evidence<'_>, name: &str) -> Option<String> {
    let state = evidence.seen.state.as_ref()?;
    let variable = state
        .variables
        .iter()
        .find(|known| known.name == name.as_bytes())?;
    let value = String::from_utf8_lossy(variable.value.as_deref()?).into_owned();
    (!value.is_empty()).then_some(value)
}

fn name_for_value(evidence: &Evidence<'_>) -> Option<Spot> {
    name_in_message(evidence)
        .or_else(|| name_in_test(evidence))
        .or_else(|| name_for_path(evidence))
}

/// `read f < list; rm f`: the name of a variable where a file's is wanted, and none of that name.
fn name_for_path(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let works_on_files = simple.is(&[
            "rm", "cat", "cp", "mv", "ls", "wc", "sort", "head", "tail", "rmdir", "cd", "chmod",
        ]);
        let status = evidence.status_of(text, simple.command.span)?;
        if !works_on_files || status.is_success() {
            return None;
        }
        let operands = match simple.arguments() {
            // The last one is to be made.
            [first @ .., _] if simple.is(&["cp", "mv"]) => first,
            all => all,
        };
        let is_it = |word: &&Word<'_>| {
            words::bare(word).is_some_and(|name| {
                let given = is_variable(evidence, text, &name) || is_read(text, &name);
                words::is_name(&name) && given && evidence.file(name.as_bytes()).is_none()
            })
        };
        let word = operands.iter().find(is_it)?;
        let name = text.at(word.span);
        let mut files = evidence.seen.files_before.iter();
        let by_case = files.find_map(|file| {
            let path = file.path.to_str()?;
            path.eq_ignore_ascii_case(&name).then(|| path.to_owned())
        });
        if let Some(path) = by_case {
            return Some(Spot::of(index, word.span).instead(text.with(word.span, &path)).asking(format!(
                "Is the file `{path}` meant? There is none called `{name}`: small letters and capitals are different."
            )));
        }
        let value = format!("\"${name}\"");
        Some(Spot::of(index, word.span).instead(text.with(word.span, &value)).asking(format!(
            "Is the value of the variable `{name}` meant? Without `$`, `{name}` is the text {name} itself, and there is no file of that name; the value is `{value}`."
        )))
    })
}

/// Whether a `read` or a `for` of the text gives the variable its values.
fn is_read(text: &Text<'_>, name: &str) -> bool {
    let mut reads = text.tree.simples().filter(|simple| simple.is(&["read"]));
    let mut compounds = text.tree.compounds();
    let read = reads.any(|simple| {
        simple
            .arguments()
            .iter()
            .any(|word| words::is_text(word, name))
    });
    read || compounds.any(|(_, compound)| {
        matches!(compound.kind, CompoundKind::For(clause) if clause.name == name.as_bytes())
    })
}

fn name_in_test(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let known = |word: &&Word<'_>| {
            named(word).is_some_and(|name| {
                words::is_name(&name)
                    && !ANSWERS.contains(&name.as_str())
                    && is_variable(evidence, text, &name)
            })
        };
        let asks_of_text = |operator: &Word<'_>, operators: &[&str]| {
            words::bare(operator).is_some_and(|sign| operators.contains(&sign.as_str()))
        };
        let word = match test.operands {
            [only] => Some(only).filter(known),
            [operator, word] if asks_of_text(operator, &["-n", "-z"]) => Some(word).filter(known),
            [left, operator, right] if signs::of_texts(operator).is_some() => {
                let (left_text, right_text) = (words::literal(left)?, words::literal(right)?);
                if left_text == right_text {
                    return None;
                }
                [left, right].into_iter().find(known)
            }
            _ => None,
        };
        let spot = |word: &Word<'_>| {
            let value = format!("\"${}\"", named(word).unwrap_or_default());
            Spot::of(index, word.span).instead(text.with(word.span, &value))
        };
        match word {
            Some(word) => {
                let name = named(word)?;
                Some(spot(word).at(level(evidence, text, test.span)).saying(format!(
                    "Without `$`, `{name}` is the text {name} itself; the value of the variable is `\"${name}\"`."
                )))
            }
            None => two_constants(text, test).map(|(word, other)| {
                let name = named(word).unwrap_or_default();
                if let Some(said) = about_a_file(evidence, test, &name, &other) {
                    return Spot::of(index, word.span).asking(said);
                }
                spot(word).asking(format!(
                    "Is the value of a variable `{name}` meant? As they stand, the texts {name} and {other} are compared, and they are never equal. A value is `\"${name}\"`."
                ))
            }),
        }
    })
}

/// `[ "$state" = "$up" ]` and `echo $running`: a `$` before what is to be compared with, or printed.
fn dollar_for_text(evidence: &Evidence<'_>) -> Option<Spot> {
    unset(evidence).find_map(|(index, span, name)| {
        let text = &evidence.texts[index];
        let taken_back = text.tree.simples().any(|simple| simple.is(&["unset"]));
        if taken_back || is_variable(evidence, text, &name) {
            return None;
        }
        let simples = text.tree.simples();
        let simple = simples.filter(|simple| simple.command.span.contains(span)).last()?;
        let is_it = |word: &&Word<'_>| word.span.contains(span) && words::parameter(word).is_some();
        let word = simple.command.words.iter().find(is_it)?;
        let (place, meant, asked) = if let Some(test) = Test::of(&simple) {
            let (_, [left, sign, right]) = test.turned() else {
                return None;
            };
            let of_texts = signs::of_texts(sign).is_some();
            let has_value = matches!(words::parameter(left), Some(Parameter::Variable(name)) if is_variable(evidence, text, &String::from_utf8_lossy(name)));
            (of_texts && has_value && right.span == word.span).then_some(())?;
            (word.span, name.clone(), "meant")
        } else {
            is_to_be_printed(evidence, &name).then_some(())?;
            let (place, meant) = match simple.command.words {
                [only] => (only.span, format!("echo {name}")),
                _ if simple.is(&["echo"]) => (word.span, name.clone()),
                _ => return None,
            };
            (place, meant, "to be printed")
        };
        Some(Spot::of(index, span).instead(text.with(place, &meant)).asking(format!(
            "Is the text `{name}` {asked}? Nothing has given a variable `{name}` a value here, so `{}` stands for nothing. A text stands without `$`: `{meant}`.",
            text.at(span)
        )))
    })
}

/// The text of a word that could be a name: without quotes, or as a whole between double ones, which would keep a `$`.
fn named(word: &Word<'_>) -> Option<String> {
    let single = |part: &WordPart<'_>| {
        matches!(
            part.kind,
            WordPartKind::Literal(_) | WordPartKind::DoubleQuoted(_)
        )
    };
    words::literal(word).filter(|_| matches!(word.parts, [part] if single(part)))
}

/// The left side, and the text of the right one, of a comparison of two words that can never be equal and that something
/// depends on.
fn two_constants<'a>(text: &Text<'_>, test: &Test<'a>) -> Option<(&'a Word<'a>, String)> {
    const SHORTEST: usize = 3;
    let [left, operator, right] = test.operands else {
        return None;
    };
    let (name, other) = (named(left)?, words::literal(right)?);
    let mut simples = text.tree.simples();
    let simple = simples.find(|simple| simple.command.span == test.span)?;
    let decides = text.tree.is_checked(simple.index);
    let long = name.len() >= SHORTEST && other.len() >= SHORTEST;
    let is_name = words::is_name(&name) && !ANSWERS.contains(&name.as_str());
    let compared = words::is_text(operator, "=") && name != other;
    let runs = words::is_known_command(&name);
    (decides && long && is_name && compared && !runs).then_some((left, other))
}

/// What is asked where one of two texts that are compared is the name of a file.
fn about_a_file(
    evidence: &Evidence<'_>,
    test: &Test<'_>,
    name: &str,
    other: &str,
) -> Option<String> {
    let there = |name: &&str| evidence.file(name.as_bytes()).is_some();
    let path = [name, other].into_iter().find(there)?;
    let ask = |sign: &str| test.asking(&format!("{sign} {path}"));
    Some(format!(
        "Is the file `{path}` meant? As they stand, the texts {name} and {other} are compared, and they are never equal. Of a file `{}` asks whether it is there, `{}` whether it is a directory; what is in it is searched by `grep`.",
        ask("-e"),
        ask("-d")
    ))
}

fn sum_as_text(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let assignment = command.assignments.last()?;
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        // `n=n + 1` as well.
        let end = match command.words {
            [] => assignment.span.end,
            [sign, number] if is_sign(&text.at(sign.span)) => number.span.end,
            _ => return None,
        };
        let written = text.at(Span::new(assignment.value.span.start, end));
        let sum = Sum::of(&name, written.trim_matches('"'))?;
        let meant = (sum.by_name && sum.sign == '+') || is_counted(evidence, text, assignment);
        let whole = Span::new(assignment.span.start, end);
        let line = format!("{name}=$(({name} {} {}))", sum.sign, sum.other);
        let stores = match (command.words, sum.by_name) {
            ([], true) => format!("stores the text `{written}`"),
            ([], false) => "puts the text behind the value and calculates nothing".to_owned(),
            _ => format!(
                "is no sum: it runs a command `{}`",
                text.at(command.words[0].span)
            ),
        };
        meant.then(|| {
            Spot::of(index, whole)
                .at(level(evidence, text, command.span))
                .instead(text.with(whole, &line))
                .saying(format!(
                    "`{}` {stores}. A sum is written `{line}`.",
                    text.at(whole)
                ))
        })
    })
}

fn is_sign(text: &str) -> bool {
    matches!(text, "+" | "-" | "*" | "/" | "%")
}

/// What looks like a sum of a variable and something else.
struct Sum {
    sign: char,
    other: String,
    /// Whether the variable stands there by its name, without `$`.
    by_name: bool,
}

impl Sum {
    /// Of `name` and a number or another variable.
    fn of(name: &str, written: &str) -> Option<Sum> {
        let (by_name, rest) = [
            (false, format!("${{{name}}}")),
            (false, format!("${name}")),
            (true, name.to_owned()),
        ]
        .into_iter()
        .find_map(|(by_name, own)| Some((by_name, written.strip_prefix(own.as_str())?)))?;
        let rest = rest.trim_start();
        let sign = rest
            .chars()
            .next()
            .filter(|sign| is_sign(&sign.to_string()))?;
        let other = rest[1..].trim();
        let counts = words::is_integer(other) && !other.starts_with(['+', '-']);
        let named = other.strip_prefix('$').is_some_and(words::is_name);
        (counts || named).then(|| Sum {
            sign,
            other: other.trim_start_matches('$').to_owned(),
            by_name,
        })
    }
}

/// Whether the variable is used as a number: it was given one, or is compared as one.
fn is_counted(evidence: &Evidence<'_>, text: &Text<'_>, assignment: &Assignment<'_>) -> bool {
    let name = assignment.name;
    let given = text.tree.simples().any(|simple| {
        let mut assignments = simple.command.assignments.iter();
        assignments.any(|other| {
            other.name == name
                && words::literal(&other.value).is_some_and(|value| words::is_integer(&value))
        })
    });
    let states = evidence.earlier.last().and_then(|line| line.state.as_ref());
    let held = states.is_some_and(|state| {
        state.variables.iter().any(|known| {
            let value = known.value.as_deref().unwrap_or_default();
            known.name == name && words::is_integer(&String::from_utf8_lossy(value))
        })
    });
    let compared = text.tree.simples().any(|simple| {
        let Some(test) = Test::of(&simple) else {
            return false;
        };
        let [left, operator, right] = test.operands else {
            return false;
        };
        let numeric = signs::of_numbers(operator).is_some();
        let is_it = |word: &Word<'_>| words::parameter(word) == Some(Parameter::Variable(name));
        numeric && (is_it(left) || is_it(right))
    });
    // A value that was a number, and now has the other behind it.
    let value = value_of(evidence, &String::from_utf8_lossy(name)).unwrap_or_default();
    let mut parts = value.split(['+', '*', '/', '-']);
    let was_number = parts.clone().count() == 2 && parts.all(words::is_integer);
    given || held || compared || was_number
}
