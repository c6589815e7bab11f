//! Ideas about `if`, and about what a condition is.

use super::assignments::asks_about;
use super::broken::Broken;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::testing::level;
use super::tree::{self, Role, Simple};
use super::words::{self, NUMERIC, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{CompoundKind, WordPartKind};
use crate::syntax::parse::Construct;
use crate::trace::{How, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "if-needs-bracket",
        "`if` must be followed by `[ ]`, so commands go inside.",
        "`[` compares words; it never runs them. `if` takes any command: `if grep -q x f; then`.",
    )
    .ranked(2)
    .by(needs_bracket),
    Idea::core(
        "while-bracket-command",
        "`while [ ! nc -z db 5432 ]` waits for the port.",
        "`[` did not run the command; it failed with status 2, and a failing condition ends a `while` at once, so nothing waited. Use `while ! nc -z db 5432`.",
    )
    .ranked(3)
    .by(while_bracket),
    Idea::core(
        "if-dollar-paren",
        "`if $(cmd)` tests cmd.",
        "`$(...)` is replaced by the output, which is then run as a command. Drop the `$( )`.",
    )
    .ranked(2)
    .by(dollar_paren),
    Idea::later(
        "if-parens",
        "Conditions go in ( ) as in C or Java.",
        "`( )` runs commands in a subshell. A comparison is a command of its own: `[ 1 = 1 ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(parens),
    Idea::core(
        "if-checks-output",
        "`if` looks at what the command prints.",
        "`if` ignores output completely; only the exit status decides.",
    )
    .at(Level::Static)
    .by(checks_output),
    Idea::later(
        "first-command-decides",
        "With several commands before `then`, any or all of them decide.",
        "All the commands run, but only the last one's status decides. Use `&&` or `||` to combine.",
    )
    .by(first_decides),
    Idea::core(
        "all-elifs-run",
        "Every `elif` whose condition is true runs.",
        "The chain stops at the first condition that succeeds; later conditions are not even run.",
    ),
    Idea::core(
        "if-status-is-condition",
        "After `if false; ...; fi`, `$?` is 1.",
        "The status of an `if` is that of the last command in the branch that ran, or 0 if no branch ran. The condition's own status is not kept.",
    )
    .ranked(2)
    .by(if_status),
    Idea::later(
        "comparing-bare-words",
        "`if true == false` compares.",
        "That runs the first word as a command and gives it the others as arguments, which it ignores. A comparison needs `[ \"$a\" = \"$b\" ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(bare_words),
    Idea::later(
        "loop-status",
        "After `while cond; do ...; done`, `$?` is the failing condition's status.",
        "A loop's status is that of the last body command, or 0 if the body never ran; never the condition's.",
    )
    .ranked(2)
    .by(loop_status),
];

/// The command that a test was given to run, if its first operand names one and no operator follows it.
pub(super) fn command_in(test: &Test<'_>) -> Option<String> {
    let operands = match test.operands {
        [bang, rest @ ..] if words::is_text(bang, "!") => rest,
        operands => operands,
    };
    // A bracket in a bracket was to group.
    let name = words::literal(operands.first()?).filter(|name| name != "[")?;
    let second = words::literal(operands.get(1)?);
    let operator = second.as_deref().is_some_and(|second| {
        matches!(
            second,
            "=" | "!=" | "==" | "<" | ">" | "-a" | "-o" | "-nt" | "-ot" | "-ef"
        ) || NUMERIC.contains(&second)
    });
    (words::is_known_command(&name) && !operator).then_some(name)
}

/// The operands of a test as they are written.
pub(super) fn as_written(text: &Text<'_>, test: &Test<'_>) -> Vec<String> {
    let operands = test.operands.iter();
    operands.map(|word| text.at(word.span)).collect()
}

fn needs_bracket(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let test = Test::of(&simple)?;
        let name = command_in(&test)?;
        let asks = simple.name()?;
        let ran = evidence.runs_at(text, simple.command.span).last();
        let level = match ran {
            Some(ran) if ran.run.status()?.0 == 2 => Level::Certain,
            Some(_) => return None,
            None => Level::Static,
        };
        let inner = as_written(text, &test);
        if name == "test" {
            return Some(test_in_test(index, text, &test).at(level));
        }
        let operator = test.operands.iter().position(|word| {
            words::literal(word).is_some_and(|word| {
                NUMERIC.contains(&word.as_str()) || matches!(word.as_str(), "=" | "!=" | "==")
            })
        });
        if let Some(operator) = operator.filter(|_| test.bracket) {
            let (command, rest) = (inner[..operator].join(" "), inner[operator..].join(" "));
            let meant = format!("[ \"$({command})\" {rest} ]");
            return Some(
                Spot::of(index, simple.command.span)
                    .at(level)
                    .instead(text.with(simple.command.span, &meant))
                    .saying(format!(
                        "`{asks}` compares words; it never runs them, so `{name}` did not run. What a command prints is compared by `{meant}`."
                    )),
            );
        }
        let inner = inner.join(" ");
        Some(
            Spot::of(index, simple.command.span)
                .at(level)
                .instead(text.with(simple.command.span, &inner))
                .saying(format!(
                    "`{asks}` compares words; it never runs them, so `{name}` did not run. A condition may be any command: `{}`.",
                    shorten(&inner)
                )),
        )
    })
}

/// `[ test "$state" = up ]`: what is left without the second name of the command.
fn test_in_test(index: usize, text: &Text<'_>, test: &Test<'_>) -> Spot {
    let operands = test.operands.iter();
    let operands = operands.filter(|word| words::bare(word).is_none_or(|word| word != "test"));
    let asked: Vec<String> = operands.map(|word| text.at(word.span)).collect();
    let asked = asked.join(" ");
    let (asks, meant) = match test.bracket {
        true => ("[", format!("[ {asked} ]")),
        false => ("test", format!("test {asked}")),
    };
    Spot::of(index, test.span)
        .instead(text.with(test.span, &meant))
        .saying(format!(
            "`[` and `test` are the same command under two names, and to `{asks}` the word `test` behind it is a text like any other. One name is enough: `{}`.",
            shorten(&meant)
        ))
}

fn while_bracket(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let test = Test::of(&simple)?;
        let name = command_in(&test)?;
        let Role::LoopCondition { until } = text.tree.list_of(simple.index).role else {
            return None;
        };
        let negated = text.tree.pipeline_of(simple.index).pipeline.bang.is_some();
        let (word, end) = match (until, negated) {
            (false, false) => (
                "while",
                "a failing condition ends a `while` at once, so nothing waited",
            ),
            (false, true) => (
                "while !",
                "`!` makes a success of that, and a `while` goes on for as long as its condition succeeds: this never ends",
            ),
            (true, false) => (
                "until",
                "an `until` goes on for as long as its condition fails, so this never ends",
            ),
            (true, true) => (
                "until !",
                "`!` makes a success of that, which ends an `until` at once, so nothing waited",
            ),
        };
        let ran = evidence.runs_at(text, simple.command.span).last();
        let level = match ran.map(|ran| ran.run.status()) {
            Some(Some(status)) if status.0 < 2 => return None,
            Some(_) => Level::Certain,
            None => Level::Static,
        };
        let inner = as_written(text, &test);
        // Of two that cancel each other nobody can say what is meant.
        if negated && inner.first().is_some_and(|word| word == "!") {
            return None;
        }
        Some(Spot::of(index, simple.command.span).at(level).saying(format!(
            "`[` does not run `{name}`; it fails with status 2, and {end}. Use `{word} {}`.",
            shorten(&inner.join(" "))
        )))
    })
}

fn dollar_paren(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let [only] = simple.command.words else {
            return None;
        };
        let inner = words::substitution(only)?;
        if !text.tree.list_of(simple.index).role.is_condition() {
            return None;
        }
        let source = text.at(inner.script.list.span()?);
        let spot = Spot::of(index, only.span).instead(text.with(only.span, &source));
        match evidence.runs_at(text, simple.command.span).last() {
            Some(ran) if ran.run.how == Some(How::NotFound) => Some(spot.saying(format!(
                "`$(...)` was replaced by the output, and that was run as a command: `{}`, which was not found. Drop the `$( )`: `{}`.",
                shorten(&String::from_utf8_lossy(ran.run.name())),
                shorten(&source)
            ))),
            Some(_) => None,
            None if evidence.has_run() => None,
            None => Some(spot.asking(format!(
                "Is the output of `{}` meant to be run as a command? That is what `$( )` does here; without it, the command itself is the condition.",
                shorten(&source)
            ))),
        }
    })
}

/// `if (x == 1) {`, where no `then` comes.
fn braces_after_parens(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    let found = broken.found().filter(|token| token.text == "{")?;
    broken.previous().filter(|token| token.text == ")")?;
    let of_if = broken.is_open(Construct::If) || broken.is_open(Construct::While);
    of_if.then(|| {
        broken.spot(found.span).at(Level::SyntaxError).saying(
            "`( )` and `{ }` are not what an `if` or a `while` is made of: `if [ \"$x\" -eq 1 ]; then ...; fi`, `while [ ... ]; do ...; done`.".to_owned(),
        )
    })
}

fn parens(evidence: &Evidence<'_>) -> Option<Spot> {
    if let Some(spot) = braces_after_parens(evidence) {
        return Some(spot);
    }
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.compounds().find_map(|(at, compound)| {
            let CompoundKind::Subshell(list) = compound.kind else {
                return None;
            };
            let [item] = list.items else { return None };
            let command = tree::sole_command(item)?;
            let first = command.words.first().map(|word| text.at(word.span))?;
            let second = command.words.get(1).and_then(words::literal).unwrap_or_default();
            let compares = matches!(second.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&second.as_str());
            let asks = first.len() == 2 && first.starts_with('-');
            (text.tree.list_of(at).role.is_condition() && (compares || asks)).then(|| {
                let inner = text.at(command.span);
                Spot::of(index, compound.span)
                    .instead(text.with(compound.span, &format!("[ {inner} ]")))
                    .saying(format!(
                        "`( )` runs commands in a subshell; here that is a command called `{first}`. Use `[ {} ]`.",
                        shorten(&inner)
                    ))
            })
        })
    })
}

fn checks_output(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let list = text.tree.list_of(simple.index);
        let decides = list.role == Role::IfCondition
            && list.list.items.len() == 1
            && text.tree.is_alone(simple.index)
            && simple.command.redirects.is_empty();
        if decides && simple.is(&["echo"]) && !simple.arguments().is_empty() {
            let printed: Vec<String> = simple
                .arguments()
                .iter()
                .map(|word| text.at(word.span))
                .collect();
            return Some(Spot::of(index, simple.command.span).saying(format!(
                "`if` ignores output completely. `echo` succeeds in printing {}, so the `then` branch runs whatever it says.",
                shorten(&printed.join(" "))
            )));
        }
        // `[ "$(grep …)" ]` asks whether there was output.
        let test = Test::of(&simple)?;
        let asks = |sign| {
            ["!", "-n", "-z"]
                .iter()
                .any(|known| words::is_text(sign, known))
        };
        let only = match test.operands {
            [only] => only,
            [sign, only] if asks(sign) => only,
            _ => return None,
        };
        let inner = words::substitution(only)?;
        let [item] = inner.script.list.items else {
            return None;
        };
        let command = tree::sole_command(item)?;
        let name = command.words.first().and_then(words::literal)?;
        let answer = match name.as_str() {
            "grep" | "egrep" | "fgrep" => "whether a line matched",
            "pgrep" => "whether there is such a process",
            "diff" | "cmp" => "whether the files are the same",
            "nc" => "whether somebody listens there",
            _ => return None,
        };
        Some(Spot::of(index, simple.command.span).asking(format!(
            "Is it the output that counts here? `{name}` says with its status {answer}, so it is a condition without `[ ]` and `$( )`: `{}`.",
            shorten(&text.at(command.span))
        )))
    })
}

fn first_decides(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.lists.iter().find_map(|list| {
        if list.role != Role::IfCondition {
            return None;
        }
        let (last, rest) = list.list.items.split_last()?;
        let last = tree::sole_command(last)?;
        let decided = evidence.status_of(text, last.span)?;
        let other = rest.iter().find_map(|item| {
            let command = tree::sole_command(item)?;
            let status = evidence.status_of(text, command.span)?;
            (!status.is_success() && decided.is_success()).then_some((command, status))
        })?;
        Some(Spot::line(list.list.span()?).saying(format!(
            "All the commands of the condition run, but only the last one's status decides: `{}` left {decided}, and the {} of `{}` does not count. Use `&&` or `||` to combine.",
            shorten(&text.at(last.span)),
            other.1,
            shorten(&text.at(other.0.span))
        )))
    })
}

/// A `$?` that reads the status of a compound command that ran none of its parts, and what its condition had left.
fn after_nothing(
    evidence: &Evidence<'_>,
    openers: &[&str],
    say: impl Fn(u32, u32) -> String,
) -> Option<Spot> {
    evidence
        .reads
        .iter()
        .filter(|read| read.source == 0)
        .find_map(|read| {
            let setter = read.setter.as_ref()?;
            let latest = setter.latest()?;
            let span = latest
                .span
                .filter(|_| matches!(latest.kind, TraceKind::Ended { .. }))?;
            let source = setter.text(span);
            let opener = source.split_ascii_whitespace().next()?;
            let condition = setter
                .events
                .iter()
                .skip(1)
                .find_map(|event| match event.kind {
                    TraceKind::ConditionEnded { status, .. } => Some(status),
                    _ => None,
                })?;
            (openers.contains(&opener) && condition != read.value)
                .then(|| Spot::line(read.span).saying(say(condition.0, read.value.0)))
        })
}

fn if_status(evidence: &Evidence<'_>) -> Option<Spot> {
    after_nothing(evidence, &["if"], |condition, value| {
        format!(
            "No branch ran, and the status of an `if` is then {value}. The {condition} of its condition is not kept: `$?` is that of the last command in the branch that ran, or 0."
        )
    })
}

fn loop_status(evidence: &Evidence<'_>) -> Option<Spot> {
    after_nothing(evidence, &["while", "until"], |condition, value| {
        format!(
            "A loop's status is that of the last body command, or 0 if the body never ran: {value} here. The {condition} of the condition that ended it is not kept."
        )
    })
}

/// `if grep -q x f == 0`: a command whose status was to be compared, and which got the comparison as arguments.
fn status_compared(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let [.., before, sign, value] = simple.command.words else {
        return None;
    };
    let (sign_text, value_text) = (words::literal(sign)?, words::literal(value)?);
    let compares =
        matches!(sign_text.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&sign_text.as_str());
    let status = words::is_integer(&value_text) || matches!(value_text.as_str(), "true" | "false");
    let other = simple.is(&[
        "[", "test", "expr", "echo", "printf", "[[", "((", "let", "true", "false", ":",
    ]);
    let name = simple.name().filter(|name| words::is_known_command(name))?;
    if !compares || !status || other || !text.tree.is_checked(simple.index) {
        return None;
    }
    let behind = Span::new(before.span.end, value.span.end);
    let asks_for_success = matches!(sign_text.as_str(), "=" | "==" | "-eq")
        && matches!(value_text.as_str(), "0" | "true");
    Some(
        Spot::of(index, Span::new(sign.span.start, value.span.end))
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(behind, "").filter(|_| asks_for_success))
            .saying(format!(
                "`{sign_text}` and `{value_text}` are arguments of `{name}` here, and nothing is compared. Nothing needs to be: a condition looks at the status by itself, and takes 0 for yes."
            )),
    )
}

/// `state = up` where something depends on it: the name of a variable as that of a command.
fn name_compared(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let [first, sign, value] = simple.command.words else {
        return None;
    };
    let (name, sign) = (words::bare(first)?, words::bare(sign)?);
    let compares = matches!(sign.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&sign.as_str());
    let is_variable = words::is_name(&name) && !words::is_known_command(&name);
    let ran = evidence.runs_at(text, simple.command.span).last();
    let missing = ran.is_none_or(|ran| ran.run.how == Some(How::NotFound));
    if !compares || !is_variable || !missing || !asks_about(text, simple, &name) {
        return None;
    }
    let sign = if sign == "==" { "=" } else { &sign };
    let meant = format!("[ \"${name}\" {sign} {} ]", text.at(value.span));
    Some(
        Spot::of(index, simple.command.span)
            .at(level(evidence, text, simple.command.span))
            .instead(text.with(simple.command.span, &meant))
            .saying(format!(
                "That runs a command called `{name}` and gives it the other words as arguments. A comparison is a command of its own: `{meant}`."
            )),
    )
}

fn bare_words(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let compared = status_compared(evidence, (index, text), &simple)
            .or_else(|| name_compared(evidence, (index, text), &simple));
        if compared.is_some() {
            return compared;
        }
        let first = simple.command.words.first()?;
        let compares = simple.arguments().first().and_then(words::literal)?;
        let operator =
            matches!(compares.as_str(), "=" | "==" | "!=") || NUMERIC.contains(&compares.as_str());
        let ignores = simple.is(&["true", "false", ":"]);
        let variable = first.parts.iter().any(|part| {
            matches!(
                part.kind,
                WordPartKind::Parameter(_) | WordPartKind::DoubleQuoted(_)
            )
        }) && super::testing::is_variable(first);
        let source = text.at(simple.command.span);
        let sign = match compares.as_str() {
            "==" => "=",
            sign => sign,
        };
        (operator && (ignores || variable)).then(|| {
            Spot::of(index, simple.command.span)
                .instead(text.with(simple.command.span, &format!("[ {source} ]").replace("==", "=")))
                .saying(format!(
                    "That runs {} as a command and gives it the other words as arguments. A comparison needs `[ \"$a\" {sign} \"$b\" ]`.",
                    text.at(first.span)
                ))
        })
    })
}
