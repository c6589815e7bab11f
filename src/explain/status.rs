//! Who decides the exit status of a text.

use super::ending::{Ending, Endings};
use super::settings::{Functions, Setting, Settings, ShellOption};
use super::survey::Survey;
use super::utility;
use super::walk::{named, one_line};
use super::word::plain_text;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::*;

/// Who decides the status of a text of these commands, which run with the options of `settings`.
pub(super) fn of_text<'a>(
    text: &[u8],
    lists: &[List<'a>],
    functions: &Functions<'a>,
    settings: &Settings,
    survey: &Survey,
) -> Option<String> {
    let mut items: Vec<&ListItem<'a>> = lists.iter().flat_map(|list| list.items).collect();
    let mut decider = Decider {
        text,
        settings,
        endings: Endings::new(functions, false),
    };
    let endings: Vec<Ending> = items
        .iter()
        .map(|item| decider.endings.item(item))
        .collect();
    // What stands behind that never runs.
    let ended = endings.iter().position(|ending| *ending == Ending::Always);
    items.truncate(ended.map_or(items.len(), |at| at + 1));
    let last = items.last()?;
    let sentence = match survey.exits_in_trap {
        true => format!(
            "what the trap on EXIT leaves with exit, or else {}",
            decider.of_item(last)
        ),
        false => decider.of_item(last),
    };
    Some(match items.as_slice() {
        [_] => sentence,
        [before @ .., _] => {
            let failures = settings.after.may(ShellOption::ErrExit);
            let early = failures
                || survey.may_end_before(last.and_or.span().start)
                || endings[..before.len()].contains(&Ending::Perhaps);
            let unless = if early {
                ", if nothing ends it earlier"
            } else {
                ""
            };
            format!("{} here{unless}, {sentence}", concat_rule())
        }
        [] => return None,
    })
}

fn concat_rule() -> String {
    format!("{};", Rule::ScriptStatus.sentence())
}

/// Says who decides, in one text.
struct Decider<'d, 'a> {
    text: &'d [u8],
    settings: &'d Settings,
    endings: Endings<'d, 'a>,
}

impl<'a> Decider<'_, 'a> {
    fn name(&self, span: Span) -> String {
        named(&one_line(&String::from_utf8_lossy(span.of(self.text))))
    }

    fn of_item(&mut self, item: &ListItem<'a>) -> String {
        match item.background {
            Some(_) => Rule::AsyncStatus.sentence().to_owned(),
            None => self.of_and_or(&item.and_or.first, item.and_or.rest),
        }
    }

    fn of_and_or(&mut self, first: &Pipeline<'a>, rest: &[AndOrPart<'a>]) -> String {
        let Some((last, others)) = rest.split_last() else {
            return of_pipeline(self.text, first, self.settings);
        };
        if self.endings.pipeline(first) == Ending::Always {
            return format!("{}; nothing behind it runs", self.of_last(first));
        }
        let ends = |part: &AndOrPart<'a>| self.endings.pipeline(&part.pipeline) == Ending::Always;
        if let Some(at) = others.iter().position(ends) {
            return self.where_one_ends(first, rest, at);
        }
        let before = others
            .last()
            .map_or(first.span, |part| first.span.to(part.pipeline.span));
        let before = self.name(before);
        let mut pipelines = others.iter().map(|part| &part.pipeline);
        let may_end = self.endings.pipeline(first) == Ending::Perhaps
            || pipelines.any(|one| self.endings.pipeline(one) == Ending::Perhaps);
        if let Some(said) = self.of_last_part(last, &before, may_end) {
            return said;
        }
        let all = |operator: AndOr| rest.iter().all(|part| part.operator == operator);
        let name = self.name(last.pipeline.span);
        let said = match () {
            () if all(AndOr::And) => {
                format!("that of the first command that fails; if none does, 0 from {name}")
            }
            () if all(AndOr::Or) => {
                format!("0 as soon as one of them succeeds; if none does, that of {name}")
            }
            () => {
                "that of the command that ran last; what is skipped leaves it as it is".to_owned()
            }
        };
        unless_ended(said, &before, may_end)
    }

    /// Of a list whose part `at` of `rest` surely ends the shell if it is reached.
    fn where_one_ends(
        &mut self,
        first: &Pipeline<'a>,
        rest: &[AndOrPart<'a>],
        at: usize,
    ) -> String {
        let ends = &rest[at];
        let before = at.checked_sub(1).map_or(first.span, |before| {
            first.span.to(rest[before].pipeline.span)
        });
        let before = self.name(before);
        let (outcome, other) = match ends.operator {
            AndOr::And => ("ends with 0", AndOr::Or),
            AndOr::Or => ("fails", AndOr::And),
        };
        // If it is not reached, the next part that runs is the first with the other operator.
        let behind = &rest[at + 1..];
        let next = behind.iter().position(|part| part.operator == other);
        let otherwise = match (next, ends.operator) {
            (Some(next), _) => self.of_and_or(&behind[next].pipeline, &behind[next + 1..]),
            (None, AndOr::And) => format!("that of {before}"),
            (None, AndOr::Or) => "0".to_owned(),
        };
        format!(
            "if {before} {outcome}: {}; else: {otherwise}",
            self.of_last(&ends.pipeline)
        )
    }

    /// Of a pipeline behind which nothing runs.
    fn of_last(&self, pipeline: &Pipeline<'a>) -> String {
        match leaving(pipeline) {
            Leaving::With(status) => status,
            _ => of_pipeline(self.text, pipeline, self.settings),
        }
    }

    /// Of a list whose last part leaves a status that is known.
    fn of_last_part(&self, last: &AndOrPart<'a>, before: &str, may_end: bool) -> Option<String> {
        let said = match (last.operator, leaving(&last.pipeline)) {
            (AndOr::Or, Leaving::Zero) => {
                let name = self.name(last.pipeline.span);
                return Some(match may_end {
                    true => format!(
                        "0, if {before} does not end the shell: if it fails, {name} makes it 0"
                    ),
                    false => format!("0 in any case: if {before} fails, {name} makes it 0"),
                });
            }
            (AndOr::Or, Leaving::With(status)) => {
                format!("0 if {before} ends with 0, else {status}")
            }
            (AndOr::And, Leaving::With(status)) => {
                format!("that of {before} if that fails, else {status}")
            }
            (_, Leaving::Kept(name)) => {
                format!("that of {before}: {name} without a number keeps it")
            }
            _ => return None,
        };
        Some(unless_ended(said, before, may_end))
    }
}

/// With the reserve that what stands before the last part may end the shell.
fn unless_ended(said: String, before: &str, may_end: bool) -> String {
    match may_end {
        true => format!("{said}; all this if {before} does not end the shell"),
        false => said,
    }
}

/// What a command that ends a list of alternatives leaves.
enum Leaving {
    Zero,
    With(String),
    /// The status before it; this leaves the shell.
    Kept(String),
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
        (["exit" | "return"], None) => Leaving::Kept(words[0].to_owned()),
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
                (Some("exit"), None) if simple.words.len() == 1 => {
                    "that of the command that ran before it: exit without a number keeps it"
                        .to_owned()
                }
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
