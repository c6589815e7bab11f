//! Ideas about what `$?` is, and whose status it holds.

use super::assignments;
use super::evidence::{Evidence, Read, Setter};
use super::find::find_simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::observation::FileKind;
use crate::syntax::ast::{RedirectOperator, WordPart, WordPartKind};
use crate::trace::{ExitStatus, TraceKind};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "zero-is-failure",
        "0 means false or failed, as in C, so 1 is true.",
        "In the shell 0 means \"nothing went wrong\". There is one way to succeed and 255 ways to fail, so `&&` and `if` treat 0 as true.",
    )
    .at(Level::Ask)
    .by(zero_is_failure),
    Idea::core(
        "status-is-the-output",
        "`$?` is what the command printed.",
        "A command gives back two separate things: output and an exit status. `$?` is only the status.",
    )
    .at(Level::Ask)
    .by(status_is_the_output),
    Idea::core(
        "silence-is-failure",
        "If nothing was printed, nothing happened or it failed.",
        "Success is usually silent. `true` and `false` print exactly the same thing, nothing; only `$?` tells them apart.",
    )
    .at(Level::Ask)
    .by(silence_is_failure),
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
        "single-quoted-status",
        "`$?` works inside any quotes.",
        "Single quotes switch every `$` off, so the characters themselves are used. Double quotes keep `$` working.",
    )
    .by(single_quoted),
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
    Idea::core(
        "one-means-crash",
        "Status 1 always means that something went wrong.",
        "For comparing commands, 1 is an answer: \"different\", \"no match\", \"false\", \"zero\". 2 or more is the error.",
    )
    .at(Level::Ask)
    .by(one_means_crash),
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

fn is_good_news(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| GOOD_NEWS.contains(&word))
}

/// Whether what runs after a success says that all is well: the command at `index` guards an `echo` that does.
pub(super) fn announces_success(tree: &super::tree::Tree<'_>, index: usize) -> bool {
    use crate::syntax::ast::{AndOr, Command, CompoundKind};
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

fn status_is_the_output(evidence: &Evidence<'_>) -> Option<Spot> {
    let printed = readings(evidence).find_map(|(read, setter)| {
        let run = setter.run()?;
        let printed = setter.seen.screen.get(run.printed.clone()?)?;
        let printed = String::from_utf8_lossy(printed).trim().to_owned();
        let name = String::from_utf8_lossy(run.name()).into_owned();
        let differs = words::is_integer(&printed) && printed != read.value.to_string();
        let is_message = ["echo", "printf", "seq", "cat"].contains(&name.as_str());
        (differs && !is_message).then(|| {
            Spot::line(read.span).asking(format!(
                "Did you expect {printed} here? That is what {name} printed. `$?` is its exit status, which is a separate thing: {}.",
                read.value
            ))
        })
    });
    printed.or_else(|| caught_nothing(evidence))
}

/// `rc=$(false)`: a variable for a status that was given what a failing command printed, nothing.
fn caught_nothing(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let span = simple.command.span;
        let assignment = simple.command.assignments.last()?;
        words::substitution(&assignment.value)?;
        let status = evidence.status_of(text, span)?;
        let nothing = evidence.seen.trace.iter().any(|event| {
            let here = Some(event.source) == text.source;
            let inside = event.span.is_some_and(|at| span.contains(at));
            let is_empty = matches!(&event.kind, TraceKind::Assigned { name, value } if name == assignment.name && value.is_empty());
            here && inside && is_empty
        });
        let name = String::from_utf8_lossy(assignment.name).into_owned();
        let asked = simple.command.words.is_empty() && assignments::holds_status(&name);
        (asked && nothing && !status.is_success()).then(|| {
            Spot::of(index, span).asking(format!(
                "Is `{name}` to hold the status, {status}? `$( )` catches what a command prints, and this one printed nothing. Its status is in `$?` straight after it: `{name}=$?`."
            ))
        })
    })
}

/// The words of the line's one command, if it has no more than that.
fn only_words(seen: &crate::observation::Observation) -> Option<Vec<String>> {
    let runs = seen.runs();
    let [run] = runs.as_slice() else { return None };
    (!run.argv.is_empty()).then(|| run.words())
}

/// The lines, of the last few, that were the same one command with the same status.
fn repeated(evidence: &Evidence<'_>, status: ExitStatus) -> Option<Vec<String>> {
    const PROMPTS: usize = 3;
    let words = only_words(evidence.seen)?;
    let same = |line: &crate::observation::Observation| {
        line.status == status && line.screen.is_empty() && only_words(line).as_ref() == Some(&words)
    };
    let again = evidence.earlier.iter().rev().take(PROMPTS).any(&same);
    (again && same(evidence.seen)).then_some(words)
}

fn silence_is_failure(evidence: &Evidence<'_>) -> Option<Spot> {
    // What does something anew each time may be meant more than once.
    const REPEATABLE: [&str; 10] = [
        "cd", "shift", "read", "sleep", "wait", "true", ":", "flaky", "fg", "bg",
    ];
    const READERS: [&str; 9] = [
        "cat", "sort", "uniq", "head", "tail", "cut", "sed", "awk", "tr",
    ];
    let words = repeated(evidence, ExitStatus::SUCCESS)?;
    let name = words.first()?;
    // From an empty file there is nothing to print.
    let reads = READERS.contains(&name.as_str());
    let reads_nothing = reads
        && words[1..].iter().any(|word| {
            evidence
                .file(word.as_bytes())
                .is_some_and(|file| file.kind == FileKind::File && file.content.is_empty())
        });
    if REPEATABLE.contains(&name.as_str()) || reads_nothing {
        return None;
    }
    let span = evidence.runs.first()?.run.span;
    Some(Spot::line(span).asking(format!(
        "Did it look as if nothing had happened? `{name}` printed nothing and left 0 each time: it worked. Success is usually silent."
    )))
}

fn one_means_crash(evidence: &Evidence<'_>) -> Option<Spot> {
    let words = repeated(evidence, ExitStatus::FAILURE)?;
    let name = words.first()?;
    let meaning = match name.as_str() {
        "diff" | "cmp" => "the files differ",
        "grep" => "no line matched",
        "test" | "[" => "the answer is no",
        _ => return None,
    };
    let span = evidence.runs.first()?.run.span;
    Some(Spot::line(span).asking(format!(
        "Did 1 look like an error? From `{name}` it is an answer: {meaning}. An error would be 2 or more."
    )))
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
        if status.is_success() || text.tree.is_checked(simple.index) {
            return None;
        }
        let spot = Spot::line(silenced.span);
        let is_last = evidence.seen.status == status;
        if evidence.wanted.is_some_and(|wanted| wanted.success == Some(true)) && is_last {
            return Some(spot.saying(format!(
                "You silenced the message, not the failure: the exit status is still {status}. Redirection moves text; only the command decides its status."
            )));
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

/// Whether a part in single quotes names something that double quotes would expand; what it is.
fn switched_off(part: &WordPart<'_>) -> Option<String> {
    let WordPartKind::SingleQuoted(text) = part.kind else {
        return None;
    };
    let text = String::from_utf8_lossy(text);
    text.match_indices('$').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let next = rest.chars().next()?;
        let name: String = rest
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        match next {
            '?' => Some("$?".to_owned()),
            '(' => Some("$( )".to_owned()),
            '{' => Some("${ }".to_owned()),
            _ if words::is_name(&name) => Some(format!("${name}")),
            _ => None,
        }
    })
}

fn single_quoted(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.simples().find_map(|simple| {
        let shows = simple.is(&["echo", "printf"]);
        let decides = Test::of(&simple).is_some();
        let is_piped = text.tree.pipeline_of(simple.index).pipeline.commands.len() > 1;
        if !(shows || decides) || is_piped || !simple.command.redirects.is_empty() {
            return None;
        }
        let (part, what) = simple.arguments().iter().find_map(|word| {
            let part = word.parts.iter().find(|part| switched_off(part).is_some())?;
            Some((part, switched_off(part)?))
        })?;
        let inner = text.at(part.span);
        let double = inner.trim_matches('\'').to_owned();
        let fixable = !double.contains(['"', '\\', '`', '!']);
        let spot = Spot::line(part.span).instead(
            fixable.then(|| text.with(part.span, &format!("\"{double}\""))).flatten(),
        );
        let output = evidence.wanted.and_then(|wanted| wanted.output.as_ref());
        if evidence.has_run() && output.is_some_and(|output| !output.contains(&b'$')) {
            return Some(spot.saying(format!(
                "Single quotes switch every `$` off, so `{what}` was taken as it stands. Double quotes keep `$` working."
            )));
        }
        Some(spot.asking(format!(
            "Did you want the value of `{what}`? Single quotes switch every `$` off, so these characters are taken as they stand; double quotes keep `$` working."
        )))
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
    let text = evidence.line();
    text.tree.simples().find_map(|simple| {
        let name = simple.name().filter(|name| ASKING.contains(&name.as_str()))?;
        let pipeline = text.tree.pipeline_of(simple.index);
        let and_or = text.tree.and_or_of(simple.index).and_or;
        let before_or = and_or
            .rest
            .get(pipeline.part)
            .is_some_and(|part| part.operator == crate::syntax::ast::AndOr::Or);
        let decides = before_or
            || text.tree.is_checked(simple.index) && pipeline.part == and_or.rest.len();
        let status = evidence.status_of(text, simple.command.span)?;
        if !decides || status.0 < 2 || status.0 > 125 || pipeline.pipeline.commands.len() > 1 {
            return None;
        }
        Some(Spot::line(simple.command.span).saying(format!(
            "`{name}` ended with {status}: it could not answer the question (a missing file, a malformed test). `||` and `else` take that exactly like \"no\"; if the difference matters, check for status 1 separately."
        )))
    })
}

/// No more of a command than a sentence bears.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST && line.len() == text.len() {
        return line.to_owned();
    }
    let kept: String = line.chars().take(MOST - 3).collect();
    format!("{}...", kept.trim_end())
}
