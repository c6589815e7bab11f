//! What is said of a command below its row.

use super::rows::{text, typed};
use crate::trace::tree::{Command, CommandKind};
use crate::trace::words::{quoted, quoted_all, visible_bytes};
use crate::trace::{ExpansionStep, How, Jump};

/// Whether what ran is not what was typed: words were expanded, or an alias was replaced.
fn runs_otherwise(command: &Command) -> bool {
    let expanded = command.expansions.iter().any(|expansion| {
        let changes = |step: &ExpansionStep| *step != ExpansionStep::QuoteRemoval;
        expansion.is_argument && expansion.steps.iter().any(changes)
    });
    !command.argv.is_empty() && (expanded || command.alias().is_some())
}

/// What is to be said of a command below it.
pub(super) fn notes(command: &Command, is_misread: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let changed = command.expansions.iter().any(|expansion| {
        let changes = |step: &ExpansionStep| *step != ExpansionStep::QuoteRemoval;
        expansion.steps.iter().any(changes)
    });
    if runs_otherwise(command) {
        notes.push(format!("runs as: {}", text(&quoted_all(&command.argv))));
    }
    for read in &command.statuses_read {
        let from = match is_misread {
            // Who set it is known of the truth alone.
            true => String::new(),
            false => format!(", {}", read.from()),
        };
        notes.push(format!("$? was {}{from}", read.value));
    }
    if changed || command.kind != CommandKind::Found(How::NoCommand) {
        for set in &command.assigned {
            let (name, value) = (visible_bytes(&set.name), quoted(&set.value, false));
            let scope = match command.assigns_for_itself() {
                true => " for this command",
                false => "",
            };
            notes.push(format!("{name} becomes {}{scope}", text(&value)));
        }
    }
    for redirect in command
        .redirects
        .iter()
        .filter(|redirect| redirect.failed())
    {
        notes.push(format!("{} could not be made", typed(&redirect.text)));
    }
    if command.became.is_some() {
        notes.push("takes the place of this shell".to_owned());
    }
    notes.extend(command.jump.map(|jump| match jump {
        Jump::Break(1) => "leaves the loop".to_owned(),
        Jump::Break(levels) => format!("leaves {levels} loops"),
        Jump::Continue(1) => "goes on with the next turn".to_owned(),
        Jump::Continue(2) => "goes on with the next turn of the loop around".to_owned(),
        Jump::Continue(levels) => format!("goes on with the next turn {} loops out", levels - 1),
        Jump::Return(_) => "returns".to_owned(),
        Jump::Exit(_) => "ends this shell".to_owned(),
    }));
    notes
}
