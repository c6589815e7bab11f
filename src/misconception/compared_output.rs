//! A `>` behind a command that was to compare what it prints with a number.

use super::Spot;
use super::evidence::Evidence;
use super::find::find_simple;
use super::numbers;
use super::pipes::is_silent;
use super::testing::level;
use super::words::{self, Test};
use crate::source::Span;
use crate::syntax::ast::RedirectOperator;

/// Characters of a test that a sentence bears.
const LONGEST: usize = 60;

/// The same sign in a test, or behind any other condition.
pub(super) fn gt_redirects(evidence: &Evidence<'_>) -> Option<Spot> {
    numbers::in_test(evidence).or_else(|| behind_command(evidence))
}

/// `if grep -c x f > 0`
fn behind_command(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        let name = simple.name().filter(|name| words::is_known_command(name))?;
        if Test::of(&simple).is_some() || !text.tree.is_checked(simple.index) {
            return None;
        }
        let redirect = command.redirects.iter().find(|redirect| {
            let arrow = matches!(
                redirect.operator,
                RedirectOperator::Output | RedirectOperator::Input
            );
            let number = words::literal(&redirect.target);
            arrow
                && redirect.fd.is_none()
                && number.is_some_and(|number| words::is_integer(&number))
        })?;
        let (written, target) = (text.at(redirect.span), text.at(redirect.target.span));
        let (does, sign) = match redirect.operator {
            RedirectOperator::Input => ("reads from", "-lt"),
            _ => ("writes to", "-gt"),
        };
        // What comes through a pipe belongs to it as well.
        let pipeline = text.tree.pipeline_of(simple.index).pipeline;
        let first = pipeline.commands.first()?.span();
        if pipeline.commands.last()?.span() != command.span {
            return None;
        }
        let before = text.at(Span::new(first.start, redirect.span.start));
        let meant = format!("[ \"$({before})\" {sign} {target} ]");
        let (shown, instead) = match meant.len() < LONGEST {
            true => (meant.clone(), text.with(first.to(command.span), &meant)),
            false => (format!("[ \"$(...)\" {sign} {target} ]"), None),
        };
        let spot = Spot::of(index, redirect.span).at(level(evidence, text, command.span));
        let said = format!(
            "`{written}` is a redirection: it {does} a file called `{target}`, and compares nothing; what decides is the status of `{name}`."
        );
        // What prints nothing has no number to be compared.
        Some(match is_silent(pipeline.commands.last()?) {
            true => spot.instead(text.with(redirect.span, "")).saying(said),
            false => spot.instead(instead).saying(format!(
                "{said} A number that is printed is compared by `{shown}`."
            )),
        })
    })
}
