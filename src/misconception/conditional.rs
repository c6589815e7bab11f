//! Ideas about what an `if` or a loop looks at, and what it leaves.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::shorten;
use super::tree::{self, Role};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{ListItem, SimpleCommand};
use crate::trace::{How, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "if-dollar-paren",
        "`if $(cmd)` tests cmd.",
        "`$(...)` is replaced by the output, which is then run as a command. Drop the `$( )`.",
    )
    .ranked(2)
    .by(dollar_paren),
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
        "loop-status",
        "After `while cond; do ...; done`, `$?` is the failing condition's status.",
        "A loop's status is that of the last body command, or 0 if the body never ran; never the condition's.",
    )
    .ranked(2)
    .by(loop_status),
];

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
        let (sign, only) = match test.operands {
            [only] => (None, only),
            [sign, only] if asks(sign) => (words::literal(sign), only),
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
            shorten(&as_condition(text, command, sign.as_deref()))
        )))
    })
}

/// A command whose output was asked about by `sign`, as a condition: turned round where there was to be none, and a `grep` that
/// answers instead of counting.
fn as_condition(text: &Text<'_>, command: &SimpleCommand<'_>, sign: Option<&str>) -> String {
    let bang = match sign {
        Some("!" | "-z") => "! ",
        _ => "",
    };
    let written = text.at(command.span);
    let is_grep = ["grep", "egrep", "fgrep"]
        .iter()
        .any(|name| words::is_text(&command.words[0], name));
    let counts = command.words.iter().skip(1).find(|word| {
        let option = words::bare(word).filter(|option| is_grep && !option.starts_with("--"));
        option.is_some_and(|option| option.starts_with('-') && option.contains('c'))
    });
    let Some(option) = counts else {
        return format!("{bang}{written}");
    };
    let before = text.at(Span::new(command.span.start, option.span.start));
    let behind = text.at(Span::new(option.span.end, command.span.end));
    let quiet = text.at(option.span).replace('c', "q");
    format!("{bang}{before} {quiet} {behind}")
}

fn first_decides(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.lists.iter().find_map(|list| {
        if list.role != Role::IfCondition {
            return None;
        }
        let (last, rest) = list.list.items.split_last()?;
        // A `!` makes another status of it.
        let plain = |item: &ListItem<'_>| item.and_or.first.bang.is_none();
        let last = tree::sole_command(last).filter(|_| plain(last))?;
        let decided = evidence.status_of(text, last.span)?;
        let other = rest.iter().find_map(|item| {
            let command = tree::sole_command(item).filter(|_| plain(item))?;
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
