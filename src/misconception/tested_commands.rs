//! Ideas about a command between the brackets of a test, which was to be run.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::signs;
use super::status::shorten;
use super::tree::Role;
use super::words::{self, Test};
use super::{Idea, Level, Spot};

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
];

/// The command that a test was given to run, if its first operand names one and no operator follows it.
pub(super) fn command_in(test: &Test<'_>) -> Option<String> {
    let (_, operands) = test.turned();
    // A bracket in a bracket was to group.
    let name = words::literal(operands.first()?).filter(|name| name != "[")?;
    let second = words::literal(operands.get(1)?);
    let operator = second.as_deref().is_some_and(|second| {
        matches!(second, "<" | ">" | "-a" | "-o" | "-nt" | "-ot" | "-ef") || signs::compares(second)
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
        // Of `test false ]` the `]` is what is wrong.
        if test.whole().is_none() && !test.bracket && test.operands.len() == 2 {
            return None;
        }
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
        let mut operands = test.operands.iter();
        let operator = operands.position(|word| signs::of(word).is_some());
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
