//! Who decides the exit status of a text.

use super::settings::{Setting, Settings, ShellOption};
use super::survey::Survey;
use super::utility;
use super::walk::{named, one_line};
use super::word::plain_text;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::*;

/// Who decides the status of a text of these commands, which run with the options of `settings`.
pub(super) fn of_text(
    text: &[u8],
    lists: &[List<'_>],
    settings: &Settings,
    survey: &Survey,
) -> Option<String> {
    let items: Vec<&ListItem<'_>> = lists.iter().flat_map(|list| list.items).collect();
    let last = items.last()?;
    let sentence = match survey.exits_in_trap {
        true => format!(
            "what the trap on EXIT leaves with exit, or else {}",
            of_item(text, last, settings)
        ),
        false => of_item(text, last, settings),
    };
    Some(match items.as_slice() {
        [_] => sentence,
        _ => {
            let failures = settings.after.may(ShellOption::ErrExit);
            let early = failures || survey.may_end_before(last.and_or.span().start);
            let unless = if early {
                ", if nothing ends it earlier"
            } else {
                ""
            };
            format!("{} here{unless}, {sentence}", concat_rule())
        }
    })
}

fn concat_rule() -> String {
    format!("{};", Rule::ScriptStatus.sentence())
}

fn of_item(text: &[u8], item: &ListItem<'_>, settings: &Settings) -> String {
    if item.background.is_some() {
        return Rule::AsyncStatus.sentence().to_owned();
    }
    let list = &item.and_or;
    let name = |span: Span| named(&one_line(&String::from_utf8_lossy(span.of(text))));
    let Some(last) = list.rest.last() else {
        return of_pipeline(text, &list.first, settings);
    };
    let before = list
        .rest
        .len()
        .checked_sub(2)
        .map_or(list.first.span, |index| {
            list.first.span.to(list.rest[index].pipeline.span)
        });
    let all = |operator: AndOr| list.rest.iter().all(|part| part.operator == operator);
    if last.operator == AndOr::Or {
        match leaving(&last.pipeline) {
            Leaving::Zero => {
                return format!(
                    "0 in any case: if {} fails, {} makes it 0",
                    name(before),
                    name(last.pipeline.span)
                );
            }
            Leaving::With(status) => {
                return format!("0 if {} ends with 0, else {status}", name(before));
            }
            Leaving::Other => {}
        }
    }
    if last.operator == AndOr::And
        && let Leaving::With(status) = leaving(&last.pipeline)
    {
        return format!("that of {} if that fails, else {status}", name(before));
    }
    match () {
        () if all(AndOr::And) => format!(
            "that of the first command that fails; if none does, 0 from {}",
            name(last.pipeline.span)
        ),
        () if all(AndOr::Or) => format!(
            "0 as soon as one of them succeeds; if none does, that of {}",
            name(last.pipeline.span)
        ),
        () => "that of the command that ran last; what is skipped leaves it as it is".to_owned(),
    }
}

/// What a command that ends a list of alternatives leaves.
enum Leaving {
    Zero,
    With(String),
    Other,
}

fn leaving(pipeline: &Pipeline<'_>) -> Leaving {
    let simple = match pipeline.commands {
        [Command::Simple(simple)] => simple,
        [Command::Compound(compound)] if pipeline.bang.is_none() => return leaving_group(compound),
        _ => return Leaving::Other,
    };
    let words: Vec<Option<String>> = simple
        .words
        .iter()
        .map(|word| plain_text(word.parts))
        .collect();
    let words: Vec<&str> = words
        .iter()
        .map(|word| word.as_deref().unwrap_or("$"))
        .collect();
    match (words.as_slice(), pipeline.bang) {
        (["true" | ":", ..], None) if simple.redirects.is_empty() && is_plain(simple) => {
            Leaving::Zero
        }
        (["exit" | "return", number], None) if number.parse::<u8>().is_ok() => {
            Leaving::With(format!("{number}, from {}", words[0]))
        }
        _ => Leaving::Other,
    }
}

/// What a group leaves whose commands run one after the other up to an `exit` at its end.
fn leaving_group(compound: &CompoundCommand<'_>) -> Leaving {
    let (CompoundKind::BraceGroup(list) | CompoundKind::Subshell(list)) = &compound.kind else {
        return Leaving::Other;
    };
    let Some((last, before)) = list.items.split_last() else {
        return Leaving::Other;
    };
    let goes_on = |item: &ListItem<'_>| {
        let [Command::Simple(simple)] = item.and_or.first.commands else {
            return false;
        };
        let name = simple.words.first().and_then(|word| plain_text(word.parts));
        let leaves = ["exit", "return", "exec", "break", "continue", "set"];
        item.and_or.rest.is_empty() && !name.is_some_and(|name| leaves.contains(&name.as_str()))
    };
    match last.and_or.rest.is_empty() && last.background.is_none() && before.iter().all(goes_on) {
        true => match leaving(&last.and_or.first) {
            // Any other end may come of the redirections as well.
            Leaving::With(status) if compound.redirects.is_empty() => Leaving::With(status),
            _ => Leaving::Other,
        },
        false => Leaving::Other,
    }
}

fn of_pipeline(text: &[u8], pipeline: &Pipeline<'_>, settings: &Settings) -> String {
    let name = |span: Span| named(&one_line(&String::from_utf8_lossy(span.of(text))));
    let whose = match pipeline.commands {
        [only] => of_command(text, only),
        [.., last] => {
            let options = settings.at(pipeline.span).unwrap_or_default();
            let last = name(last.span());
            match options.of(ShellOption::PipeFail) {
                Setting::Off => format!("that of {last}, the last command of the pipeline"),
                Setting::On => {
                    "that of the last command of the pipeline that fails; 0 if none does".to_owned()
                }
                Setting::Perhaps => format!(
                    "that of {last}, the last command of the pipeline, unless pipefail is on by then"
                ),
            }
        }
        [] => "0".to_owned(),
    };
    match pipeline.bang {
        Some(_) if is_exit(pipeline) => format!("{whose}; ! has nothing left to turn round"),
        Some(_) => format!("turned round by !: {whose}"),
        None => whose,
    }
}

/// Whether a pipeline is an `exit` alone, behind which nothing comes.
fn is_exit(pipeline: &Pipeline<'_>) -> bool {
    let [Command::Simple(simple)] = pipeline.commands else {
        return false;
    };
    let name = simple.words.first().and_then(|word| plain_text(word.parts));
    name.as_deref() == Some("exit")
}

fn of_command(text: &[u8], command: &Command<'_>) -> String {
    let name = |span: Span| named(&one_line(&String::from_utf8_lossy(span.of(text))));
    match command {
        Command::Function(definition) if is_special(definition.name) => format!(
            "2: {} is a special built-in, and no function can have its name",
            String::from_utf8_lossy(definition.name)
        ),
        Command::Function(definition) => format!(
            "0: {} is defined, and not run",
            String::from_utf8_lossy(definition.name)
        ),
        Command::Compound(compound) => of_compound(compound).to_owned(),
        Command::Simple(simple) => {
            let Some(first) = simple.words.first() else {
                return match simple.assignments {
                    [] => "0, if the redirections can be made".to_owned(),
                    _ => Rule::AssignmentStatus.sentence().to_owned(),
                };
            };
            let first = plain_text(first.parts);
            let second = simple.words.get(1).and_then(|word| plain_text(word.parts));
            match (first.as_deref(), second) {
                (Some("exit"), Some(number)) => match number.parse::<u64>() {
                    Ok(number) => format!("{}, from exit", number % 256),
                    Err(_) => "what exit makes of its operand".to_owned(),
                },
                (Some("exec"), _) if simple.words.len() > 1 => format!(
                    "that of {}: it has taken the shell's place",
                    name(Span::new(simple.words[1].span.start, simple.span.end))
                ),
                // An expansion can fail.
                (Some("true" | ":"), _) if simple.redirects.is_empty() && is_plain(simple) => {
                    "0: true always succeeds".replace("true", first.as_deref().unwrap_or("true"))
                }
                (Some("false"), _) => "1: false always fails".to_owned(),
                _ => format!("that of {}", name(simple.span)),
            }
        }
    }
}

/// Whether nothing is expanded in a command.
fn is_plain(simple: &SimpleCommand<'_>) -> bool {
    simple.assignments.is_empty()
        && simple
            .words
            .iter()
            .all(|word| plain_text(word.parts).is_some())
}

fn is_special(name: &[u8]) -> bool {
    std::str::from_utf8(name).is_ok_and(utility::is_special)
}

fn of_compound(compound: &CompoundCommand<'_>) -> &'static str {
    match &compound.kind {
        CompoundKind::BraceGroup(_) | CompoundKind::Subshell(_) => Rule::GroupStatus.sentence(),
        CompoundKind::If(clause) if clause.otherwise.is_none() => {
            "that of the last command of the branch that ran, or 0 if none ran"
        }
        CompoundKind::If(_) => Rule::IfStatus.sentence(),
        CompoundKind::Loop(_) | CompoundKind::For(_) => Rule::LoopStatus.sentence(),
        CompoundKind::Case(_) => Rule::CaseStatus.sentence(),
    }
}
