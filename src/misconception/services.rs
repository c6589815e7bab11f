//! Ideas about services: HTTP and exit statuses, health checks, waiting, secrets.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::status::{announces_success, shorten};
use super::testing::{find_test, level};
use super::tree::{Simple, first_command};
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::observation::Excess;
use crate::syntax::ast::{CompoundKind, ListItem, Parameter};
use crate::trace::TraceKind;

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "curl-without-f",
        "`curl` fails when the server answers 404 or 500.",
        "For curl, getting an answer is success, even an error page. `-f` turns HTTP 400 and above into exit status 22. (7 = nobody listening.)",
    )
    .at(Level::Static)
    .by(without_f),
    Idea::core(
        "http-status-as-exit-code",
        "Exit with the HTTP code: `exit 200` is fine, `exit 404` is an error.",
        "HTTP codes and exit codes are different scales: 200 is HTTP success but a failing exit status, and 404 does not even fit (it becomes 148). Map them, e.g. `[ \"$code\" -ge 200 ] && [ \"$code\" -lt 300 ]`.",
    )
    .at(Level::Static)
    .ranked(2)
    .by(http_status),
    Idea::core(
        "inverted-check",
        "grep succeeded, so the check passed.",
        "Here a match is bad news: grep's 0 means \"found it\". Decide which answer is the failure and `exit 1` on that one.",
    )
    .at(Level::Ask)
    .by(inverted),
    Idea::later(
        "gitignore-untracks",
        "Adding a name to `.gitignore` removes it from the repository.",
        "`.gitignore` only affects files git is not tracking yet. `git rm --cached FILE` first; and if it was ever pushed, the secret must be changed.",
    )
    .by(gitignore),
    Idea::core(
        "while-until-inverted",
        "`while ready` waits until ready.",
        "`while` repeats as long as the command succeeds; `until` as long as it fails. To wait for success: `until cmd` or `while ! cmd`.",
    )
    .at(Level::Ask)
    .by(inverted_loop),
    Idea::later(
        "wait-without-limit",
        "The service will come up, so the loop needs no limit.",
        "If the service never starts, this never ends, and the container hangs instead of failing. Count attempts and `exit 1`.",
    )
    .at(Level::Ask)
    .by(without_limit),
];

/// Whether a `curl` turns HTTP errors into failures, or shows the code so that something else can.
fn heeds_errors(simple: &Simple<'_, '_>) -> bool {
    simple
        .arguments()
        .iter()
        .any(|word| match words::literal(word) {
            Some(option) if option.starts_with("--") => {
                option.starts_with("--fail")
                    || option == "--write-out"
                    || option == "--head"
                    || option == "--version"
                    || option == "--help"
            }
            Some(option) if option.starts_with('-') => option.contains(['f', 'w', 'I', 'V']),
            Some(_) => false,
            // What an expansion brings is not known.
            None => words::has_unquoted_expansion(word),
        })
}

fn without_f(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if !simple.is(&["curl"]) || heeds_errors(&simple) || simple.arguments().is_empty() {
            return None;
        }
        let span = simple.command.span;
        let alone = text.tree.pipeline_of(simple.index).pipeline.commands.len() == 1;
        let read = evidence.reads.iter().find(|read| {
            read.value.is_success()
                && read
                    .setter
                    .as_ref()
                    .and_then(|setter| setter.command())
                    .is_some_and(|(at, _)| at == span && read.source == 0)
        });
        let ran = evidence.status_of(text, span);
        let decides = alone && text.tree.is_checked(simple.index);
        if !decides && read.is_none() || ran.is_some_and(|status| !status.is_success()) {
            return None;
        }
        let name_end = simple.command.words[0].span;
        let spot = Spot::of(index, span).instead(text.with(name_end, "curl -f"));
        Some(match (decides, ran) {
            // Who only looks may want to know just that.
            (false, _) => spot.asking(
                "Did you expect this 0 to say that the page is fine? For curl, getting an answer is success, even an error page. `-f` turns HTTP 400 and above into exit status 22.".to_owned(),
            ),
            (true, Some(_)) => spot.at(Level::Certain),
            (true, None) => spot,
        })
    })
}

const HTTP_SUCCESS: [u32; 6] = [200, 201, 202, 203, 204, 206];

/// Whether a service is what the line is about: otherwise 200 is a number like any other.
fn speaks_of_http(evidence: &Evidence<'_>) -> bool {
    speaks_of(evidence, &["curl", "wget", "http", "health"])
}

/// Whether one of `words` stands in the line or in what it ran.
fn speaks_of(evidence: &Evidence<'_>, words: &[&str]) -> bool {
    let about = |text: &Text<'_>| {
        let text = String::from_utf8_lossy(text.bytes).to_lowercase();
        words.iter().any(|word| text.contains(word))
    };
    evidence.texts.iter().any(about)
}

/// `[ $? = 200 ]` behind a `curl`.
fn status_as_code(evidence: &Evidence<'_>) -> Option<Spot> {
    find_test(evidence, |index, text, test| {
        let other = match test.operands {
            [status, _, other] if words::is_status(status) => words::literal(other)?,
            [other, _, status] if words::is_status(status) => words::literal(other)?,
            _ => return None,
        };
        let code: u32 = other.parse().ok()?;
        (HTTP_SUCCESS.contains(&code) && speaks_of_http(evidence)).then(|| {
            Spot::of(index, test.span).at(level(evidence, text, test.span)).saying(format!(
                "`$?` is an exit status and no HTTP code: a program that did its work leaves 0, whatever the server answered, and not {code}.{}",
                match speaks_of(evidence, &["curl"]) {
                    true => " With `-f`, curl fails where the server answers 400 or more.",
                    false => "",
                }
            ))
        })
    })
}

fn http_status(evidence: &Evidence<'_>) -> Option<Spot> {
    if let Some(spot) = status_as_code(evidence) {
        return Some(spot);
    }
    find_simple(evidence, |index, text, simple| {
        let [operand] = simple.arguments() else {
            return None;
        };
        if !simple.is(&["exit", "return"]) {
            return None;
        }
        let ran = evidence.runs_at(text, simple.command.span).next().is_some();
        let spot = Spot::of(index, simple.command.span).at(if ran {
            Level::Certain
        } else {
            Level::Static
        });
        if let Some(code) = words::literal(operand).and_then(|text| text.parse::<u32>().ok()) {
            return (HTTP_SUCCESS.contains(&code) && speaks_of_http(evidence)).then(|| spot.saying(format!(
                "HTTP codes and exit codes are different scales: {code} is HTTP success but a failing exit status, since only 0 is success. Map them, e.g. `[ \"$code\" -lt 300 ]`."
            )));
        }
        let Some(Parameter::Variable(name)) = words::parameter(operand) else {
            return None;
        };
        let from_curl = text.tree.simples().any(|other| {
            other.command.assignments.iter().any(|assignment| {
                assignment.name == name && text.at(assignment.value.span).contains("http_code")
            })
        });
        from_curl.then(|| spot.saying(format!(
            "`${}` holds an HTTP code, and that is another scale: 200 would be a failing exit status, and 404 does not even fit (it becomes 148). Map it, e.g. `[ \"$code\" -ge 200 ] && [ \"$code\" -lt 300 ]`.",
            String::from_utf8_lossy(name)
        )))
    })
}

fn inverted(evidence: &Evidence<'_>) -> Option<Spot> {
    const FORBIDDEN: [&str; 8] = [
        "password",
        "passwd",
        "secret",
        "token",
        "api_key",
        "apikey",
        "private key",
        "credential",
    ];
    find_simple(evidence, |index, text, simple| {
        let pattern = simple
            .literals()
            .into_iter()
            .flatten()
            .find(|word| !word.starts_with('-'))?;
        let lower = pattern.to_lowercase();
        let forbidden = FORBIDDEN.iter().any(|word| lower.contains(word));
        let negated = text.tree.pipeline_of(simple.index).pipeline.bang.is_some();
        let counts_absence = simple
            .literals()
            .iter()
            .flatten()
            .any(|word| word == "-v" || word == "-qv");
        (simple.is(&["grep"]) && forbidden && !negated && !counts_absence && announces_success(&text.tree, simple.index)).then(|| {
            Spot::of(index, simple.command.span).asking(format!(
                "Is finding `{}` good news? grep's 0 means \"found it\", so success is announced when it is there. Decide which answer is the failure and `exit 1` on that one.",
                shorten(&pattern)
            ))
        })
    })
}

fn gitignore(evidence: &Evidence<'_>) -> Option<Spot> {
    let ignored = evidence.file(b".gitignore")?;
    let names = String::from_utf8_lossy(&ignored.content).into_owned();
    evidence.runs.iter().filter(|ran| ran.run.source == 0).find_map(|ran| {
        let words = ran.run.words();
        let asks = words.first().is_some_and(|name| name == "git")
            && words.iter().any(|word| word == "ls-files")
            && words.iter().any(|word| word == "--error-unmatch");
        let path = words.last()?;
        (asks && ran.run.status()?.is_success() && names.lines().any(|name| name == path)).then(|| {
            Spot::line(ran.run.span).asking(format!(
                "Did you expect git to have let go of {path}? It is in `.gitignore` and still tracked: `.gitignore` only affects files git is not tracking yet. `git rm --cached {path}` first; and if it was ever pushed, the secret must be changed."
            ))
        })
    })
}

/// Whether a loop's body only waits or counts.
fn waits(items: &[ListItem<'_>]) -> bool {
    items.iter().all(|item| {
        first_command(item).is_some_and(|command| {
            let name = command.words.first().and_then(words::literal);
            match name.as_deref() {
                None => command.words.is_empty(),
                Some(name) => matches!(name, "sleep" | "echo" | "printf" | ":" | "true"),
            }
        })
    })
}

fn inverted_loop(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| inverted_loop_in(evidence, index, text))
}

fn inverted_loop_in(evidence: &Evidence<'_>, index: usize, text: &Text<'_>) -> Option<Spot> {
    text.tree.compounds().find_map(|(_, compound)| {
        let CompoundKind::Loop(clause) = compound.kind else { return None };
        let [item] = clause.condition.items else { return None };
        let command = first_command(item)?;
        let name = command.words.first().and_then(words::literal)?;
        let other = Test::of_command(command).is_some() || matches!(name.as_str(), "read" | "true" | ":" | "false" | "shift" | "getopts");
        let negated = item.and_or.first.bang.is_some();
        let event = |wanted: &dyn Fn(&TraceKind) -> bool| {
            let mut events = evidence.seen.trace.iter();
            events.any(|event| Some(event.source) == text.source && event.span == Some(compound.span) && wanted(&event.kind))
        };
        let ran = event(&|kind| matches!(kind, TraceKind::Started { .. }));
        let turned = event(&|kind| matches!(kind, TraceKind::LoopTurned { .. }));
        // What was cut off did not fail.
        let cut_off = evidence.seen.interrupted || evidence.seen.stopped.is_some();
        if other || negated || clause.until || !ran || turned || cut_off || !waits(clause.body.items) {
            return None;
        }
        let condition = shorten(&text.at(item.and_or.span()));
        Some(Spot::of(index, compound.span).asking(format!(
            "Is this meant to wait until `{condition}` works? It failed at once, and `while` repeats only as long as the command succeeds, so nothing waited. `until {condition}` waits."
        )))
    })
}

fn without_limit(evidence: &Evidence<'_>) -> Option<Spot> {
    let mut texts = evidence.texts.iter().enumerate();
    texts.find_map(|(index, text)| without_limit_in(evidence, index, text))
}

fn without_limit_in(evidence: &Evidence<'_>, index: usize, text: &Text<'_>) -> Option<Spot> {
    const MANY: usize = 50;
    text.tree.compounds().find_map(|(_, compound)| {
        let CompoundKind::Loop(clause) = compound.kind else { return None };
        let turns = evidence.seen.trace.iter().filter(|event| {
            Some(event.source) == text.source
                && event.span == Some(compound.span)
                && matches!(event.kind, TraceKind::LoopTurned { .. })
        });
        let turns = turns.count();
        let endless = matches!(evidence.seen.stopped, Some(Excess::Time | Excess::Interrupts));
        let condition = clause.condition.span().map(|span| text.at(span))?;
        let counts = condition.contains("-lt") || condition.contains("-le") || condition.contains("-g") || condition.contains("read");
        let leaves = text.tree.simples().any(|simple| {
            simple.is(&["break", "exit", "return"]) && compound.span.contains(simple.command.span)
        });
        let only_waits = waits(clause.body.items);
        (turns > MANY || endless && (turns > 0 || index == 0)).then_some(())?;
        (!counts && !leaves && only_waits).then(|| {
            Spot::of(index, compound.span).asking(format!(
                "What if `{}` never changes its answer? Then this never ends, and a container hangs instead of failing. Count attempts and `exit 1`.",
                shorten(&condition)
            ))
        })
    })
}
