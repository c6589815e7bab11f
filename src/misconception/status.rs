//! Ideas about what `$?` is, and whose status it holds.

use super::evidence::{Evidence, Read, Setter, Text, without_backquotes};
use super::find::find_simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::syntax::ast::{Command, CompoundKind, Pipeline, RedirectOperator};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "zero-is-failure",
        "0 means false or failed, as in C, so 1 is true.",
        "In the shell 0 means \"nothing went wrong\". There is one way to succeed and 255 ways to fail, so `&&` and `if` treat 0 as true.",
    )
    .at(Level::Ask)
    .by(zero_is_failure),
    Idea::core(
        "hiding-stderr-hides-failure",
        "`2>/dev/null` makes the error go away.",
        "`2>/dev/null` silences the message, not the failure: the exit status stays. Redirection moves text; only the command decides its status.",
    )
    .by(hiding_stderr),
    Idea::later(
        "blank-line-resets-status",
        "A new line, a blank line or a comment resets `$?`.",
        "Only running a command changes `$?`; newlines, blank lines and comments run nothing.",
    ),
    Idea::core(
        "failures-stop-at-127",
        "Failure codes go from 1 to 127.",
        "A status is one byte: 0 is success, 1-255 are failures. By convention 126 = found but not runnable, 127 = not found, 128+n = killed by signal n.",
    )
    .at(Level::Ask)
    .by(stops_at_127),
    Idea::core(
        "error-counted-as-no",
        "`grep ... || echo \"not there\"` tells \"no match\" from \"could not look\".",
        "Status 2 means the question itself failed (missing file, malformed test), yet `||` and `else` treat it exactly like \"no\". Check for status 1 separately if the difference matters.",
    )
    .ranked(0)
    .by(error_counted),
];

/// Words a message of success is made of.
const GOOD_NEWS: [&str; 9] = [
    "success",
    "succeeded",
    "ok",
    "passed",
    "worked",
    "done",
    "fine",
    "clean",
    "good",
];

/// Words that a message of failure has, beside those with `fail` or `error` in them.
const BAD_NEWS: [&str; 4] = ["no", "not", "cannot", "missing"];

/// Whether `text` says that something failed.
pub(super) fn is_bad_news(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| word.contains("fail") || word.contains("error") || BAD_NEWS.contains(&word))
}

pub(super) fn is_good_news(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| GOOD_NEWS.contains(&word))
}

/// Whether what runs after a success says that all is well: the command at `index` guards an `echo` that does.
pub(super) fn announces_success(tree: &super::tree::Tree<'_>, index: usize) -> bool {
    use crate::syntax::ast::{AndOr, CompoundKind};
    let says = |command: Option<&Command<'_>>| match command {
        Some(Command::Simple(simple)) => {
            let words: Vec<String> = simple.words.iter().filter_map(words::literal).collect();
            words
                .first()
                .is_some_and(|name| name == "echo" || name == "printf")
                && words[1..].iter().any(|word| is_good_news(word))
        }
        _ => false,
    };
    let pipeline = tree.pipeline_of(index);
    let and_or = tree.and_ors[pipeline.and_or].and_or;
    if let Some(part) = and_or.rest.get(pipeline.part) {
        return part.operator == AndOr::And && says(part.pipeline.commands.first());
    }
    let list = tree.list_of(index);
    let Some(Command::Compound(compound)) = list.parent.map(|at| tree.commands[at].command) else {
        return false;
    };
    let CompoundKind::If(clause) = compound.kind else {
        return false;
    };
    let of = clause
        .branches
        .iter()
        .find(|branch| list.role.is_condition() && branch.condition.span() == list.list.span());
    of.and_then(|branch| branch.body.items.first())
        .is_some_and(|item| says(item.and_or.first.commands.first()))
}

/// Whether what stands last says that something failed, and does not name the first command: that is true of either of two.
pub(super) fn tells_of_either(first: &Pipeline<'_>, last: &Pipeline<'_>) -> bool {
    let name = match first.commands {
        [Command::Simple(first), ..] => first.words.first().and_then(words::literal),
        _ => None,
    };
    let said = match last.commands {
        [Command::Simple(last)] => last.words,
        _ => &[],
    };
    let names = name.is_some_and(|name| {
        let mut said = said.iter().filter_map(words::literal);
        said.any(|text| text.contains(&name))
    });
    tells_of_failure(last.commands) && !names
}

/// Whether a command says that something failed.
pub(super) fn tells_of_failure(commands: &[Command<'_>]) -> bool {
    let [Command::Simple(only)] = commands else {
        return false;
    };
    let Some((name, said)) = only.words.split_first() else {
        return false;
    };
    let speaks = ["echo", "printf"]
        .iter()
        .any(|text| words::is_text(name, text));
    let mut said = said.iter().filter_map(words::literal);
    speaks && said.any(|text| is_bad_news(&text))
}

fn zero_is_failure(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let asks_for_one = |test: &Test<'_>| match test.operands {
            [left, operator, right] => {
                let operator = words::literal(operator).unwrap_or_default();
                words::is_status(left)
                    && (operator == "-eq" || operator == "=")
                    && words::is_text(right, "1")
            }
            _ => false,
        };
        let simple = text.tree.simples().find(|simple| {
            Test::of(simple).is_some_and(|test| asks_for_one(&test))
                && announces_success(&text.tree, simple.index)
        })?;
        let said = "Does 1 stand for success here? In the shell 0 means \"nothing went wrong\", and everything from 1 to 255 is a failure: `[ \"$?\" -eq 0 ]`.";
        Some(Spot::of(index, simple.command.span).asking(said.to_owned()))
    })
}

/// A reading of `$?` in the line itself, with who had set it.
pub(super) fn readings<'r, 'e>(
    evidence: &'r Evidence<'e>,
) -> impl Iterator<Item = (&'r Read<'e>, &'r Setter<'e>)> {
    let own = evidence.reads.iter().filter(|read| read.source == 0);
    own.filter_map(|read| Some((read, read.setter.as_ref()?)))
}

fn hiding_stderr(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.simples().find_map(|simple| {
        let command = simple.command;
        let silenced = command.redirects.iter().find(|redirect| {
            redirect.fd == Some(2)
                && redirect.operator == RedirectOperator::Output
                && words::is_text(&redirect.target, "/dev/null")
        })?;
        let status = evidence.status_of(text, command.span)?;
        // What has nothing to say has hidden nothing.
        let is_mute = simple.is(&["false", "exit", "return"]);
        if status.is_success() || is_mute || text.tree.is_checked(simple.index) {
            return None;
        }
        let spot = Spot::line(silenced.span);
        let is_last = evidence.seen.status == status;
        if evidence.wanted.is_some_and(|wanted| wanted.success == Some(true)) && is_last {
            return Some(spot.saying(format!(
                "You silenced the message, not the failure: the exit status is still {status}. Redirection moves text; only the command decides its status."
            )));
        }
        // Who printed what was to be printed did not expect another status.
        if evidence.prints_as_wanted() {
            return None;
        }
        let read = readings(evidence)
            .any(|(_, setter)| setter.command().is_some_and(|(span, _)| span == command.span));
        read.then(|| {
            spot.asking(format!(
                "Did you expect 0 because the message is hidden? The command failed all the same, so its status is {status}: redirection moves text and nothing else."
            ))
        })
    })
}

fn stops_at_127(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        let test = text.tree.simples().filter_map(|simple| Test::of(&simple)).find(|test| {
            let [left, operator, right] = test.operands else {
                return false;
            };
            let operator = words::literal(operator).unwrap_or_default();
            let right = words::literal(right).unwrap_or_default();
            words::is_status(left)
                && matches!((operator.as_str(), right.as_str()), ("-le", "127") | ("-lt", "128"))
        })?;
        let said = "Is this meant to hold for every failure? A status is one byte, so failures go up to 255: 128+n is what a command killed by signal n leaves.";
        Some(Spot::of(index, test.span).asking(said.to_owned()))
    })
}

fn error_counted(evidence: &Evidence<'_>) -> Option<Spot> {
    const ASKING: [&str; 6] = ["grep", "diff", "cmp", "test", "[", "egrep"];
    find_simple(evidence, |index, text, simple| {
        let name = simple
            .name()
            .filter(|name| ASKING.contains(&name.as_str()))?;
        let pipeline = text.tree.pipeline_of(simple.index);
        let and_or = text.tree.and_or_of(simple.index).and_or;
        let before_or = and_or
            .rest
            .get(pipeline.part)
            .is_some_and(|part| part.operator == crate::syntax::ast::AndOr::Or);
        let decides =
            before_or || text.tree.is_checked(simple.index) && pipeline.part == and_or.rest.len();
        let status = evidence.status_of(text, simple.command.span)?;
        if !decides || status.0 < 2 || status.0 > 125 || pipeline.pipeline.commands.len() > 1 {
            return None;
        }
        // A script that hides the message, or asks whether it is not so, reckons with it.
        let mut redirects = simple.command.redirects.iter();
        let reckons =
            pipeline.pipeline.bang.is_some() || redirects.any(|redirect| redirect.fd == Some(2));
        if index > 0 && reckons {
            return None;
        }
        let has_else = has_else(text, simple.index);
        let takes = match (before_or, pipeline.pipeline.bang.is_some()) {
            (_, true) => "`!` makes a yes of that, as it does of a \"no\"",
            (true, _) => "`||` takes that exactly like \"no\"",
            _ if has_else => "`else` takes that exactly like \"no\"",
            _ => "A condition takes that exactly like \"no\"",
        };
        Some(Spot::of(index, simple.command.span).saying(format!(
            "`{name}` ended with {status}: it could not answer the question (a missing file, a malformed test). {takes}; if the difference matters, check for status 1 separately."
        )))
    })
}

/// Whether the command stands in the condition of an `if` with an `else`.
fn has_else(text: &Text<'_>, index: usize) -> bool {
    let list = text.tree.list_of(index);
    let parent = list.parent.map(|parent| text.tree.commands[parent].command);
    let Some(Command::Compound(compound)) = parent else {
        return false;
    };
    let otherwise = match compound.kind {
        CompoundKind::If(clause) => clause.otherwise.is_some(),
        _ => false,
    };
    otherwise && list.role.is_condition()
}

/// No more of a command than a sentence bears.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    // Sentences mark code by backquotes.
    let line = without_backquotes(text.lines().next().unwrap_or_default());
    if line.chars().count() <= MOST && !text.contains('\n') {
        return line;
    }
    let kept: String = line.chars().take(MOST - 3).collect();
    format!("{}...", kept.trim_end())
}
