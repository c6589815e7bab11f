//! Values that an assignment does not give as it looks: a `?` alone, a `$` before a number, an `=` behind `exit`.

use super::assignments::holds_status;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::testing::level;
use super::tree::Simple;
use super::words;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::Assignment;

pub(super) static IDEAS: &[Idea] = &[
    Idea::later(
        "status-misassigned",
        "`rc=?` keeps the status, and `exit=$rc` ends with it.",
        "`rc=?` stores a question mark: the status is `$?`. And `exit=3` sets a variable called exit: a script ends by `exit 3`.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(misassigned),
    Idea::later(
        "number-with-dollar",
        "`port=$8080` stores 8080.",
        "`$8080` is `$8`, the eighth argument, with 080 behind it. A number stands without `$`.",
    )
    .at(Level::Static)
    .ranked(4)
    .by(number_with_dollar),
];

fn misassigned(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        if let Some((written, meant)) = with_a_colon(text, &simple) {
            let spot = Spot::of(index, simple.command.span);
            return Some(
                spot.at(level(evidence, text, simple.command.span))
                    .instead(text.with(simple.command.span, &meant))
                    .saying(format!(
                        "`{written}` is the name of a command here, for no name of a variable has a `:` in it. An assignment has `=` alone: `{meant}`."
                    )),
            );
        }
        let ([only], []) = (simple.command.assignments, simple.command.words) else {
            return None;
        };
        let name = String::from_utf8_lossy(only.name).into_owned();
        let value = text.at(only.value.span);
        let spot = Spot::of(index, only.span).at(level(evidence, text, simple.command.span));
        if matches!(name.as_str(), "exit" | "return") {
            let read = String::from_utf8_lossy(text.bytes).contains(&format!("${name}"));
            let meant = format!("{name} {value}");
            let plain = !read && !value.is_empty() && !value.contains('`');
            return plain.then(|| {
                spot.instead(text.with(only.span, &meant)).saying(format!(
                    "`{name}={value}` sets a variable called `{name}`, and ends nothing. The command is `{meant}`, with a blank."
                ))
            });
        }
        let meant = format!("{name}=$?");
        if !holds_status(&name) {
            return None;
        }
        let other = match value.as_str() {
            "=$?" => Some("`=` is written twice, and the second one is a part of the value"),
            "$!" => Some("`$!` is the number of a job; the status of the command before is `$?`"),
            "$$" => {
                Some("`$$` is the number of the shell; the status of the command before is `$?`")
            }
            _ => None,
        };
        if let Some(other) = other {
            return Some(
                spot.instead(text.with(only.span, &meant))
                    .saying(format!("{other}: `{meant}`.")),
            );
        }
        if value == "?$" {
            return Some(spot.instead(text.with(only.span, &meant)).saying(format!(
                "`?$` is a text of two signs. The status of the command before is `$?`, in this order: `{meant}`."
            )));
        }
        (value == "?").then(|| {
            spot.instead(text.with(only.span, &meant)).saying(format!(
                "`{name}=?` stores a question mark. The status of the command before is `$?`: `{meant}`."
            ))
        })
    })
}

/// `rc:=$?` and `rc:=3` as written, and as the assignment.
fn with_a_colon(text: &Text<'_>, simple: &Simple<'_, '_>) -> Option<(String, String)> {
    let ([], [only]) = (simple.command.assignments, simple.command.words) else {
        return None;
    };
    let written = text.at(only.span);
    let (name, value) = written.split_once(":=")?;
    let plain = words::is_name(name) && !value.is_empty() && !written.contains('`');
    let meant = format!("{name}={value}");
    plain.then_some((written, meant))
}

fn number_with_dollar(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let mut given = simple.command.assignments.iter();
        let is_number = |given: &&Assignment<'_>| {
            let written = text.at(given.value.span);
            let written = written.trim_matches('"');
            let digits = written.strip_prefix('$');
            digits.is_some_and(|digits| {
                digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let given = given.find(is_number)?;
        let written = text.at(given.value.span);
        let number = written.trim_matches(['"', '$']);
        let name = String::from_utf8_lossy(given.name).into_owned();
        let start = given.value.span.start;
        let place = Span::new(start, given.value.span.end);
        Some(
            Spot::of(index, place)
                .at(level(evidence, text, simple.command.span))
                .instead(text.with(place, number))
                .saying(format!(
                    "`${number}` is `${}`, an argument of the shell, with `{}` behind it. A number stands without `$`: `{name}={number}`.",
                    &number[..1],
                    &number[1..]
                )),
        )
    })
}
