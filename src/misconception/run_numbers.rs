//! A number at the place of a command: the value of a variable that was to be asked about, or to be what a script ends with.

use super::assignments::holds_status;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::tree::{Role, Simple};
use super::words;
use super::{Level, Spot};
use crate::syntax::ast::Parameter;
use crate::trace::How;

/// `rc=$?; if $rc; then ...`, and a last line `$rc` in a script.
pub(super) fn run_value(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        // A `>` or `<` was to compare.
        let ([only], []) = (simple.command.words, simple.command.redirects) else {
            return None;
        };
        let Parameter::Variable(name) = words::parameter(only)? else {
            return None;
        };
        let name = String::from_utf8_lossy(name).into_owned();
        let ran = evidence.runs_at(text, simple.command.span).last()?;
        let value = String::from_utf8_lossy(ran.run.name()).into_owned();
        if ran.run.how != Some(How::NotFound) || !words::is_integer(&value) {
            return None;
        }
        let is_status = holds_status(&name);
        let (remedy, meant) = match text.tree.is_checked(simple.index) {
            true if is_status => {
                let meant = format!("[ \"${name}\" -eq 0 ]");
                (format!("To ask whether it is 0: `{meant}`."), Some(meant))
            }
            true => (
                format!("A number is compared, as in `[ \"${name}\" -gt 0 ]`."),
                None,
            ),
            false if is_status && ends_script(text, &simple) => {
                let meant = format!("exit \"${name}\"");
                (format!("To end with that status: `{meant}`."), Some(meant))
            }
            false => return None,
        };
        Some(
            Spot::of(index, only.span)
                .at(Level::Certain)
                .instead(meant.and_then(|meant| text.with(only.span, &meant)))
                .saying(format!(
                    "`${name}` in command position is the name of a command, here `{value}`. {remedy}"
                )),
        )
    })
}

/// Whether a command is the last line of a script.
fn ends_script(text: &Text<'_>, simple: &Simple<'_, '_>) -> bool {
    let list = text.tree.list_of(simple.index);
    let item = text.tree.and_or_of(simple.index).item;
    text.runner.is_some() && list.role == Role::Program && item + 1 == list.list.items.len()
}
