//! Ideas about comparing in a test: numbers, texts, and signs that are redirections there.

use super::and_or::redirect_failed;
use super::answers::is_closing;
use super::contents::near_variable;
use super::evidence::{Evidence, Text, is_number, operands};
use super::exits::is_variable;
use super::find::find_simple;
use super::quoting::number_alone;
use super::signs;
use super::status::shorten;
use super::tested_commands::{as_written, reading_input};
use super::testing::{find_test, find_test_run, level, quoted};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::*;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "gt-redirects",
        "`>` and `<` compare numbers inside `[ ]`.",
        "`>` is a redirection here too: `[ 5 > 10 ]` runs `[ 5 ]` (true) and creates a file called `10`. Use `-gt`, `-lt`, `-ge`, `-le`.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(super::compared_output::gt_redirects),
    Idea::later(
        "ge-le-symbols",
        "`>=` and `<=` exist in `[ ]`.",
        "`[` has no such operators: \"at least\" is `-ge`, \"at most\" is `-le`. And without quotes the shell takes the `>` or `<` for a redirection.",
    )
    .at(Level::Static)
    .ranked(3)
    .by(ge_le),
    Idea::core(
        "equals-for-numbers",
        "`=` compares numbers.",
        "`=` compares text, character by character, so `1` and `01` differ. For numbers use `-eq -ne -lt -le -gt -ge`.",
    )
    .by(equals_for_numbers),
    Idea::core(
        "eq-for-strings",
        "`-eq` works for any \"equals\".",
        "`-eq` needs whole numbers on both sides; with anything else the test fails with status 2. For text use `=`.",
    )
    .at(Level::Static)
    .by(eq_for_strings),
];

fn equals_for_numbers(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test_run(evidence, |_, ran, test| {
        let all = operands(&ran.run);
        let [left, operator, right] = all.as_slice() else {
            return None;
        };
        let (left_number, right_number) = (
            left.trim().parse::<i64>().ok()?,
            right.trim().parse::<i64>().ok()?,
        );
        let (text, numbers, better) = match operator.as_str() {
            "=" | "==" => (left == right, left_number == right_number, "-eq"),
            "!=" => (left != right, left_number != right_number, "-ne"),
            "<" => (left < right, left_number < right_number, "-lt"),
            ">" => (left > right, left_number > right_number, "-gt"),
            _ => return None,
        };
        (text != numbers).then(|| {
            Spot::line(test.span).saying(format!(
                "`{operator}` compares text, character by character, and not what the numbers `{left}` and `{right}` are worth. For numbers use `{better}`."
            ))
        })
    })
}

fn eq_for_strings(evidence: &Evidence<'_>) -> Option<Spot> {
    let ran = find_test_run(evidence, |text, ran, test| {
        let all = operands(&ran.run);
        let [left, operator, right] = all.as_slice() else {
            return None;
        };
        if !signs::compares_numbers(operator) || ran.run.status()?.0 < 2 {
            return None;
        }
        let bad = [left, right]
            .into_iter()
            .find(|operand| !is_number(operand))?;
        let what = named(bad);
        let remedy = remedy(evidence, text, test, bad);
        if is_variable(evidence, text, bad)
            && test.operands.iter().any(|word| words::is_text(word, bad))
        {
            return Some(Spot::line(test.span).at(Level::Certain).saying(format!(
                "`{bad}` is a word here, the name of a variable; its value is `\"${bad}\"`. `{operator}` needs whole numbers on both sides."
            )));
        }
        let near = near_value(evidence, text, test).filter(|_| bad.trim().is_empty());
        let near = near.map_or(String::new(), |near| format!(" Is `\"${near}\"` meant?"));
        Some(Spot::line(test.span).at(Level::Certain).saying(format!(
            "`{operator}` needs whole numbers on both sides; {what} is not one, so the test fails with status 2.{remedy}{near}"
        )))
    });
    ran.or_else(|| {
        find_test(evidence, |index, text, test| {
            let [left, operator, right] = test.operands else {
                return None;
            };
            let operator = signs::of_numbers(operator)?;
            let bad = [left, right]
                .into_iter()
                .filter_map(words::literal)
                .find(|text| !is_number(text) && !evidence.has_run())?;
            let what = named(&bad);
            Some(Spot::of(index, test.span).saying(format!(
                "`{operator}` needs whole numbers on both sides; {what} is not one, so the test fails with status 2.{}",
                remedy(evidence, text, test, &bad)
            )))
        })
    })
}

/// The variable whose name is nearly that of an operand without a value.
fn near_value(evidence: &Evidence<'_>, text: &Text<'_>, test: &Test<'_>) -> Option<String> {
    let mut operands = test.operands.iter();
    operands.find_map(|word| match words::parameter(word)? {
        Parameter::Variable(name) => near_variable(evidence, text, &String::from_utf8_lossy(name)),
        _ => None,
    })
}

/// How an operand is spoken of.
fn named(operand: &str) -> String {
    match operand.trim() {
        "" => "an empty text".to_owned(),
        text => format!("`{}`", shorten(text)),
    }
}

/// What is said to do about `bad`, the operand of a comparison of numbers that is none.
fn remedy(evidence: &Evidence<'_>, text: &Text<'_>, test: &Test<'_>, bad: &str) -> String {
    // Several lines are no text to compare with either.
    if bad.trim().contains('\n') {
        return String::new();
    }
    let is_fraction = bad.contains('.') && bad.trim().parse::<f64>().is_ok();
    if is_fraction {
        return " There is no other number in a test or in `$(( ))`.".to_owned();
    }
    if let Some(number) = test
        .operands
        .iter()
        .find_map(|word| number_alone(text, word))
    {
        return format!(
            " `wc` prints the name of the file as well. What it reads as its input has none: `{number}`."
        );
    }
    if bad.starts_with(|first: char| first.is_ascii_digit()) {
        return no_number(bad).to_owned();
    }
    if !bad.trim().is_empty() {
        let other = meant_number(evidence, text, test, bad);
        return other.unwrap_or_else(|| " For text use `=`.".to_owned());
    }
    // What has no value may be meant to have one; what is compared with `""` is to be empty, or not.
    let (bang, [left, sign, right]) = test.turned() else {
        return String::new();
    };
    let asks = match words::literal(sign).as_deref() {
        Some("-eq") => "-z",
        Some("-ne") => "-n",
        _ => return String::new(),
    };
    let is_nothing = |word: &Word<'_>| words::is_text(word, "");
    let asked = match (is_nothing(left), is_nothing(right)) {
        (false, true) => left,
        (true, false) => right,
        _ => return String::new(),
    };
    let meant = test.asking(&format!("{bang}{asks} {}", quoted(&text.at(asked.span))));
    format!(" Whether a text is empty is asked by `{meant}`.")
}

/// What is said of an operand that stands where a number was meant: a file, a command, a value in braces of its own, an argument.
fn meant_number(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    test: &Test<'_>,
    bad: &str,
) -> Option<String> {
    let mut operands = test.operands.iter();
    let literal = operands.any(|word| words::is_text(word, bad));
    let runs = bad
        .split_once(' ')
        .is_some_and(|(name, _)| words::is_known_command(name));
    if literal && runs && !bad.contains(['"', '`', '$']) {
        let line: Vec<String> = bad.split(' ').map(str::to_owned).collect();
        return Some(format!(
            " Nothing runs between quotes alone; what a command prints is `\"$({})\"`.",
            reading_input(&line)
        ));
    }
    if literal && evidence.file(bad.as_bytes()).is_some() {
        return Some(format!(
            " Whether anything is in the file `{bad}` is asked by `{}`.",
            test.asking(&format!("-s {bad}"))
        ));
    }
    let written: Vec<String> = as_written(text, test);
    let braces = written.iter().find_map(|word| {
        let name = word
            .trim_matches('"')
            .strip_prefix("{$")?
            .strip_suffix('}')?;
        words::is_name(name).then_some(name)
    });
    if let Some(name) = braces {
        return Some(format!(
            " Braces round a name stand behind the `$`: `\"${{{name}}}\"`."
        ));
    }
    let mut arguments = written.iter().map(|word| word.trim_matches('"'));
    (!literal && arguments.any(|word| word == "$1"))
        .then(|| " `$1` is the first argument itself; how many there are is `$#`.".to_owned())
}

/// What is said of a word that begins like a number and goes on otherwise.
fn no_number(bad: &str) -> &'static str {
    let mut ends = bad.split(['-', '.']).filter(|part| !part.is_empty());
    let (first, second) = (ends.next(), ends.next());
    let range = bad.contains('-') || bad.contains("..");
    match (first, second, ends.next()) {
        (Some(from), Some(to), None)
            if range && words::is_integer(from) && words::is_integer(to) =>
        {
            " Each end of a range is asked about by a test of its own."
        }
        _ => " A whole number is written in digits alone, without a point, a comma or a unit.",
    }
}

/// The redirection of a test that was meant as a comparison: it stands before the `]`.
fn inside<'a>(command: &SimpleCommand<'a>) -> Option<&'a IoRedirect<'a>> {
    let last = command.words.last()?;
    let arrows = [RedirectOperator::Output, RedirectOperator::Input];
    command.redirects.iter().find(|redirect| {
        // Behind its `]` nothing is inside.
        let mut before = command.words.iter();
        let ended = before.any(|word| is_closing(word) && word.span.end <= redirect.span.start);
        let bracketed = words::is_text(&command.words[0], "[")
            && redirect.span.end <= last.span.start
            && !ended;
        let number = words::literal(&redirect.target).is_some_and(|target| is_number(&target));
        redirect.fd.is_none() && arrows.contains(&redirect.operator) && (bracketed || number)
    })
}

pub(super) fn in_test(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let test = Test::of(&simple)?;
        let redirect = inside(simple.command)?;
        let target = text.at(redirect.target.span);
        let number = words::literal(&redirect.target).is_some_and(|target| is_number(&target));
        // Without the redirection a whole question is left: its output was to go to the file.
        if !number && words::literal(&redirect.target).is_some() {
            return text_for_arrow(evidence, (index, text), &test, redirect);
        }
        let file = match words::literal(&redirect.target) {
            Some(name) => format!("a file called `{name}`"),
            None => format!("the file that `{target}` names"),
        };
        // `=>` is an argument and a redirection.
        let mut words = simple.command.words.iter();
        let equals =
            words.find(|word| word.span.end == redirect.span.start && words::is_text(word, "="));
        let (operator, does) = match (redirect.operator, equals) {
            (RedirectOperator::Output, None) => ("-gt", format!("writes to {file}")),
            (RedirectOperator::Output, _) => ("-ge", format!("writes to {file}")),
            (_, None) => ("-lt", format!("reads from {file}")),
            _ => ("-le", format!("reads from {file}")),
        };
        let span = equals.map_or(redirect.span, |word| word.span.to(redirect.span));
        let sign = redirect.operator.as_str();
        let does = outcome(evidence, (text, &test), redirect, &does);
        Some(
            Spot::of(index, span)
                .at(level(evidence, text, test.span))
                .instead(text.with(span, &format!("{operator} {target}")))
                .saying(format!(
                    "`{sign}` is a redirection here too: {does}. For numbers use `{operator}`."
                )),
        )
    })
}

/// What comes of a test with a redirection that `does` this: nothing, where the file could not be opened.
fn outcome(
    evidence: &Evidence<'_>,
    (text, test): (&Text<'_>, &Test<'_>),
    redirect: &IoRedirect<'_>,
    does: &str,
) -> String {
    if !redirect_failed(evidence, text, redirect.span) {
        return format!("this runs `{}` and {does}", ran_without(text, test));
    }
    let (target, name) = (text.at(redirect.target.span), test.name());
    let path = words::literal(&redirect.target);
    let reads = redirect.operator == RedirectOperator::Input;
    match reads && path.is_some_and(|path| evidence.file(path.as_bytes()).is_none()) {
        true => format!("there is no file `{target}` to read from, so `{name}` did not run"),
        false => format!("the file `{target}` could not be opened, so `{name}` did not run"),
    }
}

/// The test as it is without its redirection.
fn ran_without(text: &Text<'_>, test: &Test<'_>) -> String {
    let end = if test.closed && test.bracket {
        " ]"
    } else {
        ""
    };
    let operands = as_written(text, test).join(" ");
    format!("{} {operands}{end}", test.name())
}

/// `[ "$state" > up ]`: one value, and an arrow that was to compare it with a text.
fn text_for_arrow(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    test: &Test<'_>,
    redirect: &IoRedirect<'_>,
) -> Option<Spot> {
    let (_, [_]) = test.turned() else { return None };
    let target = text.at(redirect.target.span);
    let does = match redirect.operator {
        RedirectOperator::Input => format!("reads from a file called `{target}`"),
        _ => format!("writes to a file called `{target}`"),
    };
    let does = outcome(evidence, (text, test), redirect, &does);
    (!target.starts_with(['=', '/'])).then(|| {
        Spot::of(index, redirect.span)
            .at(level(evidence, text, test.span))
            .saying(format!(
                "`{}` is a redirection here too: {does}. Two texts are compared by `=` and `!=`.",
                redirect.operator.as_str()
            ))
    })
}

fn ge_le(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let test = Test::of(&simple)?;
        let spot = |span| Some(Spot::of(index, span).at(level(evidence, text, test.span)));
        let equals = simple.command.redirects.iter().find(|redirect| {
            text.at(redirect.target.span).starts_with('=') && redirect.fd.is_none()
        });
        if let Some(redirect) = equals {
            let (sign, target) = (redirect.operator.as_str(), text.at(redirect.target.span));
            let (way, better) = match redirect.operator {
                RedirectOperator::Input => ("from", "\"At most\" is `-le`, \"at least\" is `-ge`."),
                _ => ("to", "\"At least\" is `-ge`, \"at most\" is `-le`."),
            };
            return spot(redirect.span).map(|spot| {
                spot.saying(format!(
                    "The shell reads `{sign} {target}`, a redirection {way} a file called `{target}`, and `{}` never sees it. {better}",
                    test.name()
                ))
            });
        }
        let (_, [_, operator, _]) = test.turned() else {
            return None;
        };
        let sign = words::literal(operator)?;
        let (means, better) = match sign.as_str() {
            ">=" | "=>" | "≥" => ("at least", "-ge"),
            "<=" | "=<" | "≤" => ("at most", "-le"),
            _ => return None,
        };
        let spot = spot(operator.span)?.instead(text.with(operator.span, better));
        Some(spot.saying(format!(
            "`{}` has no operator `{sign}`. Of numbers, \"{means}\" is `{better}`.",
            test.name()
        )))
    })
}
