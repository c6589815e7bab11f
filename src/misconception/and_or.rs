//! Ideas about `;`, `&&`, `||`, `!` and groups.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::mistyped_status::meant_for_status;
use super::status::{shorten, tells_of_either, tells_of_failure};
use super::tree::{self, Simple};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{
    AndOr, Command, CompoundKind, IoRedirect, Pipeline, RedirectOperator, SimpleCommand,
};
use crate::trace::TraceKind;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "semicolon-stops-on-failure",
        "`;` stops when a command fails.",
        "`;` means \"then, whatever happened\". Only `&&` makes the second command depend on the first.",
    )
    .by(semicolon_stops),
    Idea::core(
        "or-echo-semicolon-exit",
        "`cmd || echo failed; exit 1` exits only on failure.",
        "`;` ends the `||`, so `exit 1` always runs. Group what belongs to the failure: `|| { echo failed; exit 1; }`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(or_echo_exit),
    Idea::core(
        "ternary-and-or",
        "`A && B || C` is if-A-then-B-else-C.",
        "C runs when A or B fails. What runs one of two and never both is `if`.",
    )
    .by(ternary),
    Idea::core(
        "and-before-or",
        "`&&` binds tighter than `||`, as in C and Python.",
        "In the shell `&&` and `||` have equal rank and are read left to right.",
    )
    .by(and_before_or),
    Idea::core(
        "skip-to-end-of-line",
        "After a failed `&&` the rest of the line is skipped.",
        "A failure skips only the commands joined by `&&`; the next `||` still gets its turn, and `;` starts afresh.",
    ),
    Idea::core(
        "skipped-is-success",
        "If nothing ran, the status is 0.",
        "A skipped command leaves `$?` alone: it is still the status of the last command that did run.",
    )
    .ranked(2)
    .by(skipped_is_success),
    Idea::later(
        "or-true-means-fixed",
        "`|| true` makes the command work.",
        "`|| true` does not repair anything; it only replaces the failing status by 0 so that nobody notices.",
    )
    .at(Level::Ask)
    .by(or_true),
    Idea::core(
        "or-is-and-then",
        "`||` reads as \"and then\": its right side runs after a success.",
        "`||` reads as \"or else\": its right side runs only after a failure. After a success it is skipped; `&&` is \"and then\".",
    ),
    Idea::core(
        "bang-negates-the-rest",
        "`!` negates everything to its right.",
        "`!` covers one pipeline, up to the next `&&`, `||`, `;` or `&`, and within it the last command decides.",
    ),
    Idea::core(
        "bang-is-ignored",
        "`!` before a command changes nothing.",
        "`!` turns the status round: a success becomes 1, and any failure becomes 0. What follows sees that.",
    ),
];

/// Whether a command changes something: it has an output redirection, or is known to write or delete.
fn changes(command: &SimpleCommand<'_>) -> bool {
    const WRITERS: [&str; 14] = [
        "touch", "rm", "mv", "cp", "mkdir", "rmdir", "ln", "tee", "chmod", "dd", "tar", "git",
        "make", "install",
    ];
    let name = command
        .words
        .first()
        .and_then(words::literal)
        .unwrap_or_default();
    WRITERS.contains(&name.as_str()) || command.redirects.iter().any(is_output)
}

/// Whether a redirection writes to a file that matters.
pub(super) fn is_output(redirect: &IoRedirect<'_>) -> bool {
    let writes = matches!(
        redirect.operator,
        RedirectOperator::Output | RedirectOperator::Append | RedirectOperator::Clobber
    );
    writes
        && matches!(redirect.fd, None | Some(1))
        && !words::is_text(&redirect.target, "/dev/null")
}

fn semicolon_stops(evidence: &Evidence<'_>) -> Option<Spot> {
    runs_after_failure(evidence).or_else(|| answer_unused(evidence))
}

/// `[ "$state" = up ]; echo running`: a test that nothing looks at, and a command behind it on the same line.
fn answer_unused(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if !ends_in_tests(text, simple) || text.tree.is_checked(simple.index) {
            return None;
        }
        let node = text.tree.and_or_of(simple.index);
        let span = node.and_or.span();
        // The last of several may have been skipped.
        let ran = evidence.runs.iter().rfind(|ran| {
            let here = Some(ran.run.source) == text.source && span.contains(ran.run.span);
            here && ran.run.status().is_some()
        })?;
        let status = ran.run.status().filter(|status| status.0 < 2)?;
        let next = text.tree.next_item(simple.index)?;
        let after = tree::first_command(&next).filter(|after| !after.words.is_empty())?;
        // Another test matters only by what depends on it.
        let is_test = Test::of_command(after).is_some() && next.and_or.rest.is_empty();
        let behind = next.and_or.span();
        let looks = evidence
            .reads
            .iter()
            .any(|read| Some(read.source) == text.source && behind.contains(read.span));
        let between = text.at(Span::new(span.end, after.span.start));
        let here = text.tree.lists[node.list].list.items[node.item];
        // Under `set -e` a failing test ends the shell.
        let fine = between == ";" && here.background.is_none() && !evidence.errexit_at(ran.began);
        // It looks at the answer, or was to.
        let written = text.at(after.span);
        let was_to = meant_for_status(evidence, text, after).is_some()
            || written.starts_with("echo") && written.contains('?')
            || written == "echo $!";
        (fine && !is_test && !looks && !was_to && evidence.did_run(text, after.span)).then(|| {
            Spot::of(index, span).asking(format!(
                "Is it to depend on the test whether `{}` runs? Its answer was {status}, and nothing looks at that: `;` means \"then, whatever happened\". `&&` runs a command only after a success, `||` only after a failure.",
                shorten(&text.at(after.span))
            ))
        })
    })
}

/// Whether an AND-OR list of nothing but tests ends with `simple`.
fn ends_in_tests(text: &Text<'_>, simple: Simple<'_, '_>) -> bool {
    let and_or = text.tree.and_or_of(simple.index).and_or;
    let rest = and_or.rest.iter().map(|part| part.pipeline);
    let mut all = std::iter::once(and_or.first).chain(rest);
    let is_test = |pipeline: &Pipeline<'_>| match (pipeline.bang, pipeline.commands) {
        (None, [Command::Simple(command)]) => {
            Test::of_command(command).is_some_and(|test| test.bracket == test.closed)
        }
        _ => false,
    };
    text.tree.pipeline_of(simple.index).part == and_or.rest.len()
        && all.all(|pipeline| is_test(&pipeline))
}

fn runs_after_failure(evidence: &Evidence<'_>) -> Option<Spot> {
    const GUARDS: [&str; 4] = ["cd", "mkdir", "test", "["];
    let text = evidence.line();
    text.tree.simples().find_map(|simple| {
        let name = simple.name().filter(|name| GUARDS.contains(&name.as_str()))?;
        if !text.tree.is_alone(simple.index) || text.tree.is_checked(simple.index) {
            return None;
        }
        let node = text.tree.and_or_of(simple.index);
        let here = text.tree.lists[node.list].list.items[node.item];
        let status = evidence.status_of(text, simple.command.span)?;
        let next = text.tree.next_item(simple.index)?;
        let after = tree::first_command(&next)?;
        // An assignment or a look at `$?` keeps the failure.
        let looks = evidence.reads.iter().any(|read| read.source == 0 && after.span.contains(read.span));
        let relies = !looks && changes(after) || name == "cd" && after.words.first().and_then(words::literal).is_some_and(|name| name == "pwd" || name == "ls");
        let ran = evidence.did_run(text, after.span);
        // What looks after its own failure was not left to the one before.
        let guarded = next.and_or.rest.first().is_some_and(|part| part.operator == AndOr::Or);
        (here.background.is_none() && !guarded && !status.is_success() && relies && ran).then(|| {
            let left = text.at(simple.command.span);
            let right = text.at(after.span);
            let between = Span::new(simple.command.span.end, after.span.start);
            let on_one_line = !text.at(between).contains('\n') && text.at(between).starts_with(';');
            Spot::line(simple.command.span)
                .instead(on_one_line.then(|| text.with(between, " && ")).flatten())
                .saying(format!(
                    "`{}` failed with {status}, and `{}` ran all the same: `;` and a new line mean \"then, whatever happened\". Only `&&` makes the second depend on the first.",
                    shorten(&left),
                    shorten(&right)
                ))
        })
    })
}

/// Whether both places stand on the same line of a text.
pub(super) fn on_one_line(text: &Text<'_>, from: Span, to: Span) -> bool {
    let between = text.bytes.get(from.end as usize..to.start as usize);
    between.is_some_and(|between| !between.contains(&b'\n'))
}

fn or_echo_exit(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.lists.iter().find_map(|list| {
            let pairs = list.list.items.windows(2);
            pairs.into_iter().find_map(|pair| {
                let [first, second] = pair else { return None };
                let last = first.and_or.rest.last()?;
                let name = |command: &SimpleCommand<'_>| command.words.first().and_then(words::literal);
                let message = message(last.pipeline.commands)?;
                let leave = tree::sole_command(second)?;
                // To end with a success, or where the end is anyhow, is done whatever was found.
                let is_last = list.list.items.last().is_some_and(|last| last.and_or.span() == second.and_or.span());
                let leaves = match (name(leave)?.as_str(), leave.words) {
                    ("exit" | "return", [_, status]) => !words::is_text(status, "0"),
                    ("exit", [_]) => !is_last,
                    _ => false,
                };
                let found = last.operator == AndOr::Or
                    && leaves
                    && on_one_line(text, last.pipeline.span, leave.span);
                let group = Span::new(last.pipeline.span.start, leave.span.end);
                found.then(|| {
                    let (say, leave_text) = (text.at(message), text.at(leave.span));
                    let say = say.trim_end_matches(';').trim_end();
                    let ran = evidence.did_run(text, leave.span);
                    let sign = if first.background.is_some() { "&" } else { ";" };
                    Spot::of(index, leave.span)
                        .at(if ran { Level::Certain } else { Level::Static })
                        .instead(text.with(group, &format!("{{ {say}; {leave_text}; }}")))
                        .saying(format!(
                            "`{sign}` ends the `||`, so `{leave_text}` always runs. Group what belongs to the failure: `|| {{ {}; {leave_text}; }}`.",
                            shorten(say)
                        ))
                })
            })
        })
    })
}

/// The place of what does nothing but print a message: a command, or what stands in a group.
fn message(commands: &[Command<'_>]) -> Option<Span> {
    let says = |command: &SimpleCommand<'_>| {
        let name = command.words.first().and_then(words::literal);
        name.is_some_and(|name| name == "echo" || name == "printf")
    };
    match commands {
        [Command::Simple(only)] => says(only).then_some(only.span),
        [Command::Compound(group)] if group.redirects.is_empty() => {
            let CompoundKind::BraceGroup(list) = group.kind else {
                return None;
            };
            let mut items = list.items.iter();
            let all = items.all(|item| {
                item.background.is_none() && tree::sole_command(item).is_some_and(says)
            });
            list.span().filter(|_| all)
        }
        _ => None,
    }
}

/// The status of a pipeline of the text that ran, `!` applied.
pub(super) fn pipeline_status(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    span: Span,
) -> Option<crate::trace::ExitStatus> {
    let events = evidence.seen.trace.iter().filter(|event| {
        Some(event.source) == text.source
            && event
                .span
                .is_some_and(|at| at.end == span.end && span.contains(at))
    });
    events
        .filter_map(|event| match &event.kind {
            TraceKind::PipelineEnded { status, .. } if event.span == Some(span) => Some(*status),
            TraceKind::Ended { how } => Some(how.status()),
            _ => None,
        })
        .next_back()
}

/// Whether the pipeline at `span` was skipped.
pub(super) fn was_skipped(evidence: &Evidence<'_>, text: &Text<'_>, span: Span) -> bool {
    evidence
        .runs_at(text, span)
        .any(|ran| ran.run.skipped.is_some())
}

fn ternary(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| ternary_in(evidence, index, text))
}

fn ternary_in(evidence: &Evidence<'_>, index: usize, text: &Text<'_>) -> Option<Spot> {
    text.tree.and_ors.iter().find_map(|node| {
        let [then, otherwise] = node.and_or.rest else { return None };
        if then.operator != AndOr::And || otherwise.operator != AndOr::Or {
            return None;
        }
        let first = pipeline_status(evidence, text, node.and_or.first.span)?;
        let second = pipeline_status(evidence, text, then.pipeline.span)?;
        let ran = evidence.did_run(text, otherwise.pipeline.span);
        let skipped = was_skipped(evidence, text, then.pipeline.span);
        let never_ran = matches!(second.0, 126 | 127) || redirect_failed(evidence, text, then.pipeline.span);
        let tells = tells_of_either(&node.and_or.first, &otherwise.pipeline);
        (first.is_success() && !second.is_success() && ran && !skipped && !never_ran && !tells).then(|| {
            let [a, b, c] = [node.and_or.first.span, then.pipeline.span, otherwise.pipeline.span].map(|span| text.at(span));
            Spot::of(index, otherwise.pipeline.span)
                .instead(text.with(node.and_or.span(), &format!("if {a}; then {b}; else {c}; fi")))
                .saying(format!(
                    "`{}` worked and `{}` failed with {second}, so `{}` ran as well: it runs when either of them fails. A message for each takes a `||` for each; what runs one of two and never both is `if`.",
                    shorten(&a),
                    shorten(&b),
                    shorten(&c)
                ))
        })
    })
}

/// Whether a redirection within `span` could not be made, so that its command did not run.
pub(super) fn redirect_failed(evidence: &Evidence<'_>, text: &Text<'_>, span: Span) -> bool {
    evidence.seen.trace.iter().any(|event| {
        let here = event.span.is_some_and(|at| span.contains(at));
        let failed = matches!(event.kind, TraceKind::Redirected { error: Some(_), .. });
        here && failed && Some(event.source) == text.source
    })
}

fn and_before_or(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| and_before_or_in(evidence, index, text))
}

fn and_before_or_in(evidence: &Evidence<'_>, index: usize, text: &Text<'_>) -> Option<Spot> {
    text.tree.and_ors.iter().find_map(|node| {
        let parts = node.and_or.rest;
        let skipped = parts.iter().position(|part| {
            part.operator == AndOr::Or && was_skipped(evidence, text, part.pipeline.span)
        })?;
        let then = parts.get(skipped + 1).filter(|part| part.operator == AndOr::And)?;
        // A message of failure that is skipped at the end wants another sign there, whatever binds first.
        let last = parts.last()?;
        let silenced = last.operator == AndOr::And
            && tells_of_failure(last.pipeline.commands)
            && was_skipped(evidence, text, last.pipeline.span);
        (evidence.did_run(text, then.pipeline.span) && !silenced).then(|| {
            let left = Span::new(node.and_or.first.span.start, parts[skipped].pipeline.span.end);
            Spot::of(index, then.operator_span).saying(format!(
                "`&&` and `||` have equal rank and are read left to right: first `{}`, which succeeds, then `&& {}`.",
                shorten(&text.at(left)),
                shorten(&text.at(then.pipeline.span))
            ))
        })
    })
}

fn skipped_is_success(evidence: &Evidence<'_>) -> Option<Spot> {
    evidence.reads.iter().filter(|read| read.source == 0).find_map(|read| {
        let setter = read.setter.as_ref()?;
        let latest = setter.latest()?;
        let TraceKind::Skipped { because, .. } = latest.kind else {
            return None;
        };
        let skipped = setter.text(latest.span?);
        let by = setter.text(setter.command()?.0);
        (!because.is_success() && because == read.value).then(|| {
            Spot::line(read.span).saying(format!(
                "`{}` was skipped, and what is skipped leaves `$?` alone: it is still the {because} of the last command that did run, `{}`.",
                shorten(&skipped),
                shorten(&by)
            ))
        })
    })
}

fn or_true(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.and_ors.iter().find_map(|node| {
        let last = node.and_or.rest.last()?;
        let hides = match last.pipeline.commands {
            [Command::Simple(simple)] => matches!(
                simple.words,
                [only] if words::is_text(only, "true") || words::is_text(only, ":")
            ),
            _ => false,
        };
        let ran = evidence.did_run(text, last.pipeline.span);
        if last.operator != AndOr::Or || !hides || !ran {
            return None;
        }
        let left = text.at(Span::new(node.and_or.first.span.start, last.operator_span.start));
        let spot = Spot::line(Span::new(last.operator_span.start, last.pipeline.span.end));
        let lacks = evidence.wanted.is_some_and(|wanted| {
            wanted.files.iter().any(|(path, _)| evidence.file(path.as_bytes()).is_none())
        });
        if lacks {
            return Some(spot.at(Level::Certain).saying(format!(
                "`|| true` does not repair anything: `{}` failed, and its status was replaced by 0 so that nobody notices.",
                shorten(&left)
            )));
        }
        let read = evidence.reads.iter().filter_map(|read| read.setter.as_ref()).any(|setter| {
            setter.command().is_some_and(|(span, _)| last.pipeline.span.contains(span))
        });
        read.then(|| {
            spot.asking(format!(
                "Does this 0 look as if `{}` had worked? It failed; `|| true` only replaces the failing status by 0.",
                shorten(&left)
            ))
        })
    })
}
