//! Ideas about which command a redirection belongs to: one that was skipped, or the last of several.

use super::and_or::{is_output, on_one_line, was_skipped};
use super::evidence::{Evidence, Ran, Text};
use super::status::shorten;
use super::tree::{self, Role};
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{AndOr, Command, CompoundKind, List, ListItem, Pipeline, SimpleCommand};

pub(super) static IDEAS: &[Idea] = &[
    Idea::core(
        "redirect-binds-to-one-command",
        "A skipped command's `> file` still creates the file.",
        "A redirection belongs to its command: if that is skipped, there is no file. Round a group, the redirection is done before the group starts.",
    )
    .at(Level::Ask)
    .by(skipped_redirect),
    Idea::core(
        "redirect-covers-the-line",
        "`> out` at the end catches everything on the line.",
        "`>` applies to the one command it is written on. Group with `{ ...; } > out` to catch them all.",
    )
    .at(Level::Ask)
    .by(covers_the_line),
    Idea::later(
        "redirect-behind-semicolon",
        "`{ ...; }; > out` sends what the group prints to out.",
        "The `;` ends the group, so `> out` is a command of its own, which writes nothing to the file. The redirection stands right behind the `}`.",
    )
    .at(Level::Ask)
    .ranked(2)
    .by(behind_semicolon),
];

/// `{ a; b; }; > file`, and `echo a; > file` where the step wants something in the file.
fn behind_semicolon(evidence: &Evidence<'_>) -> Option<Spot> {
    find_pair(evidence, |index, text, [before, after]| {
        let alone = tree::sole_command(after)
            .filter(|command| command.words.is_empty() && command.assignments.is_empty())?;
        let (span, path) = output_path(alone)?;
        let ([], [only]) = (before.and_or.rest, before.and_or.first.commands) else {
            return None;
        };
        let wanted = evidence.wanted.is_some_and(|wanted| {
            let is_it = |(file, content): &(String, Option<Vec<u8>>)| {
                *file == path && content.as_ref().is_none_or(|content| !content.is_empty())
            };
            wanted.files.iter().any(is_it)
        });
        let closing = match only {
            Command::Compound(group) if group.redirects.is_empty() => match group.kind {
                CompoundKind::BraceGroup(_) => Some("}"),
                CompoundKind::Subshell(_) => Some(")"),
                _ => return None,
            },
            Command::Simple(command)
                if wanted
                    && command.redirects.is_empty()
                    && prints(evidence, text, only.span()) =>
            {
                None
            }
            _ => return None,
        };
        if before.background.is_some() || !on_one_line(text, only.span(), alone.span) {
            return None;
        }
        let redirect = text.at(span);
        let between = Span::new(only.span().end, span.start);
        let (what, belongs) = match closing {
            Some("}") => (
                "group",
                format!("right behind the `}}`: `{{ ...; }} {redirect}`"),
            ),
            Some(_) => (
                "group",
                format!("right behind the `)`: `( ... ) {redirect}`"),
            ),
            None => (
                "command",
                format!(
                    "before the `;`: `{} {redirect}`",
                    shorten(&text.at(only.span()))
                ),
            ),
        };
        let spot = Spot::of(index, span).instead(text.with(between, " "));
        let said = format!(
            "The `;` ends the {what}, so `{redirect}` is a command of its own, which writes nothing to the file. A redirection of the {what} stands {belongs}."
        );
        Some(match wanted {
            true => spot.at(Level::Certain).saying(said),
            false => spot.asking(format!(
                "Is what the {what} prints meant to be in `{path}`? {said}"
            )),
        })
    })
}

/// Whether the command at `span` put something on the screen.
fn prints(evidence: &Evidence<'_>, text: &Text<'_>, span: Span) -> bool {
    let printed = |ran: &Ran| {
        ran.run
            .printed
            .as_ref()
            .is_some_and(|range| !range.is_empty())
    };
    evidence.runs_at(text, span).any(printed)
}

/// The first two neighbours in a list of any text for which `spot` has something to say.
fn find_pair(
    evidence: &Evidence<'_>,
    spot: impl Fn(usize, &Text<'_>, [&ListItem<'_>; 2]) -> Option<Spot>,
) -> Option<Spot> {
    evidence.texts.iter().enumerate().find_map(|(index, text)| {
        text.tree.lists.iter().find_map(|node| {
            let mut pairs = node.list.items.windows(2);
            pairs.find_map(|pair| match pair {
                [before, after] => spot(index, text, [before, after]),
                _ => None,
            })
        })
    })
}

/// The path of the last output redirection of a simple command, as text.
fn output_path(command: &SimpleCommand<'_>) -> Option<(Span, String)> {
    let redirect = command
        .redirects
        .iter()
        .rev()
        .find(|redirect| is_output(redirect))?;
    Some((redirect.span, words::literal(&redirect.target)?))
}

fn skipped_redirect(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.and_ors.iter().find_map(|node| {
        node.and_or.rest.iter().find_map(|part| {
            let [Command::Simple(command)] = part.pipeline.commands else {
                return None;
            };
            let (span, path) = output_path(command)?;
            let skipped = was_skipped(evidence, text, part.pipeline.span);
            if !skipped || evidence.seen.files.iter().any(|file| file.path.as_os_str() == path.as_str()) {
                return None;
            }
            let name = command.words.first().map(|word| text.at(word.span)).unwrap_or_default();
            let wanted = evidence.wanted.is_some_and(|wanted| wanted.files.iter().any(|(file, _)| *file == path));
            let spot = Spot::line(span);
            Some(match wanted {
                true => spot.at(Level::Certain).saying(format!(
                    "The redirection belongs to `{name}`, and `{name}` was skipped, so there is no file `{path}`. Round a group, the redirection is done before the group starts."
                )),
                false => spot.asking(format!(
                    "Did you expect a file `{path}`? The redirection belongs to `{name}`, and `{name}` was skipped, so none was made."
                )),
            })
        })
    })
}

/// Two commands of which one follows the other, and all that belongs to the first.
struct Row<'a> {
    first: &'a SimpleCommand<'a>,
    second: &'a SimpleCommand<'a>,
    whole: Span,
    sign: &'static str,
}

/// The neighbours in a list, and in the AND-OR lists it is made of.
fn rows<'a>(list: &List<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for pair in list.items.windows(2) {
        let [before, after] = pair else { continue };
        if let (Some(first), Some(second), None) = (
            tree::sole_command(before),
            tree::sole_command(after),
            before.background,
        ) {
            rows.push(Row {
                first,
                second,
                whole: before.and_or.span(),
                sign: ";",
            });
        }
    }
    let only = |pipeline: &Pipeline<'a>| match (pipeline.commands, pipeline.bang) {
        ([Command::Simple(only)], None) => Some(*only),
        _ => None,
    };
    for item in list.items {
        let [part] = item.and_or.rest else { continue };
        if let (Some(first), Some(second), AndOr::And) = (
            only(&item.and_or.first),
            only(&part.pipeline),
            part.operator,
        ) {
            rows.push(Row {
                first,
                second,
                whole: item.and_or.first.span,
                sign: " &&",
            });
        }
    }
    rows
}

fn covers_the_line(evidence: &Evidence<'_>) -> Option<Spot> {
    let text = evidence.line();
    text.tree.lists.iter().find_map(|node| {
        let grouped = match node.role {
            Role::Program => false,
            Role::Group | Role::Subshell => true,
            _ => return None,
        };
        // What the group prints may go to a file of its own.
        let holder = node.parent.map(|parent| text.tree.commands[parent].command);
        if let Some(Command::Compound(group)) = holder
            && !group.redirects.is_empty()
        {
            return None;
        }
        let mut rows = rows(&node.list).into_iter();
        rows.find_map(|row| uncovered(evidence, text, &row, grouped))
    })
}

/// What is said of a row whose second command alone writes to a file.
fn uncovered(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    row: &Row<'_>,
    grouped: bool,
) -> Option<Spot> {
    let (left, command) = (row.first, row.second);
    let (span, path) = output_path(command)?;
    if !left.redirects.is_empty() || !on_one_line(text, left.span, command.span) {
        return None;
    }
    // A subshell's commands run in a process of their own, and nobody has watched what they print.
    let says = left
        .words
        .first()
        .is_some_and(|name| words::is_text(name, "echo"));
    let printed = evidence
        .runs_at(text, left.span)
        .any(|ran| match &ran.run.printed {
            Some(range) => !range.is_empty(),
            None => says && ran.run.how.is_some(),
        });
    if !printed {
        return None;
    }
    // A message before the work is none of the file's business.
    let alike = left.words.first().and_then(words::literal)
        == command.words.first().and_then(words::literal);
    let spot = Spot::line(span).instead(match grouped {
        true => None,
        false => {
            let before = text.at(Span::new(command.span.start, span.start));
            let group = format!(
                "{{ {}{} {before}; }} {}",
                text.at(row.whole),
                row.sign,
                text.at(span)
            );
            text.with(Span::new(row.whole.start, command.span.end), &group)
        }
    });
    let meant = match grouped {
        true => format!("behind the group, `> {path}` catches all"),
        false => format!("a group `{{ ...; }} > {path}` catches all"),
    };
    let left = shorten(&text.at(left.span));
    if lacks_what_was_printed(evidence, text, row, &path) {
        let meant = match grouped {
            true => format!("Behind the group it catches all: `{{ ...; }} > {path}`."),
            false => format!("Group them: `{{ ...; }} > {path}`."),
        };
        return Some(spot.at(Level::Certain).saying(format!(
            "`>` applies to the one command it is written on, so what `{left}` printed is not in {path}. {meant}"
        )));
    }
    alike.then(|| {
        spot.asking(format!(
            "Is what `{left}` prints meant to be in {path} too? `>` applies to the one command it is written on; {meant}."
        ))
    })
}

/// Whether what the file is to hold is what it holds behind what the first command printed.
fn lacks_what_was_printed(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    row: &Row<'_>,
    path: &str,
) -> bool {
    let wanted = evidence.wanted.and_then(|wanted| {
        let (_, content) = wanted.files.iter().find(|(file, _)| *file == path)?;
        content.as_ref()
    });
    let got = evidence.file(path.as_bytes()).map(|file| &file.content);
    let (Some(wanted), Some(got)) = (wanted, got) else {
        return false;
    };
    let before = evidence
        .runs_at(text, row.first.span)
        .filter_map(|ran| ran.run.printed.clone());
    let mut whole: Vec<u8> = before
        .flat_map(|range| &evidence.seen.screen[range])
        .copied()
        .collect();
    whole.retain(|byte| *byte != b'\r');
    whole.extend(got);
    !got.is_empty() && *wanted == whole && whole.len() > got.len()
}
