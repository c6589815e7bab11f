//! Ideas about a command between the brackets of a test, which was to be run.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::signs;
use super::status::shorten;
use super::tree::{Role, Simple};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;

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

/// Whether a bracket holds a command that nobody asks how it ended, where nothing looks at the answer.
pub(super) fn is_to_group(text: &Text<'_>, simple: &Simple<'_, '_>, test: &Test<'_>) -> bool {
    let says = command_in(test).is_some_and(|name| name == "echo" || name == "printf");
    says && test.bracket && test.closed && !text.tree.decides(simple.index)
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
        // Nothing asks for an answer: it was to be a group.
        if is_to_group(text, &simple, &test) {
            return None;
        }
        let asks = simple.name()?;
        let ran = evidence.runs_at(text, simple.command.span).last();
        let level = match ran {
            Some(ran) if ran.run.status()?.0 == 2 => Level::Certain,
            Some(_) => return None,
            None => Level::Static,
        };
        if name == "test" {
            return Some(test_in_test(index, text, &test).at(level));
        }
        let place = Spot::of(index, simple.command.span).at(level);
        let never =
            format!("`{asks}` compares words; it never runs them, so `{name}` did not run.");
        Some(match Meant::by(text, &test) {
            Meant::Output(line) => {
                place
                    .instead(text.with(simple.command.span, &line))
                    .saying(format!(
                        "{never} What a command prints is compared by `{line}`."
                    ))
            }
            // A `!` would replace the status that is read later.
            Meant::Status { line, .. } if line.starts_with("! ") && reads_behind(text, test.span) => {
                place.saying(format!(
                    "{never} A condition may be any command: `{}`. What is to run after another status than 0 has its place behind `else`, where `$?` is still that status.",
                    shorten(&line[2..])
                ))
            }
            Meant::Status { line, sure } => place
                .instead(text.with(simple.command.span, &line).filter(|_| sure))
                .saying(format!(
                    "{never} A condition may be any command: `{}`.",
                    shorten(&line)
                )),
        })
    })
}

/// Whether `$?` is read behind the command at `span`.
pub(super) fn reads_behind(text: &Text<'_>, span: Span) -> bool {
    let behind = Span::new(span.end, text.bytes.len() as u32);
    text.at(behind).contains("$?")
}

/// What a test with a command in it was to ask.
enum Meant {
    /// How a command of this text ends; whether it is `sure` which of the two ends is the yes.
    Status { line: String, sure: bool },
    /// What it prints, by a test of this text.
    Output(String),
}

impl Meant {
    fn by(text: &Text<'_>, test: &Test<'_>) -> Meant {
        let written = as_written(text, test);
        let whole = || Meant::Status {
            line: written.join(" "),
            sure: true,
        };
        let [command @ .., sign, value] = written.as_slice() else {
            return whole();
        };
        let compares = test
            .operands
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|word| signs::of(word).is_some());
        let (bang, command) = match command.split_first() {
            Some((bang, rest)) if bang == "!" => (true, rest),
            _ => (false, command),
        };
        if !compares || command.is_empty() {
            return whole();
        }
        let line = reading_input(command);
        let asked = asks_failure(sign, value);
        if prints_number(command) || asked.is_none() && !is_status(value) {
            let bang = if bang { "! " } else { "" };
            return Meant::Output(test.asking(&format!("{bang}\"$({line})\" {sign} {value}")));
        }
        match asked {
            Some(failure) if failure != bang => Meant::Status {
                line: format!("! {line}"),
                sure: true,
            },
            asked => Meant::Status {
                line,
                sure: asked.is_some(),
            },
        }
    }
}

/// A command of these words. A `wc` that is to print a number alone reads its one file as its input, or it prints the name as well.
pub(super) fn reading_input(command: &[String]) -> String {
    match command {
        [name, options @ .., path]
            if name == "wc"
                && options.iter().all(|word| word.starts_with('-'))
                && !path.starts_with(['-', '<']) =>
        {
            let before = [&command[..1], options].concat().join(" ");
            format!("{before} < {path}")
        }
        _ => command.join(" "),
    }
}

/// Whether a comparison with a status, or with a word for yes or no, asks if a command failed; `None` if it may ask anything.
pub(super) fn asks_failure(sign: &str, value: &str) -> Option<bool> {
    match (sign, value) {
        ("-eq" | "=" | "==", "0" | "true") | ("!=", "false") => Some(false),
        ("-ne" | "!=", "0" | "true") | ("=" | "==", "false") => Some(true),
        _ => None,
    }
}

/// Whether a value may be one that a command ends with.
fn is_status(value: &str) -> bool {
    matches!(value, "true" | "false") || value.parse::<u8>().is_ok()
}

/// Whether what a command is there for is to print something that may be compared with a number or a word.
pub(super) fn prints_number(command: &[String]) -> bool {
    const PRINTS: [&str; 17] = [
        "wc", "cat", "head", "tail", "cut", "awk", "sed", "expr", "date", "echo", "printf", "jq",
        "uniq", "sort", "tr", "id", "stat",
    ];
    let Some((name, rest)) = command.split_first() else {
        return false;
    };
    let has = |letter: char| {
        let mut options = rest.iter().filter(|word| word.starts_with('-'));
        options.any(|option| option.contains(letter))
    };
    match name.as_str() {
        "grep" => has('c'),
        "curl" => has('w'),
        name => PRINTS.contains(&name),
    }
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
        let asks = test.name();
        let Role::LoopCondition { until } = text.tree.list_of(simple.index).role else {
            return None;
        };
        let negated = text.tree.pipeline_of(simple.index).pipeline.bang.is_some();
        let word = if until { "until" } else { "while" };
        let bang = if negated { "! " } else { "" };
        let ran = evidence.runs_at(text, simple.command.span).last();
        let level = match ran.map(|ran| ran.run.status()) {
            Some(Some(status)) if status.0 < 2 => return None,
            Some(_) => Level::Certain,
            None => Level::Static,
        };
        let line = match Meant::by(text, &test) {
            Meant::Status { line, .. } | Meant::Output(line) => line,
        };
        // Of two that cancel each other nobody can say what is meant.
        if negated && line.starts_with('!') {
            return None;
        }
        Some(Spot::of(index, simple.command.span).at(level).saying(format!(
            "`{asks}` does not run `{name}`; it fails with status 2, {}. Use `{word} {bang}{}`.",
            end_of_loop(text, &simple, until, negated),
            shorten(&line)
        )))
    })
}

/// What comes of a loop when the test at its head fails each time.
fn end_of_loop(text: &Text<'_>, test: &Simple<'_, '_>, until: bool, negated: bool) -> &'static str {
    let tree = &text.tree;
    let parts = tree.and_or_of(test.index).and_or.rest.len();
    let stages = tree.pipeline_of(test.index).pipeline.commands.len();
    let list = tree.list_of(test.index);
    let last = tree.and_or_of(test.index).item + 1 == list.list.items.len();
    let decides_alone = parts == 0 && stages == 1 && last;
    let whole = list
        .parent
        .map(|parent| tree.commands[parent].command.span());
    let leaves = tree.simples().any(|simple| {
        let is_within = whole.is_some_and(|whole| whole.contains(simple.command.span));
        is_within && simple.is(&["break", "exit", "return", "kill"])
    });
    match (until, negated) {
        _ if !decides_alone => "every time",
        (false, false) => "and a failing condition ends a `while` at once, so nothing waited",
        (true, true) => {
            "and `!` makes a success of that, which ends an `until` at once, so nothing waited"
        }
        _ if leaves => "every time",
        (false, true) => {
            "and `!` makes a success of that, and a `while` goes on for as long as its condition succeeds: this never ends"
        }
        (true, false) => {
            "and an `until` goes on for as long as its condition fails, so this never ends"
        }
    }
}
